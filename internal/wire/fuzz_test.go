package wire_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/netip"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/wire"
)

// everything has a field of every kind, none of them with a hook.
type everything struct {
	S  string
	B  bool
	I  int
	I8 int8
	U  uint
	U3 uint32
	F  float64
	F3 float32
	N  json.Number
	R  json.RawMessage
	A  any
	P  *everything
	PP **int
	L  []string
	LS []everything
	LL [][]int
	LA []any
	LP []*point
	BS []byte
	X  [2]int
	M  map[string]any
	MI map[string]int
	MS map[string]everything
	MK map[namedString]any
	MN map[int]string
	MT map[netip.Addr]bool
	T  time.Time
	IP netip.Addr
	Tagged
	*Unsupported `json:"unsupported"`
}

type Tagged struct {
	Deep  string `json:"deep_name,omitempty"`
	Point point  `json:"point"`
}

// FuzzDecodeLikeEncodingJSON: what is JSON for encoding/json is JSON here, and
// whatever it can read into a type without hooks gives the same value.
func FuzzDecodeLikeEncodingJSON(f *testing.F) {
	for _, src := range corners() {
		if len(src) < 1000 {
			f.Add([]byte(src))
			f.Add([]byte(`{"S":` + src + `}`))
		}
	}
	f.Add([]byte(`{"S":"a\u0020é","B":true,"I":-5,"I8":127,"U":7,"U3":9,"F":-1.5e3,"F3":0.1,"N":1e9,"R":{"a":[1]},"A":[{"x":1.0},null,"s"],"P":{"S":"b"},"PP":4}`))
	f.Add([]byte(`{"L":["a",null],"LS":[{"I":1},null,{"L":[]}],"LL":[[1],[],null],"LA":[1,"a"],"LP":[{"x":1},null],"BS":"aGk=","X":[1,2,3]}`))
	f.Add([]byte(`{"M":{"a":{"b":[]}},"MI":{"a":1},"MS":{"a":{"S":"x"}},"MK":{"k":1},"MN":{"1":"a"},"MT":{"10.0.0.1":true},"T":"2019-06-23T14:26:40Z","IP":"::1"}`))
	f.Add([]byte(`{"deep_name":"d","point":{"x":1,"y":-2},"unsupported":{"Lost":"x"},"unknown":[{"S":1}]}`))
	f.Add([]byte(`{"children":[{"by_name":{"a":null,"b":{}}},null]}`))
	d := wire.New()
	f.Fuzz(func(t *testing.T, src []byte) {
		if bytes.HasPrefix(src, []byte("\ufeff")) {
			return // is tolerated here
		}
		for _, typ := range []reflect.Type{
			reflect.TypeFor[everything](), reflect.TypeFor[any](), reflect.TypeFor[[]everything](), reflect.TypeFor[map[string]everything](), reflect.TypeFor[Tree](),
		} {
			got, want := reflect.New(typ), reflect.New(typ)
			found, err := d.Decode(string(src), got.Interface())
			if valid := json.Valid(src); valid != (err == nil) {
				t.Fatalf("valid: %v, but %v", valid, err)
			}
			if err != nil {
				checkSyntaxError(t, string(src), err)
				continue
			}
			std := json.NewDecoder(bytes.NewReader(src))
			std.UseNumber()
			if std.Decode(want.Interface()) != nil || ambiguous(src) {
				continue
			}
			assert.Equal(t, want.Interface(), got.Interface(), "%s", src)
			assert.Empty(t, found, "%s", src)
		}
	})
}

