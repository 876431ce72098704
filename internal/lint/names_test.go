package lint_test

import (
	"encoding/json"
	"go/ast"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/go-intercom/intercom/internal/spec"
)

// Rule 1: what is optional in an operation is a struct that is an Option, and
// not a function With... of its own.
func TestNoOptionForOneOperation(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	parameters := queryParameters()
	for _, f := range source.funcs {
		if f.Recv != nil || !strings.HasPrefix(f.Name.Name, "With") || f.Type.Results == nil || nameOf(f.Type.Results.List[0].Type) != "Option" {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && parameters[unquoted(lit)] {
				t.Errorf("%s: %s sets the query parameter %s, which belongs into a struct <Singular><Method>Options", source.at(f), f.Name.Name, lit.Value)
			}
			return true
		})
	}
}

// queryParameters has the names that operations have for parameters in the query.
func queryParameters() map[string]bool {
	all := map[string]bool{}
	for _, d := range spec.All() {
		for _, o := range d.Operations {
			for _, p := range o.ParamsIn("query") {
				all[p.Name] = true
			}
		}
	}
	return all
}

// optionsOfConstructors are structs named ...Options that are for no operation.
var optionsOfConstructors = map[string]string{}

// Rule 1: the options of an operation are named after its method.
func TestOptionsOfMethods(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	want := map[string]bool{}
	for _, m := range source.methods() {
		want[m.singular+m.Name.Name+"Options"] = true
	}
	r := newRule(t, optionsOfConstructors)
	for _, name := range slices.Sorted(maps.Keys(source.types)) {
		decl := source.types[name]
		if _, ok := decl.spec.Type.(*ast.StructType); !ok || !ast.IsExported(name) || !strings.HasSuffix(name, "Options") {
			continue
		}
		if !want[name] {
			r.broken(source.at(decl.spec), name, "is named after no method of a service, want <Singular><Method>Options")
		}
		if !source.hasMethod(name, "apply") {
			r.broken(source.at(decl.spec), name, "is no Option, as it has no method apply")
		}
	}
}

var (
	variantSuffix = regexp.MustCompile(`[a-z](Where|Ordered|Sorted|All|With[A-Z]\w*)$`)
	variantNames  = map[string]string{
		"CallsService.ListWithTranscripts": "it is another operation, for the calls of some conversations",
	}
)

// Rule 1: no method is a variant of another one.
func TestNoVariants(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	r := newRule(t, variantNames)
	for _, m := range source.methods() {
		if suffix := variantSuffix.FindStringSubmatch(m.Name.Name); suffix != nil {
			r.broken(source.at(m.FuncDecl), m.String(), "ends in %s: make what it adds a field of %s%sOptions", suffix[1], m.singular,
				strings.TrimSuffix(m.Name.Name, suffix[1]))
		}
	}
}

// filtering are the names of methods whose parameters or names choose what is listed or found.
var filtering = regexp.MustCompile(`^(List[A-Za-z]*(By|For)[A-Z]|Find)`)

// sameOperation are methods that send what another method of the service sends.
var sameOperation = map[string]string{
	"ConversationsService.ListLegacy and ConversationsService.ListUnassigned": "nobody is the owner there, as an admin is in ListForAdmin",
}

// Rule 1: two methods of a service that send one operation and return the same
// differ by more than the query. What lists by an attribute or for an owner and
// what finds by a selector may do so, and helpers send what other methods do.
func TestOneMethodForOneOperation(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	declared := map[string]method{}
	for _, m := range source.methods() {
		declared[m.String()] = m
	}
	senders := map[string][]string{}
	for _, o := range observedCalls(t) {
		m, ok := declared[o.Method.String()]
		if !ok || !o.alone || !m.isPlain() || filtering.MatchString(o.Name) {
			continue
		}
		key := strings.Join([]string{o.Version, o.Operation, o.Path, canonical(o.Body)}, " ")
		kind := strings.Join([]string{o.Service, o.Type.Out(0).String(), source.paramsOf(m), key}, " ")
		if name := m.String(); !slices.Contains(senders[kind], name) {
			senders[kind] = append(senders[kind], name)
		}
	}
	r := newRule(t, sameOperation)
	reported := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(senders)) {
		names := slices.Sorted(slices.Values(senders[key]))
		for _, name := range names[1:] {
			pair := names[0] + " and " + name
			if !reported[pair] {
				reported[pair] = true
				r.broken(source.at(declared[name].FuncDecl), pair, "send and return the same but for the query: make that a struct of options")
			}
		}
	}
}

