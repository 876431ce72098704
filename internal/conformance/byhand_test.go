package conformance

import (
	"context"
	"time"

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
	"searchCompanies": {func(ctx context.Context, c *intercom.Client) error {
		query := intercom.And(intercom.CompanyFieldName.Is("my-company"))
		_, err := c.Companies.Search(ctx, query, intercom.CompanySearchOptions{Sort: intercom.SearchSort{Field: "name", Order: intercom.Ascending}}).PerPage(5).Page()
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
	"startFinConversation": {func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Fin.Start(ctx, intercom.FinStart{
			ConversationID: "ext-123", Message: finMessage("Here is a screenshot of the issue", "2025-01-24T10:01:20Z"), User: finUser,
			Attachments: []intercom.FinAttachment{
				intercom.FinAttachmentURL{URL: "https://example.com/document.pdf"},
				intercom.FinAttachmentFile{
					Name: "screenshot.png", ContentType: "image/png", Data: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk...",
				},
			},
		})
		return err
	}},
	"replyToFin": {func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Fin.Reply(ctx, intercom.FinReply{
			ConversationID: "123456", Message: finMessage("Here's the invoice you asked for.", "2025-01-24T09:01:00Z"), User: finUser,
			Attachments: []intercom.FinAttachment{intercom.FinAttachmentURL{URL: "https://example.com/invoice.pdf"}},
		})
		return err
	}},
}

var finUser = intercom.FinUser{ID: "123456", Name: "John Doe", Email: "john.doe@example.com"}

func finMessage(body, at string) intercom.FinMessage {
	t, _ := time.Parse(time.RFC3339, at)
	return intercom.FinMessage{Author: intercom.FinAuthorUser, Body: body, Timestamp: intercom.AtDate(t)}
}
