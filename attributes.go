package intercom

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-intercom/intercom/internal/wire"
)

// Attributes holds custom attributes: values that a workspace defines for
// users, companies and the like. A value is a string, number, boolean or nil;
// newer resources also have lists of references.
//
// Numbers that were read are json.Number, which keeps every digit; the typed
// readers take them and plain Go numbers alike. An attribute that is written
// as nil is cleared. Intercom merges attributes key by key, so only those that
// change need to be written.
type Attributes map[string]any

// UnmarshalJSON reads an object, and keeps numbers exact.
func (a *Attributes) UnmarshalJSON(b []byte) error { return readJSON(b, (*map[string]any)(a)) }

// String returns the named attribute if it is a string.
func (a Attributes) String(name string) (string, bool) {
	s, ok := a[name].(string)
	return s, ok
}

// Bool returns the named attribute if it is a boolean.
func (a Attributes) Bool(name string) (value, ok bool) {
	value, ok = a[name].(bool)
	return value, ok
}

// Int returns the named attribute if it is a whole number that fits.
func (a Attributes) Int(name string) (int64, bool) {
	n, ok := number(a[name])
	if !ok || !n.IsInt() || !n.Num().IsInt64() {
		return 0, false
	}
	return n.Num().Int64(), true
}

// Float returns the named attribute if it is a number.
func (a Attributes) Float(name string) (float64, bool) {
	n, ok := number(a[name])
	if !ok {
		return 0, false
	}
	f, _ := n.Float64()
	return f, true
}

// Time returns the named attribute as a moment in UTC, if it is one: Unix
// seconds or RFC 3339.
func (a Attributes) Time(name string) (time.Time, bool) {
	v := wire.Value{Kind: wire.String}
	switch x := a[name].(type) {
	case time.Time:
		return x.UTC(), true
	case Time:
		return x.UTC(), true
	case string:
		v.Text = x
	default:
		n, ok := number(x)
		if !ok {
			return time.Time{}, false
		}
		v.Text = n.FloatString(0)
	}
	var t Time
	ok := t.read(v) && !t.IsZero()
	return t.Time, ok
}

// Refs returns the ids of the named attribute if it is a list of references,
// as attributes that relate to custom objects are.
func (a Attributes) Refs(name string) ([]Reference, bool) {
	raw, err := json.Marshal(a[name])
	if err != nil || !strings.ContainsAny(string(raw[:1]), "{[") {
		return nil, false
	}
	var list struct {
		Items []Reference `wire:"items"`
	}
	if ms, err := reader.Decode(string(raw), &list); err != nil || len(ms) > 0 {
		return nil, false
	}
	return list.Items, true
}

// Set gives the named attribute a value. Unlike an assignment it also works on
// a nil map.
func (a *Attributes) Set(name string, value any) {
	if *a == nil {
		*a = Attributes{}
	}
	(*a)[name] = value
}

// Increment adds by to the named number; one that is missing or nil counts as
// 0. Intercom cannot add by itself: the sum is what gets written, so two
// writers that increment at the same time can lose one step.
//
// It is an error if the attribute is something else than a number.
func (a *Attributes) Increment(name string, by int64) error {
	sum := new(big.Rat)
	if value := (*a)[name]; value != nil {
		n, ok := number(value)
		if !ok {
			return fmt.Errorf("intercom: Increment: attribute %q is not a number", name)
		}
		sum.Set(n)
	}
	sum.Add(sum, new(big.Rat).SetInt64(by))
	a.Set(name, json.Number(decimal(sum)))
	return nil
}

// decimal writes n without an exponent and without losing a digit that a JSON
// number can hold.
func decimal(n *big.Rat) string {
	if n.IsInt() {
		return n.Num().String()
	}
	digits, _ := n.FloatPrec()
	return n.FloatString(digits)
}

// number reads v as a number. It bounds the exponent, as 1e999999999 would
// take forever to write out.
func number(v any) (*big.Rat, bool) {
	switch x := v.(type) {
	case json.Number:
		if strings.Trim(string(x), "0123456789+-.eE") != "" {
			return nil, false
		}
		if _, exp, ok := strings.Cut(strings.ToLower(string(x)), "e"); ok {
			if n, err := strconv.Atoi(exp); err != nil || n > 400 || n < -400 {
				return nil, false
			}
		}
		return new(big.Rat).SetString(string(x))
	case float64:
		return new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	case float32:
		return new(big.Rat).SetString(strconv.FormatFloat(float64(x), 'g', -1, 32))
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return new(big.Rat).SetString(fmt.Sprint(x))
	}
	return nil, false
}

// checkFlat refuses what API 1.x does not take: nested values, and names with
// a dot or a dollar sign.
func (a Attributes) checkFlat() error {
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if name == "" || strings.ContainsAny(name, ".$") {
			return fmt.Errorf("name %q is empty or has a dot or dollar sign", name)
		}
		switch v := a[name].(type) {
		case nil, string, bool, Time, time.Time:
		default:
			if _, ok := number(v); !ok && reflect.ValueOf(v).Kind() != reflect.String {
				return fmt.Errorf("value of %q is a %T, want a string, number, bool or nil", name, v)
			}
		}
	}
	return nil
}

// MarshalJSON writes the attributes, and a time.Time among them as Unix seconds.
func (a Attributes) MarshalJSON() ([]byte, error) {
	out := maps.Clone(map[string]any(a))
	for name, value := range a {
		if t, ok := value.(time.Time); ok {
			out[name] = At(t)
		}
	}
	return json.Marshal(out)
}
