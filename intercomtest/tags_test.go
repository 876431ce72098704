package intercomtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTags(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	vip := a.ok("POST /tags", `{"name":"vip"}`)
	id := vip.text("id")
	assert.Regexp(t, `^[0-9]+$`, id)
	assert.Equal(t, object{"type": "tag", "id": id, "name": "vip", "users": []any{}, "companies": []any{}}, vip)
	assert.Equal(t, id, a.ok("POST /tags", `{"name":"VIP"}`)["id"], "names are the same in any case")
	assert.Equal(t, object{"type": "tag", "id": id, "name": "vip"}, a.ok("GET /tags/"+id, ""))
	assert.Equal(t, "gold", a.ok("POST /tags", `{"id":`+id+`,"name":"gold"}`)["name"])
	assert.Equal(t, "gold", a.ok("POST /tags", `{"id":"`+id+`"}`)["name"])
	assert.Equal(t, object{"type": "tag", "id": id, "name": "gold"}, a.as("1.4").ok("POST /tags", `{"name":"gold"}`))

	list := a.ok("GET /tags", "")
	assert.Equal(t, "list", list["type"])
	assert.Equal(t, []string{"gold"}, list.list("data", "name"))
	list = a.as("1.4").ok("GET /tags", "")
	assert.Equal(t, "tag.list", list["type"])
	assert.Equal(t, []string{"gold"}, list.list("tags", "name"))
	assert.Equal(t, map[string]any{}, list["pages"])

	message := a.fails("POST /tags", `{"test":"invalid"}`, 400, "parameter_invalid")
	assert.Equal(t, "invalid tag parameters", message)
	a.ok("POST /tags", `{"name":"silver"}`)
	a.fails("POST /tags", `{"id":"`+id+`","name":"Silver"}`, 400, "parameter_invalid")
	a.fails("POST /tags", `{"id":"1","name":"x"}`, 404, "not_found")
	a.fails("POST /tags", `{"name":"x","users":7}`, 400, "parameter_invalid")
	a.fails("POST /tags", `{"name":"x","companies":[7]}`, 400, "parameter_invalid")
	a.fails("GET /tags/1", "", 404, "not_found")
	a.as("1.4").fails("GET /tags/"+id, "", 405, "client_error")
}

func TestTagManyAtOnce(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	old := a.as("1.4")
	one := old.ok("POST /users", `{"user_id":"1","email":"one@quay.test","companies":[{"company_id":"x"}]}`)
	lead := a.ok("POST /contacts", `{"role":"lead"}`).text("id")
	id, co := one.text("id"), one.list("companies.companies", "id")[0]

	old.ok("POST /tags", `{"name":"vip","users":[{"user_id":"1"},{"id":"`+lead+`"}]}`)
	assert.Equal(t, []string{"vip"}, old.ok("GET /users/"+id, "").list("tags.tags", "name"))
	assert.Equal(t, []string{"vip"}, a.ok("GET /contacts/"+lead+"/tags", "").list("data", "name"))
	old.ok("POST /tags", `{"name":"vip","users":[{"email":"ONE@quay.test","untag":true}],"tag_or_untag":"untag"}`)
	assert.Empty(t, old.ok("GET /users/"+id, "").list("tags.tags", "name"))
	old.ok("POST /tags", `{"name":"key","companies":[{"company_id":"x"}]}`)
	old.ok("POST /tags", `{"name":"big","companies":[{"id":"`+co+`"}]}`)
	assert.Equal(t, []string{"key", "big"}, old.ok("GET /companies/"+co, "").list("tags.tags", "name"))

	old.fails("POST /tags", `{"name":"new","users":[{"user_id":"1"},{"user_id":"9"}]}`, 404, "not_found")
	old.fails("POST /tags", `{"name":"new","companies":[{"company_id":"9"}]}`, 404, "not_found")
	old.ok("POST /users", `{"user_id":"2","email":"one@quay.test"}`)
	old.fails("POST /tags", `{"name":"new","users":[{"email":"one@quay.test"}]}`, 409, "conflict")
	assert.Equal(t, []string{"vip", "key", "big"}, a.ok("GET /tags", "").list("data", "name"), "a refused call creates no tag")

	response := a.ok("POST /tags", `{"name":"new","users":[{"id":"`+id+`"},{"id":"none"}],"companies":[{"company_id":"none"},{"id":"`+co+`","untag":true}]}`)
	assert.Equal(t, []any{map[string]any{"id": id, "tagged": true}}, response["users"], "the unknown are passed over")
	assert.Equal(t, []any{map[string]any{"id": co, "tagged": false}}, response["companies"])
}

