package intercom

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// TicketTypesService defines the kinds of tickets and their attributes.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-types
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-type-attributes
type TicketTypesService service

// TicketType is a kind of tickets, with the attributes and states they have.
//
//intercom:schema ticket_type
type TicketType struct {
	Object

	ID          ID                           `json:"id,omitzero"`
	Category    TicketCategory               `json:"category,omitzero"`
	Name        string                       `json:"name,omitzero"`
	Description string                       `json:"description,omitzero"`
	Icon        string                       `json:"icon,omitzero"` // an emoji
	WorkspaceID ID                           `json:"workspace_id,omitzero"`
	Attributes  Sublist[TicketTypeAttribute] `json:"ticket_type_attributes,omitzero"`
	States      Sublist[TicketState]         `json:"ticket_states,omitzero"`
	IsInternal  bool                         `json:"is_internal,omitzero"`
	Archived    bool                         `json:"archived,omitzero"`
	CreatedAt   Time                         `json:"created_at,omitzero"`
	UpdatedAt   Time                         `json:"updated_at,omitzero"`
}

// List lists the ticket types, also those that are archived.
func (s *TicketTypesService) List(ctx context.Context, opts ...Option) *Pager[*TicketType] {
	return list[*TicketType](ctx, s.client, op("GET /ticket_types").in("ticket_types"), opts)
}

// Get returns the ticket type with the given id.
func (s *TicketTypesService) Get(ctx context.Context, id ID, opts ...Option) (*TicketType, error) {
	return do[*TicketType](ctx, s.client, op("GET /ticket_types/{ticket_type_id}", id), opts)
}

// Create creates a ticket type. It has two attributes from the beginning,
// TicketAttributeNameTitle and TicketAttributeNameDescription.
func (s *TicketTypesService) Create(ctx context.Context, params TicketTypeCreate, opts ...Option) (*TicketType, error) {
	return do[*TicketType](ctx, s.client, params.request(), opts)
}

// TicketTypeCreate describes a ticket type.
//
//intercom:schema create_ticket_type_request
type TicketTypeCreate struct {
	private

	Name        string         `json:"name"` // required
	Description string         `json:"description,omitzero"`
	Category    TicketCategory `json:"category,omitzero"`
	Icon        string         `json:"icon,omitzero"`        // an emoji; default admission tickets
	IsInternal  Opt[bool]      `json:"is_internal,omitzero"` // its tickets are not shared with contacts; default false
}

func (p TicketTypeCreate) request() *request {
	return op("POST /ticket_types").require("Name", p.Name).body(p)
}

// Update changes a ticket type; fields that are not set stay as they are. There
// is no way to delete one: set Archived.
func (s *TicketTypesService) Update(ctx context.Context, id ID, params TicketTypeUpdate, opts ...Option) (*TicketType, error) {
	return do[*TicketType](ctx, s.client, op("PUT /ticket_types/{ticket_type_id}", id).body(params), opts)
}

// TicketTypeUpdate is a change of a ticket type.
//
//intercom:schema update_ticket_type_request
type TicketTypeUpdate struct {
	private

	Name        Opt[string]         `json:"name,omitzero"`
	Description Opt[string]         `json:"description,omitzero"`
	Category    Opt[TicketCategory] `json:"category,omitzero"`
	Icon        Opt[string]         `json:"icon,omitzero"`        // an emoji
	IsInternal  Opt[bool]           `json:"is_internal,omitzero"` // its tickets are not shared with contacts
	Archived    Opt[bool]           `json:"archived,omitzero"`    // no tickets of it can be created
}

