package wire_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/wire"
)

type listHead struct {
	Total int    `json:"total_count"`
	Type  string `json:"type"`
	Data  struct {
		Note string `json:"note"`
	} `json:"data"`
}

// list is Decoder.List for items of type T.
func list[T any](d *wire.Decoder, src string, keys []string, head any, yield func(*T)) (found bool, err error) {
	return d.List(src, keys, head, reflect.TypeFor[T](), func(v reflect.Value) { yield(v.Interface().(*T)) })
}

func TestListFindsItems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, src string
		keys      []string
		found     bool
		ids       []ID
	}{
		{"key", `{"type":"t","data":[{"id":1},{"id":2}],"total_count":2}`, []string{"data"}, true, []ID{"1", "2"}},
		{"better key first", `{"type":"t","a":[{"id":1}],"b":[{"id":2}],"total_count":2}`, []string{"a", "b"}, true, []ID{"1"}},
		{"better key last", `{"b":[{"id":2}],"a":[{"id":1}],"type":"t","total_count":2}`, []string{"a", "b"}, true, []ID{"1"}},
		{"only worse keys", `{"c":[{"id":3}],"b":[{"id":2}],"type":"t","total_count":2}`, []string{"a", "b", "c"}, true, []ID{"2"}},
		{"better key without array", `{"a":{"id":1},"b":[{"id":2}],"type":"t","total_count":2}`, []string{"a", "b"}, true, []ID{"2"}},
		{"better key null", `{"a":null,"b":[{"id":2}],"type":"t","total_count":2}`, []string{"a", "b"}, true, []ID{"2"}},
		{"dotted", `{"type":"t","total_count":"2","data":{"x":[],"articles":[{"id":1}],"articles2":[{"id":2}]}}`, []string{"data.articles"}, true, []ID{"1"}},
		{"dotted and plain", `{"type":"t","total_count":2,"data":[{"id":1}]}`, []string{"data.articles", "data"}, true, []ID{"1"}},
		{"dotted null", `{"type":"t","total_count":2,"data":null}`, []string{"data.articles"}, true, nil},
		{"not below the root", `{"type":"t","total_count":2,"x":{"data":[{"id":1}]}}`, []string{"data"}, false, nil},
		{"null", `{"type":"t","total_count":2,"data":null}`, []string{"data"}, true, nil},
		{"empty", `{"type":"t","total_count":2,"data":[]}`, []string{"data"}, true, nil},
		{"missing", `{"type":"t","total_count":2}`, []string{"data"}, false, nil},
		{"twice", `{"type":"t","total_count":2,"data":[{"id":1}],"data":[{"id":2}]}`, []string{"data"}, true, []ID{"1"}},
		{"null elements", `{"type":"t","total_count":2,"data":[null,{"id":1},null]}`, []string{"data"}, true, []ID{"1"}},
		{"tricky strings", `{"type":"t","total_count":2,"data":[{"name":"]}\"[{\\","id":1},{"id":"\\\\\"}"}]}`, []string{"data"}, true, []ID{"1", `\\"}`}},
		{"scalar elements", `{"data":["",0,"]",true,{"id":1}],"type":"t","more":[{}],"total_count":2}`, []string{"a", "data"}, true, []ID{"", "", "", "", "1"}},
		{"spaces", " { \"type\" : \"t\" , \"data\" : [ { \"id\" : 1 } , { \"id\" : 2 } ] , \"total_count\" : 2 } ", []string{"data"}, true, []ID{"1", "2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var head listHead
			var ids []ID
			found, err := list(newDecoder(), test.src, test.keys, &head, func(r *Reference) {
				ids = append(ids, r.ID)
				assert.True(t, json.Valid([]byte(r.Raw())), r.Raw())
			})
			require.NoError(t, err)
			assert.Equal(t, test.found, found)
			assert.Equal(t, test.ids, ids)
			assert.Equal(t, listHead{Total: 2, Type: "t"}, head)
		})
	}
}

func TestListRoots(t *testing.T) {
	t.Parallel()
	count := func(src string) (n int, found bool) {
		found, err := list(newDecoder(), src, []string{"data"}, nil, func(*Reference) { n++ })
		require.NoError(t, err)
		return n, found
	}
	for src, want := range map[string]int{`[{"id":1},null,{}]`: 2, ` [] `: 0, "\ufeff[1]": 1} {
		n, found := count(src)
		assert.Equal(t, want, n, src)
		assert.True(t, found, src)
	}
	for _, src := range []string{`null`, `{}`, `"data"`, `7`} {
		n, found := count(src)
		assert.Zero(t, n, src)
		assert.False(t, found, src)
	}
}

