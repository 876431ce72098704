package intercom_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestEventsRequests(t *testing.T) {
	t.Parallel()
	at := intercom.At(time.Unix(1561200000, 0))
	event := func(ref intercom.UserRef, metadata intercom.EventMetadata) intercom.EventCreate {
		return intercom.EventCreate{Name: "invited-friend", User: ref, CreatedAt: at, Metadata: metadata}
	}
	const list = `{"type":"event.list","events":[]}`
	testRows(t, []row{
		{"list by id", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Events.ListForUser(ctx, intercom.ByID("123abc")))
		}, "GET /events?type=user&intercom_user_id=123abc", "2.16", "", list},
		{"list by user id", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Events.ListForUser(ctx, intercom.ByUserID("crew-17")).PerPage(20))
		}, "GET /events?type=user&user_id=crew-17&per_page=20", "2.16", "", list},
		{"list by email", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Events.ListForUser(ctx, intercom.ByEmail("a@example.com"), intercom.WithVersion("1.4")))
		}, "GET /events?type=user&email=a%40example.com", "1.4", "", list},
		{"summaries", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Events.ListSummariesForUser(ctx, intercom.ByID("123abc")))
		}, "GET /events?type=user&intercom_user_id=123abc&summary=true", "2.16", "", `{"type":"event.summary","events":null}`},
		{"create with metadata", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.Create(ctx, event(intercom.ByEmail("bob@example.com"), intercom.EventMetadata{
				"invitee_email": "pi@example.org", "invite_code": "ADDAFRIEND", "found_date": 12909364407,
			}))
		}, "POST /events", "2.16", `{"event_name":"invited-friend","created_at":1561200000,"email":"bob@example.com",
			"metadata":{"invitee_email":"pi@example.org","invite_code":"ADDAFRIEND","found_date":12909364407}}`, ""},
		{"create with rich metadata", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.Create(ctx, event(intercom.ByUserID("1"), intercom.EventMetadata{
				"order_date":            at,
				"ship_date":             at.Time,
				intercom.StripeInvoice:  "inv_3434343434",
				intercom.StripeCustomer: "cus_1",
				intercom.StripeCharge:   "ch_1",
				"order_number":          intercom.RichLink{URL: "https://example.com/orders/3434-3434", Text: "3434-3434"},
				"price":                 intercom.Amount{Cents: 2999, Currency: "USD"},
				"load":                  3.67,
				"paid":                  true,
			}))
		}, "POST /events", "2.16", `{"event_name":"invited-friend","created_at":1561200000,"user_id":"1","metadata":{
			"order_date":1561200000,"ship_date":1561200000,"stripe_invoice":"inv_3434343434","stripe_customer":"cus_1","stripe_charge":"ch_1",
			"order_number":{"url":"https://example.com/orders/3434-3434","value":"3434-3434"},"price":{"amount":2999,"currency":"usd"},"load":3.67,"paid":true}}`, ""},
		{"create for lead", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.Create(ctx, event(intercom.ByID("5f00"), nil))
		}, "POST /events", "2.16", `{"event_name":"invited-friend","created_at":1561200000,"id":"5f00"}`, ""},
		{"create summary", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.CreateSummaries(ctx, "314159", []intercom.EventSummaryCreate{{Name: "invited-friend", Count: 1, First: at, Last: at}})
		}, "POST /events/summaries", "2.16", `{"user_id":"314159","event_summaries":{"event_name":"invited-friend","count":1,"first":1561200000,"last":1561200000}}`, ""},
		{"create summaries", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.CreateSummaries(ctx, "314159", []intercom.EventSummaryCreate{{Name: "a", Count: 1}, {Name: "b", Count: 2}})
		}, "POST /events/summaries", "2.16", `{"user_id":"314159","event_summaries":[{"event_name":"a","count":1},{"event_name":"b","count":2}]}`, ""},
	})
}

func TestEventsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	with := func(metadata intercom.EventMetadata) func(context.Context, *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error {
			return c.Events.Create(ctx, intercom.EventCreate{Name: "x", User: intercom.ByID("1"), Metadata: metadata})
		}
	}
	eleven := intercom.EventMetadata{}
	for i := range 11 {
		eleven[fmt.Sprint(i)] = i
	}
	testRefusals(t, []refusal{
		{"Name", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.Create(ctx, intercom.EventCreate{User: intercom.ByID("1")})
		}},
		{"user", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.Create(ctx, intercom.EventCreate{Name: "x"})
		}},
		{"email", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.Create(ctx, intercom.EventCreate{Name: "x", User: intercom.ByEmail("")})
		}},
		{"CreatedAt", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.Create(ctx, intercom.EventCreate{
				Name: "x", User: intercom.ByEmail("a@example.com"), CreatedAt: intercom.At(time.Unix(1561200000123, 0)),
			})
		}},
		{"Metadata", with(eleven)},
		{"Metadata", with(intercom.EventMetadata{"ordered": time.Now()})},
		{"Metadata", with(intercom.EventMetadata{"order_date": 1561200000123})},
		{"Metadata", with(intercom.EventMetadata{"nested": map[string]any{"a": 1}})},
		{"Metadata", with(intercom.EventMetadata{"list": []string{"a"}})},
		{"Metadata", with(intercom.EventMetadata{"nil": nil})},
		{"Metadata", with(intercom.EventMetadata{"link": intercom.RichLink{URL: "https://example.com"}})},
		{"Metadata", with(intercom.EventMetadata{"link": intercom.RichLink{URL: "example.com", Text: "x"}})},
		{"Metadata", with(intercom.EventMetadata{"price": intercom.Amount{Cents: 1, Currency: "euro"}})},
		{"summaries", func(ctx context.Context, c *intercom.Client) error { return c.Events.CreateSummaries(ctx, "1", nil) }},
		{"userID", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.CreateSummaries(ctx, "", []intercom.EventSummaryCreate{{Name: "x", Count: 1}})
		}},
		{"summaries[1].Count", func(ctx context.Context, c *intercom.Client) error {
			return c.Events.CreateSummaries(ctx, "1", []intercom.EventSummaryCreate{{Name: "x", Count: 1}, {Name: "y"}})
		}},
		{"user", func(ctx context.Context, c *intercom.Client) error { return all(c.Events.ListForUser(ctx, nil)) }},
	})
}

