package intercom

import (
	"context"
	"fmt"
)

// ConversationAttributesService defines the custom attributes of conversations.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations-attributes
type ConversationAttributesService service

// ConversationAttribute defines a custom attribute of conversations.
//
//intercom:schema conversation_attribute_base conversation_attribute_boolean_type conversation_attribute_datetime_type
//intercom:schema conversation_attribute_decimal_type conversation_attribute_files_type conversation_attribute_integer_type
//intercom:schema conversation_attribute_list_type conversation_attribute_relationship_type conversation_attribute_string_type
type ConversationAttribute struct {
	Object

	ID               ID                             `json:"id,omitzero"`
	Name             string                         `json:"name,omitzero"`
	Description      string                         `json:"description,omitzero"`
	DataType         ConversationAttributeType      `json:"data_type,omitzero"`
	Required         bool                           `json:"required,omitzero"`
	VisibleToTeamIDs []ID                           `json:"visible_to_team_ids,omitzero"` // empty: to all
	Archived         bool                           `json:"archived,omitzero"`
	CreatedAt        Time                           `json:"created_at,omitzero"`
	UpdatedAt        Time                           `json:"updated_at,omitzero"`
	AdminID          ID                             `json:"admin_id,omitzero"`  // who defined it
	Multiline        bool                           `json:"multiline,omitzero"` // of a string
	Options          []ConversationAttributeOption  `json:"options,omitzero"`   // of a list
	Reference        ConversationAttributeReference `json:"reference,omitzero"` // of a relationship
}

// ConversationAttributeType is a kind of values.
type ConversationAttributeType string

// The kinds of values that conversations can have.
const (
	ConversationAttributeTypeString       ConversationAttributeType = "string"
	ConversationAttributeTypeInteger      ConversationAttributeType = "integer"
	ConversationAttributeTypeDecimal      ConversationAttributeType = "decimal"
	ConversationAttributeTypeBoolean      ConversationAttributeType = "boolean"
	ConversationAttributeTypeDatetime     ConversationAttributeType = "datetime"
	ConversationAttributeTypeFiles        ConversationAttributeType = "files"
	ConversationAttributeTypeList         ConversationAttributeType = "list"         // one of its Options
	ConversationAttributeTypeRelationship ConversationAttributeType = "relationship" // custom objects
)

// ConversationAttributeOption is a value that a list attribute can have.
//
//intercom:schema conversation_attribute_option
type ConversationAttributeOption struct {
	ID       ID     `json:"id,omitzero"`
	Label    string `json:"label,omitzero"`
	Archived bool   `json:"archived,omitzero"`
}

// ConversationAttributeReference names which custom objects an attribute relates to.
type ConversationAttributeReference struct {
	Type         string `json:"type,omitzero"` // "one" or "many"
	ObjectTypeID ID     `json:"object_type_id,omitzero"`
}

// Get returns the attribute with the given id, or a NotFoundError with the code
// conversation_attribute_not_found.
func (s *ConversationAttributesService) Get(ctx context.Context, id ID, opts ...Option) (*ConversationAttribute, error) {
	return do[*ConversationAttribute](ctx, s.client, op("GET /conversations/attributes/{id}", id), opts)
}

// List lists the attributes that are not archived.
func (s *ConversationAttributesService) List(ctx context.Context, opts ...Option) *Pager[*ConversationAttribute] {
	return list[*ConversationAttribute](ctx, s.client, op("GET /conversations/attributes"), opts)
}

// ConversationAttributeListOptions are the optional parameters of
// ConversationAttributes.List.
type ConversationAttributeListOptions struct {
	private

	IncludeArchived bool
}

func (o ConversationAttributeListOptions) apply(c *config) {
	c.optional("GET /conversations/attributes", o)
}

func (o ConversationAttributeListOptions) set(r *request) {
	r.flag("include_archived", o.IncludeArchived)
}

// Create defines an attribute.
func (s *ConversationAttributesService) Create(
	ctx context.Context, params ConversationAttributeCreate, opts ...Option,
) (*ConversationAttribute, error) {
	return do[*ConversationAttribute](ctx, s.client, params.request(), opts)
}

