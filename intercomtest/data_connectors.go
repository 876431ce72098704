package intercomtest

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (w *workspace) dataConnectorRoutes() routes {
	connectors := plain(w, &w.dataConnectors, rules[dataConnector]{
		read:  dataConnectorDetail,
		write: w.writeDataConnector,
		gone:  marked("data_connector"),
		none:  noSuchConnector(),
	})
	const all, one = "/data_connectors", "/data_connectors/{id}"
	const executions = "/data_connectors/{data_connector_id}/execution_results"
	return routes{modern: {
		"GET " + all: w.listDataConnectors,
		"POST " + all: func(x *exchange) (any, error) {
			x.status = http.StatusCreated
			return connectors.create(x)
		},
		"GET " + one:   connectors.get,
		"PATCH " + one: connectors.update,
		"DELETE " + one: connectors.about(func(x *exchange, c *dataConnector) (any, error) {
			switch {
			case c.used:
				return nil, connectorInUse("deleted")
			case c.live != nil:
				return nil, failure(http.StatusConflict, "conflict", "Data connector must be in draft state to be deleted")
			}
			return connectors.remove(x)
		}),
		"GET " + executions:           w.listConnectorExecutions,
		"GET " + executions + "/{id}": w.connectorExecution,
	}}
}

func noSuchConnector() error {
	return failure(http.StatusNotFound, "data_connector_not_found", "Data connector not found")
}

func connectorInUse(what string) error {
	return failure(http.StatusConflict, "data_connector_in_use", "Data connector is in use by other resources and cannot be %s", what)
}

// dataConnector is a request to another system. Changes are made to its draft;
// setting its state to live publishes the draft as it then is.
type dataConnector struct {
	entry
	draft     connectorVersion
	live      *connectorVersion // nil: it is a draft only
	used      bool              // by a workflow
	createdBy string
	updatedBy string
}

// connectorVersion is what a connector is, as a draft or live. What it refers to
// is replaced rather than changed.
type connectorVersion struct {
	name        string
	description string
	method      string
	url         string
	body        string
	fin         bool
	customer    bool
	bypass      bool
	validate    bool
	audiences   []any
	tokens      []any
	headers     []object
	inputs      []object
	mocked      bool
	fields      []object // of the response
}

// inUse is the version that a list shows, and its state.
func (c *dataConnector) inUse() (*connectorVersion, string) {
	if c.live != nil {
		return c.live, "live"
	}
	return &c.draft, "draft"
}

func dataConnectorJSON(c *dataConnector, v *connectorVersion, state string) object {
	return object{
		"type":                  "data_connector",
		"id":                    c.id,
		"name":                  v.name,
		"description":           nullable(v.description),
		"state":                 state,
		"http_method":           v.method,
		"direct_fin_usage":      v.fin,
		"created_by_admin_id":   c.createdBy,
		"updated_by_admin_id":   c.updatedBy,
		"created_at":            dateTime(c.createdAt),
		"updated_at":            dateTime(c.updatedAt),
		"execution_results_url": "/data_connectors/" + c.id + "/execution_results",
	}
}

// dataConnectorDetail is a connector in full: the live version if it is asked for
// or was just published, and the draft otherwise.
func dataConnectorDetail(x *exchange, c *dataConnector) object {
	v, state := &c.draft, "draft"
	if asked := cmp.Or(x.query.Get("state_version"), "live"); x.method == http.MethodGet && asked == "live" || x.body.text("state") == "live" {
		v, state = c.inUse()
	}
	o := dataConnectorJSON(c, v, state)
	maps.Copy(o, object{
		"url":                         nullable(v.url),
		"body":                        v.body,
		"headers":                     render(v.headers, func(h object) object { return object{"name": h["name"], "value": "****"} }),
		"audiences":                   v.audiences,
		"execution_type":              "server_side",
		"configuration_response_type": "test_response_type",
		"data_transformation_type":    "full_access",
		"client_function_name":        nil,
		"client_function_timeout_ms":  30000,
		"data_inputs":                 v.inputs,
		"response_fields":             v.fields,
		"object_mappings":             []object{},
		"token_ids":                   v.tokens,
		"customer_authentication":     v.customer,
		"bypass_authentication":       v.bypass,
		"validate_missing_attributes": v.validate,
	})
	if v.mocked {
		o["configuration_response_type"] = "mock_response_type"
	}
	return o
}

// dateTime is a time as a few resources have it.
func dateTime(at int64) string { return time.Unix(at, 0).UTC().Format(time.RFC3339) }

