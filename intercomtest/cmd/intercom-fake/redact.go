package main

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/go-intercom/intercom/intercomtest"
)

// redactor replaces what is about people, or secret. Nothing is kept unless it is
// known to be harmless: it is a word of the API itself, a number that counts, or a
// time. Everything else is replaced by something made up of the same form, which
// depends on nothing but what it replaces and the key: equal things stay equal, so
// that references hold, and without the key nobody can try out what was replaced.
type redactor struct {
	key []byte
}

// newRedactor makes a redactor of a passphrase; without one the key is random.
func newRedactor(passphrase string) *redactor {
	if passphrase == "" {
		return &redactor{[]byte(rand.Text())}
	}
	return &redactor{[]byte(passphrase)}
}

//go:embed words.txt
var wordList string

// words are the values that the API itself has, such as types and states.
var words = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(wordList) {
		all[word] = true
	}
	return all
})

// literals are the parts of paths that are no parameters.
var literals = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, operation := range intercomtest.NewServer().Operations() {
		_, path, _ := strings.Cut(operation, " ")
		for segment := range strings.SplitSeq(path, "/") {
			if !strings.HasPrefix(segment, "{") {
				all[segment] = true
			}
		}
	}
	return all
})

// personalKeys are the names of what is replaced even if it is a word of the API:
// an article can have the title "open".
var personalKeys = regexp.MustCompile(`(?i)(name|email|phone|body|body_markdown|title|subject|description|summary|text|message|note|content|` +
	`label|city|region|country|address|street|postcode|avatar|url|ip|token|secret|password|referrer|referer|user_agent|quote|remark|code)s?$`)

// freeKeys are the names of objects whose keys and values are those of the customer.
var freeKeys = []string{"custom_attributes", "ticket_attributes", "custom_data", "metadata", "attributes"}

var (
	idKey    = regexp.MustCompile(`(^|_)ids?$`)
	timeKey  = regexp.MustCompile(`(^|_)(at|date|timestamp|since|until|before|after|time)$`)
	stampKey = regexp.MustCompile(`(^|_)(at|at_ms|timestamp)$`)
	countKey = regexp.MustCompile(`(^|_)(counts?|page|per_page|total_pages|limit|size|order|position|rating|status|seconds|duration)$|` +
		`^(time|count)_`)
	symbolKey  = regexp.MustCompile(`^(field|operator|sort_field|sort_order|order|sort|type)$`)
	symbol     = regexp.MustCompile(`^[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)*$`)
	attribute  = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)
	localeKey  = regexp.MustCompile(`(^|_)(locale|language|language_override)$`)
	locale     = regexp.MustCompile(`^[a-z]{2}(-[A-Z]{2})?$`)
	manyDigits = regexp.MustCompile(`[0-9].*[0-9].*[0-9].*[0-9]`)
)

const (
	longestAttribute = 40 // the name of one that is kept
	longestSymbol    = 60
	longestCount     = 6 // digits
)

// place is where a value is.
type place struct {
	key    string // of the object that it is in; of an array that of the array
	parent string // the key of the object
	free   bool   // within what is the customer's
}

// in is the place of what has a key in an object.
func (p place) in(key string) place {
	return place{key: key, parent: p.key, free: p.free || slices.Contains(freeKeys, key)}
}

// json redacts JSON, and reports whether it was JSON.
func (r *redactor) json(text []byte) (json.RawMessage, bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return nil, false
	}
	out, err := json.Marshal(r.value(place{}, v))
	return out, err == nil
}

// value redacts a value and all that is in it.
func (r *redactor) value(at place, v any) any {
	switch v := v.(type) {
	case map[string]any:
		redacted := make(map[string]any, len(v))
		for key, each := range v {
			redacted[r.attributeName(key)] = r.value(at.in(key), each)
		}
		return redacted
	case []any:
		redacted := make([]any, len(v))
		for i, each := range v {
			redacted[i] = r.value(at, each)
		}
		return redacted
	case string:
		return r.text(at, v)
	case json.Number:
		return r.numeral(at, v)
	}
	return v // true, false and null
}

// attributeName is a key that names an attribute, or the replacement of one that
// may name something else.
func (r *redactor) attributeName(key string) string {
	if len(key) <= longestAttribute && attribute.MatchString(key) && !manyDigits.MatchString(key) {
		return key
	}
	return r.replace(key)
}

