package intercomtest

import (
	"cmp"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

func (w *workspace) conversationRoutes() routes {
	return routes{
		legacy: {
			"GET /conversations":                                 w.listLegacyConversations,
			"GET /conversations/{id}":                            w.getConversation,
			"PUT /conversations/{id}":                            w.updateConversation,
			"POST /conversations/last/reply":                     w.replyToLast,
			"POST /conversations/{id}/reply":                     w.replyToConversation,
			"POST /conversations/{id}/customers":                 w.addToConversation,
			"DELETE /conversations/{id}/customers/{customer_id}": w.removeFromConversation,
			"POST /conversations/{id}/run_assignment_rules":      w.runAssignmentRules,
		},
		modern: {
			"GET /conversations":                                             w.listConversations,
			"POST /conversations":                                            w.createConversation,
			"GET /conversations/deleted":                                     w.listDeletedConversations,
			"POST /conversations/redact":                                     w.redactConversation,
			"POST /conversations/search":                                     w.searchConversations,
			"GET /conversations/{conversation_id}":                           w.getConversation,
			"PUT /conversations/{conversation_id}":                           w.updateConversation,
			"DELETE /conversations/{conversation_id}":                        w.deleteConversation,
			"POST /conversations/{conversation_id}/reply":                    w.replyToConversation,
			"POST /conversations/{conversation_id}/parts":                    w.manageConversation,
			"PUT /conversations/{conversation_id}/conversation_parts/{id}":   w.updatePart,
			"POST /conversations/{conversation_id}/customers":                w.addToConversation,
			"DELETE /conversations/{conversation_id}/customers/{contact_id}": w.removeFromConversation,
			"POST /conversations/{conversation_id}/convert":                  w.convertConversation,
			"POST /conversations/{id}/merge":                                 w.mergeConversations,
			"POST /conversations/{conversation_id}/run_assignment_rules":     w.runAssignmentRules,
			"GET /conversations/{id}/handling_events":                        w.listHandlingEvents,
			"GET /conversations/{id}/side_conversations":                     w.listSideConversations,
		},
	}
}

// conversation is what is said between contacts and teammates. 1.x and 2.x show
// the same in different words.
type conversation struct {
	id           string
	title        string
	state        string // open, closed or snoozed
	read         bool
	priority     string
	createdAt    int64
	updatedAt    int64
	waitingSince int64
	snoozedUntil int64
	source       part // the message it began with
	channel      string
	deliveredAs  string
	subject      string
	url          string
	contacts     []*person
	adminID      string
	teamID       string
	company      *company
	attributes   object
	repliedAt    int64 // first by a contact
	figures      figures
	rating       rating
	parts        []*part
	linked       []object
	mergedInto   string
	handling     []object
	sides        []object
	unanswered   bool // an admin's message, which is a conversation once the contact replies
	tagged
}

// part is one thing that was said or done.
type part struct {
	id          string
	kind        string
	body        string // HTML
	at          int64
	updatedAt   int64
	by          speaker
	assignedTo  object
	attachments []object
	redacted    bool
	state       string // of the conversation, after the part
	metadata    object
	event       object
	change      object // that only a ticket shows
	sendState   string // of a reply in another channel
	seen        bool   // by an admin
}

// speaker is who says or does something.
type speaker struct{ kind, id, name, email string }

func (sp speaker) json() object {
	return object{"type": sp.kind, "id": sp.id, "name": nullable(sp.name), "email": nullable(sp.email)}
}

func (a *admin) speaker() speaker  { return speaker{"admin", a.id, a.name, a.email} }
func (p *person) speaker() speaker { return speaker{p.role(), p.id, p.name, p.email} }

// figures are the statistics of a conversation.
type figures struct {
	firstAssigned, lastAssigned     int64
	firstAdminReply, lastAdminReply int64
	lastContactReply                int64
	firstClosed, lastClosed         int64
	lastClosedBy                    string
	assignments, reopens            int
}

type rating struct {
	score  int
	remark string
	at     int64
	by     *person
	of     string
}

// AddConversation adds an open conversation that nobody takes part in and
// returns its id.
func (s *Server) AddConversation() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	return w.newConversation(w.unix(), w.me().speaker(), "").id
}

