package wire_test

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/wire"
)

type (
	namedString string
	attributes  map[string]any
	scores      map[namedString]int
)

// picky is an Unmarshaler that takes only {"ok":...}.
type picky struct{ text string }

func (p *picky) UnmarshalJSON(b []byte) error {
	p.text = string(b)
	if !strings.HasPrefix(p.text, `{"ok"`) {
		return errors.New("not ok")
	}
	return nil
}

// decode reads src into a new T that lies in a field, so that it is neither the
// root nor alone.
func decode[T any](t *testing.T, src string) (T, []wire.Mismatch) {
	t.Helper()
	var v struct {
		Before int `json:"before"`
		Value  T   `json:"v"`
		After  int `json:"after"`
	}
	found, err := newDecoder().Decode(`{"before":1,"v":`+src+`,"after":2}`, &v)
	require.NoError(t, err)
	assert.Equal(t, 1, v.Before)
	assert.Equal(t, 2, v.After)
	return v.Value, found
}

// reading is a test of how a T is read: the value and the mismatches, as text.
type reading interface{ run(t *testing.T) }

type reads[T any] struct {
	src  string
	want T
	miss []string
}

func (r reads[T]) run(t *testing.T) {
	t.Run(reflect.TypeFor[T]().String()+" "+r.src, func(t *testing.T) {
		got, found := decode[T](t, r.src)
		assert.Equal(t, r.want, got)
		var texts []string
		for _, m := range found {
			texts = append(texts, m.Error())
		}
		assert.Equal(t, r.miss, texts)
	})
}

func miss(texts ...string) []string { return texts }

type point struct {
	X int `json:"x"`
	Y int `json:"y"`
}

