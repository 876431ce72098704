package lint_test

import (
	"go/ast"
	gotoken "go/token"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// constant is an exported constant of a type of this package.
type constant struct {
	name, typ string
	at        string
}

// constants lists the exported constants of all types.
func (s *goSource) constants() []constant {
	var all []constant
	for _, file := range s.files {
		for _, decl := range file.Decls {
			if d, ok := decl.(*ast.GenDecl); ok && d.Tok == gotoken.CONST {
				all = append(all, s.constantsOf(d)...)
			}
		}
	}
	return all
}

func (s *goSource) constantsOf(d *ast.GenDecl) []constant {
	var all []constant
	typ := ""
	for _, each := range d.Specs {
		v := each.(*ast.ValueSpec)
		if v.Type != nil || len(v.Values) > 0 { // otherwise that of the constant above
			typ = s.typeOfConstant(v)
		}
		for _, n := range v.Names {
			if n.IsExported() && typ != "" {
				all = append(all, constant{n.Name, typ, s.at(v)})
			}
		}
	}
	return all
}

func (s *goSource) typeOfConstant(v *ast.ValueSpec) string {
	typ := nameOf(v.Type)
	if len(v.Values) > 0 && v.Type == nil {
		if call, ok := v.Values[0].(*ast.CallExpr); ok {
			typ = nameOf(call.Fun)
		}
	}
	if s.types[typ] == nil {
		return ""
	}
	return typ
}

var (
	shortConstants = []string{"US", "EU", "AU", "Ascending", "Descending"}
	searchField    = regexp.MustCompile(`^[A-Z][A-Za-z]*Field[A-Z]`)
)

// Rule 5: a constant is the name of its type and the value.
func TestConstantsBeginWithTheirType(t *testing.T) {
	t.Parallel()
	all := parseSource(t).constants()
	assert.NotEmpty(t, all)
	for _, c := range all {
		isField := strings.HasSuffix(c.typ, "Field") && searchField.MatchString(c.name)
		isCode := strings.HasPrefix(c.name, "Code")
		if !isField && !isCode && !slices.Contains(shortConstants, c.name) && (!strings.HasPrefix(c.name, c.typ) || c.name == c.typ) {
			t.Errorf("%s: %s is a %s: its name must begin with %s", c.at, c.name, c.typ, c.typ)
		}
	}
}

// Rule 6: what makes requests stands in one place.
func TestRequestsAreMadeInOnePlace(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	for _, f := range source.funcs {
		file := source.fset.Position(f.Pos()).Filename
		switch {
		case f.Recv != nil && receiverOf(f) == "request" && file != "request.go":
			t.Errorf("%s: (*request).%s belongs into request.go", source.at(f), f.Name.Name)
		case f.Recv == nil && returnsRequest(f) && file != "request.go" && file != "refs.go":
			t.Errorf("%s: func %s returns a *request: make it a method request(...) of the params, or move it to request.go or refs.go",
				source.at(f), f.Name.Name)
		}
	}
}

func returnsRequest(f *ast.FuncDecl) bool {
	if f.Type.Results == nil || len(f.Type.Results.List) == 0 {
		return false
	}
	star, ok := f.Type.Results.List[0].Type.(*ast.StarExpr)
	return ok && nameOf(star.X) == "request"
}

// otherParams are structs that methods take and that are not named after one.
var otherParams = map[string]string{
	"AdminMessage":         "SendToUser and SendToLead share it",
	"BulkEvents":           "SubmitEvents and RunEvents share it",
	"BulkLeads":            "SubmitLeads and RunLeads share it",
	"BulkUsers":            "SubmitUsers and RunUsers share it",
	"FinUser":              "it is also part of what the other methods of Fin take",
	"ReportingExportOwner": "all methods but Create share it",
	"UserCompany":          "it is also what users are created and updated with",
}

// Rule 6: a params type is named after its method, <Singular><Method>. The
// owner in CreateFor<Owner> does not count, and other methods may take it too.
func TestParamsAreNamedAfterTheirMethod(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	takers := map[string][]method{}
	for _, m := range source.methods() {
		for _, p := range m.params() {
			name := nameOf(p.typ)
			if source.structOf(p.typ) != nil && !source.isVariant(name) && !source.hasMethod(name, "UnmarshalJSON") {
				takers[name] = append(takers[name], m)
			}
		}
	}
	r := newRule(t, otherParams)
	for _, name := range slices.Sorted(maps.Keys(takers)) {
		var want []string
		for _, m := range takers[name] {
			want = append(want, m.singular+regexp.MustCompile(`For[A-Z]\w*$`).ReplaceAllString(m.Name.Name, ""), m.singular+m.Name.Name)
		}
		if !slices.Contains(want, name) {
			m := takers[name][0]
			r.broken(source.at(source.types[name].spec), name, "is what %s takes: it should be called %s", m, m.singular+m.Name.Name)
		}
	}
}

// Rule 6: params are the body as they are, or build the request in a method
// request(...): a method of a service looks at none of their fields.
func TestParamsBuildTheirRequest(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	for _, m := range source.methods() {
		for _, p := range m.params() {
			if source.structOf(p.typ) == nil || source.hasMethod(nameOf(p.typ), "UnmarshalJSON") {
				continue
			}
			ast.Inspect(m.Body, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok && nameOf(sel.X) == p.name && sel.Sel.IsExported() {
					t.Errorf("%s: %s reads %s.%s: let a method request(...) of %s build the request", source.at(m.FuncDecl), m, p.name, sel.Sel, nameOf(p.typ))
				}
				return true
			})
		}
	}
}

