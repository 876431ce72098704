package intercomtest

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// newTicketFor creates a contact and a ticket of a new type, and returns their ids.
func (a *tester) newTicketFor(email, kind string) (ticket, contact string) {
	contact = a.ok("POST /contacts", `{"email":"`+email+`"}`).text("id")
	return a.ok("POST /tickets", `{"ticket_type_id":"`+kind+`","contacts":[{"id":"`+contact+`"}]}`).text("id"), contact
}

func TestTickets(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	kind, back := a.fake.AddTicketType("Repair", "Customer"), a.fake.AddTicketType("Dredging", "Back-office")
	me := a.me()

	create := func(more string) string { return `{"ticket_type_id":"` + kind + `",` + more + `}` }
	ticket := a.ok("POST /tickets", create(`"contacts":[{"email":"new@quay.test"}],"ticket_attributes":{"_default_title_":"Leak"},"created_at":1700000000`))
	assert.Equal(t, "1", ticket["ticket_id"])
	assert.Equal(t, 1700000000, ticket.at("created_at"))
	assert.Equal(t, []string{"ticket_state_updated_by_admin"}, ticket.list("ticket_parts.ticket_parts", "part_type"))
	assert.Equal(t, "new@quay.test", a.ok("GET /contacts/"+ticket.list("contacts.contacts", "id")[0], "")["email"], "the address made a contact")
	a.ok("POST /tickets", create(`"contacts":[{"email":"new@quay.test"}]`))
	assert.Equal(t, 1, a.ok("GET /contacts", "").at("total_count"), "and only one")

	contact := `"contacts":[{"email":"new@quay.test"}]`
	a.fails("POST /tickets", `{"ticket_type_id":"7",`+contact+`}`, 400, "parameter_invalid")
	a.fails("POST /tickets", create(`"contacts":[]`), 400, "parameter_invalid")
	a.fails("POST /tickets", create(`"contacts":[{"id":"7"}]`), 404, "not_found")
	a.fails("POST /tickets", create(contact+`,"assignment":{"admin_assignee_id":"7"}`), 404, "assignee_not_found")
	a.fails("POST /tickets", create(contact+`,"company_id":"7"`), 404, "company_not_found")
	a.fails("POST /tickets", create(contact+`,"conversation_to_link_id":"7"`), 400, "parameter_invalid")
	assert.Equal(t, "Extra attributes provided that are not found on ticket type: Priority, Urgency",
		a.fails("POST /tickets", create(contact+`,"ticket_attributes":{"Urgency":1,"Priority":1}`), 400, "parameter_invalid"))
	assert.Contains(t, a.fails("POST /tickets", create(contact+`,"ticket_attributes":{"_default_title_":1}`), 400, "parameter_invalid"), "_default_title_ must be")

	path := "/tickets/" + ticket.text("id")
	state := a.fake.AddTicketState("in_progress", "In dock", back)
	a.fails("PUT "+path, `{"ticket_state_id":"`+state+`"}`, 400, "ticket_state_id_invalid")
	a.fails("PUT "+path, `{"admin_id":7}`, 404, "assignee_not_found")
	a.fails("PUT "+path, `{"assignee_id":"7","is_shared":false}`, 404, "assignee_not_found")
	assert.Equal(t, true, a.ok("GET "+path, "")["is_shared"], "nothing was done")
	ticket = a.ok("PUT "+path, `{"ticket_attributes":{"_default_description_":"Wet"},"ticket_state_id":"2","assignee_id":"`+me+`","admin_id":`+me+`}`)
	assert.Equal(t, []string{
		"ticket_state_updated_by_admin", "ticket_attribute_updated_by_admin", "ticket_state_updated_by_admin", "assignment",
	}, ticket.list("ticket_parts.ticket_parts", "part_type"))
	assert.Equal(t, []string{"submitted", "", "in_progress", ""}, ticket.list("ticket_parts.ticket_parts", "ticket_state"))
	assert.Equal(t, "1", ticket["previous_ticket_state_id"])
	assert.Equal(t, "Leak", ticket.at("ticket_attributes._default_title_"), "what was not sent stays")
	assert.Equal(t, me, a.as("2.15").ok("GET "+path, "")["admin_assignee_id"], "a number since 2.16")

	ticket = a.ok("PUT "+path, `{"snoozed_until":4102444800}`)
	assert.Equal(t, []any{false, 4102444800}, []any{ticket["open"], ticket.at("snoozed_until")})
	ticket = a.ok("PUT "+path, `{"open":false}`)
	assert.Equal(t, []any{false, nil}, []any{ticket["open"], ticket["snoozed_until"]})
	assert.Equal(t, true, a.ok("PUT "+path, `{"open":true}`)["open"])
	company := a.ok("POST /companies", `{"company_id":"quay","name":"Quay"}`).text("id")
	a.ok("PUT "+path, `{"company_id":"`+company+`"}`)
	ticket = a.as("2.15").ok("PUT "+path, `{"open":null,"is_shared":null,"ticket_state_id":null,"snoozed_until":null,"company_id":null}`)
	assert.Equal(t, []any{true, true, "2"}, []any{ticket["open"], ticket["is_shared"], ticket.at("ticket_state.id")}, "null is nothing to them")
	for _, field := range []string{"channel", "company_id"} {
		assert.NotContains(t, ticket, field, "webhooks have it")
	}
	assert.Equal(t, false, a.ok("PUT "+path, `{"ticket_state_id":"4","assignee_id":"0"}`)["open"], "resolved is closed")

	a.ok("DELETE "+path, "")
	for _, op := range []string{"GET ", "PUT ", "DELETE "} {
		a.fails(op+path, "", 404, "ticket_not_found")
	}
	a.fails("POST "+path+"/reply", `{"message_type":"comment","type":"admin","admin_id":"`+me+`","body":"Hi"}`, 404, "not_found")
}

