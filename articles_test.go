package intercom_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const articleJSON = `{"type":"article","id":"39","workspace_id":"hfi1bx4l","parent_ids":[18,"19"],"title":"Fees","description":null,
	"body":"<p>5 a day</p>","body_markdown":"5 a day\n","author_id":"991267492","state":"published","created_at":1734537283,
	"updated_at":"2024-12-18T15:54:43Z","has_unpublished_changes":true,"draft_updated_at":1734537284,"url":null,
	"ai_chatbot_availability":true,"ai_copilot_availability":false,"ai_sales_agent_availability":true,"audience_ids":[7],
	"created_by_id":null,"updated_by_id":5017691,"exclude_from_article_suggestions":true,"help_center_audience":"all_leads",
	"scheduled_publish_at":1769443200,"scheduled_unpublish_at":null,"default_locale":"en","parent_id":18,"parent_type":"collection",
	"folder_id":3,"tags":{"type":"tag.list","tags":[{"type":"tag","id":"7","name":"harbor"}]},
	"translated_content":{"type":"article_translated_content","fr":{"type":"article_content","title":"Tarifs","author_id":"5",
		"state":"draft","audience_ids":null,"draft_updated_at":null,"created_by_id":5},"id":{"title":"Biaya"},"de":null},
	"statistics":{"type":"article_statistics","views":10,"conversations":4,"reactions":10,"happy_reaction_percentage":40.5,
		"neutral_reaction_percentage":40,"sad_reaction_percentage":19.5,"fin_involvements":10,"fin_resolutions":8,"fin_resolution_rate":80.0}}`

func TestArticlesRead(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/articles/39", 200, articleJSON)
	a, err := client.Articles.Get(t.Context(), "39")
	require.NoError(t, err)
	api.wants("GET", "/articles/39", "", "2.16", "")
	require.NoError(t, a.Mismatch())
	assert.Empty(t, a.Extra())
	assert.Equal(t, []intercom.ID{"18", "19"}, a.ParentIDs)
	assert.Equal(t, intercom.ArticleStatePublished, a.State)
	assert.Equal(t, intercom.HelpCenterAudienceAllLeads, a.HelpCenterAudience)
	assert.Equal(t, a.CreatedAt, a.UpdatedAt)
	assert.True(t, a.HasUnpublishedChanges)
	assert.Equal(t, int64(1769443200), a.ScheduledPublishAt.Unix())
	assert.True(t, a.ScheduledUnpublishAt.IsZero())
	assert.Equal(t, "harbor", a.Tags.Items[0].Name)
	assert.Equal(t, 4, a.Statistics.Conversations)
	assert.InDelta(t, 40.5, a.Statistics.HappyReactionPercentage, 0)
	require.Len(t, a.Translations, 2, "without the marker and what is null")
	assert.Equal(t, intercom.ID("5"), a.Translations["fr"].AuthorID)
	assert.Equal(t, "Biaya", a.Translations["id"].Title, "Indonesian")

	var old intercom.Article
	require.NoError(t, intercom.Decode([]byte(`{"id":39,"translated_content":null,"statistics":{"conversions":3}}`), &old))
	require.NoError(t, old.Mismatch())
	assert.Equal(t, 3, old.Statistics.Conversations)
	assert.Empty(t, old.Translations)
}