// RateConversation lets the contact of a conversation rate it, from 1 to 5, as
// it does in the Messenger; the API has no way to. It panics if there is no
// such conversation or nobody takes part in it.
func (s *Server) RateConversation(id string, score int, remark string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	conv := w.mustHaveConversation(id)
	if len(conv.contacts) == 0 {
		panic("intercomtest: nobody takes part in conversation " + id)
	}
	conv.rating = rating{score, remark, w.unix(), conv.contacts[0], cmp.Or(conv.adminID, w.me().id)}
	w.rated(conv)
}

// AddHandlingEvent lets an admin pause or resume the work on a conversation;
// the API has no way to. It panics if there is no such conversation or admin.
func (s *Server) AddHandlingEvent(conversationID, adminID, kind, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	conv := w.mustHaveConversation(conversationID)
	a, ok := w.admins.get(adminID)
	if !ok {
		panic("intercomtest: no admin " + adminID)
	}
	event := object{
		"teammate":  object{"type": "admin", "id": numberOf(a.id), "name": a.name, "email": a.email},
		"type":      kind,
		"timestamp": w.now().UTC().Format(time.RFC3339),
	}
	if reason != "" {
		event["reason"] = reason
	}
	conv.handling = append(conv.handling, event)
}

// AddSideConversation starts a thread among teammates from a conversation and
// returns its id; the API has no way to. It panics if there is no such
// conversation.
func (s *Server) AddSideConversation(conversationID string, bodies ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	conv := w.mustHaveConversation(conversationID)
	parts := render(bodies, func(body string) object {
		said := &part{id: w.number(), kind: "comment", body: markup(body), at: w.unix(), by: w.me().speaker(), state: "open"}
		return w.partJSON(said, markup)
	})
	id := w.number()
	conv.sides = append(conv.sides, object{"side_conversation_id": id, "conversation_parts": parts, "total_count": len(parts)})
	return id
}

func (w *workspace) mustHaveConversation(id string) *conversation {
	conv, ok := w.conversations.get(id)
	if !ok {
		panic("intercomtest: no conversation " + id)
	}
	return conv
}

// newConversation adds a conversation that somebody begins.
func (w *workspace) newConversation(now int64, by speaker, body string) *conversation {
	conv := &conversation{
		id: w.number(), state: "open", priority: "none", createdAt: now, updatedAt: now,
		channel: "conversation", deliveredAs: "admin_initiated", attributes: object{},
	}
	conv.source = part{id: w.number(), body: markup(body), by: by, at: now}
	return w.conversations.add(conv.id, conv)
}

// add puts a part at the end.
func (conv *conversation) add(w *workspace, x *exchange, kind string, by speaker, body string) *part {
	p := &part{id: w.number(), kind: kind, body: markup(body), at: x.now, updatedAt: x.now, by: by, state: conv.state}
	conv.parts = append(conv.parts, p)
	conv.updatedAt = max(conv.updatedAt, x.now)
	return p
}

// conversation finds the conversation of the path.
func (w *workspace) conversation(x *exchange) (*conversation, error) {
	return w.conversationByID(x.param("conversation_id", "id"))
}

func (w *workspace) conversationByID(id string) (*conversation, error) {
	conv, ok := w.conversations.get(id)
	if !ok || conv.unanswered {
		return nil, notFound("Resource Not Found")
	}
	w.wake(conv, w.unix())
	return conv, nil
}

// wake opens a snoozed conversation when its time has come.
func (w *workspace) wake(conv *conversation, now int64) {
	if conv.state == "snoozed" && conv.snoozedUntil <= now {
		conv.state, conv.snoozedUntil = "open", 0
		w.partAdded(conv, conv.add(w, &exchange{now: now}, "timer_unsnooze", speaker{kind: "bot", id: w.me().id, name: "Operator"}, ""))
	}
}

// conversationsWhere returns the conversations that match, those that changed
// last first.
func (w *workspace) conversationsWhere(match func(*conversation) bool) []*conversation {
	found := w.conversations.where(func(conv *conversation) bool {
		w.wake(conv, w.unix())
		return !conv.unanswered && match(conv)
	})
	slices.Reverse(found)
	slices.SortStableFunc(found, func(a, b *conversation) int { return cmp.Compare(b.updatedAt, a.updatedAt) })
	return found
}

func (conv *conversation) hasContact(p *person) bool { return slices.Contains(conv.contacts, p) }

func everyConversation(*conversation) bool { return true }

