package intercomtest

import (
	"net/http"
	"slices"
	"strings"
)

func (w *workspace) conversationAttributeRoutes() routes {
	const all, one = "/conversations/attributes", "/conversations/attributes/{id}"
	attributes := plain(w, &w.conversationAttributes, rules[conversationAttribute]{
		read:  conversationAttributeJSON,
		write: w.writeConversationAttribute,
		match: func(x *exchange, a *conversationAttribute) bool {
			return !a.archived || x.query.Get("include_archived") == "true"
		},
		hide:  func(a *conversationAttribute) { a.archived = true },
		param: "id",
		none:  failure(http.StatusNotFound, "conversation_attribute_not_found", "Conversation attribute not found"),
	})
	operations := attributes.routes(all, one)
	operations["POST "+one+"/options"] = attributes.on(addOption)
	operations["PUT "+one+"/options/{option_id}"] = attributes.on(renameOption)
	operations["DELETE "+one+"/options/{option_id}"] = attributes.on(archiveOption)
	return routes{modern: operations}
}

// conversationAttribute defines a custom attribute of conversations.
type conversationAttribute struct {
	entry
	name        string
	description string
	kind        string
	required    bool
	multiline   bool
	archived    bool
	teams       []any
	reference   object
	options     []*option
	by          string
}

func (a *conversationAttribute) active() bool { return !a.archived }

type option struct {
	id       string
	label    string
	archived bool
}

var conversationAttributeTypes = []string{"string", "integer", "list", "decimal", "boolean", "datetime", "relationship", "files"}

func conversationAttributeJSON(_ *exchange, a *conversationAttribute) object {
	o := object{
		"type":                "conversation_attribute",
		"id":                  numberOf(a.id),
		"name":                a.name,
		"description":         a.description,
		"data_type":           a.kind,
		"required":            a.required,
		"visible_to_team_ids": a.teams,
		"archived":            a.archived,
		"created_at":          a.createdAt,
		"updated_at":          a.updatedAt,
		"admin_id":            a.by,
	}
	switch a.kind {
	case "string":
		o["multiline"] = a.multiline
	case "relationship":
		o["reference"] = a.reference
	case "list":
		o["options"] = render(a.options, func(op *option) object {
			return object{"id": op.id, "label": op.label, "archived": op.archived}
		})
	}
	return o
}

func (w *workspace) writeConversationAttribute(x *exchange, f *fields, a *conversationAttribute) {
	if a.id == "" {
		a.by = w.me().id
		a.kind = x.body.text("data_type")
		f.fail(a.describeOptions(x))
	}
	f.text("name", &a.name)
	f.text("description", &a.description)
	f.flag("required", &a.required)
	f.flag("multiline", &a.multiline)
	if teams, ok := x.body["visible_to_team_ids"].([]any); ok {
		a.teams = teams
	}
	if reference := x.body.object("reference"); reference != nil {
		a.reference = reference
	}
	if a.name == "" {
		f.fail(unprocessable("name is required"))
	}
}

// describeOptions takes the type of a new attribute and, if it is a list, the
// options.
func (a *conversationAttribute) describeOptions(x *exchange) error {
	if !slices.Contains(conversationAttributeTypes, a.kind) {
		return unprocessable("data_type '%s' is not valid. Allowed types: %s", a.kind, strings.Join(conversationAttributeTypes, ", "))
	}
	options, err := x.body.objects("options")
	if err != nil {
		return err
	}
	a.options = render(options, func(o object) *option { return &option{id: uuid(), label: o.text("label")} })
	if a.kind == "list" && len(options) < 2 {
		return unprocessable("A list attribute must have at least 2 active options")
	}
	return nil
}

// label reads what options are called.
func label(x *exchange, a *conversationAttribute) (string, error) {
	text, ok := x.body["label"].(string)
	switch {
	case a.kind != "list":
		return "", unprocessable("Options can only be managed on list attributes")
	case x.body["label"] == nil || text == "" && ok:
		return "", unprocessable("label is required")
	case !ok:
		return "", unprocessable("label must be a string")
	case len(x.body) > 1:
		return "", unprocessable("only 'label' is accepted")
	}
	return text, nil
}

// optionOf finds the option of the path.
func optionOf(x *exchange, a *conversationAttribute) (*option, error) {
	i := slices.IndexFunc(a.options, func(op *option) bool { return op.id == x.param("option_id") })
	switch {
	case a.kind != "list":
		return nil, unprocessable("Options can only be managed on list attributes")
	case i < 0:
		return nil, failure(http.StatusNotFound, "conversation_attribute_not_found", "List option not found")
	}
	return a.options[i], nil
}

func addOption(x *exchange, a *conversationAttribute) error {
	text, err := label(x, a)
	if err != nil {
		return err
	}
	a.options = append(a.options, &option{id: uuid(), label: text})
	return nil
}

func renameOption(x *exchange, a *conversationAttribute) error {
	op, err := optionOf(x, a)
	if err != nil {
		return err
	}
	text, err := label(x, a)
	if err != nil {
		return err
	}
	op.label = text
	return nil
}

func archiveOption(x *exchange, a *conversationAttribute) error {
	op, err := optionOf(x, a)
	if err != nil {
		return err
	}
	active := 0
	for _, other := range a.options {
		if !other.archived {
			active++
		}
	}
	if active <= 2 && !op.archived {
		return unprocessable("A list attribute must have at least 2 active options")
	}
	op.archived = true
	return nil
}

func unprocessable(format string, args ...any) error {
	return failure(http.StatusUnprocessableEntity, "parameter_invalid", format, args...)
}
