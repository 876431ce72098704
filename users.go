package intercom

import (
	"context"
	"fmt"
	"reflect"
)

// UsersService reads and writes users: people who are logged in to your
// application. Legacy, API 1.4, replaced by the contact with role user.
//
// https://developers.intercom.com/docs/references/1.4/rest-api/users
type UsersService service

// User is a person who is logged in to your application. Intercom finds it by
// its own ID, by the UserID that you gave, or by Email, which several users
// can share. Lists by tag and segment also have leads, which are Anonymous.
type User struct {
	Object

	ID                     ID                     `json:"id,omitzero"`
	UserID                 string                 `json:"user_id,omitzero"` // your own id of the user
	Anonymous              bool                   `json:"anonymous,omitzero"`
	Email                  string                 `json:"email,omitzero"` // in lower case
	Phone                  string                 `json:"phone,omitzero"`
	Name                   string                 `json:"name,omitzero"`
	Pseudonym              string                 `json:"pseudonym,omitzero"` // invented for leads, such as "Teal Otter from Bremen"
	Avatar                 Avatar                 `json:"avatar,omitzero"`
	AppID                  string                 `json:"app_id,omitzero"` // code of the workspace
	Companies              Sublist[UserCompany]   `json:"companies,omitzero"`
	Location               UserLocation           `json:"location_data,omitzero"`
	LastRequestAt          Time                   `json:"last_request_at,omitzero"`
	LastSeenIP             string                 `json:"last_seen_ip,omitzero"`      // up to API 1.1
	CreatedAt              Time                   `json:"created_at,omitzero"`        // when Intercom first saw the user
	RemoteCreatedAt        Time                   `json:"remote_created_at,omitzero"` // the same as SignedUpAt
	SignedUpAt             Time                   `json:"signed_up_at,omitzero"`
	UpdatedAt              Time                   `json:"updated_at,omitzero"`
	SessionCount           int                    `json:"session_count,omitzero"`
	SocialProfiles         Sublist[SocialProfile] `json:"social_profiles,omitzero"`
	UnsubscribedFromEmails bool                   `json:"unsubscribed_from_emails,omitzero"`
	MarkedEmailAsSpam      bool                   `json:"marked_email_as_spam,omitzero"`
	HasHardBounced         bool                   `json:"has_hard_bounced,omitzero"`
	DoNotTrack             bool                   `json:"do_not_track,omitzero"`
	UserAgentData          string                 `json:"user_agent_data,omitzero"` // up to API 1.1
	Tags                   Sublist[Tag]           `json:"tags,omitzero"`            // often with an ID only
	Segments               Sublist[Reference]     `json:"segments,omitzero"`        // Segments.Get has more
	CustomAttributes       Attributes             `json:"custom_attributes,omitzero"`
	Referrer               string                 `json:"referrer,omitzero"`
	UTMCampaign            string                 `json:"utm_campaign,omitzero"`
	UTMContent             string                 `json:"utm_content,omitzero"`
	UTMMedium              string                 `json:"utm_medium,omitzero"`
	UTMSource              string                 `json:"utm_source,omitzero"`
	UTMTerm                string                 `json:"utm_term,omitzero"`
	OwnerID                ID                     `json:"owner_id,omitzero"` // the admin who owns the user
}

func (*User) load(ref Reference) *request {
	switch ref.Type {
	case "user":
		return legacy("GET /users/{id}", ref.ID)
	case "lead", "contact":
		return legacy("GET /contacts/{id}", ref.ID)
	}
	return nil
}

// Reference names the user, as what it is: a user or a lead.
func (u User) Reference() Reference {
	if u.Anonymous {
		return Reference{Type: "lead", ID: u.ID}
	}
	return Reference{Type: "user", ID: u.ID}
}

// UserLocation is where a user was last seen. Intercom fills it some time
// after the user was created.
type UserLocation struct {
	CityName      string  `json:"city_name,omitzero"`
	RegionName    string  `json:"region_name,omitzero"`
	CountryName   string  `json:"country_name,omitzero"`
	CountryCode   string  `json:"country_code,omitzero"`   // three letters, ISO 3166-1
	ContinentCode string  `json:"continent_code,omitzero"` // two letters
	PostalCode    string  `json:"postal_code,omitzero"`
	Timezone      string  `json:"timezone,omitzero"`  // IANA name
	Latitude      float64 `json:"latitude,omitzero"`  // up to API 1.1
	Longitude     float64 `json:"longitude,omitzero"` // up to API 1.1
}

