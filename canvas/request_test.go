package canvas_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/canvas"
)

const (
	secret = "client-secret-for-tests"
	header = "X-Body-Signature"
)

// post returns a request as Intercom signs it.
func post(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(header, canvas.Sign([]byte(body), secret))
	return r
}

func parse(t *testing.T, body string) *canvas.Request {
	t.Helper()
	r, err := canvas.Parse(post(body), secret)
	require.NoError(t, err)
	return r
}

// assertRefused reports whether an error is a refusal with a status.
func assertRefused(t *testing.T, err error, status int, msg ...any) {
	t.Helper()
	var e *intercom.WebhookError
	require.ErrorAs(t, err, &e, msg...)
	assert.Equal(t, status, e.StatusCode, msg...)
	assert.Equal(t, status == http.StatusUnauthorized, errors.Is(err, intercom.ErrSignature), msg...)
}

func TestSignatureVector(t *testing.T) {
	t.Parallel()
	const (
		body      = `{"workspace_id":"qz81kf0p","component_id":"go"}`
		signature = "00a4887971360f9a695c8f337b654a381a9537003cbccb5bbf1ba45966304c16"
	)
	assert.Equal(t, signature, canvas.Sign([]byte(body), secret))
	require.NoError(t, canvas.Verify([]byte(body), signature, "another", secret))
	require.NoError(t, canvas.Verify([]byte(body), strings.ToUpper(signature), secret))
	for _, wrong := range []string{"", signature[1:], signature + "0", " " + signature, "sha256=" + signature, strings.Repeat("0", 64)} {
		require.ErrorIs(t, canvas.Verify([]byte(body), wrong, secret), intercom.ErrSignature)
	}
	require.ErrorIs(t, canvas.Verify([]byte(body+" "), signature, secret), intercom.ErrSignature)
	require.ErrorIs(t, canvas.Verify([]byte(body), signature), intercom.ErrSignature)
	require.ErrorIs(t, canvas.Verify([]byte(body), canvas.Sign([]byte(body), ""), ""), intercom.ErrSignature)

	r := parse(t, body)
	assert.Equal(t, intercom.ID("qz81kf0p"), r.WorkspaceID)
	assert.Equal(t, "go", r.ComponentID)
}

func TestParseFlows(t *testing.T) {
	t.Parallel()

	initialize := parse(t, `{
		"workspace_id":"qz81kf0p","workspace_region":"EU",
		"admin":{"type":"admin","id":"814860","name":"Edda","email":"edda@example.com"},
		"conversation":{"type":"conversation","id":"1295","open":true},
		"contact":{"type":"contact","id":"5f7f","email":"mira@example.com"}
	}`)
	assert.Equal(t, "EU", initialize.WorkspaceRegion)
	assert.Equal(t, intercom.ID("814860"), initialize.Admin.ID)
	assert.Equal(t, intercom.ID("1295"), initialize.Conversation.ID)
	assert.Equal(t, "mira@example.com", initialize.Contact.Email)
	assert.Empty(t, initialize.ComponentID)
	require.NoError(t, initialize.Mismatch())

	submit := parse(t, `{
		"workspace_id":"qz81kf0p","component_id":"save",
		"context":{"conversation_id":1295,"location":"conversation","locale":"en","messenger_action_colour":"#0057ff",
			"messenger_background_colour":"#ffffff","referrer":"https://example.com/page"},
		"current_canvas":{"content":{"components":[{"type":"input","id":"note","label":"Note"}]},"stored_data":{"step":3}},
		"input_values":{"note":"Ahoy","dock":"b","crew":["mira","jon",7],"none":"","number":4},
		"user":{"type":"user","id":"5c95","email":"jon@example.com"}
	}`)
	assert.Equal(t, "save", submit.ComponentID)
	assert.Equal(t, canvas.Context{
		ConversationID: "1295", Location: canvas.LocationConversation, Locale: "en", MessengerActionColour: "#0057ff",
		MessengerBackgroundColour: "#ffffff", Referrer: "https://example.com/page",
	}, submit.Context)
	require.Len(t, submit.CurrentCanvas.Content.Components, 1)
	assert.Equal(t, "Note", submit.CurrentCanvas.Content.Components[0].(*canvas.Input).Label)
	step, ok := submit.CurrentCanvas.StoredData.Int("step")
	assert.True(t, ok)
	assert.EqualValues(t, 3, step)
	note, _ := submit.InputValues.String("note")
	assert.Equal(t, "Ahoy", note)
	assert.Equal(t, []string{"b"}, submit.Choices("dock"))
	assert.Equal(t, []string{"mira", "jon"}, submit.Choices("crew"))
	for _, nothing := range []string{"none", "number", "missing"} {
		assert.Empty(t, submit.Choices(nothing))
	}
	assert.Equal(t, intercom.ID("5c95"), submit.User.ID)
	require.NoError(t, submit.Mismatch())
	assert.Empty(t, submit.Extra())

	live := parse(t, `{"workspace_id":"qz81kf0p","canvas":{"content_url":"https://example.com/live"},"contact":{"id":"5f7f"}}`)
	assert.Equal(t, "https://example.com/live", live.CurrentCanvas.ContentURL)

	sheet := parse(t, `{"workspace_id":"qz81kf0p","sheet_values":{"seat":"12A"},"current_canvas":{"content":{"components":[]}},"user":{"id":"5c95"}}`)
	seat, _ := sheet.SheetValues.String("seat")
	assert.Equal(t, "12A", seat)

	configured := parse(t, `{"workspace_id":"qz81kf0p","card_creation_options":{"board":"main"}}`)
	board, _ := configured.CardCreationOptions.String("board")
	assert.Equal(t, "main", board)
}

