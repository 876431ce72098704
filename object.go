package intercom

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"

	"github.com/go-intercom/intercom/internal/wire"
)

// reader reads every response. It learns here how the types of this package
// read themselves.
var reader = wire.New(
	wire.Keep(func(o *Object) *wire.Record { return &o.record }),
	wire.Scalar((*ID).read),
	wire.Scalar((*Time).read),
	wire.Scalar((*DateTime).read),
	wire.Native[Attributes](),
)

// Object is embedded in every resource. It keeps the JSON that the resource
// was read from, which shows what Intercom sent and what it left out.
//
// An Object built in Go is empty: Raw is nil and Has is false for any field.
//
// Of a resource fmt and slog print the type and the id alone, as in
// "intercom.Contact(5f7f0d21)", and "[redacted]" for one that was built in Go.
// Print Raw, fields, or the JSON of encoding/json to see more.
//
// Resources have an UnmarshalJSON method, so encoding/json reads them as Decode
// does. A struct of your own that embeds a resource inherits that method, which
// reads the resource alone: read such a struct with Decode, or give it an
// UnmarshalJSON that calls Decode.
type Object struct{ record wire.Record }

// Raw returns the JSON that Intercom sent, or nil. The caller owns the bytes.
//
//go:noinline // into the methods of every type
func (o *Object) Raw() json.RawMessage {
	if o.record.JSON == "" {
		return nil
	}
	return json.RawMessage(o.record.JSON)
}

// Lookup returns the JSON at a path of keys, and of indexes in arrays:
// Lookup("companies", "data", "0", "id").
//
//go:noinline // into the methods of every type
func (o *Object) Lookup(path ...string) (json.RawMessage, bool) {
	raw, ok := wire.Lookup(o.record.JSON, path...)
	if !ok {
		return nil, false
	}
	return json.RawMessage(raw), true
}

// Has reports whether Intercom sent the field at path, whether it is null or not.
//
//go:noinline // into the methods of every type
func (o *Object) Has(path ...string) bool {
	_, ok := wire.Lookup(o.record.JSON, path...)
	return ok
}

// IsNull reports whether Intercom sent the field at path as null.
//
//go:noinline // into the methods of every type
func (o *Object) IsNull(path ...string) bool {
	raw, ok := wire.Lookup(o.record.JSON, path...)
	return ok && raw == "null"
}

// Extra returns the fields that Intercom sent and this package has no Go field
// for, such as those newer than it, at any depth: the keys are paths as in the
// text of Mismatch, such as "plan", "metadata.admin" or "companies.data[0].size".
// Markers named "type" are left out. It reads the JSON once more.
func (o *Object) Extra() map[string]json.RawMessage {
	if o.record.Type == nil {
		return nil
	}
	var extra map[string]json.RawMessage
	for path, raw := range reader.Extra(o.record.JSON, o.record.Type) {
		if extra == nil {
			extra = make(map[string]json.RawMessage)
		}
		extra[path] = json.RawMessage(raw)
	}
	return extra
}

// Mismatch reports the fields whose JSON did not fit their Go type, or nil.
// Such a field is zero, all others stand, and Lookup returns its JSON. The
// text names paths and kinds, never values.
func (o *Object) Mismatch() error { return mismatch(o.record.Mismatches) }

// Format writes the type and the id, for every verb.
//
//go:noinline // into the methods of every type
func (o Object) Format(f fmt.State, verb rune) {
	text, id := identity(o.record)
	if id != "" {
		text += "(" + id + ")"
	}
	formatError(f, verb, text)
}

// LogValue gives slog the type and the id. Of a nil pointer to a resource slog
// says that its LogValue panicked: log the error instead.
//
//go:noinline // into the methods of every type
func (o Object) LogValue() slog.Value {
	name, id := identity(o.record)
	if id == "" {
		return slog.StringValue(name)
	}
	return slog.GroupValue(slog.String("type", name), slog.String("id", id))
}

// identity is what may be printed of a resource: its type and its id, which
// are known if it was read. It is no method, as each resource would have it.
func identity(record wire.Record) (name, id string) {
	t := record.Type
	if t == nil {
		return redacted, ""
	}
	if t.PkgPath() == reflect.TypeFor[Object]().PkgPath() && strings.HasPrefix(t.Name(), "legacy") {
		t = t.Field(0).Type // which the old form embeds
	}
	var read ID
	if raw, ok := wire.Lookup(record.JSON, "id"); ok {
		_, _ = reader.Decode(raw, &read) // what is no id stays unprinted
	}
	return t.String(), scrub(string(read))
}

// kept returns what was kept of the JSON that an object was read from.
func (o *Object) kept() *wire.Record { return &o.record }

func mismatch(ms []wire.Mismatch) error {
	errs := make([]error, len(ms))
	for i, m := range ms {
		errs[i] = m
	}
	return errors.Join(errs...)
}

// Decode reads JSON into v as the methods of this package do: a field of an
// unexpected type does not fail, it is left zero and Object.Mismatch reports it.
// It is for JSON from elsewhere, such as a stored Raw or a webhook.
//
// The error says what is wrong with the text, which is then not JSON at all.
func Decode(data []byte, v any) error { return decodeText(string(data), v) }

func decodeText(text string, v any) error {
	if rv := reflect.ValueOf(v); rv.Kind() != reflect.Pointer || rv.IsNil() {
		return &ArgumentError{Operation: "Decode", Parameter: "v", Problem: fmt.Sprintf("is a %T, want a pointer that is not nil", v)}
	}
	if _, err := reader.Decode(text, v); err != nil {
		return fmt.Errorf("intercom: Decode: %w", err)
	}
	return nil
}

// unmarshalObject serves the UnmarshalJSON methods of types that embed Object.
//
//go:noinline // into the methods of every type
func unmarshalObject(b []byte, v any) error {
	_, err := reader.Decode(string(b), v)
	return err
}

// readJSON serves those of other types, which have no Mismatch.
//
//go:noinline // into the methods of every type
func readJSON(b []byte, v any) error {
	ms, err := reader.Decode(string(b), v)
	if err != nil {
		return err
	}
	return mismatch(ms)
}
