package intercom

// AudiencesService reads and writes the groups of people that knowledge is for.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/audiences
type AudiencesService service