func TestTagOneThing(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	tag := a.ok("POST /tags", `{"name":"vip"}`).text("id")
	me := a.ok("GET /me", "").text("id")
	other := a.fake.AddAdmin("Ida", "ida@qz.test")
	contact := a.ok("POST /contacts", `{"email":"u@quay.test"}`).text("id")

	put := a.ok("POST /contacts/"+contact+"/tags", `{"id":`+tag+`}`)
	assert.Equal(t, []any{tag, me, "admin"}, []any{put["id"], put.at("applied_by.id"), put.at("applied_by.type")})
	assert.NotZero(t, put.at("applied_at"))
	assert.Equal(t, []string{tag}, a.ok("GET /contacts/"+contact, "").list("tags.data", "id"))
	assert.Equal(t, []string{"/tags/" + tag}, a.ok("GET /contacts/"+contact, "").list("tags.data", "url"))
	assert.Equal(t, put, a.ok("DELETE /contacts/"+contact+"/tags/"+tag, ""))
	assert.Equal(t, "Resource Not Found", a.fails("DELETE /contacts/"+contact+"/tags/"+tag, "", 404, "not_found"))
	assert.Equal(t, "Resource Not Found", a.fails("POST /contacts/"+contact+"/tags", `{"id":"123"}`, 404, "not_found"))
	for _, op := range []string{"GET /contacts/0/tags", "POST /contacts/0/tags", "DELETE /contacts/0/tags/" + tag} {
		assert.Equal(t, "User Not Found", a.as("2.15").fails(op, "", 404, "not_found"))
	}

	for _, kind := range []struct{ path, missing, code string }{
		{"/conversations/" + a.fake.AddConversation(), "/conversations/0", "not_found"},
		{"/tickets/" + a.fake.AddTicket(), "/tickets/0", "ticket_not_found"},
	} {
		put := a.ok("POST "+kind.path+"/tags", `{"id":`+tag+`,"admin_id":`+other+`}`)
		assert.Equal(t, other, put.at("applied_by.id"))
		one := kind.path + "/tags/" + tag
		a.fails("DELETE "+one, "", 400, "parameter_not_found")
		a.fails("DELETE "+one, `{"admin_id":"1"}`, 404, "admin_not_found")
		assert.Equal(t, put, a.ok("DELETE "+one, `{"admin_id":"`+me+`"}`))
		a.fails("DELETE "+one, `{"admin_id":"`+me+`"}`, 404, "tag_not_found")
		a.fails("POST "+kind.path+"/tags", `{"id":"1","admin_id":"`+me+`"}`, 404, "tag_not_found")
		a.fails("POST "+kind.path+"/tags", `{"id":"`+tag+`","admin_id":"1"}`, 404, "admin_not_found")
		a.fails("POST "+kind.missing+"/tags", `{"id":"`+tag+`","admin_id":"`+me+`"}`, 404, kind.code)
		a.fails("DELETE "+kind.missing+"/tags/"+tag, `{"admin_id":"`+me+`"}`, 404, kind.code)
	}
}

func TestTagIsDeleted(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	u := a.as("1.4").ok("POST /users", `{"user_id":"1","companies":[{"company_id":"x"}]}`)
	tag := a.ok("POST /tags", `{"name":"vip","users":[{"id":"`+u.text("id")+`"}],"companies":[{"company_id":"x"}]}`).text("id")
	conversation, ticket := a.fake.AddConversation(), a.fake.AddTicket()
	by := `{"id":"` + tag + `","admin_id":"` + a.ok("GET /me", "").text("id") + `"}`
	a.ok("POST /conversations/"+conversation+"/tags", by)
	a.ok("POST /tickets/"+ticket+"/tags", by)

	res, body := a.send("DELETE /tags/"+tag, "")
	assert.Equal(t, 200, res.StatusCode)
	assert.Empty(t, body)
	a.fails("DELETE /tags/"+tag, "", 404, "not_found")
	assert.Empty(t, a.ok("GET /contacts/"+u.text("id")+"/tags", "").list("data", "id"))
	assert.Empty(t, a.ok("GET /companies?company_id=x", "").list("tags.tags", "id"))
	a.fails("DELETE /conversations/"+conversation+"/tags/"+tag, by, 404, "tag_not_found")
	a.fails("DELETE /tickets/"+ticket+"/tags/"+tag, by, 404, "tag_not_found")

	tag = a.ok("POST /tags", `{"name":"rule"}`).text("id")
	a.fake.AddSegment("Seg 1", tag)
	message := a.fails("DELETE /tags/"+tag, "", 400, "tag_has_dependent_objects")
	assert.Equal(t, "Unable to delete Tag with dependent objects. Segments: Seg 1.", message)
	a.as("1.4").fails("DELETE /tags/"+tag, "", 400, "tag_has_dependent_objects")
}
