package intercom

import "context"

// AudiencesService reads and writes the groups of people that knowledge is for.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/audiences
type AudiencesService service

// Audience is a group of contacts for whom Fin uses certain content.
//
//intercom:schema audience
type Audience struct {
	Object

	ID             ID                  `json:"id,omitzero"`
	Name           string              `json:"name,omitzero"`
	Predicates     []AudiencePredicate `json:"predicates,omitzero"`      // who belongs to it
	RolePredicates []AudiencePredicate `json:"role_predicates,omitzero"` // which of them, by role: users, leads, visitors
	CreatedAt      Time                `json:"created_at,omitzero"`
	UpdatedAt      Time                `json:"updated_at,omitzero"`
}

// AudiencePredicate is a condition that contacts can meet.
//
//intercom:schema predicate
type AudiencePredicate struct {
	private

	Attribute  string `json:"attribute,omitzero"`  // "company.name", "custom_attributes.plan", "role"
	Type       string `json:"type,omitzero"`       // of the attribute: "string", "role"
	Comparison string `json:"comparison,omitzero"` // "eq", "contains"
	Value      string `json:"value,omitzero"`
}

// Get returns the audience with the given id.
func (s *AudiencesService) Get(ctx context.Context, id ID, opts ...Option) (*Audience, error) {
	return do[*Audience](ctx, s.client, op("GET /audiences/{id}", id), opts)
}

// List lists the audiences of the workspace. Pages have 50 of them.
func (s *AudiencesService) List(ctx context.Context, opts ...Option) *Pager[*Audience] {
	return list[*Audience](ctx, s.client, op("GET /audiences").paged(50).numbered(), opts)
}

// Create creates an audience.
func (s *AudiencesService) Create(ctx context.Context, params AudienceCreate, opts ...Option) (*Audience, error) {
	return do[*Audience](ctx, s.client, params.request(), opts)
}

// AudienceCreate describes an audience.
//
//intercom:schema create_audience_request
type AudienceCreate struct {
	private

	Name           string              `json:"name"` // required
	Predicates     []AudiencePredicate `json:"predicates,omitzero"`
	RolePredicates []AudiencePredicate `json:"role_predicates,omitzero"`
}

func (p AudienceCreate) request() *request {
	return op("POST /audiences").require("Name", p.Name).body(p)
}

// Update changes an audience; fields that are not set stay as they are. A list
// takes the place of the one there is.
func (s *AudiencesService) Update(ctx context.Context, id ID, params AudienceUpdate, opts ...Option) (*Audience, error) {
	return do[*Audience](ctx, s.client, op("PUT /audiences/{id}", id).body(params), opts)
}

// AudienceUpdate is a change of an audience.
//
//intercom:schema update_audience_request
type AudienceUpdate struct {
	private

	Name           Opt[string]              `json:"name,omitzero"` // it cannot be empty
	Predicates     Opt[[]AudiencePredicate] `json:"predicates,omitzero"`
	RolePredicates Opt[[]AudiencePredicate] `json:"role_predicates,omitzero"`
}

// Delete deletes an audience.
func (s *AudiencesService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /audiences/{id}", id), opts)
}
