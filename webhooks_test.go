package intercom_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

const (
	hookSecret = "client-secret-for-tests"
	finSecret  = "fin-secret-for-tests"
)

// notified is the body of a notification.
func notified(topic intercom.Topic, id, item string) string {
	quoted := "null"
	if id != "" {
		quoted = `"` + id + `"`
	}
	return fmt.Sprintf(`{"type":"notification_event","id":%s,"topic":"%s","app_id":"qz81kf0p","data":{"type":"notification_event_data","item":%s},
		"delivery_status":"pending","delivery_attempts":1,"delivered_at":0,"first_sent_at":1767225601,"created_at":1767225600,"links":{},"self":null}`,
		quoted, topic, item)
}

// delivery is a signed request.
func delivery(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/intercom", strings.NewReader(body))
	r.Header.Set("X-Hub-Signature", intercom.SignWebhook([]byte(body), hookSecret))
	return r
}

func statusOf(h http.Handler, r *http.Request) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

// newHook returns a webhook, and what its OnError was given.
func newHook(t *testing.T, secrets ...string) (*intercom.Webhook, *[]string) {
	t.Helper()
	if secrets == nil {
		secrets = []string{hookSecret}
	}
	hook, err := intercom.NewWebhook(secrets...)
	require.NoError(t, err)
	problems := new([]string)
	hook.OnError = func(_ context.Context, n *intercom.Notification, err error) {
		about := "no notification"
		if n != nil {
			about = string(n.ID)
		}
		*problems = append(*problems, about+": "+err.Error())
	}
	return hook, problems
}

// handledIDs has the ids of what was handled.
type handledIDs []string

func (s *handledIDs) note(_ context.Context, n *intercom.Notification, _ *intercom.Conversation) error {
	*s = append(*s, string(n.ID))
	return nil
}

const replied = intercom.TopicConversationUserReplied

var conversationBody = notified(replied, "notif_1", `{"type":"conversation","id":"147","open":true}`)

// untouchedBody fails the test if it is read.
type untouchedBody struct{ t *testing.T }

func (b untouchedBody) Read([]byte) (int, error) {
	b.t.Error("the body was read")
	return 0, io.EOF
}

func TestWebhookHandles(t *testing.T) {
	t.Parallel()
	hook, problems := newHook(t)
	var got *intercom.Conversation
	intercom.On(hook, replied, func(ctx context.Context, n *intercom.Notification, c *intercom.Conversation) error {
		got = c
		assert.NoError(t, ctx.Err())
		assert.Equal(t, "qz81kf0p", n.AppID)
		assert.Equal(t, conversationBody, string(n.Raw()))
		return nil
	})
	assert.Equal(t, 200, statusOf(hook, delivery(conversationBody)))
	require.NotNil(t, got)
	assert.Equal(t, intercom.ID("147"), got.ID)
	assert.True(t, got.Open)
	assert.NoError(t, got.Mismatch())
	assert.Empty(t, *problems)
}

