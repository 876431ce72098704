package intercom

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ContactsService reads and writes contacts: users of your application, and
// leads. It replaces the users and leads of API 1.x.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts
type ContactsService service

// Contact is a person: a user of your application, or a lead.
//
//intercom:schema contact
type Contact struct {
	Object

	ID                        ID                     `json:"id,omitzero"`
	ExternalID                string                 `json:"external_id,omitzero"` // your own id of the person
	WorkspaceID               ID                     `json:"workspace_id,omitzero"`
	Role                      ContactRole            `json:"role,omitzero"`
	Email                     string                 `json:"email,omitzero"`
	EmailDomain               string                 `json:"email_domain,omitzero"`
	Phone                     string                 `json:"phone,omitzero"`
	FormattedPhone            string                 `json:"formatted_phone,omitzero"` // not in every response
	Name                      string                 `json:"name,omitzero"`
	OwnerID                   ID                     `json:"owner_id,omitzero"` // the admin who owns the contact
	HasHardBounced            bool                   `json:"has_hard_bounced,omitzero"`
	MarkedEmailAsSpam         bool                   `json:"marked_email_as_spam,omitzero"`
	UnsubscribedFromEmails    bool                   `json:"unsubscribed_from_emails,omitzero"`
	UnsubscribedFromSMS       bool                   `json:"unsubscribed_from_sms,omitzero"` // not in every response
	SMSConsent                bool                   `json:"sms_consent,omitzero"`           // not in every response
	EnabledPushMessaging      bool                   `json:"enabled_push_messaging,omitzero"`
	CreatedAt                 Time                   `json:"created_at,omitzero"`
	UpdatedAt                 Time                   `json:"updated_at,omitzero"`
	SignedUpAt                Time                   `json:"signed_up_at,omitzero"`
	LastSeenAt                Time                   `json:"last_seen_at,omitzero"`
	LastRepliedAt             Time                   `json:"last_replied_at,omitzero"`
	LastContactedAt           Time                   `json:"last_contacted_at,omitzero"`
	LastEmailOpenedAt         Time                   `json:"last_email_opened_at,omitzero"`
	LastEmailClickedAt        Time                   `json:"last_email_clicked_at,omitzero"`
	LanguageOverride          string                 `json:"language_override,omitzero"`
	Browser                   string                 `json:"browser,omitzero"`
	BrowserVersion            string                 `json:"browser_version,omitzero"`
	BrowserLanguage           string                 `json:"browser_language,omitzero"`
	OS                        string                 `json:"os,omitzero"`
	AndroidAppName            string                 `json:"android_app_name,omitzero"`
	AndroidAppVersion         string                 `json:"android_app_version,omitzero"`
	AndroidDevice             string                 `json:"android_device,omitzero"`
	AndroidOSVersion          string                 `json:"android_os_version,omitzero"`
	AndroidSDKVersion         string                 `json:"android_sdk_version,omitzero"`
	AndroidLastSeenAt         Time                   `json:"android_last_seen_at,omitzero"`
	IOSAppName                string                 `json:"ios_app_name,omitzero"`
	IOSAppVersion             string                 `json:"ios_app_version,omitzero"`
	IOSDevice                 string                 `json:"ios_device,omitzero"`
	IOSOSVersion              string                 `json:"ios_os_version,omitzero"`
	IOSSDKVersion             string                 `json:"ios_sdk_version,omitzero"`
	IOSLastSeenAt             Time                   `json:"ios_last_seen_at,omitzero"`
	CustomAttributes          Attributes             `json:"custom_attributes,omitzero"`
	Avatar                    Avatar                 `json:"avatar,omitzero"`
	Tags                      Sublist[ContactLink]   `json:"tags,omitzero"`      // at most ten: Tags.ListForContact has all
	Notes                     Sublist[ContactLink]   `json:"notes,omitzero"`     // at most ten
	Companies                 Sublist[ContactLink]   `json:"companies,omitzero"` // at most ten: Companies.ListForContact has all
	OptedInSubscriptionTypes  Sublist[ContactLink]   `json:"opted_in_subscription_types,omitzero"`
	OptedOutSubscriptionTypes Sublist[ContactLink]   `json:"opted_out_subscription_types,omitzero"`
	Location                  ContactLocation        `json:"location,omitzero"`
	SocialProfiles            Sublist[SocialProfile] `json:"social_profiles,omitzero"`
	MergeHistory              []MergeHistoryItem     `json:"merge_history,omitzero"` // only if the options of a method ask for it
	MergedFrom                Reference              `json:"merged_from,omitzero"`   // who was merged into the contact; only in webhooks
	Referrer                  string                 `json:"referrer,omitzero"`
	UTMCampaign               string                 `json:"utm_campaign,omitzero"`
	UTMContent                string                 `json:"utm_content,omitzero"`
	UTMMedium                 string                 `json:"utm_medium,omitzero"`
	UTMSource                 string                 `json:"utm_source,omitzero"`
	UTMTerm                   string                 `json:"utm_term,omitzero"`
}

