package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestRun(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	path := filepath.Join(t.TempDir(), "contacts.ndjson")
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, []string{"-o", path}))
	assert.True(t, strings.HasPrefix(out.String(), "Talking to a fake Intercom"))
	assert.True(t, strings.HasSuffix(out.String(), "\r150 contacts\r250 contacts\ndone: "+path+" has 250 contacts\n"), out.String())
	assert.Len(t, lines(t, path), 250)
	require.Error(t, run(t.Context(), &out, []string{"-unknown"}))
}

// The second run adds what was updated since the first, the third goes on where
// the second was stopped.
func TestIncrements(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer()
		client := fake.Client(intercom.WithMaxRetries(0))
		require.NoError(t, demo.Seed(t.Context(), client, 400))
		path := filepath.Join(t.TempDir(), "contacts.ndjson")
		var out strings.Builder
		time.Sleep(time.Hour)

		fake.Fail("POST /contacts/search", intercomtest.Delay(0), intercomtest.Reset())
		require.ErrorIs(t, sync(t.Context(), client, path, &out), intercom.ErrConnection)
		assert.Equal(t, "\r150 contacts", out.String())
		// A crash can leave more in the file than the checkpoint knows of.
		file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		require.NoError(t, err)
		_, err = file.WriteString(`{"half":`)
		require.NoError(t, err)
		require.NoError(t, file.Close())

		out.Reset()
		require.NoError(t, sync(t.Context(), client, path, &out))
		assert.True(t, strings.HasPrefix(out.String(), "going on after 150 contacts\n\r300 contacts"), out.String())
		first := lines(t, path)
		assert.Len(t, first, 400)

		time.Sleep(24 * time.Hour)
		changed := map[intercom.ID]bool{}
		for n, contact := range first {
			if n%2 == 0 {
				_, err := client.Contacts.Update(t.Context(), contact.ID, intercom.ContactUpdate{Name: intercom.Set("Captain")})
				require.NoError(t, err)
				changed[contact.ID] = true
			}
		}
		time.Sleep(24 * time.Hour)
		fake.Fail("POST /contacts/search", intercomtest.Delay(0), intercomtest.Delay(0), intercomtest.Reset())
		require.ErrorIs(t, sync(t.Context(), client, path, &out), intercom.ErrConnection)
		assert.Len(t, lines(t, path), 500, "the search begins a day early, with 200 that did not change")
		require.NoError(t, sync(t.Context(), client, path, &out))
		second := lines(t, path)[400:]
		assert.Len(t, second, 200)
		for _, contact := range second {
			assert.Equal(t, "Captain", contact.Name)
			assert.True(t, changed[contact.ID])
			delete(changed, contact.ID)
		}
		assert.Empty(t, changed)

		time.Sleep(24 * time.Hour)
		require.NoError(t, sync(t.Context(), client, path, &out))
		assert.Len(t, lines(t, path), 600, "nothing happened")
	})
}

func TestBadCheckpoint(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "contacts.ndjson")
	require.NoError(t, os.WriteFile(checkpointOf(path), []byte("{"), 0o600))
	err := sync(t.Context(), intercomtest.NewServer().Client(), path, &strings.Builder{})
	require.ErrorContains(t, err, "contacts.ndjson.checkpoint")
}

// lines returns the contacts in a file.
func lines(t *testing.T, path string) (contacts []intercom.Contact) {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	for line := range strings.Lines(string(b)) {
		var contact intercom.Contact
		require.NoError(t, intercom.Decode([]byte(line), &contact))
		contacts = append(contacts, contact)
	}
	return contacts
}
