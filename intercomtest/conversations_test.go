package intercomtest

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// begun starts a conversation of a new user and returns both ids.
func (a *tester) begun(email, body string) (conversation, contact string) {
	a.t.Helper()
	contact = a.ok("POST /contacts", `{"email":"`+email+`"}`).text("id")
	message := a.ok("POST /conversations", `{"from":{"type":"user","id":"`+contact+`"},"body":"`+body+`"}`)
	return message.text("conversation_id"), contact
}

func (a *tester) me() string { return a.ok("GET /me", "").text("id") }

func TestConversationBegins(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	id, contact := a.begun("mira@harbor.test", "Is <C4> free?")
	conv := a.ok("GET /conversations/"+id, "")
	assert.Equal(t, []any{"open", true, 0, 0}, []any{conv["state"], conv["open"], conv.at("admin_assignee_id"), conv.at("team_assignee_id")})
	assert.Equal(t, "<p>Is &lt;C4&gt; free?</p>", conv.at("source.body"))
	assert.Equal(t, "Is <C4> free?", a.ok("GET /conversations/"+id+"?display_as=plaintext", "").at("source.body"))
	assert.Equal(t, contact, conv.at("source.author.id"))
	assert.Equal(t, []string{contact}, conv.list("contacts.contacts", "id"))
	assert.NotNil(t, conv["waiting_since"])
	assert.NotNil(t, conv["first_contact_reply"])
	assert.Equal(t, 0, conv.at("conversation_parts.total_count"))

	old := a.as("1.4").ok("GET /conversations/"+id, "")
	assert.Equal(t, contact, old.at("user.id"))
	assert.Equal(t, "nobody_admin", old.at("assignee.type"))
	assert.Equal(t, "customer_initiated", old.at("conversation_message.delivered_as"))
	assert.Nil(t, old["source"])

	assert.Equal(t, "User Not Found", a.fails("POST /conversations", `{"from":{"type":"user","id":"0"},"body":"x"}`, 404, "not_found"))
	a.fails("POST /conversations", `{"from":{"type":"user","id":"`+contact+`"}}`, 400, "parameter_not_found")
	assert.Equal(t, "Resource Not Found", a.fails("GET /conversations/0", "", 404, "not_found"))
}

