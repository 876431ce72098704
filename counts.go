package intercom

import (
	"context"
	"encoding/json"

	"github.com/go-intercom/intercom/internal/wire"
)

// CountsService counts what is in a workspace. Legacy, API 1.4, replaced by the
// Total of the list and search methods.
//
// The counts are for following how a workspace grows, not for live figures:
// those of users have the leads as well, and those by tag and segment have
// people who are archived.
//
// https://developers.intercom.com/docs/references/1.4/rest-api/counts
type CountsService service

// AppCounts reports how many companies, segments, tags, users and leads a workspace
// has.
type AppCounts struct {
	Object

	Company AppCount `json:"company,omitzero"`
	Segment AppCount `json:"segment,omitzero"`
	Tag     AppCount `json:"tag,omitzero"`
	User    AppCount `json:"user,omitzero"`
	Lead    AppCount `json:"lead,omitzero"` // not in old responses
}

// AppCount is how many things of one type a workspace has.
type AppCount struct {
	Count int `json:"count,omitzero"`
}

// ConversationCounts reports how many conversations there are in which state.
type ConversationCounts struct {
	Object

	Assigned   int `json:"assigned,omitzero"`
	Closed     int `json:"closed,omitzero"`
	Open       int `json:"open,omitzero"`
	Unassigned int `json:"unassigned,omitzero"`
}

// AdminConversationCounts reports how many conversations an admin has.
type AdminConversationCounts struct {
	Object

	ID     ID     `json:"id,omitzero"` // of the admin
	Name   string `json:"name,omitzero"`
	Open   int    `json:"open,omitzero"`
	Closed int    `json:"closed,omitzero"`
}

// NamedCount is how many belong to a tag, segment or company. Intercom sends
// only the name, which several can share.
type NamedCount struct {
	private

	Name      string
	Count     int
	CompanyID string // your own id of the company; only in counts by company
}

// companyIDKey is the one key of a count that is not a name. Alone it is one.
const companyIDKey = "remote_company_id"

// UnmarshalJSON reads the name from the key: {"Active": 95}.
func (n *NamedCount) UnmarshalJSON(b []byte) error {
	*n = NamedCount{}
	var companyID json.RawMessage
	for key, raw := range wire.Keys(string(b)) {
		if key == companyIDKey {
			companyID = json.RawMessage(raw)
			continue
		}
		n.Name = key
		if err := readJSON([]byte(raw), &n.Count); err != nil {
			return err
		}
	}
	switch {
	case companyID == nil:
		return nil
	case n.Name == "":
		n.Name = companyIDKey
		return readJSON(companyID, &n.Count)
	}
	return readJSON(companyID, &n.CompanyID)
}

// MarshalJSON writes the form that Intercom sends.
func (n NamedCount) MarshalJSON() ([]byte, error) {
	fields := map[string]any{n.Name: n.Count}
	if n.CompanyID != "" {
		fields[companyIDKey] = n.CompanyID
	}
	return json.Marshal(fields)
}

// ForApp counts the companies, segments, tags, users and leads.
func (s *CountsService) ForApp(ctx context.Context, opts ...Option) (*AppCounts, error) {
	return do[*AppCounts](ctx, s.client, legacy("GET /counts"), opts)
}

// Conversations counts the conversations by state.
func (s *CountsService) Conversations(ctx context.Context, opts ...Option) (*ConversationCounts, error) {
	return doAs[*TypeCounts](ctx, s.client, CountTypeConversation.request(""), opts)
}

// ListConversationsByAdmin counts the conversations of each admin.
func (s *CountsService) ListConversationsByAdmin(ctx context.Context, opts ...Option) *Pager[*AdminConversationCounts] {
	return list[*AdminConversationCounts](ctx, s.client, CountTypeConversation.request(CountByAdmin), opts)
}

// ListUsersByTag counts the users and leads that carry each tag.
func (s *CountsService) ListUsersByTag(ctx context.Context, opts ...Option) *Pager[*NamedCount] {
	return list[*NamedCount](ctx, s.client, CountTypeUser.request(CountByTag), opts)
}

// ListUsersBySegment counts the users and leads of each segment.
func (s *CountsService) ListUsersBySegment(ctx context.Context, opts ...Option) *Pager[*NamedCount] {
	return list[*NamedCount](ctx, s.client, CountTypeUser.request(CountBySegment), opts)
}

// ListUsersByCompany counts the users of each company.
func (s *CountsService) ListUsersByCompany(ctx context.Context, opts ...Option) *Pager[*NamedCount] {
	return list[*NamedCount](ctx, s.client, CountTypeCompany.request(CountByUser), opts)
}

// ListCompaniesByTag counts the companies that carry each tag.
func (s *CountsService) ListCompaniesByTag(ctx context.Context, opts ...Option) *Pager[*NamedCount] {
	return list[*NamedCount](ctx, s.client, CountTypeCompany.request(CountByTag), opts)
}

// ListCompaniesBySegment counts the companies of each segment.
func (s *CountsService) ListCompaniesBySegment(ctx context.Context, opts ...Option) *Pager[*NamedCount] {
	return list[*NamedCount](ctx, s.client, CountTypeCompany.request(CountBySegment), opts)
}

// ForType counts things of a type, by something unless by is empty. It is the
// general form of the methods above, which read all pages where this one reads
// the first.
func (s *CountsService) ForType(ctx context.Context, of CountType, by CountBy, opts ...Option) (*TypeCounts, error) {
	return do[*TypeCounts](ctx, s.client, of.request(by), opts)
}

// TypeCounts are the counts of one type of things: one of the fields is set.
type TypeCounts struct {
	Object

	Conversation TypeCount `json:"conversation,omitzero"`
	User         TypeCount `json:"user,omitzero"`
	Company      TypeCount `json:"company,omitzero"`
}

// TypeCount has the counts of a type of things in the field that is named after
// what they were counted by, and those of conversations by state beside.
type TypeCount struct {
	ConversationCounts

	Admin   []AdminConversationCounts `json:"admin,omitzero"`
	Tag     []NamedCount              `json:"tag,omitzero"`
	Segment []NamedCount              `json:"segment,omitzero"`
	User    []NamedCount              `json:"user,omitzero"`
}

// CountType is a type of things to count.
type CountType string

// What can be counted.
const (
	CountTypeConversation CountType = "conversation"
	CountTypeUser         CountType = "user"
	CountTypeCompany      CountType = "company"
)

// CountBy is what things are counted by.
type CountBy string

// What can be counted by: conversations by admin, users by tag and segment,
// and companies by tag, segment and user.
const (
	CountByAdmin   CountBy = "admin"
	CountByTag     CountBy = "tag"
	CountBySegment CountBy = "segment"
	CountByUser    CountBy = "user"
)

func (c *TypeCounts) value() *ConversationCounts { return &c.Conversation.ConversationCounts }

func (of CountType) request(by CountBy) *request {
	r := legacy("GET /counts").require("of", string(of)).query("type", string(of)).query("count", string(by))
	return r.in(string(of) + "." + string(by))
}
