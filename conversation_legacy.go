package intercom

import "context"

// ListLegacy lists the conversations as API 1.4 orders them. Sorted by
// ConversationSortWaitingSince it has only those where a contact waits.
func (s *ConversationsService) ListLegacy(ctx context.Context, opts ...Option) *Pager[*Conversation] {
	return listAs[*legacyConversation](ctx, s.client, legacy("GET /conversations").paged(60).in("conversations"), opts)
}

// ConversationListLegacyOptions are the optional parameters of
// Conversations.ListLegacy.
type ConversationListLegacyOptions struct {
	private

	Sort      ConversationSort // default ConversationSortUpdatedAt
	Order     SortOrder        // default Descending
	DisplayAs DisplayAs        // the form of bodies and subjects; default HTML
}

func (o ConversationListLegacyOptions) apply(c *config) {
	c.optionalLegacy("GET /conversations", o)
}

func (o ConversationListLegacyOptions) set(r *request) {
	r.takes(o, r.params.Get("type") == "").
		query("sort", string(o.Sort)).query("order", string(o.Order)).query("display_as", string(o.DisplayAs))
}

// ListForAdmin lists the conversations that are assigned to an admin. It asks
// API 1.4.
func (s *ConversationsService) ListForAdmin(ctx context.Context, admin ID, opts ...Option) *Pager[*Conversation] {
	return listAs[*legacyConversation](ctx, s.client, legacy("GET /conversations").paged(60).in("conversations").
		query("type", "admin").selected("admin_id", string(admin)), opts)
}

// ConversationListForAdminOptions are the optional parameters of
// Conversations.ListForAdmin.
type ConversationListForAdminOptions struct {
	private

	Open      Opt[bool]        // true: open ones, false: closed ones
	Before    Time             // those before it; not in Intercom's documentation
	Sort      ConversationSort // default ConversationSortUpdatedAt
	Order     SortOrder        // default Descending
	DisplayAs DisplayAs        // the form of bodies and subjects; default HTML
}

func (o ConversationListForAdminOptions) apply(c *config) {
	c.optionalLegacy("GET /conversations", o)
}

func (o ConversationListForAdminOptions) set(r *request) {
	r.takes(o, r.params.Get("type") == "admin" && r.params.Get("admin_id") != nobody)
	o.filter(r)
}

func (o ConversationListForAdminOptions) filter(r *request) {
	filtered(r.choice("open", o.Open).moment("before", o.Before), o.Sort, o.Order, o.DisplayAs)
}

// nobody is whose conversations are those that are not assigned.
const nobody = "nobody"

// ListUnassigned lists the conversations that are assigned to nobody. It asks
// API 1.4.
func (s *ConversationsService) ListUnassigned(ctx context.Context, opts ...Option) *Pager[*Conversation] {
	return listAs[*legacyConversation](ctx, s.client, legacy("GET /conversations").paged(60).in("conversations").
		query("type", "admin").query("admin_id", nobody), opts)
}

// ConversationListUnassignedOptions are the optional parameters of
// Conversations.ListUnassigned.
type ConversationListUnassignedOptions struct {
	private

	Open      Opt[bool]        // true: open ones, false: closed ones
	Before    Time             // those before it; not in Intercom's documentation
	Sort      ConversationSort // default ConversationSortUpdatedAt
	Order     SortOrder        // default Descending
	DisplayAs DisplayAs        // the form of bodies and subjects; default HTML
}

func (o ConversationListUnassignedOptions) apply(c *config) {
	c.optionalLegacy("GET /conversations", o)
}

func (o ConversationListUnassignedOptions) set(r *request) {
	r.takes(o, r.params.Get("admin_id") == nobody)
	ConversationListForAdminOptions(o).filter(r)
}

// ListForUser lists the conversations of a user or lead; a lead is known by its
// ID only. It asks API 1.4.
//
// Intercom takes the call as a visit: it can start messages that match the
// person, at most once in 15 minutes.
func (s *ConversationsService) ListForUser(ctx context.Context, person ParticipantRef, opts ...Option) *Pager[*Conversation] {
	return listAs[*legacyConversation](ctx, s.client, legacy("GET /conversations").paged(60).in("conversations").
		query("type", "user").participant("person", person), opts)
}

// ConversationListForUserOptions are the optional parameters of
// Conversations.ListForUser.
type ConversationListForUserOptions struct {
	private

	Unread    bool             // those that the person has not read
	Sort      ConversationSort // default ConversationSortUpdatedAt; not by ConversationSortWaitingSince
	Order     SortOrder        // default Descending
	DisplayAs DisplayAs        // the form of bodies and subjects; default HTML
}

func (o ConversationListForUserOptions) apply(c *config) {
	c.optionalLegacy("GET /conversations", o)
}

func (o ConversationListForUserOptions) set(r *request) {
	r.takes(o, r.params.Get("type") == "user")
	if o.Sort == ConversationSortWaitingSince {
		r.invalid("Sort", "by waiting_since is for conversations of admins")
	}
	filtered(r.flag("unread", o.Unread), o.Sort, o.Order, o.DisplayAs)
}

// filtered orders a filtered list. There, and only there, Intercom has swapped
// the parameters: order is the field and sort the direction.
func filtered(r *request, sort ConversationSort, order SortOrder, form DisplayAs) {
	r.query("order", string(sort)).query("sort", string(order)).query("display_as", string(form))
}

// ConversationSort is a field to order conversations by.
type ConversationSort string

// What conversations can be ordered by.
const (
	ConversationSortCreatedAt    ConversationSort = "created_at"
	ConversationSortUpdatedAt    ConversationSort = "updated_at"
	ConversationSortWaitingSince ConversationSort = "waiting_since" // only those where a contact waits
)

// legacyConversation is a conversation of API 1.4, where it is not as today.
type legacyConversation struct {
	Conversation
	User       Participant        `json:"user"`
	Assignee   Reference          `json:"assignee"`
	Message    ConversationSource `json:"conversation_message"`
	FirstReply FirstContactReply  `json:"customer_first_reply"`
	Rating     legacyRating       `json:"conversation_rating"`
}

type legacyRating struct {
	ConversationRating
	Customer Participant `json:"customer"`
}

func (old *legacyConversation) value() *Conversation {
	c := &old.Conversation
	c.Source, c.FirstContactReply = old.Message, old.FirstReply
	c.Rating = old.Rating.ConversationRating
	c.Rating.Contact = old.Rating.Customer
	if c.Contacts.Items, c.Customers = c.Customers, nil; c.Contacts.Items == nil && old.User.ID != "" {
		c.Contacts.Items = []Participant{old.User}
	}
	switch old.Assignee.Type {
	case "admin":
		c.AdminAssigneeID = old.Assignee.ID
	case "team":
		c.TeamAssigneeID = old.Assignee.ID
	}
	return c
}