// sending are the functions that send a request or list what it returns.
var sending = regexp.MustCompile(`^(do|exec|list|open|locate)([A-Z]\w*)?$`)

// isPlain reports whether a method makes one call, rather than helping with several.
func (m method) isPlain() bool {
	plain := false
	ast.Inspect(m.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		fun := call.Fun
		if index, ok := fun.(*ast.IndexExpr); ok {
			fun = index.X
		}
		plain = plain || sending.MatchString(nameOf(fun))
		return true
	})
	return plain && len(m.Body.List) == 1
}

// paramsOf returns the name of the params struct that a method takes, or "".
func (s *goSource) paramsOf(m method) string {
	for _, p := range m.params() {
		if s.structOf(p.typ) != nil {
			return nameOf(p.typ)
		}
	}
	return ""
}

// canonical is a JSON text with its keys in order.
func canonical(body string) string {
	var v any
	if json.Unmarshal([]byte(body), &v) != nil {
		return body
	}
	b, err := json.Marshal(v)
	if err != nil {
		return body
	}
	return string(b)
}

// foreignLists are methods that list what another service is about.
var foreignLists = map[string]string{}

// Rule 2: a relation lives with what comes back.
func TestRelationsLiveWithResults(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	singulars := source.singulars()
	r := newRule(t, foreignLists)
	for _, m := range source.methods() {
		item := m.pagerOf()
		if owner := singulars[item]; owner != "" && owner != m.service {
			r.broken(source.at(m.FuncDecl), m.String(), "lists %s: it belongs into %s as ListFor%s", item, owner, m.singular)
		}
	}
}

var (
	relation = regexp.MustCompile(`^(ListFor|AddTo|RemoveFrom)([A-Z]\w*)$`)
	owners   = map[string]string{}
)

// Rule 2: the owner in ListFor<Owner>, AddTo<Owner> and RemoveFrom<Owner> is
// what another service is about.
func TestRelationsNameTheirOwner(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	singulars := source.singulars()
	r := newRule(t, owners)
	for _, m := range source.methods() {
		if name := relation.FindStringSubmatch(m.Name.Name); name != nil && singulars[name[2]] == "" {
			r.broken(source.at(m.FuncDecl), name[2], "is the owner in %s, but no service is about it", m)
		}
	}
}

// foreignIDs are parameters that are not called what their path says.
var foreignIDs = map[string]string{
	"DataExportsService.Cancel(id)":                   "the path calls an export a job",
	"DataExportsService.Download(id)":                 "the path calls an export a job",
	"DataExportsService.Get(id)":                      "the path calls an export a job",
	"DataExportsService.Wait(id)":                     "the path calls an export a job",
	"ReportingExportsService.Download(id)":            "the path calls an export a job",
	"ReportingExportsService.Get(id)":                 "the path calls an export a job",
	"ReportingExportsService.Rows(id)":                "the path calls an export a job",
	"ReportingExportsService.Wait(id)":                "the path calls an export a job",
	"SubscriptionTypesService.RemoveFromContact(id)":  "the path calls subscription types subscriptions",
	"ContentImportSourcesService.Delete(id)":          "the path calls content import sources sources",
	"ContentImportSourcesService.Get(id)":             "the path calls content import sources sources",
	"CustomObjectsService.Delete(id)":                 "the path calls custom objects instances",
	"CustomObjectsService.Get(id)":                    "the path calls custom objects instances",
	"ExternalPagesService.Delete(id)":                 "the path calls external pages pages",
	"ExternalPagesService.Get(id)":                    "the path calls external pages pages",
	"TicketsService.UnlinkConversation(conversation)": "the path calls linked conversations what LinkConversation takes as a conversation",
}

// Rule 3: the resource's own id is called id, other ids are called what stands
// in the path, and they come in its order.
func TestIDs(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	r := newRule(t, foreignIDs)
	for _, m := range source.methods() {
		ids := m.ids()
		if name := relation.FindStringSubmatch(m.Name.Name); name != nil && name[1] != "ListFor" && len(ids) > 1 {
			assert.Equal(t, []string{lowerFirst(name[2]), "id"}, ids, "%s: the ids of %s", source.at(m.FuncDecl), m)
		}
		for _, call := range m.opCalls() {
			name := unquoted(call.Args[0].(*ast.BasicLit))
			last := -1
			for i, want := range pathIDs(name, m.singular) {
				if i+1 >= len(call.Args) {
					break
				}
				got := nameOf(call.Args[i+1])
				at := slices.Index(ids, got)
				if at < 0 {
					continue // it is made of something else
				}
				if !slices.Contains(want, got) {
					r.broken(source.at(m.FuncDecl), m.String()+"("+got+")", "should be called %s, as %s is the path", strings.Join(want, " or "), name)
				}
				if at < last {
					r.broken(source.at(m.FuncDecl), m.String()+"("+got+")", "comes earlier than in the path %s", name)
				}
				last = at
			}
		}
	}
}