func TestConversationReplies(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	id, contact := a.begun("mira@harbor.test", "hi")
	me := a.me()
	reply := "POST /conversations/" + id + "/reply"

	conv := a.ok(reply, `{"type":"admin","message_type":"comment","admin_id":`+me+`,"body":"yes","attachment_urls":["https://files.test/map.png"],
		"attachment_files":[{"name":"a.txt","content_type":"text/plain","data":"aGk="}]}`)
	assert.Nil(t, conv["waiting_since"])
	assert.Equal(t, false, conv["read"])
	assert.Equal(t, []string{me}, conv.list("teammates.admins", "id"))
	assert.Equal(t, []string{"map.png", "a.txt"}, object(conv.at("conversation_parts.conversation_parts").([]any)[0].(map[string]any)).list("attachments", "name"))
	a.ok(reply, `{"type":"admin","message_type":"note","admin_id":"`+me+`","body":"vip"}`)
	a.ok(reply, `{"type":"admin","message_type":"quick_reply","admin_id":"`+me+`","reply_options":[{"text":"Yes","uuid":"u1"}]}`)
	conv = a.ok(reply, `{"type":"user","message_type":"quick_reply","intercom_user_id":"`+contact+`","reply_options":[{"text":"Yes","uuid":"u1"}]}`)
	assert.Equal(t, []string{"comment", "note", "quick_reply", "comment"}, conv.list("conversation_parts.conversation_parts", "part_type"))
	assert.NotNil(t, conv["waiting_since"])

	a.ok("POST /conversations/"+id+"/parts", `{"message_type":"close","type":"admin","admin_id":"`+me+`"}`)
	conv = a.ok("POST /conversations/last/reply", `{"type":"user","message_type":"comment","email":"MIRA@harbor.test","body":"again"}`)
	assert.Equal(t, []any{id, "open"}, []any{conv["id"], conv["state"]})
	assert.Equal(t, "open", conv.list("conversation_parts.conversation_parts", "part_type")[5])
	assert.Equal(t, 1, conv.at("statistics.count_reopens"))

	old := a.as("1.4")
	assert.Equal(t, id, old.ok("POST /conversations/last/reply", `{"type":"admin","message_type":"note","admin_id":"`+me+`","email":"mira@harbor.test","body":"x"}`)["id"])
	old.fails(reply, `{"type":"admin","message_type":"comment","admin_id":"`+me+`","body":"x","attachment_urls":["1","2","3","4","5","6"]}`, 400, "parameter_invalid")
	other := a.ok("POST /contacts", `{"email":"other@harbor.test"}`).text("id")
	for body, code := range map[string]string{
		`{"type":"user","message_type":"comment","intercom_user_id":"` + other + `","body":"x"}`: "not_found",
		`{"type":"user","message_type":"comment","intercom_user_id":"` + contact + `"}`:          "parameter_invalid",
		`{"type":"admin","message_type":"comment","body":"x"}`:                                   "parameter_not_found",
		`{"type":"admin","message_type":"comment","admin_id":"1","body":"x"}`:                    "admin_not_found",
		`{"type":"admin","message_type":"comment","admin_id":"` + me + `"}`:                      "parameter_invalid",
		`{"type":"admin","message_type":"close","admin_id":"` + me + `","body":"x"}`:             "parameter_invalid",
		`{"type":"robot"}`: "parameter_invalid",
		`{"type":"user","message_type":"comment","intercom_user_id":"` + contact + `","body":"x","attachment_files":[{"data":"no base64!"}]}`: "parameter_invalid",
	} {
		res, b := a.send(reply, body)
		assert.Contains(t, []int{400, 404}, res.StatusCode, body)
		assert.Contains(t, string(b), `"`+code+`"`, body)
	}
	a.fails("POST /conversations/last/reply", `{"type":"user","message_type":"comment","email":"other@harbor.test","body":"x"}`, 404, "not_found")
	a.fails("POST /conversations/last/reply", `{"type":"user","message_type":"comment","email":"nobody@harbor.test","body":"x"}`, 404, "not_found")
}

func TestConversationIsManaged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		id, _ := a.begun("mira@harbor.test", "hi")
		me, other := a.me(), a.fake.AddAdmin("Ida", "ida@qz.test")
		parts := "POST /conversations/" + id + "/parts"

		conv := a.ok(parts, `{"message_type":"assignment","type":"admin","admin_id":"`+me+`","assignee_id":`+other+`}`)
		assert.Equal(t, other, conv.text("admin_assignee_id"))
		conv = a.ok(parts, `{"message_type":"close","type":"admin","admin_id":"`+me+`","body":"bye"}`)
		assert.Equal(t, []any{"closed", false, me}, []any{conv["state"], conv["open"], conv.at("statistics.last_closed_by_id")})
		conv = a.ok(parts, `{"message_type":"assignment","type":"team","admin_id":"`+me+`","assignee_id":"5"}`)
		assert.Equal(t, []any{"open", 5}, []any{conv["state"], conv.at("team_assignee_id")})
		conv = a.ok(parts, `{"message_type":"assignment","type":"admin","admin_id":"`+me+`","assignee_id":"0"}`)
		assert.Equal(t, []any{0, 0}, []any{conv.at("admin_assignee_id"), conv.at("team_assignee_id")})
		until := fmt.Sprint(time.Now().Add(time.Hour).Unix())
		conv = a.ok(parts, `{"message_type":"snoozed","admin_id":"`+me+`","snoozed_until":`+until+`}`)
		assert.Equal(t, []any{"snoozed", until}, []any{conv["state"], conv.text("snoozed_until")})
		time.Sleep(time.Hour)
		conv = a.ok("GET /conversations/"+id, "")
		assert.Equal(t, "open", conv["state"])
		assert.Equal(t, []string{"assignment", "close", "assign_and_reopen", "assignment", "snoozed", "timer_unsnooze"},
			conv.list("conversation_parts.conversation_parts", "part_type"))

		old := a.as("1.4")
		conv = old.ok("POST /conversations/"+id+"/reply", `{"type":"admin","message_type":"close","admin_id":"`+me+`"}`)
		assert.Equal(t, "closed", conv["state"])
		conv = old.ok("POST /conversations/"+id+"/reply", `{"type":"admin","message_type":"assignment","admin_id":"`+me+`","assignee_id":"5"}`)
		assert.Equal(t, []any{"team", "5"}, []any{conv.at("assignee.type"), conv.at("assignee.id")})
		assert.Contains(t, conv.list("conversation_parts.conversation_parts", "assigned_to"), "5")
		old.ok("POST /conversations/"+id+"/reply", `{"type":"admin","message_type":"assignment","admin_id":"`+me+`","assignee_id":"0"}`)
		conv = old.ok("POST /conversations/"+id+"/run_assignment_rules", "")
		assert.Equal(t, me, conv.at("assignee.id"))

		a.fails(parts, `{"message_type":"snoozed","admin_id":"`+me+`","snoozed_until":1}`, 400, "parameter_invalid")
		a.fails(parts, `{"message_type":"assignment","type":"admin","admin_id":"`+me+`","assignee_id":"1"}`, 404, "assignee_not_found")
		a.fails(parts, `{"message_type":"assignment","type":"admin","admin_id":"`+me+`"}`, 400, "parameter_not_found")
		a.fails(parts, `{"message_type":"dance","admin_id":"`+me+`"}`, 400, "parameter_invalid")
		a.fails(parts, `{"message_type":"open"}`, 400, "parameter_not_found")
	})
}

