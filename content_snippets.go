package intercom

// ContentSnippetsService reads and writes short pieces of knowledge for AI agents.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/content-snippets
type ContentSnippetsService service
