package intercom_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const (
	importSource = `{"id":36,"type":"content_import_source","last_synced_at":1734537261,"status":"active","url":"https://help.quay.test",
		"sync_behavior":"automatic","created_at":1734537260,"updated_at":"1734537261","audience_ids":[5678]}`
	externalPage = `{"id":"21","type":"external_page","title":"Tides","html":"<p>High</p>","url":"https://help.quay.test/1","ai_agent_availability":true,
		"ai_copilot_availability":true,"ai_sales_agent_availability":true,"fin_availability":true,"locale":"en","source_id":44,"external_id":"p-1",
		"created_at":1734537273,"updated_at":1734537274,"last_ingested_at":1734537275}`
)

func TestContentImportSourcesRequests(t *testing.T) {
	t.Parallel()
	testRows(t, []row{
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.ContentImportSources.List(ctx)) },
			"GET /ai/content_import_sources", "2.16", "", `{"type":"list","data":[` + importSource + `],"total_count":1,"pages":{"type":"pages","page":1,"per_page":50,"total_pages":1}}`},
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.ContentImportSources.Get(ctx, "36")) },
			"GET /ai/content_import_sources/36", "2.16", "", importSource},
		{"create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ContentImportSources.Create(ctx, intercom.ContentImportSourceCreate{URL: "https://help.quay.test"}))
		}, "POST /ai/content_import_sources", "2.16", `{"url":"https://help.quay.test","sync_behavior":"api"}`, importSource},
		{"create for some", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ContentImportSources.Create(ctx, intercom.ContentImportSourceCreate{
				URL: "https://help.quay.test", Status: intercom.ContentImportSourceStatusDeactivated, AudienceIDs: []intercom.NumberID{"5678"},
			}))
		}, "POST /ai/content_import_sources", "2.16", `{"url":"https://help.quay.test","sync_behavior":"api","status":"deactivated","audience_ids":[5678]}`, importSource},
		{"update", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ContentImportSources.Update(ctx, "36", intercom.ContentImportSourceUpdate{SyncBehavior: intercom.SyncBehaviorAPI, URL: "https://quay.test"}))
		}, "PUT /ai/content_import_sources/36", "2.16", `{"sync_behavior":"api","url":"https://quay.test"}`, importSource},
		{"update all", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ContentImportSources.Update(ctx, "36", intercom.ContentImportSourceUpdate{
				SyncBehavior: intercom.SyncBehaviorAutomatic, URL: "https://quay.test", Status: intercom.Set(intercom.ContentImportSourceStatusActive),
				AudienceIDs: intercom.Set([]intercom.NumberID{}), ApplyAudienceToExistingContent: intercom.Set(true),
			}))
		}, "PUT /ai/content_import_sources/36", "2.16",
			`{"sync_behavior":"automated","url":"https://quay.test","status":"active","audience_ids":[],"apply_audience_to_existing_content":true}`, importSource},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.ContentImportSources.Delete(ctx, "36") },
			"DELETE /ai/content_import_sources/36", "2.16", "", ""},
	})
}

func TestExternalPagesRequests(t *testing.T) {
	t.Parallel()
	testRows(t, []row{
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.ExternalPages.List(ctx)) },
			"GET /ai/external_pages", "2.16", "", `{"type":"list","data":[` + externalPage + `],"total_count":1,"pages":{"type":"pages","page":1,"per_page":50,"total_pages":1}}`},
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.ExternalPages.Get(ctx, "21")) },
			"GET /ai/external_pages/21", "2.16", "", externalPage},
		{"upsert", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ExternalPages.Upsert(ctx, intercom.ExternalPageUpsert{SourceID: "44", ExternalID: "p-1", Title: "Tides", HTML: "<p>High</p>"}))
		}, "POST /ai/external_pages", "2.16", `{"source_id":44,"external_id":"p-1","title":"Tides","html":"<p>High</p>","locale":"en"}`, externalPage},
		{"upsert all", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ExternalPages.Upsert(ctx, intercom.ExternalPageUpsert{
				SourceID: "44", ExternalID: "p-1", Title: "Tides", HTML: "<p>High</p>", URL: intercom.Set("https://help.quay.test/1"),
				AIAgentAvailability: intercom.Set(false), AICopilotAvailability: intercom.Set(true), AISalesAgentAvailability: intercom.Set(true),
			}, intercom.WithVersion("Preview")))
		}, "POST /ai/external_pages", "Preview", `{"source_id":44,"external_id":"p-1","title":"Tides","html":"<p>High</p>","locale":"en",
			"url":"https://help.quay.test/1","ai_agent_availability":false,"ai_copilot_availability":true,"ai_sales_agent_availability":true}`, externalPage},
		{"update", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ExternalPages.Update(ctx, "21", intercom.ExternalPageUpdate{
				SourceID: "44", Title: "Tides", HTML: "<p>Low</p>", URL: "https://help.quay.test/1", ExternalID: intercom.Set("p-2"), FinAvailability: intercom.Set(false),
			}))
		}, "PUT /ai/external_pages/21", "2.16",
			`{"source_id":44,"title":"Tides","html":"<p>Low</p>","url":"https://help.quay.test/1","locale":"en","external_id":"p-2","fin_availability":false}`, externalPage},
		{"update of preview", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ExternalPages.Update(ctx, "21", intercom.ExternalPageUpdate{
				SourceID: "44", Title: "Tides", HTML: "<p>Low</p>", URL: "https://help.quay.test/1",
				AIAgentAvailability: intercom.Set(true), AICopilotAvailability: intercom.Set(false), AISalesAgentAvailability: intercom.Set(false),
			}, intercom.WithVersion("Preview")))
		}, "PUT /ai/external_pages/21", "Preview", `{"source_id":44,"title":"Tides","html":"<p>Low</p>","url":"https://help.quay.test/1","locale":"en",
			"ai_agent_availability":true,"ai_copilot_availability":false,"ai_sales_agent_availability":false}`, externalPage},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.ExternalPages.Delete(ctx, "21") },
			"DELETE /ai/external_pages/21", "2.16", "", externalPage},
	})
}

