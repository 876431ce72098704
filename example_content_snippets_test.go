package intercom_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// A snippet is written as Markdown, or in blocks.
func ExampleContentSnippetsService_Create() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	for _, params := range []intercom.ContentSnippetCreate{
		{Title: "Tides", BodyMarkdown: "High water is twice a day.", AIChatbotAvailability: true},
		{Title: "Locks", JSONBlocks: json.RawMessage(`[{"type": "paragraph", "text": "The lock opens every hour."}]`)},
	} {
		if _, err := client.ContentSnippets.Create(ctx, params); err != nil {
			log.Fatal(err)
		}
	}
	for snippet, err := range client.ContentSnippets.List(ctx).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Print(snippet.Title, ": ", snippet.BodyMarkdown)
	}
	// Output:
	// Tides: High water is twice a day.
	// Locks: The lock opens every hour.
}