func TestArticlesRequests(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 12, 31, 10, 30, 0, 0, time.FixedZone("", 3600))
	article := func(call func(ctx context.Context, s *intercom.ArticlesService) (*intercom.Article, error)) func(context.Context, *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error { return got(call(ctx, c.Articles)) }
	}
	type S = *intercom.ArticlesService
	type A = *intercom.Article
	const list = `{"type":"list","data":[` + articleJSON + `],"total_count":1,"pages":{"type":"pages","page":1,"per_page":60,"total_pages":1}}`
	testRows(t, []row{
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.Articles.List(ctx)) },
			"GET /articles?per_page=60", "2.16", "", list},
		{"create", article(func(ctx context.Context, s S) (A, error) {
			return s.Create(ctx, intercom.ArticleCreate{Title: "Fees", AuthorID: "12"})
		}), "POST /articles", "2.16", `{"title":"Fees","author_id":12}`, articleJSON},
		{"create all", article(func(ctx context.Context, s S) (A, error) {
			return s.Create(ctx, intercom.ArticleCreate{
				Title: "Fees", AuthorID: "12", Description: "All", Body: "<p>5</p>", State: intercom.ArticleStatePublished, ParentID: "18",
				AudienceIDs: []intercom.NumberID{"1"}, AIChatbotAvailability: intercom.Set(false), AICopilotAvailability: intercom.Set(true),
				AISalesAgentAvailability: intercom.Set(true), ScheduledPublishAt: intercom.Set(intercom.AtDate(at)),
				Translations: map[string]intercom.ArticleContentCreate{"fr": {
					Title: "Tarifs", Description: "Tout", BodyMarkdown: "5", AuthorID: "13", State: intercom.ArticleStateDraft,
					AudienceIDs: []intercom.NumberID{"2"}, AIChatbotAvailability: intercom.Set(false),
				}},
			})
		}), "POST /articles", "2.16", `{"title":"Fees","author_id":12,"description":"All","body":"<p>5</p>","state":"published","parent_id":18,
			"parent_type":"collection","audience_ids":[1],"ai_chatbot_availability":false,"ai_copilot_availability":true,"ai_sales_agent_availability":true,
			"scheduled_publish_at":"2026-12-31T09:30:00.000Z","translated_content":{"fr":{"title":"Tarifs","description":"Tout","body_markdown":"5",
			"author_id":13,"state":"draft","audience_ids":[2],"ai_chatbot_availability":false}}}`, articleJSON},
		{"create in Preview", article(func(ctx context.Context, s S) (A, error) {
			return s.Create(ctx, intercom.ArticleCreate{Title: "Fees", AuthorID: "12", ParentIDs: []intercom.NumberID{"1", "2"}, FolderID: "3"},
				intercom.WithVersion("Preview"))
		}), "POST /articles", "Preview", `{"title":"Fees","author_id":12,"parent_ids":[1,2],"folder_id":3}`, articleJSON},
		{"update", article(func(ctx context.Context, s S) (A, error) {
			return s.Update(ctx, "39", intercom.ArticleUpdate{
				Title: intercom.Set(""), AuthorID: intercom.Set(intercom.NumberID("12")), State: intercom.Set(intercom.ArticleStateDraft),
				ParentID: intercom.Set(intercom.ID("18")), AudienceIDs: intercom.Set([]intercom.NumberID{}),
				ScheduledPublishAt: intercom.Null[intercom.DateTime](), ScheduledUnpublishAt: intercom.Set(intercom.AtDate(at)),
				Translations: map[string]intercom.ArticleContentUpdate{"fr": {Body: intercom.Set("<p>5</p>")}},
			})
		}), "PUT /articles/39", "2.16", `{"title":"","author_id":12,"state":"draft","parent_id":"18","parent_type":"collection","audience_ids":[],
			"scheduled_publish_at":null,"scheduled_unpublish_at":"2026-12-31T09:30:00.000Z","translated_content":{"fr":{"body":"<p>5</p>"}}}`, articleJSON},
		{"take out of its parent", article(func(ctx context.Context, s S) (A, error) {
			return s.Update(ctx, "39", intercom.ArticleUpdate{ParentID: intercom.Null[intercom.ID](), AudienceIDs: intercom.Null[[]intercom.NumberID]()})
		}), "PUT /articles/39", "2.16", `{"parent_id":null,"audience_ids":null}`, articleJSON},
		{"update in Preview", article(func(ctx context.Context, s S) (A, error) {
			return s.Update(ctx, "39", intercom.ArticleUpdate{ParentIDs: intercom.Set([]intercom.NumberID{"1"}), FolderID: intercom.Null[intercom.NumberID]()},
				intercom.WithVersion("Preview"))
		}), "PUT /articles/39", "Preview", `{"parent_ids":[1],"folder_id":null}`, articleJSON},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.Articles.Delete(ctx, "39") },
			"DELETE /articles/39", "2.16", "", `{"id":"39","object":"article","deleted":true}`},
		{"get draft", article(func(ctx context.Context, s S) (A, error) { return s.GetDraft(ctx, "39") }),
			"GET /articles/39/draft", "2.16", "", articleJSON},
		{"update draft", article(func(ctx context.Context, s S) (A, error) {
			return s.UpdateDraft(ctx, "39", intercom.ArticleUpdateDraft{
				Title: intercom.Set("Prices"), Description: intercom.Set(""), BodyMarkdown: intercom.Set("6"), AuthorID: intercom.Set(intercom.NumberID("12")),
				Translations: map[string]intercom.ArticleContentUpdateDraft{"fr": {Title: intercom.Set("Prix"), AuthorID: intercom.Set(intercom.NumberID("13"))}},
			})
		}), "PUT /articles/39/draft", "2.16", `{"title":"Prices","description":"","body_markdown":"6","author_id":12,
			"translated_content":{"fr":{"title":"Prix","author_id":13}}}`, articleJSON},
		{"publish draft", article(func(ctx context.Context, s S) (A, error) {
			return s.PublishDraft(ctx, "39", intercom.ArticlePublishDraft{})
		}), "POST /articles/39/draft/publish", "2.16", "", articleJSON},
		{"publish draft in languages", article(func(ctx context.Context, s S) (A, error) {
			return s.PublishDraft(ctx, "39", intercom.ArticlePublishDraft{Locales: []string{"en", "fr"}})
		}), "POST /articles/39/draft/publish", "2.16", `{"locales":["en","fr"]}`, articleJSON},
		{"list versions", func(ctx context.Context, c *intercom.Client) error { return all(c.Articles.ListVersions(ctx, "39")) },
			"GET /articles/39/versions?per_page=60", "2.16", "", `{"type":"list","data":[],"pages":{"page":1,"total_pages":0}}`},
		{"search", func(ctx context.Context, c *intercom.Client) error { return all(c.Articles.Search(ctx, "5 a day")) },
			"GET /articles/search?phrase=5+a+day&per_page=60", "2.16", "", `{"type":"list","data":{"articles":[],"highlights":[]}}`},
		{"search by state", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Articles.Search(ctx, "", intercom.ArticleSearchOptions{State: intercom.ArticleStateDraft}))
		}, "GET /articles/search?state=draft&per_page=60", "2.16", "", `{"type":"list","data":null}`},
	})
}

