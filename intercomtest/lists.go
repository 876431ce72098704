package intercomtest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// number reads a number from the query.
func (x *exchange) number(name string, otherwise int) (int, error) {
	if !x.query.Has(name) {
		return otherwise, nil
	}
	n, err := strconv.Atoi(x.query.Get(name))
	if err != nil || n < 1 {
		return 0, invalid(name, "%s must be a positive integer", name)
	}
	return n, nil
}

// paged cuts the page a request asks for out of a list, and describes it with
// a link to the next page. Lists reach no deeper than 10,000 items.
func paged[T any](x *exchange, items []T, size, most int) ([]T, object, error) {
	page, err := x.number("page", 1)
	if err != nil {
		return nil, nil, err
	}
	if size, err = x.number("per_page", size); err != nil {
		return nil, nil, err
	}
	size = min(size, most)
	if (page-1)*size >= 10_000 {
		return nil, nil, failure(http.StatusBadRequest, "bad_request", "page limit reached, please use scroll API")
	}
	pages := object{
		"type":        "pages",
		"next":        nil,
		"page":        page,
		"per_page":    size,
		"total_pages": (len(items) + size - 1) / size,
	}
	if page*size < len(items) {
		pages["next"] = x.link(page+1, size)
	}
	from := min((page-1)*size, len(items))
	return items[from:min(from+size, len(items))], pages, nil
}

// link points to another page, always on the public host.
func (x *exchange) link(page, size int) string {
	q := url.Values{}
	for k, v := range x.query {
		q[k] = v
	}
	q.Set("page", strconv.Itoa(page))
	q.Set("per_page", strconv.Itoa(size))
	return apiHost + x.path + "?" + q.Encode()
}

// after cuts a page out of a list that is walked with a cursor. The cursor
// names the last item of the page before, so it knows nothing of what moved.
func after[T any](items []T, id func(T) string, starting string, size int) ([]T, object, error) {
	var last cursor
	from := 0
	if starting != "" {
		if last.parse(starting) == nil {
			from = 1 + slices.IndexFunc(items, func(v T) bool { return id(v) == last.ID })
		}
		if from == 0 {
			return nil, nil, failure(http.StatusBadRequest, "client_error", "Invalid starting_after param. Please provide a valid value.")
		}
	}
	pages := object{
		"type":        "pages",
		"page":        last.Page + 1,
		"per_page":    size,
		"total_pages": (len(items) + size - 1) / size,
	}
	to := min(from+size, len(items))
	if to < len(items) {
		next := cursor{ID: id(items[to-1]), Page: last.Page + 1}
		pages["next"] = object{"page": next.Page + 1, "starting_after": next.String()}
	}
	return items[from:to], pages, nil
}

// cursor is where a page ended.
type cursor struct {
	ID   string
	Page int
}

func (c cursor) String() string { return base64.URLEncoding.EncodeToString(mustJSON(c)) }

func (c *cursor) parse(s string) error {
	b, err := base64.URLEncoding.DecodeString(s)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, c)
}

const (
	scrollSize = 100
	scrollLife = time.Minute // since it was last used
)

// scroll is a walk over everything of one kind. A workspace has one at a time.
type scroll struct {
	param string
	kind  string
	ids   []string
	used  time.Time
}

// scrolled takes the next ids of a scroll, or starts one over all ids. The
// empty page ends it.
func (w *workspace) scrolled(x *exchange, kind string, all func() []string) (ids []string, param string, err error) {
	open := w.scroll
	if open != nil && w.now().Sub(open.used) >= scrollLife {
		open = nil
	}
	switch param = x.query.Get("scroll_param"); {
	case param == "" && open != nil:
		return nil, "", failure(http.StatusBadRequest, "scroll_exists", "scroll already exists for this workspace")
	case param == "":
		open = &scroll{param: uuid(), kind: kind, ids: all()}
	case open == nil || open.param != param || open.kind != kind:
		return nil, "", notFound("scroll parameter not found")
	}
	n := min(scrollSize, len(open.ids))
	ids, open.ids = open.ids[:n], open.ids[n:]
	open.used = w.now()
	if w.scroll = open; n == 0 {
		w.scroll = nil
	}
	return ids, open.param, nil
}

// embedded is a list inside a 2.x object: ten items at most, and where to read
// the others.
func embedded[T any](items []T, path string, as func(T) object) object {
	return object{
		"type":        "list",
		"data":        render(items[:min(10, len(items))], as),
		"url":         path,
		"total_count": len(items),
		"has_more":    len(items) > 10,
	}
}
