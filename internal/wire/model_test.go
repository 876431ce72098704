package wire_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/go-intercom/intercom/internal/wire"
)

// A small model of the API in the manner of package intercom.

type Object struct{ record wire.Record }

func (o *Object) Raw() string { return o.record.JSON }

func (o *Object) Mismatches() []wire.Mismatch { return o.record.Mismatches }

type ID string

type Time struct{ time.Time }

func (t *Time) UnmarshalJSON(b []byte) error {
	s := string(b)
	if s == "null" {
		return nil
	}
	if s[0] == '"' {
		s = s[1 : len(s)-1]
	}
	if !t.parse(s) {
		return fmt.Errorf("not a time: %s", s)
	}
	return nil
}

func (t *Time) parse(s string) bool {
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil {
		t.Time = time.Unix(seconds, 0).UTC()
		return true
	}
	at, err := time.Parse(time.RFC3339, s)
	t.Time = at
	return err == nil
}

type Sublist[T any] struct {
	Items []T `json:"data" wire:"items"`
	Total int `json:"total_count"`
}

func newDecoder() *wire.Decoder {
	return wire.New(
		wire.Keep(func(o *Object) *wire.Record { return &o.record }),
		wire.Scalar(func(id *ID, v wire.Value) bool {
			*id = ID(v.Text)
			return v.Kind != wire.Bool
		}),
		wire.Scalar(func(t *Time, v wire.Value) bool { return v.Kind != wire.Bool && t.parse(v.Text) }),
	)
}

