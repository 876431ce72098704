package canvas_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-intercom/intercom/canvas"
)

// submitBody is a submit request of the Inbox, of 3 KB.
const submitBody = `{"workspace_id":"qz81kf0p","workspace_region":"US","component_id":"save",
"admin":{"type":"admin","id":"814860","name":"Edda Falk","email":"edda@example.com","job_title":"Harbor master","away_mode_enabled":false,
"away_mode_reassign":false,"has_inbox_seat":true,"team_ids":[814865,814866],"avatar":{"type":"avatar","image_url":"https://example.com/a.png"}},
"conversation":{"type":"conversation","id":"1295","created_at":1717200000,"updated_at":1717203600,"waiting_since":1717203600,"snoozed_until":null,
"title":"Crates at dock B","open":true,"state":"open","read":false,"priority":"not_priority","admin_assignee_id":814860,"team_assignee_id":null,
"source":{"type":"conversation","id":"403918330","delivered_as":"customer_initiated","subject":"","body":"<p>Where are my crates?</p>",
"author":{"type":"user","id":"5f7f0d21","name":"Mira Holt","email":"mira@example.com"},"attachments":[],"url":"https://example.com/orders"},
"contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"5f7f0d21","external_id":"crew-1"}]},
"teammates":{"type":"admin.list","teammates":[{"type":"admin","id":"814860"}]},"tags":{"type":"tag.list","tags":[]},
"custom_attributes":{"Order":"A-17","Crates":12},"statistics":{"type":"conversation_statistics","count_assignments":1,"count_parts":3}},
"contact":{"type":"contact","id":"5f7f0d21","workspace_id":"qz81kf0p","external_id":"crew-1","role":"user","email":"mira@example.com",
"phone":"+4940000000","name":"Mira Holt","avatar":null,"owner_id":814860,"created_at":1714500000,"updated_at":1717200000,
"signed_up_at":1714500000,"last_seen_at":1717203600,"unsubscribed_from_emails":false,"custom_attributes":{"plan":"fleet","seats":12},
"location":{"type":"location","country":"Germany","region":"Hamburg","city":"Hamburg"}},
"input_values":{"note":"Crates stand at dock B","dock":"b","crew":["mira","jon"]},
"current_canvas":{"content":{"components":[{"type":"text","id":"title","text":"Cargo","style":"header"},
{"type":"textarea","id":"note","label":"Note","placeholder":"What the crew should know"},
{"type":"dropdown","id":"dock","label":"Dock","options":[{"type":"option","id":"a","text":"A"},{"type":"option","id":"b","text":"B"}],"value":"a"},
{"type":"button","id":"save","label":"Save","style":"primary","action":{"type":"submit"}}]},"stored_data":{"order":"A-17","step":2}}}`

// plainHandler is what one writes without this package.
func plainHandler(secret string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		sum, err := hex.DecodeString(r.Header.Get(header))
		if err != nil || !hmac.Equal(sum, mac.Sum(nil)) {
			http.Error(w, "unauthorized", http.StatusUnauthorized)
			return
		}
		var request map[string]any
		if err := json.Unmarshal(body, &request); err != nil {
			http.Error(w, "bad request", http.StatusBadRequest)
			return
		}
		values, _ := request["input_values"].(map[string]any)
		note, _ := values["note"].(string)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"canvas": map[string]any{"content": map[string]any{"components": []any{
			map[string]any{"type": "text", "text": "Cargo", "style": "header"},
			map[string]any{"type": "text", "text": note},
			map[string]any{"type": "button", "id": "edit", "label": "Edit", "action": map[string]any{"type": "submit"}},
		}}}})
	})
}

// discard is a ResponseWriter that keeps nothing.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(status int) {
	if status != http.StatusOK {
		panic(http.StatusText(status))
	}
}

// A submit request is verified and read, and a canvas is the response.
func BenchmarkSubmit(b *testing.B) {
	app, err := canvas.NewApp(secret)
	if err != nil {
		b.Fatal(err)
	}
	sdk := app.Handler(func(_ context.Context, r *canvas.Request) (*canvas.Response, error) {
		note, _ := r.InputValues.String("note")
		return canvas.Show(
			&canvas.Text{Text: "Cargo", Style: canvas.TextStyleHeader},
			&canvas.Text{Text: note},
			&canvas.Button{ID: "edit", Label: "Edit", Action: &canvas.SubmitAction{}},
		), nil
	})
	signature := canvas.Sign([]byte(submitBody), secret)
	for _, form := range []struct {
		name    string
		handler http.Handler
	}{{"sdk", sdk}, {"plain", plainHandler(secret)}} {
		b.Run(form.name, func(b *testing.B) {
			b.ReportAllocs()
			body := bytes.NewReader(nil)
			r := httptest.NewRequest(http.MethodPost, "/", io.NopCloser(body))
			r.Header.Set(header, signature)
			r.ContentLength = int64(len(submitBody))
			w := discard{http.Header{}}
			for b.Loop() {
				body.Reset([]byte(submitBody))
				form.handler.ServeHTTP(w, r)
			}
		})
	}
}
