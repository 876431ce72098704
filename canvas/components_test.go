package canvas_test

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/canvas"
)

// described is a schema of the 2.11 description, which is the only one that has them.
type described struct {
	Required   []string
	Properties map[string]struct {
		Type string
		Enum []string
	}
}

func description(t *testing.T) map[string]described {
	t.Helper()
	text, err := os.ReadFile("testdata/v2.11.json")
	require.NoError(t, err)
	var all map[string]described
	require.NoError(t, json.Unmarshal(text, &all))
	return all
}

var (
	twoOptions = []canvas.Option{{ID: "a", Text: "A"}, {ID: "b", Text: "B", Disabled: true}}

	optionsJSON = `[{"type":"option","id":"a","text":"A"},{"type":"option","id":"b","text":"B","disabled":true}]`
)

// full has something of every kind with all its fields, its JSON, and the schemas
// that describe it.
var full = []struct {
	value   json.Marshaler
	text    string
	schemas string
}{
	{
		&canvas.Button{ID: "go", Label: "Go", Action: &canvas.SubmitAction{}, Style: canvas.ButtonStyleLink, Disabled: true},
		`{"type":"button","id":"go","label":"Go","action":{"type":"submit"},"style":"link","disabled":true}`, "button_component",
	},
	{
		&canvas.Checkbox{
			ID: "c", Options: twoOptions, Label: "Which?", Value: []string{"a", "b"}, SaveState: canvas.SaveStateUnsaved, Disabled: true,
		},
		`{"type":"checkbox","id":"c","option":` + optionsJSON + `,"label":"Which?","value":["a","b"],"save_state":"unsaved","disabled":true}`,
		"checkbox_component",
	},
	{
		&canvas.DataTable{Items: []canvas.DataTableItem{{Field: "Plan", Value: "Fleet"}}},
		`{"type":"data-table","items":[{"type":"field-value","field":"Plan","value":"Fleet"}]}`, "data_table_component",
	},
	{
		&canvas.DataTableItem{Field: "Plan", Value: "Fleet"},
		`{"type":"field-value","field":"Plan","value":"Fleet"}`, "data_table_item",
	},
	{
		&canvas.Divider{ID: "d", BottomMargin: canvas.BottomMarginNone},
		`{"type":"divider","id":"d","bottom_margin":"none"}`, "divider_component",
	},
	{
		&canvas.Dropdown{ID: "d", Options: twoOptions, Label: "Which?", Value: "a", SaveState: canvas.SaveStateSaved, Disabled: true},
		`{"type":"dropdown","id":"d","options":` + optionsJSON + `,"label":"Which?","value":"a","save_state":"saved","disabled":true}`,
		"dropdown_component",
	},
	{
		&canvas.Image{
			ID: "i", URL: "https://example.com/i.png", Align: canvas.ImageAlignFullWidth, Width: 20, Height: 10, Rounded: true,
			BottomMargin: canvas.BottomMarginNone, Action: &canvas.URLAction{URL: "https://example.com?a=1&b=2"},
		},
		`{"type":"image","id":"i","url":"https://example.com/i.png","align":"full_width","width":20,"height":10,"rounded":true,` +
			`"bottom_margin":"none","action":{"type":"url","url":"https://example.com?a=1&b=2"}}`,
		"image_component",
	},
	{
		&canvas.Input{
			ID: "i", Label: "E-mail", Placeholder: "you@example.com", Value: "x", Action: &canvas.SubmitAction{},
			SaveState: canvas.SaveStateFailed, Disabled: true,
		},
		`{"type":"input","id":"i","label":"E-mail","placeholder":"you@example.com","value":"x","action":{"type":"submit"},` +
			`"save_state":"failed","disabled":true}`,
		"input_component",
	},
	{
		&canvas.List{Items: []canvas.ListItem{{ID: "1", Title: "One"}}, Disabled: true},
		`{"type":"list","items":[{"type":"item","id":"1","title":"One"}],"disabled":true}`, "list_component",
	},
	{
		&canvas.ListItem{
			ID: "1", Title: "One", Subtitle: "first", TertiaryText: "of two", Image: "https://example.com/1.png", ImageWidth: 8, ImageHeight: 9,
			RoundedImage: true, Disabled: true, Action: &canvas.SheetAction{URL: "https://example.com/sheet"},
		},
		`{"type":"item","id":"1","title":"One","subtitle":"first","tertiary_text":"of two","image":"https://example.com/1.png",` +
			`"image_width":8,"image_height":9,"rounded_image":true,"disabled":true,"action":{"type":"sheet","url":"https://example.com/sheet"}}`,
		"list_item_without_image list_item_with_image",
	},
	{
		&canvas.Option{ID: "a", Text: "A", Disabled: true},
		`{"type":"option","id":"a","text":"A","disabled":true}`, "checkbox_option dropdown_option single_select_option",
	},
	{
		&canvas.SingleSelect{
			ID: "s", Options: twoOptions, Label: "Which?", Value: "b", SaveState: canvas.SaveStateSaved, Disabled: true,
			Action: &canvas.SubmitAction{},
		},
		`{"type":"single-select","id":"s","options":` + optionsJSON +
			`,"label":"Which?","value":"b","save_state":"saved","disabled":true,"action":{"type":"submit"}}`,
		"single_select_component",
	},
	{
		&canvas.Spacer{ID: "s", Size: canvas.SpacerSizeXL},
		`{"type":"spacer","id":"s","size":"xl"}`, "spacer_component",
	},
	{
		&canvas.Text{
			ID: "t", Text: "**Ahoy** <&>", Align: canvas.TextAlignCenter, Style: canvas.TextStyleHeader, BottomMargin: canvas.BottomMarginNone,
		},
		`{"type":"text","id":"t","text":"**Ahoy** <&>","align":"center","style":"header","bottom_margin":"none"}`, "text_component",
	},
	{
		&canvas.TextArea{ID: "t", Label: "Note", Placeholder: "...", Value: "x", Error: true, Disabled: true},
		`{"type":"textarea","id":"t","label":"Note","placeholder":"...","value":"x","error":true,"disabled":true}`, "text_area_component",
	},
	{&canvas.SubmitAction{}, `{"type":"submit"}`, "submit_action_component"},
	{&canvas.URLAction{URL: "mailto:crew@example.com"}, `{"type":"url","url":"mailto:crew@example.com"}`, "url_action_component"},
	{&canvas.SheetAction{URL: "https://example.com/sheet"}, `{"type":"sheet","url":"https://example.com/sheet"}`, "sheet_action_component"},
}

