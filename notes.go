package intercom

import "context"

// NotesService reads and writes notes about people and companies.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/notes
type NotesService service

// Note is what a teammate wrote down about a person or company.
//
//intercom:schema company_note note
type Note struct {
	Object

	ID        ID        `json:"id,omitzero"`
	CreatedAt Time      `json:"created_at,omitzero"`
	Contact   Reference `json:"contact,omitzero"` // whom it is about, if it is a person
	Company   Reference `json:"company,omitzero"` // what it is about, if it is a company
	Author    Author    `json:"author,omitzero"`  // zero for a note that no teammate wrote
	Body      string    `json:"body,omitzero"`    // HTML
}

// Get returns the note with the given id.
func (s *NotesService) Get(ctx context.Context, id ID, opts ...Option) (*Note, error) {
	return do[*Note](ctx, s.client, op("GET /notes/{note_id}", id), opts)
}

// ListForContact lists the notes about a contact, those written last first.
func (s *NotesService) ListForContact(ctx context.Context, contact ID, opts ...Option) *Pager[*Note] {
	return list[*Note](ctx, s.client, op("GET /contacts/{contact_id}/notes", contact).paged(60).in("notes").numbered(), opts)
}

// ListForCompany lists the notes about the company with the given id of
// Intercom's.
func (s *NotesService) ListForCompany(ctx context.Context, company ID, opts ...Option) *Pager[*Note] {
	return list[*Note](ctx, s.client, op("GET /companies/{company_id}/notes", company).paged(60).in("notes").numbered(), opts)
}

// ListForUser lists the notes about the user that ref names, or a
// NotFoundError. It asks API 1.4, which takes every kind of selector.
func (s *NotesService) ListForUser(ctx context.Context, ref UserRef, opts ...Option) *Pager[*Note] {
	return listAs[*legacyNote](ctx, s.client, legacy("GET /notes").in("notes").ofUser(ref), opts)
}

// CreateForContact writes a note about a contact.
func (s *NotesService) CreateForContact(ctx context.Context, contact ID, params NoteCreate, opts ...Option) (*Note, error) {
	return do[*Note](ctx, s.client, params.request(op("POST /contacts/{contact_id}/notes", contact)), opts)
}

// CreateForCompany writes a note about the company with the given id of
// Intercom's.
func (s *NotesService) CreateForCompany(ctx context.Context, company ID, params NoteCreate, opts ...Option) (*Note, error) {
	return do[*Note](ctx, s.client, params.request(op("POST /companies/{company_id}/notes", company)), opts)
}

// CreateForUser writes a note about the user that ref names. It asks API 1.4,
// which takes every kind of selector.
func (s *NotesService) CreateForUser(ctx context.Context, ref UserRef, params NoteCreate, opts ...Option) (*Note, error) {
	return doAs[*legacyNote](ctx, s.client, params.requestForUser(ref), opts)
}

// NoteCreate describes a note.
type NoteCreate struct {
	private

	Body    string `json:"body"`              // required: text or HTML
	AdminID ID     `json:"admin_id,omitzero"` // the author; API 2.x takes the owner of the token if there is none
}

func (p NoteCreate) request(r *request) *request { return r.require("Body", p.Body).body(p) }

func (p NoteCreate) requestForUser(ref UserRef) *request {
	r := legacy("POST /notes").require("Body", p.Body)
	key, value := userKey(r, ref)
	return r.body(struct {
		NoteCreate
		User map[string]string `json:"user"`
	}{p, map[string]string{key: value}})
}

// legacyNote is a note as API 1.4 has it: about a user.
type legacyNote struct {
	Note
	User Reference `json:"user"`
}

func (n *legacyNote) value() *Note {
	if n.User.ID != "" {
		n.Contact = Reference{Type: "contact", ID: n.User.ID}
	}
	return &n.Note
}
