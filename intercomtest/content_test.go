package intercomtest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestContentSearch(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	article := a.fake.AddContent("article", "Mooring")
	page := a.fake.AddContent("external_content", "Tides")
	snippet := a.fake.AddContent("content_snippet", "Moor here")
	found := func(query string) []string { return a.ok("GET /content/search?"+query, "").list("data", "id") }
	me := a.ok("GET /me", "").text("id")
	for query, want := range map[string][]string{
		"":                                       {article, page, snippet},
		"query=MOOR":                             {article, snippet},
		"content_types=snippet,external_content": {page, snippet},
		"states=draft":                           {article},
		"states=published":                       {page, snippet},
		"locales=fr":                             {},
		"locales=en,fr":                          {article, page, snippet},
		"created_by_ids=" + me:                   {article, page, snippet},
		"last_updated_by_ids=1":                  {},
		"copilot_state=on":                       {},
		"copilot_state=off":                      {article, page, snippet},
		"created_at_after=4000000000":            {},
		"updated_at_before=4000000000":           {article, page, snippet},
		"tag_ids=1&tag_operator=IN":              {},
		"tag_ids=1&tag_operator=NIN":             {article, page, snippet},
	} {
		assert.Equal(t, want, found(query), query)
	}
	second := a.ok("GET /content/search?per_page=1&page=2", "")
	assert.Equal(t, []string{page}, second.list("data", "id"))
	assert.Contains(t, second.at("pages.next"), "page=3")
	assert.Contains(t, second.at("pages.prev"), "page=1")
	assert.Nil(t, a.ok("GET /content/search", "").at("pages.prev"))
	a.fails("GET /content/search?folder_ids=1", "", http.StatusUnprocessableEntity, "parameter_invalid")
	a.fails("GET /content/search?query="+strings.Repeat("x", 501), "", http.StatusUnprocessableEntity, "parameter_invalid")
	assert.Panics(t, func() { a.fake.AddContent("news", "x") })
	assert.Panics(t, func() { a.fake.MoveContent("7", "") })
	assert.Panics(t, func() { a.fake.MoveContent(page, "7") })
}

func TestContentBulkActions(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	article := a.fake.AddContent("article", "Mooring")
	page := a.fake.AddContent("external_content", "Tides")
	act := func(body string) {
		t.Helper()
		res, b := a.send("POST /content/bulk_actions", body)
		require.Equal(t, http.StatusAccepted, res.StatusCode, "%s", b)
		assert.JSONEq(t, `{"type":"content_bulk_action","status":"queued"}`, string(b))
	}
	found := func(query string) []string { return a.ok("GET /content/search?"+query, "").list("data", "id") }
	content := a.ok("GET /content/search?content_types=article", "")["data"].([]any)[0].(map[string]any)["contents"].([]any)[0].(map[string]any)["id"].(string)
	both := `"content_ids":[{"type":"article_content","id":"` + content + `"},{"type":"external_content","id":"` + page + `"},{"type":"article","id":"` + article + `"}]`

	act(`{"action":"publish",` + both + `}`)
	assert.Equal(t, []string{article, page}, found("states=published"))
	act(`{"action":"unpublish",` + both + `}`)
	assert.Equal(t, []string{page}, found("states=published"))
	act(`{"action":"set_availability",` + both + `,"availability":{"ai_agent":true,"sales_agent":true}}`)
	act(`{"action":"set_availability","content_ids":[{"type":"external_content","id":"` + page + `"}],"availability":{"sales_agent":false}}`)
	assert.Equal(t, []string{article, page}, found("fin_service_state=on"))
	assert.Equal(t, []string{article}, found("fin_sales_state=on"))
	act(`{"action":"set_audience",` + both + `,"audience":{"add_segment_ids":[1,2]}}`)
	act(`{"action":"set_audience",` + both + `,"audience":{"add_segment_ids":[3],"remove_segment_ids":[1]}}`)
	assert.Equal(t, []string{"2", "3"}, a.fake.workspace.added.byID[page].segments)
	act(`{"action":"set_audience",` + both + `,"audience":{"remove_all":true}}`)
	assert.Empty(t, a.fake.workspace.added.byID[page].segments)

	tag := a.ok("POST /tags", `{"name":"sea"}`).text("id")
	act(`{"action":"update_tags",` + both + `,"tags":{"add_tag_ids":[` + tag + `]}}`)
	assert.Equal(t, []string{article, page}, found("any_tag_ids="+tag))
	act(`{"action":"update_tags","content_ids":[{"type":"article","id":"` + article + `"}],"tags":{"remove_tag_ids":[` + tag + `]}}`)
	assert.Equal(t, []string{page}, found("any_tag_ids="+tag))
	act(`{"action":"delete",` + both + `}`)
	assert.Equal(t, []string{page}, found(""), "external pages are not deleted")

	for _, body := range []string{
		`{}`, `{"action":"archive",` + both + `}`, `{"action":"publish"}`, `{"action":"publish","content_ids":[]}`, `{"action":"publish","content_ids":"7"}`,
		`{"action":"publish","content_ids":[` + strings.Repeat(`{"type":"article_content","id":"1"},`, 1000) + `{"type":"article_content","id":"1"}]}`,
		`{"action":"set_availability",` + both + `}`, `{"action":"set_audience",` + both + `}`, `{"action":"update_tags",` + both + `}`,
		`{"action":"update_tags",` + both + `,"tags":{"add_tag_ids":[7]}}`,
	} {
		a.fails("POST /content/bulk_actions", body, http.StatusUnprocessableEntity, "parameter_invalid")
	}
}
