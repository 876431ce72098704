package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// The links of an old site lead into the help center.
func ExampleHelpCentersService_CreateRedirect() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	id := intercom.ID(fake.AddHelpCenter("Acme Help"))
	client := fake.Client() // or intercom.NewClient()
	center, err := client.HelpCenters.Get(ctx, id)
	if err != nil {
		log.Fatal(err)
	}
	billing, err := client.Collections.Create(ctx, intercom.CollectionCreate{Name: "Billing"})
	if err != nil {
		log.Fatal(err)
	}

	redirect, err := client.HelpCenters.CreateRedirect(ctx, id, intercom.HelpCenterCreateRedirect{
		FromURL:    center.URL + "/en/faq/billing",
		Locale:     "en",
		TargetType: intercom.RedirectTargetCollection,
		TargetID:   billing.ID,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(redirect.FromURL)
	// Output: https://intercom.help/acme-help/en/faq/billing
}
