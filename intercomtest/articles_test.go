package intercomtest

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func newArticle(a *tester, fields string) string {
	return a.ok("POST /articles", `{"author_id":`+a.ok("GET /me", "").text("id")+`,`+fields+`}`).text("id")
}

func TestArticles(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.ok("GET /me", "").text("id")
	a.fails("POST /articles", `{"title":"No author"}`, 400, "parameter_not_found")
	a.fails("POST /articles", `{"author_id":`+me+`}`, 400, "parameter_not_found")
	a.fails("POST /articles", `{"title":"Nobody's","author_id":1}`, 400, "parameter_invalid")
	a.fails("POST /articles", `{"title":"Both","author_id":`+me+`,"body":"a","body_markdown":"a"}`, 400, "parameter_invalid")

	collection := a.ok("POST /help_center/collections", `{"name":"Piers"}`).text("id")
	audience := a.ok("POST /audiences", `{"name":"Pilots"}`).text("id")
	made := a.ok("POST /articles", `{"title":"Pier C4","author_id":`+me+`,"body":"Where <it> is","parent_id":`+collection+`,"parent_type":"collection",
		"audience_ids":[`+audience+`],"translated_content":{"fr":{"title":"Jetée C4"}}}`)
	assert.Equal(t, `<p class="no-margin">Where &lt;it&gt; is</p>`, made["body"])
	assert.Equal(t, "Where <it> is\n", made["body_markdown"])
	assert.Equal(t, "draft", made["state"])
	assert.Nil(t, made["url"])
	assert.Contains(t, made, "statistics")
	assert.NotContains(t, made, "translated_content", "there is one language")
	assert.NotContains(t, made, "parent_id")
	assert.Equal(t, collection, a.as("2.15").ok("GET /articles/"+made.text("id"), "").text("parent_id"))
	for _, wrong := range []string{`"parent_id":"999"`, `"parent_id":"` + collection + `","parent_type":"banana"`} {
		a.fails("PUT /articles/"+made.text("id"), `{`+wrong+`}`, 400, "parameter_invalid")
	}
	a.as("2.15").fails("PUT /articles/"+made.text("id"), `{"title":null}`, 400, "parameter_not_found")
	assert.Equal(t, "audience_ids contains unknown audience IDs: 998, 999",
		a.fails("PUT /articles/"+made.text("id"), `{"title":"x","audience_ids":[998,`+audience+`,999]}`, 404, "parameter_invalid"))
	assert.Equal(t, []any{"Pier C4", []any{json.Number(audience)}}, []any{a.ok("GET /articles/"+made.text("id"), "")["title"], made["audience_ids"]})
	assert.Nil(t, a.as("Preview").ok("PUT /articles/"+made.text("id"), `{"audience_ids":null,"parent_id":null}`)["folder_id"])
	assert.Empty(t, a.ok("GET /articles/"+made.text("id"), "")["parent_ids"])

	published := a.ok("PUT /articles/"+made.text("id"), `{"state":"published","body_markdown":"# Here\n\nThe **third** one"}`)
	assert.Contains(t, published["url"], "-pier-c4")
	assert.Equal(t, `<h1>Here</h1><p class="no-margin">The <b>third</b> one</p>`, published["body"])
	list := a.ok("GET /articles", "")
	assert.Equal(t, []string{"Pier C4"}, list.list("data", "title"))
	assert.NotContains(t, list["data"].([]any)[0], "statistics")
	assert.Equal(t, object{"id": made["id"], "object": "article", "deleted": true}, a.ok("DELETE /articles/"+made.text("id"), ""))
	a.fails("GET /articles/"+made.text("id"), "", 404, "not_found")
}

// In Preview an article can be in several collections and in a folder.
func TestArticlePlaces(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	collection := func(name string) string {
		return a.ok("POST /help_center/collections", `{"name":"`+name+`"}`).text("id")
	}
	one, two := collection("Piers"), collection("Fees")
	path := "/articles/" + newArticle(a, `"title":"Pier C4"`)
	fields := `{"parent_id":"` + one + `","parent_ids":[` + two + `,` + one + `],"folder_id":7}`
	article := a.as("2.15").ok("PUT "+path, fields)
	assert.Equal(t, []any{json.Number(one)}, article["parent_ids"])
	assert.Nil(t, a.as("Preview").ok("GET "+path, "")["folder_id"])
	article = a.as("Preview").ok("PUT "+path, fields)
	assert.Equal(t, []any{[]any{json.Number(two), json.Number(one)}, 7}, []any{article["parent_ids"], article.at("folder_id")})
	a.as("Preview").fails("PUT "+path, `{"parent_ids":[999]}`, 400, "parameter_invalid")
	assert.Empty(t, a.as("Preview").ok("PUT "+path, `{"parent_ids":[]}`)["parent_ids"])
}

