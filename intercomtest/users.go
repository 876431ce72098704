package intercomtest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
)

func (s *Server) userRoutes() routes {
	return routes{
		legacy: {
			"GET /users":                 s.listUsers,
			"POST /users":                s.saveUser,
			"DELETE /users":              s.archiveUser,
			"GET /users/scroll":          s.scrollUsers,
			"GET /users/{id}":            s.getUser,
			"DELETE /users/{id}":         s.archiveUser,
			"POST /user_delete_requests": s.eraseUser,
		},
	}
}

// listUsers lists users, or finds them: by user_id one, by anything else a
// list. Version 1.0 has one by email, too.
func (s *Server) listUsers(c *call) (any, error) {
	q := c.query
	switch {
	case q.Has("user_id"):
		return s.oneUser(c, s.userByExternalID(q.Get("user_id")), nil)
	case q.Has("email") && c.version == "1.0":
		p, err := s.userByEmail(q.Get("email"))
		return s.oneUser(c, p, err)
	case q.Has("email") && c.version == "1.1":
		return s.userList(c, s.peopleWhere(hasEmail(q.Get("email"))))
	case q.Has("email"):
		return s.userList(c, s.users(hasEmail(q.Get("email"))))
	case q.Has("phone"):
		return s.userList(c, s.users(func(p *person) bool { return p.phone == q.Get("phone") }))
	case q.Has("tag_id") && q.Has("segment_id"):
		return nil, invalid("segment_id", "tag_id and segment_id cannot be combined")
	case q.Has("tag_id"):
		return s.userList(c, s.peopleWhere(func(p *person) bool { return p.has(q.Get("tag_id")) }))
	case q.Has("segment_id"):
		in := s.members(q.Get("segment_id"))
		return s.userList(c, s.peopleWhere(func(p *person) bool { return in(p.id, p.tagged) }))
	}
	people, err := s.sorted(c, s.users)
	if err != nil {
		return nil, err
	}
	return s.userList(c, people)
}

// sorted applies created_since, sort and order.
func (s *Server) sorted(c *call, where func(func(*person) bool) []*person) ([]*person, error) {
	days, err := c.number("created_since", 0)
	if err != nil {
		return nil, err
	}
	by, ok := map[string]func(*person) int64{
		"":                func(p *person) int64 { return p.createdAt },
		"created_at":      func(p *person) int64 { return p.createdAt },
		"last_request_at": func(p *person) int64 { return p.lastRequestAt },
		"signed_up_at":    func(p *person) int64 { return p.signedUpAt },
		"updated_at":      func(p *person) int64 { return p.updatedAt },
	}[c.query.Get("sort")]
	if !ok {
		return nil, invalid("sort", "sort %q is not supported", c.query.Get("sort"))
	}
	ascending, err := c.ascending()
	if err != nil {
		return nil, err
	}
	people := where(func(p *person) bool { return days == 0 || p.createdAt >= c.now-int64(days)*86400 })
	slices.SortStableFunc(people, func(a, b *person) int { return cmp.Compare(by(b), by(a)) })
	if ascending {
		slices.Reverse(people)
	}
	return people, nil
}

func (s *Server) getUser(c *call) (any, error) {
	p, err := s.userBy(object{"id": c.param("id")})
	return s.oneUser(c, p, err)
}

func (s *Server) oneUser(c *call, p *person, err error) (any, error) {
	switch {
	case err != nil:
		return nil, err
	case p == nil:
		return nil, userNotFound()
	}
	return s.legacyPerson(c, p), nil
}

func (s *Server) userList(c *call, people []*person) (any, error) {
	return s.personList(c, people, "user")
}

// personList lists users or, where the kind is contact, leads.
func (s *Server) personList(c *call, people []*person, kind string) (any, error) {
	page, pages, err := paged(c, people, 50, 60)
	if err != nil {
		return nil, err
	}
	return object{
		"type":        kind + ".list",
		"total_count": len(people),
		"limited":     false,
		kind + "s":    s.legacyPeople(c, page),
		"pages":       pages,
	}, nil
}

func (s *Server) scrollUsers(c *call) (any, error) {
	return s.scrollPeople(c, s.users, "user")
}

func (s *Server) scrollPeople(c *call, where func(func(*person) bool) []*person, kind string) (any, error) {
	ids, param, err := s.scrolled(c, kind+"s", func() []string {
		return render(where(func(*person) bool { return true }), func(p *person) string { return p.id })
	})
	if err != nil {
		return nil, err
	}
	return object{
		"type":         kind + ".list",
		kind + "s":     s.legacyPeople(c, s.stillThere(ids)),
		"pages":        nil,
		"scroll_param": param,
	}, nil
}

// stillThere returns the people of a scroll who were not archived since it
// began.
func (s *Server) stillThere(ids []string) []*person {
	var people []*person
	for _, id := range ids {
		if p := s.person(id); p != nil {
			people = append(people, p)
		}
	}
	return people
}

// saveUser creates a user, or updates the one that the body identifies.
func (s *Server) saveUser(c *call) (any, error) {
	p, err := s.userToSave(c)
	if err != nil {
		return nil, err
	}
	return s.savePerson(c, p)
}

// savePerson writes what the body says of a user or lead, or nothing of it.
func (s *Server) savePerson(c *call, p *person) (any, error) {
	draft := *p
	f := &fields{object: c.body}
	draft.writeLegacy(f, c)
	f.attributes(&draft.attributes, 250, false)
	if other := s.userByExternalID(draft.externalID); draft.externalID != "" && other != nil && other.id != p.id {
		f.fail(failure(http.StatusConflict, "unique_user_constraint", "another user has this user_id"))
	}
	if f.err == nil {
		f.err = s.saveCompaniesOf(c, p)
	}
	if f.err != nil {
		return nil, f.err
	}
	draft.companies = p.companies // which saveCompaniesOf has changed
	*p = draft
	if _, known := s.people.get(p.id); !known {
		s.people.add(p.id, p)
	}
	return s.legacyPerson(c, p), nil
}

