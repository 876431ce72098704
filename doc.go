// Package intercom is a client for Intercom's REST API, in both of its
// generations: API 2.16 and API 1.4.
//
//	client, err := intercom.NewClient() // token from INTERCOM_ACCESS_TOKEN
//	if err != nil {
//		return err
//	}
//	for contact, err := range client.Contacts.List(ctx).All() {
//		if err != nil {
//			return err
//		}
//		fmt.Println(contact.Name)
//	}
//
// # Calls
//
// A [Client] has a service for each part of the API. A method takes a context,
// then what the operation is about, then options. Intercom's ids are of type
// [ID], which constants convert to by themselves; your own ids are strings.
// Where several keys can name a person or a company, the type of the argument
// says which one it is: [ByID], [ByExternalID], [ByEmail], [ByUserID],
// [ByCompanyID], [ByName]. [Load] reads what a [Reference] names.
//
// People and companies: [ContactsService], [CompaniesService], [VisitorsService],
// [TagsService], [SegmentsService], [NotesService], [SubscriptionTypesService],
// and [EventsService] for what they do.
//
// Inbox: [ConversationsService], [TicketsService], [TicketTypesService],
// [TicketStatesService], [MessagesService], [ConversationAttributesService],
// [MacrosService], [CallsService], [WorkflowsService].
//
// Knowledge: [ArticlesService], [InternalArticlesService], [HelpCentersService],
// [CollectionsService], [ContentService], [ContentSnippetsService],
// [ContentImportSourcesService], [ExternalPagesService], [AudiencesService],
// [FoldersService].
//
// Outreach: [NewsItemsService], [NewsfeedsService], [BannersService].
//
// The AI agent: [FinService], [FinVoiceService], [ProceduresService].
//
// Other systems: [CustomObjectsService], [DataConnectorsService],
// [DataExportsService], [ReportingExportsService], [CustomChannelsService],
// [EcommerceConnectorsService], [PhoneSwitchesService].
//
// Workspace: [AdminsService], [TeamsService], [AwayStatusReasonsService],
// [DataAttributesService], [BrandsService], [EmailsService],
// [OfficeHoursService], [IPAllowlistService], [IdentitySecretsService].
//
// Legacy, of API 1.4: [UsersService], [LeadsService], [CountsService],
// [JobsService], [SubscriptionsService], and [SectionsService] of API 2.9.
//
// An [Option] given to [NewClient] or [Client.With] is a default, given to a
// method it is for that call. [Client.Do] and [Client.Open] call what this
// package has no method for.
//
// # Lists
//
// Methods whose names begin with List return a [Pager], which reads the list
// while it is ranged over, and which can start at a stored [Cursor], fetch a
// page ahead, or collect the list into memory. A Pager sends nothing before
// that and is safe to share. [Parallel] gets more about the items of a list,
// several at a time; [Batch] makes a call for each of many things.
//
// # Search
//
// Contacts and conversations are searched with a [Query]: fields such as
// [ContactFieldEmail], whose types say what they can be compared with, joined by
// [And] and [Or]. [Field] and [CustomAttribute] name what has no constant.
//
// # Objects
//
// Objects are plain values without pointers. What Intercom did not send is
// zero; the [Object] in each of them reports what it sent, and has the JSON. A
// value of an unexpected type loses neither the object nor the page: its field
// is zero and [Object.Mismatch] reports it. Unknown values of enumerations pass.
// Packages fmt and slog print the type and the id of an object, and nothing of
// what a request carries.
//
// In a request that creates something, zero fields are left out. Where zero
// or null means something, and in all updates, a field is an [Opt]: [Set]
// sends a value, [Null] clears the field. Name the fields in literals of
// structs, as in Plan{Name: "fleet"}: new ones come in any place.
//
// # Errors
//
// A response that is no success is an [*APIError] in a type named after its
// status, such as [*NotFoundError]; no response is a [*ConnectionError]. All of
// them belong to a kind for [errors.Is], such as [ErrNotFound]. A mistake in an
// argument is an [*ArgumentError], found before anything is sent. The text of
// an error carries no customer data.
//
// # Retries
//
// A call has two retries, each after a wait that doubles from half a second to
// eight seconds, half of it random. Whether it is safe to repeat is known for
// each operation: reads, PUT, DELETE, searches and upserts are.
//
//	what happened                         safe to repeat   other writes
//	never sent: no connection             yes              yes
//	429                                   yes              yes
//	503 with Retry-After                  yes              yes
//	408, 500, 502, 503, 504               yes              no
//	connection lost, response cut off     yes              no
//	attempt timed out, after one minute   yes              no
//	409 and all other 4xx                 no               no
//	429 for a pending job                 no               no
//	unknown host, bad certificate         no               no
//	the context ended                     no               no
//
// Retry-After, or else the reset of the rate limit, says how long to wait after
// a 429. A wait of more than a minute or beyond the context's deadline is not
// begun. A client whose calls do nothing but fail stops repeating them after
// 100 retries, until calls succeed again.
//
// [WithMaxRetries], [WithReplay] and [WithRetryPolicy] change this. The default
// policy may be tuned in minor versions.
//
// # Rate limits
//
// Intercom counts requests in windows of ten seconds. A client reads from each
// response what is left and makes calls wait for the next window; see
// [WithFailFast], [WithoutPacing], [WithLimiter] and [Client.RateLimit].
//
// # Two generations
//
// API 1.x has users and leads, API 2.x made contacts of both. Services of API
// 1.4 say "Legacy" in their description and name what replaces them. Where both
// have a resource there is one service, which speaks 2.16; its methods for what
// only API 1.4 can say ask that version, and return the same types. A user has
// the same id as the contact that it is.
//
// # Receiving
//
// A [Webhook] receives notifications: it checks who sent them, reads each into the
// type of its topic, and calls the handler that [On] gave it, once for each id. A
// [FinWebhook] does so for events of Fin. Package canvas serves apps of Canvas Kit,
// in the Inbox and in the Messenger. [UserJWT] proves to the Messenger who a user
// is, and [OAuth] gets the tokens of workspaces that install an app.
//
// # Tests
//
// Package intercomtest is a fake Intercom that keeps state, for tests of what
// uses this package.
package intercom
