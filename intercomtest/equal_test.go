package intercomtest

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/go-intercom/intercom"
)

type sample struct {
	intercom.Object
	ID    intercom.ID
	At    intercom.Time
	Tags  []string
	Extra map[string]any
	Inner struct{ N int }
	Next  *sample
	Do    func()
	note  string
}

// recorder notes failures instead of failing.
type recorder struct {
	testing.TB
	message string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) { r.message = fmt.Sprintf(format, args...) }

func TestEqual(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 8, 21, 12, 0, 0, 0, time.UTC)
	base := func() sample {
		return sample{
			ID: "1", At: intercom.Time{Time: noon}, Tags: []string{"a"}, Extra: map[string]any{"k": 1.0},
			Next: &sample{ID: "2"}, Do: func() {},
		}
	}
	for name, test := range map[string]struct {
		change func(*sample)
		want   string // "" if still equal
	}{
		"same":       {func(*sample) {}, ""},
		"zone":       {func(s *sample) { s.At.Time = noon.In(time.FixedZone("X", 3600)) }, ""},
		"unexported": {func(s *sample) { s.note = "x" }, ""},
		"empty map":  {func(s *sample) { s.Next.Extra = map[string]any{} }, ""},
		"empty list": {func(s *sample) { s.Next.Tags = []string{} }, ""},
		"id":         {func(s *sample) { s.ID = "9" }, `ID: want "1", got "9"`},
		"time":       {func(s *sample) { s.At.Time = noon.Add(time.Second) }, "At.Time: want 2026-08-21 12:00:00 +0000 UTC, got 2026-08-21 12:00:01 +0000 UTC"},
		"longer":     {func(s *sample) { s.Tags = append(s.Tags, "b") }, `Tags[1]: want nothing, got "b"`},
		"shorter":    {func(s *sample) { s.Tags = nil }, `Tags[0]: want "a", got nothing`},
		"key":        {func(s *sample) { s.Extra["l"] = true }, `Extra[l]: want nothing, got true`},
		"kind":       {func(s *sample) { s.Extra["k"] = "1" }, `Extra[k]: want 1, got "1"`},
		"inner":      {func(s *sample) { s.Inner.N = 3 }, `Inner.N: want 0, got 3`},
		"pointer":    {func(s *sample) { s.Next.ID = "3" }, `Next.ID: want "2", got "3"`},
	} {
		var r recorder
		got := base()
		test.change(&got)
		Equal(&r, base(), &got)
		if test.want == "" {
			assert.Empty(t, r.message, name)
			continue
		}
		assert.Equal(t, "not equal:\n\t"+test.want, r.message, name)
	}

	var r recorder
	Equal(&r, 1, "1")
	assert.Equal(t, "not equal:\n\tvalue: want 1, got \"1\"", r.message)
	Equal(t, nil, nil)
	type hidden struct{ n int }
	Equal(&r, hidden{1}, hidden{2})
	assert.Equal(t, "not equal:\n\tvalue: want {n:1}, got {n:2}", r.message)
}
