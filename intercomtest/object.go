package intercomtest

import (
	"encoding/json"
	"iter"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// object is a JSON object. Numbers read from requests are json.Number, so
// that none of their digits gets lost.
type object map[string]any

func (o object) has(key string) bool {
	_, ok := o[key]
	return ok
}

// text returns a string, or a number as it was written: Intercom takes ids in
// both forms.
func (o object) text(key string) string {
	switch v := o[key].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

func (o object) flag(key string) bool {
	b, _ := o[key].(bool)
	return b
}

func (o object) object(key string) object {
	m, _ := o[key].(map[string]any)
	return m
}

// objects returns the elements of an array of objects.
func (o object) objects(key string) ([]object, error) {
	if o[key] == nil {
		return nil, nil
	}
	list, ok := o[key].([]any)
	if !ok {
		return nil, invalid(key, "%s must be an array", key)
	}
	out := make([]object, len(list))
	for i, v := range list {
		m, ok := v.(map[string]any)
		if !ok {
			return nil, invalid(key, "%s must be an array of objects", key)
		}
		out[i] = m
	}
	return out, nil
}

// fields copies what a request sent into variables. What was not sent stays,
// null clears. The first value of a wrong kind is kept as the error.
type fields struct {
	object
	err error
}

func (f *fields) text(key string, to *string) {
	switch v := f.object[key].(type) {
	case string, json.Number:
		*to = f.object.text(key)
	case nil:
		if f.has(key) {
			*to = ""
		}
	default:
		f.wrong(key, "a string", v)
	}
}

func (f *fields) flag(key string, to *bool) {
	switch v := f.object[key].(type) {
	case bool:
		*to = v
	case nil:
		if f.has(key) {
			*to = false
		}
	default:
		f.wrong(key, "a boolean", v)
	}
}

// list takes the place of the one there is.
func (f *fields) list(key string, to *[]any) {
	if !f.has(key) {
		return
	}
	list, ok := f.object[key].([]any)
	if !ok && f.object[key] != nil {
		f.wrong(key, "an array", f.object[key])
	}
	*to = list
}

// oneOf refuses what is sent and is none of the values.
func (f *fields) oneOf(key string, values ...string) {
	if f.has(key) {
		f.fail(oneOf(key, f.object.text(key), values))
	}
}

// oneOf refuses a value that is none of those there are.
func oneOf(field, value string, values []string) error {
	if slices.Contains(values, value) {
		return nil
	}
	return invalid(field, "%s must be one of: %s", field, strings.Join(values, ", "))
}

// integer truncates, as Intercom does.
func (f *fields) integer(key string, to *int64) { f.numberUpTo(math.MaxInt32, key, to) }

// moment reads Unix seconds, which go beyond the year 2038.
func (f *fields) moment(key string, to *int64) { f.numberUpTo(1e11, key, to) }

func (f *fields) numberUpTo(limit float64, key string, to *int64) {
	if f.object[key] == nil {
		if f.has(key) {
			*to = 0
		}
		return
	}
	n, err := strconv.ParseFloat(f.object.text(key), 64)
	if err != nil || math.IsNaN(n) || math.Abs(n) > limit {
		f.wrong(key, "an integer in range", f.object[key])
		return
	}
	*to = int64(n)
}

// attributes merges custom attributes into a copy of those there are: null
// removes one, an empty string is kept as null. Lists are for contacts of 2.x,
// where they refer to custom objects.
func (f *fields) attributes(to *object, limit int, lists bool) {
	const key = "custom_attributes"
	if f.object[key] == nil {
		return
	}
	sent, ok := f.object[key].(map[string]any)
	if !ok {
		f.wrong(key, "an object", f.object[key])
		return
	}
	merged := maps.Clone(*to)
	for name, v := range sent {
		_, isObject := v.(map[string]any)
		_, isList := v.([]any)
		switch {
		case strings.ContainsAny(name, ".$") || len(name) > 190:
			f.fail(invalid(key, "custom attribute name %q is not allowed", name))
		case isObject || isList && !lists:
			f.fail(invalid(key, "custom attribute %q must not be nested", name))
		case v == nil:
			delete(merged, name)
		case v == "":
			merged[name] = nil
		default:
			merged[name] = v
		}
	}
	if len(merged) > limit {
		f.fail(failure(http.StatusBadRequest, "custom_data_limit_reached", "more than %d custom attributes", limit))
	}
	*to = merged
}

// need fails unless all of the keys were sent, and not empty.
func (f *fields) need(keys ...string) {
	for _, key := range keys {
		if v := f.object[key]; v == nil || v == "" {
			f.fail(failure(http.StatusBadRequest, "parameter_not_found", "%s not specified", key))
		}
	}
}

func (f *fields) wrong(key, want string, got any) {
	f.fail(invalid(key, "%s must be %s, not %v", key, want, got))
}

func (f *fields) fail(err error) {
	if f.err == nil && err != nil {
		f.err = err
	}
}

// nullable is null for the zero value: what Intercom does not know.
func nullable[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// store keeps the things of one kind by id, in the order they came.
type store[T any] struct {
	byID   map[string]T
	ids    []string
	things []T // of ids
}

func (st *store[T]) add(id string, v T) T {
	if st.byID == nil {
		st.byID = map[string]T{}
	}
	st.byID[id] = v
	st.ids = append(st.ids, id)
	st.things = append(st.things, v)
	return v
}

func (st *store[T]) get(id string) (T, bool) {
	v, ok := st.byID[id]
	return v, ok
}

func (st *store[T]) remove(id string) {
	delete(st.byID, id)
	if i := slices.Index(st.ids, id); i >= 0 {
		st.ids = slices.Delete(st.ids, i, i+1)
		st.things = slices.Delete(st.things, i, i+1)
	}
}

func (st *store[T]) all() iter.Seq[T] { return slices.Values(st.things) }

// where returns those that match, oldest first.
func (st *store[T]) where(match func(T) bool) []T {
	var found []T
	for v := range st.all() {
		if match(v) {
			found = append(found, v)
		}
	}
	return found
}

// render turns things into what a list holds: never null, always an array.
func render[T, J any](things []T, as func(T) J) []J {
	out := make([]J, len(things))
	for i, v := range things {
		out[i] = as(v)
	}
	return out
}
