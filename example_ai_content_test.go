package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// A source is created once. Its id is worth keeping with your settings.
func ExampleContentImportSourcesService_Create() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	source, err := client.ContentImportSources.Create(ctx, intercom.ContentImportSourceCreate{URL: "https://docs.example.com"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(source.SyncBehavior, source.Status)
	// Output: api active
}

// A page that is written again under its external id is updated.
func ExampleExternalPagesService_Upsert() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	source, err := client.ContentImportSources.Create(ctx, intercom.ContentImportSourceCreate{URL: "https://docs.example.com"})
	if err != nil {
		log.Fatal(err)
	}

	for _, title := range []string{"Tides", "Tides of today"} {
		page, err := client.ExternalPages.Upsert(ctx, intercom.ExternalPageUpsert{
			SourceID:            intercom.NumberID(source.ID),
			ExternalID:          "tides.html",
			Title:               title,
			HTML:                "<p>High at noon</p>",
			URL:                 intercom.Set("https://docs.example.com/tides.html"),
			AIAgentAvailability: intercom.Set(true),
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(page.Title)
	}
	pages, err := client.ExternalPages.List(ctx).Collect()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(pages))
	// Output:
	// Tides
	// Tides of today
	// 1
}
