package intercomtest

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestCompanyIsSaved(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	const body = `{"company_id":"hb-9","name":"Harbor","plan":"Pro","size":85,"website":"https://harbor.test","industry":"Logistics",
		"monthly_spend":490.9,"remote_created_at":1540000000,"custom_attributes":{"docks":3,"rate":155.5}}`
	co := a.ok("POST /companies", body)
	assert.Equal(t, "company", co["type"])
	assert.Equal(t, 490, co.at("monthly_spend"), "truncated")
	assert.Equal(t, "Pro", co.at("plan.name"))
	assert.Equal(t, 85, co.at("size"))
	assert.Equal(t, 0, co.at("user_count"))
	assert.Equal(t, "tag.list", co.at("tags.type"))
	assert.Equal(t, "segment.list", co.at("segments.type"))
	assert.Contains(t, co, "last_request_at")
	assert.Nil(t, co["last_request_at"])

	id := co.text("id")
	co = a.ok("POST /companies", `{"company_id":"hb-9","name":"Harbor Freight","update_last_request_at":true,"custom_attributes":{"docks":4}}`)
	assert.Equal(t, id, co["id"])
	assert.Equal(t, "Harbor Freight", co["name"])
	assert.Equal(t, "Logistics", co["industry"])
	assert.Equal(t, 4, co.at("custom_attributes.docks"))
	assert.NotNil(t, co["last_request_at"])

	co = a.ok("PUT /companies/"+id, `{"plan":null,"website":"https://freight.test"}`)
	assert.Equal(t, map[string]any{}, co["plan"])
	assert.Equal(t, "https://freight.test", co["website"])

	assert.Equal(t, co, a.ok("GET /companies/"+id, ""))
	assert.Equal(t, co, a.ok("GET /companies?company_id=hb-9", ""))
	assert.Equal(t, co, a.ok("GET /companies?name=Harbor+Freight", ""))
	assert.Equal(t, id, a.as("1.4").ok("GET /companies/"+id, "")["id"])

	bare := a.as("1.4").ok("POST /companies", `{"company_id":"bare","anything":1}`)
	for _, key := range []string{"name", "size", "website", "industry", "last_request_at", "remote_created_at"} {
		assert.Contains(t, bare, key)
		assert.Nil(t, bare[key], key)
	}
}

func TestCompanyIsRefused(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	id := a.ok("POST /companies", `{"company_id":"1","name":"One"}`).text("id")
	message := a.fails("POST /companies", `{"company_id":"1","test":"invalid"}`, 400, "bad_request")
	assert.Equal(t, "bad 'test' parameter", message)
	a.fails("PUT /companies/"+id, `{"company_id":"2"}`, 400, "bad_request")
	a.fails("POST /companies", `{"name":"none"}`, 400, "parameter_not_found")
	for _, body := range []string{
		`{"company_id":"1","monthly_spend":2147483648}`,
		`{"company_id":"1","plan":{"name":"Pro"}}`,
		`{"company_id":"1","name":"changed","custom_attributes":{"a":{}}}`,
	} {
		a.fails("POST /companies", body, 400, "parameter_invalid")
	}
	assert.Equal(t, "One", a.ok("GET /companies/"+id, "")["name"])
	for _, op := range []string{
		"GET /companies/0", "PUT /companies/0", "DELETE /companies/0", "GET /companies?name=none", "GET /companies?company_id=none",
		"GET /companies/0/contacts", "GET /companies/0/segments",
	} {
		a.fails(op, "", 404, "company_not_found")
	}
	assert.Equal(t, "Company Not Found", a.as("1.4").fails("GET /companies/0", "", 404, "not_found"))
	a.as("1.4").fails("GET /companies/0/users", "", 404, "not_found")
}

