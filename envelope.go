package intercom

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-intercom/intercom/internal/wire"
)

// pageHead is what surrounds the items of a page. Intercom has fifteen forms
// of it; each uses some of these fields.
type pageHead struct {
	Type       string          `json:"type"`
	Pages      json.RawMessage `json:"pages"`
	Total      *int            `json:"total_count"`
	NextCursor string          `json:"next_cursor"`
	HasMore    *bool           `json:"has_more"`
	Scroll     string          `json:"scroll_param"`
	Page       int             `json:"page"`
	TotalPages int             `json:"total_pages"`
}

type pageLinks struct {
	Pages      json.RawMessage `json:"pages"` // once more, in some counts
	Next       json.RawMessage `json:"next"`
	Since      json.RawMessage `json:"since"`
	Page       int             `json:"page"`
	TotalPages int             `json:"total_pages"`
}

// decodePage reads a page in one pass. Its items are pointers to values of the
// given type.
func decodePage(body string, r *request, item reflect.Type, page *rawPage) error {
	page.total = -1
	if strings.TrimSpace(body) == "" {
		return nil
	}
	if r.within != "" {
		return page.readWithin(body, r.within, item)
	}
	var head pageHead
	add := func(v reflect.Value) { page.items = append(page.items, v.Interface()) }
	found, err := reader.List(body, append(slices.Clip(r.items), "data"), &head, item, add)
	if err == nil && !found {
		if err = head.checkType(body); err == nil {
			err = otherItems(body, item, add)
		}
	}
	if err != nil {
		return err
	}
	if head.Total != nil {
		page.total = *head.Total
	}
	links := head.links()
	page.since, _ = nextOf(string(links.Since)) // nothing is lost without it
	if page.next, page.lost = head.next(links, r.paging, len(page.items)); page.lost == nil {
		page.next, page.lost = r.fit(page.next)
	}
	page.cut = page.next == "" && links.Page > 0 && links.Page < links.TotalPages
	return nil
}

// readWithin reads the items that an object has under a key.
func (p *rawPage) readWithin(body, key string, item reflect.Type) error {
	list := reflect.New(reflect.SliceOf(item))
	raw, _ := wire.Lookup(body, key)
	if raw == "" {
		return nil
	}
	_, err := reader.Decode(raw, list.Interface())
	for i := range list.Elem().Len() {
		p.items = append(p.items, list.Elem().Index(i).Addr().Interface())
	}
	return err
}

// checkType refuses a response that is something else than a list.
func (h *pageHead) checkType(body string) error {
	switch body = strings.TrimSpace(strings.TrimPrefix(body, "\ufeff")); {
	case !strings.HasPrefix(body, "{") && body != "null":
		return errors.New("want a list")
	case h.Type != "" && !isListType(h.Type):
		return fmt.Errorf("want a list, not an object of type %q", scrub(h.Type))
	}
	return nil
}

// isListType reports whether an object of the type can be a list without the
// key of its items: "list" and "tag.list", "event.summary" and "count".
func isListType(kind string) bool {
	return kind == "count" || strings.Contains(kind, "list") || strings.Contains(kind, "summary")
}

// otherItems reads the items under whatever key has an array: Intercom has
// renamed such keys before.
func otherItems(body string, item reflect.Type, add func(reflect.Value)) error {
	for key, raw := range wire.Keys(body) {
		if strings.HasPrefix(raw, "[") && key != "errors" {
			_, err := reader.List(body, []string{key}, nil, item, add)
			return err
		}
	}
	return nil
}

func (h *pageHead) links() pageLinks {
	links := pageLinks{Page: h.Page, TotalPages: h.TotalPages}
	if len(h.Pages) > 0 {
		_, _ = reader.Decode(string(h.Pages), &links) // null, {} or a bare text: no links
		if len(links.Pages) > 0 {
			_, _ = reader.Decode(string(links.Pages), &links)
		}
	}
	return links
}

// next finds where the next page begins. It goes on while Intercom says that
// there is more, whether a page is empty or not; only a scroll ends on an empty page.
func (h *pageHead) next(links pageLinks, p paging, items int) (Cursor, error) {
	if p == pagingScroll {
		if h.Scroll == "" || items == 0 {
			return "", nil
		}
		return cursorOf(cursorScroll, h.Scroll), nil
	}
	if h.NextCursor != "" {
		if h.HasMore != nil && !*h.HasMore {
			return "", nil
		}
		return cursorOf(cursorToken, h.NextCursor), nil
	}
	flat := h.TotalPages > 0
	if (p == pagingNumbered || flat) && links.Page > 0 && links.TotalPages > 0 {
		if links.Page >= links.TotalPages {
			return "", nil
		}
		return cursorOf(cursorPage, strconv.Itoa(links.Page+1)), nil
	}
	return nextOf(string(links.Next))
}

var errNextForm = errors.New("next is of an unknown form")

// nextOf reads pages.next: a URL, a cursor, an object, or nothing. Of a URL only
// the query is kept: the token never follows a link elsewhere.
func nextOf(raw string) (Cursor, error) {
	switch {
	case raw == "" || raw == "null" || raw == `""`:
		return "", nil
	case raw[0] == '"':
		var link string
		if err := json.Unmarshal([]byte(raw), &link); err != nil {
			return "", errNextForm
		}
		_, query, found := strings.Cut(link, "?")
		switch {
		case found && query != "":
			return cursorOf(cursorQuery, query), nil
		case found || strings.Contains(link, "/") && strings.Contains(link, ":"):
			return "", errNextForm // a link without a place
		}
		return cursorOf(cursorAfter, link), nil
	case raw[0] == '{':
		var next struct {
			Page          int `json:"page"`
			StartingAfter ID  `json:"starting_after"`
		}
		if ms, err := reader.Decode(raw, &next); err != nil || len(ms) > 0 {
			return "", errNextForm
		}
		switch {
		case next.StartingAfter != "":
			return cursorOf(cursorAfter, string(next.StartingAfter)), nil
		case next.Page > 0:
			return cursorOf(cursorPage, strconv.Itoa(next.Page)), nil
		case strings.Trim(raw, "{} \t\r\n") == "":
			return "", nil
		}
	}
	return "", errNextForm
}

// Kinds of cursors. All but two are also the name of the query parameter.
const (
	cursorAfter  = "starting_after"
	cursorPage   = "page"
	cursorToken  = "cursor"
	cursorScroll = "scroll_param"
	cursorQuery  = "query" // a whole query, from a link
)

func cursorOf(kind, value string) Cursor { return Cursor(kind + ":" + value) }

// after reports whether a page of another size can begin at c.
func (c Cursor) after() bool { return strings.HasPrefix(string(c), cursorAfter+":") }

func (c Cursor) parse() (kind, value string, err error) {
	if c == "" {
		return "", "", nil
	}
	kind, value, _ = strings.Cut(string(c), ":")
	switch kind {
	case cursorAfter, cursorToken, cursorScroll:
	case cursorPage:
		if n, atoi := strconv.Atoi(value); atoi != nil || n < 1 {
			return "", "", errors.New("is not a cursor of this package")
		}
	case cursorQuery:
		if _, parse := url.ParseQuery(value); parse != nil {
			return "", "", errors.New("is not a cursor of this package")
		}
	default:
		return "", "", errors.New("is not a cursor of this package")
	}
	if value == "" {
		return "", "", errors.New("is not a cursor of this package")
	}
	return kind, value, nil
}
