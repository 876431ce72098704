package intercom

// OfficeHoursService reads and writes the schedules of when the team works, and exceptions
// from them.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/office-hours
type OfficeHoursService service
