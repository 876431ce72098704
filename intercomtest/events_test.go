package intercomtest

import (
	"fmt"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		old := a.as("1.4")
		now := time.Now().Unix()
		user := old.ok("POST /users", `{"user_id":"1","email":"one@quay.test"}`).text("id")
		lead := a.ok("POST /contacts", `{"role":"lead"}`).text("id")
		create := func(name, who string, at int64) {
			res, body := a.send("POST /events", fmt.Sprintf(`{"event_name":%q,%s,"created_at":%d,"metadata":{"to":{"url":"https://a.test","value":"x"}}}`, name, who, at))
			require.Equal(t, 202, res.StatusCode, "%s", body)
			assert.Empty(t, body)
		}
		create("a", `"user_id":"1"`, now)
		create("a", `"email":"one@quay.test"`, now) // the same once more
		create("b", `"id":"`+user+`"`, now)
		create("a", `"id":"`+user+`"`, now-60)
		create("old", `"id":"`+user+`"`, now-100*24*3600)
		create("c", `"id":"`+lead+`"`, now)

		first := old.ok("GET /events?type=user&email=one%40quay.test&per_page=2", "")
		assert.Equal(t, "event.list", first["type"])
		assert.Equal(t, []string{"b", "a"}, first.list("events", "event_name"))
		next, err := url.Parse(first.at("pages.next").(string))
		require.NoError(t, err)
		assert.Equal(t, user, next.Query().Get("intercom_user_id"))
		last := a.ok("GET /events?"+next.RawQuery, "")
		assert.Equal(t, []string{"a"}, last.list("events", "event_name"))
		assert.Nil(t, last.at("pages.next"))
		since, err := url.Parse(last.at("pages.since").(string))
		require.NoError(t, err)
		assert.Empty(t, a.ok("GET /events?"+since.RawQuery, "")["events"])
		create("d", `"user_id":"1"`, now+1)
		assert.Equal(t, []string{"d"}, a.ok("GET /events?"+since.RawQuery, "").list("events", "event_name"))
		assert.Equal(t, []string{"c"}, a.ok("GET /events?type=user&intercom_user_id="+lead, "").list("events", "event_name"))

		a.ok("POST /events/summaries", `{"user_id":"1","event_summaries":[{"event_name":"a","count":4,"first":1000},{"event_name":"z","count":1}]}`)
		a.ok("POST /events/summaries", `{"user_id":"1","event_summaries":{"event_name":"z","count":2}}`)
		sums := a.ok("GET /events?type=user&user_id=1&summary=true", "")
		assert.Equal(t, []string{"a", "z", "b", "old", "d"}, sums.list("events", "name"))
		assert.Equal(t, []string{"6", "3", "1", "1", "1"}, sums.list("events", "count"))
		assert.Equal(t, "1970-01-01T00:16:40.000Z", sums.list("events", "first")[0])
		assert.Equal(t, user, sums["intercom_user_id"])

		a.fails("GET /events?user_id=1", "", 400, "parameter_invalid")
		a.fails("GET /events?type=user&user_id=2", "", 404, "not_found")
		for _, q := range []string{"per_page=0", "before=x", "since=x"} {
			a.fails("GET /events?type=user&user_id=1&"+q, "", 400, "parameter_invalid")
		}
		a.fails("POST /events", `{"event_name":"a","user_id":"2","created_at":1}`, 404, "not_found")
		a.fails("POST /events", `{"user_id":"1","created_at":1}`, 400, "parameter_not_found")
		a.fails("POST /events", `{"event_name":"a","user_id":"1"}`, 400, "parameter_not_found")
		a.fails("POST /events", `{"event_name":"a","user_id":"1","created_at":1561200000123}`, 400, "parameter_invalid")
		a.fails("POST /events", `{"event_name":"a","user_id":"1","created_at":1,"metadata":{"a":{"b":1}}}`, 400, "parameter_invalid")
		a.fails("POST /events", `{"event_name":"a","user_id":"1","created_at":1,"metadata":{"1":1,"2":1,"3":1,"4":1,"5":1,"6":1,"7":1,"8":1,"9":1,"10":1,"11":1}}`, 400, "parameter_invalid")
		a.fails("POST /events/summaries", `{"user_id":"2"}`, 404, "not_found")
		a.fails("POST /events/summaries", `{"user_id":"1","event_summaries":7}`, 400, "parameter_invalid")
		a.fails("POST /events/summaries", `{"user_id":"1","event_summaries":{"count":"x"}}`, 400, "parameter_invalid")
		a.fails("POST /events/summaries", `{"user_id":"1","event_summaries":{"event_name":"x"}}`, 400, "parameter_not_found")
	})
}

func TestJobs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		id, bad := a.fake.AddJob("ticket", "20", time.Minute), a.fake.AddJob("ticket", "", time.Minute)
		assert.Equal(t, "pending", a.ok("GET /jobs/status/"+id, "")["status"])
		time.Sleep(time.Minute)
		assert.Equal(t, "20", a.ok("GET /jobs/status/"+id, "")["resource_id"])
		assert.Equal(t, "failed", a.ok("GET /jobs/status/"+bad, "")["status"])
		a.fails("GET /jobs/status/1", "", 404, "job_not_found")
	})
}

