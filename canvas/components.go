package canvas

import "encoding/json"

// Component is a piece of a canvas: a *Button, *Checkbox, *DataTable, *Divider,
// *Dropdown, *Image, *Input, *List, *SingleSelect, *Spacer, *Text or *TextArea, or
// an *UnknownComponent that came in a request.
type Component interface {
	json.Marshaler
	checked
	id() string
}

// Text shows a text.
//
// https://developers.intercom.com/docs/references/canvas-kit/presentationcomponents/text
type Text struct {
	kept

	ID           string       `json:"id,omitzero"`
	Text         string       `json:"text"`                   // required; Markdown for links and bold type
	Align        TextAlign    `json:"align,omitzero"`         // default TextAlignLeft
	Style        TextStyle    `json:"style,omitzero"`         // default TextStyleParagraph
	BottomMargin BottomMargin `json:"bottom_margin,omitzero"` // default 10 pixels
}

// TextAlign is where a text stands.
type TextAlign string

// Where a text can stand.
const (
	TextAlignLeft   TextAlign = "left"
	TextAlignCenter TextAlign = "center"
	TextAlignRight  TextAlign = "right"
)

// TextStyle is the color, weight and size of a text.
type TextStyle string

// What a text can look like.
const (
	TextStyleHeader    TextStyle = "header"
	TextStyleParagraph TextStyle = "paragraph"
	TextStyleMuted     TextStyle = "muted"
	TextStyleError     TextStyle = "error"
)

// BottomMargin is the space below a component.
type BottomMargin string

// BottomMarginNone takes away the space below a component.
const BottomMarginNone BottomMargin = "none"

func (t *Text) id() string { return t.ID }

func (t *Text) check() *problem {
	return first(
		require("Text", t.Text),
		oneOf(t.kept, "Align", t.Align, TextAlignLeft, TextAlignCenter, TextAlignRight),
		oneOf(t.kept, "Style", t.Style, TextStyleHeader, TextStyleParagraph, TextStyleMuted, TextStyleError),
		oneOf(t.kept, "BottomMargin", t.BottomMargin, BottomMarginNone),
	)
}