func TestConversationLists(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		me, other := a.me(), a.fake.AddAdmin("Ida", "ida@qz.test")
		var ids []string
		for i := range 3 {
			id, _ := a.begun(fmt.Sprintf("u%d@harbor.test", i), "hi")
			ids = append(ids, id)
			time.Sleep(time.Minute)
		}
		a.ok("POST /conversations/"+ids[0]+"/parts", `{"message_type":"assignment","type":"admin","admin_id":"`+me+`","assignee_id":"`+other+`"}`)
		time.Sleep(time.Minute)
		a.ok("POST /conversations/"+ids[1]+"/parts", `{"message_type":"close","type":"admin","admin_id":"`+me+`","body":"bye"}`)

		list := a.ok("GET /conversations?per_page=2", "")
		assert.Equal(t, []string{ids[1], ids[0]}, list.list("conversations", "id"))
		assert.Equal(t, 3, list.at("total_count"))
		list = a.ok("GET /conversations?per_page=2&starting_after="+list.at("pages.next").(map[string]any)["starting_after"].(string), "")
		assert.Equal(t, []string{ids[2]}, list.list("conversations", "id"))
		a.fails("GET /conversations?per_page=151", "", 400, "parameter_invalid")

		old := a.as("1.4")
		for query, want := range map[string][]string{
			"":                              {ids[1], ids[0], ids[2]},
			"?sort=created_at&order=asc":    ids,
			"?sort=waiting_since":           {ids[2], ids[0]},
			"?type=admin&admin_id=" + other: {ids[0]},
			"?type=admin&id=" + other + "&open=false":                               {},
			"?type=admin&admin_id=nobody":                                           {ids[1], ids[2]},
			"?type=admin&admin_id=nobody&open=false":                                {ids[1]},
			"?type=admin&admin_id=nobody&open=true":                                 {ids[2]},
			"?type=admin&admin_id=nobody&order=created_at&sort=asc":                 {ids[1], ids[2]},
			"?type=admin&admin_id=nobody&order=created_at":                          {ids[2], ids[1]},
			"?type=user&email=u1@harbor.test":                                       {ids[1]},
			"?type=user&email=u1@harbor.test&unread=true":                           {ids[1]},
			"?type=user&email=u2@harbor.test&unread=true":                           {},
			fmt.Sprintf("?type=admin&admin_id=nobody&before=%d", time.Now().Unix()): {ids[2]},
			"?per_page=1&page=2":                                                    {ids[0]},
		} {
			assert.Equal(t, want, old.ok("GET /conversations"+query, "").list("conversations", "id"), query)
		}
		old.fails("GET /conversations?type=user&email=none@harbor.test", "", 404, "not_found")
		old.fails("GET /conversations?type=admin&admin_id=1", "", 404, "admin_not_found")
		old.fails("GET /conversations?type=team", "", 400, "parameter_invalid")
		old.fails("GET /conversations?sort=id", "", 400, "parameter_invalid")
		old.fails("GET /conversations?before=soon", "", 400, "parameter_invalid")
	})
}