// ambiguous reports whether an object has a key twice, where encoding/json merges
// and its engines differ, or one that encoding/json takes for a field's name but
// for the case.
func ambiguous(src []byte) bool {
	names := append(slices.Collect(wire.New().Known(reflect.TypeFor[everything]())), "x", "y", "Lost", "children", "by_name")
	var walk func(raw string) bool
	walk = func(raw string) bool {
		var list []json.RawMessage
		if json.Unmarshal([]byte(raw), &list) == nil {
			return slices.ContainsFunc(list, func(raw json.RawMessage) bool { return walk(string(raw)) })
		}
		seen := map[string]bool{}
		for key, text := range wire.Keys(raw) {
			folded := strings.ToLower(strings.ToUpper(key))
			if seen[folded] || walk(text) {
				return true
			}
			seen[folded] = true
			for _, name := range names {
				if key != name && strings.EqualFold(strings.ReplaceAll(key, "_", ""), strings.ReplaceAll(name, "_", "")) {
					return true
				}
			}
		}
		return false
	}
	return walk(string(src))
}

// FuzzList: the items are those that encoding/json finds, each with its own
// JSON, and what is not JSON is an error.
func FuzzList(f *testing.F) {
	for _, src := range []string{
		`{"data":[{"id":1},null,{"id":"2","name":"]}"}],"total_count":2}`, `[{"id":1}]`, `null`, `{"data":null}`, `{"data":{"items":[{"id":1}]}}`,
		`{"tags":[1,"a",[2],{"id":[]}],"data":[{}]}`, `{"data":[}]}`, `{"data":[{]}`, `{"data":["a\"]","\\"]}`, `{"data":[1],"data":[2]}`,
		`{"tags":[0,""],"":[{}]}`,
	} {
		f.Add(src)
	}
	d := newDecoder()
	f.Fuzz(func(t *testing.T, src string) {
		var raws []string
		var head listHead
		found, err := list(d, src, []string{"data", "tags", "data.items"}, &head, func(r *Reference) { raws = append(raws, r.Raw()) })
		if valid := json.Valid([]byte(strings.TrimPrefix(src, "\ufeff"))); valid != (err == nil) {
			t.Fatalf("valid: %v, but %v", valid, err)
		}
		for _, raw := range raws {
			require.True(t, json.Valid([]byte(raw)), raw)
			require.Contains(t, src, raw)
		}
		if err != nil {
			checkSyntaxError(t, src, err)
			return
		}
		want, ok := "", false
		for _, path := range [][]string{{}, {"data"}, {"tags"}, {"data", "items"}} {
			if raw, _ := wire.Lookup(src, path...); !ok && strings.HasPrefix(raw, "[") {
				want, ok = raw, true
			}
		}
		if ambiguous([]byte(strings.TrimPrefix(src, "\ufeff"))) {
			return
		}
		var elements []json.RawMessage
		if ok {
			require.NoError(t, json.Unmarshal([]byte(want), &elements))
		}
		elements = slices.DeleteFunc(elements, func(raw json.RawMessage) bool { return string(raw) == "null" })
		require.Len(t, raws, len(elements), "%s", src)
		for i, raw := range elements {
			require.Equal(t, string(raw), raws[i])
		}
		require.True(t, found || !ok)
	})
}

