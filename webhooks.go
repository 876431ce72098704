package intercom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/go-intercom/intercom/internal/signed"
	"github.com/go-intercom/intercom/internal/wire"
)

// Webhook receives what Intercom sends to the URL of an app's webhooks, or of a
// subscription of API 1.4. It is an http.Handler:
//
//	hook, err := intercom.NewWebhook(os.Getenv("INTERCOM_CLIENT_SECRET"))
//	if err != nil {
//		return err
//	}
//	intercom.On(hook, intercom.TopicConversationUserReplied,
//		func(ctx context.Context, n *intercom.Notification, c *intercom.Conversation) error {
//			return replies.Put(ctx, n.AppID, c.ID)
//		})
//	http.Handle("/intercom", hook)
//
// Nothing of a request is believed before its signature was checked. A
// notification that comes again, with the same id, is not handled again. What is
// handled gets the status 200. After an error it gets 500, and Intercom sends it
// once more, a minute later.
//
// Intercom waits for 5 seconds, and prefers URLs that respond within half a
// second; when it hangs up, the context of a handler ends. Longer work belongs
// behind Enqueue. A notification stands for what was true when it was sent: they
// come in any order. Those of TopicConversationPartRedacted and of topics that
// end in "deleted" mean that stored copies have to go as well.
//
// The age of a notification is not signed, and Intercom holds some back for up to
// two hours: only the ids protect from one that somebody recorded and sends
// again. Intercom sends from addresses that it lists for each region, at
// https://static.intercomcdn.com/intercom-ips/us/intercom-ip-ranges.json ("eu"
// and "au" alike); they are not checked here, where a proxy may stand in between.
// Give the http.Server a ReadTimeout, as for any URL that is public.
//
// Set the fields before it serves. Handlers can be added at any time.
//
// https://developers.intercom.com/docs/webhooks
type Webhook struct {
	private

	// Store knows the ids that were handled. The default is in memory, for this
	// process alone, and knows an id for at least 5 minutes unless more than 32,768
	// others come in between.
	Store WebhookStore

	// MaxBytes is how large a notification can be. The default is 5 MiB.
	MaxBytes int64

	// Enqueue, if it is set, takes a notification in place of its handler, before
	// Intercom gets its response. It puts n.Raw() on a queue, under the key n.ID.
	// What works on the queue reads it back and calls the handler:
	//
	//	var n intercom.Notification
	//	if err := intercom.Decode(message, &n); err != nil {
	//		return err
	//	}
	//	return hook.Dispatch(ctx, &n)
	//
	// Pings are not put on the queue.
	Enqueue func(ctx context.Context, n *Notification) error

	// OnError learns of what was refused and of what failed: requests without a
	// valid signature, where n is nil, and errors of handlers, of Enqueue and of
	// Store. Without it they only show in the responses.
	OnError func(ctx context.Context, n *Notification, err error)

	secrets []string
	memory  recentIDs

	lock      sync.RWMutex
	handlers  map[Topic]webhookHandler
	otherwise webhookHandler
}

type webhookHandler func(ctx context.Context, n *Notification) error

// NewWebhook returns a Webhook for notifications that were signed with one of
// secrets: the client secret of the app, or the HubSecret of a subscription. Two
// of them let a secret be replaced without losing anything in between. An
// ErrInvalidArgument means that none was given, or that one is blank.
func NewWebhook(secrets ...string) (*Webhook, error) {
	if err := checkSecrets("NewWebhook", secrets); err != nil {
		return nil, err
	}
	return &Webhook{secrets: secrets}, nil
}

func checkSecrets(function string, secrets []string) error {
	if problem := signed.Problem(secrets); problem != "" {
		return &ArgumentError{Operation: function, Parameter: "secrets", Problem: problem}
	}
	return nil
}

// On has f handle the notifications of a topic. The type of item is the one that
// belongs to the topic, such as *Conversation; it is zero if Intercom sent no
// object. Any topic can also be had as a *json.RawMessage, and those that this
// package does not know as any type.
//
// To choose the status of the response f returns a *WebhookError.
//
// On panics if the topic belongs to another type, has a handler already, or is a
// group that only subscriptions have, such as TopicAll.
func On[T any](h *Webhook, topic Topic, f func(ctx context.Context, n *Notification, item *T) error) {
	if f == nil {
		panic("intercom: On: f is nil")
	}
	h.on(topic, reflect.TypeFor[T](), func(ctx context.Context, n *Notification) error {
		item := new(T)
		if err := n.DecodeItem(item); err != nil {
			return err
		}
		return f(ctx, n, item)
	})
}

