package intercom

import (
	"context"
	"reflect"
)

// LeadsService reads and writes leads: people who wrote to you without being
// logged in. Legacy, API 1.4, where they are called contacts. Replaced by the
// contact with role lead.
//
// https://developers.intercom.com/docs/references/1.4/rest-api/leads
type LeadsService service

// Lead is a person who is not logged in to your application. It has the fields
// of a User and converts to one: lists by tag and segment have both. Its UserID
// is made up by Intercom, its Email does not identify it, and it has no sign-up
// and no sessions.
type Lead User

func (*Lead) load(ref Reference) *request {
	switch ref.Type {
	case "lead", "contact":
		return legacy("GET /contacts/{id}", ref.ID)
	}
	return nil
}

// Reference names the lead.
func (l Lead) Reference() Reference { return Reference{Type: "lead", ID: l.ID} }

// Find returns the lead that ref names, or a NotFoundError.
func (s *LeadsService) Find(ctx context.Context, ref LeadRef, opts ...Option) (*Lead, error) {
	return findOne[*Lead](ctx, s.client, byRef("GET /contacts/{id}", "GET /contacts", "lead", ref, LeadRef.leadRef).in("contacts", "users"), opts)
}

// List lists the leads, those created last first. It ends with an ErrPageLimit
// after 10,000 leads; Scroll has no such limit.
func (s *LeadsService) List(ctx context.Context, opts ...Option) *Pager[*Lead] {
	return list[*Lead](ctx, s.client, legacy("GET /contacts").paged(60).in("contacts", "users"), opts)
}

// LeadListOptions are the optional parameters of Leads.List.
type LeadListOptions struct {
	private

	Email            string    // leads with this address
	Phone            string    // leads with this number
	CreatedSinceDays int       // leads created in the last days
	Order            SortOrder // default Descending
}

func (o LeadListOptions) apply(c *config) { c.optionalLegacy("GET /contacts", o) }

func (o LeadListOptions) set(r *request) {
	UserListOptions{Email: o.Email, Phone: o.Phone, CreatedSinceDays: o.CreatedSinceDays, Order: o.Order}.set(r)
}

// ListByTag lists the leads that carry the tag.
func (s *LeadsService) ListByTag(ctx context.Context, tag ID, opts ...Option) *Pager[*Lead] {
	return list[*Lead](ctx, s.client, legacy("GET /contacts").paged(60).in("contacts", "users").selected("tag_id", string(tag)), opts)
}

// ListBySegment lists the leads of the segment.
func (s *LeadsService) ListBySegment(ctx context.Context, segment ID, opts ...Option) *Pager[*Lead] {
	return list[*Lead](ctx, s.client, legacy("GET /contacts").paged(60).in("contacts", "users").selected("segment_id", string(segment)), opts)
}

// Scroll reads all leads, 100 at a time and in no particular order. A workspace
// has one scroll at a time, which ends when no page is read for a minute: see
// ErrScrollInUse, ErrScrollExpired and Pager.Restart.
func (s *LeadsService) Scroll(ctx context.Context, opts ...Option) *Pager[*Lead] {
	return list[*Lead](ctx, s.client, legacy("GET /contacts/scroll").in("contacts", "users").scrolled(), opts)
}

// Create creates a lead. Nothing identifies a lead that exists already, so each
// call makes a new one, even with the same Email.
func (s *LeadsService) Create(ctx context.Context, params LeadCreate, opts ...Option) (*Lead, error) {
	return do[*Lead](ctx, s.client, params.request(), opts)
}

// LeadCreate describes a lead. Nothing is required.
type LeadCreate struct {
	private

	Email                  string        `json:"email,omitzero"`
	Phone                  string        `json:"phone,omitzero"`
	Name                   string        `json:"name,omitzero"`
	LastRequestAt          Time          `json:"last_request_at,omitzero"`
	UpdateLastRequestAt    bool          `json:"update_last_request_at,omitzero"` // sets LastRequestAt to now
	LastSeenIP             string        `json:"last_seen_ip,omitzero"`           // Intercom derives the location from it
	LastSeenUserAgent      string        `json:"last_seen_user_agent,omitzero"`
	UnsubscribedFromEmails Opt[bool]     `json:"unsubscribed_from_emails,omitzero"`
	CustomAttributes       Attributes    `json:"custom_attributes,omitzero"`
	Companies              []UserCompany `json:"companies,omitzero"` // that the lead belongs to
	AvatarURL              string        `json:"-"`                  // of a picture
	Referrer               string        `json:"referrer,omitzero"`
	UTMCampaign            string        `json:"utm_campaign,omitzero"`
	UTMContent             string        `json:"utm_content,omitzero"`
	UTMMedium              string        `json:"utm_medium,omitzero"`
	UTMSource              string        `json:"utm_source,omitzero"`
	UTMTerm                string        `json:"utm_term,omitzero"`
}

func (p LeadCreate) request() *request {
	r := legacy("POST /contacts")
	checkPerson(r, p.CustomAttributes, p.Companies)
	return r.body(struct {
		LeadCreate
		Companies []userCompanyBody `json:"companies,omitzero"`
		Avatar    Avatar            `json:"avatar,omitzero"`
	}{p, userCompanyBodies(p.Companies), avatarBody(p.AvatarURL)})
}

// Update changes the lead that ref names; fields that are not set stay as they
// are.
func (s *LeadsService) Update(ctx context.Context, ref LeadRef, params LeadUpdate, opts ...Option) (*Lead, error) {
	return do[*Lead](ctx, s.client, params.request(ref), opts)
}