// encodeRaw returns the JSON as a handler sends it: encoding/json would escape it for HTML.
func encodeRaw(t *testing.T, v json.Marshaler) string {
	t.Helper()
	text, err := v.MarshalJSON()
	require.NoError(t, err)
	return string(text)
}

// jsonFields returns the fields of a struct by their names in JSON.
func jsonFields(v reflect.Value) map[string]reflect.Value {
	all := map[string]reflect.Value{}
	for i := range v.NumField() {
		if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); name != "" {
			all[name] = v.Field(i)
		}
	}
	return all
}

// clone returns a pointer to a copy of the struct that v points to.
func clone(v any) reflect.Value {
	copied := reflect.New(reflect.TypeOf(v).Elem())
	copied.Elem().Set(reflect.ValueOf(v).Elem())
	return copied
}

func assertInvalid(t *testing.T, err error, place string, msg ...any) {
	t.Helper()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument, msg...)
	var e *intercom.ArgumentError
	require.ErrorAs(t, err, &e)
	assert.Equal(t, place, e.Parameter, msg...)
}

func TestJSONIsThatOfTheDescription(t *testing.T) {
	t.Parallel()
	schemas := description(t)
	seen := map[string]bool{}
	for _, f := range full {
		assert.Equal(t, f.text, encodeRaw(t, f.value))
		text, err := json.Marshal(f.value)
		require.NoError(t, err)
		assert.JSONEq(t, f.text, string(text))
		value, err := json.Marshal(reflect.ValueOf(f.value).Elem().Interface())
		require.NoError(t, err)
		assert.JSONEq(t, f.text, string(value), "a value is written as a pointer to it")

		var written map[string]any
		require.NoError(t, json.Unmarshal([]byte(f.text), &written))
		for _, name := range strings.Fields(f.schemas) {
			schema, ok := schemas[name]
			require.True(t, ok, name)
			seen[name] = true
			for property, p := range schema.Properties {
				assert.Contains(t, written, property, "%s has no %s", name, property)
				if p.Enum != nil {
					assert.Contains(t, p.Enum, written[property], "%s.%s", name, property)
				}
			}
			for property := range written {
				assert.Contains(t, schema.Properties, property, "%s has a %s that is not described", name, property)
			}
		}
	}
	for name := range schemas {
		if !seen[name] {
			assert.Contains(t, []string{"canvas_object", "content_object", "event", "context"}, name, "nothing is compared with the schema")
		}
	}
}

// What can be empty although the description requires it: there it has no least length.
var canBeEmpty = []string{"data_table_component.items", "data_table_item.value", "list_component.items"}

