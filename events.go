package intercom

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"
)

// EventsService records what people do, and lists what they did.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-events
type EventsService service

// Event is something that a person did.
//
//intercom:schema data_event
type Event struct {
	Object

	ID             ID            `json:"id,omitzero"`
	Name           string        `json:"event_name,omitzero"`
	CreatedAt      Time          `json:"created_at,omitzero"` // when it happened
	UserID         string        `json:"user_id,omitzero"`    // your own id of the person
	IntercomUserID ID            `json:"intercom_user_id,omitzero"`
	Email          string        `json:"email,omitzero"`
	Metadata       EventMetadata `json:"metadata,omitzero"`
	ExtMetadata    Attributes    `json:"ext_metadata,omitzero"` // only in webhooks
}

// EventSummary reports how often a person did something.
//
//intercom:schema data_event_summary_item
type EventSummary struct {
	Object

	Name        string `json:"name,omitzero"`
	First       Time   `json:"first,omitzero"`
	Last        Time   `json:"last,omitzero"`
	Count       int    `json:"count,omitzero"`
	Description string `json:"description,omitzero"`
}

// ListForUser lists the events of a person, the newest first, as far as they
// are less than 90 days old. Leads are only found ByID. ByUserID takes what is
// the external id in API 2.x.
//
// Page.Since, if Intercom sends it, is where events begin that come later:
// given to Pager.From it reads those.
func (s *EventsService) ListForUser(ctx context.Context, ref UserRef, opts ...Option) *Pager[*Event] {
	return list[*Event](ctx, s.client, eventQuery{ref, false}.request(), opts)
}

// ListSummariesForUser lists how often a person did what. Unlike ListForUser it
// has events of any age.
func (s *EventsService) ListSummariesForUser(ctx context.Context, ref UserRef, opts ...Option) *Pager[*EventSummary] {
	return list[*EventSummary](ctx, s.client, eventQuery{ref, true}.request(), opts)
}

type eventQuery struct {
	user    UserRef
	summary bool
}

func (q eventQuery) request() *request {
	r := op("GET /events").in("events").linked().query("type", "user").flag("summary", q.summary)
	key, value := userKey(r, q.user)
	if key == "id" {
		key = "intercom_user_id"
	}
	return r.query(key, value)
}

// Create records an event. The person must exist: otherwise it is a
// NotFoundError. Intercom takes two events with the same person, name and
// second for one, so that a call can be repeated.
func (s *EventsService) Create(ctx context.Context, params EventCreate, opts ...Option) error {
	return exec(ctx, s.client, params.request(), opts)
}

// EventCreate describes an event.
type EventCreate struct {
	private

	Name      string        // required: what happened, best as a verb in the past tense and a noun, such as "placed-order"
	User      UserRef       // required: who did it; a lead only ByID
	CreatedAt Time          // when it happened; default now
	Metadata  EventMetadata // at most ten
}

func (p EventCreate) request() *request {
	r := op("POST /events").upsert().require("Name", p.Name)
	if p.CreatedAt.IsZero() {
		p.CreatedAt = At(time.Now())
	}
	if p.CreatedAt.Unix() >= maxSeconds {
		r.invalid("CreatedAt", "is out of range, as milliseconds taken for seconds are")
	}
	p.Metadata.check(r)
	body := eventBody{Name: p.Name, CreatedAt: p.CreatedAt, Metadata: p.Metadata}
	switch key, value := userKey(r, p.User); key {
	case "id":
		body.ID = ID(value)
	case "user_id":
		body.UserID = value
	case "email":
		body.Email = value
	}
	return r.body(body)
}

//intercom:schema create_data_event_request
type eventBody struct {
	Name      string        `json:"event_name"` // required
	CreatedAt Time          `json:"created_at"` // required
	ID        ID            `json:"id,omitzero"`
	UserID    string        `json:"user_id,omitzero"`
	Email     string        `json:"email,omitzero"`
	Metadata  EventMetadata `json:"metadata,omitzero"`
}

// CreateSummaries records how often a user did something before events were
// sent. The user is named by your own id.
func (s *EventsService) CreateSummaries(ctx context.Context, userID string, summaries []EventSummaryCreate, opts ...Option) error {
	return exec(ctx, s.client, summariesBody{userID, summaries}.request(), opts)
}

// EventSummaryCreate counts how often something happened.
type EventSummaryCreate struct {
	private

	Name  string `json:"event_name"` // required
	Count int    `json:"count"`      // required
	First Time   `json:"first,omitzero"`
	Last  Time   `json:"last,omitzero"`
}

//intercom:schema create_data_event_summaries_request
type summariesBody struct {
	UserID    string         `json:"user_id"`         // required
	Summaries eventSummaries `json:"event_summaries"` // required
}

func (b summariesBody) request() *request {
	r := op("POST /events/summaries").require("userID", b.UserID)
	if len(b.Summaries) == 0 {
		r.invalid("summaries", "is empty")
	}
	for i, summary := range b.Summaries {
		r.require(fmt.Sprintf("summaries[%d].Name", i), summary.Name)
		if summary.Count < 1 {
			r.invalid(fmt.Sprintf("summaries[%d].Count", i), "is less than 1")
		}
	}
	return r.body(b)
}

