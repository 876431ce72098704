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

// companiesOf creates and updates the companies in the body of a 1.x person, and
// returns those that the person is to join and to leave. In others they stay.
func (w *workspace) companiesOf(x *exchange) (join, leave []*company, err error) {
	entries, err := x.body.objects("companies")
	if err != nil {
		return nil, nil, err
	}
	for _, entry := range entries {
		entry = maps.Clone(entry)
		if !entry.has("company_id") {
			entry["company_id"] = entry["id"] // here an alias, not Intercom's id
		}
		if entry.flag("remove") {
			leave = append(leave, w.companies.where(hasCompanyID(entry.text("company_id")))...)
			continue
		}
		co, err := w.writeCompany(x, entry)
		if err != nil {
			return nil, nil, err
		}
		join = append(join, co)
	}
	return join, leave, nil
}

func (w *workspace) usersOfCompany(x *exchange) (any, error) {
	co, err := w.company(x)
	if err != nil {
		return nil, err
	}
	return w.userList(x, usersIn(co))
}

func (w *workspace) contactsOfCompany(x *exchange) (any, error) {
	co, err := w.company(x)
	if err != nil {
		return nil, err
	}
	page, pages, err := paged(x, co.contacts(), 50, 60)
	if err != nil {
		return nil, err
	}
	if pages["next"] == nil {
		delete(pages, "next") // here absent, elsewhere null
	}
	return object{
		"type":        "list",
		"data":        w.contactsJSON(x, page),
		"total_count": len(co.contacts()),
		"pages":       pages,
	}, nil
}

func (w *workspace) companiesOfContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	return w.companyList(x, p.companies, 50, 60)
}

func (w *workspace) attachCompany(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	if x.body.text("id") == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "company not specified")
	}
	co, err := w.companyByID(x, x.body.text("id"))
	if err != nil {
		return nil, err
	}
	if len(p.companies) >= companiesPerContact && !slices.Contains(p.companies, co) {
		return nil, failure(http.StatusBadRequest, "contact_company_limit_exceeded",
			"Contact has reached the maximum of %d company associations", companiesPerContact)
	}
	w.join(co, p)
	return w.companyJSON(x, co), nil
}

func (w *workspace) detachCompany(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	co, err := w.company(x)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(p.companies, co) {
		return nil, companyNotFound(x)
	}
	w.leave(co, p)
	return w.companyJSON(x, co), nil
}
