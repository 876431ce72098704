package intercomtest

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func finBody(conversation, text, timestamp string) string {
	return `{"conversation_id":"` + conversation + `","message":{"author":"user","body":"` + text + `","timestamp":"` + timestamp + `"},"user":{"id":"u-1"}}`
}

// stream reads the stream that a response names, without the token of the API.
func (a *tester) stream(o object) (status int, lines []string) {
	a.t.Helper()
	_, path, ok := strings.Cut(o.text("sse_subscription_url"), apiHost)
	require.True(a.t, ok)
	r := a.request("GET "+path, "")
	r.Header.Del("Authorization")
	res, err := a.client.Do(r)
	require.NoError(a.t, err)
	defer res.Body.Close()
	var b strings.Builder
	require.NoError(a.t, res.Write(&b))
	for line := range strings.Lines(b.String()) {
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			lines = append(lines, strings.TrimSpace(data))
		}
	}
	return res.StatusCode, lines
}

func TestFinStreams(t *testing.T) {
	t.Parallel()
	var at atomic.Int64
	at.Store(1_700_000_000)
	a := newTester(t, WithClock(func() time.Time { return time.Unix(at.Load(), 0) }), WithRateLimit(2, time.Hour))
	a.fake.SetFinTurns(FinTurn{Replies: []string{"One"}}, FinTurn{Replies: []string{"<p>Two three</p>"}, Status: "escalated", Reason: "Routed to team"})
	first := a.ok("POST /fin/start", finBody("f-1", "Hi", "2025-01-24T10:00:00Z"))
	assert.Contains(t, first.text("sse_subscription_url"), "rewind=2m")
	second := a.ok("POST /fin/reply", finBody("f-1", "Go on", "2025-01-24T10:00:01Z"))
	assert.NotContains(t, second.text("sse_subscription_url"), "rewind")

	// Streams do not count against the rate limit, which is used up.
	status, lines := a.stream(second)
	assert.Equal(t, http.StatusOK, status)
	require.Len(t, lines, 5)
	replied, ended := parse(t, []byte(lines[2])), parse(t, []byte(lines[3]))
	assert.Equal(t, []any{"fin_replied", "replying", "<p>Two three</p>"}, []any{replied["event_name"], replied["status"], replied.at("message.body")})
	assert.Equal(t, parse(t, []byte(lines[0]))["stream_id"], replied["stream_id"])
	assert.Equal(t, []any{"escalated", "Routed to team"}, []any{ended["status"], ended["reason"]})
	assert.Equal(t, "complete", parse(t, []byte(lines[4]))["status"])
	status, _ = a.stream(second)
	assert.Equal(t, http.StatusUnauthorized, status)
	at.Add(200)
	status, _ = a.stream(first)
	assert.Equal(t, http.StatusUnauthorized, status)
}

func TestFinRefuses(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	start, preview := finBody("f-1", "Hi", "2025-01-24T10:00:00Z"), a.as("Preview")
	a.ok("POST /fin/start", start)
	assert.Contains(t, a.fails("POST /fin/start", start, 400, "parameter_invalid"), "already exists")
	assert.Equal(t, "conversation_id is required", a.fails("POST /fin/start", strings.Replace(start, "f-1", "", 1), 400, "parameter_invalid"))
	a.fails("POST /fin/reply", finBody("f-2", "Hi", "2025-01-24T10:00:00Z"), 400, "parameter_invalid")
	a.fails("POST /fin/start", strings.Replace(finBody("f-2", "Hi", "2025-01-24T10:00:00Z"), `"author":"user",`, "", 1), 400, "parameter_not_found")
	a.fails("POST /fin/start", strings.Replace(finBody("f-2", "Hi", "2025-01-24T10:00:00Z"), `"u-1"`, `"u-1","email":"x"`, 1), 400, "parameter_invalid")
	a.fails("POST /fin/ask", start, 400, "intercom_version_invalid")
	a.as("2.13").fails("POST /fin/start", start, 400, "intercom_version_invalid")
	assert.Equal(t, "Conversation not found", preview.fails("POST /fin/escalate", `{"conversation_id":"f-2"}`, 400, "parameter_invalid"))
	assert.Contains(t, preview.fails("POST /fin/escalate", `{}`, 400, "parameter_invalid"), "must be provided")
	assert.Equal(t, "Procedure not found", preview.fails("POST /fin/procedures/1/run", `{"conversation_id":"f-2","user":{"id":"u-1"}}`, 400, "parameter_invalid"))
	many := `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1}`
	assert.Contains(t, preview.fails("POST /fin/capabilities", `{"user":{"id":"u-1","attributes":`+many+`}}`, 400, "parameter_invalid"), "more than 10")
	assert.Panics(t, func() { a.fake.SetFinTurns(FinTurn{Status: "thinking"}) })
	assert.Panics(t, func() { a.fake.ExpireAgentInputRequest("1") })
	assert.Panics(t, func() { a.fake.AddAgentInputRequest("1") })
}

