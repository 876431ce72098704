package live

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/calls"
	"github.com/go-intercom/intercom/internal/wire"
)

// resource is what every object of the package does.
type resource interface {
	Mismatch() error
	Extra() map[string]json.RawMessage
}

// objectsIn lists the resources that a method returned.
func objectsIn(value any) []resource {
	if value == nil {
		return nil
	}
	if one, ok := value.(resource); ok {
		if reflect.ValueOf(value).IsNil() {
			return nil
		}
		return []resource{one}
	}
	var all []resource
	if v := reflect.ValueOf(value); v.Kind() == reflect.Slice {
		for i := range v.Len() {
			all = append(all, objectsIn(v.Index(i).Interface())...)
		}
	}
	return all
}

// inspect adds the paths of an object that did not fit, or that the package has no field for.
func (row *Row) inspect(each resource) {
	for _, m := range mismatches(each.Mismatch()) {
		row.Mismatches = addNew(row.Mismatches, cleanPath(m.Path, false)+" ("+m.Got+" for "+m.Want+")")
	}
	for path := range each.Extra() {
		row.Unknown = addNew(row.Unknown, cleanPath(path, true))
	}
	slices.Sort(row.Unknown)
}

// mismatches takes what Mismatch joined apart.
func mismatches(err error) []wire.Mismatch {
	var all []wire.Mismatch
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, each := range joined.Unwrap() {
			if m, ok := errors.AsType[wire.Mismatch](each); ok {
				all = append(all, m)
			}
		}
	}
	return all
}

var index = regexp.MustCompile(`\[\d+\]`)

// cleanPath returns a path without what may be a customer's: keys that no resource has as a field are shown as a star, as those of
// maps are named by customers. The last key of an unknown field is what the report is for. It is shown if it looks like one of
// Intercom's, and what it is in is known: a field, or an entry of a map that is one.
func cleanPath(path string, unknown bool) string {
	steps := strings.Split(index.ReplaceAllString(path, "[]"), ".")
	strange := 0 // how many steps in a row no resource has
	for i, step := range steps {
		name := strings.TrimRight(step, "[]")
		isInMap := strange == 1 && i > 1
		switch {
		case fieldNames()[name] && (strange == 0 || isInMap):
			strange = 0
		case unknown && i == len(steps)-1 && fieldName.MatchString(name) && (strange == 0 || isInMap):
		default:
			strange++
			steps[i] = "*" + strings.TrimPrefix(step, name)
		}
	}
	return strings.Join(steps, ".")
}

// fieldNames are the keys of JSON that resources have fields for.
var fieldNames = sync.OnceValue(func() map[string]bool {
	names, seen := map[string]bool{}, map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Map}, t.Kind()) {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || seen[t] {
			return
		}
		seen[t] = true
		for i := range t.NumField() {
			f := t.Field(i)
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
				names[name] = true
			}
			walk(f.Type)
		}
	}
	for _, m := range calls.Methods() {
		if t, _ := m.Result(); t != nil {
			walk(t)
		}
	}
	return names
})

// kinds of failure whose name is all that a report has of an error.
var kinds = []struct {
	err  error
	name string
}{
	{context.Canceled, "canceled"},
	{errForbidden, "not sent: forbidden to the suite"},
	{intercom.ErrDecode, "not the JSON that it should be"},
	{intercom.ErrTimeout, "timed out"},
	{intercom.ErrConnection, "connection failed"},
	{intercom.ErrInvalidArgument, "refused by the package"},
	{intercom.ErrScrollInUse, "another scroll is open"},
	{intercom.ErrCursorLoop, "the list points back"},
	{io.ErrUnexpectedEOF, "cut off"},
}

// problemOf names what an error is, without its text: the code of Intercom's, or the kind.
func problemOf(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*intercom.APIError](err); ok {
		if fieldName.MatchString(e.Code) {
			return e.Code
		}
		return "no code"
	}
	for _, kind := range kinds {
		if errors.Is(err, kind.err) {
			return kind.name
		}
	}
	return "failed"
}

func addNew(all []string, one string) []string {
	if one == "" || slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}
