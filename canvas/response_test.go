package canvas_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/canvas"
)

func TestResponses(t *testing.T) {
	t.Parallel()
	hello := &canvas.Text{Text: "Ahoy"}
	withAll := canvas.Show(hello)
	withAll.Canvas.StoredData = intercom.Attributes{"step": 2}
	withAll.Event = canvas.EventCompleted
	withAll.CardCreationOptions = intercom.Attributes{"order": "17"}
	stored := canvas.Live("https://example.com/live")
	stored.Canvas.StoredData = intercom.Attributes{}
	for want, response := range map[string]*canvas.Response{
		`{"canvas":{"content":{"components":[{"type":"text","text":"Ahoy"}]}}}`:  canvas.Show(hello),
		`{"canvas":{"content":{"components":[]}}}`:                               canvas.Show([]canvas.Component{}...),
		`{"canvas":{"content_url":"https://example.com/live"}}`:                  canvas.Live("https://example.com/live"),
		`{"canvas":{"content_url":"https://example.com/live","stored_data":{}}}`: stored,
		`{"results":{}}`:                canvas.Finish(nil),
		`{"results":{"board":"<a&b>"}}`: canvas.Finish(intercom.Attributes{"board": "<a&b>"}),
		`{"canvas":{"content":{"components":[{"type":"text","text":"Ahoy"}]},"stored_data":{"step":2}},` +
			`"event":{"type":"completed"},"card_creation_options":{"order":"17"}}`: withAll,
	} {
		assert.Equal(t, want, encodeRaw(t, response))
		var read canvas.Response
		require.NoError(t, json.Unmarshal([]byte(want), &read))
		assert.Equal(t, want, encodeRaw(t, read), "what was read is written as it was")
	}
	assert.Equal(t, `{"content_url":"https://example.com/live"}`, encodeRaw(t, canvas.Live("https://example.com/live").Canvas))
}

func TestResponsesThatAreWrong(t *testing.T) {
	t.Parallel()
	text := canvas.Content{Components: []canvas.Component{&canvas.Text{Text: "Ahoy"}}}
	data := intercom.Attributes{"a": 1}
	unwritable := intercom.Attributes{"secret-key": math.NaN(), "x": func() {}}
	const live = "https://example.com/live"
	for _, test := range []struct {
		response canvas.Response
		place    string
		problem  string
	}{
		{canvas.Response{}, "Canvas or Results", "is required, one of them"},
		{canvas.Response{Event: canvas.EventCompleted}, "Canvas or Results", "is required, one of them"},
		{*canvas.Show(), "Canvas or Results", "is required, one of them"},
		{canvas.Response{Canvas: canvas.Canvas{Content: text}, Results: data}, "Results", "is set together with Canvas"},
		{canvas.Response{Canvas: canvas.Canvas{StoredData: data}, Results: data}, "Results", "is set together with Canvas"},
		{canvas.Response{Results: data, Event: canvas.EventCompleted}, "Event", "is set together with Results"},
		{canvas.Response{Results: data, CardCreationOptions: data}, "CardCreationOptions", "is set together with Results"},
		{canvas.Response{Canvas: canvas.Canvas{Content: text}, Event: "begun"}, "Event", `must be one of ["completed"]`},
		{canvas.Response{Canvas: canvas.Canvas{StoredData: data}}, "Canvas.Content or ContentURL", "is required, one of them"},
		{canvas.Response{Canvas: canvas.Canvas{Content: text, ContentURL: live}}, "Canvas.ContentURL", "is set together with Content"},
		{*canvas.Live("/live"), "Canvas.ContentURL", "must be a URL that begins with https:// or http://"},
		{*canvas.Live(" "), "Canvas.ContentURL", "is empty"},
		{canvas.Response{Results: unwritable}, "Results", "has something that cannot be written as JSON"},
		{canvas.Response{Canvas: canvas.Canvas{Content: text}, CardCreationOptions: unwritable}, "CardCreationOptions", "has something that cannot be written as JSON"},
		{canvas.Response{Canvas: canvas.Canvas{Content: text, StoredData: unwritable}}, "Canvas.StoredData", "has something that cannot be written as JSON"},
	} {
		_, err := test.response.MarshalJSON()
		assertInvalid(t, err, test.place)
		assert.Equal(t, "intercom: canvas: invalid argument: "+test.place+" "+test.problem, err.Error())
		_, err = json.Marshal(test.response)
		assertInvalid(t, err, test.place)
	}
	_, err := canvas.Content{}.MarshalJSON()
	assertInvalid(t, err, "Components")
	_, err = canvas.Canvas{}.MarshalJSON()
	assertInvalid(t, err, "Content or ContentURL")
	_, err = canvas.Canvas{Content: canvas.Content{Components: []canvas.Component{nil}}}.MarshalJSON()
	assertInvalid(t, err, "Content.Components[0]")
}