func (h *Webhook) on(topic Topic, item reflect.Type, handler webhookHandler) {
	if problem := unfitItem(topic, item); problem != "" {
		panic("intercom: On: topic " + string(topic) + " " + problem)
	}
	h.lock.Lock()
	defer h.lock.Unlock()
	if h.handlers[topic] != nil {
		panic("intercom: On: topic " + string(topic) + " has a handler already")
	}
	if h.handlers == nil {
		h.handlers = make(map[Topic]webhookHandler)
	}
	h.handlers[topic] = handler
}

// Otherwise has f handle the notifications of all topics without a handler,
// except TopicPing. Notification.DecodeItem reads what they are about.
func (h *Webhook) Otherwise(f func(ctx context.Context, n *Notification) error) {
	h.lock.Lock()
	defer h.lock.Unlock()
	h.otherwise = f
}

// Dispatch calls the handler of n and returns its error. A topic without one is
// nobody's concern, and no error. It does not look at Store, so that what a
// queue delivers again is handled again.
func (h *Webhook) Dispatch(ctx context.Context, n *Notification) error {
	if n == nil {
		return &ArgumentError{Operation: "Dispatch", Parameter: "n", Problem: "is nil"}
	}
	if handler := h.handlerOf(n.Topic); handler != nil {
		return handler(ctx, n)
	}
	return nil
}

func (h *Webhook) handlerOf(topic Topic) webhookHandler {
	h.lock.RLock()
	defer h.lock.RUnlock()
	handler := h.handlers[topic]
	if handler == nil && topic != TopicPing {
		handler = h.otherwise
	}
	return handler
}

// ServeHTTP receives a notification. Requests of the method HEAD, by which
// Intercom checks the URL, get the status 200.
func (h *Webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	serveSigned(w, r, func() error {
		n, err := h.receive(r)
		if err != nil {
			h.report(r.Context(), n, err)
		}
		return err
	})
}

// receive handles a request. What nobody handles is not read any further than to
// its topic.
func (h *Webhook) receive(r *http.Request) (*Notification, error) {
	body, _, err := readSigned(r, h.MaxBytes, h.secrets, signed.Webhook)
	if err != nil {
		return nil, err
	}
	text := textOf(body)
	topic, _ := wire.Lookup(text, "topic")
	if topic, err := strconv.Unquote(topic); err == nil && h.chosen(Topic(topic)) == nil {
		return nil, nil
	}
	n, err := decodeNotification(text)
	if err != nil {
		return nil, err
	}
	ctx, handle := r.Context(), h.chosen(n.Topic)
	switch {
	case handle == nil:
		return n, nil
	case n.Topic == TopicPing:
		return n, handle(ctx, n)
	}
	return n, once(ctx, storeOf(h.Store, &h.memory), n.ID, func() error { return handle(ctx, n) }, func(err error) { h.report(ctx, n, err) })
}

// chosen is what takes the notifications of a topic: Enqueue, or its handler, or nil.
func (h *Webhook) chosen(topic Topic) webhookHandler {
	if h.Enqueue != nil && topic != TopicPing {
		return h.Enqueue
	}
	return h.handlerOf(topic)
}

func (h *Webhook) report(ctx context.Context, n *Notification, err error) {
	if h.OnError != nil {
		h.OnError(ctx, n, err)
	}
}

// Notification reports that something happened. It is what Intercom sends to the
// URL of a subscription or webhook.
type Notification struct {
	Object

	Type             string              `json:"type,omitzero"` // "notification_event"
	ID               ID                  `json:"id,omitzero"`   // empty for a ping
	Topic            Topic               `json:"topic,omitzero"`
	AppID            string              `json:"app_id,omitzero"` // code of the workspace
	Data             NotificationData    `json:"data,omitzero"`
	DeliveryStatus   string              `json:"delivery_status,omitzero"` // such as "pending" and "retry"
	DeliveryAttempts int                 `json:"delivery_attempts,omitzero"`
	DeliveredAt      Time                `json:"delivered_at,omitzero"`
	FirstSentAt      Time                `json:"first_sent_at,omitzero"`
	CreatedAt        Time                `json:"created_at,omitzero"`
	Links            Attributes          `json:"links,omitzero"`
	Self             string              `json:"self,omitzero"`         // where Intercom has the notification itself
	HTTPRequest      NotificationRequest `json:"http_request,omitzero"` // only in what ListFailed lists
}

