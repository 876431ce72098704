package intercom

// NewsItemsService reads and writes news.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/news
type NewsItemsService service

// NewsfeedsService reads the feeds that news appear in.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/news
type NewsfeedsService service
