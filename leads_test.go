package intercom_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const leadJSON = `{"type":"contact","id":"5f0a","user_id":"0d9f","anonymous":true,"email":"walkin@quay.test","phone":null,"name":null,"pseudonym":"Teal Otter from Bremen",
	"avatar":{"type":"avatar","image_url":null},"companies":{"type":"company.list","companies":[{"type":"company","id":"5f01","company_id":"9"}]},"location_data":{},
	"created_at":1561100000,"session_count":0,"tags":{"type":"tag.list","tags":[{"type":"tag","id":"7"}]},"custom_attributes":{"source":"fair"}}`

func TestLeadsRequests(t *testing.T) {
	t.Parallel()
	at := time.Unix(1700000000, 0)
	for _, tt := range []struct {
		name                      string
		call                      func(ctx context.Context, s *intercom.LeadsService) (*intercom.Lead, error)
		method, path, query, body string
	}{
		{"find by id", func(ctx context.Context, s *intercom.LeadsService) (*intercom.Lead, error) {
			return s.Find(ctx, intercom.ByID("5f0a"))
		}, "GET", "/contacts/5f0a", "", ""},
		{"find by user id", func(ctx context.Context, s *intercom.LeadsService) (*intercom.Lead, error) {
			return s.Find(ctx, intercom.ByUserID("0d9f"))
		}, "GET", "/contacts", "user_id=0d9f", ""},
		{"create", func(ctx context.Context, s *intercom.LeadsService) (*intercom.Lead, error) {
			return s.Create(ctx, intercom.LeadCreate{
				Email: "walkin@quay.test", Phone: "+49", Name: "W", LastRequestAt: intercom.At(at), UpdateLastRequestAt: true, LastSeenIP: "1.2.3.4",
				LastSeenUserAgent: "Go", UnsubscribedFromEmails: intercom.Set(false), CustomAttributes: intercom.Attributes{"n": 1},
				Companies: []intercom.UserCompany{{CompanyID: "9", ID: "ignored"}}, AvatarURL: "https://a.test/a.png",
				Referrer: "r", UTMCampaign: "c", UTMContent: "co", UTMMedium: "m", UTMSource: "s", UTMTerm: "t",
			})
		}, "POST", "/contacts", "", `{"email":"walkin@quay.test","phone":"+49","name":"W","last_request_at":1700000000,"update_last_request_at":true,"last_seen_ip":"1.2.3.4",
			"last_seen_user_agent":"Go","unsubscribed_from_emails":false,"custom_attributes":{"n":1},"companies":[{"company_id":"9"}],
			"avatar":{"type":"avatar","image_url":"https://a.test/a.png"},"referrer":"r","utm_campaign":"c","utm_content":"co","utm_medium":"m","utm_source":"s","utm_term":"t"}`},
		{"create nobody in particular", func(ctx context.Context, s *intercom.LeadsService) (*intercom.Lead, error) {
			return s.Create(ctx, intercom.LeadCreate{})
		}, "POST", "/contacts", "", `{}`},
		{"update", func(ctx context.Context, s *intercom.LeadsService) (*intercom.Lead, error) {
			return s.Update(ctx, intercom.ByID("5f0a"), intercom.LeadUpdate{
				Email: intercom.Set(""), Phone: intercom.Null[string](), CustomAttributes: intercom.Attributes{"n": nil},
				Companies: []intercom.UserCompany{{CompanyID: "9", Remove: true}}, AvatarURL: "u", UTMTerm: intercom.Set("t"),
			})
		}, "POST", "/contacts", "", `{"id":"5f0a","email":"","phone":null,"custom_attributes":{"n":null},"companies":[{"company_id":"9","remove":true}],
			"avatar":{"type":"avatar","image_url":"u"},"utm_term":"t"}`},
		{"update by user id", func(ctx context.Context, s *intercom.LeadsService) (*intercom.Lead, error) {
			return s.Update(ctx, intercom.ByUserID("0d9f"), intercom.LeadUpdate{Name: intercom.Set("W")})
		}, "POST", "/contacts", "", `{"user_id":"0d9f","name":"W"}`},
		{"archive", func(ctx context.Context, s *intercom.LeadsService) (*intercom.Lead, error) {
			return s.Archive(ctx, intercom.ByID("5f0a"))
		}, "DELETE", "/contacts/5f0a", "", ""},
		{"archive by user id", func(ctx context.Context, s *intercom.LeadsService) (*intercom.Lead, error) {
			return s.Archive(ctx, intercom.ByUserID("0d9f"))
		}, "DELETE", "/contacts", "user_id=0d9f", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, leadJSON)
			got, err := tt.call(t.Context(), client.Leads)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, tt.query, "1.4", tt.body)
			assert.Equal(t, "0d9f", got.UserID)
			assert.Equal(t, intercom.ID("7"), got.Tags.Items[0].ID)
			assert.Equal(t, "9", got.Companies.Items[0].CompanyID)
			assert.True(t, got.IsNull("name"))
			assert.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
		})
	}
}

