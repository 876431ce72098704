package intercomtest

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

func (w *workspace) ticketRoutes() routes {
	return routes{modern: {
		"POST /tickets":                                         w.createTicket,
		"POST /tickets/enqueue":                                 w.enqueueTicket,
		"POST /tickets/search":                                  w.searchTickets,
		"GET /tickets/{ticket_id}":                              w.getTicket,
		"PUT /tickets/{ticket_id}":                              w.updateTicket,
		"DELETE /tickets/{ticket_id}":                           w.deleteTicket,
		"POST /tickets/{ticket_id}/change_type":                 w.changeTicketType,
		"POST /tickets/{ticket_id}/linked_conversations":        w.linkConversation,
		"DELETE /tickets/{ticket_id}/linked_conversations/{id}": w.unlinkConversation,
		"POST /tickets/{ticket_id}/reply":                       w.replyToTicket,
	}}
}

// ticket is a conversation that is worked on step by step. Only one that was
// converted is among the conversations too.
type ticket struct {
	*conversation
	number     int // that people see
	kind       *ticketType
	stage      *ticketState
	before     string // id of the state before
	attributes object
	shared     bool
	found      time.Time // by searches, from then on
}

// AddTicket adds an empty ticket for nobody and returns its id. It is of the first
// type for customers, which is added if there is none.
func (s *Server) AddTicket() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	t := w.addTicket(w.newTicket(w.anyTicketType(), w.unix()), w.now())
	w.ticketHappened("ticket.created", t)
	return t.id
}

// newTicket is a ticket that has no id yet.
func (w *workspace) newTicket(k *ticketType, now int64) *ticket {
	return &ticket{
		conversation: &conversation{
			state: "open", priority: "none", createdAt: now, updatedAt: now, channel: "conversation", deliveredAs: "admin_initiated",
			attributes: object{}, source: part{by: w.me().speaker(), at: now},
		},
		kind: k, stage: w.stateOf(k, ""), attributes: object{}, shared: k.shared(),
	}
}

// addTicket gives a ticket its number, and its id if it has none.
func (w *workspace) addTicket(t *ticket, at time.Time) *ticket {
	w.ticketNumbers++
	t.number, t.found = w.ticketNumbers, at.Add(w.lag)
	if t.id == "" {
		t.id, t.source.id = w.number(), w.number()
	}
	return w.tickets.add(t.id, t)
}

// ticket finds the ticket of the path.
func (w *workspace) ticket(x *exchange) (*ticket, error) {
	t, ok := w.tickets.get(x.param("ticket_id"))
	if !ok {
		return nil, failure(http.StatusNotFound, "ticket_not_found", "Ticket not found")
	}
	w.wake(t.conversation, w.unix())
	return t, nil
}

// bot does what nobody else does.
func (w *workspace) bot() speaker { return speaker{kind: "bot", id: w.me().id, name: "Fin"} }

// ticketDraft is what a request for a ticket asks for, before anything is kept.
type ticketDraft struct {
	*ticket
	email string // of a contact to create
	link  *conversation
}

