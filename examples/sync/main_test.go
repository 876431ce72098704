package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestRun(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	for _, args := range [][]string{nil, {"-scroll"}} {
		path := filepath.Join(t.TempDir(), "users.ndjson")
		var out strings.Builder
		require.NoError(t, run(t.Context(), &out, append(args, "-o", path)))
		assert.True(t, strings.HasPrefix(out.String(), "Talking to a fake Intercom"))
		assert.Contains(t, out.String(), "\r250 ")
		assert.True(t, strings.HasSuffix(out.String(), "users.ndjson has 250 users\n"))
		assert.Len(t, ids(t, path), 250)
	}
	var out strings.Builder
	require.Error(t, run(t.Context(), &out, []string{"-unknown"}))
}

func TestResume(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client := fake.Client(intercom.WithMaxRetries(0))
	require.NoError(t, demo.Seed(t.Context(), client, 150))
	pager := client.Users.List(t.Context(), intercom.UserListOptions{Order: intercom.Ascending}).PerPage(60)
	path := filepath.Join(t.TempDir(), "users.ndjson")

	fake.Fail("GET /users", intercomtest.Delay(0), intercomtest.Delay(0), intercomtest.Reset())
	var out strings.Builder
	require.ErrorIs(t, copyUsers(pager, path, true, &out), intercom.ErrConnection)
	assert.Equal(t, "\r60 of 150 users\r120 of 150 users", out.String())

	// A crash can leave more in the file than the checkpoint knows of.
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = file.WriteString(`{"half":`)
	require.NoError(t, err)
	require.NoError(t, file.Close())

	out.Reset()
	before := len(fake.Requests("GET /users"))
	require.NoError(t, copyUsers(pager, path, true, &out))
	assert.True(t, strings.HasPrefix(out.String(), "going on after 120 users\n\r150 of 150 users\ndone"), out.String())
	assert.Len(t, fake.Requests("GET /users"), before+1)
	assert.Len(t, ids(t, path), 150)
	assert.NoFileExists(t, checkpointOf(path))
}

func TestBadCheckpoint(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "users.ndjson")
	require.NoError(t, os.WriteFile(checkpointOf(path), []byte("{"), 0o600))
	pager := intercomtest.NewServer().Client().Users.List(t.Context())
	require.ErrorContains(t, copyUsers(pager, path, true, &strings.Builder{}), "users.ndjson.checkpoint")
}

// ids returns the distinct ids of the users in a file.
func ids(t *testing.T, path string) map[intercom.ID]bool {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	found := map[intercom.ID]bool{}
	for line := range strings.Lines(string(b)) {
		var user intercom.User
		require.NoError(t, intercom.Decode([]byte(line), &user))
		assert.False(t, found[user.ID], "twice")
		found[user.ID] = true
	}
	return found
}
