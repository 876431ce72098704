package intercom_test

import (
	"context"
	"fmt"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleSubscriptionsService_Create() {
	ctx, client := context.Background(), intercomtest.NewServer().Client()
	sub, err := client.Subscriptions.Create(ctx, intercom.SubscriptionCreate{
		URL:    "https://example.com/intercom",
		Topics: []intercom.Topic{intercom.TopicUserCreated, intercom.TopicConversation},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sub.Active, sub.Topics)
	// Output: true [user.created conversation]
}

func ExampleSubscriptionsService_ListSent() {
	fake := intercomtest.NewServer()
	ctx, client := context.Background(), fake.Client()
	sub, err := client.Subscriptions.Create(ctx, intercom.SubscriptionCreate{
		URL:    "https://example.com/intercom",
		Topics: []intercom.Topic{intercom.TopicUserCreated},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fake.Notify("user.created", map[string]any{"type": "user", "email": "bob@example.com"})

	for notification, err := range client.Subscriptions.ListSent(ctx, sub.ID).All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		var user intercom.User
		if err := notification.DecodeItem(&user); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(notification.Topic, user.Email)
	}
	// Output: user.created bob@example.com
}
