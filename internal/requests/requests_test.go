package requests

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	const message = `"message_type":"email","subject":"s","body":"b","template":"plain","from":{"type":"admin","id":1}`
	for _, test := range []struct{ operation, query, body, want string }{
		{"GET /nothing", "", `{"a":1}`, ""},
		{"POST /messages", "", `{` + message + `,"to":{"type":"user","id":"1"},"more":[]}`, ""},
		{"POST /messages", "", `{` + message + `,"to":[{"type":"user","id":1},{"type":"banana","id":"1"}]}`, "to[1].type must be lead or user"},
		{"POST /messages", "", `{` + message + `,"to":"me"}`, "to must be an object"},
		{"POST /messages", "", `{"message_type":"banana"}`, "message_type must be email or in_app or whatsapp"},
		{"POST /conversations", "", ``, "body not specified"},
		{"POST /conversations", "", `{"body":null,"from":{"type":"user","id":"1"}}`, "body not specified"},
		{"POST /conversations", "", `{"body":"x","from":{"type":"user"}}`, "from.id not specified"},
		{"POST /conversations", "", `{"body":"x","from":{"type":"user","id":"1"},"created_at":"1700000000","subject":null}`, ""},
		{"POST /conversations", "", `{"body":"x","from":{"type":"user","id":"1"},"created_at":"today"}`, "created_at must be a time"},
		{"POST /conversations", "", `{"body":true,"from":{"type":"user","id":"1"}}`, "body must be a string"},
		{"POST /conversations", "", `{"body":"x","from":{"type":"user","id":"1"},"attachment_urls":["a",[]]}`, "attachment_urls[1] must be a string"},
		{"POST /conversations", "", `[]`, "the body must be an object"},
		{"POST /conversations/{conversation_id}/parts", "", `{"message_type":"snoozed","admin_id":"1"}`, "snoozed_until not specified"},
		{"POST /conversations/{conversation_id}/parts", "", `{"message_type":"close","type":"admin","admin_id":1}`, ""},
		{"POST /conversations/{conversation_id}/parts", "", `{"message_type":"dance"}`, "message_type must be assignment or close or open or snoozed"},
		{"PUT /visitors", "", `{"name":"x"}`, "id or user_id not specified"},
		{"PUT /visitors", "", `{"user_id":1,"custom_attributes":{"paid":true}}`, ""},
		{"PUT /data_attributes/{data_attribute_id}", "", `{"archived":true}`, ""},
		{"PUT /data_attributes/{data_attribute_id}", "", `{"archived":"yes"}`, "archived must be a boolean"},
		{"GET /admins", "display_avatar=true", ``, ""},
		{"GET /admins", "display_avatar=please", ``, "display_avatar must be a boolean"},
		{"GET /articles/{article_id}/versions", "page=2&unknown=x", ``, ""},
		{"GET /articles/{article_id}/versions", "page=two", ``, "page must be an integer"},
	} {
		query, err := url.ParseQuery(test.query)
		require.NoError(t, err)
		var body any
		if test.body != "" {
			require.NoError(t, json.Unmarshal([]byte(test.body), &body), test.body)
		}
		got := ""
		if v := Check(test.operation, query, body); v != nil {
			got = v.Message
			assert.Equal(t, strings.HasSuffix(got, "not specified"), v.Missing, got)
		}
		assert.Equal(t, test.want, got, "%s?%s %s", test.operation, test.query, test.body)
	}
}

// An exception must be about a field that the operation has.
func TestExceptions(t *testing.T) {
	t.Parallel()
	for exception, reason := range exceptions {
		assert.NotEmpty(t, reason, exception)
		method, rest, _ := strings.Cut(exception, " ")
		path, field, _ := strings.Cut(rest, " ")
		o, ok := description().Operations[method+" "+path]
		if !assert.True(t, ok, exception) {
			continue
		}
		field, _, _ = strings.Cut(strings.TrimSuffix(field, "?"), "=")
		known := false
		for _, p := range o.Query {
			known = known || p.Name == field
		}
		if o.Body != nil {
			known = known || has(*o.Body, field)
		}
		assert.True(t, known, exception)
	}
}

// has reports whether a schema has a field.
func has(s schema, field string) bool {
	s = checker{schemas: description().Schemas}.resolve(s)
	name, rest, nested := strings.Cut(field, ".")
	if p, ok := s.Properties[name]; ok {
		return !nested || has(p.schema, rest)
	}
	if s.Items != nil && has(*s.Items, field) {
		return true
	}
	for _, alternative := range s.OneOf {
		if has(alternative, field) {
			return true
		}
	}
	return false
}

func TestRulesAreWellFormed(t *testing.T) {
	t.Parallel()
	d := description()
	assert.Len(t, d.Operations, 128)
	for name, o := range d.Operations {
		assert.True(t, len(o.Query) > 0 || o.Body != nil, name)
	}
	for _, text := range []string{`null`, `1`, `"x"`, `true`, `[[]]`, `{}`} {
		var body any
		require.NoError(t, json.Unmarshal([]byte(text), &body))
		for name := range d.Operations {
			Check(name, url.Values{"page": {""}}, body)
		}
	}
}

// Nothing that anybody sends makes Check panic, and what it says names a field.
func FuzzCheck(f *testing.F) {
	f.Add(`{"to":[{"type":1}],"query":{"operator":"AND","value":[{"value":[{}]}]}}`, "page=1&states=a,b&model=x")
	f.Add(`{"customer":[],"user":{"id":null},"event_summaries":[1]}`, "filter=")
	f.Fuzz(func(t *testing.T, text, rawQuery string) {
		var body any
		if json.Unmarshal([]byte(text), &body) != nil {
			t.Skip()
		}
		query, _ := url.ParseQuery(rawQuery)
		for name := range description().Operations {
			if v := Check(name, query, body); v != nil && v.Message == "" {
				t.Errorf("%s: a violation of %q without a message", name, v.Field)
			}
		}
	})
}