type Reference struct {
	Object

	Type string `json:"type"`
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

type User struct {
	Object

	Type      string `json:"type"`
	ID        ID     `json:"id"`
	UserID    ID     `json:"user_id"`
	Anonymous bool   `json:"anonymous"`
	Email     string `json:"email"`
	Phone     string `json:"phone"`
	Name      string `json:"name"`
	Pseudonym string `json:"pseudonym"`
	Avatar    struct {
		ImageURL string `json:"image_url"`
	} `json:"avatar"`
	AppID     string `json:"app_id"`
	Companies struct {
		Items []Company `json:"companies" wire:"items"`
	} `json:"companies"`
	Location        Location `json:"location_data"`
	LastRequestAt   Time     `json:"last_request_at"`
	CreatedAt       Time     `json:"created_at"`
	RemoteCreatedAt Time     `json:"remote_created_at"`
	SignedUpAt      Time     `json:"signed_up_at"`
	UpdatedAt       Time     `json:"updated_at"`
	SessionCount    int      `json:"session_count"`
	SocialProfiles  struct {
		Items []SocialProfile `json:"social_profiles" wire:"items"`
	} `json:"social_profiles"`
	UnsubscribedFromEmails bool `json:"unsubscribed_from_emails"`
	MarkedEmailAsSpam      bool `json:"marked_email_as_spam"`
	HasHardBounced         bool `json:"has_hard_bounced"`
	Tags                   struct {
		Items []Reference `json:"tags" wire:"items"`
	} `json:"tags"`
	Segments struct {
		Items []Reference `json:"segments" wire:"items"`
	} `json:"segments"`
	CustomAttributes map[string]any `json:"custom_attributes"`
	Referrer         string         `json:"referrer"`
	UTMCampaign      string         `json:"utm_campaign"`
	UTMContent       string         `json:"utm_content"`
	UTMMedium        string         `json:"utm_medium"`
	UTMSource        string         `json:"utm_source"`
	UTMTerm          string         `json:"utm_term"`
	OwnerID          ID             `json:"owner_id"`
}

type Company struct {
	Object

	ID        ID     `json:"id"`
	CompanyID ID     `json:"company_id"`
	Name      string `json:"name"`
}

type Location struct {
	CityName      string  `json:"city_name"`
	ContinentCode string  `json:"continent_code"`
	CountryCode   string  `json:"country_code"`
	CountryName   string  `json:"country_name"`
	PostalCode    string  `json:"postal_code"`
	RegionName    string  `json:"region_name"`
	Timezone      string  `json:"timezone"`
	Latitude      float64 `json:"latitude"`
	Longitude     float64 `json:"longitude"`
}

type SocialProfile struct {
	Name     string `json:"name"`
	ID       ID     `json:"id"`
	Username string `json:"username"`
	URL      string `json:"url"`
}

type Conversation struct {
	Object

	Type               string              `json:"type"`
	ID                 ID                  `json:"id"`
	CreatedAt          Time                `json:"created_at"`
	UpdatedAt          Time                `json:"updated_at"`
	WaitingSince       Time                `json:"waiting_since"`
	SnoozedUntil       Time                `json:"snoozed_until"`
	Open               bool                `json:"open"`
	State              string              `json:"state"`
	Read               bool                `json:"read"`
	User               Reference           `json:"user"`
	Customers          []Reference         `json:"customers"`
	Assignee           Reference           `json:"assignee"`
	Message            ConversationMessage `json:"conversation_message"`
	CustomerFirstReply struct {
		Type      string `json:"type"`
		CreatedAt Time   `json:"created_at"`
		URL       string `json:"url"`
	} `json:"customer_first_reply"`
	Rating struct {
		Rating    int       `json:"rating"`
		Remark    string    `json:"remark"`
		CreatedAt Time      `json:"created_at"`
		Customer  Reference `json:"customer"`
		Teammate  Reference `json:"teammate"`
	} `json:"conversation_rating"`
	Parts struct {
		Items []ConversationPart `json:"conversation_parts" wire:"items"`
		Total int                `json:"total_count"`
	} `json:"conversation_parts"`
	Tags struct {
		Items []Reference `json:"tags" wire:"items"`
	} `json:"tags"`
}

type Author struct {
	Type  string `json:"type"`
	ID    ID     `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

type Attachment struct {
	Type        string `json:"type"`
	Name        string `json:"name"`
	URL         string `json:"url"`
	ContentType string `json:"content_type"`
	Filesize    int64  `json:"filesize"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
}

type ConversationMessage struct {
	Type        string       `json:"type"`
	ID          ID           `json:"id"`
	DeliveredAs string       `json:"delivered_as"`
	Subject     string       `json:"subject"`
	Body        string       `json:"body"`
	Author      Author       `json:"author"`
	Attachments []Attachment `json:"attachments"`
	URL         string       `json:"url"`
}

type ConversationPart struct {
	Object

	Type        string       `json:"type"`
	ID          ID           `json:"id"`
	PartType    string       `json:"part_type"`
	Body        string       `json:"body"`
	CreatedAt   Time         `json:"created_at"`
	UpdatedAt   Time         `json:"updated_at"`
	NotifiedAt  Time         `json:"notified_at"`
	AssignedTo  Reference    `json:"assigned_to"`
	Author      Author       `json:"author"`
	Attachments []Attachment `json:"attachments"`
	ExternalID  ID           `json:"external_id"`
}

type UserPage struct {
	Type  string `json:"type"`
	Pages struct {
		Next    string `json:"next"`
		Page    int    `json:"page"`
		PerPage int    `json:"per_page"`
		Total   int    `json:"total_pages"`
	} `json:"pages"`
	Users []*User `json:"users"`
	Total int     `json:"total_count"`
}

// Invented data. Objects are written by hand to keep the API's order of keys.

var (
	firstNames = []string{"Mira", "Ole", "Zoë", "Ada", "Jörg", "Ines", "Bob", "Kenji"}
	lastNames  = []string{"Holt", "Brandt", "Okafor", "Lindqvist", "Müller", "Tanaka"}
	cities     = []string{"Hamburg", "Göteborg", "Dublin", "San Francisco", "Osaka"}
)

func pick(rnd *rand.Rand, from []string) string { return from[rnd.IntN(len(from))] }

func userJSON(rnd *rand.Rand, i int) string {
	name := pick(rnd, firstNames) + " " + pick(rnd, lastNames)
	at := 1_560_000_000 + rnd.IntN(1_000_000)
	hex := fmt.Sprintf("5f00aa00bb00cc00dd%06x", i)
	var b strings.Builder
	fmt.Fprintf(&b, `{"type":"user","id":"%s","user_id":"crew-%d","anonymous":false,"email":"crew%d@harbor.test","phone":"+4930%07d","name":"%s","pseudonym":null,`,
		hex, i, i, rnd.IntN(9999999), name)
	fmt.Fprintf(&b, `"avatar":{"type":"avatar","image_url":"https://static.harbor.test/avatars/%s/square_128.png?1561000300"},"app_id":"qz81kf0p",`, hex)
	b.WriteString(`"companies":{"type":"company.list","companies":[`)
	for j := range 1 + i%3 {
		if j > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"type":"company","id":"5f00aa00bb00cc00ee%06x","company_id":"hb-%d","name":"Harbor \u0026 Freight %d"}`, j, j, j)
	}
	fmt.Fprintf(&b, `]},"location_data":{"type":"location_data","city_name":"%s","continent_code":"EU","country_code":"DEU","country_name":"Germany","postal_code":"20095","region_name":"Free and Hanseatic City","timezone":"Europe/Berlin","latitude":53.5511,"longitude":9.9937},`, pick(rnd, cities))
	fmt.Fprintf(&b, `"last_request_at":%d,"created_at":%d,"remote_created_at":%d,"signed_up_at":%d,"updated_at":%d,"session_count":%d,`,
		at+300, at, at-100, at-100, at+301, rnd.IntN(500))
	fmt.Fprintf(&b, `"social_profiles":{"type":"social_profile.list","social_profiles":[{"type":"social_profile","name":"Twitter","id":null,"username":"crew%d","url":"https://twitter.com/crew%d"}]},`, i, i)
	b.WriteString(`"unsubscribed_from_emails":false,"marked_email_as_spam":false,"has_hard_bounced":false,"tags":{"type":"tag.list","tags":[`)
	for j := range i % 8 {
		if j > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"type":"tag","id":"%d","name":"tag number %d"}`, 70+j, j)
	}
	fmt.Fprintf(&b, `]},"segments":{"type":"segment.list","segments":[{"type":"segment","id":"5f00aa00bb00cc00dd005e01"},{"type":"segment","id":"5f00aa00bb00cc00dd005e02"},{"type":"segment","id":"5f00aa00bb00cc00dd005e03"},{"type":"segment","id":"5f00aa00bb00cc00dd005e04"},{"type":"segment","id":"%s"}]},`, hex)
	fmt.Fprintf(&b, `"custom_attributes":{"karma":%d,"plan_tier":"gold","trial":false,"trial_ends_at":%d,"monthly_spend":%d.5,"seats":%d,"favourite_pier":"C%d","newsletter":true,`+
		`"last_invoice_number":"INV-2019-%06d","account_manager":"%s","beta_features":"berths,cranes,tides","locale":"de-DE","utm_first":null,"onboarding_step":%d,"lifetime_value":%d,"notes_from_import":"Moved from the old system, see ticket %d. Wants a berth near the fuel dock, pays by the quarter, and prefers to be called in the morning.\\nSpoke with Ole about the crane."},`,
		rnd.IntN(100), at, rnd.IntN(1000), rnd.IntN(50), i%9, i, pick(rnd, firstNames), i%7, rnd.IntN(100000), i)
	fmt.Fprintf(&b, `"referrer":"https://www.google.com/search?q=harbor+berth","utm_campaign":null,"utm_content":null,"utm_medium":null,"utm_source":null,"utm_term":null,"owner_id":"40117"}`)
	return b.String()
}

