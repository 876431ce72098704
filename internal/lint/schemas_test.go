package lint_test

import (
	"go/ast"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/spec"
)

// TestSchemas compares structs with the schemas of the description:
//
//   - those that the directive intercom:schema names,
//   - those of what the operations respond with, with what the methods return,
//   - and whatever these refer to.
//
// Preview has schemas of the same name in another form: a struct has to hold both.
// What differs on purpose is in internal/spec/exceptions.txt, and nothing else.
func TestSchemas(t *testing.T) {
	t.Parallel()

	source, exceptions, used, plain := parseSource(t), spec.Exceptions(), map[string]bool{}, map[string]bool{}
	for _, m := range source.methods() {
		plain[m.String()] = m.isPlain()
	}
	for _, d := range spec.All() {
		if d == spec.Legacy() {
			continue // it has no schemas
		}
		c := &comparison{goSource: source, t: t, doc: d, exceptions: exceptions, used: used, seen: map[string]bool{}, plain: plain}
		for _, name := range slices.Sorted(maps.Keys(c.types)) {
			if schemas := directive(c.types[name].doc); schemas != nil {
				c.claimed(name, schemas)
			}
		}
		for _, call := range observedCalls(t) {
			c.answer(call)
		}
	}
	for key := range exceptions {
		schema, _, _ := strings.Cut(key, ".")
		if isDescribed(schema) {
			assert.True(t, used[key], "exceptions.txt: %s is not needed", key)
			continue
		}
		isOperation := slices.ContainsFunc(spec.All(), func(d *spec.Document) bool {
			return slices.ContainsFunc(d.Operations, func(o spec.Operation) bool { return o.ID == schema })
		})
		assert.True(t, isOperation, "exceptions.txt: %s names neither a schema nor the id of an operation", key)
	}
}

var schemaDirective = regexp.MustCompile(`(?m)^intercom:schema (.+)$`)

// directive returns the schemas that a comment names, on one line or several.
func directive(doc string) []string {
	var all []string
	for _, m := range schemaDirective.FindAllStringSubmatch(doc, -1) {
		all = append(all, strings.Fields(m[1])...)
	}
	return all
}

type comparison struct {
	*goSource
	t          *testing.T
	doc        *spec.Document
	exceptions map[string]string
	used       map[string]bool // exceptions
	seen       map[string]bool // comparisons that were made: "schema type"
	plain      map[string]bool // methods that return what one call responds with
}

// differ reports a difference, unless it is on purpose.
func (c *comparison) differ(key, format string, args ...any) {
	c.t.Helper()
	if c.exceptions[key] != "" {
		c.used[key] = true
		return
	}
	c.t.Errorf(key+": "+format, args...)
}

// goField is a field with a name in JSON.
type goField struct {
	name, json string
	typ        ast.Expr
	omitzero   bool
	required   bool // the comment says so
}

// fields lists the fields of a struct with those of the structs embedded in it.
func (c *comparison) fields(name string) []goField {
	decl := c.types[name]
	if decl == nil {
		return nil
	}
	if under, ok := decl.spec.Type.(*ast.Ident); ok { // type Lead User
		return c.fields(under.Name)
	}
	st, ok := decl.spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	var all []goField
	for _, f := range st.Fields.List {
		if len(f.Names) == 0 {
			if embedded, ok := f.Type.(*ast.Ident); ok {
				all = append(all, c.fields(embedded.Name)...)
			}
			continue
		}
		if f.Tag == nil {
			continue
		}
		key, opts, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json"), ",")
		if key == "-" || key == "" {
			continue
		}
		required := strings.Contains(f.Comment.Text()+f.Doc.Text(), "required")
		for _, n := range f.Names {
			all = append(all, goField{n.Name, key, f.Type, strings.Contains(opts, "omitzero") || strings.Contains(opts, "omitempty"), required})
		}
	}
	return all
}

// claimed compares a struct with the union of the schemas that it claims to be.
func (c *comparison) claimed(name string, schemas []string) {
	isAnswer := false
	for _, schema := range schemas {
		if !isDescribed(schema) {
			c.t.Errorf("%s: there is no schema %s", name, schema)
			continue
		}
		isAnswer = isAnswer || answers()[schema]
		if _, ok := c.doc.Schema(schema); ok {
			c.object(schema, spec.Schema{Ref: schema}, name)
		}
	}
	if ast.IsExported(name) && !isAnswer && !c.keepsJSON(name) {
		for _, schema := range schemas {
			if _, ok := c.doc.Schema(schema); ok {
				c.optional(schema, name)
			}
		}
	}
	if c.doc == spec.Modern() { // once, as it is about the schemas of all versions
		c.known(name, schemas)
	}
}

