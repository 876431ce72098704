package intercomtest

import (
	"strings"

	"github.com/stretchr/testify/require"
)

// addFin adds to the world what finRequests name.
func addFin(a *tester, world map[string]string) {
	a.fake.SetFinTurns(FinTurn{Replies: []string{"<p>Try again.</p>"}, Status: "resolved", CSAT: true})
	world["procedure"] = a.fake.AddFinProcedure("Reset password", "Walks the user through it.")
	world["step"] = a.fake.AddAgentInputRequest(world["conv"], "approved")
	began := a.ok("POST /fin/start", `{"conversation_id":"f-1","message":{"author":"user","body":"Hi","timestamp":"2025-01-24T10:01:20.000Z"},"user":{"id":"fin-1"}}`)
	_, stream, ok := strings.Cut(began.text("sse_subscription_url"), apiHost)
	require.True(a.t, ok)
	world["stream"] = stream
}

const finRequests = `
2.16 POST /fin/start {"conversation_id":"f-2","message":{"author":"user","body":"Hello","timestamp":"2025-01-24T10:01:20.000Z"},"user":{"id":"fin-1"}}
2.16 GET $stream
2.16 POST /fin/reply {"conversation_id":"f-1","message":{"author":"user","body":"Well","timestamp":"2025-01-24T10:02:20.000Z"},"user":{"id":"fin-1"}}
2.16 POST /fin/csat {"conversation_id":"f-1","rating":"good"}
Preview POST /fin/ask {"conversation_id":"f-3","message":{"author":"user","body":"Hello"},"user":{"id":"fin-1"}}
Preview POST /fin/capabilities {"user":{"id":"fin-1"}}
Preview POST /fin/escalate {"conversation_id":"f-1","context":"Angry"}
Preview POST /fin/procedures/$procedure/run {"conversation_id":"f-4","user":{"id":"fin-1"}}
Preview POST /procedures/$conv/collect_agent_input {"step_id":"$step","attribute_values":[{"identifier":"approved","value":true}]}
2.15 POST /custom_channel_events/notify_new_conversation {"event_id":"e1","external_conversation_id":"x-1","contact":{"type":"lead","external_id":"l-1"}}
2.15 POST /custom_channel_events/notify_new_message {"event_id":"e2","external_conversation_id":"x-1","contact":{"type":"lead","external_id":"l-1"},"body":"Hi"}
2.15 POST /custom_channel_events/notify_quick_reply_selected {"event_id":"e3","external_conversation_id":"x-1","contact":{"type":"lead","external_id":"l-1"},"quick_reply_option_id":"7"}
2.15 POST /custom_channel_events/notify_attribute_collected {"event_id":"e4","external_conversation_id":"x-1","contact":{"type":"lead","external_id":"l-1"},"attribute":{"id":"size","value":"7"}}
`
