package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/module"
	modzip "golang.org/x/mod/zip"
)

// The nested modules of this repository require what they must.
func TestRepository(t *testing.T) {
	if err := (repository{root: "../../.."}).check(); err != nil {
		t.Error(err)
	}
}

// sample is a small repository of the same form.
var sample = map[string]string{
	"go.mod":       "module github.com/go-intercom/intercom\n\ngo 1.26.0\n",
	"client.go":    "package intercom\n\nconst (\n\t// Version is that of this package.\n\tVersion = \"0.1.0\"\n\n\tAPIVersion = \"2.16\"\n)\n",
	"docs/api.txt": "const APIVersion = \"2.16\"\nconst Version = \"0.1.0\"\n",
	"CHANGELOG.md": `# Changelog

## [Unreleased]

To be 0.1.0, the first version.

### Added

- Everything.

[Unreleased]: https://github.com/go-intercom/intercom/commits/main
`,
	"satellite/go.mod": `module github.com/go-intercom/intercom/satellite

go 1.26.0

require github.com/go-intercom/intercom v0.1.0

replace github.com/go-intercom/intercom => ..
`,
	"satellite/satellite.go": "package satellite\n\nimport \"github.com/go-intercom/intercom\"\n\nvar Of = intercom.Version\n",
	"satellite/internal/bench/go.mod": `module github.com/go-intercom/intercom/satellite/internal/bench

go 1.26.0

require (
	github.com/go-intercom/intercom v0.1.0
	github.com/go-intercom/intercom/satellite v0.0.0
)

replace (
	github.com/go-intercom/intercom => ../../..
	github.com/go-intercom/intercom/satellite => ../..
)
`,
	"satellite/internal/bench/bench.go": `package bench

import (
	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/satellite"
)

var Both = intercom.Version + satellite.Of
`,
	"testdata/go.mod": "module example.com/none\n",
}

// newRepository makes a committed repository of the sample with some files in place of its own.
func newRepository(t *testing.T, files map[string]string) (repository, *bytes.Buffer) {
	t.Helper()
	for key, value := range map[string]string{
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1",
		"GIT_AUTHOR_NAME": "Somebody", "GIT_AUTHOR_EMAIL": "somebody@example.com",
		"GIT_COMMITTER_NAME": "Somebody", "GIT_COMMITTER_EMAIL": "somebody@example.com",
		"GOFLAGS": "", "GOWORK": "off",
	} {
		t.Setenv(key, value)
	}
	var out bytes.Buffer
	r := repository{root: t.TempDir(), branch: "main", today: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC), out: &out}
	all := maps.Clone(sample)
	maps.Copy(all, files)
	for name, text := range all {
		r.write(t, name, text)
	}
	r.mustGit(t, "init", "--quiet", "--initial-branch", "main")
	r.mustGit(t, "add", "--all")
	r.mustGit(t, "commit", "--quiet", "--message", "First")
	return r, &out
}

