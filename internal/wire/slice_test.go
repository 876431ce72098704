package wire_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/wire"
)

type label struct {
	Type string `json:"type"`
	ID   ID     `json:"id"`
	URL  string `json:"url"`
	Uses []use  `json:"uses"`
	Sub  []label
}

type use struct {
	At int `json:"at"`
}

type link struct {
	Type string `json:"type"`
	ID   ID     `json:"id" wire:"scalar"`
}

// Whatever stands where a list is meant reads the same into a slice and into a
// struct around one: nothing is invented, nothing is lost, the rest is reported.
func TestListForms(t *testing.T) {
	t.Parallel()
	one, two := label{ID: "7", URL: "u"}, label{ID: "8"}
	array := miss("v: cannot read object as array")
	for _, tt := range []struct {
		src  string
		want []label
		miss []string
	}{
		{`null`, nil, nil},
		{`[]`, []label{}, nil},
		{`[{"id":7,"url":"u"},{"id":"8"}]`, []label{one, two}, nil},
		{`{}`, []label{}, nil},
		{` { } `, []label{}, nil},
		{`{"type":"tag.list","tags":[{"id":7,"url":"u"},{"id":"8"}]}`, []label{one, two}, nil},
		{`{"tags":[{"id":7,"url":"u"},{"id":"8"}],"type":"tag.list"}`, []label{one, two}, nil},
		{`{"type":"list","data":[{"id":7,"url":"u"},{"id":"8"}],"url":"/tags","total_count":2,"has_more":false}`, []label{one, two}, nil},
		{`{"url":"/tags","whatever":[{"id":7,"url":"u"},{"id":"8"}]}`, []label{one, two}, nil},
		{`{"errors":[],"data":[{"id":7,"url":"u"},{"id":"8"}]}`, []label{one, two}, nil},
		{`{"type":"list","id":"99","data":[{"id":7,"url":"u"},{"id":"8"}]}`, []label{one, two}, nil},
		{`{"type":"list","Sub":[{"id":7,"url":"u"},{"id":"8"}]}`, []label{one, two}, nil},
		{`{"type":"tag.list","tags":[]}`, []label{}, nil},
		{`{"type":"tag.list","tags":null}`, []label{}, nil},
		{`{"type":"tag.list","tags":{}}`, []label{}, nil},
		{`{"type":"tag.list"}`, []label{}, nil},
		{`{"total_count":0}`, []label{}, nil},
		{`{"type":null,"id":null}`, []label{}, nil},
		{`{"id":"8"}`, []label{two}, nil},
		{`{"type":"tag","id":7,"url":"u"}`, []label{{Type: "tag", ID: "7", URL: "u"}}, nil},
		{`{"id":"8","brand_new":[{"id":"1"}]}`, []label{two}, nil},
		{`{"type":"tag","uses":[{"at":1}]}`, []label{{Type: "tag", Uses: []use{{1}}}}, nil},
		{`{"id":"8","Sub":[{"id":"9"}]}`, []label{{ID: "8", Sub: []label{{ID: "9"}}}}, nil},
		{`{"id":"8","uses":{"type":"use.list","uses":[{"at":1},{"at":2}]}}`, []label{{ID: "8", Uses: []use{{1}, {2}}}}, nil},
		{`{"id":[]}`, []label{{}}, miss("v.id: cannot read array as wire_test.ID")},
		{`{"type":"tag"}`, nil, array},
		{`{"odd":1}`, nil, array},
		{`{"type":"tag","odd":{"id":"1"}}`, nil, array},
		{`{"tags":{"id":"7"}}`, nil, array},
		{`"x"`, nil, miss("v: cannot read string as array")},
		{`""`, nil, miss("v: cannot read string as array")},
		{`7`, nil, miss("v: cannot read number as array")},
		{`false`, nil, miss("v: cannot read boolean as array")},
		{`[{"id":"8"},5]`, []label{two, {}}, miss("v[1]: cannot read number as object")},
		{`{"tags":[{"id":"8"},5]}`, []label{two, {}}, miss("v.tags[1]: cannot read number as object")},
	} {
		reads[[]label]{tt.src, tt.want, tt.miss}.run(t)
		pointers := make([]*label, len(tt.want))
		for i := range tt.want {
			pointers[i] = &tt.want[i]
		}
		if tt.want == nil {
			pointers = nil
		}
		if !strings.Contains(tt.src, "5]") { // where a pointer is set all the same
			reads[[]*label]{tt.src, pointers, tt.miss}.run(t)
		}
		t.Run("around "+tt.src, func(t *testing.T) {
			got, found := decode[Sublist[label]](t, tt.src)
			assert.ElementsMatch(t, tt.want, got.Items)
			assert.Len(t, found, len(tt.miss))
		})
	}

	for _, r := range []reading{
		reads[[]ID]{`{"type":"list","data":[1,"2"]}`, []ID{"1", "2"}, nil},
		reads[[]ID]{`{"ids":[1]}`, []ID{"1"}, nil},
		reads[[]ID]{`{"id":1}`, nil, array},
		reads[[]ID]{`7`, []ID{"7"}, nil},
		reads[[]ID]{`""`, []ID{}, nil},
		reads[[]string]{`{"a":["x"],"data":["y"]}`, []string{"y"}, nil},
		reads[[]string]{`{}`, []string{}, nil},
		reads[[][]int]{`{"a":[[1]]}`, [][]int{{1}}, nil},
		reads[[]link]{`["a",7]`, []link{{ID: "a"}, {ID: "7"}}, nil},
		reads[[]link]{`"a"`, []link{{ID: "a"}}, nil},
		reads[[]link]{`""`, []link{}, nil},
		reads[[]Time]{`{"times":[1561300000]}`, []Time{{time.Unix(1561300000, 0).UTC()}}, nil},
		reads[[]map[string]int]{`{"a":1}`, []map[string]int{{"a": 1}}, nil},
		reads[[]map[string]int]{`{"data":[{"a":1}]}`, []map[string]int{{"a": 1}}, nil},
		reads[[]any]{`{"a":[1]}`, []any{map[string]any{"a": []any{json.Number("1")}}}, nil},
		reads[[]any]{`{"type":"list","a":[1]}`, []any{json.Number("1")}, nil},
		reads[[]json.RawMessage]{`{"type":"list","data":[1]}`, []json.RawMessage{json.RawMessage("1")}, nil},
		reads[[]picky]{`{"ok":[1]}`, []picky{{`{"ok":[1]}`}}, nil},
		reads[[]picky]{`{"data":[{"ok":1}]}`, []picky{{`{"ok":1}`}}, nil},
		reads[Sublist[ID]]{`7`, Sublist[ID]{Items: []ID{"7"}}, nil},
		reads[Sublist[link]]{`["a"]`, Sublist[link]{Items: []link{{ID: "a"}}}, nil},
		reads[Sublist[link]]{`{"id":"a","new":[1]}`, Sublist[link]{Items: []link{{ID: "a"}}}, nil},
		reads[Sublist[link]]{`{"total_count":[],"id":"a"}`, Sublist[link]{Items: []link{{ID: "a"}}}, nil},
		reads[Sublist[link]]{`{"total_count":{},"type":"link"}`, Sublist[link]{}, miss("v: cannot read object as array")},
		reads[Sublist[label]]{`{"total_count":3,"data":{"type":"list","data":[{"id":"8"}]}}`, Sublist[label]{Items: []label{two}, Total: 3}, nil},
	} {
		r.run(t)
	}
}

