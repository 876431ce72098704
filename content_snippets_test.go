package intercom_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const contentSnippet = `{"type":"content_snippet","id":123,"title":null,"locale":"en","json_blocks":[{"type":"paragraph","text":"Twice a day"}],
	"body_markdown":"Twice a day\n","chatbot_availability":1,"copilot_availability":0,"ai_chatbot_availability":true,"ai_copilot_availability":false,
	"ai_sales_agent_availability":true,"created_at":1663597223,"updated_at":"1663597300","audience_ids":[1,2]}`

func TestContentSnippetsRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.ContentSnippetsService
	type C = *intercom.ContentSnippet
	one := func(call func(ctx context.Context, s S) (C, error)) func(context.Context, *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error {
			snippet, err := call(ctx, c.ContentSnippets)
			if err != nil {
				return err
			}
			assert.Equal(t, []any{intercom.ID("123"), int64(1663597300)}, []any{snippet.ID, snippet.UpdatedAt.Unix()})
			assert.JSONEq(t, `[{"type":"paragraph","text":"Twice a day"}]`, string(snippet.JSONBlocks))
			assert.Empty(t, snippet.Extra())
			return snippet.Mismatch()
		}
	}
	blocks := json.RawMessage(`[{"type":"paragraph","text":"Twice"}]`)
	testRows(t, []row{
		{"get", one(func(ctx context.Context, s S) (C, error) { return s.Get(ctx, "123") }), "GET /content_snippets/123", "2.16", "", contentSnippet},
		{"create", one(func(ctx context.Context, s S) (C, error) {
			return s.Create(ctx, intercom.ContentSnippetCreate{
				Title: "Tides", JSONBlocks: blocks, Locale: "fr", AudienceIDs: []intercom.NumberID{"1"},
				AIChatbotAvailability: true, AICopilotAvailability: true, AISalesAgentAvailability: true,
			})
		}), "POST /content_snippets", "2.16", `{"title":"Tides","json_blocks":[{"type":"paragraph","text":"Twice"}],"locale":"fr","audience_ids":[1],
			"ai_chatbot_availability":true,"ai_copilot_availability":true,"ai_sales_agent_availability":true}`, contentSnippet},
		{"create of Markdown", one(func(ctx context.Context, s S) (C, error) {
			return s.Create(ctx, intercom.ContentSnippetCreate{Title: "Tides", BodyMarkdown: "Twice"})
		}), "POST /content_snippets", "2.16", `{"title":"Tides","body_markdown":"Twice"}`, contentSnippet},
		{"update", one(func(ctx context.Context, s S) (C, error) {
			return s.Update(ctx, "123", intercom.ContentSnippetUpdate{
				Title: intercom.Set("Tide"), JSONBlocks: intercom.Set(blocks), Locale: intercom.Set("en"), AudienceIDs: intercom.Set([]intercom.NumberID{}),
				AIChatbotAvailability: intercom.Set(false), AICopilotAvailability: intercom.Set(false), AISalesAgentAvailability: intercom.Set(false),
			})
		}), "PUT /content_snippets/123", "2.16", `{"title":"Tide","json_blocks":[{"type":"paragraph","text":"Twice"}],"locale":"en","audience_ids":[],
			"ai_chatbot_availability":false,"ai_copilot_availability":false,"ai_sales_agent_availability":false}`, contentSnippet},
		{"update of Markdown", one(func(ctx context.Context, s S) (C, error) {
			return s.Update(ctx, "123", intercom.ContentSnippetUpdate{BodyMarkdown: intercom.Set("Twice"), AudienceIDs: intercom.Null[[]intercom.NumberID]()})
		}), "PUT /content_snippets/123", "2.16", `{"body_markdown":"Twice","audience_ids":null}`, contentSnippet},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.ContentSnippets.Delete(ctx, "123") },
			"DELETE /content_snippets/123", "2.16", "", ""},
	})
}

// What other lists have in pages stands beside the items.
func TestContentSnippetsList(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/content_snippets", 200,
		`{"type":"list","data":[`+contentSnippet+`],"total_count":2,"page":1,"per_page":1,"total_pages":2}`,
		`{"type":"list","data":[{"id":"124"}],"total_count":2,"page":2,"per_page":1,"total_pages":2}`)
	snippets, err := client.ContentSnippets.List(t.Context()).PerPage(1).Collect()
	require.NoError(t, err)
	api.wants("GET", "/content_snippets", "page=2&per_page=1", "2.16", "")
	assert.Len(t, snippets, 2)
	err = all(client.ContentSnippets.List(t.Context()).PerPage(51))
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
}

func TestContentSnippetsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	blocks := json.RawMessage(`[]`)
	testRefusals(t, []refusal{
		{"Title", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ContentSnippets.Create(ctx, intercom.ContentSnippetCreate{BodyMarkdown: "x"}))
		}},
		{"BodyMarkdown", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ContentSnippets.Create(ctx, intercom.ContentSnippetCreate{Title: "x", BodyMarkdown: "x", JSONBlocks: blocks}))
		}},
		{"BodyMarkdown", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ContentSnippets.Update(ctx, "7", intercom.ContentSnippetUpdate{BodyMarkdown: intercom.Set("x"), JSONBlocks: intercom.Set(blocks)}))
		}},
		{"JSONBlocks", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ContentSnippets.Create(ctx, intercom.ContentSnippetCreate{Title: "x", JSONBlocks: json.RawMessage(`[mira@quay.test]`)}))
		}},
		{"id", func(ctx context.Context, c *intercom.Client) error { return got(c.ContentSnippets.Get(ctx, "")) }},
	})
}

func TestContentSnippetsStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	made, err := client.ContentSnippets.Create(ctx, intercom.ContentSnippetCreate{Title: "Tides", BodyMarkdown: "Twice a day", AICopilotAvailability: true})
	require.NoError(t, err)
	require.NoError(t, made.Mismatch())
	copied, err := client.ContentSnippets.Create(ctx, intercom.ContentSnippetCreate{Title: "Copy", JSONBlocks: made.JSONBlocks})
	require.NoError(t, err)
	assert.Equal(t, made.BodyMarkdown, copied.BodyMarkdown)
	_, err = client.ContentSnippets.Update(ctx, copied.ID, intercom.ContentSnippetUpdate{Locale: intercom.Set("Klingon")})
	require.ErrorIs(t, err, intercom.ErrUnprocessable)
	require.NoError(t, client.ContentSnippets.Delete(ctx, copied.ID))
	snippets, err := client.ContentSnippets.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, snippets, 1)
	assert.True(t, snippets[0].AICopilotAvailability)
}