func TestListDrift(t *testing.T) {
	t.Parallel()
	var items []Reference
	_, err := list(newDecoder(), `{"data":[{"id":[],"name":"a"},"text",[{"id":5}],7]}`, []string{"data"}, nil, func(r *Reference) { items = append(items, *r) })
	require.NoError(t, err)
	require.Len(t, items, 4)
	assert.Equal(t, "a", items[0].Name)
	assert.Equal(t, []wire.Mismatch{{Path: "id", Want: "wire_test.ID", Got: "array"}}, items[0].Mismatches())
	for i, want := range []struct{ raw, got string }{{`"text"`, "string"}, {`[{"id":5}]`, "array"}, {`7`, "number"}} {
		assert.Equal(t, want.raw, items[i+1].Raw())
		assert.Equal(t, []wire.Mismatch{{Want: "object", Got: want.got}}, items[i+1].Mismatches())
		assert.Zero(t, items[i+1].ID)
	}
}

func TestListErrorKeepsEarlierItems(t *testing.T) {
	t.Parallel()
	for src, offset := range map[string]int{
		`{"data":[{"id":1},{"id":2},{"id":}]}`:  34 - 1,
		`{"data":[{"id":1},{"id":2},{"id":[}]`:  34,
		`{"data":[{"id":1},{"id":2},{"id":3 `:   35,
		`{"data":[{"id":1},{"id":2} {"id":3}]}`: 27,
		`{"data":[{"id":1},{"id":2},]}`:         27,
	} {
		var ids []ID
		_, err := list(newDecoder(), src, []string{"data"}, nil, func(r *Reference) { ids = append(ids, r.ID) })
		var syntax *wire.SyntaxError
		require.ErrorAs(t, err, &syntax, src)
		assert.Equal(t, offset, syntax.Offset, src)
		assert.Equal(t, []ID{"1", "2"}, ids, src)
	}
}

// What List leaves must not keep the page in memory.
func TestListKeepsOnlyItsOwn(t *testing.T) {
	var head listHead
	var kept *Reference
	func() {
		big := strings.Repeat("x", 1<<20)
		items := make([]string, 32)
		for i := range items {
			items[i] = fmt.Sprintf(`{"id":"%d","name":"n%d","unknown":"%s"}`, i, i, big)
		}
		items[7] = `{"id":"seven","name":"kept"}`
		src := `{"type":"some list","data":[` + strings.Join(items, ",") + `]}`
		_, err := list(newDecoder(), src, []string{"data"}, &head, func(r *Reference) {
			if r.ID == "seven" {
				kept = r
			}
		})
		require.NoError(t, err)
	}()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	assert.Less(t, stats.HeapAlloc, uint64(20<<20))
	assert.Equal(t, "kept", kept.Name)
	assert.Equal(t, "some list", head.Type)
}

func TestLookup(t *testing.T) {
	t.Parallel()
	src := ` {"a": {"b": [ 1 , {"c": "x\n"} , null ]}, "d": 1, "d": {"e": 2}, "a b": "\u0041", "\u0066": false } `
	for _, test := range []struct {
		path []string
		want string
	}{
		{nil, strings.TrimSpace(src)},
		{[]string{"a"}, `{"b": [ 1 , {"c": "x\n"} , null ]}`},
		{[]string{"a", "b", "0"}, `1`},
		{[]string{"a", "b", "1", "c"}, `"x\n"`},
		{[]string{"a", "b", "2"}, `null`},
		{[]string{"d"}, `{"e": 2}`},
		{[]string{"d", "e"}, `2`},
		{[]string{"a b"}, `"\u0041"`},
		{[]string{"f"}, `false`},
	} {
		raw, ok := wire.Lookup(src, test.path...)
		assert.True(t, ok, test.path)
		assert.Equal(t, test.want, raw)
	}
	for _, path := range [][]string{{"x"}, {"A"}, {"a", "b", "3"}, {"a", "b", "-1"}, {"a", "b", "01"}, {"a", "b", "x"}, {"a", "b", ""}, {"d", "e", "f"}, {"a", "b", "2", "x"}} {
		raw, ok := wire.Lookup(src, path...)
		assert.False(t, ok, path)
		assert.Empty(t, raw)
	}
	for _, broken := range []string{``, `{`, `{"a":`, `{"a":}`, `x`} {
		_, ok := wire.Lookup(broken, "a")
		assert.False(t, ok, broken)
		_, ok = wire.Lookup(broken)
		assert.False(t, ok, broken)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[string]string{"a": `{"b": 1}`, "c\n": `[ ]`}, maps.Collect(wire.Keys(` {"a": {"b": 1} , "c\n": [ ]} `)))
	for _, src := range []string{`[1]`, `1`, `"{}"`, `null`, ``, `{}`} {
		assert.Empty(t, maps.Collect(wire.Keys(src)), src)
	}
	for key := range wire.Keys(`{"a":1,"b":2}`) {
		assert.Equal(t, "a", key)
		break
	}
	assert.Equal(t, []string{"a"}, slices.Collect(maps.Keys(maps.Collect(wire.Keys(`{"a":1,"b":`)))))
}