func TestConversationSearch(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.me()
	one, contact := a.begun("mira@harbor.test", "I need support, please")
	two, _ := a.begun("ole@harbor.test", "thanks")
	tag := a.ok("POST /tags", `{"name":"vip"}`).text("id")
	a.ok("POST /conversations/"+one+"/tags", `{"id":"`+tag+`","admin_id":"`+me+`"}`)
	a.ok("PUT /conversations/"+one, `{"custom_attributes":{"jetty":"C4","boats":["21"]},"title":"Berth"}`)
	a.ok("POST /conversations/"+two+"/parts", `{"message_type":"close","type":"admin","admin_id":"`+me+`","body":"bye"}`)
	a.fake.RateConversation(two, 5, "nice")
	for query, want := range map[string][]string{
		`{"field":"open","operator":"=","value":true}`:                                                                                       {one},
		`{"field":"state","operator":"=","value":"closed"}`:                                                                                  {two},
		`{"field":"read","operator":"=","value":false}`:                                                                                      {two},
		`{"field":"source.body","operator":"=","value":"support"}`:                                                                           {one},
		`{"field":"source.body","operator":"=","value":"need support"}`:                                                                      {},
		`{"field":"source.body","operator":"~","value":"need support"}`:                                                                      {one},
		`{"field":"source.author.email","operator":"$","value":"@harbor.test"}`:                                                              {two, one},
		`{"field":"source.author.id","operator":"=","value":"` + contact + `"}`:                                                              {one},
		`{"field":"source.author.name","operator":"=","value":null}`:                                                                         {two, one},
		`{"field":"source.author.type","operator":"=","value":"user"}`:                                                                       {two, one},
		`{"field":"source.type","operator":"IN","value":["email","conversation"]}`:                                                           {two, one},
		`{"field":"source.delivered_as","operator":"!=","value":"customer_initiated"}`:                                                       {},
		`{"field":"source.subject","operator":"~","value":"x"}`:                                                                              {},
		`{"field":"source.url","operator":"=","value":"x"}`:                                                                                  {},
		`{"field":"source.id","operator":"=","value":"x"}`:                                                                                   {},
		`{"field":"contact_ids","operator":"=","value":"` + contact + `"}`:                                                                   {one},
		`{"field":"teammate_ids","operator":"=","value":"` + me + `"}`:                                                                       {two},
		`{"field":"tag_ids","operator":"IN","value":["` + tag + `"]}`:                                                                        {one},
		`{"field":"id","operator":"=","value":"` + one + `"}`:                                                                                {one},
		`{"field":"created_at","operator":">","value":"1306054154"}`:                                                                         {two, one},
		`{"field":"updated_at","operator":"<","value":1306054154}`:                                                                           {},
		`{"field":"waiting_since","operator":">","value":1}`:                                                                                 {one},
		`{"field":"snoozed_until","operator":"!=","value":null}`:                                                                             {},
		`{"field":"admin_assignee_id","operator":"=","value":0}`:                                                                             {two, one},
		`{"field":"team_assignee_id","operator":"=","value":0}`:                                                                              {two, one},
		`{"field":"priority","operator":"=","value":"none"}`:                                                                                 {two, one},
		`{"field":"ai_agent_participated","operator":"=","value":true}`:                                                                      {},
		`{"field":"statistics.count_conversation_parts","operator":">","value":1}`:                                                           {two, one},
		`{"field":"statistics.last_closed_by_id","operator":"=","value":"` + me + `"}`:                                                       {two},
		`{"field":"conversation_rating.score","operator":">","value":4}`:                                                                     {two},
		`{"field":"custom_attributes.jetty","operator":"=","value":"C4"}`:                                                                    {one},
		`{"field":"custom_attributes.boats","operator":"=","value":"21"}`:                                                                    {one},
		`{"operator":"AND","value":[{"field":"open","operator":"=","value":true},{"field":"tag_ids","operator":"=","value":"` + tag + `"}]}`: {one},
	} {
		list := a.ok("POST /conversations/search", `{"query":`+query+`}`)
		assert.ElementsMatch(t, want, list.list("conversations", "id"), query)
		assert.Equal(t, len(want), list.at("total_count"), query)
	}
	list := a.ok("POST /conversations/search?include_monitors=true&include_scorecards=true", `{"query":{"field":"id","operator":"=","value":"`+one+`"}}`)
	found := object(list["conversations"].([]any)[0].(map[string]any))
	assert.Equal(t, []any{[]any{}, []any{}, "Berth"}, []any{found["monitor_evaluations"], found["scorecards"], found["title"]})
	assert.False(t, found.has("conversation_parts"))
	a.fails("POST /conversations/search", `{"query":{"field":"shoe_size","operator":"=","value":1}}`, 400, "invalid_field")
	a.fails("POST /conversations/search", `{}`, 400, "parameter_missing")
}

