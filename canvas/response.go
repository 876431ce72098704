package canvas

import (
	"encoding/json"

	"github.com/go-intercom/intercom"
)

// Response is what an app responds with: a canvas, or the results of a configure
// flow, and never both. Show, Live and Finish make one.
type Response struct {
	private

	// Canvas takes the place of the canvas that was there.
	Canvas Canvas `json:"canvas,omitzero"`

	// Results end a configure flow. They come as CardCreationOptions of the
	// initialize request that follows. Empty but not nil ends it without any.
	Results intercom.Attributes `json:"results,omitzero"`

	// Event reports, besides a canvas, that the app did what it is for.
	Event Event `json:"event,omitzero"`

	// CardCreationOptions, besides a canvas in the Inbox, put an app into the
	// reply: they come with the initialize request of the Messenger.
	CardCreationOptions intercom.Attributes `json:"card_creation_options,omitzero"`
}

// Show returns a response that shows components.
func Show(components ...Component) *Response {
	return &Response{Canvas: Canvas{Content: Content{Components: components}}}
}

// Live returns a response with a canvas whose content Intercom asks for at a URL,
// whenever somebody looks at it: see App.ContentHandler. The Messenger has such
// canvases, the Inbox has not.
func Live(contentURL string) *Response {
	return &Response{Canvas: Canvas{ContentURL: contentURL}}
}

// Finish returns the response that ends a configure flow. Results come as
// CardCreationOptions of the initialize request that follows, and can be nil.
func Finish(results intercom.Attributes) *Response {
	if results == nil {
		results = intercom.Attributes{}
	}
	return &Response{Results: results}
}

func (r *Response) check() *problem {
	isCanvas := !r.Canvas.isZero()
	switch {
	case r.Results == nil && !isCanvas:
		return &problem{"Canvas or Results", "is required, one of them"}
	case r.Results == nil:
		return oneOf(kept{}, "Event", r.Event, EventCompleted)
	case isCanvas:
		return &problem{"Results", "is set together with Canvas"}
	case r.Event != "":
		return &problem{"Event", "is set together with Results"}
	case r.CardCreationOptions != nil:
		return &problem{"CardCreationOptions", "is set together with Results"}
	}
	return nil
}

// MarshalJSON writes the response. It is an intercom.ErrInvalidArgument if
// something in it cannot be sent; the text of the error has the place, and nothing
// of what is there.
func (r Response) MarshalJSON() ([]byte, error) {
	var out struct {
		Canvas              json.RawMessage `json:"canvas,omitzero"`
		Results             json.RawMessage `json:"results,omitzero"`
		Event               Event           `json:"event,omitzero"`
		CardCreationOptions json.RawMessage `json:"card_creation_options,omitzero"`
	}
	p := r.check()
	if p == nil && r.Results == nil {
		out.Canvas, p = r.Canvas.encode()
		p = p.in("Canvas")
	}
	if p == nil {
		out.Results, p = encodeData("Results", r.Results)
	}
	if p == nil {
		out.CardCreationOptions, p = encodeData("CardCreationOptions", r.CardCreationOptions)
	}
	if p != nil {
		return nil, p.err()
	}
	out.Event = r.Event
	return marshal(out)
}

// encodeData writes data of the app's own.
func encodeData(name string, data intercom.Attributes) (json.RawMessage, *problem) {
	if data == nil {
		return nil, nil
	}
	text, err := marshal(map[string]any(data)) // names are the app's own too, which custom attributes have rules for
	if err != nil {
		return nil, &problem{name, "has something that cannot be written as JSON"}
	}
	return text, nil
}

// Event is something that happened in an app.
type Event string

// EventCompleted reports that an app did what it is for, such as an app that
// collects e-mail addresses when it got one.
const EventCompleted Event = "completed"

// MarshalJSON writes the object that Intercom wants.
func (e Event) MarshalJSON() ([]byte, error) {
	return marshal(struct {
		Type string `json:"type"`
	}{string(e)})
}

// UnmarshalJSON reads the object that MarshalJSON writes.
func (e *Event) UnmarshalJSON(b []byte) error {
	*e = Event(kindOf(string(b)))
	return nil
}

// Canvas is what an app shows: content, or the URL that Intercom asks for it. Each
// of the three parts can have 64 KB as JSON; a larger one is refused, not cut.
//
// https://developers.intercom.com/docs/references/canvas-kit/responseobjects/canvas
type Canvas struct {
	private

	Content    Content             `json:"content,omitzero"`
	ContentURL string              `json:"content_url,omitzero"` // in place of Content; only in the Messenger: see Live
	StoredData intercom.Attributes `json:"stored_data,omitzero"` // your own, comes back in CurrentCanvas of the next request
}

