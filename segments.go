package intercom

// Segment is a set of people or companies that match some filters.
//
//intercom:schema segment
type Segment struct {
	Object

	ID         ID     `json:"id,omitzero"`
	Name       string `json:"name,omitzero"`
	CreatedAt  Time   `json:"created_at,omitzero"`
	UpdatedAt  Time   `json:"updated_at,omitzero"`
	PersonType string `json:"person_type,omitzero"` // "user", or "contact" for leads
	Count      int    `json:"count,omitzero"`       // only if it was asked for
}
