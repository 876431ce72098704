package intercomtest

import (
	"cmp"
	"encoding/json"
	"math/big"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// fieldKind is what a field can be compared with.
type fieldKind int

const (
	notSearchable fieldKind = iota
	textField
	wordsField // = finds any single word of it
	idField    // known by = and != only
	numberField
	dateField
	flagField
	anyField // whatever is in it
)

// searchRules is how a resource is searched.
type searchRules struct {
	kind      func(field string) fieldKind
	days      *time.Location // where dates are compared by the day; nil: to the second
	inclusive bool           // > and < include equality
	sort      string         // the field to sort by unless the search says otherwise
	size      int            // of a page unless the search says otherwise
}

const (
	searchFilters = 15 // in a group
	searchLevels  = 2  // of groups
	searchPage    = 150
)

// matcher reports whether a thing matches, by the values of its fields: text,
// numbers, flags, nil, or a list of texts of which one has to match.
type matcher func(value func(field string) any) bool

// searched finds the things that the body of a search describes, and cuts the
// page out of them that it asks for.
func searched[T any](
	x *exchange, rules searchRules, things []T, id func(T) string, value func(T, string) any,
) (page []T, total int, pages object, err error) {
	if !x.body.has("query") {
		return nil, 0, nil, failure(http.StatusBadRequest, "parameter_missing", "query is required")
	}
	match, err := rules.compile(x.body.object("query"), 1)
	if err != nil {
		return nil, 0, nil, err
	}
	found := slices.DeleteFunc(slices.Clone(things), func(v T) bool {
		return !match(func(field string) any { return value(v, field) })
	})
	if err := rules.order(x.body.object("sort"), func(field string, descending bool) {
		found = sortedBy(found, func(v T) any { return value(v, field) }, descending)
	}); err != nil {
		return nil, 0, nil, err
	}
	paging := x.body.object("pagination")
	size := int64(rules.size)
	f := &fields{object: paging}
	f.integer("per_page", &size)
	if f.err != nil || size < 1 || size > searchPage {
		return nil, 0, nil, invalid("per_page", "per_page must be between 1 and %d", searchPage)
	}
	page, pages, err = after(found, id, paging.text("starting_after"), int(size))
	return page, len(found), pages, err
}

// order reads how a search is sorted.
func (rules searchRules) order(sort object, by func(field string, descending bool)) error {
	field, order := cmp.Or(sort.text("field"), rules.sort), cmp.Or(sort.text("order"), "descending")
	switch {
	case order != "ascending" && order != "descending":
		return failure(http.StatusBadRequest, "invalid_sort_order", "Invalid sort order '%s'. Must be one of: ascending, descending", order)
	case rules.kind(field) == notSearchable:
		return invalidField(field)
	}
	by(field, order == "descending")
	return nil
}

// sortKey is a value to sort by, read once.
type sortKey struct {
	none   bool
	number *big.Rat // nil: it is none
	text   string
	place  int // of the thing before it is sorted
}

// sortedBy sorts things by a value of theirs. What has none comes last, what has
// the same stays in its order.
func sortedBy[T any](things []T, value func(T) any, descending bool) []T {
	keys := make([]sortKey, len(things))
	for i, thing := range things {
		v := value(thing)
		keys[i] = sortKey{v == nil, numeric(v), textOf(v), i}
	}
	slices.SortFunc(keys, func(a, b sortKey) int { return cmp.Or(ordered(a, b, descending), cmp.Compare(a.place, b.place)) })
	sorted := make([]T, len(things))
	for i, key := range keys {
		sorted[i] = things[key.place]
	}
	return sorted
}

// ordered compares two values; what has none comes last.
func ordered(a, b sortKey, descending bool) int {
	var c int
	switch {
	case a.none || b.none:
		return boolCompare(a.none, b.none)
	case a.number != nil && b.number != nil:
		c = a.number.Cmp(b.number)
	default:
		c = strings.Compare(a.text, b.text)
	}
	if descending {
		return -c
	}
	return c
}

// compile turns a query into a matcher, or says what is wrong with it.
func (rules searchRules) compile(q object, level int) (matcher, error) {
	switch operator := q.text("operator"); operator {
	case "AND", "OR":
		return rules.group(q, operator == "AND", level)
	case "":
		return nil, failure(http.StatusBadRequest, "parameter_missing", "operator is required")
	default:
		return rules.filter(q.text("field"), operator, q["value"])
	}
}

func (rules searchRules) group(q object, all bool, level int) (matcher, error) {
	queries, err := q.objects("value")
	switch {
	case err != nil: // as Intercom does, unhelpfully
		return nil, failure(http.StatusInternalServerError, "server_error", "Server Error")
	case len(queries) == 0:
		return nil, invalid("value", "an %s group needs filters", q.text("operator"))
	case len(queries) > searchFilters:
		return nil, invalid("value", "an %s group takes at most %d filters", q.text("operator"), searchFilters)
	case level > searchLevels:
		return nil, invalid("query", "queries nest at most %d levels deep", searchLevels)
	}
	groups := 0
	matchers := make([]matcher, len(queries))
	for i, inner := range queries {
		if operator := inner.text("operator"); operator == "AND" || operator == "OR" {
			groups++
		}
		if matchers[i], err = rules.compile(inner, level+1); err != nil {
			return nil, err
		}
	}
	if groups > 0 && groups < len(queries) {
		return nil, invalid("value", "a group has either filters or groups")
	}
	return func(value func(string) any) bool {
		for _, match := range matchers {
			if match(value) != all {
				return !all
			}
		}
		return all
	}, nil
}

// filter compiles a comparison. != and the like are made of their opposites.
func (rules searchRules) filter(field, operator string, want any) (matcher, error) {
	kind := rules.kind(field)
	if kind == notSearchable {
		return nil, invalidField(field)
	}
	if !kind.knows(operator, rules.days != nil) {
		return nil, invalid("operator", "%s is not supported on %s", operator, field)
	}
	positive, negated := map[string]string{"!=": "=", "NIN": "IN", "!~": "~"}[operator]
	if !negated {
		positive = operator
	}
	wanted := []any{want}
	if positive == "IN" {
		list, ok := want.([]any)
		if !ok {
			return nil, invalid("value", "%s takes an array", operator)
		}
		wanted, positive = list, "="
	}
	for _, w := range wanted {
		if !kind.takes(w) {
			return nil, invalid("value", "%v is no value for %s", w, field)
		}
	}
	return func(value func(string) any) bool {
		is := value(field)
		hit := slices.ContainsFunc(wanted, func(w any) bool { return rules.matches(kind, positive, is, w) })
		return hit != negated
	}, nil
}

// knows reports whether fields of a kind can be compared so.
func (k fieldKind) knows(operator string, days bool) bool {
	switch operator {
	case "=":
		return true
	case "!=":
		return k != dateField || !days
	case "IN", "NIN":
		return k != idField && (k != dateField || !days)
	case "<", ">":
		return k == numberField || k == dateField || k == anyField
	case "<=", ">=":
		return k == numberField || k == anyField || k == dateField && !days
	case "~", "!~", "^", "$":
		return k == textField || k == wordsField || k == anyField
	}
	return false
}

// takes reports whether a value fits the kind.
func (k fieldKind) takes(v any) bool {
	switch v.(type) {
	case nil:
		return true
	case map[string]any, []any:
		return false
	case bool:
		return k == flagField || k == anyField
	}
	switch k {
	case numberField, dateField:
		return numeric(v) != nil
	case flagField:
		return false
	}
	return true
}

// matches compares what is with what is wanted.
func (rules searchRules) matches(kind fieldKind, operator string, is, want any) bool {
	if list, ok := is.([]string); ok {
		return slices.ContainsFunc(list, func(one string) bool { return rules.matches(kind, operator, one, want) }) ||
			len(list) == 0 && want == nil
	}
	switch {
	case want == nil || is == nil || is == "":
		return operator == "=" && (is == nil || is == "") && (want == nil || want == "")
	case kind == dateField:
		return rules.compareDates(operator, numeric(is), numeric(want))
	case kind == flagField:
		return is == want
	}
	if x, y := numeric(is), numeric(want); x != nil && y != nil && kind != textField {
		return rules.holds(operator, x.Cmp(y))
	}
	// Upper and lower case are the same to a search.
	a, b := strings.ToLower(textOf(is)), strings.ToLower(textOf(want))
	switch operator {
	case "~":
		return strings.Contains(a, b)
	case "^":
		return strings.HasPrefix(a, b)
	case "$":
		return strings.HasSuffix(a, b)
	case "=":
		return a == b || kind == wordsField && slices.Contains(strings.FieldsFunc(a, notInWord), b)
	}
	return rules.holds(operator, strings.Compare(a, b))
}

// compareDates compares moments. By the day, = is all of it, and > and < do not
// include it.
func (rules searchRules) compareDates(operator string, is, want *big.Rat) bool {
	if is == nil || want == nil {
		return false
	}
	if rules.days != nil {
		return cmpHolds(operator, day(is, rules.days).Compare(day(want, rules.days)))
	}
	return rules.holds(operator, is.Cmp(want))
}

// day is the midnight before a moment.
func day(seconds *big.Rat, in *time.Location) time.Time {
	f, _ := seconds.Float64()
	y, m, d := time.Unix(int64(f), 0).In(in).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, in)
}

func (rules searchRules) holds(operator string, c int) bool {
	return cmpHolds(operator, c) || rules.inclusive && c == 0 && (operator == "<" || operator == ">")
}

func cmpHolds(operator string, c int) bool {
	switch operator {
	case "=":
		return c == 0
	case "<":
		return c < 0
	case ">":
		return c > 0
	case "<=":
		return c <= 0
	case ">=":
		return c >= 0
	}
	return false
}

// numeric reads numbers, and digits in text, exactly.
func numeric(v any) *big.Rat {
	text := ""
	switch v := v.(type) {
	case string:
		text = v
	case json.Number:
		text = v.String()
	case int:
		return new(big.Rat).SetInt64(int64(v))
	case int64:
		return new(big.Rat).SetInt64(v)
	default:
		return nil
	}
	if len(text) > 64 || strings.ContainsAny(text, "/eE") {
		return nil
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return n
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func notInWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' }

func invalidField(field string) error {
	if strings.HasPrefix(field, ticketAttributePrefix) {
		return failure(http.StatusBadRequest, "field_not_found", "Field %s not found", field)
	}
	return failure(http.StatusBadRequest, "invalid_field", "%q is not a field to search by", field)
}