func usersJSON(n int) string {
	rnd := rand.New(rand.NewPCG(1, 2))
	items := make([]string, n)
	for i := range items {
		items[i] = userJSON(rnd, i)
	}
	return `{"type":"user.list","pages":{"type":"pages","next":"https://api.intercom.io/users?per_page=150\u0026page=2","page":1,"per_page":150,"total_pages":9},"users":[` +
		strings.Join(items, ",") + `],"total_count":1234}`
}

func conversationJSON(parts int) string {
	rnd := rand.New(rand.NewPCG(3, 4))
	sentence := []string{"Is pier C4 free on Monday?", "Let me look.", "The crane is out of order until noon.", "See https://harbor.test/berths for the plan.", "Vielen Dank für die schnelle Antwort!"}
	body := func() string {
		var b strings.Builder
		for range 6 + rnd.IntN(11) {
			if rnd.IntN(2) == 0 {
				b.WriteString("<p>" + pick(rnd, sentence) + "</p>\n")
			} else {
				b.WriteString(`<p class="intercom-align-left">` + pick(rnd, sentence) + `<br>` + pick(rnd, sentence) + `</p>`)
			}
		}
		text, _ := json.Marshal(b.String())
		return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(text))
	}
	author := func(i int) string {
		if i%2 == 0 {
			return `{"type":"admin","id":"40117","name":"Ole Brandt","email":"ole@qz.test"}`
		}
		return `{"type":"user","id":"5f00aa00bb00cc00dd00ee01","name":"Mira Holt","email":"mira@harbor.test"}`
	}
	items := make([]string, parts)
	for i := range items {
		attachments := ""
		if i%5 == 0 {
			attachments = `{"type":"upload","name":"plan.pdf","url":"https://downloads.harbor.test/i/o/1234567/abcdef/plan.pdf?expires=1561300000&signature=0123456789abcdef","content_type":"application/pdf","filesize":123456,"width":null,"height":null}`
		}
		assigned := "null"
		if i%7 == 0 {
			assigned = `{"type":"admin","id":"40117"}`
		}
		items[i] = fmt.Sprintf(`{"type":"conversation_part","id":"%d","part_type":"comment","body":%s,"created_at":%d,"updated_at":%d,"notified_at":%d,"assigned_to":%s,"author":%s,"attachments":[%s],"external_id":null,"redacted":false}`,
			990000+i, body(), 1561300000+i, 1561300000+i, 1561300000+i, assigned, author(i), attachments)
	}
	return `{"type":"conversation","id":"24011","created_at":1561300000,"updated_at":1561300900,"waiting_since":1561300900,"snoozed_until":null,"open":true,"state":"open","read":false,` +
		`"user":{"type":"user","id":"5f00aa00bb00cc00dd00ee01"},"customers":[{"type":"user","id":"5f00aa00bb00cc00dd00ee01"}],"assignee":{"type":"admin","id":"40117"},` +
		`"conversation_message":{"type":"conversation","id":"330144","delivered_as":"customer_initiated","subject":"","body":` + body() + `,"author":` + author(1) + `,"attachments":[],"url":"https://harbor.test/berths"},` +
		`"customer_first_reply":{"type":"conversation","created_at":1561300000,"url":"https://harbor.test/berths"},` +
		`"conversation_rating":{"rating":null,"remark":null,"created_at":null,"customer":{"type":null,"id":null},"teammate":{"type":null,"id":null}},` +
		`"conversation_parts":{"type":"conversation_part.list","conversation_parts":[` + strings.Join(items, ",") + fmt.Sprintf(`],"total_count":%d},`, parts) +
		`"tags":{"type":"tag.list","tags":[{"type":"tag","id":"71","name":"vip","applied_at":1561300600,"applied_by":{"type":"admin","id":"40117"}}]}}`
}
