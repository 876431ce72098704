package intercomtest

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestUserIsCreatedAndRead(t *testing.T) {
	t.Parallel()
	a := newTester(t).as("1.4")
	u := a.ok("POST /users", `{
		"user_id": "crew-17", "email": "Mira@Harbor.test", "name": "Mira Holt", "phone": "+4930123456",
		"signed_up_at": 1559990000, "last_request_at": 1561000300, "new_session": true, "utm_source": "fair",
		"last_seen_ip": "1.2.3.4", "last_seen_user_agent": "Go", "unsubscribed_from_emails": true, "owner_id": 40117,
		"avatar": {"type": "avatar", "image_url": "https://harbor.test/m.png"},
		"custom_attributes": {"karma": 4, "big": 9007199254740993, "trial": false, "empty": ""},
		"companies": [{"company_id": 9, "name": "Harbor", "plan": "Pro", "custom_attributes": {"docks": 3}}, {"id": "hb-2"}]
	}`)
	assert.Equal(t, "user", u["type"])
	assert.Regexp(t, `^[0-9a-f]{24}$`, u["id"])
	assert.Equal(t, "mira@harbor.test", u["email"])
	assert.Equal(t, 1559990000, u.at("signed_up_at"))
	assert.Equal(t, u["signed_up_at"], u["remote_created_at"])
	assert.Equal(t, 1, u.at("session_count"))
	assert.Equal(t, true, u["unsubscribed_from_emails"])
	assert.Equal(t, "fair", u["utm_source"])
	assert.Nil(t, u["referrer"])
	assert.Equal(t, 40117, u.at("owner_id"))
	assert.Equal(t, "https://harbor.test/m.png", u.at("avatar.image_url"))
	assert.Equal(t, "9007199254740993", object(u["custom_attributes"].(map[string]any)).text("big"))
	assert.Contains(t, u["custom_attributes"], "empty")
	assert.Equal(t, []string{"9", "hb-2"}, u.list("companies.companies", "company_id"))
	assert.Equal(t, "company.list", u.at("companies.type"))
	assert.Equal(t, "location_data", u.at("location_data.type"))
	assert.NotContains(t, u, "last_seen_ip")

	id := u.text("id")
	assert.Equal(t, u, a.ok("GET /users/"+id, ""))
	assert.Equal(t, u, a.ok("GET /users?user_id=crew-17", ""))
	assert.Equal(t, "1.2.3.4", a.as("1.1").ok("GET /users/"+id, "")["last_seen_ip"])
	assert.NotContains(t, a.as("1.3").ok("GET /users/"+id, ""), "owner_id")

	co := a.ok("GET /companies?company_id=9", "")
	assert.Equal(t, "Pro", co.at("plan.name"))
	assert.Equal(t, 1, co.at("session_count"))
	assert.Equal(t, 1, co.at("user_count"))
	assert.Equal(t, 3, co.at("custom_attributes.docks"))
}

func TestUserIsUpdated(t *testing.T) {
	t.Parallel()
	a := newTester(t).as("1.4")
	a.ok("POST /users", `{"user_id":"1","name":"Mira","custom_attributes":{"a":1,"b":2},"companies":[{"company_id":"x"},{"company_id":"y"}]}`)
	u := a.ok("POST /users", `{"user_id":"1","custom_attributes":{"a":null,"c":3},"companies":[{"company_id":"x","remove":true},{"company_id":"z"}]}`)
	assert.Equal(t, "Mira", u["name"], "what is not sent stays")
	assert.Equal(t, []string{"y", "z"}, u.list("companies.companies", "company_id"))
	assert.Nil(t, u.at("custom_attributes.a"))
	assert.Equal(t, 2, u.at("custom_attributes.b"))
	assert.Equal(t, 3, u.at("custom_attributes.c"))
	assert.Nil(t, u["last_request_at"])

	u = a.ok("POST /users", `{"user_id":"1","name":null,"update_last_request_at":true,"unknown":[1]}`)
	assert.Nil(t, u["name"])
	assert.NotNil(t, u["last_request_at"])
	assert.Equal(t, 0, u.at("session_count"))
	a.ok("GET /companies?company_id=x", "") // detached, not deleted
}