func TestReadingRules(t *testing.T) {
	t.Parallel()
	at := time.Unix(1561300000, 0).UTC()
	for _, r := range []reading{
		reads[string]{`"x"`, "x", nil},
		reads[string]{`12345678901234567890`, "12345678901234567890", nil},
		reads[string]{`1.50`, "1.50", nil},
		reads[string]{`true`, "true", nil},
		reads[string]{`null`, "", nil},
		reads[string]{`{"a":[]}`, "", miss("v: cannot read object as string")},
		reads[string]{`["a"]`, "", miss("v: cannot read array as string")},
		reads[namedString]{`7`, "7", nil},

		reads[int]{`12`, 12, nil},
		reads[int]{`-0`, 0, nil},
		reads[int]{`3.0`, 3, nil},
		reads[int]{`1e3`, 1000, nil},
		reads[int]{`12.5e1`, 125, nil},
		reads[int]{`1200e-2`, 12, nil},
		reads[int]{`" 42 "`, 42, nil},
		reads[int]{`"-7"`, -7, nil},
		reads[int]{`"007"`, 7, nil},
		reads[int]{`"4.0"`, 4, nil},
		reads[int]{`""`, 0, nil},
		reads[int]{`null`, 0, nil},
		reads[int]{`3.7`, 3, miss("v: cannot read number as integer")},
		reads[int]{`-3.7`, -3, miss("v: cannot read number as integer")},
		reads[int]{`0.99999999999999999999999999999999999999999999`, 0, miss("v: cannot read number as integer")},
		reads[int]{`"1.5"`, 1, miss("v: cannot read string as integer")},
		reads[int]{`"many"`, 0, miss("v: cannot read string as integer")},
		reads[int]{`"0x10"`, 0, miss("v: cannot read string as integer")},
		reads[int]{`"1_000"`, 0, miss("v: cannot read string as integer")},
		reads[int]{`true`, 0, miss("v: cannot read boolean as integer")},
		reads[int]{`[1]`, 0, miss("v: cannot read array as integer")},
		reads[int]{`{}`, 0, miss("v: cannot read object as integer")},
		reads[int]{`9007199254740993`, 9007199254740993, nil},
		reads[int]{`9007199254740993.0`, 9007199254740993, nil},
		reads[int]{`9223372036854775807`, math.MaxInt64, nil},
		reads[int]{`-9223372036854775808.0`, math.MinInt64, nil},
		reads[int]{`9223372036854775808`, 0, miss("v: cannot read number as integer")},
		reads[int]{`1e400`, 0, miss("v: cannot read number as integer")},
		reads[int]{`1e2000000000`, 0, miss("v: cannot read number as integer")},
		reads[int]{`1e99999999999999999999`, 0, miss("v: cannot read number as integer")},
		reads[int]{`0e99999`, 0, nil},
		reads[int]{`1e-400`, 0, miss("v: cannot read number as integer")},
		reads[int8]{`127`, 127, nil},
		reads[int8]{`128`, 0, miss("v: cannot read number as integer")},
		reads[uint8]{`255`, 255, nil},
		reads[uint]{`-1`, 0, miss("v: cannot read number as integer")},
		reads[uint]{`"18446744073709551615"`, math.MaxUint64, nil},
		reads[uint64]{`18446744073709551615.0`, math.MaxUint64, nil},

		reads[float64]{`1.5`, 1.5, nil},
		reads[float64]{`"1.5"`, 1.5, nil},
		reads[float64]{`""`, 0, nil},
		reads[float64]{`" 2e3 "`, 2000, nil},
		reads[float64]{`"NaN"`, 0, miss("v: cannot read string as number")},
		reads[float64]{`"Infinity"`, 0, miss("v: cannot read string as number")},
		reads[float64]{`"0x1p-2"`, 0, miss("v: cannot read string as number")},
		reads[float64]{`1e400`, 0, miss("v: cannot read number as number")},
		reads[float64]{`false`, 0, miss("v: cannot read boolean as number")},
		reads[float32]{`1e39`, 0, miss("v: cannot read number as number")},

		reads[bool]{`true`, true, nil},
		reads[bool]{`"true"`, true, nil},
		reads[bool]{`1`, true, nil},
		reads[bool]{`"1"`, true, nil},
		reads[bool]{`false`, false, nil},
		reads[bool]{`"false"`, false, nil},
		reads[bool]{`0`, false, nil},
		reads[bool]{`"0"`, false, nil},
		reads[bool]{`null`, false, nil},
		reads[bool]{`2`, false, miss("v: cannot read number as boolean")},
		reads[bool]{`"yes"`, false, miss("v: cannot read string as boolean")},
		reads[bool]{`[]`, false, miss("v: cannot read array as boolean")},

		reads[[]int]{`[1,"2",3.0]`, []int{1, 2, 3}, nil},
		reads[[]int]{`[]`, []int{}, nil},
		reads[[]int]{`null`, nil, nil},
		reads[[]int]{`5`, []int{5}, nil},
		reads[[]int]{`{}`, nil, miss("v: cannot read object as array")},
		reads[[]int]{`[1,{},null,4]`, []int{1, 0, 0, 4}, miss("v[1]: cannot read object as integer")},
		reads[[]point]{`{"x":1,"y":[]}`, []point{{X: 1}}, miss("v.y: cannot read array as integer")},
		reads[[]point]{`"x"`, nil, miss("v: cannot read string as array")},
		reads[[][]int]{`[[1],2,[]]`, [][]int{{1}, {2}, {}}, nil},
		reads[[]any]{`"x"`, []any{"x"}, nil},
		reads[[]byte]{`"aGk="`, []byte("hi"), nil},
		reads[[]byte]{`"?"`, nil, miss("v: cannot read string as []uint8")},
		reads[[2]int]{`[1,2,3]`, [2]int{1, 2}, nil},

		reads[point]{`{"x":1,"z":{"x":[2]},"y":2}`, point{1, 2}, nil},
		reads[point]{`{"X":1}`, point{}, nil},
		reads[point]{`{"x":1,"x":2}`, point{X: 2}, nil},
		reads[point]{`{"\u0078":3}`, point{X: 3}, nil},
		reads[point]{`[]`, point{}, miss("v: cannot read array as object")},
		reads[point]{`null`, point{}, nil},
		reads[*point]{`{"x":1}`, &point{X: 1}, nil},
		reads[*point]{`null`, nil, nil},
		reads[**int]{`null`, nil, nil},

		reads[map[string]int]{`{"a":1,"b":{},"c":null}`, map[string]int{"a": 1, "b": 0, "c": 0}, miss("v.b: cannot read object as integer")},
		reads[map[string]int]{`[]`, nil, miss("v: cannot read array as object")},
		reads[map[string]int]{`{}`, map[string]int{}, nil},
		reads[map[string]point]{`{"a":{"x":"q"}}`, map[string]point{"a": {}}, miss("v.a.x: cannot read string as integer")},
		reads[scores]{`{"a":1}`, scores{"a": 1}, nil},
		reads[map[int]string]{`{"1":"a"}`, map[int]string{1: "a"}, nil},
		reads[attributes]{
			`{"s":"x","n":9007199254740993,"f":1.50,"b":true,"z":null,"l":[1,[]],"o":{"k":{}}}`,
			attributes{"s": "x", "n": json.Number("9007199254740993"), "f": json.Number("1.50"), "b": true, "z": nil, "l": []any{json.Number("1"), []any{}}, "o": map[string]any{"k": map[string]any{}}},
			nil,
		},
		reads[attributes]{`null`, nil, nil},
		reads[attributes]{`"x"`, nil, miss("v: cannot read string as object")},
		reads[map[namedString]any]{`{"a":1}`, map[namedString]any{"a": json.Number("1")}, nil},
		reads[any]{`null`, nil, nil},
		reads[any]{`{"a":[1]}`, map[string]any{"a": []any{json.Number("1")}}, nil},
		reads[io.Reader]{`1`, nil, miss("v: cannot read number as io.Reader")},
		reads[chan int]{`1`, nil, miss("v: cannot read number as chan int")},

		reads[ID]{`"a"`, "a", nil},
		reads[ID]{`17`, "17", nil},
		reads[ID]{`null`, "", nil},
		reads[ID]{`{}`, "", miss("v: cannot read object as wire_test.ID")},
		reads[Time]{`1561300000`, Time{at}, nil},
		reads[Time]{`"1561300000"`, Time{at}, nil},
		reads[Time]{`null`, Time{}, nil},
		reads[Time]{`"soon"`, Time{}, miss("v: cannot read string as wire_test.Time")},
		reads[Time]{`true`, Time{}, miss("v: cannot read boolean as wire_test.Time")},
		reads[[]ID]{`[1,[],"b"]`, []ID{"1", "", "b"}, miss("v[1]: cannot read array as wire_test.ID")},
		reads[[]ID]{`7`, []ID{"7"}, nil},

		reads[json.RawMessage]{` {"a": 1} `, json.RawMessage(`{"a": 1}`), nil},
		reads[json.RawMessage]{`null`, json.RawMessage(`null`), nil},
		reads[json.Number]{`1e5`, "1e5", nil},
		reads[time.Time]{`"2019-06-23T14:26:40Z"`, at, nil},
		reads[time.Time]{`17`, time.Time{}, miss("v: cannot read number as time.Time")},
		reads[netip.Addr]{`"10.0.0.1"`, netip.MustParseAddr("10.0.0.1"), nil},
		reads[netip.Addr]{`"ten"`, netip.Addr{}, miss("v: cannot read string as netip.Addr")},
		reads[netip.Addr]{`10`, netip.Addr{}, miss("v: cannot read number as netip.Addr")},
		reads[picky]{`{"ok":1}`, picky{`{"ok":1}`}, nil},
		reads[picky]{` [ 1 ]`, picky{`[ 1 ]`}, miss("v: cannot read array as wire_test.picky")},
		reads[*picky]{`null`, nil, nil},
		reads[[]*picky]{`[null,{"ok":2}]`, []*picky{nil, {`{"ok":2}`}}, nil},

		reads[Sublist[int]]{`[1,2]`, Sublist[int]{Items: []int{1, 2}}, nil},
		reads[Sublist[int]]{`{"type":"list","data":[1,2],"total_count":9}`, Sublist[int]{[]int{1, 2}, 9}, nil},
		reads[Sublist[int]]{`{"type":"tag.list","tags":[1,{}],"total_count":"9"}`, Sublist[int]{[]int{1, 0}, 9}, miss("v.tags[1]: cannot read object as integer")},
		reads[Sublist[int]]{`{"other":[1],"data":[2]}`, Sublist[int]{Items: []int{2}}, nil},
		reads[Sublist[int]]{`{"data":[2],"other":[1]}`, Sublist[int]{Items: []int{2}}, nil},
		reads[Sublist[int]]{`{"data":5}`, Sublist[int]{Items: []int{5}}, nil},
		reads[Sublist[int]]{`{"total_count":[5],"x":[7]}`, Sublist[int]{Items: []int{7}}, miss("v.total_count: cannot read array as integer")},
		reads[Sublist[int]]{`[]`, Sublist[int]{Items: []int{}}, nil},
		reads[Sublist[int]]{`{}`, Sublist[int]{}, nil},
		reads[Sublist[int]]{`null`, Sublist[int]{}, nil},
		reads[Sublist[int]]{`[{}]`, Sublist[int]{Items: []int{0}}, miss("v[0]: cannot read object as integer")},
		reads[Sublist[int]]{`"x"`, Sublist[int]{}, miss("v: cannot read string as list")},
	} {
		r.run(t)
	}
}

