package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const visitorJSON = `{"type":"visitor","id":"6762","user_id":"3ecf","anonymous":true,"email":"","phone":null,"name":null,"pseudonym":"Violet Lynx from Turku",
	"avatar":{"type":"avatar","image_url":null},"companies":{"type":"company.list","companies":[]},"location_data":{},"last_request_at":null,"created_at":1734538000,
	"session_count":0,"owner_id":null,"tags":{"type":"tag.list","tags":[]},"segments":{"type":"segment.list","segments":[]},
	"social_profiles":{"type":"social_profile.list","social_profiles":[]},"custom_attributes":{"paid":true,"spend":155.5,"none":null},"utm_term":null,"do_not_track":null}`

func TestVisitorsRequests(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                               string
		call                               func(ctx context.Context, s *intercom.VisitorsService) (*intercom.Visitor, error)
		method, path, query, version, body string
	}{
		{"find by user id", func(ctx context.Context, s *intercom.VisitorsService) (*intercom.Visitor, error) {
			return s.Find(ctx, intercom.ByUserID("3ecf"))
		}, "GET", "/visitors", "user_id=3ecf", "2.16", ""},
		{"find by id", func(ctx context.Context, s *intercom.VisitorsService) (*intercom.Visitor, error) {
			return s.Find(ctx, intercom.ByID("6762"))
		}, "GET", "/visitors/6762", "", "1.4", ""},
		{"update", func(ctx context.Context, s *intercom.VisitorsService) (*intercom.Visitor, error) {
			return s.Update(ctx, intercom.ByID("6762"), intercom.VisitorUpdate{Name: intercom.Set("Gael"), CustomAttributes: intercom.Attributes{"paid": true, "spend": 155.5}})
		}, "PUT", "/visitors", "", "2.16", `{"id":"6762","name":"Gael","custom_attributes":{"paid":true,"spend":155.5}}`},
		{"update by user id", func(ctx context.Context, s *intercom.VisitorsService) (*intercom.Visitor, error) {
			return s.Update(ctx, intercom.ByUserID("3ecf"), intercom.VisitorUpdate{Name: intercom.Null[string](), Email: intercom.Set("g@example.com")})
		}, "PUT", "/visitors", "", "2.16", `{"user_id":"3ecf","name":null,"email":"g@example.com"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, visitorJSON)
			got, err := tt.call(t.Context(), client.Visitors)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, tt.query, tt.version, tt.body)
			assert.Equal(t, intercom.ID("6762"), got.ID)
			paid, _ := got.CustomAttributes.Bool("paid")
			assert.True(t, paid)
			assert.True(t, got.LastRequestAt.IsZero())
			assert.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
		})
	}
}

func TestVisitorsDelete(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("DELETE", "/visitors/6762", 200, visitorJSON)
	require.NoError(t, client.Visitors.Delete(t.Context(), "6762"))
	api.wants("DELETE", "/visitors/6762", "", "1.4", "")
}

// Intercom's description misspells last_request_at.
func TestVisitorLastRequestAt(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"last_request_at", "las_request_at"} {
		client, api := setup(t)
		api.on("GET", "/visitors", 200, `{"type":"visitor","id":"1","`+key+`":1663597260}`)
		v, err := client.Visitors.Find(t.Context(), intercom.ByUserID("3ecf"))
		require.NoError(t, err)
		assert.Equal(t, int64(1663597260), v.LastRequestAt.Unix())
	}
}

func TestVisitorsConvert(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	api.on("POST", "/visitors/convert", 200, contactJSON)
	for want, call := range map[string]func() (*intercom.Contact, error){
		`{"visitor":{"user_id":"3ecf"},"user":{"email":"foo@bar.test"},"type":"user"}`: func() (*intercom.Contact, error) {
			return client.Visitors.ConvertToUser(ctx, intercom.ByUserID("3ecf"), intercom.VisitorConvertToUser{Email: "foo@bar.test"})
		},
		`{"visitor":{"id":"6762"},"user":{"id":"5f00","user_id":"7"},"type":"user"}`: func() (*intercom.Contact, error) {
			return client.Visitors.ConvertToUser(ctx, intercom.ByID("6762"), intercom.VisitorConvertToUser{ID: "5f00", UserID: "7"})
		},
		`{"visitor":{"email":"foo@bar.test"},"type":"lead"}`: func() (*intercom.Contact, error) {
			return client.Visitors.ConvertToLead(ctx, intercom.ByEmail("foo@bar.test"), intercom.VisitorConvertToLead{})
		},
		`{"visitor":{"id":"6762"},"user":{"id":"5f0a"},"type":"lead"}`: func() (*intercom.Contact, error) {
			return client.Visitors.ConvertToLead(ctx, intercom.ByID("6762"), intercom.VisitorConvertToLead{ID: "5f0a"})
		},
	} {
		got, err := call()
		require.NoError(t, err)
		api.wants("POST", "/visitors/convert", "", "2.16", want)
		assert.Equal(t, intercom.ID("5f00"), got.ID)
		assert.Empty(t, got.Extra())
	}
}

func TestVisitorsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.Visitors
	for parameter, call := range map[string]func() error{
		"visitor is nil": func() error { _, err := s.Find(ctx, nil); return err },
		"user_id":        func() error { _, err := s.Find(ctx, intercom.ByUserID("")); return err },
		" id is empty":   func() error { _, err := s.Update(ctx, intercom.ByID(""), intercom.VisitorUpdate{}); return err },
		": id ":          func() error { return s.Delete(ctx, "..") },
		"email": func() error {
			_, err := s.ConvertToLead(ctx, intercom.ByEmail(""), intercom.VisitorConvertToLead{})
			return err
		},
		"UserID or Email is required": func() error {
			_, err := s.ConvertToUser(ctx, intercom.ByID("1"), intercom.VisitorConvertToUser{})
			return err
		},
		" visitor is nil": func() error { _, err := s.ConvertToLead(ctx, nil, intercom.VisitorConvertToLead{}); return err },
	} {
		err := call()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		assert.ErrorContains(t, err, parameter)
	}
	assert.Zero(t, api.count())
}

func TestVisitorsFlow(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	first, second, third := fake.AddVisitor("browser-1"), fake.AddVisitor(""), fake.AddVisitor("")

	v, err := client.Visitors.Find(ctx, intercom.ByUserID("browser-1"))
	require.NoError(t, err)
	assert.Equal(t, intercom.ID(first), v.ID)
	assert.NotEmpty(t, v.Pseudonym)
	v, err = client.Visitors.Update(ctx, intercom.ByID(first), intercom.VisitorUpdate{Name: intercom.Set("Gael"), CustomAttributes: intercom.Attributes{"n": 155.5}})
	require.NoError(t, err)
	assert.Equal(t, "Gael", v.Name)

	user, err := client.Visitors.ConvertToUser(ctx, intercom.ByUserID("browser-1"), intercom.VisitorConvertToUser{Email: "gael@example.com"})
	require.NoError(t, err)
	assert.Equal(t, intercom.ContactRoleUser, user.Role)
	assert.Equal(t, "Gael", user.Name)
	again, err := client.Visitors.ConvertToUser(ctx, intercom.ByID(second), intercom.VisitorConvertToUser{Email: "gael@example.com"})
	require.NoError(t, err)
	assert.Equal(t, user.ID, again.ID)
	for _, id := range []string{first, second} {
		_, err = client.Visitors.Find(ctx, intercom.ByID(id))
		require.ErrorIs(t, err, intercom.ErrNotFound)
	}

	lead, err := client.Visitors.ConvertToLead(ctx, intercom.ByID(third), intercom.VisitorConvertToLead{})
	require.NoError(t, err)
	assert.Equal(t, intercom.ContactRoleLead, lead.Role)
	_, err = client.Visitors.ConvertToLead(ctx, intercom.ByID(fake.AddVisitor("")), intercom.VisitorConvertToLead{ID: lead.ID})
	require.NoError(t, err)
	n, err := client.Contacts.List(ctx).Count()
	require.NoError(t, err)
	assert.Equal(t, 2, n)

	require.NoError(t, client.Visitors.Delete(ctx, intercom.ID(fake.AddVisitor(""))))
}