func TestRequiredFieldsAreChecked(t *testing.T) {
	t.Parallel()
	schemas := description(t)
	for _, f := range full {
		for _, name := range strings.Fields(f.schemas) {
			for property, field := range jsonFields(clone(f.value).Elem()) {
				without := clone(f.value)
				jsonFields(without.Elem())[property].SetZero()
				_, err := without.Interface().(json.Marshaler).MarshalJSON()
				where := name + "." + property
				needsAnImage := name == "list_item_without_image" && strings.HasPrefix(property, "image_")
				required := slices.Contains(schemas[name].Required, property) && !slices.Contains(canBeEmpty, where)
				switch {
				case needsAnImage, name == "list_item_with_image" && property == "image":
				case required:
					require.ErrorIs(t, err, intercom.ErrInvalidArgument, where)
				default:
					require.NoError(t, err, where)
				}
				if field.Kind() == reflect.String && required {
					jsonFields(without.Elem())[property].SetString(" \t")
					_, err = without.Interface().(json.Marshaler).MarshalJSON()
					require.ErrorIs(t, err, intercom.ErrInvalidArgument, "%s is blank", where)
				}
			}
		}
	}
	assert.Equal(t, `{"type":"data-table","items":[]}`, encodeRaw(t, &canvas.DataTable{}))
	assert.Equal(t, `{"type":"list","items":[]}`, encodeRaw(t, &canvas.List{}))
}

func TestEnumerationsAreThoseOfTheDescription(t *testing.T) {
	t.Parallel()
	schemas := description(t)
	for _, f := range full {
		for _, name := range strings.Fields(f.schemas) {
			for property, p := range schemas[name].Properties {
				if p.Enum == nil || property == "type" {
					continue
				}
				one := clone(f.value)
				field := jsonFields(one.Elem())[property]
				for _, value := range p.Enum {
					field.SetString(value)
					_, err := one.Interface().(json.Marshaler).MarshalJSON()
					require.NoError(t, err, "%s.%s: %s", name, property, value)
				}
				field.SetString("sideways")
				_, err := one.Interface().(json.Marshaler).MarshalJSON()
				require.ErrorIs(t, err, intercom.ErrInvalidArgument, "%s.%s", name, property)
				assert.NotContains(t, err.Error(), "sideways")
				for _, value := range p.Enum {
					assert.Contains(t, err.Error(), `"`+value+`"`, "%s.%s: the error lists what is known", name, property)
				}
			}
		}
	}
}