// known looks for fields that no version of the schemas has.
func (c *comparison) known(name string, schemas []string) {
	described := map[string]bool{}
	for _, d := range spec.All() {
		for _, schema := range schemas {
			if s, ok := d.Schema(schema); ok {
				for property := range d.Properties(s) {
					described[property] = true
				}
			}
		}
	}
	for _, f := range c.fields(name) {
		if !described[f.json] {
			c.differ(schemas[0]+"."+f.json, "%s.%s is in no schema of %s", name, f.name, name)
		}
	}
}

// isDescribed reports whether any version has a schema.
func isDescribed(schema string) bool {
	return slices.ContainsFunc(spec.All(), func(d *spec.Document) bool {
		_, ok := d.Schema(schema)
		return ok
	})
}

// object looks for each property of a schema in a struct. Markers named type
// that have one value only are left out.
func (c *comparison) object(path string, s spec.Schema, name string) {
	if c.seen[path+" "+name] {
		return
	}
	c.seen[path+" "+name] = true
	fields := map[string]goField{}
	for _, f := range c.fields(name) {
		fields[f.json] = f
	}
	properties := c.doc.Properties(s)
	for _, property := range slices.Sorted(maps.Keys(properties)) {
		p := properties[property]
		key := path + "." + property
		f, ok := fields[property]
		switch {
		case ok:
			if problem := c.compare(key, property, p.Schema, f.typ); problem != "" {
				c.differ(key, "%s.%s: %s", name, f.name, problem)
			}
		case property == "type" && len(p.Enum) < 2:
		case c.refersTo(name, path):
		default:
			c.differ(key, "%s has no such field", name)
		}
	}
}

// refersTo reports whether a struct names an object of a schema rather than
// being one: it has a method Reference, and the schema is that of another type.
func (c *comparison) refersTo(name, schema string) bool {
	if slices.Contains(directive(c.types[name].doc), schema) {
		return false
	}
	whole := slices.ContainsFunc(slices.Collect(maps.Values(c.types)), func(t *typeDecl) bool {
		return slices.Contains(directive(t.doc), schema)
	})
	return whole && slices.ContainsFunc(c.funcs, func(f *ast.FuncDecl) bool {
		return receiverOf(f) == name && f.Name.Name == "Reference"
	})
}

// compare returns what is wrong with a field of a Go type for a schema, or "".
func (c *comparison) compare(path, property string, s spec.Schema, typ ast.Expr) string {
	if s.Ref != "" {
		path = s.Ref
	}
	s = c.doc.Resolve(s)
	kind, inner := c.kind(typ)
	if kind == "opt" {
		return c.compare(path, property, s, inner)
	}
	if kind == "any" || s.Kind == "any" {
		return ""
	}
	if s.Kind == "" || len(s.OneOf) > 0 { // one of the alternatives will do
		for _, alternative := range s.OneOf {
			if c.fits(path, property, alternative, kind, inner) {
				return ""
			}
		}
	}
	if s.Kind == "" && len(s.Properties) > 0 {
		s.Kind = "object"
	}
	if !c.fits(path, property, s, kind, inner) {
		if kind == "list" || kind == "array" {
			return "is a list whose items do not fit"
		}
		return "is a " + kind + ", want " + s.Kind
	}
	return ""
}

var (
	idNames   = regexp.MustCompile(`^(id|ids|.*_ids?|.*_id_.*|from|into)$`)
	timeNames = regexp.MustCompile(`(_at|_on|_after|_before|_until|_time|_timestamp|_date|^timestamp|^date|^from|^to|^since)$`)
)

