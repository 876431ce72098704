package intercom

// DataExportsService exports what was sent to people, as files.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-export
type DataExportsService service
