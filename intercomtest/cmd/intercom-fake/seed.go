package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// section is a kind of objects in a seed file.
type section struct {
	name     string
	one      string // of them
	keys     []string
	required []string
	write    func(s *seeder, o *item) error
}

// sections are in the order in which they are written: what others name comes
// first. A function, as they name functions that look for sections.
func sections() []*section {
	return []*section{
		{"admins", "admin", []string{"name", "email"}, []string{"name", "email"}, (*seeder).admin},
		{"teams", "team", []string{"name", "admins"}, []string{"name"}, (*seeder).team},
		{"tags", "tag", []string{"name"}, []string{"name"}, (*seeder).tag},
		{"segments", "segment", []string{"name", "tags"}, []string{"name"}, (*seeder).segment},
		{"data_attributes", "data attribute",
			[]string{"name", "model", "data_type", "description", "options", "messenger_writable"}, []string{"name"}, (*seeder).dataAttribute},
		{"companies", "company", slices.Concat(companyKeys, []string{"tags", "notes", "created_at", "updated_at"}), []string{"company_id"},
			(*seeder).company},
		{"contacts", "contact", slices.Concat([]string{"key"}, contactKeys,
			[]string{"owner", "companies", "tags", "notes", "blocked", "archived", "created_at", "updated_at"}), nil, (*seeder).contact},
		{"events", "event", []string{"contact", "event_name", "created_at", "metadata"}, []string{"contact", "event_name"}, (*seeder).event},
		{"conversations", "conversation",
			[]string{"from", "body", "title", "replies", "assignee", "tags", "custom_attributes", "read", "state", "snoozed_until", "created_at"},
			[]string{"from", "body"}, (*seeder).conversation},
		{"ticket_types", "ticket type", []string{"name", "description", "category", "icon", "is_internal", "attributes"}, []string{"name"},
			(*seeder).ticketType},
		{"tickets", "ticket", []string{"type", "contact", "title", "description", "attributes", "company", "assignee", "replies", "tags", "created_at"},
			[]string{"type", "contact"}, (*seeder).ticket},
		{"collections", "collection", []string{"name", "description", "parent"}, []string{"name"}, (*seeder).collection},
		{"articles", "article", []string{"title", "description", "body", "author", "state", "collection"}, []string{"title"}, (*seeder).article},
	}
}

var (
	companyKeys = []string{
		"company_id", "name", "plan", "size", "website", "industry", "monthly_spend", "remote_created_at", "custom_attributes",
	}
	contactKeys = []string{
		"role", "external_id", "email", "phone", "name", "avatar", "signed_up_at", "last_seen_at", "language_override",
		"unsubscribed_from_emails", "custom_attributes",
	}
	replySection = &section{
		keys: []string{"from", "body", "note", "created_at"}, required: []string{"from", "body"},
	}
	typeAttributeKeys = []string{
		"name", "description", "data_type", "required_to_create", "required_to_create_for_contacts", "visible_on_create", "visible_to_contacts",
		"multiline", "list_items", "allow_multiple_values",
	}
	typeAttributeSection = &section{keys: typeAttributeKeys, required: []string{"name", "data_type"}}
)

func sectionOf(name string) *section {
	for _, each := range sections() {
		if each.name == name {
			return each
		}
	}
	return nil
}

