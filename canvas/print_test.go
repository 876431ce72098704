package canvas_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/canvas"
)

const planted = "mira-secret"

// plant fills the fields of a struct with what must not be printed.
func plant(v reflect.Value) {
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case !f.CanSet():
		case f.Kind() == reflect.String:
			f.SetString(planted)
		case f.Type() == reflect.TypeFor[intercom.Attributes]():
			f.Set(reflect.ValueOf(intercom.Attributes{planted: planted}))
		case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Uint8:
			f.SetBytes([]byte(planted))
		case f.Kind() == reflect.Struct:
			plant(f)
		}
	}
}

// prints are all ways to print a value.
func prints(v any) string {
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&b, verb+"\n", v)
		fmt.Fprintf(&b, verb+"\n", []any{v})
	}
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", v)
	return b.String()
}

func TestNothingIsPrinted(t *testing.T) {
	t.Parallel()
	values := []any{
		&canvas.Response{}, &canvas.Canvas{}, &canvas.Content{}, &canvas.Context{}, &canvas.Request{}, &canvas.Sheet{},
		&canvas.UnknownComponent{}, &canvas.UnknownAction{},
	}
	for _, f := range full {
		values = append(values, clone(f.value).Interface())
	}
	for _, v := range values {
		plant(reflect.ValueOf(v).Elem())
		for _, each := range []any{v, reflect.ValueOf(v).Elem().Interface()} {
			text := prints(each)
			assert.NotContains(t, text, planted, "%T", each)
			assert.NotContains(t, text, fmt.Sprintf("%x", planted), "%T", each)
			assert.Contains(t, text, "redacted", "%T", each)
		}
	}
	var none *canvas.Button
	assert.NotPanics(t, func() { prints(none) })
}

func TestWhatWasReadIsNotPrinted(t *testing.T) {
	t.Parallel()
	r := parse(t, `{"workspace_id":"`+planted+`","input_values":{"a":"`+planted+`"},"contact":{"email":"`+planted+`@example.com"},
		"current_canvas":{"content":{"components":[{"type":"text","text":"`+planted+`"},{"type":"new","text":"`+planted+`"}]}}}`)
	assert.NotContains(t, prints(r), planted)
	assert.Equal(t, "canvas.Request", fmt.Sprint(r))
	assert.NotContains(t, prints(r.CurrentCanvas), planted)
	assert.NotContains(t, fmt.Sprintf("%+v", r.CurrentCanvas.Content.Components), planted)
}

func TestSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	app, err := canvas.NewApp(planted)
	require.NoError(t, err)
	for _, v := range []any{app, *app} {
		assert.NotContains(t, prints(v), planted)
	}
	assert.Equal(t, "canvas.App", app.String())
	assert.Equal(t, `"canvas.App"`, fmt.Sprintf("%q", app))
	text, err := app.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "canvas.App", string(text))

	r := form(sheetJSON(strings.Repeat(planted, 4)))
	_, err = canvas.ParseSheet(r, planted)
	assertRefused(t, err, http.StatusUnauthorized)
	assert.NotContains(t, prints(err), planted)
	_, err = canvas.Parse(post("{}"), planted)
	assert.NotContains(t, prints(err), planted)
}
