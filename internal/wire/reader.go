package wire

import (
	"encoding/json"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	maxDepth = 10_000 // as in encoding/json
	maxPath  = 500    // bytes of a mismatch's path
)

// reader is a cursor over JSON text. The first error sticks and moves it to the
// end of the text, where every further step fails, so that callers need not
// check each one.
type reader struct {
	src   string
	pos   int
	depth int
	err   *SyntaxError
	flaws []Mismatch // with paths relative to the value being read
	buf   []byte     // scratch for strings with escapes
	pairs []member   // scratch for objects read as maps

	surplus bool // note members without a field, in place of mismatches
	lone    int  // objects around the value that stand where lists are meant
}

type member struct {
	key   string
	value any
}

func newReader(src string) *reader {
	return &reader{src: src, pos: len(src) - len(strings.TrimPrefix(src, "\ufeff"))}
}

func (r *reader) fail(problem string) {
	if r.err == nil {
		if r.pos >= len(r.src) {
			problem = truncated
		}
		r.err = &SyntaxError{r.pos, problem}
	}
	r.pos = len(r.src)
}

// end makes sure that nothing follows the value.
func (r *reader) end() error {
	if r.peek(); r.pos < len(r.src) {
		r.fail("text after the value")
	}
	if r.err != nil {
		return r.err
	}
	return nil
}

// peek moves to the next token and returns its first byte, 0 at the end.
func (r *reader) peek() byte {
	if r.pos < len(r.src) && r.src[r.pos] > ' ' {
		return r.src[r.pos] // in a function small enough to be inlined
	}
	return r.space()
}

func (r *reader) space() byte {
	for ; r.pos < len(r.src); r.pos++ {
		if c := r.src[r.pos]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
	}
	return 0
}

// enter steps into an object or array and reports whether it has an element; more
// reports whether it has another. They leave the cursor at that element or behind
// the closing bracket:
//
//	for ok := r.enter('}'); ok; ok = r.more('}') {
//		key := r.key()
func (r *reader) enter(closing byte) bool {
	if r.depth++; r.depth > maxDepth {
		r.fail("nested too deeply")
		return false
	}
	r.pos++
	if r.peek() == closing {
		r.pos++
		r.depth--
		return false
	}
	return true
}

func (r *reader) more(closing byte) bool {
	switch r.peek() {
	case ',':
		r.pos++
		r.peek()
		return true
	case closing:
		r.pos++
		r.depth--
	default:
		r.fail("expected a comma or a closing bracket")
	}
	return false
}

// key reads an object's key and leaves the cursor at its value.
func (r *reader) key() string {
	if r.peek() != '"' {
		r.fail("expected a key")
		return ""
	}
	key := r.str()
	if r.peek() != ':' {
		r.fail("expected a colon")
		return ""
	}
	r.pos++
	r.peek()
	return key
}

// plain returns the index of the first byte from i on that is not plain text of
// a string: a quote, a backslash, a control character or not ASCII.
func plain(s string, i int) int {
	const ones = 0x01_01_01_01_01_01_01_01
	for ; i+8 <= len(s); i += 8 {
		b := s[i : i+8]
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | // compiled to one load
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		// A byte has its top bit here if it had it already or if it borrowed,
		// being less than a space, or a quote, or a backslash. The lowest such
		// byte is right; those above it may owe theirs to a borrow.
		if m := (w | (w - ' '*ones) | ((w ^ '"'*ones) - ones) | ((w ^ '\\'*ones) - ones)) & (0x80 * ones); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for ; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			break
		}
	}
	return i
}

// str reads the string at the cursor.
func (r *reader) str() string {
	start := r.pos + 1
	i := plain(r.src, start)
	if i < len(r.src) && r.src[i] == '"' {
		r.pos = i + 1
		return r.src[start:i]
	}
	return r.hardStr(start, i, true)
}

// hardStr reads on where a string stops being plain; it can also just move past.
func (r *reader) hardStr(start, i int, keep bool) string {
	buf, done := r.buf[:0], start // the text up to done is in buf, once something had to change
	for ; i < len(r.src); i = plain(r.src, i) {
		var c rune
		var width int
		switch b := r.src[i]; {
		case b == '"':
			r.pos = i + 1
			if done == start {
				return r.src[start:i]
			}
			r.buf = append(buf, r.src[done:i]...)
			return string(r.buf)
		case b < ' ':
			r.pos = i
			r.fail("control character in a string")
			return ""
		case b == '\\':
			if c, width = unescape(r.src[i:]); width == 0 {
				r.pos = i
				if n := len(r.src) - i; n < 6 && hex4(r.src[i:]+`\u0000`[n:]) >= 0 {
					r.pos = len(r.src) // it is only cut off
				}
				r.fail("invalid escape in a string")
				return ""
			}
		default:
			c, width = utf8.DecodeRuneInString(r.src[i:])
		}
		if keep && (r.src[i] == '\\' || c == utf8.RuneError && width == 1) {
			buf = utf8.AppendRune(append(buf, r.src[done:i]...), c)
			done = i + width
		}
		i += width
	}
	r.pos = i
	r.fail(truncated)
	return ""
}

