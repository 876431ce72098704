package intercom

// MacrosService reads the saved replies of teammates.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/macros
type MacrosService service
