package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleSectionsService_List() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	billing, err := client.Collections.Create(ctx, intercom.CollectionCreate{Name: "Billing"})
	if err != nil {
		log.Fatal(err)
	}
	params := intercom.SectionCreate{Name: "Refunds", ParentID: intercom.NumberID(billing.ID)}
	if _, err := client.Sections.Create(ctx, params); err != nil {
		log.Fatal(err)
	}

	for section, err := range client.Sections.List(ctx).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(section.Name)
	}
	// Output: Refunds
}