// draftTicket reads a request for a ticket.
func (w *workspace) draftTicket(x *exchange) (*ticketDraft, error) {
	if err := x.backdate(); err != nil {
		return nil, err
	}
	k, err := w.ticketTypeFor(x)
	if err != nil {
		return nil, err
	}
	d := &ticketDraft{ticket: w.newTicket(k, x.now)}
	maps.Copy(d.attributes, x.body.object("ticket_attributes"))
	assignment := x.body.object("assignment")
	for _, step := range []func() error{
		func() error { return k.check(d.attributes) },
		func() error { return k.complete(d.attributes) },
		func() error { return w.addressTicket(x, d) },
		func() error { return w.assignTicket(d.ticket, assignment.text("admin_assignee_id"), false) },
		func() error { return w.assignTicket(d.ticket, assignment.text("team_assignee_id"), true) },
		func() (err error) { d.company, err = w.companyOf(x, d.company); return err },
		func() (err error) { d.link, err = w.toLink(x, d.ticket); return err },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	d.title = textOf(d.attributes[titleAttribute])
	d.source.body = markup(textOf(d.attributes[descriptionAttribute]))
	return d, nil
}

// ticketTypeFor finds the type that a request gives to a ticket.
func (w *workspace) ticketTypeFor(x *exchange) (*ticketType, error) {
	k, ok := w.ticketTypes.get(x.body.text("ticket_type_id"))
	if !ok || k.archived {
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Ticket type not found")
	}
	return k, nil
}

// addressTicket finds whom a ticket is for.
func (w *workspace) addressTicket(x *exchange, d *ticketDraft) error {
	contacts, err := x.body.objects("contacts")
	switch {
	case err != nil:
		return err
	case len(contacts) != 1:
		return invalid("contacts", "Exactly one contact is needed")
	}
	p := w.person(contacts[0].text("id"))
	if id := contacts[0].text("external_id"); id != "" {
		p = first(w.peopleWhere(func(p *person) bool { return p.externalID == id }))
	}
	if email := contacts[0].text("email"); email != "" {
		p, d.email = w.participantBy(object{"email": email}), email
	}
	switch {
	case p != nil:
		d.contacts, d.source.by, d.email = []*person{p}, p.speaker(), ""
	case d.email == "":
		return userNotFound()
	}
	return nil
}

// assignTicket gives a ticket to an admin or a team, if an id names one.
func (w *workspace) assignTicket(t *ticket, id string, team bool) error {
	_, isAdmin := w.admins.get(id)
	_, isTeam := w.teams.get(id)
	switch {
	case id == "":
	case team && isTeam:
		t.teamID = id
	case !team && isAdmin:
		t.adminID = id
	default:
		return failure(http.StatusNotFound, "assignee_not_found", "Assignee not found")
	}
	return nil
}

// companyOf is the company that a request names, or else the one there is.
func (w *workspace) companyOf(x *exchange, otherwise *company) (*company, error) {
	if !x.body.has("company_id") {
		return otherwise, nil
	}
	if id := x.body.text("company_id"); id != "" {
		return w.companyByID(x, id)
	}
	return nil, nil //nolint:nilnil // null takes the company off
}

// toLink finds what a new ticket is about. A ticket for customers is the
// conversation itself.
func (w *workspace) toLink(x *exchange, t *ticket) (*conversation, error) {
	id := x.body.text("conversation_to_link_id")
	switch {
	case id == "":
		return nil, nil //nolint:nilnil // nothing is linked
	case t.kind.category == customerTicket:
		return nil, invalid("conversation_to_link_id", "Customer tickets cannot be linked to conversations")
	}
	return w.linkable(t, id)
}

// keepTicket makes a ticket of what a request asks for.
func (w *workspace) keepTicket(x *exchange, d *ticketDraft) *ticket {
	if d.email != "" {
		p := w.newPerson(x, true)
		p.email = d.email
		w.addPerson(p, x.now)
		d.contacts, d.source.by = []*person{p}, p.speaker()
	}
	t := w.addTicket(d.ticket, x.at)
	t.enter(w, x, t.stage, w.bot())
	if d.link != nil {
		w.link(t, d.link)
	}
	w.ticketHappened("ticket.created", t)
	return t
}

// enter puts a ticket into a state.
func (t *ticket) enter(w *workspace, x *exchange, to *ticketState, by speaker) {
	p := t.add(w, x, "ticket_state_updated_by_admin", by, "")
	p.change = object{"ticket_state": to.category, "previous_ticket_state": t.stage.category}
	changed := t.stage != to
	if changed {
		t.before = t.stage.id
		if to.category == "resolved" {
			t.close(x.now, by.id)
		}
	}
	if t.stage = to; changed {
		w.ticketPartAdded(t, p)
	}
}

func (w *workspace) createTicket(x *exchange) (any, error) {
	d, err := w.draftTicket(x)
	if err != nil {
		return nil, err
	}
	return w.ticketJSON(x, w.keepTicket(x, d)), nil
}

// enqueueTicket checks the request, and creates the ticket later.
func (w *workspace) enqueueTicket(x *exchange) (any, error) {
	if _, err := w.draftTicket(x); err != nil {
		return nil, err
	}
	j := &job{id: w.number(), kind: "ticket", done: w.now().Add(w.lag)}
	j.make = func() string {
		later := *x
		later.at, later.now = j.done, j.done.Unix()
		d, err := w.draftTicket(&later)
		if err != nil {
			return ""
		}
		return w.keepTicket(&later, d).id
	}
	return w.jobJSON(w.jobs.add(j.id, j)), nil
}

func (w *workspace) getTicket(x *exchange) (any, error) {
	t, err := w.ticket(x)
	if err != nil {
		return nil, err
	}
	return w.ticketJSON(x, t), nil
}

// updateTicket does nothing of what is asked for unless all of it is possible.
// Null has a meaning for the company alone, which it takes off.
func (w *workspace) updateTicket(x *exchange) (any, error) {
	t, err := w.ticket(x)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(x.body, func(key string, value any) bool { return value == nil && key != "company_id" })
	by := w.bot()
	if id := x.body.text("admin_id"); id != "" {
		a, ok := w.admins.get(id)
		if !ok {
			return nil, failure(http.StatusNotFound, "assignee_not_found", "Assignee not found")
		}
		by = a.speaker()
	}
	attributes := x.body.object("ticket_attributes")
	if err := t.kind.check(attributes); err != nil {
		return nil, err
	}
	to := t.stage
	if x.body.has("ticket_state_id") {
		id := x.body.text("ticket_state_id")
		if to = w.stateOf(t.kind, id); to == nil || id == "" {
			return nil, failure(http.StatusBadRequest, "ticket_state_id_invalid", "Ticket state id is not valid or is not associated with the ticket type")
		}
	}
	assignee, err := w.assigneeOf(x)
	if err != nil {
		return nil, err
	}
	co, err := w.companyOf(x, t.company)
	if err != nil {
		return nil, err
	}
	f := &fields{object: x.body}
	open, shared, until := t.state == "open", t.shared, t.snoozedUntil
	f.flag("open", &open)
	f.flag("is_shared", &shared)
	f.moment("snoozed_until", &until)
	if f.err != nil {
		return nil, f.err
	}
	t.company, t.shared, t.updatedAt = co, shared, x.now
	t.set(w, x, attributes)
	if to != t.stage {
		t.enter(w, x, to, by)
	}
	if assignee != nil {
		t.give(w, x, assignee, by)
	}
	t.openOrClose(w, x, open, until, by)
	return w.ticketJSON(x, t), nil
}

// set writes attributes, each of which is a part.
func (t *ticket) set(w *workspace, x *exchange, attributes object) {
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		a, value := t.kind.named(name), attributes[name]
		t.attributes[name] = value
		id := value
		if _, isList := value.([]any); !isList {
			id = textOf(value)
		}
		p := t.add(w, x, "ticket_attribute_updated_by_admin", w.bot(), "")
		p.change = object{"updated_attribute_data": object{
			"attribute": object{"type": "attribute", "id": a.id, "label": name},
			"value":     object{"type": "value", "id": id, "label": a.labelOf(value)},
		}}
		w.ticketPartAdded(t, p)
	}
	t.title = textOf(t.attributes[titleAttribute])
}

