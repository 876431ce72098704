package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const folder = `{"id":6,"name":"Harbor","description":"All about it","emoji":"⚓","parent_folder_id":null,"content_count":5,"created_at":1672928359,"updated_at":1672928610}`

func TestFoldersRequests(t *testing.T) {
	t.Parallel()
	testRows(t, []row{
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.Folders.Get(ctx, "6")) },
			"GET /folders/6", "Preview", "", folder},
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.Folders.List(ctx)) },
			"GET /folders", "Preview", "", `{"type":"list","data":[` + folder + `],"total_count":1,"pages":{"type":"pages","page":1,"per_page":150,"total_pages":1}}`},
		{"create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Folders.Create(ctx, intercom.FolderCreate{Name: "Harbor", Description: "All about it", Emoji: "⚓", ParentFolderID: "5"}))
		}, "POST /folders", "Preview", `{"folder":{"name":"Harbor","description":"All about it","emoji":"⚓","parent_folder_id":5}}`, folder},
		{"update", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Folders.Update(ctx, "6", intercom.FolderUpdate{
				Name: intercom.Set("Harbor"), Description: intercom.Set(""), Emoji: intercom.Set("🚢"), ParentFolderID: intercom.Set(intercom.NumberID("5")),
			}))
		}, "PUT /folders/6", "Preview", `{"folder":{"name":"Harbor","description":"","emoji":"🚢","parent_folder_id":5}}`, folder},
		{"to the top", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Folders.Update(ctx, "6", intercom.FolderUpdate{ParentFolderID: intercom.Null[intercom.NumberID]()}))
		}, "PUT /folders/6", "Preview", `{"folder":{"parent_folder_id":null}}`, folder},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.Folders.Delete(ctx, "6") },
			"DELETE /folders/6", "Preview", "", `{"id":6,"object":"folder","deleted":true}`},
	})
}

func TestFolderFields(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/folders/6", 200, folder)
	got, err := client.Folders.Get(t.Context(), "6")
	require.NoError(t, err)
	require.NoError(t, got.Mismatch())
	assert.Empty(t, got.Extra())
	assert.Equal(t, []any{intercom.ID("6"), "⚓", intercom.ID(""), 5, int64(1672928610)},
		[]any{got.ID, got.Emoji, got.ParentFolderID, got.ContentCount, got.UpdatedAt.Unix()})
}

func TestFoldersRefuseBadArguments(t *testing.T) {
	t.Parallel()
	testRefusals(t, []refusal{
		{"Name", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Folders.Create(ctx, intercom.FolderCreate{}))
		}},
		{"id", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Folders.Update(ctx, "", intercom.FolderUpdate{}))
		}},
	})
}

func TestFoldersStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	harbor, err := client.Folders.Create(ctx, intercom.FolderCreate{Name: "Harbor"})
	require.NoError(t, err)
	berths, err := client.Folders.Create(ctx, intercom.FolderCreate{Name: "Berths", ParentFolderID: intercom.NumberID(harbor.ID)})
	require.NoError(t, err)
	inside, err := client.Folders.List(ctx, intercom.FolderListOptions{ParentFolderID: harbor.ID}).Collect()
	require.NoError(t, err)
	require.Len(t, inside, 1)
	assert.Equal(t, berths.ID, inside[0].ID)

	me, err := client.Admins.Me(ctx)
	require.NoError(t, err)
	guide := intercom.ArticleCreate{Title: "Guide", AuthorID: intercom.NumberID(me.ID), FolderID: intercom.NumberID(berths.ID)}
	_, err = client.Articles.Create(ctx, guide, intercom.WithVersion("Preview"))
	require.NoError(t, err)
	berths, err = client.Folders.Get(ctx, berths.ID)
	require.NoError(t, err)
	assert.Equal(t, 1, berths.ContentCount)
	found, err := client.Content.Search(ctx, "", intercom.ContentSearchOptions{FolderIDs: []intercom.NumberID{intercom.NumberID(berths.ID)}}).Collect()
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.ErrorIs(t, client.Folders.Delete(ctx, berths.ID), intercom.ErrUnprocessable, "it is not empty")

	_, err = client.Content.Delete(ctx, []intercom.ContentItemRef{{Type: intercom.ContentTypeArticleContent, ID: found[0].Contents[0].ID}})
	require.NoError(t, err)
	require.NoError(t, client.Folders.Delete(ctx, berths.ID))
	require.NoError(t, client.Folders.Delete(ctx, harbor.ID))
}
