package intercomtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestVisitors(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	old := a.as("1.4")
	id := a.fake.AddVisitor("browser-1")
	v := a.ok("GET /visitors?user_id=browser-1", "")
	assert.Equal(t, []any{"visitor", id, true}, []any{v["type"], v["id"], v["anonymous"]})
	assert.Contains(t, v, "do_not_track")
	assert.Equal(t, id, old.ok("GET /visitors/"+id, "")["id"])
	v = a.ok("PUT /visitors", `{"id":"`+id+`","name":"Gael","custom_attributes":{"paid":true}}`)
	assert.Equal(t, []any{"Gael", true}, []any{v["name"], v.at("custom_attributes.paid")})
	assert.Equal(t, "G", old.ok("PUT /visitors", `{"user_id":"browser-1","name":"G"}`)["name"])
	a.fails("PUT /visitors", `{"name":"G"}`, 400, "parameter_not_found")
	a.fails("PUT /visitors", `{"id":"`+id+`","name":[]}`, 400, "parameter_invalid")
	a.fails("GET /visitors?user_id=0", "", 404, "not_found")
	a.fails("GET /contacts/"+id, "", 404, "not_found")
	assert.Equal(t, id, old.ok("DELETE /visitors/"+id, "")["id"])
	old.fails("DELETE /visitors/"+id, "", 404, "not_found")
}

func TestVisitorsAreConverted(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	convert := func(rest string) string {
		return `{"visitor":{"id":"` + a.fake.AddVisitor("") + `"},` + rest + `}`
	}
	user := a.ok("POST /visitors/convert", convert(`"user":{"email":"foo@quay.test"},"type":"user"`))
	assert.Equal(t, []any{"contact", "user", "foo@quay.test"}, []any{user["type"], user["role"], user["email"]})
	again := a.ok("POST /visitors/convert", convert(`"user":{"email":"foo@quay.test"},"type":"user"`))
	assert.Equal(t, user["id"], again["id"])
	lead := a.ok("POST /visitors/convert", convert(`"type":"lead"`))
	assert.Equal(t, "lead", lead["role"])
	assert.Equal(t, lead["id"], a.ok("POST /visitors/convert", convert(`"user":{"id":"`+lead.text("id")+`"},"type":"lead"`))["id"])
	assert.Equal(t, "contact", a.as("1.4").ok("POST /visitors/convert", convert(`"type":"lead"`))["type"])
	assert.Equal(t, 3, a.ok("GET /contacts", "").at("total_count"))

	a.fails("POST /visitors/convert", convert(`"type":"king"`), 400, "parameter_invalid")
	a.fails("POST /visitors/convert", convert(`"type":"user"`), 422, "unprocessable_entity")
	a.fails("POST /visitors/convert", `{"visitor":{"id":"0"},"type":"lead"}`, 404, "not_found")
}
