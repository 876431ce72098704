package main

import "cmp"

func (s *seeder) company(o *item) error {
	body, err := o.body(companyKeys...)
	if err != nil {
		return err
	}
	var company made
	if err := s.send(o, "POST /companies", body, &company); err != nil {
		return err
	}
	id := string(company.ID)
	companyID, err := o.text("company_id")
	if err != nil {
		return err
	}
	name, err := o.text("name")
	if err != nil {
		return err
	}
	s.know("company", id, companyID, name)
	tags, err := o.texts("tags")
	if err != nil {
		return err
	}
	for _, tag := range tags {
		body := map[string]any{"name": tag, "companies": []map[string]any{{"id": id}}}
		var tagged made
		if err := s.send(o, "POST /tags", body, &tagged); err != nil {
			return err
		}
		s.know("tag", string(tagged.ID), tag)
	}
	if err := s.notes(o, "POST /companies/{company_id}/notes", id); err != nil {
		return err
	}
	return s.setTimes(o, id)
}

// notes writes notes of the admin of the token.
func (s *seeder) notes(o *item, operation, id string) error {
	notes, err := o.texts("notes")
	if err != nil {
		return err
	}
	for _, note := range notes {
		if err := s.send(o, operation, map[string]any{"body": note, "admin_id": s.owner}, nil, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) contact(o *item) error {
	body, err := o.body(contactKeys...)
	if err != nil {
		return err
	}
	defaults(body, "role", "user")
	if o.has("owner") {
		name, err := o.text("owner")
		if err != nil {
			return err
		}
		if body["owner_id"], err = s.find(o, "admin", name); err != nil {
			return err
		}
	}
	var contact made
	if err := s.send(o, "POST /contacts", body, &contact); err != nil {
		return err
	}
	id := string(contact.ID)
	s.roles[id] = cmp.Or(contact.Role, "user")
	for _, key := range []string{"key", "external_id", "email", "phone"} {
		name, err := o.text(key)
		if err != nil {
			return err
		}
		s.know("contact", id, name)
	}
	if err := s.attach(o, id); err != nil {
		return err
	}
	for _, each := range []struct{ key, operation string }{
		{"blocked", "POST /contacts/{contact_id}/block"},
		{"archived", "POST /contacts/{contact_id}/archive"},
	} {
		is, err := o.flag(each.key)
		if err == nil && is {
			err = s.send(o, each.operation, map[string]any{}, nil, id)
		}
		if err != nil {
			return err
		}
	}
	return s.setTimes(o, id)
}

// attach gives a contact its companies, tags and notes.
func (s *seeder) attach(o *item, id string) error {
	companies, err := s.findAll(o, "companies", "company")
	if err != nil {
		return err
	}
	for _, company := range companies {
		if err := s.send(o, "POST /contacts/{contact_id}/companies", map[string]any{"id": company}, nil, id); err != nil {
			return err
		}
	}
	tags, err := s.tagIDs(o)
	if err != nil {
		return err
	}
	for _, tag := range tags {
		if err := s.send(o, "POST /contacts/{contact_id}/tags", map[string]any{"id": tag}, nil, id); err != nil {
			return err
		}
	}
	return s.notes(o, "POST /contacts/{contact_id}/notes", id)
}

func (s *seeder) event(o *item) error {
	body, err := o.body("event_name", "metadata")
	if err != nil {
		return err
	}
	at, err := o.moment("created_at")
	if err != nil {
		return err
	}
	name, err := o.text("contact")
	if err != nil {
		return err
	}
	if body["id"], err = s.find(o, "contact", name); err != nil {
		return err
	}
	body["created_at"] = unixOrNow(at)
	return s.send(o, "POST /events", body, nil)
}
