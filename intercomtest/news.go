package intercomtest

import (
	"slices"
	"strings"
)

func (w *workspace) newsRoutes() routes {
	form := listing{paging: byPage, size: 10, most: 60, total: true}
	items := plain(w, &w.newsItems, rules[newsItem]{read: newsItemJSON, write: w.writeNewsItem, list: form, gone: marked("news-item")})
	feeds := plain(w, &w.newsfeeds, rules[newsfeed]{read: newsfeedJSON, list: form})
	operations := items.routes("/news/news_items", "/news/news_items/{news_item_id}")
	operations["GET /news/newsfeeds"] = feeds.all
	operations["GET /news/newsfeeds/{newsfeed_id}"] = feeds.get
	operations["GET /news/newsfeeds/{newsfeed_id}/items"] = feeds.about(w.liveNews)
	return routes{modern: operations}
}

// newsfeed is where news appear.
type newsfeed struct {
	entry
	name string
}

// AddNewsfeed adds a newsfeed and returns its id; the API itself has no way to.
func (s *Server) AddNewsfeed(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	feed := &newsfeed{entry: w.newEntry(), name: name}
	return w.newsfeeds.add(feed.id, feed).id
}

func newsfeedJSON(_ *exchange, feed *newsfeed) object {
	return object{"type": "newsfeed", "id": feed.id, "name": feed.name, "created_at": feed.createdAt, "updated_at": feed.updatedAt}
}

// newsItem is a piece of news.
type newsItem struct {
	entry
	title       string
	body        string
	sender      string
	live        bool
	labels      []any
	reactions   []any
	silent      bool
	assignments []assignment
}

// assignment is where an item appears, and since when.
type assignment struct {
	feed        string
	publishedAt int64 // 0 for a draft
}

func newsItemJSON(_ *exchange, n *newsItem) object {
	state := "draft"
	if n.live {
		state = "live"
	}
	return object{
		"type":             "news-item",
		"id":               n.id,
		"workspace_id":     workspaceID,
		"title":            n.title,
		"body":             n.body,
		"sender_id":        integer(n.sender),
		"state":            state,
		"labels":           n.labels,
		"cover_image_url":  nil,
		"reactions":        n.reactions,
		"deliver_silently": n.silent,
		"created_at":       n.createdAt,
		"updated_at":       n.updatedAt,
		"newsfeed_assignments": render(n.assignments, func(a assignment) object {
			return object{"newsfeed_id": integer(a.feed), "published_at": nullable(a.publishedAt)}
		}),
	}
}

// writeNewsItem takes what a request writes. Without reactions an item has four
// places for them with nothing in them.
func (w *workspace) writeNewsItem(x *exchange, f *fields, n *newsItem) {
	if n.id == "" {
		n.reactions = make([]any, 4)
	}
	f.need("title", "sender_id")
	f.text("title", &n.title)
	f.text("sender_id", &n.sender)
	f.text("body", &n.body)
	f.flag("deliver_silently", &n.silent)
	f.list("labels", &n.labels)
	f.list("reactions", &n.reactions)
	n.body = markup(n.body)
	n.labels = slices.Clone(n.labels)
	slices.SortFunc(n.labels, func(a, b any) int { return strings.Compare(object{"l": a}.text("l"), object{"l": b}.text("l")) })
	if x.body["state"] != nil {
		n.live = x.body.text("state") == "live"
	}
	if _, err := w.admin(n.sender); err != nil {
		f.fail(invalid("sender_id", "sender_id must be a teammate of the workspace"))
	}
	f.fail(w.assignNews(x, n))
}

// assignNews takes the newsfeeds of an item, and publishes it there once it is
// live.
func (w *workspace) assignNews(x *exchange, n *newsItem) error {
	if x.body.has("newsfeed_assignments") {
		sent, err := x.body.objects("newsfeed_assignments")
		if err != nil {
			return err
		}
		n.assignments = make([]assignment, len(sent))
		for i, o := range sent {
			f := &fields{object: o}
			n.assignments[i].feed = o.text("newsfeed_id")
			f.moment("published_at", &n.assignments[i].publishedAt)
			_, ok := w.newsfeeds.get(n.assignments[i].feed)
			switch {
			case f.err != nil:
				return f.err
			case !ok:
				return notFound("Resource Not Found")
			case n.assignments[i].publishedAt > x.now:
				return invalid("newsfeed_assignments", "published_at cannot be in the future")
			}
		}
	}
	n.assignments = slices.Clone(n.assignments)
	for i, a := range n.assignments {
		switch {
		case !n.live:
			n.assignments[i].publishedAt = 0
		case a.publishedAt == 0:
			n.assignments[i].publishedAt = x.now
		}
	}
	return nil
}

// liveNews lists what is live in a newsfeed.
func (w *workspace) liveNews(x *exchange, feed *newsfeed) (any, error) {
	live := w.newsItems.where(func(n *newsItem) bool {
		return n.live && slices.ContainsFunc(n.assignments, func(a assignment) bool { return a.feed == feed.id })
	})
	return listed(x, listing{paging: byPage, size: 20, most: 60, total: true}, live, nil, func(n *newsItem) object { return newsItemJSON(x, n) })
}
