package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const section = `{"type":"section","id":"160","workspace_id":"qz81kf0p","name":"Ropes","url":null,"order":1,"created_at":1734537309,"updated_at":1734537309,
	"icon":"bookmark","parent_id":159,"translated_content":null}`

func TestSectionsRequests(t *testing.T) {
	t.Parallel()
	testRows(t, []row{
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.Sections.Get(ctx, "160")) },
			"GET /help_center/sections/160", "2.9", "", section},
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.Sections.List(ctx)) },
			"GET /help_center/sections", "2.9", "",
			`{"type":"list","data":[` + section + `],"total_count":1,"pages":{"type":"pages","page":1,"per_page":60,"total_pages":1}}`},
		{"create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Sections.Create(ctx, intercom.SectionCreate{Name: "Ropes", ParentID: "159"}))
		}, "POST /help_center/sections", "2.9", `{"name":"Ropes","parent_id":159}`, section},
		{"update", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Sections.Update(ctx, "160", intercom.SectionUpdate{
				Name: intercom.Set("Lines"), ParentID: intercom.Set(intercom.ID("158")), Translations: map[string]intercom.CollectionContent{"de": {Name: "Leinen"}},
			}))
		}, "PUT /help_center/sections/160", "2.9", `{"name":"Lines","parent_id":"158","translated_content":{"de":{"name":"Leinen"}}}`, section},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.Sections.Delete(ctx, "160") },
			"DELETE /help_center/sections/160", "2.9", "", `{"id":"160","object":"section","deleted":true}`},
	})
}

func TestSectionsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	testRefusals(t, []refusal{
		{"Name", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Sections.Create(ctx, intercom.SectionCreate{ParentID: "1"}))
		}},
		{"ParentID", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Sections.Create(ctx, intercom.SectionCreate{Name: "Ropes"}))
		}},
		{"id", func(ctx context.Context, c *intercom.Client) error { return got(c.Sections.Get(ctx, "")) }},
	})
}

// A section is a collection inside of another one.
func TestSectionsStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	harbor, err := client.Collections.Create(ctx, intercom.CollectionCreate{Name: "Harbor"})
	require.NoError(t, err)
	ropes, err := client.Sections.Create(ctx, intercom.SectionCreate{Name: "Ropes", ParentID: intercom.NumberID(harbor.ID)})
	require.NoError(t, err)
	assert.Equal(t, harbor.ID, ropes.ParentID)
	inside, err := client.Collections.Get(ctx, ropes.ID)
	require.NoError(t, err)
	assert.Equal(t, harbor.ID, inside.ParentID)

	_, err = client.Sections.Update(ctx, ropes.ID, intercom.SectionUpdate{Name: intercom.Set("Lines")})
	require.NoError(t, err)
	all, err := client.Sections.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, all, 1)
	assert.Equal(t, "Lines", all[0].Name)
	top, err := client.Collections.List(ctx, intercom.WithVersion("2.9")).Collect()
	require.NoError(t, err)
	assert.Len(t, top, 1)

	require.NoError(t, client.Sections.Delete(ctx, ropes.ID))
	_, err = client.Sections.Get(ctx, ropes.ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
