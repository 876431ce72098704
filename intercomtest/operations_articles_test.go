package intercomtest

import "maps"

// addArticles adds to the world what articlesRequests name.
func addArticles(a *tester, world map[string]string) {
	by := `"author_id":` + world["admin"]
	_, snippet := a.send("POST /content_snippets", `{"title":"Tides","body_markdown":"Twice a day"}`)
	_, old := a.send("POST /content_snippets", `{"title":"Old","body_markdown":"Old"}`)
	article := a.ok("POST /articles", `{"title":"Moorings","body":"Where to moor",`+by+`,"state":"published"}`)
	maps.Copy(world, map[string]string{
		"article":  article.text("id"),
		"version":  a.ok("GET /articles/"+article.text("id")+"/versions", "").list("data", "id")[0],
		"draft":    a.ok("POST /articles", `{"title":"Old",`+by+`}`).text("id"),
		"internal": a.ok("POST /internal_articles", `{"title":"Keys","owner_id":`+world["admin"]+`,`+by+`}`).text("id"),
		"oldint":   a.ok("POST /internal_articles", `{"title":"Old","owner_id":`+world["admin"]+`,`+by+`}`).text("id"),
		"snippet":  parse(a.t, snippet).text("id"),
		"oldsnip":  parse(a.t, old).text("id"),
		"label":    a.ok("POST /tags", `{"name":"harbor"}`).text("id"),
	})
}

const articlesRequests = `
2.16 GET /articles
2.16 POST /articles {"title":"Fees","author_id":$admin,"body_markdown":"# Fees"}
2.16 GET /articles/search?phrase=moor&state=published&highlight=true
2.16 GET /articles/$article
2.16 PUT /articles/$article {"description":"Where"}
2.16 PUT /articles/$article/draft {"title":"Berths"}
2.16 GET /articles/$article/draft
2.16 POST /articles/$article/draft/publish
2.16 GET /articles/$article/versions?locale=en
2.16 GET /articles/$article/versions/$version
2.16 POST /articles/$article/tags {"id":"$label"}
2.16 DELETE /articles/$article/tags/$label
2.16 DELETE /articles/$draft
2.16 GET /internal_articles
2.16 POST /internal_articles {"title":"Alarm","author_id":$admin,"owner_id":$admin}
2.16 GET /internal_articles/search?folder_id=7
2.16 GET /internal_articles/$internal
2.16 PUT /internal_articles/$internal {"body":"In the drawer"}
2.16 POST /internal_articles/$internal/tags {"id":"$label","admin_id":"$admin"}
2.16 DELETE /internal_articles/$internal/tags/$label
2.16 DELETE /internal_articles/$oldint
2.16 GET /content_snippets
2.16 POST /content_snippets {"title":"Locks","json_blocks":[{"type":"paragraph","text":"Every hour"}]}
2.16 GET /content_snippets/$snippet
2.16 PUT /content_snippets/$snippet {"locale":"fr"}
2.16 POST /content_snippets/$snippet/tags {"id":"$label"}
2.16 DELETE /content_snippets/$snippet/tags/$label
2.16 DELETE /content_snippets/$oldsnip
`