func (r repository) write(t *testing.T, name, text string) {
	t.Helper()
	name = filepath.Join(r.root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (r repository) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(r.root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (r repository) mustGit(t *testing.T, args ...string) string {
	t.Helper()
	out, err := r.git(args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func wantContains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("want %q in\n%s", part, text)
		}
	}
}

func wantError(t *testing.T, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Errorf("got %v, want an error with %q", err, part)
	}
}

// A dry run shows everything and changes nothing.
func TestDryRun(t *testing.T) {
	r, out := newRepository(t, nil)
	if err := r.run([]string{"0.2.0"}, true, false, false); err != nil {
		t.Fatal(err)
	}
	wantContains(t, out.String(),
		"client.go\n\t- \tVersion = \"0.1.0\"\n\t+ \tVersion = \"0.2.0\"\n",
		"docs/api.txt\n\t- const Version = \"0.1.0\"\n\t+ const Version = \"0.2.0\"\n",
		"\t+ ## [0.2.0] - 2026-11-26\n",
		"satellite/go.mod\n\t- require github.com/go-intercom/intercom v0.1.0\n\t+ require github.com/go-intercom/intercom v0.2.0\n",
		"tag v0.2.0\ntag satellite/v0.2.0\nnothing was written\n")
	if got := r.mustGit(t, "status", "--porcelain") + r.mustGit(t, "tag") + r.mustGit(t, "log", "--format=%s"); got != "First" {
		t.Errorf("got %q", got)
	}
}

// A release is one commit with the version everywhere and a tag for each module that others import.
func TestRelease(t *testing.T) {
	r, out := newRepository(t, nil)
	if err := r.run([]string{"v0.1.0"}, false, false, false); err != nil { // the first one has the version that is there
		t.Fatal(err)
	}
	first := r.read(t, "CHANGELOG.md")
	if want := `# Changelog

## [Unreleased]

## [0.1.0] - 2026-11-26

### Added

- Everything.

[Unreleased]: https://github.com/go-intercom/intercom/compare/v0.1.0...HEAD
[0.1.0]: https://github.com/go-intercom/intercom/releases/tag/v0.1.0
`; first != want {
		t.Errorf("got\n%s", first)
	}
	wantContains(t, out.String(), "git push --atomic origin main v0.1.0 satellite/v0.1.0\n", "./release -verify 0.1.0\n")

	r.write(t, "CHANGELOG.md", strings.Replace(first, "[Unreleased]\n", "[Unreleased]\n\n### Fixed\n\n- Something.\n", 1))
	r.mustGit(t, "commit", "--quiet", "--all", "--message", "Fix")
	if err := r.run([]string{"0.1.1"}, false, false, false); err != nil {
		t.Fatal(err)
	}
	wantContains(t, r.read(t, "CHANGELOG.md"), "## [Unreleased]\n\n## [0.1.1] - 2026-11-26\n\n### Fixed\n", "\n## [0.1.0] - 2026-11-26\n",
		"[Unreleased]: https://github.com/go-intercom/intercom/compare/v0.1.1...HEAD\n"+
			"[0.1.1]: https://github.com/go-intercom/intercom/compare/v0.1.0...v0.1.1\n"+
			"[0.1.0]: https://github.com/go-intercom/intercom/releases/tag/v0.1.0\n")
	wantContains(t, r.read(t, "client.go"), `Version = "0.1.1"`, `APIVersion = "2.16"`)
	wantContains(t, r.read(t, "docs/api.txt"), "const Version = \"0.1.1\"\n", "const APIVersion = \"2.16\"\n")
	wantContains(t, r.read(t, "satellite/go.mod"), "require github.com/go-intercom/intercom v0.1.1\n", "replace github.com/go-intercom/intercom => ..\n")
	wantContains(t, r.read(t, "satellite/internal/bench/go.mod"), "intercom v0.1.1\n", "satellite v0.0.0\n")

	if got := r.mustGit(t, "status", "--porcelain"); got != "" {
		t.Errorf("left over: %s", got)
	}
	if got := r.mustGit(t, "log", "-1", "--format=%s"); got != "Release v0.1.1" {
		t.Errorf("got %q", got)
	}
	head := r.mustGit(t, "rev-parse", "HEAD")
	for _, tag := range []string{"v0.1.1", "satellite/v0.1.1"} {
		if got := r.mustGit(t, "rev-parse", tag+"^{commit}"); got != head {
			t.Errorf("%s is not at the release", tag)
		}
	}
	if got := r.mustGit(t, "tag"); strings.Contains(got, "internal") {
		t.Errorf("got tags %s", got)
	}
	if err := r.check(); err != nil {
		t.Error(err)
	}
}

// What stands in the way of a release is said before anything is written.
func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		name, version, problem string
		prepare                func(t *testing.T, r repository)
	}{
		{"no version", "next", "next is no version", nil},
		{"short version", "0.2", "0.2 is no version", nil},
		{"with metadata", "0.2.0+a", "is no version", nil},
		{"older", "0.2.0", "v0.2.0 is older than v0.10.0", func(t *testing.T, r repository) { r.mustGit(t, "tag", "v0.10.0") }},
		{"tagged", "0.2.0", "the tag satellite/v0.2.0 is there already", func(t *testing.T, r repository) { r.mustGit(t, "tag", "satellite/v0.2.0") }},
		{"branch", "0.2.0", `this is branch "next"`, func(t *testing.T, r repository) { r.mustGit(t, "switch", "--quiet", "--create", "next") }},
		{"changes", "0.2.0", "not committed", func(t *testing.T, r repository) { r.write(t, "new.go", "package intercom\n") }},
		{"no changelog", "0.2.0", "no changes beneath", func(t *testing.T, r repository) {
			r.write(t, "CHANGELOG.md", "## [Unreleased]\n\n## [0.1.0]\n\n[Unreleased]: x\n")
			r.mustGit(t, "commit", "--quiet", "--all", "--message", "Empty")
		}},
		{"does not build", "0.2.0", "go build", func(t *testing.T, r repository) {
			r.write(t, "satellite/satellite.go", "package satellite\n\nimport \"github.com/go-intercom/intercom\"\n\nvar Of = intercom.Gone\n")
			r.mustGit(t, "commit", "--quiet", "--all", "--message", "Break")
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := newRepository(t, nil)
			if tt.prepare != nil {
				tt.prepare(t, r)
			}
			tags, status, head := r.mustGit(t, "tag"), r.mustGit(t, "status", "--porcelain"), r.mustGit(t, "rev-parse", "HEAD")
			wantError(t, r.run([]string{tt.version}, false, false, false), tt.problem)
			if r.mustGit(t, "tag") != tags || r.mustGit(t, "status", "--porcelain") != status || r.mustGit(t, "rev-parse", "HEAD") != head {
				t.Error("something was written")
			}
		})
	}
	wantError(t, repository{}.run(nil, false, false, false), "want one argument")
}

