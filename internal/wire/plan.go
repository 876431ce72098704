package wire

import (
	"encoding"
	"encoding/json"
	"math/big"
	"reflect"
	"strconv"
	"strings"
)

// A plan reads values of one type. Plans refer to each other by pointer, since
// types can be recursive.
type plan struct {
	typ    reflect.Type
	read   func(*reader, reflect.Value) // with the cursor at the value's first byte
	object *object                      // of a struct that is read here
	elem   *plan                        // of a pointer, slice or map that is read here
	scalar bool                         // no object ever fits
}

// plan returns the plan for t, which is compiled at first use.
func (d *Decoder) plan(t reflect.Type) *plan {
	if p, ok := d.plans.Load(t); ok {
		return p.(*plan)
	}
	c := compiler{d, map[reflect.Type]*plan{}}
	p := c.compile(t)
	for t, p := range c.fresh { // only now are they complete
		d.plans.LoadOrStore(t, p)
	}
	return p
}

type compiler struct {
	*Decoder
	fresh map[reflect.Type]*plan
}

var (
	anyType         = reflect.TypeFor[any]()
	stringType      = reflect.TypeFor[string]()
	rawMessage      = reflect.TypeFor[json.RawMessage]()
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (c compiler) compile(t reflect.Type) *plan {
	if p, ok := c.plans.Load(t); ok {
		return p.(*plan)
	}
	if p, ok := c.fresh[t]; ok {
		return p
	}
	p := &plan{typ: t}
	c.fresh[t] = p
	var o *object
	hook := c.hooks[t]
	if t.Kind() == reflect.Struct && hook.read == nil {
		o = c.object(t)
	}
	pointer := reflect.PointerTo(t)
	switch {
	case hook.read != nil:
		p.setScalar(t.String(), hook.read)
	case hook.native, o != nil && o.ours():
		c.readNatively(p, o)
	case t == rawMessage:
		p.read = func(r *reader, v reflect.Value) { v.SetBytes([]byte(r.skip())) }
	case pointer.Implements(jsonUnmarshaler), pointer.Implements(textUnmarshaler):
		p.read = foreign(t)
	default:
		c.readNatively(p, o)
	}
	return p
}

// readNatively makes p read what its type is made of.
func (c compiler) readNatively(p *plan, o *object) {
	switch t := p.typ; t.Kind() {
	case reflect.String:
		p.setScalar("string", setString)
	case reflect.Bool:
		p.setScalar("boolean", setBool)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		p.setScalar("integer", setInteger)
	case reflect.Float32, reflect.Float64:
		p.setScalar("number", setFloat)
	case reflect.Struct:
		p.object, p.read = o, o.read
	case reflect.Pointer:
		p.elem = c.compile(t.Elem())
		p.read = p.elem.readPointer
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 { // bytes are base64
			p.elem = c.compile(t.Elem())
			p.read = list{p.elem, reflect.MakeSlice(t, 0, 0)}.read
		}
	case reflect.Map:
		if k := t.Key(); k.Kind() == reflect.String && !reflect.PointerTo(k).Implements(textUnmarshaler) {
			p.elem = c.compile(t.Elem())
			p.read = p.elem.readMap
		}
	case reflect.Interface:
		if t == anyType {
			p.read = readAny
		}
	}
	if p.read == nil {
		p.read = foreign(p.typ)
	}
}

func (p *plan) setScalar(want string, set func(reflect.Value, Value) bool) {
	p.read, p.scalar = scalar(want, set), true
}

// foreign leaves to encoding/json what has its own way of reading JSON, and what
// no response of the API is read into.
func foreign(t reflect.Type) func(*reader, reflect.Value) {
	want := t.String()
	return func(r *reader, v reflect.Value) {
		start := r.pos
		text := r.skip()
		if r.err == nil && json.Unmarshal([]byte(text), v.Addr().Interface()) != nil {
			r.note(start, want)
		}
	}
}

// note records that the value that starts at pos does not fit.
func (r *reader) note(pos int, want string) {
	if pos < len(r.src) && !r.surplus {
		r.flaws = append(r.flaws, Mismatch{Want: want, Got: kindOf(r.src[pos]).String()})
	}
}

// under puts a step before the paths of the mismatches from mark on. As every
// object and array does so for its own, a path is only built if there is a
// mismatch, and each value can have those below it with paths of its own.
// Endless paths are dropped, so that a text of nothing but nested mismatches does
// not cost the square of its length.
func (r *reader) under(step string, mark int) {
	below := r.flaws[mark:]
	r.flaws = r.flaws[:mark]
	for _, m := range below {
		if m.Path != "" && m.Path[0] != '[' {
			m.Path = "." + m.Path
		}
		if m.Path = step + m.Path; len(m.Path) <= maxPath {
			r.flaws = append(r.flaws, m)
		}
	}
}

// misfit moves past a value that does not fit. Null always does, as the zero
// value, which is what the others leave as well.
func (r *reader) misfit(v reflect.Value, want string) {
	v.SetZero()
	if r.peek() != 'n' {
		r.note(r.pos, want)
	}
	r.skip()
}

// scalar makes a reader of a function that sets a value from any scalar. One
// that does not fit should leave zero.
func scalar(want string, set func(reflect.Value, Value) bool) func(*reader, reflect.Value) {
	return func(r *reader, v reflect.Value) {
		switch r.peek() {
		case '{', '[', 'n':
			r.misfit(v, want)
			return
		}
		start := r.pos
		if s := r.scalar(); r.err == nil && !set(v, s) {
			r.note(start, want)
		}
	}
}

func setString(v reflect.Value, s Value) bool {
	v.SetString(s.Text)
	return true
}

func setBool(v reflect.Value, s Value) bool {
	v.SetBool(s.Text == "true" || s.Text == "1")
	return v.Bool() || s.Text == "false" || s.Text == "0"
}

func setFloat(v reflect.Value, s Value) bool {
	v.SetZero()
	text := strings.TrimSpace(s.Text)
	f, err := strconv.ParseFloat(text, v.Type().Bits())
	if err != nil || s.Kind != Number && !isNumber(text) {
		return text == ""
	}
	v.SetFloat(f)
	return true
}

// setInteger reads integers in every form without rounding, and of a fraction
// the whole part.
func setInteger(v reflect.Value, s Value) bool {
	text := strings.TrimSpace(s.Text)
	if parseInteger(v, text) {
		return true
	}
	v.SetZero()
	if !isNumber(text) {
		return text == ""
	}
	f, _, err := big.ParseFloat(text, 10, 128, big.ToZero)
	if err != nil || f.IsInf() || f.MantExp(nil) > 64 {
		return false
	}
	whole, _ := f.Int(nil)
	return parseInteger(v, whole.String())
}

func parseInteger(v reflect.Value, text string) bool {
	if v.CanInt() {
		n, err := strconv.ParseInt(text, 10, v.Type().Bits())
		if err == nil {
			v.SetInt(n)
		}
		return err == nil
	}
	n, err := strconv.ParseUint(text, 10, v.Type().Bits())
	if err == nil {
		v.SetUint(n)
	}
	return err == nil
}

func readAny(r *reader, v reflect.Value) {
	v.SetZero()
	if x := r.any(); x != nil {
		v.Set(reflect.ValueOf(x))
	}
}

func (elem *plan) readPointer(r *reader, v reflect.Value) {
	if r.peek() == 'n' {
		r.misfit(v, "")
		return
	}
	v.Set(reflect.New(elem.typ))
	elem.read(r, v.Elem())
}

// entries returns a plan that reads a map of objects without what is no entry
// of it: members that are null, and the marker named "type".
func (p *plan) entries() *plan {
	sparse := *p
	sparse.read = func(r *reader, v reflect.Value) { p.elem.readMembers(r, v, true) }
	return &sparse
}

func (elem *plan) readMap(r *reader, v reflect.Value) { elem.readMembers(r, v, false) }

func (elem *plan) readMembers(r *reader, v reflect.Value, entries bool) {
	if r.peek() != '{' {
		r.misfit(v, "object")
		return
	}
	if elem.typ == anyType && v.Type().Key() == stringType {
		v.Set(reflect.ValueOf(r.object()))
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for ok := r.enter('}'); ok; ok = r.more('}') {
		mark := len(r.flaws)
		key := r.key()
		if c := r.peek(); entries && (c == 'n' || key == "type" && c != '{') {
			r.skip()
			continue
		}
		value := reflect.New(elem.typ).Elem()
		elem.read(r, value)
		if len(r.flaws) > mark {
			r.under(key, mark)
		}
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), value)
	}
}