func TestBulkJobs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t, WithLag(2*time.Minute)).as("1.4")
		a.ok("POST /users", `{"user_id":"0"}`)
		j := a.ok("POST /bulk/users", `{"items":[
			{"method":"post","data_type":"user","data":{"user_id":"1","email":"one@quay.test"}},
			{"method":"post","data_type":"user","data":{"name":"nobody"}},
			{"method":"delete","data_type":"user","data":{"user_id":"0"}},
			{"method":"delete","data_type":"user","data":{"id":"9"}}]}`)
		id := j.text("id")
		assert.Equal(t, "pending", j["state"])
		a.fails("GET /users?user_id=1", "", 404, "not_found")
		time.Sleep(time.Minute)
		assert.Equal(t, "running", a.ok("GET /jobs/"+id, "")["state"])
		a.ok("POST /bulk/users", `{"items":[{"method":"post","data_type":"user","data":{"user_id":"2"}}],"job":{"id":"`+id+`"}}`)
		time.Sleep(time.Minute)
		j = a.ok("GET /jobs/"+id, "")
		assert.Equal(t, "running", j["state"])
		assert.Equal(t, []string{"completed", "running"}, j.list("tasks", "state"))
		time.Sleep(time.Minute)
		j = a.ok("GET /jobs/"+id, "")
		assert.Equal(t, "completed_with_errors", j["state"])
		assert.NotNil(t, j["completed_at"])
		assert.Equal(t, []string{"1", "2"}, []string{a.ok("GET /users?user_id=1", "").text("user_id"), a.ok("GET /users?user_id=2", "").text("user_id")})
		a.fails("GET /users?user_id=0", "", 404, "not_found")

		failures := a.ok("GET /jobs/"+id+"/error", "")
		assert.Equal(t, []string{"post", "delete"}, failures.list("items", "method"))
		assert.Equal(t, []string{id}, a.ok("GET /jobs", "").list("jobs", "id"))
		assert.Equal(t, "import", a.ok("POST /jobs/"+id, `{"name":"import","closing_at":1}`)["name"])
		a.fails("POST /bulk/users", `{"items":[{"method":"post","data_type":"user","data":{}}],"job":{"id":"`+id+`"}}`, 422, "job_closed")
		a.fails("POST /bulk/users", `{"items":[{"method":"post","data_type":"user","data":{}}],"job":{"id":"x"}}`, 404, "not_found")
		for _, body := range []string{
			`{}`, `{"items":[{"method":"put","data_type":"user","data":{}}]}`, `{"items":[{"method":"post","data_type":"event","data":{}}]}`,
			`{"items":[{"method":"post","data_type":"user"}]}`,
		} {
			a.fails("POST /bulk/users", body, 422, "unprocessable_entity")
		}
		a.fails("POST /bulk/events", `{"items":[{"method":"delete","data_type":"event","data":{}}]}`, 422, "unprocessable_entity")
		a.fails("POST /bulk/users", `{"items":7}`, 400, "parameter_invalid")
		a.fails("POST /jobs/"+id, `{"closing_at":"soon"}`, 400, "parameter_invalid")
		for _, op := range []string{"GET /jobs/1", "GET /jobs/1/error", "POST /jobs/1"} {
			a.fails(op, "", 404, "not_found")
		}
	})
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	a := newTester(t).as("1.4")
	sub := a.ok("POST /subscriptions", `{"url":"https://hooks.test","topics":["company","ping"],"hub_secret":"s","metadata":{"a":1}}`)
	id := sub.text("id")
	assert.Equal(t, []any{"notification_subscription", "web", "point", true}, []any{sub["type"], sub["service_type"], sub["mode"], sub["active"]})
	all := a.ok("POST /subscriptions", `{"url":"https://hooks.test","topics":["all"]}`).text("id")
	assert.Equal(t, []string{id, all}, a.ok("GET /subscriptions", "").list("items", "id"))
	assert.Equal(t, sub, a.ok("GET /subscriptions/"+id, ""))

	a.fake.Notify("company.created", map[string]any{"type": "company"})
	a.fake.Notify("user.created", map[string]any{"type": "user"})
	a.ok("POST /subscriptions/"+id+"/ping", "")
	assert.Equal(t, []string{"ping", "company.created"}, a.ok("GET /subscriptions/"+id+"/sent", "").list("notifications", "topic"))
	assert.Equal(t, []string{"user.created", "company.created"}, a.ok("GET /subscriptions/"+all+"/sent", "").list("notifications", "topic"))
	a.fake.FailNotifications(id, 500)
	a.ok("POST /subscriptions/"+id+"/ping", "")
	failed := a.ok("GET /subscriptions/"+id+"/error", "")
	assert.Equal(t, []string{"ping"}, failed.list("notifications", "topic"))
	assert.Equal(t, []string{""}, failed.list("notifications", "id"))

	sub = a.ok("POST /subscriptions/"+id, `{"active":false,"metadata":{}}`)
	assert.Equal(t, []any{false, map[string]any{}, "s"}, []any{sub["active"], sub["metadata"], sub["hub_secret"]})
	for _, body := range []string{`{"url":"ftp://x"}`, `{"topics":"all"}`, `{"active":"yes"}`} {
		a.fails("POST /subscriptions/"+id, body, 400, "parameter_invalid")
	}
	a.fails("POST /subscriptions", `{"url":"https://hooks.test"}`, 400, "parameter_not_found")
	a.ok("DELETE /subscriptions/"+id, "")
	for _, op := range []string{"GET /subscriptions/", "DELETE /subscriptions/", "POST /subscriptions/"} {
		a.fails(op+id, "", 404, "not_found")
	}
	for _, op := range []string{"GET /subscriptions/x/sent", "GET /subscriptions/x/error", "POST /subscriptions/x/ping"} {
		a.fails(op, "", 404, "not_found")
	}
	for range maxSubscriptions - 1 {
		a.ok("POST /subscriptions", `{"url":"https://hooks.test","topics":["all"]}`)
	}
	a.fails("POST /subscriptions", `{"url":"https://hooks.test","topics":["all"]}`, 400, "bad_request")
	assert.Panics(t, func() { a.fake.FailNotifications("x", 500) })
}
