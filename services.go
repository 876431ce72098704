package intercom

// Client calls Intercom's REST API. It is safe for concurrent use; one client
// serves a whole process. NewClient makes one.
type Client struct {
	cfg    *config // behind a pointer, where no verb of fmt looks
	shared *shared
	common service

	Admins            *AdminsService            // teammates, and what they did
	AwayStatusReasons *AwayStatusReasonsService // why teammates can be away
	Companies         *CompaniesService         // companies, and who belongs to them
	Contacts          *ContactsService          // users and leads
	DataAttributes    *DataAttributesService    // attributes of contacts and companies
	Leads             *LeadsService             // leads of API 1.x
	Tags              *TagsService              // tags, and what carries them
	Teams             *TeamsService             // teams of teammates
	Users             *UsersService             // users of API 1.x
	Visitors          *VisitorsService          // people whom nothing is known of yet
}

// service is what all services are: a view of the client.
type service struct{ client *Client }

func (c *Client) bind() *Client {
	c.common.client = c
	c.Admins = (*AdminsService)(&c.common)
	c.AwayStatusReasons = (*AwayStatusReasonsService)(&c.common)
	c.Companies = (*CompaniesService)(&c.common)
	c.Contacts = (*ContactsService)(&c.common)
	c.DataAttributes = (*DataAttributesService)(&c.common)
	c.Leads = (*LeadsService)(&c.common)
	c.Tags = (*TagsService)(&c.common)
	c.Teams = (*TeamsService)(&c.common)
	c.Users = (*UsersService)(&c.common)
	c.Visitors = (*VisitorsService)(&c.common)
	return c
}
