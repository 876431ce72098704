package intercom

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/go-intercom/intercom/internal/wire"
)

// ID is an identifier that Intercom assigned. It is opaque: Intercom sends some
// ids as JSON strings and some as numbers, and moves fields from one to the
// other between API versions. An ID reads both and is written as a string.
//
// Ids are unique within one workspace only.
type ID string

// UnmarshalJSON reads a string, a number or null.
func (id *ID) UnmarshalJSON(b []byte) error { return readJSON(b, id) }

func (id *ID) read(v wire.Value) bool {
	*id = ID(v.Text)
	return v.Kind != wire.Bool
}

// NumberID is an ID in one of the few request fields that Intercom wants as a
// JSON number. Any ID converts to it: NumberID(admin.ID).
type NumberID string

// UnmarshalJSON reads a string, a number or null.
func (id *NumberID) UnmarshalJSON(b []byte) error { return (*ID)(id).UnmarshalJSON(b) }

// MarshalJSON writes a number, or a string if the id is not made of digits.
func (id NumberID) MarshalJSON() ([]byte, error) {
	if isDigits(string(id)) && (len(id) == 1 || id[0] != '0') {
		return []byte(id), nil
	}
	return json.Marshal(string(id))
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Time is a moment that travels as Unix seconds. The zero Time means that
// Intercom sent null, 0 or nothing. Times that were read are in UTC.
//
// A Time reads every form that Intercom uses: seconds as integer, float or
// digits in a string, RFC 3339 and its relatives, and plain dates. A moment
// without an offset is taken as UTC. As JSON it is written in seconds; as text,
// such as a key of a map, it is RFC 3339, as time.Time has it.
type Time struct{ time.Time }

// At wraps t for a request field. Like a Time that was read it is in UTC.
func At(t time.Time) Time { return Time{t.UTC()} }

// maxSeconds is the first number of Unix seconds that can only be a mistake:
// milliseconds, written as seconds, of a moment after 1973.
const maxSeconds = 100_000_000_000

// MarshalJSON writes Unix seconds, and null for the zero Time. A moment beyond
// the year 5138 is an error: it is one in milliseconds by mistake.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	if t.Unix() >= maxSeconds {
		return nil, fmt.Errorf("time is out of range: milliseconds used as seconds")
	}
	return strconv.AppendInt(nil, t.Unix(), 10), nil
}

// UnmarshalJSON reads any of the forms that Intercom uses.
func (t *Time) UnmarshalJSON(b []byte) error { return readJSON(b, t) }

func (t *Time) read(v wire.Value) bool {
	*t = Time{}
	s := strings.TrimSpace(v.Text)
	if s == "" || v.Kind == wire.Bool {
		return s == ""
	}
	if at, ok := parseDate(s); ok { // first, as ParseFloat allocates its errors
		*t = Time{at.UTC()}
		return true
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return t.setSeconds(f)
	}
	return false
}

// parseDate reads ISO 8601 in the spellings of several languages, and the dates
// of HTTP and e-mail. It takes no names of time zones but UTC: others are read
// by package time as if they were UTC.
func parseDate(s string) (time.Time, bool) {
	if len(s) < len(time.DateOnly) || s[4] != '-' && s[3] != ',' {
		return time.Time{}, false
	}
	if utc, ok := strings.CutSuffix(s, " UTC"); ok {
		s = utc + "Z"
	} else if utc, ok := strings.CutSuffix(s, " GMT"); ok {
		s = utc + "Z"
	}
	if i := strings.LastIndexAny(s, "+-"); i > 10 && s[i-1] == ' ' {
		s = s[:i-1] + s[i:] // the space before an offset
	}
	layout := time.DateOnly
	switch {
	case s[3] == ',':
		layout = "Mon, 2 Jan 2006 15:04:05Z0700"
	case len(s) > len(layout):
		if s[10] == ' ' || s[10] == 't' {
			s = s[:10] + "T" + s[11:]
		}
		layout = clockLayout(s[11:])
	}
	at, err := time.Parse(layout, s)
	return at, err == nil
}

// clockLayout returns the layout of a date that ends in the given time of day:
// package time allocates an error for each layout that does not fit.
func clockLayout(clock string) string {
	zone := ""
	if i := strings.IndexAny(clock, "Z+-"); i >= 0 {
		clock, zone = clock[:i], clock[i:]
	}
	layouts := [...]string{"2006-01-02T15:04:05", "2006-01-02T15:04:05Z07", "2006-01-02T15:04:05Z0700", time.RFC3339}
	if len(clock) == len("15:04") {
		layouts = [...]string{"2006-01-02T15:04", "2006-01-02T15:04Z07", "2006-01-02T15:04Z0700", "2006-01-02T15:04Z07:00"}
	}
	switch len(zone) {
	case 0:
		return layouts[0]
	case len("+07"):
		return layouts[1]
	case len("+0700"):
		return layouts[2]
	}
	return layouts[3]
}

