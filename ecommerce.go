package intercom

// EcommerceConnectorsService uploads the catalogs of shops. It is of API Preview.
//
// https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/ecommerce-connectors
type EcommerceConnectorsService service