// eventSummaries writes a single one bare: Intercom describes that form, and
// speaks of a list.
type eventSummaries []EventSummaryCreate

// MarshalJSON writes an object, or several in an array.
func (s eventSummaries) MarshalJSON() ([]byte, error) {
	if len(s) == 1 {
		return json.Marshal(s[0])
	}
	return json.Marshal([]EventSummaryCreate(s))
}

// EventMetadata is more about an event, in at most ten values by name. A
// value is a string, which Intercom shows as a link if it is a URL, a number or
// boolean, or one of these:
//
//   - a moment, a Time or time.Time; its name must end in "_date"
//   - a RichLink
//   - an Amount of money
//   - an id of Stripe's, a string under the name StripeCustomer, StripeInvoice
//     or StripeCharge
//
// Numbers that were read are json.Number, which keeps every digit; the typed
// readers take them and plain Go numbers alike.
type EventMetadata map[string]any

// Names under which the metadata of an event has ids of Stripe's.
const (
	StripeCustomer = "stripe_customer"
	StripeInvoice  = "stripe_invoice"
	StripeCharge   = "stripe_charge"
)

// RichLink is a link with a text.
type RichLink struct {
	URL  string `json:"url"`
	Text string `json:"value"`
}

// Amount is a sum of money.
type Amount struct {
	Cents    int64  `json:"amount"`   // in the smallest unit of the currency
	Currency string `json:"currency"` // three letters, ISO 4217; sent in lower case
}

// MarshalJSON writes the currency in lower case, as Intercom wants it.
func (a Amount) MarshalJSON() ([]byte, error) {
	type plain Amount
	a.Currency = strings.ToLower(a.Currency)
	return json.Marshal(plain(a))
}

// UnmarshalJSON reads an object, and keeps numbers exact.
func (m *EventMetadata) UnmarshalJSON(b []byte) error { return readJSON(b, (*map[string]any)(m)) }

// MarshalJSON writes the metadata, and a time.Time in it as Unix seconds.
func (m EventMetadata) MarshalJSON() ([]byte, error) { return json.Marshal(Attributes(m)) }

// String returns the named value if it is a string, such as a link.
func (m EventMetadata) String(name string) (string, bool) { return Attributes(m).String(name) }

// Bool returns the named value if it is a boolean.
func (m EventMetadata) Bool(name string) (value, ok bool) { return Attributes(m).Bool(name) }

// Int returns the named value if it is a whole number that fits.
func (m EventMetadata) Int(name string) (int64, bool) { return Attributes(m).Int(name) }

// Float returns the named value if it is a number.
func (m EventMetadata) Float(name string) (float64, bool) { return Attributes(m).Float(name) }

// Time returns the named value as a moment in UTC, if it is one.
func (m EventMetadata) Time(name string) (time.Time, bool) { return Attributes(m).Time(name) }

// RichLink returns the named value if it is a link with a text.
func (m EventMetadata) RichLink(name string) (RichLink, bool) {
	switch v := m[name].(type) {
	case RichLink:
		return v, true
	case map[string]any:
		url, ok := v["url"].(string)
		text, hasText := v["value"].(string)
		return RichLink{url, text}, ok && hasText
	}
	return RichLink{}, false
}

// Amount returns the named value if it is a sum of money.
func (m EventMetadata) Amount(name string) (Amount, bool) {
	switch v := m[name].(type) {
	case Amount:
		return v, true
	case map[string]any:
		cents, ok := Attributes(v).Int("amount")
		currency, hasCurrency := v["currency"].(string)
		return Amount{cents, currency}, ok && hasCurrency
	}
	return Amount{}, false
}

// maxMetadata is how many values an event has at most.
const maxMetadata = 10

// check notes what Intercom does not take.
func (m EventMetadata) check(r *request) {
	if len(m) > maxMetadata {
		r.invalid("Metadata", fmt.Sprintf("has more than %d values", maxMetadata))
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if problem := metadataProblem(name, m[name]); problem != "" {
			r.invalid("Metadata", fmt.Sprintf("value of %q %s", name, problem))
		}
	}
}

func metadataProblem(name string, value any) string {
	switch v := value.(type) {
	case string, bool:
	case Time, time.Time:
		if !strings.HasSuffix(name, "_date") {
			return `is a moment, so its name must end in "_date"`
		}
	case RichLink:
		if !isWebLink(v.URL) || v.Text == "" {
			return "is not a link with a text"
		}
	case Amount:
		if !isCurrency(strings.ToLower(v.Currency)) {
			return "has no currency of three letters"
		}
	default:
		n, ok := number(v)
		switch {
		case !ok:
			return fmt.Sprintf("is a %T, want a string, number, bool, moment, RichLink or Amount", v)
		case strings.HasSuffix(name, "_date") && n.Cmp(big.NewRat(maxSeconds, 1)) >= 0:
			return "is out of range, as milliseconds taken for seconds are"
		}
	}
	return ""
}

func isWebLink(link string) bool {
	scheme, rest, found := strings.Cut(link, "://")
	return found && rest != "" && (scheme == "http" || scheme == "https")
}

func isCurrency(code string) bool {
	return len(code) == 3 && strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") == ""
}