func (w *workspace) listConversations(x *exchange) (any, error) {
	size, err := x.number("per_page", 20)
	if err != nil {
		return nil, err
	}
	if size > searchPage {
		return nil, invalid("per_page", "per_page must be at most %d", searchPage)
	}
	all := w.conversationsWhere(everyConversation)
	page, pages, err := after(all, conversationID, x.query.Get("starting_after"), size)
	if err != nil {
		return nil, err
	}
	return w.conversationList(x, page, len(all), pages), nil
}

func conversationID(conv *conversation) string { return conv.id }

func (w *workspace) conversationList(x *exchange, page []*conversation, total int, pages object) object {
	return object{
		"type":          "conversation.list",
		"conversations": render(page, func(conv *conversation) object { return w.conversationJSON(x, conv) }),
		"total_count":   total,
		"pages":         pages,
	}
}

func (w *workspace) getConversation(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	return w.conversationDetail(x, conv), nil
}

// createConversation lets a contact begin, and returns its message.
func (w *workspace) createConversation(x *exchange) (any, error) {
	from := x.body.object("from")
	p := w.person(from.text("id"))
	if p == nil {
		return nil, userNotFound()
	}
	if x.body.text("body") == "" {
		return nil, invalid("body", "Body is required")
	}
	attachments, err := attachmentsOf(x, 10)
	if err == nil {
		err = x.backdate()
	}
	if err != nil {
		return nil, err
	}
	return w.contactBegins(x, p, attachments), nil
}

// contactBegins starts a conversation with a message of a contact.
func (w *workspace) contactBegins(x *exchange, p *person, attachments []object) object {
	conv := w.newConversation(x.now, p.speaker(), x.body.text("body"))
	conv.contacts = []*person{p}
	conv.deliveredAs, conv.subject, conv.url = "customer_initiated", x.body.text("subject"), x.body.text("referer")
	conv.source.attachments = attachments
	conv.waitingSince, conv.repliedAt, conv.read = x.now, x.now, true
	w.conversationHappened("conversation.user.created", conv)
	response := object{
		"type": "user_message", "id": conv.source.id, "created_at": x.now, "body": x.body.text("body"), "message_type": "inapp",
	}
	if x.generation == modern {
		response["conversation_id"] = conv.id
	}
	return response
}

func (w *workspace) updateConversation(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	draft := *conv
	f := &fields{object: x.body}
	f.flag("read", &draft.read)
	f.text("title", &draft.title)
	f.attributes(&draft.attributes, 250, true)
	for name := range x.body.object("custom_attributes") {
		if len(w.conversationAttributes.where(func(a *conversationAttribute) bool { return a.name == name && !a.archived })) > 1 {
			f.fail(failure(http.StatusBadRequest, "INVALID_PARAMETER", "several conversation attributes are named %q", name))
		}
	}
	if id := x.body.text("company_id"); id != "" {
		if draft.company, err = w.companyByID(x, id); err != nil {
			f.fail(err)
		}
	} else if x.body.has("company_id") {
		draft.company = nil
	}
	if f.err != nil {
		return nil, f.err
	}
	isRead, moved := draft.read && !conv.read, draft.company != conv.company
	*conv = draft
	conv.updatedAt = x.now
	if isRead {
		w.conversationHappened("conversation.read", conv)
	}
	if moved {
		w.conversationHappened("conversation.company.updated", conv)
	}
	for name, value := range x.body.object("custom_attributes") {
		p := conv.add(w, x, "conversation_attribute_updated_by_admin", speaker{kind: "bot", id: w.me().id, name: "Fin"}, "")
		p.event = object{"attribute": object{"name": name}, "value": object{"name": value}}
	}
	return w.conversationDetail(x, conv), nil
}

// deletedConversation is what is left of one.
type deletedConversation struct {
	id       string
	retained bool
	at       int64
}

func (w *workspace) deleteConversation(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	w.conversations.remove(conv.id)
	w.tickets.remove(conv.id)
	w.deleted = append(w.deleted, deletedConversation{conv.id, x.query.Get("retain_metrics") != "false", x.now})
	w.conversationDeleted(conv)
	return object{"id": conv.id, "object": "conversation", "deleted": true}, nil
}

func (w *workspace) listDeletedConversations(x *exchange) (any, error) {
	ascending, err := x.ascending()
	if err != nil {
		return nil, err
	}
	all := slices.Clone(w.deleted)
	if !ascending {
		slices.Reverse(all)
	}
	page, pages, err := paged(x, all, 20, 60)
	if err != nil {
		return nil, err
	}
	return object{
		"type":        "conversations.list",
		"total_count": len(all),
		"pages":       pages,
		"conversations": render(page, func(d deletedConversation) object {
			return object{"type": "conversation", "id": d.id, "metrics_retained": d.retained, "deleted_at": d.at}
		}),
	}, nil
}

