package intercom_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// optionsRow is a struct with the optional parameters of an operation, a method
// that takes it, and what is then sent.
type optionsRow struct {
	options intercom.Option
	call    func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error
	request string // "GET /tags?a=b"
	version string
	body    string
}

func peopleOptions() []optionsRow {
	ascending := intercom.SearchSort{Field: "name", Order: intercom.Ascending}
	const search = `{"query":{"field":"name","operator":"=","value":"a"}`
	return []optionsRow{
		{intercom.ContactGetOptions{MergeHistory: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Contacts.Get(ctx, "5f00", o...))
		}, "GET /contacts/5f00?include_merge_history=true", "2.16", ""},
		{intercom.ContactGetOptions{MergeHistory: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Contacts.GetCanonical(ctx, "5f00", o...))
		}, "GET /contacts/5f00?include_merge_history=true", "2.16", ""},
		{intercom.ContactFindOptions{MergeHistory: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Contacts.Find(ctx, intercom.ByID("5f00"), o...))
		}, "GET /contacts/5f00?include_merge_history=true", "2.16", ""},
		{intercom.ContactFindOptions{MergeHistory: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Contacts.Find(ctx, intercom.ByExternalID("7"), o...))
		}, "GET /contacts/find_by_external_id/7?include_merge_history=true", "2.16", ""},
		{intercom.ContactFindOptions{MergeHistory: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Contacts.Find(ctx, intercom.ByEmail("a@example.com"), o...))
		}, "POST /contacts/search?include_merge_history=true", "2.16",
			`{"query":{"field":"email","operator":"=","value":"a@example.com"},"pagination":{"per_page":150}}`},
		{intercom.ContactListOptions{MergeHistory: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Contacts.List(ctx, o...))
		}, "GET /contacts?include_merge_history=true", "2.16", ""},
		{intercom.ContactSearchOptions{Sort: ascending}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Contacts.Search(ctx, intercom.ContactFieldName.Is("a"), o...))
		}, "POST /contacts/search", "2.16", search + `,"sort":{"field":"name","order":"ascending"}}`},
		{intercom.ContactSearchOptions{MergeHistory: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Contacts.Search(ctx, intercom.ContactFieldName.Is("a"), o...))
		}, "POST /contacts/search?include_merge_history=true", "2.16", search + `}`},
		{intercom.ContactUpdateOptions{MergeHistory: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Contacts.Update(ctx, "5f00", intercom.ContactUpdate{Name: intercom.Set("a")}, o...))
		}, "PUT /contacts/5f00?include_merge_history=true", "2.16", `{"name":"a"}`},
		{intercom.ContactMergeOptions{MergeHistory: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Contacts.Merge(ctx, intercom.ContactMerge{From: "1", Into: "2"}, o...))
		}, "POST /contacts/merge?include_merge_history=true", "2.16", `{"from":"1","into":"2"}`},
		{intercom.ContactListMergeHistoryOptions{Order: intercom.Ascending}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Contacts.ListMergeHistory(ctx, "5f00", o...))
		}, "GET /contacts/5f00/merge_history?order=asc", "2.16", ""},
		{intercom.UserListOptions{
			Email: "a@example.com", Phone: "+49", CreatedSinceDays: 7, Sort: intercom.UserSortSignedUpAt, Order: intercom.Ascending,
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Users.List(ctx, o...))
		}, "GET /users?email=a%40example.com&phone=%2B49&created_since=7&sort=signed_up_at&order=asc", "1.4", ""},
		{intercom.LeadListOptions{
			Email: "a@example.com", Phone: "+49", CreatedSinceDays: 7, Order: intercom.Descending,
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Leads.List(ctx, o...))
		}, "GET /contacts?email=a%40example.com&phone=%2B49&created_since=7&order=desc", "1.4", ""},
		{intercom.CompanyListOptions{Order: intercom.Ascending}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Companies.List(ctx, o...))
		}, "POST /companies/list?order=asc", "2.16", ""},
		{intercom.SegmentGetOptions{Count: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Segments.Get(ctx, "7", o...))
		}, "GET /segments/7?include_count=true", "2.16", ""},
		{intercom.SegmentListOptions{Count: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Segments.List(ctx, o...))
		}, "GET /segments?include_count=true", "2.16", ""},
		{intercom.DataAttributeListOptions{
			Model: intercom.DataAttributeModelContact, IncludeArchived: true,
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.DataAttributes.List(ctx, o...))
		}, "GET /data_attributes?model=contact&include_archived=true", "2.16", ""},
		{intercom.DataAttributeListLegacyOptions{
			Model: intercom.DataAttributeModelContact, IncludeArchived: true,
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.DataAttributes.ListLegacy(ctx, o...))
		}, "GET /data_attributes?model=customer&include_archived=true", "1.4", ""},
		{intercom.AdminListOptions{Avatars: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Admins.List(ctx, o...))
		}, "GET /admins?display_avatar=true", "2.16", ""},
		{intercom.AdminListActivityLogsOptions{
			CreatedAtBefore: intercom.At(time.Unix(1700000009, 0)),
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Admins.ListActivityLogs(ctx, time.Unix(1700000000, 0), o...))
		}, "GET /admins/activity_logs?created_at_after=1700000000&created_at_before=1700000009", "2.16", ""},
		{intercom.TeamListMetricsOptions{IdleThreshold: 5 * time.Minute}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Teams.ListMetrics(ctx, "7", o...))
		}, "GET /teams/7/metrics?idle_threshold=300", "2.16", ""},
	}
}

