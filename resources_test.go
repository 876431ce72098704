package intercom_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/calls"
)

// resources returns the types that methods return and that embed Object.
func resources(t *testing.T) []reflect.Type {
	t.Helper()
	found := map[reflect.Type]bool{reflect.TypeFor[intercom.Notification](): true, reflect.TypeFor[intercom.TypeCounts](): true}
	for _, m := range calls.Methods() {
		if result, _ := m.Result(); result != nil && result.Kind() == reflect.Struct {
			if _, ok := result.FieldByName("Object"); ok {
				found[result] = true
			}
		}
	}
	require.Greater(t, len(found), 25)
	return slices.SortedFunc(maps.Keys(found), func(a, b reflect.Type) int { return strings.Compare(a.Name(), b.Name()) })
}

// A model makes up JSON that fits a type.
type model struct{}

func (m model) of(t reflect.Type, depth int) any {
	switch t {
	case reflect.TypeFor[intercom.Time](), reflect.TypeFor[intercom.DateTime]():
		return 1609459200
	case reflect.TypeFor[json.RawMessage]():
		return map[string]any{"raw": []any{1}}
	case reflect.TypeFor[intercom.NamedCount]():
		return map[string]any{"Active": 95}
	case reflect.TypeFor[intercom.Attributes](), reflect.TypeFor[intercom.EventMetadata]():
		return map[string]any{"plan": "gold", "seats": 9007199254740993}
	}
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return true
	case reflect.Float64, reflect.Float32:
		return 1.5
	case reflect.Slice:
		return []any{m.of(t.Elem(), depth+1), m.of(t.Elem(), depth+1)}
	case reflect.Map:
		return map[string]any{"key": m.of(t.Elem(), depth+1)}
	case reflect.Struct:
		object := map[string]any{}
		m.fields(t, depth, object)
		return object
	}
	return 7 // an integer
}

func (m model) fields(t reflect.Type, depth int, object map[string]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Type == reflect.TypeFor[intercom.Object](), name == "-":
		case f.Anonymous && name == "":
			m.fields(f.Type, depth, object)
		case f.IsExported() && (depth < 4 || f.Type.Kind() == reflect.String):
			object[name] = m.of(f.Type, depth+1)
		}
	}
}

// read reads text by Decode, and fails if encoding/json reads something else.
func read(t *testing.T, typ reflect.Type, text string) (v any, mismatch error) {
	t.Helper()
	v, same := reflect.New(typ).Interface(), reflect.New(typ).Interface()
	require.NoError(t, intercom.Decode([]byte(text), v), text)
	require.NoError(t, json.Unmarshal([]byte(text), same), text)
	if !reflect.DeepEqual(v, same) {
		require.Equal(t, v, same, text)
	}
	return v, v.(interface{ Mismatch() error }).Mismatch()
}

// Whatever stands in the place of any one value, encoding/json reads what
// Decode does, and Mismatch says the same.
func TestResourcesDrift(t *testing.T) {
	t.Parallel()
	others := []any{nil, "text", "", 12.5, 17, true, map[string]any{"odd": 1}, map[string]any{}, []any{}, []any{1, nil}, json.Number("1e400")}
	for _, typ := range resources(t) {
		t.Run(typ.Name(), func(t *testing.T) {
			t.Parallel()
			tree := model{}.of(typ, 0)
			_, mismatch := read(t, typ, marshalled(t, tree))
			require.NoError(t, mismatch)
			turn := 0
			places(tree, nil, func(path []string, _ any, replace func(any)) {
				shares := others // of what is deep inside, one kind at a time
				if len(path) > 2 {
					turn++
					shares = others[turn%len(others) : turn%len(others)+1]
				}
				for _, other := range shares {
					replace(other)
					if _, mismatch := read(t, typ, marshalled(t, tree)); mismatch != nil {
						assert.Contains(t, mismatch.Error(), path[0], "%v to %v", path, other)
					}
				}
			})
		})
	}
}

// freeLists are lists of objects with any names, which take every object.
var freeLists = []string{"call_transcript", "intent", "transcript"}

