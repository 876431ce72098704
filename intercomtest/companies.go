package intercomtest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"time"
)

func (s *Server) companyRoutes() routes {
	return routes{
		legacy: {
			"GET /companies":               s.findCompanies,
			"POST /companies":              s.saveCompany,
			"GET /companies/scroll":        s.scrollCompanies,
			"GET /companies/{id}":          s.getCompany,
			"DELETE /companies/{id}":       s.deleteCompany,
			"GET /companies/{id}/users":    s.usersOfCompany,
			"GET /companies/{id}/segments": s.segmentsOfCompany,
		},
		modern: {
			"GET /companies":                                       s.findCompanies,
			"POST /companies":                                      s.saveCompany,
			"POST /companies/list":                                 s.listAllCompanies,
			"GET /companies/scroll":                                s.scrollCompanies,
			"GET /companies/{company_id}":                          s.getCompany,
			"PUT /companies/{company_id}":                          s.updateCompany,
			"DELETE /companies/{company_id}":                       s.deleteCompany,
			"GET /companies/{company_id}/contacts":                 s.contactsOfCompany,
			"GET /companies/{company_id}/segments":                 s.segmentsOfCompany,
			"GET /contacts/{contact_id}/companies":                 s.companiesOfContact,
			"POST /contacts/{contact_id}/companies":                s.attachCompany,
			"DELETE /contacts/{contact_id}/companies/{company_id}": s.detachCompany,
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
func (s *Server) sweep() {
	for _, co := range s.companies.where(func(co *company) bool {
		return !co.deleted.IsZero() && !co.deleted.After(time.Now())
	}) {
		for _, p := range slices.Clone(co.people) {
			co.detach(p)
		}
		s.companies.remove(co.id)
	}
}

// company finds the company of the path, which 1.x and 2.x name differently.
func (s *Server) company(c *call) (*company, error) {
	return s.companyByID(c, c.param("company_id", "id"))
}

func (s *Server) companyByID(c *call, id string) (*company, error) {
	if co, ok := s.companies.get(id); ok {
		return co, nil
	}
	return nil, companyNotFound(c)
}

func companyNotFound(c *call) error {
	e := notFound("Company Not Found")
	if c.generation == modern {
		e.code = "company_not_found"
	}
	return e
}

func hasCompanyID(id string) func(*company) bool {
	return func(co *company) bool { return co.companyID == id }
}

// findCompanies answers with one company if it is asked for by name or
// company_id, and with a list otherwise.
func (s *Server) findCompanies(c *call) (any, error) {
	q := c.query
	switch {
	case q.Has("company_id"):
		return s.oneCompany(c, hasCompanyID(q.Get("company_id")))
	case q.Has("name"):
		return s.oneCompany(c, func(co *company) bool { return co.name == q.Get("name") })
	case q.Has("tag_id") && q.Has("segment_id"):
		return nil, invalid("segment_id", "tag_id and segment_id cannot be combined")
	case q.Has("tag_id"):
		return s.listCompanies(c, func(co *company) bool { return co.has(q.Get("tag_id")) })
	case q.Has("segment_id"):
		in := s.members(q.Get("segment_id"))
		return s.listCompanies(c, func(co *company) bool { return in(co.id, co.tagged) })
	}
	return s.listAllCompanies(c)
}

func (s *Server) listAllCompanies(c *call) (any, error) {
	return s.listCompanies(c, func(*company) bool { return true })
}

func (s *Server) oneCompany(c *call, match func(*company) bool) (any, error) {
	co := first(s.companies.where(match))
	switch {
	case co == nil:
		return nil, companyNotFound(c)
	case c.query.Get("type") == "user":
		return s.userList(c, usersIn(co))
	}
	return s.companyJSON(c, co), nil
}

// listCompanies lists companies as its generation does: 1.x the newest first,
// 2.x the most recently active first and none without people.
func (s *Server) listCompanies(c *call, match func(*company) bool) (any, error) {
	ascending, err := c.ascending()
	if err != nil {
		return nil, err
	}
	found := s.visibleCompanies(c, match)
	by, size, most := (*company).lastRequestAt, 15, 60
	if c.generation == legacy {
		by, size = func(co *company) int64 { return co.createdAt }, 50
	}
	slices.SortStableFunc(found, func(a, b *company) int { return cmp.Compare(by(a), by(b)) })
	if !ascending {
		slices.Reverse(found)
	}
	return s.companyList(c, found, size, most)
}

func (s *Server) visibleCompanies(c *call, match func(*company) bool) []*company {
	return s.companies.where(func(co *company) bool {
		return match(co) && (c.generation == legacy || len(co.contacts()) > 0)
	})
}

func (s *Server) companyList(c *call, found []*company, size, most int) (any, error) {
	page, pages, err := paged(c, found, size, most)
	if err != nil {
		return nil, err
	}
	list := object{"type": "list", "data": s.companiesJSON(c, page), "pages": pages, "total_count": len(found)}
	if c.generation == legacy {
		list = object{"type": "company.list", "companies": list["data"], "pages": pages, "total_count": len(found)}
	}
	return list, nil
}

func (s *Server) scrollCompanies(c *call) (any, error) {
	ids, param, err := s.scrolled(c, "companies", func() []string {
		all := s.visibleCompanies(c, func(*company) bool { return true })
		return render(all, func(co *company) string { return co.id })
	})
	if err != nil {
		return nil, err
	}
	var page []*company
	for _, id := range ids {
		if co, ok := s.companies.get(id); ok {
			page = append(page, co)
		}
	}
	companies := s.companiesJSON(c, page)
	if c.generation == legacy {
		return object{"type": "company.list", "companies": companies, "pages": nil, "scroll_param": param}, nil
	}
	return object{"type": "list", "data": companies, "pages": nil, "total_count": nil, "scroll_param": param}, nil
}

func (s *Server) getCompany(c *call) (any, error) {
	co, err := s.company(c)
	if err != nil {
		return nil, err
	}
	return s.companyJSON(c, co), nil
}

// companyFields are what a write may contain. Version 2.x refuses others.
var companyFields = []string{
	"company_id", "custom_attributes", "industry", "monthly_spend", "name", "plan", "remote_created_at", "size",
	"update_last_request_at", "website",
}

// saveCompany creates the company with a company_id, or updates it.
func (s *Server) saveCompany(c *call) (any, error) {
	if err := unknownParameter(c, companyFields...); err != nil {
		return nil, err
	}
	co, err := s.writeCompany(c, c.body)
	if err != nil {
		return nil, err
	}
	return s.companyJSON(c, co), nil
}

// updateCompany updates a company, but never its company_id.
func (s *Server) updateCompany(c *call) (any, error) {
	co, err := s.company(c)
	if err == nil {
		err = unknownParameter(c, "custom_attributes", "industry", "monthly_spend", "name", "plan", "size", "website")
	}
	if err == nil {
		err = s.write(c, co, c.body)
	}
	if err != nil {
		return nil, err
	}
	return s.companyJSON(c, co), nil
}

func unknownParameter(c *call, known ...string) error {
	for _, key := range slices.Sorted(maps.Keys(c.body)) {
		if c.generation == modern && !slices.Contains(known, key) {
			return failure(http.StatusBadRequest, "bad_request", "bad '%s' parameter", key)
		}
	}
	return nil
}

// writeCompany creates or updates the company that a body names with
// company_id.
func (s *Server) writeCompany(c *call, body object) (*company, error) {
	companyID := body.text("company_id")
	if companyID == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "company not specified")
	}
	co := first(s.companies.where(hasCompanyID(companyID)))
	if co != nil {
		return co, s.write(c, co, body)
	}
	co = &company{id: s.objectID(), companyID: companyID, createdAt: c.now, attributes: object{}}
	if err := s.write(c, co, body); err != nil {
		return nil, err
	}
	s.logThing("company_creation", co.id, co.name)
	return s.companies.add(co.id, co), nil
}

// write changes a company, or leaves it as it is and says why.
func (s *Server) write(c *call, co *company, body object) error {
	draft := *co
	f := &fields{object: body}
	f.text("name", &draft.name)
	f.text("plan", &draft.plan)
	f.text("website", &draft.website)
	f.text("industry", &draft.industry)
	f.integer("size", &draft.size)
	f.integer("monthly_spend", &draft.monthlySpend)
	f.integer("created_at", &draft.remoteCreatedAt)
	f.integer("remote_created_at", &draft.remoteCreatedAt)
	f.attributes(&draft.attributes, 100, false)
	if f.err != nil {
		return f.err
	}
	if body.flag("update_last_request_at") {
		draft.requestedAt = c.now
	}
	draft.updatedAt = c.now
	*co = draft
	return nil
}

// deleteCompany says that the company is gone, which may be true only later;
// see WithLag.
func (s *Server) deleteCompany(c *call) (any, error) {
	co, err := s.company(c)
	if err != nil {
		return nil, err
	}
	if co.deleted.IsZero() {
		co.deleted = time.Now().Add(s.lag)
		s.logThing("company_deletion", co.id, co.name)
	}
	return object{"id": co.id, "object": "company", "deleted": true}, nil
}

func (s *Server) companiesJSON(c *call, companies []*company) []object {
	return render(companies, func(co *company) object { return s.companyJSON(c, co) })
}

func (s *Server) companyJSON(c *call, co *company) object {
	o := object{
		"type":              "company",
		"id":                co.id,
		"company_id":        co.companyID,
		"app_id":            workspaceID,
		"name":              nullable(co.name),
		"plan":              s.planJSON(co.plan),
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
		"segments":          s.segmentList(co.id, co.tagged),
		"custom_attributes": co.attributes,
	}
	if c.generation == modern {
		for _, key := range []string{"last_request_at", "size", "website", "industry"} {
			if o[key] == nil {
				delete(o, key) // 1.x sends null, 2.x nothing
			}
		}
	}
	return o
}

// planJSON shows a plan, which is created by its first use.
func (s *Server) planJSON(name string) object {
	if name == "" {
		return object{}
	}
	if s.plans[name] == "" {
		s.plans[name] = s.number()
	}
	return object{"type": "plan", "id": s.plans[name], "name": name}
}
