package bench

import "github.com/go-intercom/intercom"

// conversation is what the benchmark of a large object reads.
type conversation struct {
	intercom.Object

	ID              intercom.ID   `json:"id,omitzero"`
	Title           string        `json:"title,omitzero"`
	CreatedAt       intercom.Time `json:"created_at,omitzero"`
	UpdatedAt       intercom.Time `json:"updated_at,omitzero"`
	Open            bool          `json:"open,omitzero"`
	State           string        `json:"state,omitzero"`
	Read            bool          `json:"read,omitzero"`
	Priority        string        `json:"priority,omitzero"`
	AdminAssigneeID intercom.ID   `json:"admin_assignee_id,omitzero"`
	Source          struct {
		Type        string      `json:"type,omitzero"`
		ID          intercom.ID `json:"id,omitzero"`
		DeliveredAs string      `json:"delivered_as,omitzero"`
		Subject     string      `json:"subject,omitzero"`
		Body        string      `json:"body,omitzero"`
		Author      author      `json:"author,omitzero"`
	} `json:"source,omitzero"`
	Contacts intercom.Sublist[intercom.Contact] `json:"contacts,omitzero"`
	Tags     intercom.Sublist[intercom.Tag]     `json:"tags,omitzero"`
	Parts    intercom.Sublist[part]             `json:"conversation_parts,omitzero"`
}

type part struct {
	intercom.Object

	ID         intercom.ID   `json:"id,omitzero"`
	PartType   string        `json:"part_type,omitzero"`
	Body       string        `json:"body,omitzero"`
	CreatedAt  intercom.Time `json:"created_at,omitzero"`
	UpdatedAt  intercom.Time `json:"updated_at,omitzero"`
	NotifiedAt intercom.Time `json:"notified_at,omitzero"`
	Author     author        `json:"author,omitzero"`
	ExternalID string        `json:"external_id,omitzero"`
	Redacted   bool          `json:"redacted,omitzero"`
}

type author struct {
	Type  string      `json:"type,omitzero"`
	ID    intercom.ID `json:"id,omitzero"`
	Name  string      `json:"name,omitzero"`
	Email string      `json:"email,omitzero"`
}
