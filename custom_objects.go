package intercom

// CustomObjectsService reads and writes objects of types that the workspace defined.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/custom-object-instances
type CustomObjectsService service
