package intercomtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCustomObjects(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	const boats = "/custom_object_instances/Boat"
	first := a.ok("POST "+boats, `{"external_id":"b-1","external_created_at":1392036272,"custom_attributes":{"length":9.5,"name":"Elsa"}}`)
	again := a.ok("POST "+boats, `{"external_id":"b-1","custom_attributes":{"name":"Else"}}`)
	assert.Equal(t, []any{first["id"], "Boat", 1392036272, "Else"}, []any{again["id"], again["type"], again.at("external_created_at"), again.at("custom_attributes.name")})
	assert.NotNil(t, again.at("custom_attributes.length"))
	second := a.ok("POST "+boats, `{}`).text("id")
	a.ok("POST /custom_object_instances/Pier", `{"external_id":"b-1"}`)

	page := a.ok("GET "+boats, "")
	assert.Equal(t, []string{second, first.text("id")}, page.list("data", "id"))
	assert.Equal(t, []any{2, 20}, []any{page.at("total_count"), page.at("pages.per_page")})
	assert.Equal(t, first["id"], a.ok("GET "+boats+"?external_id=b-1", "")["id"])
	assert.Equal(t, first["id"], a.ok("GET "+boats+"/b-1", "")["id"])
	assert.Equal(t, second, a.ok("GET "+boats+"/"+second, "")["id"])
	a.fails("GET "+boats+"?external_id=b-2", "", 404, "not_found")
	a.fails("GET /custom_object_instances/Pier/"+second, "", 404, "not_found")
	a.as("2.14").fails("GET "+boats, "", 400, "parameter_not_found")

	assert.Equal(t, map[string]any{"id": second, "object": "Boat", "deleted": true}, map[string]any(a.ok("DELETE "+boats+"/"+second, "")))
	a.fails("DELETE "+boats+"/"+second, "", 404, "not_found")
	a.ok("DELETE "+boats+"?external_id=b-1", "")
	a.fails("DELETE "+boats+"?external_id=b-1", "", 404, "not_found")
	a.fails("DELETE "+boats, "", 400, "parameter_not_found")
	assert.Empty(t, a.ok("GET "+boats, "")["data"])
	assert.Len(t, a.ok("GET /custom_object_instances/Pier", "")["data"], 1)
}

func TestCustomObjectsAreAttached(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	const boats = "/custom_object_instances/Boat"
	first, second := a.ok("POST "+boats, `{"external_id":"b-1"}`).text("id"), a.ok("POST "+boats, `{"external_id":"b-2"}`).text("id")
	conv, contact := a.begun("mira@harbor.test", "hi")
	ofContact, ofConversation := "GET "+boats+"?references_contact_id="+contact, "GET "+boats+"?references_conversation_id="+conv
	assert.Empty(t, a.ok(ofContact, "")["data"])

	updated := a.ok("PUT /contacts/"+contact, `{"custom_attributes":{"boats":["`+first+`","`+second+`"],"berth":"C4"}}`)
	assert.Equal(t, "Boat.list", updated.at("custom_attributes.boats.type"))
	assert.Equal(t, []string{"b-1", "b-2"}, updated.list("custom_attributes.boats.instances", "external_id"))
	assert.Equal(t, []string{second, first}, a.ok(ofContact, "").list("data", "id"))
	assert.Empty(t, a.ok("GET /custom_object_instances/Pier?references_contact_id="+contact, "")["data"])
	a.ok("PUT /contacts/"+contact, `{"custom_attributes":{"boats":[`+second+`]}}`) // the list takes the place of the one before
	assert.Equal(t, []string{second}, a.ok(ofContact, "").list("data", "id"))
	a.ok("PUT /conversations/"+conv, `{"custom_attributes":{"boat":["`+second+`"]}}`)
	assert.Equal(t, []string{second}, a.ok(ofConversation, "").list("data", "id"))

	a.ok("DELETE "+boats+"/"+second, "")
	assert.Empty(t, a.ok(ofContact, "")["data"])
	assert.Empty(t, a.ok(ofConversation, "")["data"])
	assert.Equal(t, "C4", a.ok("GET /contacts/"+contact, "").at("custom_attributes.berth"))
	assert.Empty(t, a.ok("GET /conversations/"+conv, "").at("custom_attributes.boat.instances"))
	a.fails("GET "+boats+"?references_contact_id=0", "", 404, "not_found")
	a.fails("GET "+boats+"?references_conversation_id=0", "", 404, "conversation_not_found")
}
