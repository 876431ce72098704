package intercomtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// person is a user or a lead. Version 1.x keeps the two apart, 2.x calls both
// contacts; what both know is kept here once.
type person struct {
	id         string
	externalID string // user_id in 1.x; made up by Intercom for leads
	lead       bool
	email      string // in lower case
	phone      string
	name       string
	pseudonym  string // leads only
	avatar     string
	ownerID    string

	createdAt     int64
	updatedAt     int64
	signedUpAt    int64
	lastRequestAt int64 // last_seen_at in 2.x
	lastSeenIP    string
	userAgent     string
	sessions      int

	unsubscribed bool
	attributes   object
	campaign     map[string]string // utm_… and referrer

	companies []*company
	choices   []*subscriptionType
	tagged

	added    time.Time // searches lag behind it
	archived bool
	blocked  bool
	merges   []merge // into this one
}

// merge is a person who was merged into another one.
type merge struct {
	id         string
	externalID string
	role       string
	into       string
	at         int64
}

func (p *person) role() string {
	if p.lead {
		return "lead"
	}
	return "user"
}

var campaignFields = []string{"utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term", "referrer"}

// newPerson adds a person that has nothing but an id.
func (s *Server) newPerson(c *call, lead bool) *person {
	p := &person{
		id:         s.objectID(),
		lead:       lead,
		createdAt:  c.now,
		updatedAt:  c.now,
		attributes: object{},
		campaign:   map[string]string{},
		added:      time.Now(),
	}
	if lead {
		p.externalID = uuid()
		p.pseudonym = pseudonyms[int(s.sequence)%len(pseudonyms)]
	}
	return p
}

var pseudonyms = []string{"Teal Otter from Bremen", "Amber Heron from Porto", "Violet Lynx from Turku"}

// person finds a person that is not archived: for the API the others are gone.
func (s *Server) person(id string) *person {
	if p, ok := s.people.get(id); ok && !p.archived {
		return p
	}
	return nil
}

// peopleWhere returns those people that are not archived and match, the newest
// first.
func (s *Server) peopleWhere(match func(*person) bool) []*person {
	found := s.people.where(func(p *person) bool { return !p.archived && match(p) })
	slices.Reverse(found)
	return found
}

func (s *Server) leads(match func(*person) bool) []*person {
	return s.peopleWhere(func(p *person) bool { return p.lead && match(p) })
}

func (s *Server) users(match func(*person) bool) []*person {
	return s.peopleWhere(func(p *person) bool { return !p.lead && match(p) })
}

func (s *Server) userByExternalID(id string) *person {
	return first(s.users(func(p *person) bool { return p.externalID == id }))
}

// userByEmail finds the only user with an address.
func (s *Server) userByEmail(email string) (*person, error) {
	return only(s.users(hasEmail(email)))
}

// only refuses to choose between several users.
func only(found []*person) (*person, error) {
	if len(found) > 1 {
		return nil, failure(http.StatusConflict, "conflict", "Multiple existing users match this email address - must be more specific using user_id")
	}
	return first(found), nil
}

// userBy finds one user by whatever of id, user_id and email was sent, in this
// order. A user who is not there is nil.
func (s *Server) userBy(o object) (*person, error) {
	if p := s.person(o.text("id")); p != nil && !p.lead {
		return p, nil
	}
	if id := o.text("user_id"); id != "" {
		if p := s.userByExternalID(id); p != nil {
			return p, nil
		}
	}
	if email := o.text("email"); email != "" {
		return s.userByEmail(email)
	}
	return nil, nil
}

func hasEmail(email string) func(*person) bool {
	return func(p *person) bool { return p.email == strings.ToLower(email) }
}

func first[T any](found []*T) *T {
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// archive takes a person out of sight.
func (s *Server) archive(c *call, p *person) {
	p.archived = true
	p.updatedAt = c.now
}

// erase removes a person for good.
func (s *Server) erase(p *person) {
	for _, co := range slices.Clone(p.companies) {
		co.detach(p)
	}
	s.people.remove(p.id)
}

// absorb merges a person into another one, who gets what the first one had.
func (s *Server) absorb(c *call, from, into *person) {
	for _, co := range from.companies {
		co.attach(into)
	}
	for _, t := range from.taggings {
		into.put(t.tag, t.at, t.by)
	}
	for seg := range s.segments.all() {
		if slices.Contains(seg.added, from.id) {
			seg.added = append(seg.added, into.id)
		}
	}
	for conv := range s.conversations.all() {
		conv.contacts = replaced(conv.contacts, from, into)
	}
	for t := range s.tickets.all() {
		t.contacts = replaced(t.contacts, from, into)
	}
	m := merge{id: from.id, externalID: from.externalID, role: from.role(), into: into.id, at: c.now}
	into.merges = append(into.merges, m)
	into.updatedAt = c.now
	s.merged[from.id] = m
	s.erase(from)
}

// replaced puts one person in the place of another, unless they are there too.
func replaced(people []*person, from, into *person) []*person {
	i := slices.Index(people, from)
	switch {
	case i < 0:
		return people
	case slices.Contains(people, into):
		return slices.Delete(people, i, i+1)
	}
	people[i] = into
	return people
}

// mergedInto returns the id of the person whom a merged one has become, over
// three merges at most.
func (s *Server) mergedInto(match func(merge) bool) string {
	for _, m := range s.merged {
		if !match(m) {
			continue
		}
		id := m.into
		for range 2 {
			if next, ok := s.merged[id]; ok {
				id = next.into
			}
		}
		return id
	}
	return ""
}

// common reads what both generations write under the same name.
func (p *person) common(f *fields) {
	f.text("email", &p.email)
	f.text("phone", &p.phone)
	f.text("name", &p.name)
	f.text("owner_id", &p.ownerID)
	f.integer("signed_up_at", &p.signedUpAt)
	p.email = strings.ToLower(p.email)
	if at := strings.IndexByte(p.email, '@'); p.email != "" && (at < 1 || at == len(p.email)-1) {
		f.fail(invalid("email", "email is malformed"))
	}
}

// userNotFound is what both generations say about a missing person.
func userNotFound() error { return notFound("User Not Found") }

// conflicting finds the person who keeps p from having its identity. Leads may
// share an address.
func (s *Server) conflicting(p *person) error {
	for other := range s.people.all() {
		sameID := p.externalID != "" && p.externalID == other.externalID
		sameEmail := p.email != "" && p.email == other.email && !p.lead && !other.lead
		if other.id == p.id || !sameID && !sameEmail {
			continue
		}
		article := "A"
		if other.archived {
			article = "An archived"
		}
		return &apiError{
			status:  http.StatusConflict,
			code:    "conflict",
			message: fmt.Sprintf("%s contact matching those details already exists with id=%s", article, other.id),
		}
	}
	return nil
}