// TicketTypeAttribute defines an attribute of tickets.
//
//intercom:schema ticket_type_attribute
type TicketTypeAttribute struct {
	Object

	ID                          ID                  `json:"id,omitzero"`
	WorkspaceID                 ID                  `json:"workspace_id,omitzero"`
	Name                        string              `json:"name,omitzero"`
	Description                 string              `json:"description,omitzero"`
	DataType                    TicketAttributeType `json:"data_type,omitzero"`
	InputOptions                Attributes          `json:"input_options,omitzero"` // what goes with DataType, such as multiline; see ItemID
	Order                       int                 `json:"order,omitzero"`
	RequiredToCreate            bool                `json:"required_to_create,omitzero"` // by teammates
	RequiredToCreateForContacts bool                `json:"required_to_create_for_contacts,omitzero"`
	VisibleOnCreate             bool                `json:"visible_on_create,omitzero"`   // to teammates
	VisibleToContacts           bool                `json:"visible_to_contacts,omitzero"` // when they create a ticket
	Default                     bool                `json:"default,omitzero"`             // every ticket has it
	TicketTypeID                ID                  `json:"ticket_type_id,omitzero"`
	Archived                    bool                `json:"archived,omitzero"`
	CreatedAt                   Time                `json:"created_at,omitzero"`
	UpdatedAt                   Time                `json:"updated_at,omitzero"`
}

// ItemID returns the id of an item of a list attribute by its label. It is what
// tickets take as the value of the attribute, in place of the label.
func (a *TicketTypeAttribute) ItemID(label string) (ID, bool) {
	items, _ := a.InputOptions["list_options"].([]any)
	for _, item := range items {
		item, _ := item.(map[string]any)
		if item["label"] != label {
			continue
		}
		switch id := item["id"].(type) {
		case string:
			return ID(id), true
		case json.Number:
			return ID(id), true
		}
	}
	return "", false
}

// TicketAttributeType is a kind of values.
type TicketAttributeType string

// The kinds of values that tickets can have.
const (
	TicketAttributeTypeString   TicketAttributeType = "string"
	TicketAttributeTypeList     TicketAttributeType = "list" // one of its items
	TicketAttributeTypeInteger  TicketAttributeType = "integer"
	TicketAttributeTypeDecimal  TicketAttributeType = "decimal"
	TicketAttributeTypeBoolean  TicketAttributeType = "boolean"
	TicketAttributeTypeDatetime TicketAttributeType = "datetime"
	TicketAttributeTypeFiles    TicketAttributeType = "files"
)

// CreateAttribute defines an attribute of the tickets of a type.
func (s *TicketTypesService) CreateAttribute(
	ctx context.Context, id ID, params TicketTypeCreateAttribute, opts ...Option,
) (*TicketTypeAttribute, error) {
	return do[*TicketTypeAttribute](ctx, s.client, params.request(id), opts)
}

// TicketTypeCreateAttribute describes an attribute of tickets.
type TicketTypeCreateAttribute struct {
	private

	Name                        string              `json:"name"`                                     // required
	Description                 string              `json:"description"`                              // required
	DataType                    TicketAttributeType `json:"data_type"`                                // required
	RequiredToCreate            Opt[bool]           `json:"required_to_create,omitzero"`              // by teammates; default false
	RequiredToCreateForContacts Opt[bool]           `json:"required_to_create_for_contacts,omitzero"` // default false
	VisibleOnCreate             Opt[bool]           `json:"visible_on_create,omitzero"`               // to teammates; default true
	VisibleToContacts           Opt[bool]           `json:"visible_to_contacts,omitzero"`             // when they create a ticket; default true
	Multiline                   Opt[bool]           `json:"multiline,omitzero"`                       // of a string
	ListItems                   []string            `json:"-"`                                        // of a list: required there, and without commas
	AllowMultipleValues         Opt[bool]           `json:"allow_multiple_values,omitzero"`           // of files
}

func (p TicketTypeCreateAttribute) request(id ID) *request {
	r := op("POST /ticket_types/{ticket_type_id}/attributes", id).
		require("Name", p.Name).require("Description", p.Description).require("DataType", string(p.DataType))
	if p.DataType == TicketAttributeTypeList && len(p.ListItems) == 0 {
		r.invalid("ListItems", "are required for a list")
	}
	return r.body(ticketTypeCreateAttributeBody{p, listItems(r, p.ListItems)})
}

//intercom:schema create_ticket_type_attribute_request
type ticketTypeCreateAttributeBody struct {
	TicketTypeCreateAttribute
	ListItems string `json:"list_items,omitzero"`
}

