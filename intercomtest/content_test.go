package intercomtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// addSomeContent adds a draft of an article, a page and a snippet.
func addSomeContent(a *tester) (article, page, snippet string) {
	article = a.ok("POST /articles", `{"title":"Mooring","author_id":`+a.ok("GET /me", "").text("id")+`}`).text("id")
	source := a.ok("POST /ai/content_import_sources", `{"sync_behavior":"api","url":"https://quay.test"}`).text("id")
	page = a.ok("POST /ai/external_pages", `{"title":"Tides","html":"<p>Twice</p>","source_id":`+source+`,"external_id":"t","locale":"en","ai_agent_availability":false}`).text("id")
	_, b := a.send("POST /content_snippets", `{"title":"Moor here","body_markdown":"Or there"}`)
	return article, page, parse(a.t, b).text("id")
}

func TestContentSearch(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	article, page, snippet := addSomeContent(a)
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
		"copilot_state=on":                       {article},
		"copilot_state=off":                      {page, snippet},
		"created_at_after=4000000000":            {},
		"updated_at_before=4000000000":           {article, page, snippet},
		"tag_ids=1&tag_operator=IN":              {},
		"tag_ids=1&tag_operator=NIN":             {article, page, snippet},
	} {
		assert.ElementsMatch(t, want, found(query), query)
	}
	second := a.ok("GET /content/search?per_page=1&page=2", "")
	assert.Equal(t, found("")[1:2], second.list("data", "id"))
	assert.Contains(t, second.at("pages.next"), "page=3")
	assert.Contains(t, second.at("pages.prev"), "page=1")
	assert.Nil(t, a.ok("GET /content/search", "").at("pages.prev"))
	a.fails("GET /content/search?folder_ids=1", "", http.StatusUnprocessableEntity, "parameter_invalid")
	a.fails("GET /content/search?query="+strings.Repeat("x", 501), "", http.StatusUnprocessableEntity, "parameter_invalid")
}

func TestContentBulkActions(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	article, page, snippet := addSomeContent(a)
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
	assert.ElementsMatch(t, []string{article, page, snippet}, found("states=published"))
	act(`{"action":"unpublish",` + both + `}`)
	assert.ElementsMatch(t, []string{page, snippet}, found("states=published"))
	act(`{"action":"set_availability",` + both + `,"availability":{"ai_agent":true,"sales_agent":true}}`)
	act(`{"action":"set_availability","content_ids":[{"type":"external_content","id":"` + page + `"}],"availability":{"sales_agent":false}}`)
	assert.ElementsMatch(t, []string{article, page}, found("fin_service_state=on"))
	assert.Equal(t, []string{article}, found("fin_sales_state=on"))
	act(`{"action":"set_audience",` + both + `,"audience":{"add_segment_ids":[1,2]}}`)
	act(`{"action":"set_audience",` + both + `,"audience":{"add_segment_ids":[3],"remove_segment_ids":[1]}}`)
	assert.Equal(t, []any{json.Number("2"), json.Number("3")}, a.ok("GET /articles/"+article, "")["audience_ids"])
	act(`{"action":"set_audience",` + both + `,"audience":{"remove_all":true}}`)
	assert.Empty(t, a.ok("GET /articles/"+article, "")["audience_ids"])

	tag := a.ok("POST /tags", `{"name":"sea"}`).text("id")
	act(`{"action":"update_tags",` + both + `,"tags":{"add_tag_ids":[` + tag + `]}}`)
	assert.ElementsMatch(t, []string{article, page}, found("any_tag_ids="+tag))
	act(`{"action":"update_tags","content_ids":[{"type":"article","id":"` + article + `"}],"tags":{"remove_tag_ids":[` + tag + `]}}`)
	assert.Equal(t, []string{page}, found("any_tag_ids="+tag))
	act(`{"action":"delete",` + both + `}`)
	assert.ElementsMatch(t, []string{page, snippet}, found(""), "external pages are not deleted")

	for _, body := range []string{
		`{}`, `{"action":"archive",` + both + `}`, `{"action":"publish"}`, `{"action":"publish","content_ids":[]}`, `{"action":"publish","content_ids":"7"}`,
		`{"action":"publish","content_ids":[` + strings.Repeat(`{"type":"article_content","id":"1"},`, 1000) + `{"type":"article_content","id":"1"}]}`,
		`{"action":"set_availability",` + both + `}`, `{"action":"set_audience",` + both + `}`, `{"action":"update_tags",` + both + `}`,
		`{"action":"update_tags",` + both + `,"tags":{"add_tag_ids":[7]}}`,
	} {
		a.fails("POST /content/bulk_actions", body, http.StatusUnprocessableEntity, "parameter_invalid")
	}
}
