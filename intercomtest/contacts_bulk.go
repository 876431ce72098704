package intercomtest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// contactActivity is something that happened to a contact.
type contactActivity struct {
	id     string
	kind   string // without "contact."
	person person // as it was
	into   string // of a merge
	at     int64
}

func (w *workspace) bulkRoutes() routes {
	return routes{modern: {
		"POST /contacts/bulk":        w.submitPreview("contacts", http.MethodPost, w.bulkCreateContact),
		"PUT /contacts/bulk":         w.submitPreview("contacts", http.MethodPut, w.bulkUpdateContact),
		"POST /contacts/bulk/delete": w.submitPreview("contacts", http.MethodDelete, w.deleteContact),
		"GET /contacts/bulk/{id}":    w.previewJob("contacts"),

		"GET /contacts/activities":     w.listContactActivities,
		"POST /contacts/merge/preview": w.previewMerge,

		"POST /companies/bulk":        w.submitPreview("companies", http.MethodPost, w.saveCompany),
		"PUT /companies/bulk":         w.submitPreview("companies", http.MethodPut, w.bulkUpdateCompany),
		"POST /companies/bulk/delete": w.submitPreview("companies", http.MethodDelete, w.deleteCompany),
		"GET /companies/bulk/{id}":    w.previewJob("companies"),
		"POST /companies/search":      w.searchCompanies,
	}}
}

// submitPreview responds with a job of Preview before it does anything of it.
func (w *workspace) submitPreview(kind, method string, handle handler) handler {
	return func(x *exchange) (any, error) {
		items, err := x.body.objects(kind)
		if err != nil {
			return nil, err
		}
		if len(items) == 0 || len(items) > bulkSize {
			return nil, failure(http.StatusUnprocessableEntity, "parameter_invalid", "a call has 1 to %d %s, not %d", bulkSize, kind, len(items))
		}
		j, err := w.previewJobFor(x, kind)
		if err != nil {
			return nil, err
		}
		now := w.now()
		j.updatedAt = x.now
		j.tasks = append(j.tasks, &bulkTask{
			id: "task_" + w.number(), modern: method, post: handle, items: items,
			createdAt: x.now, started: now.Add(w.lag / 2), done: now.Add(w.lag),
		})
		x.status = http.StatusAccepted
		return w.previewJobJSON(j), nil
	}
}

// previewJobFor finds the job that a call adds to, or starts one.
func (w *workspace) previewJobFor(x *exchange, kind string) (*bulkJob, error) {
	if id := x.body.object("job").text("id"); id != "" {
		j, ok := w.bulkJobs.get(id)
		switch {
		case !ok:
			return nil, failure(http.StatusNotFound, "job_not_found", "Job not found")
		case j.kind != kind:
			return nil, failure(http.StatusUnprocessableEntity, "type_mismatch", "The job is for something else")
		case x.now >= j.closingAt:
			return nil, failure(http.StatusForbidden, "forbidden", "The job takes no more items")
		}
		return j, nil
	}
	j := &bulkJob{entry: entry{id: "job_" + w.number(), createdAt: x.now}, kind: kind, closingAt: x.now + bulkLife}
	return w.bulkJobs.add(j.id, j), nil
}

func (w *workspace) previewJob(kind string) handler {
	return func(x *exchange) (any, error) {
		j, ok := w.bulkJobs.get(x.param("id"))
		if !ok || j.kind != kind {
			return nil, failure(http.StatusNotFound, "job_not_found", "Job not found")
		}
		return w.previewJobJSON(j), nil
	}
}

func (w *workspace) previewJobJSON(j *bulkJob) object {
	o := w.bulkJobJSON(nil, j)
	o["type"] = j.kind + ".bulk.job"
	o["url"] = apiHost + "/" + j.kind + "/bulk/" + j.id
	for _, key := range []string{"app_id", "name", "closing_at", "links"} {
		delete(o, key)
	}
	return o
}

// previewItem is the request for a single thing of a task.
func (t *bulkTask) previewItem(item object) *exchange {
	id := item.text("id")
	return &exchange{
		generation: modern, version: "Preview", method: t.modern, query: url.Values{}, body: item, at: t.done, now: t.done.Unix(),
		params: map[string]string{"contact_id": id, "company_id": id},
	}
}

func (w *workspace) bulkCreateContact(x *exchange) (any, error) {
	created, err := w.createContact(x)
	if err != nil {
		return nil, err
	}
	x.params["contact_id"] = created.(object).text("id")
	return created, w.bulkRelations(x)
}

func (w *workspace) bulkUpdateContact(x *exchange) (any, error) {
	updated, err := w.updateContact(x)
	if err != nil {
		return nil, err
	}
	return updated, w.bulkRelations(x)
}

// bulkRelations changes the tags and companies of a contact. Tags that do not
// exist are skipped.
func (w *workspace) bulkRelations(x *exchange) error {
	p, err := w.contact(x)
	if err != nil {
		return err
	}
	tags := x.body.object("tags")
	add, err := tags.objects("add")
	if err != nil {
		return err
	}
	remove, err := tags.objects("remove")
	if err != nil {
		return err
	}
	for _, o := range add {
		if t, ok := w.tags.get(o.text("id")); ok {
			w.tagPerson(p, t, x.now, w.me().id)
		}
	}
	for _, o := range remove {
		w.untagPerson(p, o.text("id"))
	}
	companies, err := x.body.objects("companies")
	if err != nil {
		return err
	}
	for _, o := range companies {
		if o.flag("remove") {
			for _, co := range w.companies.where(hasCompanyID(o.text("company_id"))) {
				w.leave(co, p)
			}
			continue
		}
		co, err := w.writeCompany(x, o)
		if err != nil {
			return err
		}
		w.join(co, p)
	}
	return nil
}