func TestTicketParts(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.me()
	id, _ := a.newTicketFor("mira@quay.test", a.fake.AddTicketType("Repair", "Customer"))
	for i := range 502 {
		a.ok("POST /tickets/"+id+"/reply", fmt.Sprintf(`{"message_type":"note","type":"admin","admin_id":"%s","body":"%d"}`, me, i))
	}
	ticket := a.ok("GET /tickets/"+id, "")
	bodies := ticket.list("ticket_parts.ticket_parts", "body")
	assert.Equal(t, []any{503, 500, "<p>2</p>", "<p>501</p>"}, []any{ticket.at("ticket_parts.total_count"), len(bodies), bodies[0], bodies[499]})
	last := ticket.list("ticket_parts.ticket_parts", "id")[499]
	a.fake.SetTimes(last, time.Unix(1700000000, 0), time.Unix(1700000001, 0))
	assert.Equal(t, "1700000000", a.ok("GET /tickets/"+id, "").list("ticket_parts.ticket_parts", "created_at")[499])
}

// A conversation that was converted and its ticket are one.
func TestConvertedTickets(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.me()
	kind := a.fake.AddTicketType("Repair", "Customer")
	id, contact := a.begun("mira@quay.test", "My cabin is wet")
	a.fails("POST /conversations/"+id+"/convert", `{"ticket_type_id":"`+kind+`","ticket_state_id":"7"}`, 400, "ticket_state_id_invalid")
	a.fails("POST /conversations/"+id+"/convert", `{"ticket_type_id":"`+kind+`","attributes":{"Size":1}}`, 400, "parameter_invalid")
	internal := a.ok("POST /ticket_types", `{"name":"Survey","is_internal":true}`).text("id")
	archived := a.fake.AddTicketType("Old", "Customer")
	a.ok("PUT /ticket_types/"+archived, `{"archived":true}`)
	a.fails("POST /conversations/"+id+"/convert", `{"ticket_type_id":"`+archived+`"}`, 400, "parameter_invalid")
	a.ok("POST /conversations/"+id+"/convert", `{"ticket_type_id":"`+kind+`","ticket_state_id":"2"}`)
	assert.Equal(t, true, a.ok("GET /tickets/"+id, "")["is_shared"])
	other, _ := a.begun("ole@quay.test", "Depths")
	a.ok("POST /conversations/"+other+"/convert", `{"ticket_type_id":"`+internal+`"}`)
	assert.Equal(t, false, a.ok("GET /tickets/"+other, "")["is_shared"], "contacts see nothing of an internal type")
	a.fails("POST /tickets/"+id+"/change_type", `{"ticket_type_id":"`+archived+`","ticket_state_id":"1"}`, 400, "parameter_invalid")
	other, _ = a.newTicketFor("ida@quay.test", internal)
	assert.Equal(t, false, a.ok("GET /tickets/"+other, "")["is_shared"])
	a.ok("POST /tickets/"+id+"/reply", `{"message_type":"comment","type":"user","intercom_user_id":"`+contact+`","body":"Hello?"}`)
	a.ok("POST /conversations/"+id+"/reply", `{"message_type":"comment","type":"admin","admin_id":"`+me+`","body":"Coming"}`)
	ticket := a.ok("GET /tickets/"+id, "")
	assert.Equal(t, []string{"<p>My cabin is wet</p>", "", "<p>Hello?</p>", "<p>Coming</p>"}, ticket.list("ticket_parts.ticket_parts", "body"))
	assert.Equal(t, 3, a.ok("GET /conversations/"+id, "").at("conversation_parts.total_count"))
	a.ok("DELETE /tickets/"+id, "")
	a.fails("GET /conversations/"+id, "", 404, "not_found")
}

