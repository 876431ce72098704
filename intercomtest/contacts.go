package intercomtest

import (
	"net/http"
	"slices"
	"strings"
)

func (w *workspace) contactRoutes() routes {
	return routes{
		modern: {
			"GET /contacts":                     w.listContacts,
			"POST /contacts":                    w.createContact,
			"POST /contacts/merge":              w.mergeContacts,
			"POST /contacts/search":             w.searchContacts,
			"GET /contacts/{contact_id}":        w.getContact,
			"PUT /contacts/{contact_id}":        w.updateContact,
			"DELETE /contacts/{contact_id}":     w.deleteContact,
			"GET /contacts/{id}/merge_history":  w.mergeHistory,
			"POST /contacts/{contact_id}/block": w.blockContact,

			"POST /contacts/{contact_id}/archive":             w.archiveContact,
			"POST /contacts/{contact_id}/unarchive":           w.unarchiveContact,
			"GET /contacts/find_by_external_id/{external_id}": w.contactByExternalID,
		},
	}
}

// contact finds the contact of the path.
func (w *workspace) contact(x *exchange) (*person, error) {
	if p := w.person(x.param("contact_id", "id")); p != nil {
		return p, nil
	}
	return nil, userNotFound()
}

// anyContact finds the contact of the path even if it is archived.
func (w *workspace) anyContact(x *exchange) (*person, error) {
	if p, ok := w.people.get(x.param("contact_id")); ok {
		return p, nil
	}
	return nil, userNotFound()
}

// goneOr reports a merge, if there was one, from the version on that does.
func (w *workspace) goneOr(x *exchange, err error, match func(merge) bool) error {
	into := w.mergedInto(match)
	if into == "" || !x.atLeast("2.16") {
		return err
	}
	gone := failure(http.StatusGone, "contact_merged", "This contact has been merged. See the 'Link' header for the canonical contact.")
	gone.link = "</contacts/" + into + `>; rel="canonical"`
	return gone
}

func (w *workspace) listContacts(x *exchange) (any, error) {
	size, err := x.number("per_page", 10) // the documentation says 50
	if err != nil {
		return nil, err
	}
	if size > 150 {
		return nil, invalid("per_page", "per_page must be at most 150")
	}
	all := w.peopleWhere(func(*person) bool { return true })
	page, pages, err := after(all, func(p *person) string { return p.id }, x.query.Get("starting_after"), size)
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "data": w.contactsWith(x, page), "total_count": len(all), "pages": pages}, nil
}

func (w *workspace) getContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, w.goneOr(x, err, func(m merge) bool { return m.id == x.param("contact_id") })
	}
	return w.contactDetail(x, p), nil
}

func (w *workspace) contactByExternalID(x *exchange) (any, error) {
	id := x.param("external_id")
	p := first(w.peopleWhere(func(p *person) bool { return p.externalID == id }))
	if p == nil {
		return nil, w.goneOr(x, userNotFound(), func(m merge) bool { return m.externalID == id })
	}
	return w.contactDetail(x, p), nil
}

func (w *workspace) createContact(x *exchange) (any, error) {
	p := w.newPerson(x, x.body.text("role") == "lead")
	if err := w.writeContact(x, p); err != nil {
		return nil, err
	}
	w.addPerson(p, x.now)
	return w.contactDetail(x, p), nil
}

func (w *workspace) updateContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err == nil {
		err = w.writeContact(x, p)
	}
	if err != nil {
		return nil, err
	}
	return w.contactDetail(x, p), nil
}

// writeContact changes a contact, or leaves it as it is and says why.
func (w *workspace) writeContact(x *exchange, p *person) error {
	draft := *p
	f := &fields{object: x.body}
	draft.common(f)
	f.text("external_id", &draft.externalID)
	f.text("avatar", &draft.avatar)
	f.moment("last_seen_at", &draft.lastRequestAt)
	f.flag("unsubscribed_from_emails", &draft.unsubscribed)
	f.attributes(&draft.attributes, 250, true)
	switch role := x.body.text("role"); role {
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
		f.err = w.conflicting(&draft)
	}
	if f.err != nil {
		return f.err
	}
	draft.updatedAt = x.now
	if _, known := w.people.get(p.id); known && draft.lead != p.lead {
		w.contactEvent("role_updated", &draft, "", x.now)
	}
	w.savePersonAs(p, draft)
	return nil
}

