package lint_test

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// text is a piece of a file that people read.
type text struct {
	file  string
	line  int
	words string
	of    string // the declaration that it is the comment of, if any
}

// position is where the words have what is at an offset.
func (t text) position(offset int) string {
	return t.file + ":" + strconv.Itoa(t.line+strings.Count(plainWords(t)[:offset], "\n"))
}

// aboutAnswers are files whose subject the words are: a bot that replies, and the table itself.
var aboutAnswers = []string{"examples/answer-bot/", "CONTRIBUTING.md"}

// Rule 10: plain English. The words are those of CONTRIBUTING.md.
func TestWords(t *testing.T) {
	t.Parallel()
	anywhere, first := bannedWords(t)
	check := func(each text) {
		if slices.ContainsFunc(aboutAnswers, func(exempt string) bool { return strings.HasPrefix(each.file, exempt) }) {
			return
		}
		words := plainWords(each)
		for _, at := range anywhere.FindAllStringIndex(words, -1) {
			t.Errorf("%s: %q is in the table of words of CONTRIBUTING.md", each.position(at[0]), words[at[0]:at[1]])
		}
		if verb := first.FindString(strings.TrimPrefix(each.words, each.of+" ")); each.of != "" && verb != "" {
			t.Errorf("%s: the comment of %s begins with %q: see the table of words of CONTRIBUTING.md", each.position(0), each.of, verb)
		}
	}
	for _, name := range moduleFiles(t, ".go") {
		for _, each := range textsOfGo(t, name) {
			check(each)
		}
	}
	for _, name := range moduleFiles(t, ".md") {
		for _, each := range textsOfMarkdown(t, name) {
			check(each)
		}
	}
}

// bannedWords reads the table of words. Those of a row that says so are looked
// for at the beginning of doc comments only.
func bannedWords(t *testing.T) (anywhere, first *regexp.Regexp) {
	t.Helper()
	document, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	require.NoError(t, err)
	_, table, ok := strings.Cut(string(document), "\n## Words\n")
	require.True(t, ok, "CONTRIBUTING.md has no table of words")
	const start = "(first in a doc comment)"
	var all, starts []string
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 2 || strings.HasPrefix(line, "|-") || strings.TrimSpace(cells[0]) == "Not" {
			continue
		}
		words, isStart := strings.CutSuffix(strings.TrimSpace(cells[0]), start)
		for word := range strings.SplitSeq(words, ",") {
			pattern := strings.ReplaceAll(regexp.QuoteMeta(strings.TrimSpace(word)), " ", `\s+`)
			if isStart {
				starts = append(starts, pattern)
			} else {
				all = append(all, pattern)
			}
		}
	}
	require.Greater(t, len(all), 10)
	require.NotEmpty(t, starts)
	return regexp.MustCompile(`(?i)\b(` + strings.Join(all, "|") + `)\b`), regexp.MustCompile(`^(` + strings.Join(starts, "|") + `)\b`)
}

var (
	code   = regexp.MustCompile("`[^`\n]*`|\"[^\"\n]*\"|https?://\\S*|\\[[\\w.*]+\\]")
	symbol = regexp.MustCompile(`\b[\w/-]*\w[._/(]\w*\S*|\b[\w.]*[a-z][A-Z]\w*|\b\w+[-/]\w+(-\w+)*`)
)

// plainWords is a text without code, names and quotes.
func plainWords(each text) string {
	words := each.words
	if each.of != "" {
		words = strings.TrimPrefix(words, each.of)
	}
	return symbol.ReplaceAllStringFunc(code.ReplaceAllString(words, " "), func(s string) string {
		isWord := !symbol.MatchString(strings.TrimRight(s, ".,:;)")) // with the end of a sentence
		if isWord || strings.HasPrefix(strings.ToLower(s), "time-out") {
			return s
		}
		return " "
	})
}

// moduleFiles lists the files of all modules with an extension, relative to the root.
func moduleFiles(t *testing.T, ext string) []string {
	t.Helper()
	var all []string
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && name != "." && name != ".github") {
			return filepath.SkipDir
		}
		if !d.IsDir() && filepath.Ext(name) == ext {
			all = append(all, filepath.ToSlash(name))
		}
		return nil
	}))
	require.NotEmpty(t, all)
	return all
}

// textsOfGo returns the comments of a file, and its error texts.
func textsOfGo(t *testing.T, name string) []text {
	t.Helper()
	fset := gotoken.NewFileSet()
	content, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	file, err := parser.ParseFile(fset, name, content, parser.ParseComments)
	require.NoError(t, err)
	var all []text
	names := documented(file)
	for _, group := range file.Comments {
		all = append(all, text{name, fset.Position(group.Pos()).Line, proseOf(group), names[group]})
	}
	if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "intercomtest/") { // the fake quotes Intercom
		return all
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			return n.Tag == nil
		case *ast.BasicLit:
			if n.Kind == gotoken.STRING {
				if words, err := strconv.Unquote(n.Value); err == nil && strings.Contains(words, " ") && !operationName.MatchString(words) {
					all = append(all, text{name, fset.Position(n.Pos()).Line, words, ""})
				}
			}
		}
		return true
	})
	return all
}

// proseOf returns the lines of a comment, empty those that are code or directives.
func proseOf(group *ast.CommentGroup) string {
	lines := make([]string, len(group.List))
	for i, c := range group.List {
		if words, ok := strings.CutPrefix(c.Text, "// "); ok {
			lines[i] = words
		}
	}
	return strings.Join(lines, "\n")
}

// documented has the names of what comments are the doc comments of.
func documented(file *ast.File) map[*ast.CommentGroup]string {
	names := map[*ast.CommentGroup]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			names[n.Doc] = n.Name.Name
		case *ast.TypeSpec:
			names[n.Doc] = n.Name.Name
		case *ast.GenDecl:
			if len(n.Specs) == 1 {
				switch spec := n.Specs[0].(type) {
				case *ast.TypeSpec:
					names[n.Doc] = spec.Name.Name
				case *ast.ValueSpec:
					names[n.Doc] = spec.Names[0].Name
				}
			}
		}
		return true
	})
	return names
}

// textsOfMarkdown returns a document, with its code left empty.
func textsOfMarkdown(t *testing.T, name string) []text {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	lines := strings.Split(string(content), "\n")
	inside := false
	for i, line := range lines {
		fence := strings.HasPrefix(strings.TrimSpace(line), "```")
		if fence || inside {
			lines[i] = ""
		}
		inside = inside != fence
	}
	return []text{{name, 1, strings.Join(lines, "\n"), ""}}
}

func TestPlainWords(t *testing.T) {
	t.Parallel()
	anywhere, first := bannedWords(t)
	for words, want := range map[string]string{
		"The answer is 42.":           "answer",
		"(This is the answer.)":       "answer",
		"It answers.":                 "answers",
		"An answer-bot":               "",
		"the field a.answer":          "",
		"calls.Answer makes it":       "",
		"`answer` and \"the answer\"": "",
		"a Time-out of a minute":      "Time-out",
		"be  it so":                   "be  it",
		"It can be items":             "",
		"[Answer] is a type":          "",
		"whatAnswer is a name":        "",
		"what\nbecame of it":          "what\nbecame of",
	} {
		assert.Equal(t, want, anywhere.FindString(plainWords(text{words: words})), words)
	}
	assert.Empty(t, anywhere.FindString(plainWords(text{words: "answer is what came back", of: "answer"})))
	assert.Equal(t, "says", first.FindString("says what"))
	assert.Empty(t, first.FindString("documents what it says"))
}
