package intercomtest

import (
	"net/http"
	"strings"
)

func (s *Server) contactRoutes() routes {
	return routes{
		modern: {
			"GET /contacts":              s.listContacts,
			"POST /contacts":             s.createContact,
			"GET /contacts/{contact_id}": s.getContact,
			"PUT /contacts/{contact_id}": s.updateContact,
		},
	}
}

// contact finds the contact of the path.
func (s *Server) contact(c *call) (*person, error) {
	if p := s.person(c.param("contact_id")); p != nil {
		return p, nil
	}
	return nil, userNotFound()
}

func (s *Server) listContacts(c *call) (any, error) {
	size, err := c.number("per_page", 10) // the documentation says 50
	if err != nil {
		return nil, err
	}
	if size > 150 {
		return nil, invalid("per_page", "per_page must be at most 150")
	}
	all := s.peopleWhere(func(*person) bool { return true })
	page, pages, err := after(all, func(p *person) string { return p.id }, c.query.Get("starting_after"), size)
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "data": s.contactsJSON(page), "total_count": len(all), "pages": pages}, nil
}

func (s *Server) getContact(c *call) (any, error) {
	p, err := s.contact(c)
	if err != nil {
		return nil, err
	}
	return s.contactDetail(p), nil
}

func (s *Server) createContact(c *call) (any, error) {
	p := s.newPerson(c, c.body.text("role") == "lead")
	if err := s.writeContact(c, p); err != nil {
		return nil, err
	}
	s.people.add(p.id, p)
	return s.contactDetail(p), nil
}

func (s *Server) updateContact(c *call) (any, error) {
	p, err := s.contact(c)
	if err == nil {
		err = s.writeContact(c, p)
	}
	if err != nil {
		return nil, err
	}
	return s.contactDetail(p), nil
}

// writeContact changes a contact, or leaves it as it is and says why.
func (s *Server) writeContact(c *call, p *person) error {
	draft := *p
	f := &fields{object: c.body}
	draft.common(f)
	f.text("external_id", &draft.externalID)
	f.text("avatar", &draft.avatar)
	f.integer("last_seen_at", &draft.lastRequestAt)
	f.flag("unsubscribed_from_emails", &draft.unsubscribed)
	f.attributes(&draft.attributes, 250, true)
	switch role := c.body.text("role"); role {
	case "":
	case "user", "lead":
		draft.lead = role == "lead"
	default:
		f.fail(invalid("role", "role must be user or lead, not %q", role))
	}
	if f.err == nil && !draft.lead && draft.email == "" && draft.externalID == "" {
		f.err = failure(http.StatusBadRequest, "parameter_invalid", "email or external_id must be present")
	}
	if f.err == nil {
		f.err = s.conflicting(&draft)
	}
	if f.err != nil {
		return f.err
	}
	draft.updatedAt = c.now
	*p = draft
	return nil
}

func (s *Server) contactsJSON(people []*person) []object { return render(people, s.contactJSON) }

// contactDetail is what reading a single contact shows.
func (s *Server) contactDetail(p *person) object {
	o := s.contactJSON(p)
	o["enabled_push_messaging"] = nil
	return o
}

func (s *Server) contactJSON(p *person) object {
	path := "/contacts/" + p.id
	o := object{
		"type":                         "contact",
		"id":                           p.id,
		"workspace_id":                 workspaceID,
		"external_id":                  nullable(p.externalID),
		"role":                         p.role(),
		"email":                        nullable(p.email),
		"phone":                        nullable(p.phone),
		"name":                         nullable(p.name),
		"avatar":                       nil,
		"owner_id":                     nullable(p.ownerID),
		"has_hard_bounced":             false,
		"marked_email_as_spam":         false,
		"unsubscribed_from_emails":     p.unsubscribed,
		"created_at":                   p.createdAt,
		"updated_at":                   p.updatedAt,
		"signed_up_at":                 nullable(p.signedUpAt),
		"last_seen_at":                 nullable(p.lastRequestAt),
		"custom_attributes":            p.attributes,
		"social_profiles":              object{"type": "list", "data": []object{}},
		"location":                     object{"type": "location", "country": nil, "region": nil, "city": nil, "country_code": nil, "continent_code": nil},
		"tags":                         embedded(p.taggings, path+"/tags", func(t tagging) object { return reference("tag", "/tags/", t.tag.id) }),
		"notes":                        embedded(s.notesAbout(p), path+"/notes", func(n *note) object { return reference("note", "/notes/", n.id) }),
		"companies":                    embedded(p.companies, path+"/companies", func(co *company) object { return reference("company", "/companies/", co.id) }),
		"opted_in_subscription_types":  embedded(p.chosen("opt_in"), path+"/subscriptions", func(id string) object { return reference("subscription", "/subscription_types/", id) }),
		"opted_out_subscription_types": embedded(p.chosen("opt_out"), path+"/subscriptions", func(id string) object { return reference("subscription", "/subscription_types/", id) }),
	}
	if p.avatar != "" {
		o["avatar"] = object{"type": "avatar", "image_url": p.avatar}
	}
	if _, domain, ok := strings.Cut(p.email, "@"); ok {
		o["email_domain"] = domain
	}
	for _, key := range unknownOfContact {
		o[key] = nil
	}
	for _, key := range campaignFields {
		o[key] = nullable(p.campaign[key])
	}
	return o
}

func reference(kind, path, id string) object {
	return object{"type": kind, "id": id, "url": path + id}
}

// unknownOfContact are the fields that only Intercom's Messenger fills in.
var unknownOfContact = []string{
	"last_replied_at", "last_contacted_at", "last_email_opened_at", "last_email_clicked_at", "language_override",
	"browser", "browser_version", "browser_language", "os",
	"android_app_name", "android_app_version", "android_device", "android_os_version", "android_sdk_version", "android_last_seen_at",
	"ios_app_name", "ios_app_version", "ios_device", "ios_os_version", "ios_sdk_version", "ios_last_seen_at",
}
