package intercomtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
)

// Webhook has notifications of topics sent to a URL from now on, as if it had been
// saved in Intercom's Developer Hub; without topics those of all. The secret is the
// client secret of the app. As Intercom does, it first tries the URL with HEAD: the
// error is that it does not respond to that with success. A URL that has been saved
// before gets the new topics and secret.
//
// Without [WithWebhookTransport] the URL has to be one of this machine.
//
//	hook, err := intercom.NewWebhook("secret")
//	...
//	app := httptest.NewServer(hook)
//	err = fake.Webhook(app.URL, "secret", intercom.TopicConversationUserReplied)
//
// Notifications are in the forms of API 2.16, which are not those of its
// responses. They are sent in the order in which things happened, not by the
// request that made them happen but shortly after it; [Server.Flush] waits for them.
// A handler can use the server. One that takes 5 seconds, or responds with an error,
// gets the notification once more after a minute, with the same id; after 429 there
// are none for a minute, then for two, and so on, and those are dropped that are two
// hours late; 410 is the end. [Server.Close] ends all of it.
//
// What requests change is noticed, as far as Intercom has a topic for it, and so is
// what methods such as [Server.RateConversation] and [Server.AddCall] do. Not
// noticed is what [Server.Seed] prepares, and what ends with time until the next
// request that it matters to, or Flush: a snooze, a job, the wait for publishing. There
// are no notifications of priorities, translated replies, logins, removed admins, calls
// that start, members of audiences, tags that are deleted as a whole, merged
// conversations, procedures, requests to the API, or what happens to messages and in
// the Messenger: [Server.Notify] sends those.
//
// The subscriptions of API 1.4 are served alike, in its forms, if their URL is in
// reach. Where it is not, their feeds show what would have been sent.
func (s *Server) Webhook(url, secret string, topics ...intercom.Topic) error {
	if strings.TrimSpace(secret) == "" {
		return errors.New("intercomtest: Webhook: the secret is blank")
	}
	r, err := s.try(http.MethodHead, url, "", nil)
	switch {
	case err != nil:
		return fmt.Errorf("intercomtest: Webhook: HEAD %s: %w", url, err)
	case r.status/100 != 2:
		return fmt.Errorf("intercomtest: Webhook: %s responds to HEAD with %d: Intercom does not save such a URL", url, r.status)
	}
	wanted := []any{string(intercom.TopicAll)}
	if len(topics) > 0 {
		wanted = nil
		for _, topic := range topics {
			wanted = append(wanted, string(topic))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workspace.saveWebhook(url, secret, wanted)
	return nil
}

func (w *workspace) saveWebhook(url, secret string, topics []any) {
	for _, sub := range w.webhooks {
		if sub.url == url {
			sub.hubSecret, sub.topics, sub.active = secret, topics, true
			return
		}
	}
	w.webhooks = append(w.webhooks, &subscription{
		entry: w.newEntry(), generation: modern, url: url, hubSecret: secret, topics: topics, active: true,
	})
}

// WithWebhookTransport sets how notifications get to URLs, whatever their host.
// With [HandlerTransport] they stay in the process, and in the bubble of
// [testing/synctest]; with [http.DefaultTransport] they go out into the world. By
// default they go over the network, to URLs of this machine alone.
func WithWebhookTransport(transport http.RoundTripper) Option {
	return func(s *Server) { s.deliveries.transport = transport }
}

// Deliver sends a notification of a topic to a URL at once and by hand, whether it
// is subscribed or not, and returns the status of the response. It is not repeated.
// The item is in whatever form [Notification] takes, nil for the made one of the
// topic. Without a secret the notification is not signed.
func (s *Server) Deliver(url, secret string, topic intercom.Topic, item any) (status int, err error) {
	r, err := s.try(http.MethodPost, url, secret, notificationAt(topic, item, s.workspace.now()))
	if err != nil {
		return 0, fmt.Errorf("intercomtest: Deliver: %w", err)
	}
	return r.status, nil
}

// try sends a request to a URL, if it is in reach.
func (s *Server) try(method, url, secret string, body []byte) (result, error) {
	s.mu.Lock()
	reached := s.reaches(url)
	s.mu.Unlock()
	if !reached {
		return result{}, errors.New("the URL is out of reach: see WithWebhookTransport")
	}
	r := s.request(method, url, secret, body)
	return r, r.err
}

// Flush does what is due by now, and returns when all notifications that are due were
// sent, those of what their handlers did too. A handler must not call it.
func (s *Server) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workspace.catchUp()
	s.workspace.wakeAll()
	for s.workspace.isSending() {
		s.deliveries.idle.Wait()
	}
}

// wakeAll opens what was snoozed until now.
func (w *workspace) wakeAll() {
	for conv := range w.conversations.all() {
		w.wake(conv, w.unix())
	}
	for t := range w.tickets.all() {
		w.wake(t.conversation, w.unix())
	}
}

func (w *workspace) isSending() bool {
	for _, sub := range w.subscribers() {
		if sub.sending {
			return true
		}
	}
	return false
}

// Notification returns the body of a notification as Intercom sends it now, with an
// id of its own, which a ping has not. The item is what it is about: a string, []byte
// or [json.RawMessage] is taken as it is, of everything else the JSON, and of nil
// [Item] of the topic. Notification panics if it is not fit for JSON.
func Notification(topic intercom.Topic, item any) []byte {
	return notificationAt(topic, item, time.Now())
}

func notificationAt(topic intercom.Topic, item any, at time.Time) []byte {
	id := newNotificationID()
	if topic == intercom.TopicPing {
		id = ""
	}
	return mustJSON(notificationJSON(string(topic), id, json.RawMessage(itemText(topic, item)), at))
}

// itemText is an item as JSON.
func itemText(topic intercom.Topic, item any) []byte {
	if item == nil {
		item = Item(topic)
	}
	return jsonText(item)
}