// assigneeOf is who gets a ticket, or nil if the request does not say.
func (w *workspace) assigneeOf(x *exchange) (object, error) {
	id := x.body.text("assignee_id")
	_, isAdmin := w.admins.get(id)
	_, isTeam := w.teams.get(id)
	switch {
	case id == "":
		return nil, nil //nolint:nilnil // nothing is assigned
	case id == "0":
		return object{"type": "nobody_admin", "id": nil}, nil
	case isAdmin:
		return object{"type": "admin", "id": id}, nil
	case isTeam:
		return object{"type": "team", "id": id}, nil
	}
	return nil, failure(http.StatusNotFound, "assignee_not_found", "Assignee not found")
}

func (t *ticket) give(w *workspace, x *exchange, to object, by speaker) {
	switch to["type"] {
	case "admin":
		t.adminID = to.text("id")
	case "team":
		t.teamID = to.text("id")
	default:
		t.adminID, t.teamID = "", ""
	}
	p := t.add(w, x, "assignment", by, "")
	p.assignedTo = to
	w.ticketPartAdded(t, p)
}

// openOrClose does so if a request says it, and snoozes. What is closed is not
// snoozed.
func (t *ticket) openOrClose(w *workspace, x *exchange, open bool, until int64, by speaker) {
	switch {
	case x.body.has("open") && !open:
		if t.state != "closed" {
			t.close(x.now, by.id)
			w.ticketPartAdded(t, t.add(w, x, "close", by, ""))
		}
	case x.body.has("snoozed_until") && until > 0:
		t.state, t.snoozedUntil = "snoozed", until
		w.ticketPartAdded(t, t.add(w, x, "snoozed", by, ""))
		w.wake(t.conversation, x.now)
	case x.body.has("open") && t.state != "open", x.body.has("snoozed_until") && t.state == "snoozed":
		snoozed := t.state == "snoozed"
		t.reopen()
		if t.add(w, x, "open", by, ""); snoozed {
			w.ticketHappened("ticket.admin.unsnoozed", t)
		}
	}
}

// deleteTicket deletes all of it, the conversation that it was too.
func (w *workspace) deleteTicket(x *exchange) (any, error) {
	t, err := w.ticket(x)
	if err != nil {
		return nil, err
	}
	for _, o := range slices.Clone(t.linked) {
		if conv := w.thread(o.text("id")); conv != nil {
			w.unlink(t.conversation, conv)
		}
	}
	w.tickets.remove(t.id)
	w.conversations.remove(t.id)
	return object{"id": t.id, "object": "ticket", "deleted": true}, nil
}

