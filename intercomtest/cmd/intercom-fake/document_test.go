package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const documentFile = "../../../docs/fake-program.md"

// commands are those of the blocks of the document that are for a shell.
func commands(t *testing.T) (all []string) {
	t.Helper()
	text, err := os.ReadFile(documentFile)
	require.NoError(t, err)
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		for line := range strings.SplitSeq(strings.ReplaceAll(block[1], "\\\n", " "), "\n") {
			if strings.TrimSpace(line) != "" {
				all = append(all, line)
			}
		}
	}
	return all
}

// The commands of curl in the document do what they are said to do.
func TestDocumentedCurl(t *testing.T) {
	t.Parallel()
	p := start(t, "-seed", "example-seed.json")
	ran := 0
	for _, command := range commands(t) {
		if !strings.HasPrefix(command, "curl ") {
			continue
		}
		ran++
		res := p.curl(strings.ReplaceAll(command, "http://127.0.0.1:4010", p.base))
		if strings.Contains(command, "per_page=500") {
			assert.Equal(t, 400, res.status)
			assert.Contains(t, res.body, "per_page must be at most 150")
			continue
		}
		assert.Equal(t, 200, res.status, "%s: %s", command, res.body)
	}
	assert.Equal(t, 5, ran)
}

// The other commands in the document start, or do what they are for.
func TestDocumentedCommands(t *testing.T) {
	t.Parallel()
	app := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(app.Close)
	ran := 0
	for _, command := range commands(t) {
		args, ok := strings.CutPrefix(command, "intercom-fake ")
		if !ok {
			assert.True(t, strings.HasPrefix(command, "curl "), command)
			continue
		}
		ran++
		words := shellWords(strings.ReplaceAll(args, "http://127.0.0.1:8080", app.URL))
		switch words[0] {
		case "trigger", "-print-seed":
			status, stdout, stderr := ended(t, words...)
			assert.Equal(t, exitOK, status, stderr)
			assert.NotEmpty(t, stdout)
		case "record":
			words[1] = recordingFile(t)
			start(t, words...)
		case "replay":
			words[1] = filepath.Join(t.TempDir(), "recording")
			require.NoError(t, os.WriteFile(words[1], []byte(`{"intercom_fake_recording":1}`), 0o600))
			start(t, words...)
		default:
			start(t, words...)
		}
	}
	assert.Greater(t, ran, 10)
}

// The document names every section of a seed file.
func TestDocumentedSections(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(documentFile)
	require.NoError(t, err)
	for _, name := range sectionNames() {
		assert.Contains(t, string(text), "`"+name+"`")
	}
}