// Nothing of these gets as far as a handler.
func TestWebhookRefuses(t *testing.T) {
	t.Parallel()
	valid := intercom.SignWebhook([]byte(conversationBody), hookSecret)
	signature := func(value string) *http.Request {
		r := httptest.NewRequest(http.MethodPost, "/", untouchedBody{t})
		r.Header.Set("X-Hub-Signature", value)
		return r
	}
	unread := func(method string) *http.Request { return httptest.NewRequest(method, "/", untouchedBody{t}) }
	tooLong := delivery(conversationBody)
	tooLong.ContentLength = 5<<20 + 1
	tooLong.Body = io.NopCloser(untouchedBody{t})
	endless := delivery(conversationBody)
	endless.ContentLength = -1
	endless.Body = io.NopCloser(io.MultiReader(bytes.NewReader(make([]byte, 5<<20)), strings.NewReader("x")))
	cut := delivery(conversationBody)
	cut.Body = io.NopCloser(io.MultiReader(strings.NewReader(conversationBody[:40]), brokenBody{}))
	changed := delivery(strings.Replace(conversationBody, "147", "148", 1))
	changed.Header.Set("X-Hub-Signature", valid)
	other := delivery(conversationBody)
	other.Header.Set("X-Hub-Signature", intercom.SignWebhook([]byte(conversationBody), "another secret"))
	blank := delivery(conversationBody)
	blank.Header.Set("X-Hub-Signature", intercom.SignWebhook([]byte(conversationBody), ""))

	for _, c := range []struct {
		name    string
		request *http.Request
		status  int
	}{
		{"GET", unread(http.MethodGet), 405},
		{"PUT", unread(http.MethodPut), 405},
		{"OPTIONS", unread(http.MethodOptions), 405},
		{"no signature", unread(http.MethodPost), 401},
		{"empty signature", signature(""), 401},
		{"short", signature(valid[:len(valid)-1]), 401},
		{"long", signature(valid + "0"), 401},
		{"not hex", signature("sha1=" + strings.Repeat("z", 40)), 401},
		{"no prefix", signature(valid[len("sha1="):]), 401},
		{"prefix in capitals", signature("SHA1=" + valid[len("sha1="):]), 401},
		{"another hash", signature("sha256=" + valid[len("sha1="):]), 401},
		{"space before", signature(" " + valid), 401},
		{"changed body", changed, 401},
		{"another secret", other, 401},
		{"blank secret", blank, 401},
		{"announced too large", tooLong, 413},
		{"too large", endless, 413},
		{"cut off", cut, 400},
		{"not JSON", delivery("not JSON"), 400},
		{"half JSON", delivery(conversationBody[:len(conversationBody)-1]), 400},
		{"array", delivery("[]"), 400},
		{"null", delivery("null"), 400},
		{"nothing", delivery(""), 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			hook, problems := newHook(t, hookSecret, " ")
			intercom.On(hook, replied, func(context.Context, *intercom.Notification, *intercom.Conversation) error {
				t.Error("a handler was called")
				return nil
			})
			hook.Otherwise(func(context.Context, *intercom.Notification) error {
				t.Error("Otherwise was called")
				return nil
			})
			hook.Enqueue = func(context.Context, *intercom.Notification) error {
				t.Error("Enqueue was called")
				return nil
			}
			w := httptest.NewRecorder()
			hook.ServeHTTP(w, c.request)
			assert.Equal(t, c.status, w.Code)
			assert.Equal(t, http.StatusText(c.status)+"\n", w.Body.String())
			if c.status == 405 {
				assert.Equal(t, "HEAD, POST", w.Header().Get("Allow"))
			}
			require.Len(t, *problems, 1)
			assert.True(t, strings.HasPrefix((*problems)[0], fmt.Sprintf("no notification: intercom: webhook: %d ", c.status)), (*problems)[0])
			assert.NotContains(t, (*problems)[0], "147")
			assert.NotContains(t, (*problems)[0], valid[10:])
		})
	}
}

type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) {
	return 0, errors.New("read tcp 10.1.2.3:443: connection reset")
}

func TestWebhookErrorsByKind(t *testing.T) {
	t.Parallel()
	_, err := intercom.ParseWebhook(httptest.NewRequest(http.MethodPost, "/", nil), hookSecret)
	require.ErrorIs(t, err, intercom.ErrSignature)
	assert.Equal(t, "intercom: webhook: 401 Unauthorized: signature does not fit", err.Error())

	_, err = intercom.ParseWebhook(delivery("{"), hookSecret)
	var refused *intercom.WebhookError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, 400, refused.StatusCode)
	assert.NotErrorIs(t, err, intercom.ErrSignature)

	_, err = intercom.ParseWebhook(delivery(conversationBody)) // without a secret
	require.ErrorIs(t, err, intercom.ErrSignature)

	n, err := intercom.ParseWebhook(delivery(conversationBody), "another", hookSecret)
	require.NoError(t, err)
	assert.Equal(t, replied, n.Topic)
	assert.Equal(t, "intercom: webhook: 418 I'm a teapot", (&intercom.WebhookError{StatusCode: 418}).Error())
}

func TestWebhookHead(t *testing.T) {
	t.Parallel()
	hook, problems := newHook(t)
	assert.Equal(t, 200, statusOf(hook, httptest.NewRequest(http.MethodHead, "/", nil)))
	assert.Empty(t, *problems)
}

func TestWebhookTakesCapitalsAndASecondSecret(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t, "new secret", hookSecret)
	var handled handledIDs
	intercom.On(hook, replied, handled.note)
	r := delivery(conversationBody)
	prefix, digits, _ := strings.Cut(r.Header.Get("X-Hub-Signature"), "=")
	r.Header.Set("X-Hub-Signature", prefix+"="+strings.ToUpper(digits))
	assert.Equal(t, 200, statusOf(hook, r))
	assert.Equal(t, handledIDs{"notif_1"}, handled)
}

