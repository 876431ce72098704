package main

import (
	"cmp"
	"reflect"
	"regexp"
	"slices"
)

// A document holds the facts of one description. It is written here and read by package internal/spec, whose types say
// what the fields mean. Both sides refuse fields they do not know, so the two sets of types cannot drift apart.
type document struct {
	Version    string            `json:"version"`
	Source     string            `json:"source"`
	Commit     string            `json:"commit"`
	Operations []operation       `json:"operations"`
	Schemas    map[string]schema `json:"schemas"`
}

type operation struct {
	Method    string          `json:"method"`
	Path      string          `json:"path"`
	ID        string          `json:"id"`
	Tags      []string        `json:"tags"`
	Docs      string          `json:"docs"`
	Params    []param         `json:"params,omitzero"`
	Request   *body           `json:"request,omitzero"`
	Responses map[string]body `json:"responses"`
}

type param struct {
	Name     string `json:"name"`
	In       string `json:"in"`
	Required bool   `json:"required,omitzero"`
	schema
}

type body struct {
	ContentType string `json:"content_type,omitzero"`
	schema
}

type schema struct {
	Kind       string              `json:"kind,omitzero"`
	Ref        string              `json:"ref,omitzero"`
	Format     string              `json:"format,omitzero"`
	Nullable   bool                `json:"nullable,omitzero"`
	Enum       []string            `json:"enum,omitzero"`
	Items      *schema             `json:"items,omitzero"`
	Properties map[string]property `json:"properties,omitzero"`
	OneOf      []schema            `json:"one_of,omitzero"`
	Needs      [][]string          `json:"needs,omitzero"`
}

type property struct {
	schema
	Required bool `json:"required,omitzero"`
}

// requests holds what a description demands of requests: the part of a document that package internal/requests reads.
type requests struct {
	Version    string             `json:"version"`
	Source     string             `json:"source"`
	Commit     string             `json:"commit"`
	Operations map[string]request `json:"operations"`
	Schemas    map[string]schema  `json:"schemas"`
}

type request struct {
	Query []param `json:"query,omitzero"`
	Body  *schema `json:"body,omitzero"`
}

// requests leaves out the operations that take neither parameters in the query nor a body.
func (d *document) requests() *requests {
	r := &requests{Version: d.Version, Source: d.Source, Commit: d.Commit, Operations: map[string]request{}, Schemas: map[string]schema{}}
	kept := &document{Schemas: d.Schemas}
	for _, o := range d.Operations {
		query := slices.DeleteFunc(slices.Clone(o.Params), func(p param) bool { return p.In != "query" })
		if len(query) == 0 && o.Request == nil {
			continue
		}
		var rules request
		if len(query) > 0 {
			rules.Query = query
		}
		if o.Request != nil {
			rules.Body = &o.Request.schema
		}
		r.Operations[o.name()] = rules
		kept.Operations = append(kept.Operations, operation{Params: query, Request: o.Request})
	}
	for name := range kept.reached() {
		r.Schemas[name] = d.Schemas[name]
	}
	return r
}

func (o operation) name() string { return o.Method + " " + o.Path }

var pathParam = regexp.MustCompile(`\{[^/{}]*\}`)

// shape is the name without the names of path parameters, which differ between versions.
func (o operation) shape() string { return pathParam.ReplaceAllString(o.name(), "{}") }

func byPath(a, b operation) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
}

// subtract removes the operations that other has, and the schemas that are the same there or that no operation refers to.
func (d *document) subtract(other *document) {
	reached := d.reached()
	have := map[string]bool{}
	for _, o := range other.Operations {
		have[o.shape()] = true
	}
	d.Operations = slices.DeleteFunc(d.Operations, func(o operation) bool { return have[o.shape()] })

	for name, s := range d.Schemas {
		if !reached[name] || reflect.DeepEqual(s, other.Schemas[name]) {
			delete(d.Schemas, name)
		}
	}
}

// reached returns the components that the operations refer to, directly or not.
func (d *document) reached() map[string]bool {
	reached := map[string]bool{}
	var visit func(s schema)
	visit = func(s schema) {
		if s.Ref != "" && !reached[s.Ref] {
			reached[s.Ref] = true
			visit(d.Schemas[s.Ref])
		}
		if s.Items != nil {
			visit(*s.Items)
		}
		for _, p := range s.Properties {
			visit(p.schema)
		}
		for _, alternative := range s.OneOf {
			visit(alternative)
		}
	}
	for _, o := range d.Operations {
		for _, p := range o.Params {
			visit(p.schema)
		}
		if o.Request != nil {
			visit(o.Request.schema)
		}
		for _, r := range o.Responses {
			visit(r.schema)
		}
	}
	return reached
}
