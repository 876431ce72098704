package conformance

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/go-intercom/intercom/internal/requests"
)

// TestExamplesKeepRules checks that the fake refuses no request that the description has as an example, but those that contradict its
// own schemas.
func TestExamplesKeepRules(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, o := range operations(t) {
		for _, ex := range o.requests {
			checked++
			if v := requests.Check(o.name, nil, decode(t, ex.json)); v != nil {
				assert.Contains(t, broken[o.id], v.Message, "%s, %q: %s", o.id, ex.name, ex.json)
			}
		}
	}
	assert.NotZero(t, checked)
}

// broken has what is wrong with examples, by operation.
var broken = map[string][]string{
	"createMessage": {"message_type must be email or in_app or whatsapp"}, // one has "conversation", which is no type of message
}