func TestConversationChangesAndEnds(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.me()
	id, contact := a.begun("mira@harbor.test", "hi")
	path := "/conversations/" + id
	co := a.ok("POST /companies", `{"company_id":"c1","name":"Harbor"}`).text("id")
	conv := a.ok("PUT "+path, `{"read":false,"title":"Berth","company_id":"`+co+`","custom_attributes":{"boats":["21"]}}`)
	assert.Equal(t, []any{false, "Berth", "Harbor"}, []any{conv["read"], conv["title"], conv.at("company.name")})
	assert.Equal(t, []string{"21"}, conv.list("custom_attributes.boats.instances", "id"))
	assert.Equal(t, true, a.as("1.4").ok("PUT "+path, `{"read":true}`)["read"])
	assert.Nil(t, a.ok("PUT "+path, `{"company_id":null}`)["company"])
	a.fails("PUT "+path, `{"company_id":"0"}`, 404, "company_not_found")
	a.fails("PUT "+path, `{"read":"yes"}`, 400, "parameter_invalid")

	customers := a.ok("POST "+path+"/customers", `{"admin_id":`+me+`,"customer":{"email":"new@harbor.test"}}`)
	lead := customers.list("customers", "id")[1]
	assert.Equal(t, []string{"user", "lead"}, customers.list("customers", "type"))
	a.ok("POST "+path+"/customers", `{"customer":{"intercom_user_id":"`+lead+`","customer":{"intercom_user_id":"`+contact+`"}}}`)
	a.fails("POST "+path+"/customers", `{"customer":{"email":"x@harbor.test"}}`, 404, "not_found")
	a.fails("POST "+path+"/customers", `{"admin_id":"`+me+`","customer":{"user_id":"x"}}`, 404, "not_found")
	a.fails("DELETE "+path+"/customers/0", `{"admin_id":"`+me+`"}`, 404, "not_found")
	assert.Equal(t, []string{lead}, a.ok("DELETE "+path+"/customers/"+contact, `{"admin_id":"`+me+`"}`).list("customers", "id"))
	a.fails("DELETE "+path+"/customers/"+lead, `{"admin_id":"`+me+`"}`, 422, "parameter_invalid")

	conv = a.ok("POST "+path+"/reply", `{"type":"admin","message_type":"comment","admin_id":"`+me+`","body":"secret"}`)
	part := conv.list("conversation_parts.conversation_parts", "id")
	redact := "POST /conversations/redact"
	conv = a.ok(redact, `{"type":"conversation_part","conversation_id":`+id+`,"conversation_part_id":"`+part[len(part)-1]+`"}`)
	assert.Contains(t, conv.list("conversation_parts.conversation_parts", "body"), redactedBody)
	conv = a.ok(redact, `{"type":"source","conversation_id":"`+id+`","source_id":"`+conv.at("source.id").(string)+`"}`)
	assert.Equal(t, true, conv.at("source.redacted"))
	a.fails(redact, `{"type":"conversation_part","conversation_id":"`+id+`","conversation_part_id":"`+part[0]+`"}`, 400, "conversation_part_not_redactable")
	a.fails(redact, `{"type":"conversation_part","conversation_id":"`+id+`","conversation_part_id":"0"}`, 404, "conversation_part_or_message_not_found")
	a.fails(redact, `{"type":"source","conversation_id":"0","source_id":"0"}`, 404, "conversation_part_or_message_not_found")
	a.fails(redact, `{"type":"all","conversation_id":"`+id+`"}`, 400, "parameter_invalid")

	into, _ := a.begun("ole@harbor.test", "hi")
	conv = a.ok("POST "+path+"/merge", `{"merge_into_conversation_id":`+into+`}`)
	assert.Equal(t, into, conv["id"])
	assert.Equal(t, []string{id}, conv.list("linked_objects.data", "id"))
	assert.Equal(t, "closed", a.ok("GET "+path, "")["state"])
	assert.Equal(t, "Secondary conversation has already been merged", a.fails("POST "+path+"/merge", `{"merge_into_conversation_id":`+into+`}`, 422, "merge_failed"))
	a.fails("POST "+path+"/merge", `{"merge_into_conversation_id":`+id+`}`, 422, "merge_failed")
	a.fails("POST "+path+"/merge", `{"merge_into_conversation_id":1}`, 422, "merge_failed")
	a.fails("POST "+path+"/merge", `{"merge_into_conversation_id":"x"}`, 400, "parameter_invalid")

	kind, back := a.fake.AddTicketType("Repair", "Customer"), a.fake.AddTicketType("Dredging", "Back-office")
	assert.Equal(t, "Ticket type is not a customer ticket type", a.fails("POST /conversations/"+into+"/convert", `{"ticket_type_id":"`+back+`"}`, 400, "parameter_invalid"))
	a.fails("POST /conversations/"+into+"/convert", `{"ticket_type_id":"1"}`, 400, "parameter_invalid")
	ticket := a.ok("POST /conversations/"+into+"/convert", `{"ticket_type_id":"`+kind+`","attributes":{"_default_title_":"Leak"}}`)
	assert.Equal(t, []any{into, "Customer", "Leak"}, []any{ticket["id"], ticket["category"], ticket.at("ticket_attributes._default_title_")})
	assert.Equal(t, into, a.ok("GET /conversations/"+into, "").at("ticket.id"))
	a.fails("POST /conversations/"+into+"/convert", `{"ticket_type_id":"`+kind+`"}`, 400, "parameter_invalid")

	a.fake.AddHandlingEvent(id, me, "paused", "Lunch")
	assert.Equal(t, []string{"Lunch"}, a.ok("GET "+path+"/handling_events", "").list("handling_events", "reason"))
	side := a.fake.AddSideConversation(id, "who knows?")
	assert.Equal(t, []string{side}, a.ok("GET "+path+"/side_conversations", "").list("side_conversations", "side_conversation_id"))

	assert.Equal(t, object{"id": id, "object": "conversation", "deleted": true}, a.ok("DELETE "+path, ""))
	a.fails("DELETE "+path, "", 404, "not_found")
	a.ok("DELETE /conversations/"+into+"?retain_metrics=false", "")
	list := a.ok("GET /conversations/deleted", "")
	assert.Equal(t, []string{into, id}, list.list("conversations", "id"))
	assert.Equal(t, "conversations.list", list["type"])
	list = a.ok("GET /conversations/deleted?order=asc&per_page=1", "")
	assert.Equal(t, []string{id}, list.list("conversations", "id"))
	assert.Contains(t, list.at("pages.next"), "page=2")
	a.fails("GET /conversations/deleted?order=up", "", 400, "parameter_invalid")
	for _, op := range []string{"PUT " + path, "POST " + path + "/reply", "POST " + path + "/parts", "POST " + path + "/customers", "DELETE " + path + "/customers/1",
		"POST " + path + "/merge", "POST " + path + "/convert", "GET " + path + "/handling_events", "GET " + path + "/side_conversations"} {
		a.as("Preview").fails(op, "", 404, "not_found") // which checks no bodies
	}
}

