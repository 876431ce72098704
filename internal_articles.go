package intercom

// InternalArticlesService reads and writes articles that only teammates and AI agents read.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/internal-articles
type InternalArticlesService service
