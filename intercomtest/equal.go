package intercomtest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-intercom/intercom"
)

// Equal fails the test if want and got differ, and names every field that
// does. It compares resources by what they say: the JSON that an
// [intercom.Object] keeps does not count, moments are equal in any time zone,
// and nil is equal to an empty slice or map. So a resource written by hand can
// be compared with one that was read.
func Equal(t testing.TB, want, got any) {
	t.Helper()
	var d differences
	d.compare("", reflect.ValueOf(want), reflect.ValueOf(got))
	if len(d) > 0 {
		t.Errorf("not equal:\n\t%s", strings.Join(d, "\n\t"))
	}
}

// differences are lines such as "Name: want Ada, got Bob".
type differences []string

func (d *differences) compare(path string, want, got reflect.Value) {
	want, got = indirect(want), indirect(got)
	switch {
	case !want.IsValid() && !got.IsValid():
		return
	case !want.IsValid() || !got.IsValid() || want.Type() != got.Type():
		d.add(path, want, got)
		return
	}
	switch want.Kind() {
	case reflect.Struct:
		d.structs(path, want, got)
	case reflect.Slice, reflect.Array:
		for i := range max(want.Len(), got.Len()) {
			d.compare(fmt.Sprintf("%s[%d]", path, i), element(want, i), element(got, i))
		}
	case reflect.Map:
		for _, key := range keys(want, got) {
			d.compare(fmt.Sprintf("%s[%v]", path, key), want.MapIndex(key), got.MapIndex(key))
		}
	case reflect.Func:
		return
	default:
		if !want.Equal(got) {
			d.add(path, want, got)
		}
	}
}

// structs compares the exported fields of structs, and those without any as a
// whole.
func (d *differences) structs(path string, want, got reflect.Value) {
	switch w := want.Interface().(type) {
	case intercom.Object:
		return
	case time.Time:
		if !w.Equal(got.Interface().(time.Time)) {
			d.add(path, want, got)
		}
		return
	}
	exported := 0
	for i := range want.NumField() {
		if field := want.Type().Field(i); field.IsExported() {
			exported++
			d.compare(strings.TrimPrefix(path+"."+field.Name, "."), want.Field(i), got.Field(i))
		}
	}
	if exported == 0 && !reflect.DeepEqual(want.Interface(), got.Interface()) {
		d.add(path, want, got)
	}
}

func (d *differences) add(path string, want, got reflect.Value) {
	if path == "" {
		path = "value"
	}
	*d = append(*d, fmt.Sprintf("%s: want %s, got %s", path, show(want), show(got)))
}

// indirect looks through pointers and interfaces. A nil one is not valid.
func indirect(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

func element(list reflect.Value, i int) reflect.Value {
	if i < list.Len() {
		return list.Index(i)
	}
	return reflect.Value{}
}

// keys returns the keys of both maps, each once.
func keys(want, got reflect.Value) []reflect.Value {
	all := want.MapKeys()
	for _, key := range got.MapKeys() {
		if !want.MapIndex(key).IsValid() {
			all = append(all, key)
		}
	}
	return all
}

func show(v reflect.Value) string {
	switch {
	case !v.IsValid():
		return "nothing"
	case v.Kind() == reflect.String:
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprintf("%+v", v)
}
