package intercomtest

import (
	"encoding/json"
	"time"
)

const (
	apiHost     = "https://api.intercom.io" // the host in links, whatever host was asked
	workspaceID = "qz81kf0p"
)

// workspace is everything that a fake Intercom knows, and what it does with it.
// It neither reads nor writes HTTP, and it is not safe for concurrent use: the
// [Server] locks it.
type workspace struct {
	token   string
	clock   func() time.Time
	lag     time.Duration
	zone    *time.Location
	started time.Time

	webhooks []*subscription     // of the Developer Hub
	send     func(*subscription) // has its notifications sent; nil if its URL is out of reach
	reaches  func(url string) bool
	silent   bool // nobody is notified

	sequence uint32
	scroll   *scroll

	admins                 store[*admin]
	teams                  store[*team]
	awayReasons            store[*awayReason]
	activities             store[*activity]
	attributes             store[*dataAttribute]
	people                 store[*person]
	merged                 map[string]merge // by the id of who is gone
	visitors               store[*person]
	companies              store[*company]
	plans                  map[string]string
	tags                   store[*tag]
	segments               store[*segment]
	conversations          store[*conversation]
	deleted                []deletedConversation
	statuses               []*messageStatus
	tickets                store[*ticket]
	notes                  store[*note]
	subscriptionTypes      store[*subscriptionType]
	events                 []*event
	eventSums              []*eventSummary
	jobs                   store[*job]
	bulkJobs               store[*bulkJob]
	subscriptions          store[*subscription]
	ticketNumbers          int
	ticketTypes            store[*ticketType]
	ticketStates           store[*ticketState]
	conversationAttributes store[*conversationAttribute]
	helpCenters            store[*helpCenter]
	collections            store[*collection]
	audiences              store[*audience]
	folders                store[*folder]
	files                  store[*uploadedFile]
	importSources          store[*importSource]
	externalPages          store[*externalPage]
	dataConnectors         store[*dataConnector]
	connectorExecutions    store[*connectorExecution]
	customObjects          store[*customObject]
	macros                 store[*macro]
	banners                store[*banner]
	brands                 store[*brand]
	emails                 store[*emailSetting]
	allowlist              ipAllowlist
	identitySecrets        store[*identitySecret]
	codes                  map[string]time.Time // until when they can be exchanged for the token
	workflows              store[*workflow]
	newsItems              store[*newsItem]
	newsfeeds              store[*newsfeed]
	schedules              store[*schedule]
	calls                  store[*phoneCall]
	finVoice               store[*finVoiceCall]
	dataExports            store[*dataExport]
	exportRows             []map[string]string
	datasets               store[*reportingDataset]
	reportingExports       store[*reportingExport]
	contactActivities      []*contactActivity
	connectors             map[string][]json.RawMessage // the products of shops
	catalogs               store[*catalogImport]
	channels               store[*conversation] // of custom channels, by the caller's id
	fin                    fin
	articles               store[*article]
	internalArticles       store[*internalArticle]
	contentSnippets        store[*contentSnippet]
	locales                []string // of the help center, besides the default one
}

func newWorkspace() *workspace {
	return &workspace{
		token:  "tok_intercomtest",
		clock:  time.Now,
		zone:   time.UTC,
		plans:  map[string]string{},
		merged: map[string]merge{},

		ticketStates: defaultTicketStates(),

		connectors: map[string][]json.RawMessage{},
		codes:      map[string]time.Time{},
	}
}

// routes lists the routes of every resource. A further resource is a further
// file with such a method, and a line here.
func (w *workspace) routes() []routes {
	return []routes{
		w.adminRoutes(),
		w.audienceRoutes(),
		w.collectionRoutes(),
		w.aiContentRoutes(),
		w.bannerRoutes(),
		w.brandRoutes(),
		w.bulkRoutes(),
		w.articleRoutes(),
		w.callRoutes(),
		w.companyRoutes(),
		w.contactRoutes(),
		w.contentRoutes(),
		w.contentSnippetRoutes(),
		w.conversationAttributeRoutes(),
		w.conversationRoutes(),
		w.countRoutes(),
		w.customObjectRoutes(),
		w.dataAttributeRoutes(),
		w.dataConnectorRoutes(),
		w.customChannelRoutes(),
		w.emailRoutes(),
		w.eventRoutes(),
		w.identitySecretRoutes(),
		w.ipAllowlistRoutes(),
		w.dataExportRoutes(),
		w.ecommerceRoutes(),
		w.folderRoutes(),
		w.helpCenterRoutes(),
		w.finRoutes(),
		w.internalArticleRoutes(),
		w.jobRoutes(),
		w.leadRoutes(),
		w.macroRoutes(),
		w.messageRoutes(),
		w.newsRoutes(),
		w.noteRoutes(),
		w.oauthRoutes(),
		w.officeHoursRoutes(),
		w.phoneSwitchRoutes(),
		w.reportingExportRoutes(),
		w.segmentRoutes(),
		w.subscriptionRoutes(),
		w.subscriptionTypeRoutes(),
		w.tagRoutes(),
		w.teamRoutes(),
		w.ticketRoutes(),
		w.ticketTypeRoutes(),
		w.userRoutes(),
		w.visitorRoutes(),
		w.workflowRoutes(),
	}
}

func (w *workspace) now() time.Time { return w.clock() }

func (w *workspace) unix() int64 { return w.clock().Unix() }

// catchUp does what Intercom does by itself as time passes.
func (w *workspace) catchUp() {
	w.sweep()
	w.runBulk()
	w.runJobs()
	w.publishDue()
	w.resend()
}