func TestComponentsThatAreWrong(t *testing.T) {
	t.Parallel()
	options := func(n int) []canvas.Option {
		var all []canvas.Option
		for i := range n {
			all = append(all, canvas.Option{ID: string(rune('a' + i)), Text: "x"})
		}
		return all
	}
	var noURL *canvas.URLAction
	var noButton *canvas.Button
	submit := &canvas.SubmitAction{}
	for _, test := range []struct {
		component canvas.Component
		place     string
		problem   string
	}{
		{nil, "", "is nil"},
		{noButton, "", "is nil"},
		{&canvas.Button{ID: "b", Label: "x", Action: noURL}, ".Action", "is a nil pointer"},
		{&canvas.Button{ID: "b", Label: "x", Action: &canvas.URLAction{}}, ".Action.URL", "is empty"},
		{&canvas.Button{ID: "b", Label: "x", Action: &canvas.SheetAction{URL: "/sheet"}}, ".Action.URL", "must be a URL that begins with https:// or http://"},
		{&canvas.Button{ID: "b", Label: "x", Action: &canvas.SheetAction{URL: "http://example.com"}}, ".Action.URL", "must be a URL that begins with https://"},
		{&canvas.Button{ID: "b", Label: "x", Action: &canvas.UnknownAction{JSON: json.RawMessage("{")}}, ".Action.JSON", "is not valid JSON"},
		{&canvas.UnknownComponent{}, ".JSON", "is not valid JSON"},
		{&canvas.Input{ID: "i", Action: noURL}, ".Action", "is a nil pointer"},
		{&canvas.Image{URL: "example.com/x.png", Width: 1, Height: 1}, ".URL", "must be a URL that begins with https:// or http://"},
		{&canvas.Image{URL: "https:///x.png", Width: 1, Height: 1}, ".URL", "must be a URL that begins with https:// or http://"},
		{&canvas.Image{URL: "https://e/\x00", Width: 1, Height: 1}, ".URL", "must be a URL that begins with https:// or http://"},
		{&canvas.Image{URL: "https://e/x", Width: -1, Height: 1}, ".Width", "must be a number of pixels above 0"},
		{&canvas.Image{URL: "https://e/x", Width: 1, Height: 1, Action: &canvas.URLAction{}}, ".Action.URL", "is empty"},
		{&canvas.Checkbox{ID: "c", Label: "x"}, ".Options", "has 0 options, want at least 1"},
		{&canvas.Checkbox{ID: "c", Label: "x", Options: options(2), Value: []string{"a", "z"}}, ".Value", "is the id of no option"},
		{&canvas.Dropdown{ID: "d", Options: options(1)}, ".Options", "has 1 options, want 2 to 10"},
		{&canvas.Dropdown{ID: "d", Options: options(11)}, ".Options", "has 11 options, want 2 to 10"},
		{&canvas.Dropdown{ID: "d", Options: options(2), Value: "z"}, ".Value", "is the id of no option"},
		{&canvas.SingleSelect{ID: "s", Options: options(1), Action: submit}, ".Options", "has 1 options, want 2 to 10"},
		{&canvas.SingleSelect{ID: "s", Options: []canvas.Option{{ID: "a", Text: "A"}, {ID: "a", Text: "B"}}}, ".Options[1].ID", "is that of another option"},
		{&canvas.SingleSelect{ID: "s", Options: []canvas.Option{{ID: "a", Text: "A"}, {ID: "b"}}}, ".Options[1].Text", "is empty"},
		{&canvas.DataTable{Items: []canvas.DataTableItem{{Field: "a"}, {Value: "b"}}}, ".Items[1].Field", "is empty"},
		{&canvas.List{Items: []canvas.ListItem{{ID: "1", Title: "One"}, {ID: "2"}}}, ".Items[1].Title", "is empty"},
		{&canvas.List{Items: []canvas.ListItem{{ID: "1", Title: "One"}, {ID: "1", Title: "Two"}}}, ".Items[1].ID", "is that of another item"},
		{&canvas.List{Items: []canvas.ListItem{{ID: "1", Title: "One", Action: noURL}}}, ".Items[0].Action", "is a nil pointer"},
		{&canvas.List{Items: []canvas.ListItem{{ID: "1", Title: "One", Image: "https://e/x"}}}, ".Items[0].ImageWidth", "must be a number of pixels above 0"},
		{&canvas.Text{ID: "first", Text: "x"}, ".ID", "is that of another component"},
	} {
		_, err := canvas.Show(&canvas.Text{ID: "first", Text: "Ahoy"}, test.component).MarshalJSON()
		place := "Canvas.Content.Components[1]" + test.place
		assertInvalid(t, err, place)
		assert.Equal(t, "intercom: canvas: invalid argument: "+place+" "+test.problem, err.Error())
	}
}

func TestComponentsComeBackAsTheyWent(t *testing.T) {
	t.Parallel()
	for _, f := range full {
		read := clone(f.value)
		read.Elem().SetZero()
		require.NoError(t, json.Unmarshal([]byte(f.text), read.Interface()))
		assert.Equal(t, f.text, encodeRaw(t, read.Interface().(json.Marshaler)))

		component, ok := f.value.(canvas.Component)
		if !ok {
			continue
		}
		var content canvas.Content
		require.NoError(t, json.Unmarshal([]byte(`{"components":[`+f.text+`]}`), &content))
		require.Len(t, content.Components, 1)
		assert.IsType(t, component, content.Components[0])
		assert.Equal(t, f.text, encodeRaw(t, content.Components[0]))
	}
}

func TestActionsThatAreNull(t *testing.T) {
	t.Parallel()
	var content canvas.Content
	require.NoError(t, json.Unmarshal([]byte(`{"components":[
		{"type":"input","id":"i","label":null,"action":null},
		{"type":"single-select","id":"s","options":`+optionsJSON+`,"action":{"type":"submit"}},
		{"type":"image","url":"https://e/x","width":1,"height":1,"action":null},
		{"type":"button","id":"b","label":{"en":"B"}},
		{"type":"input","id":{}}, {"type":"single-select","id":{}}, {"type":"list","items":[{"id":{}}]}
	]}`), &content))
	assert.Nil(t, content.Components[0].(*canvas.Input).Action)
	assert.IsType(t, &canvas.SubmitAction{}, content.Components[1].(*canvas.SingleSelect).Action)
	assert.Nil(t, content.Components[2].(*canvas.Image).Action)
	for _, misfit := range content.Components[3:] {
		assert.IsType(t, &canvas.UnknownComponent{}, misfit)
	}
}

