package intercom

import "context"

// CustomObjectsService reads and writes objects of types that the workspace
// defined. A type is named by its identifier, such as "Order".
//
// Objects are attached to a contact or a conversation by the attribute of it
// that relates to their type: a list of ids, which takes the place of the one
// before. An empty list detaches all of them.
//
//	client.Contacts.Update(ctx, contact.ID, intercom.ContactUpdate{
//		CustomAttributes: intercom.Attributes{"order": []intercom.ID{order.ID}},
//	})
//
// Conversations.Update does the same for a conversation, ListForContact and
// ListForConversation read what is attached, and Attributes.Refs reads the ids
// out of a contact or conversation.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/custom-object-instances
type CustomObjectsService service

// CustomObject is an object of a type that the workspace defined.
//
//intercom:schema custom_object_instance
type CustomObject struct {
	Object

	Type              string     `json:"type,omitzero"` // the identifier of its type, such as "Order"
	ID                ID         `json:"id,omitzero"`
	ExternalID        string     `json:"external_id,omitzero"` // your own id of the object
	CustomAttributes  Attributes `json:"custom_attributes,omitzero"`
	ExternalCreatedAt Time       `json:"external_created_at,omitzero"` // in the system that it comes from
	ExternalUpdatedAt Time       `json:"external_updated_at,omitzero"`
	CreatedAt         Time       `json:"created_at,omitzero"` // in Intercom
	UpdatedAt         Time       `json:"updated_at,omitzero"`
}

// Get returns the object with the given id.
func (s *CustomObjectsService) Get(ctx context.Context, objectType string, id ID, opts ...Option) (*CustomObject, error) {
	return do[*CustomObject](ctx, s.client,
		op("GET /custom_object_instances/{custom_object_type_identifier}/{custom_object_instance_id}", ID(objectType), id), opts)
}

// Find returns the object with the given external id.
func (s *CustomObjectsService) Find(ctx context.Context, objectType string, ref ByExternalID, opts ...Option) (*CustomObject, error) {
	return do[*CustomObject](ctx, s.client, op("GET /custom_object_instances/{custom_object_type_identifier}", ID(objectType)).
		selected("external_id", string(ref)), opts)
}

// List lists the objects of a type. Versions of the API before 2.16 have no
// such list.
func (s *CustomObjectsService) List(ctx context.Context, objectType string, opts ...Option) *Pager[*CustomObject] {
	return list[*CustomObject](ctx, s.client, op("GET /custom_object_instances/{custom_object_type_identifier}", ID(objectType)).
		paged(maxPerPage).numbered(), opts)
}

// ListForContact lists the objects of a type that are attached to a contact.
func (s *CustomObjectsService) ListForContact(ctx context.Context, objectType string, contact ID, opts ...Option) *Pager[*CustomObject] {
	return list[*CustomObject](ctx, s.client, op("GET /custom_object_instances/{custom_object_type_identifier}", ID(objectType)).
		paged(maxPerPage).numbered().selected("references_contact_id", string(contact)), opts)
}

// ListForConversation lists the objects of a type that are attached to a
// conversation.
func (s *CustomObjectsService) ListForConversation(
	ctx context.Context, objectType string, conversation ID, opts ...Option,
) *Pager[*CustomObject] {
	return list[*CustomObject](ctx, s.client, op("GET /custom_object_instances/{custom_object_type_identifier}", ID(objectType)).
		paged(maxPerPage).numbered().selected("references_conversation_id", string(conversation)), opts)
}

// Upsert creates an object, or updates the one that has the ExternalID. Without
// an ExternalID it creates one each time.
func (s *CustomObjectsService) Upsert(ctx context.Context, objectType string, params CustomObjectUpsert, opts ...Option) (*CustomObject, error) {
	return do[*CustomObject](ctx, s.client, params.request(objectType), opts)
}

// CustomObjectUpsert describes an object.
//
//intercom:schema create_or_update_custom_object_instance_request
type CustomObjectUpsert struct {
	private

	ExternalID        string     `json:"external_id,omitzero"`         // your own id of the object
	CustomAttributes  Attributes `json:"custom_attributes,omitzero"`   // of the kinds that the type defines
	ExternalCreatedAt Opt[Time]  `json:"external_created_at,omitzero"` // in the system that it comes from
	ExternalUpdatedAt Opt[Time]  `json:"external_updated_at,omitzero"`
}

func (p CustomObjectUpsert) request(objectType string) *request {
	r := op("POST /custom_object_instances/{custom_object_type_identifier}", ID(objectType)).body(p)
	if p.ExternalID != "" {
		r.upsert()
	}
	return r
}

// Delete deletes the object with the given id.
func (s *CustomObjectsService) Delete(ctx context.Context, objectType string, id ID, opts ...Option) error {
	return exec(ctx, s.client,
		op("DELETE /custom_object_instances/{custom_object_type_identifier}/{custom_object_instance_id}", ID(objectType), id), opts)
}

// DeleteByExternalID deletes the object with the given external id.
func (s *CustomObjectsService) DeleteByExternalID(ctx context.Context, objectType, externalID string, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /custom_object_instances/{custom_object_type_identifier}", ID(objectType)).
		selected("external_id", externalID), opts)
}
