package bench

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
	"github.com/go-intercom/intercom/internal/wire"
)

const hookSecret = "client-secret-for-benchmarks"

// notifications are requests with a conversation of 4.7 KB in the form of Intercom's
// notifications, with five parts, each with an id of its own.
func notifications(topic intercom.Topic) []*http.Request {
	requests := make([]*http.Request, 1000)
	item := itemWithParts(5)
	for i := range requests {
		body := intercomtest.Notification(topic, item)
		requests[i] = &http.Request{
			Method: http.MethodPost, ContentLength: int64(len(body)), Body: &rewound{bytes.NewReader(body)},
			Header: http.Header{"X-Hub-Signature": {intercom.SignWebhook(body, hookSecret)}, "Content-Type": {"application/json"}},
		}
	}
	return requests
}

// itemWithParts is a conversation with the part of the made one several times.
func itemWithParts(count int) string {
	item := string(intercomtest.Item(intercom.TopicConversationUserReplied))
	part, _ := wire.Lookup(item, "conversation_parts", "conversation_parts", "0")
	return strings.Replace(item, part, part+strings.Repeat(","+part, count-1), 1)
}

// rewound is a body that can be read again.
type rewound struct{ *bytes.Reader }

func (r *rewound) Close() error { return nil }

// status is a ResponseWriter that keeps the status alone.
type status struct {
	header http.Header
	code   int
}

func (s *status) Header() http.Header         { return s.header }
func (s *status) Write(b []byte) (int, error) { return len(b), nil }
func (s *status) WriteHeader(code int)        { s.code = code }

// receive has a fresh handler take the requests again and again.
func receive(b *testing.B, topic intercom.Topic, newHandler func() http.Handler) {
	b.Helper()
	requests := notifications(topic)
	w := &status{header: http.Header{}}
	var handler http.Handler
	next := 0
	measure(b, func() error {
		if next%len(requests) == 0 {
			handler = newHandler() // which has seen none of them
		}
		r := requests[next%len(requests)]
		next++
		if _, err := r.Body.(io.Seeker).Seek(0, io.SeekStart); err != nil {
			return err
		}
		w.code = 0
		handler.ServeHTTP(w, r)
		return check(w.code == http.StatusOK, nil)
	})
}

func newHook() *intercom.Webhook {
	hook, err := intercom.NewWebhook(hookSecret)
	if err != nil {
		panic(err)
	}
	intercom.On(hook, intercom.TopicConversationUserReplied,
		func(_ context.Context, _ *intercom.Notification, c *intercom.Conversation) error {
			return check(len(c.Parts.Items) == 5, nil)
		})
	return hook
}

// Webhook receives a notification: its signature is verified, it is read into a
// Conversation, and its handler is called.
func BenchmarkWebhook(b *testing.B) {
	b.Run("sdk", func(b *testing.B) {
		receive(b, intercom.TopicConversationUserReplied, func() http.Handler { return newHook() })
	})
	b.Run("bare", func(b *testing.B) {
		receive(b, intercom.TopicConversationUserReplied, func() http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				mac := hmac.New(sha1.New, []byte(hookSecret))
				mac.Write(body)
				var event map[string]any
				if err != nil || r.Header.Get("X-Hub-Signature") != "sha1="+hex.EncodeToString(mac.Sum(nil)) || json.Unmarshal(body, &event) != nil {
					w.WriteHeader(http.StatusBadRequest)
					return
				}
				w.WriteHeader(http.StatusOK)
			})
		})
	})
	b.Run("unhandled", func(b *testing.B) {
		receive(b, intercom.TopicConversationRead, func() http.Handler { return newHook() })
	})
	b.Run("many-topics", func(b *testing.B) {
		receive(b, intercom.TopicConversationUserReplied, func() http.Handler {
			hook := newHook()
			for i := range 100 {
				intercom.On(hook, intercom.Topic(fmt.Sprint("topic.", i)), func(context.Context, *intercom.Notification, *json.RawMessage) error { return nil })
			}
			return hook
		})
	})
}