func TestConversationShowsItsNewestParts(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	id, _ := a.begun("mira@harbor.test", "hi")
	me := a.me()
	stored, _ := a.fake.workspace.conversations.get(id)
	for i := range 500 {
		stored.parts = append(stored.parts, &part{id: fmt.Sprint(i), kind: "note", body: fmt.Sprintf("<p>note %d</p>", i)})
	}
	conv := a.ok("POST /conversations/"+id+"/reply", `{"type":"admin","message_type":"note","admin_id":"`+me+`","body":"note 500"}`)
	bodies := conv.list("conversation_parts.conversation_parts", "body")
	assert.Len(t, bodies, 500)
	assert.Equal(t, 501, conv.at("conversation_parts.total_count"))
	assert.Equal(t, []string{"<p>note 1</p>", "<p>note 500</p>"}, []string{bodies[0], bodies[499]})
}

func TestConversationAttributes(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	const all = "/conversations/attributes"
	list := a.ok("POST "+all, `{"name":"jetty","data_type":"list","options":[{"label":"C4"},{"label":"C5"}]}`)
	one := all + "/" + list.text("id")
	options := list.list("options", "id")
	text := all + "/" + a.ok("POST "+all, `{"name":"remark","data_type":"string","multiline":true}`).text("id")
	assert.Equal(t, true, a.ok("GET "+text, "")["multiline"])
	boats := a.ok("POST "+all, `{"name":"boats","data_type":"relationship","reference":{"type":"many","object_type_id":"Boat"}}`)
	assert.Equal(t, "Boat", boats.at("reference.object_type_id"))

	assert.Equal(t, "pier", a.ok("PUT "+one, `{"name":"pier","required":true,"visible_to_team_ids":["5"]}`)["name"])
	assert.Equal(t, []string{"C4", "C5", "C6"}, a.ok("POST "+one+"/options", `{"label":"C6"}`).list("options", "label"))
	assert.Equal(t, []string{"D4", "C5", "C6"}, a.ok("PUT "+one+"/options/"+options[0], `{"label":"D4"}`).list("options", "label"))
	a.ok("DELETE "+one+"/options/"+options[0], "")
	assert.Equal(t, "A list attribute must have at least 2 active options", a.fails("DELETE "+one+"/options/"+options[1], "", 422, "parameter_invalid"))
	assert.Equal(t, "List option not found", a.fails("PUT "+one+"/options/x", `{"label":"y"}`, 404, "conversation_attribute_not_found"))
	for body, message := range map[string]string{
		``: "label is required", `{"label":7}`: "label must be a string", `{"label":"x","id":1}`: "only 'label' is accepted",
	} {
		assert.Equal(t, message, a.fails("POST "+one+"/options", body, 422, "parameter_invalid"))
		a.fails("PUT "+one+"/options/"+options[1], body, 422, "parameter_invalid")
	}
	a.fails("POST "+text+"/options", `{"label":"x"}`, 422, "parameter_invalid")
	a.fails("DELETE "+text+"/options/x", "", 422, "parameter_invalid")
	a.fails("POST "+all, `{"name":"x","data_type":"colour"}`, 422, "parameter_invalid")
	a.fails("POST "+all, `{"name":"x","data_type":"list"}`, 422, "parameter_invalid")
	a.fails("POST "+all, `{"data_type":"string"}`, 422, "parameter_invalid")
	a.fails("POST "+all, `{"data_type":"list","options":7}`, 400, "parameter_invalid")
	a.fails("PUT "+one, `{"required":"x"}`, 400, "parameter_invalid")
	a.fails("GET "+all+"/1", "", 404, "conversation_attribute_not_found")

	assert.Equal(t, true, a.ok("DELETE "+text, "")["archived"])
	assert.Equal(t, []string{"pier", "boats"}, a.ok("GET "+all, "").list("data", "name"))
	assert.Equal(t, []string{"pier", "remark", "boats"}, a.ok("GET "+all+"?include_archived=true", "").list("data", "name"))
	a.ok("POST "+all, `{"name":"pier","data_type":"string"}`)
	id, _ := a.begun("mira@harbor.test", "hi")
	a.fails("PUT /conversations/"+id, `{"custom_attributes":{"pier":"x"}}`, 400, "INVALID_PARAMETER")
}

