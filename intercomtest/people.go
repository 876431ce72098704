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
func (w *workspace) newPerson(x *exchange, lead bool) *person {
	p := &person{
		id:         w.objectID(),
		lead:       lead,
		createdAt:  x.now,
		updatedAt:  x.now,
		attributes: object{},
		campaign:   map[string]string{},
		added:      w.now(),
	}
	if lead {
		p.externalID = uuid()
		p.pseudonym = pseudonyms[int(w.sequence)%len(pseudonyms)]
	}
	return p
}

var pseudonyms = []string{"Teal Otter from Bremen", "Amber Heron from Porto", "Violet Lynx from Turku"}

// person finds a person that is not archived: for the API the others are gone.
func (w *workspace) person(id string) *person {
	if p, ok := w.people.get(id); ok && !p.archived {
		return p
	}
	return nil
}

// peopleWhere returns those people that are not archived and match, the newest
// first.
func (w *workspace) peopleWhere(match func(*person) bool) []*person {
	found := w.people.where(func(p *person) bool { return !p.archived && match(p) })
	slices.Reverse(found)
	return found
}

func (w *workspace) leads(match func(*person) bool) []*person {
	return w.peopleWhere(func(p *person) bool { return p.lead && match(p) })
}

func (w *workspace) users(match func(*person) bool) []*person {
	return w.peopleWhere(func(p *person) bool { return !p.lead && match(p) })
}

func (w *workspace) userByExternalID(id string) *person {
	return first(w.users(func(p *person) bool { return p.externalID == id }))
}

// userByEmail finds the only user with an address.
func (w *workspace) userByEmail(email string) (*person, error) {
	return only(w.users(hasEmail(email)))
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
func (w *workspace) userBy(o object) (*person, error) {
	if p := w.person(o.text("id")); p != nil && !p.lead {
		return p, nil
	}
	if id := o.text("user_id"); id != "" {
		if p := w.userByExternalID(id); p != nil {
			return p, nil
		}
	}
	if email := o.text("email"); email != "" {
		return w.userByEmail(email)
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
func (w *workspace) archive(x *exchange, p *person) {
	p.archived = true
	p.updatedAt = x.now
	w.personGone(p, "archived")
}

// erase removes a person for good.
func (w *workspace) erase(p *person) {
	w.contactEvent("deleted", p, "", w.unix())
	w.forget(p)
	w.personGone(p, "deleted")
}

// forget removes a person.
func (w *workspace) forget(p *person) {
	for _, co := range slices.Clone(p.companies) {
		co.detach(p)
	}
	w.people.remove(p.id)
}

// absorb merges a person into another one, who gets what the first one had.
func (w *workspace) absorb(x *exchange, from, into *person) {
	for _, co := range from.companies {
		co.attach(into)
	}
	for _, t := range from.taggings {
		into.put(t.tag, t.at, t.by)
	}
	for seg := range w.segments.all() {
		if slices.Contains(seg.added, from.id) {
			seg.added = append(seg.added, into.id)
		}
	}
	for conv := range w.conversations.all() {
		conv.contacts = replaced(conv.contacts, from, into)
	}
	for t := range w.tickets.all() {
		t.contacts = replaced(t.contacts, from, into)
	}
	m := merge{id: from.id, externalID: from.externalID, role: from.role(), into: into.id, at: x.now}
	into.merges = append(into.merges, m)
	into.updatedAt = x.now
	w.merged[from.id] = m
	w.contactEvent("merged", from, into.id, x.now)
	w.personMerged(from, into)
	w.forget(from)
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
func (w *workspace) mergedInto(match func(merge) bool) string {
	for _, m := range w.merged {
		if !match(m) {
			continue
		}
		id := m.into
		for range 2 {
			if next, ok := w.merged[id]; ok {
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
	f.moment("signed_up_at", &p.signedUpAt)
	p.email = strings.ToLower(p.email)
	if at := strings.IndexByte(p.email, '@'); p.email != "" && (at < 1 || at == len(p.email)-1) {
		f.fail(invalid("email", "email is malformed"))
	}
}

// userNotFound is what both generations say about a missing person.
func userNotFound() error { return notFound("User Not Found") }

// conflicting finds the person who keeps p from having its identity. Leads may
// share an address.
func (w *workspace) conflicting(p *person) error {
	for other := range w.people.all() {
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