// MarshalJSON writes the component with its type.
func (t Text) MarshalJSON() ([]byte, error) {
	type fields Text
	return encode(&t, "text", fields(t), t.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (t *Text) UnmarshalJSON(b []byte) error {
	type fields Text
	return decode(b, "text", (*fields)(t), &t.kept)
}

// Image shows a picture.
//
// https://developers.intercom.com/docs/references/canvas-kit/presentationcomponents/image
type Image struct {
	kept

	ID           string       `json:"id,omitzero"`
	URL          string       `json:"url"`                    // required; a page over https:// shows no picture over http://
	Align        ImageAlign   `json:"align,omitzero"`         // default ImageAlignLeft
	Width        int          `json:"width"`                  // required; in pixels
	Height       int          `json:"height"`                 // required; in pixels
	Rounded      bool         `json:"rounded,omitzero"`       // with round corners
	BottomMargin BottomMargin `json:"bottom_margin,omitzero"` // default 10 pixels
	Action       *URLAction   `json:"action,omitzero"`        // of a click
}

// ImageAlign is where a picture stands.
type ImageAlign string

// Where a picture can stand.
const (
	ImageAlignLeft      ImageAlign = "left"
	ImageAlignCenter    ImageAlign = "center"
	ImageAlignRight     ImageAlign = "right"
	ImageAlignFullWidth ImageAlign = "full_width"
)

func (i *Image) id() string { return i.ID }

func (i *Image) check() *problem {
	var action *problem
	if i.Action != nil {
		action = i.Action.check().in("Action")
	}
	return first(
		requireLink("URL", i.URL),
		oneOf(i.kept, "Align", i.Align, ImageAlignLeft, ImageAlignCenter, ImageAlignRight, ImageAlignFullWidth),
		requirePixels("Width", i.Width),
		requirePixels("Height", i.Height),
		oneOf(i.kept, "BottomMargin", i.BottomMargin, BottomMarginNone),
		action,
	)
}

// MarshalJSON writes the component with its type.
func (i Image) MarshalJSON() ([]byte, error) {
	type fields Image
	return encode(&i, "image", fields(i), i.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (i *Image) UnmarshalJSON(b []byte) error {
	type fields Image
	return decode(b, "image", (*fields)(i), &i.kept)
}

// Divider draws a line.
//
// https://developers.intercom.com/docs/references/canvas-kit/presentationcomponents/divider
type Divider struct {
	kept

	ID           string       `json:"id,omitzero"`
	BottomMargin BottomMargin `json:"bottom_margin,omitzero"` // default 10 pixels
}

func (d *Divider) id() string { return d.ID }

func (d *Divider) check() *problem {
	return oneOf(d.kept, "BottomMargin", d.BottomMargin, BottomMarginNone)
}

// MarshalJSON writes the component with its type.
func (d Divider) MarshalJSON() ([]byte, error) {
	type fields Divider
	return encode(&d, "divider", fields(d), d.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (d *Divider) UnmarshalJSON(b []byte) error {
	type fields Divider
	return decode(b, "divider", (*fields)(d), &d.kept)
}

// Spacer is empty space.
//
// https://developers.intercom.com/docs/references/canvas-kit/presentationcomponents/spacer
type Spacer struct {
	kept

	ID   string     `json:"id,omitzero"`
	Size SpacerSize `json:"size,omitzero"` // default SpacerSizeS
}

// SpacerSize is how much space a Spacer takes.
type SpacerSize string

// How much space a Spacer can take.
const (
	SpacerSizeXS SpacerSize = "xs"
	SpacerSizeS  SpacerSize = "s"
	SpacerSizeM  SpacerSize = "m"
	SpacerSizeL  SpacerSize = "l"
	SpacerSizeXL SpacerSize = "xl"
)

func (s *Spacer) id() string { return s.ID }

func (s *Spacer) check() *problem {
	return oneOf(s.kept, "Size", s.Size, SpacerSizeXS, SpacerSizeS, SpacerSizeM, SpacerSizeL, SpacerSizeXL)
}

// MarshalJSON writes the component with its type.
func (s Spacer) MarshalJSON() ([]byte, error) {
	type fields Spacer
	return encode(&s, "spacer", fields(s), s.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (s *Spacer) UnmarshalJSON(b []byte) error {
	type fields Spacer
	return decode(b, "spacer", (*fields)(s), &s.kept)
}

// DataTable shows pairs of names and values. The Messenger breaks long ones into
// lines, the Inbox cuts them.
//
// https://developers.intercom.com/docs/references/canvas-kit/presentationcomponents/data-table
type DataTable struct {
	kept

	Items []DataTableItem `json:"items"`
}

// DataTableItem is a row of a DataTable.
type DataTableItem struct {
	kept

	Field string `json:"field"` // required
	Value string `json:"value"` // can be empty
}

func (*DataTable) id() string { return "" }

func (t *DataTable) check() *problem {
	for i := range t.Items {
		if p := t.Items[i].check(); p != nil {
			return p.in(index("Items", i))
		}
	}
	return nil
}

func (i *DataTableItem) check() *problem { return require("Field", i.Field) }

// MarshalJSON writes the component with its type.
func (t DataTable) MarshalJSON() ([]byte, error) {
	type fields DataTable
	t.Items = orEmpty(t.Items)
	return encode(&t, "data-table", fields(t), t.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (t *DataTable) UnmarshalJSON(b []byte) error {
	type fields DataTable
	return decode(b, "data-table", (*fields)(t), &t.kept)
}

// MarshalJSON writes the row with its type.
func (i DataTableItem) MarshalJSON() ([]byte, error) {
	type fields DataTableItem
	return encode(&i, "field-value", fields(i), i.kept)
}

// UnmarshalJSON reads the row, and keeps what this package does not know.
func (i *DataTableItem) UnmarshalJSON(b []byte) error {
	type fields DataTableItem
	return decode(b, "field-value", (*fields)(i), &i.kept)
}

// List shows items one below the other. Each can have an action of its own: the
// ComponentID of the request is then the id of the item.
//
// https://developers.intercom.com/docs/references/canvas-kit/interactivecomponents/list
type List struct {
	kept

	Items    []ListItem `json:"items"`
	Disabled bool       `json:"disabled,omitzero"` // none of the actions can be taken
}

// ListItem is an item of a List.
type ListItem struct {
	kept

	ID           string `json:"id"`                     // required, unique in the list
	Title        string `json:"title"`                  // required
	Subtitle     string `json:"subtitle,omitzero"`      // below the title
	TertiaryText string `json:"tertiary_text,omitzero"` // beside the subtitle
	Image        string `json:"image,omitzero"`         // the URL of a picture at the left
	ImageWidth   int    `json:"image_width,omitzero"`   // in pixels; required with an image
	ImageHeight  int    `json:"image_height,omitzero"`  // in pixels; required with an image
	RoundedImage bool   `json:"rounded_image,omitzero"` // with round corners
	Disabled     bool   `json:"disabled,omitzero"`      // the action cannot be taken
	Action       Action `json:"action,omitzero"`        // of a click
}

func (*List) id() string { return "" }

func (l *List) check() *problem {
	ids := make([]string, len(l.Items))
	for i := range l.Items {
		if p := l.Items[i].check(); p != nil {
			return p.in(index("Items", i))
		}
		ids[i] = l.Items[i].ID
	}
	if i := repeated(ids); i >= 0 {
		return &problem{index("Items", i) + ".ID", "is that of another item"}
	}
	return nil
}

func (i *ListItem) check() *problem {
	var image *problem
	if i.Image != "" {
		image = first(requireLink("Image", i.Image), requirePixels("ImageWidth", i.ImageWidth), requirePixels("ImageHeight", i.ImageHeight))
	}
	return first(require("ID", i.ID), require("Title", i.Title), image, checkAction(i.Action))
}

// MarshalJSON writes the component with its type.
func (l List) MarshalJSON() ([]byte, error) {
	type fields List
	l.Items = orEmpty(l.Items)
	return encode(&l, "list", fields(l), l.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (l *List) UnmarshalJSON(b []byte) error {
	type fields List
	return decode(b, "list", (*fields)(l), &l.kept)
}

// MarshalJSON writes the item with its type.
func (i ListItem) MarshalJSON() ([]byte, error) {
	type fields ListItem
	return encode(&i, "item", fields(i), i.kept)
}

// UnmarshalJSON reads the item, and keeps what this package does not know.
func (i *ListItem) UnmarshalJSON(b []byte) error {
	type fields ListItem
	var read struct {
		fields
		Action anyAction `json:"action"`
	}
	if err := decode(b, "item", &read, &read.kept); err != nil {
		return err
	}
	*i = ListItem(read.fields)
	i.Action = read.Action.action
	return nil
}

// orEmpty returns a list that is written as [] if it is empty, and not as null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// UnknownComponent is a component of a kind that this package does not know, or
// one in a form that it does not know. It is sent as it is.
type UnknownComponent struct {
	private

	JSON json.RawMessage
}

func (*UnknownComponent) id() string { return "" }

func (u *UnknownComponent) check() *problem { return checkJSON(u.JSON) }

// MarshalJSON writes the component as it came.
func (u UnknownComponent) MarshalJSON() ([]byte, error) {
	if p := u.check(); p != nil {
		return nil, p.err()
	}
	return u.JSON, nil
}

// UnmarshalJSON keeps the component as it is.
func (u *UnknownComponent) UnmarshalJSON(b []byte) error {
	u.JSON = append(json.RawMessage(nil), b...)
	return nil
}

// Type returns the kind of component that Intercom calls it, or "".
func (u *UnknownComponent) Type() string { return kindOf(string(u.JSON)) }

// readComponent reads a component of any kind.
func readComponent(text json.RawMessage) Component {
	var known interface {
		Component
		json.Unmarshaler
	}
	switch kindOf(string(text)) {
	case "button":
		known = new(Button)
	case "checkbox":
		known = new(Checkbox)
	case "data-table":
		known = new(DataTable)
	case "divider":
		known = new(Divider)
	case "dropdown":
		known = new(Dropdown)
	case "image":
		known = new(Image)
	case "input":
		known = new(Input)
	case "list":
		known = new(List)
	case "single-select":
		known = new(SingleSelect)
	case "spacer":
		known = new(Spacer)
	case "text":
		known = new(Text)
	case "textarea":
		known = new(TextArea)
	}
	if known != nil && known.UnmarshalJSON(text) == nil {
		return known
	}
	return &UnknownComponent{JSON: text}
}
