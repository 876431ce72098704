package intercom_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestIdentitySecretsRequests(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	const secret = `{"type":"identity_verification_secret","id":103,"name":"Web",%s"supports_android":false,"supports_ios":true,"supports_web":true,"created_at":1734537500}`
	api.on("GET", "/secure_mode_secrets", 200, `{"type":"list","data":[`+fmt.Sprintf(secret, "")+`]}`)
	api.on("POST", "/secure_mode_secrets", 201, fmt.Sprintf(secret, `"secret":"9Zw0xNs3vKk0fPz9rwKqNbzH3mPVQmQxL9vhSm9Tk4A",`))
	api.on("DELETE", "/secure_mode_secrets/103", 204)

	created, err := client.IdentitySecrets.Create(t.Context(), intercom.IdentitySecretCreate{Name: "Web", SupportsIOS: true, SupportsWeb: true})
	require.NoError(t, err)
	api.wants("POST", "/secure_mode_secrets", "", "Preview", `{"name":"Web","supports_ios":true,"supports_web":true}`)
	assert.Equal(t, "9Zw0xNs3vKk0fPz9rwKqNbzH3mPVQmQxL9vhSm9Tk4A", string(created.Secret))
	all, err := client.IdentitySecrets.List(t.Context()).Collect()
	require.NoError(t, err)
	api.wants("GET", "/secure_mode_secrets", "", "Preview", "")
	require.Len(t, all, 1)
	assert.Empty(t, string(all[0].Secret))
	for _, got := range []*intercom.IdentitySecret{created, all[0]} {
		require.NoError(t, got.Mismatch())
		assert.Empty(t, got.Extra())
		assert.Equal(t, []any{intercom.ID("103"), "Web", false, true, true, int64(1734537500)},
			[]any{got.ID, got.Name, got.SupportsAndroid, got.SupportsIOS, got.SupportsWeb, got.CreatedAt.Unix()})
	}
	require.NoError(t, client.IdentitySecrets.Delete(t.Context(), "103"))
	api.wants("DELETE", "/secure_mode_secrets/103", "", "Preview", "")

	sent := api.count()
	for parameter, err := range map[string]error{
		"Name":        got(client.IdentitySecrets.Create(t.Context(), intercom.IdentitySecretCreate{SupportsWeb: true})),
		"SupportsWeb": got(client.IdentitySecrets.Create(t.Context(), intercom.IdentitySecretCreate{Name: "x"})),
		"id":          client.IdentitySecrets.Delete(t.Context(), ""),
	} {
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		assert.ErrorContains(t, err, ": "+parameter+" ")
	}
	assert.Equal(t, sent, api.count())
}

// The key is nowhere but where one asks for it.
func TestIdentitySecretKeyIsNotPrinted(t *testing.T) {
	t.Parallel()
	const key = "planted-body-text"
	var log, hooked strings.Builder
	client, api := setup(t,
		intercom.WithLogger(slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))),
		intercom.WithHook(func(_ context.Context, a intercom.Attempt) { fmt.Fprintf(&hooked, "%+v %#v", a, a) }),
	)
	api.on("POST", "/secure_mode_secrets", 201, `{"type":"identity_verification_secret","id":"1","name":"Web","secret":"`+key+`"}`)
	created, err := client.IdentitySecrets.Create(t.Context(), intercom.IdentitySecretCreate{Name: "Web", SupportsWeb: true})
	require.NoError(t, err)
	require.Equal(t, key, string(created.Secret))
	require.NotEmpty(t, log.String())
	require.NotEmpty(t, hooked.String())
	for what, text := range map[string]string{
		"log": log.String(), "hook": hooked.String(), "key": printed(created.Secret), "secret": printed(*created),
		"built": printed(intercom.IdentitySecret{Secret: key}), "fields": fmt.Sprintf("%+v", struct{ Key intercom.IdentitySecretKey }{created.Secret}),
	} {
		silent(t, text, what)
	}
	assert.Equal(t, `[redacted] "[redacted]"`, fmt.Sprintf("%v %q", created.Secret, created.Secret))
	written, err := json.Marshal(created)
	require.NoError(t, err)
	assert.Contains(t, string(written), `"secret":"`+key+`"`, "it can be stored")
}

func TestIdentitySecretsStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	old, err := client.IdentitySecrets.Create(ctx, intercom.IdentitySecretCreate{Name: "Old", SupportsWeb: true})
	require.NoError(t, err)
	rotated, err := client.IdentitySecrets.Create(ctx, intercom.IdentitySecretCreate{Name: "New", SupportsWeb: true, SupportsAndroid: true})
	require.NoError(t, err)
	assert.Len(t, string(rotated.Secret), 43)
	assert.NotEqual(t, string(old.Secret), string(rotated.Secret))

	require.NoError(t, client.IdentitySecrets.Delete(ctx, old.ID))
	left, err := client.IdentitySecrets.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, left, 1)
	assert.Equal(t, "New", left[0].Name)
	assert.False(t, left[0].Has("secret"))
	err = client.IdentitySecrets.Delete(ctx, old.ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)
	var missing *intercom.NotFoundError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, "identity_verification_secret_not_found", missing.Code)
}