func TestUserIsMatched(t *testing.T) {
	t.Parallel()
	a := newTester(t).as("1.4")
	byID := a.ok("POST /users", `{"user_id":"1","email":"one@quay.test"}`).text("id")

	u := a.ok("POST /users", `{"id":"`+byID+`","user_id":"uno","email":"uno@quay.test"}`)
	assert.Equal(t, []any{byID, "uno", "uno@quay.test"}, []any{u["id"], u["user_id"], u["email"]})

	u = a.ok("POST /users", `{"user_id":"uno","email":"one@quay.test"}`)
	assert.Equal(t, []any{byID, "one@quay.test"}, []any{u["id"], u["email"]})

	u = a.ok("POST /users", `{"email":"ONE@quay.test"}`)
	assert.Equal(t, byID, u["id"])

	other := a.ok("POST /users", `{"user_id":"dos","email":"one@quay.test"}`)
	assert.NotEqual(t, byID, other["id"], "an address with another user_id is another person")
	a.fails("POST /users", `{"email":"one@quay.test"}`, 409, "conflict")
	a.fails("POST /users", `{"id":"`+byID+`","user_id":"dos"}`, 409, "unique_user_constraint")

	anon := a.ok("POST /users", `{"email":"late@quay.test"}`).text("id")
	u = a.ok("POST /users", `{"user_id":"tres","email":"late@quay.test"}`)
	assert.Equal(t, []any{anon, "tres"}, []any{u["id"], u["user_id"]})

	a.fails("POST /users", `{"id":"000000000000000000000000"}`, 404, "not_found")
	a.fails("POST /users", `{"name":"nobody"}`, 400, "parameter_not_found")
}

func TestUserIsRefused(t *testing.T) {
	t.Parallel()
	a := newTester(t).as("1.4")
	for _, body := range []string{
		`{"email":"nonsense"}`,
		`{"email":"a@b.test","name":{}}`,
		`{"email":"a@b.test","custom_attributes":{"a":{"b":1}}}`,
		`{"email":"a@b.test","custom_attributes":{"a":[1]}}`,
		`{"email":"a@b.test","custom_attributes":{"a.b":1}}`,
		`{"email":"a@b.test","custom_attributes":7}`,
		`{"email":"a@b.test","companies":7}`,
		`{"email":"a@b.test","companies":[7]}`,
		`{"email":"a@b.test","unsubscribed_from_emails":null}`,
		`{"email":"a@b.test","unsubscribed_from_emails":1}`,
		`{"email":"a@b.test","signed_up_at":1559990000000}`,
		`{"email":"a@b.test","signed_up_at":"soon"}`,
	} {
		a.fails("POST /users", body, 400, "parameter_invalid")
	}
	a.fails("POST /users", `{"email":"a@b.test","companies":[{"name":"no id"}]}`, 400, "parameter_not_found")
	assert.Equal(t, 0, a.ok("GET /users", "").at("total_count"), "nothing was written")
	a.as("1.2").ok("POST /users", `{"email":"a@b.test","unsubscribed_from_emails":null}`)

	many := `{"email":"a@b.test","custom_attributes":{"a":0`
	for i := range 250 {
		many += fmt.Sprintf(`,"a%d":1`, i)
	}
	a.fails("POST /users", many+"}}", 400, "custom_data_limit_reached")
}

func TestUsersAreFound(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	old := a.as("1.4")
	one := old.ok("POST /users", `{"user_id":"1","email":"same@quay.test","phone":"+49 1"}`).text("id")
	two := old.ok("POST /users", `{"user_id":"2","email":"same@quay.test"}`).text("id")
	lead := a.ok("POST /contacts", `{"role":"lead","email":"same@quay.test"}`).text("id")

	for version, want := range map[string][]string{"1.1": {lead, two, one}, "1.2": {two, one}, "1.4": {two, one}} {
		list := a.as(version).ok("GET /users?email=Same%40quay.test", "")
		assert.Equal(t, want, list.list("users", "id"), version)
		assert.Equal(t, "user.list", list["type"])
	}
	a.as("1.0").fails("GET /users?email=same%40quay.test", "", 409, "conflict")
	a.as("1.0").fails("GET /users?email=none%40quay.test", "", 404, "not_found")
	old.ok("DELETE /users/"+two, "")
	assert.Equal(t, one, a.as("1.0").ok("GET /users?email=same%40quay.test", "")["id"])

	none := old.ok("GET /users?email=none%40quay.test", "")
	assert.Equal(t, []any{}, none["users"])
	assert.Equal(t, 0, none.at("total_count"))
	assert.Equal(t, 0, none.at("pages.total_pages"))
	assert.Nil(t, none.at("pages.next"))

	assert.Equal(t, []string{one}, old.ok("GET /users?phone=%2B49+1", "").list("users", "id"))
	old.fails("GET /users?user_id=9", "", 404, "not_found")
	old.fails("GET /users/"+lead, "", 404, "not_found")

	tag := old.ok("POST /tags", `{"name":"vip","users":[{"id":"`+lead+`"},{"user_id":"1"}]}`).text("id")
	mixed := old.ok("GET /users?tag_id="+tag, "")
	assert.Equal(t, []string{lead, one}, mixed.list("users", "id"))
	assert.Equal(t, []string{"contact", "user"}, mixed.list("users", "type"))
	seg := a.fake.AddSegment("Active")
	a.fake.AddToSegment(seg, one)
	assert.Equal(t, []string{one}, old.ok("GET /users?segment_id="+seg, "").list("users", "id"))
	assert.Equal(t, []string{seg}, old.ok("GET /users/"+one, "").list("segments.segments", "id"))
	old.fails("GET /users?tag_id=1&segment_id=2", "", 400, "parameter_invalid")
	assert.Empty(t, old.ok("GET /users?segment_id=none", "").list("users", "id"))
}