func (*Contact) load(ref Reference) *request {
	switch ref.Type {
	case "contact", "user", "lead":
		return op("GET /contacts/{contact_id}", ref.ID)
	}
	return nil
}

// ContactLink is something that a contact has, without its contents.
//
//intercom:schema addressable_list company_data
type ContactLink struct {
	Type string `json:"type,omitzero"`
	ID   ID     `json:"id,omitzero"`
	URL  string `json:"url,omitzero"` // a path
}

// ContactLocation is where a contact was last seen.
//
//intercom:schema contact_location
type ContactLocation struct {
	Type          string `json:"type,omitzero"`
	Country       string `json:"country,omitzero"`
	CountryCode   string `json:"country_code,omitzero"`
	ContinentCode string `json:"continent_code,omitzero"`
	Region        string `json:"region,omitzero"`
	City          string `json:"city,omitzero"`
}

// ContactRole is whether a contact is a user or a lead. Intercom may add others.
type ContactRole string

// The roles of contacts.
const (
	ContactRoleUser ContactRole = "user"
	ContactRoleLead ContactRole = "lead"
)

// Reference names the contact, by its role where that is known. Recipients and
// authors of messages are such references.
func (c Contact) Reference() Reference {
	return Reference{Type: string(cmp.Or(c.Role, "contact")), ID: c.ID}
}

// MergeHistoryItem is a contact that was merged into another one.
//
//intercom:schema merge_history_item
type MergeHistoryItem struct {
	Object

	Type              string      `json:"type,omitzero"`
	SourceContactID   ID          `json:"source_contact_id,omitzero"`
	SourceContactRole ContactRole `json:"source_contact_role,omitzero"`
	MergedAt          Time        `json:"merged_at,omitzero"`
}

// Get returns the contact with the given id of Intercom's. A contact that was
// merged into another one is a GoneError, or a NotFoundError up to API 2.15;
// see GetCanonical. One that was archived is a NotFoundError: it can be reached
// by Unarchive and Delete alone.
func (s *ContactsService) Get(ctx context.Context, id ID, opts ...Option) (*Contact, error) {
	return do[*Contact](ctx, s.client, op("GET /contacts/{contact_id}", id), opts)
}

// ContactGetOptions are the optional parameters of Contacts.Get and GetCanonical.
type ContactGetOptions struct {
	private

	MergeHistory bool // fill in Contact.MergeHistory, which only users have
}

func (o ContactGetOptions) apply(c *config) { c.optional("GET /contacts/{contact_id}", o) }

func (o ContactGetOptions) set(r *request) { r.flag("include_merge_history", o.MergeHistory) }

// GetCanonical is Get that follows merges: it returns the contact with the
// given id, or the one that it was merged into, over three merges at most.
func (s *ContactsService) GetCanonical(ctx context.Context, id ID, opts ...Option) (*Contact, error) {
	return canonical(id, func(id ID) (*Contact, error) { return s.Get(ctx, id, opts...) })
}

// Find returns the contact that ref names, or a NotFoundError. ByEmail is a
// search, which does not find contacts of the last minutes, and of several
// contacts with the address it returns a MultipleMatchingUsersError with their
// ids: leads can share one with each other and with a user.
func (s *ContactsService) Find(ctx context.Context, ref ContactRef, opts ...Option) (*Contact, error) {
	return findOne[*Contact](ctx, s.client, byContact(ref), opts)
}

// ContactFindOptions are the optional parameters of Contacts.Find.
type ContactFindOptions struct {
	private

	MergeHistory bool // fill in Contact.MergeHistory, which only users have
}

func (o ContactFindOptions) apply(c *config) {
	c.optional("GET /contacts/{contact_id}", o, "GET /contacts/find_by_external_id/{external_id}", "POST /contacts/search")
}

func (o ContactFindOptions) set(r *request) { r.flag("include_merge_history", o.MergeHistory) }