func TestArticleDrafts(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	one := "/articles/" + newArticle(a, `"title":"Pier C4"`)
	message := a.fails("PUT "+one+"/draft", `{"title":"Pier C5"}`, 422, "parameter_invalid")
	assert.Equal(t, "Article must be published before a draft can be staged", message)
	a.fails("POST "+one+"/draft/publish", "", 422, "parameter_invalid")
	a.ok("PUT "+one, `{"state":"published"}`)

	res, body := a.send("GET "+one+"/draft", "")
	assert.Equal(t, 200, res.StatusCode, "not 404, as the description has it")
	assert.Empty(t, body)
	a.fails("GET /articles/1/draft", "", 404, "not_found")

	staged := a.ok("PUT "+one+"/draft", `{"title":"Pier C5","ai_chatbot_availability":false}`)
	assert.Equal(t, []any{"Pier C5", true, true}, []any{staged["title"], staged["has_unpublished_changes"], staged["ai_chatbot_availability"]})
	live := a.ok("GET "+one, "")
	assert.Equal(t, []any{"Pier C4", true}, []any{live["title"], live["has_unpublished_changes"]})
	a.ok("PUT "+one, `{"description":"A pier"}`)
	assert.Equal(t, "A pier", a.ok("GET "+one+"/draft", "")["description"], "what is changed goes into the draft")
	assert.Empty(t, a.ok("GET "+one, "")["description"])
	a.ok("PUT "+one+"/draft", `{}`)
	a.fails("PUT "+one+"/draft", `{"author_id":1}`, 400, "parameter_invalid")

	assert.Equal(t, "Cannot publish a draft for locale(s) without pending changes: fr", a.fails("POST "+one+"/draft/publish", `{"locales":["en","fr"]}`, 422, "parameter_invalid"))
	done := a.ok("POST "+one+"/draft/publish", "")
	assert.Equal(t, []any{"Pier C5", false, nil}, []any{done["title"], done["has_unpublished_changes"], done["draft_updated_at"]})
	assert.Equal(t, "Article has no draft to publish", a.fails("POST "+one+"/draft/publish", "", 422, "parameter_invalid"))

	versions := a.ok("GET "+one+"/versions", "")
	assert.Equal(t, []string{"Pier C5", "Pier C4"}, versions.list("data", "title"))
	assert.Equal(t, []string{"published", "draft"}, versions.list("data", "state"))
	ids := versions.list("data", "id")
	assert.Equal(t, []string{ids[1], ""}, versions.list("data", "from_version_id"))
	assert.Contains(t, a.ok("GET "+one+"/versions/"+ids[1], ""), "body_markdown")
	a.fails("GET "+one+"/versions/1", "", 404, "not_found")
	a.fails("GET /articles/1/versions/"+ids[0], "", 404, "not_found")
	a.fails("GET "+one+"/versions?locale=fr", "", 400, "parameter_invalid")
	a.fails("GET "+one+"/versions/"+ids[0]+"?locale=fr", "", 400, "parameter_invalid")
	a.ok("PUT "+one, `{"state":"draft"}`)
	assert.Equal(t, []string{"draft", "draft"}, a.ok("GET "+one+"/versions", "").list("data", "state"))
}

// A draft is beside what readers see: without that it is the article itself.
func TestArticlesThatAreUnpublishedHaveNoDraft(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	a := newTester(t, WithClock(func() time.Time { return now }))
	for _, unpublish := range []func(id, content string){
		func(id, _ string) { a.ok("PUT /articles/"+id, `{"state":"draft"}`) },
		func(id, _ string) {
			a.ok("PUT /articles/"+id, `{"scheduled_unpublish_at":"`+now.Add(time.Hour).Format(time.RFC3339)+`"}`)
			now = now.Add(2 * time.Hour)
		},
		func(_, content string) {
			a.ok("POST /content/bulk_actions", `{"action":"unpublish","content_ids":[{"type":"article_content","id":`+content+`}]}`)
		},
	} {
		id := newArticle(a, `"title":"Pier","state":"published"`)
		a.ok("PUT /articles/"+id+"/draft", `{"title":"Quay"}`)
		unpublish(id, a.fake.workspace.articles.byID[id].contents[defaultLocale].id)
		_, draft := a.send("GET /articles/"+id+"/draft", "")
		assert.Empty(t, draft)
		article := a.ok("GET /articles/"+id, "")
		assert.Equal(t, []any{"Quay", "draft", nil}, []any{article["title"], article["state"], article["draft_updated_at"]})
	}
}