func sectionNames() (all []string) {
	for _, each := range sections() {
		all = append(all, each.name)
	}
	return all
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// seeder writes a seed file through the API of the fake.
type seeder struct {
	ctx    context.Context //nolint:containedctx // it lives no longer than the call
	fake   *intercomtest.Server
	client *intercom.Client
	ids    map[string]map[string]string // by kind, and by what names a thing
	roles  map[string]string            // of contacts, by id
	owner  string                       // the admin of the token
}

// seed writes a seed file, and returns what was written, such as "2 contacts, 1 tag".
func seed(ctx context.Context, fake *intercomtest.Server, content []byte) (string, error) {
	found, err := readSeed(content)
	if err != nil {
		return "", err
	}
	var written []string
	err = fake.Seed(func(client *intercom.Client) error {
		s := &seeder{ctx: ctx, fake: fake, client: client, ids: map[string]map[string]string{}, roles: map[string]string{}}
		if err := s.begin(); err != nil {
			return err
		}
		for _, each := range sections() {
			for _, o := range found[each.name] {
				if err := each.write(s, o); err != nil {
					return err
				}
			}
			if n := len(found[each.name]); n == 1 {
				written = append(written, "1 "+each.one)
			} else if n > 1 {
				written = append(written, fmt.Sprintf("%d %s", n, strings.ReplaceAll(each.name, "_", " ")))
			}
		}
		return nil
	})
	if len(written) == 0 {
		written = []string{"nothing"}
	}
	return strings.Join(written, ", "), err
}

// begin makes the admin known who is there already.
func (s *seeder) begin() error {
	me, err := s.client.Admins.Me(s.ctx)
	if err != nil {
		return err
	}
	s.owner = string(me.ID)
	s.know("admin", s.owner, me.Name, me.Email)
	return nil
}

// know keeps the id of a thing by its names.
func (s *seeder) know(kind, id string, names ...string) {
	if s.ids[kind] == nil {
		s.ids[kind] = map[string]string{}
	}
	for _, name := range names {
		if name != "" {
			s.ids[kind][name] = id
		}
	}
}

// find is the id of a thing that has to be there.
func (s *seeder) find(o *item, kind, name string) (string, error) {
	if id := s.ids[kind][name]; id != "" {
		return id, nil
	}
	return "", o.errorf("there is no %s %q before it", kind, name)
}

// findAll are the ids of what an array of an object names.
func (s *seeder) findAll(o *item, key, kind string) ([]string, error) {
	names, err := o.texts(key)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(names))
	for i, name := range names {
		if ids[i], err = s.find(o, kind, name); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// send sends a request for an object. Its error is that of the API, with the place.
func (s *seeder) send(o *item, operation string, body map[string]any, out any, ids ...string) error {
	options := []intercom.Option{intercom.WithBody(body)}
	if len(ids) > 0 {
		path := make([]intercom.ID, len(ids))
		for i, id := range ids {
			path[i] = intercom.ID(id)
		}
		options = append(options, intercom.WithPath(path...))
	}
	err := s.client.Do(s.ctx, operation, out, options...)
	if e, ok := errors.AsType[*intercom.APIError](err); ok && len(e.Errors) > 0 {
		return o.errorf("%s responds with %d %s: %s", operation, e.StatusCode, e.Errors[0].Code, e.Errors[0].Message)
	}
	if err != nil {
		return o.errorf("%v", err)
	}
	return nil
}

// made is what responses say about what they made.
type made struct {
	ID             intercom.ID `json:"id"`
	ConversationID intercom.ID `json:"conversation_id"`
	Role           string      `json:"role"`
}

func (s *seeder) admin(o *item) error {
	name, err := o.text("name")
	if err != nil {
		return err
	}
	email, err := o.text("email")
	if err != nil {
		return err
	}
	s.know("admin", s.fake.AddAdmin(name, email), name, email)
	return nil
}

func (s *seeder) team(o *item) error {
	name, err := o.text("name")
	if err != nil {
		return err
	}
	admins, err := s.findAll(o, "admins", "admin")
	if err != nil {
		return err
	}
	s.know("team", s.fake.AddTeam(name, admins...), name)
	return nil
}

func (s *seeder) tag(o *item) error {
	name, err := o.text("name")
	if err != nil {
		return err
	}
	_, err = s.tagID(o, name)
	return err
}

// tagID is the id of a tag, which is made if there is none.
func (s *seeder) tagID(o *item, name string) (string, error) {
	if id := s.ids["tag"][name]; id != "" {
		return id, nil
	}
	var tag made
	if err := s.send(o, "POST /tags", map[string]any{"name": name}, &tag); err != nil {
		return "", err
	}
	s.know("tag", string(tag.ID), name)
	return string(tag.ID), nil
}

// tagIDs are the ids of the tags of an object.
func (s *seeder) tagIDs(o *item) ([]string, error) {
	names, err := o.texts("tags")
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(names))
	for i, name := range names {
		if ids[i], err = s.tagID(o, name); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (s *seeder) segment(o *item) error {
	name, err := o.text("name")
	if err != nil {
		return err
	}
	tags, err := s.tagIDs(o)
	if err != nil {
		return err
	}
	s.fake.AddSegment(name, tags...)
	return nil
}

func (s *seeder) dataAttribute(o *item) error {
	body, err := o.body(sectionOf("data_attributes").keys...)
	if err != nil {
		return err
	}
	defaults(body, "model", "contact", "data_type", "string")
	return s.send(o, "POST /data_attributes", body, nil)
}

// defaults adds what is not there.
func defaults(body map[string]any, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if _, ok := body[pairs[i]]; !ok {
			body[pairs[i]] = pairs[i+1]
		}
	}
}

// setTimes makes a thing older.
func (s *seeder) setTimes(o *item, id string) error {
	created, err := o.moment("created_at")
	if err != nil {
		return err
	}
	updated, err := o.moment("updated_at")
	if err != nil {
		return err
	}
	if updated.IsZero() {
		updated = created
	}
	if !created.IsZero() || !updated.IsZero() {
		s.fake.SetTimes(id, created, updated)
	}
	return nil
}

func unixOrNow(at time.Time) int64 {
	if at.IsZero() {
		at = time.Now()
	}
	return at.Unix()
}