// Each list of each resource reads the same bare, wrapped, and wrapped under the
// name that it has itself; {} is empty, and a stranger is reported.
func TestResourcesReadListsInEveryForm(t *testing.T) {
	t.Parallel()
	lists := 0
	for _, typ := range resources(t) {
		tree := model{}.of(typ, 0)
		whole, mismatch := read(t, typ, marshalled(t, tree))
		require.NoError(t, mismatch)
		want := flatten(t, whole)
		places(tree, nil, func(path []string, value any, replace func(any)) {
			items, isList := value.([]any)
			if !isList || slices.Contains(path, "raw") {
				return
			}
			lists++
			name := path[len(path)-1]
			for _, wrapped := range []any{
				map[string]any{"type": "list", "data": items, "url": "/path", "total_count": 2, "has_more": false},
				map[string]any{"type": name + ".list", name: items},
				map[string]any{"data": items},
			} {
				replace(wrapped)
				got, mismatch := read(t, typ, marshalled(t, tree))
				require.NoError(t, mismatch, "%s %v as %v", typ, path, wrapped)
				for leaf, text := range flatten(t, got) {
					if !strings.HasSuffix(leaf, "/url") && !strings.HasSuffix(leaf, "/total_count") {
						require.Equal(t, want[leaf], text, "%s %v: %s", typ, path, leaf)
					}
				}
				require.GreaterOrEqual(t, len(flatten(t, got)), len(want), "%s %v as %v", typ, path, wrapped)
			}
			replace(map[string]any{})
			empty, mismatch := read(t, typ, marshalled(t, tree))
			require.NoError(t, mismatch, "%s %v", typ, path)
			for leaf := range flatten(t, empty) {
				require.False(t, strings.HasPrefix(leaf, "/"+strings.Join(path, "/")+"/"), "%s %s was made up", typ, leaf)
			}
			if _, open := items[0].(map[string]any); open && items[0].(map[string]any)["Active"] == nil && !slices.Contains(freeLists, name) {
				replace(map[string]any{"type": "thing", "odd": 1})
				_, mismatch = read(t, typ, marshalled(t, tree))
				require.ErrorContains(t, mismatch, "cannot read object as array", "%s %v", typ, path)
			}
		})
	}
	assert.Greater(t, lists, 60)
	t.Logf("%d lists", lists)
}

func marshalled(t *testing.T, tree any) string {
	t.Helper()
	b, err := json.Marshal(tree)
	require.NoError(t, err)
	return string(b)
}

// What Ruby, Python and older versions have sent is read by encoding/json, too.
func TestUnmarshalSamples(t *testing.T) {
	t.Parallel()
	var ticket intercom.Ticket
	require.NoError(t, json.Unmarshal([]byte(`{"id":"1","ticket_state":"submitted"}`), &ticket))
	assert.Equal(t, intercom.TicketStateCategorySubmitted, ticket.State.Category)
	var admins []intercom.Admin
	require.NoError(t, json.Unmarshal([]byte(`[{"id":1,"avatar":"https://x.test/a.png"},{"id":{}}]`), &admins))
	assert.Equal(t, "https://x.test/a.png", admins[0].Avatar.ImageURL)
	require.ErrorContains(t, admins[1].Mismatch(), "id: cannot read object")
	var cached struct{ User *intercom.User }
	require.NoError(t, json.Unmarshal([]byte(`{"User":{"id":"1","location_data":{"latitude":"53.5"},"session_count":1.5}}`), &cached))
	assert.InDelta(t, 53.5, cached.User.Location.Latitude, 0)
	assert.Equal(t, 1, cached.User.SessionCount)
	assert.True(t, cached.User.Has("location_data"))
	var visitor intercom.Visitor
	require.NoError(t, json.Unmarshal([]byte(`{"las_request_at":1663597260,"segments":{"type":"segment.list","segments":["5f"]}}`), &visitor))
	assert.Equal(t, int64(1663597260), visitor.LastRequestAt.Unix())
	assert.Equal(t, intercom.ID("5f"), visitor.Segments.Items[0].ID)
	var part intercom.ConversationPart
	require.NoError(t, json.Unmarshal([]byte(`{"id":"1","tags":{"type":"tag.list","tags":[{"id":"7","name":"vip"},{"id":"8"}]},"attachments":{}}`), &part))
	require.Len(t, part.Tags, 2)
	assert.Equal(t, "vip", part.Tags[0].Name)
	assert.Empty(t, part.Attachments)
	require.NoError(t, part.Mismatch())
	assert.Error(t, json.Unmarshal([]byte(`{"id":`), &part))
}
