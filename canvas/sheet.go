package canvas

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/signed"
	"github.com/go-intercom/intercom/internal/wire"
)

// Sheet is the request that opens a sheet: a browser posts it to the URL of a
// SheetAction, and shows the page that comes back inside of the Messenger.
//
// It is not signed. User is encrypted by Intercom, so that one is right. All else
// comes by way of the browser, where anybody can change it, and a User that came
// once can be sent again: let nothing but User decide what somebody may see.
//
// https://developers.intercom.com/docs/canvas-kit#sheets-optional
type Sheet struct {
	intercom.Object // the value of intercom_data

	User intercom.Contact `json:"-"` // decrypted

	WorkspaceID     intercom.ID         `json:"workspace_id,omitzero" wire:"alias=app_id"`
	WorkspaceRegion string              `json:"workspace_region,omitzero"`
	ComponentID     string              `json:"component_id,omitzero"` // what was clicked
	Context         Context             `json:"context,omitzero"`
	CurrentCanvas   Canvas              `json:"current_canvas,omitzero"`
	InputValues     intercom.Attributes `json:"input_values,omitzero"`
}

// UnmarshalJSON reads what intercom.Decode reads, without User.
func (s *Sheet) UnmarshalJSON(b []byte) error { return intercom.Decode(b, s) }

// sheetKey is the key of a form, or of JSON, that has all of a sheet.
const sheetKey = "intercom_data"

// Errors of what is no sheet.
var (
	errNoSheet = errors.New("body has no " + sheetKey + " that is a JSON object")
	errNoUser  = errors.New("user is no JSON object")
)

// ParseSheet reads the request that opens a sheet, for those who do not use
// App.SheetHandler. It decrypts the user with one of secrets, the client secret of
// the app; a user that is missing or cannot be decrypted is refused, as everything
// in the request could be forged then. At most 1 MiB is read.
//
// The errors are those of Parse.
func ParseSheet(r *http.Request, secrets ...string) (*Sheet, error) {
	if err := checkSecrets("canvas.ParseSheet", secrets); err != nil {
		return nil, refusal(err)
	}
	if r.Method != http.MethodPost {
		return nil, refusal(signed.ErrMethod)
	}
	text, err := sheetText(r)
	if err != nil {
		return nil, refusal(err)
	}
	s := new(Sheet)
	if decodeObject([]byte(text), s) != nil {
		return nil, refusal(errNoSheet)
	}
	user, err := decryptUser(s, secrets)
	if err != nil {
		return nil, refusal(err)
	}
	if decodeObject(user, &s.User) != nil {
		return nil, refusal(errNoUser)
	}
	return s, nil
}

// sheetText returns the JSON of a sheet, which is the value of a form, or of JSON
// as text or as an object.
func sheetText(r *http.Request) (string, error) {
	if text := r.PostForm.Get(sheetKey); text != "" { // somebody has read the body before
		return text, nil
	}
	body, err := signed.ReadBody(r, maxBody)
	if err != nil {
		return "", err
	}
	text := string(body)
	if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		form, err := url.ParseQuery(text)
		if err != nil {
			return "", errNoSheet
		}
		return form.Get(sheetKey), nil
	}
	value, _ := wire.Lookup(text, sheetKey)
	if strings.HasPrefix(value, `"`) {
		if err := json.Unmarshal([]byte(value), &value); err != nil {
			return "", errNoSheet
		}
	}
	return value, nil
}

// decryptUser returns the user of a sheet as JSON.
func decryptUser(s *Sheet, secrets []string) ([]byte, error) {
	raw, _ := s.Lookup("user")
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return nil, intercom.ErrSignature
	}
	sealed, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, intercom.ErrSignature
	}
	for _, secret := range secrets {
		if !signed.Usable([]string{secret}) {
			continue
		}
		aead, err := userCipher(secret)
		if err != nil {
			return nil, err
		}
		if user, err := aead.Open(nil, nil, sealed, nil); err == nil {
			return user, nil
		}
	}
	return nil, intercom.ErrSignature
}

// userCipher is AES-256-GCM with the nonce of 12 bytes before the text and the tag
// of 16 bytes behind it.
func userCipher(secret string) (cipher.AEAD, error) {
	key := sha256.Sum256([]byte(secret))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// EncryptUser encrypts a user, which is a JSON object, as Intercom does for the
// request that opens a sheet. It is for tests of an app.
func EncryptUser(user []byte, secret string) (string, error) {
	if err := checkSecrets("canvas.EncryptUser", []string{secret}); err != nil {
		return "", err
	}
	aead, err := userCipher(secret)
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(aead.Seal(nil, nil, user, nil)), nil
}
