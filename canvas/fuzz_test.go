package canvas_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/canvas"
)

// What is signed is read whatever it is, or refused; what is not signed never is.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"workspace_id":"qz81kf0p","component_id":"go"}`, `{"app_id":1,"customer":{"id":7},"contact":null}`, `{"current_canvas":{"current_canvas":{}}}`,
		`{"canvas":{"content":{"components":[{"type":"list","items":[{"id":1,"action":{"type":"url"}}]}]},"stored_data":{"a":[1.5,null]}}}`,
		`{"input_values":{"a":["b"],"c":"d"}}`, `[]`, `null`, `{`, "\xff", `{"context":{"conversation_id":1e9}}`,
	} {
		f.Add(seed, "")
	}
	f.Fuzz(func(t *testing.T, body, signature string) {
		r, err := canvas.Parse(post(body), secret)
		var refused *intercom.WebhookError
		switch {
		case err == nil:
			r.Choices("a")
			_, _ = canvas.Response{Canvas: r.CurrentCanvas}.MarshalJSON()
			require.NotEmpty(t, prints(r))
		default:
			require.ErrorAs(t, err, &refused)
		}
		forged := post(body)
		forged.Header.Set(header, signature)
		if _, err := canvas.Parse(forged, secret); !strings.EqualFold(signature, canvas.Sign([]byte(body), secret)) {
			assertRefused(t, err, http.StatusUnauthorized)
		}
	})
}

// A sheet is one only with a user that was encrypted with the secret.
func FuzzParseSheet(f *testing.F) {
	for _, seed := range []string{sheetJSON(sheetUser), sheetJSON("AAAA"), `{}`, `[]`, `{"user":7}`, `{"user":"\ud800"}`} {
		f.Add(seed, true)
		f.Add(seed, false)
		f.Add(`{"intercom_data":`+seed+`}`, false)
	}
	f.Fuzz(func(t *testing.T, text string, inForm bool) {
		r := postJSON(text)
		if inForm {
			r = form(text)
		}
		s, err := canvas.ParseSheet(r, sheetSecret)
		if err != nil {
			var refused *intercom.WebhookError
			require.ErrorAs(t, err, &refused)
			return
		}
		assert.Equal(t, intercom.ID("5c95"), s.User.ID, "there is one user that was encrypted")
	})
}

// Components that were read can be sent, and come back the same, or have something
// missing that Intercom requires.
func FuzzComponents(f *testing.F) {
	for _, each := range full {
		f.Add(each.text)
	}
	f.Add(`{"type":"button","id":"b","label":"B","action":{"type":"sms"},"new":[1, 2]}`)
	f.Add(`{"type":"image","width":1e400}`)
	f.Fuzz(func(t *testing.T, text string) {
		var content canvas.Content
		if json.Unmarshal([]byte(`{"components":[`+text+`]}`), &content) != nil {
			return
		}
		once, err := content.MarshalJSON()
		if err != nil {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
			return
		}
		require.True(t, json.Valid(once))
		var again canvas.Content
		require.NoError(t, json.Unmarshal(once, &again))
		twice, err := again.MarshalJSON()
		var tooLarge *intercom.ArgumentError
		if errors.As(err, &tooLarge) {
			return
		}
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice))
		if len(content.Components) != 1 || !json.Valid([]byte(text)) { // it is more than a component
			return
		}
		if unknown, ok := content.Components[0].(*canvas.UnknownComponent); ok {
			require.Equal(t, strings.Trim(text, " \t\r\n"), encodeRaw(t, unknown))
		}
	})
}
