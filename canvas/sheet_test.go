package canvas_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/canvas"
)

const (
	sheetSecret = "client-secret"
	sheetUser   = "AAECAwQFBgcICQoLIScUpdcpKHnGiVbWI36vs9YG7XQmHzpdn6xEiGkh4MX0aKhHwoEiQNeLHg=="
)

// sheetJSON is what opens a sheet.
func sheetJSON(user string) string {
	text, _ := json.Marshal(user)
	return `{"workspace_id":"qz81kf0p","workspace_region":"US","component_id":"seats","context":{"location":"home"},` +
		`"current_canvas":{"content":{"components":[{"type":"divider"}]}},"input_values":{"row":"12"},"user":` + string(text) + `}`
}

func form(text string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/sheet", strings.NewReader(url.Values{"intercom_data": {text}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func postJSON(text string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/sheet", strings.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	return r
}

func TestParseSheet(t *testing.T) {
	t.Parallel()
	text := sheetJSON(sheetUser)
	quoted, err := json.Marshal(text)
	require.NoError(t, err)
	parsed := form(text)
	require.NoError(t, parsed.ParseForm())
	parsedJSON := postJSON(` {"intercom_data":` + text + `}`)
	require.NoError(t, parsedJSON.ParseForm())
	for name, r := range map[string]*http.Request{
		"form":           form(text),
		"form, read":     parsed,
		"JSON in JSON":   postJSON(`{"intercom_data":` + string(quoted) + `}`),
		"JSON":           parsedJSON,
		"broken lines":   form(sheetJSON(sheetUser[:60] + "\n" + sheetUser[60:] + "\n")),
		"blanks, tabs":   form(sheetJSON(" " + sheetUser[:7] + " \r\n\t" + sheetUser[7:])),
		"form, no media": httptest.NewRequest(http.MethodPost, "/", strings.NewReader(url.Values{"intercom_data": {text}}.Encode())),
	} {
		s, err := canvas.ParseSheet(r, "another", " ", sheetSecret)
		require.NoError(t, err, name)
		assert.Equal(t, intercom.ID("5c95"), s.User.ID, name)
		assert.Equal(t, intercom.ID("qz81kf0p"), s.WorkspaceID)
		assert.Equal(t, "US", s.WorkspaceRegion)
		assert.Equal(t, "seats", s.ComponentID)
		assert.Equal(t, canvas.LocationHome, s.Context.Location)
		assert.Len(t, s.CurrentCanvas.Content.Components, 1)
		row, _ := s.InputValues.String("row")
		assert.Equal(t, "12", row)
		require.NoError(t, s.Mismatch())
		assert.True(t, s.Has("component_id"))
	}
}

func TestEncryptUser(t *testing.T) {
	t.Parallel()
	user, err := canvas.EncryptUser([]byte(`{"id":"7","email":"mira@example.com"}`), sheetSecret)
	require.NoError(t, err)
	again, err := canvas.EncryptUser([]byte(`{"id":"7","email":"mira@example.com"}`), sheetSecret)
	require.NoError(t, err)
	assert.NotEqual(t, user, again)
	s, err := canvas.ParseSheet(form(sheetJSON(user)), sheetSecret)
	require.NoError(t, err)
	assert.Equal(t, "mira@example.com", s.User.Email)
	_, err = canvas.EncryptUser([]byte("{}"), " ")
	assertInvalid(t, err, "secrets")
}

func TestParseSheetRefuses(t *testing.T) {
	t.Parallel()
	_, err := canvas.ParseSheet(form(sheetJSON(sheetUser)))
	assertRefused(t, err, http.StatusInternalServerError)
	assertInvalid(t, err, "secrets")
	_, err = canvas.ParseSheet(form(sheetJSON(sheetUser)), "")
	assertRefused(t, err, http.StatusInternalServerError)
	assertInvalid(t, err, "secrets")

	r := form(sheetJSON(sheetUser))
	r.Method = http.MethodGet
	_, err = canvas.ParseSheet(r, sheetSecret)
	assertRefused(t, err, http.StatusMethodNotAllowed)

	sealed, err := base64.StdEncoding.DecodeString(sheetUser)
	require.NoError(t, err)
	for i := range sealed {
		changed := append([]byte(nil), sealed...)
		changed[i] ^= 1
		_, err = canvas.ParseSheet(form(sheetJSON(base64.StdEncoding.EncodeToString(changed))), sheetSecret)
		assertRefused(t, err, http.StatusUnauthorized)
	}
	for n := range len(sealed) {
		_, err = canvas.ParseSheet(form(sheetJSON(base64.StdEncoding.EncodeToString(sealed[:n]))), sheetSecret)
		assertRefused(t, err, http.StatusUnauthorized)
	}
	for _, text := range []string{
		"{}", `{"user":null}`, `{"user":{"id":"5c95"}}`, `{"user":""}`, `{"user":"mira@example.com"}`, `{"user":"%%%"}`, sheetJSON(sheetUser + "="),
	} {
		_, err = canvas.ParseSheet(form(text), sheetSecret)
		assertRefused(t, err, http.StatusUnauthorized, text)
		assert.NotContains(t, err.Error(), "mira")
	}
	_, err = canvas.ParseSheet(form(sheetJSON(sheetUser)), "another")
	assertRefused(t, err, http.StatusUnauthorized)

	for _, r := range []*http.Request{
		form(""), form("null"), form("[]"), form(`{"user":`), postJSON(""), postJSON("{}"), postJSON(`{"intercom_data":7}`), postJSON(`{"intercom_data":"7"}`),
		postJSON(`{"intercom_data":"\uD800`), postJSON(`{"intercom_data":`), postJSON("%zz"), postJSON("intercom_data=%7B%7D;%"),
		{Method: http.MethodPost},
	} {
		_, err = canvas.ParseSheet(r, sheetSecret)
		assertRefused(t, err, http.StatusBadRequest)
	}
	for _, user := range []string{"null", "[]", "mira@example.com", `{"id":`} {
		encrypted, err := canvas.EncryptUser([]byte(user), sheetSecret)
		require.NoError(t, err)
		_, err = canvas.ParseSheet(form(sheetJSON(encrypted)), sheetSecret)
		assertRefused(t, err, http.StatusBadRequest)
		assert.NotContains(t, err.Error(), "mira")
	}

	r = postJSON("{}")
	r.ContentLength = 1<<20 + 1
	_, err = canvas.ParseSheet(r, sheetSecret)
	assertRefused(t, err, http.StatusRequestEntityTooLarge)
	r = httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader(strings.Repeat("x", 1<<20+1))))
	_, err = canvas.ParseSheet(r, sheetSecret)
	assertRefused(t, err, http.StatusRequestEntityTooLarge)
	r = httptest.NewRequest(http.MethodPost, "/", iotest.ErrReader(errors.New("broken")))
	_, err = canvas.ParseSheet(r, sheetSecret)
	assertRefused(t, err, http.StatusBadRequest)
}

func TestUnmarshalSheet(t *testing.T) {
	t.Parallel()
	var s canvas.Sheet
	require.NoError(t, json.Unmarshal([]byte(sheetJSON(sheetUser)), &s))
	assert.Equal(t, "seats", s.ComponentID)
	assert.Empty(t, s.User.ID)
}