func (w *workspace) contactsJSON(x *exchange, people []*person) []object {
	return render(people, func(p *person) object {
		o := w.contactJSON(p)
		if !x.atLeast("2.16") && p.ownerID != "" {
			o["owner_id"] = numberOf(p.ownerID)
		}
		return o
	})
}

// contactsWith shows contacts with what the query asks for in addition.
func (w *workspace) contactsWith(x *exchange, people []*person) []object {
	contacts := w.contactsJSON(x, people)
	for i, p := range people {
		if x.atLeast("2.16") && x.query.Get("include_merge_history") == "true" && !p.lead {
			contacts[i]["merge_history"] = render(p.merges, mergeJSON)
		}
	}
	return contacts
}

// contactDetail is what reading a single contact shows.
func (w *workspace) contactDetail(x *exchange, p *person) object {
	o := w.contactsWith(x, []*person{p})[0]
	o["enabled_push_messaging"] = nil
	return o
}

func mergeJSON(m merge) object {
	return object{"type": "merge_history", "source_contact_id": m.id, "source_contact_role": m.role, "merged_at": m.at}
}

func (w *workspace) contactJSON(p *person) object {
	path := "/contacts/" + p.id
	o := object{
		"type":                     "contact",
		"id":                       p.id,
		"workspace_id":             workspaceID,
		"external_id":              nullable(p.externalID),
		"role":                     p.role(),
		"email":                    nullable(p.email),
		"phone":                    nullable(p.phone),
		"name":                     nullable(p.name),
		"avatar":                   nil,
		"owner_id":                 nullable(p.ownerID),
		"has_hard_bounced":         false,
		"marked_email_as_spam":     false,
		"unsubscribed_from_emails": p.unsubscribed,
		"created_at":               p.createdAt,
		"updated_at":               p.updatedAt,
		"signed_up_at":             nullable(p.signedUpAt),
		"last_seen_at":             nullable(p.lastRequestAt),
		"custom_attributes":        w.attributesJSON(p.attributes),
		"social_profiles":          object{"type": "list", "data": []object{}},
		"location":                 object{"type": "location", "country": nil, "region": nil, "city": nil, "country_code": nil, "continent_code": nil},
		"tags":                     embedded(p.taggings, path+"/tags", func(t tagging) object { return reference("tag", "/tags/", t.tag.id) }),
		"notes":                    embedded(w.notesAbout(p), path+"/notes", func(n *note) object { return reference("note", "/notes/", n.id) }),
		"companies": embedded(p.companies, path+"/companies", func(co *company) object {
			return reference("company", "/companies/", co.id)
		}),
		"opted_in_subscription_types":  embedded(p.chosen("opt_in"), path+"/subscriptions", subscriptionReference),
		"opted_out_subscription_types": embedded(p.chosen("opt_out"), path+"/subscriptions", subscriptionReference),
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

func subscriptionReference(id string) object {
	return reference("subscription", "/subscription_types/", id)
}

// unknownOfContact are the fields that only Intercom's Messenger fills in.
var unknownOfContact = []string{
	"last_replied_at", "last_contacted_at", "last_email_opened_at", "last_email_clicked_at", "language_override",
	"browser", "browser_version", "browser_language", "os",
	"android_app_name", "android_app_version", "android_device", "android_os_version", "android_sdk_version", "android_last_seen_at",
	"ios_app_name", "ios_app_version", "ios_device", "ios_os_version", "ios_sdk_version", "ios_last_seen_at",
}

// mergeContacts merges a lead into a user. Since 2.16 they should be duplicates:
// have an address or a number in common.
func (w *workspace) mergeContacts(x *exchange) (any, error) {
	from, into := w.person(x.body.text("from")), w.person(x.body.text("into"))
	switch {
	case from == nil || into == nil:
		return nil, userNotFound()
	case !from.lead || into.lead:
		return nil, failure(http.StatusBadRequest, "invalid_merge", "Only a lead can be merged, and only into a user")
	case x.atLeast("2.16") && !duplicates(from, into) && !x.body.flag("skip_duplicate_validation"):
		return nil, failure(http.StatusBadRequest, "invalid_merge",
			"Contacts can only be merged when they are duplicates (matching email or phone). Pass skip_duplicate_validation=true to override this check.")
	}
	w.absorb(x, from, into)
	return w.contactDetail(x, into), nil
}

func duplicates(a, b *person) bool {
	return a.email != "" && a.email == b.email || a.phone != "" && a.phone == b.phone
}

// mergeHistory lists merges, the latest first, behind an opaque cursor.
func (w *workspace) mergeHistory(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	size, err := x.number("per_page", 50)
	if err != nil {
		return nil, err
	}
	ascending, err := x.ascending()
	if err != nil {
		return nil, err
	}
	all := slices.Clone(p.merges)
	if !ascending {
		slices.Reverse(all)
	}
	page, pages, err := after(all, func(m merge) string { return m.id }, x.query.Get("cursor"), min(size, 150))
	if err != nil {
		return nil, err
	}
	next, more := pages["next"].(object)
	return object{"type": "list", "data": render(page, mergeJSON), "next_cursor": next["starting_after"], "has_more": more}, nil
}

func (w *workspace) archiveContact(x *exchange) (any, error) {
	p, err := w.anyContact(x)
	if err != nil {
		return nil, err
	}
	w.archive(x, p)
	return contactStatus(p, "archived", true), nil
}

func (w *workspace) unarchiveContact(x *exchange) (any, error) {
	p, err := w.anyContact(x)
	if err != nil {
		return nil, err
	}
	p.archived, p.updatedAt = false, x.now
	w.contactHappened("contact.unarchived", p)
	return contactStatus(p, "archived", false), nil
}

func (w *workspace) blockContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	p.blocked = true
	return contactStatus(p, "blocked", true), nil
}

func (w *workspace) deleteContact(x *exchange) (any, error) {
	p, err := w.anyContact(x)
	if err != nil {
		return nil, err
	}
	w.erase(p)
	return contactStatus(p, "deleted", true), nil
}

func contactStatus(p *person, key string, value bool) object {
	return object{"type": "contact", "id": p.id, "external_id": nullable(p.externalID), key: value}
}

// searchContacts finds contacts, except those that searches do not know yet.
func (w *workspace) searchContacts(x *exchange) (any, error) {
	rules := searchRules{kind: contactField, days: w.zone, sort: "last_seen_at", size: 50}
	if x.atLeast("2.17") {
		rules.days = nil
	}
	known := w.peopleWhere(func(p *person) bool { return w.now().Sub(p.added) >= w.lag })
	page, total, pages, err := searched(x, rules, known, func(p *person) string { return p.id }, w.contactValue)
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "data": w.contactsWith(x, page), "total_count": total, "pages": pages}, nil
}