func TestStrings(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		`""`, `"plain"`, `"a longer plain text of more than a word"`, `"\"\\\/\b\f\n\r\t"`, `"\u003cp\u003e"`, `"tail\n"`, `"\nhead"`,
		`"Jörg"`, `"Zoë Müller 日本語 text 😀"`, `"日本語"`, `"\ud83d\ude00"`, `"\uD83D\uDE00x"`, `"\ud83d"`, `"\ude00"`, `"\ud83d\ud83d\ude00"`,
		`"\ud83dx"`, `"\ud83d\n"`, `"\ud83d\u0041"`, `"\u0000"`, `"\uFFFD"`, "\"\xff\"", "\"a\xc3\"", "\"a\xc3\x28b\"", "\"\xed\xa0\x80\"", "\"12345678\xe2\x82\"", "\"\x7f\"", "\"1234567é\"",
	} {
		var want string
		require.NoError(t, json.Unmarshal([]byte(src), &want), src)
		var got struct{ S, Skipped string }
		_, err := newDecoder().Decode(`{"S":`+src+`,"unknown":`+src+`}`, &got)
		require.NoError(t, err, src)
		assert.Equal(t, want, got.S, src)
	}
}

type base struct {
	Object

	Kind string `json:"kind"`
	Name string
	Same string
	//lint:ignore U1000 to see that it stays alone
	skip string
}

