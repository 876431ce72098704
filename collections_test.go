package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const collection = `{"id":159,"workspace_id":"qz81kf0p","name":"Berths","url":"https://help.quay.test/berths","order":"17","created_at":1734537309,
	"updated_at":1734537310,"description":null,"icon":"bookmark","parent_id":null,"help_center_id":79,"default_locale":"en",
	"translated_content":{"type":"group_translated_content","en":{"type":"group_content","name":"Berths","description":"Where boats are"},
		"id":{"type":"group_content","name":"Dermaga","description":null},"fr":null}}`

func TestCollectionsRequests(t *testing.T) {
	t.Parallel()
	translations := map[string]intercom.CollectionContent{"de": {Name: "Liegeplätze"}}
	testRows(t, []row{
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.Collections.Get(ctx, "159")) },
			"GET /help_center/collections/159", "2.16", "", collection},
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.Collections.List(ctx)) },
			"GET /help_center/collections", "2.16", "",
			`{"type":"list","data":[` + collection + `],"total_count":1,"pages":{"type":"pages","page":1,"per_page":60,"total_pages":1}}`},
		{"create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Collections.Create(ctx, intercom.CollectionCreate{Name: "Berths"}))
		}, "POST /help_center/collections", "2.16", `{"name":"Berths"}`, collection},
		{"create inside", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Collections.Create(ctx, intercom.CollectionCreate{
				Name: "Berths", Description: "Where boats are", ParentID: "158", HelpCenterID: "79", Translations: translations,
			}))
		}, "POST /help_center/collections", "2.16", `{"name":"Berths","description":"Where boats are","parent_id":"158","help_center_id":79,
			"translated_content":{"de":{"name":"Liegeplätze"}}}`, collection},
		{"update", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Collections.Update(ctx, "159", intercom.CollectionUpdate{
				Name: intercom.Set("Berths"), Description: intercom.Set(""), ParentID: intercom.Null[intercom.ID](), Translations: translations,
			}))
		}, "PUT /help_center/collections/159", "2.16", `{"name":"Berths","description":"","parent_id":null,"translated_content":{"de":{"name":"Liegeplätze"}}}`, collection},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.Collections.Delete(ctx, "159") },
			"DELETE /help_center/collections/159", "2.16", "", `{"id":"159","object":"collection","deleted":true}`},
	})
}

func TestCollectionFields(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/help_center/collections/159", 200, collection)
	got, err := client.Collections.Get(t.Context(), "159")
	require.NoError(t, err)
	require.NoError(t, got.Mismatch())
	assert.Empty(t, got.Extra())
	assert.Equal(t, []any{intercom.ID("159"), 17, intercom.ID(""), intercom.ID("79"), int64(1734537309)},
		[]any{got.ID, got.Order, got.ParentID, got.HelpCenterID, got.CreatedAt.Unix()})
	assert.Equal(t, map[string]intercom.CollectionContent{
		"en": {Name: "Berths", Description: "Where boats are"},
		"id": {Name: "Dermaga"}, // Indonesian
	}, got.Translations)
}

func TestCollectionsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	testRefusals(t, []refusal{
		{"Name", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Collections.Create(ctx, intercom.CollectionCreate{ParentID: "1"}))
		}},
		{"collection_id", func(ctx context.Context, c *intercom.Client) error { return c.Collections.Delete(ctx, "") }},
	})
}

func TestCollectionsStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	fake.AddLocale("de")
	client, ctx := fake.Client(), t.Context()
	create := func(name string, parent intercom.ID) *intercom.Collection {
		c, err := client.Collections.Create(ctx, intercom.CollectionCreate{Name: name, ParentID: parent})
		require.NoError(t, err)
		return c
	}
	harbor := create("Harbor", "")
	berths := create("Berths", harbor.ID)
	ropes := create("Ropes", berths.ID)
	assert.Equal(t, berths.ID, ropes.ParentID)

	_, err := client.Collections.Update(ctx, harbor.ID, intercom.CollectionUpdate{ParentID: intercom.Set(ropes.ID)})
	require.ErrorIs(t, err, intercom.ErrBadRequest, "no collection is inside of itself")
	got, err := client.Collections.Update(ctx, berths.ID, intercom.CollectionUpdate{Translations: map[string]intercom.CollectionContent{"de": {Name: "Liegeplätze"}}})
	require.NoError(t, err)
	assert.Equal(t, []any{"Berths", "Liegeplätze", "en"}, []any{got.Name, got.Translations["de"].Name, got.DefaultLocale})
	ropes, err = client.Collections.Update(ctx, ropes.ID, intercom.CollectionUpdate{ParentID: intercom.Null[intercom.ID]()})
	require.NoError(t, err)
	assert.Empty(t, ropes.ParentID)

	require.NoError(t, client.Collections.Delete(ctx, harbor.ID))
	left, err := client.Collections.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, left, 1, "what is inside goes too")
	assert.Equal(t, ropes.ID, left[0].ID)
	_, err = client.Collections.Get(ctx, berths.ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
