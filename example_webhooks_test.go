package intercom_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/go-intercom/intercom"
)

// deliver sends a notification as Intercom does, and returns the status of the
// response.
func deliver(handler http.Handler, body string) int {
	r := httptest.NewRequest(http.MethodPost, "/intercom", strings.NewReader(body))
	r.Header.Set("X-Hub-Signature", intercom.SignWebhook([]byte(body), "client-secret"))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Code
}

const (
	replyBody   = `{"id":"notif_1","topic":"conversation.user.replied","app_id":"qz81kf0p","data":{"item":{"type":"conversation","id":"147"}}}`
	deletedBody = `{"id":"notif_2","topic":"contact.deleted","app_id":"qz81kf0p","data":{"item":{"type":"contact","id":"5f7f","deleted":true}}}`
)

func ExampleNewWebhook() {
	hook, err := intercom.NewWebhook("client-secret")
	if err != nil {
		fmt.Println(err)
		return
	}
	intercom.On(hook, intercom.TopicConversationUserReplied,
		func(_ context.Context, n *intercom.Notification, c *intercom.Conversation) error {
			fmt.Println(n.ID, "conversation", c.ID)
			return nil
		})
	fmt.Println(deliver(hook, replyBody), deliver(hook, replyBody)) // the second one is a repetition

	_, err = intercom.NewWebhook("")
	fmt.Println(err)
	// Output:
	// notif_1 conversation 147
	// 200 200
	// intercom: NewWebhook: invalid argument: secrets are blank
}

func ExampleOn() {
	hook, err := intercom.NewWebhook("client-secret")
	if err != nil {
		fmt.Println(err)
		return
	}
	intercom.On(hook, intercom.TopicContactDeleted,
		func(_ context.Context, _ *intercom.Notification, d *intercom.Deleted) error {
			fmt.Println("remove the copy of", d.Type, d.ID)
			return nil
		})
	intercom.On(hook, "brand.new", func(_ context.Context, _ *intercom.Notification, item *json.RawMessage) error {
		fmt.Println(string(*item))
		return nil
	})
	deliver(hook, deletedBody)
	deliver(hook, `{"id":"notif_3","topic":"brand.new","data":{"item":{"size":7}}}`)
	// Output:
	// remove the copy of contact 5f7f
	// {"size":7}
}

func ExampleWebhook_Otherwise() {
	hook, err := intercom.NewWebhook("client-secret")
	if err != nil {
		fmt.Println(err)
		return
	}
	hook.Otherwise(func(_ context.Context, n *intercom.Notification) error {
		fmt.Println(n.Topic, "is about a", n.ItemType())
		return nil
	})
	deliver(hook, replyBody)
	// Output: conversation.user.replied is about a conversation
}

func ExampleWebhook_Dispatch() {
	hook, err := intercom.NewWebhook("client-secret")
	if err != nil {
		fmt.Println(err)
		return
	}
	queue := make(chan json.RawMessage, 10) // one that survives a restart, in earnest
	hook.Enqueue = func(ctx context.Context, n *intercom.Notification) error {
		select {
		case queue <- n.Raw():
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	intercom.On(hook, intercom.TopicConversationUserReplied,
		func(_ context.Context, _ *intercom.Notification, c *intercom.Conversation) error {
			fmt.Println("conversation", c.ID)
			return nil
		})
	fmt.Println(deliver(hook, replyBody))

	// The worker, which can be another process.
	var n intercom.Notification
	if err := intercom.Decode(<-queue, &n); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(hook.Dispatch(context.Background(), &n))
	// Output:
	// 200
	// conversation 147
	// <nil>
}

func ExampleWebhookError() {
	hook, err := intercom.NewWebhook("client-secret")
	if err != nil {
		fmt.Println(err)
		return
	}
	hook.Otherwise(func(context.Context, *intercom.Notification) error {
		return &intercom.WebhookError{StatusCode: http.StatusTooManyRequests, Err: errors.New("come back later")}
	})
	hook.OnError = func(_ context.Context, n *intercom.Notification, err error) { fmt.Println(n.ID, err) }
	fmt.Println(deliver(hook, replyBody))
	// Output:
	// notif_1 intercom: webhook: 429 Too Many Requests: come back later
	// 429
}

func ExampleParseWebhook() {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := intercom.ParseWebhook(r, "client-secret")
		if refused, ok := errors.AsType[*intercom.WebhookError](err); ok {
			http.Error(w, http.StatusText(refused.StatusCode), refused.StatusCode)
			return
		}
		var c intercom.Conversation
		if err := n.DecodeItem(&c); err != nil {
			http.Error(w, "", http.StatusInternalServerError)
			return
		}
		fmt.Println(n.Topic, c.ID)
	})
	fmt.Println(deliver(handler, replyBody))
	// Output:
	// conversation.user.replied 147
	// 200
}

func ExampleVerifyWebhook() {
	body := []byte(replyBody)
	signature := intercom.SignWebhook(body, "client-secret")
	fmt.Println(intercom.VerifyWebhook(body, signature, "new-secret", "client-secret"))
	fmt.Println(intercom.VerifyWebhook(body, signature, "new-secret"))
	// Output:
	// <nil>
	// signature does not fit
}

func ExampleSignWebhook() {
	fmt.Println(intercom.SignWebhook([]byte(`{"type":"notification_event","topic":"ping","id":null}`), "hub-secret-for-tests"))
	// Output: sha1=6ce22c404008ce2fed8e659924a8ee7a3e0d181d
}

func ExampleNewFinWebhook() {
	hook, err := intercom.NewFinWebhook(func(_ context.Context, event intercom.FinEvent) error {
		switch e := event.(type) {
		case *intercom.FinReplied:
			fmt.Println(e.ConversationID, e.Message.Body)
		case *intercom.FinStatusUpdated:
			fmt.Println(e.ConversationID, e.Status)
		}
		return nil
	}, "fin-secret-for-tests")
	if err != nil {
		fmt.Println(err)
		return
	}
	w := httptest.NewRecorder()
	hook.ServeHTTP(w, finDelivery(`{"event_name":"fin_replied","conversation_id":"c1","message":{"id":"m1","body":"<p>Hello</p>"}}`))
	fmt.Println(w.Code)
	// Output:
	// c1 <p>Hello</p>
	// 200
}

func ExampleParseFinWebhook() {
	event, err := intercom.ParseFinWebhook(finDelivery(`{"event_name":"fin_status_updated","status":"complete"}`), "fin-secret-for-tests")
	if err != nil {
		fmt.Println(err)
		return
	}
	if e, ok := event.(*intercom.FinStatusUpdated); ok {
		fmt.Println(e.Status)
	}
	// Output: complete
}