type Other struct {
	Same  string
	Extra int `json:",omitempty"`
}

type embedding struct {
	base
	Other
	*Unsupported
	Named `json:"named"`
	Tree

	Kind   int    `json:"kind"`
	Hidden string `json:"-"`
	//lint:ignore SA5008 encoding/json reads it so
	Dash string `json:"-,"`
}

type Unsupported struct{ Lost string }

type Named struct{ A int }

type Tree struct {
	Children []*Tree          `json:"children"`
	ByName   map[string]*Tree `json:"by_name"`
}

func TestEmbedding(t *testing.T) {
	t.Parallel()
	src := `{"kind":1,"Name":"n","Same":"nobody's","Extra":2,"Lost":"x","named":{"A":3},"-":"d","Hidden":"h","skip":"s","children":[{"by_name":{"a":{"children":[]}}}]}`
	var got embedding
	found, err := newDecoder().Decode(src, &got)
	require.NoError(t, err)
	assert.Empty(t, found)
	assert.Equal(t, src, got.Raw())
	assert.Equal(t, embedding{
		base: base{Object: got.Object, Name: "n"}, Other: Other{Extra: 2}, Named: Named{3}, Kind: 1, Dash: "d",
		Tree: Tree{Children: []*Tree{{ByName: map[string]*Tree{"a": {Children: []*Tree{}}}}}},
	}, got)

	names := slices.Collect(newDecoder().Known(reflect.TypeFor[embedding]()))
	assert.Equal(t, []string{"Name", "Extra", "named", "children", "by_name", "kind", "-"}, names)
	assert.Empty(t, slices.Collect(newDecoder().Known(reflect.TypeFor[int]())))
}

