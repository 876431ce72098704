package intercomtest

import (
	"net/http"
	"slices"
)

func (s *Server) conversationAttributeRoutes() routes {
	return routes{modern: {
		"GET /conversations/attributes":                             s.listConversationAttributes,
		"POST /conversations/attributes":                            s.createConversationAttribute,
		"GET /conversations/attributes/{id}":                        s.onConversationAttribute(func(*call, *conversationAttribute) error { return nil }),
		"PUT /conversations/attributes/{id}":                        s.onConversationAttribute(s.writeConversationAttribute),
		"DELETE /conversations/attributes/{id}":                     s.onConversationAttribute(archiveConversationAttribute),
		"POST /conversations/attributes/{id}/options":               s.onConversationAttribute(addOption),
		"PUT /conversations/attributes/{id}/options/{option_id}":    s.onConversationAttribute(renameOption),
		"DELETE /conversations/attributes/{id}/options/{option_id}": s.onConversationAttribute(archiveOption),
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

func (s *Server) listConversationAttributes(c *call) (any, error) {
	all := s.conversationAttributes.where(func(a *conversationAttribute) bool {
		return !a.archived || c.query.Get("include_archived") == "true"
	})
	return object{"type": "list", "data": render(all, conversationAttributeJSON)}, nil
}

// onConversationAttribute does something with the attribute of the path, and
// answers what became of it.
func (s *Server) onConversationAttribute(do func(*call, *conversationAttribute) error) handler {
	return func(c *call) (any, error) {
		a, ok := s.conversationAttributes.get(c.param("id"))
		if !ok {
			return nil, failure(http.StatusNotFound, "conversation_attribute_not_found", "Conversation attribute not found")
		}
		if err := do(c, a); err != nil {
			return nil, err
		}
		if c.method != http.MethodGet {
			a.updatedAt = c.now
		}
		return conversationAttributeJSON(a), nil
	}
}

func (s *Server) createConversationAttribute(c *call) (any, error) {
	a := &conversationAttribute{id: s.number(), kind: c.body.text("data_type"), createdAt: c.now, updatedAt: c.now, by: s.me().id}
	if !slices.Contains(conversationAttributeTypes, a.kind) {
		return nil, unprocessable("data_type '%s' is not valid. Allowed types: string, integer, list, decimal, boolean, datetime, relationship, files", a.kind)
	}
	options, err := c.body.objects("options")
	if err != nil {
		return nil, err
	}
	for _, o := range options {
		a.options = append(a.options, &option{id: uuid(), label: o.text("label")})
	}
	if a.kind == "list" && len(options) < 2 {
		return nil, unprocessable("A list attribute must have at least 2 active options")
	}
	if err := s.writeConversationAttribute(c, a); err != nil {
		return nil, err
	}
	return conversationAttributeJSON(s.conversationAttributes.add(a.id, a)), nil
}

func (s *Server) writeConversationAttribute(c *call, a *conversationAttribute) error {
	draft := *a
	f := &fields{object: c.body}
	f.text("name", &draft.name)
	f.text("description", &draft.description)
	f.flag("required", &draft.required)
	f.flag("multiline", &draft.multiline)
	if teams, ok := c.body["visible_to_team_ids"].([]any); ok {
		draft.teams = teams
	}
	if reference := c.body.object("reference"); reference != nil {
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

func archiveConversationAttribute(_ *call, a *conversationAttribute) error {
	a.archived = true
	return nil
}

// label reads what options are called.
func label(c *call, a *conversationAttribute) (string, error) {
	text, ok := c.body["label"].(string)
	switch {
	case a.kind != "list":
		return "", unprocessable("Options can only be managed on list attributes")
	case c.body["label"] == nil || text == "" && ok:
		return "", unprocessable("label is required")
	case !ok:
		return "", unprocessable("label must be a string")
	case len(c.body) > 1:
		return "", unprocessable("only 'label' is accepted")
	}
	return text, nil
}

// optionOf finds the option of the path.
func optionOf(c *call, a *conversationAttribute) (*option, error) {
	i := slices.IndexFunc(a.options, func(op *option) bool { return op.id == c.param("option_id") })
	switch {
	case a.kind != "list":
		return nil, unprocessable("Options can only be managed on list attributes")
	case i < 0:
		return nil, failure(http.StatusNotFound, "conversation_attribute_not_found", "List option not found")
	}
	return a.options[i], nil
}

func addOption(c *call, a *conversationAttribute) error {
	text, err := label(c, a)
	if err != nil {
		return err
	}
	a.options = append(a.options, &option{id: uuid(), label: text})
	return nil
}

func renameOption(c *call, a *conversationAttribute) error {
	op, err := optionOf(c, a)
	if err != nil {
		return err
	}
	text, err := label(c, a)
	if err != nil {
		return err
	}
	op.label = text
	return nil
}

func archiveOption(c *call, a *conversationAttribute) error {
	op, err := optionOf(c, a)
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
