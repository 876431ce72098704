package canvas

import "encoding/json"

// Action is what happens when somebody uses a component: a *SubmitAction,
// *URLAction or *SheetAction, or an *UnknownAction that came in a request.
type Action interface {
	json.Marshaler
	checked
	action()
}

// SubmitAction sends a submit request with the values of all inputs of the canvas.
//
// https://developers.intercom.com/docs/references/canvas-kit/actioncomponents/submit-action
type SubmitAction struct{ kept }

// URLAction opens a link in a new tab.
//
// https://developers.intercom.com/docs/references/canvas-kit/actioncomponents/url-action
type URLAction struct {
	kept

	URL string `json:"url"` // required
}

// SheetAction opens a page of yours in the Messenger, as a sheet: see
// App.SheetHandler.
//
// https://developers.intercom.com/docs/references/canvas-kit/actioncomponents/sheets-action
type SheetAction struct {
	kept

	URL string `json:"url"` // required; begins with https://
}

// UnknownAction is an action of a kind that this package does not know. It is sent
// as it is.
type UnknownAction struct {
	private

	JSON json.RawMessage
}

func (*SubmitAction) action()  {}
func (*URLAction) action()     {}
func (*SheetAction) action()   {}
func (*UnknownAction) action() {}

func (*SubmitAction) check() *problem    { return nil }
func (a *URLAction) check() *problem     { return require("URL", a.URL) }
func (a *SheetAction) check() *problem   { return requireSecureLink("URL", a.URL) }
func (a *UnknownAction) check() *problem { return checkJSON(a.JSON) }

// MarshalJSON writes the action with its type.
func (a SubmitAction) MarshalJSON() ([]byte, error) {
	type fields SubmitAction
	return encode(&a, "submit", fields(a), a.kept)
}

// MarshalJSON writes the action with its type.
func (a URLAction) MarshalJSON() ([]byte, error) {
	type fields URLAction
	return encode(&a, "url", fields(a), a.kept)
}

// MarshalJSON writes the action with its type.
func (a SheetAction) MarshalJSON() ([]byte, error) {
	type fields SheetAction
	return encode(&a, "sheet", fields(a), a.kept)
}

// MarshalJSON writes the action as it came.
func (a UnknownAction) MarshalJSON() ([]byte, error) {
	if p := a.check(); p != nil {
		return nil, p.err()
	}
	return a.JSON, nil
}

// UnmarshalJSON reads the action, and keeps what this package does not know.
func (a *SubmitAction) UnmarshalJSON(b []byte) error {
	type fields SubmitAction
	return decode(b, "submit", (*fields)(a), &a.kept)
}

// UnmarshalJSON reads the action, and keeps what this package does not know.
func (a *URLAction) UnmarshalJSON(b []byte) error {
	type fields URLAction
	return decode(b, "url", (*fields)(a), &a.kept)
}

// UnmarshalJSON reads the action, and keeps what this package does not know.
func (a *SheetAction) UnmarshalJSON(b []byte) error {
	type fields SheetAction
	return decode(b, "sheet", (*fields)(a), &a.kept)
}

// UnmarshalJSON keeps the action as it is.
func (a *UnknownAction) UnmarshalJSON(b []byte) error {
	a.JSON = append(json.RawMessage(nil), b...)
	return nil
}

// Type returns the kind of action that Intercom calls it, or "".
func (a *UnknownAction) Type() string { return kindOf(string(a.JSON)) }

// anyAction reads an action of any kind.
type anyAction struct{ action Action }

func (a *anyAction) UnmarshalJSON(b []byte) error {
	var known interface {
		Action
		json.Unmarshaler
	}
	switch text := string(b); kindOf(text) {
	case "submit":
		known = new(SubmitAction)
	case "url":
		known = new(URLAction)
	case "sheet":
		known = new(SheetAction)
	default:
		if text == "null" {
			return nil
		}
	}
	if known != nil && known.UnmarshalJSON(b) == nil {
		a.action = known
		return nil
	}
	unknown := new(UnknownAction)
	a.action = unknown
	return unknown.UnmarshalJSON(b)
}