// userToSave finds the user that a write is about: by id, then user_id, then
// email. A user found by email who has another user_id is somebody else.
// One who was archived comes back.
func (s *Server) userToSave(c *call) (*person, error) {
	id, userID, email := c.body.text("id"), c.body.text("user_id"), c.body.text("email")
	if p, ok := s.people.get(id); ok && !p.lead {
		return p, nil
	}
	for p := range s.people.all() {
		if userID != "" && p.externalID == userID && !p.lead {
			return p, nil
		}
	}
	if userID == "" && email == "" {
		if id != "" {
			return nil, userNotFound()
		}
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "user_id or email is required")
	}
	if email != "" {
		p, err := only(s.users(func(p *person) bool {
			return hasEmail(email)(p) && (userID == "" || p.externalID == "")
		}))
		if p != nil || err != nil {
			return p, err
		}
	}
	return s.newPerson(c, false), nil
}

// writeLegacy reads what users and leads of 1.x have in common in writes.
func (p *person) writeLegacy(f *fields, c *call) {
	p.common(f)
	if !p.lead {
		f.text("user_id", &p.externalID)
		for _, older := range []string{"created_at", "remote_created_at", "signed_up_at"} {
			f.integer(older, &p.signedUpAt)
		}
		if c.body.flag("new_session") {
			p.sessions++
			p.lastRequestAt = c.now
		}
	}
	f.integer("last_request_at", &p.lastRequestAt)
	if c.body.flag("update_last_request_at") {
		p.lastRequestAt = c.now
	}
	f.text("last_seen_ip", &p.lastSeenIP)
	f.text("last_seen_user_agent", &p.userAgent)
	if v, sent := c.body["unsubscribed_from_emails"]; sent && v == nil && c.version >= "1.3" {
		f.wrong("unsubscribed_from_emails", "a boolean", v)
	}
	f.flag("unsubscribed_from_emails", &p.unsubscribed)
	if c.body.has("avatar") {
		p.avatar = c.body.object("avatar").text("image_url")
	}
	p.campaign = maps.Clone(p.campaign)
	for _, key := range campaignFields {
		value := p.campaign[key]
		f.text(key, &value)
		p.campaign[key] = value
	}
	p.archived = false
	p.updatedAt = c.now
}

// archiveUser archives the user of the path, or the one of the query.
func (s *Server) archiveUser(c *call) (any, error) {
	which := object{"id": c.param("id"), "user_id": c.query.Get("user_id"), "email": c.query.Get("email")}
	p, err := s.userBy(which)
	if p != nil {
		s.archive(c, p)
	}
	return s.oneUser(c, p, err)
}

// eraseUser deletes a user or lead for good: at once, where Intercom takes up
// to 90 days.
func (s *Server) eraseUser(c *call) (any, error) {
	p, ok := s.people.get(c.body.text("intercom_user_id"))
	if !ok {
		return nil, userNotFound()
	}
	s.erase(p)
	id, err := strconv.Atoi(s.number())
	return object{"id": id}, err
}

// ascending reads the order of a list; newest first is the default.
func (c *call) ascending() (bool, error) {
	switch order := c.query.Get("order"); order {
	case "", "desc":
		return false, nil
	case "asc":
		return true, nil
	default:
		return false, invalid("order", "order must be asc or desc, not %q", order)
	}
}

func (s *Server) legacyPeople(c *call, people []*person) []object {
	return render(people, func(p *person) object { return s.legacyPerson(c, p) })
}

// legacyPerson shows a person as a 1.x user, or as a 1.x contact if it is a
// lead.
func (s *Server) legacyPerson(c *call, p *person) object {
	o := object{
		"type":                     "user",
		"id":                       p.id,
		"user_id":                  nullable(p.externalID),
		"anonymous":                p.lead,
		"email":                    nullable(p.email),
		"phone":                    nullable(p.phone),
		"name":                     nullable(p.name),
		"pseudonym":                nullable(p.pseudonym),
		"avatar":                   object{"type": "avatar", "image_url": nullable(p.avatar)},
		"app_id":                   workspaceID,
		"companies":                object{"type": "company.list", "companies": render(p.companies, companyReference)},
		"location_data":            object{},
		"last_request_at":          nullable(p.lastRequestAt),
		"created_at":               p.createdAt,
		"remote_created_at":        nullable(p.signedUpAt),
		"signed_up_at":             nullable(p.signedUpAt),
		"updated_at":               p.updatedAt,
		"session_count":            p.sessions,
		"social_profiles":          object{"type": "social_profile.list", "social_profiles": []object{}},
		"unsubscribed_from_emails": p.unsubscribed,
		"marked_email_as_spam":     false,
		"has_hard_bounced":         false,
		"tags":                     p.tagList(),
		"segments":                 s.segmentList(p.id, p.tagged),
		"custom_attributes":        p.attributes,
	}
	if p.lead {
		o["type"] = "contact"
	}
	for _, key := range campaignFields {
		o[key] = nullable(p.campaign[key])
	}
	switch c.version {
	case "1.0", "1.1":
		o["last_seen_ip"] = nullable(p.lastSeenIP)
		o["user_agent_data"] = nullable(p.userAgent)
	case "1.4":
		o["owner_id"] = nil
		if n, err := strconv.Atoi(p.ownerID); err == nil {
			o["owner_id"] = n
		}
	}
	return o
}

func companyReference(co *company) object {
	return object{"type": "company", "id": co.id, "company_id": co.companyID, "name": nullable(co.name)}
}
