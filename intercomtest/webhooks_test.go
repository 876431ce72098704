package intercomtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// endpoint is a handler that responds with one status after the other, the last one
// for ever, and keeps what came.
type endpoint struct {
	mu       sync.Mutex
	statuses []int
	came     []came
}

type came struct {
	at     time.Duration
	method string
	header http.Header
	body   object
}

func (rec *endpoint) begin() func(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var o object
		_ = json.Unmarshal(body, &o)
		rec.mu.Lock()
		defer rec.mu.Unlock()
		rec.came = append(rec.came, came{time.Since(began), r.Method, r.Header, o})
		status := http.StatusOK
		if r.Method == http.MethodPost && len(rec.statuses) > 0 {
			status = rec.statuses[0]
			rec.statuses = rec.statuses[min(1, len(rec.statuses)-1):]
		}
		w.WriteHeader(status)
	}
}

// posts are the moments and topics of what came.
func (rec *endpoint) posts() []string {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	posts := []string{}
	for _, c := range rec.came {
		if c.method == http.MethodPost {
			posts = append(posts, fmt.Sprintf("%s %s", c.at, c.body["topic"]))
		}
	}
	return posts
}

// hooked returns a tester with a webhook that responds with statuses.
func hooked(t *testing.T, statuses ...int) (*tester, *endpoint) {
	rec := &endpoint{statuses: statuses}
	a := newTester(t, WithWebhookTransport(HandlerTransport(http.HandlerFunc(rec.begin()))))
	require.NoError(t, a.fake.Webhook(hookURL, appSecret))
	return a, rec
}

func TestWebhookRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, rec := hooked(t)
		id := a.user()
		synctest.Wait()
		require.Len(t, rec.came, 2)
		assert.Equal(t, "HEAD", rec.came[0].method)
		assert.Empty(t, rec.came[0].header.Get("X-Hub-Signature"))
		post := rec.came[1]
		assert.Equal(t, "POST", post.method)
		assert.Equal(t, "intercom-parrot-service-client/1.0", post.header.Get("User-Agent"))
		assert.Equal(t, "application/json", post.header.Get("Content-Type"))
		assert.Regexp(t, `^sha1=[0-9a-f]{40}$`, post.header.Get("X-Hub-Signature"))
		assert.Regexp(t, `^notif_[0-9a-f-]{36}$`, post.body["id"])
		assert.Equal(t, id, post.body.at("data.item.id"))
		now := float64(time.Now().Unix())
		for key, want := range map[string]any{
			"type": "notification_event", "app_id": workspaceID, "topic": "contact.user.created", "delivery_status": "pending",
			"delivery_attempts": 1.0, "delivered_at": 0.0, "first_sent_at": now, "created_at": now, "links": map[string]any{},
		} {
			assert.Equal(t, want, post.body[key], key)
		}
	})
}

func TestWebhookRetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, rec := hooked(t, 500, 200)
		a.user()
		time.Sleep(10 * time.Second)
		a.lead()
		time.Sleep(time.Hour)
		assert.Equal(t, []string{"0s contact.user.created", "10s contact.lead.created", "1m0s contact.user.created"}, rec.posts())
		first, again := rec.came[1].body, rec.came[3].body
		assert.Equal(t, first["id"], again["id"])
		assert.Equal(t, first["first_sent_at"], again["first_sent_at"])
		assert.Equal(t, []any{2.0, "retry"}, []any{again["delivery_attempts"], again["delivery_status"]})
	})
	synctest.Test(t, func(t *testing.T) {
		a, rec := hooked(t, 404)
		a.user()
		time.Sleep(24 * time.Hour)
		assert.Equal(t, []string{"0s contact.user.created", "1m0s contact.user.created"}, rec.posts(), "and then it is given up")
	})
}

func TestWebhookGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, rec := hooked(t, 200, 410, 200)
		a.user()
		a.lead()
		a.lead()
		time.Sleep(time.Hour)
		a.lead()
		a.fake.Flush()
		assert.Len(t, rec.posts(), 2)
		require.NoError(t, a.fake.Webhook(hookURL, appSecret, intercom.TopicTicketCreated))
		a.lead()
		a.fake.AddTicket()
		a.fake.Flush()
		assert.Equal(t, "1h0m0s ticket.created", rec.posts()[2], "it was saved anew")
	})
}

func TestWebhookThrottled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, rec := hooked(t, 429, 429, 200)
		a.user()
		a.fake.AddTicket()
		time.Sleep(10 * time.Second)
		a.lead()
		time.Sleep(time.Hour)
		assert.Equal(t, []string{
			"0s contact.user.created", "1m0s contact.user.created", "3m0s contact.user.created", "3m0s ticket.created", "3m0s contact.lead.created",
		}, rec.posts())
	})
	synctest.Test(t, func(t *testing.T) {
		a, rec := hooked(t, 429)
		a.user()
		time.Sleep(48 * time.Hour)
		assert.Equal(t, []string{"0s", "1m0s", "3m0s", "7m0s", "15m0s", "31m0s", "1h3m0s"},
			render(rec.posts(), func(s string) string { return strings.Fields(s)[0] }), "and then it is too late")
	})
}

func TestWebhookTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var posts atomic.Int32
		handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && posts.Add(1) == 1 {
				time.Sleep(7 * time.Second) // and does not look at its context
			}
		})
		a := newTester(t, WithWebhookTransport(HandlerTransport(handler)))
		require.NoError(t, a.fake.Webhook(hookURL, appSecret))
		began := time.Now()
		a.user()
		assert.Zero(t, time.Since(began), "the request does not wait")
		a.fake.Flush()
		assert.Equal(t, 5*time.Second, time.Since(began))
		time.Sleep(time.Hour)
		assert.Equal(t, int32(2), posts.Load())
	})
}

// A handler can do what it likes: use the server, panic, end its goroutine.
func TestWebhookHandlers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var fake *Server
		hook, err := intercom.NewWebhook(appSecret)
		require.NoError(t, err)
		intercom.On(hook, intercom.TopicContactUserCreated, func(ctx context.Context, _ *intercom.Notification, c *intercom.Contact) error {
			_, err := fake.Client().Contacts.Update(ctx, c.ID, intercom.ContactUpdate{Name: intercom.Set("Lena")})
			return err
		})
		var names []string
		intercom.On(hook, intercom.TopicContactUserUpdated, func(_ context.Context, _ *intercom.Notification, c *intercom.Contact) error {
			names = append(names, c.Name)
			return nil
		})
		a := newTester(t, WithWebhookTransport(HandlerTransport(hook)))
		fake = a.fake
		require.NoError(t, fake.Webhook(hookURL, appSecret))
		a.user()
		fake.Flush()
		assert.Equal(t, []string{"Lena"}, names)
	})
	synctest.Test(t, func(t *testing.T) {
		var posts atomic.Int32
		handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				posts.Add(1)
				panic(http.ErrAbortHandler)
			}
		})
		a := newTester(t, WithWebhookTransport(HandlerTransport(handler)))
		require.NoError(t, a.fake.Webhook(hookURL, appSecret))
		a.user()
		time.Sleep(time.Hour)
		assert.Equal(t, int32(2), posts.Load())
	})
}

func TestWebhookErrors(t *testing.T) {
	t.Parallel()
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusMethodNotAllowed) })
	a := newTester(t, WithWebhookTransport(HandlerTransport(handler)))
	require.EqualError(t, a.fake.Webhook(hookURL, appSecret),
		"intercomtest: Webhook: https://app.test/modern responds to HEAD with 405: Intercom does not save such a URL")
	require.EqualError(t, a.fake.Webhook(hookURL, " "), "intercomtest: Webhook: the secret is blank")
	require.ErrorContains(t, NewServer().Webhook("http://192.0.2.1/", appSecret), "WithWebhookTransport")
	for _, url := range []string{"", "app.test", "ftp://127.0.0.1", "://"} {
		require.ErrorContains(t, a.fake.Webhook(url, appSecret), "out of reach", url)
	}
	status, err := a.fake.Deliver(hookURL, "", intercom.TopicPing, nil)
	require.NoError(t, err)
	assert.Equal(t, http.StatusMethodNotAllowed, status)
	a.fake.Close()
	_, err = a.fake.Deliver(hookURL, "", intercom.TopicPing, nil)
	require.ErrorContains(t, err, "out of reach")
	a.user()
}

func TestDeliver(t *testing.T) {
	t.Parallel()
	got := newApp(t, appSecret)
	a := newTester(t, WithWebhookTransport(HandlerTransport(got.hook)))
	for topic, name := range itemNames {
		if name == "unknown" {
			continue
		}
		status, err := a.fake.Deliver(hookURL, appSecret, topic, LegacyItem(topic))
		require.NoError(t, err)
		assert.Equal(t, 200, status, topic)
	}
	got.topics()
	status, err := a.fake.Deliver(hookURL, appSecret, intercom.TopicPing, nil)
	require.NoError(t, err)
	assert.Equal(t, 200, status)
	assert.Empty(t, got.got[0].ID)
	got.hook.OnError = nil
	for _, secret := range []string{"", "another"} {
		status, err = a.fake.Deliver(hookURL, secret, intercom.TopicPing, `{"type":"ping"}`)
		require.NoError(t, err)
		assert.Equal(t, 401, status)
	}
	assert.Panics(t, func() { Notification(intercom.TopicPing, "{") })
	assert.JSONEq(t, `{"a":1}`, string(parse(t, Notification("moon.rose", map[string]int{"a": 1})).jsonAt("data.item")))
	assert.Nil(t, Item("moon.rose"))
	assert.Nil(t, Item(intercom.TopicAll))
}

