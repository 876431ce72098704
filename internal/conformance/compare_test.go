package conformance

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// lost lists the paths of a value, without indexes, that another value of the
// same thing lacks or has otherwise. Zero values may be missing, ids and times
// may be written in either form, and lists in any wrapping.
func lost(path string, want, got any) []string {
	switch w := want.(type) {
	case map[string]any:
		return lostFromObject(path, w, got)
	case []any:
		items, ok := itemsOf(got)
		if !ok || len(items) != len(w) {
			if zero(w) {
				return nil
			}
			return []string{path}
		}
		var all []string
		for i, value := range w {
			all = append(all, lost(path, value, items[i])...)
		}
		return all
	}
	if zero(want) || sameScalar(want, got) {
		return nil
	}
	if object, ok := got.(map[string]any); ok { // a bare name or id, read into a struct
		for _, value := range object {
			if sameScalar(want, value) {
				return nil
			}
		}
	}
	return []string{path}
}

func lostFromObject(path string, want map[string]any, got any) []string {
	object, _ := got.(map[string]any)
	var all []string
	for _, key := range slices.Sorted(maps.Keys(want)) {
		value, ok := object[key]
		at := join(path, key)
		switch list, isList := want[key].([]any); {
		case key == "type" && !ok: // a marker
		case isList && !ok && got != nil:
			if items, ok := itemsOf(got); ok {
				all = append(all, lost(path, list, items)...)
				continue
			}
			fallthrough
		default:
			all = append(all, lost(at, want[key], value)...)
		}
	}
	return all
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// itemsOf returns the items of a list in one of its forms.
func itemsOf(v any) ([]any, bool) {
	switch x := v.(type) {
	case []any:
		return x, true
	case map[string]any:
		items, ok := x["data"].([]any)
		return items, ok
	}
	return nil, false
}

func zero(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case string:
		return x == ""
	case bool:
		return !x
	case json.Number:
		return x == "0"
	case []any:
		return !slices.ContainsFunc(x, func(v any) bool { return !zero(v) })
	case map[string]any:
		for key, value := range x {
			if key != "type" && !zero(value) {
				return false
			}
		}
		return true
	}
	return false
}

func sameScalar(a, b any) bool {
	if a == b {
		return true
	}
	x, y := scalarText(a), scalarText(b)
	if x == "" || y == "" {
		return false
	}
	if x == y {
		return true
	}
	m, ok1 := new(big.Rat).SetString(x)
	n, ok2 := new(big.Rat).SetString(y)
	if ok1 && ok2 {
		return m.Cmp(n) == 0 || m.Cmp(new(big.Rat).Mul(n, big.NewRat(1000, 1))) == 0
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05 MST", time.DateOnly} {
		if at, err := time.Parse(layout, x); err == nil && ok2 {
			return n.Cmp(big.NewRat(at.Unix(), 1)) == 0
		}
	}
	return false
}

func scalarText(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case json.Number:
		return x.String()
	}
	return ""
}

func decode(t testing.TB, text string) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

func TestLost(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct{ want, got, lost string }{
		{`{"a":1,"b":"x"}`, `{"a":1,"b":"x"}`, ""},
		{`{"a":1,"b":"x"}`, `{"a":2}`, "a b"},
		{`{"a":null,"b":[],"c":{"type":"x"}}`, `{}`, ""},
		{`{"id":7,"at":"2024-01-01T00:00:00Z"}`, `{"id":"7","at":1704067200}`, ""},
		{`{"tags":{"type":"tag.list","tags":[{"id":"1"}]}}`, `{"tags":{"data":[{"id":"1"}]}}`, ""},
		{`{"tags":[{"id":"1"}]}`, `{"tags":{"data":[{"id":"2"}]}}`, "tags.id"},
		{`{"tags":[{"id":"1"}]}`, `{"tags":{"data":[]}}`, "tags"},
		{`{"plan":"Pro"}`, `{"plan":{"name":"Pro"}}`, ""},
	} {
		assert.Equal(t, tt.lost, strings.Join(lost("", decode(t, tt.want), decode(t, tt.got)), " "), tt.want)
	}
}
