package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const internalArticle = `{"type":"internal_article","id":"55","title":"Keys","body":"<p>In the drawer</p>","body_markdown":null,"owner_id":991266252,
	"author_id":"991266252","locale":"en","created_at":1734537283,"updated_at":1734537284,"audience_ids":[1,2],"ai_chatbot_availability":true,
	"ai_copilot_availability":true,"ai_sales_agent_availability":false,"folder_id":7,"tags":{"type":"tag.list","tags":[{"id":"1","name":"x"}]}}`

func TestInternalArticlesRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.InternalArticlesService
	type A = *intercom.InternalArticle
	one := func(call func(ctx context.Context, s S) (A, error)) func(context.Context, *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error {
			a, err := call(ctx, c.InternalArticles)
			if err != nil {
				return err
			}
			assert.Equal(t, []any{intercom.ID("55"), intercom.ID("991266252"), []intercom.ID{"1", "2"}}, []any{a.ID, a.AuthorID, a.AudienceIDs})
			assert.Empty(t, a.Extra())
			return a.Mismatch()
		}
	}
	testRows(t, []row{
		{"get", one(func(ctx context.Context, s S) (A, error) { return s.Get(ctx, "55") }), "GET /internal_articles/55", "2.16", "", internalArticle},
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.InternalArticles.List(ctx)) },
			"GET /internal_articles?per_page=60", "2.16", "", `{"type":"list","data":[` + internalArticle + `]}`},
		{"create", one(func(ctx context.Context, s S) (A, error) {
			return s.Create(ctx, intercom.InternalArticleCreate{
				Title: "Keys", AuthorID: "1", OwnerID: "2", BodyMarkdown: "In the drawer", Locale: "en",
				AudienceIDs: []intercom.NumberID{"1"}, AIChatbotAvailability: true, AICopilotAvailability: true, AISalesAgentAvailability: true,
			})
		}), "POST /internal_articles", "2.16", `{"title":"Keys","author_id":1,"owner_id":2,"body_markdown":"In the drawer","locale":"en","audience_ids":[1],
			"ai_chatbot_availability":true,"ai_copilot_availability":true,"ai_sales_agent_availability":true}`, internalArticle},
		{"create in a folder", one(func(ctx context.Context, s S) (A, error) {
			return s.Create(ctx, intercom.InternalArticleCreate{Title: "Keys", AuthorID: "1", OwnerID: "2", Body: "a", FolderID: "7"}, intercom.WithVersion("Preview"))
		}), "POST /internal_articles", "Preview", `{"title":"Keys","author_id":1,"owner_id":2,"body":"a","folder_id":7}`, internalArticle},
		{"update", one(func(ctx context.Context, s S) (A, error) {
			return s.Update(ctx, "55", intercom.InternalArticleUpdate{
				Title: intercom.Set("Key"), Body: intercom.Set(""), AuthorID: intercom.Set(intercom.NumberID("1")), OwnerID: intercom.Set(intercom.NumberID("2")),
				AudienceIDs: intercom.Null[[]intercom.NumberID](), AIChatbotAvailability: intercom.Set(false), AICopilotAvailability: intercom.Set(false),
				AISalesAgentAvailability: intercom.Set(true),
			})
		}), "PUT /internal_articles/55", "2.16", `{"title":"Key","body":"","author_id":1,"owner_id":2,"audience_ids":null,"ai_chatbot_availability":false,
			"ai_copilot_availability":false,"ai_sales_agent_availability":true}`, internalArticle},
		{"move", one(func(ctx context.Context, s S) (A, error) {
			return s.Update(ctx, "55", intercom.InternalArticleUpdate{FolderID: intercom.Set(intercom.NumberID("8"))}, intercom.WithVersion("Preview"))
		}), "PUT /internal_articles/55", "Preview", `{"folder_id":8}`, internalArticle},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.InternalArticles.Delete(ctx, "55") },
			"DELETE /internal_articles/55", "2.16", "", `{"id":"55","object":"internal_article","deleted":true}`},
	})
}

func TestInternalArticlesListForFolder(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/internal_articles/search", 200,
		`{"type":"list","total_count":2,"data":{"internal_articles":[`+internalArticle+`]},"pages":{"type":"pages","page":1,"total_pages":2,"per_page":1}}`,
		`{"type":"list","total_count":2,"data":{"internal_articles":[{"id":"56"}]},"pages":{"type":"pages","page":2,"total_pages":2,"per_page":1}}`)
	found, err := client.InternalArticles.ListForFolder(t.Context(), "7").PerPage(1).Collect()
	require.NoError(t, err)
	api.wants("GET", "/internal_articles/search", "folder_id=7&page=2&per_page=1", "2.16", "")
	require.Len(t, found, 2)
	assert.Equal(t, intercom.ID("7"), found[0].FolderID)
}

func TestInternalArticlesRefuseBadArguments(t *testing.T) {
	t.Parallel()
	create := func(p intercom.InternalArticleCreate) func(context.Context, *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error { return got(c.InternalArticles.Create(ctx, p)) }
	}
	testRefusals(t, []refusal{
		{"Title", create(intercom.InternalArticleCreate{AuthorID: "1", OwnerID: "1"})},
		{"AuthorID", create(intercom.InternalArticleCreate{Title: "x", OwnerID: "1"})},
		{"OwnerID", create(intercom.InternalArticleCreate{Title: "x", AuthorID: "1"})},
		{"BodyMarkdown", create(intercom.InternalArticleCreate{Title: "x", AuthorID: "1", OwnerID: "1", Body: "a", BodyMarkdown: "a"})},
		{"FolderID", create(intercom.InternalArticleCreate{Title: "x", AuthorID: "1", OwnerID: "1", FolderID: "1"})},
		{"BodyMarkdown", func(ctx context.Context, c *intercom.Client) error {
			return got(c.InternalArticles.Update(ctx, "7", intercom.InternalArticleUpdate{Body: intercom.Set("a"), BodyMarkdown: intercom.Set("a")}))
		}},
		{"FolderID", func(ctx context.Context, c *intercom.Client) error {
			return got(c.InternalArticles.Update(ctx, "7", intercom.InternalArticleUpdate{FolderID: intercom.Set(intercom.NumberID("1"))}))
		}},
		{"folder_id", func(ctx context.Context, c *intercom.Client) error {
			return all(c.InternalArticles.ListForFolder(ctx, ""))
		}},
		{"internal_article_id", func(ctx context.Context, c *intercom.Client) error { return c.InternalArticles.Delete(ctx, "") }},
	})
}

func TestInternalArticlesStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	me, err := client.Admins.Me(ctx)
	require.NoError(t, err)
	id := intercom.NumberID(me.ID)
	made, err := client.InternalArticles.Create(ctx, intercom.InternalArticleCreate{Title: "Keys", AuthorID: id, OwnerID: id, BodyMarkdown: "In the **drawer**"})
	require.NoError(t, err)
	require.NoError(t, made.Mismatch())
	assert.Equal(t, `<p class="no-margin">In the <b>drawer</b></p>`, made.Body)
	made, err = client.InternalArticles.Update(ctx, made.ID, intercom.InternalArticleUpdate{FolderID: intercom.Set(intercom.NumberID("7"))}, intercom.WithVersion("Preview"))
	require.NoError(t, err)
	assert.Equal(t, intercom.ID("7"), made.FolderID)
	found, err := client.InternalArticles.ListForFolder(ctx, "7").Collect()
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.NoError(t, client.InternalArticles.Delete(ctx, made.ID))
	none, err := client.InternalArticles.List(ctx).Collect()
	require.NoError(t, err)
	assert.Empty(t, none)
}
