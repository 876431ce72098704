package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestTagsGet(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/tags/a%2Fb", 200, `{"type":"tag","id":7,"name":"Blue","applied_at":null,"color":"red"}`)

	tag, err := client.Tags.Get(t.Context(), "a/b")
	require.NoError(t, err)
	api.wants("GET", "/tags/a%2Fb", "", "2.16", "")
	assert.Equal(t, intercom.ID("7"), tag.ID)
	assert.True(t, tag.IsNull("applied_at"))
	assert.False(t, tag.Has("applied_by"))
}

func TestTagsRequests(t *testing.T) {
	t.Parallel()
	const tag = `{"type":"tag","id":"7","name":"blue"}`
	users := []intercom.UserRef{intercom.ByEmail("a@example.com"), intercom.ByUserID("u1"), intercom.ByID("5f00")}
	companies := []intercom.CompanyRef{intercom.ByID("5f01"), intercom.ByCompanyID("44")}
	for _, tt := range []struct {
		name                               string
		call                               func(s *intercom.TagsService) (*intercom.Tag, error)
		method, path, query, version, body string
	}{
		{"create", func(s *intercom.TagsService) (*intercom.Tag, error) { return s.Create(t.Context(), "blue") },
			"POST", "/tags", "", "2.16", `{"name":"blue"}`},
		{"rename", func(s *intercom.TagsService) (*intercom.Tag, error) { return s.Rename(t.Context(), "7", "red") },
			"POST", "/tags", "", "2.16", `{"id":"7","name":"red"}`},
		{"tag users", func(s *intercom.TagsService) (*intercom.Tag, error) { return s.TagUsers(t.Context(), "blue", users) },
			"POST", "/tags", "", "1.4", `{"name":"blue","users":[{"email":"a@example.com"},{"user_id":"u1"},{"id":"5f00"}]}`},
		{"untag users", func(s *intercom.TagsService) (*intercom.Tag, error) {
			return s.UntagUsers(t.Context(), "blue", users[:1])
		},
			"POST", "/tags", "", "1.4", `{"name":"blue","users":[{"email":"a@example.com","untag":true}]}`},
		{"tag companies", func(s *intercom.TagsService) (*intercom.Tag, error) {
			return s.TagCompanies(t.Context(), "blue", companies)
		},
			"POST", "/tags", "", "2.16", `{"name":"blue","companies":[{"id":"5f01"},{"company_id":"44"}]}`},
		{"untag companies", func(s *intercom.TagsService) (*intercom.Tag, error) {
			return s.UntagCompanies(t.Context(), "blue", companies[1:])
		},
			"POST", "/tags", "", "2.16", `{"name":"blue","companies":[{"company_id":"44","untag":true}]}`},
		{"add to contact", func(s *intercom.TagsService) (*intercom.Tag, error) { return s.AddToContact(t.Context(), "5f00", "7") },
			"POST", "/contacts/5f00/tags", "", "2.16", `{"id":"7"}`},
		{"remove from contact", func(s *intercom.TagsService) (*intercom.Tag, error) {
			return s.RemoveFromContact(t.Context(), "5f00", "7")
		},
			"DELETE", "/contacts/5f00/tags/7", "", "2.16", ""},
		{"add to conversation", func(s *intercom.TagsService) (*intercom.Tag, error) {
			return s.AddToConversation(t.Context(), "64", "7", "991")
		}, "POST", "/conversations/64/tags", "", "2.16", `{"id":"7","admin_id":"991"}`},
		{"remove from conversation", func(s *intercom.TagsService) (*intercom.Tag, error) {
			return s.RemoveFromConversation(t.Context(), "64", "7", "991")
		}, "DELETE", "/conversations/64/tags/7", "", "2.16", `{"admin_id":"991"}`},
		{"add to ticket", func(s *intercom.TagsService) (*intercom.Tag, error) {
			return s.AddToTicket(t.Context(), "64", "7", "991")
		},
			"POST", "/tickets/64/tags", "", "2.16", `{"id":"7","admin_id":"991"}`},
		{"remove from ticket", func(s *intercom.TagsService) (*intercom.Tag, error) {
			return s.RemoveFromTicket(t.Context(), "64", "7", "991")
		}, "DELETE", "/tickets/64/tags/7", "", "2.16", `{"admin_id":"991"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, tag)
			got, err := tt.call(client.Tags)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, tt.query, tt.version, tt.body)
			assert.Equal(t, intercom.ID("7"), got.ID)
			assert.NoError(t, got.Mismatch())
		})
	}
}

func TestTagsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	for parameter, call := range map[string]func() (*intercom.Tag, error){
		"tag_id": func() (*intercom.Tag, error) { return client.Tags.Get(ctx, "..") },
		"name":   func() (*intercom.Tag, error) { return client.Tags.Create(ctx, " ") },
		"users":  func() (*intercom.Tag, error) { return client.Tags.TagUsers(ctx, "blue", nil) },
		"users.email": func() (*intercom.Tag, error) {
			return client.Tags.TagUsers(ctx, "blue", []intercom.UserRef{intercom.ByEmail("")})
		},
		"companies": func() (*intercom.Tag, error) {
			return client.Tags.TagCompanies(ctx, "blue", []intercom.CompanyRef{nil})
		},
		"as": func() (*intercom.Tag, error) { return client.Tags.AddToTicket(ctx, "1", "2", "") },
		"id": func() (*intercom.Tag, error) { return client.Tags.AddToContact(ctx, "1", "") },
	} {
		_, err := call()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		assert.Contains(t, err.Error(), " "+parameter+" ")
	}
	assert.Zero(t, api.count())
}

func TestTagsList(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/tags", 200, `{"type":"list","data":[{"type":"tag","id":"102","name":"Manual tag 1"},{"type":"tag","id":103}]}`)
	tags, err := client.Tags.List(t.Context()).Collect()
	require.NoError(t, err)
	require.Len(t, tags, 2)
	assert.Equal(t, "Manual tag 1", tags[0].Name)
	assert.Equal(t, intercom.ID("103"), tags[1].ID)
}

func TestTagsDelete(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("DELETE", "/tags/7", 200)
	require.NoError(t, client.Tags.Delete(t.Context(), "7"))
	api.wants("DELETE", "/tags/7", "", "2.16", "")
}