func TestArticlesInSeveralLanguages(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	a.fake.AddLocale("fr")
	a.fake.AddLocale("fr")
	one := "/articles/" + newArticle(a, `"title":"Pier","state":"published","translated_content":{"fr":{"title":"Jetée","state":"published"},"id":{"title":"Dermaga"}}`)
	article := a.ok("GET "+one, "")
	assert.Equal(t, []any{"Jetée", "published", "en"}, []any{article.at("translated_content.fr.title"), article.at("translated_content.fr.state"), article["default_locale"]})
	assert.NotContains(t, article["translated_content"], "id", "a language that the help center lacks")
	assert.NotContains(t, article, "audience_ids")

	a.ok("PUT "+one+"/draft", `{"title":"Quay","translated_content":{"fr":{"title":"Quai"}}}`)
	a.fails("POST "+one+"/draft/publish", "", 422, "parameter_not_found")
	done := a.ok("POST "+one+"/draft/publish", `{"locales":["fr"]}`)
	assert.Equal(t, []any{"Pier", "Quai"}, []any{done["title"], done.at("translated_content.fr.title")})
	assert.Equal(t, "Quay", a.ok("GET "+one+"/draft", "")["title"])
	assert.Equal(t, []string{"Quai", "Jetée"}, a.ok("GET "+one+"/versions?locale=fr", "").list("data", "title"))

	other := "/articles/" + newArticle(a, `"title":"Buoy","state":"published"`)
	assert.Nil(t, a.ok("GET "+other, "").at("translated_content.fr"))
	a.fake.workspace.articles.byID[other[len("/articles/"):]].updatedAt = 2
	assert.Equal(t, "Bouée", a.ok("PUT "+other+"/draft", `{"translated_content":{"fr":{"title":"Bouée"}}}`).at("translated_content.fr.title"))
	live := a.ok("GET "+other, "")
	assert.Equal(t, []any{nil, 2}, []any{live.at("translated_content.fr"), live.at("updated_at")}, "readers see nothing of it")
	assert.Equal(t, "published", a.ok("POST "+other+"/draft/publish", `{"locales":["fr"]}`).at("translated_content.fr.state"))

	a.ok("PUT "+other, `{"title":"Buoys","translated_content":{"en":{"description":"Where they are"}}}`)
	versions := a.ok("GET "+other+"/versions", "")
	assert.Equal(t, []string{"Buoys", "Buoy"}, versions.list("data", "title"), "one version for both parts")
	assert.Equal(t, "Where they are", versions.list("data", "description")[0])
	a.fails("PUT "+other, `{"translated_content":{"fr":{"author_id":1}}}`, 400, "parameter_invalid")
}

