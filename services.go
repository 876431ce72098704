package intercom

// Client calls Intercom's REST API. It is safe for concurrent use; one client
// serves a whole process. NewClient makes one; the zero Client does not work.
type Client struct {
	cfg    *config // behind a pointer, where no verb of fmt looks
	shared *shared
	common service

	Admins                 *AdminsService                 // teammates, and what they did
	Articles               *ArticlesService               // articles of help centers
	Audiences              *AudiencesService              // whom knowledge is for
	AwayStatusReasons      *AwayStatusReasonsService      // why teammates can be away
	Banners                *BannersService                // banners for contacts
	Brands                 *BrandsService                 // brands
	Calls                  *CallsService                  // phone calls
	Collections            *CollectionsService            // collections of articles
	Companies              *CompaniesService              // companies, and who belongs to them
	Contacts               *ContactsService               // users and leads
	Content                *ContentService                // all knowledge, across its kinds
	ContentImportSources   *ContentImportSourcesService   // where external pages come from
	ContentSnippets        *ContentSnippetsService        // short pieces of knowledge
	ConversationAttributes *ConversationAttributesService // definitions of the custom attributes of conversations
	Conversations          *ConversationsService          // conversations, and what is said and done in them
	Counts                 *CountsService                 // counts of API 1.x
	CustomChannels         *CustomChannelsService         // channels of your own
	CustomObjects          *CustomObjectsService          // objects of your own types
	DataAttributes         *DataAttributesService         // attributes of contacts and companies
	DataConnectors         *DataConnectorsService         // connections to other systems
	DataExports            *DataExportsService            // exports of messages
	EcommerceConnectors    *EcommerceConnectorsService    // catalogs of shops, of API Preview
	Emails                 *EmailsService                 // addresses of the workspace
	Events                 *EventsService                 // what people did
	ExternalPages          *ExternalPagesService          // pages from elsewhere
	Fin                    *FinService                    // the AI agent, in your own channel
	FinVoice               *FinVoiceService               // phone calls that Fin takes
	Folders                *FoldersService                // folders of knowledge, of API Preview
	HelpCenters            *HelpCentersService            // help centers, and redirects in them
	IPAllowlist            *IPAllowlistService            // where the workspace can be used from
	IdentitySecrets        *IdentitySecretsService        // secrets of identity verification, of API Preview
	InternalArticles       *InternalArticlesService       // articles for teammates
	Jobs                   *JobsService                   // what Intercom does later, and bulk jobs of API 1.x
	Leads                  *LeadsService                  // leads of API 1.x
	Macros                 *MacrosService                 // saved replies
	Messages               *MessagesService               // messages that start conversations
	NewsItems              *NewsItemsService              // news
	Newsfeeds              *NewsfeedsService              // feeds of news
	Notes                  *NotesService                  // notes about people and companies
	OfficeHours            *OfficeHoursService            // when the team works
	PhoneSwitches          *PhoneSwitchesService          // from phone to Messenger
	Procedures             *ProceduresService             // procedures of Fin, of API Preview
	ReportingExports       *ReportingExportsService       // exports of reporting data
	Sections               *SectionsService               // sections of API 2.9
	Segments               *SegmentsService               // sets of people and companies
	SubscriptionTypes      *SubscriptionTypesService      // kinds of messages, and who wants them
	Subscriptions          *SubscriptionsService          // webhooks of API 1.x
	Tags                   *TagsService                   // tags, and what carries them
	Teams                  *TeamsService                  // teams of teammates
	TicketStates           *TicketStatesService           // states of tickets
	TicketTypes            *TicketTypesService            // kinds of tickets, and their attributes
	Tickets                *TicketsService                // requests that are worked on step by step
	Users                  *UsersService                  // users of API 1.x
	Visitors               *VisitorsService               // people whom nothing is known of yet
	Workflows              *WorkflowsService              // workflows
}

// service is what all services are: a view of the client.
type service struct{ client *Client }

func (c *Client) bind() *Client {
	c.common.client = c
	c.Admins = (*AdminsService)(&c.common)
	c.Articles = (*ArticlesService)(&c.common)
	c.Audiences = (*AudiencesService)(&c.common)
	c.AwayStatusReasons = (*AwayStatusReasonsService)(&c.common)
	c.Banners = (*BannersService)(&c.common)
	c.Brands = (*BrandsService)(&c.common)
	c.Calls = (*CallsService)(&c.common)
	c.Collections = (*CollectionsService)(&c.common)
	c.Companies = (*CompaniesService)(&c.common)
	c.Contacts = (*ContactsService)(&c.common)
	c.Content = (*ContentService)(&c.common)
	c.ContentImportSources = (*ContentImportSourcesService)(&c.common)
	c.ContentSnippets = (*ContentSnippetsService)(&c.common)
	c.ConversationAttributes = (*ConversationAttributesService)(&c.common)
	c.Conversations = (*ConversationsService)(&c.common)
	c.Counts = (*CountsService)(&c.common)
	c.CustomChannels = (*CustomChannelsService)(&c.common)
	c.CustomObjects = (*CustomObjectsService)(&c.common)
	c.DataAttributes = (*DataAttributesService)(&c.common)
	c.DataConnectors = (*DataConnectorsService)(&c.common)
	c.DataExports = (*DataExportsService)(&c.common)
	c.EcommerceConnectors = (*EcommerceConnectorsService)(&c.common)
	c.Emails = (*EmailsService)(&c.common)
	c.Events = (*EventsService)(&c.common)
	c.ExternalPages = (*ExternalPagesService)(&c.common)
	c.Fin = (*FinService)(&c.common)
	c.FinVoice = (*FinVoiceService)(&c.common)
	c.Folders = (*FoldersService)(&c.common)
	c.HelpCenters = (*HelpCentersService)(&c.common)
	c.IPAllowlist = (*IPAllowlistService)(&c.common)
	c.IdentitySecrets = (*IdentitySecretsService)(&c.common)
	c.InternalArticles = (*InternalArticlesService)(&c.common)
	c.Jobs = (*JobsService)(&c.common)
	c.Leads = (*LeadsService)(&c.common)
	c.Macros = (*MacrosService)(&c.common)
	c.Messages = (*MessagesService)(&c.common)
	c.NewsItems = (*NewsItemsService)(&c.common)
	c.Newsfeeds = (*NewsfeedsService)(&c.common)
	c.Notes = (*NotesService)(&c.common)
	c.OfficeHours = (*OfficeHoursService)(&c.common)
	c.PhoneSwitches = (*PhoneSwitchesService)(&c.common)
	c.Procedures = (*ProceduresService)(&c.common)
	c.ReportingExports = (*ReportingExportsService)(&c.common)
	c.Sections = (*SectionsService)(&c.common)
	c.Segments = (*SegmentsService)(&c.common)
	c.SubscriptionTypes = (*SubscriptionTypesService)(&c.common)
	c.Subscriptions = (*SubscriptionsService)(&c.common)
	c.Tags = (*TagsService)(&c.common)
	c.Teams = (*TeamsService)(&c.common)
	c.TicketStates = (*TicketStatesService)(&c.common)
	c.TicketTypes = (*TicketTypesService)(&c.common)
	c.Tickets = (*TicketsService)(&c.common)
	c.Users = (*UsersService)(&c.common)
	c.Visitors = (*VisitorsService)(&c.common)
	c.Workflows = (*WorkflowsService)(&c.common)
	return c
}
