package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// item is an object of a seed file.
type item struct {
	place  string // such as contacts[2]
	line   int
	fields map[string]json.RawMessage
}

// placeError is a mistake in a seed file, with its place.
type placeError struct {
	line    int
	place   string // empty: the file as a whole
	problem string
}

func (e *placeError) Error() string {
	place := ""
	if e.place != "" {
		place = e.place + ": "
	}
	return fmt.Sprintf(":%d: %s%s", e.line, place, e.problem)
}

func (o *item) errorf(format string, args ...any) error {
	return &placeError{o.line, o.place, fmt.Sprintf(format, args...)}
}

// readSeed reads a seed file: its sections by their names.
func readSeed(content []byte) (map[string][]*item, error) {
	if err := json.Unmarshal(content, new(any)); err != nil {
		return nil, syntaxProblem(content, err)
	}
	d := json.NewDecoder(bytes.NewReader(content))
	if start, _ := d.Token(); start != json.Delim('{') {
		return nil, &placeError{1, "", "a seed file is an object of sections, such as {\"contacts\": []}"}
	}
	sections := map[string][]*item{}
	for d.More() {
		line := lineOf(content, d.InputOffset())
		name, _ := d.Token()
		section, _ := name.(string)
		if _, twice := sections[section]; twice {
			return nil, &placeError{line, section, "the section is there twice"}
		}
		if sectionOf(section) == nil {
			return nil, &placeError{line, "", fmt.Sprintf("%q is no section: there are %s", section, strings.Join(sectionNames(), ", "))}
		}
		items, err := readItems(d, content, section)
		if err != nil {
			return nil, err
		}
		sections[section] = items
	}
	return sections, nil
}

// readItems reads one section.
func readItems(d *json.Decoder, content []byte, section string) ([]*item, error) {
	line := lineOf(content, d.InputOffset())
	if start, _ := d.Token(); start != json.Delim('[') {
		return nil, &placeError{line, section, "the section must be an array"}
	}
	items := []*item{}
	for d.More() {
		o := &item{place: fmt.Sprintf("%s[%d]", section, len(items)), line: lineOf(content, d.InputOffset())}
		var text json.RawMessage
		if err := d.Decode(&text); err != nil {
			return nil, o.errorf("%v", err)
		}
		if err := o.read(text, sectionOf(section)); err != nil {
			return nil, err
		}
		items = append(items, o)
	}
	_, err := d.Token()
	return items, err
}

// read reads an object, and looks for keys that it cannot have, and for those
// that it must have. Where a name is all that is needed, a string is an object.
func (o *item) read(text json.RawMessage, of *section) error {
	if of.keys[0] == "name" && bytes.HasPrefix(text, []byte(`"`)) {
		o.fields = map[string]json.RawMessage{"name": text}
	} else if bytes.Equal(text, []byte("null")) || json.Unmarshal(text, &o.fields) != nil {
		return o.errorf("must be an object")
	}
	for _, key := range sortedKeys(o.fields) {
		if !slices.Contains(of.keys, key) {
			return o.errorf("%q is no key: there are %s", key, strings.Join(of.keys, ", "))
		}
	}
	for _, key := range of.required {
		if !o.has(key) {
			return o.errorf("%q is missing", key)
		}
	}
	return nil
}

func (o *item) has(key string) bool { return len(o.fields[key]) > 0 && string(o.fields[key]) != "null" }

// text is a string, or a number as one; empty if there is none.
func (o *item) text(key string) (string, error) {
	if !o.has(key) {
		return "", nil
	}
	var s string
	if json.Unmarshal(o.fields[key], &s) == nil {
		return s, nil
	}
	var n json.Number
	if json.Unmarshal(o.fields[key], &n) == nil {
		return n.String(), nil
	}
	return "", o.errorf("%q must be a string", key)
}

// texts are the strings of an array.
func (o *item) texts(key string) (all []string, err error) {
	if o.has(key) && json.Unmarshal(o.fields[key], &all) != nil {
		return nil, o.errorf("%q must be an array of strings", key)
	}
	return all, nil
}

// flag is a bool; false if there is none.
func (o *item) flag(key string) (is bool, err error) {
	if o.has(key) && json.Unmarshal(o.fields[key], &is) != nil {
		return false, o.errorf("%q must be true or false", key)
	}
	return is, nil
}

// moment is a time as "2026-05-04T08:00:00Z" or in Unix seconds; zero if there is none.
func (o *item) moment(key string) (time.Time, error) {
	if !o.has(key) {
		return time.Time{}, nil
	}
	var at time.Time
	if json.Unmarshal(o.fields[key], &at) == nil {
		return at, nil
	}
	var seconds int64
	if json.Unmarshal(o.fields[key], &seconds) == nil {
		return time.Unix(seconds, 0), nil
	}
	return at, o.errorf("%q must be a time such as \"2026-05-04T08:00:00Z\", or Unix seconds", key)
}

// object is an object; nil if there is none.
func (o *item) object(key string) (fields map[string]any, err error) {
	if o.has(key) && json.Unmarshal(o.fields[key], &fields) != nil {
		return nil, o.errorf("%q must be an object", key)
	}
	return fields, nil
}

// items are the objects of an array within an object.
func (o *item) items(key string, of *section) ([]*item, error) {
	var all []json.RawMessage
	if o.has(key) && json.Unmarshal(o.fields[key], &all) != nil {
		return nil, o.errorf("%q must be an array of objects", key)
	}
	items := make([]*item, len(all))
	for i, text := range all {
		items[i] = &item{place: fmt.Sprintf("%s.%s[%d]", o.place, key, i), line: o.line}
		if err := items[i].read(text, of); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// body has the keys of a request that are those of the file. Times are in the form
// that the API has them in.
func (o *item) body(keys ...string) (map[string]any, error) {
	body := map[string]any{}
	for _, key := range keys {
		if !o.has(key) {
			continue
		}
		body[key] = o.fields[key]
		if strings.HasSuffix(key, "_at") || key == "snoozed_until" {
			at, err := o.moment(key)
			if err != nil {
				return nil, err
			}
			body[key] = at.Unix()
		}
	}
	return body, nil
}

// lineOf is the line of the first value at or after an offset.
func lineOf(content []byte, offset int64) int {
	rest := bytes.TrimLeft(content[offset:], " \t\r\n,:")
	return 1 + bytes.Count(content[:len(content)-len(rest)], []byte("\n"))
}

func syntaxProblem(content []byte, err error) error {
	line := 1 + bytes.Count(content, []byte("\n"))
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		line = 1 + bytes.Count(content[:min(int(e.Offset), len(content))], []byte("\n"))
	}
	return &placeError{line, "", "the file is no JSON: " + err.Error()}
}