func (o object) jsonAt(path string) []byte { return mustJSON(o.at(path)) }

// Over the network of this machine, with nothing left behind.
func TestWebhookOverHTTP(t *testing.T) {
	t.Parallel()
	got := newApp(t, appSecret)
	server := httptest.NewServer(got.hook)
	defer server.Close()
	a := newTester(t)
	require.NoError(t, a.fake.Webhook(server.URL, appSecret))
	for range 20 {
		a.lead()
	}
	a.fake.Flush()
	assert.Len(t, got.topics(), 20)
	for range 20 {
		a.lead()
	}
	a.fake.Close()
	sent := len(got.topics())
	a.lead()
	a.fake.Flush()
	assert.Empty(t, got.topics(), "after %d", sent)
	require.NoError(t, NewServer().Webhook(strings.Replace(server.URL, "127.0.0.1", "localhost", 1), appSecret))
}

// Deliveries come in the order of the changes, to each URL for itself.
func TestWebhookOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, modern, old, begin := withApps(t)
		begin()
		var want []string
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() { a.lead() })
		}
		group.Wait()
		a.fake.Flush()
		people := slices.Collect(a.fake.workspace.people.all())
		want = render(people, func(p *person) string { return p.id })
		ids := func(app *app) []string {
			return render(app.items, func(v readable) string {
				if c, ok := v.(*intercom.Contact); ok {
					return string(c.ID)
				}
				return string(v.(*intercom.Lead).ID)
			})
		}
		assert.Equal(t, want, ids(modern))
		assert.Equal(t, want, ids(old))
	})
}

// Subscriptions of API 1.4 are delivered by the same code.
func TestSubscriptionDeliveries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rec := &endpoint{statuses: []int{200, 503, 200}}
		a := newTester(t, WithWebhookTransport(HandlerTransport(http.HandlerFunc(rec.begin())))).as("1.4")
		feed := func(id, which string) []string {
			return a.ok("GET /subscriptions/"+id+"/"+which, "").list("notifications", "topic")
		}
		id := a.id("POST /subscriptions", `{"url":"https://app.test/","topics":["user"]}`)
		a.ok("POST /users", `{"user_id":"u1"}`)
		a.fake.Flush()
		require.Len(t, rec.came, 1)
		assert.NotContains(t, rec.came[0].header, "X-Hub-Signature", "there is no secret")
		assert.Equal(t, []string{"user.created"}, feed(id, "sent"))

		a.ok("POST /subscriptions/"+id, `{"hub_secret":"`+hubSecret+`"}`)
		a.ok("POST /subscriptions/"+id+"/ping", "")
		a.fake.Flush()
		assert.Nil(t, rec.came[1].body["id"])
		assert.Contains(t, rec.came[1].header, "X-Hub-Signature")
		failed := a.ok("GET /subscriptions/"+id+"/error", "")
		assert.Equal(t, []string{"ping"}, failed.list("notifications", "topic"))
		time.Sleep(time.Minute)
		a.fake.Flush()
		assert.Empty(t, feed(id, "error"))
		assert.Equal(t, []string{"ping", "user.created"}, feed(id, "sent"))

		a.fake.FailNotifications(id, 500)
		a.ok("POST /users", `{"user_id":"u2"}`)
		a.fake.Flush()
		assert.Equal(t, []string{"user.created"}, feed(id, "error"))
		a.fake.FailNotifications(id, 0)
		time.Sleep(time.Minute)
		a.fake.Flush()
		assert.Empty(t, feed(id, "error"))

		a.fake.FailNotifications(id, 410)
		a.ok("POST /users", `{"user_id":"u3"}`)
		a.fake.Flush()
		assert.Equal(t, false, a.ok("GET /subscriptions/"+id, "")["active"])
		a.ok("POST /subscriptions/"+id, `{"active":true}`)
		a.fake.FailNotifications(id, 500)
		a.ok("POST /users", `{"user_id":"u4"}`)
		a.fake.Flush()
		a.ok("DELETE /subscriptions/"+id, "")
		posts := len(rec.posts())
		time.Sleep(time.Hour)
		assert.Len(t, rec.posts(), posts, "it is gone")
	})
}

// Where the clock is somebody else's, what is due by it is sent with the next
// request, or by Flush.
func TestWebhookClock(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	rec := &endpoint{statuses: []int{500}}
	a := newTester(t, WithClock(clock), WithWebhookTransport(HandlerTransport(http.HandlerFunc(rec.begin()))))
	require.NoError(t, a.fake.Webhook(hookURL, appSecret))
	a.user()
	a.fake.Flush()
	assert.Len(t, rec.posts(), 1)
	ahead.Store(int64(time.Minute))
	a.fake.Flush()
	assert.Len(t, rec.posts(), 2)
	a.fake.Close()
}
