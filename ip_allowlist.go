package intercom

// IPAllowlistService reads and replaces the addresses from which the workspace can be used.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ip-allowlist
type IPAllowlistService service