// contactField returns what contacts can be searched by.
func contactField(field string) fieldKind {
	switch {
	case field == "tag_id":
		return idField
	case strings.HasPrefix(field, "custom_attributes."):
		return anyField
	case slices.Contains(contactTexts, field), strings.HasPrefix(field, "ios_app_"):
		return textField
	case slices.Contains(contactDates, field):
		return dateField
	case slices.Contains(contactFlags, field):
		return flagField
	}
	return notSearchable
}

var (
	contactTexts = []string{
		"id", "role", "name", "avatar", "owner_id", "email", "email_domain", "phone", "formatted_phone", "external_id",
		"language_override", "browser", "browser_language", "os", "location.country", "location.region", "location.city",
		"ios_device", "ios_os_version", "ios_sdk_version", "android_app_name", "android_app_version", "android_device", "andoid_sdk_version",
		"segment_id",
	}
	contactDates = []string{
		"created_at", "signed_up_at", "updated_at", "last_seen_at", "last_contacted_at", "last_replied_at",
		"last_email_opened_at", "last_email_clicked_at", "ios_last_seen_at", "android_last_seen_at",
	}
	contactFlags = []string{"unsubscribed_from_emails", "marked_email_as_spam", "has_hard_bounced"}
)

// contactValue returns what a contact has in a field that it is searched by.
func (w *workspace) contactValue(p *person, field string) any {
	if name, ok := strings.CutPrefix(field, "custom_attributes."); ok {
		return p.attributes[name]
	}
	switch field {
	case "updated_at": // without the rest, as mirrors sort by it
		return p.updatedAt
	case "tag_id":
		return render(p.taggings, func(t tagging) string { return t.tag.id })
	case "segment_id":
		return render(w.segmentsOf(p.id, p.tagged), func(seg *segment) string { return seg.id })
	case "formatted_phone":
		return nullable(p.phone)
	case "avatar":
		return nullable(p.avatar)
	case "location.country", "location.region", "location.city":
		return nil
	}
	return w.contactJSON(p)[field]
}
