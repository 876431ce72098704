package intercomtest

import (
	"net/http"
	"slices"
)

func (w *workspace) conversationAttributeRoutes() routes {
	return routes{modern: {
		"GET /conversations/attributes":                             w.listConversationAttributes,
		"POST /conversations/attributes":                            w.createConversationAttribute,
		"GET /conversations/attributes/{id}":                        w.onConversationAttribute(func(*exchange, *conversationAttribute) error { return nil }),
		"PUT /conversations/attributes/{id}":                        w.onConversationAttribute(w.writeConversationAttribute),
		"DELETE /conversations/attributes/{id}":                     w.onConversationAttribute(archiveConversationAttribute),
		"POST /conversations/attributes/{id}/options":               w.onConversationAttribute(addOption),
		"PUT /conversations/attributes/{id}/options/{option_id}":    w.onConversationAttribute(renameOption),
		"DELETE /conversations/attributes/{id}/options/{option_id}": w.onConversationAttribute(archiveOption),
	}}
}

// conversationAttribute defines a custom attribute of conversations.
type conversationAttribute struct {
	id          string
	name        string
	description string
	kind        string
	required    bool
	multiline   bool
	archived    bool
	teams       []any
	reference   object
	options     []*option
	createdAt   int64
	updatedAt   int64
	by          string
}

type option struct {
	id       string
	label    string
	archived bool
}

var conversationAttributeTypes = []string{"string", "integer", "list", "decimal", "boolean", "datetime", "relationship", "files"}

func conversationAttributeJSON(a *conversationAttribute) object {
	o := object{
		"type":                "conversation_attribute",
		"id":                  numberOf(a.id),
		"name":                a.name,
		"description":         a.description,
		"data_type":           a.kind,
		"required":            a.required,
		"visible_to_team_ids": slices.Concat([]any{}, a.teams),
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

func (w *workspace) listConversationAttributes(x *exchange) (any, error) {
	all := w.conversationAttributes.where(func(a *conversationAttribute) bool {
		return !a.archived || x.query.Get("include_archived") == "true"
	})
	return object{"type": "list", "data": render(all, conversationAttributeJSON)}, nil
}

// onConversationAttribute does something with the attribute of the path, and
// answers what became of it.
func (w *workspace) onConversationAttribute(do func(*exchange, *conversationAttribute) error) handler {
	return func(x *exchange) (any, error) {
		a, ok := w.conversationAttributes.get(x.param("id"))
		if !ok {
			return nil, failure(http.StatusNotFound, "conversation_attribute_not_found", "Conversation attribute not found")
		}
		if err := do(x, a); err != nil {
			return nil, err
		}
		if x.method != http.MethodGet {
			a.updatedAt = x.now
		}
		return conversationAttributeJSON(a), nil
	}
}

func (w *workspace) createConversationAttribute(x *exchange) (any, error) {
	a := &conversationAttribute{id: w.number(), kind: x.body.text("data_type"), createdAt: x.now, updatedAt: x.now, by: w.me().id}
	if !slices.Contains(conversationAttributeTypes, a.kind) {
		return nil, unprocessable("data_type '%s' is not valid. Allowed types: string, integer, list, decimal, boolean, datetime, relationship, files", a.kind)
	}
	options, err := x.body.objects("options")
	if err != nil {
		return nil, err
	}
	for _, o := range options {
		a.options = append(a.options, &option{id: uuid(), label: o.text("label")})
	}
	if a.kind == "list" && len(options) < 2 {
		return nil, unprocessable("A list attribute must have at least 2 active options")
	}
	if err := w.writeConversationAttribute(x, a); err != nil {
		return nil, err
	}
	return conversationAttributeJSON(w.conversationAttributes.add(a.id, a)), nil
}

func (w *workspace) writeConversationAttribute(x *exchange, a *conversationAttribute) error {
	draft := *a
	f := &fields{object: x.body}
	f.text("name", &draft.name)
	f.text("description", &draft.description)
	f.flag("required", &draft.required)
	f.flag("multiline", &draft.multiline)
	if teams, ok := x.body["visible_to_team_ids"].([]any); ok {
		draft.teams = teams
	}
	if reference := x.body.object("reference"); reference != nil {
		draft.reference = reference
	}
	switch {
	case f.err != nil:
		return f.err
	case draft.name == "":
		return unprocessable("name is required")
	}
	*a = draft
	return nil
}

func archiveConversationAttribute(_ *exchange, a *conversationAttribute) error {
	a.archived = true
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
