package intercom_test

import (
	"context"
	"iter"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
	"github.com/go-intercom/intercom/internal/calls"
)

// port is a workspace with something of nearly everything in it.
type port struct {
	fake                                                      *intercomtest.Server
	client                                                    *intercom.Client
	me, contact, lead, company, tag, segment, team            intercom.ID
	conversation, ticketType, ticket, article, center, folder intercom.ID
	source, connector, feed, schedule, hook, bulk             intercom.ID
	user                                                      intercom.ByUserID
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

func newPort(ctx context.Context, t *testing.T) *port {
	t.Helper()
	fake := intercomtest.NewServer()
	c := fake.Client()
	h := &port{fake: fake, client: c, user: "u-1"}
	h.me = must[*intercom.Admin](t)(c.Admins.Me(ctx)).ID
	h.team = intercom.ID(fake.AddTeam("Dock", string(h.me)))
	h.segment = intercom.ID(fake.AddSegment("Regulars"))
	h.contact = must[*intercom.Contact](t)(c.Contacts.Create(ctx, intercom.ContactCreate{ExternalID: "u-1", Email: "mira@quay.test"})).ID
	h.lead = must[*intercom.Contact](t)(c.Contacts.Create(ctx, intercom.ContactCreate{Role: intercom.ContactRoleLead, Email: "mira@quay.test"})).ID
	h.company = must[*intercom.Company](t)(c.Companies.Create(ctx, intercom.CompanyCreate{CompanyID: "co-1", Name: "Harbor"})).ID
	must[*intercom.Company](t)(c.Companies.AddToContact(ctx, h.contact, h.company))
	h.tag = must[*intercom.Tag](t)(c.Tags.Create(ctx, "vip")).ID
	must[*intercom.Tag](t)(c.Tags.AddToContact(ctx, h.contact, h.tag))
	must[*intercom.Tag](t)(c.Tags.AddToContact(ctx, h.lead, h.tag))
	must[*intercom.Tag](t)(c.Tags.TagCompanies(ctx, "vip", []intercom.CompanyRef{intercom.ByID(h.company)}))
	for _, member := range []intercom.ID{h.contact, h.lead, h.company} {
		fake.AddToSegment(string(h.segment), string(member))
	}
	must[*intercom.Note](t)(c.Notes.CreateForContact(ctx, h.contact, intercom.NoteCreate{Body: "Hi"}))
	must[*intercom.Note](t)(c.Notes.CreateForCompany(ctx, h.company, intercom.NoteCreate{Body: "Hi"}))
	require.NoError(t, c.Events.Create(ctx, intercom.EventCreate{Name: "docked", User: h.user}))
	h.conversation = must[*intercom.Message](t)(c.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.ByID(h.contact), Body: "Hi"})).ConversationID
	must[*intercom.Conversation](t)(c.Conversations.Assign(ctx, h.conversation, intercom.AsAdmin(h.me), intercom.ConversationAssign{ToAdmin: h.me}))
	fake.AddHandlingEvent(string(h.conversation), string(h.me), "paused", "")
	fake.AddSideConversation(string(h.conversation), "aside")
	gone := must[*intercom.Message](t)(c.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.ByID(h.contact), Body: "Bye"})).ConversationID
	require.NoError(t, c.Conversations.Delete(ctx, gone))
	must[*intercom.Message](t)(c.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.ByID(h.contact), Body: "Nobody's"}))
	must[*intercom.ConversationAttribute](t)(c.ConversationAttributes.Create(ctx, intercom.ConversationAttributeCreate{Name: "pier", DataType: "string"}))
	must[*intercom.DataAttribute](t)(c.DataAttributes.Create(ctx, intercom.DataAttributeCreate{Name: "color", Model: "contact", DataType: "string"}))
	h.ticketType = must[*intercom.TicketType](t)(c.TicketTypes.Create(ctx, intercom.TicketTypeCreate{Name: "Repair"})).ID
	h.ticket = must[*intercom.Ticket](t)(c.Tickets.Create(ctx, intercom.TicketCreate{TicketTypeID: h.ticketType, Contact: intercom.ByID(h.contact)})).ID
	h.article = must[*intercom.Article](t)(c.Articles.Create(ctx, intercom.ArticleCreate{
		Title: "Berths", AuthorID: intercom.NumberID(h.me), Body: "<p>How to find berths</p>", State: intercom.ArticleStatePublished,
	})).ID
	h.folder = must[*intercom.Folder](t)(c.Folders.Create(ctx, intercom.FolderCreate{Name: "Rules"})).ID
	must[*intercom.InternalArticle](t)(c.InternalArticles.Create(ctx, intercom.InternalArticleCreate{
		Title: "Keys", AuthorID: intercom.NumberID(h.me), OwnerID: intercom.NumberID(h.me),
	}))
	must[*intercom.ContentSnippet](t)(c.ContentSnippets.Create(ctx, intercom.ContentSnippetCreate{Title: "Hours", BodyMarkdown: "Nine to five"}))
	h.center = intercom.ID(fake.AddHelpCenter("Harbor"))
	collection := must[*intercom.Collection](t)(c.Collections.Create(ctx, intercom.CollectionCreate{Name: "Boats"})).ID
	must[*intercom.Section](t)(c.Sections.Create(ctx, intercom.SectionCreate{Name: "Sails", ParentID: intercom.NumberID(collection)}))
	h.source = must[*intercom.ContentImportSource](t)(c.ContentImportSources.Create(ctx, intercom.ContentImportSourceCreate{URL: "https://quay.test"})).ID
	must[*intercom.ExternalPage](t)(c.ExternalPages.Upsert(ctx, intercom.ExternalPageUpsert{
		SourceID: intercom.NumberID(h.source), ExternalID: "p", Title: "Tides", HTML: "<p>Low</p>",
	}))
	must[*intercom.Audience](t)(c.Audiences.Create(ctx, intercom.AudienceCreate{Name: "All"}))
	boat := must[*intercom.CustomObject](t)(c.CustomObjects.Upsert(ctx, "Boat", intercom.CustomObjectUpsert{ExternalID: "b-1"})).ID
	must[*intercom.Contact](t)(c.Contacts.Update(ctx, h.contact, intercom.ContactUpdate{CustomAttributes: intercom.Attributes{"boats": []intercom.ID{boat}}}))
	h.connector = must[*intercom.DataConnector](t)(c.DataConnectors.Create(ctx, intercom.DataConnectorCreate{Name: "Tides"})).ID
	fake.AddDataConnectorExecution(string(h.connector), 200, "")
	h.feed = intercom.ID(fake.AddNewsfeed("News"))
	must[*intercom.NewsItem](t)(c.NewsItems.Create(ctx, intercom.NewsItemCreate{
		Title: "Open", SenderID: intercom.NumberID(h.me), State: intercom.NewsItemStateLive,
		NewsfeedAssignments: []intercom.NewsfeedAssignment{{NewsfeedID: intercom.NumberID(h.feed)}},
	}))
	h.schedule = must[*intercom.OfficeHours](t)(c.OfficeHours.Create(ctx, intercom.OfficeHoursCreate{
		Name: "Day", TimeZoneName: "UTC", TimeIntervals: []intercom.OfficeHoursInterval{{StartMinute: 540, EndMinute: 1020}},
	})).ID
	must[*intercom.OfficeHoursException](t)(c.OfficeHours.CreateException(ctx, h.schedule, intercom.OfficeHoursCreateException{
		ExceptionDate: "2026-12-25", ExceptionType: intercom.OfficeHoursExceptionTypeClosed,
	}))
	must[*intercom.IdentitySecret](t)(c.IdentitySecrets.Create(ctx, intercom.IdentitySecretCreate{Name: "web", SupportsWeb: true}))
	h.hook = must[*intercom.Subscription](t)(c.Subscriptions.Create(ctx, intercom.SubscriptionCreate{URL: "https://hook.test", Topics: []intercom.Topic{intercom.TopicUserCreated}})).ID
	h.bulk = must[*intercom.BulkJob](t)(c.Jobs.SubmitUsers(ctx, intercom.BulkUsers{Create: []intercom.UserCreate{{UserID: "b-1"}}})).ID
	must[*intercom.FinVoiceCall](t)(c.FinVoice.Register(ctx, intercom.FinVoiceRegister{PhoneNumber: "+15550100", CallID: "x-1"}))
	fake.AddMacro("Hello", "Hi")
	fake.AddBanner("Sale", "Now", string(h.contact))
	fake.AddEmail("dock@quay.test", "")
	fake.AddCall(intercomtest.PhoneCall{ConversationID: string(h.conversation), Phone: "+15550100", Transcript: []string{"Hello"}})
	fake.AddSubscriptionType("News", "opt_in")
	fake.AddAwayStatusReason("x", "Lunch")
	fake.AddWhatsAppMessage("rules", string(h.contact), "hello", "sent")
	fake.AddExportRow(map[string]string{"email": "mira@quay.test"})
	return h
}

