package intercom

// Client calls Intercom's REST API. It is safe for concurrent use; one client
// serves a whole process. NewClient makes one.
type Client struct {
	cfg    config
	shared *shared
	common service

	Companies              *CompaniesService              // companies, and who belongs to them
	Contacts               *ContactsService               // users and leads
	ConversationAttributes *ConversationAttributesService // definitions of the custom attributes of conversations
	Conversations          *ConversationsService          // conversations, and what is said and done in them
	Leads                  *LeadsService                  // leads of API 1.x
	Messages               *MessagesService               // messages that start conversations
	Tags                   *TagsService                   // tags, and what carries them
	Users                  *UsersService                  // users of API 1.x
	Visitors               *VisitorsService               // people whom nothing is known of yet
}

// service is what all services are: a view of the client.
type service struct{ client *Client }

func (c *Client) bind() *Client {
	c.common.client = c
	c.Companies = (*CompaniesService)(&c.common)
	c.Contacts = (*ContactsService)(&c.common)
	c.ConversationAttributes = (*ConversationAttributesService)(&c.common)
	c.Conversations = (*ConversationsService)(&c.common)
	c.Leads = (*LeadsService)(&c.common)
	c.Messages = (*MessagesService)(&c.common)
	c.Tags = (*TagsService)(&c.common)
	c.Users = (*UsersService)(&c.common)
	c.Visitors = (*VisitorsService)(&c.common)
	return c
}
