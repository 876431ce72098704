package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-intercom/intercom"
)

// errForbidden is returned for a request that the suite must not make. That it is ever returned is a mistake in the suite.
var errForbidden = errors.New("the live suite does not send this")

// readPosts are the operations that read although their method is POST.
var readPosts = []string{
	"POST /admins/activity_logs/search", "POST /calls/search", "POST /companies/list", "POST /companies/search", "POST /contacts/merge/preview",
	"POST /contacts/search", "POST /conversations/search", "POST /tickets/search",
}

// isRead reports whether a request changes nothing.
func isRead(operation, method string) bool {
	return method == http.MethodGet || method == http.MethodHead || slices.Contains(readPosts, operation)
}

// A watch is the transport of the suite. It lets through what reads, what is created while a write is allowed, and what goes to an
// object that was created, and notes what came back.
type watch struct {
	mu      sync.Mutex
	next    http.RoundTripper
	creates string   // the operation that may create something now
	created []string // such as "/contacts/5f7f0d21"
	seen    []exchange
}

// An exchange is what is noted of a response.
type exchange struct {
	operation, version, host string
	status                   int
	form                     string // of the page
	limit                    int    // of the rate limit, 0 if no header has it
	reset                    time.Duration
	ahead                    time.Duration // of the other clock
	dated                    bool
}

func (w *watch) wrap(next http.RoundTripper) http.RoundTripper {
	w.next = next
	return w
}

// RoundTrip sends a request, if the suite may.
func (w *watch) RoundTrip(req *http.Request) (*http.Response, error) {
	operation := intercom.Operation(req.Context())
	if !w.allows(operation, req) {
		return nil, fmt.Errorf("%s: %w", operation, errForbidden)
	}
	begun := time.Now()
	res, err := w.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	e := exchange{operation: operation, version: req.Header.Get("Intercom-Version"), host: req.URL.Host, status: res.StatusCode}
	if at, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		e.ahead, e.dated = at.Add(time.Second/2).Sub(begun.Add(time.Since(begun)/2)), true // a Date is cut to the second
	}
	e.limit, _ = strconv.Atoi(res.Header.Get("X-Ratelimit-Limit"))
	if at, err := strconv.ParseInt(res.Header.Get("X-Ratelimit-Reset"), 10, 64); err == nil {
		e.reset = time.Unix(at, 0).Sub(begun) - e.ahead
	}
	if strings.Contains(res.Header.Get("Content-Type"), "json") {
		body, err := io.ReadAll(res.Body)
		if err := errors.Join(err, res.Body.Close()); err != nil {
			return nil, err
		}
		res.Body = io.NopCloser(bytes.NewReader(body))
		e.form = formOf(body)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = append(w.seen, e)
	return res, nil
}

// allows reports whether a request reads, creates what is to be created, or is about what was created. Of those the path names it.
func (w *watch) allows(operation string, req *http.Request) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if isRead(operation, req.Method) || operation == w.creates && operation != "" {
		return true
	}
	return slices.ContainsFunc(w.created, func(object string) bool { return strings.Contains(req.URL.Path+"/", object+"/") })
}

// creating lets an operation create something until it is called again.
func (w *watch) creating(operation string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.creates = operation
}

// own lets requests through that are about an object of a collection, such as "contacts".
func (w *watch) own(collection string, id intercom.ID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.created = append(w.created, "/"+collection+"/"+string(id))
}

func (w *watch) count() int { return len(w.all()) }

func (w *watch) all() []exchange {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.seen)
}

func (w *watch) since(n int) []exchange { return w.all()[n:] }

func (w *watch) last() exchange {
	all := w.all()
	if len(all) == 0 {
		return exchange{}
	}
	return all[len(all)-1]
}

// pageKeys are the keys that say how a list goes on. Others can be a customer's.
var pageKeys = []string{
	"count", "has_more", "next", "page", "pages", "per_page", "prev", "previous", "scroll_param", "since", "starting_after", "total", "total_count",
	"total_pages", "type",
}

var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// formOf describes a page, such as "data[2] pages{next{page starting_after} page per_page total_pages type} total_count". It is
// empty for what has no list.
func formOf(body []byte) string {
	var top map[string]json.RawMessage
	if json.Unmarshal(body, &top) != nil {
		var items []json.RawMessage
		if json.Unmarshal(body, &items) == nil {
			return fmt.Sprintf("[%d]", len(items))
		}
		return ""
	}
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(top)) {
		var items []json.RawMessage
		if fieldName.MatchString(key) && json.Unmarshal(top[key], &items) == nil && items != nil {
			parts = append(parts, fmt.Sprintf("%s[%d]", key, len(items)))
		}
	}
	if _, isPage := top["pages"]; len(parts) != 1 && !isPage {
		return "" // an object that has lists
	}
	for _, key := range pageKeys {
		if raw, ok := top[key]; ok && key != "type" {
			parts = append(parts, key+innerForm(raw))
		}
	}
	return strings.Join(parts, " ")
}

// innerForm describes the keys of an object, or what else there is.
func innerForm(raw json.RawMessage) string {
	var inner map[string]json.RawMessage
	switch {
	case string(raw) == "null":
		return "=null"
	case json.Unmarshal(raw, &inner) != nil:
		return ""
	}
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(inner)) {
		if slices.Contains(pageKeys, key) {
			parts = append(parts, key+innerForm(inner[key]))
		}
	}
	return "{" + strings.Join(parts, " ") + "}"
}
