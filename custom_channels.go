package intercom

// CustomChannelsService reports to Intercom what happens in channels of your own.
//
// https://developers.intercom.com/docs/references/2.15/rest-api/api.intercom.io/custom-channel-events
type CustomChannelsService service