func TestKeep(t *testing.T) {
	t.Parallel()
	src := ` {"id": 1, "companies": {"companies": [ {"id": [], "name": "a"}, "b", null, {"id":2} ]}, "location_data": {"latitude": "north"}, "session_count": {} } `
	var user User
	found, err := newDecoder().Decode(src, &user)
	require.NoError(t, err)
	assert.Equal(t, strings.TrimSpace(src), user.Raw())
	want := []wire.Mismatch{
		{Path: "companies.companies[0].id", Want: "wire_test.ID", Got: "array"},
		{Path: "companies.companies[1]", Want: "object", Got: "string"},
		{Path: "location_data.latitude", Want: "number", Got: "string"},
		{Path: "session_count", Want: "integer", Got: "object"},
	}
	assert.Equal(t, want, found)
	assert.Equal(t, want, user.Mismatches())

	companies := user.Companies.Items
	require.Len(t, companies, 4)
	assert.Equal(t, `{"id": [], "name": "a"}`, companies[0].Raw())
	assert.Equal(t, "a", companies[0].Name)
	assert.Equal(t, []wire.Mismatch{{Path: "id", Want: "wire_test.ID", Got: "array"}}, companies[0].Mismatches())
	assert.Equal(t, `"b"`, companies[1].Raw())
	assert.Equal(t, []wire.Mismatch{{Want: "object", Got: "string"}}, companies[1].Mismatches())
	assert.Equal(t, Company{}, companies[2])
	assert.Empty(t, companies[3].Mismatches())
	assert.Equal(t, ID("2"), companies[3].ID)
}

// A struct that embeds a type that keeps JSON is read field by field, even if
// it has an UnmarshalJSON; so is a list.
func TestPlansWinOverMethods(t *testing.T) {
	t.Parallel()
	type keeping struct {
		Object
		picky

		Name string `json:"name"`
	}
	type list struct {
		picky

		Items []int `json:"data" wire:"items"`
	}
	kept, found := decode[keeping](t, `{"name":"n"}`)
	assert.Equal(t, "n", kept.Name)
	assert.Equal(t, `{"name":"n"}`, kept.Raw())
	assert.Empty(t, found)

	items, found := decode[list](t, `{"any":[1]}`)
	assert.Equal(t, []int{1}, items.Items)
	assert.Empty(t, found)
}

func TestDecodeTarget(t *testing.T) {
	t.Parallel()
	for _, v := range []any{nil, 1, User{}, (*User)(nil)} {
		_, err := newDecoder().Decode(`{}`, v)
		require.Error(t, err)
	}
	var n int
	_, err := newDecoder().Decode("\ufeff 12 \n", &n)
	require.NoError(t, err)
	assert.Equal(t, 12, n)

	found, err := newDecoder().Decode(`{}`, &n)
	require.NoError(t, err)
	assert.Zero(t, n)
	assert.Equal(t, []wire.Mismatch{{Want: "integer", Got: "object"}}, found)
	assert.Equal(t, "cannot read object as integer", found[0].Error())
}

