package intercomtest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
)

func (w *workspace) userRoutes() routes {
	return routes{
		legacy: {
			"GET /users":                 w.listUsers,
			"POST /users":                w.saveUser,
			"DELETE /users":              w.archiveUser,
			"GET /users/scroll":          w.scrollUsers,
			"GET /users/{id}":            w.getUser,
			"DELETE /users/{id}":         w.archiveUser,
			"POST /user_delete_requests": w.eraseUser,
		},
	}
}

// listUsers lists users, or finds them: by user_id one, by anything else a
// list. Version 1.0 has one by email, too.
func (w *workspace) listUsers(x *exchange) (any, error) {
	q := x.query
	switch {
	case q.Has("user_id"):
		return w.oneUser(x, w.userByExternalID(q.Get("user_id")), nil)
	case q.Has("email") && x.version == "1.0":
		p, err := w.userByEmail(q.Get("email"))
		return w.oneUser(x, p, err)
	case q.Has("email") && x.version == "1.1":
		return w.userList(x, w.peopleWhere(hasEmail(q.Get("email"))))
	case q.Has("email"):
		return w.userList(x, w.users(hasEmail(q.Get("email"))))
	case q.Has("phone"):
		return w.userList(x, w.users(func(p *person) bool { return p.phone == q.Get("phone") }))
	case q.Has("tag_id") && q.Has("segment_id"):
		return nil, invalid("segment_id", "tag_id and segment_id cannot be combined")
	case q.Has("tag_id"):
		return w.userList(x, w.peopleWhere(func(p *person) bool { return p.has(q.Get("tag_id")) }))
	case q.Has("segment_id"):
		in := w.members(q.Get("segment_id"))
		return w.userList(x, w.peopleWhere(func(p *person) bool { return in(p.id, p.tagged) }))
	}
	people, err := w.sorted(x, w.users)
	if err != nil {
		return nil, err
	}
	return w.userList(x, people)
}

// sorted applies created_since, sort and order.
func (w *workspace) sorted(x *exchange, where func(func(*person) bool) []*person) ([]*person, error) {
	days, err := x.number("created_since", 0)
	if err != nil {
		return nil, err
	}
	by, ok := map[string]func(*person) int64{
		"":                func(p *person) int64 { return p.createdAt },
		"created_at":      func(p *person) int64 { return p.createdAt },
		"last_request_at": func(p *person) int64 { return p.lastRequestAt },
		"signed_up_at":    func(p *person) int64 { return p.signedUpAt },
		"updated_at":      func(p *person) int64 { return p.updatedAt },
	}[x.query.Get("sort")]
	if !ok {
		return nil, invalid("sort", "sort %q is not supported", x.query.Get("sort"))
	}
	ascending, err := x.ascending()
	if err != nil {
		return nil, err
	}
	people := where(func(p *person) bool { return days == 0 || p.createdAt >= x.now-int64(days)*86400 })
	slices.SortStableFunc(people, func(a, b *person) int { return cmp.Compare(by(b), by(a)) })
	if ascending {
		slices.Reverse(people)
	}
	return people, nil
}

func (w *workspace) getUser(x *exchange) (any, error) {
	p, err := w.userBy(object{"id": x.param("id")})
	return w.oneUser(x, p, err)
}

func (w *workspace) oneUser(x *exchange, p *person, err error) (any, error) {
	switch {
	case err != nil:
		return nil, err
	case p == nil:
		return nil, userNotFound()
	}
	return w.legacyPerson(x, p), nil
}

func (w *workspace) userList(x *exchange, people []*person) (any, error) {
	return w.personList(x, people, "user")
}

// personList lists users or, where the kind is contact, leads.
func (w *workspace) personList(x *exchange, people []*person, kind string) (any, error) {
	page, pages, err := paged(x, people, 50, 60)
	if err != nil {
		return nil, err
	}
	return object{
		"type":        kind + ".list",
		"total_count": len(people),
		"limited":     false,
		kind + "s":    w.legacyPeople(x, page),
		"pages":       pages,
	}, nil
}

func (w *workspace) scrollUsers(x *exchange) (any, error) {
	return w.scrollPeople(x, w.users, "user")
}

func (w *workspace) scrollPeople(x *exchange, where func(func(*person) bool) []*person, kind string) (any, error) {
	ids, param, err := w.scrolled(x, kind+"s", func() []string {
		return render(where(func(*person) bool { return true }), func(p *person) string { return p.id })
	})
	if err != nil {
		return nil, err
	}
	return object{
		"type":         kind + ".list",
		kind + "s":     w.legacyPeople(x, w.stillThere(ids)),
		"pages":        nil,
		"scroll_param": param,
	}, nil
}

// stillThere returns the people of a scroll who were not archived since it
// began.
func (w *workspace) stillThere(ids []string) []*person {
	var people []*person
	for _, id := range ids {
		if p := w.person(id); p != nil {
			people = append(people, p)
		}
	}
	return people
}

// saveUser creates a user, or updates the one that the body identifies.
func (w *workspace) saveUser(x *exchange) (any, error) {
	p, err := w.userToSave(x)
	if err != nil {
		return nil, err
	}
	return w.savePerson(x, p)
}