// listDataConnectors lists those first that were updated last.
func (w *workspace) listDataConnectors(x *exchange) (any, error) {
	all := latestFirst(slices.Collect(w.dataConnectors.all()))
	return cursorList(listed(x, listing{paging: byCursor, size: 20, most: 50}, all, func(c *dataConnector) string { return c.id },
		func(c *dataConnector) object {
			v, state := c.inUse()
			return dataConnectorJSON(c, v, state)
		}))
}

// cursorList takes out of a list what those with nothing but a cursor lack.
func cursorList(list any, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	o := list.(object)
	pages := o["pages"].(object)
	bare := object{"type": "pages", "per_page": pages["per_page"], "next": nil}
	if next, ok := pages["next"].(object); ok {
		bare["next"] = object{"starting_after": next["starting_after"]}
	}
	o["pages"] = bare
	return o, nil
}

var (
	connectorAudiences = []string{"leads", "users", "visitors"}
	connectorMethods   = []string{"get", "post", "put", "delete", "patch"}
	connectorErrors    = []string{
		"request_configuration_error", "faraday_error", "3rd_party_error", "response_mapping_error", "token_refresh_error",
		"fin_action_response_formatting_error", "fin_action_identity_verification_error", "email_verification_error",
		"non_fin_standalone_action_identity_verification_error", "request_validation_error", "client_side_action_error",
	}
)

func (w *workspace) writeDataConnector(x *exchange, f *fields, c *dataConnector) {
	if c.id == "" {
		c.createdBy, c.draft.method = w.me().id, "get"
	}
	c.updatedBy = w.me().id
	f.fail(c.draft.write(x, f))
	switch state := x.body["state"]; {
	case c.id == "" || state == nil:
	case state == "live":
		published := c.draft
		c.live = &published
	case state != "draft":
		f.fail(unprocessable("Invalid state. Must be one of: draft, live"))
	case c.used:
		f.fail(connectorInUse("set to draft"))
	default:
		c.live = nil
	}
}

func (v *connectorVersion) write(x *exchange, f *fields) error {
	f.text("name", &v.name)
	f.text("description", &v.description)
	f.text("http_method", &v.method)
	f.text("url", &v.url)
	f.text("body", &v.body)
	f.flag("direct_fin_usage", &v.fin)
	f.flag("customer_authentication", &v.customer)
	f.flag("bypass_authentication", &v.bypass)
	f.flag("validate_missing_attributes", &v.validate)
	f.list("audiences", &v.audiences)
	f.list("token_ids", &v.tokens)
	if mock := x.body.object("mock_response"); mock != nil {
		v.mocked, v.fields = true, fieldsOf(mock, "")
	}
	switch {
	case v.name == "":
		return failure(http.StatusUnprocessableEntity, "parameter_not_found", "Name is required")
	case !slices.Contains(connectorMethods, v.method):
		return unprocessable("Http Method isn't an option")
	}
	for _, audience := range v.audiences {
		if text, _ := audience.(string); !slices.Contains(connectorAudiences, text) {
			return unprocessable("Invalid audiences. Must be a subset of: %s", strings.Join(connectorAudiences, ", "))
		}
	}
	return v.writeLists(x)
}

func (v *connectorVersion) writeLists(x *exchange) error {
	headers, err := x.body.objects("headers")
	if err != nil {
		return err
	}
	inputs, err := x.body.objects("data_inputs")
	if err != nil {
		return err
	}
	if x.body.has("headers") {
		v.headers = headers
	}
	if x.body.has("data_inputs") {
		v.inputs = render(inputs, func(in object) object {
			return object{
				"name": in.text("name"), "type": cmp.Or(in.text("type"), "string"), "description": nullable(in.text("description")),
				"required": in.flag("required"), "default_value": in.text("default_value"),
			}
		})
	}
	return nil
}

// fieldsOf describes the values of a response, at whatever depth.
func fieldsOf(response object, path string) []object {
	var all []object
	for _, key := range slices.Sorted(maps.Keys(response)) {
		kind := "unknown"
		switch v := response[key].(type) {
		case map[string]any:
			all = append(all, fieldsOf(v, path+key+".")...)
			continue
		case string:
			kind = "string"
		case bool:
			kind = "boolean"
		case json.Number:
			kind = "decimal"
			if _, err := v.Int64(); err == nil {
				kind = "integer"
			}
		}
		all = append(all, object{"path": path + key, "type": kind, "example_value": response[key], "redacted": false})
	}
	return all
}