// FuzzListForms: a list reads the same bare and wrapped under any name, into a
// slice and into a struct around one, and an object in the place of a list is
// one element only if it has a field of the element's.
func FuzzListForms(f *testing.F) {
	for _, src := range []string{`[{"id":1},{"id":"2","uses":{"u":[{"at":1.5}]}}]`, `[]`, `[null,{"Sub":[{"id":4}]},7,"x"]`, `{"id":1}`, `{"type":"x"}`, `{"odd":[1]}`, `[[[]]]`} {
		f.Add(src, "data")
		f.Add(src, "labels")
		f.Add(src, "Sub")
	}
	d := newDecoder()
	f.Fuzz(func(t *testing.T, src, key string) {
		name, err := json.Marshal(key)
		if err != nil || len(name)+len(src) > 400 { // mismatches with endless paths are dropped
			return
		}
		if !json.Valid([]byte(src)) || slices.Contains([]string{"type", "id", "url", "uses", "total_count"}, key) || ambiguous([]byte(src)) {
			return
		}
		var bare, wrapped []label
		var around, aroundWrapped Sublist[label]
		read := func(src string, v any) []wire.Mismatch {
			found, err := d.Decode(src, v)
			require.NoError(t, err)
			return found
		}
		flaws := read(src, &bare)
		switch strings.TrimSpace(src)[0] {
		case '[':
			require.Len(t, read(src, &around), len(flaws))
			require.Equal(t, bare, around.Items)
			src = `{"type":"label.list",` + string(name) + `:` + src + `}`
			require.Len(t, read(src, &wrapped), len(flaws), "%s", src)
			require.Equal(t, bare, wrapped)
			require.Len(t, read(src, &aroundWrapped), len(flaws), "%s", src)
			require.Equal(t, around, aroundWrapped)
		case '{':
			own := false
			for key, text := range wire.Keys(src) {
				own = own || strings.HasPrefix(text, "[") || slices.Contains([]string{"id", "url", "uses", "Sub", "sub"}, key)
			}
			require.True(t, own || len(bare) == 0, "%s is no element", src)
		}
	})
}

// FuzzLookup: in JSON it finds what encoding/json finds, elsewhere it does not
// panic.
func FuzzLookup(f *testing.F) {
	f.Add(`{"a":{"b":[1,{"c":"x"}]}}`, "a", "b")
	f.Add(`[[1,2],{"a":3}]`, "1", "a")
	f.Add(`{"a":1,"a":{"b\n":2}}`, "a", "b\n")
	f.Add(`{"a":{"b"`, "a", "b")
	f.Fuzz(func(t *testing.T, src, first, second string) {
		got, ok := wire.Lookup(src, first, second)
		if strings.HasPrefix(src, "\ufeff") || !json.Valid([]byte(src)) {
			return
		}
		want, wantOK := src, true
		for _, step := range []string{first, second} {
			var object map[string]json.RawMessage
			var list []json.RawMessage
			var raw json.RawMessage
			switch raw, wantOK = nil, false; {
			case json.Unmarshal([]byte(want), &object) == nil:
				raw, wantOK = object[step]
			case json.Unmarshal([]byte(want), &list) == nil:
				if n, err := strconv.Atoi(step); err == nil && strconv.Itoa(n) == step && 0 <= n && n < len(list) {
					raw, wantOK = list[n], true
				}
			}
			if want = string(raw); !wantOK {
				break
			}
		}
		require.Equal(t, wantOK, ok)
		require.Equal(t, want, got)
	})
}

// Drift: whatever becomes of one value, all others are read as before, and what
// could not be read is reported at its path.
func TestDrift(t *testing.T) {
	t.Parallel()
	users := usersJSON(1)
	user, _ := wire.Lookup(users, "users", "0")
	t.Run("user", func(t *testing.T) { drift[User](t, user) })
	t.Run("page", func(t *testing.T) { drift[UserPage](t, users) })
	t.Run("conversation", func(t *testing.T) { drift[Conversation](t, conversationJSON(1)) })
}