// The moment of an event defaults to now and is the same in every attempt, so
// that Intercom takes a repetition for what it is.
func TestEventsAreRepeatedSafely(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer()
		client := fake.Client()
		user, err := client.Users.Create(t.Context(), intercom.UserCreate{UserID: "1"})
		require.NoError(t, err)
		fake.Fail("POST /events", intercomtest.Cut(), intercomtest.Status(500, "server_error", "Oops"))
		now := time.Now().Unix()
		require.NoError(t, client.Events.Create(t.Context(), intercom.EventCreate{Name: "booked-berth", User: intercom.ByID(user.ID)}))
		sent := fake.Requests("POST /events")
		require.Len(t, sent, 3)
		assert.JSONEq(t, fmt.Sprintf(`{"event_name":"booked-berth","created_at":%d,"id":%q}`, now, user.ID), string(sent[0].Body))
		assert.Equal(t, sent[0].Body, sent[2].Body)
		assert.Equal(t, 202, sent[2].Status)

		events, err := client.Events.ListForUser(t.Context(), intercom.ByID(user.ID)).Collect()
		require.NoError(t, err)
		require.Len(t, events, 1)
		assert.Equal(t, now, events[0].CreatedAt.Unix())
	})
}

func TestEventsOfNobody(t *testing.T) {
	t.Parallel()
	client := intercomtest.NewServer().Client()
	err := client.Events.Create(t.Context(), intercom.EventCreate{Name: "x", User: intercom.ByEmail("nobody@harbor.test")})
	require.ErrorIs(t, err, intercom.ErrNotFound)
	notFound, ok := errors.AsType[*intercom.NotFoundError](err)
	require.True(t, ok)
	assert.Equal(t, "User Not Found", notFound.Message)
	assert.NotContains(t, err.Error(), "nobody")
}

// Links name the person in a way of their own and are followed as they are.
func TestEventsFollowLinks(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/events", 200,
		`{"type":"event.list","events":[{"type":"event","id":"e1","created_at":1561200900,"event_name":"booked-berth","user_id":"crew-17",
			"metadata":{"pier":"C4","fee":{"amount":12900,"currency":"eur"},"ticket":{"url":"https://x.test","value":"T1"},"due_date":1561200000,"n":9007199254740993,"ok":true}}],
		  "pages":{"next":"https://elsewhere.test/events?type=user&intercom_user_id=5f00&before=1561200900123"}}`,
		`{"type":"event.list","events":[{"type":"event","id":"e2","metadata":{}}],"pages":{"since":"https://api.intercom.io/events?type=user&intercom_user_id=5f00&since=1561200900999"}}`)
	var pages []*intercom.Page[*intercom.Event]
	for page, err := range client.Events.ListForUser(t.Context(), intercom.ByEmail("mira@harbor.test")).PerPage(1).Pages() {
		require.NoError(t, err)
		pages = append(pages, page)
	}
	require.Len(t, pages, 2)
	api.wants("GET", "/events", "type=user&intercom_user_id=5f00&before=1561200900123", "2.16", "")
	e := pages[0].Items[0]
	assert.NoError(t, e.Mismatch())
	assert.Equal(t, "booked-berth", e.Name)
	assert.Equal(t, int64(1561200900), e.CreatedAt.Unix())
	fee, ok := e.Metadata.Amount("fee")
	assert.True(t, ok)
	assert.Equal(t, intercom.Amount{Cents: 12900, Currency: "eur"}, fee)
	link, ok := e.Metadata.RichLink("ticket")
	assert.True(t, ok)
	assert.Equal(t, intercom.RichLink{URL: "https://x.test", Text: "T1"}, link)
	due, ok := e.Metadata.Time("due_date")
	assert.True(t, ok)
	assert.Equal(t, int64(1561200000), due.Unix())
	n, ok := e.Metadata.Int("n")
	assert.True(t, ok)
	assert.Equal(t, int64(9007199254740993), n)
	pier, _ := e.Metadata.String("pier")
	assert.Equal(t, "C4", pier)
	is, ok := e.Metadata.Bool("ok")
	assert.True(t, is && ok)
	_, ok = e.Metadata.Amount("pier")
	assert.False(t, ok)
	_, ok = e.Metadata.RichLink("fee")
	assert.False(t, ok)

	since := pages[1].Since
	require.NotEmpty(t, since)
	_, err := client.Events.ListForUser(t.Context(), intercom.ByEmail("mira@harbor.test")).From(since).Page()
	require.NoError(t, err)
	api.wants("GET", "/events", "type=user&intercom_user_id=5f00&since=1561200900999", "2.16", "")
}

