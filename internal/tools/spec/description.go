package main

import (
	"fmt"
	"os"
	"path"

	"go.yaml.in/yaml/v3"
)

// description is an OpenAPI 3.0 description, as far as it matters here.
type description struct {
	Info struct {
		Version string
	}
	Paths      map[string]pathItem
	Components struct {
		Schemas   map[string]*node
		Responses map[string]response
	}
}

type pathItem struct {
	Parameters []parameter
	Methods    map[string]method `yaml:",inline"`
}

type method struct {
	ID         string `yaml:"operationId"`
	Tags       []string
	Parameters []parameter
	Request    *response `yaml:"requestBody"`
	Responses  map[string]response
}

type parameter struct {
	Name     string
	In       string
	Required bool
	Schema   *node
}

// response is a response or a request body.
type response struct {
	Ref     string `yaml:"$ref"`
	Content map[string]struct {
		Schema *node
	}
}

// node is a schema as it is written.
type node struct {
	Ref        string `yaml:"$ref"`
	Type       string
	Format     string
	Nullable   bool
	Enum       []*string // null is a value at times
	Required   []string
	Properties map[string]*node
	Items      *node
	Values     anyNode `yaml:"additionalProperties"`
	AllOf      []*node `yaml:"allOf"`
	OneOf      []*node `yaml:"oneOf"`
	AnyOf      []*node `yaml:"anyOf"`
}

// anyNode is a schema, or true for any.
type anyNode struct {
	*node
}

func (a *anyNode) UnmarshalYAML(value *yaml.Node) error {
	if value.Kind == yaml.MappingNode {
		return value.Decode(&a.node)
	}
	return nil
}

// read extracts the facts from a description. Section is the part of the documentation site that shows it.
func read(file, section, commit string) (*document, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	d := new(description)
	if err := yaml.Unmarshal(b, d); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	doc := d.document(section)
	doc.Source, doc.Commit = repository, commit
	return doc, nil
}

// response follows a reference to a shared response.
func (d *description) response(r response) response {
	if r.Ref != "" {
		return d.Components.Responses[path.Base(r.Ref)]
	}
	return r
}

// target follows a reference to a component.
func (d *description) target(n *node) *node {
	if n.Ref != "" {
		return d.Components.Schemas[path.Base(n.Ref)]
	}
	return n
}