func TestWhatIsUnknownPassesThrough(t *testing.T) {
	t.Parallel()
	for _, same := range []string{
		`{"type":"icon","id":"i","name":"anchor","size":1.50,"parts":[{"type":"text"}],"html":"<b>&</b>"}`,
		`{"no":"type"}`,
		`{"type":7}`,
		`{"type":null,"text":"x"}`,
		`{"type":"text","text":["in","two","parts"]}`,
		`{"type":"button","id":"b","label":"B","action":{"type":"sms","to":"+1"}}`,
		`{"type":"button","id":"b","label":"B","action":"submit"}`,
		`{"type":"button","id":"b","label":"B","action":{"type":"url","url":{"web":"https://example.com"}}}`,
		`{"type":"button","id":"b","label":"B","action":{"type":"submit","confirm":"Sure?"},"tooltip":"T","weight":9007199254740993}`,
		`{"type":"image","url":"https://example.com/i.png","width":1,"height":2,"action":{"type":"submit"}}`,
		`{"type":"list","items":[{"type":"item","id":"1","title":"One","badge":{"n":1}},{"type":"item","id":"2","title":"Two","action":{"type":"new"}}]}`,
		`{"type":"dropdown","id":"d","options":[{"type":"option","id":"a","text":"A","emoji":"x"},{"type":"option","id":"b","text":"B"}]}`,
		`{"type":"dropdown","id":"d","options":[{"type":"group","id":"a","text":"A"},{"type":"option","id":"b","text":"B"}]}`,
		`{"type":"text","text":"x","style":"giant"}`,
		`{"type":"spacer","size":"xxl","":0,"a.b":1,"\"q\"":2}`,
		`"a string"`, `17`, `null`, `[]`,
	} {
		var response canvas.Response
		text := `{"canvas":{"content":{"components":[` + same + `]}}}`
		require.NoError(t, json.Unmarshal([]byte(text), &response))
		assert.Equal(t, text, encodeRaw(t, response))
	}
}

func TestWhatWasReadCanBeChanged(t *testing.T) {
	t.Parallel()
	var content canvas.Content
	require.NoError(t, json.Unmarshal([]byte(`{"components":[
		{"type":"button","id":"b","label":"Save","style":"new","tooltip":"T","action":{"type":"submit","confirm":"Sure?"}}
	]}`), &content))
	button := content.Components[0].(*canvas.Button)
	button.Label = "Saved"
	button.Disabled = true
	assert.Equal(t, `{"components":[{"type":"button","id":"b","label":"Saved","action":{"type":"submit","confirm":"Sure?"},"style":"new","disabled":true,"tooltip":"T"}]}`,
		encodeRaw(t, content))
	button.Label = ""
	_, err := content.MarshalJSON()
	assertInvalid(t, err, "Components[0].Label")
}

func TestTypesOfWhatIsUnknown(t *testing.T) {
	t.Parallel()
	var content canvas.Content
	require.NoError(t, json.Unmarshal([]byte(`{"components":[
		{"type":"icon"}, 3, {"type":"input","id":"i","action":{"type":"sms"}}
	]}`), &content))
	assert.Equal(t, "icon", content.Components[0].(*canvas.UnknownComponent).Type())
	assert.Empty(t, content.Components[1].(*canvas.UnknownComponent).Type())
	assert.Equal(t, "sms", content.Components[2].(*canvas.Input).Action.(*canvas.UnknownAction).Type())
}

func TestUnmarshalRefusesAnotherKind(t *testing.T) {
	t.Parallel()
	var text canvas.Text
	err := json.Unmarshal([]byte(`{"type":"button","id":"secret-id","text":"secret-text"}`), &text)
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "secret")
	err = json.Unmarshal([]byte(`{"type":"text","text":{"a":"secret"}}`), &text)
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "secret")
	var unknown canvas.UnknownComponent
	require.NoError(t, json.Unmarshal([]byte(`{"type":"icon"}`), &unknown))
	assert.Equal(t, `{"type":"icon"}`, encodeRaw(t, unknown))
	var action canvas.UnknownAction
	require.NoError(t, json.Unmarshal([]byte(`{"type":"sms"}`), &action))
	assert.Equal(t, `{"type":"sms"}`, encodeRaw(t, action))
	action.JSON = nil
	_, err = action.MarshalJSON()
	assertInvalid(t, err, "JSON")
	unknown.JSON = nil
	_, err = unknown.MarshalJSON()
	assertInvalid(t, err, "JSON")
}

// A component can be part of a type of the user's.
func TestEmbeddedComponents(t *testing.T) {
	t.Parallel()
	type title struct{ *canvas.Text }
	assert.Equal(t, `{"components":[{"type":"text","text":"Ahoy"}]}`,
		encodeRaw(t, canvas.Content{Components: []canvas.Component{title{&canvas.Text{Text: "Ahoy"}}}}))
}
