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

func TestContactsAreMerged(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	user := a.ok("POST /contacts", `{"email":"a@quay.test"}`).text("id")
	lead := func(body string) string { return a.ok("POST /contacts", `{"role":"lead",`+body+`}`).text("id") }
	merge := func(from, more string) string { return `{"from":"` + from + `","into":"` + user + `"` + more + `}` }

	first := lead(`"email":"a@quay.test"`)
	segment := a.fake.AddSegment("Active")
	a.fake.AddToSegment(segment, first)
	co := a.as("1.4").ok("POST /companies", `{"company_id":"9"}`).text("id")
	a.ok("POST /contacts/"+first+"/companies", `{"id":"`+co+`"}`)
	merged := a.ok("POST /contacts/merge?include_merge_history=true", merge(first, ""))
	assert.Equal(t, user, merged["id"])
	assert.Equal(t, 1, merged.at("companies.total_count"))
	assert.Equal(t, []string{first}, merged.list("merge_history", "source_contact_id"))
	assert.Equal(t, []string{segment}, a.ok("GET /contacts/"+user+"/segments", "").list("data", "id"))

	second := lead(`"external_id":"x"`)
	conversation := a.ok("POST /conversations", `{"from":{"type":"lead","id":"`+second+`"},"body":"Hello"}`).text("conversation_id")
	a.fails("POST /contacts/merge", merge(second, ""), 400, "invalid_merge")
	a.ok("POST /contacts/merge", merge(second, `,"skip_duplicate_validation":true`))
	assert.Equal(t, []string{user}, a.ok("GET /conversations/"+conversation, "").list("contacts.contacts", "id"))
	a.fails("POST /contacts/merge", merge(second, ""), 404, "not_found")
	a.fails("POST /contacts/merge", `{"from":"`+user+`","into":"`+user+`"}`, 400, "invalid_merge")

	for _, path := range []string{"/contacts/" + second, "/contacts/find_by_external_id/x"} {
		a.fails("GET "+path, "", 410, "contact_merged")
		res, _ := a.send("GET "+path, "")
		assert.Equal(t, "</contacts/"+user+`>; rel="canonical"`, res.Header.Get("Link"))
		a.as("2.15").fails("GET "+path, "", 404, "not_found")
		a.as("Preview").fails("GET "+path, "", 410, "contact_merged")
	}
	a.fails("GET /contacts/"+second+"/tags", "", 404, "not_found")
	assert.Equal(t, 1, a.ok("GET /contacts", "").at("total_count"))

	page := a.ok("GET /contacts/"+user+"/merge_history?per_page=1", "")
	assert.Equal(t, []string{second}, page.list("data", "source_contact_id"))
	assert.Equal(t, true, page["has_more"])
	page = a.ok("GET /contacts/"+user+"/merge_history?per_page=1&cursor="+page.text("next_cursor"), "")
	assert.Equal(t, []string{first}, page.list("data", "source_contact_id"))
	assert.Equal(t, []any{false, nil}, []any{page["has_more"], page["next_cursor"]})
	assert.Equal(t, []string{first, second}, a.ok("GET /contacts/"+user+"/merge_history?order=asc", "").list("data", "source_contact_id"))
	a.fails("GET /contacts/0/merge_history", "", 404, "not_found")
}

func TestContactsComeAndGo(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	id := a.ok("POST /contacts", `{"email":"a@quay.test","external_id":"1"}`).text("id")
	assert.Equal(t, true, a.ok("POST /contacts/"+id+"/block", "")["blocked"])
	for range 2 {
		assert.Equal(t, true, a.ok("POST /contacts/"+id+"/archive", "")["archived"])
	}
	a.fails("GET /contacts/"+id, "", 404, "not_found")
	a.fails("GET /contacts/find_by_external_id/1", "", 404, "not_found")
	assert.Equal(t, "An archived contact matching those details already exists with id="+id,
		a.fails("POST /contacts", `{"email":"a@quay.test"}`, 409, "conflict"))
	status := a.ok("POST /contacts/"+id+"/unarchive", "")
	assert.Equal(t, []any{"contact", id, "1", false}, []any{status["type"], status["id"], status["external_id"], status["archived"]})
	assert.Equal(t, id, a.ok("GET /contacts/find_by_external_id/1", "")["id"])
	assert.Equal(t, true, a.ok("DELETE /contacts/"+id, "")["deleted"])
	for _, op := range []string{"POST /contacts/0/unarchive", "POST /contacts/0/archive", "POST /contacts/0/block", "DELETE /contacts/0"} {
		a.fails(op, "", 404, "not_found")
	}
}
