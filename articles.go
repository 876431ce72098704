package intercom

// ArticlesService reads and writes the articles of help centers, and their drafts and
// versions.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles
type ArticlesService service