// ConversationAttributeCreate describes an attribute.
//
//intercom:schema create_conversation_attribute_request_base create_conversation_attribute_boolean_request
//intercom:schema create_conversation_attribute_datetime_request create_conversation_attribute_decimal_request
//intercom:schema create_conversation_attribute_files_request create_conversation_attribute_integer_request
//intercom:schema create_conversation_attribute_list_request create_conversation_attribute_relationship_request
//intercom:schema create_conversation_attribute_string_request
type ConversationAttributeCreate struct {
	private

	Name             string                              `json:"name"`      // required
	DataType         ConversationAttributeType           `json:"data_type"` // required
	Description      string                              `json:"description,omitzero"`
	Required         Opt[bool]                           `json:"required,omitzero"`
	VisibleToTeamIDs []ID                                `json:"visible_to_team_ids,omitzero"` // empty: to all
	Multiline        Opt[bool]                           `json:"multiline,omitzero"`           // of a string
	Options          []ConversationAttributeOptionCreate `json:"options,omitzero"`             // of a list
	Reference        ConversationAttributeReference      `json:"reference,omitzero"`           // of a relationship
}

// ConversationAttributeOptionCreate is a value that a list attribute can have.
//
//intercom:schema create_conversation_attribute_option_request update_conversation_attribute_option_request
type ConversationAttributeOptionCreate struct {
	private

	Label string `json:"label"` // required
}

func (p ConversationAttributeCreate) request() *request {
	r := op("POST /conversations/attributes").require("Name", p.Name).require("DataType", string(p.DataType))
	for i, option := range p.Options {
		r.require(fmt.Sprintf("Options[%d].Label", i), option.Label)
	}
	return r.body(p)
}

// Update changes an attribute; fields that are not set stay as they are.
func (s *ConversationAttributesService) Update(
	ctx context.Context, id ID, params ConversationAttributeUpdate, opts ...Option,
) (*ConversationAttribute, error) {
	return do[*ConversationAttribute](ctx, s.client, op("PUT /conversations/attributes/{id}", id).body(params), opts)
}

// ConversationAttributeUpdate is a change of an attribute.
//
//intercom:schema update_conversation_attribute_request
type ConversationAttributeUpdate struct {
	private

	Name             Opt[string]                         `json:"name,omitzero"`
	Description      Opt[string]                         `json:"description,omitzero"`
	Multiline        Opt[bool]                           `json:"multiline,omitzero"` // of a string
	Required         Opt[bool]                           `json:"required,omitzero"`
	VisibleToTeamIDs Opt[[]ID]                           `json:"visible_to_team_ids,omitzero"`
	Reference        Opt[ConversationAttributeReference] `json:"reference,omitzero"` // of a relationship
}

// Archive takes an attribute out of use, and returns it.
func (s *ConversationAttributesService) Archive(ctx context.Context, id ID, opts ...Option) (*ConversationAttribute, error) {
	return do[*ConversationAttribute](ctx, s.client, op("DELETE /conversations/attributes/{id}", id), opts)
}

// AddOption adds a value to a list attribute, which it returns.
func (s *ConversationAttributesService) AddOption(ctx context.Context, id ID, label string, opts ...Option) (*ConversationAttribute, error) {
	return do[*ConversationAttribute](ctx, s.client, op("POST /conversations/attributes/{id}/options", id).
		require("label", label).body(ConversationAttributeOptionCreate{Label: label}), opts)
}

// RenameOption changes a value of a list attribute, which it returns.
func (s *ConversationAttributesService) RenameOption(
	ctx context.Context, id, option ID, label string, opts ...Option,
) (*ConversationAttribute, error) {
	return do[*ConversationAttribute](ctx, s.client, op("PUT /conversations/attributes/{id}/options/{option_id}", id, option).
		require("label", label).body(ConversationAttributeOptionCreate{Label: label}), opts)
}

// ArchiveOption takes a value of a list attribute out of use. Two must remain,
// or it is an UnprocessableEntityError.
func (s *ConversationAttributesService) ArchiveOption(ctx context.Context, id, option ID, opts ...Option) (*ConversationAttribute, error) {
	return do[*ConversationAttribute](ctx, s.client, op("DELETE /conversations/attributes/{id}/options/{option_id}", id, option), opts)
}
