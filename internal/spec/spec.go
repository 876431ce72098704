// Package spec holds the facts of the Intercom API that tests compare the SDK with: the operations and schemas of the version it
// speaks, what the preview has beyond that, what only older versions have, and the operations of the legacy API 1.4.
//
// The first two are extracted from Intercom's OpenAPI descriptions by internal/tools/spec. The others are written by hand: the
// legacy API has no description, and what later versions lost is little. Only tests may import this package, so that its data
// never reaches a program built with the SDK.
package spec

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed v2.16.json preview.json v2.15.json v2.9.json v1.4.json exceptions.txt
var files embed.FS

// Modern returns the facts of the version that the SDK speaks.
func Modern() *Document { return modern() }

// Preview returns the operations that only the preview has, and the schemas that Modern does not have, or has in another form.
func Preview() *Document { return preview() }

// Removed returns the operations that Modern no longer has, by the last version that has them.
func Removed() []*Document { return removed() }

// Legacy returns the operations of API 1.4. It has no schemas.
func Legacy() *Document { return legacy() }

var (
	modern  = sync.OnceValue(func() *Document { return load("v2.16.json", nil) })
	preview = sync.OnceValue(func() *Document { return load("preview.json", Modern()) })
	removed = sync.OnceValue(func() []*Document { return []*Document{load("v2.9.json", Modern()), load("v2.15.json", Modern())} })
	legacy  = sync.OnceValue(func() *Document { return load("v1.4.json", nil) })
)

// All returns every document, the current version first.
func All() []*Document { return append([]*Document{Modern(), Preview(), Legacy()}, Removed()...) }

// Of returns the document of a version, or nil.
func Of(version string) *Document {
	for _, d := range All() {
		if d.Version == version {
			return d
		}
	}
	return nil
}

// A Document holds the facts of one version. It is shared: do not change it.
type Document struct {
	Version    string
	Source     string // where the facts come from
	Commit     string // of Source, if that is a repository
	Operations []Operation
	Schemas    map[string]Schema

	base    *Document      // has the schemas that are not in this one
	byShape map[string]int // index of Operations
}

// An Operation is a method on a path.
type Operation struct {
	Method    string
	Path      string // a template: /tags/{tag_id}
	ID        string // the operationId; none in Legacy
	Tags      []string
	Docs      string // the page that documents it; none in Legacy
	Params    []Param
	Request   *Body // nil without one
	Responses map[string]Body

	// Only in Legacy.
	Paging       string   // how more items are fetched: page, scroll, events or none
	Items        string   // the key of the items in a list
	Alternatives []string // operations said to do the same
	Uncertain    bool     // no evidence that Intercom serves it
}

// Name returns the name that the SDK gives the operation: "GET /tags/{tag_id}".
func (o Operation) Name() string { return o.Method + " " + o.Path }

// Tag returns the primary tag, the chapter of the documentation.
func (o Operation) Tag() string { return o.Tags[0] }

// ParamsIn returns the parameters in "path" or "query".
func (o Operation) ParamsIn(in string) []Param {
	return slices.DeleteFunc(slices.Clone(o.Params), func(p Param) bool { return p.In != in })
}

// A Param is a parameter in the path, the query or a header. Those in the path come in no particular order.
type Param struct {
	Name     string
	In       string
	Required bool
	Schema
}

// A Body is that of a request or response. One without content has no Kind, Ref or OneOf.
type Body struct {
	ContentType string `json:"content_type"` // empty for application/json
	Schema
}

// A Schema describes a JSON value. Either Ref is set, or Kind, or OneOf, or the latter two.
type Schema struct {
	Kind       string              // string, integer, number, boolean, object, array, map (an object of any keys), time or any
	Ref        string              // the component that has the rest
	Format     string              // of a string: uri, date, uuid ...; of a time: seconds, rfc3339, or none if it may be both
	Nullable   bool                // null is described as a value
	Enum       []string            // the values described
	Items      *Schema             // of an array, or the values of a map that says what they are
	Properties map[string]Property // of an object
	OneOf      []Schema            `json:"one_of"` // the alternatives of a union, which come on top of Properties
	Needs      [][]string          // sets of properties, of which one must be complete
}