// An element that keeps its JSON keeps it in every form of its list.
func TestListFormsKeepJSON(t *testing.T) {
	t.Parallel()
	for _, src := range []string{`[{"id":1,"odd":2}]`, `{"a":[{"id":1,"odd":2}]}`, `{"id":1,"odd":2}`} {
		references, _ := decode[[]Reference](t, src)
		around, _ := decode[Sublist[Reference]](t, src)
		for _, list := range [][]Reference{references, around.Items} {
			require.Len(t, list, 1, src)
			assert.Equal(t, `{"id":1,"odd":2}`, list[0].Raw(), src)
		}
	}
}

// Lists are allocated at their size if they are short, and not far beyond it if
// they are long, however much text follows them.
func TestListSizes(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 3, 10, 40, 500, 5000} {
		src := "[" + strings.TrimSuffix(strings.Repeat(`{"x":"a]\",[","y":[1,2]},`, n), ",") + "]"
		for _, after := range []string{"", strings.Repeat(" ", 1_000_000)} {
			var got []struct {
				X string `json:"x"`
				Y []int  `json:"y"`
			}
			found, err := wire.New().Decode(src+after, &got)
			require.NoError(t, err)
			require.Empty(t, found)
			require.Len(t, got, n)
			if len(src) < 4000 {
				assert.LessOrEqual(t, cap(got), n+n/8+1, "but for the size classes of memory")
			}
			assert.LessOrEqual(t, cap(got), max(8, 20*n))
			assert.Equal(t, []int{1, 2}, got[n-1].Y)
			assert.Equal(t, 2, cap(got[0].Y))
		}
	}
	var got struct{ A, B []int }
	_, err := wire.New().Decode(`{"A":[],"B":[]}`, &got)
	require.NoError(t, err)
	got.A = append(got.A, 1)
	assert.Empty(t, got.B, "empty lists share nothing that can be written")
}