// corners are texts at the border of what is JSON.
func corners() []string {
	list := []string{
		``, ` `, `nul`, `nulll`, `null`, `tru`, `truex`, `true`, `false`, `True`, `NaN`, `Infinity`, `-Infinity`, `undefined`, `'a'`,
		`0`, `-0`, `-`, `--1`, `+1`, `01`, `-01`, `00`, `0.`, `.5`, `-.5`, `1.`, `1.e1`, `1e`, `1e+`, `1E-`, `1e1`, `1E+01`, `1e1.5`, `0e0`, `0x1`, `1_0`, `1 2`, `1e400`, `-1e-400`, `0.1e1`, `1.0.0`, `1a`,
		strings.Repeat("9", 1000), `[1e` + strings.Repeat("9", 100) + `]`,
		`"`, `"a`, `"\`, `"\"`, `"\u`, `"\u12`, `"\u12"`, `"\u12g4"`, `"\x"`, `"\u-123"`, `"\u+123"`, `"\U0041"`, `"\'"`, `"\ud800\u"`, `"\ud800\u12"`, "\"\t\"", "\"\x00\"", "\"\x1f\"", "\"a\nb\"", "\"\xff\"", "\"\x7f\"", `"\u0000"`, `"\ud800"`,
		`[`, `]`, `[]`, `[ ]`, `[,]`, `[1`, `[1,`, `[1,]`, `[1 2]`, `[1,,2]`, `[,1]`, `[1}`, `[]]`, `[][]`, `[[]`, `["a"`, `["a":1]`, `[1;2]`, `[null,]`,
		`{`, `}`, `{}`, `{ }`, `{,}`, `{"a"`, `{"a":`, `{"a":}`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{"a" 1}`, `{"a"::1}`, `{"a":1 "b":2}`, `{"a":1;}`, `{a:1}`, `{'a':1}`, `{1:1}`, `{null:1}`, `{"a":1]`, `{}{}`, `{"a":1,"a":2}`, `{"":1}`, `{"a\u0000":1}`, "{\"a\n\":1}", `{"a":1,,"b":2}`, `{[]:1}`, `{"x":"y"`, `{"x":tru}`, `{"x":nul`, `{"items":[{]}`, `{"items":[}]`,
		"\t[\n1\r, 2 ]\n", "[\v1]", "[\f1]", "[\u00a01]", "[1\u2028]", "\x00", "1\x00", "[1]\x00", "[\x00]", "/**/1", "1//", "#1", "\xff", "\xef\xbb", "é",
		`[1,2,3]x`, `{"a":1}}`, `"a""b"`, `truefalse`, `null null`,
	}
	for _, depth := range []int{9_999, 10_000, 10_001} {
		list = append(list, strings.Repeat("[", depth)+strings.Repeat("]", depth), strings.Repeat(`{"a":`, depth)+"1"+strings.Repeat("}", depth),
			strings.Repeat("[", depth), strings.Repeat(`[{"x":`, depth))
	}
	return list
}

// Text is JSON here exactly if it is for encoding/json, in whatever place.
func TestWhatIsJSON(t *testing.T) {
	t.Parallel()
	d := newDecoder()
	for _, src := range corners() {
		name := src[:min(len(src), 30)]
		valid := json.Valid([]byte(src))
		for _, target := range []any{
			new(any), new(int), new(string), new(bool), new(float64), new(Tree), new([]int), new([]Tree), new(map[string]int),
			new(Sublist[Tree]), new(ID), new(User), new(json.RawMessage), new(*Named), new(picky),
		} {
			_, err := d.Decode(src, target)
			assert.Equal(t, valid, err == nil, "%q into %T: %v", name, target, err)
			if err != nil {
				checkSyntaxError(t, src, err)
			}
		}
		valid = json.Valid([]byte(`{"items":[{"a":` + src + `},` + src + `,null],"x":` + src + `}`))
		_, err := list(d, `{"items":[{"a":`+src+`},`+src+`,null],"x":`+src+`}`, []string{"items"}, nil, func(*Tree) {})
		assert.Equal(t, valid, err == nil, "list of %q: %v", name, err)
	}
}

func checkSyntaxError(t *testing.T, src string, err error) {
	t.Helper()
	var syntax *wire.SyntaxError
	require.ErrorAs(t, err, &syntax)
	assert.LessOrEqual(t, syntax.Offset, len(src))
	assert.GreaterOrEqual(t, syntax.Offset, 0)
	assert.Equal(t, syntax.Offset == len(src), errors.Is(err, io.ErrUnexpectedEOF), "%q: %v", src[:min(len(src), 30)], err)
}

func TestTruncated(t *testing.T) {
	t.Parallel()
	d := newDecoder()
	for _, src := range []string{
		usersJSON(1), conversationJSON(1),
		`[true,false,null,-1.5e+10,"\u00e9\ud83d\ude00\n","é😀",{"a":{"b":[[]]}}]`,
	} {
		for i := range len(src) {
			for _, target := range []any{new(any), new(User), new(Conversation), new(UserPage), new(json.RawMessage), new([]Tree)} {
				_, err := d.Decode(src[:i], target)
				require.ErrorIs(t, err, io.ErrUnexpectedEOF, "%d %T", i, target)
				checkSyntaxError(t, src[:i], err)
			}
			_, err := list(d, src[:i], []string{"users"}, nil, func(*User) {})
			require.ErrorIs(t, err, io.ErrUnexpectedEOF, "%d", i)
		}
	}
	_, err := d.Decode(`{"secret":x}`, new(any))
	require.EqualError(t, err, "invalid JSON at offset 10: invalid value")
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	d := newDecoder()
	users, conversation := usersJSON(3), conversationJSON(2)
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for range 5 {
				var err error
				switch i % 4 {
				case 0:
					_, err = d.Decode(users, new(UserPage))
				case 1:
					_, err = d.Decode(conversation, new(Conversation))
				case 2:
					_, err = d.Decode(`{"children":[{"children":[{}]}]}`, new(Tree))
				case 3:
					_, err = list(d, users, []string{"users"}, nil, func(*User) {})
				}
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
}

type chain struct {
	Object

	Next *chain `json:"next"`
	N    int    `json:"n"`
}

// A short text cannot keep the decoder busy for long.
func TestNestedMismatches(t *testing.T) {
	t.Parallel()
	const depth = 5000
	src := strings.Repeat(`{"n":[],"next":`, depth) + "7" + strings.Repeat("}", depth)
	start := time.Now()
	var c chain
	found, err := newDecoder().Decode(src, &c)
	require.NoError(t, err)
	assert.Less(t, time.Since(start), 10*time.Second)
	assert.Equal(t, wire.Mismatch{Path: "n", Want: "integer", Got: "array"}, found[0])
	assert.Equal(t, wire.Mismatch{Path: "next.n", Want: "integer", Got: "array"}, found[1])
	assert.Equal(t, found[1:3], prefixed("next.", c.Next.Mismatches()[:2]))
}

func prefixed(prefix string, found []wire.Mismatch) []wire.Mismatch {
	out := slices.Clone(found)
	for i := range out {
		out[i].Path = prefix + out[i].Path
	}
	return out
}

type nameable struct {
	ID   string `json:"id"`
	Name string `json:"name" wire:"scalar"`
}

func TestScalarInPlaceOfAnObject(t *testing.T) {
	d := wire.New()
	for src, want := range map[string]nameable{
		`"Pro"`:                     {Name: "Pro"},
		`12`:                        {Name: "12"},
		`{"id":"1","name":"Pro"}`:   {"1", "Pro"},
		`null`:                      {},
		`{"id":"1","name":["Pro"]}`: {ID: "1"},
	} {
		var got nameable
		_, err := d.Decode(src, &got)
		require.NoError(t, err)
		assert.Equal(t, want, got, src)
	}
	var got nameable
	flaws, err := d.Decode(`["Pro"]`, &got)
	require.NoError(t, err)
	assert.Equal(t, []wire.Mismatch{{Want: "object", Got: "array"}}, flaws)
}

type upper map[string]any

func (upper) UnmarshalJSON([]byte) error { return assert.AnError }

func TestNative(t *testing.T) {
	var got struct{ Map upper }
	flaws, err := wire.New(wire.Native[upper]()).Decode(`{"Map":{"a":1}}`, &got)
	require.NoError(t, err)
	assert.Empty(t, flaws)
	assert.Equal(t, upper{"a": json.Number("1")}, got.Map)
}