func inboxOptions() []optionsRow {
	query := intercom.ConversationFieldOpen.Is(true)
	return []optionsRow{
		{intercom.ConversationGetOptions{
			DisplayAs: intercom.DisplayAsPlaintext, Translations: true,
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Conversations.Get(ctx, "64", o...))
		}, "GET /conversations/64?display_as=plaintext&include_translations=true", "2.16", ""},
		{intercom.ConversationSearchOptions{
			Sort: intercom.SearchSort{Field: "updated_at", Order: intercom.Ascending}, Monitors: true, Scorecards: true,
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Conversations.Search(ctx, query, o...))
		}, "POST /conversations/search?include_monitors=true&include_scorecards=true", "2.16",
			`{"query":{"field":"open","operator":"=","value":true},"sort":{"field":"updated_at","order":"ascending"}}`},
		{intercom.ConversationUpdateOptions{DisplayAs: intercom.DisplayAsPlaintext}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.Conversations.Update(ctx, "64", intercom.ConversationUpdate{Read: intercom.Set(true)}, o...))
		}, "PUT /conversations/64?display_as=plaintext", "2.16", `{"read":true}`},
		{intercom.ConversationDeleteOptions{RetainMetrics: intercom.Set(false)}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return c.Conversations.Delete(ctx, "64", o...)
		}, "DELETE /conversations/64?retain_metrics=false", "2.16", ""},
		{intercom.ConversationListDeletedOptions{Order: intercom.Ascending}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Conversations.ListDeleted(ctx, o...))
		}, "GET /conversations/deleted?order=asc", "2.16", ""},
		{intercom.ConversationListLegacyOptions{
			Sort: intercom.ConversationSortWaitingSince, Order: intercom.Ascending, DisplayAs: intercom.DisplayAsPlaintext,
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Conversations.ListLegacy(ctx, o...))
		}, "GET /conversations?sort=waiting_since&order=asc&display_as=plaintext", "1.4", ""},
		{intercom.ConversationListForAdminOptions{
			Open: intercom.Set(false), Before: intercom.At(time.Unix(1700000000, 0)), Sort: intercom.ConversationSortCreatedAt,
			Order: intercom.Ascending, DisplayAs: intercom.DisplayAsPlaintext,
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Conversations.ListForAdmin(ctx, "7", o...))
		}, "GET /conversations?type=admin&admin_id=7&open=false&before=1700000000&order=created_at&sort=asc&display_as=plaintext", "1.4", ""},
		{intercom.ConversationListUnassignedOptions{Open: intercom.Set(true)}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Conversations.ListUnassigned(ctx, o...))
		}, "GET /conversations?type=admin&admin_id=nobody&open=true", "1.4", ""},
		{intercom.ConversationListForUserOptions{
			Unread: true, Sort: intercom.ConversationSortUpdatedAt, Order: intercom.Descending, DisplayAs: intercom.DisplayAsPlaintext,
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Conversations.ListForUser(ctx, intercom.ByUserID("42"), o...))
		}, "GET /conversations?type=user&user_id=42&unread=true&order=updated_at&sort=desc&display_as=plaintext", "1.4", ""},
		{intercom.ConversationAttributeListOptions{IncludeArchived: true}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.ConversationAttributes.List(ctx, o...))
		}, "GET /conversations/attributes?include_archived=true", "2.16", ""},
	}
}

// optionsRows has the optional parameters of all operations.
func optionsRows() []optionsRow {
	return slices.Concat(peopleOptions(), inboxOptions(), ticketsOptions(), articlesOptions(), knowledgeOptions(),
		sourcesOptions(), workspaceOptions(), callsOptions(), finOptions(), bulkOptions())
}

