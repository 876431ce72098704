package intercom

// DataConnectorsService reads and writes connections to other systems, and what came of using
// them.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-connectors
type DataConnectorsService service
