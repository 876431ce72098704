package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleEmailsService_Get() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client := fake.Client() // or intercom.NewClient()
	id := intercom.ID(fake.AddEmail("support@example.com", ""))

	sender, err := client.Emails.Get(ctx, id)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sender.Email, sender.Verified)
	// Output: support@example.com true
}