// items counts what a list has.
func items[T any](p *intercom.Pager[T]) func() (int, error) {
	return func() (int, error) {
		all, err := p.Collect()
		return len(all), err
	}
}

// yields counts what a flow yields.
func yields[T any](seq iter.Seq2[T, error]) func() (int, error) {
	return func() (n int, err error) {
		for _, err := range seq {
			if err != nil {
				return n, err
			}
			n++
		}
		return n, nil
	}
}

// Every search, list and flow works against the fake, as a user writes it, and
// none of them is missing here.
func TestEveryListAndFlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		h := newPort(ctx, t)
		since := time.Now().Add(-time.Hour)
		rows := map[string]func() (int, error){}
		for name, count := range h.lists(ctx, since) {
			rows[name] = count
		}
		for name, count := range h.flows(ctx, t) {
			rows[name] = count
		}
		for _, m := range calls.Methods() {
			name := strings.Replace(m.String(), "Service.", ".", 1)
			out := m.Type.Out(0)
			_, isPager := out.MethodByName("Collect")
			if isPager || out.Kind() == reflect.Func {
				assert.Contains(t, rows, name, "a list or flow that no row calls")
			}
		}
		for name, count := range rows {
			n, err := count()
			if assert.NoError(t, err, name) {
				assert.Equal(t, empty[name], n == 0, "%s has %d items", name, n)
			}
		}
	})
}