func TestArticlesVersions(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/articles/123/versions/301", 200, `{"type":"article_version","id":"301","article_id":"123","title":"Fees","description":"",
		"body":"<p>5</p>","body_markdown":"5\n","author_id":"991267502","created_by_id":null,"created_via":"web","from_version_id":"300",
		"state":"draft","created_at":1734537292,"updated_at":1734537293}`)
	v, err := client.Articles.GetVersion(t.Context(), "123", "301")
	require.NoError(t, err)
	api.wants("GET", "/articles/123/versions/301", "", "2.16", "")
	require.NoError(t, v.Mismatch())
	assert.Empty(t, v.Extra())
	assert.Equal(t, []any{intercom.ID("123"), intercom.ID("300"), "web", int64(1734537293)}, []any{v.ArticleID, v.FromVersionID, v.CreatedVia, v.UpdatedAt.Unix()})
}

// Highlights stand beside the articles, in whatever order, on each page.
func TestArticlesSearchHighlights(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/articles/search", 200, `{"type":"list","total_count":3,"data":{"articles":[{"type":"article","id":"1","title":"My fees"},{"type":"article","id":2}],
		"highlights":[{"article_id":"2","highlighted_summary":[]},{"article_id":1,"highlighted_title":[{"type":"plain","text":"My "},{"type":"highlight","text":"fees"}],
		"highlighted_summary":[[{"type":"highlight","text":"Fees"}],[]]}]},"pages":{"type":"pages","page":1,"per_page":2,"total_pages":2,"next":null}}`,
		`{"type":"list","total_count":3,"data":{"highlights":[{"article_id":"3","highlighted_title":[{"type":"highlight","text":"Fees"}]}],"articles":[{"id":"3"}]},
		"pages":{"type":"pages","page":2,"per_page":2,"total_pages":2}}`)
	found, err := client.Articles.Search(t.Context(), "fees", intercom.ArticleSearchOptions{Highlight: true}).PerPage(2).Collect()
	require.NoError(t, err)
	api.wants("GET", "/articles/search", "phrase=fees&highlight=true&per_page=2&page=2", "2.16", "")
	require.Len(t, found, 3)
	require.NoError(t, found[0].Mismatch())
	assert.Equal(t, intercom.ArticleHighlights{
		ArticleID: "1",
		Title:     []intercom.HighlightedText{{Type: intercom.HighlightedTextTypePlain, Text: "My "}, {Type: intercom.HighlightedTextTypeHighlight, Text: "fees"}},
		Summary:   [][]intercom.HighlightedText{{{Type: intercom.HighlightedTextTypeHighlight, Text: "Fees"}}, {}},
	}, found[0].Highlights)
	assert.Equal(t, "My fees", found[0].Title)
	assert.Empty(t, found[1].Highlights.Title)
	assert.Equal(t, "Fees", found[2].Highlights.Title[0].Text)

	for _, data := range []string{`{"articles":[{"id":"1"}]}`, `{"articles":[{"id":"1"}],"highlights":null}`, `{"articles":[{"id":"1"}],"highlights":[{"article_id":"9"},7]}`} {
		api.on("GET", "/articles/search", 200, `{"type":"list","data":`+data+`}`)
		page, err := client.Articles.Search(t.Context(), "fees").Page()
		require.NoError(t, err, data)
		assert.Empty(t, page.Items[0].Highlights, data)
	}
}

// A draft that is not there comes as 200 without a body, or as 404.
func TestArticlesGetDraftOfNone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status int
		body   string
	}{
		{200, ""}, {200, " \n"}, {404, `{"type":"error.list","errors":[{"code":"not_found","message":"Resource Not Found"}]}`},
	} {
		client, api := setup(t)
		api.on("GET", "/articles/39/draft", tt.status, tt.body)
		_, err := client.Articles.GetDraft(t.Context(), "39")
		var none *intercom.NotFoundError
		require.ErrorAs(t, err, &none, tt.body)
		require.ErrorIs(t, err, intercom.ErrNotFound)
		assert.Equal(t, intercom.CodeNotFound, none.Code)
		assert.Equal(t, "004h01uqo3s6ait1fi20", none.RequestID)
		assert.ErrorContains(t, err, "GET /articles/{id}/draft: 404 not_found")
	}
	client, api := setup(t)
	api.on("GET", "/articles/39", 200, "")
	_, err := client.Articles.Get(t.Context(), "39")
	require.ErrorIs(t, err, intercom.ErrDecode, "elsewhere an empty response is none")
}

func TestArticlesRefuseBadArguments(t *testing.T) {
	t.Parallel()
	soon := intercom.Set(intercom.AtDate(time.Unix(2000000000, 0)))
	create := func(p intercom.ArticleCreate) func(context.Context, *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error { return got(c.Articles.Create(ctx, p)) }
	}
	update := func(p intercom.ArticleUpdate) func(context.Context, *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error { return got(c.Articles.Update(ctx, "7", p)) }
	}
	testRefusals(t, []refusal{
		{"Title", create(intercom.ArticleCreate{AuthorID: "1"})},
		{"AuthorID", create(intercom.ArticleCreate{Title: "x"})},
		{"BodyMarkdown", create(intercom.ArticleCreate{Title: "x", AuthorID: "1", Body: "a", BodyMarkdown: "a"})},
		{"ScheduledUnpublishAt", create(intercom.ArticleCreate{Title: "x", AuthorID: "1", ScheduledPublishAt: soon, ScheduledUnpublishAt: soon})},
		{"FolderID", create(intercom.ArticleCreate{Title: "x", AuthorID: "1", FolderID: "3"})},
		{"ParentIDs", create(intercom.ArticleCreate{Title: "x", AuthorID: "1", ParentIDs: []intercom.NumberID{"3"}})},
		{"ParentIDs", create(intercom.ArticleCreate{Title: "x", AuthorID: "1", ParentIDs: []intercom.NumberID{}})},
		{"Translations[fr].BodyMarkdown", create(intercom.ArticleCreate{Title: "x", AuthorID: "1", Translations: map[string]intercom.ArticleContentCreate{
			"pt-BR": {Body: "a", BodyMarkdown: "a"}, "fr": {Body: "a", BodyMarkdown: "a"}, "de": {Body: "a"},
		}})},
		{"Translations[fr].BodyMarkdown", update(intercom.ArticleUpdate{Translations: map[string]intercom.ArticleContentUpdate{
			"fr": {Body: intercom.Set("a"), BodyMarkdown: intercom.Set("a")},
		}})},
		{"Translations[fr].BodyMarkdown", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Articles.UpdateDraft(ctx, "7", intercom.ArticleUpdateDraft{Translations: map[string]intercom.ArticleContentUpdateDraft{
				"fr": {Body: intercom.Set("a"), BodyMarkdown: intercom.Set("a")},
			}}))
		}},
		{"article_id", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Articles.Update(ctx, "", intercom.ArticleUpdate{}))
		}},
		{"BodyMarkdown", update(intercom.ArticleUpdate{Body: intercom.Set(""), BodyMarkdown: intercom.Set("")})},
		{"ScheduledUnpublishAt", update(intercom.ArticleUpdate{ScheduledPublishAt: soon, ScheduledUnpublishAt: soon})},
		{"FolderID", update(intercom.ArticleUpdate{FolderID: intercom.Null[intercom.NumberID]()})},
		{"ParentIDs", update(intercom.ArticleUpdate{ParentIDs: intercom.Set([]intercom.NumberID{"3"})})},
		{"BodyMarkdown", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Articles.UpdateDraft(ctx, "7", intercom.ArticleUpdateDraft{Body: intercom.Set("a"), BodyMarkdown: intercom.Set("a")}))
		}},
		{"id", func(ctx context.Context, c *intercom.Client) error { return got(c.Articles.GetVersion(ctx, "7", "")) }},
		{"article_id", func(ctx context.Context, c *intercom.Client) error { return all(c.Articles.ListVersions(ctx, "")) }},
	})
}

func TestArticlesStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	fake.AddLocale("fr")
	client, ctx := fake.Client(), t.Context()
	me, err := client.Admins.Me(ctx)
	require.NoError(t, err)
	article, err := client.Articles.Create(ctx, intercom.ArticleCreate{
		Title: "Mooring fees", AuthorID: intercom.NumberID(me.ID), BodyMarkdown: "A day is **5**.", State: intercom.ArticleStatePublished,
		Translations: map[string]intercom.ArticleContentCreate{"fr": {Title: "Tarifs", State: intercom.ArticleStatePublished}},
	})
	require.NoError(t, err)
	require.NoError(t, article.Mismatch())
	assert.Empty(t, article.Extra())
	_, err = client.Articles.GetDraft(ctx, article.ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)

	_, err = client.Articles.UpdateDraft(ctx, article.ID, intercom.ArticleUpdateDraft{
		Title:        intercom.Set("Mooring prices"),
		Translations: map[string]intercom.ArticleContentUpdateDraft{"fr": {Title: intercom.Set("Prix")}},
	})
	require.NoError(t, err)
	live, err := client.Articles.Get(ctx, article.ID)
	require.NoError(t, err)
	assert.Equal(t, []any{"Mooring fees", "Tarifs", true}, []any{live.Title, live.Translations["fr"].Title, live.HasUnpublishedChanges})
	_, err = client.Articles.PublishDraft(ctx, article.ID, intercom.ArticlePublishDraft{})
	require.ErrorIs(t, err, intercom.ErrUnprocessable)
	live, err = client.Articles.PublishDraft(ctx, article.ID, intercom.ArticlePublishDraft{Locales: []string{"en", "fr"}})
	require.NoError(t, err)
	assert.Equal(t, []any{"Mooring prices", "Prix", false}, []any{live.Title, live.Translations["fr"].Title, live.HasUnpublishedChanges})

	versions, err := client.Articles.ListVersions(ctx, article.ID, intercom.ArticleListVersionsOptions{Locale: "fr"}).Collect()
	require.NoError(t, err)
	require.Len(t, versions, 2)
	first, err := client.Articles.GetVersion(ctx, article.ID, versions[1].ID, intercom.ArticleGetVersionOptions{Locale: "fr"})
	require.NoError(t, err)
	assert.Equal(t, []any{"Tarifs", intercom.ArticleStateDraft}, []any{first.Title, first.State})
	_, err = client.Articles.ListVersions(ctx, article.ID, intercom.ArticleListVersionsOptions{Locale: "xx"}).Collect()
	require.ErrorIs(t, err, intercom.ErrBadRequest)

	total, err := client.Articles.Search(ctx, "prices").Count()
	require.NoError(t, err)
	assert.Equal(t, 1, total)
	require.NoError(t, client.Articles.Delete(ctx, article.ID))
	require.ErrorIs(t, client.Articles.Delete(ctx, article.ID), intercom.ErrNotFound)
}
