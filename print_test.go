package intercom_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/calls"
)

// plainStructs have moments, ids, and names of kinds and fields only.
var plainStructs = []reflect.Type{
	reflect.TypeFor[intercom.ConversationAttributeReference](),
	reflect.TypeFor[intercom.DateTime](),
	reflect.TypeFor[intercom.NewsfeedAssignment](),
	reflect.TypeFor[intercom.OfficeHoursInterval](),
	reflect.TypeFor[intercom.Reference](),
	reflect.TypeFor[intercom.SearchSort](),
	reflect.TypeFor[intercom.TeamAdminPriorityLevel](),
	reflect.TypeFor[intercom.Time](),
}

// findStructs adds the structs that a value of the type is made of, or can be if
// it is an interface: resources as a whole, and params with what their fields are
// made of.
func findStructs(t reflect.Type, found map[reflect.Type]bool) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		findStructs(t.Elem(), found)
	case reflect.Interface:
		for _, variant := range calls.Variants(t) {
			findStructs(variant, found)
		}
	case reflect.Struct:
		switch {
		case found[t] || !strings.HasSuffix(t.PkgPath(), "go-intercom/intercom") || slices.Contains(plainStructs, t):
			return
		case strings.HasPrefix(t.Name(), "Opt["):
			get, _ := t.MethodByName("Get")
			findStructs(get.Type.Out(0), found)
			return
		}
		found[t] = true
		for _, f := range reflect.VisibleFields(t) {
			if f.IsExported() && !embedsObject(t) {
				findStructs(f.Type, found)
			}
		}
	}
}

// resourcesAndParams are the types of all that methods return and take.
func resourcesAndParams() (resources, params []reflect.Type) {
	found := map[reflect.Type]bool{}
	for _, m := range calls.Methods() {
		if result, _ := m.Result(); result != nil {
			findStructs(result, found)
		}
		for i := 1; i < m.Type.NumIn(); i++ {
			findStructs(m.Type.In(i), found)
		}
	}
	findStructs(reflect.TypeFor[intercom.Notification](), found)
	findStructs(reflect.TypeFor[intercom.NotificationData](), found)
	for _, t := range slices.SortedFunc(maps.Keys(found), func(a, b reflect.Type) int { return strings.Compare(a.String(), b.String()) }) {
		if embedsObject(t) {
			resources = append(resources, t)
		} else {
			params = append(params, t)
		}
	}
	return resources, params
}

func embedsObject(t reflect.Type) bool {
	f, ok := t.FieldByName("Object")
	return ok && f.Anonymous && f.Type == reflect.TypeFor[intercom.Object]()
}

