package wire

import (
	"iter"
	"reflect"
	"slices"
	"strings"
)

// object reads JSON objects into structs of one type.
type object struct {
	fields  []field
	byName  map[string]int // index in fields
	records []keeper
	items   int // index of the field for an array under an unknown key, or -1
	scalar  int // index of the field for a scalar in place of the object, or -1
}

type field struct {
	name   string
	token  string // the name as it stands in most texts: `"name":`
	index  []int
	tagged bool
	role   string // "items", "scalar", "entries", "alias=" and another name, or none
	plan   *plan
}

// keeper is an embedded type that keeps the JSON.
type keeper struct {
	index  []int
	record func(reflect.Value) *Record
}

// ours reports whether the struct is to be read here whatever methods it has.
func (o *object) ours() bool { return o.items >= 0 || len(o.records) > 0 }

func (c compiler) object(t reflect.Type) *object {
	o := &object{byName: map[string]int{}, items: -1, scalar: -1}
	var all []field
	c.collect(t, nil, nil, o, &all)
	for _, f := range all {
		if !slices.ContainsFunc(all, f.hiddenBy) {
			o.byName[f.name] = len(o.fields)
			switch f.role {
			case "items":
				o.items = len(o.fields)
			case "scalar":
				o.scalar = len(o.fields)
			}
			o.fields = append(o.fields, f)
		}
	}
	for i, f := range o.fields {
		if alias, ok := strings.CutPrefix(f.role, "alias="); ok {
			o.byName[alias] = i
		}
	}
	for i, f := range o.fields { // encoding/json does not mind the case
		if _, taken := o.byName[strings.ToLower(f.name)]; !taken && !f.tagged {
			o.byName[strings.ToLower(f.name)] = i
		}
	}
	return o
}

// collect gathers the fields of t and of the structs embedded in it.
func (c compiler) collect(t reflect.Type, path []int, above []reflect.Type, o *object, all *[]field) {
	if slices.Contains(above, t) {
		return
	}
	above = append(above, t)
	for i := range t.NumField() {
		sf := t.Field(i)
		index := append(slices.Clip(path), i)
		if hook := c.hooks[sf.Type]; sf.Anonymous && hook.record != nil {
			o.records = append(o.records, keeper{index, hook.record})
			continue
		}
		tag := sf.Tag.Get("json")
		name, _, _ := strings.Cut(tag, ",")
		embedded := sf.Anonymous && name == ""
		switch kind := sf.Type.Kind(); {
		case tag == "-", embedded && kind == reflect.Pointer: // embedded pointers are not supported
		case embedded && kind == reflect.Struct:
			c.collect(sf.Type, index, above, o, all)
		case sf.IsExported():
			f := field{name: name, index: index, tagged: name != "", plan: c.compile(sf.Type)}
			if !f.tagged {
				f.name = sf.Name
			}
			f.token = `"` + f.name + `":`
			if f.role = sf.Tag.Get("wire"); f.role == "entries" {
				f.plan = f.plan.entries()
			}
			*all = append(*all, f)
		}
	}
}

// hiddenBy reports whether g takes f's name: it is less deeply embedded, or just
// as deeply but has a tag, or neither has the better claim.
func (f field) hiddenBy(g field) bool {
	if f.name != g.name || slices.Equal(f.index, g.index) {
		return false
	}
	if len(f.index) != len(g.index) {
		return len(f.index) > len(g.index)
	}
	return g.tagged || !f.tagged
}

func (o *object) read(r *reader, v reflect.Value) {
	c := r.peek()
	start, mark := r.pos, len(r.flaws)
	switch {
	case c == 'n':
		r.misfit(v, "")
		return
	case c == '{' && o.items >= 0:
		o.readWrapped(r, v)
	case c == '{':
		o.readFields(r, v)
	case o.items >= 0:
		o.readField(r, v, o.items)
	case c != '[' && o.scalar >= 0:
		o.readField(r, v, o.scalar)
	default:
		r.misfit(v, "object")
	}
	for _, k := range o.records {
		*k.record(v.FieldByIndex(k.index)) = Record{r.src[start:r.pos], append([]Mismatch(nil), r.flaws[mark:]...), v.Type()}
	}
}

func (o *object) readFields(r *reader, v reflect.Value) {
	i := -1
	for ok := r.enter('}'); ok; ok = r.more('}') {
		name, next := o.field(r, i+1)
		if next < 0 {
			r.unknown(name)
			continue
		}
		i = next
		mark := len(r.flaws)
		o.readField(r, v, i)
		if len(r.flaws) > mark {
			r.under(name, mark)
		}
	}
}

func (o *object) readField(r *reader, v reflect.Value, i int) {
	f := &o.fields[i]
	f.plan.read(r, v.FieldByIndex(f.index))
}

// field reads a key and returns it with the index of its field or -1. Mostly it
// is the one guessed, since responses have the order of the documentation.
func (o *object) field(r *reader, guess int) (name string, i int) {
	if guess < len(o.fields) && strings.HasPrefix(r.src[r.pos:], o.fields[guess].token) {
		r.pos += len(o.fields[guess].token)
		r.peek()
		return o.fields[guess].name, guess
	}
	name = r.key()
	if i, ok := o.byName[name]; ok {
		return name, i
	}
	return name, -1
}

// Known returns the names that t, a struct, has fields for.
func (d *Decoder) Known(t reflect.Type) iter.Seq[string] {
	return func(yield func(string) bool) {
		if o := d.plan(t).object; o != nil {
			for _, f := range o.fields {
				if !yield(f.name) {
					return
				}
			}
		}
	}
}
