package conformance

import (
	"context"

	"github.com/go-intercom/intercom"
)

// byHand has calls that send examples of requests where the arguments cannot be
// read from the JSON: unions, and structs that have other fields. The calls of
// an operation, by its id, are tried in turn for each of its examples.
var byHand = map[string][]func(ctx context.Context, c *intercom.Client) error{
	"SearchContacts": {func(ctx context.Context, c *intercom.Client) error {
		query := intercom.And(intercom.Field("created_at").Greater("1306054154"))
		_, err := c.Contacts.Search(ctx, query, intercom.ContactSearchOptions{Sort: intercom.SearchSort{Field: "created_at", Order: intercom.Ascending}}).PerPage(5).Page()
		return err
	}},
	// Without an admin the owner of the token puts the tag there.
	"attachTagToArticle": {func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Tags.AddToArticle(ctx, "1", "7522907", "")
		return err
	}},
	"attachTagToContentSnippet": {func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Tags.AddToContentSnippet(ctx, "1", "7522907", "")
		return err
	}},
	"attachTagToInternalArticle": {func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Tags.AddToInternalArticle(ctx, "1", "7522907", "")
		return err
	}},
}
