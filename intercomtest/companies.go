package intercomtest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"time"
)

func (w *workspace) companyRoutes() routes {
	return routes{
		legacy: {
			"GET /companies":               w.findCompanies,
			"POST /companies":              w.saveCompany,
			"GET /companies/scroll":        w.scrollCompanies,
			"GET /companies/{id}":          w.getCompany,
			"DELETE /companies/{id}":       w.deleteCompany,
			"GET /companies/{id}/users":    w.usersOfCompany,
			"GET /companies/{id}/segments": w.segmentsOfCompany,
		},
		modern: {
			"GET /companies":                                       w.findCompanies,
			"POST /companies":                                      w.saveCompany,
			"POST /companies/list":                                 w.listAllCompanies,
			"GET /companies/scroll":                                w.scrollCompanies,
			"GET /companies/{company_id}":                          w.getCompany,
			"PUT /companies/{company_id}":                          w.updateCompany,
			"DELETE /companies/{company_id}":                       w.deleteCompany,
			"GET /companies/{company_id}/contacts":                 w.contactsOfCompany,
			"GET /companies/{company_id}/segments":                 w.segmentsOfCompany,
			"GET /contacts/{contact_id}/companies":                 w.companiesOfContact,
			"POST /contacts/{contact_id}/companies":                w.attachCompany,
			"DELETE /contacts/{contact_id}/companies/{company_id}": w.detachCompany,
		},
	}
}

type company struct {
	id              string
	companyID       string
	name            string
	plan            string
	size            int64
	website         string
	industry        string
	monthlySpend    int64
	sessions        int
	remoteCreatedAt int64
	createdAt       int64
	updatedAt       int64
	requestedAt     int64 // if none of the people came later
	attributes      object
	people          []*person
	deleted         time.Time // when a deletion takes effect
	tagged
}

// lastRequestAt is the newest visit of any of its people.
func (co *company) lastRequestAt() int64 {
	at := co.requestedAt
	for _, p := range co.people {
		at = max(at, p.lastRequestAt)
	}
	return at
}

// sweep completes the deletions that are due.
func (w *workspace) sweep() {
	for _, co := range w.companies.where(func(co *company) bool {
		return !co.deleted.IsZero() && !co.deleted.After(w.now())
	}) {
		for _, p := range slices.Clone(co.people) {
			co.detach(p)
		}
		w.companies.remove(co.id)
	}
}

// company finds the company of the path, which 1.x and 2.x name differently.
func (w *workspace) company(x *exchange) (*company, error) {
	return w.companyByID(x, x.param("company_id", "id"))
}

func (w *workspace) companyByID(x *exchange, id string) (*company, error) {
	if co, ok := w.companies.get(id); ok {
		return co, nil
	}
	return nil, companyNotFound(x)
}

func companyNotFound(x *exchange) error {
	e := notFound("Company Not Found")
	if x.generation == modern {
		e.code = "company_not_found"
	}
	return e
}

func hasCompanyID(id string) func(*company) bool {
	return func(co *company) bool { return co.companyID == id }
}

// findCompanies returns one company if it is asked for by name or
// company_id, and with a list otherwise.
func (w *workspace) findCompanies(x *exchange) (any, error) {
	q := x.query
	switch {
	case q.Has("company_id"):
		return w.oneCompany(x, hasCompanyID(q.Get("company_id")))
	case q.Has("name"):
		return w.oneCompany(x, func(co *company) bool { return co.name == q.Get("name") })
	case q.Has("tag_id") && q.Has("segment_id"):
		return nil, invalid("segment_id", "tag_id and segment_id cannot be combined")
	case q.Has("tag_id"):
		return w.listCompanies(x, func(co *company) bool { return co.has(q.Get("tag_id")) })
	case q.Has("segment_id"):
		in := w.members(q.Get("segment_id"))
		return w.listCompanies(x, func(co *company) bool { return in(co.id, co.tagged) })
	}
	return w.listAllCompanies(x)
}