// NotificationData has what a notification is about.
type NotificationData struct {
	private

	Type string          `json:"type,omitzero"` // "notification_event_data"
	Item json.RawMessage `json:"item,omitzero"` // see Notification.DecodeItem
}

// NotificationRequest is an exchange between Intercom and the URL of a
// subscription.
type NotificationRequest struct {
	Method          string     `json:"request_method,omitzero"`
	URI             string     `json:"request_uri,omitzero"`
	Headers         Attributes `json:"request_headers,omitzero"`
	Body            string     `json:"request_entity,omitzero"`
	StatusCode      int        `json:"response_status_code,omitzero"`
	ResponseHeaders Attributes `json:"response_headers,omitzero"`
	ResponseBody    string     `json:"response_entity,omitzero"`
}

// ItemType returns the type of what the notification is about, such as "user"
// or "conversation". It is empty if the item has none.
func (n *Notification) ItemType() string {
	var item struct {
		Type string `json:"type"`
	}
	_, _ = reader.Decode(string(n.Data.Item), &item)
	return item.Type
}

// ParseWebhook reads the notification of a request, for those who have a handler
// of their own. The request is a POST, signed with one of secrets, with a body of
// at most 5 MiB, which is read. Any error is a *WebhookError with the status to
// respond with. Respond to HEAD, by which Intercom checks the URL, with 200.
//
// A notification can come twice: see Notification.ID.
func ParseWebhook(r *http.Request, secrets ...string) (*Notification, error) {
	body, _, err := readSigned(r, 0, secrets, signed.Webhook)
	if err != nil {
		return nil, err
	}
	return decodeNotification(textOf(body))
}

// maxWebhook is how large a notification can be by default.
const maxWebhook = 5 << 20

func decodeNotification(text string) (*Notification, error) {
	n := new(Notification)
	if !isObject(text) {
		return nil, &WebhookError{http.StatusBadRequest, errNoObject}
	}
	if _, err := reader.Decode(text, n); err != nil {
		return nil, &WebhookError{http.StatusBadRequest, err}
	}
	return n, nil
}

// readSigned returns the body of a request that was signed, and how. Its error is
// a *WebhookError.
func readSigned(r *http.Request, most int64, secrets []string, schemes ...signed.Scheme) ([]byte, signed.Scheme, error) {
	if most == 0 {
		most = maxWebhook
	}
	body, scheme, err := signed.Read(r, most, secrets, schemes...)
	if err != nil {
		return nil, scheme, &WebhookError{signed.Status(err), err}
	}
	return body, scheme, nil
}

// isObject reports whether text can only be a JSON object.
func isObject(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, jsonSpace), "{") }

// VerifyWebhook checks the signature of a notification, the header
// X-Hub-Signature, over the body as it was received. It returns nil if body was
// signed with one of secrets, else ErrSignature. The secrets are compared in
// constant time.
func VerifyWebhook(body []byte, signature string, secrets ...string) error {
	if !signed.Webhook.Verify(body, signature, secrets) {
		return ErrSignature
	}
	return nil
}

// SignWebhook returns the signature of body, such as
// "sha1=6ce22c404008ce2fed8e659924a8ee7a3e0d181d", for tests that send
// notifications.
func SignWebhook(body []byte, secret string) string { return signed.Webhook.Sign(body, secret) }

// ErrSignature means that a request has no signature, or one that does not fit:
// it is not from Intercom, or its secret is another one.
var ErrSignature = signed.ErrSignature

// WebhookError is a request of Intercom's that is refused, with the status of the
// response. A handler returns one to choose that status:
// http.StatusTooManyRequests lets Intercom send less for a while, and
// http.StatusGone makes it end the subscription for good. Any other error is 500,
// and so is a status that is no failure.
type WebhookError struct {
	StatusCode int
	Err        error
}

// Error describes the error by its status and Err.
func (e *WebhookError) Error() string {
	text := http.StatusText(e.StatusCode)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return fmt.Sprintf("intercom: webhook: %d %s", e.StatusCode, text)
}

// Unwrap returns Err.
func (e *WebhookError) Unwrap() error { return e.Err }

// serveSigned responds to a request as receive has it: 200, or the status of its
// error. The text of the response has nothing in it that is not in the request.
func serveSigned(w http.ResponseWriter, r *http.Request, receive func() error) {
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return
	}
	err := receive()
	if err == nil {
		w.WriteHeader(http.StatusOK)
		return
	}
	status := http.StatusInternalServerError
	if refused, ok := errors.AsType[*WebhookError](err); ok && refused != nil {
		status = refused.StatusCode
	}
	signed.Fail(w, status)
}
