package intercom

// BrandsService reads the brands of the workspace.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/brands
type BrandsService service
