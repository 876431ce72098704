package intercomtest

import (
	"cmp"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// finStream is the operation of a stream of events, which has a token in its
// address and needs no other.
const finStream = "GET /event-stream"

func (w *workspace) finRoutes() routes {
	return routes{
		modern: {
			finStream:            w.streamFin,
			"POST /fin/start":    w.startFin,
			"POST /fin/reply":    w.replyToFin,
			"POST /fin/csat":     w.rateFin,
			"POST /fin/ask":      w.askFin,
			"POST /fin/escalate": w.escalateFin,

			"POST /fin/capabilities":                                 w.listFinCapabilities,
			"POST /fin/procedures/{procedure_id}/run":                w.runFinProcedure,
			"POST /procedures/{conversation_id}/collect_agent_input": w.collectAgentInput,
		},
	}
}

// FinTurn is what Fin does about one message of a user.
type FinTurn struct {
	Replies []string // HTML, each of which the stream also has as it grows, word by word
	Status  string   // afterwards: "awaiting_user_reply" unless it is set, or "escalated", "resolved" or "complete"
	Reason  string   // of an escalation
	CSAT    bool     // Fin asks for a rating, after a conversation that is resolved or complete
}

// SetFinTurns sets what Fin does about the next messages, in whatever
// conversation they come: each turn is for one message, and the last one for all
// that follow. Without it Fin replies that it looks into the matter, and waits.
//
// All that Fin does about a message has happened when the call returns, and the
// stream of the conversation has it from then on, until it was read once or 3
// minutes are over.
func (s *Server) SetFinTurns(turns ...FinTurn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range turns {
		if !slices.Contains([]string{"", "awaiting_user_reply", "escalated", "resolved", "complete"}, t.Status) {
			panic("intercomtest: Fin ends no turn with the status " + t.Status)
		}
	}
	s.workspace.fin.turns = render(turns, func(t FinTurn) FinTurn {
		t.Replies = slices.Clone(t.Replies)
		return t
	})
}

// AddFinProcedure adds a procedure that is live and that the API can start, and
// returns its id.
func (s *Server) AddFinProcedure(name, description string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	p := &finProcedure{w.number(), name, description}
	return w.fin.procedures.add(p.id, p).id
}

// AddAgentInputRequest lets a procedure in a conversation wait for a human to
// give values for the attributes with these identifiers, and returns the id of
// its step. It panics if there is no such conversation.
func (s *Server) AddAgentInputRequest(conversationID string, identifiers ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	w.mustHaveConversation(conversationID)
	step := &agentInput{id: uuid(), conversation: conversationID, wants: slices.Clone(identifiers)}
	return w.fin.inputs.add(step.id, step).id
}

// ExpireAgentInputRequest lets a procedure wait no longer for a step. It panics
// if there is no such step.
func (s *Server) ExpireAgentInputRequest(stepID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	step, ok := s.workspace.fin.inputs.get(stepID)
	if !ok {
		panic("intercomtest: no step " + stepID)
	}
	step.expired = true
}

// fin is the AI agent of a workspace.
type fin struct {
	turns         []FinTurn
	conversations store[*finConversation] // by the caller's id
	procedures    store[*finProcedure]
	inputs        store[*agentInput]
	streams       map[string]*finSubscription // by token
}

type finConversation struct {
	id     string
	user   *person
	events []finEvent
	heard  map[string]time.Time // when messages came
	survey bool
	rating string
	remark string
}

type finEvent struct {
	at   time.Time
	body object
}

type finProcedure struct{ id, name, description string }

type agentInput struct {
	id, conversation string
	wants            []string
	done, expired    bool
}

// finSubscription is the right to read the events of a conversation.
type finSubscription struct {
	conversation *finConversation
	from         int // the first event
	until        time.Time
}

const (
	finTokenLife  = 3 * time.Minute
	finRewind     = 2 * time.Minute
	finDuplicates = 5 * time.Minute
	finAttributes = 10
	finText       = 10_000 // characters of what an escalation says
)

func (w *workspace) startFin(x *exchange) (any, error) { return w.beginFin(x, w.nextTurn, nil) }

func (w *workspace) askFin(x *exchange) (any, error) {
	return w.beginFin(x, func() FinTurn {
		t := w.nextTurn()
		return FinTurn{Replies: t.Replies, Status: "complete"}
	}, nil)
}

func (w *workspace) runFinProcedure(x *exchange) (any, error) {
	p, ok := w.fin.procedures.get(x.param("procedure_id"))
	if !ok {
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Procedure not found")
	}
	return w.beginFin(x, w.nextTurn, p)
}

// beginFin lets Fin into a conversation that it does not know yet.
func (w *workspace) beginFin(x *exchange, turn func() FinTurn, procedure *finProcedure) (any, error) {
	if err := w.checkFin(x, procedure == nil); err != nil {
		return nil, err
	}
	if procedure != nil {
		if err := x.fitsProcedure(); err != nil {
			return nil, err
		}
	}
	id := x.body.text("conversation_id")
	if _, known := w.fin.conversations.get(id); known {
		return nil, failure(http.StatusBadRequest, "parameter_invalid",
			"Fin session already exists for this conversation. Please use /reply to continue the conversation.")
	}
	user, problems, err := w.finUser(x)
	if err != nil {
		return nil, err
	}
	conv := w.fin.conversations.add(id, &finConversation{id: id, user: user, heard: map[string]time.Time{}})
	conv.hears(x)
	conv.act(x, w, turn())
	o := w.finJSON(x, conv, 0, problems)
	if procedure != nil {
		o["procedure_id"] = procedure.id
	}
	return o, nil
}

// nextTurn is what Fin does next.
func (w *workspace) nextTurn() FinTurn {
	turns := w.fin.turns
	switch len(turns) {
	case 0:
		return FinTurn{Replies: []string{"<p>I am looking into it.</p>"}}
	case 1:
		return turns[0]
	}
	w.fin.turns = turns[1:]
	return turns[0]
}

func (w *workspace) replyToFin(x *exchange) (any, error) {
	if err := w.checkFin(x, true); err != nil {
		return nil, err
	}
	conv, ok := w.fin.conversations.get(x.body.text("conversation_id"))
	if !ok {
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Conversation not found")
	}
	_, problems, err := w.finUser(x)
	if err != nil {
		return nil, err
	}
	from := len(conv.events)
	if conv.hears(x) {
		conv.act(x, w, w.nextTurn())
	}
	return w.finJSON(x, conv, from, problems), nil
}

// checkFin refuses what lacks something, or has too much of it.
func (w *workspace) checkFin(x *exchange, message bool) error {
	metadata := x.body.object("conversation_metadata")
	history, err := metadata.objects("history")
	if err != nil {
		return err
	}
	attachments, err := x.body.objects("attachments")
	switch {
	case err != nil:
		return err
	case x.body.text("conversation_id") == "":
		return failure(http.StatusBadRequest, "parameter_invalid", "conversation_id is required")
	case message && x.body.object("message") == nil:
		return failure(http.StatusBadRequest, "parameter_invalid", "message is required")
	case len(history) > finAttributes:
		return failure(http.StatusBadRequest, "parameter_invalid", "Cannot send more than %d history messages at once.", finAttributes)
	case len(attachments) > finAttributes:
		return failure(http.StatusBadRequest, "parameter_invalid", "Cannot send more than %d attachments at once.", finAttributes)
	case len(metadata.object("attributes")) > finAttributes || len(x.body.object("user").object("attributes")) > finAttributes:
		return tooManyAttributes()
	}
	messages := history
	if said := x.body.object("message"); said != nil {
		messages = append(messages, said)
	}
	for _, m := range messages {
		if err := x.checkFinMessage(m); err != nil {
			return err
		}
	}
	for _, a := range attachments {
		if err := checkFinAttachment(a); err != nil {
			return err
		}
	}
	return nil
}

// checkFinMessage refuses a message that lacks something. All versions but
// Preview want to know when it was written.
func (x *exchange) checkFinMessage(m object) error {
	f := &fields{object: m}
	f.need("author", "body")
	f.oneOf("author", "user", "agent", "fin")
	if !x.atLeast("Preview") {
		f.need("timestamp")
	}
	if _, err := time.Parse(time.RFC3339, m.text("timestamp")); err != nil && m.has("timestamp") {
		f.wrong("timestamp", "a date and time", m["timestamp"])
	}
	return f.err
}

// checkFinAttachment refuses an attachment that lacks something.
func checkFinAttachment(a object) error {
	f := &fields{object: a}
	f.need("type")
	f.oneOf("type", "url", "file")
	if a.text("type") == "file" {
		f.need("content_type", "data", "name")
	} else {
		f.need("url")
	}
	return f.err
}

// fitsProcedure refuses what only conversations without a procedure can have.
func (x *exchange) fitsProcedure() error {
	switch {
	case x.body.object("conversation_metadata").has("history"):
		return invalid("conversation_metadata.history", "conversation_metadata.history is not accepted")
	case x.body.object("settings").has("follow_up_questions"):
		return invalid("settings.follow_up_questions", "settings.follow_up_questions is not accepted")
	}
	return nil
}

func tooManyAttributes() error {
	return failure(http.StatusBadRequest, "parameter_invalid", "Cannot update more than %d attributes at once.", finAttributes)
}

// finUser finds or creates the user of a request, and writes what the request
// says of the user. Attributes that are not defined are only reported.
func (w *workspace) finUser(x *exchange) (user *person, problems object, err error) {
	sent := x.body.object("user")
	id := sent.text("id")
	if id == "" {
		return nil, nil, failure(http.StatusBadRequest, "parameter_invalid", "user id is required")
	}
	user = w.userByExternalID(id)
	if user == nil {
		user = w.newPerson(x, false)
		user.externalID = id
	}
	draft := *user
	f := &fields{object: object{}}
	for _, key := range []string{"name", "email"} {
		if sent.has(key) {
			f.object[key] = sent[key]
		}
	}
	if draft.common(f); f.err == nil {
		f.err = w.conflicting(&draft)
	}
	if f.err != nil {
		return nil, nil, f.err
	}
	draft.attributes = maps.Clone(draft.attributes)
	unknown := object{}
	for name, value := range sent.object("attributes") {
		if w.hasContactAttribute(name) {
			draft.attributes[name] = value
		} else {
			unknown[name] = fmt.Sprintf("User attribute '%s' does not exist", name)
		}
	}
	draft.updatedAt = x.now
	w.keepPerson(user, draft, x.now)
	problems = object{}
	if len(unknown) > 0 {
		problems["user"] = object{"attributes": unknown}
	}
	if unknown := w.unknownOfConversations(x.body.object("conversation_metadata").object("attributes")); len(unknown) > 0 {
		problems["conversation"] = object{"attributes": unknown}
	}
	return user, problems, nil
}

func (w *workspace) hasContactAttribute(name string) bool {
	return len(w.attributes.where(func(a *dataAttribute) bool { return a.model == "contact" && a.name == name && !a.archived })) > 0
}

func (w *workspace) unknownOfConversations(sent object) object {
	unknown := object{}
	for name := range sent {
		if len(w.conversationAttributes.where(func(a *conversationAttribute) bool { return a.name == name && a.active() })) == 0 {
			unknown[name] = fmt.Sprintf("Conversation attribute '%s' does not exist", name)
		}
	}
	return unknown
}

// finJSON is the response to a message, with the right to read the events from
// one on.
func (w *workspace) finJSON(x *exchange, conv *finConversation, from int, problems object) object {
	o := object{
		"conversation_id":      conv.id,
		"user_id":              conv.user.externalID,
		"status":               "thinking",
		"created_at_ms":        milliseconds(x.at),
		"sse_subscription_url": w.subscribe(x, conv, from),
	}
	if len(problems) > 0 {
		o["errors"] = problems
	}
	return o
}

func milliseconds(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// subscribe returns the address of the events of a conversation from one on, at
// the host that the request was sent to.
func (w *workspace) subscribe(x *exchange, conv *finConversation, from int) string {
	if w.fin.streams == nil {
		w.fin.streams = map[string]*finSubscription{}
	}
	token := uuid()
	w.fin.streams[token] = &finSubscription{conv, from, x.at.Add(finTokenLife)}
	address := url.URL{
		Scheme: cmp.Or(x.request.URL.Scheme, "http"),
		Host:   cmp.Or(x.request.Host, x.request.URL.Host),
		Path:   strings.TrimPrefix(finStream, "GET "),
		RawQuery: url.Values{
			"channels":    {"fin_agent_api:" + workspaceID + ":" + conv.id},
			"accessToken": {token},
		}.Encode(),
	}
	if x.route.operation != "POST /fin/reply" {
		address.RawQuery += "&rewind=2m"
	}
	return address.String()
}

// streamFin sends the events of a conversation, once.
func (w *workspace) streamFin(x *exchange) (any, error) {
	token := x.query.Get("accessToken")
	sub, ok := w.fin.streams[token]
	if !ok {
		return nil, failure(http.StatusUnauthorized, "token_revoked", "Token revoked")
	}
	if x.at.After(sub.until) {
		return nil, failure(http.StatusUnauthorized, "token_expired", "Token expired")
	}
	delete(w.fin.streams, token)
	var b strings.Builder
	b.WriteString(": stream of Fin\n\n")
	for i, e := range sub.conversation.events {
		if i >= sub.from {
			fmt.Fprintf(&b, "id: %s:%d\nevent: message\ndata: %s\n\n", sub.conversation.id, i, mustJSON(e.body))
		}
	}
	return file{"text/event-stream", []byte(b.String())}, nil
}

// hears takes a message, unless it is the same as one that came shortly before.
func (conv *finConversation) hears(x *exchange) bool {
	said := x.body.object("message")
	at := cmp.Or(said.text("timestamp"), said.text("timestamp_ms"))
	key := at + " " + said.text("body") // as quick tests can send several messages in a millisecond
	if before, ok := conv.heard[key]; at != "" && ok && x.at.Sub(before) < finDuplicates {
		return false
	}
	conv.heard[key] = x.at
	return true
}

// say adds an event.
func (conv *finConversation) say(x *exchange, name string, body object) {
	body["event_name"] = name
	body["conversation_id"] = conv.id
	body["created_at_ms"] = milliseconds(x.at)
	if name != "fin_reply_chunk" {
		body["user_id"] = conv.user.externalID
	}
	conv.events = append(conv.events, finEvent{x.at, body})
}

// act does what a turn says.
func (conv *finConversation) act(x *exchange, w *workspace, t FinTurn) {
	status := "replying"
	if !x.atLeast("2.16") {
		status = "awaiting_user_reply"
	}
	for _, reply := range t.Replies {
		reply = markup(reply)
		stream := strings.ReplaceAll(uuid(), "-", "")
		text := html.UnescapeString(markupTag.ReplaceAllString(reply, ""))
		for i, end := range wordEnds(text) {
			conv.say(x, "fin_reply_chunk", object{"stream_id": stream, "chunk_index": i, "chunk_text": text[:end], "status": "replying"})
		}
		conv.say(x, "fin_replied", object{
			"message":   object{"id": w.number(), "author": "fin", "body": reply, "timestamp_ms": milliseconds(x.at)},
			"status":    status,
			"stream_id": stream,
		})
	}
	end := object{"status": cmp.Or(t.Status, "awaiting_user_reply")}
	if t.Status == "escalated" && t.Reason != "" {
		end["reason"] = t.Reason
	}
	conv.say(x, "fin_status_updated", end)
	if t.Status == "escalated" || t.Status == "resolved" {
		conv.say(x, "fin_status_updated", object{"status": "complete"})
	}
	if t.CSAT && (t.Status == "resolved" || t.Status == "complete") {
		conv.survey = true
		conv.say(x, "csat_requested", object{"csat": object{"options": finRatings}})
	}
}

// wordEnds are the places where the words of a text end.
func wordEnds(text string) []int {
	var ends []int
	for i := 1; i < len(text); i++ {
		if text[i] == ' ' && text[i-1] != ' ' {
			ends = append(ends, i)
		}
	}
	if text != "" {
		ends = append(ends, len(text))
	}
	return ends
}

var finRatings = []object{
	{"key": "terrible", "emoji": "😠", "label": "Terrible"},
	{"key": "bad", "emoji": "🙁", "label": "Bad"},
	{"key": "ok", "emoji": "😐", "label": "OK"},
	{"key": "good", "emoji": "😃", "label": "Great"},
	{"key": "amazing", "emoji": "🤩", "label": "Amazing"},
}

// rateFin takes a rating. What is wrong is an object of messages by field here,
// and no list.
func (w *workspace) rateFin(x *exchange) (any, error) {
	rating, remark := x.body.text("rating"), x.body.text("remark")
	refuse := func(field, message string) (any, error) {
		x.status = http.StatusUnprocessableEntity
		return object{"errors": object{field: message}}, nil
	}
	conv, ok := w.fin.conversations.get(x.body.text("conversation_id"))
	same := ok && conv.rating == rating && (remark == "" || remark == conv.remark)
	switch {
	case !ok:
		return refuse("external_conversation_id", "Conversation not found for the given external_conversation_id")
	case !slices.ContainsFunc(finRatings, func(o object) bool { return o["key"] == rating }):
		return refuse("rating", "Rating isn't an option")
	case !conv.survey:
		return refuse("base", "No rating survey found for this conversation")
	case conv.remark != "" && !same:
		return refuse("base", "This rating can no longer be changed because a remark has already been submitted")
	}
	conv.rating, conv.remark = rating, cmp.Or(remark, conv.remark)
	return object{"conversation_id": conv.id, "rating": rating, "status": "rated"}, nil
}

func (w *workspace) listFinCapabilities(x *exchange) (any, error) {
	if len(x.body.object("user").object("attributes")) > finAttributes {
		return nil, tooManyAttributes()
	}
	if _, _, err := w.finUser(x); err != nil {
		return nil, err
	}
	capabilities := render(slices.Collect(w.fin.procedures.all()), func(p *finProcedure) object {
		return object{
			"type": "procedure", "id": p.id, "name": p.name, "description": p.description,
			"endpoint": "/fin/procedures/" + p.id + "/run", "method": "POST",
		}
	})
	capabilities = append(capabilities,
		object{"type": "reply", "description": "Reply to an in-progress Fin conversation.", "endpoint": "/fin/reply", "method": "POST"},
		object{"type": "ask", "description": "Ask Fin a single, self-contained question.", "endpoint": "/fin/ask", "method": "POST"},
	)
	return object{"version": x.version, "capabilities": capabilities}, nil
}

// escalateFin opens a conversation for teammates, with the context as a note.
func (w *workspace) escalateFin(x *exchange) (any, error) {
	for _, key := range []string{"context", "message"} {
		if utf8.RuneCountInString(x.body.text(key)) > finText {
			return nil, invalid(key, "%s is longer than %d characters", key, finText)
		}
	}
	if x.body.has("conversation_id") == x.body.has("user") {
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Either conversation_id or user must be provided")
	}
	if id := x.body.text("conversation_id"); id != "" {
		conv, ok := w.fin.conversations.get(id)
		if !ok {
			return nil, failure(http.StatusBadRequest, "parameter_invalid", "Conversation not found")
		}
		w.handOver(x, conv.user, "")
		from := len(conv.events)
		for from > 0 && x.at.Sub(conv.events[from-1].at) <= finRewind {
			from--
		}
		conv.act(x, w, FinTurn{Status: "escalated"})
		return object{"conversation_id": conv.id, "status": "escalated", "sse_subscription_url": w.subscribe(x, conv, from)}, nil
	}
	user, _, err := w.finUser(x)
	if err != nil {
		return nil, err
	}
	opened := w.handOver(x, user, cmp.Or(x.body.text("message"), "Requesting human support"))
	return object{"intercom_conversation_id": opened.id, "status": "escalated"}, nil
}

// handOver opens a conversation of a user for teammates.
func (w *workspace) handOver(x *exchange, user *person, message string) *conversation {
	opened := w.newConversation(x.now, user.speaker(), message)
	opened.contacts = []*person{user}
	opened.deliveredAs = "customer_initiated"
	opened.waitingSince, opened.repliedAt = x.now, x.now
	if note := x.body.text("context"); note != "" {
		opened.add(w, x, "note", speaker{kind: "bot", id: w.me().id, name: "Fin"}, note)
	}
	w.conversationHappened("conversation.user.created", opened)
	return opened
}

// collectAgentInput takes what a procedure waits for.
func (w *workspace) collectAgentInput(x *exchange) (any, error) {
	step, ok := w.fin.inputs.get(x.body.text("step_id"))
	values, err := x.body.objects("attribute_values")
	switch {
	case err != nil:
		return nil, err
	case !ok || step.conversation != x.param("conversation_id"):
		return nil, notFound("Resource Not Found")
	case step.expired:
		return nil, notFound("This HITL request has expired")
	case step.done:
		return nil, failure(http.StatusConflict, "conflict", "This HITL request has already been fulfilled")
	}
	for _, identifier := range step.wants {
		if !slices.ContainsFunc(values, func(v object) bool { return v.text("identifier") == identifier && v["value"] != nil }) {
			return nil, invalid("attribute_values", "a value for %s is required", identifier)
		}
	}
	step.done = true
	return object{}, nil
}