// savePerson writes what the body says of a user or lead, or nothing of it.
func (w *workspace) savePerson(x *exchange, p *person) (any, error) {
	draft := *p
	f := &fields{object: x.body}
	draft.writeLegacy(f, x)
	f.attributes(&draft.attributes, 250, false)
	if other := w.userByExternalID(draft.externalID); draft.externalID != "" && other != nil && other.id != p.id {
		f.fail(failure(http.StatusConflict, "unique_user_constraint", "another user has this user_id"))
	}
	var join, leave []*company
	if f.err == nil {
		join, leave, f.err = w.companiesOf(x)
	}
	if f.err != nil {
		return nil, f.err
	}
	w.keepPerson(p, draft, x.now)
	for _, co := range join {
		w.join(co, p)
		if x.body.flag("new_session") {
			co.sessions++
		}
	}
	for _, co := range leave {
		w.leave(co, p)
	}
	return w.legacyPerson(x, p), nil
}

// userToSave finds the user that a write is about: by id, then user_id, then
// email. A user found by email who has another user_id is somebody else.
// One who was archived comes back.
func (w *workspace) userToSave(x *exchange) (*person, error) {
	id, userID, email := x.body.text("id"), x.body.text("user_id"), x.body.text("email")
	if p, ok := w.people.get(id); ok && !p.lead {
		return p, nil
	}
	for p := range w.people.all() {
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
		p, err := only(w.users(func(p *person) bool {
			return hasEmail(email)(p) && (userID == "" || p.externalID == "")
		}))
		if p != nil || err != nil {
			return p, err
		}
	}
	return w.newPerson(x, false), nil
}

// writeLegacy reads what users and leads of 1.x have in common in writes.
func (p *person) writeLegacy(f *fields, x *exchange) {
	p.common(f)
	if !p.lead {
		f.text("user_id", &p.externalID)
		for _, older := range []string{"created_at", "remote_created_at", "signed_up_at"} {
			f.moment(older, &p.signedUpAt)
		}
		if x.body.flag("new_session") {
			p.sessions++
			p.lastRequestAt = x.now
		}
	}
	f.moment("last_request_at", &p.lastRequestAt)
	if x.body.flag("update_last_request_at") {
		p.lastRequestAt = x.now
	}
	f.text("last_seen_ip", &p.lastSeenIP)
	f.text("last_seen_user_agent", &p.userAgent)
	if v, sent := x.body["unsubscribed_from_emails"]; sent && v == nil && x.atLeast("1.3") {
		f.wrong("unsubscribed_from_emails", "a boolean", v)
	}
	f.flag("unsubscribed_from_emails", &p.unsubscribed)
	if x.body.has("avatar") {
		p.avatar = x.body.object("avatar").text("image_url")
	}
	p.campaign = maps.Clone(p.campaign)
	for _, key := range campaignFields {
		value := p.campaign[key]
		f.text(key, &value)
		p.campaign[key] = value
	}
	p.archived = false
	p.updatedAt = x.now
}

// archiveUser archives the user of the path, or the one of the query.
func (w *workspace) archiveUser(x *exchange) (any, error) {
	which := object{"id": x.param("id"), "user_id": x.query.Get("user_id"), "email": x.query.Get("email")}
	p, err := w.userBy(which)
	if p != nil {
		w.archive(x, p)
	}
	return w.oneUser(x, p, err)
}

// eraseUser deletes a user or lead for good: at once, where Intercom takes up
// to 90 days.
func (w *workspace) eraseUser(x *exchange) (any, error) {
	p, ok := w.people.get(x.body.text("intercom_user_id"))
	if !ok {
		return nil, userNotFound()
	}
	w.erase(p)
	id, err := strconv.Atoi(w.number())
	return object{"id": id}, err
}

// ascending reads the order of a list; newest first is the default.
func (x *exchange) ascending() (bool, error) {
	switch order := x.query.Get("order"); order {
	case "", "desc":
		return false, nil
	case "asc":
		return true, nil
	default:
		return false, invalid("order", "order must be asc or desc, not %q", order)
	}
}

func (w *workspace) legacyPeople(x *exchange, people []*person) []object {
	return render(people, func(p *person) object { return w.legacyPerson(x, p) })
}

// legacyPerson shows a person as a 1.x user, or as a 1.x contact if it is a
// lead.
func (w *workspace) legacyPerson(x *exchange, p *person) object {
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
		"location_data":            noLocation(),
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
		"segments":                 w.segmentList(p.id, p.tagged),
		"custom_attributes":        p.attributes,
	}
	if p.lead {
		o["type"] = "contact"
	}
	for _, key := range campaignFields {
		o[key] = nullable(p.campaign[key])
	}
	switch x.version {
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

// noLocation is where somebody is of whom the Messenger has heard nothing.
func noLocation() object {
	return object{
		"type": "location_data", "city_name": nil, "continent_code": nil, "country_code": nil, "country_name": nil,
		"postal_code": nil, "region_name": nil, "timezone": nil,
	}
}

func companyReference(co *company) object {
	return object{"type": "company", "id": co.id, "company_id": co.companyID, "name": nullable(co.name)}
}
