package intercomtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExternalPagesAreUpserted(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	source := a.ok("POST /ai/content_import_sources", `{"url":"https://help.quay.test","sync_behavior":"api","audience_ids":5}`)
	assert.Equal(t, []any{"active", "api", "content_import_source"}, []any{source["status"], source["sync_behavior"], source["type"]})
	assert.Len(t, source["audience_ids"], 1)
	other := a.ok("POST /ai/content_import_sources", `{"url":"https://docs.quay.test","sync_behavior":"api"}`)
	page := func(source object, title, rest string) object {
		return a.ok("POST /ai/external_pages", `{"source_id":`+source.text("id")+`,"external_id":"p-1","title":"`+title+`","html":"<p>x</p>","locale":"en"`+rest+`}`)
	}

	first := page(source, "Tides", `,"ai_agent_availability":true`)
	again := page(source, "High tides", "")
	assert.Equal(t, []any{first["id"], "High tides", true, false}, []any{again["id"], again["title"], again["ai_agent_availability"], again["ai_copilot_availability"]})
	assert.NotEqual(t, first["id"], page(other, "Tides", "")["id"])
	assert.Equal(t, 2, a.ok("GET /ai/external_pages", "").at("total_count"))

	changed := a.ok("PUT /ai/external_pages/"+first.text("id"),
		`{"source_id":`+source.text("id")+`,"title":"Tides","html":"<p>y</p>","url":"https://help.quay.test/1","locale":"en","fin_availability":false}`)
	assert.Equal(t, []any{"p-1", "https://help.quay.test/1", false}, []any{changed["external_id"], changed["url"], changed["ai_agent_availability"]})
	assert.Empty(t, a.ok("DELETE /ai/external_pages/"+first.text("id"), "")["html"])
	a.fails("GET /ai/external_pages/"+first.text("id"), "", 404, "not_found")
	a.fails("POST /ai/external_pages", `{"source_id":7,"external_id":"p-1","title":"x","html":"x","locale":"en"}`, 404, "not_found")
	for _, version := range []string{"2.12", "2.16", "Preview"} {
		a.as(version).fails("POST /ai/external_pages", `{"source_id":`+source.text("id")+`,"external_id":"p-1","title":"x","html":"x","locale":"fr"}`, 400, "parameter_invalid")
		a.as(version).fails("POST /ai/content_import_sources", `{"url":"https://x.test","sync_behavior":"bogus"}`, 400, "parameter_invalid")
		a.as(version).fails("POST /ai/content_import_sources", `{"url":"https://x.test","sync_behavior":"manual"}`, 400, "parameter_invalid")
		a.as(version).fails("POST /ai/content_import_sources", `{"url":"https://x.test","sync_behavior":"api","status":"x"}`, 400, "parameter_invalid")
		a.as(version).fails("PUT /ai/content_import_sources/"+source.text("id"), `{"url":"https://x.test","sync_behavior":"bogus"}`, 400, "parameter_invalid")
	}
}

func TestContentImportSourcesTakeTheirPagesAlong(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	source := a.ok("POST /ai/content_import_sources", `{"url":"https://help.quay.test","sync_behavior":"api"}`).text("id")
	crawled := a.fake.AddContentImportSource("https://www.quay.test", "automatic")
	a.ok("POST /ai/external_pages", `{"source_id":`+source+`,"external_id":"p-1","title":"x","html":"x","locale":"en"}`)
	a.fails("POST /ai/external_pages", `{"source_id":`+crawled+`,"external_id":"p-1","title":"x","html":"x","locale":"en"}`, 400, "parameter_invalid")

	one := "PUT /ai/content_import_sources/"
	changed := a.ok(one+crawled, `{"url":"https://www.quay.test","sync_behavior":"automated","audience_ids":[5,6]}`)
	assert.Equal(t, "automatic", changed["sync_behavior"], "requests have another word for it than responses")
	assert.Empty(t, a.ok(one+crawled, `{"url":"https://www.quay.test","sync_behavior":"manual","audience_ids":null}`)["audience_ids"])
	a.fails(one+crawled, `{"url":"https://www.quay.test","sync_behavior":"api"}`, 400, "parameter_invalid")
	a.fails(one+crawled, `{"url":"https://quay.test","sync_behavior":"manual"}`, 400, "parameter_invalid")
	assert.Equal(t, "https://quay.test", a.ok(one+source, `{"url":"https://quay.test","sync_behavior":"api"}`)["url"])

	res, _ := a.send("DELETE /ai/content_import_sources/"+source, "")
	assert.Equal(t, 204, res.StatusCode)
	assert.Empty(t, a.ok("GET /ai/external_pages", "")["data"])
	assert.Equal(t, []string{crawled}, a.ok("GET /ai/content_import_sources", "").list("data", "id"))
	a.fails("DELETE /ai/content_import_sources/"+source, "", 404, "not_found")
}