// plant fills v with secrets, wherever text can stand.
func plant(v reflect.Value, depth int) {
	if depth > 6 || !v.CanSet() {
		return
	}
	switch v.Type() {
	case reflect.TypeFor[intercom.Time](), reflect.TypeFor[time.Time]():
		return
	case reflect.TypeFor[json.RawMessage]():
		v.Set(reflect.ValueOf(json.RawMessage(`{"email":"` + secretEmail + `"}`)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(secretEmail + " " + secretBody + " " + secretToken)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		plant(v.Index(0), depth+1)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		element := reflect.New(v.Type().Elem()).Elem()
		plant(element, depth+1)
		v.SetMapIndex(reflect.ValueOf(secretEmail).Convert(v.Type().Key()), element)
	case reflect.Interface:
		switch {
		case v.NumMethod() == 0:
			v.Set(reflect.ValueOf(secretEmail))
		case reflect.TypeFor[intercom.ByEmail]().Implements(v.Type()):
			v.Set(reflect.ValueOf(intercom.ByEmail(secretEmail)))
		case reflect.TypeOf(intercom.ContactFieldEmail.Is("")).Implements(v.Type()):
			v.Set(reflect.ValueOf(intercom.And(intercom.ContactFieldEmail.Is(secretEmail))))
		default:
			for _, variant := range calls.Variants(v.Type()) {
				if variant.Kind() == reflect.Struct || variant.Kind() == reflect.String {
					planted := reflect.New(variant).Elem()
					plant(planted, depth+1)
					v.Set(planted)
				}
			}
		}
	case reflect.Struct:
		if strings.HasPrefix(v.Type().Name(), "Opt[") {
			if set := v.Addr().MethodByName("UnmarshalJSON"); v.Addr().MethodByName("Get").Type().Out(0).Kind() == reflect.String {
				set.Call([]reflect.Value{reflect.ValueOf([]byte(`"` + secretEmail + `"`))})
			}
			return
		}
		for i := range v.NumField() {
			plant(v.Field(i), depth+1)
		}
	}
}

// printed writes v with fmt and slog in every way that keeps secrets.
func printed(v any) string {
	var b strings.Builder
	holder := reflect.New(reflect.TypeOf(v))
	holder.Elem().Set(reflect.ValueOf(v))
	pointer := holder.Interface()
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%t", "%10.3v"} {
		for _, form := range []any{v, pointer, []any{v, pointer}, map[string]any{"v": v}, struct{ V any }{v}, struct{ V any }{pointer}} {
			fmt.Fprintf(&b, format+"\n", form)
		}
	}
	fmt.Fprintln(&b, v, pointer)
	text, jsonl := slog.New(slog.NewTextHandler(&b, nil)), slog.New(slog.NewJSONHandler(&b, nil))
	for _, form := range []any{v, pointer} {
		for _, logger := range []*slog.Logger{text, jsonl} {
			logger.Info("x", "v", form, slog.Group("g", "v", form))
			logger.With("v", form).Info("x")
		}
		text.Info("x", "list", []any{form}, "map", map[string]any{"v": form})
	}
	return b.String()
}

var memoryAddress = regexp.MustCompile(`0x[0-9a-f]{6,}|0xc0`)

// Nothing that methods take or return shows customer data, or an address of
// memory, in fmt and slog.
func TestPrintingKeepsSecrets(t *testing.T) {
	t.Parallel()
	resources, params := resourcesAndParams()
	require.Greater(t, len(resources), 30)
	require.Greater(t, len(params), 30)
	for _, typ := range slices.Concat(resources, params) {
		built := reflect.New(typ)
		plant(built.Elem(), 0)
		text := printed(built.Elem().Interface())
		silent(t, text, typ.String())
		assert.NotRegexp(t, memoryAddress, text, typ)
		assert.Contains(t, text, "[redacted]", typ)
	}
	for _, typ := range resources {
		built := reflect.New(typ)
		plant(built.Elem(), 0)
		read := reflect.New(typ)
		require.NoError(t, intercom.Decode(withID(t, built.Interface(), "4711"), read.Interface()), typ)
		text := printed(read.Elem().Interface())
		silent(t, text, typ.String()+" that was read")
		assert.NotRegexp(t, memoryAddress, text, typ)
		assert.Equal(t, typ.String()+"(4711)", fmt.Sprint(read.Interface()))
	}
}

// withID returns the JSON of a resource under another id.
func withID(t testing.TB, v any, id string) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	var fields map[string]any
	require.NoError(t, json.Unmarshal(b, &fields))
	fields["id"] = id
	b, err = json.Marshal(fields)
	require.NoError(t, err)
	return b
}

func TestPrintingPages(t *testing.T) {
	t.Parallel()
	client := over(t, scripted(responds(200, `{"type":"list","data":[{"id":"1","email":"`+secretEmail+`"},{"id":"2","name":"`+secretBody+`"}],"total_count":7,"pages":{"next":"https://x.test/contacts?email=`+secretEmail+`"}}`)))
	page, err := client.Contacts.List(t.Context()).Page()
	require.NoError(t, err)
	require.Contains(t, string(page.Next), secretEmail)
	text := printed(*page)
	silent(t, text, "Page")
	assert.NotRegexp(t, memoryAddress, text)
	assert.Equal(t, "intercom.Page[*intercom.Contact](2 of 7)", fmt.Sprint(page))
	page.Total = -1
	assert.Equal(t, "intercom.Page[*intercom.Contact](2)", fmt.Sprint(*page))

	for _, list := range []any{page.Items, []intercom.Contact{*page.Items[0]}, intercom.Sublist[intercom.Contact]{Items: []intercom.Contact{*page.Items[1]}}} {
		var b strings.Builder
		fmt.Fprintf(&b, "%v %+v %#v %s %q", list, list, list, list, list)
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "list", list)
		silent(t, b.String(), fmt.Sprintf("%T", list))
		assert.Contains(t, b.String(), "intercom.Contact(")
	}
	assert.Equal(t, "[intercom.Contact(1) intercom.Contact(2)]", fmt.Sprint(page.Items))
}

