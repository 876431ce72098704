package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// An object is attached to a contact by the attribute that relates to its type,
// here "orders". The list of ids takes the place of the one before.
func ExampleCustomObjectsService_ListForContact() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "bob@example.com"})
	if err != nil {
		log.Fatal(err)
	}

	order, err := client.CustomObjects.Upsert(ctx, "Order", intercom.CustomObjectUpsert{
		ExternalID:       "2041",
		CustomAttributes: intercom.Attributes{"status": "shipped"},
	})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.Contacts.Update(ctx, contact.ID, intercom.ContactUpdate{
		CustomAttributes: intercom.Attributes{"orders": []intercom.ID{order.ID}},
	}); err != nil {
		log.Fatal(err)
	}
	for order, err := range client.CustomObjects.ListForContact(ctx, "Order", contact.ID).All() {
		if err != nil {
			log.Fatal(err)
		}
		status, _ := order.CustomAttributes.String("status")
		fmt.Println(order.ExternalID, status)
	}
	// Output: 2041 shipped
}

// Conversations refer to objects as contacts do.
func ExampleCustomObjectsService_ListForConversation() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "bob@example.com"})
	if err != nil {
		log.Fatal(err)
	}
	message, err := client.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.ByID(contact.ID), Body: "Where is it?"})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.CustomObjects.Upsert(ctx, "Order", intercom.CustomObjectUpsert{ExternalID: "2041"}); err != nil {
		log.Fatal(err)
	}

	order, err := client.CustomObjects.Find(ctx, "Order", intercom.ByExternalID("2041"))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.Conversations.Update(ctx, message.ConversationID, intercom.ConversationUpdate{
		CustomAttributes: intercom.Attributes{"orders": []intercom.ID{order.ID}},
	}); err != nil {
		log.Fatal(err)
	}
	orders, err := client.CustomObjects.ListForConversation(ctx, "Order", message.ConversationID).Collect()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(orders), orders[0].ExternalID)
	// Output: 1 2041
}