func TestEventSummaries(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/events", 200, `{"type":"event.summary","email":"mira@harbor.test","intercom_user_id":"5f00","user_id":"crew-17","events":[
		{"name":"booked-berth","first":"2019-05-02T08:11:02.000Z","last":"2019-06-22T10:55:00.000+00:00 ","count":14,"description":"A berth was reserved"},
		{"name":"left","first":null,"last":null,"count":0,"description":null}],"pages":{}}`)
	sums, err := client.Events.ListSummariesForUser(t.Context(), intercom.ByUserID("crew-17")).Collect()
	require.NoError(t, err)
	require.Len(t, sums, 2)
	assert.NoError(t, sums[0].Mismatch())
	assert.Equal(t, time.Date(2019, 5, 2, 8, 11, 2, 0, time.UTC), sums[0].First.Time)
	assert.Equal(t, time.Date(2019, 6, 22, 10, 55, 0, 0, time.UTC), sums[0].Last.Time)
	assert.Equal(t, 14, sums[0].Count)
	assert.Equal(t, "A berth was reserved", sums[0].Description)
	assert.True(t, sums[1].First.IsZero())
}

func TestEventMetadataIsWrittenAsItWasRead(t *testing.T) {
	t.Parallel()
	const text = `{"fee":{"amount":12900,"currency":"eur"},"n":9007199254740993,"pier":"C4"}`
	var m intercom.EventMetadata
	require.NoError(t, json.Unmarshal([]byte(text), &m))
	b, err := json.Marshal(m)
	require.NoError(t, err)
	assert.JSONEq(t, text, string(b))
	built := intercom.EventMetadata{"fee": intercom.Amount{Cents: 1, Currency: "eur"}, "to": intercom.RichLink{URL: "https://x.test", Text: "x"}}
	fee, ok := built.Amount("fee")
	assert.True(t, ok)
	assert.Equal(t, int64(1), fee.Cents)
	_, ok = built.RichLink("to")
	assert.True(t, ok)
	_, ok = built.Float("fee")
	assert.False(t, ok)
}

func TestEventsFlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, fake := t.Context(), intercomtest.NewServer()
		client := fake.Client()
		user, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "crew-17", Email: "mira@harbor.test"})
		require.NoError(t, err)
		require.NoError(t, client.Events.CreateSummaries(ctx, "crew-17", []intercom.EventSummaryCreate{
			{Name: "booked-berth", Count: 5, First: intercom.At(time.Unix(1000, 0)), Last: intercom.At(time.Unix(2000, 0))},
		}))
		for i, ref := range []intercom.UserRef{intercom.ByID(user.ID), intercom.ByUserID("crew-17"), intercom.ByEmail("mira@harbor.test")} {
			require.NoError(t, client.Events.Create(ctx, intercom.EventCreate{
				Name: "booked-berth", User: ref, CreatedAt: intercom.At(time.Now().Add(time.Duration(i) * time.Second)),
				Metadata: intercom.EventMetadata{"n": i},
			}))
		}
		require.NoError(t, client.Events.Create(ctx, intercom.EventCreate{
			Name: "long-ago", User: intercom.ByID(user.ID), CreatedAt: intercom.At(time.Now().AddDate(0, -4, 0)),
		}))
		list := client.Events.ListForUser(ctx, intercom.ByEmail("mira@harbor.test"))
		events, err := list.PerPage(2).Collect()
		require.NoError(t, err)
		require.Len(t, events, 3, "not those older than 90 days")
		n, _ := events[0].Metadata.Int("n")
		assert.Equal(t, int64(2), n, "the newest first")
		assert.Equal(t, user.ID, events[0].IntercomUserID)

		page, err := list.Page()
		require.NoError(t, err)
		require.NotEmpty(t, page.Since)
		require.NoError(t, client.Events.Create(ctx, intercom.EventCreate{
			Name: "left", User: intercom.ByID(user.ID), CreatedAt: intercom.At(time.Now().Add(time.Minute)),
		}))
		events, err = list.From(page.Since).Collect()
		require.NoError(t, err)
		require.Len(t, events, 1)
		assert.Equal(t, "left", events[0].Name)

		sums, err := client.Events.ListSummariesForUser(ctx, intercom.ByID(user.ID)).Collect()
		require.NoError(t, err)
		require.Len(t, sums, 3)
		assert.Equal(t, 8, sums[0].Count)
		assert.Equal(t, int64(1000), sums[0].First.Unix())
	})
}