func TestAIContentIsRead(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/ai/content_import_sources/36", 200, importSource, `{"type":"content_import_source","id":"36","audience_ids":null}`)
	source, err := client.ContentImportSources.Get(t.Context(), "36")
	require.NoError(t, err)
	require.NoError(t, source.Mismatch())
	assert.Empty(t, source.Extra())
	source.Object = intercom.Object{}
	assert.Equal(t, intercom.ContentImportSource{
		ID: "36", URL: "https://help.quay.test", SyncBehavior: intercom.SyncBehaviorAutomatic, Status: intercom.ContentImportSourceStatusActive,
		AudienceIDs: []intercom.ID{"5678"}, CreatedAt: intercom.At(time.Unix(1734537260, 0)), UpdatedAt: intercom.At(time.Unix(1734537261, 0)),
		LastSyncedAt: intercom.At(time.Unix(1734537261, 0)),
	}, *source)
	source, err = client.ContentImportSources.Get(t.Context(), "36")
	require.NoError(t, err)
	require.NoError(t, source.Mismatch())
	assert.Empty(t, source.AudienceIDs)

	api.on("GET", "/ai/external_pages/21", 200, externalPage)
	page, err := client.ExternalPages.Get(t.Context(), "21")
	require.NoError(t, err)
	require.NoError(t, page.Mismatch())
	assert.Empty(t, page.Extra())
	page.Object = intercom.Object{}
	assert.Equal(t, intercom.ExternalPage{
		ID: "21", SourceID: "44", ExternalID: "p-1", Title: "Tides", HTML: "<p>High</p>", URL: "https://help.quay.test/1", Locale: "en",
		AIAgentAvailability: true, AICopilotAvailability: true, AISalesAgentAvailability: true, FinAvailability: true,
		CreatedAt: intercom.At(time.Unix(1734537273, 0)), UpdatedAt: intercom.At(time.Unix(1734537274, 0)), LastIngestedAt: intercom.At(time.Unix(1734537275, 0)),
	}, *page)
}

func TestAIContentRefusesBadArguments(t *testing.T) {
	t.Parallel()
	create := func(p intercom.ContentImportSourceCreate) func(ctx context.Context, c *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error { return got(c.ContentImportSources.Create(ctx, p)) }
	}
	update := func(id intercom.ID, p intercom.ContentImportSourceUpdate) func(ctx context.Context, c *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error {
			return got(c.ContentImportSources.Update(ctx, id, p))
		}
	}
	upsert := func(change func(p *intercom.ExternalPageUpsert)) func(ctx context.Context, c *intercom.Client) error {
		p := intercom.ExternalPageUpsert{SourceID: "44", ExternalID: "p-1", Title: "Tides", HTML: "<p>High</p>"}
		change(&p)
		return func(ctx context.Context, c *intercom.Client) error { return got(c.ExternalPages.Upsert(ctx, p)) }
	}
	page := func(change func(p *intercom.ExternalPageUpdate)) func(ctx context.Context, c *intercom.Client) error {
		p := intercom.ExternalPageUpdate{SourceID: "44", Title: "Tides", HTML: "<p>High</p>", URL: "https://help.quay.test/1"}
		change(&p)
		return func(ctx context.Context, c *intercom.Client) error { return got(c.ExternalPages.Update(ctx, "21", p)) }
	}
	testRefusals(t, []refusal{
		{"URL", create(intercom.ContentImportSourceCreate{})},
		{"URL", update("36", intercom.ContentImportSourceUpdate{SyncBehavior: intercom.SyncBehaviorManual})},
		{"SyncBehavior", update("36", intercom.ContentImportSourceUpdate{URL: "https://quay.test"})},
		{"source_id", update("", intercom.ContentImportSourceUpdate{SyncBehavior: intercom.SyncBehaviorManual, URL: "https://quay.test"})},
		{"SourceID", upsert(func(p *intercom.ExternalPageUpsert) { p.SourceID = "" })},
		{"ExternalID", upsert(func(p *intercom.ExternalPageUpsert) { p.ExternalID = " " })},
		{"Title", upsert(func(p *intercom.ExternalPageUpsert) { p.Title = "" })},
		{"HTML", upsert(func(p *intercom.ExternalPageUpsert) { p.HTML = "" })},
		{"AISalesAgentAvailability", upsert(func(p *intercom.ExternalPageUpsert) { p.AISalesAgentAvailability = intercom.Set(true) })},
		{"SourceID", page(func(p *intercom.ExternalPageUpdate) { p.SourceID = "" })},
		{"Title", page(func(p *intercom.ExternalPageUpdate) { p.Title = "" })},
		{"HTML", page(func(p *intercom.ExternalPageUpdate) { p.HTML = "" })},
		{"URL", page(func(p *intercom.ExternalPageUpdate) { p.URL = "" })},
		{"AIAgentAvailability", page(func(p *intercom.ExternalPageUpdate) { p.AIAgentAvailability = intercom.Set(false) })},
		{"AIAgentAvailability", page(func(p *intercom.ExternalPageUpdate) {
			p.AIAgentAvailability, p.AISalesAgentAvailability = intercom.Set(false), intercom.Set(false)
		})},
		{"AICopilotAvailability", page(func(p *intercom.ExternalPageUpdate) { p.AICopilotAvailability = intercom.Set(true) })},
		{"AISalesAgentAvailability", page(func(p *intercom.ExternalPageUpdate) { p.AISalesAgentAvailability = intercom.Set(true) })},
		{"page_id", func(ctx context.Context, c *intercom.Client) error { return c.ExternalPages.Delete(ctx, "..") }},
	})
}

