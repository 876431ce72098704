package conformance

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

var braces = regexp.MustCompile(`\{[^}]*\}`)

// The fake serves an operation of the newest version in an older one if the
// description of that has it.
func TestFakeHasTheOperationsOfItsVersions(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2.11", "2.14", "2.15"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			fake := intercomtest.NewServer()
			defer fake.Close()
			client := http.Client{Transport: fake.Transport()}
			described := map[string]bool{}
			for _, o := range operationsOf(t, version) {
				described[braces.ReplaceAllString(o.name, "1")] = true
			}
			for _, o := range operationsOf(t, intercom.APIVersion) {
				operation := braces.ReplaceAllString(o.name, "1")
				method, path, _ := strings.Cut(operation, " ")
				req, err := http.NewRequestWithContext(t.Context(), method, "https://api.intercom.io"+path, http.NoBody)
				require.NoError(t, err)
				req.Header.Set("Authorization", "Bearer "+fake.Token())
				req.Header.Set("Intercom-Version", version)
				res, err := client.Do(req)
				require.NoError(t, err)
				body, err := io.ReadAll(res.Body)
				require.NoError(t, err)
				res.Body.Close()
				assert.Equal(t, described[operation], !strings.Contains(string(body), "intercom_version_invalid"), o.name)
			}
		})
	}
}
