package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// planted is what no report may have.
var planted = []string{"mira.planted@quay.test", "Mira Planted", "planted-token-0123456789abcdef", "planted body", "planted-external", "Planted Harbor", "+15550199"}

// newWorkspace is a fake with something of nearly everything in it, most of it planted.
func newWorkspace(t *testing.T, opts ...intercomtest.Option) *intercomtest.Server {
	t.Helper()
	fake := intercomtest.NewServer(append(opts, intercomtest.WithToken(planted[2]))...)
	t.Cleanup(fake.Close)
	require.NoError(t, fake.Seed(func(c *intercom.Client) error { return fill(t.Context(), t, fake, c) }))
	return fake
}

func fill(ctx context.Context, t *testing.T, fake *intercomtest.Server, c *intercom.Client) error {
	t.Helper()
	me := must[*intercom.Admin](t)(c.Admins.Me(ctx)).ID
	fake.AddTeam("Dock", string(me))
	segment := fake.AddSegment("Planted Harbor")
	contact := must[*intercom.Contact](t)(c.Contacts.Create(ctx, intercom.ContactCreate{
		ExternalID: "planted-external", Email: "mira.planted@quay.test", Name: "Mira Planted", Phone: "+15550199",
	})).ID
	must[*intercom.Contact](t)(c.Contacts.Create(ctx, intercom.ContactCreate{Role: intercom.ContactRoleLead, Email: "mira.planted@quay.test"}))
	company := must[*intercom.Company](t)(c.Companies.Create(ctx, intercom.CompanyCreate{CompanyID: "co-1", Name: "Planted Harbor"})).ID
	must[*intercom.Company](t)(c.Companies.AddToContact(ctx, contact, company))
	tag := must[*intercom.Tag](t)(c.Tags.Create(ctx, "Planted Harbor")).ID
	must[*intercom.Tag](t)(c.Tags.AddToContact(ctx, contact, tag))
	fake.AddToSegment(segment, string(contact))
	must[*intercom.Note](t)(c.Notes.CreateForContact(ctx, contact, intercom.NoteCreate{Body: "planted body"}))
	must[*intercom.Note](t)(c.Notes.CreateForCompany(ctx, company, intercom.NoteCreate{Body: "planted body"}))
	require.NoError(t, c.Events.Create(ctx, intercom.EventCreate{Name: "docked", User: intercom.ByUserID("planted-external")}))
	conversation := must[*intercom.Message](t)(c.Conversations.Create(ctx, intercom.ConversationCreate{
		From: intercom.ByID(contact), Body: "planted body",
	})).ConversationID
	fake.AddSideConversation(string(conversation), "planted body")
	fake.AddHandlingEvent(string(conversation), string(me), "paused", "")
	ticketType := must[*intercom.TicketType](t)(c.TicketTypes.Create(ctx, intercom.TicketTypeCreate{Name: "Planted Harbor"})).ID
	must[*intercom.Ticket](t)(c.Tickets.Create(ctx, intercom.TicketCreate{TicketTypeID: ticketType, Contact: intercom.ByID(contact)}))
	author := intercom.NumberID(me)
	must[*intercom.Article](t)(c.Articles.Create(ctx, intercom.ArticleCreate{
		Title: "The Planted Harbor", AuthorID: author, Body: "<p>planted body</p>", State: intercom.ArticleStatePublished,
	}))
	must[*intercom.Folder](t)(c.Folders.Create(ctx, intercom.FolderCreate{Name: "Planted Harbor"}))
	must[*intercom.InternalArticle](t)(c.InternalArticles.Create(ctx, intercom.InternalArticleCreate{Title: "Planted Harbor", AuthorID: author, OwnerID: author}))
	must[*intercom.ContentSnippet](t)(c.ContentSnippets.Create(ctx, intercom.ContentSnippetCreate{Title: "Planted Harbor", BodyMarkdown: "planted body"}))
	fake.AddHelpCenter("Planted Harbor")
	collection := must[*intercom.Collection](t)(c.Collections.Create(ctx, intercom.CollectionCreate{Name: "Planted Harbor"})).ID
	//lint:ignore SA1019 the suite also calls what is deprecated
	_, err := c.Sections.Create(ctx, intercom.SectionCreate{Name: "Sails", ParentID: intercom.NumberID(collection)})
	require.NoError(t, err)
	source := must[*intercom.ContentImportSource](t)(c.ContentImportSources.Create(ctx, intercom.ContentImportSourceCreate{URL: "https://quay.test"})).ID
	must[*intercom.ExternalPage](t)(c.ExternalPages.Upsert(ctx, intercom.ExternalPageUpsert{
		SourceID: intercom.NumberID(source), ExternalID: "p", Title: "Planted Harbor", HTML: "<p>planted body</p>",
	}))
	must[*intercom.Audience](t)(c.Audiences.Create(ctx, intercom.AudienceCreate{Name: "Planted Harbor"}))
	connector := must[*intercom.DataConnector](t)(c.DataConnectors.Create(ctx, intercom.DataConnectorCreate{Name: "Planted Harbor"})).ID
	fake.AddDataConnectorExecution(string(connector), 200, "")
	feed := fake.AddNewsfeed("Planted Harbor")
	must[*intercom.NewsItem](t)(c.NewsItems.Create(ctx, intercom.NewsItemCreate{
		Title: "Planted Harbor", SenderID: author, State: intercom.NewsItemStateLive,
		NewsfeedAssignments: []intercom.NewsfeedAssignment{{NewsfeedID: intercom.NumberID(feed)}},
	}))
	schedule := must[*intercom.OfficeHours](t)(c.OfficeHours.Create(ctx, intercom.OfficeHoursCreate{
		Name: "Planted Harbor", TimeZoneName: "UTC", TimeIntervals: []intercom.OfficeHoursInterval{{StartMinute: 540, EndMinute: 1020}},
	})).ID
	must[*intercom.OfficeHoursException](t)(c.OfficeHours.CreateException(ctx, schedule, intercom.OfficeHoursCreateException{
		ExceptionDate: "2026-12-25", ExceptionType: intercom.OfficeHoursExceptionTypeClosed,
	}))
	must[*intercom.Subscription](t)(c.Subscriptions.Create(ctx, intercom.SubscriptionCreate{
		URL: "https://hook.test", Topics: []intercom.Topic{intercom.TopicUserCreated},
	}))
	must[*intercom.BulkJob](t)(c.Jobs.SubmitUsers(ctx, intercom.BulkUsers{Create: []intercom.UserCreate{{UserID: "b-1"}}}))
	must[*intercom.DataAttribute](t)(c.DataAttributes.Create(ctx, intercom.DataAttributeCreate{Name: "color", Model: "contact", DataType: "string"}))
	must[*intercom.ConversationAttribute](t)(c.ConversationAttributes.Create(ctx, intercom.ConversationAttributeCreate{Name: "pier", DataType: "string"}))
	fake.AddMacro("Planted Harbor", "planted body")
	fake.AddBanner("Planted Harbor", "planted body", string(contact))
	fake.AddEmail("mira.planted@quay.test", "")
	fake.AddCall(intercomtest.PhoneCall{ConversationID: string(conversation), Phone: "+15550199", Transcript: []string{"planted body"}, Recording: []byte("planted body")})
	fake.AddSubscriptionType("Planted Harbor", "opt_in")
	fake.AddAwayStatusReason("x", "Planted Harbor")
	fake.AddBrand("Planted Harbor")
	fake.SetTimes(string(contact), time.Now().Add(-time.Hour), time.Now().Add(-time.Hour))
	return nil
}

// must returns what a call returned, and ends the test if it failed.
func must[T any](t *testing.T) func(v T, err error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}