// setSeconds takes what is too large for seconds as milliseconds. Fractions of
// a second are dropped.
func (t *Time) setSeconds(f float64) bool {
	switch n := int64(f); {
	case !(math.Abs(f) < 1000*maxSeconds): // not a number either
		return false
	case n >= maxSeconds:
		*t = Time{time.UnixMilli(n).UTC()}
	case n != 0:
		*t = Time{time.Unix(n, 0).UTC()}
	}
	return true
}

// DateTime is a moment that travels as text in a few requests and responses: RFC
// 3339 in UTC, with milliseconds. It is read as a Time is.
type DateTime struct{ time.Time }

// AtDate wraps t for a request field of type DateTime.
func AtDate(t time.Time) DateTime { return DateTime{t.UTC()} }

// MarshalJSON writes RFC 3339 in UTC with milliseconds, and null for the zero
// DateTime.
func (t DateTime) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return []byte(t.UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

// UnmarshalJSON reads any of the forms that a Time reads.
func (t *DateTime) UnmarshalJSON(b []byte) error { return readJSON(b, t) }

func (t *DateTime) read(v wire.Value) bool { return (*Time)(t).read(v) }

// Opt is an optional field of a request whose zero value means something: it
// is left out (the zero Opt), set, or null. Null clears the field.
//
//	intercom.CompanyUpdate{Name: intercom.Set("Blue Sun"), Website: intercom.Null[string]()}
//
// The type of the value must be that of the field: for an Opt[ID] it takes
// Set(intercom.ID("5")) or Set(contact.ID), as Set("5") is an Opt[string].
type Opt[T any] struct {
	value T
	state optState
}

type optState uint8

const (
	optAbsent optState = iota
	optSet
	optNull
)

// Set returns an Opt that sends v, whether it is zero or not.
func Set[T any](v T) Opt[T] { return Opt[T]{v, optSet} }

// Null returns an Opt that sends null, which clears the field.
func Null[T any]() Opt[T] { return Opt[T]{state: optNull} }

// Get returns the value and whether one is set.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == optSet }

// IsNull reports whether null is sent.
func (o Opt[T]) IsNull() bool { return o.state == optNull }

// IsZero reports whether the field is left out. It serves the omitzero tag.
func (o Opt[T]) IsZero() bool { return o.state == optAbsent }

// MarshalJSON writes the value, or null.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != optSet {
		return []byte("null"), nil
	}
	value := any(o.value)
	switch v := value.(type) { // what needs no encoder
	case bool:
		return strconv.AppendBool(nil, v), nil
	case int:
		return strconv.AppendInt(nil, int64(v), 10), nil
	case Time:
		return v.MarshalJSON()
	case Attributes:
		return v.MarshalJSON()
	}
	return json.Marshal(value)
}

// UnmarshalJSON reads the value, or null.
func (o *Opt[T]) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*o = Null[T]()
		return nil
	}
	o.state = optSet
	return json.Unmarshal(b, &o.value)
}

// Sublist is a list inside an object. Intercom often cuts it, at ten items for
// most: HasMore and Total report it, and a List method of the resource reads all.
//
// It reads every wrapping that Intercom uses, such as
// {"type": "tag.list", "tags": [...]} and a bare array.
type Sublist[T any] struct {
	Items   []T    `json:"data" wire:"items"`
	Total   int    `json:"total_count,omitzero"` // 0 if Intercom does not say
	HasMore bool   `json:"has_more,omitzero"`
	URL     string `json:"url,omitzero"` // path of the full list
}

// UnmarshalJSON reads any of the wrappings that Intercom uses.
func (l *Sublist[T]) UnmarshalJSON(b []byte) error { return readJSON(b, l) }

// SortOrder is the direction of a list.
type SortOrder string

// The directions of a list.
const (
	Ascending  SortOrder = "asc"
	Descending SortOrder = "desc"
)

// Avatar is the picture of a person.
type Avatar struct {
	Type     string `json:"type,omitzero"`
	ImageURL string `json:"image_url,omitzero" wire:"scalar"`
}

// SocialProfile is an account of a person in a social network.
//
//intercom:schema social_profile
type SocialProfile struct {
	Type     string `json:"type,omitzero"`
	Name     string `json:"name,omitzero"` // of the network
	ID       ID     `json:"id,omitzero" wire:"scalar"`
	Username string `json:"username,omitzero"`
	URL      string `json:"url,omitzero"`
}

// Reference names an object without its contents.
//
//intercom:schema conversation_external_reference reference
type Reference struct {
	Type string `json:"type,omitzero"`
	ID   ID     `json:"id,omitzero" wire:"scalar"`
}
