package intercom

// Note is what a teammate wrote down about a person or company.
//
//intercom:schema company_note note
type Note struct {
	Object

	ID        ID        `json:"id,omitzero"`
	CreatedAt Time      `json:"created_at,omitzero"`
	Contact   Reference `json:"contact,omitzero"` // whom it is about, if it is a person
	Company   Reference `json:"company,omitzero"` // what it is about, if it is a company
	Author    Admin     `json:"author,omitzero"`
	Body      string    `json:"body,omitzero"` // HTML
}