// List lists the contacts, those created last first.
func (s *ContactsService) List(ctx context.Context, opts ...Option) *Pager[*Contact] {
	return list[*Contact](ctx, s.client, op("GET /contacts").paged(150), opts)
}

// ContactListOptions are the optional parameters of Contacts.List.
type ContactListOptions struct {
	private

	MergeHistory bool // fill in Contact.MergeHistory, which only users have
}

func (o ContactListOptions) apply(c *config) { c.optional("GET /contacts", o) }

func (o ContactListOptions) set(r *request) { r.flag("include_merge_history", o.MergeHistory) }

// ListForCompany lists the contacts that belong to a company.
func (s *ContactsService) ListForCompany(ctx context.Context, company ID, opts ...Option) *Pager[*Contact] {
	return list[*Contact](ctx, s.client, op("GET /companies/{company_id}/contacts", company).paged(60).in("contacts").numbered(), opts)
}

// Search lists the contacts that match the query. It finds a new contact some
// minutes after it was created, and neither archived contacts nor those that
// were merged into others.
//
// Up to API 2.16 times are compared by the day, in the time zone of the
// workspace: On is all of the day, After begins with the next one. Other
// comparisons of times are then refused with ErrInvalidArgument. Later versions
// compare to the second.
func (s *ContactsService) Search(ctx context.Context, query Query, opts ...Option) *Pager[*Contact] {
	return list[*Contact](ctx, s.client, op("POST /contacts/search").search(query, refusedForContacts), opts)
}

// ContactSearchOptions are the optional parameters of Contacts.Search, and of
// the methods that search: Count, UpdatedSince and WaitFor.
type ContactSearchOptions struct {
	private

	Sort         SearchSort // default: Intercom's own order; UpdatedSince has its own
	MergeHistory bool       // fill in Contact.MergeHistory, which only users have
}

func (o ContactSearchOptions) apply(c *config) { c.optional("POST /contacts/search", o) }

func (o ContactSearchOptions) set(r *request) {
	r.sorted(o.Sort).flag("include_merge_history", o.MergeHistory)
}

// Count returns how many contacts match the query. All contacts are counted by
// List(ctx).Count().
func (s *ContactsService) Count(ctx context.Context, query Query, opts ...Option) (int, error) {
	return s.Search(ctx, query, opts...).Count()
}

// UpdatedSince lists the contacts that were updated at t or later, to the
// second, in the order of their updates. For this it searches from more than a
// day before and drops what is too early. A contact that is updated meanwhile
// is yielded again.
//
// Searches lag behind by minutes: to miss nothing, let t overlap with the last
// run by a quarter of an hour or so.
func (s *ContactsService) UpdatedSince(ctx context.Context, t time.Time, opts ...Option) *Pager[*Contact] {
	return updatedSince(t, (*Contact).updatedAt,
		s.Search(ctx, ContactFieldUpdatedAt.After(t.Add(-dayAndMore)), append(slices.Clip(opts), byUpdate)...))
}

// WaitFor waits until the query finds a contact, and returns it. It searches at
// once and then less and less often, up to 15 seconds apart. ctx should have a
// deadline: when it ends, so does WaitFor, with its error.
//
// To read a contact that was just written, Get needs no waiting.
func (s *ContactsService) WaitFor(ctx context.Context, query Query, opts ...Option) (*Contact, error) {
	return waitFor(ctx, s.Search(ctx, query, opts...).PerPage(1))
}

// Create creates a contact. One that exists already, with the ExternalID or as
// a user with the Email, is a ConflictError with its ID; see Upsert.
func (s *ContactsService) Create(ctx context.Context, params ContactCreate, opts ...Option) (*Contact, error) {
	return do[*Contact](ctx, s.client, params.request(), opts)
}

// ContactCreate describes a contact. One of Email, ExternalID and Role is
// required.
//
//intercom:schema create_contact_request
type ContactCreate struct {
	private

	Role                   ContactRole `json:"role,omitzero"`        // default ContactRoleUser
	ExternalID             string      `json:"external_id,omitzero"` // your own id of the person
	Email                  string      `json:"email,omitzero"`
	EmailVerified          Opt[bool]   `json:"email_verified,omitzero"` // you know that the address is the contact's own
	Phone                  string      `json:"phone,omitzero"`
	Name                   string      `json:"name,omitzero"`
	Avatar                 string      `json:"avatar,omitzero"` // URL of a picture
	SignedUpAt             Time        `json:"signed_up_at,omitzero"`
	LastSeenAt             Time        `json:"last_seen_at,omitzero"`
	OwnerID                ID          `json:"owner_id,omitzero"` // of an admin
	UnsubscribedFromEmails Opt[bool]   `json:"unsubscribed_from_emails,omitzero"`
	LanguageOverride       string      `json:"language_override,omitzero"` // API Preview
	CustomAttributes       Attributes  `json:"custom_attributes,omitzero"` // a list of ids relates to custom objects
}

