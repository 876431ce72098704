package intercom

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"time"
	"unicode/utf8"

	"github.com/go-intercom/intercom/internal/signed"
)

// UserHash returns the user_hash that proves to the Messenger who a user is. The
// id is what the Messenger is given as user_id, or the e-mail address of users
// without one; the secret is that of the platform (web, iOS or Android), and has
// to stay on the server. UserJWT does the same for a limited time, and covers
// more than the id.
//
// A secret or an id that is blank is an ErrInvalidArgument, and so is a secret
// with white space around it: a hash of it would prove nothing.
//
// https://developers.intercom.com/installing-intercom/web/identity-verification
func UserHash(secret, id string) (string, error) {
	r := (&request{op: "UserHash"}).requireSecret("secret", secret).require("id", id)
	if r.err != nil {
		return "", r.err
	}
	return hex.EncodeToString(sign(secret, id)), nil
}

// UserJWT returns the intercom_user_jwt that proves to the Messenger who a user
// is: a JSON Web Token, signed with HS256 and a Messenger API secret, which has to
// stay on the server.
//
// The claims are what Intercom takes over of the user, such as "email", "name"
// and custom attributes: what is in the token cannot be changed in the browser.
// They can be nil. They are readable for whoever has the token.
//
// The token is valid for ttl, which Intercom counts in seconds: an hour is good.
// Without one, as 0 says, it is valid until the secret is deleted.
//
// These are an ErrInvalidArgument: a secret or a userID that is blank, a secret
// with white space around it, a userID that is not UTF-8, claims called "user_id"
// or "exp" or that JSON cannot hold, and a ttl that is negative or less than a
// second.
//
// https://developers.intercom.com/installing-intercom/web/identity-verification
func UserJWT(secret, userID string, claims map[string]any, ttl time.Duration) (string, error) {
	r := (&request{op: "UserJWT"}).requireSecret("secret", secret).require("userID", userID)
	if !utf8.ValidString(userID) {
		r.invalid("userID", "is not UTF-8")
	}
	all := maps.Clone(claims)
	if all == nil {
		all = map[string]any{}
	}
	for _, name := range []string{"user_id", "exp"} {
		if _, ok := all[name]; ok {
			r.invalid("claims", `has "`+name+`", which another parameter is for`)
		}
	}
	all["user_id"] = userID
	switch {
	case ttl < 0:
		r.invalid("ttl", fmt.Sprintf("is %v, which is negative", ttl))
	case ttl > 0 && ttl < time.Second:
		r.invalid("ttl", fmt.Sprintf("is %v, which is less than a second; write it as time.Hour", ttl))
	case ttl > 0:
		all["exp"] = time.Now().Add(ttl).Unix()
	}
	payload, err := json.Marshal(all)
	if r.check("claims", err).err != nil {
		return "", r.err
	}
	claimed := jwtHeader + "." + base64.RawURLEncoding.EncodeToString(payload)
	return claimed + "." + base64.RawURLEncoding.EncodeToString(sign(secret, claimed)), nil
}

// jwtHeader is {"alg":"HS256","typ":"JWT"}, encoded.
const jwtHeader = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"

// sign returns the HMAC-SHA256 of a text.
func sign(secret, text string) []byte { return signed.Sum(sha256.New, []byte(text), secret) }
