package intercomtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

func (w *workspace) ticketTypeRoutes() routes {
	types := plain(w, &w.ticketTypes, rules[ticketType]{
		read:  func(_ *exchange, k *ticketType) object { return w.ticketTypeJSON(k) },
		write: w.writeTicketType,
		none:  notFound("Resource Not Found"),
	})
	attributes := plain(w, nil, rules[ticketAttribute]{
		read:  func(x *exchange, a *ticketAttribute) object { return a.json(x.param("ticket_type_id")) },
		write: w.writeTicketAttribute,
		under: func(x *exchange) (*store[*ticketAttribute], error) {
			k, ok := w.ticketTypes.get(x.param("ticket_type_id"))
			if !ok {
				return nil, notFound("Resource Not Found")
			}
			return &k.attributes, nil
		},
	})
	return routes{modern: {
		"GET /ticket_types":                                            types.all,
		"POST /ticket_types":                                           types.create,
		"GET /ticket_types/{ticket_type_id}":                           types.get,
		"PUT /ticket_types/{ticket_type_id}":                           types.update,
		"POST /ticket_types/{ticket_type_id}/attributes":               attributes.create,
		"PUT /ticket_types/{ticket_type_id}/attributes/{attribute_id}": attributes.update,
		"GET /ticket_states":                                           w.listTicketStates,
	}}
}

// ticketType is a kind of tickets.
type ticketType struct {
	entry
	name        string
	description string
	category    string
	icon        string
	internal    bool
	archived    bool
	attributes  store[*ticketAttribute]
}

// shared reports whether the contact sees a new ticket of the type.
func (k *ticketType) shared() bool { return k.category == customerTicket && !k.internal }

const (
	customerTicket   = "Customer"
	backOfficeTicket = "Back-office"
	trackerTicket    = "Tracker"
)

var ticketCategoryNames = []string{customerTicket, backOfficeTicket, trackerTicket}

const (
	titleAttribute       = "_default_title_"
	descriptionAttribute = "_default_description_"
)

