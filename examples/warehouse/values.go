package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/go-intercom/intercom"
)

// text makes a column of a field: NULL if it is empty. PostgreSQL keeps no text
// with a zero byte, nor with one that is not UTF-8.
func text[T ~string](s T) any {
	if s == "" {
		return nil
	}
	return clean(string(s))
}

func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd")
}

// texts makes a list of ids for PostgreSQL.
func texts(ids []intercom.ID) []string {
	return idsOf(ids, func(id intercom.ID) intercom.ID { return id })
}

// idsOf returns the ids of things. It is never nil, which would be NULL.
func idsOf[T any](things []T, id func(T) intercom.ID) []string {
	ids := make([]string, len(things))
	for i, thing := range things {
		ids[i] = clean(string(id(thing)))
	}
	return ids
}

// moment makes a column of a time: NULL if there is none. Years beyond four
// digits are mistakes.
func moment(t intercom.Time) any {
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return nil
	}
	return t.Time
}

// number makes a column of a number: NULL if there is none.
func number(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// field makes a column of the JSON that Intercom sent as a field.
func field(from interface {
	Lookup(path ...string) (json.RawMessage, bool)
}, name string) any {
	raw, ok := from.Lookup(name)
	if !ok {
		return nil
	}
	return jsonb(raw)
}

// jsonb makes a column of JSON. The type has no room for a zero character, nor for
// half of a surrogate pair, which JSON can both name by escapes.
func jsonb(raw json.RawMessage) any {
	if raw == nil {
		return nil
	}
	var b strings.Builder
	s := strings.ToValidUTF8(string(raw), "\ufffd")
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 || i+1 >= len(s) {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		size := escapeSize(s)
		if size == 0 {
			size = len(`\u0000`)
			b.WriteString(`\ufffd`)
		} else {
			b.WriteString(s[:size])
		}
		s = s[min(size, len(s)):]
	}
}

// escapeSize is how long the escape at the beginning of s is, or 0 for one that
// jsonb does not take.
func escapeSize(s string) int {
	unit, ok := codeUnit(s)
	switch {
	case !ok:
		return len(`\n`)
	case unit == 0:
		return 0
	case unit < 0xd800 || unit > 0xdfff:
		return len(`\u0041`)
	}
	low, ok := codeUnit(s[len(`\u0041`):])
	if unit < 0xdc00 && ok && low >= 0xdc00 && low <= 0xdfff {
		return len(`\ud83d\ude00`)
	}
	return 0
}

// codeUnit reads an escape such as \u0041 at the beginning of s.
func codeUnit(s string) (uint16, bool) {
	if len(s) < len(`\u0041`) || s[:2] != `\u` {
		return 0, false
	}
	b, err := hex.DecodeString(s[2:6])
	if err != nil {
		return 0, false
	}
	return uint16(b[0])<<8 | uint16(b[1]), true
}

// without returns an object without one of its fields.
func without(raw json.RawMessage, name string) json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || fields[name] == nil {
		return raw
	}
	delete(fields, name)
	rest, err := json.Marshal(fields)
	if err != nil {
		return raw
	}
	return rest
}

func hash(raw json.RawMessage) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16])
}