// ids are the names of the positional parameters of type ID, in their order.
func (m method) ids() []string {
	var all []string
	for _, p := range m.params() {
		if nameOf(p.typ) == "ID" {
			all = append(all, p.name)
		}
	}
	return all
}

// opCalls are the calls in a method that start a request whose operation is written
// there. Their first argument is the operation.
func (m method) opCalls() []*ast.CallExpr {
	var all []*ast.CallExpr
	ast.Inspect(m.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		first, ok := starts(call)
		if !ok || first >= len(call.Args) {
			return true
		}
		call = &ast.CallExpr{Fun: call.Fun, Args: call.Args[first:]}
		if lit, ok := call.Args[0].(*ast.BasicLit); ok && operationName.MatchString(unquoted(lit)) {
			all = append(all, call)
		}
		return true
	})
	return all
}

// pathIDs returns, for each parameter of a path, the names that its argument can have.
func pathIDs(operation, own string) [][]string {
	var all [][]string
	before := ""
	for _, segment := range strings.Split(operation, "/")[1:] {
		if !strings.HasPrefix(segment, "{") {
			before = singular(segment)
			continue
		}
		name := strings.TrimSuffix(strings.Trim(segment, "{}"), "_id")
		if name == "id" { // {id} and {contact_id} mean the same
			name = before
		}
		switch {
		case strings.EqualFold(camel(name), own):
			all = append(all, []string{"id"})
		case segment == "{id}":
			all = append(all, []string{"id", camel(name)})
		default:
			all = append(all, []string{camel(name)})
		}
	}
	return all
}

// notActing are admins who are no AsAdmin.
var notActing = map[string]string{
	"ConversationsService.ListForAdmin": "the admin is whose conversations are listed",
	"AdminMessage.AdminID":              "the sender is part of a message, as in the variants of MessageCreate",
	"ConversationUpdate.AdminID":        "it is for the priority only, and Operator without it",
	"NoteCreate.AdminID":                "without one the owner of the token is the author",
}

// Rule 4: an acting admin is an AsAdmin, after all other ids, before the params.
func TestActingAdmins(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	r := newRule(t, notActing)
	for _, m := range source.methods() {
		params := m.params()
		for i, p := range params {
			switch typ := nameOf(p.typ); {
			case typ == "ID" && regexp.MustCompile(`(?i)^(as|acting)?admin(id)?$`).MatchString(p.name) && m.singular != "Admin":
				r.broken(source.at(m.FuncDecl), m.String(), "takes %s as an ID: who acts is an AsAdmin", p.name)
			case typ == "AsAdmin":
				rest := params[i+1:]
				if len(rest) > 1 || len(rest) == 1 && source.structOf(rest[0].typ) == nil {
					r.broken(source.at(m.FuncDecl), m.String(), "has parameters between the AsAdmin and the params struct or the options")
				}
			case source.structOf(p.typ) != nil && !source.isVariant(typ):
				if field := fieldNamed(source.structOf(p.typ), "AdminID", "ID"); field != nil {
					r.broken(source.at(field), typ+".AdminID", "is the acting admin of %s: make it a parameter of type AsAdmin", m)
				}
			}
		}
	}
}

// isVariant reports whether a type belongs to a union: it has the method of a
// sealed interface of this package.
func (s *goSource) isVariant(typ string) bool {
	for name, decl := range s.types {
		face, ok := decl.spec.Type.(*ast.InterfaceType)
		if !ok || !ast.IsExported(name) || name == "Option" {
			continue
		}
		for _, f := range face.Methods.List {
			if len(f.Names) == 1 && !f.Names[0].IsExported() && s.hasMethod(typ, f.Names[0].Name) {
				return true
			}
		}
	}
	return false
}