// AddTicketType adds a type of tickets and returns its id. The category is
// "Customer", "Back-office" or "Tracker"; it panics if it is none of them.
func (s *Server) AddTicketType(name, category string) string {
	if !slices.Contains(ticketCategoryNames, category) {
		panic("intercomtest: no category of ticket types is called " + category)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.workspace.addTicketType(name, category).id
}

func (w *workspace) addTicketType(name, category string) *ticketType {
	k := &ticketType{entry: w.newEntry(), name: name, category: category, icon: defaultIcon}
	w.giveDefaults(k, w.unix())
	return w.ticketTypes.add(k.id, k)
}

const defaultIcon = "🎟️"

// giveDefaults adds the attributes that every type has.
func (w *workspace) giveDefaults(k *ticketType, now int64) {
	for _, name := range []string{titleAttribute, descriptionAttribute} {
		a := &ticketAttribute{
			entry: entry{id: w.number(), createdAt: now, updatedAt: now}, name: name, kind: "string", builtIn: true,
			visible: true, visibleToContacts: true, multiline: name == descriptionAttribute, order: len(k.attributes.ids),
		}
		k.attributes.add(a.id, a)
	}
}

func (w *workspace) writeTicketType(x *exchange, f *fields, k *ticketType) {
	if k.id == "" {
		k.category, k.icon = customerTicket, defaultIcon
		w.giveDefaults(k, x.now)
	}
	f.text("name", &k.name)
	f.text("description", &k.description)
	f.text("category", &k.category)
	f.text("icon", &k.icon)
	f.flag("is_internal", &k.internal)
	f.flag("archived", &k.archived)
	if k.name == "" {
		f.need("name")
	}
	if !slices.Contains(ticketCategoryNames, k.category) {
		f.fail(invalid("category", "%s is not a category of ticket types", k.category))
	}
}

// ticketTypeJSON is what the operations about types show.
func (w *workspace) ticketTypeJSON(k *ticketType) object {
	o := k.json()
	o["ticket_states"] = object{"type": "list", "data": render(w.statesOf(k), ticketStateJSON)}
	return o
}

// json is what a ticket shows of its type.
func (k *ticketType) json() object {
	o := k.short()
	o["workspace_id"], o["created_at"], o["updated_at"] = workspaceID, k.createdAt, k.updatedAt
	o["ticket_type_attributes"] = object{
		"type": "list",
		"data": render(k.attributes.things, func(a *ticketAttribute) object { return a.json(k.id) }),
	}
	return o
}

// short is what a state shows of the types that have it.
func (k *ticketType) short() object {
	return object{
		"type": "ticket_type", "id": k.id, "name": k.name, "description": k.description, "icon": k.icon,
		"archived": k.archived, "is_internal": k.internal, "category": k.category,
	}
}

// ticketAttribute defines an attribute of the tickets of a type.
type ticketAttribute struct {
	entry
	name                string
	description         string
	kind                string
	items               []listItem // of a list
	multiline           bool       // of a string
	several             bool       // of files
	order               int
	builtIn             bool
	required            bool
	requiredForContacts bool
	visible             bool
	visibleToContacts   bool
	archived            bool
}

type listItem struct{ id, label string }

var ticketAttributeTypes = []string{"string", "list", "integer", "decimal", "boolean", "datetime", "files"}

func (w *workspace) writeTicketAttribute(x *exchange, f *fields, a *ticketAttribute) {
	was := a.name
	if a.id == "" {
		f.need("name", "description", "data_type")
		a.visible, a.visibleToContacts, a.order = true, true, 2
		if a.kind = x.body.text("data_type"); !slices.Contains(ticketAttributeTypes, a.kind) {
			f.fail(invalid("data_type", "data_type must be one of %s", strings.Join(ticketAttributeTypes, ", ")))
		}
		if a.kind == "list" {
			f.need("list_items")
		}
	}
	if f.text("name", &a.name); a.name == "" {
		f.need("name")
	}
	f.text("description", &a.description)
	f.flag("required_to_create", &a.required)
	f.flag("required_to_create_for_contacts", &a.requiredForContacts)
	f.flag("visible_on_create", &a.visible)
	f.flag("visible_to_contacts", &a.visibleToContacts)
	f.flag("multiline", &a.multiline)
	f.flag("allow_multiple_values", &a.several)
	f.flag("archived", &a.archived)
	if a.kind == "list" && x.body.text("list_items") != "" {
		a.list(strings.Split(x.body.text("list_items"), ","))
	}
	if a.id != "" && a.name != was && f.err == nil {
		w.renameTicketAttribute(a.id, was, a.name)
	}
}

// renameTicketAttribute moves what tickets have in an attribute to its new name.
func (w *workspace) renameTicketAttribute(id, was, name string) {
	for t := range w.tickets.all() {
		value, has := t.attributes[was]
		if _, ok := t.kind.attributes.get(id); ok && has {
			delete(t.attributes, was)
			t.attributes[name] = value
		}
	}
}

// list sets the items of a list. Those that it had already keep their ids.
func (a *ticketAttribute) list(labels []string) {
	items := render(labels, func(label string) listItem {
		label = strings.TrimSpace(label)
		if i := slices.IndexFunc(a.items, func(item listItem) bool { return item.label == label }); i >= 0 {
			return a.items[i]
		}
		return listItem{uuid(), label}
	})
	a.items = items
}

func (a *ticketAttribute) json(typeID string) object {
	return object{
		"type":                            "ticket_type_attribute",
		"id":                              a.id,
		"workspace_id":                    workspaceID,
		"name":                            a.name,
		"description":                     a.description,
		"data_type":                       a.kind,
		"input_options":                   a.options(),
		"order":                           a.order,
		"required_to_create":              a.required,
		"required_to_create_for_contacts": a.requiredForContacts,
		"visible_on_create":               a.visible,
		"visible_to_contacts":             a.visibleToContacts,
		"default":                         a.builtIn,
		"ticket_type_id":                  numberOf(typeID),
		"archived":                        a.archived,
		"created_at":                      a.createdAt,
		"updated_at":                      a.updatedAt,
	}
}

func (a *ticketAttribute) options() any {
	switch a.kind {
	case "string":
		return object{"multiline": a.multiline}
	case "files":
		return object{"allow_multiple_values": a.several}
	case "list":
		return object{"list_options": render(a.items, func(item listItem) object {
			return object{"label": item.label, "id": item.id}
		})}
	}
	return nil
}

// named finds an attribute of a type, or returns nil.
func (k *ticketType) named(name string) *ticketAttribute {
	return first(k.attributes.where(func(a *ticketAttribute) bool { return a.name == name }))
}

// check refuses values that do not fit the attributes of a type.
func (k *ticketType) check(values object) error {
	var extra []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		switch a := k.named(name); {
		case a == nil:
			extra = append(extra, name)
		case !a.takes(values[name]):
			return invalid("ticket_attributes", "%s must be a value of type %s", name, a.kind)
		}
	}
	if extra != nil {
		return failure(http.StatusBadRequest, "parameter_invalid",
			"Extra attributes provided that are not found on ticket type: %s", strings.Join(extra, ", "))
	}
	return nil
}