// UserCompany is a company that a user belongs to. When a user is written the
// company is created or updated as well; it is identified by CompanyID alone.
type UserCompany struct {
	private

	ID               ID         `json:"id,omitzero"`         // Intercom's; ignored when written
	CompanyID        string     `json:"company_id,omitzero"` // your own id of the company; required when written
	Name             string     `json:"name,omitzero"`       // required when the company does not exist yet
	RemoteCreatedAt  Time       `json:"remote_created_at,omitzero"`
	Plan             Plan       `json:"plan,omitzero"` // written by its Name
	MonthlySpend     float64    `json:"monthly_spend,omitzero"`
	CustomAttributes Attributes `json:"custom_attributes,omitzero"`
	Remove           bool       `json:"remove,omitzero"` // when written: take the user out of the company
	AppID            string     `json:"app_id,omitzero"` // this and the following are not in every response, and ignored when written
	CreatedAt        Time       `json:"created_at,omitzero"`
	UpdatedAt        Time       `json:"updated_at,omitzero"`
	LastRequestAt    Time       `json:"last_request_at,omitzero"`
	UserCount        int        `json:"user_count,omitzero"`
}

// Find returns the user that ref names. Of several users with one e-mail
// address it returns a MultipleMatchingUsersError with their ids, and without
// any a NotFoundError.
func (s *UsersService) Find(ctx context.Context, ref UserRef, opts ...Option) (*User, error) {
	return findOne[*User](ctx, s.client, byRef("GET /users/{id}", "GET /users", "user", ref, UserRef.userRef).in("users"), opts)
}

// List lists the users, those created last first. It ends with an ErrPageLimit
// after 10,000 users; Scroll has no such limit.
func (s *UsersService) List(ctx context.Context, opts ...Option) *Pager[*User] {
	return list[*User](ctx, s.client, legacy("GET /users").paged(60).in("users"), opts)
}

// UserListOptions are the optional parameters of Users.List.
type UserListOptions struct {
	private

	Email            string    // users with this address
	Phone            string    // users with this number
	CreatedSinceDays int       // users created in the last days
	Sort             UserSort  // default UserSortCreatedAt
	Order            SortOrder // default Descending
}

func (o UserListOptions) apply(c *config) { c.optionalLegacy("GET /users", o) }

func (o UserListOptions) set(r *request) {
	if o.CreatedSinceDays < 0 {
		r.invalid("CreatedSinceDays", "is negative")
	}
	r.query("email", o.Email).query("phone", o.Phone).number("created_since", o.CreatedSinceDays)
	r.query("sort", string(o.Sort)).query("order", string(o.Order))
}

// ListByTag lists the users and leads that carry the tag.
func (s *UsersService) ListByTag(ctx context.Context, tag ID, opts ...Option) *Pager[*User] {
	return list[*User](ctx, s.client, legacy("GET /users").paged(60).in("users").selected("tag_id", string(tag)), opts)
}

// ListBySegment lists the users and leads of the segment.
func (s *UsersService) ListBySegment(ctx context.Context, segment ID, opts ...Option) *Pager[*User] {
	return list[*User](ctx, s.client, legacy("GET /users").paged(60).in("users").selected("segment_id", string(segment)), opts)
}

// ListForCompany lists the users of a company.
func (s *UsersService) ListForCompany(ctx context.Context, company CompanyRef, opts ...Option) *Pager[*User] {
	return list[*User](ctx, s.client, usersOf(company).in("users"), opts)
}

// Scroll reads all users, 100 at a time and in no particular order. A workspace
// has one scroll at a time, which ends when no page is read for a minute: see
// ErrScrollInUse, ErrScrollExpired and Pager.Restart.
func (s *UsersService) Scroll(ctx context.Context, opts ...Option) *Pager[*User] {
	return list[*User](ctx, s.client, legacy("GET /users/scroll").in("users").scrolled(), opts)
}