// Each part can have 64 KB, to the byte.
func TestSizesOfParts(t *testing.T) {
	t.Parallel()
	const most = 64 << 10
	pad := func(around string) string { return strings.Repeat("x", most-len(around)) }

	content := pad(`{"components":[{"type":"text","text":""}]}`)
	text := &canvas.Text{Text: content}
	assert.Len(t, encodeRaw(t, canvas.Show(text).Canvas.Content), most)
	encodeRaw(t, canvas.Show(text))
	text.Text += "x"
	_, err := canvas.Show(text).MarshalJSON()
	assertInvalid(t, err, "Canvas.Content.Components")
	assert.Contains(t, err.Error(), "has 65537 bytes, Intercom takes at most 65536")
	_, err = canvas.Show(text).Canvas.Content.MarshalJSON()
	assertInvalid(t, err, "Components")

	stored := canvas.Show(&canvas.Text{Text: "x"})
	data := pad(`{"a":""}`)
	stored.Canvas.StoredData = intercom.Attributes{"a": data}
	encodeRaw(t, stored)
	stored.Canvas.StoredData = intercom.Attributes{"a": data + "x"}
	_, err = stored.MarshalJSON()
	assertInvalid(t, err, "Canvas.StoredData")
	assert.NotContains(t, err.Error(), "xxx")

	address := "https://example.com/" + pad("https://example.com/")
	encodeRaw(t, canvas.Live(address))
	_, err = canvas.Live(address + "x").MarshalJSON()
	assertInvalid(t, err, "Canvas.ContentURL")
}

func TestReadingCanvases(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"content":{"components":[{"type":"divider"}]},"stored_data":{"n":12345678901234567890}}`: "",
		`{"current_canvas":{"content":{"components":[{"type":"divider"}]}}}`:                       `{"content":{"components":[{"type":"divider"}]}}`,
		`{"content":null,"content_url":"https://example.com","stored_data":null}`:                  `{"content_url":"https://example.com"}`,
		`{"content":{"components":[]},"content_url":["no URL"],"stored_data":7}`:                   `{"content":{"components":[]}}`,
	} {
		if want == "" {
			want = text
		}
		var c canvas.Canvas
		require.NoError(t, json.Unmarshal([]byte(text), &c))
		assert.Equal(t, want, encodeRaw(t, c))
	}
	c := canvas.Live("https://example.com").Canvas
	require.NoError(t, json.Unmarshal([]byte("null"), &c))
	assert.Equal(t, "https://example.com", c.ContentURL, "null changes nothing")
	content := canvas.Content{Components: []canvas.Component{&canvas.Divider{}}}
	require.NoError(t, json.Unmarshal([]byte("null"), &content))
	assert.Len(t, content.Components, 1, "null changes nothing")
	require.NoError(t, json.Unmarshal([]byte("{}"), &content))
	assert.Nil(t, content.Components)
	require.NoError(t, json.Unmarshal([]byte(strings.Repeat(`{"current_canvas":`, 1000)+"{}"+strings.Repeat("}", 1000)), &c))
}