func TestLinkedTickets(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.me()
	repair, flood, dredging := a.fake.AddTicketType("Repair", "Customer"), a.fake.AddTicketType("Flood", "Tracker"), a.fake.AddTicketType("Dredging", "Back-office")
	ticket, contact := a.newTicketFor("mira@quay.test", repair)
	tracker, _ := a.newTicketFor("ole@quay.test", flood)
	conv, _ := a.begun("ida@quay.test", "Hi")
	link, by := "POST /tickets/"+tracker+"/linked_conversations", func(id string) string { return `{"conversation_id":"` + id + `"}` }

	assert.Equal(t, ticket, a.ok(link, by(ticket)).text("id"))
	a.ok(link, by(conv))
	assert.Equal(t, []string{"ticket", "conversation"}, a.ok("GET /tickets/"+tracker, "").list("linked_objects.data", "type"))
	assert.Equal(t, []string{tracker}, a.ok("GET /conversations/"+conv, "").list("linked_objects.data", "id"))
	assert.Equal(t, []string{tracker}, a.ok("GET /tickets/"+ticket, "").list("linked_objects.data", "id"))
	a.fails(link, by(conv), 400, "already_linked_to_tracker")
	a.fails(link, by("7"), 404, "conversation_not_found")
	a.fails(link, by(tracker), 404, "conversation_not_found")
	a.fails(link, `{}`, 400, "parameter_not_found")
	a.fails("POST /tickets/"+ticket+"/linked_conversations", by(conv), 400, "invalid_ticket_type")
	a.fails("POST /tickets/7/linked_conversations", by(conv), 404, "ticket_not_found")
	a.fails("DELETE /tickets/"+ticket+"/linked_conversations/"+conv, "", 400, "invalid_ticket_type")
	assert.Equal(t, 0, a.ok("DELETE /tickets/"+tracker+"/linked_conversations/"+ticket, "").at("linked_objects.total_count"))
	a.fails("DELETE /tickets/"+tracker+"/linked_conversations/"+ticket, "", 404, "conversation_not_found")

	work := a.ok("POST /tickets", `{"ticket_type_id":"`+dredging+`","contacts":[{"id":"`+contact+`"}],"conversation_to_link_id":"`+conv+`"}`)
	assert.Equal(t, []any{[]string{conv}, false}, []any{work.list("linked_objects.data", "id"), work["is_shared"]})
	path := "/tickets/" + work.text("id")
	a.fails("POST "+path+"/reply", `{"message_type":"comment","type":"user","intercom_user_id":"`+contact+`","body":"Hi"}`, 400, "parameter_mismatch")
	before := a.ok("GET /conversations/"+conv, "").at("conversation_parts.total_count")
	a.ok("POST "+path+"/reply", `{"message_type":"note","type":"admin","admin_id":"`+me+`","body":"Here only"}`)
	assert.Equal(t, before, a.ok("GET /conversations/"+conv, "").at("conversation_parts.total_count"))
	a.ok("POST "+path+"/reply", `{"message_type":"note","type":"admin","admin_id":"`+me+`","body":"For all","cross_post":true}`)
	bodies := a.ok("GET /conversations/"+conv, "").list("conversation_parts.conversation_parts", "body")
	assert.Equal(t, "<p>For all</p>", bodies[len(bodies)-1])

	a.ok("DELETE /tickets/"+tracker, "")
	assert.Equal(t, []string{work.text("id")}, a.ok("GET /conversations/"+conv, "").list("linked_objects.data", "id"))
}