func TestCompaniesAreListed(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	old := a.as("1.4")
	for i := range 20 {
		old.ok("POST /users", fmt.Sprintf(`{"user_id":"%d","last_request_at":%d,"companies":[{"company_id":"c%d"}]}`, i, 1000+(i*7)%20, i))
	}
	a.ok("POST /companies", `{"company_id":"lonely"}`)

	list := a.ok("POST /companies/list", "")
	assert.Equal(t, "list", list["type"])
	assert.Equal(t, 20, list.at("total_count"), "those without people are left out")
	assert.Len(t, list["data"], 15)
	assert.Equal(t, "c17", list.list("data", "company_id")[0], "the last request first")
	assert.Equal(t, "https://api.intercom.io/companies/list?page=2&per_page=15", list.at("pages.next"))
	assert.Len(t, a.ok("POST /companies/list?page=2", "")["data"], 5)
	assert.Equal(t, "c0", a.ok("POST /companies/list?order=asc", "").list("data", "company_id")[0])
	assert.Equal(t, 20, a.ok("GET /companies", "").at("total_count"))
	a.fails("POST /companies/list?page=668", "", 400, "bad_request")

	list = old.ok("GET /companies", "")
	assert.Equal(t, "company.list", list["type"])
	assert.Equal(t, 21, list.at("total_count"))
	assert.Len(t, list["companies"], 21)
	assert.Equal(t, 50, list.at("pages.per_page"))

	tag := a.ok("POST /tags", `{"name":"key","companies":[{"company_id":"c3"}]}`).text("id")
	seg := a.fake.AddSegment("Keys", tag)
	for _, query := range []string{"tag_id=" + tag, "segment_id=" + seg} {
		assert.Equal(t, []string{"c3"}, a.ok("GET /companies?"+query, "").list("data", "company_id"))
		assert.Equal(t, []string{"c3"}, old.ok("GET /companies?"+query, "").list("companies", "company_id"))
	}
	a.fails("GET /companies?tag_id=1&segment_id=2", "", 400, "parameter_invalid")

	co := a.ok("GET /companies?company_id=c3", "")
	assert.Equal(t, []string{"key"}, co.list("tags.tags", "name"))
	assert.Equal(t, []string{seg}, co.list("segments.segments", "id"))
	for _, b := range []*tester{a, old} {
		segments := b.ok("GET /companies/"+co.text("id")+"/segments", "")
		assert.Equal(t, []string{"Keys"}, segments.list("data", "name"))
	}
}

func TestCompaniesAreScrolled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		for i := range 120 {
			a.as("1.4").ok("POST /users", fmt.Sprintf(`{"user_id":"%d","companies":[{"company_id":"c%d"}]}`, i, i))
		}
		a.ok("POST /companies", `{"company_id":"lonely"}`)
		seen := 0
		param := ""
		for {
			page := a.ok("GET /companies/scroll"+param, "")
			assert.Equal(t, "list", page["type"])
			assert.Contains(t, page, "pages")
			assert.Nil(t, page["pages"])
			assert.Nil(t, page["total_count"])
			param = "?scroll_param=" + page.text("scroll_param")
			n := len(page.list("data", "id"))
			if seen += n; n == 0 {
				break
			}
		}
		assert.Equal(t, 120, seen)

		page := a.as("1.4").ok("GET /companies/scroll", "")
		assert.Equal(t, "company.list", page["type"])
		assert.Len(t, page["companies"], 100)
	})
}

func TestCompanyIsDeletedLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t, WithLag(time.Minute))
		u := a.as("1.4").ok("POST /users", `{"user_id":"1","companies":[{"company_id":"x"}]}`)
		id := u.list("companies.companies", "id")[0]
		for range 2 {
			gone := a.ok("DELETE /companies/"+id, "")
			assert.Equal(t, object{"id": id, "object": "company", "deleted": true}, gone)
			a.ok("GET /companies/"+id, "")
			time.Sleep(30 * time.Second)
		}
		a.fails("GET /companies/"+id, "", 404, "company_not_found")
		assert.Equal(t, 0, a.ok("GET /contacts/"+u.text("id"), "").at("companies.total_count"))
		assert.NotEqual(t, id, a.ok("POST /companies", `{"company_id":"x"}`)["id"])
	})
	a := newTester(t)
	id := a.ok("POST /companies", `{"company_id":"x"}`).text("id")
	a.ok("DELETE /companies/"+id, "")
	a.fails("DELETE /companies/"+id, "", 404, "company_not_found")
}