func (w *workspace) listHandlingEvents(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	return object{"handling_events": conv.handling}, nil
}

func (w *workspace) listSideConversations(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	page, pages, err := paged(x, conv.sides, 25, 50)
	if err != nil {
		return nil, err
	}
	delete(pages, "next")
	return object{
		"type":               "side_conversation.list",
		"side_conversations": page,
		"total_count":        len(conv.sides),
		"pages":              pages,
	}, nil
}

// shownParts is how many parts a conversation shows.
const shownParts = 500

// conversationDetail is what reading a single conversation shows.
func (w *workspace) conversationDetail(x *exchange, conv *conversation) object {
	o := w.conversationJSON(x, conv)
	o["conversation_parts"] = w.partList(x, conv.parts[max(0, len(conv.parts)-shownParts):], len(conv.parts))
	return o
}

func (w *workspace) partList(x *exchange, parts []*part, total int) object {
	return object{
		"type": "conversation_part.list",
		"conversation_parts": render(parts, func(p *part) object {
			shown := w.partJSON(p, x.bodyForm())
			if x.generation == legacy && p.assignedTo != nil {
				shown["assigned_to"] = p.assignedTo["id"] // there it is the id alone
			}
			return shown
		}),
		"total_count": total,
	}
}

// conversationJSON is what lists show, in the words of the call's generation.
func (w *workspace) conversationJSON(x *exchange, conv *conversation) object {
	if x.generation == legacy {
		return w.legacyConversation(x, conv)
	}
	form := x.bodyForm()
	source := object{
		"type": conv.channel, "id": conv.source.id, "delivered_as": conv.deliveredAs,
		"subject": conv.subject, "body": form(conv.source.body), "author": conv.source.by.json(),
		"attachments": conv.source.attachments, "url": nullable(conv.url), "redacted": conv.source.redacted,
	}
	o := object{
		"type":                "conversation",
		"id":                  conv.id,
		"title":               nullable(conv.title),
		"created_at":          conv.createdAt,
		"updated_at":          conv.updatedAt,
		"waiting_since":       nullable(conv.waitingSince),
		"snoozed_until":       nullable(conv.snoozedUntil),
		"source":              source,
		"contacts":            object{"type": "contact.list", "contacts": render(conv.contacts, contactReference)},
		"first_contact_reply": nil,
		"admin_assignee_id":   numberOf(conv.adminID),
		"team_assignee_id":    numberOf(conv.teamID),
		"open":                conv.state != "closed" && conv.state != "snoozed",
		"state":               conv.state,
		"read":                conv.read,
		"tags":                object{"type": "tag.list", "tags": render(conv.taggings, taggingJSON)},
		"priority":            conv.priority,
		"sla_applied":         nil,
		"statistics":          w.statisticsJSON(conv),
		"conversation_rating": nil,
		"teammates": object{"type": "admin.list", "admins": render(conv.teammates(), func(id string) object {
			return object{"type": "admin", "id": id}
		})},
		"custom_attributes":     w.attributesJSON(conv.attributes),
		"topics":                object{},
		"ticket":                nil,
		"linked_objects":        linkedJSON(conv.linked),
		"ai_agent":              nil,
		"ai_agent_participated": false,
	}
	if x.atLeast("2.15") {
		o["company"] = nil
		if conv.company != nil {
			o["company"] = w.companyJSON(x, conv.company)
		}
	}
	if x.atLeast("2.16") {
		o["sales_agent"] = nil
		o["sales_agent_participated"] = false
		o["channel"] = object{"initial": conv.channel, "current": conv.channel}
		o["external_references"] = []object{}
		if x.query.Get("include_monitors") == "true" {
			o["monitor_evaluations"] = []object{}
		}
		if x.query.Get("include_scorecards") == "true" {
			o["scorecards"] = []object{}
		}
	}
	if conv.repliedAt > 0 {
		o["first_contact_reply"] = object{"created_at": conv.repliedAt, "type": conv.channel, "url": nullable(conv.url)}
	}
	if r := conv.rating; r.score > 0 {
		o["conversation_rating"] = object{
			"rating": r.score, "remark": nullable(r.remark), "created_at": r.at, "updated_at": r.at,
			"contact": contactReference(r.by), "teammate": object{"type": "admin", "id": r.of},
		}
	}
	if t, ok := w.tickets.get(conv.id); ok {
		o["ticket"] = object{"type": "ticket", "id": t.id}
	}
	return o
}

