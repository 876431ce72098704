package intercom_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func decode[T any](t testing.TB, text string) *T {
	t.Helper()
	v := new(T)
	require.NoError(t, intercom.Decode([]byte(text), v), text)
	return v
}

func TestObject(t *testing.T) {
	t.Parallel()
	const body = `{"type":"user","id":7,"name":null,"email":"a@b.c","companies":{"companies":[{"id":"1"},{"id":null}]},"new_thing":{"a":[1,2]},"big":12345678901234567890}`
	user := decode[intercom.User](t, body)
	assert.JSONEq(t, body, string(user.Raw()))
	assert.True(t, user.Has("name"))
	assert.True(t, user.IsNull("name"))
	assert.False(t, user.IsNull("email"))
	assert.False(t, user.Has("phone"))
	assert.False(t, user.IsNull("phone"))
	assert.True(t, user.Has())
	assert.True(t, user.IsNull("companies", "companies", "1", "id"))
	raw, ok := user.Lookup("companies", "companies", "0", "id")
	assert.True(t, ok)
	assert.Equal(t, `"1"`, string(raw))
	for _, path := range [][]string{{"companies", "companies", "2"}, {"companies", "companies", "-1"}, {"companies", "x"}, {"id", "x"}, {""}} {
		_, ok = user.Lookup(path...)
		assert.False(t, ok, path)
		assert.False(t, user.Has(path...))
	}
	raw = user.Raw()
	raw[0] = 'x'
	assert.True(t, user.Has("id"), "the bytes are the caller's")
	assert.NoError(t, user.Mismatch())

	var built intercom.User
	assert.Nil(t, built.Raw())
	assert.Empty(t, built.Extra())
	assert.NoError(t, built.Mismatch())
	assert.False(t, built.Has("id"))
	assert.False(t, built.Has())
	_, ok = built.Lookup()
	assert.False(t, ok)
}

func TestExtra(t *testing.T) {
	t.Parallel()
	tag := decode[intercom.Tag](t, `{"type":"tag","id":"7","name":"blue","applied_at":null,"color":"red","weight":{"kg":1}}`)
	assert.Equal(t, map[string]json.RawMessage{"color": json.RawMessage(`"red"`), "weight": json.RawMessage(`{"kg":1}`)}, tag.Extra())
	assert.Empty(t, decode[intercom.Tag](t, `{"type":"tag","id":"7","name":"blue"}`).Extra())

	var user intercom.User
	require.NoError(t, intercom.Decode([]byte(`{"id":"1","tags":{"tags":[{"id":"2","color":"red"}]}}`), &user))
	assert.Equal(t, map[string]json.RawMessage{"tags.tags[0].color": json.RawMessage(`"red"`)}, user.Extra())
	assert.Equal(t, map[string]json.RawMessage{"color": json.RawMessage(`"red"`)}, user.Tags.Items[0].Extra())

	log := decode[intercom.ActivityLog](t, `{"type":"activity_log","id":"1","metadata":{"type":"x","mode":"m","new_thing":{"id":1},"team":{"id":"2","size":3},"before":{"free":1}},"seen":true}`)
	assert.Equal(t, map[string]json.RawMessage{
		"metadata.new_thing": json.RawMessage(`{"id":1}`), "metadata.team.size": json.RawMessage(`3`), "seen": json.RawMessage(`true`),
	}, log.Extra())
	contact := decode[intercom.Contact](t, `{"id":"1","custom_attributes":{"free":{"x":1}},"companies":{"type":"list","data":[{"id":"1"},{"id":"2","plan_x":null}],"pages":{}},"location":"wrong"}`)
	assert.Equal(t, map[string]json.RawMessage{"companies.data[1].plan_x": json.RawMessage(`null`), "companies.pages": json.RawMessage(`{}`)}, contact.Extra())
}

func TestMismatch(t *testing.T) {
	t.Parallel()
	user := decode[intercom.User](t, `{"id":{"secret":1},"name":["secret"],"session_count":"many","created_at":"yesterday","companies":{"companies":[{"id":"1"},{"name":{"secret":2}}]},"tags":7,"email":"a@b.c"}`)
	require.Error(t, user.Mismatch())
	text := user.Mismatch().Error()
	for _, path := range []string{"id", "session_count", "created_at", "companies.companies[1].name", "tags"} {
		assert.Contains(t, text, path+": cannot read ")
	}
	assert.NotContains(t, text, "secret")
	assert.NotContains(t, text, "yesterday")
	assert.Equal(t, "a@b.c", user.Email)
	assert.Empty(t, user.ID)
	assert.True(t, user.CreatedAt.IsZero())
	require.Len(t, user.Companies.Items, 2)
	assert.Equal(t, intercom.ID("1"), user.Companies.Items[0].ID)
}