func TestUsersAreListed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t).as("1.4")
		for i := range 61 {
			a.ok("POST /users", fmt.Sprintf(`{"user_id":"%d","signed_up_at":%d}`, i, 1000-i))
			time.Sleep(time.Hour)
		}
		list := a.ok("GET /users", "")
		assert.Equal(t, 61, list.at("total_count"))
		assert.Equal(t, false, list["limited"])
		assert.Len(t, list["users"], 50)
		assert.Equal(t, "60", list.list("users", "user_id")[0])
		assert.Equal(t, "https://api.intercom.io/users?page=2&per_page=50", list.at("pages.next"))
		assert.Equal(t, 2, list.at("pages.total_pages"))

		list = a.ok("GET /users?page=2&per_page=50", "")
		assert.Len(t, list["users"], 11)
		assert.Nil(t, list.at("pages.next"))
		assert.Equal(t, 60, a.ok("GET /users?per_page=200", "").at("pages.per_page"))

		assert.Equal(t, "0", a.ok("GET /users?order=asc", "").list("users", "user_id")[0])
		assert.Equal(t, "0", a.ok("GET /users?sort=signed_up_at", "").list("users", "user_id")[0])
		assert.Equal(t, 24, a.ok("GET /users?created_since=1", "").at("total_count"))
		assert.Empty(t, a.ok("GET /users?page=166&per_page=60", "").list("users", "id"))

		message := a.fails("GET /users?page=168&per_page=60", "", 400, "bad_request")
		assert.Contains(t, message, "scroll")
		for _, query := range []string{"page=0", "page=x", "per_page=-1", "order=up", "sort=name", "created_since=x"} {
			a.fails("GET /users?"+query, "", 400, "parameter_invalid")
		}
	})
}

func TestUsersAreScrolled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t).as("1.4")
		for i := range 150 {
			a.ok("POST /users", fmt.Sprintf(`{"user_id":"%d"}`, i))
		}
		page := a.ok("GET /users/scroll", "")
		param := page.text("scroll_param")
		assert.Len(t, page["users"], 100)
		a.fails("GET /users/scroll", "", 400, "scroll_exists")
		a.fails("GET /companies/scroll", "", 400, "scroll_exists")
		a.fails("GET /companies/scroll?scroll_param="+param, "", 404, "not_found")
		a.fails("GET /users/scroll?scroll_param=other", "", 404, "not_found")

		time.Sleep(59 * time.Second)
		a.ok("DELETE /users?user_id=3", "")
		page = a.ok("GET /users/scroll?scroll_param="+param, "")
		assert.Len(t, page["users"], 49)
		time.Sleep(59 * time.Second)
		page = a.ok("GET /users/scroll?scroll_param="+param, "")
		assert.Equal(t, []any{}, page["users"])
		assert.Equal(t, param, page.text("scroll_param"))
		a.fails("GET /users/scroll?scroll_param="+param, "", 404, "not_found")

		param = a.ok("GET /users/scroll", "").text("scroll_param") // the end has freed it
		time.Sleep(time.Minute)
		message := a.fails("GET /users/scroll?scroll_param="+param, "", 404, "not_found")
		assert.Equal(t, "scroll parameter not found", message)
		a.ok("GET /users/scroll", "")
	})
}

func TestUserIsArchivedAndErased(t *testing.T) {
	t.Parallel()
	a := newTester(t).as("1.4")
	for _, query := range []string{"", "?user_id=1", "?email=one%40quay.test"} {
		id := a.ok("POST /users", `{"user_id":"1","email":"one@quay.test","name":"One"}`).text("id")
		path := "/users" + query
		if query == "" {
			path += "/" + id
		}
		assert.Equal(t, "One", a.ok("DELETE "+path, "")["name"])
		a.fails("GET /users/"+id, "", 404, "not_found")
		a.fails("DELETE "+path, "", 404, "not_found")
		a.as("2.16").fails("GET /contacts/"+id, "", 404, "not_found")
		message := a.as("2.16").fails("POST /contacts", `{"external_id":"1"}`, 409, "conflict")
		assert.Equal(t, "An archived contact matching those details already exists with id="+id, message)
		assert.Equal(t, id, a.ok("POST /users", `{"user_id":"1"}`)["id"], "a write brings it back")
	}
	id := a.ok("GET /users?user_id=1", "").text("id")
	assert.IsType(t, 0, a.ok("POST /user_delete_requests", `{"intercom_user_id":"`+id+`"}`).at("id"))
	a.fails("POST /user_delete_requests", `{"intercom_user_id":"`+id+`"}`, 404, "not_found")
	assert.NotEqual(t, id, a.ok("POST /users", `{"user_id":"1"}`)["id"])
	a.fails("DELETE /users", "", 404, "not_found")
}
