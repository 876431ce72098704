package intercom

// CustomChannelsService tells Intercom what happens in channels of your own.
type CustomChannelsService service