type nest struct {
	Name string        `json:"name"`
	In   []nest        `json:"in"`
	Of   Sublist[nest] `json:"of"`
}

// Objects in the place of lists in one another are not looked through again and
// again: the text would cost the square of its length.
func TestListFormsAreLookedThroughOnce(t *testing.T) {
	t.Parallel()
	for _, around := range []string{`{"name":"a","in":%s}`, `{"name":"a","of":%s}`, `{"odd":1,"in":[%s]}`, `{"x":[%s],"y":1}`} {
		inner := `{"name":"` + strings.Repeat("x", 1<<20) + `"}`
		before, after, _ := strings.Cut(around, "%s")
		src := strings.Repeat(before, 2000) + inner + strings.Repeat(after, 2000)
		for _, typ := range []reflect.Type{reflect.TypeFor[[]nest](), reflect.TypeFor[Sublist[nest]]()} {
			start := time.Now()
			_, err := wire.New().Decode(src, reflect.New(typ).Interface())
			require.NoError(t, err)
			assert.Less(t, time.Since(start), 5*time.Second, "%s into %s", around, typ)
		}
	}
	shallow, found := decode[[]nest](t, `{"name":"a","in":{"name":"b","of":{"name":"c","in":{"in":[{"name":"d"}]}}}}`)
	require.Empty(t, found)
	assert.Equal(t, "d", shallow[0].In[0].Of.Items[0].In[0].Name)
}

func TestExtra(t *testing.T) {
	t.Parallel()
	type inner struct {
		A int            `json:"a"`
		M map[string]any `json:"m"`
	}
	type outer struct {
		Object

		In   inner            `json:"in"`
		List []inner          `json:"list"`
		Sub  Sublist[inner]   `json:"sub"`
		Map  map[string]inner `json:"map"`
		Ptr  *inner           `json:"ptr"`
		Refs []Reference      `json:"refs"`
		Raw  json.RawMessage  `json:"raw"`
		Lone []inner          `json:"lone"`
		Any  any              `json:"any"`
		At   Time             `json:"at"`
	}
	src := `{"type":"x","top":1,"in":{"type":"y","a":[],"b":{"c":2},"m":{"free":1}},"list":[{"a":1},{"a":1,"d":[3]}],"sub":{"type":"list","items":[{"e":null}],"pages":4},
		"map":{"k":{"f":"x"}},"ptr":{"g":true},"refs":{"type":"ref.list","refs":[{"id":1,"h":5}],"total_count":1},"raw":{"free":1},"lone":{"a":1,"i":6},"any":{"free":1},"at":{"free":1}}`
	want := map[string]string{
		"top": "1", "in.b": `{"c":2}`, "list[1].d": "[3]", "sub.items[0].e": "null", "sub.pages": "4",
		"map.k.f": `"x"`, "ptr.g": "true", "refs.refs[0].h": "5", "refs.total_count": "1", "lone.i": "6",
	}
	d := newDecoder()
	assert.Equal(t, want, d.Extra(src, reflect.TypeFor[outer]()))
	assert.Nil(t, d.Extra(`{"type":"x","in":{"a":"wrong"}}`, reflect.TypeFor[outer]()))
	assert.Nil(t, d.Extra(`{"top":1`, reflect.TypeFor[outer]()))
	assert.Nil(t, d.Extra("", reflect.TypeFor[outer]()))
	assert.Equal(t, map[string]string{"a": "2"}, d.Extra(`{"a":1,"a":2}`, reflect.TypeFor[point]()), "of duplicates the last counts")
	for path, raw := range want {
		assert.True(t, json.Valid([]byte(raw)), fmt.Sprint(path))
	}
}
