package intercom

// TicketTypesService defines the kinds of tickets and their attributes.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-types
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-type-attributes
type TicketTypesService service

// TicketStatesService reads the states that tickets can be in.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-states
type TicketStatesService service