// empty are lists of what the port does not have.
var empty = map[string]bool{
	"Contacts.ListMergeHistory": true, "Subscriptions.ListFailed": true, "Jobs.ListBulkFailures": true,
	"FinVoice.ListForConversation": true, "HelpCenters.ListRedirects": true, "InternalArticles.ListForFolder": true,
	"CustomObjects.ListForConversation": true, "SubscriptionTypes.ListForContact": true,
}

func (h *port) lists(ctx context.Context, since time.Time) map[string]func() (int, error) {
	c := h.client
	return map[string]func() (int, error){
		"Admins.List":                         items(c.Admins.List(ctx)),
		"Admins.ListActivityLogs":             items(c.Admins.ListActivityLogs(ctx, since)),
		"Admins.ListActivityTypes":            items(c.Admins.ListActivityTypes(ctx)),
		"Admins.SearchActivityLogs":           items(c.Admins.SearchActivityLogs(ctx, intercom.AdminSearchActivityLogs{CreatedAtAfter: intercom.At(since)})),
		"Articles.List":                       items(c.Articles.List(ctx)),
		"Articles.ListVersions":               items(c.Articles.ListVersions(ctx, h.article)),
		"Articles.Search":                     items(c.Articles.Search(ctx, "berths")),
		"Audiences.List":                      items(c.Audiences.List(ctx)),
		"AwayStatusReasons.List":              items(c.AwayStatusReasons.List(ctx)),
		"Banners.ListForContact":              items(c.Banners.ListForContact(ctx, h.contact)),
		"Brands.List":                         items(c.Brands.List(ctx)),
		"Calls.List":                          items(c.Calls.List(ctx)),
		"Calls.ListWithTranscripts":           items(c.Calls.ListWithTranscripts(ctx, []intercom.ID{h.conversation})),
		"Collections.List":                    items(c.Collections.List(ctx)),
		"Companies.List":                      items(c.Companies.List(ctx)),
		"Companies.ListBySegment":             items(c.Companies.ListBySegment(ctx, h.segment)),
		"Companies.ListByTag":                 items(c.Companies.ListByTag(ctx, h.tag)),
		"Companies.ListForContact":            items(c.Companies.ListForContact(ctx, h.contact)),
		"Companies.Scroll":                    items(c.Companies.Scroll(ctx)),
		"Companies.Search":                    items(c.Companies.Search(ctx, intercom.CompanyFieldName.Is("Harbor"))),
		"Companies.UpdatedSince":              items(c.Companies.UpdatedSince(ctx, since)),
		"Contacts.List":                       items(c.Contacts.List(ctx)),
		"Contacts.ListActivities":             items(c.Contacts.ListActivities(ctx)),
		"Contacts.ListForCompany":             items(c.Contacts.ListForCompany(ctx, h.company)),
		"Contacts.ListMergeHistory":           items(c.Contacts.ListMergeHistory(ctx, h.contact)),
		"Contacts.Search":                     items(c.Contacts.Search(ctx, intercom.ContactFieldExternalID.Is("u-1"))),
		"Contacts.UpdatedSince":               items(c.Contacts.UpdatedSince(ctx, since)),
		"ContentImportSources.List":           items(c.ContentImportSources.List(ctx)),
		"Content.Search":                      items(c.Content.Search(ctx, "berths")),
		"ContentSnippets.List":                items(c.ContentSnippets.List(ctx)),
		"ConversationAttributes.List":         items(c.ConversationAttributes.List(ctx)),
		"Conversations.List":                  items(c.Conversations.List(ctx)),
		"Conversations.ListDeleted":           items(c.Conversations.ListDeleted(ctx)),
		"Conversations.ListForAdmin":          items(c.Conversations.ListForAdmin(ctx, h.me)),
		"Conversations.ListForUser":           items(c.Conversations.ListForUser(ctx, h.user)),
		"Conversations.ListHandlingEvents":    items(c.Conversations.ListHandlingEvents(ctx, h.conversation)),
		"Conversations.ListLegacy":            items(c.Conversations.ListLegacy(ctx)),
		"Conversations.ListSideConversations": items(c.Conversations.ListSideConversations(ctx, h.conversation)),
		"Conversations.ListUnassigned":        items(c.Conversations.ListUnassigned(ctx)),
		"Conversations.Search":                items(c.Conversations.Search(ctx, intercom.ConversationFieldOpen.Is(true))),
		"Conversations.UpdatedSince":          items(c.Conversations.UpdatedSince(ctx, since)),
		"Counts.ListCompaniesBySegment":       items(c.Counts.ListCompaniesBySegment(ctx)),
		"Counts.ListCompaniesByTag":           items(c.Counts.ListCompaniesByTag(ctx)),
		"Counts.ListConversationsByAdmin":     items(c.Counts.ListConversationsByAdmin(ctx)),
		"Counts.ListUsersByCompany":           items(c.Counts.ListUsersByCompany(ctx)),
		"Counts.ListUsersBySegment":           items(c.Counts.ListUsersBySegment(ctx)),
		"Counts.ListUsersByTag":               items(c.Counts.ListUsersByTag(ctx)),
		"CustomObjects.List":                  items(c.CustomObjects.List(ctx, "Boat")),
		"CustomObjects.ListForContact":        items(c.CustomObjects.ListForContact(ctx, "Boat", h.contact)),
		"CustomObjects.ListForConversation":   items(c.CustomObjects.ListForConversation(ctx, "Boat", h.conversation)),
		"DataAttributes.List":                 items(c.DataAttributes.List(ctx)),
		"DataAttributes.ListLegacy":           items(c.DataAttributes.ListLegacy(ctx)),
		"DataConnectors.List":                 items(c.DataConnectors.List(ctx)),
		"DataConnectors.ListExecutions":       items(c.DataConnectors.ListExecutions(ctx, h.connector)),
		"Emails.List":                         items(c.Emails.List(ctx)),
		"Events.ListForUser":                  items(c.Events.ListForUser(ctx, h.user)),
		"Events.ListSummariesForUser":         items(c.Events.ListSummariesForUser(ctx, h.user)),
		"ExternalPages.List":                  items(c.ExternalPages.List(ctx)),
		"FinVoice.ListForConversation":        items(c.FinVoice.ListForConversation(ctx, h.conversation)),
		"Folders.List":                        items(c.Folders.List(ctx)),
		"HelpCenters.List":                    items(c.HelpCenters.List(ctx)),
		"HelpCenters.ListRedirects":           items(c.HelpCenters.ListRedirects(ctx, h.center)),
		"IdentitySecrets.List":                items(c.IdentitySecrets.List(ctx)),
		"InternalArticles.List":               items(c.InternalArticles.List(ctx)),
		"InternalArticles.ListForFolder":      items(c.InternalArticles.ListForFolder(ctx, h.folder)),
		"Jobs.ListBulk":                       items(c.Jobs.ListBulk(ctx)),
		"Jobs.ListBulkFailures":               items(c.Jobs.ListBulkFailures(ctx, h.bulk)),
		"Leads.List":                          items(c.Leads.List(ctx)),
		"Leads.ListBySegment":                 items(c.Leads.ListBySegment(ctx, h.segment)),
		"Leads.ListByTag":                     items(c.Leads.ListByTag(ctx, h.tag)),
		"Leads.Scroll":                        items(c.Leads.Scroll(ctx)),
		"Macros.List":                         items(c.Macros.List(ctx)),
		"Messages.ListStatuses":               items(c.Messages.ListStatuses(ctx, "rules")),
		"NewsItems.List":                      items(c.NewsItems.List(ctx)),
		"NewsItems.ListForNewsfeed":           items(c.NewsItems.ListForNewsfeed(ctx, h.feed)),
		"Newsfeeds.List":                      items(c.Newsfeeds.List(ctx)),
		"Notes.ListForCompany":                items(c.Notes.ListForCompany(ctx, h.company)),
		"Notes.ListForContact":                items(c.Notes.ListForContact(ctx, h.contact)),
		"Notes.ListForUser":                   items(c.Notes.ListForUser(ctx, h.user)),
		"OfficeHours.List":                    items(c.OfficeHours.List(ctx)),
		"OfficeHours.ListExceptions":          items(c.OfficeHours.ListExceptions(ctx, h.schedule)),
		"ReportingExports.ListDatasets":       items(c.ReportingExports.ListDatasets(ctx)),
		"Sections.List":                       items(c.Sections.List(ctx)),
		"Segments.List":                       items(c.Segments.List(ctx)),
		"Segments.ListForCompany":             items(c.Segments.ListForCompany(ctx, h.company)),
		"Segments.ListForContact":             items(c.Segments.ListForContact(ctx, h.contact)),
		"SubscriptionTypes.List":              items(c.SubscriptionTypes.List(ctx)),
		"SubscriptionTypes.ListForContact":    items(c.SubscriptionTypes.ListForContact(ctx, h.contact)),
		"Subscriptions.List":                  items(c.Subscriptions.List(ctx)),
		"Subscriptions.ListFailed":            items(c.Subscriptions.ListFailed(ctx, h.hook)),
		"Subscriptions.ListSent":              items(c.Subscriptions.ListSent(ctx, h.hook)),
		"Tags.List":                           items(c.Tags.List(ctx)),
		"Tags.ListForContact":                 items(c.Tags.ListForContact(ctx, h.contact)),
		"Teams.List":                          items(c.Teams.List(ctx)),
		"Teams.ListMetrics":                   items(c.Teams.ListMetrics(ctx, h.team)),
		"TicketStates.List":                   items(c.TicketStates.List(ctx)),
		"TicketTypes.List":                    items(c.TicketTypes.List(ctx)),
		"Tickets.Search":                      items(c.Tickets.Search(ctx, intercom.TicketFieldID.Is(h.ticket))),
		"Tickets.UpdatedSince":                items(c.Tickets.UpdatedSince(ctx, since)),
		"Users.List":                          items(c.Users.List(ctx)),
		"Users.ListBySegment":                 items(c.Users.ListBySegment(ctx, h.segment)),
		"Users.ListByTag":                     items(c.Users.ListByTag(ctx, h.tag)),
		"Users.ListForCompany":                items(c.Users.ListForCompany(ctx, intercom.ByID(h.company))),
		"Users.Scroll":                        items(c.Users.Scroll(ctx)),
	}
}