// wholeResources are fields that Intercom fills with a whole resource.
var wholeResources = map[string]string{
	"Conversation.Company": "Intercom sends all of it, and what it is called depends on its attributes",
	"Conversation.Ticket":  "Intercom sends all of it, and nothing else has its parts in the order of the conversation",
	"Ticket.State":         "Intercom sends all of it, and its labels are what tickets are shown with",
	"Ticket.Type":          "Intercom sends all of it, and its attributes say what those of the ticket are",
}

// Rule 9: a resource inside of another one is a small reference, not a whole
// struct by value, which costs its size in each item of a list. Of what a
// notification is about there is one, and Intercom sends all of it.
func TestForeignResourcesAreReferences(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	singulars := source.singulars()
	r := newRule(t, wholeResources)
	for _, name := range slices.Sorted(maps.Keys(source.types)) {
		st, _ := source.types[name].spec.Type.(*ast.StructType)
		if st == nil || !embedsObject(st) || strings.HasPrefix(source.at(st), "webhook_items.go:") {
			continue
		}
		for _, f := range st.Fields.List {
			typ := nameOf(f.Type)
			if singulars[typ] == "" || source.structOf(f.Type) == nil || typ == name {
				continue
			}
			for _, n := range f.Names {
				r.broken(source.at(f), name+"."+n.Name, "is a whole %s: make it a small reference", typ)
			}
		}
	}
}

func embedsObject(st *ast.StructType) bool {
	return slices.ContainsFunc(st.Fields.List, func(f *ast.Field) bool { return len(f.Names) == 0 && nameOf(f.Type) == "Object" })
}

// Every type that embeds Object, itself or by another one, has its own
// UnmarshalJSON: one it inherits would not read its own fields.
func TestResourcesHaveUnmarshalJSON(t *testing.T) {
	t.Parallel()
	s := parseSource(t)
	has := map[string]bool{}
	for _, f := range s.funcs {
		if f.Recv != nil && f.Name.Name == "UnmarshalJSON" {
			has[receiverOf(f)] = true
		}
	}
	var keeps func(name string) bool
	keeps = func(name string) bool {
		decl := s.types[name]
		if decl == nil {
			return false
		}
		if same, ok := decl.spec.Type.(*ast.Ident); ok {
			return keeps(same.Name)
		}
		fields, ok := decl.spec.Type.(*ast.StructType)
		return ok && slices.ContainsFunc(fields.Fields.List, func(f *ast.Field) bool {
			embedded, _ := f.Type.(*ast.Ident)
			return len(f.Names) == 0 && embedded != nil && (embedded.Name == "Object" || keeps(embedded.Name))
		})
	}
	for name := range s.types {
		if ast.IsExported(name) && keeps(name) {
			assert.True(t, has[name], "unmarshal.go lacks %s", name)
		}
	}
}
