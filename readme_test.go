package intercom_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	gotoken "go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// blockImports are what blocks can use without importing it. A package that is
// imported and not used is no mistake here.
var blockImports = []string{
	"context", "encoding/json", "errors", "fmt", "io", "log", "log/slog", "net/http", "net/url", "os", "strings", "testing", "time",
	"github.com/stretchr/testify/assert", "github.com/stretchr/testify/require",
	"github.com/go-intercom/intercom", "github.com/go-intercom/intercom/canvas", "github.com/go-intercom/intercom/intercomtest",
}

// Every Go block in the documents compiles. A block is a whole file, a few
// declarations, or statements, for which ctx, client and err are there.
func TestBlocksCompile(t *testing.T) {
	t.Parallel()
	documents, err := filepath.Glob("docs/*.md")
	require.NoError(t, err)
	documents = append(documents, "README.md")

	fset := gotoken.NewFileSet()
	exports := importer.ForCompiler(fset, "gc", exportData(t))
	blocks := 0
	for _, name := range documents {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for line, block := range goBlocks(string(text)) {
			blocks++
			file, err := parseBlock(fset, fmt.Sprintf("%s:%d", name, line), block)
			if !assert.NoError(t, err) {
				continue
			}
			compile(t, fset, exports, file)
		}
	}
	assert.Greater(t, blocks, 20)
}

// compile checks types. Soft errors are things that are not used, which is in
// the nature of an excerpt.
func compile(t *testing.T, fset *gotoken.FileSet, exports types.Importer, file *ast.File) {
	t.Helper()
	config := types.Config{Importer: exports, Error: func(err error) {
		if e, ok := errors.AsType[types.Error](err); !ok || !e.Soft {
			t.Error(err)
		}
	}}
	_, _ = config.Check("block", fset, []*ast.File{file}, nil)
}

// goBlocks yields the Go blocks of a Markdown text with the number of the first
// line of each.
func goBlocks(text string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		var block []string
		inside := false
		for i, line := range strings.Split(text, "\n") {
			switch {
			case !inside && strings.TrimSpace(line) == "```go":
				inside, block = true, nil
			case inside && strings.TrimSpace(line) == "```":
				inside = false
				if !yield(i+1-len(block), strings.Join(block, "\n")) {
					return
				}
			case inside:
				block = append(block, line)
			}
		}
	}
}

// parseBlock makes a file of a block. Its positions are those in the document.
func parseBlock(fset *gotoken.FileSet, position, block string) (*ast.File, error) {
	source := "//line " + position + "\n" + block + "\n"
	if strings.Contains("\n"+block, "\npackage ") {
		return parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	}
	var imports strings.Builder
	for _, name := range blockImports {
		fmt.Fprintf(&imports, "import %q\n", name)
	}
	head := "package block\n" + imports.String()
	if file, err := parser.ParseFile(fset, "", head+source, parser.SkipObjectResolution); err == nil {
		return file, nil
	}
	body := "func _(ctx context.Context, client *intercom.Client) (err error) {\n{\n" + source + "}\nreturn nil\n}\n"
	return parser.ParseFile(fset, "", head+body, parser.SkipObjectResolution)
}

// exportData finds what the compiler knows of the packages, in its cache.
func exportData(t *testing.T) importer.Lookup {
	t.Helper()
	packages := slices.Concat([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}"}, blockImports)
	out, err := exec.CommandContext(t.Context(), "go", packages...).Output()
	require.NoError(t, err)
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		files[name] = file
	}
	return func(name string) (io.ReadCloser, error) {
		file := files[path.Clean(name)]
		if file == "" {
			return nil, fmt.Errorf("blockImports lacks %s", name)
		}
		return os.Open(file)
	}
}

func TestGoBlocks(t *testing.T) {
	t.Parallel()
	text := "# A\n```go\na()\nb()\n```\n```sh\nls\n```\n  ```go\nc()\n  ```\n"
	found := map[int]string{}
	for line, block := range goBlocks(text) {
		found[line] = block
	}
	assert.Equal(t, map[int]string{3: "a()\nb()", 10: "c()"}, found)

	_, err := parseBlock(gotoken.NewFileSet(), "A.md:7", "a(\n}")
	require.ErrorContains(t, err, "A.md:8:")
}

// tableNames are what the calls in the tables are about.
const tableNames = `
var (
	ctx          context.Context
	client       *intercom.Client
	err          error
	t, until     time.Time
	ref          intercom.ByEmail
	refs         []intercom.UserRef
	companies    []intercom.CompanyRef
	reference    intercom.Reference
	cursor       intercom.Cursor
	users        []intercom.UserCreate
	events       []intercom.EventCreate
	metadata     intercom.EventMetadata
	topics       []intercom.Topic
	message      intercom.AdminMessage
	reply        intercom.ContactReply
	urls         []string
	of           intercom.CountType
	by           intercom.CountBy
	q            intercom.Query
	v, out       any
	body         []byte
	user         *intercom.User
	lead         *intercom.Lead
	company      *intercom.Company
	tag          *intercom.Tag
	conversation *intercom.Conversation
	subscription *intercom.Subscription
	notification intercom.Notification
	res          intercom.Response
	httpClient   *http.Client
	logger       *slog.Logger
	wrap         func(http.RoundTripper) http.RoundTripper
	token        string
)
const a, b, c, e, i, id, j, k, l, n, p, s, u, x = "", "", "", "", "", "", "", "", "", "", "", "", "", ""
`

// The calls in the tables compile too. An ellipsis stands for more arguments.
func TestTablesCompile(t *testing.T) {
	t.Parallel()
	documents, err := filepath.Glob("docs/*.md")
	require.NoError(t, err)
	fset := gotoken.NewFileSet()
	exports := importer.ForCompiler(fset, "gc", exportData(t))
	code := regexp.MustCompile("`([^`]+)`")
	call := regexp.MustCompile(`^(client|user|conversation|intercom|intercomtest|errors)\.[\w.]+(\[.*\])?[({]`)
	calls := 0
	for _, name := range documents {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for line, row := range strings.Split(string(text), "\n") {
			cells := strings.Split(strings.Trim(row, "|"), "|")
			if !strings.HasPrefix(row, "|") {
				continue
			}
			for _, m := range code.FindAllStringSubmatch(cells[len(cells)-1], -1) {
				if !call.MatchString(m[1]) {
					continue
				}
				calls++
				position := fmt.Sprintf("%s:%d", name, line+1)
				literal := strings.NewReplacer("…, ", "", "…", "").Replace(m[1])
				if strings.HasSuffix(literal, "}") {
					literal = "_ = " + literal
				}
				file, err := parseBlock(fset, "tableNames:1", tableNames+"func _() {\n//line "+position+"\n"+literal+"\n}")
				if assert.NoError(t, err, "%s: %s", position, m[1]) {
					compile(t, fset, exports, file)
				}
			}
		}
	}
	assert.Greater(t, calls, 200)
}