func TestLeadsLists(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for query, pager := range map[string]func(s *intercom.LeadsService) *intercom.Pager[*intercom.Lead]{
		"":             func(s *intercom.LeadsService) *intercom.Pager[*intercom.Lead] { return s.List(ctx) },
		"tag_id=7":     func(s *intercom.LeadsService) *intercom.Pager[*intercom.Lead] { return s.ListByTag(ctx, "7") },
		"segment_id=8": func(s *intercom.LeadsService) *intercom.Pager[*intercom.Lead] { return s.ListBySegment(ctx, "8") },
		"email=some_contact@example.com": func(s *intercom.LeadsService) *intercom.Pager[*intercom.Lead] {
			return s.List(ctx, intercom.LeadListOptions{Email: "some_contact@example.com"})
		},
		"phone=%2B49&created_since=3&order=asc": func(s *intercom.LeadsService) *intercom.Pager[*intercom.Lead] {
			return s.List(ctx, intercom.LeadListOptions{Phone: "+49", CreatedSinceDays: 3, Order: intercom.Ascending})
		},
	} {
		for _, key := range []string{"contacts", "users"} {
			client, api := setup(t)
			api.on("GET", "/contacts", 200, `{"type":"contact.list","`+key+`":[`+leadJSON+`],"total_count":1,"limited":false,"pages":{"type":"pages","next":null,"page":1,"per_page":50,"total_pages":1}}`)
			leads, err := pager(client.Leads).Collect()
			require.NoError(t, err)
			require.Len(t, leads, 1)
			assert.Equal(t, "walkin@quay.test", leads[0].Email)
			api.wants("GET", "/contacts", query, "1.4", "")
		}
	}
}

func TestLeadsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.Leads
	for parameter, call := range map[string]func() error{
		"lead is nil":   func() error { _, err := s.Find(ctx, nil); return err },
		"user_id":       func() error { _, err := s.Archive(ctx, intercom.ByUserID("")); return err },
		": id is empty": func() error { _, err := s.Update(ctx, intercom.ByID(""), intercom.LeadUpdate{}); return err },
		"tag_id":        func() error { _, err := s.ListByTag(ctx, "").Page(); return err },
		"segment_id":    func() error { _, err := s.ListBySegment(ctx, " ").Page(); return err },
		"CreatedSinceDays": func() error {
			_, err := s.List(ctx, intercom.LeadListOptions{CreatedSinceDays: -1}).Page()
			return err
		},
		"Companies[0].CompanyID": func() error {
			_, err := s.Create(ctx, intercom.LeadCreate{Companies: []intercom.UserCompany{{}}})
			return err
		},
		"CustomAttributes": func() error {
			_, err := s.Create(ctx, intercom.LeadCreate{CustomAttributes: intercom.Attributes{"a": []string{}}})
			return err
		},
		"UserID or Email is required": func() error { _, err := s.Convert(ctx, intercom.ByID("1"), intercom.LeadConvert{}); return err },
		" lead is nil":                func() error { _, err := s.Convert(ctx, nil, intercom.LeadConvert{ID: "1"}); return err },
	} {
		err := call()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		assert.ErrorContains(t, err, parameter)
	}
	assert.Zero(t, api.count())
}

func TestLeadsConvert(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/contacts/convert", 200, `{"type":"user","id":"5f00","email":"bob@example.com"}`)
	lead := &intercom.Lead{UserID: "0d9f"}
	user := &intercom.User{ID: "5f00", UserID: "1", Email: "bob@example.com"}
	got, err := client.Leads.Convert(t.Context(), intercom.ByUserID(lead.UserID), intercom.LeadConvert{ID: user.ID, UserID: user.UserID, Email: user.Email})
	require.NoError(t, err)
	assert.Equal(t, user.ID, got.ID)
	api.wants("POST", "/contacts/convert", "", "1.4", `{"contact":{"user_id":"0d9f"},"user":{"id":"5f00","email":"bob@example.com","user_id":"1"}}`)
}

