// Package requests reports what Intercom's description of API 2.16 forbids in a request: what is missing, what is of the wrong kind,
// and what is none of the values that are described.
//
// The rules are extracted by internal/tools/spec. Package intercomtest embeds them through this package, so unlike internal/spec it
// has requests only, and without anything that merely documents them.
package requests

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Violation is the first thing that a request breaks.
type Violation struct {
	Field   string // to[0].type
	Message string // names no value that was sent
	Missing bool   // the field is required and was not sent

	rank   int
	values []string // the ones described
}

// A violation of a higher rank is by a request that is closer to what is described: its values fit, but something is missing.
const (
	wrongKind = iota
	unknownValue
	missing
)

// Version is the only version of the API that the rules are of.
func Version() string { return description().Version }

// Check returns what is wrong with a request, or nil if nothing is, or if the description does not have the operation. The body is
// what encoding/json reads into any, with numbers in either form; nil stands for an empty one.
func Check(operation string, query url.Values, body any) *Violation {
	rules, ok := description().Operations[operation]
	if !ok {
		return nil
	}
	c := checker{operation: operation, schemas: description().Schemas}
	if v := c.query(rules.Query, query); v != nil || rules.Body == nil {
		return v
	}
	if body == nil {
		body = map[string]any{}
	}
	return c.value(*rules.Body, "", body)
}

//go:embed rules.json
var rules []byte

var description = sync.OnceValue(func() *document {
	d := new(document)
	if err := json.Unmarshal(rules, d); err != nil {
		panic(fmt.Errorf("rules.json: %w", err)) // only a change of this package can break it
	}
	return d
})

// The types are those of internal/spec, of which the fields say more.
type document struct {
	Version    string
	Operations map[string]struct {
		Query []param
		Body  *schema
	}
	Schemas map[string]schema
}

type param struct {
	Name     string
	Required bool
	schema
}

type schema struct {
	Kind       string
	Ref        string
	Format     string
	Nullable   bool
	Enum       []string
	Items      *schema
	Properties map[string]property
	OneOf      []schema `json:"one_of"`
	Needs      [][]string
}

type property struct {
	schema
	Required bool
}

// checker checks one request of an operation.
type checker struct {
	operation string
	schemas   map[string]schema
}

func (c checker) query(params []param, query url.Values) *Violation {
	for _, p := range params {
		if !query.Has(p.Name) {
			if p.Required && !c.excused(p.Name) && !c.excused(p.Name+"?") {
				return notSpecified(p.Name)
			}
			continue
		}
		p.Properties = nil // the description repeats the parameter in its own schema
		if v := c.value(p.schema, p.Name, readText(p.Kind, query.Get(p.Name))); v != nil {
			return v
		}
	}
	return nil
}

// readText turns the text of a parameter into what a body would have.
func readText(kind, text string) any {
	switch kind {
	case "array":
		var items []any
		for item := range strings.SplitSeq(text, ",") {
			items = append(items, item)
		}
		return items
	case "boolean":
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	}
	return text
}

// value checks a value that was sent. Null passes everywhere, because Intercom clears with it what it does not declare as nullable,
// except where the value is required.
func (c checker) value(s schema, field string, v any) *Violation {
	s = c.resolve(s)
	if v == nil || c.excused(field) {
		return nil
	}
	if want := wanted(s); want != "" && !fits(s, v) {
		return &Violation{Field: field, Message: called(field) + " must be " + want, rank: wrongKind}
	}
	if s.Enum != nil && !slices.Contains(s.Enum, text(v)) && !c.excused(field+"="+text(v)) {
		return noneOf(field, s.Enum)
	}
	switch v := v.(type) {
	case []any:
		if s.Items == nil {
			break
		}
		for i, item := range v {
			if bad := c.value(*s.Items, fmt.Sprintf("%s[%d]", field, i), item); bad != nil {
				return bad
			}
		}
	case map[string]any:
		if bad := c.members(s, field, v); bad != nil {
			return bad
		}
	}
	return c.union(s.OneOf, field, v)
}

// members checks the members of an object: first those there are, so that the alternative of a union that a request means is the one
// that its values fit.
func (c checker) members(s schema, field string, o map[string]any) *Violation {
	names := slices.Sorted(maps.Keys(s.Properties))
	for _, name := range names {
		if bad := c.value(s.Properties[name].schema, member(field, name), o[name]); bad != nil {
			return bad
		}
	}
	for _, name := range names {
		if p := s.Properties[name]; p.Required && c.lacks(p.schema, field, name, o) {
			return notSpecified(member(field, name))
		}
	}
	return c.needs(s, field, o)
}

