package lint_test

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/spec"
)

const (
	longestFile = 700 // lines
	longestLine = 150 // characters, outside of tests
)

// Files and lines stay short enough to be read.
func TestSizes(t *testing.T) {
	t.Parallel()
	for _, name := range moduleFiles(t, ".go") {
		content, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
		assert.LessOrEqual(t, len(lines), longestFile, "%s has too many lines: split it", name)
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for i, line := range lines {
			if n := utf8.RuneCountInString(line); n > longestLine {
				t.Errorf("%s:%d: the line has %d characters, want at most %d", name, i+1, n, longestLine)
			}
		}
	}
}

// The documents name every service.
func TestDocumentsNameServices(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	doc, err := os.ReadFile(filepath.Join(root, "doc.go"))
	require.NoError(t, err)
	for _, service := range services(t) {
		name := strings.TrimSuffix(service, "Service")
		if !regexp.MustCompile(`\b` + name + `\b`).Match(readme) {
			t.Errorf("README.md does not name the service %s", name)
		}
		if !regexp.MustCompile(`\[(Client\.)?` + name + `(Service)?\]`).Match(doc) {
			t.Errorf("doc.go does not link to [%s]", service)
		}
	}
}

// services are the names of the services, sorted.
func services(t *testing.T) []string {
	t.Helper()
	var all []string
	for name := range parseSource(t).services() {
		all = append(all, name)
	}
	slices.Sort(all)
	require.NotEmpty(t, all)
	return all
}

// Every service has an example, which pkg.go.dev shows.
func TestServicesHaveExamples(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join(root, "*_test.go"))
	require.NoError(t, err)
	example := regexp.MustCompile(`(?m)^func Example(\w*Service)(_\w+)?\(\)`)
	found := map[string]bool{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, m := range example.FindAllStringSubmatch(string(content), -1) {
			found[m[1]] = true
		}
	}
	for _, service := range services(t) {
		assert.True(t, found[service], "%s has no example: write Example%s_<Method> in an example_..._test.go", service, service)
	}
}

// The comment of a service has the address of its documentation.
func TestServicesLinkToDocumentation(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	for name, s := range source.services() {
		assert.Contains(t, s.doc, "https://developers.intercom.com/docs/", "%s: the comment of %s has no address of its documentation",
			source.at(s.spec), name)
	}
}

// publicPackages are the folders of packages that others import.
func publicPackages(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, name := range moduleFiles(t, ".go") {
		dir := filepath.ToSlash(filepath.Dir(name))
		if strings.Contains("/"+dir+"/", "/internal/") || strings.HasPrefix(dir, "examples") || slices.Contains(all, dir) {
			continue
		}
		all = append(all, dir)
	}
	return all
}

// standard are methods whose comment is that of an interface of the standard library.
var standard = []string{
	"As", "Error", "Format", "GoString", "Is", "LogValue", "MarshalJSON", "MarshalText", "String", "UnmarshalJSON", "UnmarshalText", "Unwrap",
}

// Everything exported has a comment. Fields and grouped constants need none of their own.
func TestExportedHasComments(t *testing.T) {
	t.Parallel()
	for _, dir := range publicPackages(t) {
		names, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		require.NoError(t, err)
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			fset := gotoken.NewFileSet()
			file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
			require.NoError(t, err)
			for _, n := range uncommented(file) {
				at := fset.Position(n.Pos())
				t.Errorf("%s:%d: %s is exported and has no comment", filepath.Join(dir, filepath.Base(name)), at.Line, n.Name)
			}
		}
	}
}

// uncommented lists the exported identifiers of a file that have no comment.
func uncommented(file *ast.File) []*ast.Ident {
	var all []*ast.Ident
	check := func(name *ast.Ident, comments ...*ast.CommentGroup) {
		if name.IsExported() && !slices.ContainsFunc(comments, func(c *ast.CommentGroup) bool { return c != nil }) {
			all = append(all, name)
		}
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || ast.IsExported(receiverOf(d)) && !slices.Contains(standard, d.Name.Name) {
				check(d.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, each := range d.Specs {
				switch s := each.(type) {
				case *ast.TypeSpec:
					check(s.Name, s.Doc, s.Comment, d.Doc)
				case *ast.ValueSpec:
					for _, name := range s.Names {
						check(name, s.Doc, s.Comment, d.Doc)
					}
				}
			}
		}
	}
	return all
}

// Links of services lead to chapters that the inventories have, so that a
// mistyped one is found.
func TestServiceLinksAreChapters(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`https://developers\.intercom\.com/docs/references/\S+`)
	chapters := map[string]bool{}
	for _, d := range spec.All() {
		for _, tag := range d.Tags() {
			chapters[chapterLink(d, tag)] = true
		}
	}
	source := parseSource(t)
	for name, s := range source.services() {
		for _, m := range link.FindAllString(s.doc, -1) {
			assert.True(t, chapters[m], "%s: the comment of %s links to %s, which is no chapter", source.at(s.spec), name, m)
		}
	}
}