// UserSort is a field to order users by.
type UserSort string

// What users can be ordered by.
const (
	UserSortCreatedAt     UserSort = "created_at"
	UserSortLastRequestAt UserSort = "last_request_at"
	UserSortSignedUpAt    UserSort = "signed_up_at"
	UserSortUpdatedAt     UserSort = "updated_at"
)

// Create creates a user, or updates the one that has the ID, UserID or Email,
// looked for in this order. An Email that several users share is a conflict,
// which is returned as MultipleMatchingUsersError.
func (s *UsersService) Create(ctx context.Context, params UserCreate, opts ...Option) (*User, error) {
	return do[*User](ctx, s.client, params.request(), opts)
}

// UserCreate describes a user. One of ID, UserID and Email is required.
type UserCreate struct {
	private

	ID                     ID            `json:"id,omitzero"` // of a user that exists
	UserID                 string        `json:"user_id,omitzero"`
	Email                  string        `json:"email,omitzero"`
	Phone                  string        `json:"phone,omitzero"`
	Name                   string        `json:"name,omitzero"`
	SignedUpAt             Time          `json:"signed_up_at,omitzero"`
	LastRequestAt          Time          `json:"last_request_at,omitzero"`
	UpdateLastRequestAt    bool          `json:"update_last_request_at,omitzero"` // sets LastRequestAt to now
	NewSession             bool          `json:"new_session,omitzero"`            // counts a visit; such a call is not repeated after a lost response
	LastSeenIP             string        `json:"last_seen_ip,omitzero"`           // Intercom derives the location from it
	LastSeenUserAgent      string        `json:"last_seen_user_agent,omitzero"`
	UnsubscribedFromEmails Opt[bool]     `json:"unsubscribed_from_emails,omitzero"`
	CustomAttributes       Attributes    `json:"custom_attributes,omitzero"`
	Companies              []UserCompany `json:"companies,omitzero"` // added to those that the user has
	AvatarURL              string        `json:"-"`                  // of a picture
	Referrer               string        `json:"referrer,omitzero"`
	UTMCampaign            string        `json:"utm_campaign,omitzero"`
	UTMContent             string        `json:"utm_content,omitzero"`
	UTMMedium              string        `json:"utm_medium,omitzero"`
	UTMSource              string        `json:"utm_source,omitzero"`
	UTMTerm                string        `json:"utm_term,omitzero"`
}

func (p UserCreate) request() *request {
	r := legacy("POST /users")
	checkUser(r, p.NewSession, p.CustomAttributes, p.Companies)
	if p.ID == "" && p.UserID == "" && p.Email == "" {
		r.invalid("ID, UserID or Email", "is required")
	}
	return r.body(struct {
		UserCreate
		Companies []userCompanyBody `json:"companies,omitzero"`
		Avatar    Avatar            `json:"avatar,omitzero"`
	}{p, userCompanyBodies(p.Companies), avatarBody(p.AvatarURL)})
}

// Update changes the user that ref names; fields that are not set stay as they
// are. A ref by UserID or Email that nobody has creates a user.
func (s *UsersService) Update(ctx context.Context, ref UserRef, params UserUpdate, opts ...Option) (*User, error) {
	return do[*User](ctx, s.client, params.request(ref), opts)
}

// UserUpdate is a change of a user. Custom attributes are merged: those that
// are not named stay, and those set to nil are cleared.
type UserUpdate struct {
	private

	UserID                 Opt[string]   `json:"user_id,omitzero"`
	Email                  Opt[string]   `json:"email,omitzero"`
	Phone                  Opt[string]   `json:"phone,omitzero"`
	Name                   Opt[string]   `json:"name,omitzero"`
	SignedUpAt             Opt[Time]     `json:"signed_up_at,omitzero"`
	LastRequestAt          Opt[Time]     `json:"last_request_at,omitzero"`
	UpdateLastRequestAt    bool          `json:"update_last_request_at,omitzero"` // sets LastRequestAt to now
	NewSession             bool          `json:"new_session,omitzero"`            // counts a visit; such a call is not repeated after a lost response
	LastSeenIP             Opt[string]   `json:"last_seen_ip,omitzero"`
	LastSeenUserAgent      Opt[string]   `json:"last_seen_user_agent,omitzero"`
	UnsubscribedFromEmails Opt[bool]     `json:"unsubscribed_from_emails,omitzero"` // null is an error
	CustomAttributes       Attributes    `json:"custom_attributes,omitzero"`
	Companies              []UserCompany `json:"companies,omitzero"` // added, or taken off those with Remove
	AvatarURL              string        `json:"-"`                  // of a picture
	Referrer               Opt[string]   `json:"referrer,omitzero"`
	UTMCampaign            Opt[string]   `json:"utm_campaign,omitzero"`
	UTMContent             Opt[string]   `json:"utm_content,omitzero"`
	UTMMedium              Opt[string]   `json:"utm_medium,omitzero"`
	UTMSource              Opt[string]   `json:"utm_source,omitzero"`
	UTMTerm                Opt[string]   `json:"utm_term,omitzero"`
}

