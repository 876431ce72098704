package intercom

import "context"

// VisitorsService reads and changes visitors: people in a browser of whom
// nothing is known yet. They cannot be listed; the Messenger has their UserID.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/visitors
type VisitorsService service

// Visitor is somebody who looks at your application without having logged in or
// written.
//
//intercom:schema visitor visitor_deleted_object
type Visitor struct {
	Object

	ID                     ID                     `json:"id,omitzero"`
	UserID                 string                 `json:"user_id,omitzero"` // made up by the Messenger
	Anonymous              bool                   `json:"anonymous,omitzero"`
	Email                  string                 `json:"email,omitzero"`
	Phone                  string                 `json:"phone,omitzero"`
	Name                   string                 `json:"name,omitzero"`
	Pseudonym              string                 `json:"pseudonym,omitzero"` // invented, such as "Violet Lynx from Turku"
	Avatar                 Avatar                 `json:"avatar,omitzero"`
	AppID                  string                 `json:"app_id,omitzero"` // code of the workspace
	Companies              Sublist[Company]       `json:"companies,omitzero"`
	Location               UserLocation           `json:"location_data,omitzero"`
	LastRequestAt          Time                   `json:"last_request_at,omitzero" wire:"alias=las_request_at"`
	CreatedAt              Time                   `json:"created_at,omitzero"`
	RemoteCreatedAt        Time                   `json:"remote_created_at,omitzero"`
	SignedUpAt             Time                   `json:"signed_up_at,omitzero"`
	UpdatedAt              Time                   `json:"updated_at,omitzero"`
	SessionCount           int                    `json:"session_count,omitzero"`
	SocialProfiles         Sublist[SocialProfile] `json:"social_profiles,omitzero"`
	OwnerID                ID                     `json:"owner_id,omitzero"` // the admin who owns the visitor
	UnsubscribedFromEmails bool                   `json:"unsubscribed_from_emails,omitzero"`
	MarkedEmailAsSpam      bool                   `json:"marked_email_as_spam,omitzero"`
	HasHardBounced         bool                   `json:"has_hard_bounced,omitzero"`
	Tags                   Sublist[Tag]           `json:"tags,omitzero"`
	Segments               Sublist[Reference]     `json:"segments,omitzero"`
	CustomAttributes       Attributes             `json:"custom_attributes,omitzero"`
	Referrer               string                 `json:"referrer,omitzero"`
	UTMCampaign            string                 `json:"utm_campaign,omitzero"`
	UTMContent             string                 `json:"utm_content,omitzero"`
	UTMMedium              string                 `json:"utm_medium,omitzero"`
	UTMSource              string                 `json:"utm_source,omitzero"`
	UTMTerm                string                 `json:"utm_term,omitzero"`
	DoNotTrack             bool                   `json:"do_not_track,omitzero"`
}

// Find returns the visitor that ref names, or a NotFoundError. ByID asks API
// 1.4, as later ones find visitors by UserID only.
func (s *VisitorsService) Find(ctx context.Context, ref VisitorRef, opts ...Option) (*Visitor, error) {
	return do[*Visitor](ctx, s.client, byVisitor(ref), opts)
}

// Update changes the visitor that ref names; fields that are not set stay as
// they are.
func (s *VisitorsService) Update(ctx context.Context, ref VisitorRef, params VisitorUpdate, opts ...Option) (*Visitor, error) {
	return do[*Visitor](ctx, s.client, params.request(ref), opts)
}

// VisitorUpdate is a change of a visitor. Custom attributes are merged: those
// that are not named stay, and those set to nil are cleared.
type VisitorUpdate struct {
	private

	Name             Opt[string] `json:"name,omitzero"`
	Email            Opt[string] `json:"email,omitzero"` // not in the description: other clients make leads with it
	CustomAttributes Attributes  `json:"custom_attributes,omitzero"`
}

func (p VisitorUpdate) request(ref VisitorRef) *request {
	r := op("PUT /visitors")
	body := visitorUpdateBody{VisitorUpdate: p}
	switch key, value := visitorKey(r, ref); key {
	case "id":
		body.ID = ID(value)
	case "user_id":
		body.UserID = value
	}
	return r.body(body)
}

// ConvertToUser makes a visitor a user, and returns the contact that it is now.
// If the user exists the visitor is merged into it. The visitor can be named
// ByEmail as well.
func (s *VisitorsService) ConvertToUser(ctx context.Context, ref UserRef, params VisitorConvertToUser, opts ...Option) (*Contact, error) {
	return do[*Contact](ctx, s.client, params.request(ref), opts)
}

// VisitorConvertToUser names the user that a visitor becomes. One of ID, UserID
// and Email is required.
type VisitorConvertToUser struct {
	private

	ID     ID     `json:"id,omitzero"` // of a user that exists
	UserID string `json:"user_id,omitzero"`
	Email  string `json:"email,omitzero"`
}

func (p VisitorConvertToUser) request(ref UserRef) *request {
	r := visitorConvertBody{User: p, Type: ContactRoleUser}.request(ref)
	if p == (VisitorConvertToUser{}) {
		r.invalid("ID, UserID or Email", "is required")
	}
	return r
}

// ConvertToLead makes a visitor a lead, and returns the contact that it is now.
// If params name a lead that exists the visitor is merged into it; without any
// the lead is new. The visitor can be named ByEmail as well.
func (s *VisitorsService) ConvertToLead(ctx context.Context, ref UserRef, params VisitorConvertToLead, opts ...Option) (*Contact, error) {
	return do[*Contact](ctx, s.client, params.request(ref), opts)
}

// VisitorConvertToLead names the lead that a visitor becomes. Nothing is
// required.
type VisitorConvertToLead struct {
	private

	ID     ID     `json:"id,omitzero"` // of a lead that exists
	UserID string `json:"user_id,omitzero"`
	Email  string `json:"email,omitzero"`
}

func (p VisitorConvertToLead) request(ref UserRef) *request {
	return visitorConvertBody{User: VisitorConvertToUser(p), Type: ContactRoleLead}.request(ref)
}

// Delete deletes a visitor. It asks API 1.4: later ones cannot.
func (s *VisitorsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, legacy("DELETE /visitors/{id}", id), opts)
}

//intercom:schema update_visitor_request
type visitorUpdateBody struct {
	ID     ID     `json:"id,omitzero"`
	UserID string `json:"user_id,omitzero"`
	VisitorUpdate
}

//intercom:schema convert_visitor_request
type visitorConvertBody struct {
	Visitor map[string]string    `json:"visitor"`
	User    VisitorConvertToUser `json:"user,omitzero"`
	Type    ContactRole          `json:"type"`
}

func (b visitorConvertBody) request(ref UserRef) *request {
	r := op("POST /visitors/convert")
	key, value := keyOf(r, "visitor", ref, UserRef.userRef)
	b.Visitor = map[string]string{key: value}
	return r.body(b)
}

func visitorKey(r *request, ref VisitorRef) (key, value string) {
	return keyOf(r, "visitor", ref, VisitorRef.visitorRef)
}
