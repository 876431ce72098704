package intercomtest

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/go-intercom/intercom/internal/requests"
	"github.com/go-intercom/intercom/internal/spec"
)

func TestRequestsAreValidated(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.me()
	_, user := a.begun("mira@harbor.test", "hi")
	lead := a.ok("POST /contacts", `{"role":"lead","name":"Lea"}`).text("id")
	to := func(kind, id string) string {
		return `{"message_type":"in_app","body":"hi","from":{"type":"admin","id":` + me + `},"to":[{"type":"` + kind + `","id":"` + id + `"}]}`
	}
	a.ok("POST /messages", to("user", user))
	a.ok("POST /messages", to("lead", lead))
	assert.Equal(t, "to[0].type must be lead or user", a.fails("POST /messages", to("banana", user), 400, "parameter_invalid"))
	a.fails("POST /messages", to("contact", user), 400, "parameter_invalid")
	a.fails("POST /messages", to("user", lead), 404, "not_found")
	a.fails("POST /messages", to("lead", user), 404, "not_found")

	begin := `{"from":{"type":"banana","id":"` + user + `"},"body":"x"}`
	assert.Equal(t, "from.type must be contact or lead or user", a.fails("POST /conversations", begin, 400, "parameter_invalid"))
	_, body := a.send("POST /conversations", begin)
	errors, err := parse(t, body).objects("errors")
	assert.NoError(t, err)
	assert.Equal(t, "from.type", errors[0]["field"])
}

// Only the newest version is described, and is meant by a request that names none.
func TestOlderVersionsAreNotValidated(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	_, user := a.begun("mira@harbor.test", "hi")
	message := `{"message_type":"in_app","body":"hi","from":{"type":"admin","id":` + a.me() + `},"to":{"type":"banana","id":"` + user + `"}}`
	a.as("2.15").ok("POST /messages", message)
	a.as("").fails("POST /messages", message, 400, "parameter_invalid")
	assert.Equal(t, newest, requests.Version())
}

// Rules are found by the name of an operation, so the fake must name it as the description does.
func TestRoutesAreNamedAsDescribed(t *testing.T) {
	t.Parallel()
	for _, r := range NewServer().tables[modern] {
		if o, ok := spec.Modern().Operation(r.operation); ok {
			assert.Equal(t, o.Name(), r.operation)
		}
	}
}
