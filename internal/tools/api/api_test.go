package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestList(t *testing.T) {
	got, err := list("testdata/sample")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"const LevelHigh Level = 2",
		"const LevelMiddle Level = 1",
		"const Limit = 1 << 3",
		"func Make[T any](f func(T) error, m map[string][]T) *Box[T, string]",
		"method (*Thing) Do(n int, opts ...Level) (ok bool, err error)",
		"method (Box[T, K]) Get() T",
		"method (Thing) Hello()",
		"type Alias = Level",
		"type Box struct, Value T",
		"type Box[T any, K comparable] struct",
		"type Level uint8",
		"type Number interface",
		"type Number interface, ~int | ~float64",
		"type Sealed interface, Open() error",
		"type Sealed interface, sealed",
		"type Thing struct",
		"type Thing struct, A int `json:\"ab,omitzero\"`",
		"type Thing struct, B int `json:\"ab,omitzero\"`",
		"type Thing struct, Promoted string `json:\"promoted\"`",
		"type Thing struct, embedded Level",
		"var ErrSample = errors.New(\"sample\")",
		"var Typed int",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", difference(strings.Join(want, "\n")+"\n", strings.Join(got, "\n")+"\n"))
	}
}

// A listing is written, found current, and found stale once the package or its listing changed.
func TestRun(t *testing.T) {
	root := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.go", "package a\n\nconst A = 1\n")
	write("b/c/c.go", "package c\n\nfunc C() {}\n")
	write("internal/d.go", "package d\n\nfunc D() {}\n")
	write("docs/api-gone.txt", "")
	if err := run(root, true); err == nil || !strings.Contains(err.Error(), "of no package") {
		t.Errorf("got %v", err)
	}
	if err := run(root, false); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"api.txt": "const A = 1\n", "api-b-c.txt": "func C()\n"} {
		if got, err := os.ReadFile(filepath.Join(root, "docs", name)); err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	if files, err := os.ReadDir(filepath.Join(root, "docs")); err != nil || len(files) != 2 {
		t.Errorf("got %v, %v", files, err)
	}
	if err := run(root, true); err != nil {
		t.Error(err)
	}
	write("a.go", "package a\n\nconst B = 1\n")
	err := run(root, true)
	if err == nil || !strings.Contains(err.Error(), "- const A = 1\n\t+ const B = 1\nrun: "+mend) {
		t.Errorf("got %v", err)
	}
}