// UseDataConnector has a workflow use a data connector, which then can neither
// be deleted nor become a draft again. It panics if there is no such connector.
func (s *Server) UseDataConnector(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workspace.mustHaveConnector(id).used = true
}

func (w *workspace) mustHaveConnector(id string) *dataConnector {
	c, ok := w.dataConnectors.get(id)
	if !ok {
		panic("intercomtest: no data connector has the id " + id)
	}
	return c
}

// connectorExecution is the result of using a connector.
type connectorExecution struct {
	entry
	connector *dataConnector
	method    string
	url       string
	status    int64  // 0: there was no response
	problem   string // empty if it succeeded
}

// AddDataConnectorExecution has a workflow make the request of a data connector
// now, and returns the id of the execution. The error type is empty if it
// succeeds, or such as "3rd_party_error"; the status is that of the response, 0
// if there is none. It panics if there is no such connector.
func (s *Server) AddDataConnectorExecution(connector string, status int, errorType string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	c := w.mustHaveConnector(connector)
	v, _ := c.inUse()
	url, _, _ := strings.Cut(v.url, "?")
	e := &connectorExecution{entry: w.newEntry(), connector: c, method: v.method, url: url, status: int64(status), problem: errorType}
	w.connectorUsed(w.connectorExecutions.add(e.id, e))
	return e.id
}

func connectorExecutionJSON(e *connectorExecution, bodies bool) object {
	o := object{
		"type":              "data_connector.execution",
		"id":                e.id,
		"data_connector_id": e.connector.id,
		"success":           e.problem == "",
		"http_status":       nullable(e.status),
		"http_method":       e.method,
		"request_url":       nullable(e.url),
		"error_type":        nullable(e.problem),
		"error_message":     nil,
		"execution_time_ms": 150,
		"source_type":       "workflow",
		"source_id":         nil,
		"conversation_id":   nil,
		"created_at":        dateTime(e.createdAt),
	}
	if e.problem != "" {
		o["error_message"] = "Failed: " + e.problem
	}
	if bodies {
		response := nullable(map[bool]string{true: `{"ok": true}`}[e.problem == ""])
		maps.Copy(o, object{"request_body": nil, "response_body": response, "raw_response_body": response})
	}
	return o
}

// connector finds the connector of the path, of which something is asked for.
func (w *workspace) connector(x *exchange) (*dataConnector, error) {
	c, ok := w.dataConnectors.get(x.param("data_connector_id"))
	if !ok {
		return nil, noSuchConnector()
	}
	return c, nil
}

func (w *workspace) listConnectorExecutions(x *exchange) (any, error) {
	c, err := w.connector(x)
	if err != nil {
		return nil, err
	}
	start, err := x.timestamp("start_ts", x.now-3600)
	if err != nil {
		return nil, err
	}
	end, err := x.timestamp("end_ts", x.now)
	if err != nil {
		return nil, err
	}
	err = cmp.Or(x.choice("success", "true", "false"), x.choice("include_bodies", "true", "false"), x.choice("error_type", connectorErrors...))
	if err != nil {
		return nil, err
	}
	success, problem := x.query.Get("success"), x.query.Get("error_type")
	found := w.connectorExecutions.where(func(e *connectorExecution) bool {
		return e.connector == c && e.createdAt >= start && e.createdAt <= end &&
			(success == "" || success == strconv.FormatBool(e.problem == "")) && (problem == "" || problem == e.problem)
	})
	return cursorList(listed(x, listing{paging: byCursor, size: 10, most: 30, newest: true}, found,
		func(e *connectorExecution) string { return e.id },
		func(e *connectorExecution) object {
			return connectorExecutionJSON(e, x.query.Get("include_bodies") == "true")
		}))
}

// choice refuses a query parameter that has none of the values.
func (x *exchange) choice(name string, values ...string) error {
	if !x.query.Has(name) {
		return nil
	}
	return oneOf(name, x.query.Get(name), values)
}

// timestamp reads Unix seconds from the query.
func (x *exchange) timestamp(name string, otherwise int64) (int64, error) {
	text := x.query.Get(name)
	if text == "" {
		return otherwise, nil
	}
	at, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, invalid(name, "%s must be a Unix timestamp (integer)", name)
	}
	return at, nil
}

func (w *workspace) connectorExecution(x *exchange) (any, error) {
	c, err := w.connector(x)
	if err != nil {
		return nil, err
	}
	e, ok := w.connectorExecutions.get(x.param("id"))
	if !ok || e.connector != c {
		return nil, failure(http.StatusNotFound, "execution_result_not_found", "Execution result not found")
	}
	return connectorExecutionJSON(e, true), nil
}