// unescape reads the escape that s begins with; its width is 0 if there is none.
func unescape(s string) (c rune, width int) {
	if len(s) < 2 {
		return 0, 0
	}
	if s[1] != 'u' {
		if i := strings.IndexByte(`"\/bfnrt`, s[1]); i >= 0 {
			return rune("\"\\/\b\f\n\r\t"[i]), 2
		}
		return 0, 0
	}
	c = hex4(s)
	switch {
	case c < 0:
		return 0, 0
	case !utf16.IsSurrogate(c):
		return c, 6
	}
	if c = utf16.DecodeRune(c, hex4(s[6:])); c != utf8.RuneError {
		return c, 12
	}
	return c, 6
}

// hex4 reads the \u escape that s begins with, or returns -1.
func hex4(s string) rune {
	if len(s) >= 6 && s[:2] == `\u` {
		if c, err := strconv.ParseUint(s[2:6], 16, 32); err == nil {
			return rune(c)
		}
	}
	return -1
}

// number reads the number at the cursor.
func (r *reader) number() string {
	s, i := r.src, r.pos
	if i < len(s) && s[i] == '-' {
		i++
	}
	first := i
	i, ok := digits(s, i)
	if ok && s[first] == '0' {
		i = first + 1
	}
	if ok && i < len(s) && s[i] == '.' {
		i, ok = digits(s, i+1)
	}
	if ok && i < len(s) && s[i]|0x20 == 'e' {
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		i, ok = digits(s, i)
	}
	start := r.pos
	if r.pos = i; !ok {
		r.fail("invalid value")
		return ""
	}
	return s[start:i]
}

func digits(s string, i int) (end int, ok bool) {
	for end = i; end < len(s) && '0' <= s[end] && s[end] <= '9'; end++ {
	}
	return end, end > i
}

// isNumber reports whether s is a number as JSON writes it.
func isNumber(s string) bool {
	r := reader{src: s}
	return r.number() == s && r.err == nil
}

// literal reads true, false or null.
func (r *reader) literal(want string) string {
	rest := r.src[r.pos:]
	if strings.HasPrefix(rest, want) {
		r.pos += len(want)
		return want
	}
	if strings.HasPrefix(want, rest) {
		r.pos = len(r.src)
	}
	r.fail("invalid value")
	return ""
}

// scalar reads the string, number, boolean or null at the cursor. At an object
// or array it only says so.
func (r *reader) scalar() Value {
	switch r.peek() {
	case '"':
		return Value{String, r.str()}
	case 't':
		return Value{Bool, r.literal("true")}
	case 'f':
		return Value{Bool, r.literal("false")}
	case 'n':
		return Value{Null, r.literal("null")}
	case '{':
		return Value{Kind: Object}
	case '[':
		return Value{Kind: Array}
	}
	return Value{Number, r.number()}
}

// skip moves past the value at the cursor and returns its text.
func (r *reader) skip() string {
	c := r.peek()
	start := r.pos
	switch c {
	case '"':
		r.hardStr(start+1, plain(r.src, start+1), false)
	case '{':
		for ok := r.enter('}'); ok; ok = r.more('}') {
			r.key()
			r.skip()
		}
	case '[':
		for ok := r.enter(']'); ok; ok = r.more(']') {
			r.skip()
		}
	default:
		r.scalar()
	}
	return r.src[start:r.pos]
}

// unknown moves past a member that has no field.
func (r *reader) unknown(name string) {
	text := r.skip()
	if r.surplus && name != "type" && r.err == nil {
		r.flaws = append(r.flaws, Mismatch{Path: name, surplus: text})
	}
}

// any reads a value as encoding/json does with UseNumber.
func (r *reader) any() any {
	switch v := r.scalar(); v.Kind {
	case String:
		return v.Text
	case Number:
		if len(v.Text) == 1 {
			return digitValues[v.Text[0]-'0'] // which is a digit
		}
		return json.Number(v.Text)
	case Bool:
		return v.Text == "true"
	case Object:
		return r.object()
	case Array:
		list := []any{}
		for ok := r.enter(']'); ok; ok = r.more(']') {
			list = append(list, r.any())
		}
		return list
	}
	return nil
}

// digitValues spares the allocation of the numbers that are met most.
var digitValues = [10]any{
	json.Number("0"), json.Number("1"), json.Number("2"), json.Number("3"), json.Number("4"),
	json.Number("5"), json.Number("6"), json.Number("7"), json.Number("8"), json.Number("9"),
}

// object reads an object into a map that is made at its final size.
func (r *reader) object() map[string]any {
	mark := len(r.pairs)
	for ok := r.enter('}'); ok; ok = r.more('}') {
		m := member{key: r.key()}
		m.value = r.any()
		r.pairs = append(r.pairs, m)
	}
	object := make(map[string]any, len(r.pairs)-mark)
	for _, m := range r.pairs[mark:] {
		object[m.key] = m.value
	}
	r.pairs = r.pairs[:mark]
	return object
}