func (w *workspace) listAllCompanies(x *exchange) (any, error) {
	return w.listCompanies(x, func(*company) bool { return true })
}

func (w *workspace) oneCompany(x *exchange, match func(*company) bool) (any, error) {
	co := first(w.companies.where(match))
	switch {
	case co == nil:
		return nil, companyNotFound(x)
	case x.query.Get("type") == "user":
		return w.userList(x, usersIn(co))
	}
	return w.companyJSON(x, co), nil
}

// listCompanies lists companies as its generation does: 1.x the newest first,
// 2.x the most recently active first and none without people.
func (w *workspace) listCompanies(x *exchange, match func(*company) bool) (any, error) {
	ascending, err := x.ascending()
	if err != nil {
		return nil, err
	}
	found := w.visibleCompanies(x, match)
	by, size, most := (*company).lastRequestAt, 15, 60
	if x.generation == legacy {
		by, size = func(co *company) int64 { return co.createdAt }, 50
	}
	slices.SortStableFunc(found, func(a, b *company) int { return cmp.Compare(by(a), by(b)) })
	if !ascending {
		slices.Reverse(found)
	}
	return w.companyList(x, found, size, most)
}

func (w *workspace) visibleCompanies(x *exchange, match func(*company) bool) []*company {
	return w.companies.where(func(co *company) bool {
		return match(co) && (x.generation == legacy || len(co.contacts()) > 0)
	})
}

func (w *workspace) companyList(x *exchange, found []*company, size, most int) (any, error) {
	page, pages, err := paged(x, found, size, most)
	if err != nil {
		return nil, err
	}
	list := object{"type": "list", "data": w.companiesJSON(x, page), "pages": pages, "total_count": len(found)}
	if x.generation == legacy {
		list = object{"type": "company.list", "companies": list["data"], "pages": pages, "total_count": len(found)}
	}
	return list, nil
}

func (w *workspace) scrollCompanies(x *exchange) (any, error) {
	ids, param, err := w.scrolled(x, "companies", func() []string {
		all := w.visibleCompanies(x, func(*company) bool { return true })
		return render(all, func(co *company) string { return co.id })
	})
	if err != nil {
		return nil, err
	}
	var page []*company
	for _, id := range ids {
		if co, ok := w.companies.get(id); ok {
			page = append(page, co)
		}
	}
	companies := w.companiesJSON(x, page)
	if x.generation == legacy {
		return object{"type": "company.list", "companies": companies, "pages": nil, "scroll_param": param}, nil
	}
	return object{"type": "list", "data": companies, "pages": nil, "total_count": nil, "scroll_param": param}, nil
}

func (w *workspace) getCompany(x *exchange) (any, error) {
	co, err := w.company(x)
	if err != nil {
		return nil, err
	}
	return w.companyJSON(x, co), nil
}

// companyFields are what a write may contain. Version 2.x refuses others.
var companyFields = []string{
	"company_id", "custom_attributes", "industry", "monthly_spend", "name", "plan", "remote_created_at", "size",
	"update_last_request_at", "website",
}

// saveCompany creates the company with a company_id, or updates it.
func (w *workspace) saveCompany(x *exchange) (any, error) {
	if err := unknownParameter(x, companyFields...); err != nil {
		return nil, err
	}
	co, err := w.writeCompany(x, x.body)
	if err != nil {
		return nil, err
	}
	return w.companyJSON(x, co), nil
}

// updateCompany updates a company, but never its company_id.
func (w *workspace) updateCompany(x *exchange) (any, error) {
	co, err := w.company(x)
	if err == nil {
		err = unknownParameter(x, "custom_attributes", "industry", "monthly_spend", "name", "plan", "size", "website")
	}
	if err == nil {
		err = w.write(x, co, x.body)
	}
	if err != nil {
		return nil, err
	}
	return w.companyJSON(x, co), nil
}

