package live

import (
	"reflect"
	"slices"
	"strings"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/calls"
)

// A pool has the ids that lists had, by the kind of object. Those of what is below another object come after its id, as in a path.
type pool map[string][][]intercom.ID

// most ids of a kind are kept.
const most = 50

// add keeps the ids of what an operation returned for other ids.
func (p pool) add(operation, version string, of []intercom.ID, value any) {
	kind := listed(operation, version)
	for _, id := range idsIn(value) {
		path := append(slices.Clone(of), id)
		if kind != "" && len(p[kind]) < most && !slices.ContainsFunc(p[kind], func(q []intercom.ID) bool { return slices.Equal(q, path) }) {
			p[kind] = append(p[kind], path)
		}
	}
}

// idsIn returns the ids of the items of a list.
func idsIn(value any) []intercom.ID {
	items, ok := value.([]any)
	if !ok {
		return nil
	}
	var ids []intercom.ID
	for _, item := range items {
		v := reflect.Indirect(reflect.ValueOf(item))
		if v.Kind() != reflect.Struct {
			continue
		}
		if f := v.FieldByName("ID"); f.IsValid() && f.Kind() == reflect.String && f.String() != "" {
			ids = append(ids, intercom.ID(f.String()))
		}
	}
	return ids
}

// choose returns ids for the slots of a method, several sets if there are. It is nil if there is none.
func (p pool) choose(slots []slot) [][]intercom.ID {
	n := len(slots)
	if n == 0 {
		return [][]intercom.ID{{}}
	}
	var sets [][]intercom.ID
	for _, kind := range sameAs(slots[n-1].kind) {
		for _, path := range p[kind] {
			if len(path) >= n {
				sets = append(sets, path[len(path)-n:])
			}
		}
	}
	return sets[:min(len(sets), candidates)]
}

// sameAs lists the kinds whose ids fit, the best one first.
func sameAs(kind string) []string {
	switch kind {
	case "user":
		return []string{"user", "contact"}
	case "page":
		return []string{"external_page"}
	case "source":
		return []string{"content_import_source"}
	case "news_item":
		return []string{"news_item", "item"}
	}
	return []string{kind}
}

// listed is the kind of what a list has: "GET /contacts/{contact_id}/notes" has objects of the kind "note".
func listed(operation, version string) string {
	steps := strings.Split(operation, "/")
	for len(steps) > 1 && slices.Contains([]string{"search", "list", "scroll"}, steps[len(steps)-1]) {
		steps = steps[:len(steps)-1]
	}
	return ofVersion(singular(steps[len(steps)-1]), version)
}

// ofVersion renames what is something else in API 1.4.
func ofVersion(kind, version string) string {
	if version == intercom.LegacyAPIVersion {
		switch kind {
		case "contact":
			return "lead"
		case "job":
			return "bulk_job"
		}
	}
	return kind
}

func singular(word string) string {
	if stem, ok := strings.CutSuffix(word, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(word, "s")
}

// kindAt is the kind of the object whose id was put into a request: the name of the brace that it fills, of the parameter of the
// query, or of the list that "{id}" follows.
func kindAt(sent calls.Sent, id string) string {
	_, template, _ := strings.Cut(sent.Operation, " ")
	names := strings.Split(template, "/")
	for i, step := range strings.Split(sent.Path, "/") {
		if step != id || i >= len(names) {
			continue
		}
		name := strings.Trim(names[i], "{}")
		if name == "id" {
			name = singular(names[i-1])
		}
		return ofVersion(strings.TrimSuffix(name, "_id"), sent.Version)
	}
	for key := range sent.Query {
		if sent.Query.Get(key) == id {
			return strings.TrimSuffix(key, "_id")
		}
	}
	if strings.Contains(sent.Body, "conversation") {
		return "conversation"
	}
	return "unknown"
}
