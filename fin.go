package intercom

// FinService talks to the AI agent Fin on behalf of your users.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/fin-agent
type FinService service

// ProceduresService takes part in the procedures that Fin runs. It is of API Preview.
//
// https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/procedures
type ProceduresService service
