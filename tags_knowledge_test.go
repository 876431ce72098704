package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestTagsOfKnowledge(t *testing.T) {
	t.Parallel()
	type S = *intercom.TagsService
	type T = *intercom.Tag
	tag := func(call func(ctx context.Context, s S) (T, error)) func(context.Context, *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error { return got(call(ctx, c.Tags)) }
	}
	const put = `{"type":"tag","id":"7","name":"harbor","applied_at":1663597223,"applied_by":{"type":"admin","id":"12"}}`
	const taken = `{"type":"tag","id":"7","name":"harbor","applied_at":null,"applied_by":null}`
	testRows(t, []row{
		{"article", tag(func(ctx context.Context, s S) (T, error) { return s.AddToArticle(ctx, "39", "7", "12") }),
			"POST /articles/39/tags", "2.16", `{"id":"7","admin_id":"12"}`, put},
		{"article by the owner of the token", tag(func(ctx context.Context, s S) (T, error) { return s.AddToArticle(ctx, "39", "7", "") }),
			"POST /articles/39/tags", "2.16", `{"id":"7"}`, put},
		{"off an article", tag(func(ctx context.Context, s S) (T, error) { return s.RemoveFromArticle(ctx, "39", "7") }),
			"DELETE /articles/39/tags/7", "2.16", "", taken},
		{"internal article", tag(func(ctx context.Context, s S) (T, error) { return s.AddToInternalArticle(ctx, "55", "7", "12") }),
			"POST /internal_articles/55/tags", "2.16", `{"id":"7","admin_id":"12"}`, put},
		{"off an internal article", tag(func(ctx context.Context, s S) (T, error) { return s.RemoveFromInternalArticle(ctx, "55", "7") }),
			"DELETE /internal_articles/55/tags/7", "2.16", "", taken},
		{"snippet", tag(func(ctx context.Context, s S) (T, error) { return s.AddToContentSnippet(ctx, "123", "7", "") }),
			"POST /content_snippets/123/tags", "2.16", `{"id":"7"}`, put},
		{"off a snippet", tag(func(ctx context.Context, s S) (T, error) { return s.RemoveFromContentSnippet(ctx, "123", "7") }),
			"DELETE /content_snippets/123/tags/7", "2.16", "", taken},
	})
	testRefusals(t, []refusal{
		{"article_id", tag(func(ctx context.Context, s S) (T, error) { return s.AddToArticle(ctx, "", "7", "") })},
		{"id", tag(func(ctx context.Context, s S) (T, error) { return s.AddToArticle(ctx, "39", "", "") })},
		{"id", tag(func(ctx context.Context, s S) (T, error) { return s.RemoveFromInternalArticle(ctx, "55", "") })},
		{"content_snippet_id", tag(func(ctx context.Context, s S) (T, error) { return s.RemoveFromContentSnippet(ctx, "", "7") })},
	})
}

func TestTagsOfKnowledgeStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	me, err := client.Admins.Me(ctx)
	require.NoError(t, err)
	article, err := client.Articles.Create(ctx, intercom.ArticleCreate{Title: "Fees", AuthorID: intercom.NumberID(me.ID)})
	require.NoError(t, err)
	tag, err := client.Tags.Create(ctx, "harbor")
	require.NoError(t, err)
	put, err := client.Tags.AddToArticle(ctx, article.ID, tag.ID, "")
	require.NoError(t, err)
	assert.Equal(t, intercom.Reference{Type: "admin", ID: me.ID}, put.AppliedBy)
	article, err = client.Articles.Get(ctx, article.ID)
	require.NoError(t, err)
	assert.Equal(t, "harbor", article.Tags.Items[0].Name)
	taken, err := client.Tags.RemoveFromArticle(ctx, article.ID, tag.ID)
	require.NoError(t, err)
	assert.True(t, taken.AppliedAt.IsZero())
	_, err = client.Tags.RemoveFromArticle(ctx, article.ID, tag.ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
