package intercom_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const contactJSON = `{"type":"contact","id":"5f00","workspace_id":"qz","external_id":null,"role":"user","email":"a@example.com",
	"tags":{"type":"list","data":[{"type":"tag","id":"2","url":"/tags/2"}],"url":"/contacts/5f00/tags","total_count":12,"has_more":true},
	"custom_attributes":{"flag":true,"spend":155.5,"none":null,"orders":{"type":"order.list","instances":[{"id":"21"}]},"big":9007199254740993},
	"enabled_push_messaging":null,"owner_id":321,"created_at":"1571672154"}`

func TestContactsRequests(t *testing.T) {
	t.Parallel()
	at := intercom.At(time.Unix(1700000000, 0))
	all := intercom.ContactCreate{
		Role: intercom.ContactRoleUser, ExternalID: "70", Email: "a@example.com", EmailVerified: intercom.Set(true), Phone: "+4930", Name: "Ada",
		Avatar: "https://a.test/a.png", SignedUpAt: at, LastSeenAt: at, OwnerID: "321", UnsubscribedFromEmails: intercom.Set(false),
		CustomAttributes: intercom.Attributes{"order": []string{"21"}, "paid": true},
	}
	const full = `{"role":"user","external_id":"70","email":"a@example.com","email_verified":true,"phone":"+4930","name":"Ada","avatar":"https://a.test/a.png",
		"signed_up_at":1700000000,"last_seen_at":1700000000,"owner_id":"321","unsubscribed_from_emails":false,"custom_attributes":{"order":["21"],"paid":true}}`
	for _, tt := range []struct {
		name                      string
		call                      func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error)
		method, path, query, body string
	}{
		{"get", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Get(ctx, "5f00")
		}, "GET", "/contacts/5f00", "", ""},
		{"get with merge history", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Get(ctx, "5f00", intercom.ContactGetOptions{MergeHistory: true})
		}, "GET", "/contacts/5f00", "include_merge_history=true", ""},
		{"get canonical", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.GetCanonical(ctx, "5f00")
		}, "GET", "/contacts/5f00", "", ""},
		{"find by id", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Find(ctx, intercom.ByID("5f00"))
		}, "GET", "/contacts/5f00", "", ""},
		{"find by external id", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Find(ctx, intercom.ByExternalID("a/b c?d@e"))
		}, "GET", "/contacts/find_by_external_id/a%2Fb%20c%3Fd@e", "", ""},
		{"create", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Create(ctx, all)
		},
			"POST", "/contacts", "", full},
		{"create lead", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Create(ctx, intercom.ContactCreate{Role: intercom.ContactRoleLead})
		}, "POST", "/contacts", "", `{"role":"lead"}`},
		{"upsert", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Upsert(ctx, all)
		},
			"POST", "/contacts", "", full},
		{"upsert or unarchive", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.UpsertOrUnarchive(ctx, all)
		}, "POST", "/contacts", "", full},
		{"update", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Update(ctx, "5f00", intercom.ContactUpdate{
				Role: intercom.Set(intercom.ContactRoleUser), ExternalID: intercom.Set("70"), Email: intercom.Set(""), EmailVerified: intercom.Null[bool](),
				Phone: intercom.Null[string](), Name: intercom.Set("Ada"), Avatar: intercom.Null[string](), SignedUpAt: intercom.Set(at),
				LastSeenAt: intercom.Null[intercom.Time](), OwnerID: intercom.Null[intercom.ID](), UnsubscribedFromEmails: intercom.Set(false),
				CustomAttributes: intercom.Attributes{"plan": nil},
			})
		}, "PUT", "/contacts/5f00", "", `{"role":"user","external_id":"70","email":"","email_verified":null,"phone":null,"name":"Ada","avatar":null,
			"signed_up_at":1700000000,"last_seen_at":null,"owner_id":null,"unsubscribed_from_emails":false,"custom_attributes":{"plan":null}}`},
		{"update nothing", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Update(ctx, "5f00", intercom.ContactUpdate{})
		}, "PUT", "/contacts/5f00", "", `{}`},
		{"merge", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Merge(ctx, intercom.ContactMerge{From: "5f01", Into: "5f00"})
		}, "POST", "/contacts/merge", "", `{"from":"5f01","into":"5f00"}`},
		{"merge what is no duplicate", func(ctx context.Context, s *intercom.ContactsService) (*intercom.Contact, error) {
			return s.Merge(ctx, intercom.ContactMerge{From: "5f01", Into: "5f00", SkipDuplicateValidation: true}, intercom.ContactMergeOptions{MergeHistory: true})
		}, "POST", "/contacts/merge", "include_merge_history=true", `{"from":"5f01","into":"5f00","skip_duplicate_validation":true}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, contactJSON)
			got, err := tt.call(t.Context(), client.Contacts)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, tt.query, "2.16", tt.body)
			assert.Equal(t, intercom.ID("5f00"), got.ID)
			assert.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
		})
	}
}

func TestContactIsRead(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/contacts/5f00", 200, contactJSON)
	c, err := client.Contacts.Get(t.Context(), "5f00")
	require.NoError(t, err)
	assert.Equal(t, intercom.ContactRoleUser, c.Role)
	assert.Equal(t, intercom.ID("321"), c.OwnerID, "a number up to API 2.15")
	assert.Equal(t, int64(1571672154), c.CreatedAt.Unix())
	assert.True(t, c.Tags.HasMore)
	assert.Equal(t, 12, c.Tags.Total)
	assert.True(t, c.IsNull("external_id"))
	flag, ok := c.CustomAttributes.Bool("flag")
	assert.True(t, flag && ok)
	spend, _ := c.CustomAttributes.Float("spend")
	assert.InDelta(t, 155.5, spend, 0)
	big, _ := c.CustomAttributes.Int("big")
	assert.Equal(t, int64(9007199254740993), big)
	orders, _ := c.CustomAttributes.Refs("orders")
	assert.Equal(t, []intercom.Reference{{ID: "21"}}, orders)
	written, err := json.Marshal(c.CustomAttributes)
	require.NoError(t, err)
	assert.JSONEq(t, `{"flag":true,"spend":155.5,"none":null,"orders":{"type":"order.list","instances":[{"id":"21"}]},"big":9007199254740993}`, string(written))
}

func TestContactsDelete(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("DELETE", "/contacts/5f00", 200, `{"type":"contact","id":"5f00","external_id":"70","deleted":true}`)
	require.NoError(t, client.Contacts.Delete(t.Context(), "5f00"))
	api.wants("DELETE", "/contacts/5f00", "", "2.16", "")
}

func TestContactStatus(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for operation, tt := range map[string]struct {
		call func(s *intercom.ContactsService) (*intercom.ContactStatus, error)
		body string
		want func(s *intercom.ContactStatus) bool
	}{
		"POST /contacts/5f00/archive": {func(s *intercom.ContactsService) (*intercom.ContactStatus, error) { return s.Archive(ctx, "5f00") },
			`"archived":true`, func(s *intercom.ContactStatus) bool { return s.Archived }},
		"POST /contacts/5f00/unarchive": {func(s *intercom.ContactsService) (*intercom.ContactStatus, error) { return s.Unarchive(ctx, "5f00") },
			`"archived":false`, func(s *intercom.ContactStatus) bool { return !s.Archived && s.Has("archived") }},
		"POST /contacts/5f00/block": {func(s *intercom.ContactsService) (*intercom.ContactStatus, error) { return s.Block(ctx, "5f00") },
			`"blocked":true`, func(s *intercom.ContactStatus) bool { return s.Blocked }},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			method, path, _ := strings.Cut(operation, " ")
			api.on(method, path, 200, `{"type":"contact","id":"5f00","external_id":"70",`+tt.body+`}`)
			got, err := tt.call(client.Contacts)
			require.NoError(t, err)
			api.wants(method, path, "", "2.16", "")
			assert.Equal(t, intercom.ID("5f00"), got.ID)
			assert.Equal(t, "70", got.ExternalID)
			assert.True(t, tt.want(got))
			assert.Empty(t, got.Extra())
		})
	}
}

func TestContactsLists(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()

	api.on("GET", "/contacts", 200,
		`{"type":"list","data":[{"type":"contact","id":"1"}],"total_count":2,"pages":{"type":"pages","page":1,"per_page":1,"total_pages":2,"next":{"page":2,"starting_after":"abc"}}}`,
		`{"type":"list","data":[{"type":"contact","id":"2"}],"total_count":2,"pages":{"type":"pages","page":2,"per_page":1,"total_pages":2}}`)
	contacts, err := client.Contacts.List(ctx, intercom.ContactListOptions{MergeHistory: true}).PerPage(1).Collect()
	require.NoError(t, err)
	assert.Len(t, contacts, 2)
	api.wants("GET", "/contacts", "per_page=1&starting_after=abc&include_merge_history=true", "2.16", "")

	api.on("POST", "/contacts/search", 200,
		`{"type":"list","data":[{"id":"1"}],"total_count":2,"pages":{"next":{"page":2,"starting_after":"abc"}}}`,
		`{"type":"list","data":[{"id":"2"}],"total_count":2,"pages":{"type":"pages"}}`)
	contacts, err = client.Contacts.Search(ctx, intercom.ContactFieldName.Is("a"), intercom.ContactSearchOptions{MergeHistory: true}).Collect()
	require.NoError(t, err)
	assert.Len(t, contacts, 2)
	api.wants("POST", "/contacts/search", "include_merge_history=true", "2.16",
		`{"query":{"field":"name","operator":"=","value":"a"},"pagination":{"starting_after":"abc","per_page":150}}`)
	n, err := client.Contacts.Count(ctx, intercom.ContactFieldName.Is("a"))
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	api.wants("POST", "/contacts/search", "", "2.16", `{"query":{"field":"name","operator":"=","value":"a"},"pagination":{"per_page":1}}`)

	api.on("GET", "/contacts/5f00/merge_history", 200,
		`{"type":"list","data":[{"type":"merge_history","source_contact_id":"5ba6","source_contact_role":"lead","merged_at":1571672154}],"next_cursor":"eyJ","has_more":true}`,
		`{"type":"list","data":[{"type":"merge_history","source_contact_id":"5ba7","source_contact_role":"lead","merged_at":null}],"next_cursor":null,"has_more":false}`)
	history, err := client.Contacts.ListMergeHistory(ctx, "5f00", intercom.ContactListMergeHistoryOptions{Order: intercom.Ascending}).Collect()
	require.NoError(t, err)
	require.Len(t, history, 2)
	intercomtest.Equal(t, &intercom.MergeHistoryItem{
		Type: "merge_history", SourceContactID: "5ba6", SourceContactRole: intercom.ContactRoleLead, MergedAt: intercom.At(time.Unix(1571672154, 0)),
	}, history[0])
	assert.True(t, history[1].IsNull("merged_at"))
	api.wants("GET", "/contacts/5f00/merge_history", "order=asc&cursor=eyJ", "2.16", "")

	api.on("GET", "/contacts/5f00/segments", 200, `{"type":"list","data":[{"type":"segment","id":"9","name":"Active","person_type":"user"}]}`)
	segments, err := client.Segments.ListForContact(ctx, "5f00").Collect()
	require.NoError(t, err)
	require.Len(t, segments, 1)
	assert.Equal(t, "Active", segments[0].Name)
	api.wants("GET", "/contacts/5f00/segments", "", "2.16", "")
}

// By e-mail there is one, none, or too many: never an empty success.
func TestContactsFindByEmail(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	find := func() (*intercom.Contact, error) {
		return client.Contacts.Find(t.Context(), intercom.ByEmail("a@example.com"))
	}
	api.on("POST", "/contacts/search", 200,
		`{"type":"list","data":[`+contactJSON+`],"total_count":1}`,
		`{"type":"list","data":[],"total_count":0}`,
		`{"type":"list","data":[{"type":"contact","id":"1"},{"type":"contact","id":"2"}],"total_count":2}`)

	c, err := find()
	require.NoError(t, err)
	assert.Equal(t, intercom.ID("5f00"), c.ID)
	api.wants("POST", "/contacts/search", "", "2.16", `{"query":{"field":"email","operator":"=","value":"a@example.com"},"pagination":{"per_page":150}}`)

	_, err = find()
	assert.ErrorIs(t, err, intercom.ErrNotFound)
	_, isNotFound := errors.AsType[*intercom.NotFoundError](err)
	assert.True(t, isNotFound)

	_, err = find()
	assert.ErrorIs(t, err, intercom.ErrMultipleMatches)
	several, ok := errors.AsType[*intercom.MultipleMatchingUsersError](err)
	require.True(t, ok)
	assert.Equal(t, []intercom.ID{"1", "2"}, several.IDs)
	assert.NotContains(t, err.Error(), "example.com")
}

func TestContactsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.Contacts
	for parameter, call := range map[string]func() error{
		"contact_id": func() error { _, err := s.Get(ctx, ".."); return err },
		"id":         func() error { _, err := s.ListMergeHistory(ctx, "").Page(); return err },
		"contact ":   func() error { _, err := s.Find(ctx, nil); return err },
		"email":      func() error { _, err := s.Find(ctx, intercom.ByEmail(" ")); return err },
		"external_id": func() error {
			_, err := s.Find(ctx, intercom.ByExternalID(""))
			return err
		},
		"Email, ExternalID or Role": func() error { _, err := s.Create(ctx, intercom.ContactCreate{Name: "a"}); return err },
		"Role ":                     func() error { _, err := s.Upsert(ctx, intercom.ContactCreate{}); return err },
		" Role is required":         func() error { return s.Save(ctx, &intercom.Contact{Name: "a"}) },
		"From":                      func() error { _, err := s.Merge(ctx, intercom.ContactMerge{Into: "1"}); return err },
		"Into":                      func() error { _, err := s.Merge(ctx, intercom.ContactMerge{From: "1"}); return err },
		"query is nil":              func() error { _, err := s.Count(ctx, nil); return err },
		"the zero time":             func() error { _, err := s.WaitFor(ctx, intercom.ContactFieldCreatedAt.On(time.Time{})); return err },
	} {
		err := call()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		assert.ErrorContains(t, err, parameter)
	}
	assert.Zero(t, api.count())
}

func TestContactsSave(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	c := &intercom.Contact{Email: "ada@example.com", Name: "Ada", UnsubscribedFromEmails: true, CustomAttributes: intercom.Attributes{"karma": 4, "old": true}}
	require.NoError(t, client.Contacts.Save(ctx, c))
	assert.NotEmpty(t, c.ID)

	other, err := client.Contacts.Update(ctx, c.ID, intercom.ContactUpdate{Phone: intercom.Set("+4930")})
	require.NoError(t, err)
	require.NoError(t, client.Contacts.Save(ctx, c), "nothing changed, nothing is sent")
	require.Len(t, fake.Requests("PUT /contacts/{contact_id}"), 1)

	c.Name, c.UnsubscribedFromEmails, c.Avatar.ImageURL = "", false, "https://a.test/a.png"
	require.NoError(t, c.CustomAttributes.Increment("karma", 1))
	delete(c.CustomAttributes, "old")
	require.NoError(t, client.Contacts.Save(ctx, c))
	sent := fake.Requests("PUT /contacts/{contact_id}")[1].Body
	assert.JSONEq(t, `{"name":null,"unsubscribed_from_emails":false,"avatar":"https://a.test/a.png","custom_attributes":{"karma":5,"old":null}}`, string(sent))
	assert.Equal(t, other.Phone, c.Phone, "what another writer changed stays")
	assert.NotContains(t, c.CustomAttributes, "old")
}

// Any number of callers at once make one contact of one address, and no error.
func TestContactsUpsertAtOnce(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	var wait sync.WaitGroup
	ids := make([]intercom.ID, 50)
	for i := range ids {
		wait.Go(func() {
			c, err := client.Contacts.Upsert(ctx, intercom.ContactCreate{Email: "ada@example.com", Name: fmt.Sprint("Ada ", i)})
			if assert.NoError(t, err) {
				ids[i] = c.ID
			}
		})
	}
	wait.Wait()
	n, err := client.Contacts.List(ctx).Count()
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	for _, id := range ids {
		assert.Equal(t, ids[0], id)
	}
}

func TestContactsUpsert(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	params := intercom.ContactCreate{ExternalID: "70", Email: "ada@example.com", Name: "Ada"}
	c, err := client.Contacts.Upsert(ctx, params)
	require.NoError(t, err)

	// A response that is lost is a conflict at the repetition, and so no error.
	fake.Fail("POST /contacts", intercomtest.Cut())
	params.ExternalID, params.Email = "71", "bob@example.com"
	_, err = client.Contacts.Upsert(ctx, params)
	require.NoError(t, err)
	n, err := client.Contacts.List(ctx).Count()
	require.NoError(t, err)
	assert.Equal(t, 2, n)

	// One that is archived stays so, unless it is wanted back.
	_, err = client.Contacts.Archive(ctx, c.ID)
	require.NoError(t, err)
	_, err = client.Contacts.Get(ctx, c.ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)
	params.ExternalID, params.Email = "70", "ada@example.com"
	_, err = client.Contacts.Upsert(ctx, params)
	conflict, ok := errors.AsType[*intercom.ConflictError](err)
	require.True(t, ok)
	assert.True(t, conflict.Archived)
	assert.Equal(t, c.ID, conflict.ID)
	fake.Fail("POST /contacts/{contact_id}/unarchive", intercomtest.Status(400, "not_restorable", "blocked"))
	_, err = client.Contacts.UpsertOrUnarchive(ctx, params)
	require.ErrorIs(t, err, intercom.ErrBadRequest)
	params.Name = "Ada L."
	again, err := client.Contacts.UpsertOrUnarchive(ctx, params, intercom.WithBodyField("color", "red"))
	require.NoError(t, err)
	unarchived := fake.Requests("POST /contacts/{contact_id}/unarchive")
	assert.Empty(t, unarchived[len(unarchived)-1].Body)
	assert.Equal(t, c.ID, again.ID)
	assert.Equal(t, "Ada L.", again.Name)

	// Leads share addresses.
	for range 2 {
		_, err = client.Contacts.Upsert(ctx, intercom.ContactCreate{Role: intercom.ContactRoleLead, Email: "lead@example.com"})
		require.NoError(t, err)
	}
	_, err = client.Contacts.Find(ctx, intercom.ByEmail("lead@example.com"))
	require.ErrorIs(t, err, intercom.ErrMultipleMatches)
}

// A conflict whose message has no id is what the caller gets.
func TestContactsUpsertOfUnknownConflict(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/contacts", 409, `{"type":"error.list","errors":[{"code":"conflict","message":"There is one already"}]}`)
	_, err := client.Contacts.Upsert(t.Context(), intercom.ContactCreate{Email: "a@example.com"})
	conflict, ok := errors.AsType[*intercom.ConflictError](err)
	require.True(t, ok)
	assert.Empty(t, conflict.ID)
	assert.Equal(t, 1, api.count())

	api.on("GET", "/contacts/find_by_external_id/70", 200, `{"type":"contact","id":"7"}`)
	api.on("PUT", "/contacts/7", 200, `{"type":"contact","id":"7"}`)
	c, err := client.Contacts.Upsert(t.Context(), intercom.ContactCreate{ExternalID: "70"}, intercom.WithBodyField("color", "red"))
	require.NoError(t, err)
	assert.Equal(t, intercom.ID("7"), c.ID)
}

func TestContactsAreMerged(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	create := func(p intercom.ContactCreate) *intercom.Contact {
		c, err := client.Contacts.Create(ctx, p)
		require.NoError(t, err)
		return c
	}
	user := create(intercom.ContactCreate{Email: "ada@example.com"})
	lead := create(intercom.ContactCreate{Role: intercom.ContactRoleLead, Email: "ada@example.com"})
	stranger := create(intercom.ContactCreate{Role: intercom.ContactRoleLead, Name: "?"})
	tag, err := client.Tags.Create(ctx, "vip")
	require.NoError(t, err)
	_, err = client.Tags.AddToContact(ctx, lead.ID, tag.ID)
	require.NoError(t, err)

	_, err = client.Contacts.Merge(ctx, intercom.ContactMerge{From: stranger.ID, Into: user.ID})
	require.ErrorIs(t, err, intercom.ErrBadRequest)
	merged, err := client.Contacts.Merge(ctx, intercom.ContactMerge{From: lead.ID, Into: user.ID}, intercom.ContactMergeOptions{MergeHistory: true})
	require.NoError(t, err)
	assert.Equal(t, user.ID, merged.ID)
	require.Len(t, merged.MergeHistory, 1)
	assert.Equal(t, lead.ID, merged.MergeHistory[0].SourceContactID)
	assert.Equal(t, 1, merged.Tags.Total)
	_, err = client.Contacts.Merge(ctx, intercom.ContactMerge{From: stranger.ID, Into: user.ID, SkipDuplicateValidation: true})
	require.NoError(t, err)
	history, err := client.Contacts.ListMergeHistory(ctx, user.ID).PerPage(1).Collect()
	require.NoError(t, err)
	require.Len(t, history, 2)
	assert.Equal(t, stranger.ID, history[0].SourceContactID)

	_, err = client.Contacts.Get(ctx, lead.ID)
	require.ErrorIs(t, err, intercom.ErrMerged)
	gone, ok := errors.AsType[*intercom.GoneError](err)
	require.True(t, ok)
	assert.Equal(t, user.ID, gone.CanonicalID)
	canonical, err := client.Contacts.GetCanonical(ctx, lead.ID)
	require.NoError(t, err)
	assert.Equal(t, user.ID, canonical.ID)
	_, err = client.Contacts.Get(ctx, lead.ID, intercom.WithVersion("2.15"))
	assert.ErrorIs(t, err, intercom.ErrNotFound)
	n, err := client.Contacts.List(ctx).Count()
	require.NoError(t, err)
	assert.Equal(t, 1, n)
}

// Merges are followed three times at most.
func TestContactsGetCanonicalHops(t *testing.T) {
	t.Parallel()
	for hops, ok := range map[int]bool{1: true, 3: true, 4: false} {
		client, api := setup(t)
		for i := range hops {
			api.RegisterResponder("GET", host+prefix+fmt.Sprint("/contacts/c", i), func(req *http.Request) (*http.Response, error) {
				api.note(req)
				res := httpmock.NewStringResponse(410, `{"type":"error.list","errors":[{"code":"contact_merged"}]}`)
				res.Header.Set("Link", fmt.Sprintf(`</contacts/c%d>; rel="canonical"`, i+1))
				return res, nil
			})
		}
		api.on("GET", fmt.Sprint("/contacts/c", hops), 200, `{"type":"contact","id":"end"}`)
		c, err := client.Contacts.GetCanonical(t.Context(), "c0")
		if ok {
			require.NoError(t, err)
			assert.Equal(t, intercom.ID("end"), c.ID)
		} else {
			require.ErrorIs(t, err, intercom.ErrMerged)
		}
		assert.Equal(t, min(hops, 3)+1, api.count())
	}
}

// To the second, whatever the version compares and wherever the workspace is.
func TestContactsUpdatedSince(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2.16", "Preview"} {
		for _, hours := range []int{-11, 0, 13} {
			t.Run(fmt.Sprint(version, hours), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					fake := intercomtest.NewServer(intercomtest.WithTimeZone(time.FixedZone("", hours*3600)))
					client, ctx := fake.Client(intercom.WithVersion(version)), t.Context()
					var since time.Time
					var want []string
					for i := range 40 { // four days
						if i == 25 {
							since = time.Now().Add(900 * time.Millisecond)
						}
						_, err := client.Contacts.Create(ctx, intercom.ContactCreate{ExternalID: fmt.Sprint(i)})
						require.NoError(t, err)
						if i >= 25 {
							want = append(want, fmt.Sprint(i))
						}
						time.Sleep(147 * time.Minute)
					}
					var got []string
					for c, err := range client.Contacts.UpdatedSince(ctx, since).All() {
						require.NoError(t, err)
						got = append(got, c.ExternalID)
					}
					assert.Equal(t, want, got)
					for c, err := range client.Contacts.UpdatedSince(ctx, since).All() {
						require.NoError(t, err)
						assert.Equal(t, "25", c.ExternalID)
						break
					}
				})
			})
		}
	}
	client, _ := setup(t)
	for c, err := range client.Contacts.UpdatedSince(t.Context(), time.UnixMilli(1e15)).All() {
		assert.Nil(t, c)
		assert.ErrorIs(t, err, intercom.ErrInvalidArgument)
	}
}

func TestContactsWaitFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer(intercomtest.WithLag(2 * time.Minute))
		client, ctx := fake.Client(), t.Context()
		c, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "ada@example.com"})
		require.NoError(t, err)
		_, err = client.Contacts.Find(ctx, intercom.ByEmail("ada@example.com"))
		require.ErrorIs(t, err, intercom.ErrNotFound, "not yet")

		start := time.Now()
		short, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		_, err = client.Contacts.WaitFor(short, intercom.ContactFieldID.Is(c.ID))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 5*time.Second, time.Since(start))

		found, err := client.Contacts.WaitFor(ctx, intercom.ContactFieldID.Is(c.ID))
		require.NoError(t, err)
		assert.Equal(t, c.ID, found.ID)
		assert.Less(t, time.Since(start), 140*time.Second)
	})
}

// What is archived is out of sight, but within reach by its id.
func TestContactsArchived(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	c, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "ada@example.com"})
	require.NoError(t, err)
	_, err = client.Contacts.Block(ctx, c.ID)
	require.NoError(t, err)
	_, err = client.Contacts.Archive(ctx, c.ID)
	require.NoError(t, err)
	n, err := client.Contacts.Count(ctx, intercom.ContactFieldEmail.Is("ada@example.com"))
	require.NoError(t, err)
	assert.Zero(t, n)

	_, err = client.Contacts.Unarchive(ctx, c.ID)
	require.NoError(t, err)
	_, err = client.Contacts.Get(ctx, c.ID)
	require.NoError(t, err)
	_, err = client.Contacts.Archive(ctx, c.ID)
	require.NoError(t, err)
	err = client.Contacts.Delete(ctx, c.ID)
	require.NoError(t, err)
	_, err = client.Contacts.Unarchive(ctx, c.ID)
	assert.ErrorIs(t, err, intercom.ErrNotFound)
}

// Lists inside a contact end at ten; the methods have all.
func TestContactsListsBeyondTen(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	c, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "ada@example.com"})
	require.NoError(t, err)
	for i := range 12 {
		tag, err := client.Tags.Create(ctx, fmt.Sprint("tag ", i))
		require.NoError(t, err)
		_, err = client.Tags.AddToContact(ctx, c.ID, tag.ID)
		require.NoError(t, err)
	}
	c, err = client.Contacts.Get(ctx, c.ID)
	require.NoError(t, err)
	assert.True(t, c.Tags.HasMore)
	assert.Len(t, c.Tags.Items, 10)
	tags, err := client.Tags.ListForContact(ctx, c.ID).Collect()
	require.NoError(t, err)
	assert.Len(t, tags, c.Tags.Total)
}

// A conflict without an id is that of the contact with the external id, and one
// that was deleted between the conflict and the update is created after all.
func TestContactsUpsertOnMovingGround(t *testing.T) {
	t.Parallel()
	params := intercom.ContactCreate{ExternalID: "70", Name: "Ada"}
	conflict := responds(409, `{}`)
	known := responds(409, `{"errors":[{"code":"conflict","message":"A contact matching those details already exists with id=5f00"}]}`)
	missing := responds(404, `{"errors":[{"code":"not_found","message":"User Not Found"}]}`)
	contact := responds(200, contactJSON)
	for name, tt := range map[string]struct {
		steps []func(*http.Request) (*http.Response, error)
		sent  []string
		err   error
	}{
		"without id":          {steps(conflict, contact, contact), []string{"POST /contacts", "GET /contacts/find_by_external_id/70", "PUT /contacts/5f00"}, nil},
		"without id, unknown": {steps(conflict, missing), []string{"POST /contacts", "GET /contacts/find_by_external_id/70"}, intercom.ErrConflict},
		"deleted meanwhile":   {steps(known, missing, contact), []string{"POST /contacts", "PUT /contacts/5f00", "POST /contacts"}, nil},
		"deleted each time":   {steps(known, missing, known, missing), []string{"POST /contacts", "PUT /contacts/5f00", "POST /contacts", "PUT /contacts/5f00"}, intercom.ErrNotFound},
	} {
		var sent []string
		script := scripted(tt.steps...)
		client := over(t, responder(func(req *http.Request) (*http.Response, error) {
			sent = append(sent, req.Method+" "+strings.TrimPrefix(req.URL.Path, prefix))
			return script.RoundTrip(req)
		}))
		c, err := client.Contacts.Upsert(t.Context(), params)
		require.ErrorIs(t, err, tt.err, name)
		assert.Equal(t, tt.sent, sent, name)
		if tt.err == nil {
			assert.Equal(t, intercom.ID("5f00"), c.ID, name)
		}
	}
}

// Where a workspace does not have the list of merges, it is that of the contact.
func TestContactsMergeHistoryInTheContact(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`{"type":"contact","id":"5f00","merge_history":[{"type":"merge_history_item","source_contact_id":"5f01"},{"source_contact_id":"5f02"}]}`: 2,
		`{"type":"contact","id":"5f00","merge_history":{"type":"list","data":[{"source_contact_id":"5f01"}]}}`:                                   1,
		`{"type":"contact","id":"5f00","merge_history":null}`:                                                                                    0,
		contactJSON: 0,
	} {
		client, api := setup(t)
		api.on("GET", "/contacts/5f00/merge_history", 404, `{"errors":[{"code":"not_found","message":"Not Found"}]}`)
		api.on("GET", "/contacts/5f00", 200, body)
		items, err := client.Contacts.ListMergeHistory(t.Context(), "5f00").Collect()
		require.NoError(t, err)
		assert.Len(t, items, want)
		assert.Equal(t, "true", api.last().Query.Get("include_merge_history"))
	}
	client, api := setup(t)
	api.on("GET", "/contacts/5f00/merge_history", 404, `{}`)
	api.on("GET", "/contacts/5f00", 404, `{}`)
	_, err := client.Contacts.ListMergeHistory(t.Context(), "5f00").Collect()
	require.ErrorIs(t, err, intercom.ErrNotFound)
}

// What only API Preview has is refused with other versions, before it is sent.
func TestPreviewParameters(t *testing.T) {
	t.Parallel()
	conversation := func(p intercom.ConversationUpdate) func(context.Context, *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error { return last(c.Conversations.Update(ctx, "64", p)) }
	}
	for name, tt := range map[string]struct {
		call func(context.Context, *intercom.Client) error
		body string
	}{
		"LanguageOverride": {func(ctx context.Context, c *intercom.Client) error {
			return last(c.Contacts.Create(ctx, intercom.ContactCreate{Email: "a@example.com", LanguageOverride: "de"}))
		}, `{"email":"a@example.com","language_override":"de"}`},
		"LanguageOverride ": {func(ctx context.Context, c *intercom.Client) error {
			return last(c.Contacts.Update(ctx, "5f00", intercom.ContactUpdate{LanguageOverride: intercom.Null[string]()}))
		}, `{"language_override":null}`},
		"Priority": {conversation(intercom.ConversationUpdate{Priority: intercom.ConversationPriorityHigh, AdminID: "9"}), `{"priority":"high","admin_id":"9"}`},
		"SkipUnsnooze": {func(ctx context.Context, c *intercom.Client) error {
			return last(c.Conversations.Reply(ctx, "64", intercom.AdminReply{AdminID: "9", Body: "x", SkipUnsnooze: true}))
		}, `{"type":"admin","message_type":"comment","admin_id":"9","body":"x","skip_unsnooze":true}`},
	} {
		client, api := setup(t)
		e, ok := errors.AsType[*intercom.ArgumentError](tt.call(t.Context(), client))
		require.True(t, ok, name)
		assert.Equal(t, strings.TrimSpace(name), e.Parameter)
		assert.Zero(t, api.count())

		api.RegisterNoResponder(func(req *http.Request) (*http.Response, error) {
			api.note(req)
			return reply(200, `{"id":"1"}`), nil
		})
		require.NoError(t, tt.call(t.Context(), client.With(intercom.WithVersion("preview"))))
		assert.JSONEq(t, tt.body, api.last().Body)
		assert.Equal(t, "Preview", api.last().Version, "in the spelling that Intercom takes")
	}
	client, _ := setup(t)
	require.ErrorIs(t, conversation(intercom.ConversationUpdate{AdminID: "9"})(t.Context(), client), intercom.ErrInvalidArgument)
}
