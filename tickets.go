package intercom

// TicketsService reads and writes tickets, what is said in them, and what they are
// linked to.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tickets
type TicketsService service

// Ticket is a request that is worked on step by step.
//
//intercom:schema ticket
type Ticket struct {
	Object

	ID                    ID                    `json:"id,omitzero"`        // for the API
	TicketID              string                `json:"ticket_id,omitzero"` // the number that people see
	Category              TicketCategory        `json:"category,omitzero"`
	Attributes            Attributes            `json:"ticket_attributes,omitzero"` // by name, such as TicketAttributeNameTitle
	State                 TicketState           `json:"ticket_state,omitzero"`
	Type                  TicketType            `json:"ticket_type,omitzero"`
	Contacts              Sublist[Participant]  `json:"contacts,omitzero"`
	AdminAssigneeID       ID                    `json:"admin_assignee_id,omitzero"` // empty or "0" for nobody
	TeamAssigneeID        ID                    `json:"team_assignee_id,omitzero"`  // empty or "0" for none
	CreatedAt             Time                  `json:"created_at,omitzero"`
	UpdatedAt             Time                  `json:"updated_at,omitzero"`
	Open                  bool                  `json:"open,omitzero"`
	SnoozedUntil          Time                  `json:"snoozed_until,omitzero"`
	LinkedObjects         Sublist[LinkedObject] `json:"linked_objects,omitzero"`
	Parts                 Sublist[TicketPart]   `json:"ticket_parts,omitzero"` // oldest first
	Channel               string                `json:"channel,omitzero"`      // such as "messenger"; in webhooks
	CompanyID             ID                    `json:"company_id,omitzero"`   // in webhooks
	IsShared              bool                  `json:"is_shared,omitzero"`    // the contact can see it
	PreviousTicketStateID ID                    `json:"previous_ticket_state_id,omitzero"`
	StateInternalLabel    string                `json:"ticket_state_internal_label,omitzero"` // not in every response
	StateExternalLabel    string                `json:"ticket_state_external_label,omitzero"` // not in every response
}

func (*Ticket) load(ref Reference) *request {
	if ref.Type != "ticket" {
		return nil
	}
	return op("GET /tickets/{ticket_id}", ref.ID)
}

// The attributes that every ticket has.
const (
	TicketAttributeNameTitle       = "_default_title_"
	TicketAttributeNameDescription = "_default_description_"
)

// TicketCategory is whom tickets are for.
type TicketCategory string

// The categories of tickets.
const (
	TicketCategoryCustomer   TicketCategory = "Customer"
	TicketCategoryBackOffice TicketCategory = "Back-office"
	TicketCategoryTracker    TicketCategory = "Tracker"
)

// TicketState is a step in the life of tickets.
//
//intercom:schema ticket_state
type TicketState struct {
	Object

	ID            ID                  `json:"id,omitzero"`
	Category      TicketStateCategory `json:"category,omitzero" wire:"scalar"`
	InternalLabel string              `json:"internal_label,omitzero"` // what teammates see
	ExternalLabel string              `json:"external_label,omitzero"` // what contacts see
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

// TicketTypeAttribute defines an attribute of tickets.
//
//intercom:schema ticket_type_attribute
type TicketTypeAttribute struct {
	Object

	ID                          ID         `json:"id,omitzero"`
	WorkspaceID                 ID         `json:"workspace_id,omitzero"`
	Name                        string     `json:"name,omitzero"`
	Description                 string     `json:"description,omitzero"`
	DataType                    string     `json:"data_type,omitzero"`     // such as "string" or "list"
	InputOptions                Attributes `json:"input_options,omitzero"` // such as multiline
	Order                       int        `json:"order,omitzero"`
	RequiredToCreate            bool       `json:"required_to_create,omitzero"`
	RequiredToCreateForContacts bool       `json:"required_to_create_for_contacts,omitzero"`
	VisibleOnCreate             bool       `json:"visible_on_create,omitzero"`
	VisibleToContacts           bool       `json:"visible_to_contacts,omitzero"`
	Default                     bool       `json:"default,omitzero"` // every ticket has it
	TicketTypeID                ID         `json:"ticket_type_id,omitzero"`
	Archived                    bool       `json:"archived,omitzero"`
	CreatedAt                   Time       `json:"created_at,omitzero"`
	UpdatedAt                   Time       `json:"updated_at,omitzero"`
}

// TicketPart is one thing that was said or done in a ticket.
//
//intercom:schema ticket_part
type TicketPart struct {
	Object

	ID                  ID                    `json:"id,omitzero"`
	PartType            PartType              `json:"part_type,omitzero"`
	Body                string                `json:"body,omitzero"` // HTML
	PreviousTicketState TicketStateCategory   `json:"previous_ticket_state,omitzero"`
	TicketState         TicketStateCategory   `json:"ticket_state,omitzero"`
	CreatedAt           Time                  `json:"created_at,omitzero"`
	UpdatedAt           Time                  `json:"updated_at,omitzero"`
	AssignedTo          Reference             `json:"assigned_to,omitzero"`
	Author              Author                `json:"author,omitzero"`
	Attachments         []Attachment          `json:"attachments,omitzero"`
	ExternalID          string                `json:"external_id,omitzero"`
	Redacted            bool                  `json:"redacted,omitzero"`
	AppPackageCode      string                `json:"app_package_code,omitzero"` // of the app that added it
	UpdatedAttribute    TicketAttributeUpdate `json:"updated_attribute_data,omitzero"`
	Translations        map[string]string     `json:"translations,omitzero"` // of Body by locale; "original" is the locale it was written in
}

// TicketAttributeUpdate is an attribute of a ticket and what it became.
type TicketAttributeUpdate struct {
	Attribute TicketAttributeName  `json:"attribute,omitzero"`
	Value     TicketAttributeValue `json:"value,omitzero"`
}

// TicketAttributeName names an attribute of a ticket.
type TicketAttributeName struct {
	Type  string `json:"type,omitzero"`
	ID    ID     `json:"id,omitzero"`
	Label string `json:"label,omitzero"`
}

// TicketAttributeValue is what an attribute of a ticket became: one value, or
// several files.
type TicketAttributeValue struct {
	Type   string   `json:"type,omitzero"`
	IDs    []ID     `json:"id,omitzero"`
	Labels []string `json:"label,omitzero"`
}
