package intercomtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLeads(t *testing.T) {
	t.Parallel()
	a := newTester(t).as("1.4")
	lead := a.ok("POST /contacts", `{"email":"Walkin@quay.test","user_id":"mine","phone":"+49","companies":[{"company_id":"9"}],"custom_attributes":{"n":1}}`)
	assert.Equal(t, []any{"contact", true, "walkin@quay.test"}, []any{lead["type"], lead["anonymous"], lead["email"]})
	assert.NotEqual(t, "mine", lead["user_id"], "Intercom makes it up")
	assert.NotEmpty(t, lead["pseudonym"])
	assert.Equal(t, []string{"9"}, lead.list("companies.companies", "company_id"))
	id, userID := lead.text("id"), lead.text("user_id")

	assert.Equal(t, lead, a.ok("GET /contacts/"+id, ""))
	assert.Equal(t, lead, a.ok("GET /contacts?user_id="+userID, ""))
	assert.Equal(t, "W", a.ok("POST /contacts", `{"id":"`+id+`","name":"W"}`)["name"])
	assert.Equal(t, "X", a.ok("POST /contacts", `{"user_id":"`+userID+`","name":"X"}`)["name"])
	assert.Equal(t, "Y", a.ok("PUT /contacts/"+id, `{"name":"Y"}`)["name"])
	a.ok("POST /contacts", `{"email":"walkin@quay.test"}`)
	a.ok("POST /users", `{"email":"walkin@quay.test"}`)
	tag := a.ok("POST /tags", `{"name":"vip","users":[{"id":"`+id+`"}]}`).text("id")
	segment := a.fake.AddSegment("Active", tag)

	for query, n := range map[string]int{
		"": 2, "?email=walkin@quay.test": 2, "?phone=%2B49": 1, "?tag_id=" + tag: 1, "?segment_id=" + segment: 1, "?created_since=1&order=asc": 2, "?per_page=1": 1,
	} {
		list := a.ok("GET /contacts"+query, "")
		assert.Equal(t, "contact.list", list["type"])
		assert.Len(t, list["contacts"], n, query)
	}
	scroll := a.ok("GET /contacts/scroll", "")
	assert.Len(t, scroll["contacts"], 2)
	assert.Empty(t, a.ok("GET /contacts/scroll?scroll_param="+scroll.text("scroll_param"), "")["contacts"])

	a.fails("GET /contacts/0", "", 404, "not_found")
	a.fails("GET /contacts?user_id=0", "", 404, "not_found")
	a.fails("POST /contacts", `{"id":"0"}`, 404, "not_found")
	a.fails("DELETE /contacts/0", "", 404, "not_found")
	a.fails("GET /contacts?order=up", "", 400, "parameter_invalid")
	assert.Equal(t, id, a.ok("DELETE /contacts?user_id="+userID, "")["id"])
	a.fails("GET /contacts/"+id, "", 404, "not_found")
}

func TestLeadsAreConverted(t *testing.T) {
	t.Parallel()
	a := newTester(t).as("1.4")
	lead := func() string { return a.ok("POST /contacts", `{"email":"walkin@quay.test"}`).text("id") }
	convert := func(id, user string) object {
		return a.ok("POST /contacts/convert", `{"contact":{"id":"`+id+`"},"user":`+user+`}`)
	}
	first := lead()
	user := convert(first, `{"user_id":"17"}`)
	assert.Equal(t, []any{"user", first, "17", "walkin@quay.test", nil}, []any{user["type"], user["id"], user["user_id"], user["email"], user["pseudonym"]})

	second := lead()
	a.ok("POST /tags", `{"name":"vip","users":[{"id":"`+second+`"}]}`)
	merged := convert(second, `{"id":"`+first+`"}`)
	assert.Equal(t, first, merged["id"])
	assert.Equal(t, []string{"vip"}, merged.list("tags.tags", "name"))
	a.fails("GET /contacts/"+second, "", 404, "not_found")

	assert.Equal(t, "other@quay.test", convert(lead(), `{"email":"other@quay.test"}`)["email"])
	a.fails("POST /contacts/convert", `{"contact":{"id":"0"},"user":{"user_id":"1"}}`, 404, "not_found")
	a.fails("POST /contacts/convert", `{"contact":{"id":"`+lead()+`"},"user":{}}`, 422, "unprocessable_entity")
	a.fails("POST /contacts/convert", `{"contact":{"id":"`+lead()+`"},"user":{"email":"@"}}`, 400, "parameter_invalid")
}