func TestTicketTypes(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	kind := a.ok("POST /ticket_types", `{"name":"Repair"}`)
	assert.Equal(t, []any{"Customer", "🎟️"}, []any{kind["category"], kind["icon"]})
	a.fails("POST /ticket_types", `{"name":""}`, 400, "parameter_not_found")
	a.fails("POST /ticket_types", `{"name":"x","category":"Other"}`, 400, "parameter_invalid")
	path := "/ticket_types/" + kind.text("id")
	a.fails("GET "+path+"1", "", 404, "not_found")
	a.fails("POST "+path+"1/attributes", `{"name":"a","description":"b","data_type":"string"}`, 404, "not_found")
	a.fails("POST "+path+"/attributes", `{"name":"a","description":"b","data_type":"text"}`, 400, "parameter_invalid")
	a.fails("POST "+path+"/attributes", `{"name":"a","description":"b","data_type":"list"}`, 400, "parameter_not_found")
	title := kind.list("ticket_type_attributes.data", "id")[0]
	a.fails("PUT "+path+"/attributes/"+title, `{"name":""}`, 400, "parameter_not_found")
	values := map[string][2]string{ // what fits, and what does not
		"string": {`"a"`, `1`}, "integer": {`1`, `1.5`}, "decimal": {`1.5`, `"a"`}, "boolean": {`true`, `1`}, "datetime": {`1700000000`, `true`}, "files": {`[1]`, `"a"`},
	}
	for data, v := range values {
		a.ok("POST "+path+"/attributes", `{"name":"`+data+`","description":"b","data_type":"`+data+`"}`)
		create := func(v string) string {
			return `{"ticket_type_id":"` + kind.text("id") + `","contacts":[{"email":"mira@quay.test"}],"ticket_attributes":{"` + data + `":` + v + `}}`
		}
		a.ok("POST /tickets", create(v[0]))
		a.ok("POST /tickets", create("null"))
		a.fails("POST /tickets", create(v[1]), 400, "parameter_invalid")
		if data == "datetime" {
			a.ok("POST /tickets", create(`"2026-03-01T12:00:00Z"`))
			a.fails("POST /tickets", create(`"tomorrow"`), 400, "parameter_invalid")
		}
	}

	other := a.ok("POST /ticket_types", `{"name":"Overhaul"}`)
	a.ok("POST /ticket_types/"+other.text("id")+"/attributes", `{"name":"integer","description":"b","data_type":"string"}`)
	a.ok("POST /ticket_types/"+other.text("id")+"/attributes", `{"name":"decimal","description":"b","data_type":"decimal"}`)
	own := a.fake.AddTicketState("in_progress", "In dock", kind.text("id"))
	ticket := a.ok("POST /tickets", `{"ticket_type_id":"`+kind.text("id")+`","contacts":[{"email":"mira@quay.test"}],"ticket_attributes":{"integer":1,"decimal":2.5,"_default_title_":"Leak"}}`)
	change := "POST /tickets/" + ticket.text("id") + "/change_type"
	to := func(kind, state string) string {
		return `{"ticket_type_id":"` + kind + `","ticket_state_id":"` + state + `"}`
	}
	a.fails(change, to(kind.text("id"), "1"), 400, "parameter_invalid")
	a.fails(change, to("7", "1"), 400, "parameter_invalid")
	a.fails(change, to(other.text("id"), own), 400, "parameter_invalid")
	a.fails(change, `{"ticket_type_id":"7"}`, 400, "parameter_not_found")
	a.fails(change, to(a.fake.AddTicketType("Flood", "Tracker"), "1"), 400, "invalid_ticket_type")
	a.fails("POST /tickets/7/change_type", to(other.text("id"), "1"), 404, "not_found")
	ticket = a.ok(change, `{"ticket_type_id":"`+other.text("id")+`","ticket_state_id":"2","ticket_attributes":{"_default_title_":"Big leak"}}`)
	assert.Equal(t, []any{"Big leak", nil}, []any{ticket.at("ticket_attributes._default_title_"), ticket.at("ticket_attributes.integer")},
		"an attribute of the same name and another type is no longer there")
	assert.Contains(t, ticket["ticket_attributes"], "decimal")
	assert.NotContains(t, a.ok("GET /ticket_types/"+other.text("id"), "").list("ticket_states.data", "id"), own)
	assert.PanicsWithValue(t, "intercomtest: no ticket type 7", func() { a.fake.AddTicketState("submitted", "x", "7") })
	assert.PanicsWithValue(t, "intercomtest: no category of ticket states is called done", func() { a.fake.AddTicketState("done", "x") })
	assert.PanicsWithValue(t, "intercomtest: no category of ticket types is called customer", func() { a.fake.AddTicketType("x", "customer") })
	types := []string{kind.text("id")}
	own = a.fake.AddTicketState("in_progress", "At the quay", types...)
	types[0] = other.text("id")
	assert.NotContains(t, a.ok("GET /ticket_types/"+other.text("id"), "").list("ticket_states.data", "id"), own, "the slice is the caller's")
	everywhere := a.fake.AddTicketState("resolved", "Gone", []string{}...)
	assert.Contains(t, a.ok("GET "+path, "").list("ticket_states.data", "id"), everywhere)
}

