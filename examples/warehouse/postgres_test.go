package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// The files of a temporary server go with it, those in a folder of the user's stay.
func TestStartPostgres(t *testing.T) {
	needPostgres(t)
	s, err := startPostgres(t.Context(), "")
	require.NoError(t, err)
	assert.DirExists(t, s.folder)
	s.Stop()
	assert.NoDirExists(t, s.folder)

	folder, err := os.MkdirTemp("", "wh")
	require.NoError(t, err)
	defer os.RemoveAll(folder) //nolint:errcheck // it is a temporary one
	require.NoError(t, os.Chmod(folder, 0o755))
	require.NoError(t, os.Mkdir(filepath.Join(folder, "data.new"), 0o700), "of one that was killed")
	for range 2 {
		s, err := startPostgres(t.Context(), folder)
		require.NoError(t, err)
		store, err := openStore(t.Context(), s.URL, "intercom")
		require.NoError(t, err)
		require.NoError(t, store.belongsTo(t.Context(), "w"), "it is there the second time")
		if other, err := startPostgres(t.Context(), folder); assert.ErrorContains(t, err, "lock file") {
			assert.Nil(t, other)
		}
		store.close()
		s.Stop()
	}
	assert.DirExists(t, folder)
}

func TestNoPostgres(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	programs, err := findPostgres()
	if err == nil {
		assert.True(t, strings.HasPrefix(programs, "/usr/") || strings.HasPrefix(programs, "/opt/"), "where Debian and others have it")
	} else {
		require.ErrorIs(t, err, errUsage)
		assert.ErrorContains(t, err, "apt-get install postgresql")
	}
	needPostgres(t)
	_, err = startPostgres(t.Context(), "/tmp/"+strings.Repeat("x", 100))
	require.ErrorContains(t, err, "-data has 105 bytes, a socket takes at most 85")
	assert.Equal(t, exitUsage, exitCode(err))
}

// Nothing of a contact is in the text of an error of the database.
func TestErrorsArePrivate(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 0)
	var c intercom.Contact
	require.NoError(t, intercom.Decode([]byte(`{"id":"1","email":"mira@harbor.test","custom_attributes":{"plan":"hidden"}}`), &c))
	_, err := w.store.conn.Exec(t.Context(), "ALTER TABLE contacts ADD CHECK (email NOT LIKE '%harbor%')")
	require.NoError(t, err)
	err = w.store.write(t.Context(), nil, "", func(p *page) error { return w.writeContacts(p, []*intercom.Contact{&c}) })
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "harbor")
	assert.NotContains(t, err.Error(), "hidden")
	assert.Equal(t, []string{"0"}, w.column(t, "SELECT count(*) FROM contacts"))
}
