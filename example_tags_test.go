package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleTagsService_AddToContact() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "bob@example.com"})
	if err != nil {
		log.Fatal(err)
	}

	tag, err := client.Tags.Create(ctx, "vip") // the one of this name, if there is one
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.Tags.AddToContact(ctx, contact.ID, tag.ID); err != nil {
		log.Fatal(err)
	}
	tags, err := client.Tags.ListForContact(ctx, contact.ID).Collect()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(tags), tags[0].Name)
	// Output: 1 vip
}

// TagUsers takes whatever names the users, and creates the tag.
func ExampleTagsService_TagUsers() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	if _, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "42", Email: "bob@example.com", Name: "Bob"}); err != nil {
		log.Fatal(err)
	}

	tag, err := client.Tags.TagUsers(ctx, "vip", []intercom.UserRef{intercom.ByEmail("bob@example.com")})
	if err != nil {
		log.Fatal(err)
	}
	for user, err := range client.Users.ListByTag(ctx, tag.ID).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(user.Name)
	}
	// Output: Bob
}
