package intercom_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const audience = `{"type":"audience","id":123,"name":"Captains","predicates":[{"attribute":"company.name","type":"string","comparison":"contains","value":"Quay"}],
	"role_predicates":[{"attribute":"role","type":"role","comparison":"eq","value":"user"}],"created_at":1717200000,"updated_at":1717200100}`

func TestAudiencesRequests(t *testing.T) {
	t.Parallel()
	quay := []intercom.AudiencePredicate{{Attribute: "company.name", Type: "string", Comparison: "contains", Value: "Quay"}}
	testRows(t, []row{
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.Audiences.Get(ctx, "123")) },
			"GET /audiences/123", "2.16", "", audience},
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.Audiences.List(ctx).PerPage(50)) },
			"GET /audiences?per_page=50", "2.16", "", `{"type":"list","data":[` + audience + `],"total_count":1,"page":1,"per_page":50,"total_pages":1}`},
		{"create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Audiences.Create(ctx, intercom.AudienceCreate{Name: "Captains", Predicates: quay}))
		}, "POST /audiences", "2.16", `{"name":"Captains","predicates":[{"attribute":"company.name","type":"string","comparison":"contains","value":"Quay"}]}`, audience},
		{"update", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Audiences.Update(ctx, "123", intercom.AudienceUpdate{
				Name: intercom.Set("Captains"), Predicates: intercom.Set(quay), RolePredicates: intercom.Set([]intercom.AudiencePredicate{}),
			}))
		}, "PUT /audiences/123", "2.16",
			`{"name":"Captains","predicates":[{"attribute":"company.name","type":"string","comparison":"contains","value":"Quay"}],"role_predicates":[]}`, audience},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.Audiences.Delete(ctx, "123") },
			"DELETE /audiences/123", "2.16", "", ""},
	})
}

func TestAudienceFields(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/audiences/123", 200, audience)
	got, err := client.Audiences.Get(t.Context(), "123")
	require.NoError(t, err)
	require.NoError(t, got.Mismatch())
	assert.Empty(t, got.Extra())
	assert.Equal(t, intercom.ID("123"), got.ID)
	assert.Equal(t, []intercom.AudiencePredicate{{Attribute: "role", Type: "role", Comparison: "eq", Value: "user"}}, got.RolePredicates)
}

func TestAudiencesRefuseBadArguments(t *testing.T) {
	t.Parallel()
	testRefusals(t, []refusal{
		{"Name", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Audiences.Create(ctx, intercom.AudienceCreate{}))
		}},
		{"id", func(ctx context.Context, c *intercom.Client) error { return c.Audiences.Delete(ctx, "") }},
		{"PerPage", func(ctx context.Context, c *intercom.Client) error { return all(c.Audiences.List(ctx).PerPage(51)) }},
	})
}

func TestAudiencesStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	for i := range 60 {
		_, err := client.Audiences.Create(ctx, intercom.AudienceCreate{Name: fmt.Sprintf("Pier %d", i)})
		require.NoError(t, err)
	}
	all, err := client.Audiences.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, all, 60)

	_, err = client.Audiences.Update(ctx, all[0].ID, intercom.AudienceUpdate{Name: intercom.Set("")})
	require.ErrorIs(t, err, intercom.ErrUnprocessable)
	require.NoError(t, client.Audiences.Delete(ctx, all[0].ID))
	_, err = client.Audiences.Get(ctx, all[0].ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