func (c *comparison) fits(path, property string, s spec.Schema, kind string, inner ast.Expr) bool {
	if s.Ref != "" {
		path = s.Ref
	}
	s = c.doc.Resolve(s)
	switch s.Kind {
	case "string":
		if kind == "struct" {
			return c.takesScalar(inner)
		}
		return kind == "string" || kind == "id" && idNames.MatchString(property) || kind == "time" && (s.Format != "" || timeNames.MatchString(property))
	case "integer", "number":
		return kind == "number" || kind == "id" && idNames.MatchString(property) || kind == "time" && timeNames.MatchString(property)
	case "boolean":
		return kind == "bool"
	case "time":
		return kind == "time" || kind == "string" && s.Format != "seconds"
	case "map":
		return kind == "map" || kind == "struct" || kind == "list"
	case "array":
		if kind != "array" && kind != "list" {
			return false
		}
		if s.Items == nil {
			return true
		}
		return c.compare(path, strings.TrimSuffix(property, "s"), *s.Items, inner) == ""
	case "object":
		switch kind {
		case "map":
			return true
		case "list": // {"type": "x.list", "xs": [...]}
			for _, p := range s.Properties {
				if p.Kind == "array" && p.Items != nil {
					return c.compare(path, property, *p.Items, inner) == ""
				}
			}
			return false
		case "struct":
			name, _ := inner.(*ast.Ident)
			if name != nil {
				c.object(path, s, name.Name)
			}
			return true
		}
		return false
	}
	return len(s.OneOf) > 0 || len(s.Properties) > 0 || s.Kind == "any"
}

// kind returns what a Go type is in JSON: string, id, number, bool, time, any,
// or with its inner type opt, array, list and struct.
func (c *comparison) kind(typ ast.Expr) (string, ast.Expr) {
	switch x := typ.(type) {
	case *ast.Ident:
		switch x.Name {
		case "ID", "NumberID":
			return "id", nil
		case "Time":
			return "time", nil
		case "string", "bool", "any":
			return x.Name, nil
		case "int", "int32", "int64", "float64":
			return "number", nil
		}
		decl := c.types[x.Name]
		if decl == nil {
			return "any", nil
		}
		switch under := decl.spec.Type.(type) {
		case *ast.StructType:
			if c.readsItself(x.Name) {
				return "any", nil
			}
			return "struct", x
		case *ast.InterfaceType:
			return "any", nil
		default:
			return c.kind(under)
		}
	case *ast.ArrayType:
		return "array", x.Elt
	case *ast.MapType:
		return "map", nil
	case *ast.IndexExpr:
		switch generic, _ := x.X.(*ast.Ident); {
		case generic != nil && generic.Name == "Opt":
			return "opt", x.Index
		case generic != nil && generic.Name == "Sublist":
			return "list", x.Index
		}
	case *ast.SelectorExpr:
		switch x.Sel.Name {
		case "Number":
			return "number", nil
		case "Time":
			return "time", nil
		}
	}
	return "any", nil
}

// readsItself reports whether the JSON of a type is not that of its fields.
func (c *comparison) readsItself(name string) bool {
	return slices.ContainsFunc(c.funcs, func(f *ast.FuncDecl) bool {
		return receiverOf(f) == name && (f.Name.Name == "UnmarshalJSON" || f.Name.Name == "MarshalJSON" || f.Name.Name == "read")
	})
}

// takesScalar reports whether a struct can also be read from a bare value.
func (c *comparison) takesScalar(typ ast.Expr) bool {
	name, _ := typ.(*ast.Ident)
	if name == nil {
		return false
	}
	scalar := false
	ast.Inspect(c.types[name.Name].spec.Type, func(n ast.Node) bool {
		f, ok := n.(*ast.Field)
		scalar = scalar || ok && f.Tag != nil && strings.Contains(f.Tag.Value, `wire:"scalar"`)
		return true
	})
	return scalar
}

// optional compares which fields of a request may be left out. In an update a
// scalar that is not required must be an Opt. The bodies that methods put
// together themselves know better, and what responses have may be missing anyway.
func (c *comparison) optional(schema, name string) {
	s, _ := c.doc.Schema(schema)
	isUpdate := slices.ContainsFunc(c.doc.Operations, func(o spec.Operation) bool {
		return o.Request != nil && o.Request.Ref == schema && (o.Method == http.MethodPut || o.Method == http.MethodPatch)
	})
	properties := c.doc.Properties(s)
	for _, f := range c.fields(name) {
		p, ok := properties[f.json]
		if !ok {
			continue
		}
		key := schema + "." + f.json
		kind, _ := c.kind(f.typ)
		switch {
		case !f.omitzero && !p.Required && !f.required:
			c.differ(key, "%s.%s is optional and has no omitzero", name, f.name)
		case f.omitzero && p.Required && kind != "opt":
			c.differ(key, "%s.%s is required and has omitzero", name, f.name)
		case isUpdate && !p.Required && slices.Contains([]string{"string", "id", "number", "bool", "time"}, kind):
			c.differ(key, "%s.%s is not an Opt, so that it cannot be cleared", name, f.name)
		case !p.Required && kind == "number":
			c.differ(key, "%s.%s is not an Opt, so that it cannot be 0", name, f.name)
		}
	}
}

