package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/canvas"
)

func TestRun(t *testing.T) {
	t.Setenv("INTERCOM_CLIENT_SECRET", "")
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, nil))
	assert.Equal(t, `Playing Intercom in this process, as -addr is not given.

Edda opens the conversation
  Crates of Mira Holt
  Nothing is noted yet.
  [Edit]

Edda clicks on Edit
  Dock (unsaved): North dock South dock
  Note: ""
  [Save]

Edda forgets to choose a dock
  Dock (failed): North dock South dock
  Note: "12 crates"
  [Save]

Edda chooses one
  Crates of Mira Holt
  Dock: South dock
  Note: 12 crates
  By: Edda Falk
  [Edit]
  [Clear]

Edda opens the conversation again
  Crates of Mira Holt
  Dock: South dock
  Note: 12 crates
  By: Edda Falk
  [Edit]
  [Clear]

Edda clicks on Clear
  Crates of Mira Holt
  Nothing is noted yet.
  [Edit]

Somebody who has no secret pretends to be Intercom
refused: intercom: webhook: 401 Unauthorized: signature does not fit
  401 Unauthorized
`, out.String())
}

// With an address the program serves until it is interrupted.
func TestServe(t *testing.T) {
	t.Setenv("INTERCOM_CLIENT_SECRET", "client-secret")
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	var out strings.Builder
	require.NoError(t, run(ctx, &out, []string{"-addr", "127.0.0.1:0"}))
	assert.Contains(t, out.String(), "serving Intercom at 127.0.0.1:")
}

func TestRunWithoutASecret(t *testing.T) {
	t.Setenv("INTERCOM_CLIENT_SECRET", " ")
	var out strings.Builder
	require.ErrorContains(t, run(t.Context(), &out, []string{"-addr", "127.0.0.1:0"}), "INTERCOM_CLIENT_SECRET")
	require.Error(t, run(t.Context(), &out, []string{"-nonsense"}))
	t.Setenv("INTERCOM_CLIENT_SECRET", "client-secret")
	require.Error(t, run(t.Context(), &out, []string{"-addr", "no address"}))
}

// What was forged or is about another conversation changes nothing.
func TestNotesAreApart(t *testing.T) {
	var out strings.Builder
	h, err := newHandler("client-secret", &out)
	require.NoError(t, err)
	send := func(path, body string) string {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		r.Header.Set("X-Body-Signature", canvas.Sign([]byte(body), "client-secret"))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		assert.Equal(t, http.StatusOK, w.Code)
		return w.Body.String()
	}
	saved := send("/submit", `{"workspace_id":"a","conversation":{"id":"1"},"component_id":"save","input_values":{"dock":"north"}}`)
	assert.Contains(t, saved, "North dock")
	assert.Contains(t, send("/initialize", `{"workspace_id":"a","conversation":{"id":"1"}}`), "North dock")
	assert.NotContains(t, send("/initialize", `{"workspace_id":"b","conversation":{"id":"1"}}`), "North dock")
	assert.NotContains(t, send("/initialize", `{"workspace_id":"a","conversation":{"id":"2"}}`), "North dock")
	odd := send("/submit", `{"workspace_id":"a","conversation":{"id":"1"},"component_id":"save","input_values":{"dock":["north","south"]}}`)
	assert.Contains(t, odd, `"save_state":"failed"`)
	assert.Contains(t, send("/submit", `{"workspace_id":"a","conversation":{"id":"1"},"component_id":"edit"}`), `"value":"north"`)
	assert.Empty(t, out.String())
}