func (p ContactCreate) request() *request {
	r := op("POST /contacts").body(p)
	if p.Email == "" && p.ExternalID == "" && p.Role == "" {
		r.invalid("Email, ExternalID or Role", "is required")
	}
	return r.preview("LanguageOverride", p.LanguageOverride != "")
}

// Upsert creates a contact, or updates the one that has the ExternalID or, as a
// user, the Email. Any number of callers can do so at the same time. A lead is
// identified by its ExternalID only, so without one a lead is created each time.
//
// A contact that is archived stays so, and is a ConflictError with Archived
// set; see UpsertOrUnarchive.
func (s *ContactsService) Upsert(ctx context.Context, params ContactCreate, opts ...Option) (*Contact, error) {
	return s.upsert(ctx, params, false, opts)
}

// UpsertOrUnarchive is Upsert that also brings an archived contact back.
func (s *ContactsService) UpsertOrUnarchive(ctx context.Context, params ContactCreate, opts ...Option) (*Contact, error) {
	return s.upsert(ctx, params, true, opts)
}

func (s *ContactsService) upsert(ctx context.Context, params ContactCreate, unarchive bool, opts []Option) (*Contact, error) {
	r := params.request()
	if params.ExternalID != "" || params.Email != "" && params.Role != ContactRoleLead {
		r.upsert() // sent twice it is a conflict, which is what the rest is about
	}
	for first := true; ; first = false {
		contact, err := do[*Contact](ctx, s.client, r, opts)
		conflict, ok := errors.AsType[*ConflictError](err)
		if !ok {
			return contact, err
		}
		id := conflict.ID
		if id == "" && params.ExternalID != "" { // by which a contact is found without delay
			if found, failure := s.Find(ctx, ByExternalID(params.ExternalID), withoutBody(opts)...); failure == nil {
				id = found.ID
			}
		}
		if id == "" || conflict.Archived && !unarchive {
			return nil, err
		}
		if conflict.Archived {
			if _, err := s.Unarchive(ctx, id, withoutBody(opts)...); err != nil {
				return nil, err
			}
		}
		contact, err = do[*Contact](ctx, s.client, op("PUT /contacts/{contact_id}", id).body(params), opts)
		if !first || !errors.Is(err, ErrNotFound) { // it was deleted meanwhile
			return contact, err
		}
	}
}

// Update changes the contact with the given id of Intercom's; fields that are
// not set stay as they are.
func (s *ContactsService) Update(ctx context.Context, id ID, params ContactUpdate, opts ...Option) (*Contact, error) {
	return do[*Contact](ctx, s.client, params.request(id), opts)
}

// ContactUpdateOptions are the optional parameters of Contacts.Update.
type ContactUpdateOptions struct {
	private

	MergeHistory bool // fill in Contact.MergeHistory, which only users have
}

func (o ContactUpdateOptions) apply(c *config) { c.optional("PUT /contacts/{contact_id}", o) }

func (o ContactUpdateOptions) set(r *request) { r.flag("include_merge_history", o.MergeHistory) }

// ContactUpdate is a change of a contact. Custom attributes are merged: those
// that are not named stay, and those set to nil are cleared.
//
//intercom:schema update_contact_request
type ContactUpdate struct {
	private

	Role                   Opt[ContactRole] `json:"role,omitzero"`
	ExternalID             Opt[string]      `json:"external_id,omitzero"`
	Email                  Opt[string]      `json:"email,omitzero"`
	EmailVerified          Opt[bool]        `json:"email_verified,omitzero"` // you know that the address is the contact's own
	Phone                  Opt[string]      `json:"phone,omitzero"`
	Name                   Opt[string]      `json:"name,omitzero"`
	Avatar                 Opt[string]      `json:"avatar,omitzero"` // URL of a picture
	SignedUpAt             Opt[Time]        `json:"signed_up_at,omitzero"`
	LastSeenAt             Opt[Time]        `json:"last_seen_at,omitzero"`
	OwnerID                Opt[ID]          `json:"owner_id,omitzero"` // of an admin
	UnsubscribedFromEmails Opt[bool]        `json:"unsubscribed_from_emails,omitzero"`
	LanguageOverride       Opt[string]      `json:"language_override,omitzero"` // API Preview
	CustomAttributes       Attributes       `json:"custom_attributes,omitzero"` // a list of ids relates to custom objects
}

