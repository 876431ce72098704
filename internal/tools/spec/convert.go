package main

import (
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
)

// inventedIDs names the operations that the description leaves without an operationId.
var inventedIDs = map[string]string{
	"GET /download/reporting_data/{job_identifier}": "downloadReportingDataExport",
	"POST /export/reporting_data/enqueue":           "enqueueReportingDataExport",
	"GET /export/reporting_data/get_datasets":       "listReportingDatasets",
	"GET /export/reporting_data/{job_identifier}":   "getReportingDataExport",
}

func (d *description) document(section string) *document {
	doc := &document{Version: d.Info.Version, Schemas: map[string]schema{}}
	for template, item := range d.Paths {
		for verb, m := range item.Methods {
			doc.Operations = append(doc.Operations, d.operation(section, strings.ToUpper(verb), template, item, m))
		}
	}
	slices.SortFunc(doc.Operations, byPath)
	for name, n := range d.Components.Schemas {
		doc.Schemas[name] = d.component(name, n)
	}
	return doc
}

// The first tag of an operation is its primary one: the chapter the documentation files it under.
func (d *description) operation(section, verb, template string, item pathItem, m method) operation {
	o := operation{Method: verb, Path: template, ID: m.ID, Tags: m.Tags, Responses: map[string]body{}}
	o.Docs = docs(section, m.Tags[0], m.ID)
	if o.ID == "" {
		o.ID = inventedIDs[o.name()]
	}
	for _, p := range slices.Concat(item.Parameters, m.Parameters) {
		if p.Name != "Intercom-Version" { // every operation has it
			o.Params = append(o.Params, d.param(template, p))
		}
	}
	if m.Request != nil {
		request := d.body(*m.Request)
		o.Request = &request
	}
	for status, r := range m.Responses {
		o.Responses[status] = d.body(r)
	}
	return o
}

// docs returns the page of an operation, or of its tag: where the description has no id, neither has the site.
func docs(section, tag, id string) string {
	slug := strings.ReplaceAll(tag, " ", "-")
	return strings.ToLower("https://developers.intercom.com/docs/references/" + section + "rest-api/" + path.Join("api.intercom.io", slug, id))
}

func (d *description) param(template string, p parameter) param {
	out := param{Name: p.Name, In: p.In, Required: p.Required, schema: d.schema(p.Schema)}
	if strings.Contains(template, "{"+p.Name+"}") { // the description says query for job_identifier
		out.In, out.Required = "path", true
	}
	return out
}

func (d *description) body(r response) body {
	const usual = "application/json"
	content := d.response(r).Content
	types := slices.Sorted(maps.Keys(content))
	switch {
	case len(types) == 0:
		return body{}
	case slices.Contains(types, usual):
		return body{schema: d.schema(content[usual].Schema)}
	}
	return body{ContentType: types[0], schema: d.schema(content[types[0]].Schema)}
}

// component converts a named schema, which is the one place where a lone reference is replaced by what it refers to.
func (d *description) component(name string, n *node) schema {
	if name == "datetime" {
		return schema{Kind: "time"}
	}
	return d.flatten(n, nil)
}

func (d *description) schema(n *node) schema { return d.requiring(n, nil) }

// requiring converts a schema, in which the given names are required too.
func (d *description) requiring(n *node, required []string) schema {
	if n == nil {
		return schema{Kind: "any"}
	}
	parts := slices.Concat(n.AllOf, n.OneOf, n.AnyOf)
	switch {
	case n.Ref == "#/components/schemas/datetime":
		return schema{Kind: "time", Nullable: n.Nullable}
	case n.Ref != "":
		return schema{Ref: path.Base(n.Ref), Nullable: n.Nullable}
	case len(parts) == 1 && parts[0].Ref != "" && len(n.Properties) == 0:
		s := d.schema(parts[0]) // the way to make a reference nullable, or to describe it
		s.Nullable = s.Nullable || n.Nullable
		return s
	}
	return d.flatten(n, required)
}

// flatten converts a schema, whose allOf dissolves into one list of properties.
func (d *description) flatten(n *node, required []string) schema {
	s := schema{Nullable: n.Nullable}
	s.Kind, s.Format = kind(n)
	for _, value := range n.Enum {
		if value == nil {
			s.Nullable = true
		} else {
			s.Enum = append(s.Enum, *value)
		}
	}
	switch s.Kind {
	case "array":
		items := d.schema(n.Items)
		s.Items = &items
	case "map":
		if n.Values.node != nil {
			values := d.schema(n.Values.node)
			s.Items = &values
		}
	}

	required = slices.Concat(required, n.Required)
	properties := map[string]property{}
	for _, part := range n.AllOf {
		part = d.target(part)
		flat := d.flatten(part, nil)
		maps.Copy(properties, flat.Properties)
		s.OneOf = append(s.OneOf, flat.OneOf...)
		s.Needs = append(s.Needs, flat.Needs...)
		required = append(required, part.Required...)
	}
	for name, p := range n.Properties {
		properties[name] = property{schema: d.schema(p)}
	}
	for name, p := range properties {
		p.Required = p.Required || slices.Contains(required, name)
		properties[name] = p
	}
	if len(properties) > 0 {
		s.Properties = properties
	}

	alternatives := slices.Concat(n.OneOf, n.AnyOf)
	if !slices.ContainsFunc(alternatives, saysMore) {
		for _, alternative := range alternatives {
			s.Needs = append(s.Needs, alternative.Required)
		}
		return s
	}
	for _, alternative := range alternatives {
		a := d.requiring(alternative, required)
		if names := slices.Concat(required, alternative.Required); !saysMore(alternative) && len(names) > 0 {
			a.Needs = [][]string{names}
		}
		s.OneOf = append(s.OneOf, a)
	}
	return s
}

// saysMore reports whether an alternative says more than which properties are required.
func saysMore(alternative *node) bool {
	rest := *alternative
	rest.Required = nil
	return !reflect.DeepEqual(rest, node{})
}

func kind(n *node) (kind, format string) {
	union := len(n.OneOf)+len(n.AnyOf) > 0
	switch {
	case n.Type == "integer" && (n.Format == "date-time" || n.Format == "timestamp"):
		return "time", "seconds"
	case n.Type == "string" && n.Format == "date-time":
		return "time", "rfc3339"
	case n.Type == "string":
		return "string", n.Format
	case n.Type == "object" && len(n.Properties)+len(n.AllOf) == 0 && !union:
		return "map", ""
	case n.Type != "":
		return n.Type, ""
	case len(n.Properties)+len(n.AllOf) > 0:
		return "object", ""
	case n.Items != nil:
		return "array", ""
	case len(n.Enum) > 0:
		return "string", ""
	case union:
		return "", ""
	}
	return "any", ""
}