// flows are what takes more than one call.
func (h *port) flows(ctx context.Context, t *testing.T) map[string]func() (int, error) {
	t.Helper()
	c := h.client
	now := intercom.At(time.Now())
	yesterday := intercom.At(now.Add(-24 * time.Hour))
	job := must[*intercom.DataExport](t)(c.DataExports.Create(ctx, intercom.DataExportCreate{CreatedAfter: yesterday, CreatedBefore: now}))
	me := must[*intercom.Admin](t)(c.Admins.Me(ctx))
	owner := intercom.ReportingExportOwner{AppID: intercom.ID(me.App.IDCode), ClientID: "c"}
	datasets := must[[]*intercom.ReportingDataset](t)(c.ReportingExports.ListDatasets(ctx).Collect())
	dataset := datasets[0]
	report := intercom.ReportingExportCreate{
		DatasetID: dataset.ID, AttributeIDs: []intercom.ID{dataset.Attributes[0].QualifiedID}, Start: yesterday, End: now,
	}
	h.fake.AddReportingRow(string(dataset.ID), map[string]string{string(dataset.Attributes[0].ID): "1"})
	reporting := must[*intercom.ReportingExport](t)(c.ReportingExports.Create(ctx, report))
	h.fake.SetFinTurns(intercomtest.FinTurn{Replies: []string{"<p>Hello</p>"}})
	fin := must[*intercom.FinConversation](t)(c.Fin.Start(ctx, intercom.FinStart{
		ConversationID: "mine", Message: intercom.FinMessage{Author: intercom.FinAuthorUser, Body: "Hi", Timestamp: intercom.AtDate(time.Now())},
		User: intercom.FinUser{ID: "u-1"},
	}))
	return map[string]func() (int, error){
		"Companies.Sync":            yields(c.Companies.Sync(ctx, "")),
		"Contacts.Sync":             yields(c.Contacts.Sync(ctx, "")),
		"Contacts.SyncActivities":   yields(c.Contacts.SyncActivities(ctx, "")),
		"Conversations.Sync":        yields(c.Conversations.Sync(ctx, "")),
		"Conversations.SyncDeleted": yields(c.Conversations.SyncDeleted(ctx, "")),
		"Tickets.Sync":              yields(c.Tickets.Sync(ctx, "")),
		"DataExports.Rows":          yields(c.DataExports.Rows(ctx, job.ID)),
		"DataExports.Run": func() (int, error) {
			if _, err := c.DataExports.Wait(ctx, job.ID); err != nil { // one export at a time
				return 0, err
			}
			return yields(c.DataExports.Run(ctx, intercom.DataExportCreate{CreatedAfter: yesterday, CreatedBefore: now}))()
		},
		"ReportingExports.Rows": yields(c.ReportingExports.Rows(ctx, reporting.ID, owner)),
		"ReportingExports.Run":  yields(c.ReportingExports.Run(ctx, owner, report)),
		"Fin.Events":            yields(c.Fin.Events(ctx, fin.SSESubscriptionURL)),
		"Tickets.EnqueueAndWait": func() (int, error) {
			ticket, err := c.Tickets.EnqueueAndWait(ctx, intercom.TicketCreate{TicketTypeID: h.ticketType, Contact: intercom.ByEmail("new@quay.test")})
			if err != nil {
				return 0, err
			}
			_, err = c.Tickets.Reply(ctx, ticket.ID, intercom.AdminReply{AdminID: h.me, Body: "On it", Note: true})
			return 1, err
		},
		"Contacts.RunBulkCreate": func() (int, error) {
			report, err := c.Contacts.RunBulkCreate(ctx, intercom.ContactBulkCreate{
				Contacts: []intercom.ContactBulkItem{{ContactCreate: intercom.ContactCreate{ExternalID: "new"}}},
			})
			return report.Submitted, err
		},
	}
}
