package intercom

import (
	"context"
	"reflect"
)

// CompaniesService reads and writes companies, which people belong to.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/companies
type CompaniesService service

// Company is a group of people, such as a customer of yours. Intercom shows it
// once somebody belongs to it.
//
//intercom:schema company
type Company struct {
	Object

	ID               ID               `json:"id,omitzero"`
	CompanyID        string           `json:"company_id,omitzero"` // your own id of the company, which cannot be changed
	Name             string           `json:"name,omitzero"`
	AppID            string           `json:"app_id,omitzero"` // code of the workspace
	Plan             Plan             `json:"plan,omitzero"`
	RemoteCreatedAt  Time             `json:"remote_created_at,omitzero"` // when you created it
	CreatedAt        Time             `json:"created_at,omitzero"`        // when Intercom first saw it
	UpdatedAt        Time             `json:"updated_at,omitzero"`
	LastRequestAt    Time             `json:"last_request_at,omitzero"` // the latest visit of its people
	Size             int              `json:"size,omitzero"`            // employees
	Website          string           `json:"website,omitzero"`
	Industry         string           `json:"industry,omitzero"`
	MonthlySpend     float64          `json:"monthly_spend,omitzero"` // Intercom keeps whole numbers, at most 2147483647
	SessionCount     int              `json:"session_count,omitzero"`
	UserCount        int              `json:"user_count,omitzero"`
	CustomAttributes Attributes       `json:"custom_attributes,omitzero"`
	Tags             Sublist[Tag]     `json:"tags,omitzero"`
	Segments         Sublist[Segment] `json:"segments,omitzero"`
	Notes            Sublist[Note]    `json:"notes,omitzero"`
	PlanID           ID               `json:"plan_id,omitzero"` // in webhooks
	TagIDs           []ID             `json:"tag_ids,omitzero"` // in webhooks
}

func (*Company) load(ref Reference) *request {
	if ref.Type != "company" {
		return nil
	}
	return op("GET /companies/{company_id}", ref.ID)
}

// Plan is what a company pays for. Intercom writes it as an object and reads
// it by its name.
type Plan struct {
	private

	Type string `json:"type,omitzero"`
	ID   ID     `json:"id,omitzero"`
	Name string `json:"name,omitzero" wire:"scalar"`
}

// Get returns the company with the given id of Intercom's.
func (s *CompaniesService) Get(ctx context.Context, id ID, opts ...Option) (*Company, error) {
	return do[*Company](ctx, s.client, op("GET /companies/{company_id}", id), opts)
}

// Find returns the company that ref names, or a NotFoundError.
func (s *CompaniesService) Find(ctx context.Context, ref CompanySelector, opts ...Option) (*Company, error) {
	return findOne[*Company](ctx, s.client, byCompany(ref), opts)
}

// List lists the companies that somebody belongs to, those seen last first. It
// ends with an ErrPageLimit after 10,000 companies; Scroll has no such limit.
func (s *CompaniesService) List(ctx context.Context, opts ...Option) *Pager[*Company] {
	return list[*Company](ctx, s.client, op("POST /companies/list").paged(60).readOnly().in("companies").numbered(), opts)
}

// CompanyListOptions are the optional parameters of Companies.List.
type CompanyListOptions struct {
	private

	Order SortOrder // by the latest visit; default Descending
}

func (o CompanyListOptions) apply(c *config) { c.optional("POST /companies/list", o) }

func (o CompanyListOptions) set(r *request) { r.query("order", string(o.Order)) }

// ListByTag lists the companies that carry the tag.
func (s *CompaniesService) ListByTag(ctx context.Context, tag ID, opts ...Option) *Pager[*Company] {
	return list[*Company](ctx, s.client, op("GET /companies").paged(60).in("companies").numbered().selected("tag_id", string(tag)), opts)
}

// ListBySegment lists the companies of the segment.
func (s *CompaniesService) ListBySegment(ctx context.Context, segment ID, opts ...Option) *Pager[*Company] {
	return list[*Company](ctx, s.client, op("GET /companies").paged(60).in("companies").numbered().selected("segment_id", string(segment)), opts)
}

// ListForContact lists the companies that a contact belongs to.
func (s *CompaniesService) ListForContact(ctx context.Context, contact ID, opts ...Option) *Pager[*Company] {
	return list[*Company](ctx, s.client, op("GET /contacts/{contact_id}/companies", contact).paged(60).in("companies").numbered(), opts)
}

// Scroll reads all companies, 100 at a time and in no particular order. A
// workspace has one scroll at a time, which ends when no page is read for a
// minute: see ErrScrollInUse, ErrScrollExpired and Pager.Restart.
func (s *CompaniesService) Scroll(ctx context.Context, opts ...Option) *Pager[*Company] {
	return list[*Company](ctx, s.client, op("GET /companies/scroll").in("companies").scrolled(), opts)
}

// Create creates a company, or updates the one that has the CompanyID.
func (s *CompaniesService) Create(ctx context.Context, params CompanyCreate, opts ...Option) (*Company, error) {
	return do[*Company](ctx, s.client, params.request(), opts)
}