func (p UserUpdate) request(ref UserRef) *request {
	r := legacy("POST /users")
	checkUser(r, p.NewSession, p.CustomAttributes, p.Companies)
	body := p.body()
	switch key, value := userKey(r, ref); key {
	case "id":
		body.ID = ID(value)
	case "user_id":
		body.UserID = Set(value)
	case "email":
		body.Email = Set(value)
	}
	return r.body(body)
}

// Save writes what was changed in user since it was read, and nothing else, so
// that it does not undo what others changed meanwhile. A user that was not
// read from Intercom is created, or updated if it has an ID. Afterwards user is
// as in the response.
//
// Fields that Intercom keeps by itself, such as Location and Tags, are not
// written. A company taken out of Companies is one that the user leaves.
func (s *UsersService) Save(ctx context.Context, user *User, opts ...Option) error {
	return save(ctx, s.client, user, user.saving, opts)
}

func (u *User) saving(was *User) *request {
	change := u.changes(was)
	switch {
	case reflect.ValueOf(change).IsZero():
		return nil
	case u.ID != "":
		return change.request(ByID(u.ID))
	case u.UserID != "":
		return change.request(ByUserID(u.UserID))
	}
	return change.request(ByEmail(u.Email))
}

func (u *User) changes(was *User) UserUpdate {
	change := UserUpdate{
		UserID:                 changed(was.UserID, u.UserID),
		Email:                  changed(was.Email, u.Email),
		Phone:                  changed(was.Phone, u.Phone),
		Name:                   changed(was.Name, u.Name),
		SignedUpAt:             changed(was.SignedUpAt, u.SignedUpAt),
		LastRequestAt:          changed(was.LastRequestAt, u.LastRequestAt),
		LastSeenIP:             changed(was.LastSeenIP, u.LastSeenIP),
		UnsubscribedFromEmails: changedBool(was.UnsubscribedFromEmails, u.UnsubscribedFromEmails),
		CustomAttributes:       changedAttributes(was.CustomAttributes, u.CustomAttributes),
		Companies:              changedCompanies(was.Companies.Items, u.Companies.Items),
		Referrer:               changed(was.Referrer, u.Referrer),
		UTMCampaign:            changed(was.UTMCampaign, u.UTMCampaign),
		UTMContent:             changed(was.UTMContent, u.UTMContent),
		UTMMedium:              changed(was.UTMMedium, u.UTMMedium),
		UTMSource:              changed(was.UTMSource, u.UTMSource),
		UTMTerm:                changed(was.UTMTerm, u.UTMTerm),
	}
	if was.Avatar.ImageURL != u.Avatar.ImageURL {
		change.AvatarURL = u.Avatar.ImageURL
	}
	return change
}

// MarkSeen sets the user's LastRequestAt to now.
func (s *UsersService) MarkSeen(ctx context.Context, ref UserRef, opts ...Option) (*User, error) {
	return do[*User](ctx, s.client, UserUpdate{UpdateLastRequestAt: true}.request(ref), opts)
}

// StartSession counts a visit of the user. It is not repeated after a lost
// response, as it would count twice.
func (s *UsersService) StartSession(ctx context.Context, ref UserRef, opts ...Option) (*User, error) {
	return do[*User](ctx, s.client, UserUpdate{NewSession: true}.request(ref), opts)
}

