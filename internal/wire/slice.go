package wire

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A list reads slices. Intercom sends the same list bare in one version and
// wrapped in an object in another, so both forms are read wherever either is
// meant.
type list struct {
	elem  *plan
	empty reflect.Value // shared by all empty lists: nothing can be put into it
}

func (l list) read(r *reader, v reflect.Value) {
	switch v.SetZero(); r.peek() {
	case '[':
		l.readItems(r, v)
	case 'n':
		r.misfit(v, "")
	case '{':
		l.readObject(r, v)
	default:
		l.readOne(r, v)
	}
}

const (
	counted = 4096 // bytes of a list that are looked through to allocate it at its size
	first   = 8    // elements of a longer list
)

func (l list) readItems(r *reader, v reflect.Value) {
	n, start, mark := 0, r.pos, len(r.flaws)
	for ok := r.enter(']'); ok; ok = r.more(']') {
		if n == v.Cap() {
			v.Grow(l.growth(r.src, n, start, r.pos))
		}
		v.SetLen(n + 1)
		l.elem.read(r, v.Index(n))
		if len(r.flaws) > mark {
			r.under("["+strconv.Itoa(n)+"]", mark)
			mark = len(r.flaws)
		}
		n++
	}
	if n == 0 {
		v.Set(l.empty)
	}
}

// growth is by how much a list of n elements grows that began at start. What is
// counted is exact. Longer lists are mostly what is left of a text: from the
// length of their elements follows how many there will be. That is believed at
// once if it takes no more memory than the text, else step by step.
func (l list) growth(src string, n, start, pos int) int {
	if n == 0 {
		if n = elements(src[start:min(len(src), start+counted)]); n > 0 {
			return n
		}
		return first
	}
	left := len(src) - pos
	more := left/((pos-start)/n) + 1
	if more > left/max(1, int(l.elem.typ.Size())) {
		return min(more, 7*n)
	}
	return more
}

// elements counts the elements of the array at the start of s by its brackets
// and commas alone. It is 0 if the array does not end in s.
func elements(s string) int {
	n, depth := 1, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			for i = plain(s, i+1); i < len(s) && s[i] != '"'; i = plain(s, i+1) {
				if s[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return n
			}
		case ',':
			if depth == 1 {
				n++
			}
		}
	}
	return 0
}

// readOne reads a single value that is the list's only element.
func (l list) readOne(r *reader, v reflect.Value) {
	start, mark := r.pos, len(r.flaws)
	v.Grow(1)
	v.SetLen(1)
	l.elem.read(r, v.Index(0))
	if r.src[start:r.pos] == `""` && len(r.flaws) == mark { // says nothing
		v.Set(l.empty)
	}
	for i, m := range r.flaws[mark:] {
		if m.Path == "" { // the value itself does not fit, not just something in it
			r.flaws[mark+i].Want = "array"
			v.SetZero()
		}
	}
}

// maxLone is how many objects in the place of lists can be in one another. Each
// is looked through before it is read, which must not add up.
const maxLone = 16

// readObject reads an object where an array is meant.
func (l list) readObject(r *reader, v reflect.Value) {
	form, array := r.listForm(l.elem)
	switch form {
	case emptyList:
		r.skip()
		v.Set(l.empty)
	case oneElement:
		r.lone++
		l.readOne(r, v)
		r.lone--
	case wrappedList:
		r.lone++
		for ok := r.enter('}'); ok; ok = r.more('}') {
			key := r.key()
			if r.pos != array {
				r.unknown(key)
				continue
			}
			mark := len(r.flaws)
			l.readItems(r, v)
			if len(r.flaws) > mark {
				r.under(key, mark)
			}
		}
		r.lone--
	default:
		r.misfit(v, "array")
	}
}

// readWrapped reads the object around a list: into the fields that are named,
// and the array under whatever key into the one for the items. If it is an
// element after all, or nothing of the kind, the items read it as such.
func (o *object) readWrapped(r *reader, v reflect.Value) {
	start, depth, lone, mark := r.pos, r.depth, r.lone, len(r.flaws)
	wraps := o.readAround(r, v)
	r.lone = lone
	if !wraps && r.err == nil {
		r.pos, r.depth, r.flaws = start, depth, r.flaws[:mark]
		v.SetZero()
		o.readField(r, v, o.items)
	}
}

