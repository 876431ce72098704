package intercomtest

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIPAllowlistKeepsTheCaller(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	network := *a
	network.base, network.client = a.fake.URL(), http.DefaultClient
	for _, a := range []*tester{a, &network} {
		message := a.fails("PUT /ip_allowlist", `{"enabled":true,"ip_allowlist":["192.0.2.1"]}`, 422, "parameter_invalid")
		assert.Equal(t, "Your IP (127.0.0.1) is not on the allowlist. Saving would lock you out of this workspace.", message)
		a.fails("PUT /ip_allowlist", `{"enabled":true,"ip_allowlist":[]}`, 422, "parameter_invalid")
		a.fails("PUT /ip_allowlist", `{"ip_allowlist":["quay"]}`, 422, "parameter_invalid")
		a.fails("PUT /ip_allowlist", `{"ip_allowlist":["192.0.2.1/40"]}`, 422, "parameter_invalid")
		a.ok("PUT /ip_allowlist", `{"enabled":false,"ip_allowlist":["192.0.2.1"]}`)
		list := a.ok("PUT /ip_allowlist", `{"enabled":true,"ip_allowlist":["127.0.0.0/8"]}`)
		assert.Equal(t, list, a.ok("GET /ip_allowlist", ""))
		a.as("Preview").fails("GET /ip_allowlist", "", 400, "intercom_version_invalid")
		a.ok("PUT /ip_allowlist", `{"enabled":false,"ip_allowlist":[]}`)
	}
}
