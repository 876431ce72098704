package intercom

// DataConnectorsService reads and writes connections to other systems, and reads
// the results of using them.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-connectors
type DataConnectorsService service