// readAround reports whether the object at the cursor is around a list, and
// reads it then. Only an object that does not say so by its type, and has
// members without a field, is looked through for it.
func (o *object) readAround(r *reader, v reflect.Value) bool {
	begin := reader{src: r.src, pos: r.pos, depth: r.depth, lone: r.lone}
	wraps := func() bool {
		r.lone++
		form, _ := begin.listForm(o.fields[o.items].plan.elem)
		return form == wrappedList || form == emptyList
	}
	i, found, sure, typed := -1, false, false, false
	for ok := r.enter('}'); ok; ok = r.more('}') {
		name, next := o.field(r, i+1)
		if next < 0 && name == "type" {
			typed, sure = true, isListType(r.skip()) || sure
			continue
		}
		if next < 0 && !sure {
			if sure = wraps(); !sure {
				return false
			}
		}
		if next < 0 && !found && r.peek() == '[' {
			next = o.items
		}
		if next < 0 {
			r.unknown(name)
			continue
		}
		i = next
		found = found || i == o.items
		mark := len(r.flaws)
		o.readField(r, v, i)
		if len(r.flaws) > mark {
			r.under(name, mark)
		}
	}
	return found || sure || !typed || wraps()
}

// A form is what an object is that stands where a list is meant.
type form uint8

const (
	noList form = iota
	emptyList
	oneElement
	wrappedList
)

// surroundings are the members that objects around lists have besides the list.
var surroundings = []string{"url", "total_count", "has_more", "pages", "page", "per_page", "total_pages", "next"}

func isListType(text string) bool { return strings.HasSuffix(text, `list"`) }

// listForm finds out what the object at the cursor is where a list of elem is
// meant, and where its array begins. It does not move the cursor.
//
// An object that has a field of the element's own is an element. One with an
// array under another name is around the list; so is one that says so by its
// type, whatever it has besides. What has nothing to read is an empty list.
func (r *reader) listForm(elem *plan) (f form, array int) {
	if r.lone >= maxLone {
		return noList, 0
	}
	elem = elem.base()
	var seen members
	s := reader{src: r.src, pos: r.pos, depth: r.depth}
	for ok := s.enter('}'); ok; ok = s.more('}') {
		key, start := s.key(), s.pos
		if text := s.skip(); s.err == nil {
			seen.add(elem, key, text, start)
		}
	}
	switch {
	case s.err != nil:
		return noList, 0 // the caller meets the error
	case seen.array > 0 && (seen.listType || seen.data && elem.open() || !seen.own && !elem.open()):
		return wrappedList, seen.array
	case seen.own, seen.shared, seen.other && elem.open():
		return oneElement, 0
	case !seen.other && (seen.listType || seen.around || !seen.typed):
		return emptyList, 0
	}
	return noList, 0
}

// members sums up an object that stands where a list is meant.
type members struct {
	array    int  // where the array begins that can be the list; 0 without one
	data     bool // the array is called so
	typed    bool // has a type
	listType bool // of a list
	own      bool // has a field of the element's own
	shared   bool // has a field of the element's own that is also found around lists
	around   bool // has what is found around lists
	other    bool // has something else
}

func (m *members) add(elem *plan, key, text string, start int) {
	field := elem.field(key)
	around := slices.Contains(surroundings, key)
	switch {
	case text == "null" || strings.Trim(text, "{} \t\r\n") == "":
	case key == "type":
		m.typed, m.listType = true, m.listType || isListType(text)
	case text[0] == '[' && (field == nil || field.plan.lists(elem)):
		if m.array == 0 || key == "data" {
			m.array, m.data = start, key == "data"
		}
		m.other = m.other || elem.open()
	case field != nil && around:
		m.shared = true
	case field != nil:
		m.own = true
	case around:
		m.around = true
	default:
		m.other = true
	}
}

// base returns the plan of what p points to, or p.
func (p *plan) base() *plan {
	for p.elem != nil && p.typ.Kind() == reflect.Pointer {
		p = p.elem
	}
	return p
}

// lists reports whether p reads a list of what elem reads.
func (p *plan) lists(elem *plan) bool {
	if o := p.object; o != nil && o.items >= 0 {
		p = o.fields[o.items].plan
	}
	return p.typ.Kind() == reflect.Slice && p.elem != nil && p.elem.base().typ == elem.typ
}

// field returns the element's field of that name, or nil.
func (p *plan) field(name string) *field {
	if p.object == nil {
		return nil
	}
	if i, ok := p.object.byName[name]; ok {
		return &p.object.fields[i]
	}
	return nil
}

// open reports whether p reads objects of which it does not know the fields.
func (p *plan) open() bool {
	return p.object == nil && !p.scalar && p.typ.Kind() != reflect.Slice
}
