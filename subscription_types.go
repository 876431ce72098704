package intercom

import "context"

// SubscriptionTypesService reads subscription types, and records which of them
// a contact wants.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/subscription-types
type SubscriptionTypesService service

// SubscriptionType is a kind of message that a person can choose to get or not
// to get, such as a newsletter.
//
//intercom:schema subscription_type
type SubscriptionType struct {
	Object

	ID                 ID                            `json:"id,omitzero"`
	State              SubscriptionTypeState         `json:"state,omitzero"`
	ConsentType        Consent                       `json:"consent_type,omitzero"`
	DefaultTranslation SubscriptionTypeTranslation   `json:"default_translation,omitzero"`
	Translations       []SubscriptionTypeTranslation `json:"translations,omitzero"`
	ContentTypes       []SubscriptionTypeContent     `json:"content_types,omitzero"` // what can be sent under it
}

// SubscriptionTypeTranslation is how a subscription type reads in a language.
//
//intercom:schema translation
type SubscriptionTypeTranslation struct {
	Name        string `json:"name,omitzero"`
	Description string `json:"description,omitzero"`
	Locale      string `json:"locale,omitzero"` // such as "en"
}

// Consent is how a subscription type works: people get its messages until they
// opt out, or only after they opted in. It is also what a contact chose.
type Consent string

// The kinds of consent.
const (
	ConsentOptIn  Consent = "opt_in"
	ConsentOptOut Consent = "opt_out"
)

// SubscriptionTypeState is whether a subscription type is in use.
type SubscriptionTypeState string

// The states of a subscription type.
const (
	SubscriptionTypeStateLive     SubscriptionTypeState = "live"
	SubscriptionTypeStateDraft    SubscriptionTypeState = "draft"
	SubscriptionTypeStateArchived SubscriptionTypeState = "archived"
)

// SubscriptionTypeContent is a kind of message.
type SubscriptionTypeContent string

// The kinds of message that subscription types are for.
const (
	SubscriptionTypeContentEmail SubscriptionTypeContent = "email"
	SubscriptionTypeContentSMS   SubscriptionTypeContent = "sms_message"
)

// List lists the subscription types of the workspace.
func (s *SubscriptionTypesService) List(ctx context.Context, opts ...Option) *Pager[*SubscriptionType] {
	return list[*SubscriptionType](ctx, s.client, op("GET /subscription_types"), opts)
}

// ListForContact lists the subscription types that a contact made a choice
// about: of those with ConsentOptOut the ones it opted out of, and of those with
// ConsentOptIn the ones it opted in to. Types without a choice are not listed.
func (s *SubscriptionTypesService) ListForContact(ctx context.Context, contact ID, opts ...Option) *Pager[*SubscriptionType] {
	return list[*SubscriptionType](ctx, s.client, op("GET /contacts/{contact_id}/subscriptions", contact), opts)
}

// AddToContact records what a contact chose: that it does not want what is sent
// until people opt out (ConsentOptOut), or that it wants what is sent to those
// who opted in (ConsentOptIn). It returns the subscription type.
func (s *SubscriptionTypesService) AddToContact(ctx context.Context, contact, id ID, consent Consent, opts ...Option) (*SubscriptionType, error) {
	return do[*SubscriptionType](ctx, s.client, choiceBody{id, consent}.request(contact), opts)
}

// RemoveFromContact forgets what a contact chose, so that the default of the
// subscription type applies again. It returns the subscription type.
func (s *SubscriptionTypesService) RemoveFromContact(ctx context.Context, contact, id ID, opts ...Option) (*SubscriptionType, error) {
	return do[*SubscriptionType](ctx, s.client, op("DELETE /contacts/{contact_id}/subscriptions/{subscription_id}", contact, id), opts)
}

type choiceBody struct {
	ID          ID      `json:"id"`
	ConsentType Consent `json:"consent_type"`
}

// request repeats well: a choice is kept once.
func (b choiceBody) request(contact ID) *request {
	r := op("POST /contacts/{contact_id}/subscriptions", contact).upsert()
	return r.require("id", string(b.ID)).require("consent", string(b.ConsentType)).body(b)
}
