package intercom_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestUserHash(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ secret, id, want string }{
		{"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"}, // RFC 4231
		{"messenger-secret", "25", "0d56c890b36cf42e5baa684806c31be85a884200d8f3ee0f6951c414b1862aa2"},
	} {
		got, err := intercom.UserHash(v.secret, v.id)
		require.NoError(t, err)
		assert.Equal(t, v.want, got)
	}
	spaced, err := intercom.UserHash("messenger-secret", " 25")
	require.NoError(t, err)
	other, err := intercom.UserHash("messenger-secret", "25")
	require.NoError(t, err)
	assert.NotEqual(t, other, spaced, "an id is taken as it is")
}

func TestUserJWT(t *testing.T) {
	t.Parallel()
	claims := map[string]any{"email": "wash@serenity.example"}
	got, err := intercom.UserJWT("messenger-secret", "25", claims, 0)
	require.NoError(t, err)
	assert.Equal(t, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJlbWFpbCI6Indhc2hAc2VyZW5pdHkuZXhhbXBsZSIsInVzZXJfaWQiOiIyNSJ9."+
		"SU7-C_FCodf6St-JM3pA6sEX_kJFns9pdSxEPFyv2XE", got)
	assert.Equal(t, map[string]any{"email": "wash@serenity.example"}, claims, "what is given is not changed")

	bare, err := intercom.UserJWT("messenger-secret", "25", nil, 0)
	require.NoError(t, err)
	assert.JSONEq(t, `{"user_id":"25"}`, verifiedJWT(t, bare, "messenger-secret"))
}

func TestUserJWTExpires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		got, err := intercom.UserJWT("messenger-secret", "25", map[string]any{"seats": 3, "plan": map[string]any{"name": "<gold>"}}, time.Hour)
		require.NoError(t, err)
		assert.JSONEq(t, `{"user_id":"25","exp":946688400,"seats":3,"plan":{"name":"<gold>"}}`, verifiedJWT(t, got, "messenger-secret"))
		got, err = intercom.UserJWT("messenger-secret", "25", nil, math.MaxInt64)
		require.NoError(t, err)
		assert.JSONEq(t, `{"user_id":"25","exp":10170056836}`, verifiedJWT(t, got, "messenger-secret"))
	})
}

// A hash of nothing, or by nothing, would be a proof of nothing that looks like one.
func TestIdentityRefusesBadInput(t *testing.T) {
	t.Parallel()
	const secret, id = "messenger-secret", "25"
	refused := func(err error, operation, parameter, problem string) {
		t.Helper()
		var bad *intercom.ArgumentError
		require.ErrorAs(t, err, &bad)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		assert.Equal(t, []string{operation, parameter}, []string{bad.Operation, bad.Parameter})
		assert.Contains(t, bad.Problem, problem)
		assert.NotContains(t, text(t, err), secret)
	}
	for _, v := range []struct{ secret, id, parameter, problem string }{
		{"", id, "secret", "is empty"}, {" \t\n", id, "secret", "is empty"}, {secret + "\n", id, "secret", "white space"}, {" " + secret, id, "secret", "white space"},
		{secret, "", "id", "is empty"}, {secret, " \n", "id", "is empty"},
	} {
		hash, err := intercom.UserHash(v.secret, v.id)
		assert.Empty(t, hash)
		refused(err, "UserHash", v.parameter, v.problem)
		token, err := intercom.UserJWT(v.secret, v.id, nil, 0)
		assert.Empty(t, token)
		refused(err, "UserJWT", strings.Replace(v.parameter, "id", "userID", 1), v.problem)
	}
	loop := map[string]any{}
	loop["loop"] = loop
	for _, v := range []struct {
		id                 string
		claims             map[string]any
		ttl                time.Duration
		parameter, problem string
	}{
		{"\xff", nil, 0, "userID", "is not UTF-8"},
		{id, map[string]any{"user_id": "26"}, 0, "claims", `has "user_id"`},
		{id, map[string]any{"user_id": nil}, 0, "claims", `has "user_id"`},
		{id, map[string]any{"exp": 1}, 0, "claims", `has "exp"`},
		{id, map[string]any{"exp": 1}, time.Hour, "claims", `has "exp"`},
		{id, nil, -1, "ttl", "is -1ns, which is negative"},
		{id, nil, math.MinInt64, "ttl", "negative"},
		{id, nil, 3600, "ttl", "is 3.6µs, which is less than a second; write it as time.Hour"},
		{id, map[string]any{"x": func() {}}, 0, "claims", "is invalid: json"},
		{id, map[string]any{"x": math.NaN()}, 0, "claims", "is invalid: json"},
		{id, map[string]any{"x": unwritable{errors.New("of " + secretEmail)}}, 0, "claims", "is invalid: json"},
		{id, loop, 0, "claims", "is invalid: json"},
	} {
		token, err := intercom.UserJWT(secret, v.id, v.claims, v.ttl)
		assert.Empty(t, token)
		refused(err, "UserJWT", v.parameter, v.problem)
		silent(t, text(t, err), "UserJWT")
	}
}