func TestCompanyAndItsContacts(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	co := a.ok("POST /companies", `{"company_id":"x","name":"X"}`).text("id")
	user := a.ok("POST /contacts", `{"email":"u@quay.test"}`).text("id")
	lead := a.ok("POST /contacts", `{"role":"lead"}`).text("id")

	for _, id := range []string{user, user, lead} {
		assert.Equal(t, co, a.ok("POST /contacts/"+id+"/companies", `{"id":"`+co+`"}`)["id"])
	}
	list := a.ok("GET /companies/"+co+"/contacts", "")
	assert.Equal(t, []string{user, lead}, list.list("data", "id"))
	assert.Equal(t, 2, list.at("total_count"))
	assert.NotContains(t, list["pages"], "next")
	assert.Equal(t, "https://api.intercom.io/companies/"+co+"/contacts?page=2&per_page=1",
		a.ok("GET /companies/"+co+"/contacts?per_page=1", "").at("pages.next"))

	for _, op := range []string{"GET /companies/" + co + "/users", "GET /companies?company_id=x&type=user", "GET /companies?name=X&type=user"} {
		users := a.as("1.4").ok(op, "")
		assert.Equal(t, "user.list", users["type"])
		assert.Equal(t, []string{user}, users.list("users", "id"))
	}
	list = a.ok("GET /contacts/"+user+"/companies", "")
	assert.Equal(t, []string{co}, list.list("data", "id"))
	assert.Equal(t, 50, list.at("pages.per_page"))

	assert.Equal(t, 1, a.ok("DELETE /contacts/"+lead+"/companies/"+co, "").at("user_count"))
	a.fails("DELETE /contacts/"+lead+"/companies/"+co, "", 404, "company_not_found")
	a.fails("DELETE /contacts/"+lead+"/companies/0", "", 404, "company_not_found")
	a.fails("DELETE /contacts/0/companies/"+co, "", 404, "not_found")
	a.fails("POST /contacts/0/companies", `{"id":"`+co+`"}`, 404, "not_found")
	a.fails("POST /contacts/"+lead+"/companies", `{"id":"123"}`, 404, "company_not_found")
	a.fails("POST /contacts/"+lead+"/companies", `null`, 400, "parameter_not_found")
	a.fails("GET /contacts/0/companies", "", 404, "not_found")
}

func TestContactHasAThousandCompanies(t *testing.T) {
	t.Parallel()
	a := newTester(t, WithRateLimit(10_000, time.Minute))
	contact := a.ok("POST /contacts", `{"email":"u@quay.test"}`).text("id")
	companies := `{"email":"u@quay.test","companies":[{"company_id":"0"}`
	for i := range 999 {
		companies += fmt.Sprintf(`,{"company_id":"c%d"}`, i)
	}
	a.as("1.4").ok("POST /users", companies+"]}")
	more := a.ok("POST /companies", `{"company_id":"more"}`).text("id")
	a.fails("POST /contacts/"+contact+"/companies", `{"id":"`+more+`"}`, 400, "contact_company_limit_exceeded")

	embedded := a.ok("GET /contacts/"+contact, "")
	assert.Len(t, embedded.at("companies.data"), 10)
	assert.Equal(t, 1000, embedded.at("companies.total_count"))
	assert.Equal(t, true, embedded.at("companies.has_more"))
	assert.Equal(t, "/contacts/"+contact+"/companies", embedded.at("companies.url"))
}