func (p ContactUpdate) request(id ID) *request {
	return op("PUT /contacts/{contact_id}", id).body(p).preview("LanguageOverride", !p.LanguageOverride.IsZero())
}

// Save writes what was changed in contact since it was read, and nothing else,
// so that it does not undo what others changed meanwhile. A contact that has no
// ID is created. Afterwards contact is as in the response.
//
// Fields that Intercom keeps by itself, such as Location, and those that have
// methods of their own, such as Tags, are not written.
func (s *ContactsService) Save(ctx context.Context, contact *Contact, opts ...Option) error {
	return save(ctx, s.client, contact, contact.saving, opts)
}

func (c *Contact) saving(was *Contact) *request {
	if c.ID == "" {
		return c.create().request()
	}
	change := ContactUpdate{
		Role:                   changed(was.Role, c.Role),
		ExternalID:             changed(was.ExternalID, c.ExternalID),
		Email:                  changed(was.Email, c.Email),
		Phone:                  changed(was.Phone, c.Phone),
		Name:                   changed(was.Name, c.Name),
		Avatar:                 changed(was.Avatar.ImageURL, c.Avatar.ImageURL),
		SignedUpAt:             changed(was.SignedUpAt, c.SignedUpAt),
		LastSeenAt:             changed(was.LastSeenAt, c.LastSeenAt),
		OwnerID:                changed(was.OwnerID, c.OwnerID),
		UnsubscribedFromEmails: changedBool(was.UnsubscribedFromEmails, c.UnsubscribedFromEmails),
		LanguageOverride:       changed(was.LanguageOverride, c.LanguageOverride),
		CustomAttributes:       changedAttributes(was.CustomAttributes, c.CustomAttributes),
	}
	if reflect.ValueOf(change).IsZero() {
		return nil
	}
	return change.request(c.ID)
}

// create describes a contact that was built in Go.
func (c *Contact) create() ContactCreate {
	return ContactCreate{
		Role: c.Role, ExternalID: c.ExternalID, Email: c.Email, Phone: c.Phone, Name: c.Name,
		Avatar: c.Avatar.ImageURL, SignedUpAt: c.SignedUpAt, LastSeenAt: c.LastSeenAt, OwnerID: c.OwnerID,
		UnsubscribedFromEmails: changedBool(false, c.UnsubscribedFromEmails), CustomAttributes: c.CustomAttributes,
	}
}

// Merge merges a lead into a user, and returns the user. The lead is gone then;
// what it had, such as tags and conversations, is the user's. Two that share
// neither e-mail address nor phone number are a BadRequestError, code
// invalid_merge, unless SkipDuplicateValidation is set.
func (s *ContactsService) Merge(ctx context.Context, params ContactMerge, opts ...Option) (*Contact, error) {
	return do[*Contact](ctx, s.client, params.request(), opts)
}

// ContactMerge names the contacts to merge.
//
//intercom:schema merge_contacts_request merge_preview_request
type ContactMerge struct {
	private

	From                    ID   `json:"from"` // required: a lead
	Into                    ID   `json:"into"` // required: a user
	SkipDuplicateValidation bool `json:"skip_duplicate_validation,omitzero"`
}

func (p ContactMerge) request() *request {
	return p.between(op("POST /contacts/merge"))
}

// between makes r be about the contacts to merge.
func (p ContactMerge) between(r *request) *request {
	return r.require("From", string(p.From)).require("Into", string(p.Into)).body(p)
}

// ContactMergeOptions are the optional parameters of Contacts.Merge.
type ContactMergeOptions struct {
	private

	MergeHistory bool // fill in Contact.MergeHistory
}

func (o ContactMergeOptions) apply(c *config) { c.optional("POST /contacts/merge", o) }

func (o ContactMergeOptions) set(r *request) { r.flag("include_merge_history", o.MergeHistory) }

