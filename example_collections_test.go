package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// A collection in two languages, inside of another one.
func ExampleCollectionsService_Create() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	fake.AddLocale("fr")
	client := fake.Client() // or intercom.NewClient()
	billing, err := client.Collections.Create(ctx, intercom.CollectionCreate{Name: "Billing"})
	if err != nil {
		log.Fatal(err)
	}

	refunds, err := client.Collections.Create(ctx, intercom.CollectionCreate{
		Name:     "Refunds",
		ParentID: billing.ID,
		Translations: map[string]intercom.CollectionContent{
			"fr": {Name: "Remboursements", Description: "Pour tous les pays"},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(refunds.ParentID == billing.ID, refunds.Translations["fr"].Name)
	// Output: true Remboursements
}