// Optional parameters are sent with the operation that they are for, and refused
// elsewhere.
func TestOperationOptions(t *testing.T) {
	t.Parallel()

	tested := map[string]bool{}
	for _, tt := range optionsRows() {
		name := reflect.TypeOf(tt.options).Name()
		tested[name] = true
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			method, target, _ := strings.Cut(tt.request, " ")
			path, query, _ := strings.Cut(target, "?")
			api.on(method, path, 200, `{"type":"list","id":"5f00","data":[{"id":"5f00"}]}`)
			zero := reflect.New(reflect.TypeOf(tt.options))
			pointer := reflect.New(reflect.TypeOf(tt.options))
			pointer.Elem().Set(reflect.ValueOf(tt.options))

			for _, o := range []intercom.Option{tt.options, pointer.Interface().(intercom.Option)} {
				require.NoError(t, tt.call(t.Context(), client, o))
				api.wants(method, path, query, tt.version, tt.body)
			}
			var none []string
			for _, o := range [][]intercom.Option{nil, {zero.Elem().Interface().(intercom.Option)}, {reflect.Zero(zero.Type()).Interface().(intercom.Option)}} {
				require.NoError(t, tt.call(t.Context(), client, o...))
				none = append(none, api.last().Query.Encode())
			}
			assert.Equal(t, []string{none[0], none[0], none[0]}, none, "nothing is sent for the zero value")

			sent := api.count()
			_, err := client.Tags.Get(t.Context(), "7", tt.options)
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
			assert.ErrorContains(t, err, name+" is for ")
			_, err = client.With(tt.options).Tags.Get(t.Context(), "7")
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
			assert.ErrorContains(t, err, name+" belongs to a call")
			_, err = intercom.NewClient(intercom.WithToken("t"), tt.options)
			require.ErrorContains(t, err, name)
			assert.Equal(t, sent, api.count(), "nothing is sent where it is refused")
		})
	}
	for _, name := range exportedTypes(t, "*.go", "Options") {
		assert.True(t, tested[name], "%s has no test", name)
	}
}

// Options of one path in another API version are for another operation.
func TestOperationOptionsOfOtherVersion(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	_, err := client.DataAttributes.List(t.Context(), intercom.DataAttributeListLegacyOptions{}).Page()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	_, err = client.DataAttributes.ListLegacy(t.Context(), intercom.DataAttributeListOptions{}).Page()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	_, err = client.Leads.List(t.Context(), intercom.ContactListOptions{}).Page()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Zero(t, api.count())
}

// Methods that send one operation differ by its query. Each takes the options
// that are named after it.
func TestOptionsOfListsOfConversations(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.Conversations
	lists := map[string]func(o intercom.Option) error{
		"ConversationListLegacyOptions":     func(o intercom.Option) error { return all(s.ListLegacy(ctx, o)) },
		"ConversationListForAdminOptions":   func(o intercom.Option) error { return all(s.ListForAdmin(ctx, "7", o)) },
		"ConversationListUnassignedOptions": func(o intercom.Option) error { return all(s.ListUnassigned(ctx, o)) },
		"ConversationListForUserOptions":    func(o intercom.Option) error { return all(s.ListForUser(ctx, intercom.ByID("5f00"), o)) },
	}
	for _, o := range []intercom.Option{
		intercom.ConversationListLegacyOptions{}, intercom.ConversationListForAdminOptions{},
		intercom.ConversationListUnassignedOptions{}, intercom.ConversationListForUserOptions{},
	} {
		for name, list := range lists {
			if own := reflect.TypeOf(o).Name(); own != name {
				err := list(o)
				require.ErrorIs(t, err, intercom.ErrInvalidArgument, "%s for the method of %s", own, name)
				assert.ErrorContains(t, err, own+" is for another method that sends GET /conversations")
			}
		}
	}
	assert.Zero(t, api.count())
}

// UpdatedSince takes the options of a search, and keeps its own order.
func TestUpdatedSinceTakesSearchOptions(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/contacts/search", 200, `{"type":"list","data":[{"type":"contact","id":"5f00","updated_at":1700000000}]}`)
	options := []intercom.Option{intercom.ContactSearchOptions{
		Sort: intercom.SearchSort{Field: "name", Order: intercom.Descending}, MergeHistory: true,
	}, nil}[:1] // with room behind, which must stay as it is
	contacts, err := client.Contacts.UpdatedSince(t.Context(), time.Unix(1700000000, 0), options...).Collect()
	require.NoError(t, err)
	assert.Len(t, contacts, 1)
	assert.Nil(t, options[:2][1])
	api.wants("POST", "/contacts/search", "include_merge_history=true", "2.16",
		`{"query":{"field":"updated_at","operator":">","value":1699906400},"sort":{"field":"updated_at","order":"ascending"}}`)
}