func TestArticleSearch(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	a.fake.AddLocale("fr")
	first := newArticle(a, `"title":"Mooring fees","state":"published","description":"What mooring costs","body":"<p>A day is 5.</p><p>Free mooring is over.</p>"`)
	newArticle(a, `"title":"Harbor","body":"About mooring"`)
	newArticle(a, `"title":"Tides","translated_content":{"fr":{"title":"Marées"}}`)

	found := a.ok("GET /articles/search?phrase=MOORING&highlight=true", "")
	assert.Equal(t, []string{"Harbor", "Mooring fees"}, found.list("data.articles", "title"))
	assert.Equal(t, 2, found.at("total_count"))
	highlights := found.at("data.highlights").([]any)[1].(map[string]any)
	assert.Equal(t, first, highlights["article_id"])
	piece := func(kind, text string) any { return map[string]any{"type": kind, "text": text} }
	assert.Equal(t, []any{piece("highlight", "Mooring"), piece("plain", " fees")}, highlights["highlighted_title"])
	assert.Equal(t, []any{
		[]any{piece("plain", "What "), piece("highlight", "mooring"), piece("plain", " costs")},
		[]any{piece("plain", "Free "), piece("highlight", "mooring"), piece("plain", " is over.")},
	}, highlights["highlighted_summary"])

	assert.Empty(t, a.ok("GET /articles/search?phrase=mooring", "").at("data.highlights"))
	assert.Empty(t, a.ok("GET /articles/search?highlight=true", "").at("data.highlights"))
	center := a.fake.AddHelpCenter("Quay")
	assert.Equal(t, 3, a.ok("GET /articles/search?help_center_id="+center, "").at("total_count"))
	assert.Equal(t, 0, a.ok("GET /articles/search?help_center_id=999", "").at("total_count"))
	assert.Equal(t, []string{"Mooring fees"}, a.ok("GET /articles/search?state=published", "").list("data.articles", "title"))
	assert.Equal(t, []string{"Harbor"}, a.ok("GET /articles/search?phrase=mooring&state=draft", "").list("data.articles", "title"))
	assert.Equal(t, []string{"Tides"}, a.ok("GET /articles/search?phrase=mar%C3%A9es&state=all", "").list("data.articles", "title"))
	assert.Equal(t, 3, a.ok("GET /articles/search?per_page=1", "").at("pages.total_pages"))
	a.fails("GET /articles/search?state=odd", "", 400, "parameter_invalid")
	a.fails("GET /articles/search?page=0", "", 400, "parameter_invalid")
}

func TestArticleSchedules(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	a := newTester(t, WithClock(func() time.Time { return now }))
	one := "/articles/" + newArticle(a, `"title":"Pier","state":"published","scheduled_publish_at":"2026-03-02T12:00:00.000Z"`)
	article := a.ok("GET "+one, "")
	assert.Equal(t, []any{"draft", 1772452800}, []any{article["state"], article.at("scheduled_publish_at")})
	for _, body := range []string{
		`{"scheduled_publish_at":"2026-02-28T00:00:00Z"}`,
		`{"scheduled_publish_at":"tomorrow"}`,
		`{"scheduled_publish_at":"2026-03-05T00:00:00Z","state":"draft"}`,
		`{"scheduled_unpublish_at":"2026-03-05T00:00:00Z"}`,
	} {
		a.fails("PUT "+one, body, 400, "parameter_invalid")
	}
	now = now.Add(25 * time.Hour)
	article = a.ok("GET "+one, "")
	assert.Equal(t, []any{"published", nil}, []any{article["state"], article["scheduled_publish_at"]})

	a.ok("PUT "+one, `{"title":"Quay","state":"published","scheduled_publish_at":"2026-03-04T00:00:00Z"}`)
	assert.Equal(t, "Pier", a.ok("GET "+one, "")["title"])
	a.fails("PUT "+one, `{"scheduled_unpublish_at":"2026-03-05T00:00:00Z"}`, 400, "parameter_invalid")
	a.ok("PUT "+one, `{"scheduled_publish_at":null,"scheduled_unpublish_at":"2026-03-05T00:00:00Z"}`)
	now = now.Add(96 * time.Hour)
	article = a.ok("GET "+one, "")
	assert.Equal(t, []any{"Quay", "draft"}, []any{article["title"], article["state"]}, "what was staged is the article")
}

func TestTagsOfKnowledge(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	world := map[string]string{"admin": a.ok("GET /me", "").text("id")}
	addArticles(a, world)
	tag, other := world["label"], a.fake.AddAdmin("Ole", "ole@qz.test")
	for kind, one := range map[string]string{
		"article":          "/articles/" + world["article"],
		"internal_article": "/internal_articles/" + world["internal"],
		"content_snippet":  "/content_snippets/" + world["snippet"],
	} {
		put := a.ok("POST "+one+"/tags", `{"id":"`+tag+`"}`)
		assert.Equal(t, []any{"harbor", world["admin"]}, []any{put["name"], put.at("applied_by.id")})
		taken := a.ok("DELETE "+one+"/tags/"+tag, "")
		assert.Equal(t, object{"type": "tag", "id": tag, "name": "harbor", "applied_at": nil, "applied_by": nil}, taken)
		a.fails("DELETE "+one+"/tags/"+tag, "", 404, "tag_not_found")
		a.fails("POST "+one+"/tags", `{"id":"1"}`, 404, "tag_not_found")
		assert.Equal(t, other, a.ok("POST "+one+"/tags", `{"id":"`+tag+`","admin_id":"`+other+`"}`).at("applied_by.id"))
		nothing := one[:len(one)-len(world[map[string]string{"article": "article", "internal_article": "internal", "content_snippet": "snippet"}[kind]])] + "1"
		a.fails("POST "+nothing+"/tags", `{"id":"`+tag+`"}`, 404, kind+"_not_found")
		a.fails("DELETE "+nothing+"/tags/"+tag, "", 404, kind+"_not_found")
	}
	assert.Equal(t, []string{"harbor"}, a.ok("GET /articles/"+world["article"], "").list("tags.tags", "name"))
	internal := a.as("Preview").ok("GET /internal_articles/"+world["internal"], "")
	assert.Equal(t, []string{"harbor"}, internal.list("tags.tags", "name"))
	assert.Nil(t, internal["folder_id"])
	res, _ := a.send("DELETE /tags/"+tag, "")
	require.Equal(t, 200, res.StatusCode)
	assert.Empty(t, a.ok("GET /articles/"+world["article"], "").list("tags.tags", "name"))
}

