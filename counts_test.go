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

func TestCountsRequests(t *testing.T) {
	t.Parallel()
	testRows(t, []row{
		{"app", func(ctx context.Context, c *intercom.Client) error { return got(c.Counts.ForApp(ctx)) },
			"GET /counts", "1.4", "", `{"type":"count.hash"}`},
		{"conversations", func(ctx context.Context, c *intercom.Client) error { return got(c.Counts.Conversations(ctx)) },
			"GET /counts?type=conversation", "1.4", "", `{"type":"count","conversation":{"assigned":4,"closed":310,"open":11,"unassigned":7}}`},
		{"conversations by admin", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Counts.ListConversationsByAdmin(ctx))
		},
			"GET /counts?type=conversation&count=admin", "1.4", "", `{"type":"count","conversation":{"admin":[]}}`},
		{"users by tag", func(ctx context.Context, c *intercom.Client) error { return all(c.Counts.ListUsersByTag(ctx)) },
			"GET /counts?type=user&count=tag", "1.4", "", `{"type":"count","user":{"tag":[]}}`},
		{"users by segment", func(ctx context.Context, c *intercom.Client) error { return all(c.Counts.ListUsersBySegment(ctx)) },
			"GET /counts?type=user&count=segment", "1.4", "", `{"type":"count","user":{"segment":null}}`},
		{"users by company", func(ctx context.Context, c *intercom.Client) error { return all(c.Counts.ListUsersByCompany(ctx)) },
			"GET /counts?type=company&count=user", "1.4", "", `{"type":"count","company":{"user":[]},"pages":{}}`},
		{"companies by tag", func(ctx context.Context, c *intercom.Client) error { return all(c.Counts.ListCompaniesByTag(ctx)) },
			"GET /counts?type=company&count=tag", "1.4", "", `{"type":"count","company":{}}`},
		{"companies by segment", func(ctx context.Context, c *intercom.Client) error { return all(c.Counts.ListCompaniesBySegment(ctx)) },
			"GET /counts?type=company&count=segment", "1.4", "", `{"type":"count"}`},
		{"for type", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Counts.ForType(ctx, intercom.CountTypeUser, intercom.CountBySegment))
		}, "GET /counts?type=user&count=segment", "1.4", "", `{"type":"count","user":{"segment":[{"Active":95}]}}`},
		{"for type alone", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Counts.ForType(ctx, intercom.CountTypeConversation, ""))
		}, "GET /counts?type=conversation", "1.4", "", `{"type":"count","conversation":{}}`},
	})
	testRefusals(t, []refusal{
		{"of", func(ctx context.Context, c *intercom.Client) error { return got(c.Counts.ForType(ctx, "", "tag")) }},
	})
}

func TestCountsOfApp(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/counts", 200, `{"type":"count.hash","company":{"count":12},"segment":{"count":9},"tag":{"count":30},"user":{"count":2210}}`)
	counts, err := client.Counts.ForApp(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []int{12, 9, 30, 2210, 0},
		[]int{counts.Company.Count, counts.Segment.Count, counts.Tag.Count, counts.User.Count, counts.Lead.Count})
	assert.False(t, counts.Has("lead"))
	assert.NoError(t, counts.Mismatch())
}

func TestCountsOfConversations(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/counts", 200,
		`{"type":"count","conversation":{"assigned":4,"closed":310,"open":11,"unassigned":7}}`,
		`{"type":"count","conversation":{"admin":[{"id":40117,"name":"Ole Brandt","open":3,"closed":120}]}}`)
	counts, err := client.Counts.Conversations(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []int{4, 310, 11, 7}, []int{counts.Assigned, counts.Closed, counts.Open, counts.Unassigned})
	assert.True(t, counts.Has("open"))

	admins, err := client.Counts.ListConversationsByAdmin(t.Context()).Collect()
	require.NoError(t, err)
	require.Len(t, admins, 1)
	assert.Equal(t, intercom.ID("40117"), admins[0].ID)
	assert.Equal(t, []int{3, 120}, []int{admins[0].Open, admins[0].Closed})
}