// CompanyCreate describes a company.
//
//intercom:schema create_or_update_company_request
type CompanyCreate struct {
	private

	CompanyID           string     `json:"company_id"`    // required: your own id of the company
	Name                string     `json:"name,omitzero"` // required for a company that does not exist yet
	Plan                string     `json:"plan,omitzero"` // name of a plan, which is created if there is none
	Size                Opt[int]   `json:"size,omitzero"` // employees
	Website             string     `json:"website,omitzero"`
	Industry            string     `json:"industry,omitzero"`
	RemoteCreatedAt     Time       `json:"remote_created_at,omitzero"` // when you created it
	UpdateLastRequestAt bool       `json:"update_last_request_at,omitzero"`
	MonthlySpend        Opt[int]   `json:"monthly_spend,omitzero"` // at most 2147483647
	CustomAttributes    Attributes `json:"custom_attributes,omitzero"`
}

func (p CompanyCreate) request() *request {
	return op("POST /companies").upsert().require("CompanyID", p.CompanyID).body(p)
}

// Update changes the company with the given id of Intercom's; fields that are
// not set stay as they are.
func (s *CompaniesService) Update(ctx context.Context, id ID, params CompanyUpdate, opts ...Option) (*Company, error) {
	return do[*Company](ctx, s.client, op("PUT /companies/{company_id}", id).body(params), opts)
}

// CompanyUpdate is a change of a company. Custom attributes are merged: those
// that are not named stay, and those set to nil are cleared.
//
//intercom:schema update_company_request
type CompanyUpdate struct {
	private

	Name             Opt[string]  `json:"name,omitzero"`
	Plan             Opt[string]  `json:"plan,omitzero"` // name of a plan
	Size             Opt[int]     `json:"size,omitzero"`
	Website          Opt[string]  `json:"website,omitzero"`
	Industry         Opt[string]  `json:"industry,omitzero"`
	MonthlySpend     Opt[float64] `json:"monthly_spend,omitzero"` // Intercom keeps whole numbers, at most 2147483647
	CustomAttributes Attributes   `json:"custom_attributes,omitzero"`
}

// Save writes what was changed in company since it was read, and nothing else,
// so that it does not undo what others changed meanwhile. A company that was
// not read from Intercom is created, or updated if its CompanyID exists.
// Afterwards company is as in the response.
//
// Fields that Intercom keeps by itself, such as Tags and UserCount, are not
// written.
func (s *CompaniesService) Save(ctx context.Context, company *Company, opts ...Option) error {
	return save(ctx, s.client, company, company.saving, opts)
}

func (c *Company) saving(was *Company) *request {
	change := CompanyUpdate{
		Name:             changed(was.Name, c.Name),
		Plan:             changed(was.Plan.Name, c.Plan.Name),
		Size:             changed(was.Size, c.Size),
		Website:          changed(was.Website, c.Website),
		Industry:         changed(was.Industry, c.Industry),
		MonthlySpend:     changed(was.MonthlySpend, c.MonthlySpend),
		CustomAttributes: changedAttributes(was.CustomAttributes, c.CustomAttributes),
	}
	body := companySaveBody{c.CompanyID, change, changed(was.RemoteCreatedAt, c.RemoteCreatedAt)}
	created := was.ID == "" && c.ID == ""
	switch {
	case !created && reflect.ValueOf(change).IsZero() && body.RemoteCreatedAt.IsZero():
		return nil
	case c.CompanyID == "" && c.ID != "":
		return op("PUT /companies/{company_id}", c.ID).body(change)
	}
	r := op("POST /companies").upsert().require("CompanyID", c.CompanyID)
	if was.CompanyID != "" && was.CompanyID != c.CompanyID {
		r.invalid("CompanyID", "cannot be changed")
	}
	return r.body(body)
}

type companySaveBody struct {
	CompanyID string `json:"company_id"`
	CompanyUpdate
	RemoteCreatedAt Opt[Time] `json:"remote_created_at,omitzero"`
}

// Delete archives the company with the given id of Intercom's, and takes its
// people out of it. Intercom responds at once and does it soon after.
func (s *CompaniesService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /companies/{company_id}", id), opts)
}

// AddToContact makes a contact belong to a company, and returns the company. A
// contact belongs to 1,000 companies at most.
func (s *CompaniesService) AddToContact(ctx context.Context, contact, id ID, opts ...Option) (*Company, error) {
	return do[*Company](ctx, s.client, op("POST /contacts/{contact_id}/companies", contact).
		upsert().require("id", string(id)).body(Reference{ID: id}), opts)
}

// RemoveFromContact takes a contact out of a company, and returns the company.
func (s *CompaniesService) RemoveFromContact(ctx context.Context, contact, id ID, opts ...Option) (*Company, error) {
	return do[*Company](ctx, s.client, op("DELETE /contacts/{contact_id}/companies/{company_id}", contact, id), opts)
}
