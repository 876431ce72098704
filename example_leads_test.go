package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleLeadsService_Convert() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	lead, err := client.Leads.Create(ctx, intercom.LeadCreate{Email: "ada@example.com"})
	if err != nil {
		log.Fatal(err)
	}

	// The lead has signed up.
	user, err := client.Leads.Convert(ctx, intercom.ByID(lead.ID), intercom.LeadConvert{UserID: "1815"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.UserID, user.Email)
	// Output: 1815 ada@example.com
}

func ExampleLeadsService_List() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	for range 2 {
		if _, err := client.Leads.Create(ctx, intercom.LeadCreate{Email: "ada@example.com"}); err != nil {
			log.Fatal(err)
		}
	}

	leads, err := client.Leads.List(ctx, intercom.LeadListOptions{Email: "ada@example.com"}).Collect()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(leads), "leads share the address")
	// Output: 2 leads share the address
}
