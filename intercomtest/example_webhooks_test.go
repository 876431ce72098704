package intercomtest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleServer_Webhook() {
	hook, err := intercom.NewWebhook("secret")
	if err != nil {
		fmt.Println(err)
		return
	}
	intercom.On(hook, intercom.TopicContactUserCreated, func(_ context.Context, n *intercom.Notification, c *intercom.Contact) error {
		fmt.Println(n.Topic, c.ExternalID)
		return nil
	})
	app := httptest.NewServer(hook)
	defer app.Close()

	fake := intercomtest.NewServer()
	defer fake.Close()
	if err := fake.Webhook(app.URL, "secret", intercom.TopicContactUserCreated); err != nil {
		fmt.Println(err)
		return
	}
	_, err = fake.Client().Contacts.Create(context.Background(), intercom.ContactCreate{ExternalID: "keeper-41"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fake.Flush()
	// Output: contact.user.created keeper-41
}

func ExampleServer_Flush() {
	handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { fmt.Println(r.Method, r.URL) })
	fake := intercomtest.NewServer(intercomtest.WithWebhookTransport(intercomtest.HandlerTransport(handler)))
	defer fake.Close()
	if err := fake.Webhook("https://app.example.com/hook", "secret", intercom.TopicTicketCreated); err != nil {
		fmt.Println(err)
		return
	}
	fake.AddTicket()
	fake.Flush()
	fmt.Println("delivered")
	// Output:
	// HEAD https://app.example.com/hook
	// POST https://app.example.com/hook
	// delivered
}

func ExampleServer_Deliver() {
	hook, err := intercom.NewWebhook("secret")
	if err != nil {
		fmt.Println(err)
		return
	}
	intercom.On(hook, intercom.TopicTicketClosed, func(_ context.Context, _ *intercom.Notification, t *intercom.Ticket) error {
		fmt.Println(t.Attributes[intercom.TicketAttributeNameTitle])
		return nil
	})
	fake := intercomtest.NewServer(intercomtest.WithWebhookTransport(intercomtest.HandlerTransport(hook)))
	defer fake.Close()

	fmt.Println(fake.Deliver("https://app.example.com/hook", "secret", intercom.TopicTicketClosed, nil))
	fmt.Println(fake.Deliver("https://app.example.com/hook", "another secret", intercom.TopicTicketClosed, nil))
	// Output:
	// Broken cleat
	// 200 <nil>
	// 401 <nil>
}

func ExampleServer_Notify() {
	handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { fmt.Println(r.Method) })
	fake := intercomtest.NewServer(intercomtest.WithWebhookTransport(intercomtest.HandlerTransport(handler)))
	defer fake.Close()
	if err := fake.Webhook("https://app.example.com/hook", "secret"); err != nil {
		fmt.Println(err)
		return
	}
	fake.Notify(intercom.TopicContentStatEmail, nil)
	fake.Flush()
	// Output:
	// HEAD
	// POST
}

func ExampleHandlerTransport() {
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	client := http.Client{Transport: intercomtest.HandlerTransport(handler)}
	res, err := client.Get("https://app.example.com/")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(res.StatusCode, res.Body.Close())
	// Output: 418 <nil>
}

func ExampleItem() {
	var gone intercom.Deleted
	if err := intercom.Decode(intercomtest.Item(intercom.TopicConversationDeleted), &gone); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(gone.ID)
	// Output: 215470099127683
}

func ExampleLegacyItem() {
	n := intercom.Notification{Data: intercom.NotificationData{Item: intercomtest.LegacyItem(intercom.TopicConversationUserReplied)}}
	var c intercom.Conversation
	if err := n.DecodeItem(&c); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Source.Body)
	// Output: <p>Is berth 14 free in May?</p>
}

func ExampleNotification() {
	body := intercomtest.Notification(intercom.TopicPing, nil)
	signature := intercom.SignWebhook(body, "secret")
	fmt.Println(intercom.VerifyWebhook(body, signature, "secret"))
	// Output: <nil>
}
