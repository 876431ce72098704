package conformance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/calls"
)

// TestRequests makes the methods of an operation send every example of its
// request body. The arguments are found by reading the example, and its parts,
// into whatever the parameters are.
func TestRequests(t *testing.T) {
	t.Parallel()

	known, ways := newExceptions(), ways(t)
	sent, operations := 0, operations(t)
	for _, o := range operations {
		for _, ex := range o.requests {
			found := find(ways, o.name)
			if len(found) == 0 {
				continue
			}
			sent++
			best := known.fewest(o.id, found, func(w way) []string { return w.produce(t, ex) })
			for _, call := range byHand[o.id] {
				if len(best) > 0 {
					best = known.without(o.id, differences(t, ex, "the call by hand", calls.Record(func(c *intercom.Client) (any, error) { return nil, call(t.Context(), c) }, calls.OK)))
				}
			}
			assert.Empty(t, best, "%s, %q of %s: %s\n%s", o.id, ex.name, o.name, ex.json, strings.Join(best, "\n"))
		}
	}
	assert.NotZero(t, sent)
	t.Logf("%d examples of requests were produced", sent)
	known.unused(t, operations, ways, true)
}

// most bounds the sets of arguments that are tried for one example.
const most = 3000

// produce lists how far the best body that the method sends is from the example.
func (w way) produce(t *testing.T, ex example) []string {
	t.Helper()
	parts := partsOf(decode(t, ex.json))
	choices := make([][]reflect.Value, len(w.args))
	for i, arg := range w.args {
		choices[i] = append(choicesOf(w.Type.In(i+1), parts), arg)
	}
	var best []string
	tried := 0
	for args := range product(choices) {
		if tried++; tried > most {
			break
		}
		out := w.Call(t.Context(), args, func(req *http.Request) *http.Response { return calls.Answer(req, http.StatusOK, "{}") })
		if len(out.Sent) == 0 || out.Sent[0].Body == "" {
			continue
		}
		problems := differences(t, ex, w.String(), out)
		if best == nil || len(problems) < len(best) {
			best = problems
		}
		if len(best) == 0 {
			return nil
		}
	}
	if best == nil {
		return []string{"request: is not sent by " + w.String()}
	}
	return best
}

// differences compares what was sent with an example, both ways.
func differences(t *testing.T, ex example, by string, out calls.Outcome) []string {
	t.Helper()
	if len(out.Sent) == 0 {
		return []string{fmt.Sprintf("request: is not sent by %s: %v", by, out.Err)}
	}
	want, got := decode(t, ex.json), decode(t, out.Sent[0].Body)
	var problems []string
	for _, path := range lost("request", want, got) {
		problems = append(problems, path+": is not sent by "+by)
	}
	for _, path := range lost("request", got, want) {
		if !slices.ContainsFunc(problems, func(p string) bool { return strings.HasPrefix(p, path+":") }) {
			problems = append(problems, path+": is added by "+by)
		}
	}
	return problems
}

// partsOf lists a value and all that is in it.
func partsOf(v any) []any {
	all := []any{v}
	switch x := v.(type) {
	case map[string]any:
		for _, value := range x {
			all = append(all, partsOf(value)...)
		}
	case []any:
		for _, value := range x {
			all = append(all, partsOf(value)...)
		}
	}
	return all
}

// choicesOf are the values of a type that parts of the example can be read into.
func choicesOf(t reflect.Type, parts []any) []reflect.Value {
	if t.Kind() == reflect.Interface {
		var all []reflect.Value
		for _, variant := range calls.Variants(t) {
			for _, v := range choicesOf(variant, parts) {
				boxed := reflect.New(t).Elem()
				boxed.Set(v)
				all = append(all, boxed)
			}
		}
		return all
	}
	if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Interface {
		return slicesOf(t, parts)
	}
	if t.Kind() == reflect.Func {
		return nil
	}
	var all []reflect.Value
	for _, part := range parts {
		text, err := json.Marshal(part)
		if err != nil || !suits(t, part) {
			continue
		}
		if t == reflect.TypeFor[time.Time]() {
			var at intercom.Time
			if err := json.Unmarshal(text, &at); err == nil && !at.IsZero() {
				all = append(all, reflect.ValueOf(at.Time))
			}
			continue
		}
		if t == reflect.TypeFor[intercom.AsAdmin]() {
			var id intercom.ID
			if err := json.Unmarshal(text, &id); err == nil && id != "" {
				all = append(all, reflect.ValueOf(intercom.AsAdmin(id)))
			}
			continue
		}
		v := reflect.New(t)
		if err := json.Unmarshal(text, v.Interface()); err == nil && !v.Elem().IsZero() {
			all = append(all, withUntagged(v.Elem(), parts)...)
		}
	}
	return all
}

// withUntagged fills the fields of a struct that are no part of its JSON, such
// as selectors, with parts of the example: none and each.
func withUntagged(v reflect.Value, parts []any) []reflect.Value {
	all := []reflect.Value{v}
	if v.Kind() != reflect.Struct {
		return all
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Tag.Get("json") != "-" {
			continue
		}
		choices := []reflect.Value{reflect.ValueOf(true)}
		if f.Type.Kind() != reflect.Bool {
			choices = choicesOf(f.Type, parts)
		}
		for _, have := range slices.Clone(all) {
			for _, choice := range choices {
				filled := reflect.New(v.Type()).Elem()
				filled.Set(have)
				filled.Field(i).Set(choice)
				all = append(all, filled)
			}
		}
	}
	return all
}

// slicesOf makes slices of selectors, one for each array in the example.
func slicesOf(t reflect.Type, parts []any) []reflect.Value {
	var all []reflect.Value
	for _, part := range parts {
		list, ok := part.([]any)
		if !ok {
			continue
		}
		for _, variant := range calls.Variants(t.Elem()) {
			slice := reflect.New(t).Elem()
			for _, item := range list {
				if choices := choicesOf(variant, partsOf(item)); len(choices) > 0 {
					slice = reflect.Append(slice, choices[0])
				}
			}
			if slice.Len() == len(list) {
				all = append(all, slice)
			}
		}
	}
	return all
}

// suits keeps objects from being read into what is none, and the like.
func suits(t reflect.Type, part any) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch part.(type) {
	case map[string]any:
		return t.Kind() == reflect.Struct || t.Kind() == reflect.Map
	case []any:
		return t.Kind() == reflect.Slice
	case nil:
		return false
	}
	return t.Kind() != reflect.Map && t.Kind() != reflect.Slice
}

// product ranges over all combinations of one choice from each.
func product(choices [][]reflect.Value) func(yield func(calls.Arguments) bool) {
	return func(yield func(calls.Arguments) bool) {
		args := make(calls.Arguments, len(choices))
		var rec func(i int) bool
		rec = func(i int) bool {
			if i == len(choices) {
				return yield(slices.Clone(args))
			}
			for _, v := range choices[i] {
				args[i] = v
				if !rec(i + 1) {
					return false
				}
			}
			return true
		}
		rec(0)
	}
}
