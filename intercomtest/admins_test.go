package intercomtest

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestAdmins(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.ok("GET /me", "").text("id")
	ida := a.fake.AddAdmin("Ida Berg", "ida@qz.test")
	team := a.fake.AddTeam("Quay", ida)
	assert.Equal(t, []string{me, ida}, a.ok("GET /admins", "").list("admins", "id"))
	assert.Equal(t, []string{me, ida}, a.as("1.4").ok("GET /admins", "").list("admins", "id"))
	assert.Equal(t, []string{"admin", "admin", "team"}, a.as("1.3").ok("GET /admins", "").list("admins", "type"))
	assert.Nil(t, a.ok("GET /admins", "")["avatar"])
	assert.NotNil(t, a.ok("GET /admins?display_avatar=true", "")["admins"].([]any)[0].(map[string]any)["avatar"])
	assert.Equal(t, "[ "+team+" ]", fmt.Sprintf("[ %v ]", a.ok("GET /admins/"+ida, "")["team_ids"].([]any)[0]))
	a.fails("GET /admins/1", "", 404, "admin_not_found")
}

func TestAwayMode(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.ok("GET /me", "").text("id")
	pause, gone := a.fake.AddAwayStatusReason("☕", "Pause"), a.fake.AddAwayStatusReason("✈", "Gone")
	a.fake.DeleteAwayStatusReason(gone)
	assert.Equal(t, []string{pause, gone}, a.ok("GET /away_status_reasons", "").list("data", "id"))
	assert.Panics(t, func() { a.fake.DeleteAwayStatusReason("1") })

	path := "PUT /admins/" + me + "/away"
	away := a.ok(path, `{"away_mode_enabled":true,"away_mode_reassign":true,"away_status_reason_id":`+pause+`}`)
	assert.Equal(t, []any{true, true, pause}, []any{away["away_mode_enabled"], away["away_mode_reassign"], away["away_status_reason_id"]})
	back := a.as("1.4").ok(path, `{"away_mode_enabled":false,"away_mode_reassign":false}`)
	assert.Nil(t, back["away_status_reason_id"])
	a.fails(path, `{"away_mode_enabled":true,"away_mode_reassign":false,"away_status_reason_id":`+gone+`}`, 400, "parameter_invalid")
	a.fails(path, `{"away_mode_enabled":true,"away_mode_reassign":false,"away_status_reason_id":1}`, 400, "parameter_invalid")
	a.fails(path, `{"away_mode_enabled":"x"}`, 400, "parameter_invalid")
	a.fails("PUT /admins/1/away", `{"away_mode_enabled":false,"away_mode_reassign":false}`, 404, "admin_not_found")
}

func TestTeamMetrics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		me := a.ok("GET /me", "").text("id")
		team := a.fake.AddTeam("Quay", me)
		contact := a.ok("POST /contacts", `{"email":"mira@quay.test"}`).text("id")
		begin := func() string {
			begun := a.ok("POST /conversations", `{"from":{"type":"user","id":"`+contact+`"},"body":"Hi"}`)
			path := "/conversations/" + begun.text("conversation_id") + "/parts"
			a.ok("POST "+path, `{"message_type":"assignment","type":"admin","admin_id":"`+me+`","assignee_id":"`+me+`"}`)
			return path
		}
		counts := func(query string) []string {
			metrics := a.ok("GET /teams/"+team+"/metrics"+query, "")
			return slices.Concat(metrics.list("data", "open"), metrics.list("data", "idle"), metrics.list("data", "snoozed"))
		}
		begin()
		a.ok("POST "+begin(), `{"message_type":"snoozed","type":"admin","admin_id":"`+me+`","snoozed_until":2000000000}`)
		a.ok("POST "+begin(), `{"message_type":"close","type":"admin","admin_id":"`+me+`"}`)
		assert.Equal(t, []string{"1", "0", "1"}, counts(""))
		time.Sleep(time.Hour)
		assert.Equal(t, []string{"1", "1", "1"}, counts(""))
		assert.Equal(t, []string{"1", "0", "1"}, counts("?idle_threshold=7200"))
	})
}

func TestTeams(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.ok("GET /me", "").text("id")
	team := a.fake.AddTeam("Quay", me)
	assert.Panics(t, func() { a.fake.AddTeam("Pier", "1") })
	for _, version := range []string{"1.4", "2.16"} {
		assert.Equal(t, []string{team}, a.as(version).ok("GET /teams", "").list("teams", "id"))
		assert.Equal(t, "Quay", a.as(version).ok("GET /teams/"+team, "")["name"])
	}
	assert.Equal(t, []string{me}, a.ok("GET /teams/"+team+"/metrics", "").list("data", "admin_id"))
	a.fails("GET /teams/"+team+"/metrics?idle_threshold=x", "", 400, "parameter_invalid")
	a.fails("GET /teams/1", "", 404, "team_not_found")
	a.fails("GET /teams/1/metrics", "", 404, "team_not_found")
}

