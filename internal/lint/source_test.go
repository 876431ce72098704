package lint_test

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/spec"
)

// root is the folder of the module.
const root = "../.."

// goSource is the source of package intercom, without its tests.
type goSource struct {
	fset  *gotoken.FileSet
	files []*ast.File
	types map[string]*typeDecl
	funcs []*ast.FuncDecl
}

type typeDecl struct {
	spec *ast.TypeSpec
	doc  string
}

// parsedSource is shared: it must not be changed.
var parsedSource = sync.OnceValues(func() (*goSource, error) {
	s := &goSource{fset: gotoken.NewFileSet(), types: map[string]*typeDecl{}}
	names, err := filepath.Glob(filepath.Join(root, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(s.fset, filepath.Base(name), text, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		s.files = append(s.files, file)
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				s.funcs = append(s.funcs, d)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if t, ok := spec.(*ast.TypeSpec); ok {
						doc := t.Doc
						if doc == nil {
							doc = d.Doc
						}
						s.types[t.Name.Name] = &typeDecl{t, commentText(doc)}
					}
				}
			}
		}
	}
	return s, nil
})

func parseSource(t *testing.T) *goSource {
	t.Helper()
	s, err := parsedSource()
	require.NoError(t, err)
	return s
}

// commentText is a comment with its directives, which CommentGroup.Text leaves out.
func commentText(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	var lines []string
	for _, c := range doc.List {
		lines = append(lines, strings.TrimPrefix(c.Text, "//"))
	}
	return strings.Join(lines, "\n")
}

// at returns where a node is.
func (s *goSource) at(n ast.Node) string {
	p := s.fset.Position(n.Pos())
	return p.Filename + ":" + strconv.Itoa(p.Line)
}

// receiverOf is the name of the type that a method belongs to.
func receiverOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	name, _ := t.(*ast.Ident)
	if name == nil {
		return ""
	}
	return name.Name
}

// services are the types that hold methods for operations.
func (s *goSource) services() map[string]*typeDecl {
	all := map[string]*typeDecl{}
	for name, t := range s.types {
		if under, ok := t.spec.Type.(*ast.Ident); ok && under.Name == "service" {
			all[name] = t
		}
	}
	return all
}

// opLiteral is the name of an operation in the source.
type opLiteral struct {
	name    string
	version string // of the API
	args    int    // that fill the braces; -1 if the source does not show it
	at      string
}

// startsVersion has the version of an operation by the function that is given its
// name: those that start a request, and those that note its optional
// parameters. That of removed is an argument before the name.
var startsVersion = map[string]string{
	"op": spec.Modern().Version, "legacy": spec.Legacy().Version, "preview": spec.Preview().Version, "removed": "",
	"optional": spec.Modern().Version, "optionalLegacy": spec.Legacy().Version, "optionalPreview": spec.Preview().Version,
}

// starts reports whether a call is one of a function that starts a request, and
// which of its arguments is the name of the operation.
func starts(call *ast.CallExpr) (at int, ok bool) {
	switch nameOf(call.Fun) {
	case "op", "legacy", "preview":
		return 0, true
	case "removed":
		return 1, true
	}
	return 0, false
}

// versionOf is the version of the operation that a call of such a function names.
func versionOf(call *ast.CallExpr) string {
	name := nameOf(call.Fun)
	if method, ok := call.Fun.(*ast.SelectorExpr); ok {
		name = method.Sel.Name
	}
	if version := startsVersion[name]; version != "" {
		return version
	}
	lit, _ := call.Args[0].(*ast.BasicLit)
	if lit == nil {
		return ""
	}
	return unquoted(lit)
}

var operationName = regexp.MustCompile(`^(GET|POST|PUT|PATCH|DELETE) /\S*$`)

// literals finds every name of an operation. It is an argument of op, legacy,
// preview or removed, or of a helper that hands it on to one of them.
func (s *goSource) literals(t *testing.T) []opLiteral {
	t.Helper()
	helpers := s.helpers()
	var all []opLiteral
	seen := map[*ast.BasicLit]bool{}
	for _, file := range s.files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			for i, arg := range call.Args {
				lit, ok := arg.(*ast.BasicLit)
				if !ok || !operationName.MatchString(unquoted(lit)) {
					continue
				}
				seen[lit] = true
				l := opLiteral{name: unquoted(lit), at: s.at(lit)}
				callee, _ := call.Fun.(*ast.Ident)
				method, _ := call.Fun.(*ast.SelectorExpr)
				first, isStart := starts(call)
				switch {
				case method != nil && strings.HasPrefix(method.Sel.Name, "optional"): // of a config
					l.version, l.args = versionOf(call), -1
				case isStart && i == first:
					l.version, l.args = versionOf(call), fillers(call)
				case callee != nil && helpers[callee.Name] != nil && helpers[callee.Name][i] != nil:
					inner := helpers[callee.Name][i]
					l.version, l.args = versionOf(inner), fillers(inner)
				default:
					t.Errorf("%s: %s is not the operation of a request, nor handed on to one", l.at, l.name)
					continue
				}
				all = append(all, l)
			}
			return true
		})
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && operationName.MatchString(unquoted(lit)) && !seen[lit] {
				t.Errorf("%s: %s is not the operation of a request", s.at(lit), unquoted(lit))
			}
			return true
		})
	}
	return all
}

// helpers has, by the name of a function and the index of its parameter, the
// call that starts a request which the parameter is handed on to, also by way of
// another helper.
func (s *goSource) helpers() map[string]map[int]*ast.CallExpr {
	all := map[string]map[int]*ast.CallExpr{}
	for known := -1; known < len(all); {
		known = len(all)
		s.moreHelpers(all)
	}
	return all
}

func (s *goSource) moreHelpers(all map[string]map[int]*ast.CallExpr) {
	for _, f := range s.funcs {
		if f.Recv != nil || f.Body == nil || startsVersion[f.Name.Name] != "" || f.Name.Name == "removed" {
			continue
		}
		index := map[string]int{}
		n := 0
		for _, field := range f.Type.Params.List {
			for _, name := range field.Names {
				index[name.Name] = n
				n++
			}
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			callee, _ := call.Fun.(*ast.Ident)
			if callee == nil {
				return true
			}
			for j, expr := range call.Args {
				inner := all[callee.Name][j]
				if first, ok := starts(call); ok && j == first {
					inner = call
				}
				arg, _ := expr.(*ast.Ident)
				if inner == nil || arg == nil {
					continue
				}
				if i, ok := index[arg.Name]; ok {
					if all[f.Name.Name] == nil {
						all[f.Name.Name] = map[int]*ast.CallExpr{}
					}
					all[f.Name.Name][i] = inner
				}
			}
			return true
		})
	}
}

// fillers counts the arguments for braces in a call that starts a request.
func fillers(call *ast.CallExpr) int {
	if call.Ellipsis.IsValid() {
		return -1
	}
	first, _ := starts(call)
	return len(call.Args) - first - 1
}

func unquoted(lit *ast.BasicLit) string {
	if lit.Kind != gotoken.STRING {
		return ""
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return s
}