// A page that may have been written is written again: the second time it is the
// same page.
func TestExternalPagesAreRetried(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	source, err := client.ContentImportSources.Create(ctx, intercom.ContentImportSourceCreate{URL: "https://help.quay.test"})
	require.NoError(t, err)
	fake.Fail("POST /ai/external_pages", intercomtest.Cut())
	_, err = client.ExternalPages.Upsert(ctx, intercom.ExternalPageUpsert{
		SourceID: intercom.NumberID(source.ID), ExternalID: "p-1", Title: "Tides", HTML: "<p>High</p>",
	})
	require.NoError(t, err)
	pages, err := client.ExternalPages.List(ctx).Collect()
	require.NoError(t, err)
	assert.Len(t, pages, 1)
}

// The address of a page stays unless it is set, and can be taken away.
func TestExternalPagesLoseTheirAddress(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	source, err := client.ContentImportSources.Create(ctx, intercom.ContentImportSourceCreate{URL: "https://help.quay.test"})
	require.NoError(t, err)
	page := intercom.ExternalPageUpsert{SourceID: intercom.NumberID(source.ID), ExternalID: "p-1", Title: "Tides", HTML: "<p>High</p>"}
	const address = "https://help.quay.test/1"
	for _, step := range []struct {
		set  intercom.Opt[string]
		want string
	}{{intercom.Set(address), address}, {intercom.Opt[string]{}, address}, {intercom.Set(""), ""}} {
		page.URL = step.set
		got, err := client.ExternalPages.Upsert(ctx, page)
		require.NoError(t, err)
		assert.Equal(t, step.want, got.URL)
	}
}

func TestAIContentStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	source, err := client.ContentImportSources.Create(ctx, intercom.ContentImportSourceCreate{URL: "https://help.quay.test"})
	require.NoError(t, err)
	for i := range 60 { // more than a page of them
		_, err := client.ExternalPages.Upsert(ctx, intercom.ExternalPageUpsert{
			SourceID: intercom.NumberID(source.ID), ExternalID: "p-" + string(rune('A'+i)), Title: "Tides", HTML: "<p>High</p>", AIAgentAvailability: intercom.Set(true),
		})
		require.NoError(t, err)
	}
	pages, err := client.ExternalPages.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, pages, 60)
	assert.Equal(t, source.ID, pages[0].SourceID)

	require.NoError(t, client.ExternalPages.Delete(ctx, pages[0].ID))
	_, err = client.ExternalPages.Get(ctx, pages[0].ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)
	changed, err := client.ExternalPages.Update(ctx, pages[1].ID, intercom.ExternalPageUpdate{
		SourceID: intercom.NumberID(source.ID), Title: "Low tides", HTML: "<p>Low</p>", URL: "https://help.quay.test/1", FinAvailability: intercom.Set(false),
	})
	require.NoError(t, err)
	assert.Equal(t, "Low tides", changed.Title)
	assert.False(t, changed.AIAgentAvailability)

	require.NoError(t, client.ContentImportSources.Delete(ctx, source.ID))
	pages, err = client.ExternalPages.List(ctx).Collect()
	require.NoError(t, err)
	assert.Empty(t, pages)
}
