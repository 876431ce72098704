package wire

import (
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// List walks the response to a list request once and yields its items, pointers
// to values of the given type. Each is allocated for itself and decoded from its
// own copy of its JSON, so that keeping one does not keep the page.
//
// The items are the array under the first of keys that has one; "data.articles"
// is one level down. An array at the root is the items itself. What else the
// root has goes into head, a pointer to a struct or nil. Elements that are null
// are left out; one of the wrong kind is a zero item with a mismatch.
//
// Found reports whether there was an array, or null in its place. If src turns
// out not to be JSON, the items before that have been yielded.
func (d *Decoder) List(src string, keys []string, head any, item reflect.Type, yield func(reflect.Value)) (found bool, err error) {
	p := d.plan(item)
	l := lister{reader: newReader(src), keys: keys, best: len(keys), item: func(r *reader) {
		v := reflect.New(item)
		p.read(r, v.Elem())
		if r.end() == nil {
			yield(v)
		}
	}}
	if head != nil {
		l.head = reflect.ValueOf(head).Elem()
		l.fields = d.plan(l.head.Type()).object
	}
	l.root()
	return l.found, l.end()
}

type lister struct {
	*reader
	keys   []string
	item   func(*reader)
	head   reflect.Value
	fields *object
	found  bool
	best   int // the first of keys that has an array so far
	start  int // of that array, if it is not the first of all keys
}

func (l *lister) root() {
	switch l.peek() {
	case '[':
		l.items()
	case '{':
		l.members("")
		if end := l.pos; 0 < l.best && l.best < len(l.keys) && l.err == nil {
			l.pos = l.start
			if l.items(); l.err == nil {
				l.pos = end
			}
		}
	default:
		l.skip()
	}
}

// members walks an object: the root, or one that may have the items.
func (l *lister) members(prefix string) {
	for ok := l.enter('}'); ok; ok = l.more('}') {
		name := prefix + l.key()
		rank := slices.Index(l.keys, name)
		above := slices.ContainsFunc(l.keys, func(key string) bool { return strings.HasPrefix(key, name+".") })
		switch c := l.peek(); {
		case c == '[' && rank == 0 && l.best > 0:
			l.best = 0
			l.items()
		case c == '[' && 0 < rank && rank < l.best:
			l.best, l.start, l.found = rank, l.pos, true
			l.skip() // a better one may follow
		case c == 'n' && (rank >= 0 || above):
			l.found = true
			l.skip()
		case c == '{' && above:
			l.members(name + ".")
		default:
			l.other(name)
		}
	}
}

// other reads a field of the head, from a copy that does not keep the page.
func (l *lister) other(name string) {
	text := l.skip()
	if l.fields == nil || l.err != nil {
		return
	}
	if i, ok := l.fields.byName[name]; ok {
		f := &l.fields.fields[i]
		f.plan.read(&reader{src: strings.Clone(text)}, l.head.FieldByIndex(f.index))
	}
}

func (l *lister) items() {
	l.found = true
	var item reader
	for ok := l.enter(']'); ok; ok = l.more(']') {
		start, c, end := l.pos, l.peek(), -1
		if c == '{' || c == '[' {
			end = bracketed(l.src, start)
		}
		if end < 0 {
			l.skip()
		} else {
			l.pos = end // what is inside is checked when the item is read
		}
		if c == 'n' || l.err != nil {
			continue
		}
		item = reader{src: strings.Clone(l.src[start:l.pos]), depth: l.depth, buf: item.buf, pairs: item.pairs}
		l.item(&item)
		if item.err != nil {
			l.pos = start + item.err.Offset
			l.fail(item.err.Problem)
		}
	}
}

// bracketed returns the end of the object or array at i, found by its brackets
// alone, or -1.
func bracketed(s string, i int) int {
	for depth := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			for i = plain(s, i+1); i < len(s) && s[i] != '"'; i = plain(s, i+1) {
				if s[i] == '\\' {
					i++
				}
			}
		case c|0x20 == '{':
			depth++
		case c|0x20 == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// Lookup returns the text of a value in src, which is JSON, by the keys of the
// objects, and the indexes of the arrays, that lead to it. Of duplicate keys the
// last counts.
func Lookup(src string, path ...string) (raw string, ok bool) {
	if len(path) == 0 {
		r := newReader(src)
		raw = r.skip()
		return raw, r.err == nil
	}
	for key, text := range children(src) {
		if key == path[0] {
			raw, ok = text, true
		}
	}
	if !ok || len(path) == 1 {
		return raw, ok
	}
	return Lookup(raw, path[1:]...)
}

// Keys returns the keys of the object src with the texts of their values.
func Keys(src string) iter.Seq2[string, string] {
	if newReader(src).peek() != '{' {
		src = ""
	}
	return children(src)
}

// children returns what is in an object or array, by keys or indexes.
func children(src string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		r := newReader(src)
		switch r.peek() {
		case '{':
			for ok := r.enter('}'); ok; ok = r.more('}') {
				key, text := r.key(), r.skip()
				if r.err != nil || !yield(key, text) {
					return
				}
			}
		case '[':
			n := 0
			for ok := r.enter(']'); ok; ok = r.more(']') {
				text := r.skip()
				if r.err != nil || !yield(strconv.Itoa(n), text) {
					return
				}
				n++
			}
		}
	}
}