func TestWebhookHandlesAnIDOnce(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t)
	var handled handledIDs
	intercom.On(hook, replied, handled.note)
	for range 3 {
		assert.Equal(t, 200, statusOf(hook, delivery(conversationBody)))
	}
	assert.Equal(t, 200, statusOf(hook, delivery(notified(replied, "notif_2", "{}"))))
	assert.Equal(t, handledIDs{"notif_1", "notif_2"}, handled)
}

// What has no id cannot be known again.
func TestWebhookHandlesWithoutID(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t)
	var handled handledIDs
	intercom.On(hook, replied, handled.note)
	for range 2 {
		assert.Equal(t, 200, statusOf(hook, delivery(notified(replied, "", "{}"))))
	}
	assert.Equal(t, handledIDs{"", ""}, handled)
}

func TestWebhookHandlesAnIDThatIsBeingHandledOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hook, _ := newHook(t)
		var lock sync.Mutex
		calls := 0
		intercom.On(hook, replied, func(ctx context.Context, _ *intercom.Notification, _ *intercom.Conversation) error {
			lock.Lock()
			calls++
			lock.Unlock()
			time.Sleep(time.Second)
			return nil
		})
		var running sync.WaitGroup
		for range 5 {
			running.Go(func() { assert.Equal(t, 200, statusOf(hook, delivery(conversationBody))) })
		}
		running.Wait()
		assert.Equal(t, 1, calls)
	})
}

func TestWebhookForgetsIDs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hook, _ := newHook(t)
		var handled handledIDs
		intercom.On(hook, replied, handled.note)
		deliver := func(id string) int {
			before := len(handled)
			require.Equal(t, 200, statusOf(hook, delivery(notified(replied, id, "{}"))))
			return len(handled) - before
		}
		assert.Equal(t, 1, deliver("first"))
		time.Sleep(4*time.Minute + 59*time.Second)
		assert.Equal(t, 0, deliver("first"), "within 5 minutes")
		assert.Equal(t, 1, deliver("late"))
		time.Sleep(time.Second)
		assert.Equal(t, 1, deliver("turns the generations"))
		assert.Equal(t, 0, deliver("first"))
		time.Sleep(5*time.Minute - time.Second)
		assert.Equal(t, 0, deliver("late"), "5 minutes after it came")
		time.Sleep(time.Second)
		assert.Equal(t, 1, deliver("turns them again"))
		assert.Equal(t, 1, deliver("first"), "10 minutes later")
	})
}

func TestWebhookMemoryIsBounded(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t)
	handled := 0
	intercom.On(hook, replied, func(context.Context, *intercom.Notification, *intercom.Conversation) error {
		handled++
		return nil
	})
	for i := range 70_000 {
		require.Equal(t, 200, statusOf(hook, delivery(notified(replied, fmt.Sprint("n", i), "null"))))
	}
	require.Equal(t, 70_000, handled)
	statusOf(hook, delivery(notified(replied, "n69999", "null")))
	assert.Equal(t, 70_000, handled, "the last ones are known")
	statusOf(hook, delivery(notified(replied, "n0", "null")))
	assert.Equal(t, 70_001, handled, "the first ones are not")
}

func TestWebhookFailures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		status int
	}{
		{errors.New("the database is away"), 500},
		{&intercom.WebhookError{StatusCode: 429}, 429},
		{fmt.Errorf("wrapped: %w", &intercom.WebhookError{StatusCode: 410, Err: errors.New("no longer")}), 410},
		{&intercom.WebhookError{StatusCode: 0}, 500},
		{&intercom.WebhookError{StatusCode: 200}, 500},
		{&intercom.WebhookError{StatusCode: 101}, 500},
		{&intercom.WebhookError{StatusCode: 999}, 500},
		{context.DeadlineExceeded, 500},
	} {
		t.Run(fmt.Sprint(c.err), func(t *testing.T) {
			hook, problems := newHook(t)
			failing := true
			handled := 0
			intercom.On(hook, replied, func(context.Context, *intercom.Notification, *intercom.Conversation) error {
				handled++
				if failing {
					return c.err
				}
				return nil
			})
			w := httptest.NewRecorder()
			hook.ServeHTTP(w, delivery(conversationBody))
			assert.Equal(t, c.status, w.Code)
			assert.NotContains(t, w.Body.String(), "database")
			assert.Equal(t, []string{"notif_1: " + c.err.Error()}, *problems)

			failing = false
			assert.Equal(t, 200, statusOf(hook, delivery(conversationBody)), "the id was released for the retry")
			assert.Equal(t, 2, handled)
		})
	}
}