// needs checks that one of the sets of members is complete, and otherwise names what the sets that come closest lack.
func (c checker) needs(s schema, field string, o map[string]any) *Violation {
	var closest [][]string
	for _, set := range s.Needs {
		var lacking []string
		for _, name := range set {
			if c.lacks(s.Properties[name].schema, field, name, o) {
				lacking = append(lacking, member(field, name))
			}
		}
		if len(lacking) == 0 {
			return nil
		}
		if len(closest) > 0 && len(lacking) < len(closest[0]) {
			closest = nil
		}
		if len(closest) == 0 || len(lacking) == len(closest[0]) {
			closest = append(closest, lacking)
		}
	}
	if len(closest) == 0 {
		return nil
	}
	var first []string
	for _, lacking := range closest {
		first = append(first, lacking[0])
	}
	return notSpecified(slices.Compact(first)...)
}

func (c checker) lacks(s schema, field, name string, o map[string]any) bool {
	v, sent := o[name]
	if sent && (v != nil || c.resolve(s).Nullable) {
		return false
	}
	return !c.excused(member(field, name)) && !c.excused(member(field, name)+"?")
}

// union returns nil if the value fits an alternative, and otherwise what it breaks of the one it fits best.
func (c checker) union(alternatives []schema, field string, v any) *Violation {
	var worst *Violation
	for _, alternative := range alternatives {
		bad := c.value(alternative, field, v)
		switch {
		case bad == nil:
			return nil
		case worst == nil || bad.closer(worst):
			worst = bad
		case bad.rank == unknownValue && worst.rank == unknownValue && bad.Field == worst.Field:
			worst = noneOf(bad.Field, slices.Concat(worst.values, bad.values))
		}
	}
	return worst
}

// closer reports whether a value that is refused with v fits its schema better than one that is refused with other.
func (v *Violation) closer(other *Violation) bool {
	deep, less := depth(v.Field), depth(other.Field)
	return deep > less || deep == less && v.rank > other.rank
}

func depth(field string) int { return strings.Count(field, ".") + strings.Count(field, "[") }

func (c checker) resolve(s schema) schema {
	for s.Ref != "" {
		target := c.schemas[s.Ref]
		target.Nullable = target.Nullable || s.Nullable
		s = target
	}
	return s
}

// excused reports whether there is an exception.
func (c checker) excused(exception string) bool {
	_, ok := exceptions[c.operation+" "+index.ReplaceAllString(exception, "[]")]
	return ok
}

var index = regexp.MustCompile(`\[\d+\]`)

// wanted returns which kind of value a schema has, or "" if it may be any.
func wanted(s schema) string {
	switch s.Kind {
	case "string":
		return "a string"
	case "integer":
		return "an integer"
	case "number":
		return "a number"
	case "boolean":
		return "a boolean"
	case "array":
		return "an array"
	case "object", "map":
		return "an object"
	case "time":
		return "a time"
	}
	return ""
}

// fits reports whether a value is of the kind of a schema. Ids are declared as strings here and as integers there, and Intercom takes
// both forms everywhere; so it does with digits in a string.
func fits(s schema, v any) bool {
	switch s.Kind {
	case "boolean":
		_, ok := v.(bool)
		return ok
	case "array":
		_, ok := v.([]any)
		return ok
	case "object", "map":
		_, ok := v.(map[string]any)
		return ok
	}
	sent, isText := v.(string)
	if !isText && !isNumber(v) {
		return false
	}
	if s.Kind == "string" || s.Kind == "time" && s.Format != "seconds" {
		return true
	}
	_, err := strconv.ParseFloat(sent, 64)
	return !isText || err == nil
}

func isNumber(v any) bool {
	switch v.(type) {
	case json.Number, float64:
		return true
	}
	return false
}

// text is a value as an enumeration has it.
func text(v any) string {
	if isNumber(v) || v == true || v == false {
		return fmt.Sprint(v)
	}
	s, _ := v.(string)
	return s
}

func notSpecified(fields ...string) *Violation {
	return &Violation{Field: fields[0], Message: strings.Join(fields, " or ") + " not specified", Missing: true, rank: missing}
}

func noneOf(field string, values []string) *Violation {
	values = slices.Compact(slices.Sorted(slices.Values(values)))
	return &Violation{Field: field, Message: called(field) + " must be " + strings.Join(values, " or "), rank: unknownValue, values: values}
}

func member(field, name string) string {
	if field == "" {
		return name
	}
	return field + "." + name
}

// called is the name of a field, which the body itself has none of.
func called(field string) string { return cmp.Or(field, "the body") }
