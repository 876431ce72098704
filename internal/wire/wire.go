// Package wire reads JSON responses into Go values and forgives what can be
// forgiven: a value of an unexpected kind is skipped and noted, never fatal.
// Only text that is not JSON is an error.
//
// Types are compiled once into plans (plan.go, object.go, slice.go) that read from
// a cursor over the text (reader.go). Strings without escapes are substrings of
// the text, so a value that keeps its JSON gets its strings for free.
package wire

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
)

// Record is what the decoder leaves in a value that keeps its JSON.
type Record struct {
	JSON       string       // the value's own text; a nested value's is a substring of its parent's
	Mismatches []Mismatch   // below this value, with paths relative to it
	Type       reflect.Type // of the struct that keeps the JSON
}

// Mismatch is a place whose JSON did not fit its Go type. It never holds the
// value itself, which may be a customer's.
type Mismatch struct {
	Path string // "companies[2].id"; empty for the value itself
	Want string // "string", "integer", "object", "intercom.Time"
	Got  string // the kind of JSON found: "object", "array", "string", "number", "boolean"

	surplus string // the JSON of a member without a field, in place of Want and Got
}

func (m Mismatch) Error() string {
	if m.Path == "" {
		return fmt.Sprintf("cannot read %s as %s", m.Got, m.Want)
	}
	return fmt.Sprintf("%s: cannot read %s as %s", m.Path, m.Got, m.Want)
}

// SyntaxError reports that a text is not JSON, without quoting it. It wraps
// io.ErrUnexpectedEOF if the text is JSON as far as it goes.
type SyntaxError struct {
	Offset  int
	Problem string
}

const truncated = "unexpected end"

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("invalid JSON at offset %d: %s", e.Offset, e.Problem)
}

func (e *SyntaxError) Unwrap() error {
	if e.Problem == truncated {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// Kind is a kind of JSON value.
type Kind uint8

const (
	String Kind = iota + 1
	Number
	Bool
	Object
	Array
	Null
)

func (k Kind) String() string {
	return [...]string{"nothing", "string", "number", "boolean", "object", "array", "null"}[k]
}

// kindOf returns the kind of a value from its first byte.
func kindOf(c byte) Kind {
	switch c {
	case '"':
		return String
	case 't', 'f':
		return Bool
	case '{':
		return Object
	case '[':
		return Array
	case 'n':
		return Null
	}
	return Number
}

// Value is a scalar as a [Scalar] hook gets it.
type Value struct {
	Kind Kind   // String, Number or Bool; null never reaches a hook
	Text string // the unescaped string, the number's literal, "true" or "false"
}

// Hook teaches a Decoder how to treat a type.
type Hook struct {
	typ    reflect.Type
	record func(reflect.Value) *Record
	read   func(reflect.Value, Value) bool
	native bool
}

// Keep makes every struct that embeds T, an exported type, keep its JSON.
func Keep[T any](record func(*T) *Record) Hook {
	return Hook{typ: reflect.TypeFor[T](), record: func(v reflect.Value) *Record {
		return record(v.Addr().Interface().(*T))
	}}
}

// Scalar makes T read itself from strings, numbers and booleans; read reports
// whether the value fits. Objects and arrays never do.
func Scalar[T any](read func(*T, Value) bool) Hook {
	return Hook{typ: reflect.TypeFor[T](), read: func(v reflect.Value, s Value) bool {
		p := v.Addr().Interface().(*T)
		ok := read(p, s)
		if !ok {
			*p = *new(T)
		}
		return ok
	}}
}

// Native makes T, which has an UnmarshalJSON of its own for others, be read as
// what it is made of.
func Native[T any]() Hook { return Hook{typ: reflect.TypeFor[T](), native: true} }

// Decoder reads JSON into Go values. It is safe for concurrent use.
type Decoder struct {
	hooks map[reflect.Type]Hook
	plans sync.Map // reflect.Type -> *plan
}

// New returns a Decoder that knows the hooked types.
func New(hooks ...Hook) *Decoder {
	d := &Decoder{hooks: make(map[reflect.Type]Hook, len(hooks))}
	for _, h := range hooks {
		d.hooks[h.typ] = h
	}
	return d
}

// Decode reads src into v, a non-nil pointer. It returns every mismatch, with
// paths from the root; the error is a *SyntaxError if src is not JSON.
func (d *Decoder) Decode(src string, v any) ([]Mismatch, error) {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return nil, errors.New("wire: Decode needs a non-nil pointer")
	}
	r := newReader(src)
	d.plan(p.Type().Elem()).read(r, p.Elem())
	if err := r.end(); err != nil {
		return nil, err
	}
	return r.flaws, nil
}

// Extra returns the members of src, the JSON of a value of type t, that t has no
// field for at any depth, by their paths. Members named "type" are left out.
func (d *Decoder) Extra(src string, t reflect.Type) map[string]string {
	r := newReader(src)
	r.surplus = true
	d.plan(t).read(r, reflect.New(t).Elem())
	if len(r.flaws) == 0 || r.end() != nil {
		return nil
	}
	extra := make(map[string]string, len(r.flaws))
	for _, m := range r.flaws {
		extra[m.Path] = m.surplus
	}
	return extra
}