func TestActivities(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		tag := a.ok("POST /tags", `{"name":"vip"}`).text("id")
		a.ok("POST /tags", `{"name":"VIP"}`)
		company := a.ok("POST /companies", `{"company_id":"x","name":"Harbor"}`).text("id")
		time.Sleep(time.Hour)
		now := time.Now().Unix()
		a.ok("DELETE /tags/"+tag, "")
		a.ok("DELETE /companies/"+company, "")
		a.fake.AddActivity("admin_login_failure", "Somebody tried.", map[string]any{"sign_in_method": "email_password"})
		a.ok("POST /data_attributes", `{"name":"docks","model":"company","data_type":"integer"}`)

		recent := a.ok(fmt.Sprintf("GET /admins/activity_logs?created_at_after=%d", now), "")
		assert.Equal(t, "activity_log.list", recent["type"])
		assert.Equal(t, []string{"data_attribute_creation", "admin_login_failure", "company_deletion", "tag_deletion"},
			recent.list("activity_logs", "activity_type"))
		early := a.as("1.4").ok(fmt.Sprintf("GET /admins/activity_logs?created_at_after=1&created_at_before=%d", now-1), "")
		assert.Equal(t, []string{"company_creation", "tag_creation", "app_admin_join"}, early.list("activity_logs", "activity_type"))

		found := a.ok("POST /admins/activity_logs/search", `{"created_at_after":1,"event_types":["tag_creation","tag_deletion"],"per_page":1,"page":2}`)
		assert.Equal(t, []string{"tag_creation"}, found.list("activity_logs", "activity_type"))
		assert.Equal(t, 2, found.at("pages.total_pages"))
		assert.Contains(t, a.ok("GET /admins/activity_log_event_types", "")["event_types"], "admin_away_mode_change")

		a.fails("GET /admins/activity_logs", "", 404, "parameter_not_found")
		a.fails("GET /admins/activity_logs?created_at_after=x", "", 400, "parameter_invalid")
		a.fails("GET /admins/activity_logs?created_at_after=1&created_at_before=x", "", 400, "parameter_invalid")
		a.fails("GET /admins/activity_logs?created_at_after=1&page=0", "", 400, "parameter_invalid")
		a.fails("POST /admins/activity_logs/search", `{"created_at_after":1,"event_types":7}`, 400, "parameter_invalid")
	})
}

func TestDataAttributes(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	size := a.ok("POST /data_attributes", `{"name":"size","model":"contact","data_type":"options","options":[{"value":"S"},{"value":"L"}]}`)
	assert.Equal(t, []any{"string", []any{"S", "L"}, "custom_attributes.size"}, []any{size["data_type"], size["options"], size["full_name"]})
	since := a.ok("POST /data_attributes", `{"name":"since","model":"company","data_type":"datetime","description":"When"}`)
	assert.Equal(t, "date", since["data_type"])
	id := since.text("id")

	assert.NotContains(t, a.ok("GET /data_attributes?model=contact", "").list("data", "model"), "company")
	old := a.as("1.4").ok("GET /data_attributes?model=customer", "")
	assert.Contains(t, old.list("data_attributes", "name"), "size")
	assert.NotContains(t, old.list("data_attributes", "model"), "contact")

	a.ok("PUT /data_attributes/"+id, `{"archived":true,"messenger_writable":true}`)
	assert.NotContains(t, a.ok("GET /data_attributes", "").list("data", "name"), "since")
	assert.Contains(t, a.ok("GET /data_attributes?include_archived=true", "").list("data", "name"), "since")

	for _, body := range []string{
		`{"name":"since","model":"contact","data_type":"string"}`,
		`{"name":"x","model":"boat","data_type":"string"}`,
		`{"name":"!","model":"contact","data_type":"string"}`,
		`{"name":"x","model":"contact","data_type":"mithril"}`,
		`{"name":"x","model":"contact","data_type":"options"}`,
		`{"name":"x","model":"contact","data_type":"options","options":[{"value":"1"}]}`,
		`{"name":"x","model":"contact","data_type":"options","options":[{"value":"1"},{}]}`,
	} {
		a.fails("POST /data_attributes", body, 400, "parameter_invalid")
	}
	a.fails("PUT /data_attributes/"+id, `{"options":{"value":"1"}}`, 400, "parameter_invalid")
	a.fails("PUT /data_attributes/1", `{}`, 404, "field_not_found")
	a.fails("GET /data_attributes?model=conversation", "", 422, "parameter_invalid")
	a.as("1.4").fails("GET /data_attributes?model=contact", "", 400, "parameter_invalid")
}
