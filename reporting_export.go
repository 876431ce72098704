package intercom

// ReportingExportsService exports the data behind reports, as files.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/reporting-data-export
type ReportingExportsService service
