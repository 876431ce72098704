package intercom

// ContentService searches everything that AI agents and help centers draw on, and changes
// many items of it at once.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/content
type ContentService service