// text redacts a string.
func (r *redactor) text(at place, s string) string {
	switch {
	case at.free:
	case at.key == "code" && at.parent == "errors" && isSymbol(s):
		return s
	case personalKeys.MatchString(at.key):
	case words()[s]:
		return s
	case symbolKey.MatchString(at.key) && at.key != "type" && isSymbol(s):
		return s
	case localeKey.MatchString(at.key) && locale.MatchString(s):
		return s
	case stampKey.MatchString(at.key) && isTime(s):
		return s
	}
	return r.replace(s)
}

func isSymbol(s string) bool { return len(s) <= longestSymbol && symbol.MatchString(s) }

// numeral redacts a number.
func (r *redactor) numeral(at place, n json.Number) json.Number {
	s := n.String()
	if !at.free && !personalKeys.MatchString(at.key) && isHarmless(at.key, s) {
		return n
	}
	return json.Number(r.decimal(s))
}

// isHarmless reports whether a number counts something or is a time.
func isHarmless(key, s string) bool {
	if idKey.MatchString(key) || strings.Trim(s, "0123456789") != "" {
		return false
	}
	return countKey.MatchString(key) && len(s) <= longestCount || timeKey.MatchString(key) && isUnix(s)
}

// path redacts the path of a URL of the API: what is no part of an operation is
// taken for an id.
func (r *redactor) path(escaped string) string {
	segments := strings.Split(escaped, "/")
	for i, segment := range segments {
		text, err := url.PathUnescape(segment)
		switch {
		case err != nil:
			segments[i] = r.word(segment)
		case text != "" && !literals()[text]:
			segments[i] = url.PathEscape(r.replace(text))
		}
	}
	return strings.Join(segments, "/")
}

// query redacts the query of a URL, and puts it in order.
func (r *redactor) query(raw string) string {
	values, _ := url.ParseQuery(raw) // what cannot be read is left out
	redacted := url.Values{}
	for key, all := range values {
		for _, value := range all {
			name := r.attributeName(key)
			redacted[name] = append(redacted[name], r.parameter(key, value))
		}
	}
	return redacted.Encode()
}

// parameter redacts the value of a parameter.
func (r *redactor) parameter(key, value string) string {
	if isHarmless(key, value) && value != "" {
		return value
	}
	return r.text(place{key: key}, value)
}

// form redacts a form, all of which is taken for the customer's.
func (r *redactor) form(raw string) string {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return r.word(raw)
	}
	redacted := url.Values{}
	for key, all := range values {
		for _, value := range all {
			redacted[r.attributeName(key)] = append(redacted[r.attributeName(key)], r.replace(value))
		}
	}
	return redacted.Encode()
}

var (
	mediaType   = regexp.MustCompile(`^(application|text|image|audio|video|multipart)/[a-z]+([+.-][a-z]+)*$`)
	shortNumber = regexp.MustCompile(`^[0-9]{1,10}$`)
	version     = regexp.MustCompile(`^([12]\.[0-9]{1,2}|Preview|Unstable)$`)
	linkHeader  = regexp.MustCompile(`^<([^>]*)>; *rel="?(canonical|next|prev)"?$`)
	httpDate    = regexp.MustCompile(`^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$`)
)

// headers keeps the headers of a response that say something about it, as far as
// they are in their form.
func (r *redactor) headers(h http.Header) map[string]string {
	kept := map[string]string{}
	keep := func(name string, form *regexp.Regexp) {
		if value := h.Get(name); form.MatchString(value) {
			kept[name] = value
		}
	}
	for _, name := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"} {
		keep(name, shortNumber)
	}
	keep("Intercom-Version", version)
	keep("Date", httpDate)
	if kind := mediaTypeOf(h); kind != "" {
		kept["Content-Type"] = kind
	}
	if id := h.Get("X-Request-Id"); id != "" {
		kept["X-Request-Id"] = r.replace(id)
	}
	if location := h.Get("Location"); location != "" {
		kept["Location"] = r.link(location)
	}
	if link := linkHeader.FindStringSubmatch(h.Get("Link")); link != nil {
		kept["Link"] = "<" + r.link(link[1]) + `>; rel="` + link[2] + `"`
	}
	return kept
}

// mediaTypeOf is the media type of a body without parameters; empty if it is none
// or none of a known form.
func mediaTypeOf(h http.Header) string {
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	if kind = strings.TrimSpace(strings.ToLower(kind)); !mediaType.MatchString(kind) {
		return ""
	}
	return kind
}
