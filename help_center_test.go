package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const (
	helpCenter = `{"id":"93","workspace_id":"qz81kf0p","created_at":1734537325,"updated_at":1734537326,"identifier":"harbor","website_turned_on":true,
		"display_name":"Harbor Help","url":"https://help.quay.test","custom_domain":"help.quay.test","url_prefix":"https://help.quay.test/","default":true,"locales":["en","fr"]}`
	helpCenterRedirect = `{"id":"26","type":"help_center_redirect","from_url":"https://help.quay.test/old","locale":"en","help_center_id":93,
		"target_type":"article","target_id":11,"created_at":1781619405,"updated_at":1781619406}`
)

func TestHelpCentersRequests(t *testing.T) {
	t.Parallel()
	redirect := intercom.HelpCenterCreateRedirect{FromURL: "https://help.quay.test/old", Locale: "en", TargetType: intercom.RedirectTargetArticle, TargetID: "11"}
	testRows(t, []row{
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.HelpCenters.Get(ctx, "93")) },
			"GET /help_center/help_centers/93", "2.16", "", helpCenter},
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.HelpCenters.List(ctx)) },
			"GET /help_center/help_centers", "2.16", "", `{"type":"list","data":[` + helpCenter + `]}`},
		{"get redirect", func(ctx context.Context, c *intercom.Client) error {
			return got(c.HelpCenters.GetRedirect(ctx, "93", "26"))
		},
			"GET /help_center/help_centers/93/redirects/26", "2.16", "", helpCenterRedirect},
		{"list redirects", func(ctx context.Context, c *intercom.Client) error {
			return all(c.HelpCenters.ListRedirects(ctx, "93").PerPage(250))
		}, "GET /help_center/help_centers/93/redirects?per_page=250", "2.16", "",
			`{"type":"list","data":[` + helpCenterRedirect + `],"total_count":1,"pages":{"type":"pages","page":1,"per_page":250,"total_pages":1}}`},
		{"create redirect", func(ctx context.Context, c *intercom.Client) error {
			return got(c.HelpCenters.CreateRedirect(ctx, "93", redirect))
		}, "POST /help_center/help_centers/93/redirects", "2.16",
			`{"from_url":"https://help.quay.test/old","locale":"en","target_type":"article","target_id":"11"}`, helpCenterRedirect},
		{"delete redirect", func(ctx context.Context, c *intercom.Client) error {
			return c.HelpCenters.DeleteRedirect(ctx, "93", "26")
		},
			"DELETE /help_center/help_centers/93/redirects/26", "2.16", "", `{"id":"26","object":"help_center_redirect","deleted":true}`},
	})
}

func TestHelpCenterFields(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/help_center/help_centers/93", 200, helpCenter)
	center, err := client.HelpCenters.Get(t.Context(), "93")
	require.NoError(t, err)
	require.NoError(t, center.Mismatch())
	assert.Empty(t, center.Extra())
	assert.Equal(t, []any{intercom.ID("93"), "Harbor Help", "help.quay.test", true, []string{"en", "fr"}, int64(1734537326)},
		[]any{center.ID, center.DisplayName, center.CustomDomain, center.Default, center.Locales, center.UpdatedAt.Unix()})

	api.on("GET", "/help_center/help_centers/93/redirects/26", 200, helpCenterRedirect)
	redirect, err := client.HelpCenters.GetRedirect(t.Context(), "93", "26")
	require.NoError(t, err)
	require.NoError(t, redirect.Mismatch())
	assert.Empty(t, redirect.Extra())
	assert.Equal(t, []any{intercom.ID("93"), intercom.RedirectTargetArticle, intercom.ID("11")}, []any{redirect.HelpCenterID, redirect.TargetType, redirect.TargetID})
}

func TestHelpCentersRefuseBadArguments(t *testing.T) {
	t.Parallel()
	create := func(p intercom.HelpCenterCreateRedirect) func(ctx context.Context, c *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error {
			return got(c.HelpCenters.CreateRedirect(ctx, "93", p))
		}
	}
	testRefusals(t, []refusal{
		{"FromURL", create(intercom.HelpCenterCreateRedirect{Locale: "en", TargetType: "article", TargetID: "11"})},
		{"Locale", create(intercom.HelpCenterCreateRedirect{FromURL: "https://help.quay.test/old", TargetType: "article", TargetID: "11"})},
		{"TargetType", create(intercom.HelpCenterCreateRedirect{FromURL: "https://help.quay.test/old", Locale: "en", TargetID: "11"})},
		{"TargetID", create(intercom.HelpCenterCreateRedirect{FromURL: "https://help.quay.test/old", Locale: "en", TargetType: "article"})},
		{"help_center_id", func(ctx context.Context, c *intercom.Client) error { return got(c.HelpCenters.Get(ctx, "")) }},
		{"id", func(ctx context.Context, c *intercom.Client) error {
			return c.HelpCenters.DeleteRedirect(ctx, "93", "..")
		}},
		{"PerPage", func(ctx context.Context, c *intercom.Client) error {
			return all(c.HelpCenters.ListRedirects(ctx, "93").PerPage(251))
		}},
	})
}

func TestRedirectsStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	id := intercom.ID(fake.AddHelpCenter("Harbor Help"))
	center, err := client.HelpCenters.Get(ctx, id)
	require.NoError(t, err)
	berths, err := client.Collections.Create(ctx, intercom.CollectionCreate{Name: "Berths"})
	require.NoError(t, err)
	assert.Equal(t, id, berths.HelpCenterID)

	params := intercom.HelpCenterCreateRedirect{FromURL: center.URL + "/old", Locale: "en", TargetType: intercom.RedirectTargetCollection, TargetID: berths.ID}
	redirect, err := client.HelpCenters.CreateRedirect(ctx, id, params)
	require.NoError(t, err)
	assert.Equal(t, berths.ID, redirect.TargetID)
	_, err = client.HelpCenters.CreateRedirect(ctx, id, params)
	require.ErrorIs(t, err, intercom.ErrConflict)
	params.FromURL = "https://elsewhere.test/old"
	_, err = client.HelpCenters.CreateRedirect(ctx, id, params)
	require.ErrorIs(t, err, intercom.ErrUnprocessable)

	require.NoError(t, client.Collections.Delete(ctx, berths.ID))
	left, err := client.HelpCenters.ListRedirects(ctx, id).Collect()
	require.NoError(t, err)
	assert.Empty(t, left, "the redirects to a collection go with it")
	require.ErrorIs(t, client.HelpCenters.DeleteRedirect(ctx, id, redirect.ID), intercom.ErrNotFound)
}