func drift[T any](t *testing.T, src string) {
	t.Parallel()
	d := newDecoder()
	read := func(src string) (tree any, found []wire.Mismatch) {
		v := new(T)
		found, err := d.Decode(src, v)
		require.NoError(t, err)
		b, err := json.Marshal(v)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(b, &tree))
		return tree, found
	}
	original, found := read(src)
	require.Empty(t, found)

	for path, at := range values(src, "", 0) {
		for _, other := range []string{`null`, `true`, `7`, `1.5`, `"text"`, `""`, `{}`, `{"x":1}`, `[]`, `[1]`, `[[]]`, `{"type":"list","data":[{}]}`} {
			tree, found := read(src[:at.start] + other + src[at.end:])
			for _, m := range found {
				if rest, ok := strings.CutPrefix(m.Path, path); !ok || rest != "" && rest[0] != '.' && rest[0] != '[' {
					t.Errorf("%s = %s: mismatch at %s", path, other, m.Path)
				}
			}
			was, known := cut(original, path)
			if _, scalar := was.(map[string]any); known && !scalar && other == `{"x":1}` {
				_, scalar = was.([]any)
				if atPath := slices.ContainsFunc(found, func(m wire.Mismatch) bool { return m.Path == path }); !scalar && !atPath && !strings.Contains(path, "custom_attributes") {
					t.Errorf("%s = %s: no mismatch", path, other)
				}
			}
			cut(tree, path)
			if !assert.ObjectsAreEqual(original, tree) {
				t.Errorf("%s = %s: more changed than that", path, other)
			}
			original, _ = read(src)
		}
		if at.key > 0 {
			tree, found := read(src[:at.key] + src[at.end:])
			cut(original, path)
			cut(tree, path)
			assert.Empty(t, found)
			if !assert.ObjectsAreEqual(original, tree) {
				t.Errorf("without %s: more changed than that", path)
			}
			original, _ = read(src)
		}
	}
}

// span is where a value is, and where its key and the comma before it begin,
// unless it is the first of its object.
type span struct{ key, start, end int }

// values returns all values of an object or array without spaces, by path.
func values(src, path string, offset int) map[string]span {
	all := map[string]span{}
	at := offset + 1
	add := func(path string, key int, text string) {
		all[path] = span{key, at, at + len(text)}
		if text[0] == '{' || text[0] == '[' {
			for p, s := range values(text, path, at) {
				all[p] = s
			}
		}
		at += len(text) + len(",")
	}
	if src[0] == '[' {
		var list []json.RawMessage
		if json.Unmarshal([]byte(src), &list) != nil {
			panic("not JSON")
		}
		for i, text := range list {
			add(path+"["+strconv.Itoa(i)+"]", 0, string(text))
		}
		return all
	}
	for key, text := range wire.Keys(src) {
		before := 0
		if at > offset+1 {
			before = at - len(",")
		}
		at += len(`"":`) + len(key)
		add(strings.TrimPrefix(path+"."+key, "."), before, text)
	}
	return all
}

// cut takes what is at path out of a tree.
func cut(tree any, path string) (was any, ok bool) {
	step, rest, deeper := path, "", false
	if i := strings.IndexAny(path[1:], ".["); i >= 0 {
		step, rest, deeper = path[:i+1], strings.TrimPrefix(path[i+1:], "."), true
	}
	switch node := tree.(type) {
	case map[string]any:
		if was, ok = node[step]; !ok {
			return nil, false
		}
		if !deeper {
			delete(node, step)
		}
	case []any:
		i, err := strconv.Atoi(strings.Trim(step, "[]"))
		if err != nil || i >= len(node) {
			return nil, false
		}
		was, ok = node[i], true
		if !deeper {
			node[i] = nil
		}
	}
	if deeper {
		return cut(was, rest)
	}
	return was, ok
}

// Dropping any set of keys at once leaves the rest readable.
func TestDropMany(t *testing.T) {
	t.Parallel()
	d := newDecoder()
	users := usersJSON(1)
	user, _ := wire.Lookup(users, "users", "0")
	for mask := range 256 {
		var kept []string
		n := 0
		for key, text := range wire.Keys(user) {
			if mask>>(n%8)&1 == 0 {
				kept = append(kept, strconv.Quote(key)+":"+text)
			}
			n++
		}
		var got, want User
		src := "{" + strings.Join(kept, ",") + "}"
		found, err := d.Decode(src, &got)
		require.NoError(t, err)
		require.Empty(t, found)
		std := json.NewDecoder(strings.NewReader(src))
		std.UseNumber()
		require.NoError(t, std.Decode(&want))
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got)
		require.JSONEq(t, string(a), string(b))
		require.False(t, errors.Is(err, io.ErrUnexpectedEOF))
	}
}
