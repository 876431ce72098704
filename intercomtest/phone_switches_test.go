package intercomtest

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPhoneSwitchErrorsHaveTheirOwnForm(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	for _, body := range []string{`{"phone":"12"}`, `{}`, `{"phone":"0800 123"}`} {
		res, b := a.send("POST /phone_call_redirects", body)
		assert.Equal(t, http.StatusBadRequest, res.StatusCode)
		assert.Equal(t, object{"error_key": "invalid_phone_number", "message": "Invalid phone number"}, parse(t, b))
	}
	a.ok("POST /contacts", `{"email":"mira@quay.test","phone":"+353832345678"}`)
	a.fails("POST /phone_call_redirects", `{"phone":"+353832345678","custom_attributes":{"a.b":1}}`, 400, "parameter_invalid")
	assert.Equal(t, "phone_call_redirect", a.ok("POST /phone_call_redirects", `{"phone":"+40241100100"}`)["type"], "nobody has to have the number")
}
