package intercomtest

import (
	"maps"
	"net/http"
	"slices"
)

// companiesPerContact is how many companies a contact can have.
const companiesPerContact = 1000

func (co *company) attach(p *person) {
	if !slices.Contains(p.companies, co) {
		p.companies = append(p.companies, co)
		co.people = append(co.people, p)
	}
}

func (co *company) detach(p *person) {
	p.companies = slices.DeleteFunc(p.companies, func(other *company) bool { return other == co })
	co.people = slices.DeleteFunc(co.people, func(other *person) bool { return other == p })
}

// contacts are the people of a company who are not archived.
func (co *company) contacts() []*person {
	return slices.DeleteFunc(slices.Clone(co.people), func(p *person) bool { return p.archived })
}

func usersIn(co *company) []*person {
	return slices.DeleteFunc(co.contacts(), func(p *person) bool { return p.lead })
}

// saveCompaniesOf creates, updates, attaches and detaches the companies in the
// body of a 1.x person. Companies it does not mention stay attached.
func (s *Server) saveCompaniesOf(c *call, p *person) error {
	entries, err := c.body.objects("companies")
	if err != nil {
		return err
	}
	var attach, detach []*company
	for _, entry := range entries {
		entry = maps.Clone(entry)
		if !entry.has("company_id") {
			entry["company_id"] = entry["id"] // here an alias, not Intercom's id
		}
		if entry.flag("remove") {
			detach = append(detach, s.companies.where(hasCompanyID(entry.text("company_id")))...)
			continue
		}
		co, err := s.writeCompany(c, entry)
		if err != nil {
			return err
		}
		attach = append(attach, co)
	}
	for _, co := range attach {
		co.attach(p)
		if c.body.flag("new_session") {
			co.sessions++
		}
	}
	for _, co := range detach {
		co.detach(p)
	}
	return nil
}

func (s *Server) usersOfCompany(c *call) (any, error) {
	co, err := s.company(c)
	if err != nil {
		return nil, err
	}
	return s.userList(c, usersIn(co))
}

func (s *Server) contactsOfCompany(c *call) (any, error) {
	co, err := s.company(c)
	if err != nil {
		return nil, err
	}
	page, pages, err := paged(c, co.contacts(), 50, 60)
	if err != nil {
		return nil, err
	}
	if pages["next"] == nil {
		delete(pages, "next") // here absent, elsewhere null
	}
	return object{
		"type":        "list",
		"data":        s.contactsJSON(page),
		"total_count": len(co.contacts()),
		"pages":       pages,
	}, nil
}

func (s *Server) companiesOfContact(c *call) (any, error) {
	p, err := s.contact(c)
	if err != nil {
		return nil, err
	}
	return s.companyList(c, p.companies, 50, 60)
}

func (s *Server) attachCompany(c *call) (any, error) {
	p, err := s.contact(c)
	if err != nil {
		return nil, err
	}
	if c.body.text("id") == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "company not specified")
	}
	co, err := s.companyByID(c, c.body.text("id"))
	if err != nil {
		return nil, err
	}
	if len(p.companies) >= companiesPerContact && !slices.Contains(p.companies, co) {
		return nil, failure(http.StatusBadRequest, "contact_company_limit_exceeded",
			"Contact has reached the maximum of %d company associations", companiesPerContact)
	}
	co.attach(p)
	return s.companyJSON(c, co), nil
}

func (s *Server) detachCompany(c *call) (any, error) {
	p, err := s.contact(c)
	if err != nil {
		return nil, err
	}
	co, err := s.company(c)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(p.companies, co) {
		return nil, companyNotFound(c)
	}
	co.detach(p)
	return s.companyJSON(c, co), nil
}