func TestWebhookPanics(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t)
	handled := 0
	intercom.On(hook, replied, func(context.Context, *intercom.Notification, *intercom.Conversation) error {
		if handled++; handled == 1 {
			panic("a fault of the handler")
		}
		return nil
	})
	assert.PanicsWithValue(t, "a fault of the handler", func() { statusOf(hook, delivery(conversationBody)) })
	assert.Equal(t, 200, statusOf(hook, delivery(conversationBody)))
	assert.Equal(t, 2, handled, "the id was released")
}

// flakyStore is a store whose methods fail.
type flakyStore struct {
	claim, release error
	released       []intercom.ID
	done           error // of the context of Release
}

func (s *flakyStore) Claim(context.Context, intercom.ID) (bool, error) { return true, s.claim }

func (s *flakyStore) Release(ctx context.Context, id intercom.ID) error {
	s.released, s.done = append(s.released, id), ctx.Err()
	return s.release
}

func TestWebhookStoreFails(t *testing.T) {
	t.Parallel()
	hook, problems := newHook(t)
	hook.Store = &flakyStore{claim: errors.New("no route")}
	var handled handledIDs
	intercom.On(hook, replied, handled.note)
	assert.Equal(t, 200, statusOf(hook, delivery(conversationBody)))
	assert.Equal(t, handledIDs{"notif_1"}, handled)
	assert.Equal(t, []string{"notif_1: intercom: WebhookStore.Claim: no route"}, *problems)
}

// Intercom hangs up after five seconds; the id is released all the same.
func TestWebhookReleasesAfterTheRequest(t *testing.T) {
	t.Parallel()
	hook, problems := newHook(t)
	store := &flakyStore{release: errors.New("no route")}
	hook.Store = store
	intercom.On(hook, replied, func(ctx context.Context, _ *intercom.Notification, _ *intercom.Conversation) error {
		<-ctx.Done()
		return ctx.Err()
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.Equal(t, 500, statusOf(hook, delivery(conversationBody).WithContext(ctx)))
	assert.Equal(t, []intercom.ID{"notif_1"}, store.released)
	assert.NoError(t, store.done)
	assert.Equal(t, []string{"notif_1: intercom: WebhookStore.Release: no route", "notif_1: context canceled"}, *problems)
}

func TestWebhookTopicsWithoutAHandler(t *testing.T) {
	t.Parallel()
	hook, problems := newHook(t)
	store := new(flakyStore)
	hook.Store = store
	assert.Equal(t, 200, statusOf(hook, delivery(notified("brand.new", "notif_3", "{}"))))
	assert.Empty(t, *problems)

	var others handledIDs
	hook.Otherwise(func(_ context.Context, n *intercom.Notification) error {
		others = append(others, string(n.Topic))
		return nil
	})
	intercom.On(hook, replied, new(handledIDs).note)
	for _, topic := range []intercom.Topic{"brand.new", replied, intercom.TopicTicketCreated, intercom.TopicPing} {
		assert.Equal(t, 200, statusOf(hook, delivery(notified(topic, "", "{}"))))
	}
	assert.Equal(t, handledIDs{"brand.new", "ticket.created"}, others)
}

func TestWebhookPing(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t)
	hook.Enqueue = func(context.Context, *intercom.Notification) error { return errors.New("the queue is full") }
	ping := notified(intercom.TopicPing, "", `{"type":"ping","message":"something"}`)
	assert.Equal(t, 200, statusOf(hook, delivery(ping)))

	var messages []string
	intercom.On(hook, intercom.TopicPing, func(_ context.Context, _ *intercom.Notification, p *intercom.Ping) error {
		messages = append(messages, p.Message)
		return nil
	})
	for range 2 {
		assert.Equal(t, 200, statusOf(hook, delivery(ping)))
	}
	assert.Equal(t, []string{"something", "something"}, messages)
}

func TestWebhookEnqueue(t *testing.T) {
	t.Parallel()
	hook, problems := newHook(t)
	var queue []json.RawMessage
	full := true
	hook.Enqueue = func(_ context.Context, n *intercom.Notification) error {
		if full {
			return errors.New("the queue is full")
		}
		queue = append(queue, n.Raw())
		return nil
	}
	var handled handledIDs
	intercom.On(hook, replied, handled.note)
	assert.Equal(t, 500, statusOf(hook, delivery(conversationBody)))
	full = false
	for range 2 {
		assert.Equal(t, 200, statusOf(hook, delivery(conversationBody)))
	}
	assert.Equal(t, 200, statusOf(hook, delivery(notified("brand.new", "notif_4", "{}"))), "whether it has a handler or not")
	assert.Equal(t, []string{"notif_1: the queue is full"}, *problems)
	assert.Empty(t, handled)

	require.Len(t, queue, 2)
	for range 2 {
		for _, message := range queue {
			var n intercom.Notification
			require.NoError(t, intercom.Decode(message, &n))
			require.NoError(t, hook.Dispatch(t.Context(), &n))
		}
	}
	assert.Equal(t, handledIDs{"notif_1", "notif_1"}, handled, "what a queue delivers again is handled again")
}

func TestDispatch(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t)
	assert.ErrorIs(t, hook.Dispatch(t.Context(), nil), intercom.ErrInvalidArgument)
	assert.NoError(t, hook.Dispatch(t.Context(), &intercom.Notification{Topic: replied}))
	failure := errors.New("failed")
	intercom.On(hook, replied, func(context.Context, *intercom.Notification, *intercom.Conversation) error { return failure })
	assert.Equal(t, failure, hook.Dispatch(t.Context(), &intercom.Notification{Topic: replied}))
}

