package intercom

import (
	"context"
	"net/http"

	"github.com/go-intercom/intercom/internal/signed"
)

// FinWebhook receives what Intercom sends to the URL of Fin's webhook. It is an
// http.Handler that works as Webhook does:
//
//	hook, err := intercom.NewFinWebhook(func(ctx context.Context, event intercom.FinEvent) error {
//		switch e := event.(type) {
//		case *intercom.FinReplied:
//			return chat.Show(ctx, e.ConversationID, e.Message.Body)
//		}
//		return nil
//	}, os.Getenv("INTERCOM_FIN_SECRET"))
//
// A FinReplied that comes again, with the same id of its message, is not handled
// again. Other events have no id and can come twice.
//
// https://developers.intercom.com/docs/guides/fin-agent-api
type FinWebhook struct {
	private

	// Store knows the replies that were handled, by the ids of their messages. The
	// default is that of Webhook.Store.
	Store WebhookStore

	// MaxBytes is how large an event can be. The default is 5 MiB.
	MaxBytes int64

	// OnError learns of what was refused, where event is nil, and of what failed.
	OnError func(ctx context.Context, event FinEvent, err error)

	secrets []string
	memory  recentIDs
	handle  func(ctx context.Context, event FinEvent) error
}

// NewFinWebhook returns a FinWebhook that has f handle the events. They are signed
// with the secret of Fin's webhook, which Intercom shows once its URL was saved.
// With the client secret of the app as a further one, the requests by which
// Intercom tries the URL are accepted as well; f does not get them. An
// ErrInvalidArgument means that f is nil, or that there is no secret.
func NewFinWebhook(f func(ctx context.Context, event FinEvent) error, secrets ...string) (*FinWebhook, error) {
	if f == nil {
		return nil, &ArgumentError{Operation: "NewFinWebhook", Parameter: "f", Problem: "is nil"}
	}
	if err := checkSecrets("NewFinWebhook", secrets); err != nil {
		return nil, err
	}
	return &FinWebhook{secrets: secrets, handle: f}, nil
}

// ServeHTTP receives an event. Requests of the method HEAD, by which Intercom
// checks the URL, get the status 200.
func (h *FinWebhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	serveSigned(w, r, func() error {
		event, err := parseFinWebhook(r, h.MaxBytes, h.secrets)
		if err == nil && event != nil {
			err = h.receive(r.Context(), event)
		}
		if err != nil {
			h.report(r.Context(), event, err)
		}
		return err
	})
}

func (h *FinWebhook) receive(ctx context.Context, event FinEvent) error {
	var id ID
	if reply, ok := event.(*FinReplied); ok {
		id = reply.Message.ID
	}
	return once(ctx, storeOf(h.Store, &h.memory), id, func() error { return h.handle(ctx, event) }, func(err error) { h.report(ctx, event, err) })
}

func (h *FinWebhook) report(ctx context.Context, event FinEvent, err error) {
	if h.OnError != nil {
		h.OnError(ctx, event, err)
	}
}

// ParseFinWebhook reads the event of a request, for those who have a handler of
// their own. The request is a POST, signed with one of secrets, with a body of at
// most 5 MiB, which is read. Any error is a *WebhookError with the status to
// respond with. Of a request by which Intercom tries the URL, which is signed with
// the client secret of the app, both the event and the error are nil.
func ParseFinWebhook(r *http.Request, secrets ...string) (FinEvent, error) {
	return parseFinWebhook(r, 0, secrets)
}

func parseFinWebhook(r *http.Request, most int64, secrets []string) (FinEvent, error) {
	body, scheme, err := readSigned(r, most, secrets, signed.Fin, signed.Webhook)
	if err != nil || scheme.Header == signed.Webhook.Header {
		return nil, err
	}
	event, err := parseFinEvent(textOf(body))
	if err != nil {
		return nil, &WebhookError{http.StatusBadRequest, err}
	}
	return event, nil
}
