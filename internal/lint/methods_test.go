package lint_test

import (
	"go/ast"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// method is an exported method of a service, as it stands in the source.
type method struct {
	*ast.FuncDecl
	service  string // ContactsService
	singular string // Contact
}

func (m method) String() string { return m.service + "." + m.Name.Name }

// param is one parameter, even where several share a type.
type param struct {
	name string
	typ  ast.Expr
}

// params returns the parameters between the context and the options.
func (m method) params() []param {
	var all []param
	for _, field := range m.Type.Params.List {
		for _, name := range field.Names {
			all = append(all, param{name.Name, field.Type})
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all[1 : len(all)-1]
}

// pagerOf returns X of a result *Pager[*X], or "".
func (m method) pagerOf() string {
	if m.Type.Results == nil {
		return ""
	}
	star, _ := m.Type.Results.List[0].Type.(*ast.StarExpr)
	if star == nil {
		return ""
	}
	index, _ := star.X.(*ast.IndexExpr)
	if index == nil || nameOf(index.X) != "Pager" {
		return ""
	}
	item, _ := index.Index.(*ast.StarExpr)
	if item == nil {
		return ""
	}
	return nameOf(item.X)
}

// nameOf returns the name of an identifier, or "".
func nameOf(e ast.Expr) string {
	if name, ok := e.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// methods lists the exported methods of all services.
func (s *goSource) methods() []method {
	services := s.services()
	var all []method
	for _, f := range s.funcs {
		if service := receiverOf(f); services[service] != nil && f.Name.IsExported() {
			all = append(all, method{f, service, singular(strings.TrimSuffix(service, "Service"))})
		}
	}
	return all
}

// singulars maps what a service is about to the service: Contact to ContactsService.
func (s *goSource) singulars() map[string]string {
	all := map[string]string{}
	for service := range s.services() {
		all[singular(strings.TrimSuffix(service, "Service"))] = service
	}
	return all
}

// singular returns one of a plural: company, Company, status, tag.
func singular(plural string) string {
	if plural == "OfficeHours" { // one schedule has several of them
		return plural
	}
	if stem, ok := strings.CutSuffix(plural, "ies"); ok {
		return stem + "y"
	}
	for _, end := range []string{"ses", "xes", "ches", "shes"} {
		if strings.HasSuffix(plural, end) && !strings.HasSuffix(plural, "ases") {
			return strings.TrimSuffix(plural, "es")
		}
	}
	return strings.TrimSuffix(plural, "s")
}

// lowerFirst returns the name of a variable for a type or a path parameter:
// "conversationPart" for "ConversationPart".
func lowerFirst(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}

// camel returns "conversationPart" for "conversation_part".
func camel(snake string) string {
	var b strings.Builder
	for i, word := range strings.Split(snake, "_") {
		if i == 0 || word == "" {
			b.WriteString(word)
			continue
		}
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// structOf returns the struct that an expression names, or nil.
func (s *goSource) structOf(e ast.Expr) *ast.StructType {
	decl := s.types[nameOf(e)]
	if decl == nil {
		return nil
	}
	st, _ := decl.spec.Type.(*ast.StructType)
	return st
}

// hasMethod reports whether a type has a method of that name.
func (s *goSource) hasMethod(typ, name string) bool {
	return slices.ContainsFunc(s.funcs, func(f *ast.FuncDecl) bool { return receiverOf(f) == typ && f.Name.Name == name })
}

// rule reports what breaks a rule. Exceptions have reasons, and one that
// nothing needs any more is reported too.
type rule struct {
	t          *testing.T
	exceptions map[string]string // reasons by key
	used       map[string]bool
}

func newRule(t *testing.T, exceptions map[string]string) *rule {
	t.Helper()
	r := &rule{t, exceptions, map[string]bool{}}
	t.Cleanup(func() {
		for _, key := range slices.Sorted(maps.Keys(exceptions)) {
			assert.True(t, r.used[key], "the exception %q is not needed", key)
		}
	})
	return r
}

// broken reports that key, at a place in the source, breaks the rule.
func (r *rule) broken(at, key, format string, args ...any) {
	r.t.Helper()
	if r.exceptions[key] != "" {
		r.used[key] = true
		return
	}
	r.t.Errorf(at+": "+key+" "+format, args...)
}

func TestSingular(t *testing.T) {
	t.Parallel()
	for plural, want := range map[string]string{
		"Tags": "Tag", "Companies": "Company", "Statuses": "Status", "AwayStatusReasons": "AwayStatusReason", "Releases": "Release",
		"Switches": "Switch", "People": "People", "OfficeHours": "OfficeHours",
	} {
		assert.Equal(t, want, singular(plural))
	}
	assert.Equal(t, "conversationPart", camel("conversation_part"))
	assert.Equal(t, "subscriptionType", lowerFirst("SubscriptionType"))
}