// AddToCompany makes the user belong to the company, which is created or
// updated as described.
func (s *UsersService) AddToCompany(ctx context.Context, ref UserRef, company UserCompany, opts ...Option) (*User, error) {
	return do[*User](ctx, s.client, UserUpdate{Companies: []UserCompany{company}}.request(ref), opts)
}

// RemoveFromCompany takes the user out of the company. The company stays.
func (s *UsersService) RemoveFromCompany(ctx context.Context, ref UserRef, companyID string, opts ...Option) (*User, error) {
	return do[*User](ctx, s.client, UserUpdate{Companies: []UserCompany{{CompanyID: companyID, Remove: true}}}.request(ref), opts)
}

// Archive takes the user and its conversations out of Intercom, and returns
// what it was. Creating a user with the same identity can bring it back.
func (s *UsersService) Archive(ctx context.Context, ref UserRef, opts ...Option) (*User, error) {
	return do[*User](ctx, s.client, byRef("DELETE /users/{id}", "DELETE /users", "user", ref, UserRef.userRef), opts)
}

// DeletePermanently asks for the user or lead to be deleted for good, within 90
// days. It returns the id of the deletion request.
func (s *UsersService) DeletePermanently(ctx context.Context, id ID, opts ...Option) (*UserDeletion, error) {
	return do[*UserDeletion](ctx, s.client, legacy("POST /user_delete_requests").require("id", string(id)).upsert().body(userDeletionBody{id}), opts)
}

// UserDeletion is a request to delete a user for good.
type UserDeletion struct {
	Object

	ID ID `json:"id,omitzero"`
}

type userDeletionBody struct {
	UserID ID `json:"intercom_user_id"`
}

type userUpdateBody struct {
	ID ID `json:"id,omitzero"`
	UserUpdate
	Companies []userCompanyBody `json:"companies,omitzero"`
	Avatar    Avatar            `json:"avatar,omitzero"`
}

func (p UserUpdate) body() userUpdateBody {
	return userUpdateBody{UserUpdate: p, Companies: userCompanyBodies(p.Companies), Avatar: avatarBody(p.AvatarURL)}
}

// userCompanyBody is the form in which companies of a user are written. An id
// in it would be taken for a company_id, so it has none.
type userCompanyBody struct {
	CompanyID        string     `json:"company_id"`
	Name             string     `json:"name,omitzero"`
	RemoteCreatedAt  Time       `json:"remote_created_at,omitzero"`
	Plan             string     `json:"plan,omitzero"`
	MonthlySpend     float64    `json:"monthly_spend,omitzero"`
	CustomAttributes Attributes `json:"custom_attributes,omitzero"`
	Remove           bool       `json:"remove,omitzero"`
}

func userCompanyBodies(companies []UserCompany) []userCompanyBody {
	var out []userCompanyBody
	for _, c := range companies {
		out = append(out, userCompanyBody{c.CompanyID, c.Name, c.RemoteCreatedAt, c.Plan.Name, c.MonthlySpend, c.CustomAttributes, c.Remove})
	}
	return out
}

func avatarBody(imageURL string) Avatar {
	if imageURL == "" {
		return Avatar{}
	}
	return Avatar{Type: "avatar", ImageURL: imageURL}
}

// checkUser checks what is written of a user, and marks the write as repeatable
// unless it counts a session, which would then count twice.
func checkUser(r *request, newSession bool, attributes Attributes, companies []UserCompany) {
	if !newSession {
		r.upsert()
	}
	checkPerson(r, attributes, companies)
}

// checkPerson checks what writes of users and leads have in common.
func checkPerson(r *request, attributes Attributes, companies []UserCompany) {
	r.check("CustomAttributes", attributes.checkFlat())
	for i, c := range companies {
		if c.CompanyID == "" {
			r.invalid(fmt.Sprintf("Companies[%d].CompanyID", i), "is empty")
		}
		r.check(fmt.Sprintf("Companies[%d].CustomAttributes", i), c.CustomAttributes.checkFlat())
	}
}

func userKey(r *request, ref UserRef) (key, value string) {
	return keyOf(r, "user", ref, UserRef.userRef)
}
