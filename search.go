package intercom

import (
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Query is what a search looks for. The methods of fields make one, and And
// and Or combine several:
//
//	intercom.And(
//		intercom.ContactFieldRole.Is(intercom.ContactRoleUser),
//		intercom.Or(
//			intercom.ContactFieldEmail.EndsWith("@example.com"),
//			intercom.CustomAttribute("plan").In("pro", "team"),
//		),
//	)
//
// Intercom takes 15 entries in a group, and groups in a group but no deeper. A
// query beyond that fails with ErrInvalidArgument before it is sent.
type Query interface{ query() }

// And finds what matches all queries. Filters beside groups are sent as one
// group of their own, as Intercom wants groups of either filters or groups.
func And(queries ...Query) Query { return group{"AND", queries} }

// Or finds what matches at least one of the queries. Filters beside groups are
// sent as And does.
func Or(queries ...Query) Query { return group{"OR", queries} }

type group struct {
	Operator string  `json:"operator"`
	Value    []Query `json:"value"`
}

type filter struct {
	Field    string `json:"field"`
	Operator string `json:"operator"`
	Value    any    `json:"value"`
}

func (group) query()  {}
func (filter) query() {}

// What is searched for can be an address: a query is not printed.

func (group) Format(f fmt.State, verb rune)  { private{}.Format(f, verb) }
func (filter) Format(f fmt.State, verb rune) { private{}.Format(f, verb) }
func (group) LogValue() slog.Value           { return private{}.LogValue() }
func (filter) LogValue() slog.Value          { return private{}.LogValue() }

// SearchSort orders what a search finds. The zero SearchSort leaves the order to
// Intercom.
type SearchSort struct {
	Field string    // such as "created_at"
	Order SortOrder // default Descending
}

// searchOrders are the words that searches have for the order.
var searchOrders = map[SortOrder]string{"": "descending", Ascending: "ascending", Descending: "descending"}

// updatedSince leaves out of a search what was updated before t, and keeps what
// is updated while it is read.
func updatedSince[T any](t time.Time, updatedAt func(T) Time, p *Pager[T]) *Pager[T] {
	t = t.Truncate(time.Second)
	p.listing.drop = func(item any) bool {
		at := updatedAt(item.(T))
		return !at.IsZero() && at.Before(t)
	}
	return p.KeepRepeats()
}

const (
	maxFilters = 15 // in one group
	maxLevels  = 2  // of groups
)

// checkQuery returns q as it is sent, or what is wrong with it. Values do not
// appear in the text: they can be customer data.
func checkQuery(q Query, level int, refuse func(filter) string) (Query, string) {
	switch q := q.(type) {
	case filter:
		return q, q.problem(refuse)
	case group:
		q.Value = q.uniform()
		switch n := len(q.Value); {
		case n == 0:
			return nil, "has an " + q.Operator + " group with nothing in it"
		case n > maxFilters:
			return nil, fmt.Sprintf("has an %s group of %d, the limit is %d", q.Operator, n, maxFilters)
		case level > maxLevels:
			return nil, fmt.Sprintf("has groups on more than %d levels", maxLevels)
		}
		for i, inner := range q.Value {
			var problem string
			if q.Value[i], problem = checkQuery(inner, level+1, refuse); problem != "" {
				return nil, problem
			}
		}
		return q, ""
	}
	return nil, "is nil, or has nil in a group"
}

// uniform returns the entries of g: all of them filters, or all of them groups.
func (g group) uniform() []Query {
	var filters, groups []Query
	for _, q := range g.Value {
		if _, ok := q.(group); ok {
			groups = append(groups, q)
		} else {
			filters = append(filters, q)
		}
	}
	if len(filters) > 0 && len(groups) > 0 {
		return append([]Query{group{g.Operator, filters}}, groups...)
	}
	return append(filters, groups...)
}

// problem returns what is wrong with f, if anything is.
func (f filter) problem(refuse func(filter) string) string {
	if strings.TrimSpace(f.Field) == "" || strings.HasSuffix(f.Field, ".") {
		return "has a filter without a field"
	}
	if id, ok := strings.CutPrefix(f.Field, ticketAttributes); ok && !isDigits(id) {
		return "names " + f.Field + ", want the attribute's id, which is made of digits"
	}
	values := f.values()
	if len(values) == 0 {
		return "has no values to compare " + f.Field + " with"
	}
	for _, v := range values {
		switch t, isTime := v.(Time); {
		case f.comparesText() && strings.TrimSpace(fmt.Sprint(v)) == "":
			return "compares " + f.Field + " by " + f.Operator + " with blank text"
		case isTime && t.IsZero():
			return "compares " + f.Field + " with the zero time"
		case isTime && t.Unix() >= maxSeconds, f.isDate() && inMilliseconds(v):
			return "compares " + f.Field + " with milliseconds, want seconds"
		case !isTime && v != nil && !isPlain(v):
			return fmt.Sprintf("compares %s with a %T", f.Field, v)
		}
	}
	return refuse(f)
}

// values are what f compares with: one, or those of a list.
func (f filter) values() []any {
	list := reflect.ValueOf(f.Value)
	if f.Operator != "IN" && f.Operator != "NIN" {
		return []any{f.Value}
	}
	values := make([]any, list.Len())
	for i := range values {
		values[i] = list.Index(i).Interface()
	}
	return values
}

// comparesText reports whether f looks into text. Intercom does not say what
// blank text matches there.
func (f filter) comparesText() bool {
	return slices.Contains([]string{"~", "!~", "^", "$"}, f.Operator)
}

// isDate reports whether f compares moments: by the value, or by the name.
func (f filter) isDate() bool {
	for _, v := range f.values() {
		if _, ok := v.(Time); ok {
			return true
		}
	}
	return strings.HasSuffix(f.Field, "_at") && !strings.HasPrefix(f.Field, "custom_attributes.")
}

// inMilliseconds reports whether a number is too large for seconds, as Time does.
func inMilliseconds(v any) bool {
	seconds, err := strconv.ParseFloat(fmt.Sprint(v), 64)
	return err == nil && seconds >= maxSeconds
}

// plain turns a time of either type into one that is written as seconds.
func plain(v any) any {
	if t, ok := v.(time.Time); ok {
		return At(t)
	}
	return v
}

func plains(list []any) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = plain(v)
	}
	return out
}

// isPlain reports whether a search takes a value: it takes no list or struct.
func isPlain(v any) bool {
	switch reflect.TypeOf(v).Kind() {
	case reflect.String, reflect.Bool, reflect.Float32, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return true
	}
	return false
}

func numberIDs(ids []ID) []NumberID {
	out := make([]NumberID, len(ids))
	for i, id := range ids {
		out[i] = NumberID(id)
	}
	return out
}

// searchBody is the body of a search.
type searchBody struct {
	Query      any              `json:"query"`
	Sort       *searchSort      `json:"sort,omitzero"`
	Pagination searchPagination `json:"pagination,omitzero"`
}

type searchSort struct {
	Field string `json:"field"`
	Order string `json:"order"`
}

type searchPagination struct {
	PerPage       int    `json:"per_page,omitzero"`
	StartingAfter string `json:"starting_after,omitzero"`
}

func (b searchBody) cursor() string { return cursorAfter }

func (b searchBody) at(value string, perPage int) any {
	b.Pagination = searchPagination{perPage, value}
	return b
}