// An item that is no object is the zero item, and no failure that Intercom would
// have to send again.
func TestWebhookItemsThatAreNone(t *testing.T) {
	t.Parallel()
	hook, problems := newHook(t)
	var got []intercom.ID
	intercom.On(hook, replied, func(_ context.Context, _ *intercom.Notification, c *intercom.Conversation) error {
		got = append(got, c.ID)
		return nil
	})
	for _, item := range []string{"null", `"text"`, "7", "[]", "[{}]", "true", `{}`, `{"id":{"a":1}}`} {
		assert.Equal(t, 200, statusOf(hook, delivery(notified(replied, "", item))), item)
	}
	for _, data := range []string{"null", "{}", `""`, "[]"} {
		body := strings.Replace(conversationBody, `"data":{`, `"data":`+data+`,"x":{`, 1)
		assert.Equal(t, 200, statusOf(hook, delivery(strings.Replace(body, "notif_1", "", 1))), data)
	}
	assert.Equal(t, make([]intercom.ID, 12), got)
	assert.Empty(t, *problems)
}

func TestOnChecksTypes(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t)
	none := func(context.Context, *intercom.Notification, *intercom.Ticket) error { return nil }
	raw := func(context.Context, *intercom.Notification, *json.RawMessage) error { return nil }
	assert.PanicsWithValue(t, "intercom: On: topic conversation.user.replied is about a *intercom.Conversation, not a *intercom.Ticket",
		func() { intercom.On(hook, replied, none) })
	assert.PanicsWithValue(t, "intercom: On: topic contact.signed_up is about a *intercom.Lead or *intercom.User, not a *intercom.Ticket",
		func() { intercom.On(hook, intercom.TopicContactSignedUp, none) })
	assert.PanicsWithValue(t, "intercom: On: f is nil", func() { intercom.On[intercom.Ticket](hook, replied, nil) })
	for _, group := range []intercom.Topic{
		"", intercom.TopicAll, intercom.TopicConversation, intercom.TopicUser, intercom.TopicContact, intercom.TopicCompany,
	} {
		assert.Panics(t, func() { intercom.On(hook, group, raw) }, group)
	}
	assert.NotPanics(t, func() {
		intercom.On(hook, intercom.TopicTicketCreated, none)
		intercom.On(hook, "brand.new", none)
		intercom.On(hook, replied, raw)
	})
	assert.PanicsWithValue(t, "intercom: On: topic brand.new has a handler already", func() { intercom.On(hook, "brand.new", raw) })
}

func TestOnRawMessage(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t)
	var got string
	intercom.On(hook, replied, func(_ context.Context, n *intercom.Notification, item *json.RawMessage) error {
		got = string(*item)
		(*item)[0] = 'x' // the caller's own
		assert.Equal(t, byte('{'), n.Data.Item[0])
		return nil
	})
	assert.Equal(t, 200, statusOf(hook, delivery(conversationBody)))
	assert.JSONEq(t, `{"type":"conversation","id":"147","open":true}`, got)
}

