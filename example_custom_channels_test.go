package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleCustomChannelsService_NotifyMessage() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient(intercom.WithToken(key)), with the key of the integration
	bob := intercom.CustomChannelContact{Type: intercom.ContactRoleUser, ExternalID: "42", Name: "Bob", Email: "bob@example.com"}

	_, err := client.CustomChannels.NotifyConversation(ctx, intercom.CustomChannelNotifyConversation{
		EventID: "event-1", ConversationID: "chat-1", Contact: bob,
	})
	if err != nil {
		log.Fatal(err)
	}
	result, err := client.CustomChannels.NotifyMessage(ctx, intercom.CustomChannelNotifyMessage{
		EventID: "event-2", ConversationID: "chat-1", Contact: bob, Body: "Is anybody there?",
	})
	if err != nil {
		log.Fatal(err)
	}
	conversation, err := client.Conversations.Get(ctx, result.ConversationID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(conversation.Parts.Items[0].Body)
	// Output: <p>Is anybody there?</p>
}
