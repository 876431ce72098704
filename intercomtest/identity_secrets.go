package intercomtest

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
)

func (w *workspace) identitySecretRoutes() routes {
	secrets := plain(w, &w.identitySecrets, rules[identitySecret]{
		read:  identitySecretJSON,
		write: writeIdentitySecret,
		gone:  noContent,
		none:  failure(http.StatusNotFound, "identity_verification_secret_not_found", "Identity verification secret not found"),
	})
	return routes{modern: {
		"GET /secure_mode_secrets":         secrets.all,
		"POST /secure_mode_secrets":        secrets.create,
		"DELETE /secure_mode_secrets/{id}": secrets.remove,
	}}
}

// identitySecret is what a user_hash is signed with. The key is not kept.
type identitySecret struct {
	entry
	name              string
	android, ios, web bool
}

// identitySecretJSON shows a new key in the response to its creation, and none
// in any other.
func identitySecretJSON(x *exchange, s *identitySecret) object {
	o := object{
		"type":             "identity_verification_secret",
		"id":               s.id,
		"name":             s.name,
		"supports_android": s.android,
		"supports_ios":     s.ios,
		"supports_web":     s.web,
		"created_at":       s.createdAt,
	}
	if x.method == http.MethodPost {
		var key [32]byte
		rand.Read(key[:])
		o["secret"] = base64.RawURLEncoding.EncodeToString(key[:])
	}
	return o
}

func writeIdentitySecret(x *exchange, f *fields, s *identitySecret) {
	f.text("name", &s.name)
	f.flag("supports_android", &s.android)
	f.flag("supports_ios", &s.ios)
	f.flag("supports_web", &s.web)
	switch {
	case s.name == "":
		f.fail(unprocessable("name is required"))
	case !s.android && !s.ios && !s.web:
		f.fail(unprocessable("at least one platform must be enabled"))
	}
	x.status = http.StatusCreated
}
