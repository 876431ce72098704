package conformance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/calls"
	"github.com/go-intercom/intercom/internal/spec"
)

// way is a method and arguments with which it calls an operation.
type way struct {
	calls.Method
	args calls.Arguments
}

// ways has, by the shape of an operation of the modern API, the methods that call
// it and nothing else.
func ways(t *testing.T) map[string][]way {
	t.Helper()
	all := map[string][]way{}
	synctest.Test(t, func(t *testing.T) { // some methods wait
		for _, m := range calls.Methods() {
			sets, err := m.Arguments(t.Context())
			if err != nil {
				continue // the tests of package calls say so
			}
			for _, args := range sets {
				o := m.Call(t.Context(), args, calls.OK)
				if len(o.Sent) == 1 && o.Sent[0].Version != intercom.LegacyAPIVersion {
					operation := spec.Shape(o.Sent[0].Operation)
					all[operation] = append(all[operation], way{m, args})
				}
			}
		}
	})
	return all
}

// find returns the ways to call an operation, whatever it calls its parameters.
func find(all map[string][]way, name string) []way { return all[spec.Shape(name)] }

// exceptions are the differences that are on purpose.
type exceptions struct {
	reasons map[string]string
	used    map[string]bool
}

func newExceptions() *exceptions { return &exceptions{spec.Exceptions(), map[string]bool{}} }

// without drops the problems that are on purpose. A problem is a path, a colon
// and a text.
func (e *exceptions) without(operation string, problems []string) []string {
	return slices.DeleteFunc(problems, func(problem string) bool {
		path, _, _ := strings.Cut(problem, ":")
		key := operation + "." + path
		if inside := key[:strings.LastIndexByte(key, '.')] + ".*"; e.reasons[inside] != "" {
			key = inside
		}
		e.used[key] = e.used[key] || e.reasons[key] != ""
		return e.reasons[key] != ""
	})
}

// fewest tries the ways until one has no problems, and returns those of the best.
func (e *exceptions) fewest(operation string, ways []way, try func(way) []string) (best []string) {
	for i, w := range ways {
		problems := e.without(operation, try(w))
		if i == 0 || len(problems) < len(best) {
			best = problems
		}
		if len(problems) == 0 {
			break
		}
	}
	return best
}

// TestResponses reads every example of a response through the methods of its
// operation: one at least must read it without an error, a mismatch, a field
// that has no place, or anything that is gone when it is written again.
func TestResponses(t *testing.T) {
	t.Parallel()

	known, ways := newExceptions(), ways(t)
	read, operations := 0, operations(t)
	for _, o := range operations {
		for _, ex := range o.responses {
			found := find(ways, o.name)
			if len(found) == 0 {
				continue
			}
			read++
			best := known.fewest(o.id, preferringResults(found), func(w way) []string { return w.read(t, ex) })
			assert.Empty(t, best, "%s, %q of %s:\n%s", o.id, ex.name, o.name, strings.Join(best, "\n"))
		}
	}
	assert.NotZero(t, read)
	t.Logf("%d examples of answers were read", read)
	known.unused(t, operations, ways, false)
}

// TestResponsesOfOtherVersions reads the examples of older versions and of all of
// Preview through the same methods: one at least must read each without an
// error or a mismatch.
func TestResponsesOfOtherVersions(t *testing.T) {
	t.Parallel()

	ways := ways(t)
	for _, version := range []string{"2.11", "2.14", "2.15", "preview"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			read := 0
			for _, o := range operationsOf(t, version) {
				for _, ex := range o.responses {
					found := find(ways, o.name)
					if len(found) == 0 {
						continue
					}
					read++
					var problems []string
					for i, w := range preferringResults(found) {
						var now []string
						for _, problem := range w.read(t, ex) {
							if !strings.Contains(problem, ": is lost by ") && !strings.Contains(problem, ": there is no field for ") {
								now = append(now, problem)
							}
						}
						if i == 0 || len(now) < len(problems) {
							problems = now
						}
						if len(problems) == 0 {
							break
						}
					}
					assert.Empty(t, problems, "%s, %q of %s in %s:\n%s", o.id, ex.name, o.name, version, strings.Join(problems, "\n"))
				}
			}
			assert.NotZero(t, read)
			t.Logf("%d examples of responses were read", read)
		})
	}
}

