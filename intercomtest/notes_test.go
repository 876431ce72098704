package intercomtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNotes(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	old := a.as("1.4")
	user := old.ok("POST /users", `{"user_id":"1","email":"one@quay.test"}`).text("id")
	co := old.ok("POST /companies", `{"company_id":"hb","name":"Harbor"}`).text("id")

	n := old.ok("POST /notes", `{"body":"plain","user":{"email":"one@quay.test"}}`)
	assert.Equal(t, "<p>plain</p>", n["body"])
	assert.Nil(t, n["author"])
	assert.Equal(t, user, n.at("user.id"))
	old.ok("POST /notes", `{"body":"<p>top</p>","user_id":"1"}`) // the older form
	m := a.ok("POST /contacts/"+user+"/notes", `{"body":"<b>x</b>"}`)
	assert.Equal(t, a.fake.workspace.me().name, m.at("author.name"))
	assert.Equal(t, user, m.at("contact.id"))
	assert.Equal(t, co, a.ok("POST /companies/"+co+"/notes", `{"body":"x"}`).at("company.id"))

	for _, query := range []string{"id=" + user, "intercom_user_id=" + user, "user_id=1", "email=one%40quay.test"} {
		list := old.ok("GET /notes?"+query, "")
		assert.Equal(t, "note.list", list["type"])
		assert.Equal(t, []string{"<b>x</b>", "<p>top</p>", "<p>plain</p>"}, list.list("notes", "body"))
	}
	list := a.ok("GET /contacts/"+user+"/notes?per_page=2", "")
	assert.Equal(t, 3, list.at("total_count"))
	assert.Equal(t, "https://api.intercom.io/contacts/"+user+"/notes?page=2&per_page=2", list.at("pages.next"))
	assert.Len(t, a.ok("GET /companies/"+co+"/notes", "")["data"], 1)
	assert.Equal(t, 3, a.ok("GET /contacts/"+user, "").at("notes.total_count"))
	assert.Equal(t, n.text("id"), a.ok("GET /notes/"+n.text("id"), "").text("id"))
	assert.Equal(t, user, old.ok("GET /notes/"+m.text("id"), "").at("user.id"))

	a.fails("GET /notes/1", "", 404, "not_found")
	old.fails("GET /notes?user_id=2", "", 404, "not_found")
	old.fails("POST /notes", `{"body":"x","user":{"user_id":"2"}}`, 404, "not_found")
	a.fails("POST /contacts/1/notes", `{"body":"x"}`, 404, "not_found")
	a.fails("POST /companies/1/notes", `{"body":"x"}`, 404, "company_not_found")
	a.fails("POST /contacts/"+user+"/notes", `{"body":"x","admin_id":"1"}`, 404, "not_found")
	a.fails("POST /contacts/"+user+"/notes", `{}`, 400, "parameter_not_found")
}

func TestSubscriptionTypes(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	news, offers := a.fake.AddSubscriptionType("News", "opt_out"), a.fake.AddSubscriptionType("Offers", "opt_in")
	id := a.ok("POST /contacts", `{"external_id":"1"}`).text("id")
	assert.Equal(t, []string{news, offers}, a.ok("GET /subscription_types", "").list("data", "id"))
	a.ok("POST /contacts/"+id+"/subscriptions", `{"id":"`+news+`","consent_type":"opt_out"}`)
	a.ok("POST /contacts/"+id+"/subscriptions", `{"id":"`+news+`","consent_type":"opt_out"}`)
	assert.Equal(t, "Offers", a.ok("POST /contacts/"+id+"/subscriptions", `{"id":`+offers+`,"consent_type":"opt_in"}`).at("default_translation.name"))
	contact := a.ok("GET /contacts/"+id, "")
	assert.Equal(t, []string{offers}, contact.list("opted_in_subscription_types.data", "id"))
	assert.Equal(t, []string{news}, contact.list("opted_out_subscription_types.data", "id"))
	assert.Equal(t, news, a.ok("DELETE /contacts/"+id+"/subscriptions/"+news, "").text("id"))
	assert.Equal(t, []string{offers}, a.ok("GET /contacts/"+id+"/subscriptions", "").list("data", "id"))
	a.fails("DELETE /contacts/"+id+"/subscriptions/"+news, "", 404, "not_found")
	a.fails("POST /contacts/"+id+"/subscriptions", `{"id":"1","consent_type":"opt_in"}`, 404, "not_found")
	a.fails("POST /contacts/"+id+"/subscriptions", `{"id":"`+news+`","consent_type":"maybe"}`, 400, "parameter_invalid")
	for _, op := range []string{"GET /contacts/1/subscriptions", "POST /contacts/1/subscriptions", "DELETE /contacts/1/subscriptions/1"} {
		a.as("2.15").fails(op, "", 404, "not_found")
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	old := a.as("1.4")
	user := old.ok("POST /users", `{"user_id":"1","companies":[{"company_id":"hb","name":"Harbor"}]}`).text("id")
	old.ok("POST /users", `{"user_id":"2"}`)
	a.ok("POST /contacts", `{"role":"lead"}`)
	old.ok("POST /tags", `{"name":"vip","users":[{"user_id":"1"}],"companies":[{"company_id":"hb"}]}`)
	a.fake.AddToSegment(a.fake.AddSegment("Active"), user)

	all := old.ok("GET /counts", "")
	assert.Equal(t, "count.hash", all["type"])
	for key, n := range map[string]int{"user": 2, "lead": 1, "company": 1, "tag": 1, "segment": 1} {
		assert.Equal(t, n, all.at(key+".count"), key)
	}
	assert.Equal(t, []string{"1"}, old.ok("GET /counts?type=user&count=tag", "").list("user.tag", "vip"))
	assert.Equal(t, []string{"1"}, old.ok("GET /counts?type=user&count=segment", "").list("user.segment", "Active"))
	assert.Equal(t, []string{"1"}, old.ok("GET /counts?type=company&count=tag", "").list("company.tag", "vip"))
	assert.Equal(t, []string{"0"}, old.ok("GET /counts?type=company&count=segment", "").list("company.segment", "Active"))
	companies := old.ok("GET /counts?type=company&count=user", "")
	assert.Equal(t, []string{"1"}, companies.list("company.user", "Harbor"))
	assert.Equal(t, []string{"hb"}, companies.list("company.user", "remote_company_id"))
	assert.Equal(t, 1, companies.at("pages.pages.total_pages"))
	me, closed, assigned := a.fake.workspace.me().id, a.fake.AddConversation(), a.fake.AddConversation()
	a.fake.AddConversation()
	a.ok("POST /conversations/"+closed+"/parts", `{"message_type":"close","type":"admin","admin_id":"`+me+`"}`)
	a.ok("POST /conversations/"+assigned+"/parts", `{"message_type":"assignment","type":"admin","admin_id":"`+me+`","assignee_id":"`+me+`"}`)
	states := old.ok("GET /counts?type=conversation", "")
	for key, n := range map[string]int{"open": 2, "assigned": 1, "unassigned": 1, "closed": 1} {
		assert.Equal(t, n, states.at("conversation."+key), key)
	}
	admins := old.ok("GET /counts?type=conversation&count=admin", "")
	assert.Equal(t, []string{"Ole Brandt"}, admins.list("conversation.admin", "name"))
	assert.Equal(t, []string{"1"}, admins.list("conversation.admin", "open"))
	old.fails("GET /counts?type=user", "", 400, "parameter_invalid")
	old.fails("GET /counts?type=user&count=tag&page=x", "", 400, "parameter_invalid")
	a.fails("GET /counts", "", 400, "intercom_version_invalid")
}