// listItems is how the items of a list are sent.
func listItems(r *request, items []string) string {
	for i, item := range items {
		where := fmt.Sprintf("ListItems[%d]", i)
		if r.require(where, item); strings.Contains(item, ",") {
			r.invalid(where, "has a comma, which is what separates items")
		}
	}
	return strings.Join(items, ",")
}

// UpdateAttribute changes an attribute of the tickets of a type; fields that are
// not set stay as they are, and so does its kind. There is no way to delete one:
// set Archived.
func (s *TicketTypesService) UpdateAttribute(
	ctx context.Context, id, attribute ID, params TicketTypeUpdateAttribute, opts ...Option,
) (*TicketTypeAttribute, error) {
	return do[*TicketTypeAttribute](ctx, s.client, params.request(id, attribute), opts)
}

// TicketTypeUpdateAttribute is a change of an attribute of tickets.
type TicketTypeUpdateAttribute struct {
	private

	Name                        Opt[string]   `json:"name,omitzero"`
	Description                 Opt[string]   `json:"description,omitzero"`
	RequiredToCreate            Opt[bool]     `json:"required_to_create,omitzero"` // by teammates
	RequiredToCreateForContacts Opt[bool]     `json:"required_to_create_for_contacts,omitzero"`
	VisibleOnCreate             Opt[bool]     `json:"visible_on_create,omitzero"`     // to teammates
	VisibleToContacts           Opt[bool]     `json:"visible_to_contacts,omitzero"`   // when they create a ticket
	Multiline                   Opt[bool]     `json:"multiline,omitzero"`             // of a string
	ListItems                   Opt[[]string] `json:"-"`                              // of a list, without commas
	AllowMultipleValues         Opt[bool]     `json:"allow_multiple_values,omitzero"` // of files
	Archived                    Opt[bool]     `json:"archived,omitzero"`              // not asked for in new tickets; those that have it keep it
}

func (p TicketTypeUpdateAttribute) request(id, attribute ID) *request {
	r := op("PUT /ticket_types/{ticket_type_id}/attributes/{attribute_id}", id, attribute)
	body := ticketTypeUpdateAttributeBody{TicketTypeUpdateAttribute: p}
	if !p.ListItems.IsZero() {
		items, _ := p.ListItems.Get()
		if len(items) == 0 {
			r.invalid("ListItems", "are empty")
		}
		body.ListItems = listItems(r, items)
	}
	return r.body(body)
}

//intercom:schema update_ticket_type_attribute_request
type ticketTypeUpdateAttributeBody struct {
	TicketTypeUpdateAttribute
	ListItems string `json:"list_items,omitzero"`
}

// TicketStatesService reads the states that tickets can be in.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-states
type TicketStatesService service

// TicketState is a step in the life of tickets.
//
//intercom:schema ticket_state ticket_state_detailed
type TicketState struct {
	Object

	ID            ID                  `json:"id,omitzero"`
	Category      TicketStateCategory `json:"category,omitzero" wire:"scalar"`
	InternalLabel string              `json:"internal_label,omitzero"` // what teammates see
	ExternalLabel string              `json:"external_label,omitzero"` // what contacts see
	Archived      bool                `json:"archived,omitzero"`       // only in TicketStates.List
	Types         Sublist[TicketType] `json:"ticket_types,omitzero"`   // that have the state; only in TicketStates.List
}

// TicketStateCategory is what a state means.
type TicketStateCategory string

// What states can mean.
const (
	TicketStateCategorySubmitted         TicketStateCategory = "submitted"
	TicketStateCategoryInProgress        TicketStateCategory = "in_progress"
	TicketStateCategoryWaitingOnCustomer TicketStateCategory = "waiting_on_customer"
	TicketStateCategoryResolved          TicketStateCategory = "resolved"
)

// List lists the states of the workspace, with the ticket types that have them.
func (s *TicketStatesService) List(ctx context.Context, opts ...Option) *Pager[*TicketState] {
	return list[*TicketState](ctx, s.client, op("GET /ticket_states"), opts)
}
