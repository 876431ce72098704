package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const first = "Talking to a fake Intercom in this process, as INTERCOM_ACCESS_TOKEN is not set.\n"

func TestRun(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	var out strings.Builder
	require.NoError(t, run(t.Context(), nil, &out, nil))
	assert.Equal(t, first+`- line 5: has no user_id and no email
- line 3: parameter_invalid: email is malformed
imported 3 of 5 users
`, out.String())

	out.Reset()
	require.NoError(t, run(t.Context(), strings.NewReader("email\na@example.com\n"), &out, []string{"-f", "-"}))
	assert.Equal(t, first+"imported 1 of 1 users\n", out.String())

	path := filepath.Join(t.TempDir(), "users.csv")
	require.NoError(t, os.WriteFile(path, []byte("name\nNobody\n"), 0o600))
	require.ErrorContains(t, run(t.Context(), nil, &out, []string{"-f", path}), "nobody to import")
	require.Error(t, run(t.Context(), nil, &out, []string{"-f", path + ".none"}))
	require.Error(t, run(t.Context(), nil, &out, []string{"-unknown"}))
	require.Error(t, run(t.Context(), iotest.ErrReader(errors.New("broken")), &out, []string{"-f", "-"}))

	t.Setenv("INTERCOM_ACCESS_TOKEN", "tok")
	require.ErrorContains(t, run(t.Context(), nil, &out, nil), "-f is missing", "no sample in a real workspace")
}

func TestLoad(t *testing.T) {
	t.Parallel()
	ctx, fake := t.Context(), intercomtest.NewServer()
	client := fake.Client(intercom.WithMaxRetries(0))
	var file strings.Builder
	file.WriteString("user_id,email,plan,seats,paid\n")
	for n := range 250 {
		fmt.Fprintf(&file, "crew-%d,crew-%d@example.com,fleet,%d,true\n", n, n, n)
	}
	lines, err := read(strings.NewReader(file.String()))
	require.NoError(t, err)
	var out strings.Builder
	for range 2 {
		out.Reset()
		require.NoError(t, load(ctx, client, lines, &out))
		assert.Equal(t, "imported 250 of 250 users\n", out.String())
	}
	assert.Len(t, fake.Requests("POST /bulk/users"), 6)
	users, err := client.Users.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, users, 250)
	user, err := client.Users.Find(ctx, intercom.ByUserID("crew-7"))
	require.NoError(t, err)
	assert.Equal(t, intercom.Attributes{"plan": "fleet", "seats": typed("7"), "paid": true}, user.CustomAttributes)

	out.Reset()
	fake.Fail("POST /bulk/users", intercomtest.Delay(0), intercomtest.Status(403, "forbidden", "No."))
	err = load(ctx, client, lines, &out)
	require.ErrorIs(t, err, intercom.ErrForbidden)
	assert.ErrorContains(t, err, "after 100 users")
}

func TestTyped(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"12": "json.Number", "1234567890123456789": "json.Number", "1.50": "json.Number", "-3": "json.Number", "true": "bool", "false": "bool",
		"007": "string", "fleet": "string", "t": "string", "1e": "string", `"1"`: "string", "null": "string", "+49": "string",
	} {
		assert.Equal(t, want, fmt.Sprintf("%T", typed(value)), value)
	}
	assert.Equal(t, "json.Number", fmt.Sprintf("%T", typed("1")), "a number rather than a boolean")
}