func TestInternalArticles(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	me := a.ok("GET /me", "").text("id")
	a.fails("POST /internal_articles", `{"title":"Keys","author_id":`+me+`}`, 400, "parameter_not_found")
	a.fails("POST /internal_articles", `{"title":"Keys","author_id":`+me+`,"owner_id":1}`, 400, "parameter_invalid")
	made := a.as("Preview").ok("POST /internal_articles", `{"title":"Keys","author_id":`+me+`,"owner_id":`+me+`,"folder_id":7,"body":"In the drawer"}`)
	assert.Equal(t, []any{"en", 7}, []any{made["locale"], made.at("folder_id")})
	assert.Equal(t, []string{"Keys"}, a.ok("GET /internal_articles/search?folder_id=7", "").list("data.internal_articles", "title"))
	assert.Empty(t, a.ok("GET /internal_articles/search?folder_id=8", "").list("data.internal_articles", "title"))
	a.fails("GET /internal_articles/search?page=x", "", 400, "parameter_invalid")
	a.fails("PUT /internal_articles/"+made.text("id"), `{"audience_ids":[999]}`, 404, "parameter_invalid")
	a.as("2.15").ok("PUT /internal_articles/"+made.text("id"), `{"folder_id":9}`)
	assert.Equal(t, 7, a.as("Preview").ok("GET /internal_articles/"+made.text("id"), "").at("folder_id"), "it is of Preview")
	assert.Equal(t, 1, a.ok("GET /internal_articles", "").at("total_count"))
}

func TestContentSnippets(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	for _, body := range []string{
		`{"title":"Nothing in it"}`,
		`{"title":"Tides","body_markdown":"Twice","json_blocks":[{"type":"paragraph","text":"Twice"}]}`,
		`{"title":"Tides","body_markdown":"Twice","locale":"klingon"}`,
	} {
		a.fails("POST /content_snippets", body, 422, "validation_error")
	}
	a.fails("POST /content_snippets", `{"title":"Tides","body_markdown":"Twice","audience_ids":[999]}`, 404, "parameter_invalid")
	res, body := a.send("POST /content_snippets", `{"title":"Tides","body_markdown":"# Tides\n\nTwice a day","ai_chatbot_availability":true}`)
	require.Equal(t, 201, res.StatusCode)
	made := parse(t, body)
	assert.Equal(t, "# Tides\n\nTwice a day\n", made["body_markdown"])
	assert.Equal(t, []string{"heading", "paragraph"}, made.list("json_blocks", "type"))
	assert.Equal(t, []any{1, 0}, []any{made.at("chatbot_availability"), made.at("copilot_availability")})
	one := "/content_snippets/" + made.text("id")
	assert.Empty(t, a.ok("PUT "+one, `{"json_blocks":[{"type":"image"}]}`)["body_markdown"])

	list := a.ok("GET /content_snippets", "")
	assert.Equal(t, []any{1, 1, 50, 1}, []any{list.at("total_count"), list.at("page"), list.at("per_page"), list.at("total_pages")})
	a.fails("GET /content_snippets?per_page=0", "", 400, "parameter_invalid")
	res, body = a.send("DELETE "+one, "")
	assert.Equal(t, 204, res.StatusCode)
	assert.Empty(t, body)
	a.fails("GET "+one, "", 404, "not_found")
}
