package intercomtest

import (
	"net/http"
	"slices"
	"time"

	"github.com/go-intercom/intercom"
)

// Seed calls a function with a client that prepares the workspace, and returns
// its error. What this client sends does not count against the rate limit, is not
// delayed, meets no faults and is not recorded, so that thousands of contacts
// take no more than a moment.
func (s *Server) Seed(prepare func(client *intercom.Client) error) error {
	return prepare(s.Client(
		intercom.WithHTTPClient(&http.Client{Transport: transport{s.serveSeed}}),
		intercom.WithoutPacing(),
	))
}

// times are those of a thing that SetTimes can change.
type times struct {
	created, updated *int64
	others           []*int64 // that are the same as created
}

// SetTimes sets when something was created and updated, which the API has no way
// to: a contact, user, lead, visitor, company, conversation, part of a
// conversation or ticket, ticket, note or segment, by its id. A zero time leaves what is
// there. SetTimes panics if there is no such thing. See also [WithClock].
func (s *Server) SetTimes(id string, createdAt, updatedAt time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.workspace.timesOf(id)
	if !ok {
		panic("intercomtest: nothing with times has the id " + id)
	}
	if !createdAt.IsZero() {
		for _, at := range append(found.others, found.created) {
			*at = createdAt.Unix()
		}
	}
	if !updatedAt.IsZero() && found.updated != nil {
		*found.updated = updatedAt.Unix()
	}
}

// timesOf finds the times of whatever has an id: no two things have the same.
func (w *workspace) timesOf(id string) (times, bool) {
	for _, people := range []*store[*person]{&w.people, &w.visitors} {
		if p, ok := people.get(id); ok {
			return times{created: &p.createdAt, updated: &p.updatedAt}, true
		}
	}
	if co, ok := w.companies.get(id); ok {
		return times{created: &co.createdAt, updated: &co.updatedAt}, true
	}
	if n, ok := w.notes.get(id); ok {
		return times{created: &n.createdAt}, true
	}
	if seg, ok := w.segments.get(id); ok {
		return times{created: &seg.createdAt, updated: &seg.updatedAt}, true
	}
	if conv, ok := w.conversations.get(id); ok {
		return times{created: &conv.createdAt, updated: &conv.updatedAt, others: []*int64{&conv.source.at}}, true
	}
	if t, ok := w.tickets.get(id); ok {
		return times{created: &t.createdAt, updated: &t.updatedAt, others: []*int64{&t.source.at}}, true
	}
	for conv := range w.conversations.all() {
		if p := conv.part(id); p != nil {
			return times{created: &p.at, updated: &p.updatedAt}, true
		}
	}
	for t := range w.tickets.all() {
		if p := t.part(id); p != nil {
			return times{created: &p.at, updated: &p.updatedAt}, true
		}
	}
	return times{}, false
}

// part finds a part, or returns nil.
func (conv *conversation) part(id string) *part {
	if i := slices.IndexFunc(conv.parts, func(p *part) bool { return p.id == id }); i >= 0 {
		return conv.parts[i]
	}
	return nil
}