func TestOlderNamesInRequests(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"app_id":"w","customer":{"id":"5f7f"}}`,
		`{"workspace_id":"w","app_id":null,"contact":{"id":"5f7f"},"customer":null}`,
		`{"app_id":null,"workspace_id":"w","customer":null,"contact":{"id":"5f7f"}}`,
		`{"workspace_id":null,"app_id":"w","contact":null,"customer":{"id":"5f7f"}}`,
	} {
		var read canvas.Request
		require.NoError(t, json.Unmarshal([]byte(body), &read))
		for _, r := range []*canvas.Request{parse(t, body), &read} {
			assert.Equal(t, intercom.ID("w"), r.WorkspaceID, body)
			assert.Equal(t, intercom.ID("5f7f"), r.Contact.ID, body)
			assert.Empty(t, r.Extra(), body)
		}
	}
	var r canvas.Request
	require.Error(t, json.Unmarshal([]byte(`{`), &r))
	require.Error(t, r.UnmarshalJSON([]byte(`{`)))
}

func TestWhatDoesNotFitIsLeftOut(t *testing.T) {
	t.Parallel()
	r := parse(t, `{"workspace_id":{"no":"id"},"component_id":"go","current_canvas":7,"input_values":[],"admin":"x","future":1}`)
	assert.Equal(t, "go", r.ComponentID)
	require.Error(t, r.Mismatch())
	assert.Contains(t, r.Extra(), "future")
	_, err := r.CurrentCanvas.MarshalJSON()
	require.Error(t, err)
}

// untouched fails the test if it is read.
type untouched struct{ t *testing.T }

func (u untouched) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	_, err := canvas.Parse(post("{}"))
	assertRefused(t, err, http.StatusInternalServerError)
	assertInvalid(t, err, "secrets")
	_, err = canvas.Parse(post("{}"), "", " \t")
	assertRefused(t, err, http.StatusInternalServerError)
	assertInvalid(t, err, "secrets")

	r := post("{}")
	r.Method = http.MethodGet
	_, err = canvas.Parse(r, secret)
	assertRefused(t, err, http.StatusMethodNotAllowed)

	valid := canvas.Sign([]byte("{}"), secret)
	for _, signature := range []string{"", valid[1:], valid + "0", " " + valid, "sha256=" + valid, strings.Repeat("g", 64)} {
		r = httptest.NewRequest(http.MethodPost, "/", untouched{t})
		r.Header.Set(header, signature)
		_, err = canvas.Parse(r, secret)
		assertRefused(t, err, http.StatusUnauthorized, signature)
	}
	r = httptest.NewRequest(http.MethodPost, "/", untouched{t})
	r.Header.Set(header, valid)
	r.ContentLength = 1<<20 + 1
	_, err = canvas.Parse(r, secret)
	assertRefused(t, err, http.StatusRequestEntityTooLarge)

	r = httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader(strings.Repeat("x", 1<<20+1))))
	r.Header.Set(header, valid)
	_, err = canvas.Parse(r, secret)
	assertRefused(t, err, http.StatusRequestEntityTooLarge)

	r = httptest.NewRequest(http.MethodPost, "/", iotest.ErrReader(errors.New("the connection of 10.0.0.7 broke")))
	r.Header.Set(header, valid)
	_, err = canvas.Parse(r, secret)
	assertRefused(t, err, http.StatusBadRequest)
	assert.NotContains(t, err.Error(), "10.0.0.7")

	r = post(`{"component_id":"go"}`)
	r.Body = io.NopCloser(strings.NewReader(`{"component_id":"no"}`))
	_, err = canvas.Parse(r, secret)
	assertRefused(t, err, http.StatusUnauthorized)

	_, err = canvas.Parse(post(`{}`), "another-secret")
	assertRefused(t, err, http.StatusUnauthorized)
	_, err = canvas.Parse(post(`{}`), "another-secret", secret)
	require.NoError(t, err)

	for _, body := range []string{"", "null", "[]", "17", `"mira@example.com"`, `{"a":`, "{} {}", "mira@example.com", strings.Repeat("[", 1<<19), strings.Repeat(`{"a":`, 1<<17)} {
		_, err = canvas.Parse(post(body), secret)
		assertRefused(t, err, http.StatusBadRequest, body[:min(len(body), 20)])
		assert.NotContains(t, err.Error(), "mira")
	}

	large := `{"future":"` + strings.Repeat("x", 1<<20-len(`{"future":""}`)) + `"}`
	parse(t, large)

	none := &http.Request{Method: http.MethodPost, Header: http.Header{header: {canvas.Sign(nil, secret)}}}
	_, err = canvas.Parse(none, secret)
	assertRefused(t, err, http.StatusBadRequest)
}