func (w *workspace) bulkUpdateCompany(x *exchange) (any, error) {
	co, err := w.company(x)
	if err == nil {
		err = w.write(x, co, x.body)
	}
	return nil, err
}

// addPerson lets everybody know a person.
func (w *workspace) addPerson(p *person, at int64) {
	w.people.add(p.id, p)
	w.contactEvent("created", p, "", at)
	w.personCreated(p)
}

func (w *workspace) contactEvent(kind string, p *person, into string, at int64) {
	w.contactActivities = append(w.contactActivities, &contactActivity{id: uuid(), kind: kind, person: *p, into: into, at: at})
}

func (w *workspace) listContactActivities(x *exchange) (any, error) {
	return listed(x, listing{paging: byCursor}, w.contactActivities, func(a *contactActivity) string { return a.id }, contactActivityJSON)
}

func contactActivityJSON(a *contactActivity) object {
	o := object{
		"type":            "contact_activity",
		"id":              a.id,
		"event_type":      "contact." + a.kind,
		"contact_id":      a.person.id,
		"external_id":     nullable(a.person.externalID),
		"role":            a.person.role(),
		"merge_source_id": nil,
		"merge_target_id": nil,
		"failure_reason":  nil,
		"created_at":      a.at,
	}
	if a.into != "" {
		o["merge_source_id"], o["merge_target_id"] = a.person.id, a.into
	}
	return o
}

// previewMerge returns what mergeContacts would do.
func (w *workspace) previewMerge(x *exchange) (any, error) {
	from, into := w.person(x.body.text("from")), w.person(x.body.text("into"))
	if from == nil || into == nil {
		return nil, userNotFound()
	}
	var reasons []object
	if !from.lead || into.lead {
		reasons = append(reasons, object{"code": "invalid_merge_role_pair", "message": "Only a lead can be merged, and only into a user"})
	} else if !duplicates(from, into) && !x.body.flag("skip_duplicate_validation") {
		reasons = append(reasons, object{"code": "no_shared_identifier", "message": "The contacts share neither e-mail address nor phone number"})
	}
	if reasons != nil {
		return object{"allowed": false, "reasons": reasons}, nil
	}
	changes := []object{}
	a, b := w.contactJSON(from), w.contactJSON(into)
	for _, field := range []string{"email", "name", "phone"} {
		switch {
		case a[field] == nil:
		case b[field] == nil:
			changes = append(changes, mergeChange(field, "adopted", a[field], nil, a[field]))
		case a[field] != b[field]:
			changes = append(changes, mergeChange(field, "discarded", a[field], b[field], b[field]))
		}
	}
	count := func(n func(*person) int) object { return object{"from": n(from), "into": n(into)} }
	return object{"allowed": true, "summary": object{
		"attribute_changes": object{"attributes": changes, "total_count": len(changes)},
		"reassignments": object{
			"conversations": count(func(p *person) int {
				return len(w.conversations.where(func(conv *conversation) bool { return slices.Contains(conv.contacts, p) }))
			}),
			"tickets": count(func(p *person) int {
				return len(w.tickets.where(func(t *ticket) bool { return slices.Contains(t.contacts, p) }))
			}),
			"phone_calls": count(func(*person) int { return 0 }),
			"tags":        count(func(p *person) int { return len(p.taggings) }),
			"notes":       count(func(p *person) int { return len(w.notesAbout(p)) }),
		},
	}}, nil
}

func mergeChange(field, outcome string, from, into, after any) object {
	return object{"field": field, "outcome": outcome, "from_value": from, "into_value": into, "new_into_value": after}
}

// searchCompanies finds companies that somebody belongs to.
func (w *workspace) searchCompanies(x *exchange) (any, error) {
	rules := searchRules{kind: companyField, sort: "last_request_at", size: 15}
	known := w.visibleCompanies(x, func(*company) bool { return true })
	page, total, pages, err := searched(x, rules, known, func(co *company) string { return co.id }, func(co *company, field string) any {
		return w.companyValue(x, co, field)
	})
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "data": w.companiesJSON(x, page), "total_count": total, "pages": pages}, nil
}

func companyField(field string) fieldKind {
	switch field {
	case "company_id", "name":
		return textField
	case "created_at", "updated_at", "remote_created_at", "last_request_at":
		return dateField
	case "monthly_spend", "session_count", "user_count":
		return numberField
	case "tag_id":
		return idField
	}
	if name, ok := strings.CutPrefix(field, "custom_attributes."); ok && name != "" {
		return anyField
	}
	return notSearchable
}

func (w *workspace) companyValue(x *exchange, co *company, field string) any {
	switch companyField(field) {
	case anyField:
		return co.attributes[strings.TrimPrefix(field, "custom_attributes.")]
	case idField:
		return render(co.taggings, func(t tagging) string { return t.tag.id })
	}
	return w.companyJSON(x, co)[field]
}