func (c Canvas) isZero() bool { return c.Content.isZero() && c.ContentURL == "" && c.StoredData == nil }

func (c Canvas) check() *problem {
	switch {
	case c.Content.isZero() && c.ContentURL == "":
		return &problem{"Content or ContentURL", "is required, one of them"}
	case c.ContentURL == "":
		return nil
	case !c.Content.isZero():
		return &problem{"ContentURL", "is set together with Content"}
	}
	return first(requireLink("ContentURL", c.ContentURL), checkSize("ContentURL", len(c.ContentURL)))
}

// MarshalJSON writes the canvas, with the errors that Response.MarshalJSON has.
func (c Canvas) MarshalJSON() ([]byte, error) {
	text, p := c.encode()
	if p != nil {
		return nil, p.err()
	}
	return text, nil
}

func (c Canvas) encode() (json.RawMessage, *problem) {
	var out struct {
		Content    json.RawMessage `json:"content,omitzero"`
		ContentURL string          `json:"content_url,omitzero"`
		StoredData json.RawMessage `json:"stored_data,omitzero"`
	}
	p := c.check()
	if p == nil && !c.Content.isZero() {
		out.Content, p = c.Content.encode()
		p = p.in("Content")
	}
	if p == nil {
		out.StoredData, p = encodeData("StoredData", c.StoredData)
	}
	if p == nil {
		p = checkSize("StoredData", len(out.StoredData))
	}
	if p != nil {
		return nil, p
	}
	out.ContentURL = c.ContentURL
	text, err := marshal(out)
	if err != nil {
		return nil, &problem{"", "cannot be written as JSON"}
	}
	return text, nil
}

// UnmarshalJSON reads a canvas. What is no component that this package knows
// becomes an UnknownComponent.
func (c *Canvas) UnmarshalJSON(b []byte) error {
	var read struct {
		canvasJSON
		Inner canvasJSON `json:"current_canvas"` // the 2.11 description has a canvas inside of one
	}
	text := string(b)
	if _, err := reader.Decode(text, &read); err != nil || text == "null" {
		return err
	}
	if *c = read.canvas(); c.isZero() {
		*c = read.Inner.canvas()
	}
	return nil
}

// canvasJSON is a canvas whose components were not read yet.
type canvasJSON struct {
	Content    contentJSON    `json:"content"`
	ContentURL string         `json:"content_url"`
	StoredData map[string]any `json:"stored_data"`
}

func (c canvasJSON) canvas() Canvas {
	return Canvas{Content: c.Content.content(), ContentURL: c.ContentURL, StoredData: c.StoredData}
}

// Content is what an app shows: components, one below the other.
type Content struct {
	private

	Components []Component `json:"components"` // required; ids are unique
}

func (c Content) isZero() bool { return c.Components == nil }

func (c Content) check() *problem {
	if c.isZero() {
		return &problem{"Components", "is empty"}
	}
	ids := make([]string, len(c.Components))
	for i, component := range c.Components {
		if isNil(component) {
			return &problem{index("Components", i), "is nil"}
		}
		if p := component.check(); p != nil {
			return p.in(index("Components", i))
		}
		ids[i] = component.id()
	}
	if i := repeated(ids); i >= 0 {
		return &problem{index("Components", i) + ".ID", "is that of another component"}
	}
	return nil
}

// MarshalJSON writes the content, with the errors that Response.MarshalJSON has.
func (c Content) MarshalJSON() ([]byte, error) {
	text, p := c.encode()
	if p != nil {
		return nil, p.err()
	}
	return text, nil
}

func (c Content) encode() (json.RawMessage, *problem) {
	if p := c.check(); p != nil {
		return nil, p
	}
	text := []byte(`{"components":[`)
	for i, component := range c.Components {
		if i > 0 {
			text = append(text, ',')
		}
		one, err := component.MarshalJSON()
		if err != nil {
			return nil, &problem{index("Components", i), "cannot be written as JSON"}
		}
		text = append(text, one...)
	}
	text = append(text, "]}"...)
	return text, checkSize("Components", len(text))
}

// UnmarshalJSON reads content. What is no component that this package knows
// becomes an UnknownComponent.
func (c *Content) UnmarshalJSON(b []byte) error {
	var read contentJSON
	text := string(b)
	if _, err := reader.Decode(text, &read); err != nil || text == "null" {
		return err
	}
	*c = read.content()
	return nil
}

// contentJSON is content whose components were not read yet.
type contentJSON struct {
	Components []json.RawMessage `json:"components"`
}

func (c contentJSON) content() Content {
	if c.Components == nil {
		return Content{}
	}
	components := make([]Component, len(c.Components))
	for i, text := range c.Components {
		components[i] = readComponent(text)
	}
	return Content{Components: components}
}