// What tickets have in an attribute stays in it whatever it is called.
func TestTicketAttributesAreRenamed(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	kind, other := a.fake.AddTicketType("Repair", "Customer"), a.fake.AddTicketType("Overhaul", "Customer")
	deck := `{"name":"Deck","description":"Where","data_type":"string"}`
	attribute := "/ticket_types/" + kind + "/attributes/" + a.ok("POST /ticket_types/"+kind+"/attributes", deck).text("id")
	a.ok("POST /ticket_types/"+other+"/attributes", `{"name":"Place","description":"Where","data_type":"string"}`)
	create := func(kind string) string {
		return "/tickets/" + a.ok("POST /tickets", `{"ticket_type_id":"`+kind+`","contacts":[{"email":"mira@quay.test"}]}`).text("id")
	}
	path, empty := create(kind), create(kind)
	a.ok("PUT "+path, `{"ticket_attributes":{"Deck":"Upper"}}`)
	a.fails("PUT "+attribute, `{"name":"Place","multiline":"x"}`, 400, "parameter_invalid")
	assert.Equal(t, "Upper", a.ok("GET "+path, "").at("ticket_attributes.Deck"))
	a.ok("PUT "+attribute, `{"name":"Place"}`)
	assert.Equal(t, map[string]any{"Place": "Upper"}, a.ok("GET "+path, "")["ticket_attributes"])
	assert.Empty(t, a.ok("GET "+empty, "")["ticket_attributes"])
	changed := a.ok("POST "+path+"/change_type", `{"ticket_type_id":"`+other+`","ticket_state_id":"1"}`)
	assert.Equal(t, "Upper", changed.at("ticket_attributes.Place"))
}

