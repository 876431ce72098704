package intercom

// CallsService reads phone calls, their recordings and transcripts.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls
type CallsService service

// FinVoiceService registers phone calls that Fin takes, and reads them.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls
type FinVoiceService service
