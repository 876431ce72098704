package intercom_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const contentFound = `{"type":"list","total_count":2,"pages":{"type":"pages","page":1,"per_page":50,"total_pages":1,"next":null,"prev":null},"data":[
	{"type":"content_snippet","id":123,"title":"Refunds"},
	{"type":"article","id":"345","title":"Refunds","contents":[{"type":"article_content","id":"678","title":"Refunds","locale":"en"},
		{"type":"article_content","id":"910","title":"Remboursements","locale":"fr"}]}]}`

func TestContentRequests(t *testing.T) {
	t.Parallel()
	refs := []intercom.ContentItemRef{{Type: intercom.ContentTypeArticleContent, ID: "678"}}
	articles := []intercom.ContentItemRef{{Type: intercom.ContentTypeArticle, ID: "345"}, {Type: intercom.ContentTypeExternalPage, ID: "9"}}
	const accepted = `{"type":"content_bulk_action","status":"queued"}`
	testRows(t, []row{
		{"search", func(ctx context.Context, c *intercom.Client) error { return all(c.Content.Search(ctx, "refund")) },
			"GET /content/search?query=refund", "2.16", "", contentFound},
		{"search all", func(ctx context.Context, c *intercom.Client) error { return all(c.Content.Search(ctx, "")) },
			"GET /content/search", "2.16", "", contentFound},
		{"publish", func(ctx context.Context, c *intercom.Client) error { return got(c.Content.Publish(ctx, refs)) },
			"POST /content/bulk_actions", "2.16", `{"action":"publish","content_ids":[{"type":"article_content","id":"678"}]}`, accepted},
		{"unpublish", func(ctx context.Context, c *intercom.Client) error { return got(c.Content.Unpublish(ctx, refs)) },
			"POST /content/bulk_actions", "2.16", `{"action":"unpublish","content_ids":[{"type":"article_content","id":"678"}]}`, accepted},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return got(c.Content.Delete(ctx, refs)) },
			"POST /content/bulk_actions", "2.16", `{"action":"delete","content_ids":[{"type":"article_content","id":"678"}]}`, accepted},
		{"availability", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Content.SetAvailability(ctx, refs, intercom.ContentSetAvailability{AIAgent: intercom.Set(true), Copilot: intercom.Set(false)}))
		}, "POST /content/bulk_actions", "2.16",
			`{"action":"set_availability","content_ids":[{"type":"article_content","id":"678"}],"availability":{"ai_agent":true,"copilot":false}}`, accepted},
		{"audience", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Content.SetAudience(ctx, refs, intercom.ContentSetAudience{AddSegmentIDs: []intercom.NumberID{"100"}, RemoveAll: true}))
		}, "POST /content/bulk_actions", "2.16",
			`{"action":"set_audience","content_ids":[{"type":"article_content","id":"678"}],"audience":{"add_segment_ids":[100],"remove_all":true}}`, accepted},
		{"tags", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Content.UpdateTags(ctx, articles, intercom.ContentUpdateTags{AddTagIDs: []intercom.NumberID{"100"}, RemoveTagIDs: []intercom.NumberID{"200"}}))
		}, "POST /content/bulk_actions", "2.16", `{"action":"update_tags","content_ids":[{"type":"article","id":"345"},{"type":"external_content","id":"9"}],
			"tags":{"add_tag_ids":[100],"remove_tag_ids":[200]}}`, accepted},
	})
}

func TestContentFields(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/content/search", 200, contentFound)
	found, err := client.Content.Search(t.Context(), "refund").Collect()
	require.NoError(t, err)
	require.Len(t, found, 2)
	assert.Equal(t, []any{intercom.ContentTypeSnippet, intercom.ID("123"), "Refunds"}, []any{found[0].Type, found[0].ID, found[0].Title})
	assert.Equal(t, intercom.ContentTranslation{Type: intercom.ContentTypeArticleContent, ID: "910", Title: "Remboursements", Locale: "fr"}, found[1].Contents[1])
	require.NoError(t, found[1].Mismatch())
	assert.Empty(t, found[1].Extra())

	api.on("POST", "/content/bulk_actions", 202, `{"type":"content_bulk_action","status":"queued"}`)
	action, err := client.Content.Delete(t.Context(), []intercom.ContentItemRef{{Type: found[0].Type, ID: found[0].ID}})
	require.NoError(t, err)
	assert.Equal(t, "queued", action.Status)
}