func contactReference(p *person) object {
	return object{"type": "contact", "id": p.id, "external_id": nullable(p.externalID)}
}

// teammates are the admins who said or did something.
func (conv *conversation) teammates() []string {
	var ids []string
	for _, p := range conv.parts {
		if p.by.kind == "admin" && !slices.Contains(ids, p.by.id) {
			ids = append(ids, p.by.id)
		}
	}
	return ids
}

func (w *workspace) statisticsJSON(conv *conversation) object {
	f := conv.figures
	since := func(at int64) any {
		if at == 0 {
			return nil
		}
		return at - conv.createdAt
	}
	return object{
		"type":                     "conversation_statistics",
		"time_to_assignment":       since(f.firstAssigned),
		"time_to_admin_reply":      since(f.firstAdminReply),
		"time_to_first_close":      since(f.firstClosed),
		"time_to_last_close":       since(f.lastClosed),
		"median_time_to_reply":     nil,
		"first_contact_reply_at":   nullable(conv.repliedAt),
		"first_assignment_at":      nullable(f.firstAssigned),
		"first_admin_reply_at":     nullable(f.firstAdminReply),
		"first_close_at":           nullable(f.firstClosed),
		"last_assignment_at":       nullable(f.lastAssigned),
		"last_contact_reply_at":    nullable(f.lastContactReply),
		"last_admin_reply_at":      nullable(f.lastAdminReply),
		"last_close_at":            nullable(f.lastClosed),
		"last_closed_by_id":        nullable(f.lastClosedBy),
		"count_reopens":            f.reopens,
		"count_assignments":        f.assignments,
		"count_conversation_parts": len(conv.parts),
	}
}

// updatePart takes any secret: only Intercom knows which one is right.
func (w *workspace) updatePart(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(conv.parts, func(p *part) bool { return p.id == x.param("id") })
	switch {
	case i < 0:
		return nil, notFound("Conversation part not found")
	case !x.body.flag("experimental") || x.body.text("secret") == "":
		return nil, failure(http.StatusForbidden, "forbidden", "experimental and secret are required")
	}
	p := conv.parts[i]
	f := &fields{object: x.body}
	f.text("send_state", &p.sendState)
	f.flag("seen", &p.seen)
	p.updatedAt = x.now
	return w.partJSON(p, markup), f.err
}

func (w *workspace) partJSON(p *part, form func(string) string) object {
	o := object{
		"type":                   "conversation_part",
		"id":                     p.id,
		"part_type":              p.kind,
		"body":                   nullable(form(p.body)),
		"created_at":             p.at,
		"updated_at":             p.updatedAt,
		"notified_at":            p.at,
		"assigned_to":            nil,
		"author":                 p.by.json(),
		"attachments":            p.attachments,
		"external_id":            nil,
		"redacted":               p.redacted,
		"email_message_metadata": nil,
		"metadata":               object{},
		"state":                  p.state,
		"tags":                   []object{},
		"event_details":          nil,
		"app_package_code":       nil,
	}
	if p.assignedTo != nil {
		o["assigned_to"] = p.assignedTo
	}
	if p.metadata != nil {
		o["metadata"] = p.metadata
	}
	if p.event != nil {
		o["event_details"] = p.event
	}
	if p.sendState != "" {
		o["external_reply_send_state"] = p.sendState
	}
	if p.seen {
		o["seen_state"] = object{"admin_seen": true}
	}
	return o
}

// numberOf is an id as the JSON number that some fields have: 0 for nobody.
func numberOf(id string) any {
	if id == "" {
		return 0
	}
	if n := numeric(id); n != nil && n.IsInt() {
		return n.Num()
	}
	return id
}

// markup turns what was sent into the HTML that is kept.
func markup(body string) string {
	if body == "" || strings.HasPrefix(body, "<") {
		return body
	}
	return "<p>" + html.EscapeString(body) + "</p>"
}

var markupTag = regexp.MustCompile(`<[^>]*>`)

// bodyForm is how a call wants bodies.
func (x *exchange) bodyForm() func(string) string {
	if x.query.Get("display_as") != "plaintext" {
		return func(body string) string { return body }
	}
	return func(body string) string { return html.UnescapeString(markupTag.ReplaceAllString(body, "")) }
}