// complete refuses values for a new ticket that lack what is required.
func (k *ticketType) complete(values object) error {
	for a := range k.attributes.all() {
		if v := values[a.name]; a.required && !a.archived && (v == nil || v == "") {
			return failure(http.StatusBadRequest, "parameter_invalid", "Missing required ticket attributes")
		}
	}
	return nil
}

// takes reports whether a value fits. Items of a list are named by their ids.
func (a *ticketAttribute) takes(v any) bool {
	text, isText := v.(string)
	number, isNumber := v.(json.Number)
	_, isFlag := v.(bool)
	_, isList := v.([]any)
	switch {
	case v == nil:
		return true
	case a.kind == "list":
		return slices.ContainsFunc(a.items, func(item listItem) bool { return item.id == text })
	case a.kind == "integer":
		return isNumber && !strings.ContainsAny(number.String(), ".eE")
	case a.kind == "decimal":
		return isNumber
	case a.kind == "boolean":
		return isFlag
	case a.kind == "datetime":
		_, err := time.Parse(time.RFC3339, text)
		return isNumber || err == nil
	case a.kind == "files":
		return isList
	}
	return isText
}

// labelOf is what a value is called in the history of a ticket.
func (a *ticketAttribute) labelOf(v any) any {
	for _, item := range a.items {
		if item.id == v {
			return item.label
		}
	}
	if list, ok := v.([]any); ok {
		return list
	}
	return textOf(v)
}

// ticketState is a step in the life of tickets.
type ticketState struct {
	id       string
	category string
	internal string
	external string
	types    []string // that have it; empty: all
}

// The states that every workspace has.
func defaultTicketStates() store[*ticketState] {
	var states store[*ticketState]
	for _, s := range []*ticketState{
		{"1", "submitted", "Submitted", "Submitted", nil},
		{"2", "in_progress", "In progress", "In progress", nil},
		{"3", "waiting_on_customer", "Waiting on customer", "Waiting on you", nil},
		{"4", "resolved", "Resolved", "Resolved", nil},
	} {
		states.add(s.id, s)
	}
	return states
}

// AddTicketState adds a state of tickets, besides the four that there are from
// the beginning, and returns its id; the API has no way to. The category is
// "submitted", "in_progress", "waiting_on_customer" or "resolved". The label is
// what teammates and contacts see. Without ids of types all types have it. It
// panics if there is no such category or type.
func (s *Server) AddTicketState(category, label string, typeIDs ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	if len(w.ticketStates.where(func(s *ticketState) bool { return s.category == category })) == 0 { // there is a default one of each
		panic("intercomtest: no category of ticket states is called " + category)
	}
	for _, id := range typeIDs {
		if _, ok := w.ticketTypes.get(id); !ok {
			panic("intercomtest: no ticket type " + id)
		}
	}
	state := &ticketState{w.number(), category, label, label, slices.Clone(typeIDs)}
	return w.ticketStates.add(state.id, state).id
}

// statesOf are the states that tickets of a type can be in.
func (w *workspace) statesOf(k *ticketType) []*ticketState {
	return w.ticketStates.where(func(s *ticketState) bool { return len(s.types) == 0 || slices.Contains(s.types, k.id) })
}

// stateOf finds a state that tickets of a type can be in, or returns nil. No id
// means the first state of new tickets.
func (w *workspace) stateOf(k *ticketType, id string) *ticketState {
	return first(slices.DeleteFunc(w.statesOf(k), func(s *ticketState) bool {
		return s.id != id && (id != "" || s.category != "submitted")
	}))
}

func ticketStateJSON(s *ticketState) object {
	return object{"type": "ticket_state", "id": s.id, "category": s.category, "internal_label": s.internal, "external_label": s.external}
}

func (w *workspace) listTicketStates(x *exchange) (any, error) {
	return listed(x, listing{}, w.ticketStates.things, nil, func(s *ticketState) object {
		o := ticketStateJSON(s)
		o["archived"] = false
		o["ticket_types"] = object{"type": "list", "data": render(w.ticketTypes.where(func(k *ticketType) bool {
			return slices.Contains(w.statesOf(k), s)
		}), (*ticketType).short)}
		return o
	})
}

// anyTicketType is a type for tickets that come into being without a request.
func (w *workspace) anyTicketType() *ticketType {
	if k := first(w.ticketTypes.where(func(k *ticketType) bool { return k.category == customerTicket })); k != nil {
		return k
	}
	return w.addTicketType("Ticket", customerTicket)
}