// The life of leads, from the first message to a user, in both generations.
func TestLeadsFlow(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	lead := &intercom.Lead{Email: "walkin@quay.test", CustomAttributes: intercom.Attributes{"visits": 1}}
	lead.Companies.Items = []intercom.UserCompany{{CompanyID: "9", Name: "Harbor"}}
	require.NoError(t, client.Leads.Save(ctx, lead))
	assert.NotEmpty(t, lead.Pseudonym)
	assert.True(t, lead.Anonymous)

	require.NoError(t, client.Leads.Save(ctx, lead))
	assert.Len(t, fake.Requests("POST /contacts"), 1, "nothing changed, nothing is sent")
	require.NoError(t, lead.CustomAttributes.Increment("visits", 1))
	lead.Name, lead.Companies.Items = "Walk In", nil
	require.NoError(t, client.Leads.Save(ctx, lead))
	assert.JSONEq(t, `{"id":"`+string(lead.ID)+`","name":"Walk In","custom_attributes":{"visits":2},"companies":[{"company_id":"9","remove":true}]}`,
		string(fake.Requests("POST /contacts")[1].Body))
	assert.Empty(t, lead.Companies.Items)

	twin, err := client.Leads.Create(ctx, intercom.LeadCreate{Email: "walkin@quay.test"})
	require.NoError(t, err)
	twins, err := client.Leads.List(ctx, intercom.LeadListOptions{Email: "walkin@quay.test"}).Collect()
	require.NoError(t, err)
	assert.Len(t, twins, 2, "an address does not identify a lead")
	found, err := client.Leads.Find(ctx, intercom.ByUserID(twin.UserID))
	require.NoError(t, err)
	assert.Equal(t, twin.ID, found.ID)

	contact, err := client.Contacts.Get(ctx, lead.ID)
	require.NoError(t, err)
	assert.Equal(t, intercom.ContactRoleLead, contact.Role)

	user, err := client.Leads.Convert(ctx, intercom.ByID(lead.ID), intercom.LeadConvert{UserID: "17"})
	require.NoError(t, err)
	assert.Equal(t, "17", user.UserID)
	assert.Equal(t, "walkin@quay.test", user.Email, "kept")
	merged, err := client.Leads.Convert(ctx, intercom.ByUserID(twin.UserID), intercom.LeadConvert{UserID: "17"})
	require.NoError(t, err)
	assert.Equal(t, user.ID, merged.ID)
	_, err = client.Leads.Find(ctx, intercom.ByID(twin.ID))
	require.ErrorIs(t, err, intercom.ErrNotFound)

	for i := range 3 {
		_, err = client.Leads.Create(ctx, intercom.LeadCreate{Phone: fmt.Sprint("+49", i)})
		require.NoError(t, err)
	}
	leads, err := client.Leads.Scroll(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, leads, 3)
	_, err = client.Leads.Archive(ctx, intercom.ByID(leads[0].ID))
	require.NoError(t, err)
	n, err := client.Leads.List(ctx).Count()
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	_, err = client.Users.DeletePermanently(ctx, leads[1].ID)
	require.NoError(t, err)
}

// A user_id that nobody has creates a lead, so such a write is not repeated.
func TestLeadsUpdateIsRepeatedByIDOnly(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	lead, err := client.Leads.Create(ctx, intercom.LeadCreate{})
	require.NoError(t, err)
	fake.Fail("POST /contacts", intercomtest.Reset(), intercomtest.Reset())
	_, err = client.Leads.Update(ctx, intercom.ByID(lead.ID), intercom.LeadUpdate{Name: intercom.Set("a")})
	require.NoError(t, err)
	fake.Fail("POST /contacts", intercomtest.Reset())
	_, err = client.Leads.Update(ctx, intercom.ByUserID(lead.UserID), intercom.LeadUpdate{Name: intercom.Set("a")})
	assert.ErrorIs(t, err, intercom.ErrConnection)
}

func TestLeadsSaveOfBuiltLeads(t *testing.T) {
	t.Parallel()
	for body, lead := range map[string]intercom.Lead{
		`{}`:                               {},
		`{"id":"5f0a","phone":"+49"}`:      {ID: "5f0a", UserID: "0d9f", Phone: "+49"},
		`{"user_id":"0d9f","phone":"+49"}`: {UserID: "0d9f", Phone: "+49"},
		`{"email":"walkin@quay.test","avatar":{"type":"avatar","image_url":"u"}}`: {Email: "walkin@quay.test", Avatar: intercom.Avatar{ImageURL: "u"}},
	} {
		client, api := setup(t)
		api.on("POST", "/contacts", 200, leadJSON)
		require.NoError(t, client.Leads.Save(t.Context(), &lead))
		api.wants("POST", "/contacts", "", "1.4", body)
		assert.Equal(t, intercom.ID("5f0a"), lead.ID)
		assert.True(t, lead.Has("created_at"))
	}
}
