package lint_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Workflows run actions of a fixed version, can write nothing unless a job says what, and test what .ci/run tests with.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	action := regexp.MustCompile(`uses: (\S+)(.*)`)
	pinned := regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40}$`)
	expression := regexp.MustCompile(`\$\{\{.*\}\}`)
	for _, path := range names {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		name, text := filepath.Base(path), string(content)
		assert.Contains(t, text, "\npermissions:\n  contents: read\n", "%s: the permissions of all jobs", name)
		assert.NotContains(t, text, "pull_request_target", "%s: it runs the code of others with rights of ours", name)
		assert.Equal(t, strings.Count(text, "runs-on:"), strings.Count(text, "timeout-minutes:"), "%s: every job has a limit", name)
		assert.Equal(t, strings.Count(text, "actions/checkout@"), strings.Count(text, "persist-credentials: false"), name)
		for _, m := range action.FindAllStringSubmatch(text, -1) {
			assert.Regexp(t, pinned, m[1], "%s: an action has the hash of a commit", name)
			assert.Regexp(t, `^ # v\d`, m[2], "%s: and its version beside it", name)
		}
		inScript := false
		for i, line := range strings.Split(text, "\n") {
			indented := strings.HasPrefix(line, "          ")
			inScript = strings.HasSuffix(line, "run: |") || inScript && (indented || line == "")
			if inScript || strings.Contains(line, "run: ") {
				assert.NotRegexp(t, expression, line, "%s:%d: what others write belongs into env, not into a script", name, i+1)
			}
		}
	}
	ci, err := os.ReadFile(filepath.Join(root, ".github", "workflows", "ci.yml"))
	require.NoError(t, err)
	run, err := os.ReadFile(filepath.Join(root, ".ci", "run"))
	require.NoError(t, err)
	newest := regexp.MustCompile(`readonly newest=(go[\d.]+)`).FindSubmatch(run)
	require.NotNil(t, newest)
	assert.Regexp(t, `go: \[go1\.\d+\.\d+, `+regexp.QuoteMeta(string(newest[1]))+`\]`, string(ci), "the versions of Go that are tested")
}

// Every module gets updates of what it requires.
func TestDependabot(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join(root, ".github", "dependabot.yml"))
	require.NoError(t, err)
	for _, name := range moduleFiles(t, ".mod") {
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(name)), ".")
		assert.Contains(t, string(content), "\n      - /"+dir+"\n", "%s is missing in .github/dependabot.yml", name)
	}
}