func TestTicketSearch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		kind, back := a.fake.AddTicketType("Repair", "Customer"), a.fake.AddTicketType("Dredging", "Back-office")
		me := a.me()
		one, contact := a.newTicketFor("mira@quay.test", kind)
		time.Sleep(time.Hour)
		two, _ := a.newTicketFor("ole@quay.test", back)
		since := time.Now().Unix()
		a.ok("PUT /tickets/"+one, `{"ticket_attributes":{"_default_title_":"Leak in cabin"},"assignee_id":"`+me+`","admin_id":`+me+`,"ticket_state_id":"2"}`)
		title := a.ok("GET /ticket_types/"+kind, "").list("ticket_type_attributes.data", "id")[0]
		for filter, want := range map[string][]string{
			`"id","operator":"IN","value":["` + one + `"]`:                      {one},
			`"title","operator":"~","value":"leak"`:                             {one},
			`"category","operator":"=","value":"task"`:                          {two},
			`"category","operator":"=","value":"Customer"`:                      {},
			`"ticket_type_id","operator":"=","value":"` + kind + `"`:            {one},
			`"contact_ids","operator":"=","value":"` + contact + `"`:            {one},
			`"teammate_ids","operator":"=","value":"` + me + `"`:                {one},
			`"admin_assignee_id","operator":"=","value":"0"`:                    {two},
			`"admin_assignee_id","operator":"=","value":"` + me + `"`:           {one},
			`"team_assignee_id","operator":"=","value":"0"`:                     {one, two},
			`"open","operator":"=","value":true`:                                {one, two},
			`"state","operator":"=","value":"in_progress"`:                      {one},
			`"description","operator":"=","value":null`:                         {one, two},
			fmt.Sprintf(`"created_at","operator":"<","value":%d`, since-1):      {one},
			fmt.Sprintf(`"created_at","operator":">=","value":%d`, since):       {two},
			`"ticket_attribute.` + title + `","operator":"^","value":"leak in"`: {one},
		} {
			found := a.ok("POST /tickets/search", `{"query":{"field":`+filter+`}}`)
			assert.ElementsMatch(t, want, found.list("tickets", "id"), filter)
			assert.Equal(t, len(want), found.at("total_count"), filter)
		}
		a.fails("POST /tickets/search", `{"query":{"field":"ticket_attribute.7","operator":"=","value":"a"}}`, 400, "field_not_found")
		a.fails("POST /tickets/search", `{"query":{"field":"source.body","operator":"=","value":"a"}}`, 400, "invalid_field")
		page := a.ok("POST /tickets/search", `{"query":{"field":"open","operator":"=","value":true},"sort":{"field":"created_at","order":"ascending"},"pagination":{"per_page":1}}`)
		assert.Equal(t, []string{one}, page.list("tickets", "id"))
		page = a.ok("POST /tickets/search", `{"query":{"field":"open","operator":"=","value":true},"sort":{"field":"created_at","order":"ascending"},
			"pagination":{"per_page":1,"starting_after":"`+page.at("pages.next.starting_after").(string)+`"}}`)
		assert.Equal(t, []any{[]string{two}, nil}, []any{page.list("tickets", "id"), page.at("pages.next")})
	})
}

func TestEnqueuedTickets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t, WithLag(time.Minute))
		kind := a.fake.AddTicketType("Repair", "Customer")
		contact := a.ok("POST /contacts", `{"email":"mira@quay.test"}`).text("id")
		body := `{"ticket_type_id":"` + kind + `","contacts":[{"id":"` + contact + `"}]}`
		a.fails("POST /tickets/enqueue", `{"ticket_type_id":"7","contacts":[{"id":"`+contact+`"}]}`, 400, "parameter_invalid")
		job := a.ok("POST /tickets/enqueue", body)
		assert.Equal(t, []any{"pending", "ticket", nil}, []any{job["status"], job["resource_type"], job["resource_id"]})
		time.Sleep(time.Minute)
		done := time.Now().Unix()
		time.Sleep(time.Minute)
		job = a.ok("GET /jobs/status/"+job.text("id"), "")
		assert.Equal(t, "success", job["status"])
		ticket := a.ok("GET /tickets/"+job.text("resource_id"), "")
		assert.Equal(t, int(done), ticket.at("created_at"), "when it was due, not when somebody looked")
		found := a.ok("POST /tickets/search", `{"query":{"field":"open","operator":"=","value":true}}`)
		assert.Equal(t, 1, found.at("total_count"), "a minute after it was made")

		job = a.ok("POST /tickets/enqueue", body)
		a.ok("DELETE /contacts/"+contact, "")
		time.Sleep(time.Minute)
		assert.Equal(t, "failed", a.ok("GET /jobs/status/"+job.text("id"), "")["status"])
	})
}
