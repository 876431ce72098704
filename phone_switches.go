package intercom

// PhoneSwitchesService moves phone calls to the Messenger.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/switch
type PhoneSwitchesService service
