package intercomtest

import (
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestNewsAreLiveOnceTheyArePublished(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		me, feed, other := a.ok("GET /me", "").text("id"), a.fake.AddNewsfeed("Everyone"), a.fake.AddNewsfeed("Nobody")
		past := strconv.FormatInt(time.Now().Unix()-60, 10)
		item := a.ok("POST /news/news_items", `{"title":"x","sender_id":`+me+`,"newsfeed_assignments":[{"newsfeed_id":`+feed+`,"published_at":`+past+`}]}`)
		assignment := func(o object) object {
			list, _ := o.objects("newsfeed_assignments")
			return list[0]
		}
		assert.Nil(t, assignment(item)["published_at"], "it is ignored for a draft")
		items := "GET /news/newsfeeds/" + feed + "/items"
		assert.Empty(t, a.ok(items, "")["data"])

		one := "PUT /news/news_items/" + item.text("id")
		live := a.ok(one, `{"title":"x","sender_id":`+me+`,"state":"live"}`)
		assert.Equal(t, strconv.FormatInt(time.Now().Unix(), 10), assignment(live).text("published_at"))
		page := a.ok(items, "")
		assert.Equal(t, []any{1, 20, 1}, []any{page.at("total_count"), page.at("pages.per_page"), page.at("pages.total_pages")})
		assert.Empty(t, a.ok("GET /news/newsfeeds/"+other+"/items", "")["data"])
		live = a.ok(one, `{"title":"x","sender_id":`+me+`,"newsfeed_assignments":[{"newsfeed_id":`+feed+`,"published_at":`+past+`}]}`)
		assert.Equal(t, past, assignment(live).text("published_at"))

		for _, wrong := range []string{
			`{"title":"x"}`, `{"title":"x","sender_id":1}`, `{"title":"x","sender_id":` + me + `,"newsfeed_assignments":[{"newsfeed_id":` + feed + `,"published_at":9999999999}]}`,
		} {
			res, _ := a.send(one, wrong)
			assert.Equal(t, 400, res.StatusCode, wrong)
		}
		for _, wrong := range []string{`{"sender_id":` + me + `}`, `{"title":"","sender_id":` + me + `}`, `{"title":"x"}`} {
			a.as("2.15").fails(one, wrong, 400, "parameter_not_found")
			a.as("2.15").fails("POST /news/news_items", wrong, 400, "parameter_not_found")
		}
		a.fails(one, `{"title":"x","sender_id":`+me+`,"newsfeed_assignments":[{"newsfeed_id":1}]}`, 404, "not_found")
		assert.Equal(t, live, a.ok("GET /news/news_items/"+item.text("id"), ""), "what was refused changes nothing")
		gone := a.ok("DELETE /news/news_items/"+item.text("id"), "")
		assert.Equal(t, object{"id": item["id"], "object": "news-item", "deleted": true}, gone)
		a.fails(items[:len("GET /news/newsfeeds/")]+"x/items", "", 404, "not_found")
	})
}
