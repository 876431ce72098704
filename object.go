package intercom

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/go-intercom/intercom/internal/wire"
)

// reader reads every answer. It is told here how the types of this package
// read themselves.
var reader = wire.New(
	wire.Keep(func(o *Object) *wire.Record { return &o.record }),
	wire.Scalar((*ID).read),
	wire.Scalar((*Time).read),
	wire.Native[Attributes](),
)

// Object is embedded in every resource. It keeps the JSON that the resource
// was read from, which tells what Intercom sent and what it left out.
//
// An Object built in Go is empty: Raw is nil and Has is false for any field.
//
// Resources have an UnmarshalJSON method, so encoding/json reads them as Decode
// does. A struct of your own that embeds a resource inherits that method, which
// reads the resource alone: read such a struct with Decode, or give it an
// UnmarshalJSON that calls Decode.
type Object struct{ record wire.Record }

// Raw returns the JSON that Intercom sent, or nil. The caller owns the bytes.
func (o Object) Raw() json.RawMessage {
	if o.record.JSON == "" {
		return nil
	}
	return json.RawMessage(o.record.JSON)
}

// Lookup returns the JSON at a path of keys, and of indexes in arrays:
// Lookup("companies", "data", "0", "id").
func (o Object) Lookup(path ...string) (json.RawMessage, bool) {
	raw, ok := wire.Lookup(o.record.JSON, path...)
	if !ok {
		return nil, false
	}
	return json.RawMessage(raw), true
}

// Has reports whether Intercom sent the field at path, be it null or not.
func (o Object) Has(path ...string) bool {
	_, ok := wire.Lookup(o.record.JSON, path...)
	return ok
}

// IsNull reports whether Intercom sent the field at path as null.
func (o Object) IsNull(path ...string) bool {
	raw, ok := wire.Lookup(o.record.JSON, path...)
	return ok && raw == "null"
}

// Extra returns the fields that Intercom sent and this package has no Go field
// for, such as those newer than it, at any depth: the keys are paths as in the
// text of Mismatch, such as "plan", "metadata.admin" or "companies.data[0].size".
// Markers named "type" are left out. It reads the JSON once more.
func (o Object) Extra() map[string]json.RawMessage {
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
func (o Object) Mismatch() error { return mismatch(o.record.Mismatches) }

func (o Object) text() string { return o.record.JSON }

func (o Object) mismatches() []wire.Mismatch { return o.record.Mismatches }

func mismatch(ms []wire.Mismatch) error {
	errs := make([]error, len(ms))
	for i, m := range ms {
		errs[i] = m
	}
	return errors.Join(errs...)
}

// Decode reads JSON into v as the methods of this package do: a field of an
// unexpected type does not fail, it is left zero and told by Object.Mismatch.
// It is for JSON from elsewhere, such as a stored Raw or a webhook.
//
// The error says what is wrong with the text, which is then not JSON at all.
func Decode(data []byte, v any) error {
	if rv := reflect.ValueOf(v); rv.Kind() != reflect.Pointer || rv.IsNil() {
		return fmt.Errorf("intercom: Decode: want a non-nil pointer, not %T", v)
	}
	if _, err := reader.Decode(string(data), v); err != nil {
		return fmt.Errorf("intercom: Decode: %w", err)
	}
	return nil
}

// readObject serves the UnmarshalJSON methods of types that embed Object.
func readObject(b []byte, v any) error {
	_, err := reader.Decode(string(b), v)
	return err
}

// readJSON serves those of other types, which have no Mismatch.
func readJSON(b []byte, v any) error {
	ms, err := reader.Decode(string(b), v)
	if err != nil {
		return err
	}
	return mismatch(ms)
}
