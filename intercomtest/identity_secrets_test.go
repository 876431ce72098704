package intercomtest

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIdentitySecretsAreShownOnce(t *testing.T) {
	t.Parallel()
	old := newTester(t)
	a := old.as("Preview")
	res, b := a.send("POST /secure_mode_secrets", `{"name":"Web","supports_web":true}`)
	assert.Equal(t, http.StatusCreated, res.StatusCode)
	created := parse(t, b)
	assert.Len(t, created["secret"], 43)
	delete(created, "secret")
	assert.Equal(t, []any{map[string]any(created)}, a.ok("GET /secure_mode_secrets", "")["data"])

	assert.Equal(t, "name is required", a.fails("POST /secure_mode_secrets", `{"supports_web":true}`, 422, "parameter_invalid"))
	a.fails("POST /secure_mode_secrets", `{"name":"x","supports_web":false}`, 422, "parameter_invalid")
	old.fails("GET /secure_mode_secrets", "", 400, "intercom_version_invalid")

	res, b = a.send("DELETE /secure_mode_secrets/"+created.text("id"), "")
	assert.Equal(t, http.StatusNoContent, res.StatusCode)
	assert.Empty(t, b)
	a.fails("DELETE /secure_mode_secrets/"+created.text("id"), "", 404, "identity_verification_secret_not_found")
}
