package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// diff returns a line for each fact that only one of the documents has: "+" for b, "-" for a.
func diff(a, b *document) []string {
	var lines []string
	inA, inB := a.facts(), b.facts()
	for fact := range inA {
		if !inB[fact] {
			lines = append(lines, "- "+fact)
		}
	}
	for fact := range inB {
		if !inA[fact] {
			lines = append(lines, "+ "+fact)
		}
	}
	// What changed stands together, the old form first.
	slices.SortFunc(lines, func(x, y string) int {
		return cmp.Or(cmp.Compare(subjectOf(x), subjectOf(y)), cmp.Compare(y, x))
	})
	return lines
}

// subjectOf is what a line of a diff is about: an operation, a parameter, a
// response or a property.
func subjectOf(line string) string {
	subject, _, _ := strings.Cut(line[2:], ": ")
	subject, _, _ = strings.Cut(subject, " = ")
	return strings.TrimSuffix(subject, " required")
}

type facts map[string]bool

// facts returns operations as "GET /tags", what they take and give as "GET /tags 200: tag_list", properties as
// "tag.name: string", and the values of enumerations as "tag.color = red".
func (d *document) facts() facts {
	f := facts{}
	for _, o := range d.Operations {
		f[o.name()] = true
		for _, p := range o.Params {
			f.add(fmt.Sprintf("%s %s %s", o.name(), p.In, p.Name), p.schema, p.Required)
		}
		if o.Request != nil {
			f.add(o.name()+" request", o.Request.schema, false)
		}
		for status, r := range o.Responses {
			f.add(o.name()+" "+status, r.schema, false)
		}
	}
	for name, s := range d.Schemas {
		f.add(name, s, false)
	}
	return f
}

func (f facts) add(subject string, s schema, required bool) {
	fact := subject
	if text := s.String(); text != "" {
		fact += ": " + text
	}
	if required {
		fact += " required"
	}
	f[fact] = true
	for _, value := range s.Enum {
		f[subject+" = "+value] = true
	}
	f.addParts(subject, s)
}

func (f facts) addParts(subject string, s schema) {
	for name, p := range s.Properties {
		f.add(subject+"."+name, p.schema, p.Required)
	}
	for i, alternative := range s.OneOf {
		f.addParts(fmt.Sprintf("%s(%d)", subject, i+1), alternative)
	}
	if s.Items != nil {
		f.addParts(subject+"[]", *s.Items)
	}
}

// String returns what a schema is, but for its properties.
func (s schema) String() string {
	text := s.Kind + s.Ref
	if s.Format != "" {
		text += "(" + s.Format + ")"
	}
	if s.Items != nil {
		text += " of " + s.Items.String()
	}
	if s.OneOf != nil {
		var alternatives []string
		for _, alternative := range s.OneOf {
			alternatives = append(alternatives, alternative.String())
		}
		text += " one of (" + strings.Join(alternatives, ", ") + ")"
	}
	if s.Enum != nil {
		text += " enum"
	}
	if s.Nullable {
		text += " nullable"
	}
	return strings.TrimSpace(text)
}