// changeTicketType keeps what the types have in common.
func (w *workspace) changeTicketType(x *exchange) (any, error) {
	t, err := w.ticket(x)
	if err != nil {
		return nil, notFound("Resource Not Found")
	}
	for _, key := range []string{"ticket_type_id", "ticket_state_id"} {
		if x.body.text(key) == "" {
			return nil, failure(http.StatusBadRequest, "parameter_not_found", "%s is a required parameter", key)
		}
	}
	attributes := x.body.object("ticket_attributes")
	to, err := w.ticketTypeFor(x)
	switch {
	case err != nil:
		return nil, err
	case to == t.kind:
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Cannot change to the same ticket type")
	case to.category != t.kind.category:
		return nil, failure(http.StatusBadRequest, "invalid_ticket_type", "The new ticket type must be in the same category")
	}
	stage := w.stateOf(to, x.body.text("ticket_state_id"))
	if stage == nil {
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Ticket custom state doesn't belong to the new ticket type")
	}
	if err := to.check(attributes); err != nil {
		return nil, err
	}
	kept := object{}
	for name, value := range t.attributes {
		if was, is := t.kind.named(name), to.named(name); was != nil && is != nil && is.kind == was.kind && is.takes(value) {
			kept[name] = value
		}
	}
	t.kind, t.attributes = to, kept
	t.set(w, x, attributes)
	t.enter(w, x, stage, w.bot())
	return w.ticketJSON(x, t), nil
}

// convertConversation makes a ticket of a conversation, with the same id.
func (w *workspace) convertConversation(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	kind, err := w.ticketTypeFor(x)
	switch {
	case err != nil:
		return nil, err
	case kind.category != customerTicket:
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Ticket type is not a customer ticket type")
	}
	if _, done := w.tickets.get(conv.id); done {
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Conversation is a ticket already")
	}
	stage, attributes := w.stateOf(kind, x.body.text("ticket_state_id")), object{}
	if stage == nil {
		return nil, failure(http.StatusBadRequest, "ticket_state_id_invalid", "Ticket state id is not valid or is not associated with the ticket type")
	}
	maps.Copy(attributes, x.body.object("attributes"))
	if err := kind.check(attributes); err != nil {
		return nil, err
	}
	t := w.addTicket(&ticket{conversation: conv, kind: kind, stage: stage, attributes: attributes, shared: kind.shared()}, x.at)
	t.enter(w, x, stage, w.bot())
	w.ticketHappened("ticket.created", t)
	return w.ticketJSON(x, t), nil
}

// ticketJSON shows tickets in the same way everywhere, with their newest parts.
func (w *workspace) ticketJSON(x *exchange, t *ticket) object {
	parts := t.parts
	if _, converted := w.conversations.get(t.id); converted {
		begun := t.source
		begun.kind = "comment"
		parts = append([]*part{&begun}, parts...)
	}
	o := object{
		"type":                     "ticket",
		"id":                       t.id,
		"ticket_id":                strconv.Itoa(t.number),
		"category":                 t.kind.category,
		"ticket_attributes":        t.attributes,
		"ticket_state":             ticketStateJSON(t.stage),
		"previous_ticket_state_id": nullable(t.before),
		"ticket_type":              t.kind.json(),
		"contacts":                 object{"type": "contact.list", "contacts": render(t.contacts, contactReference)},
		"admin_assignee_id":        numberOf(t.adminID),
		"team_assignee_id":         numberOf(t.teamID),
		"created_at":               t.createdAt,
		"updated_at":               t.updatedAt,
		"open":                     t.state == "open",
		"snoozed_until":            nullable(t.snoozedUntil),
		"linked_objects":           linkedJSON(t.linked),
		"ticket_parts": object{
			"type":         "ticket_part.list",
			"ticket_parts": render(parts[max(0, len(parts)-shownParts):], ticketPartJSON),
			"total_count":  len(parts),
		},
		"is_shared": t.shared,
	}
	if !x.atLeast("2.16") {
		o["admin_assignee_id"], o["team_assignee_id"] = orZero(t.adminID), orZero(t.teamID)
	}
	return o
}

func ticketPartJSON(p *part) object {
	o := object{
		"type": "ticket_part", "id": p.id, "part_type": p.kind, "body": nullable(p.body), "created_at": p.at, "updated_at": max(p.at, p.updatedAt),
		"author": p.by.json(), "attachments": p.attachments, "redacted": p.redacted,
	}
	if p.assignedTo != nil {
		o["assigned_to"] = p.assignedTo
	}
	maps.Copy(o, p.change)
	return o
}