// verifiedJWT checks a token as RFC 7515 describes it, and returns its claims.
func verifiedJWT(t testing.TB, token, secret string) string {
	t.Helper()
	parts := strings.Split(token, ".")
	require.Len(t, parts, 3)
	header, err := base64.RawURLEncoding.DecodeString(parts[0])
	require.NoError(t, err)
	require.Equal(t, `{"alg":"HS256","typ":"JWT"}`, string(header))
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	require.NoError(t, err)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(parts[0] + "." + parts[1]))
	require.True(t, hmac.Equal(mac.Sum(nil), signature))
	return string(payload)
}

// Whatever is given, a token verifies with its secret alone, and has the claims
// that were given and no others.
func FuzzUserJWT(f *testing.F) {
	f.Add("messenger-secret", "25", `{"email":"wash@serenity.example"}`, int64(3600))
	f.Add("s", "\u2028<é>", `{"a":{"b":[1,null,"x"]},"":0}`, int64(0))
	f.Add("s", "25", `{"exp":1}`, int64(1))
	f.Add("s", "25", `{"User_ID":"26","user_id":"26"}`, int64(0))
	f.Add(" ", "\xff", `null`, int64(-1))
	f.Fuzz(func(t *testing.T, secret, id, object string, seconds int64) {
		var claims map[string]any
		if json.Unmarshal([]byte(object), &claims) != nil {
			t.Skip()
		}
		given := maps.Clone(claims)
		seconds %= math.MaxInt64 / int64(time.Second)
		begun := time.Now().Unix()
		token, err := intercom.UserJWT(secret, id, claims, time.Duration(seconds)*time.Second)
		require.Equal(t, given, claims)
		_, hasID := claims["user_id"]
		_, hasExp := claims["exp"]
		if strings.TrimSpace(secret) != secret || secret == "" || strings.TrimSpace(id) == "" || !utf8.ValidString(id) || hasID || hasExp || seconds < 0 {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
			require.Empty(t, token)
			return
		}
		require.NoError(t, err)
		var got map[string]any
		require.NoError(t, json.Unmarshal([]byte(verifiedJWT(t, token, secret)), &got))
		require.Equal(t, id, got["user_id"])
		delete(got, "user_id")
		if seconds > 0 {
			require.InDelta(t, begun+seconds, got["exp"], 5)
			delete(got, "exp")
		}
		require.Equal(t, len(claims), len(got))
		for name, value := range claims {
			require.Equal(t, value, got[name])
		}
	})
}

func BenchmarkUserJWT(b *testing.B) {
	claims := map[string]any{"email": "wash@serenity.example", "name": "Wash", "plan": "gold"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := intercom.UserJWT("messenger-secret", "25", claims, time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}