// LeadUpdate is a change of a lead. Custom attributes are merged: those that
// are not named stay, and those set to nil are cleared.
type LeadUpdate struct {
	private

	Email                  Opt[string]   `json:"email,omitzero"`
	Phone                  Opt[string]   `json:"phone,omitzero"`
	Name                   Opt[string]   `json:"name,omitzero"`
	LastRequestAt          Opt[Time]     `json:"last_request_at,omitzero"`
	UpdateLastRequestAt    bool          `json:"update_last_request_at,omitzero"` // sets LastRequestAt to now
	LastSeenIP             Opt[string]   `json:"last_seen_ip,omitzero"`
	LastSeenUserAgent      Opt[string]   `json:"last_seen_user_agent,omitzero"`
	UnsubscribedFromEmails Opt[bool]     `json:"unsubscribed_from_emails,omitzero"` // null is an error
	CustomAttributes       Attributes    `json:"custom_attributes,omitzero"`
	Companies              []UserCompany `json:"companies,omitzero"` // added, or taken off those with Remove
	AvatarURL              string        `json:"-"`                  // of a picture
	Referrer               Opt[string]   `json:"referrer,omitzero"`
	UTMCampaign            Opt[string]   `json:"utm_campaign,omitzero"`
	UTMContent             Opt[string]   `json:"utm_content,omitzero"`
	UTMMedium              Opt[string]   `json:"utm_medium,omitzero"`
	UTMSource              Opt[string]   `json:"utm_source,omitzero"`
	UTMTerm                Opt[string]   `json:"utm_term,omitzero"`
}

func (p LeadUpdate) request(ref LeadRef) *request {
	r := legacy("POST /contacts")
	checkPerson(r, p.CustomAttributes, p.Companies)
	body := leadUpdateBody{LeadUpdate: p, Companies: userCompanyBodies(p.Companies), Avatar: avatarBody(p.AvatarURL)}
	switch key, value := leadKey(r, ref); key {
	case "id":
		body.ID = ID(value)
		r.upsert() // unlike a user_id that nobody has, an id cannot create a lead
	case "user_id":
		body.UserID = value
	}
	return r.body(body)
}

// Save writes what was changed in lead since it was read, and nothing else, so
// that it does not undo what others changed meanwhile. A lead that was not read
// from Intercom is created, or updated if it has an ID. Afterwards lead is as
// in the response.
//
// Fields that Intercom keeps by itself, such as Location and Tags, are not
// written. A company taken out of Companies is one that the lead leaves.
func (s *LeadsService) Save(ctx context.Context, lead *Lead, opts ...Option) error {
	return save(ctx, s.client, lead, lead.saving, opts)
}

func (l *Lead) saving(was *Lead) *request {
	change := (*User)(l).changes((*User)(was))
	change.UserID, change.SignedUpAt = Opt[string]{}, Opt[Time]{} // the one is Intercom's, the other users have
	if l.ID != "" && reflect.ValueOf(change).IsZero() {
		return nil
	}
	r := legacy("POST /contacts")
	checkPerson(r, change.CustomAttributes, change.Companies)
	body := change.body()
	switch {
	case l.ID != "":
		body.ID = l.ID
		r.upsert() // as in LeadUpdate
	case l.UserID != "":
		body.UserID = Set(l.UserID)
	}
	return r.body(body)
}

// Convert makes a lead a user, and returns the user. If the user exists the lead
// is merged into it, and the user keeps its own identifiers. Otherwise the lead
// becomes that user, and keeps its Email. The lead itself is gone in either
// case.
func (s *LeadsService) Convert(ctx context.Context, ref LeadRef, params LeadConvert, opts ...Option) (*User, error) {
	return do[*User](ctx, s.client, params.request(ref), opts)
}

// LeadConvert names the user that a lead becomes. One of ID, UserID and Email is
// required.
type LeadConvert struct {
	private

	ID     ID     `json:"id,omitzero"` // of a user that exists
	UserID string `json:"user_id,omitzero"`
	Email  string `json:"email,omitzero"`
}

func (p LeadConvert) request(ref LeadRef) *request {
	r := legacy("POST /contacts/convert")
	key, value := leadKey(r, ref)
	if p == (LeadConvert{}) {
		r.invalid("ID, UserID or Email", "is required")
	}
	return r.body(leadConvertBody{map[string]string{key: value}, p})
}

// Archive takes the lead and its conversations out of Intercom, and returns
// what it was. For good it is deleted by UsersService.DeletePermanently.
func (s *LeadsService) Archive(ctx context.Context, ref LeadRef, opts ...Option) (*Lead, error) {
	return do[*Lead](ctx, s.client, byRef("DELETE /contacts/{id}", "DELETE /contacts", "lead", ref, LeadRef.leadRef), opts)
}

type leadUpdateBody struct {
	ID     ID     `json:"id,omitzero"`
	UserID string `json:"user_id,omitzero"`
	LeadUpdate
	Companies []userCompanyBody `json:"companies,omitzero"`
	Avatar    Avatar            `json:"avatar,omitzero"`
}

type leadConvertBody struct {
	Contact map[string]string `json:"contact"`
	User    LeadConvert       `json:"user"`
}

func leadKey(r *request, ref LeadRef) (key, value string) {
	return keyOf(r, "lead", ref, LeadRef.leadRef)
}
