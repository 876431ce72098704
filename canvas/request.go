package canvas

import (
	"bytes"
	"errors"
	"net/http"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/signed"
)

// maxBody is how large a request can be: canvases have 192 KB at most, and a
// conversation of hundreds of parts has some hundred.
const maxBody = 1 << 20

// Request is what Intercom sends to an app, in all flows but the opening of a
// sheet. Which fields a flow has is in the documentation of this package. The URL
// that a request came to says which flow it is, as nothing in it does.
//
// https://developers.intercom.com/docs/canvas-kit
type Request struct {
	intercom.Object

	WorkspaceID     intercom.ID `json:"workspace_id,omitzero" wire:"alias=app_id"` // Intercom calls it app_id for apps of version 1.2
	WorkspaceRegion string      `json:"workspace_region,omitzero"`                 // such as "US"
	Context         Context     `json:"context,omitzero"`

	// What was clicked: the id of a component, or of an item of a list.
	ComponentID string `json:"component_id,omitzero"`

	// What people entered, by the ids of the components: text, the id of an option,
	// or a list of such ids. See Choices.
	InputValues intercom.Attributes `json:"input_values,omitzero"`

	// What the page of a sheet submitted.
	SheetValues intercom.Attributes `json:"sheet_values,omitzero"`

	// The Results of the configure flow, or the CardCreationOptions of a Response.
	CardCreationOptions intercom.Attributes `json:"card_creation_options,omitzero"`

	// What is shown until the response is there, with your StoredData.
	CurrentCanvas Canvas `json:"current_canvas,omitzero" wire:"alias=canvas"`

	Admin        intercom.Admin        `json:"admin,omitzero"`                         // who configures the app, or uses it in the Inbox
	Conversation intercom.Conversation `json:"conversation,omitzero"`                  // in the Inbox
	Contact      intercom.Contact      `json:"contact,omitzero" wire:"alias=customer"` // whom the teammate sees, or who sees a live canvas
	User         intercom.Contact      `json:"user,omitzero"`                          // who uses the app in the Messenger
}

// UnmarshalJSON reads what intercom.Decode reads, with what does not fit in Mismatch.
func (r *Request) UnmarshalJSON(b []byte) error {
	if err := intercom.Decode(b, r); err != nil {
		return err
	}
	return r.settle()
}

// settle reads the keys that have an older name again, where the older one came
// last and has nothing.
func (r *Request) settle() error {
	return errors.Join(
		again(r, "workspace_id", &r.WorkspaceID, r.WorkspaceID == ""),
		again(r, "contact", &r.Contact, r.Contact.ID == ""),
	)
}

// again reads a field that is empty once more.
func again(r *Request, key string, field any, isEmpty bool) error {
	if !isEmpty {
		return nil
	}
	text, ok := r.Lookup(key)
	if !ok || string(text) == "null" {
		return nil
	}
	return intercom.Decode(text, field)
}

// Choices returns the ids of the options that were chosen in the component with
// the given id: several for a Checkbox, one at most for a Dropdown or SingleSelect.
func (r *Request) Choices(id string) []string {
	switch chosen := r.InputValues[id].(type) {
	case string:
		if chosen != "" {
			return []string{chosen}
		}
	case []any:
		var all []string
		for _, each := range chosen {
			if text, ok := each.(string); ok {
				all = append(all, text)
			}
		}
		return all
	}
	return nil
}

// Context is where an app is used. The Messenger sends it.
type Context struct {
	private

	ConversationID            intercom.ID `json:"conversation_id,omitzero"` // only at LocationConversation
	Location                  Location    `json:"location,omitzero"`
	Locale                    string      `json:"locale,omitzero"`                      // of the Messenger, such as "en"
	MessengerActionColour     string      `json:"messenger_action_colour,omitzero"`     // such as "#0057ff"
	MessengerBackgroundColour string      `json:"messenger_background_colour,omitzero"` // such as "#ffffff"
	Referrer                  string      `json:"referrer,omitzero"`                    // the URL of the page
}

// Location is a place where apps can be.
type Location string

// Where apps can be.
const (
	LocationConversation Location = "conversation"
	LocationHome         Location = "home" // of the Messenger
	LocationMessage      Location = "message"
	LocationOperator     Location = "operator"
)

// Parse reads a request, for those who do not use a handler of this package. The
// request has to be signed with one of secrets; there are two while the client
// secret of the app changes. At most 1 MiB is read, and nothing of a request whose
// X-Body-Signature is missing or has another form.
//
// Any error is an *intercom.WebhookError with the status to respond with: 401, which
// is intercom.ErrSignature, 400, 405 or 413, and 500, which is an
// intercom.ErrInvalidArgument, if there is no secret. What does not fit in a request
// that is signed is left out; Request.Mismatch reports it.
//
// Intercom asks with HEAD whether a URL is there: respond to that with 200.
func Parse(r *http.Request, secrets ...string) (*Request, error) {
	if err := checkSecrets("canvas.Parse", secrets); err != nil {
		return nil, refusal(err)
	}
	body, _, err := signed.Read(r, maxBody, secrets, signed.Canvas)
	if err != nil {
		return nil, refusal(err)
	}
	req := new(Request)
	if err := decodeObject(body, req); err != nil {
		return nil, refusal(err)
	}
	if err := req.settle(); err != nil {
		return nil, refusal(err)
	}
	return req, nil
}

// Verify reports whether a body was signed with one of secrets, where there is no
// *http.Request, such as in a serverless function. The signature is the value of
// X-Body-Signature: it is also that of requests which report that an app was
// uninstalled. The error is intercom.ErrSignature. Read the body with intercom.Decode
// into a Request afterwards.
func Verify(body []byte, signature string, secrets ...string) error {
	if !signed.Canvas.Verify(body, signature, secrets) {
		return intercom.ErrSignature
	}
	return nil
}

// Sign returns the X-Body-Signature of a body, for tests of an app.
func Sign(body []byte, secret string) string { return signed.Canvas.Sign(body, secret) }

func checkSecrets(function string, secrets []string) error {
	if problem := signed.Problem(secrets); problem != "" {
		return &intercom.ArgumentError{Operation: function, Parameter: "secrets", Problem: problem}
	}
	return nil
}

var errNoObject = errors.New("body is no JSON object")

// decodeObject reads an object that has the fields of v.
func decodeObject(text []byte, v any) error {
	if !bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) {
		return errNoObject
	}
	return intercom.Decode(text, v)
}

// refusal returns why a request is refused, with the status to respond with.
func refusal(err error) error {
	status := signed.Status(err)
	if errors.Is(err, intercom.ErrInvalidArgument) {
		status = http.StatusInternalServerError
	}
	return &intercom.WebhookError{StatusCode: status, Err: err}
}
