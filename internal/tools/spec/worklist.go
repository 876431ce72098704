package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// workList returns the lines of a diff, each with the file of the SDK that it is about and the methods or types in it.
func workList(before, after *document, root string) ([]string, error) {
	in, err := readPlaces(root, before, after)
	if err != nil {
		return nil, err
	}
	lines := diff(before, after)
	for i, line := range lines {
		if place := in.of(subjectOf(line)); place != "" {
			lines[i] = line + "  -> " + place
		}
	}
	return lines, nil
}

// places has where in the SDK things are.
type places struct {
	operations map[string]string // by shape, with the methods
	schemas    map[string]string // by name, with the type
	chapters   map[string]string // the file of a service, by the tag of its operations in lower case with hyphens
	tags       map[string]string // of operations, by shape
}

var (
	coverageRow = regexp.MustCompile("(?m)^\\| `([A-Z]+ /[^`]*)` \\| (`[^|]*`)[^|]* \\|")
	literal     = regexp.MustCompile(`"((?:GET|POST|PUT|PATCH|DELETE) /[^"]*)"`)
	directive   = regexp.MustCompile(`(?m)((?:^//intercom:schema .*\n)+)type (\w+) `)
	chapter     = regexp.MustCompile(`(?m)^// https://developers\.intercom\.com/docs/references/\S*/([a-z-]+)\s*$`)
)

// readPlaces reads the source of the SDK, and the table of what its methods send.
func readPlaces(root string, documents ...*document) (*places, error) {
	p := &places{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, d := range documents {
		for _, o := range d.Operations {
			p.tags[o.shape()] = o.Tags[0]
		}
	}
	table, err := os.ReadFile(filepath.Join(root, "docs", "coverage.md"))
	if err != nil {
		return nil, err
	}
	methods := map[string]string{}
	for _, row := range coverageRow.FindAllStringSubmatch(string(table), -1) {
		if shape := shapeOf(row[1]); methods[shape] == "" {
			methods[shape] = strings.ReplaceAll(row[2], "`", "")
		}
	}
	files, err := filepath.Glob(filepath.Join(root, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		name := filepath.Base(file)
		for _, m := range literal.FindAllStringSubmatch(string(text), -1) {
			if shape := shapeOf(m[1]); methods[shape] != "" && p.operations[shape] == "" {
				p.operations[shape] = name + ": " + methods[shape]
			}
		}
		for _, m := range directive.FindAllStringSubmatch(string(text), -1) {
			for _, schema := range strings.Fields(strings.ReplaceAll(m[1], "//intercom:schema", "")) {
				p.schemas[schema] = name + ": " + m[2]
			}
		}
		for _, m := range chapter.FindAllStringSubmatch(string(text), -1) {
			p.chapters[m[1]] = name
		}
	}
	return p, nil
}

func shapeOf(operation string) string { return pathParam.ReplaceAllString(operation, "{}") }

// of returns the place of a subject: that of its operation, of its schema, or the file of the service for an operation that has
// no method yet.
func (p *places) of(subject string) string {
	words := strings.Fields(subject)
	if len(words) > 1 && slices.Contains([]string{"GET", "POST", "PUT", "PATCH", "DELETE"}, words[0]) {
		shape := shapeOf(words[0] + " " + words[1])
		if place := p.operations[shape]; place != "" {
			return place
		}
		tag := strings.ReplaceAll(strings.ToLower(p.tags[shape]), " ", "-")
		if file := p.chapters[tag]; file != "" {
			return file
		}
		return "a new file for the chapter " + p.tags[shape]
	}
	schema, _, _ := strings.Cut(subject, ".")
	schema, _, _ = strings.Cut(schema, "(")
	schema, _, _ = strings.Cut(schema, "[")
	return p.schemas[schema]
}
