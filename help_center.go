package intercom

// HelpCentersService reads help centers, and manages the redirects in them.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/help-center
type HelpCentersService service

// CollectionsService reads and writes the collections of articles in help centers.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/help-center
type CollectionsService service

// SectionsService reads and writes the sections of collections, which API 2.9 was the last
// to have: they became collections inside of collections.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/help-center
//
// Deprecated: use Collections with a ParentID.
type SectionsService service