// ListMergeHistory lists the contacts that were merged into a user, the latest
// first. Some workspaces do not have this list: there it is read from the contact,
// in Intercom's order.
func (s *ContactsService) ListMergeHistory(ctx context.Context, id ID, opts ...Option) *Pager[*MergeHistoryItem] {
	return list[*MergeHistoryItem](ctx, s.client, op("GET /contacts/{id}/merge_history", id).paged(150).
		orElse(op("GET /contacts/{contact_id}", id).flag("include_merge_history", true).inside("merge_history")), opts)
}

// ContactListMergeHistoryOptions are the optional parameters of
// Contacts.ListMergeHistory.
type ContactListMergeHistoryOptions struct {
	private

	Order SortOrder // by the time of the merge; default Descending
}

func (o ContactListMergeHistoryOptions) apply(c *config) {
	c.optional("GET /contacts/{id}/merge_history", o)
}

func (o ContactListMergeHistoryOptions) set(r *request) { r.query("order", string(o.Order)) }

// Archive archives a contact: it is not found any more, but can be brought back
// by Unarchive. Keep its id: after this only a ConflictError has it.
func (s *ContactsService) Archive(ctx context.Context, id ID, opts ...Option) (*ContactStatus, error) {
	return do[*ContactStatus](ctx, s.client, op("POST /contacts/{contact_id}/archive", id).upsert(), opts)
}

// Unarchive brings an archived contact back.
func (s *ContactsService) Unarchive(ctx context.Context, id ID, opts ...Option) (*ContactStatus, error) {
	return do[*ContactStatus](ctx, s.client, op("POST /contacts/{contact_id}/unarchive", id).upsert(), opts)
}

// Block blocks a contact, which can write no more, and archives its
// conversations.
func (s *ContactsService) Block(ctx context.Context, id ID, opts ...Option) (*ContactStatus, error) {
	return do[*ContactStatus](ctx, s.client, op("POST /contacts/{contact_id}/block", id).upsert(), opts)
}

// Delete deletes a contact for good, whether it is archived or not.
func (s *ContactsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /contacts/{contact_id}", id), opts)
}

// ContactStatus reports whether a contact is archived or blocked. Each response has
// one of the flags.
//
//intercom:schema contact_archived contact_unarchived contact_blocked
type ContactStatus struct {
	Object

	ID         ID     `json:"id,omitzero"`
	ExternalID string `json:"external_id,omitzero"`
	Archived   bool   `json:"archived,omitzero"`
	Blocked    bool   `json:"blocked,omitzero"`
}

// refusedForContacts returns what the version cannot compare.
func refusedForContacts(version string, f filter) string {
	switch {
	case f.Field == string(ContactFieldTagID) && f.Operator != "=" && f.Operator != "!=":
		return "compares tag_id by " + f.Operator + ", it can be compared by = and != only"
	case comparesDays(version) && f.isDate() && f.Operator != "=" && f.Operator != "<" && f.Operator != ">":
		return "compares " + f.Field + " by " + f.Operator + ", up to API 2.16 times of contacts can be compared by =, < and > only"
	}
	return ""
}

// comparesDays reports whether a version compares times of contacts by the day.
func comparesDays(version string) bool {
	minor, ok := strings.CutPrefix(version, "2.")
	n, err := strconv.Atoi(minor)
	return ok && err == nil && n <= 16
}

// maxMerges is how often a contact is followed: Intercom does no more either.
const maxMerges = 3

// canonical gets a contact, or the one that it was merged into.
func canonical(id ID, get func(ID) (*Contact, error)) (*Contact, error) {
	contact, err := get(id)
	for range maxMerges {
		gone, ok := errors.AsType[*GoneError](err)
		if !ok || gone.CanonicalID == "" {
			break
		}
		contact, err = get(gone.CanonicalID)
	}
	return contact, err
}

// dayAndMore goes from a moment to the day before, which After begins to match
// at its end, whatever clocks were put forward or back in between.
const dayAndMore = 26 * time.Hour

var byUpdate = ContactSearchOptions{Sort: SearchSort{"updated_at", Ascending}}

func (c *Contact) updatedAt() Time { return c.UpdatedAt }

// waitFor reads a list until it has an item.
func waitFor[T any](ctx context.Context, p *Pager[T]) (found T, err error) {
	err = poll(ctx, p.listing.req.op, maxSearchPoll, func() (done bool, err error) {
		page, err := p.Page()
		if err != nil || len(page.Items) == 0 {
			return false, err
		}
		found = page.Items[0]
		return true, nil
	})
	return found, err
}
