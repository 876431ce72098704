// Package signed reads requests that Intercom signs: webhooks, Fin's events and
// what Canvas Kit sends. Nothing of a request is believed before its signature
// was checked.
package signed

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Scheme is a way in which Intercom signs the body of a request.
type Scheme struct {
	Header string
	prefix string
	hash   func() hash.Hash
	size   int // of the sum, in bytes
}

// The three schemes.
var (
	Webhook = Scheme{"X-Hub-Signature", "sha1=", sha1.New, sha1.Size}
	Canvas  = Scheme{"X-Body-Signature", "", sha256.New, sha256.Size}
	Fin     = Scheme{"X-Fin-Agent-API-Webhook-Signature", "sha256=", sha256.New, sha256.Size}
)

// Sign returns the signature of body as it is sent.
func (s Scheme) Sign(body []byte, secret string) string {
	return s.prefix + hex.EncodeToString(s.sum(body, secret))
}

func (s Scheme) sum(body []byte, secret string) []byte { return Sum(s.hash, body, secret) }

// Sum returns the HMAC of text.
func Sum(hash func() hash.Hash, text []byte, secret string) []byte {
	mac := hmac.New(hash, []byte(secret))
	mac.Write(text)
	return mac.Sum(nil)
}

// parse returns the sum that a signature states, or nil if it has another form.
func (s Scheme) parse(signature string) []byte {
	digits, ok := strings.CutPrefix(signature, s.prefix)
	if !ok || len(digits) != hex.EncodedLen(s.size) {
		return nil
	}
	sum, err := hex.DecodeString(digits)
	if err != nil {
		return nil
	}
	return sum
}

// Verify reports whether body was signed with one of secrets. A blank secret
// signs nothing. All secrets are tried, so that the time does not depend on which
// one fits.
func (s Scheme) Verify(body []byte, signature string, secrets []string) bool {
	sum := s.parse(signature)
	return sum != nil && s.matches(body, sum, secrets)
}

// matches reports whether body has the given sum with one of secrets.
func (s Scheme) matches(body, sum []byte, secrets []string) bool {
	fits := 0
	for _, secret := range secrets {
		if !isBlank(secret) {
			fits |= subtle.ConstantTimeCompare(sum, s.sum(body, secret))
		}
	}
	return fits == 1
}

func isBlank(secret string) bool { return strings.TrimSpace(secret) == "" }

// Usable reports whether one of secrets can sign something.
func Usable(secrets []string) bool { return Problem(secrets) == "" }

// Problem is why none of secrets can sign anything, in a sentence about secrets,
// or empty.
func Problem(secrets []string) string {
	switch {
	case len(secrets) == 0:
		return "are missing"
	case !slices.ContainsFunc(secrets, func(secret string) bool { return !isBlank(secret) }):
		return "are blank"
	}
	return ""
}

// Error is why a request was refused, with the status to respond with.
type Error struct {
	StatusCode int
	Problem    string // nothing of the request is in it
}

func (e *Error) Error() string { return e.Problem }

// Requests that are refused whatever they are about.
var (
	ErrSignature error = &Error{http.StatusUnauthorized, "signature does not fit"}
	ErrMethod    error = &Error{http.StatusMethodNotAllowed, "method is not POST"}
)

// Status returns the status for an error: its own, or else the one of a request
// whose content is at fault.
func Status(err error) int {
	if refused, ok := errors.AsType[*Error](err); ok {
		return refused.StatusCode
	}
	return http.StatusBadRequest
}

// Fail responds with a status and its name. One that is no failure is 500.
func Fail(w http.ResponseWriter, status int) {
	switch {
	case status < 400 || status > 599:
		status = http.StatusInternalServerError
	case status == http.StatusMethodNotAllowed:
		w.Header().Set("Allow", "HEAD, POST")
	}
	http.Error(w, http.StatusText(status), status)
}

// Read returns the body of a request that was signed by one of schemes, and the
// scheme. The header of a signature has to have the right form before anything is
// read, and no more than most bytes are.
func Read(r *http.Request, most int64, secrets []string, schemes ...Scheme) ([]byte, Scheme, error) {
	if r.Method != http.MethodPost {
		return nil, Scheme{}, ErrMethod
	}
	scheme, sum := find(r.Header, schemes)
	if sum == nil {
		return nil, Scheme{}, ErrSignature
	}
	body, err := ReadBody(r, most)
	if err != nil {
		return nil, Scheme{}, err
	}
	if !scheme.matches(body, sum, secrets) {
		return nil, Scheme{}, ErrSignature
	}
	return body, scheme, nil
}

// find returns the first of schemes that the header has a signature of, and the
// sum that it states. A header that comes twice has none.
func find(header http.Header, schemes []Scheme) (Scheme, []byte) {
	for _, s := range schemes {
		if values := header.Values(s.Header); len(values) == 1 {
			if sum := s.parse(values[0]); sum != nil {
				return s, sum
			}
		}
	}
	return Scheme{}, nil
}

// firstRead is how much memory a request gets before anything of it was read.
const firstRead = 8 << 10

// ReadBody reads a body of at most most bytes. Its memory grows with what comes,
// and not with what the request announces.
func ReadBody(r *http.Request, most int64) ([]byte, error) {
	tooLarge := &Error{http.StatusRequestEntityTooLarge, "body has more than " + strconv.FormatInt(most, 10) + " bytes"}
	if r.ContentLength > most {
		return nil, tooLarge
	}
	if r.Body == nil { // of a request that no server made
		return nil, nil
	}
	size := int64(firstRead)
	if 0 <= r.ContentLength && r.ContentLength < size {
		size = r.ContentLength + 1 // the end is read without growing
	}
	body := make([]byte, 0, size)
	for {
		n, err := r.Body.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case int64(len(body)) > most:
			return nil, tooLarge
		case err == io.EOF:
			return body, nil
		case err != nil:
			return nil, &Error{http.StatusBadRequest, "body could not be read"}
		}
		if len(body) == cap(body) {
			body = slices.Grow(body, len(body)) // twice as much
		}
	}
}
