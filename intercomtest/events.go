package intercomtest

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

func (w *workspace) eventRoutes() routes {
	operations := map[string]handler{
		"GET /events":            w.eventsOf,
		"POST /events":           w.createEvent,
		"POST /events/summaries": w.createSummaries,
	}
	return routes{legacy: operations, modern: operations}
}

type event struct {
	id       string
	at       int64 // milliseconds, no two of a person alike
	name     string
	person   *person
	metadata object
}

func (e *event) createdAt() int64 { return e.at / 1000 }

func eventJSON(e *event) object {
	return object{
		"type":             "event",
		"id":               e.id,
		"created_at":       e.createdAt(),
		"event_name":       e.name,
		"user_id":          nullable(e.person.externalID),
		"email":            nullable(e.person.email),
		"intercom_user_id": e.person.id,
		"metadata":         e.metadata,
	}
}

// eventSummary is how often a person did something, and once did so before
// events were sent.
type eventSummary struct {
	person      *person
	name        string
	count       int64
	first, last int64
}

func (sum *eventSummary) add(count, first, last int64) {
	sum.count += count
	if first != 0 && (sum.first == 0 || first < sum.first) {
		sum.first = first
	}
	sum.last = max(sum.last, last)
}

func summaryJSON(sum *eventSummary) object {
	iso := func(sec int64) any {
		if sec == 0 {
			return nil
		}
		return time.Unix(sec, 0).UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return object{"name": sum.name, "first": iso(sum.first), "last": iso(sum.last), "count": sum.count, "description": nil}
}

// actor finds who did something. Leads have only their id.
func (w *workspace) actor(which object) (*person, error) {
	if p := w.person(which.text("id")); p != nil {
		return p, nil
	}
	p, err := w.userBy(which)
	if err == nil && p == nil {
		err = userNotFound()
	}
	return p, err
}

const (
	listedEvents = 90 * 24 * time.Hour
	metadataSize = 10
)

// createEvent responds with 202 without a body. The same event sent again is taken
// for a repetition.
func (w *workspace) createEvent(x *exchange) (any, error) {
	p, err := w.actor(x.body)
	if err != nil {
		return nil, err
	}
	e := &event{id: uuid(), person: p, name: x.body.text("event_name"), metadata: object{}}
	if e.name == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "event_name not specified")
	}
	if !x.body.has("created_at") {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "created_at not specified")
	}
	f := &fields{object: x.body}
	f.moment("created_at", &e.at)
	if f.err != nil {
		return nil, f.err
	}
	e.at *= 1000
	if m := x.body.object("metadata"); m != nil {
		e.metadata = m
	}
	if err := checkMetadata(e.metadata); err != nil {
		return nil, err
	}
	x.status = http.StatusAccepted
	for _, other := range w.events {
		if other.person != p || other.createdAt() != e.createdAt() {
			continue
		}
		if other.name == e.name {
			return nil, nil
		}
		e.at = max(e.at, other.at+1)
	}
	w.events = append(w.events, e)
	w.eventHappened(e)
	return nil, nil
}

// checkMetadata takes flat values, and objects in the forms of a rich link and
// an amount of money.
func checkMetadata(metadata object) error {
	if len(metadata) > metadataSize {
		return invalid("metadata", "more than %d metadata keys", metadataSize)
	}
	for key, v := range metadata {
		_, list := v.([]any)
		m, nested := v.(map[string]any)
		o := object(m)
		link, amount := o.has("url") && o.has("value"), o.has("amount") && o.has("currency")
		if list || nested && (len(o) != 2 || !link && !amount) {
			return invalid("metadata", "metadata %q must not be nested", key)
		}
	}
	return nil
}

// eventsOf lists the events of a person, or sums them up.
func (w *workspace) eventsOf(x *exchange) (any, error) {
	q := x.query
	if q.Get("type") != "user" {
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "type must be user")
	}
	p, err := w.actor(object{"id": q.Get("intercom_user_id"), "user_id": q.Get("user_id"), "email": q.Get("email")})
	if err != nil {
		return nil, err
	}
	if q.Get("summary") == "true" {
		return object{
			"type":             "event.summary",
			"email":            nullable(p.email),
			"intercom_user_id": p.id,
			"user_id":          nullable(p.externalID),
			"events":           render(w.summaries(p), summaryJSON),
			"pages":            object{},
		}, nil
	}
	return w.eventPage(x, p)
}

// eventPage lists by moments: those before one, and those since one.
func (w *workspace) eventPage(x *exchange, p *person) (any, error) {
	size, err := x.number("per_page", 50)
	if err != nil {
		return nil, err
	}
	before, err := x.number("before", 1<<62)
	if err != nil {
		return nil, err
	}
	since, err := x.number("since", int(w.now().Add(-listedEvents).UnixMilli()))
	if err != nil {
		return nil, err
	}
	newest := int64(since)
	var found []*event
	for _, e := range w.events {
		if e.person != p || e.at <= int64(since) {
			continue
		}
		newest = max(newest, e.at)
		if e.at < int64(before) {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b *event) int { return cmp.Compare(b.at, a.at) })
	pages := object{}
	link := func(key string, at int64) string {
		q := url.Values{"type": {"user"}, "intercom_user_id": {p.id}, "per_page": {strconv.Itoa(size)}}
		if key == "before" && x.query.Has("since") {
			q.Set("since", x.query.Get("since"))
		}
		q.Set(key, strconv.FormatInt(at, 10))
		return apiHost + "/events?" + q.Encode()
	}
	if len(found) > size {
		found = found[:size]
		pages["next"] = link("before", found[size-1].at)
	} else {
		pages["since"] = link("since", newest)
	}
	return object{"type": "event.list", "events": render(found, eventJSON), "pages": pages}, nil
}

// summaries sums up what a person did, what was sent as a sum included.
func (w *workspace) summaries(p *person) []*eventSummary {
	var sums []*eventSummary
	of := func(name string) *eventSummary {
		for _, sum := range sums {
			if sum.name == name {
				return sum
			}
		}
		sums = append(sums, &eventSummary{name: name})
		return sums[len(sums)-1]
	}
	for _, sum := range w.eventSums {
		if sum.person == p {
			of(sum.name).add(sum.count, sum.first, sum.last)
		}
	}
	for _, e := range w.events {
		if e.person == p {
			of(e.name).add(1, e.createdAt(), e.createdAt())
		}
	}
	return sums
}

func (w *workspace) createSummaries(x *exchange) (any, error) {
	p := w.userByExternalID(x.body.text("user_id"))
	if p == nil {
		return nil, userNotFound()
	}
	entries := []object{x.body.object("event_summaries")}
	if entries[0] == nil {
		var err error
		if entries, err = x.body.objects("event_summaries"); err != nil {
			return nil, err
		}
	}
	var sums []*eventSummary
	for _, entry := range entries {
		sum := &eventSummary{person: p, name: entry.text("event_name")}
		f := &fields{object: entry}
		f.integer("count", &sum.count)
		f.moment("first", &sum.first)
		f.moment("last", &sum.last)
		if f.err == nil && (sum.name == "" || sum.count < 1) {
			f.err = failure(http.StatusBadRequest, "parameter_not_found", "event_name and count are required")
		}
		if f.err != nil {
			return nil, f.err
		}
		sums = append(sums, sum)
	}
	w.eventSums = append(w.eventSums, sums...)
	return nil, nil
}