func TestMessages(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me, old := a.me(), a.as("1.4")
	user := a.ok("POST /contacts", `{"email":"mira@harbor.test","external_id":"u1"}`).text("id")
	from := `"from":{"type":"admin","id":"` + me + `"}`

	message := old.ok("POST /messages", `{"message_type":"inapp","body":"hi",`+from+`,"to":{"type":"user","email":"mira@harbor.test"}}`)
	assert.Equal(t, []any{"admin_message", me, nil}, []any{message["type"], message.at("owner.id"), message["conversation_id"]})
	assert.Equal(t, 0, a.ok("GET /conversations", "").at("total_count"), "nobody replied yet")
	old.fails("POST /conversations/last/reply", `{"type":"admin","message_type":"note","admin_id":"`+me+`","user_id":"u1","body":"x"}`, 404, "not_found")
	conv := a.ok("POST /conversations/last/reply", `{"type":"user","message_type":"comment","user_id":"u1","body":"hello"}`)
	assert.Equal(t, "admin_initiated", conv.at("source.delivered_as"))
	assert.Equal(t, 1, a.ok("GET /conversations", "").at("total_count"))

	message = a.ok("POST /messages", `{"message_type":"email","subject":"Berth","body":"hi","template":"plain",`+from+`,"to":[{"type":"user","id":"`+user+`"}],"create_conversation_without_contact_reply":true}`)
	assert.Equal(t, "email", a.ok("GET /conversations/"+message.text("conversation_id"), "").at("source.type"))
	message = old.ok("POST /messages", `{"body":"halp","from":{"type":"user","user_id":"u1"}}`)
	assert.Equal(t, "user_message", message["type"])
	assert.False(t, message.has("conversation_id"))
	message = a.ok("POST /messages", `{"body":"halp","from":{"type":"contact","id":"`+user+`"}}`)
	assert.Equal(t, "halp", message["body"])
	assert.NotEmpty(t, message.text("conversation_id"))
	assert.Equal(t, 4, a.ok("GET /conversations", "").at("total_count"))

	assert.Equal(t, "Body is required", a.fails("POST /messages", `{"body":null,`+from+`}`, 400, "parameter_invalid"))
	a.fails("POST /messages", `{"message_type":"email","body":"x",`+from+`}`, 422, "parameter_not_found")
	a.fails("POST /messages", `{"body":"x",`+from+`}`, 400, "parameter_invalid")
	a.fails("POST /messages", `{"body":"x",`+from+`,"to":{"type":"user","id":"0"}}`, 404, "not_found")
	a.fails("POST /messages", `{"body":"x","from":{"type":"user","id":"0"}}`, 404, "not_found")
	a.fails("POST /messages", `{"body":"x","from":{"type":"admin","id":"0"}}`, 404, "admin_not_found")
	a.fails("POST /messages", `{"body":"x"}`, 400, "parameter_not_found")
	a.ok("PUT /contacts/"+user, `{"unsubscribed_from_emails":true}`)
	a.fails("POST /messages", `{"message_type":"email","subject":"x","body":"x",`+from+`,"to":{"type":"user","id":"`+user+`"}}`, 403, "forbidden")

	message = a.ok("POST /messages", `{"message_type":"whatsapp","template":"keep_live",`+from+`,"to":{"phone":5547999998888},"components":[]}`)
	status := a.ok("GET /messages/whatsapp/status?message_id="+message.text("id"), "")
	assert.Equal(t, []any{"sent", "keep_live"}, []any{status["status"], status["template_name"]})
	failed := a.fake.AddWhatsAppMessage("77", user, "reminder", "failed")
	a.fake.AddWhatsAppMessage("77", user, "reminder", "read")
	assert.NotNil(t, a.ok("GET /messages/whatsapp/status?message_id="+failed, "").at("error.details"))
	events := a.ok("GET /messages/status?ruleset_id=77&per_page=1", "")
	assert.Equal(t, []string{failed}, events.list("events", "whatsapp_message_id"))
	next := events.at("pages.next.starting_after").(string)
	events = a.ok("GET /messages/status?ruleset_id=77&per_page=1&starting_after="+next, "")
	assert.Equal(t, []string{"read"}, events.list("events", "status"))
	assert.Nil(t, events.at("pages.next"))
	a.fails("GET /messages/status", "", 400, "parameter_missing")
	a.fails("GET /messages/whatsapp/status", "", 400, "parameter_missing")
	a.fails("GET /messages/whatsapp/status?message_id=0", "", 404, "whatsapp_message_not_found")
}

func TestConversationHelpersPanic(t *testing.T) {
	t.Parallel()
	fake := NewServer()
	id := fake.AddConversation()
	assert.Panics(t, func() { fake.RateConversation("0", 5, "") })
	assert.Panics(t, func() { fake.RateConversation(id, 5, "") }, "nobody takes part")
	assert.Panics(t, func() { fake.AddHandlingEvent(id, "0", "paused", "") })
	assert.Panics(t, func() { fake.AddSideConversation("0") })
}