func TestContentRefusesBadArguments(t *testing.T) {
	t.Parallel()
	page := []intercom.ContentItemRef{{Type: intercom.ContentTypeSnippet, ID: "1"}}
	search := func(text string, o intercom.ContentSearchOptions) func(ctx context.Context, c *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error { return all(c.Content.Search(ctx, text, o)) }
	}
	remove := func(refs ...intercom.ContentItemRef) func(ctx context.Context, c *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error { return got(c.Content.Delete(ctx, refs)) }
	}
	tags := func(n int) []intercom.NumberID {
		all := make([]intercom.NumberID, n)
		for i := range all {
			all[i] = intercom.NumberID(fmt.Sprint(i + 1))
		}
		return all
	}
	testRefusals(t, []refusal{
		{"text", search(strings.Repeat("ü", 501), intercom.ContentSearchOptions{})},
		{"TagIDs", search("", intercom.ContentSearchOptions{TagOperator: intercom.ContentTagOperatorIn})},
		{"Types", search("", intercom.ContentSearchOptions{Types: []intercom.ContentType{intercom.ContentTypeArticleContent}})},
		{"items", remove()},
		{"items", remove(slices.Repeat(page, 1001)...)},
		{"items[1].ID", remove(page[0], intercom.ContentItemRef{Type: intercom.ContentTypeSnippet})},
		{"items[0].Type", remove(intercom.ContentItemRef{Type: intercom.ContentTypeExternalPage, ID: "1"})},
		{"items[0].Type", func(ctx context.Context, c *intercom.Client) error { return got(c.Content.Publish(ctx, page)) }},
		{"items[0].Type", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Content.UpdateTags(ctx, []intercom.ContentItemRef{{Type: intercom.ContentTypeArticleContent, ID: "1"}}, intercom.ContentUpdateTags{AddTagIDs: tags(1)}))
		}},
		{"params", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Content.SetAvailability(ctx, page, intercom.ContentSetAvailability{}))
		}},
		{"params", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Content.SetAudience(ctx, page, intercom.ContentSetAudience{}))
		}},
		{"params", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Content.UpdateTags(ctx, page, intercom.ContentUpdateTags{}))
		}},
		{"params", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Content.UpdateTags(ctx, page, intercom.ContentUpdateTags{AddTagIDs: tags(101), RemoveTagIDs: tags(1)}))
		}},
	})
}

func TestContentStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	me, err := client.Admins.Me(ctx)
	require.NoError(t, err)
	draft := intercom.ArticleCreate{Title: "Refunds", AuthorID: intercom.NumberID(me.ID), AIChatbotAvailability: intercom.Set(false)}
	_, err = client.Articles.Create(ctx, draft)
	require.NoError(t, err)
	_, err = client.ContentSnippets.Create(ctx, intercom.ContentSnippetCreate{Title: "Refunds in short", BodyMarkdown: "Within 30 days"})
	require.NoError(t, err)
	file := intercom.ID(fake.AddFile("shipping.pdf"))
	tag, err := client.Tags.Create(ctx, "money")
	require.NoError(t, err)
	search := func(text string, o intercom.ContentSearchOptions) (titles []string) {
		for item, err := range client.Content.Search(ctx, text, o).All() {
			require.NoError(t, err)
			titles = append(titles, item.Title)
		}
		return titles
	}
	assert.Len(t, search("", intercom.ContentSearchOptions{}), 3)
	assert.Len(t, search("refund", intercom.ContentSearchOptions{}), 2)
	assert.Equal(t, []string{"Refunds in short"}, search("refund", intercom.ContentSearchOptions{Types: []intercom.ContentType{intercom.ContentTypeSnippet}}))

	drafts := intercom.ContentSearchOptions{States: []intercom.ContentState{intercom.ContentStateDraft}}
	found, err := client.Content.Search(ctx, "", drafts).Collect()
	require.NoError(t, err)
	require.Len(t, found, 1)
	article := found[0]
	locale := []intercom.ContentItemRef{{Type: intercom.ContentTypeArticleContent, ID: article.Contents[0].ID}}
	_, err = client.Content.Publish(ctx, locale)
	require.NoError(t, err)
	assert.Empty(t, search("", drafts))

	forFin := intercom.ContentSearchOptions{ForFin: intercom.Set(true)}
	assert.Equal(t, []string{"shipping.pdf"}, search("", forFin))
	_, err = client.Content.SetAvailability(ctx, []intercom.ContentItemRef{{Type: intercom.ContentTypeFile, ID: file}},
		intercom.ContentSetAvailability{AIAgent: intercom.Set(false)})
	require.NoError(t, err)
	_, err = client.Content.SetAvailability(ctx, locale, intercom.ContentSetAvailability{AIAgent: intercom.Set(true)})
	require.NoError(t, err)
	assert.Equal(t, []string{"Refunds"}, search("", forFin))

	articles := []intercom.ContentItemRef{{Type: intercom.ContentTypeArticle, ID: article.ID}}
	_, err = client.Content.UpdateTags(ctx, articles, intercom.ContentUpdateTags{AddTagIDs: []intercom.NumberID{intercom.NumberID(tag.ID)}})
	require.NoError(t, err)
	tagged := intercom.ContentSearchOptions{TagIDs: []intercom.NumberID{intercom.NumberID(tag.ID)}}
	assert.Equal(t, []string{"Refunds"}, search("", tagged))
	tagged.TagOperator = intercom.ContentTagOperatorNotIn
	assert.Len(t, search("", tagged), 2)
	_, err = client.Content.UpdateTags(ctx, articles, intercom.ContentUpdateTags{AddTagIDs: []intercom.NumberID{"404"}})
	require.ErrorIs(t, err, intercom.ErrUnprocessable)

	_, err = client.Content.SetAudience(ctx, locale, intercom.ContentSetAudience{AddSegmentIDs: []intercom.NumberID{"5"}})
	require.NoError(t, err)
	changed, err := client.Articles.Get(ctx, article.ID)
	require.NoError(t, err)
	assert.Equal(t, []any{intercom.ArticleStatePublished, []intercom.ID{"5"}, "money"}, []any{changed.State, changed.AudienceIDs, changed.Tags.Items[0].Name})

	_, err = client.Content.Delete(ctx, locale)
	require.NoError(t, err)
	_, err = client.Articles.Get(ctx, article.ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)
	assert.Equal(t, []string{"Refunds in short"}, search("refund", intercom.ContentSearchOptions{}))
}
