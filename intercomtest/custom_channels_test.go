package intercomtest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCustomChannels(t *testing.T) {
	t.Parallel()
	a := newTester(t).as("2.15")
	const begin, say = "POST /custom_channel_events/notify_new_conversation", "POST /custom_channel_events/notify_new_message"
	event := `{"event_id":"e1","external_conversation_id":"x-1","contact":{"type":"user","external_id":"u-1","name":"Mira","email":"mira@quay.test"},"body":"Hi"}`
	a.fails(say, event, 404, "not_found")
	first := a.ok(begin, event)
	assert.Equal(t, first, a.ok(begin, event), "a conversation begins once")
	assert.Equal(t, first, a.ok(say, event))
	a.fails(say, strings.Replace(event, `"body":"Hi"`, `"body":""`, 1), 400, "parameter_not_found")
	a.fails(begin, strings.Replace(event, `"name":"Mira",`, "", 1), 400, "parameter_not_found")
	a.fails(begin, `{"event_id":"e1"}`, 400, "parameter_not_found")
	a.as("2.16").fails(begin, event, 400, "intercom_version_invalid")
	conv := a.ok("GET /conversations/"+first.text("conversation_id"), "")
	assert.Equal(t, []string{"<p>Hi</p>"}, conv.list("conversation_parts.conversation_parts", "body"))
}
