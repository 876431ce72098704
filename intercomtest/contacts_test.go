package intercomtest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestContacts(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	p := a.ok("POST /contacts", `{"email":"Joe@Quay.test","external_id":"70","name":"Joe","phone":"+1","avatar":"https://quay.test/j.png",
		"signed_up_at":1734537424,"last_seen_at":1734537425,"owner_id":"321","unsubscribed_from_emails":true,"custom_attributes":{"a":1,"order":["21"]}}`)
	id := p.text("id")
	assert.Equal(t, []any{"contact", "user", "joe@quay.test", "quay.test", "70"}, []any{p["type"], p["role"], p["email"], p["email_domain"], p["external_id"]})
	assert.Equal(t, "321", p["owner_id"])
	assert.Equal(t, "https://quay.test/j.png", p.at("avatar.image_url"))
	assert.Equal(t, 1734537425, p.at("last_seen_at"))
	assert.Equal(t, "/contacts/"+id+"/notes", p.at("notes.url"))
	assert.Contains(t, p, "ios_last_seen_at")
	assert.Contains(t, p, "enabled_push_messaging")
	assert.Equal(t, p, a.ok("GET /contacts/"+id, ""))

	p = a.ok("PUT /contacts/"+id, `{"name":null,"phone":"+2","custom_attributes":{"a":null}}`)
	assert.Nil(t, p["name"])
	assert.Equal(t, "+2", p["phone"])
	assert.NotContains(t, p["custom_attributes"], "a")
	assert.Equal(t, "lead", a.ok("PUT /contacts/"+id, `{"role":"lead"}`)["role"])

	a.fails("PUT /contacts/0", `{}`, 404, "not_found")
	a.fails("POST /contacts", `{"name":"nobody"}`, 400, "parameter_invalid")
	a.fails("POST /contacts", `{"email":"x@quay.test","role":"king"}`, 400, "parameter_invalid")
	a.fails("POST /contacts", `{"email":"x@quay.test","custom_attributes":{"a":{}}}`, 400, "parameter_invalid")
}

func TestContactConflicts(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	id := a.ok("POST /contacts", `{"email":"joe@quay.test","external_id":"70"}`).text("id")
	for _, body := range []string{`{"email":"JOE@quay.test"}`, `{"external_id":"70"}`, `{"role":"lead","external_id":"70"}`} {
		message := a.fails("POST /contacts", body, 409, "conflict")
		assert.Equal(t, "A contact matching those details already exists with id="+id, message)
	}
	a.ok("POST /contacts", `{"role":"lead","email":"joe@quay.test"}`) // leads share addresses
	a.ok("PUT /contacts/"+id, `{"email":"joe@quay.test"}`)
	other := a.ok("POST /contacts", `{"email":"jim@quay.test"}`).text("id")
	a.fails("PUT /contacts/"+other, `{"email":"joe@quay.test"}`, 409, "conflict")
	assert.Equal(t, "jim@quay.test", a.ok("GET /contacts/"+other, "")["email"])
}

func TestContactsAreListed(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	for i := range 25 {
		a.ok("POST /contacts", fmt.Sprintf(`{"external_id":"%d"}`, i))
	}
	var seen []string
	starting := ""
	for page := 1; ; page++ {
		list := a.ok("GET /contacts"+starting, "")
		assert.Equal(t, 25, list.at("total_count"))
		assert.Equal(t, []any{page, 10, 3}, []any{list.at("pages.page"), list.at("pages.per_page"), list.at("pages.total_pages")})
		seen = append(seen, list.list("data", "external_id")...)
		next, more := list.at("pages.next.starting_after").(string)
		if !more {
			assert.NotContains(t, list["pages"], "next")
			break
		}
		assert.Equal(t, page+1, list.at("pages.next.page"))
		starting = "?starting_after=" + next
	}
	assert.Len(t, seen, 25)
	assert.Equal(t, "24", seen[0])
	assert.Len(t, a.ok("GET /contacts?per_page=150", "")["data"], 25)
	a.fails("GET /contacts?per_page=151", "", 400, "parameter_invalid")
	a.fails("GET /contacts?starting_after=nonsense", "", 400, "client_error")
	a.fails("GET /contacts?starting_after="+cursor{ID: "gone"}.String(), "", 400, "client_error")
}

func TestBothGenerationsSeeOneState(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	old := a.as("1.4")
	id := old.ok("POST /users", `{"user_id":"7","email":"mira@quay.test","last_request_at":100,"companies":[{"company_id":"x","name":"X"}],"custom_attributes":{"karma":4}}`).text("id")

	contact := a.ok("GET /contacts/"+id, "")
	assert.Equal(t, []any{"7", "user", 100, 4, 1}, []any{
		contact["external_id"], contact["role"], contact.at("last_seen_at"), contact.at("custom_attributes.karma"), contact.at("companies.total_count"),
	})
	a.ok("PUT /contacts/"+id, `{"name":"Mira","owner_id":12,"custom_attributes":{"karma":5}}`)
	user := old.ok("GET /users/"+id, "")
	assert.Equal(t, []any{"Mira", 12, 5}, []any{user["name"], user.at("owner_id"), user.at("custom_attributes.karma")})

	lead := a.ok("POST /contacts", `{"role":"lead"}`)
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, lead["external_id"])
	a.ok("PUT /contacts/"+lead.text("id"), `{"role":"user"}`)
	assert.Equal(t, "user", old.ok("GET /users/"+lead.text("id"), "")["type"])
}

func TestAdminsAndSegments(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	ida := a.fake.AddAdmin("Ida", "ida@qz.test")
	member := a.ok("POST /contacts", `{"external_id":"1"}`).text("id")
	seg := a.fake.AddSegment("Active")
	a.fake.AddToSegment(seg, member)
	assert.Panics(t, func() { a.fake.AddToSegment("none", member) })

	for _, b := range []*tester{a, a.as("1.4")} {
		admins := b.ok("GET /admins", "")
		assert.Equal(t, "admin.list", admins["type"])
		assert.Equal(t, []string{"Ole Brandt", "Ida"}, admins.list("admins", "name"))
		assert.Equal(t, "Ida", b.ok("GET /admins/"+ida, "")["name"])
		b.fails("GET /admins/1", "", 404, "admin_not_found")
		me := b.ok("GET /me", "")
		assert.Equal(t, []any{"Ole Brandt", "app", workspaceID}, []any{me["name"], me.at("app.type"), me.at("app.id_code")})

		assert.Equal(t, []string{"Active"}, b.ok("GET /segments", "").list("segments", "name"))
		assert.Equal(t, 1, b.ok("GET /segments/"+seg+"?include_count=true", "").at("count"))
		assert.NotContains(t, b.ok("GET /segments/"+seg, ""), "count")
		b.fails("GET /segments/1", "", 404, "not_found")
	}
	assert.Equal(t, []string{seg}, a.ok("GET /contacts/"+member+"/segments", "").list("data", "id"))
	a.fails("GET /contacts/0/segments", "", 404, "not_found")
}