func TestWebhookSecrets(t *testing.T) {
	t.Parallel()
	for _, secrets := range [][]string{nil, {}, {""}, {" ", "\n"}} {
		_, err := intercom.NewWebhook(secrets...)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		_, err = intercom.NewFinWebhook(func(context.Context, intercom.FinEvent) error { return nil }, secrets...)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	}
	hook, _ := newHook(t)
	fin, err := intercom.NewFinWebhook(func(context.Context, intercom.FinEvent) error { return nil }, finSecret)
	require.NoError(t, err)
	for _, v := range []any{hook, fin} {
		var b bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d"} {
			fmt.Fprintf(&b, verb, v)
		}
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "hook", v)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "hook", v)
		assert.NotContains(t, b.String(), hookSecret)
		assert.NotContains(t, b.String(), finSecret)
	}
	var zero intercom.Webhook
	assert.Equal(t, 401, statusOf(&zero, delivery(conversationBody)), "without a secret nothing is believed")
}

func TestWebhookMaxBytes(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t)
	hook.MaxBytes = int64(len(conversationBody))
	assert.Equal(t, 200, statusOf(hook, delivery(conversationBody)))
	hook.MaxBytes--
	assert.Equal(t, 413, statusOf(hook, delivery(conversationBody)))
}

func TestVerifyAndSign(t *testing.T) {
	t.Parallel()
	body := []byte(`{"type":"notification_event","topic":"ping","id":null}`)
	assert.Equal(t, "sha1=6ce22c404008ce2fed8e659924a8ee7a3e0d181d", intercom.SignWebhook(body, "hub-secret-for-tests"))
	assert.NoError(t, intercom.VerifyWebhook(body, "sha1=6ce22c404008ce2fed8e659924a8ee7a3e0d181d", "hub-secret-for-tests"))
	assert.NoError(t, intercom.VerifyWebhook(body, "sha1=439049384e3eea9decf0f353210a3ce5bf1cf9a1", "hub-secret-for-tests", hookSecret))
	assert.ErrorIs(t, intercom.VerifyWebhook(body, "sha1=439049384e3eea9decf0f353210a3ce5bf1cf9a1", "hub-secret-for-tests"), intercom.ErrSignature)
	assert.ErrorIs(t, intercom.VerifyWebhook(body, "", hookSecret), intercom.ErrSignature)
}

// Handlers can be added while it serves.
func TestWebhookIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	hook, _ := newHook(t)
	hook.OnError = nil
	var running sync.WaitGroup
	for i := range 8 {
		running.Go(func() {
			topic := intercom.Topic(fmt.Sprint("topic.", i))
			intercom.On(hook, topic, func(context.Context, *intercom.Notification, *json.RawMessage) error { return nil })
			hook.Otherwise(func(context.Context, *intercom.Notification) error { return nil })
			for j := range 20 {
				assert.Equal(t, 200, statusOf(hook, delivery(notified(topic, fmt.Sprint(i, "-", j), "{}"))))
			}
		})
	}
	running.Wait()
}

// FuzzParseWebhook reads any body, signed and unsigned: what is not signed is
// never believed, and nothing panics.
func FuzzParseWebhook(f *testing.F) {
	for _, body := range []string{conversationBody, notified(intercom.TopicPing, "", "null"), "", "{", "[]", `{"data":{"item":[{}]}}`, "\ufeff{}"} {
		f.Add(body, "sha1=6ce22c404008ce2fed8e659924a8ee7a3e0d181d")
	}
	topics := []intercom.Topic{replied, intercom.TopicTicketClosed, intercom.TopicContactMerged, intercom.TopicContentStatSurvey}
	f.Fuzz(func(t *testing.T, body, signature string) {
		forged := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		forged.Header.Set("X-Hub-Signature", signature)
		_, err := intercom.ParseWebhook(forged, hookSecret)
		require.ErrorIs(t, err, intercom.ErrSignature)

		n, err := intercom.ParseWebhook(delivery(body), hookSecret)
		if err != nil {
			var refused *intercom.WebhookError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, 400, refused.StatusCode)
			return
		}
		hook, _ := newHook(t)
		intercom.On(hook, topics[0], func(context.Context, *intercom.Notification, *intercom.Conversation) error { return nil })
		intercom.On(hook, topics[1], func(context.Context, *intercom.Notification, *intercom.Ticket) error { return nil })
		intercom.On(hook, topics[2], func(context.Context, *intercom.Notification, *intercom.Contact) error { return nil })
		intercom.On(hook, topics[3], func(context.Context, *intercom.Notification, *intercom.ContentStat) error { return nil })
		for _, topic := range topics {
			n.Topic = topic
			require.NoError(t, hook.Dispatch(t.Context(), n))
		}
	})
}
