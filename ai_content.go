package intercom

// ContentImportSourcesService manages where external pages come from.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ai-content
type ContentImportSourcesService service

// ExternalPagesService reads and writes pages from elsewhere that AI agents draw on.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ai-content
type ExternalPagesService service
