package intercom

// Client calls Intercom's REST API. It is safe for concurrent use; one client
// serves a whole process. NewClient makes one; the zero Client does not work.
type Client struct {
	cfg    *config // behind a pointer, where no verb of fmt looks
	shared *shared
	common service

	Admins                 *AdminsService                 // teammates, and what they did
	AwayStatusReasons      *AwayStatusReasonsService      // why teammates can be away
	Companies              *CompaniesService              // companies, and who belongs to them
	Contacts               *ContactsService               // users and leads
	ConversationAttributes *ConversationAttributesService // definitions of the custom attributes of conversations
	Conversations          *ConversationsService          // conversations, and what is said and done in them
	Counts                 *CountsService                 // counts of API 1.x
	DataAttributes         *DataAttributesService         // attributes of contacts and companies
	Events                 *EventsService                 // what people did
	Jobs                   *JobsService                   // what Intercom does later, and bulk jobs of API 1.x
	Leads                  *LeadsService                  // leads of API 1.x
	Messages               *MessagesService               // messages that start conversations
	Notes                  *NotesService                  // notes about people and companies
	Segments               *SegmentsService               // sets of people and companies
	SubscriptionTypes      *SubscriptionTypesService      // kinds of messages, and who wants them
	Subscriptions          *SubscriptionsService          // webhooks of API 1.x
	Tags                   *TagsService                   // tags, and what carries them
	Teams                  *TeamsService                  // teams of teammates
	Users                  *UsersService                  // users of API 1.x
	Visitors               *VisitorsService               // people whom nothing is known of yet
}

// service is what all services are: a view of the client.
type service struct{ client *Client }

func (c *Client) bind() *Client {
	c.common.client = c
	c.Admins = (*AdminsService)(&c.common)
	c.AwayStatusReasons = (*AwayStatusReasonsService)(&c.common)
	c.Companies = (*CompaniesService)(&c.common)
	c.Contacts = (*ContactsService)(&c.common)
	c.ConversationAttributes = (*ConversationAttributesService)(&c.common)
	c.Conversations = (*ConversationsService)(&c.common)
	c.Counts = (*CountsService)(&c.common)
	c.DataAttributes = (*DataAttributesService)(&c.common)
	c.Events = (*EventsService)(&c.common)
	c.Jobs = (*JobsService)(&c.common)
	c.Leads = (*LeadsService)(&c.common)
	c.Messages = (*MessagesService)(&c.common)
	c.Notes = (*NotesService)(&c.common)
	c.Segments = (*SegmentsService)(&c.common)
	c.SubscriptionTypes = (*SubscriptionTypesService)(&c.common)
	c.Subscriptions = (*SubscriptionsService)(&c.common)
	c.Tags = (*TagsService)(&c.common)
	c.Teams = (*TeamsService)(&c.common)
	c.Users = (*UsersService)(&c.common)
	c.Visitors = (*VisitorsService)(&c.common)
	return c
}
