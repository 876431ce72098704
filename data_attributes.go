package intercom

import (
	"context"
	"encoding/json"
)

// DataAttributesService reads and defines the attributes of contacts and
// companies.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-attributes
type DataAttributesService service

// DataAttribute describes an attribute: one that Intercom has itself, or one
// that the workspace defined, whose values are CustomAttributes.
//
//intercom:schema data_attribute
type DataAttribute struct {
	Object

	ID                ID                 `json:"id,omitzero"` // only of custom attributes
	Model             DataAttributeModel `json:"model,omitzero"`
	Name              string             `json:"name,omitzero"`
	FullName          string             `json:"full_name,omitzero"` // path in the object, such as "custom_attributes.seats"
	Label             string             `json:"label,omitzero"`     // what teammates see
	Description       string             `json:"description,omitzero"`
	DataType          DataAttributeType  `json:"data_type,omitzero"`
	Options           []string           `json:"options,omitzero"` // the values that it can have, if it is a list
	APIWritable       bool               `json:"api_writable,omitzero"`
	MessengerWritable bool               `json:"messenger_writable,omitzero"`
	UIWritable        bool               `json:"ui_writable,omitzero"`
	Custom            bool               `json:"custom,omitzero"`
	Archived          bool               `json:"archived,omitzero"`
	CreatedAt         Time               `json:"created_at,omitzero"` // only of custom attributes
	UpdatedAt         Time               `json:"updated_at,omitzero"` // only of custom attributes
	AdminID           ID                 `json:"admin_id,omitzero"`   // who created it
}

// DataAttributeModel is what an attribute belongs to.
type DataAttributeModel string

// What attributes belong to.
const (
	DataAttributeModelContact  DataAttributeModel = "contact"
	DataAttributeModelCompany  DataAttributeModel = "company"
	DataAttributeModelCustomer DataAttributeModel = "customer" // what API 1.4 calls a contact
)

// DataAttributeType is the type of an attribute's values.
type DataAttributeType string

// The types of values. Intercom returns an attribute with options as a string,
// and one with dates and times as a date.
const (
	DataAttributeTypeString   DataAttributeType = "string"
	DataAttributeTypeInteger  DataAttributeType = "integer"
	DataAttributeTypeFloat    DataAttributeType = "float"
	DataAttributeTypeBoolean  DataAttributeType = "boolean"
	DataAttributeTypeDate     DataAttributeType = "date"
	DataAttributeTypeDatetime DataAttributeType = "datetime" // only written
	DataAttributeTypeOptions  DataAttributeType = "options"  // only written
)

// List lists the attributes of contacts and companies that are not archived.
// Intercom sends them all at once.
func (s *DataAttributesService) List(ctx context.Context, opts ...Option) *Pager[*DataAttribute] {
	return list[*DataAttribute](ctx, s.client, op("GET /data_attributes"), opts)
}

// DataAttributeListOptions are the optional parameters of DataAttributes.List.
type DataAttributeListOptions struct {
	private

	Model           DataAttributeModel // default both
	IncludeArchived bool
}

func (o DataAttributeListOptions) apply(c *config) { c.optional("GET /data_attributes", o) }

func (o DataAttributeListOptions) set(r *request) {
	r.query("model", string(o.Model)).flag("include_archived", o.IncludeArchived)
}

// ListLegacy lists the attributes as API 1.4 has them, which calls contacts
// customers: their Model is DataAttributeModelCustomer. They have no ID.
func (s *DataAttributesService) ListLegacy(ctx context.Context, opts ...Option) *Pager[*DataAttribute] {
	return list[*DataAttribute](ctx, s.client, legacy("GET /data_attributes").in("data_attributes"), opts)
}

// DataAttributeListLegacyOptions are the optional parameters of
// DataAttributes.ListLegacy.
type DataAttributeListLegacyOptions struct {
	private

	Model           DataAttributeModel // default both; DataAttributeModelContact is taken for DataAttributeModelCustomer
	IncludeArchived bool
}

func (o DataAttributeListLegacyOptions) apply(c *config) {
	c.optionalLegacy("GET /data_attributes", o)
}

func (o DataAttributeListLegacyOptions) set(r *request) {
	if o.Model == DataAttributeModelContact {
		o.Model = DataAttributeModelCustomer
	}
	DataAttributeListOptions(o).set(r)
}

// Create defines an attribute. It fails with a BadRequestError if there is one
// with the name, even if it is archived or of the other model.
func (s *DataAttributesService) Create(ctx context.Context, params DataAttributeCreate, opts ...Option) (*DataAttribute, error) {
	return do[*DataAttribute](ctx, s.client, params.request(), opts)
}

// DataAttributeCreate describes an attribute of the workspace's own.
//
//intercom:schema create_data_attribute_request
type DataAttributeCreate struct {
	private

	Name              string              `json:"name"`      // required
	Model             DataAttributeModel  `json:"model"`     // required: contact or company
	DataType          DataAttributeType   `json:"data_type"` // required; it cannot be changed
	Description       string              `json:"description,omitzero"`
	Options           DataAttributeValues `json:"options,omitzero"` // at least two; required for DataAttributeTypeOptions
	MessengerWritable Opt[bool]           `json:"messenger_writable,omitzero"`
}

func (p DataAttributeCreate) request() *request {
	r := op("POST /data_attributes").require("Name", p.Name).require("Model", string(p.Model)).require("DataType", string(p.DataType))
	if p.DataType == DataAttributeTypeOptions && len(p.Options) == 0 {
		r.invalid("Options", "is empty")
	}
	return r.body(p)
}

// Update changes the attribute with the given id, or archives it. Its name and
// data type cannot be changed. Archiving one that something depends on fails
// with an UnprocessableEntityError.
func (s *DataAttributesService) Update(ctx context.Context, id ID, params DataAttributeUpdate, opts ...Option) (*DataAttribute, error) {
	return do[*DataAttribute](ctx, s.client, op("PUT /data_attributes/{data_attribute_id}", id).body(params), opts)
}

// DataAttributeUpdate is a change of an attribute.
//
//intercom:schema update_data_attribute_request
type DataAttributeUpdate struct {
	private

	Archived          Opt[bool]           `json:"archived,omitzero"`
	Description       Opt[string]         `json:"description,omitzero"`
	Options           DataAttributeValues `json:"options,omitzero"` // all of them, at least two
	MessengerWritable Opt[bool]           `json:"messenger_writable,omitzero"`
}

// DataAttributeValues are the values that an attribute can have.
//
//	intercom.DataAttributeValues{"1-10", "11-50"}
type DataAttributeValues []string

type dataAttributeOption struct {
	Value string `json:"value"`
}

// MarshalJSON writes an object for each option, as Intercom wants them.
func (o DataAttributeValues) MarshalJSON() ([]byte, error) {
	options := make([]dataAttributeOption, len(o))
	for i, value := range o {
		options[i].Value = value
	}
	return json.Marshal(options)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (o *DataAttributeValues) UnmarshalJSON(b []byte) error {
	var options []dataAttributeOption
	if err := json.Unmarshal(b, &options); err != nil {
		return err
	}
	*o = make(DataAttributeValues, len(options))
	for i, option := range options {
		(*o)[i] = option.Value
	}
	return nil
}