// unused complains about exceptions that no example needs.
func (e *exceptions) unused(t *testing.T, operations []operation, ways map[string][]way, requests bool) {
	t.Helper()
	for key := range e.reasons {
		id, path, _ := strings.Cut(key, ".")
		for _, o := range operations {
			if o.id == id && len(find(ways, o.name)) > 0 && strings.HasPrefix(path, "request.") == requests {
				assert.True(t, e.used[key], "exceptions.txt: %s is not needed", key)
			}
		}
	}
}

// preferringResults leaves out the ways that return nothing if there are others.
func preferringResults(all []way) []way {
	telling := slices.DeleteFunc(slices.Clone(all), func(w way) bool {
		result, _ := w.Result()
		return result == nil
	})
	if len(telling) == 0 {
		return all
	}
	return telling
}

// read lists what is wrong with the reading of a response.
func (w way) read(t *testing.T, ex example) []string {
	t.Helper()
	o := w.Call(t.Context(), w.args, func(req *http.Request) *http.Response { return calls.Answer(req, http.StatusOK, ex.json) })
	if o.Err != nil {
		return []string{fmt.Sprintf(": %s: %v", w, o.Err)}
	}
	if o.Value == nil {
		return nil
	}
	want := decode(t, ex.json)
	value := reflect.Indirect(reflect.ValueOf(o.Value))
	if value.Kind() == reflect.Struct && value.FieldByName("Items").IsValid() && value.FieldByName("Next").IsValid() {
		items, ok := listed(want, value.FieldByName("Items").Len())
		if !ok {
			return []string{fmt.Sprintf(": %s read %d items", w, value.FieldByName("Items").Len())}
		}
		value, want = value.FieldByName("Items"), items
	} else if _, isObject := want.(map[string]any); isObject { // one that was found in a list
		if items, ok := listed(want, 1); ok && strings.HasSuffix(fmt.Sprint(want.(map[string]any)["type"]), "list") {
			want = items[0]
		}
	}
	problems := objects("", value)
	again, err := json.Marshal(value.Interface())
	if err != nil {
		return append(problems, ": "+err.Error())
	}
	for _, path := range lost("", want, decode(t, string(again))) {
		problems = append(problems, path+": is lost by "+w.String())
	}
	return problems
}

// listed finds the items of a list among the arrays of a response.
func listed(v any, n int) ([]any, bool) {
	switch x := v.(type) {
	case []any:
		return x, len(x) == n
	case map[string]any:
		for _, value := range x {
			if items, ok := value.([]any); ok && len(items) == n {
				return items, true
			}
		}
		if inner, ok := x["data"].(map[string]any); ok {
			return listed(inner, n)
		}
	}
	return nil, n == 0
}

// objects lists the mismatches and extra fields of every Object in a value.
func objects(path string, v reflect.Value) []string {
	var problems []string
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return objects(path, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			problems = append(problems, objects(path, v.Index(i))...)
		}
	case reflect.Struct:
		object := reflect.New(v.Type())
		object.Elem().Set(v)
		if o, ok := object.Interface().(interface {
			Mismatch() error
			Extra() map[string]json.RawMessage
		}); ok {
			if err := o.Mismatch(); err != nil {
				problems = append(problems, path+": "+err.Error())
			}
			for key, raw := range o.Extra() {
				problems = append(problems, fmt.Sprintf("%s: there is no field for %.100s", join(path, key), raw))
			}
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() || f.Anonymous {
				continue
			}
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if key == "data" {
				problems = append(problems, objects(path, v.Field(i))...)
			} else {
				problems = append(problems, objects(join(path, key), v.Field(i))...)
			}
		}
	}
	return problems
}
