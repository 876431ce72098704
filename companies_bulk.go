package intercom

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// BulkCreate creates up to 100 companies, or updates those that have the
// CompanyID, with one job, which Intercom works off after its response: see
// WaitBulkJob and RunBulkCreate.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) BulkCreate(ctx context.Context, params CompanyBulkCreate, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, params.request(), opts)
}

// RunBulkCreate creates or updates any number of companies: it submits them 100
// at a time, to one job as far as possible, and waits for it. Nothing is sent if
// one of them is invalid. After an error the report says how far it came.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) RunBulkCreate(ctx context.Context, params CompanyBulkCreate, opts ...Option) (*BulkReport, error) {
	return runBulk(ctx, s.client, params, companyBulkJob, opts)
}

// CompanyBulkCreate are companies to create or update with one job.
//
//intercom:schema bulk_create_companies_request
type CompanyBulkCreate struct {
	private

	Companies []CompanyCreate `json:"companies"`    // required
	Job       Reference       `json:"job,omitzero"` // to which they are added; without one it is a new job
}

func (p CompanyBulkCreate) request() *request {
	r := preview("POST /companies/bulk").upsert().bulk("Companies", len(p.Companies)).body(p)
	for i, company := range p.Companies {
		r.require(fmt.Sprintf("Companies[%d].CompanyID", i), company.CompanyID)
	}
	return r
}

func (p CompanyBulkCreate) all() (n int, job Reference) { return len(p.Companies), p.Job }

func (p CompanyBulkCreate) piece(from, to int, job Reference) *request {
	p.Companies, p.Job = p.Companies[from:to], job
	return p.request()
}

// BulkUpdate changes up to 100 companies by their ids, with one job, which
// Intercom works off after its response: see WaitBulkJob and RunBulkUpdate. A
// company that does not exist is an item that fails.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) BulkUpdate(ctx context.Context, params CompanyBulkUpdate, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, params.request(), opts)
}

// RunBulkUpdate changes any number of companies, as RunBulkCreate creates them.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) RunBulkUpdate(ctx context.Context, params CompanyBulkUpdate, opts ...Option) (*BulkReport, error) {
	return runBulk(ctx, s.client, params, companyBulkJob, opts)
}

// CompanyBulkUpdate are changes of companies to make with one job.
//
//intercom:schema bulk_update_companies_request
type CompanyBulkUpdate struct {
	private

	Companies []CompanyBulkChange `json:"companies"`    // required
	Job       Reference           `json:"job,omitzero"` // to which they are added; without one it is a new job
}

// CompanyBulkChange is a change of a company; fields that are not set stay as
// they are.
type CompanyBulkChange struct {
	ID ID `json:"id"` // required
	CompanyUpdate

	RemoteCreatedAt     Opt[Time] `json:"remote_created_at,omitzero"` // when you created it
	UpdateLastRequestAt bool      `json:"update_last_request_at,omitzero"`
}

func (p CompanyBulkUpdate) request() *request {
	r := preview("PUT /companies/bulk").bulk("Companies", len(p.Companies)).body(p)
	for i, company := range p.Companies {
		r.require(fmt.Sprintf("Companies[%d].ID", i), string(company.ID))
	}
	return r
}

func (p CompanyBulkUpdate) all() (n int, job Reference) { return len(p.Companies), p.Job }

func (p CompanyBulkUpdate) piece(from, to int, job Reference) *request {
	p.Companies, p.Job = p.Companies[from:to], job
	return p.request()
}

// BulkDelete archives up to 100 companies, and takes their people out of them,
// with one job, which Intercom works off after its response: see WaitBulkJob
// and RunBulkDelete.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) BulkDelete(ctx context.Context, params CompanyBulkDelete, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, params.request(), opts)
}

// RunBulkDelete archives any number of companies, as RunBulkCreate creates them.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) RunBulkDelete(ctx context.Context, params CompanyBulkDelete, opts ...Option) (*BulkReport, error) {
	return runBulk(ctx, s.client, params, companyBulkJob, opts)
}

