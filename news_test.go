package intercom_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const newsItem = `{"id":37,"type":"news-item","workspace_id":"t74hdn32","title":"Christmas is here!","body":"<p>New gifts</p>","sender_id":991267845,"state":"live",
	"labels":["New",null],"cover_image_url":null,"reactions":[null,"👍"],"deliver_silently":true,"created_at":1734537803,"updated_at":"1734537804",
	"newsfeed_assignments":[{"newsfeed_id":53,"published_at":1664638214}]}`

func TestNewsItemsRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.NewsItemsService
	type N = *intercom.NewsItem
	ctx := t.Context()
	for _, tt := range []struct {
		name               string
		call               func(s S) (N, error)
		method, path, body string
	}{
		{"get", func(s S) (N, error) { return s.Get(ctx, "37") }, "GET", "/news/news_items/37", ""},
		{"create", func(s S) (N, error) {
			return s.Create(ctx, intercom.NewsItemCreate{Title: "Halloween", SenderID: "99"})
		}, "POST", "/news/news_items", `{"title":"Halloween","sender_id":99}`},
		{"create all", func(s S) (N, error) {
			return s.Create(ctx, intercom.NewsItemCreate{
				Title: "Halloween", SenderID: "99", Body: "<p>Boo</p>", State: intercom.NewsItemStateLive, Labels: []string{"New"}, Reactions: []string{"👍", "👎"},
				DeliverSilently: true, NewsfeedAssignments: []intercom.NewsfeedAssignment{{NewsfeedID: "53", PublishedAt: intercom.At(time.Unix(1664638214, 0))}, {NewsfeedID: "54"}},
			})
		}, "POST", "/news/news_items", `{"title":"Halloween","sender_id":99,"body":"<p>Boo</p>","state":"live","labels":["New"],"reactions":["👍","👎"],"deliver_silently":true,
			"newsfeed_assignments":[{"newsfeed_id":53,"published_at":1664638214},{"newsfeed_id":54}]}`},
		{"update", func(s S) (N, error) {
			return s.Update(ctx, "37", intercom.NewsItemUpdate{Title: "Halloween", SenderID: "99"})
		}, "PUT", "/news/news_items/37", `{"title":"Halloween","sender_id":99}`},
		{"update all", func(s S) (N, error) {
			return s.Update(ctx, "37", intercom.NewsItemUpdate{
				Title: "Halloween", SenderID: "99", Body: intercom.Set(""), State: intercom.Set(intercom.NewsItemStateDraft), Labels: intercom.Set([]string{}),
				Reactions: intercom.Set([]string{"👍"}), DeliverSilently: intercom.Set(false), NewsfeedAssignments: intercom.Set([]intercom.NewsfeedAssignment{{NewsfeedID: "53"}}),
			})
		}, "PUT", "/news/news_items/37", `{"title":"Halloween","sender_id":99,"body":"","state":"draft","labels":[],"reactions":["👍"],"deliver_silently":false,
			"newsfeed_assignments":[{"newsfeed_id":53}]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, newsItem)
			got, err := tt.call(client.NewsItems)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, "", "2.16", tt.body)
			require.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
			assert.Equal(t, []any{intercom.ID("37"), intercom.ID("t74hdn32"), "Christmas is here!", "<p>New gifts</p>", intercom.ID("991267845"), intercom.NewsItemStateLive, true},
				[]any{got.ID, got.WorkspaceID, got.Title, got.Body, got.SenderID, got.State, got.DeliverSilently})
			assert.Equal(t, []string{"", "👍"}, got.Reactions)
			assert.Equal(t, []string{"New", ""}, got.Labels)
			assert.Equal(t, intercom.NumberID("53"), got.NewsfeedAssignments[0].NewsfeedID)
			assert.Equal(t, int64(1664638214), got.NewsfeedAssignments[0].PublishedAt.Unix())
			assert.Equal(t, int64(1734537804), got.UpdatedAt.Unix())
		})
	}
}

func TestNewsItemsDelete(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("DELETE", "/news/news_items/37", 200, `{"id":"37","object":"news-item","deleted":true}`)
	require.NoError(t, client.NewsItems.Delete(t.Context(), "37"))
	api.wants("DELETE", "/news/news_items/37", "", "2.16", "")
}

// The pages of news have no link to the next one, only their number.
func TestNewsLists(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	pages := func(item string) []string {
		return []string{
			`{"type":"list","pages":{"page":1,"per_page":1,"total_pages":2,"type":"pages"},"data":[` + item + `],"total_count":2}`,
			`{"type":"list","pages":{"page":2,"per_page":1,"total_pages":2,"type":"pages"},"data":[{"id":"38"}],"total_count":2}`,
		}
	}
	api.on("GET", "/news/news_items", 200, pages(newsItem)...)
	items, err := client.NewsItems.List(t.Context()).PerPage(1).Collect()
	require.NoError(t, err)
	assert.Len(t, items, 2)
	api.wants("GET", "/news/news_items", "page=2&per_page=1", "2.16", "")

	api.on("GET", "/news/newsfeeds/53/items", 200, pages(newsItem)...)
	items, err = client.NewsItems.ListForNewsfeed(t.Context(), "53").Collect()
	require.NoError(t, err)
	assert.Len(t, items, 2)
	api.wants("GET", "/news/newsfeeds/53/items", "page=2", "2.16", "")

	api.on("GET", "/news/newsfeeds", 200, pages(`{"id":"68","type":"newsfeed","name":"Visitors","created_at":1734537813,"updated_at":1734537814}`)...)
	feeds, err := client.Newsfeeds.List(t.Context()).Collect()
	require.NoError(t, err)
	assert.Len(t, feeds, 2)
	api.wants("GET", "/news/newsfeeds", "page=2", "2.16", "")
}

func TestNewsfeedsGet(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/news/newsfeeds/68", 200, `{"id":68,"type":"newsfeed","name":"Visitors","created_at":1734537813,"updated_at":1734537814}`)
	feed, err := client.Newsfeeds.Get(t.Context(), "68")
	require.NoError(t, err)
	api.wants("GET", "/news/newsfeeds/68", "", "2.16", "")
	require.NoError(t, feed.Mismatch())
	assert.Empty(t, feed.Extra())
	assert.Equal(t, []any{intercom.ID("68"), "Visitors", int64(1734537813), int64(1734537814)}, []any{feed.ID, feed.Name, feed.CreatedAt.Unix(), feed.UpdatedAt.Unix()})
}

func TestNewsRefusesBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.NewsItems
	for _, tt := range []struct {
		parameter string
		err       error
	}{
		{"Title", got(s.Create(ctx, intercom.NewsItemCreate{SenderID: "1"}))},
		{"SenderID", got(s.Create(ctx, intercom.NewsItemCreate{Title: "x"}))},
		{"Title", got(s.Update(ctx, "1", intercom.NewsItemUpdate{SenderID: "1"}))},
		{"SenderID", got(s.Update(ctx, "1", intercom.NewsItemUpdate{Title: "x"}))},
		{"news_item_id", got(s.Update(ctx, "", intercom.NewsItemUpdate{Title: "x", SenderID: "1"}))},
		{"news_item_id", got(s.Get(ctx, "."))},
		{"news_item_id", s.Delete(ctx, "")},
		{"newsfeed_id", all(s.ListForNewsfeed(ctx, ""))},
		{"newsfeed_id", got(client.Newsfeeds.Get(ctx, ""))},
	} {
		require.ErrorIs(t, tt.err, intercom.ErrInvalidArgument)
		assert.ErrorContains(t, tt.err, ": "+tt.parameter+" ")
	}
	assert.Zero(t, api.count())
}

func TestNewsStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	feed := intercom.ID(fake.AddNewsfeed("Sailors"))
	me, err := client.Admins.Me(ctx)
	require.NoError(t, err)
	sender := intercom.NumberID(me.ID)

	item, err := client.NewsItems.Create(ctx, intercom.NewsItemCreate{
		Title: "New berths", SenderID: sender, Labels: []string{"Product", "New"},
		NewsfeedAssignments: []intercom.NewsfeedAssignment{{NewsfeedID: intercom.NumberID(feed)}},
	})
	require.NoError(t, err)
	assert.Equal(t, intercom.NewsItemStateDraft, item.State)
	assert.Equal(t, []string{"New", "Product"}, item.Labels)
	assert.Equal(t, []string{"", "", "", ""}, item.Reactions)
	live := func() int {
		n, err := client.NewsItems.ListForNewsfeed(ctx, feed).Count()
		require.NoError(t, err)
		return n
	}
	assert.Zero(t, live(), "it is a draft")

	item, err = client.NewsItems.Update(ctx, item.ID, intercom.NewsItemUpdate{Title: item.Title, SenderID: sender, State: intercom.Set(intercom.NewsItemStateLive)})
	require.NoError(t, err)
	assert.False(t, item.NewsfeedAssignments[0].PublishedAt.IsZero())
	assert.Equal(t, 1, live())

	_, err = client.NewsItems.Create(ctx, intercom.NewsItemCreate{Title: "x", SenderID: "1"})
	require.ErrorIs(t, err, intercom.ErrBadRequest)
	_, err = client.NewsItems.Create(ctx, intercom.NewsItemCreate{
		Title: "x", SenderID: sender, NewsfeedAssignments: []intercom.NewsfeedAssignment{{NewsfeedID: intercom.NumberID(feed), PublishedAt: intercom.At(time.Now().Add(time.Hour))}},
	})
	require.ErrorIs(t, err, intercom.ErrBadRequest)

	require.NoError(t, client.NewsItems.Delete(ctx, item.ID))
	_, err = client.NewsItems.Get(ctx, item.ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)
	assert.Zero(t, live())
	feeds, err := client.Newsfeeds.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, feeds, 1)
	got, err := client.Newsfeeds.Get(ctx, feeds[0].ID)
	require.NoError(t, err)
	assert.Equal(t, "Sailors", got.Name)
}