// Requirements that would break users' builds, or ours, are found.
func TestCheck(t *testing.T) {
	const satellite = "satellite/go.mod"
	for _, tt := range []struct{ name, file, from, to, problem string }{
		{"current", satellite, "", "", ""},
		{"older", satellite, "intercom v0.1.0", "intercom v0.0.9", "satellite/go.mod: requires github.com/go-intercom/intercom v0.0.9, want v0.1.0, as"},
		{"none", satellite, "intercom v0.1.0", "intercom v0.0.0", "satellite/go.mod: requires github.com/go-intercom/intercom v0.0.0, want v0.1.0, as"},
		{"internal", "satellite/internal/bench/go.mod", "intercom v0.1.0", "intercom v0.0.0", ""},
		{"internal, older", "satellite/internal/bench/go.mod", "intercom v0.1.0", "intercom v0.0.9", "v0.0.9, want v0.1.0 or v0.0.0"},
		{"not replaced", satellite, "replace", "// replace", "satellite/go.mod: has no replacement of github.com/go-intercom/intercom"},
		{"replaced elsewhere", satellite, "=> ..", "=> ../other", "has no replacement"},
		{"not released", satellite, "require ", "require github.com/go-intercom/intercom/internal/a v0.1.0\n\nrequire ", "internal/a, which is not released"},
		{"other path", satellite, "module github.com/go-intercom", "module github.com/somebody", "want the path github.com/go-intercom/intercom/satellite"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := newRepository(t, map[string]string{tt.file: strings.Replace(sample[tt.file], tt.from, tt.to, 1)})
			if err := r.run(nil, false, false, true); tt.problem != "" {
				wantError(t, err, tt.problem)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

// publish writes what a proxy of modules would serve of a release into a folder.
func (r repository) publish(t *testing.T, to, version string, folders ...string) {
	t.Helper()
	for _, dir := range folders {
		m := module.Version{Path: strings.TrimSuffix(modulePath+"/"+dir, "/"), Version: version}
		name := filepath.Join(to, filepath.FromSlash(m.Path), "@v")
		if err := os.MkdirAll(name, 0o755); err != nil {
			t.Fatal(err)
		}
		var packed bytes.Buffer
		if err := modzip.CreateFromVCS(&packed, m, r.root, "HEAD", dir); err != nil {
			t.Fatal(err)
		}
		mod := fileIn(t, packed.Bytes(), m.String()+"/go.mod")
		for ext, content := range map[string][]byte{
			".zip": packed.Bytes(), ".mod": mod, ".info": fmt.Appendf(nil, `{"Version":%q,"Time":"2026-11-26T00:00:00Z"}`, version),
		} {
			if err := os.WriteFile(filepath.Join(name, version+ext), content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func fileIn(t *testing.T, packed []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// An empty module builds with a release as a proxy serves it, and fails with one whose requirement nobody can get.
func TestVerify(t *testing.T) {
	r, out := newRepository(t, nil)
	if err := r.run([]string{"0.1.0"}, false, false, false); err != nil {
		t.Fatal(err)
	}
	proxy := t.TempDir()
	r.publish(t, proxy, "v0.1.0", "", "satellite")
	cache := t.TempDir()
	t.Cleanup(func() { makeWritable(t, cache) }) // a module cache is read-only, and TempDir could not remove it
	url := "file://" + filepath.ToSlash(proxy)
	if !strings.HasPrefix(filepath.ToSlash(proxy), "/") {
		url = "file:///" + filepath.ToSlash(proxy)
	}
	for key, value := range map[string]string{"GOPROXY": url, "GONOSUMDB": "*", "GOMODCACHE": cache} {
		t.Setenv(key, value)
	}
	out.Reset()
	if err := r.run([]string{"0.1.0"}, false, true, false); err != nil {
		t.Fatal(err)
	}
	wantContains(t, out.String(), "builds with v0.1.0 of github.com/go-intercom/intercom, github.com/go-intercom/intercom/satellite\n")

	r.write(t, "satellite/go.mod", strings.Replace(sample["satellite/go.mod"], "v0.1.0", "v0.3.0", 1))
	r.mustGit(t, "commit", "--quiet", "--all", "--message", "Break")
	r.publish(t, proxy, "v0.2.0", "", "satellite")
	wantError(t, r.run([]string{"0.2.0"}, false, true, false), "v0.3.0")
}

// makeWritable lets the folders below one be removed. It touches nothing else: "go clean -modcache" would go by the environment,
// which is no longer that of the test when the test is cleaned up.
func makeWritable(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return os.Chmod(name, 0o755)
	})
	if err != nil {
		t.Error(err)
	}
}

func TestProgram(t *testing.T) {
	want := "package main\n\nimport (\n\t\"fmt\"\n\n\t\"a\"\n\t_ \"b\"\n)\n\nfunc main() { fmt.Println(intercom.Version) }\n"
	if got := program([]string{"a", "b"}); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestTagsInOrder(t *testing.T) {
	got := tagsOf([]nested{{dir: "b", release: true}, {dir: "internal/c"}, {dir: "d", release: true}}, "v1.0.0")
	if want := []string{"v1.0.0", "b/v1.0.0", "d/v1.0.0"}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
