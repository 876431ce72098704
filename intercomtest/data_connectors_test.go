package intercomtest

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (a *tester) connector(body string) object {
	a.t.Helper()
	res, b := a.send("POST /data_connectors", body)
	require.Equal(a.t, http.StatusCreated, res.StatusCode, "%s", b)
	return parse(a.t, b)
}

func TestDataConnectorsHaveDrafts(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	created := a.connector(`{"name":"Tides","headers":[{"name":"Authorization","value":"secret"}],"mock_response":{"tide":{"height":1.5,"high":true},"port":"Quay","at":7,"x":[]}}`)
	assert.Equal(t, []any{"draft", "get", "mock_response_type"}, []any{created["state"], created["http_method"], created["configuration_response_type"]})
	assert.Equal(t, []string{"****"}, created.list("headers", "value"))
	assert.Equal(t, []string{"at", "port", "tide.height", "tide.high", "x"}, created.list("response_fields", "path"))
	assert.Equal(t, []string{"integer", "string", "decimal", "boolean", "unknown"}, created.list("response_fields", "type"))

	one := "/data_connectors/" + created.text("id")
	assert.Equal(t, "draft", a.ok("GET "+one, "")["state"])
	assert.Equal(t, "live", a.ok("PATCH "+one, `{"state":"live"}`)["state"])
	changed := a.ok("PATCH "+one, `{"name":"High tides"}`)
	assert.Equal(t, []any{"High tides", "draft"}, []any{changed["name"], changed["state"]})
	live, draft := a.ok("GET "+one, ""), a.ok("GET "+one+"?state_version=draft", "")
	assert.Equal(t, []any{"Tides", "live", "High tides", "draft"}, []any{live["name"], live["state"], draft["name"], draft["state"]})
	assert.Equal(t, "High tides", a.ok("PATCH "+one, `{"state":"live"}`)["name"])
	assert.Equal(t, []string{"live"}, a.ok("GET /data_connectors", "").list("data", "state"))

	a.fails("DELETE "+one, "", 409, "conflict")
	a.fake.UseDataConnector(created.text("id"))
	a.fails("PATCH "+one, `{"state":"draft"}`, 409, "data_connector_in_use")
	a.fails("DELETE "+one, "", 409, "data_connector_in_use")
	unused := a.connector(`{"name":"Berths"}`).text("id")
	assert.Equal(t, map[string]any{"id": unused, "object": "data_connector", "deleted": true}, map[string]any(a.ok("DELETE /data_connectors/"+unused, "")))
	a.fails("DELETE /data_connectors/"+unused, "", 404, "data_connector_not_found")

	assert.Equal(t, []any{"users"}, a.ok("PATCH "+one, `{"audiences":["users"]}`)["audiences"])
	assert.Empty(t, a.ok("PATCH "+one, `{"audiences":null,"headers":null}`)["audiences"])
	a.fails("PATCH "+one, `{"audiences":"users"}`, 400, "parameter_invalid")
	a.fails("POST /data_connectors", `{}`, 422, "parameter_not_found")
	a.fails("POST /data_connectors", `{"name":"x","audiences":["sailors"]}`, 422, "parameter_invalid")
	a.fails("PATCH "+one, `{"http_method":"head"}`, 422, "parameter_invalid")
	a.fails("PATCH "+one, `{"state":"away"}`, 422, "parameter_invalid")
	a.fails("PATCH "+one, `{"headers":["x"]}`, 400, "parameter_invalid")
	a.fails("PATCH "+one, `{"data_inputs":["x"]}`, 400, "parameter_invalid")
	a.fails("GET "+one+"?state_version=old", "", 400, "parameter_invalid")
	assert.Panics(t, func() { a.fake.UseDataConnector("0") })
}

func TestDataConnectorsAreListedByUpdate(t *testing.T) {
	t.Parallel()
	now := time.Unix(1700000000, 0)
	a := newTester(t, WithClock(func() time.Time { now = now.Add(time.Second); return now }))
	first, second, third := a.connector(`{"name":"1"}`).text("id"), a.connector(`{"name":"2"}`).text("id"), a.connector(`{"name":"3"}`).text("id")
	a.ok("PATCH /data_connectors/"+first, `{"description":"x"}`)
	page := a.ok("GET /data_connectors?per_page=2", "")
	assert.Equal(t, []string{first, third}, page.list("data", "id"))
	assert.NotContains(t, page["pages"], "total_pages")
	page = a.ok("GET /data_connectors?per_page=2&starting_after="+page.at("pages.next.starting_after").(string), "")
	assert.Equal(t, []string{second}, page.list("data", "id"))
	assert.Nil(t, page.at("pages.next"))
	a.fails("GET /data_connectors?starting_after=x", "", 400, "client_error")
}

func TestDataConnectorExecutions(t *testing.T) {
	t.Parallel()
	now := time.Unix(1700000000, 0)
	a := newTester(t, WithClock(func() time.Time { return now }))
	connector := a.connector(`{"name":"Tides","url":"https://tides.test/now?key=secret"}`).text("id")
	list := "GET /data_connectors/" + connector + "/execution_results"
	old := a.fake.AddDataConnectorExecution(connector, 200, "")
	now = now.Add(2 * time.Hour)
	failed := a.fake.AddDataConnectorExecution(connector, 0, "3rd_party_error")
	fine := a.fake.AddDataConnectorExecution(connector, 200, "")

	assert.Equal(t, []string{fine, failed}, a.ok(list, "").list("data", "id"))
	assert.Equal(t, []string{failed}, a.ok(list+"?success=false", "").list("data", "id"))
	assert.Equal(t, []string{failed}, a.ok(list+"?error_type=3rd_party_error", "").list("data", "id"))
	assert.Equal(t, []string{old}, a.ok(list+"?start_ts=1&end_ts="+strconv.Itoa(1700000000), "").list("data", "id"))
	assert.Equal(t, []string{""}, a.ok(list+"?success=true", "").list("data", "response_body"))
	assert.Equal(t, []string{`{"ok": true}`}, a.ok(list+"?success=true&include_bodies=true", "").list("data", "response_body"))

	one := a.ok(list+"/"+failed, "")
	assert.Equal(t, []any{false, nil, "https://tides.test/now", "2023-11-15T00:13:20Z"}, []any{one["success"], one["http_status"], one["request_url"], one["created_at"]})
	a.fails(list+"/0", "", 404, "execution_result_not_found")
	a.fails(list+"?start_ts=x", "", 400, "parameter_invalid")
	a.as("Preview").fails(list+"?end_ts=x", "", 400, "parameter_invalid")
	a.as("Preview").fails(list+"?start_ts=x", "", 400, "parameter_invalid")
	a.fails(list+"?error_type=x", "", 400, "parameter_invalid")
	for _, query := range []string{"error_type=x", "success=maybe", "include_bodies=1"} {
		a.as("Preview").fails(list+"?"+query, "", 400, "parameter_invalid")
	}
	assert.Equal(t, []string{failed}, a.as("Preview").ok(list+"?success=false&error_type=3rd_party_error&include_bodies=false", "").list("data", "id"))
	a.fails("GET /data_connectors/0/execution_results", "", 404, "data_connector_not_found")
	a.fails("GET /data_connectors/0/execution_results/0", "", 404, "data_connector_not_found")
}