func TestDecodeOfUsers(t *testing.T) {
	t.Parallel()
	for _, v := range []any{nil, intercom.User{}, (*intercom.User)(nil), 5} {
		assert.Error(t, intercom.Decode([]byte(`{}`), v))
	}
	for _, text := range []string{"", "{", `{"id":}`, "<html>", `{"id":"1"} x`} {
		var user intercom.User
		err := intercom.Decode([]byte(text), &user)
		assert.Error(t, err, text)
	}
	// plain encoding/json reads and writes them as well
	var user intercom.User
	require.NoError(t, json.Unmarshal([]byte(`{"id":7,"created_at":"1577836800","companies":{"type":"company.list","companies":[{"id":1}]},"custom_attributes":{"n":9007199254740993}}`), &user))
	assert.Equal(t, intercom.ID("7"), user.ID)
	assert.Equal(t, int64(1577836800), user.CreatedAt.Unix())
	assert.Equal(t, intercom.ID("1"), user.Companies.Items[0].ID)
	b, err := json.Marshal(user)
	require.NoError(t, err)
	assert.JSONEq(t, `{"id":"7","created_at":1577836800,"companies":{"data":[{"id":"1"}]},"custom_attributes":{"n":9007199254740993}}`, string(b), "what was absent is left out")
	var again intercom.User
	require.NoError(t, intercom.Decode(b, &again))
	assert.Equal(t, user.Companies.Items, again.Companies.Items)
}

// drift describes a fixture and the type that reads it.
type drift struct {
	read func(text string) (v any, mismatch error)
}

func drifting[T any](mismatch func(*T) error) drift {
	return drift{func(text string) (any, error) {
		v := new(T)
		if err := intercom.Decode([]byte(text), v); err != nil {
			panic(err)
		}
		_ = fmt.Sprintf("%v", v)
		return v, mismatch(v)
	}}
}

var drifts = map[string]drift{
	"user":    drifting(func(v *intercom.User) error { _ = v.Extra(); return v.Mismatch() }),
	"company": drifting(func(v *intercom.Company) error { _ = v.Extra(); return v.Mismatch() }),
	"tag":     drifting(func(v *intercom.Tag) error { _ = v.Extra(); return v.Mismatch() }),
	"contact": drifting(func(v *intercom.Contact) error { _ = v.Extra(); return v.Mismatch() }),
}

func fixture(t testing.TB, name string) (text string, tree map[string]any) {
	t.Helper()
	b, err := os.ReadFile("testdata/drift/" + name + ".json")
	require.NoError(t, err)
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	require.NoError(t, d.Decode(&tree))
	return string(b), tree
}

// flatten lists the leaves of what v is written as, with their paths.
func flatten(t testing.TB, v any) map[string]string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	var tree any
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	require.NoError(t, d.Decode(&tree))
	leaves := map[string]string{}
	leavesOf(tree, "", leaves)
	return leaves
}

func leavesOf(v any, path string, leaves map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			leavesOf(inner, path+"/"+key, leaves)
		}
	case []any:
		for i, inner := range v {
			leavesOf(inner, path+"/"+strconv.Itoa(i), leaves)
		}
	default:
		leaves[path] = fmt.Sprint(v)
	}
}

// places calls visit for each value in a tree, with a function that replaces it.
func places(v any, path []string, visit func(path []string, value any, replace func(any))) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			inner := v[key]
			at := append(slices.Clip(path), key)
			visit(at, inner, func(with any) { v[key] = with })
			v[key] = inner
			places(inner, at, visit)
		}
	case []any:
		for i, inner := range v {
			at := append(slices.Clip(path), strconv.Itoa(i))
			visit(at, inner, func(with any) { v[i] = with })
			v[i] = inner
			places(inner, at, visit)
		}
	}
}

