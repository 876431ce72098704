package intercom

// EmailsService reads the addresses that the workspace sends e-mail from.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/emails
type EmailsService service
