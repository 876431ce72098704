// Package sample has one declaration of each kind.
package sample

import "errors"

// Level is an enumeration.
type Level uint8

// The levels.
const (
	low Level = iota
	LevelMiddle
	LevelHigh
)

// Limit is untyped.
const Limit = 1 << 3

const hidden = 1

// ErrSample is an error.
var ErrSample = errors.New("sample")

var unexported, Typed int

// Alias is another name.
type Alias = Level

type inner struct {
	Promoted string `json:"promoted"`
	secret   string
}

// Hello is promoted.
func (inner) Hello() {}

// Thing is a struct.
type Thing struct {
	inner
	Level

	A, B int `json:"ab,omitzero"`
	c    bool
}

// Do does something.
func (t *Thing) Do(n int, opts ...Level) (ok bool, err error) { return }

func (t *Thing) do() {}

// Sealed is an interface.
type Sealed interface {
	Open() error
	sealed()
}

// Box is generic.
type Box[T any, K comparable] struct{ Value T }

// Get gets it.
func (b Box[T, K]) Get() T { return b.Value }

// Number is a constraint.
type Number interface{ ~int | ~float64 }

// Make spans lines.
func Make[T any](
	f func(T) error,
	m map[string][]T,
) *Box[T, string] {
	return nil
}