// Change the JSON type of any one value: nothing else is lost, and what cannot
// be read is reported with its path.
func TestDriftOfOneValue(t *testing.T) {
	t.Parallel()
	others := []any{nil, "text", "", 12.5, 17, true, map[string]any{"odd": 1}, []any{}, []any{1, nil}, json.Number("1e400")}
	for name, d := range drifts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, tree := fixture(t, name)
			v, mismatch := d.read(text)
			require.NoError(t, mismatch)
			want := flatten(t, v)
			n := 0
			places(tree, nil, func(path []string, value any, replace func(any)) {
				below := map[string]string{}
				leavesOf(value, "", below)
				for _, other := range others {
					replace(other)
					b, err := json.Marshal(tree)
					require.NoError(t, err)
					got, mismatch := d.read(string(b))
					n++
					kept := flatten(t, got)
					lost := 0
					for leaf, text := range want {
						if kept[leaf] != text {
							lost++
							if len(path) == 1 {
								assert.True(t, strings.HasPrefix(leaf+"/", "/"+path[0]+"/"), "%v to %v lost %s", path, other, leaf)
							}
						}
					}
					assert.LessOrEqual(t, lost, max(1, len(below)), "%v to %v", path, other)
					if _, isObject := other.(map[string]any); isObject && len(path) == 1 && path[0] != "type" && !isContainer(value) && len(other.(map[string]any)) == 1 {
						if assert.Error(t, mismatch, "%v to %v", path, other) {
							assert.Contains(t, mismatch.Error(), path[0]+": cannot read object")
						}
					}
				}
			})
			t.Logf("%d variants", n)
		})
	}
}

func isContainer(v any) bool {
	k := reflect.ValueOf(v).Kind()
	return k == reflect.Map || k == reflect.Slice
}

// Drop any keys: what is left stands, and reading is always possible.
func TestDriftOfKeys(t *testing.T) {
	t.Parallel()
	for name, d := range drifts {
		text, _ := fixture(t, name)
		v, _ := d.read(text)
		want := flatten(t, v)
		rnd := rand.New(rand.NewPCG(1, 2))
		for range 60 {
			_, tree := fixture(t, name)
			dropped := dropKeys(rnd, tree, rnd.Float64())
			b, err := json.Marshal(tree)
			require.NoError(t, err)
			got, mismatch := d.read(string(b))
			require.NoError(t, mismatch)
			kept := flatten(t, got)
			for leaf, text := range kept {
				if text != "<nil>" { // a list that is not there
					assert.Equal(t, want[leaf], text, leaf)
				}
			}
			top := map[string]bool{}
			for _, key := range dropped {
				top[key] = true
			}
			for leaf, text := range want {
				if key := strings.Split(leaf, "/")[1]; !top[key] {
					assert.Equal(t, text, kept[leaf], "%s of %s", leaf, name)
				}
			}
		}
	}
}

// dropKeys takes keys out of a tree and returns the top ones it touched.
func dropKeys(rnd *rand.Rand, v any, share float64) (touched []string) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if rnd.Float64() < share {
			delete(object, key)
			touched = append(touched, key)
		} else if len(dropKeys(rnd, object[key], share)) > 0 {
			touched = append(touched, key)
		}
	}
	return touched
}

// The same contact in the shapes of several versions reads the same.
func TestVersionsReadTheSame(t *testing.T) {
	t.Parallel()
	for version, body := range map[string]string{
		"2.11": `{"type":"contact","id":"5ba6","external_id":"25","owner_id":127,"created_at":1609459200,"last_seen_at":0,"unsubscribed_from_emails":false,"tags":{"type":"list","data":[{"type":"tag","id":"2","url":"/tags/2"}],"url":"/contacts/5ba6/tags","total_count":1,"has_more":false},"custom_attributes":{"a":1},"merge_history":null}`,
		"2.15": `{"type":"contact","id":"5ba6","external_id":25,"owner_id":127,"created_at":"1609459200","last_seen_at":null,"tags":{"type":"list","data":[{"type":"tag","id":2}],"total_count":"1","has_more":false},"custom_attributes":{"a":1},"merge_history":[]}`,
		"2.16": `{"type":"contact","id":"5ba6","external_id":"25","owner_id":"127","created_at":"2021-01-01T00:00:00Z","tags":[{"type":"tag","id":"2"}],"custom_attributes":{"a":1},"brand_new":{}}`,
		"next": `{"id":"5ba6","external_id":"25","owner_id":"127","created_at":1609459200.0,"tags":{"type":"tag.list","tags":[{"id":"2"}]},"custom_attributes":{"a":1},"role":"robot"}`,
	} {
		contact := decode[intercom.Contact](t, body)
		require.NoError(t, contact.Mismatch(), version)
		assert.Equal(t, intercom.ID("5ba6"), contact.ID, version)
		assert.Equal(t, "25", contact.ExternalID, version)
		assert.Equal(t, intercom.ID("127"), contact.OwnerID, version)
		assert.Equal(t, int64(1609459200), contact.CreatedAt.Unix(), version)
		assert.True(t, contact.LastSeenAt.IsZero(), version)
		require.Len(t, contact.Tags.Items, 1, version)
		assert.Equal(t, intercom.ID("2"), contact.Tags.Items[0].ID, version)
		n, ok := contact.CustomAttributes.Int("a")
		assert.True(t, ok && n == 1, version)
	}
}
