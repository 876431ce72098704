package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// What is listed counts as shown.
func ExampleBannersService_ListForContact() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client := fake.Client() // or intercom.NewClient()
	fake.AddBanner("Storm ahead", "<p>Stay ashore</p>")
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "bob@example.com"})
	if err != nil {
		log.Fatal(err)
	}

	for banner, err := range client.Banners.ListForContact(ctx, contact.ID).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(banner.Title, banner.Body)
		if _, err := client.Banners.Dismiss(ctx, contact.ID, banner.ViewID); err != nil {
			log.Fatal(err)
		}
	}
	// Output: Storm ahead <p>Stay ashore</p>
}
