package intercom

// BannersService shows banners in places of your own.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/banners
type BannersService service
