package intercom

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type thing struct {
	Object

	ID ID `json:"id,omitzero"`
}

func pageOfThings(body string, r *request) (*Page[*thing], error) {
	var raw rawPage
	err := decodePage(body, r, reflect.TypeFor[thing](), &raw)
	if err == nil {
		err = raw.lost
	}
	return pageOf[*thing](&raw), err
}

// Every form of a page that Intercom has, by its number in our notes on API 2.x
// and with those of API 1.x.
func TestEnvelopes(t *testing.T) {
	t.Parallel()
	follow := func(keys ...string) *request { return op("GET /things").in(keys...) }
	numbered := func(keys ...string) *request { return op("GET /things").in(keys...).numbered() }
	const two = `[{"id":"1"},{"id":2}]`
	for _, tt := range []struct {
		name  string
		r     *request
		body  string
		total int
		next  Cursor
		items int
	}{
		{"E1", follow(), `{"type":"list","data":` + two + `,"total_count":9,"pages":{"type":"pages","page":1,"per_page":2,"total_pages":5,"next":{"page":2,"starting_after":"WzE3=="}}}`, 9, "starting_after:WzE3==", 2},
		{"E1 last", follow(), `{"type":"list","data":` + two + `,"total_count":2,"pages":{"type":"pages","page":1,"per_page":2,"total_pages":1}}`, 2, "", 2},
		{"E1 page only", follow(), `{"data":` + two + `,"pages":{"next":{"page":2,"per_page":"5"}}}`, 0, "page:2", 2},
		{"E1 numeric cursor", follow(), `{"data":` + two + `,"pages":{"next":{"page":2,"starting_after":1700000000001}}}`, 0, "starting_after:1700000000001", 2},
		{"E2 conversations", follow("conversations"), `{"type":"conversation.list","conversations":` + two + `,"total_count":40,"pages":{"next":{"starting_after":"x"}}}`, 40, "starting_after:x", 2},
		{"E2 tickets", follow("tickets"), `{"type":"ticket.list","tickets":` + two + `,"pages":{"next":null}}`, 0, "", 2},
		{"E3", follow(), `{"type":"list","data":` + two + `,"pages":{"type":"pages","per_page":50,"next":{"starting_after":"m"}}}`, 0, "starting_after:m", 2},
		{"E3 last", follow(), `{"type":"list","data":` + two + `,"pages":{"type":"pages","per_page":50,"next":null}}`, 0, "", 2},
		{"E4", follow("events"), `{"type":"list","ruleset_id":"r","events":` + two + `,"total_count":8,"pages":{"type":"pages","per_page":20,"total_pages":3,"next":{"starting_after":"e"}}}`, 8, "starting_after:e", 2},
		{"E5", follow(), `{"type":"list","data":` + two + `,"next_cursor":"abc:d","has_more":true}`, 0, "cursor:abc:d", 2},
		{"E5 last", follow(), `{"type":"list","data":` + two + `,"next_cursor":null,"has_more":false}`, 0, "", 2},
		{"E5 no more", follow(), `{"type":"list","data":` + two + `,"next_cursor":"abc","has_more":false}`, 0, "", 2},
		{"E6", follow().scrolled(), `{"type":"list","data":` + two + `,"pages":null,"total_count":null,"scroll_param":"25b6-x"}`, -1, "scroll_param:25b6-x", 2},
		{"E6 end", follow().scrolled(), `{"type":"list","data":[],"pages":null,"scroll_param":"25b6-x"}`, 0, "", 0},
		{"E6 no parameter", follow().scrolled(), `{"type":"list","data":` + two + `,"scroll_param":null}`, 0, "", 2},
		{"E7 numbered", numbered(), `{"type":"list","data":` + two + `,"total_count":7,"pages":{"type":"pages","page":3,"per_page":2,"total_pages":4,"next":"https://elsewhere.test/x?page=9"}}`, 7, "page:4", 2},
		{"E7 numbered without next", numbered(), `{"type":"list","data":` + two + `,"pages":{"page":3,"per_page":2,"total_pages":4}}`, 0, "page:4", 2},
		{"E7 numbered last", numbered(), `{"type":"list","data":` + two + `,"pages":{"page":4,"per_page":"2","total_pages":4,"next":null}}`, 0, "", 2},
		{"E7 numbered, none", numbered(), `{"type":"list","data":[],"total_count":0,"pages":{"page":1,"per_page":2,"total_pages":0,"next":null}}`, 0, "", 0},
		{"E7 link", follow(), `{"type":"list","data":` + two + `,"pages":{"page":1,"total_pages":4,"next":"https://api.intercom.io/things?per_page=2&page=2"}}`, 0, "query:per_page=2&page=2", 2},
		{"E7 link, no counts", numbered(), `{"type":"list","data":` + two + `,"pages":{"next":"https://api.intercom.io/things?per_page=2&page=2"}}`, 0, "query:per_page=2&page=2", 2},
		{"E7 empty link", follow(), `{"type":"list","data":` + two + `,"pages":{"page":1,"total_pages":1,"next":""}}`, 0, "", 2},
		{"E8 logs", numbered("activity_logs"), `{"type":"activity_log.list","activity_logs":` + two + `,"pages":{"type":"pages","next":null,"page":1,"per_page":20,"total_pages":2}}`, 0, "page:2", 2},
		{"E8 deleted", follow("conversations"), `{"type":"conversations.list","conversations":` + two + `,"pages":{"next":"https://api.intercom.io/conversations/deleted?page=2"}}`, 0, "query:page=2", 2},
		{"E8 side conversations", numbered("side_conversations"), `{"type":"side_conversation.list","side_conversations":` + two + `,"pages":{"type":"pages","page":1,"per_page":20,"total_pages":1}}`, 0, "", 2},
		{"E9", follow(), `{"type":"list","data":` + two + `,"total_count":30,"page":1,"per_page":2,"total_pages":15}`, 30, "page:2", 2},
		{"E9 last", follow(), `{"type":"list","data":` + two + `,"total_count":30,"page":15,"per_page":2,"total_pages":15}`, 30, "", 2},
		{"E10", numbered("data.articles"), `{"type":"list","total_count":3,"data":{"articles":` + two + `,"highlights":[{"id":"9"}]},"pages":{"page":1,"per_page":2,"total_pages":2}}`, 3, "page:2", 2},
		{"E11", follow(), `{"type":"list","data":` + two + `,"total_count":3,"pages":{"type":"pages","page":1,"per_page":2,"total_pages":2,"next":"https://api.intercom.io/content/search?page=2","prev":null}}`, 3, "query:page=2", 2},
		{"E12", follow("events"), `{"type":"event.summary","events":` + two + `,"pages":{"next":"https://api.intercom.io/events?type=user&intercom_user_id=5f&before=1444747565506"},"email":"x","user_id":"1"}`, 0, "query:type=user&intercom_user_id=5f&before=1444747565506", 2},
		{"E12 since", follow("events"), `{"type":"event.list","events":` + two + `,"pages":{"since":"https://api.intercom.io/events?since=1"}}`, 0, "", 2},
		{"E13", follow(), `{"type":"team_metric.list","data":` + two + `}`, 0, "", 2},
		{"E14", follow("admins"), `{"type":"admin.list","admins":` + two + `}`, 0, "", 2},
		{"E14 without type", follow("handling_events"), `{"handling_events":` + two + `}`, 0, "", 2},
		{"E15", follow(), two, 0, "", 2},
		{"E15 empty", follow(), `[]`, 0, "", 0},
		{"1.4", legacy("GET /users").in("users"), `{"type":"user.list","total_count":103,"limited":false,"users":` + two + `,"pages":{"type":"pages","next":"https://api.intercom.io/users?per_page=50&page=2","page":1,"per_page":50,"total_pages":3}}`, 103, "query:per_page=50&page=2", 2},
		{"1.4 empty pages", legacy("GET /tags").in("tags"), `{"type":"tag.list","tags":` + two + `,"pages":{}}`, 0, "", 2},
		{"1.4 no pages", legacy("GET /segments").in("segments"), `{"type":"segment.list","segments":` + two + `}`, 0, "", 2},
		{"1.4 null", legacy("GET /users").in("users"), `{"type":"user.list","total_count":0,"users":null,"pages":{"total_pages":0}}`, 0, "", 0},
		{"1.4 scroll of leads", legacy("GET /contacts/scroll").in("contacts", "users").scrolled(), `{"type":"contact.list","users":` + two + `,"scroll_param":"s"}`, 0, "scroll_param:s", 2},
		{"1.4 items", legacy("GET /subscriptions").in("items"), `{"type":"list","items":` + two + `,"pages":{"next":null}}`, 0, "", 2},
		{"1.4 search", follow("customers"), `{"type":"customer.list","customers":` + two + `,"pages":{"next":{"page":2,"starting_after":"op=="}}}`, 0, "starting_after:op==", 2},
		{"1.4 nested pages", follow("users"), `{"users":` + two + `,"pages":{"pages":{"next":"https://x/users?page=2"}}}`, 0, "query:page=2", 2},
		{"other key", follow("companies"), `{"type":"list","renamed":` + two + `,"pages":null}`, 0, "", 2},
		{"named key and data", follow("companies"), `{"type":"list","data":[{"id":"9"}],"companies":` + two + `}`, 0, "", 2},
		{"data null, pages null", follow("conversations"), `{"type":"conversation.list","conversations":null,"pages":null,"total_count":null}`, -1, "", 0},
		{"nothing", follow("users"), `{}`, 0, "", 0},
		{"null", follow("users"), `null`, 0, "", 0},
		{"no body", follow("users"), " ", 0, "", 0},
		{"null items", follow(), `{"type":"list","data":[null,{"id":"1"},null]}`, 0, "", 1},
		{"pages as text", follow(), `{"type":"list","data":[],"pages":"none"}`, 0, "", 0},
		{"empty page that goes on", follow(), `{"type":"list","data":[],"pages":{"next":{"starting_after":"more"}}}`, 0, "starting_after:more", 0},
		{"total as text", follow(), `{"type":"list","data":[],"total_count":"12"}`, 12, "", 0},
		{"next without anything", follow(), `{"data":[],"pages":{"next":{}}}`, 0, "", 0},
		{"cut before next", follow(), `{"data":` + two + `,"pages":{"next":"/things?page=2"}}`, 0, "query:page=2", 2},
	} {
		page, err := pageOfThings(tt.body, tt.r)
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.next, page.Next, tt.name)
		if !strings.Contains(tt.body, `"total_count"`) {
			tt.total = -1
		}
		assert.Equal(t, tt.total, page.Total, tt.name)
		assert.Len(t, page.Items, tt.items, tt.name)
		for i, item := range page.Items {
			assert.Equal(t, ID([]string{"1", "2"}[i]), item.ID, tt.name)
			assert.NotEmpty(t, item.Raw(), tt.name)
		}
		again, _, err := page.Next.parse()
		require.NoError(t, err, "a cursor round-trips")
		assert.Equal(t, page.Next == "", again == "")
	}
}

func TestEnvelopesThatAreNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"type":"company","id":"1","name":"x","tags":[{"id":"2"}]}`, `{"type":"error","message":"no"}`, `"text"`, `42`, `true`, `<html>`, `{"data":[{"id":"1"}`, `{"data":[1,`,
		`{"data":[],"pages":{"next":5}}`, `{"data":[],"pages":{"next":true}}`, `{"data":[],"pages":{"next":[]}}`, `{"data":[],"pages":{"next":{"odd":1}}}`,
		`{"data":[],"pages":{"next":"https://api.intercom.io/things"}}`, `{"data":[],"pages":{"next":{"starting_after":{}}}}`,
	} {
		_, err := pageOfThings(body, op("GET /things"))
		assert.Error(t, err, body)
	}
	page, err := pageOfThings(`{"errors":[{"id":"1"}]}`, op("GET /things"))
	require.NoError(t, err)
	assert.Empty(t, page.Items, "errors are no items")
	page, err = pageOfThings(`{"data":[{"id":"1"},"odd",5,{"id":"2"}]}`, op("GET /things"))
	require.NoError(t, err)
	require.Len(t, page.Items, 4, "an odd item loses no other")
	assert.Error(t, page.Items[1].Mismatch())
	assert.Equal(t, ID("2"), page.Items[3].ID)
}

func TestMoveTo(t *testing.T) {
	t.Parallel()
	for cursor, want := range map[Cursor]string{
		"":                        "per_page=5&x=1",
		"page:3":                  "page=3&per_page=5&x=1",
		"starting_after:W=:&b":    "per_page=5&starting_after=" + url.QueryEscape("W=:&b") + "&x=1",
		"cursor:c":                "cursor=c&per_page=5&x=1",
		"query:page=2&per_page=9": "page=2&per_page=9&x=1",
		"query:x=2&y=%20&y=3":     "per_page=5&x=2&y=+&y=3",
	} {
		r := op("GET /things").query("x", "1")
		before := r.params
		require.NoError(t, r.moveTo(cursor, 5))
		assert.Equal(t, want, r.params.Encode(), cursor)
		assert.Equal(t, "x=1", before.Encode(), "the list itself stays")
	}
	for _, cursor := range []Cursor{"x", "page:", "page:0", "page:x", "page:-1", "starting_after:", "url:https://x", "query:%zz", ":", "query:"} {
		assert.ErrorIs(t, op("GET /things").moveTo(cursor, 0), ErrInvalidArgument, cursor)
	}
	r := op("POST /things/search").readOnly().body(searchBody{Query: map[string]string{"field": "x"}})
	require.NoError(t, r.moveTo("starting_after:abc", 7))
	b, err := json.Marshal(r.payload)
	require.NoError(t, err)
	assert.JSONEq(t, `{"query":{"field":"x"},"pagination":{"per_page":7,"starting_after":"abc"}}`, string(b))
	assert.Empty(t, r.params)
}

func TestFromOtherKindsOfLists(t *testing.T) {
	t.Parallel()
	client, err := NewClient(WithToken("t"))
	require.NoError(t, err)
	search := op("POST /things/search").readOnly().body(searchBody{})
	for _, tt := range []struct {
		r      *request
		cursor Cursor
		ok     bool
	}{
		{op("GET /things"), "page:2", true}, {op("GET /things"), "scroll_param:x", false}, {op("GET /things").scrolled(), "scroll_param:x", true},
		{op("GET /things").scrolled(), "page:2", false}, {search, "starting_after:x", true}, {search, "page:2", false}, {search, "query:page=2", false},
		{search, "", true}, {op("GET /things").scrolled(), "", true},
	} {
		assert.Equal(t, tt.ok, list[*thing](t.Context(), client, tt.r, nil).From(tt.cursor).listing.req.err == nil, "%s %s", tt.r.op, tt.cursor)
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range []string{
		`{"type":"list","data":[{"id":"1"}],"pages":{"next":{"starting_after":"x"}}}`, `[{"id":1},null]`, `{"users":null,"pages":{"next":"https://x?page=2"}}`,
		`{"data":{"articles":[{"id":"1"}]}}`, `{"scroll_param":"x","data":[{}]}`, `{"next_cursor":"a","has_more":true,"data":[1]}`, `{"page":1,"total_pages":3,"data":[]}`,
	} {
		f.Add(s, uint8(0))
	}
	f.Fuzz(func(t *testing.T, body string, mode uint8) {
		r := op("GET /things").in("users", "data.articles")
		r.paging = paging(mode % 3)
		page, err := pageOfThings(body, r)
		if err != nil {
			return
		}
		if page.Next != "" && !strings.HasPrefix(string(page.Next), cursorQuery) { // a query can be one that no URL has
			if kind, value, err := page.Next.parse(); err != nil || cursorOf(kind, value) != page.Next {
				t.Fatalf("%q does not round-trip: %v", page.Next, err)
			}
			if err := r.moveTo(page.Next, 1); err != nil {
				t.Fatal(err)
			}
		}
		var whole []json.RawMessage
		if strings.TrimSpace(body) != "" && json.Unmarshal([]byte(body), &whole) == nil {
			want := 0
			for _, item := range whole {
				if string(item) != "null" {
					want++
				}
			}
			if len(page.Items) != want {
				t.Fatalf("%d items of %d", len(page.Items), want)
			}
		}
	})
}