func TestPrintingResources(t *testing.T) {
	t.Parallel()
	contact := decode[intercom.Contact](t, `{"type":"contact","id":4711,"email":"`+secretEmail+`"}`)
	assert.Equal(t, `"intercom.Contact(4711)"`, fmt.Sprintf("%q", contact))
	assert.Equal(t, "intercom.Contact(4711) intercom.Contact(4711)", fmt.Sprintf("%+v %#v", *contact, contact))
	assert.Equal(t, "<nil>", fmt.Sprint((*intercom.Contact)(nil)))
	assert.Equal(t, "[redacted]", fmt.Sprint(intercom.Contact{Email: secretEmail}))
	assert.Equal(t, "intercom.EventSummary", fmt.Sprint(decode[intercom.EventSummary](t, `{"email":"`+secretEmail+`"}`)))
	assert.Equal(t, "intercom.Contact", fmt.Sprint(decode[intercom.Contact](t, `{"id":{"email":"`+secretEmail+`"}}`)), "what is no id")
	assert.Equal(t, "intercom.Contact([redacted])", fmt.Sprint(decode[intercom.Contact](t, `{"id":"`+secretEmail+`"}`)))

	var b strings.Builder
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "contact", contact, "built", intercom.Contact{Email: secretEmail}, "params", intercom.ContactCreate{Email: secretEmail})
	assert.Contains(t, b.String(), "contact.type=intercom.Contact contact.id=4711 built=[redacted] params=[redacted]\n")

	old, err := over(t, scripted(responds(200, `{"type":"conversation.list","conversations":[{"type":"conversation","id":"9","user":{"id":"1","type":"user"}}]}`))).
		Conversations.ListUnassigned(t.Context()).Page()
	require.NoError(t, err)
	require.Len(t, old.Items, 1)
	assert.Equal(t, "intercom.Conversation(9)", fmt.Sprint(old.Items[0]), "whatever form it was read from")
}

// What is printed says nothing about what is written.
func TestMarshalingIsWhole(t *testing.T) {
	t.Parallel()
	contact := decode[intercom.Contact](t, `{"type":"contact","id":"1","email":"`+secretEmail+`"}`)
	for _, v := range []any{contact, *contact, []*intercom.Contact{contact}, intercom.ContactCreate{Email: secretEmail}} {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		assert.Contains(t, string(b), `"email":"`+secretEmail+`"`)
	}
	b, err := json.Marshal(intercom.ContactCreate{Email: secretEmail})
	require.NoError(t, err)
	assert.JSONEq(t, `{"email":"`+secretEmail+`"}`, string(b))
}

func TestPrintingResponse(t *testing.T) {
	t.Parallel()
	var res intercom.Response
	client := over(t, scripted(responds(200, `{"id":"7","name":"`+secretAnswer+`"}`, "X-Request-Id", "r1", "Set-Cookie", secretHeader)))
	_, err := client.Tags.Get(t.Context(), "7", intercom.WithResponse(&res))
	require.NoError(t, err)
	require.Contains(t, string(res.Body), secretAnswer)
	silent(t, printed(res), "Response")
	assert.Equal(t, "intercom.Response(200, request r1)", fmt.Sprint(res))
}

// What SECURITY.md says of the limits.
func TestLimitsOfPrinting(t *testing.T) {
	t.Parallel()
	contact := decode[intercom.Contact](t, `{"type":"contact","id":"1","email":"`+secretEmail+`"}`)
	silent(t, fmt.Sprintf("%v %+v %#v", struct{ c *intercom.Contact }{contact}, struct{ c *intercom.Contact }{contact}, struct{ c *intercom.Contact }{contact}), "a pointer in an unexported field")
	assert.Contains(t, fmt.Sprint(struct{ c intercom.Contact }{*contact}), secretEmail, "a value in an unexported field")

	var b strings.Builder
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "list", []*intercom.Contact{contact})
	assert.Contains(t, b.String(), secretEmail, "a slice, by encoding/json")
	b.Reset()
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "page", intercom.Page[*intercom.Contact]{Items: []*intercom.Contact{contact}, Total: -1}, "contact", contact)
	assert.Contains(t, b.String(), `"page":"intercom.Page[*intercom.Contact](1)","contact":{"type":"intercom.Contact","id":"1"}`)
}