func unknownParameter(x *exchange, known ...string) error {
	for _, key := range slices.Sorted(maps.Keys(x.body)) {
		if x.generation == modern && !slices.Contains(known, key) {
			return failure(http.StatusBadRequest, "bad_request", "bad '%s' parameter", key)
		}
	}
	return nil
}

// writeCompany creates or updates the company that a body names with
// company_id.
func (w *workspace) writeCompany(x *exchange, body object) (*company, error) {
	companyID := body.text("company_id")
	if companyID == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "company not specified")
	}
	co := first(w.companies.where(hasCompanyID(companyID)))
	if co != nil {
		return co, w.write(x, co, body)
	}
	co = &company{id: w.objectID(), companyID: companyID, createdAt: x.now, attributes: object{}}
	if err := w.write(x, co, body); err != nil {
		return nil, err
	}
	w.logThing("company_creation", co.id, co.name)
	w.companies.add(co.id, co)
	w.companyCreated(co)
	return co, nil
}

// write changes a company, or leaves it as it is and says why.
func (w *workspace) write(x *exchange, co *company, body object) error {
	draft := *co
	f := &fields{object: body}
	f.text("name", &draft.name)
	f.text("plan", &draft.plan)
	f.text("website", &draft.website)
	f.text("industry", &draft.industry)
	f.integer("size", &draft.size)
	f.integer("monthly_spend", &draft.monthlySpend)
	f.moment("created_at", &draft.remoteCreatedAt)
	f.moment("remote_created_at", &draft.remoteCreatedAt)
	f.attributes(&draft.attributes, 100, false)
	if f.err != nil {
		return f.err
	}
	if body.flag("update_last_request_at") {
		draft.requestedAt = x.now
	}
	draft.updatedAt = x.now
	*co = draft
	if _, known := w.companies.get(co.id); known {
		w.companyUpdated(co)
	}
	return nil
}

// deleteCompany reports that the company is gone, which may be true only later;
// see WithLag.
func (w *workspace) deleteCompany(x *exchange) (any, error) {
	co, err := w.company(x)
	if err != nil {
		return nil, err
	}
	if co.deleted.IsZero() {
		co.deleted = w.now().Add(w.lag)
		w.logThing("company_deletion", co.id, co.name)
		w.companyDeleted(co)
	}
	return object{"id": co.id, "object": "company", "deleted": true}, nil
}

func (w *workspace) companiesJSON(x *exchange, companies []*company) []object {
	return render(companies, func(co *company) object { return w.companyJSON(x, co) })
}

func (w *workspace) companyJSON(x *exchange, co *company) object {
	o := object{
		"type":              "company",
		"id":                co.id,
		"company_id":        co.companyID,
		"app_id":            workspaceID,
		"name":              nullable(co.name),
		"plan":              w.planJSON(co.plan),
		"remote_created_at": nullable(co.remoteCreatedAt),
		"created_at":        co.createdAt,
		"updated_at":        co.updatedAt,
		"last_request_at":   nullable(co.lastRequestAt()),
		"size":              nullable(co.size),
		"website":           nullable(co.website),
		"industry":          nullable(co.industry),
		"monthly_spend":     co.monthlySpend,
		"session_count":     co.sessions,
		"user_count":        len(co.contacts()),
		"tags":              co.tagList(),
		"segments":          w.segmentList(co.id, co.tagged),
		"custom_attributes": co.attributes,
	}
	if x.generation == modern {
		for _, key := range []string{"size", "website", "industry"} {
			if o[key] == nil {
				delete(o, key) // 1.x sends null, 2.x nothing
			}
		}
	}
	return o
}

// planJSON shows a plan, which is created by its first use.
func (w *workspace) planJSON(name string) object {
	if name == "" {
		return object{}
	}
	if w.plans[name] == "" {
		w.plans[name] = w.number()
	}
	return object{"type": "plan", "id": w.plans[name], "name": name}
}