// A Property is a member of an object.
type Property struct {
	Schema
	Required bool
}

// Operation finds an operation by name. The names of path parameters do not matter, as they differ between versions:
// "GET /tags/{id}" finds "GET /tags/{tag_id}".
func (d *Document) Operation(name string) (Operation, bool) {
	i, ok := d.byShape[Shape(name)]
	if !ok {
		return Operation{}, false
	}
	return d.Operations[i], true
}

// Tag returns the operations with the primary tag.
func (d *Document) Tag(tag string) []Operation {
	return slices.DeleteFunc(slices.Clone(d.Operations), func(o Operation) bool { return o.Tag() != tag })
}

// Tags returns all tags, sorted. There is one, WhatsApp, that is no operation's primary tag.
func (d *Document) Tags() []string {
	tags := map[string]bool{}
	for _, o := range d.Operations {
		for _, tag := range o.Tags {
			tags[tag] = true
		}
	}
	return slices.Sorted(maps.Keys(tags))
}

// Schema finds a component by name.
func (d *Document) Schema(name string) (Schema, bool) {
	s, ok := d.Schemas[name]
	if !ok && d.base != nil {
		return d.base.Schema(name)
	}
	return s, ok
}

// Resolve returns what a schema refers to, and any other schema as it is.
func (d *Document) Resolve(s Schema) Schema {
	if s.Ref == "" {
		return s
	}
	target, _ := d.Schema(s.Ref)
	target.Nullable = target.Nullable || s.Nullable
	return target
}

// Properties returns the properties of a schema and of the alternatives of its union. Those of an alternative are not required;
// if several alternatives have one, it takes the enum values of them all.
func (d *Document) Properties(s Schema) map[string]Property {
	s = d.Resolve(s)
	all := map[string]Property{}
	for _, alternative := range s.OneOf {
		for name, p := range d.Properties(alternative) {
			if other, ok := all[name]; ok {
				p.Enum = union(other.Enum, p.Enum)
			}
			p.Required = false
			all[name] = p
		}
	}
	maps.Copy(all, s.Properties)
	return all
}

// union returns the values of both enums, or none if one of them allows any value.
func union(a, b []string) []string {
	if a == nil || b == nil {
		return nil
	}
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// Exceptions returns the properties that the SDK leaves out, adds or models differently on purpose, as "schema.property",
// with the reasons.
func Exceptions() map[string]string {
	text, err := files.ReadFile("exceptions.txt")
	if err != nil {
		panic(err)
	}
	exceptions, err := parseExceptions(string(text))
	if err != nil {
		panic(err)
	}
	return exceptions
}

func parseExceptions(text string) (map[string]string, error) {
	exceptions := map[string]string{}
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		property, reason, _ := strings.Cut(line, " ")
		reason = strings.TrimSpace(reason)
		switch {
		case !strings.Contains(property, "."):
			return nil, fmt.Errorf("exceptions.txt:%d: %q is not schema.property", number, property)
		case reason == "":
			return nil, fmt.Errorf("exceptions.txt:%d: %s has no reason", number, property)
		case exceptions[property] != "":
			return nil, fmt.Errorf("exceptions.txt:%d: %s is there twice", number, property)
		}
		exceptions[property] = reason
	}
	return exceptions, nil
}

// load reads an embedded document and panics if it is broken: that is a bug of the test suite, not of the code under test.
func load(name string, base *Document) *Document {
	file, err := files.Open(name)
	if err != nil {
		panic(err)
	}
	defer file.Close()

	dec := json.NewDecoder(file)
	dec.DisallowUnknownFields()
	d := &Document{base: base, byShape: map[string]int{}}
	if err := dec.Decode(d); err != nil {
		panic(fmt.Errorf("%s: %w", name, err))
	}
	for i, o := range d.Operations {
		d.byShape[Shape(o.Name())] = i
	}
	return d
}

var pathParam = regexp.MustCompile(`\{[^/{}]*\}`)

// Shape is an operation's name without the names of its path parameters.
func Shape(name string) string { return pathParam.ReplaceAllString(name, "{}") }