func fieldNamed(st *ast.StructType, name, typ string) *ast.Field {
	for _, f := range st.Fields.List {
		if nameOf(f.Type) == typ && slices.ContainsFunc(f.Names, func(n *ast.Ident) bool { return n.Name == name }) {
			return f
		}
	}
	return nil
}

// finders and deleters are methods whose name says otherwise than their signature.
var (
	finders = map[string]string{
		"FinVoiceService.GetByExternalID":  "the id is a telephony provider's, and the operation one of its own",
		"FinVoiceService.GetByPhoneNumber": "what a call has is no selector of people, and the operation is one of its own",
		"CustomObjectsService.Find":        "the name of a type comes first, as ids and external ids are those of one type",
		"CustomObjectsService.Get":         "the name of a type comes first, as ids and external ids are those of one type",
		"IPAllowlistService.Get":           "a workspace has one list",
	}
	deleters = map[string]string{
		"ContentService.Delete":          "a bulk action that is acknowledged, as the others of the service",
		"UsersService.DeletePermanently": "Intercom returns the id of the request to delete",
	}
)

// Rule 7: Get takes Intercom's id, Find a selector, and Delete returns an error only.
func TestGetFindDelete(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	find, remove := newRule(t, finders), newRule(t, deleters)
	for _, m := range source.methods() {
		params, at := m.params(), source.at(m.FuncDecl)
		switch verb := verbOf(m.Name.Name); {
		case verb == "Get" && (len(params) == 0 || nameOf(params[0].typ) != "ID"):
			find.broken(at, m.String(), "does not take an ID first")
		case verb == "Find" && (len(params) == 0 || !source.isSelector(params[0].typ)):
			find.broken(at, m.String(), "does not take a selector first")
		case verb == "Delete" && (m.Type.Results.NumFields() != 1 || nameOf(m.Type.Results.List[0].Type) != "error"):
			remove.broken(at, m.String(), "returns more than an error")
		}
	}
}

// verbOf returns the first word of a name: Get of GetCanonical.
func verbOf(name string) string { return regexp.MustCompile(`^[A-Z][a-z]*`).FindString(name) }

// isSelector reports whether a type is a sealed interface that some By... types have.
func (s *goSource) isSelector(e ast.Expr) bool {
	name := nameOf(e)
	if strings.HasPrefix(name, "By") {
		return true
	}
	decl := s.types[name]
	if decl == nil {
		return false
	}
	face, _ := decl.spec.Type.(*ast.InterfaceType)
	return face != nil && len(face.Methods.List) > 0 && len(face.Methods.List[0].Names) == 1 && s.hasMethod("ByID", face.Methods.List[0].Names[0].Name)
}

// Rule 8: what returns a Pager says so by its name, and nothing else does.
func TestPagers(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	for _, m := range source.methods() {
		verb := verbOf(m.Name.Name)
		named := slices.Contains([]string{"List", "Search", "Scroll"}, verb) || m.Name.Name == "UpdatedSince"
		if isPager := m.pagerOf() != ""; isPager != named {
			t.Errorf("%s: %s: methods that return a Pager begin with List, Search or Scroll, or are UpdatedSince, and no others do", source.at(m.FuncDecl), m)
		}
	}
}

func TestNameHelpers(t *testing.T) {
	t.Parallel()
	assert.Equal(t, [][]string{{"contact"}, {"id"}}, pathIDs("DELETE /contacts/{contact_id}/tags/{tag_id}", "Tag"))
	assert.Equal(t, [][]string{{"id"}}, pathIDs("GET /companies/{id}", "Company"))
	assert.Equal(t, [][]string{{"id", "contact"}}, pathIDs("GET /contacts/{id}", "Lead"))
	assert.Equal(t, [][]string{{"subscriptionType"}}, pathIDs("GET /x/{subscription_type_id}", "Contact"))
	assert.Equal(t, `{"a":1,"b":2}`, canonical(`{"b":2,"a":1}`))
	assert.Equal(t, []string{"List", "", "Me"}, []string{verbOf("ListForX"), verbOf(""), verbOf("Me")})
	assert.True(t, filtering.MatchString("ListUsersByTag") && filtering.MatchString("ListForCompany") && !filtering.MatchString("ListBulk"))
	for name, want := range map[string]bool{"ListAll": true, "All": false, "DeleteWithMetrics": true, "ListWhere": true, "SearchSorted": true, "Install": false} {
		assert.Equal(t, want, variantSuffix.MatchString(name), name)
	}
	assert.True(t, queryParameters()["tag_id"])
}