// keepsJSON reports whether a type is that of a response.
func (c *comparison) keepsJSON(name string) bool {
	fields, ok := c.types[name].spec.Type.(*ast.StructType)
	return ok && slices.ContainsFunc(fields.Fields.List, func(f *ast.Field) bool {
		embedded, ok := f.Type.(*ast.Ident)
		return ok && len(f.Names) == 0 && embedded.Name == "Object"
	})
}

// answers are the schemas that responses have, directly or not.
var answers = sync.OnceValue(func() map[string]bool {
	reached := map[string]bool{}
	for _, d := range spec.All() {
		seen := map[string]bool{} // a version may have another form of a schema
		for _, o := range d.Operations {
			for _, answer := range o.Responses {
				reach(d, answer.Schema, seen)
			}
		}
		maps.Copy(reached, seen)
	}
	return reached
})

// reach adds the schemas that a schema refers to.
func reach(d *spec.Document, s spec.Schema, seen map[string]bool) {
	if s.Ref != "" {
		if seen[s.Ref] {
			return
		}
		seen[s.Ref] = true
		s = d.Resolve(s)
	}
	if s.Items != nil {
		reach(d, *s.Items, seen)
	}
	for _, p := range s.Properties {
		reach(d, p.Schema, seen)
	}
	for _, alternative := range s.OneOf {
		reach(d, alternative, seen)
	}
}

// answer compares what a method returns with what its operation responds with.
func (c *comparison) answer(call observation) {
	result, isList := call.Result()
	if call.Version != c.doc.Version || !call.alone || !c.plain[call.String()] || result == nil || result.Kind() != reflect.Struct || !hasNames(result) {
		return
	}
	o, ok := c.doc.Operation(call.Operation)
	if !ok {
		return
	}
	for status, body := range o.Responses {
		if !strings.HasPrefix(status, "2") || body.ContentType != "" {
			continue
		}
		s, path := body.Schema, o.ID+"."+status
		if s.Ref != "" {
			path = s.Ref
		}
		if items, ok := c.items(s); ok && (isList || !c.hasList(result.Name(), s)) {
			s, path = items, path+".items"
			if s.Ref != "" {
				path = s.Ref
			}
		}
		c.object(path, s, result.Name())
	}
}

// items returns the schema of the items of a list.
func (c *comparison) items(s spec.Schema) (spec.Schema, bool) {
	s = c.doc.Resolve(s)
	isList := s.Properties["pages"].Ref != "" || s.Properties["total_count"].Kind != "" ||
		slices.ContainsFunc(s.Properties["type"].Enum, func(name string) bool { return strings.HasSuffix(name, "list") })
	if s.Kind == "array" && s.Items != nil {
		return *s.Items, true
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		if p.Kind == "array" && p.Items != nil && (isList || len(s.Properties) <= 2) {
			return *p.Items, true
		}
		if name == "data" && p.Kind == "object" {
			return c.items(p.Schema)
		}
	}
	return spec.Schema{}, false
}

// hasList reports whether a struct has the list of a schema in a field.
func (c *comparison) hasList(name string, s spec.Schema) bool {
	properties := c.doc.Properties(s)
	return slices.ContainsFunc(c.fields(name), func(f goField) bool { return properties[f.json].Kind == "array" })
}

func TestDirective(t *testing.T) {
	t.Parallel()

	require.Equal(t, []string{"tag", "tag_basic"}, directive(" Tag is a label.\n\nintercom:schema tag tag_basic"))
	require.Equal(t, []string{"tag", "tag_basic"}, directive(" Tag is a label.\n\nintercom:schema tag\nintercom:schema tag_basic"))
	require.Nil(t, directive(" Tag is a label."))
}