// CompanyBulkDelete are companies to archive with one job.
//
//intercom:schema bulk_delete_companies_request
type CompanyBulkDelete struct {
	private

	Companies []Reference `json:"companies"`    // required, each with its ID
	Job       Reference   `json:"job,omitzero"` // to which they are added; without one it is a new job
}

func (p CompanyBulkDelete) request() *request {
	return preview("POST /companies/bulk/delete").bulk("Companies", len(p.Companies)).references("Companies", p.Companies).body(p)
}

func (p CompanyBulkDelete) all() (n int, job Reference) { return len(p.Companies), p.Job }

func (p CompanyBulkDelete) piece(from, to int, job Reference) *request {
	p.Companies, p.Job = p.Companies[from:to], job
	return p.request()
}

// GetBulkJob returns a job of BulkCreate, BulkUpdate or BulkDelete as it stands.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) GetBulkJob(ctx context.Context, job ID, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, companyBulkJob(job), opts)
}

// WaitBulkJob waits until a job of BulkCreate, BulkUpdate or BulkDelete has
// ended, asking less and less often, and returns it. Its state is
// BulkJobStateCompletedWithErrors if there were items that could not be written;
// Intercom does not report which. When ctx ends first, the job comes as it
// stood, with the context's error.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) WaitBulkJob(ctx context.Context, job ID, opts ...Option) (*BulkJob, error) {
	return await[*BulkJob](ctx, s.client, companyBulkJob(job), opts)
}

// Search lists the companies that match the query, 15 at a time unless PerPage
// says otherwise. It finds none that nobody belongs to. Tags are compared by Is
// and IsNot only.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) Search(ctx context.Context, query Query, opts ...Option) *Pager[*Company] {
	return list[*Company](ctx, s.client, preview("POST /companies/search").search(query, refusedForCompanies), opts)
}

// CompanySearchOptions are the optional parameters of Companies.Search, and of
// the methods that search: Count, UpdatedSince and WaitFor.
type CompanySearchOptions struct {
	private

	Sort SearchSort // default: Intercom's own order; UpdatedSince has its own
}

func (o CompanySearchOptions) apply(c *config) { c.optionalPreview("POST /companies/search", o) }

func (o CompanySearchOptions) set(r *request) { r.sorted(o.Sort) }

// refusedForCompanies returns what companies cannot be searched by.
func refusedForCompanies(_ string, f filter) string {
	many := f.Operator == "IN" || f.Operator == "NIN"
	switch {
	case f.Field == "plan.id" || f.Field == "plan.name":
		return "names " + f.Field + ", by which companies cannot be searched"
	case f.Field == string(CompanyFieldTagID) && f.Operator != "=" && f.Operator != "!=":
		return "compares tag_id by " + f.Operator + ", want = or !="
	case many && f.isDate():
		return "compares " + f.Field + " with a list of times"
	}
	return ""
}

// Count returns how many companies match the query.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) Count(ctx context.Context, query Query, opts ...Option) (int, error) {
	return s.Search(ctx, query, opts...).Count()
}

// UpdatedSince lists the companies that were updated at t or later, to the
// second, in the order of their updates. A company that is updated meanwhile is
// yielded again, and one that nobody belongs to is not found.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) UpdatedSince(ctx context.Context, t time.Time, opts ...Option) *Pager[*Company] {
	sort := CompanySearchOptions{Sort: SearchSort{Field: string(CompanyFieldUpdatedAt), Order: Ascending}}
	return updatedSince(t, (*Company).updatedAt, s.Search(ctx, CompanyFieldUpdatedAt.After(t.Add(-time.Second)), append(slices.Clip(opts), sort)...))
}

func (c *Company) updatedAt() Time { return c.UpdatedAt }

// WaitFor waits until the query finds a company, and returns it. It searches at
// once and then less and less often, up to 15 seconds apart. ctx should have a
// deadline: when it ends, so does WaitFor, with its error.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) WaitFor(ctx context.Context, query Query, opts ...Option) (*Company, error) {
	return waitFor(ctx, s.Search(ctx, query, opts...).PerPage(1))
}