// What is checked in a version that the description of 2.16 is not for.
func TestFinRefusesInEveryVersion(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	run := "POST /fin/procedures/" + a.fake.AddFinProcedure("Reset password", "") + "/run"
	with := func(message, more string) string {
		return `{"conversation_id":"f-1","user":{"id":"u-1"},"message":` + message + more + `}`
	}
	const said = `{"author":"user","body":"Hi","timestamp":"2025-01-24T10:00:00.123Z"}`
	long := strings.Repeat("ü", 10_001)
	for _, tt := range []struct{ version, operation, body, code string }{
		{"Preview", "POST /fin/start", with(`{"author":"robot","body":"Hi"}`, ""), "parameter_invalid"},
		{"Preview", "POST /fin/start", with(`{"author":"user"}`, ""), "parameter_not_found"},
		{"Preview", "POST /fin/start", with(said, `,"attachments":[{"type":"file"}]`), "parameter_not_found"},
		{"Preview", "POST /fin/start", with(said, `,"attachments":[{"type":"url"}]`), "parameter_not_found"},
		{"Preview", "POST /fin/start", with(said, `,"attachments":[{"type":"fax","url":"https://x.test"}]`), "parameter_invalid"},
		{"Preview", "POST /fin/start", with(said, `,"conversation_metadata":{"history":[{"author":"robot","body":"Hi"}]}`), "parameter_invalid"},
		{"2.16", "POST /fin/start", with(strings.Replace(said, "2025-01-24T10:00:00.123Z", "nonsense", 1), ""), "parameter_invalid"},
		{"2.15", "POST /fin/start", with(`{"author":"user","body":"Hi"}`, ""), "parameter_not_found"},
		{"2.15", "POST /fin/start", with(said, `,"conversation_metadata":{"history":[{"author":"user","body":"Hi"}]}`), "parameter_not_found"},
		{"Preview", run, with(said, `,"conversation_metadata":{"history":[]}`), "parameter_invalid"},
		{"Preview", run, with(said, `,"settings":{"follow_up_questions":true}`), "parameter_invalid"},
		{"Preview", run, with(`{"body":"Hi"}`, ""), "parameter_not_found"},
		{"Preview", "POST /fin/escalate", `{"conversation_id":"f-1","user":{"id":"u-1"}}`, "parameter_invalid"},
		{"Preview", "POST /fin/escalate", `{"user":{"id":"u-1"},"context":"` + long + `"}`, "parameter_invalid"},
		{"Preview", "POST /fin/escalate", `{"user":{"id":"u-1"},"message":"` + long + `"}`, "parameter_invalid"},
	} {
		a.as(tt.version).fails(tt.operation, tt.body, 400, tt.code)
	}
	a.as("Preview").ok("POST /fin/escalate", `{"user":{"id":"u-1"},"message":"`+long[2:]+`"}`)
	a.as("Preview").ok("POST /fin/start", with(`{"author":"user","body":"Hi"}`, `,"attachments":[{"type":"url","url":"https://x.test"}]`))
}

// What a test does to its slices later changes nothing.
func TestFinKeepsCopies(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	replies, wants := []string{"One"}, []string{"approved"}
	a.fake.SetFinTurns(FinTurn{Replies: replies})
	contact := a.ok("POST /contacts", `{"email":"mira@quay.test"}`).text("id")
	conv := a.ok("POST /conversations", `{"from":{"type":"user","id":"`+contact+`"},"body":"Hi"}`).text("conversation_id")
	step := a.fake.AddAgentInputRequest(conv, wants...)
	replies[0], wants[0] = "Two", "refused"
	_, lines := a.stream(a.ok("POST /fin/start", finBody("f-1", "Hi", "2025-01-24T10:00:00Z")))
	assert.Contains(t, strings.Join(lines, ""), "One")
	a.as("Preview").ok("POST /procedures/"+conv+"/collect_agent_input", `{"step_id":"`+step+`","attribute_values":[{"identifier":"approved","value":true}]}`)
}

// A message with the timestamp of the one before is the same, for five minutes.
func TestFinHearsOnce(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	a.ok("POST /fin/start", finBody("f-1", "Hi", "2025-01-24T10:00:00Z"))
	_, lines := a.stream(a.ok("POST /fin/reply", finBody("f-1", "Hi", "2025-01-24T10:00:00Z")))
	assert.Empty(t, lines)
	_, lines = a.stream(a.ok("POST /fin/reply", finBody("f-1", "Hi", "2025-01-24T10:00:01Z")))
	assert.NotEmpty(t, lines)
	_, lines = a.as("2.15").stream(a.as("2.15").ok("POST /fin/reply", finBody("f-1", "Hi", "2025-01-24T10:00:02Z")))
	assert.Contains(t, lines[len(lines)-2], `"status":"awaiting_user_reply"`)
}

// Attributes that exist are set, others are reported.
func TestFinSetsAttributes(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	a.ok("POST /data_attributes", `{"name":"plan","model":"contact","data_type":"string"}`)
	a.ok("POST /conversations/attributes", `{"name":"Berth","data_type":"string"}`)
	body := strings.Replace(finBody("f-1", "Hi", "2025-01-24T10:00:00Z"), `{"id":"u-1"}`, `{"id":"u-1","name":"Mira","attributes":{"plan":"gold","hue":"red"}}`, 1)
	o := a.ok("POST /fin/start", strings.Replace(body, `"user":`, `"conversation_metadata":{"attributes":{"Berth":"C4","Dock":"1"}},"user":`, 1))
	assert.Equal(t, map[string]any{
		"user":         map[string]any{"attributes": map[string]any{"hue": "User attribute 'hue' does not exist"}},
		"conversation": map[string]any{"attributes": map[string]any{"Dock": "Conversation attribute 'Dock' does not exist"}},
	}, o["errors"])
	contact := a.ok("GET /contacts/find_by_external_id/u-1", "")
	assert.Equal(t, []any{"Mira", "gold"}, []any{contact["name"], contact.at("custom_attributes.plan")})
}