// Names are keys: they can be anything, and repeat.
func TestCountsByName(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/counts", 200, `{"type":"count","company":{"user":[
		{"Harbor Freight":4,"remote_company_id":"hb-9"}, {"remote_company_id":null,"Caf\u00e9 \"42\".$":"7"},
		{"Harbor Freight":1,"remote_company_id":12}, {"":2}, {"remote_company_id":5}
	]},"pages":{"pages":{"type":"pages","next":null,"page":1,"per_page":50,"total_pages":1}}}`)
	counts, err := client.Counts.ListUsersByCompany(t.Context()).Collect()
	require.NoError(t, err)
	want := []intercom.NamedCount{
		{Name: "Harbor Freight", Count: 4, CompanyID: "hb-9"}, {Name: `Café "42".$`, Count: 7},
		{Name: "Harbor Freight", Count: 1, CompanyID: "12"}, {Count: 2}, {Name: "remote_company_id", Count: 5},
	}
	require.Len(t, counts, len(want))
	for i := range want {
		assert.Equal(t, want[i], *counts[i])
	}
	b, err := json.Marshal(want[0])
	require.NoError(t, err)
	assert.JSONEq(t, `{"Harbor Freight":4,"remote_company_id":"hb-9"}`, string(b))
	var again intercom.NamedCount
	require.NoError(t, json.Unmarshal(b, &again))
	assert.Equal(t, want[0], again)
	require.Error(t, json.Unmarshal([]byte(`{"a":"b"}`), &again))
}

func TestCountsForType(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/counts", 200,
		`{"type":"count","user":{"segment":[{"Active":95},{"New":12}]}}`,
		`{"type":"count","conversation":{"admin":[{"id":"40117","open":3,"closed":120}]}}`,
		`{"type":"count","conversation":{"assigned":4}}`)
	counts, err := client.Counts.ForType(t.Context(), intercom.CountTypeUser, intercom.CountBySegment)
	require.NoError(t, err)
	assert.Equal(t, []intercom.NamedCount{{Name: "Active", Count: 95}, {Name: "New", Count: 12}}, counts.User.Segment)
	counts, err = client.Counts.ForType(t.Context(), intercom.CountTypeConversation, intercom.CountByAdmin)
	require.NoError(t, err)
	assert.Equal(t, 120, counts.Conversation.Admin[0].Closed)
	counts, err = client.Counts.ForType(t.Context(), intercom.CountTypeConversation, "")
	require.NoError(t, err)
	assert.Equal(t, 4, counts.Conversation.Assigned)
	assert.NoError(t, counts.Mismatch())
}

func TestCountsFlow(t *testing.T) {
	t.Parallel()
	ctx, fake := t.Context(), intercomtest.NewServer()
	client := fake.Client()
	for _, id := range []string{"1", "2", "3"} {
		_, err := client.Users.Create(ctx, intercom.UserCreate{UserID: id, Companies: []intercom.UserCompany{{CompanyID: "co-" + id, Name: "Company " + id}}})
		require.NoError(t, err)
	}
	_, err := client.Tags.TagUsers(ctx, "vip", []intercom.UserRef{intercom.ByUserID("1"), intercom.ByUserID("2")})
	require.NoError(t, err)
	_, err = client.Tags.TagCompanies(ctx, "big", []intercom.CompanyRef{intercom.ByCompanyID("co-3")})
	require.NoError(t, err)
	fake.AddConversation()

	app, err := client.Counts.ForApp(ctx)
	require.NoError(t, err)
	assert.Equal(t, []int{3, 0, 2, 3}, []int{app.Company.Count, app.Segment.Count, app.Tag.Count, app.User.Count})
	tags, err := client.Counts.ListUsersByTag(ctx).PerPage(1).Collect()
	require.NoError(t, err)
	require.Len(t, tags, 2, "over two pages")
	assert.Equal(t, intercom.NamedCount{Name: "vip", Count: 2}, *tags[0])
	tags, err = client.Counts.ListCompaniesByTag(ctx).Collect()
	require.NoError(t, err)
	assert.Equal(t, intercom.NamedCount{Name: "big", Count: 1}, *tags[1])
	companies, err := client.Counts.ListUsersByCompany(ctx).Collect()
	require.NoError(t, err)
	assert.Equal(t, intercom.NamedCount{Name: "Company 1", Count: 1, CompanyID: "co-1"}, *companies[0])
	conversations, err := client.Counts.Conversations(ctx)
	require.NoError(t, err)
	assert.Equal(t, 1, conversations.Open)
	admins, err := client.Counts.ListConversationsByAdmin(ctx).Collect()
	require.NoError(t, err)
	assert.Len(t, admins, 1)
	_, err = client.Counts.ForType(ctx, "moon", "tide")
	require.ErrorIs(t, err, intercom.ErrBadRequest)
}
