package canvas

// Components that people use. What they entered is in Request.InputValues, by the
// id of the component.

// Button is a button with an action.
//
// https://developers.intercom.com/docs/references/canvas-kit/interactivecomponents/button
type Button struct {
	kept

	ID       string      `json:"id"`                // required, unique in the canvas; the ComponentID of the request
	Label    string      `json:"label"`             // required
	Action   Action      `json:"action"`            // required
	Style    ButtonStyle `json:"style,omitzero"`    // default ButtonStylePrimary
	Disabled bool        `json:"disabled,omitzero"` // the action cannot be taken
}

// ButtonStyle is the look of a button.
type ButtonStyle string

// What a button can look like.
const (
	ButtonStylePrimary   ButtonStyle = "primary"
	ButtonStyleSecondary ButtonStyle = "secondary"
	ButtonStyleLink      ButtonStyle = "link"
)

func (b *Button) id() string { return b.ID }

func (b *Button) check() *problem {
	return first(
		require("ID", b.ID),
		require("Label", b.Label),
		requireAction(b.Action),
		oneOf(b.kept, "Style", b.Style, ButtonStylePrimary, ButtonStyleSecondary, ButtonStyleLink),
	)
}

// MarshalJSON writes the component with its type.
func (b Button) MarshalJSON() ([]byte, error) {
	type fields Button
	return encode(&b, "button", fields(b), b.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (b *Button) UnmarshalJSON(data []byte) error {
	type fields Button
	var read struct {
		fields
		Action anyAction `json:"action"`
	}
	if err := decode(data, "button", &read, &read.kept); err != nil {
		return err
	}
	*b = Button(read.fields)
	b.Action = read.Action.action
	return nil
}

// SaveState shows whether what was entered is saved.
type SaveState string

// How far saving got.
const (
	SaveStateUnsaved SaveState = "unsaved"
	SaveStateSaved   SaveState = "saved" // nothing more can be entered
	SaveStateFailed  SaveState = "failed"
)

func checkSaveState(k kept, s SaveState) *problem {
	return oneOf(k, "SaveState", s, SaveStateUnsaved, SaveStateSaved, SaveStateFailed)
}

// Input takes a line of text.
//
// https://developers.intercom.com/docs/references/canvas-kit/interactivecomponents/input
type Input struct {
	kept

	ID          string    `json:"id"`                   // required, unique in the canvas
	Label       string    `json:"label,omitzero"`       // above the input
	Placeholder string    `json:"placeholder,omitzero"` // shown while the input is empty
	Value       string    `json:"value,omitzero"`       // what stands in it already
	Action      Action    `json:"action,omitzero"`      // of a button in the input
	SaveState   SaveState `json:"save_state,omitzero"`  // default SaveStateUnsaved
	Disabled    bool      `json:"disabled,omitzero"`    // nothing can be entered
}

func (i *Input) id() string { return i.ID }

func (i *Input) check() *problem {
	return first(require("ID", i.ID), checkAction(i.Action), checkSaveState(i.kept, i.SaveState))
}

// MarshalJSON writes the component with its type.
func (i Input) MarshalJSON() ([]byte, error) {
	type fields Input
	return encode(&i, "input", fields(i), i.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (i *Input) UnmarshalJSON(b []byte) error {
	type fields Input
	var read struct {
		fields
		Action anyAction `json:"action"`
	}
	if err := decode(b, "input", &read, &read.kept); err != nil {
		return err
	}
	*i = Input(read.fields)
	i.Action = read.Action.action
	return nil
}

// TextArea takes a text of several lines.
//
// https://developers.intercom.com/docs/references/canvas-kit/interactivecomponents/text-area
type TextArea struct {
	kept

	ID          string `json:"id"`                   // required, unique in the canvas
	Label       string `json:"label,omitzero"`       // above the text area
	Placeholder string `json:"placeholder,omitzero"` // shown while the text area is empty
	Value       string `json:"value,omitzero"`       // what stands in it already
	Error       bool   `json:"error,omitzero"`       // looks as if saving failed
	Disabled    bool   `json:"disabled,omitzero"`    // nothing can be entered
}

func (t *TextArea) id() string { return t.ID }

func (t *TextArea) check() *problem { return require("ID", t.ID) }

// MarshalJSON writes the component with its type.
func (t TextArea) MarshalJSON() ([]byte, error) {
	type fields TextArea
	return encode(&t, "textarea", fields(t), t.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (t *TextArea) UnmarshalJSON(b []byte) error {
	type fields TextArea
	return decode(b, "textarea", (*fields)(t), &t.kept)
}

// Option is one of several to choose from.
type Option struct {
	kept

	ID       string `json:"id"`                // required, unique in the component
	Text     string `json:"text"`              // required
	Disabled bool   `json:"disabled,omitzero"` // it cannot be chosen
}

func (o *Option) check() *problem { return first(require("ID", o.ID), require("Text", o.Text)) }

// MarshalJSON writes the option with its type.
func (o Option) MarshalJSON() ([]byte, error) {
	type fields Option
	return encode(&o, "option", fields(o), o.kept)
}

// UnmarshalJSON reads the option, and keeps what this package does not know.
func (o *Option) UnmarshalJSON(b []byte) error {
	type fields Option
	return decode(b, "option", (*fields)(o), &o.kept)
}

// Checkbox lets people choose any number of options. See Request.Choices.
//
// https://developers.intercom.com/docs/references/canvas-kit/interactivecomponents/checkbox
type Checkbox struct {
	kept

	ID        string    `json:"id"`                  // required, unique in the canvas
	Options   []Option  `json:"option"`              // required, at least 1
	Label     string    `json:"label"`               // required; above the options
	Value     []string  `json:"value,omitzero"`      // the ids of those that are chosen already
	SaveState SaveState `json:"save_state,omitzero"` // default SaveStateUnsaved
	Disabled  bool      `json:"disabled,omitzero"`   // nothing can be chosen
}

func (c *Checkbox) id() string { return c.ID }

func (c *Checkbox) check() *problem {
	return first(
		require("ID", c.ID),
		checkOptions(c.Options, 1, unlimited, c.Value...),
		require("Label", c.Label),
		checkSaveState(c.kept, c.SaveState),
	)
}

// MarshalJSON writes the component with its type.
func (c Checkbox) MarshalJSON() ([]byte, error) {
	type fields Checkbox
	return encode(&c, "checkbox", fields(c), c.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (c *Checkbox) UnmarshalJSON(b []byte) error {
	type fields Checkbox
	return decode(b, "checkbox", (*fields)(c), &c.kept)
}

// Dropdown lets people choose one option out of a list that opens.
//
// https://developers.intercom.com/docs/references/canvas-kit/interactivecomponents/dropdown
type Dropdown struct {
	kept

	ID        string    `json:"id"`                  // required, unique in the canvas
	Options   []Option  `json:"options"`             // required, 2 to 10
	Label     string    `json:"label,omitzero"`      // above the dropdown
	Value     string    `json:"value,omitzero"`      // the id of the one that is chosen already
	SaveState SaveState `json:"save_state,omitzero"` // default SaveStateUnsaved
	Disabled  bool      `json:"disabled,omitzero"`   // nothing can be chosen
}

func (d *Dropdown) id() string { return d.ID }

func (d *Dropdown) check() *problem {
	return first(require("ID", d.ID), checkOptions(d.Options, 2, 10, d.Value), checkSaveState(d.kept, d.SaveState))
}

// MarshalJSON writes the component with its type.
func (d Dropdown) MarshalJSON() ([]byte, error) {
	type fields Dropdown
	return encode(&d, "dropdown", fields(d), d.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (d *Dropdown) UnmarshalJSON(b []byte) error {
	type fields Dropdown
	return decode(b, "dropdown", (*fields)(d), &d.kept)
}

// SingleSelect lets people choose one option out of some that stand side by side.
//
// https://developers.intercom.com/docs/references/canvas-kit/interactivecomponents/single-select
type SingleSelect struct {
	kept

	ID        string    `json:"id"`                  // required, unique in the canvas
	Options   []Option  `json:"options"`             // required, 2 to 10
	Label     string    `json:"label,omitzero"`      // above the options
	Value     string    `json:"value,omitzero"`      // the id of the one that is chosen already
	SaveState SaveState `json:"save_state,omitzero"` // default SaveStateUnsaved
	Disabled  bool      `json:"disabled,omitzero"`   // nothing can be chosen
	Action    Action    `json:"action,omitzero"`     // of a choice
}

func (s *SingleSelect) id() string { return s.ID }

func (s *SingleSelect) check() *problem {
	return first(
		require("ID", s.ID),
		checkOptions(s.Options, 2, 10, s.Value),
		checkSaveState(s.kept, s.SaveState),
		checkAction(s.Action),
	)
}

// MarshalJSON writes the component with its type.
func (s SingleSelect) MarshalJSON() ([]byte, error) {
	type fields SingleSelect
	return encode(&s, "single-select", fields(s), s.kept)
}

// UnmarshalJSON reads the component, and keeps what this package does not know.
func (s *SingleSelect) UnmarshalJSON(b []byte) error {
	type fields SingleSelect
	var read struct {
		fields
		Action anyAction `json:"action"`
	}
	if err := decode(b, "single-select", &read, &read.kept); err != nil {
		return err
	}
	*s = SingleSelect(read.fields)
	s.Action = read.Action.action
	return nil
}
