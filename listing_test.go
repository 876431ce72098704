package intercom_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestCount(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/admins", 200, `{"type":"admin.list","admins":[{"id":"1"},{"id":"2"},{"id":"3"}]}`)
	n, err := client.Admins.List(t.Context()).Count()
	require.NoError(t, err)
	assert.Equal(t, 3, n, "a list of one page is counted by its items")
	api.wants("GET", "/admins", "", "2.16", "") // Intercom sends them all at once, whatever per_page says

	api.on("GET", "/tags", 200, `{"type":"list","data":[]}`, `{"type":"list","data":[{"id":"1"}],"pages":{"next":{"starting_after":"x"}}}`, `<html>`)
	n, err = client.Tags.List(t.Context()).Count()
	require.NoError(t, err)
	assert.Zero(t, n)
	_, err = client.Tags.List(t.Context()).Count()
	require.ErrorIs(t, err, intercom.ErrNoTotal)
	assert.EqualError(t, err, "intercom: GET /tags: the total of this list is not reported")
	_, err = client.Tags.List(t.Context()).Count()
	require.ErrorIs(t, err, intercom.ErrDecode)

	page := `{"type":"list","data":[{"id":"1","updated_at":%d},{"id":"2","updated_at":5}],"total_count":2,"pages":{"next":%s}}`
	now := time.Now()
	api.on("POST", "/contacts/search", 200, fmt.Sprintf(page, now.Unix(), "null"), fmt.Sprintf(page, now.Unix(), `{"starting_after":"x"}`))
	since := client.Contacts.UpdatedSince(t.Context(), now.Add(-time.Hour))
	n, err = since.Count()
	require.NoError(t, err)
	assert.Equal(t, 1, n, "what is dropped does not count")
	_, err = since.Count()
	require.ErrorIs(t, err, intercom.ErrNoTotal)

	api.on("GET", "/teams", 200, `{"type":"team.list","teams":[{"id":"1"}]}`)
	first, err := client.Teams.List(t.Context()).Page()
	require.NoError(t, err)
	assert.Equal(t, -1, first.Total)
}

func TestZeroPager(t *testing.T) {
	t.Parallel()
	var zero intercom.Pager[*intercom.Tag]
	assert.Equal(t, "intercom.Pager()", fmt.Sprint(&zero))
	for _, pager := range []*intercom.Pager[*intercom.Tag]{&zero, zero.PerPage(5).From("page:2").Prefetch().KeepRepeats()} {
		_, err := pager.Collect()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		_, err = pager.Page()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		_, err = pager.Count()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		for _, err := range intercom.Parallel(pager, 2, func(context.Context, *intercom.Tag) (*int, error) { return new(int), nil }) {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		}
	}
}

// Only a page that was read before shows that an item moved.
func TestRepeatsOfEarlierPagesOnly(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	pages := []string{
		`{"type":"list","data":[{"id":"1","name":"a"},{"id":"1","name":"b"},{"id":""},{"id":""}],"pages":{"next":{"starting_after":"x"}}}`,
		`{"type":"list","data":[{"id":"1","name":"moved"},{"id":"2"},{"id":""}]}`,
	}
	api.on("GET", "/tags", 200, append(pages, pages...)...)
	tags, err := client.Tags.List(t.Context()).Collect()
	require.NoError(t, err)
	names := func(tags []*intercom.Tag) (names []string) {
		for _, tag := range tags {
			names = append(names, string(tag.ID)+tag.Name)
		}
		return names
	}
	assert.Equal(t, []string{"1a", "1b", "", "", "2", ""}, names(tags))
	tags, err = client.Tags.List(t.Context()).KeepRepeats().Collect()
	require.NoError(t, err)
	assert.Equal(t, []string{"1a", "1b", "", "", "1moved", "2", ""}, names(tags))
}

// So do items that are read in another form than they were sent in.
func TestRepeatsOfConvertedItems(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	pages := []string{
		`{"type":"conversation.list","conversations":[{"id":"1"},{"id":"2"}],"pages":{"next":"https://api.intercom.io/conversations?page=2"}}`,
		`{"type":"conversation.list","conversations":[{"id":"2"},{"id":"3"}],"pages":{"next":null}}`,
	}
	api.on("GET", "/conversations", 200, append(pages, pages...)...)
	list := client.Conversations.ListForAdmin(t.Context(), "7")
	once, err := list.Collect()
	require.NoError(t, err)
	assert.Len(t, once, 3)
	all, err := list.KeepRepeats().Collect()
	require.NoError(t, err)
	assert.Len(t, all, 4)
}

func TestIfFound(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/contacts/a", 404, ``)
	api.on("GET", "/contacts/b", 410, ``)
	api.on("GET", "/contacts/c", 403, ``)
	api.on("GET", "/contacts/d", 200, `{"id":"d"}`)
	var found []intercom.ID
	var failure error
	ids := []intercom.ID{"a", "d", "b", "d", "c", "d"}
	get := func(ctx context.Context, id intercom.ID) (*intercom.Contact, error) {
		return intercom.IfFound(client.Contacts.Get(ctx, id))
	}
	for contact, err := range intercom.ParallelItems(t.Context(), ids, 2, get) {
		if err != nil {
			assert.Nil(t, contact)
			failure = err
			continue
		}
		found = append(found, contact.ID)
	}
	assert.Equal(t, []intercom.ID{"d", "d"}, found)
	assert.ErrorIs(t, failure, intercom.ErrForbidden)
}

// Checkpoints and details go together.
func TestParallelItemsOfPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			if req.URL.Path != prefix+"/tags" {
				time.Sleep(time.Second)
				return reply(200, fmt.Sprintf(`{"id":"%s","name":"detail"}`, req.URL.Path[len(prefix+"/tags/"):])), nil
			}
			if req.URL.Query().Get("starting_after") == "" {
				return reply(200, `{"data":[{"id":"1"},{"id":"2"},{"id":"3"},{"id":"4"}],"pages":{"next":{"starting_after":"x"}}}`), nil
			}
			return reply(200, `{"data":[{"id":"5"}]}`), nil
		}))
		get := func(ctx context.Context, tag *intercom.Tag) (*intercom.Tag, error) {
			return client.Tags.Get(ctx, tag.ID)
		}
		begun := time.Now()
		var got []intercom.ID
		var checkpoints []intercom.Cursor
		for page, err := range client.Tags.List(t.Context()).Pages() {
			require.NoError(t, err)
			for tag, err := range intercom.ParallelItems(t.Context(), page.Items, 4, get) {
				require.NoError(t, err)
				assert.Equal(t, "detail", tag.Name)
				got = append(got, tag.ID)
			}
			checkpoints = append(checkpoints, page.Next)
		}
		assert.Equal(t, []intercom.ID{"1", "2", "3", "4", "5"}, got)
		assert.Equal(t, []intercom.Cursor{"starting_after:x", ""}, checkpoints)
		assert.Equal(t, 2*time.Second, time.Since(begun))

		for _, err := range intercom.ParallelItems(t.Context(), got, 0, func(context.Context, intercom.ID) (*int, error) { return nil, nil }) {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		}
		var nobody context.Context
		for _, err := range intercom.ParallelItems(nobody, got, 1, func(context.Context, intercom.ID) (*int, error) { return nil, nil }) {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		}
	})
}

// runtime.Goexit in a callback, such as t.FailNow, hangs nothing.
func TestGoexitInCallbacks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fetched := 0
		client := over(t, roundTrip(func(*http.Request) (*http.Response, error) {
			fetched++
			return reply(200, fmt.Sprintf(`{"data":[{"id":"%d"}],"pages":{"next":{"starting_after":"%d"}}}`, fetched, fetched)), nil
		}))
		exits := func(context.Context, *intercom.Tag) (*intercom.Tag, error) {
			runtime.Goexit()
			return nil, errors.New("not reached")
		}
		const text = "ended by runtime.Goexit"
		failures := 0
		for tag, err := range intercom.Parallel(client.Tags.List(t.Context()), 3, exits) {
			require.Nil(t, tag)
			require.ErrorContains(t, err, text)
			failures++
		}
		assert.Equal(t, 1, failures)

		errs := intercom.Batch(t.Context(), []int{0, 1, 2, 3, 4}, 2, func(_ context.Context, i int) error {
			if i%2 == 0 {
				runtime.Goexit()
			}
			return nil
		})
		require.Len(t, errs, 5)
		for i, err := range errs {
			if i%2 == 0 {
				require.ErrorContains(t, err, text)
			} else {
				require.NoError(t, err)
			}
		}

		hook := intercom.WithHook(func(context.Context, intercom.Attempt) {
			if fetched > 2 {
				runtime.Goexit()
			}
		})
		fetched = 1
		var last error
		for _, err := range client.Tags.List(t.Context(), hook).Prefetch().All() {
			last = err
		}
		require.ErrorContains(t, last, text)
		fetched = 1
		last = nil
		for _, err := range intercom.Parallel(client.Tags.List(t.Context(), hook), 3, func(_ context.Context, tag *intercom.Tag) (*intercom.Tag, error) { return tag, nil }) {
			last = err
		}
		require.ErrorContains(t, last, text)
	})
}

// The next page is asked for in the form that the operation takes, in whatever
// form a response says where it is.
func TestCursorsWhereTheyBelong(t *testing.T) {
	t.Parallel()
	search := func(c *intercom.Client) *intercom.Pager[*intercom.Conversation] {
		return c.Conversations.Search(t.Context(), intercom.ConversationFieldOpen.Is(true))
	}
	for next, want := range map[string]string{
		`"https://h/conversations/search?per_page=2&starting_after=WzE3PQ%3D%3D"`: "WzE3PQ==",
		`{"page":2,"starting_after":"abc"}`:                                       "abc",
		`"abc"`:                                                                   "abc",
	} {
		client, api := setup(t)
		api.on("POST", "/conversations/search", 200, `{"conversations":[{"id":"1"}],"pages":{"next":`+next+`}}`, `{"conversations":[{"id":"2"}]}`)
		list, err := search(client).Collect()
		require.NoError(t, err)
		assert.Len(t, list, 2)
		api.wants("POST", "/conversations/search", "", "2.16",
			`{"query":{"field":"open","operator":"=","value":true},"pagination":{"per_page":150,"starting_after":"`+want+`"}}`)
	}
	for _, next := range []string{`{"page":2}`, `"https://h/conversations/search?page=2"`, `"https://h/conversations/search"`, `7`} {
		client, api := setup(t)
		api.on("POST", "/conversations/search", 200, `{"total_count":9,"conversations":[{"id":"1"}],"pages":{"next":`+next+`}}`)
		list, err := search(client).Collect()
		require.ErrorIs(t, err, intercom.ErrDecode)
		assert.Len(t, list, 1, "what came is not lost for what follows it")
		page, err := search(client).Page()
		require.ErrorIs(t, err, intercom.ErrDecode)
		assert.Len(t, page.Items, 1)
		n, err := search(client).Count()
		require.NoError(t, err)
		assert.Equal(t, 9, n)
	}
	client, api := setup(t)
	for _, cursor := range []intercom.Cursor{"page:2", "query:page=2", "scroll_param:x", "cursor:x"} {
		_, err := search(client).From(cursor).Collect()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, cursor)
	}
	assert.Zero(t, api.count())
	api.on("POST", "/conversations/search", 200, `{"conversations":[]}`)
	_, err := search(client).From("query:starting_after=abc&x=1").Collect()
	require.NoError(t, err)
	assert.Contains(t, api.last().Body, `"starting_after":"abc"`)

	api.on("GET", "/admins/activity_logs", 200, `{"activity_logs":[{"id":"a"}],"pages":{"type":"pages","next":"cursor-1","per_page":50}}`, `{"activity_logs":[{"id":"b"}]}`)
	n := 0
	for page, err := range client.Admins.ListActivityLogs(t.Context(), time.Unix(1e9, 0)).Pages() {
		require.NoError(t, err)
		n += len(page.Items)
	}
	assert.Equal(t, 2, n)
	assert.Equal(t, "cursor-1", api.last().Query.Get("starting_after"))
}

// A list that breaks off says so.
func TestListThatBreaksOff(t *testing.T) {
	t.Parallel()
	page := func(n, items, total, pages int) string {
		rows := make([]string, items)
		for i := range rows {
			rows[i] = fmt.Sprintf(`{"id":"%d-%d"}`, n, i)
		}
		return fmt.Sprintf(`{"type":"list","data":[%s],"total_count":%d,"pages":{"page":%d,"total_pages":%d,"next":null}}`, strings.Join(rows, ","), total, n, pages)
	}
	linked := func(body string, next int) string {
		return strings.Replace(body, `"next":null`, fmt.Sprintf(`"next":{"starting_after":"%d"}`, next), 1)
	}
	for name, tt := range map[string]struct {
		bodies []string
		items  int
		whole  bool
	}{
		"past the limit":          {[]string{linked(page(1, 2, 12, 6), 2), linked(page(2, 2, 12, 6), 3), page(3, 0, 0, 0)}, 4, false},
		"no next before the last": {[]string{linked(page(1, 2, 12, 6), 2), page(2, 2, 12, 6)}, 4, false},
		"all there is":            {[]string{linked(page(1, 2, 4, 2), 2), page(2, 2, 4, 2)}, 4, true},
		"one was deleted":         {[]string{linked(page(1, 2, 4, 2), 2), page(2, 1, 3, 2)}, 3, true},
		"empty last page":         {[]string{linked(page(1, 2, 2, 1), 2), page(2, 0, 2, 1)}, 2, true},
		"one page":                {[]string{page(1, 2, 7, 1)}, 2, true},
		"nothing":                 {[]string{page(1, 0, 0, 0)}, 0, true},
	} {
		client, api := setup(t)
		api.on("GET", "/tags", 200, tt.bodies...)
		tags, err := client.Tags.List(t.Context()).Collect()
		assert.Len(t, tags, tt.items, name)
		if tt.whole {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorIs(t, err, intercom.ErrPageLimit, name)
		assert.EqualError(t, err, "intercom: GET /tags: the list ended after 4 of 12 items: page limit reached")
	}
	client, api := setup(t)
	api.on("GET", "/tags", 200, page(3, 0, 0, 0))
	_, err := client.Tags.List(t.Context()).From("page:3").Collect()
	require.NoError(t, err, "where reading began in the middle nobody knows")
}

func TestEmptyPagesAreBounded(t *testing.T) {
	t.Parallel()
	sent := 0
	client := over(t, roundTrip(func(*http.Request) (*http.Response, error) {
		sent++
		return reply(200, fmt.Sprintf(`{"data":[],"pages":{"next":{"starting_after":"%d"}}}`, sent)), nil
	}))
	_, err := client.Tags.List(t.Context()).Collect()
	require.ErrorIs(t, err, intercom.ErrCursorLoop)
	assert.EqualError(t, err, "intercom: GET /tags: 100 empty pages in a row: the list points back at a page that was read")
	assert.Equal(t, 100, sent)
}

// A range asks for the largest pages, and a single page is Intercom's.
func TestSizeOfPages(t *testing.T) {
	t.Parallel()
	var asked []string
	client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
		var body struct {
			Pagination struct {
				PerPage int `json:"per_page"`
			} `json:"pagination"`
		}
		if err := json.NewDecoder(req.Body).Decode(&body); err != nil {
			return nil, err
		}
		asked = append(asked, strconv.Itoa(body.Pagination.PerPage))
		return reply(200, `{"data":[{"id":"1"}],"total_count":1}`), nil
	}))
	list := client.Contacts.Search(t.Context(), intercom.ContactFieldEmail.Is("a@b.test"))
	for range list.All() {
	}
	for range list.Pages() {
	}
	_, err := list.Collect()
	require.NoError(t, err)
	_, err = list.Page()
	require.NoError(t, err)
	_, err = list.Count()
	require.NoError(t, err)
	_, err = list.PerPage(20).Collect()
	require.NoError(t, err)
	_, err = list.PerPage(20).Page()
	require.NoError(t, err)
	assert.Equal(t, []string{"150", "150", "150", "0", "1", "20", "20"}, asked)
}

// slowAPI takes too long for pages of more than most items.
type slowAPI struct {
	most  int
	total int
	fails func(*http.Request) (*http.Response, error)
	sizes []int
}

func (s *slowAPI) RoundTrip(req *http.Request) (*http.Response, error) {
	var body struct {
		Pagination struct {
			PerPage       int    `json:"per_page"`
			StartingAfter string `json:"starting_after"`
		} `json:"pagination"`
	}
	if err := json.NewDecoder(req.Body).Decode(&body); err != nil {
		return nil, err
	}
	size := body.Pagination.PerPage
	s.sizes = append(s.sizes, size)
	if size > s.most {
		return s.fails(req)
	}
	first, _ := strconv.Atoi(body.Pagination.StartingAfter)
	last := min(first+size, s.total)
	var rows []string
	for i := first; i < last; i++ {
		rows = append(rows, fmt.Sprintf(`{"id":"%d"}`, i))
	}
	next := "null"
	if last < s.total {
		next = fmt.Sprintf(`{"starting_after":"%d"}`, last)
	}
	return reply(200, fmt.Sprintf(`{"conversations":[%s],"total_count":%d,"pages":{"next":%s}}`, strings.Join(rows, ","), s.total, next)), nil
}

// A page that takes too long is asked for in smaller pieces.
func TestPagesThatTimeOut(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fails func(*http.Request) (*http.Response, error)
		sizes []int
		ok    bool
	}{
		"hangs": {hangs, []int{150, 75, 37, 37, 37, 37, 37, 37, 74, 37, 37}, true},
		"408":   {responds(408, "{}"), []int{150, 75, 37, 37, 37, 37, 37, 37, 74, 37, 37}, true},
		"504":   {responds(504, "<html>"), []int{150, 75, 37, 37, 37, 37, 37, 37, 74, 37, 37}, true},
		"500":   {responds(500, "<html>"), []int{150, 150, 150, 75, 75, 75}, false},
		"400":   {responds(400, "{}"), []int{150}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &slowAPI{most: 40, total: 290, fails: tt.fails}
				client := over(t, server)
				all, err := client.Conversations.Search(t.Context(), intercom.ConversationFieldOpen.Is(true)).Collect()
				if tt.ok {
					require.NoError(t, err)
					require.Len(t, all, 290)
					for i, c := range all {
						assert.Equal(t, intercom.ID(strconv.Itoa(i)), c.ID)
					}
				} else {
					require.Error(t, err)
				}
				assert.Equal(t, tt.sizes, server.sizes)
			})
		})
	}
	synctest.Test(t, func(t *testing.T) { // 500s that pass with half a page
		server := &slowAPI{most: 75, total: 100, fails: responds(500, "<html>")}
		all, err := over(t, server).Conversations.Search(t.Context(), intercom.ConversationFieldOpen.Is(true)).Collect()
		require.NoError(t, err)
		assert.Len(t, all, 100)
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		server = &slowAPI{most: 5, total: 100, fails: hangs}
		_, err = over(t, server).Conversations.Search(ctx, intercom.ConversationFieldOpen.Is(true)).Collect()
		require.ErrorIs(t, err, context.DeadlineExceeded, "within the caller's time")
		assert.Equal(t, []int{150, 75}, server.sizes)
	})
}

// Pages of UpdatedSince of which nothing is left are not yielded.
func TestPagesThatAreDropped(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	now := time.Now().Unix()
	api.on("POST", "/contacts/search", 200,
		`{"data":[{"id":"1","updated_at":5}],"pages":{"next":{"starting_after":"a"}}}`,
		`{"data":[{"id":"2","updated_at":5}],"pages":{"next":{"starting_after":"b"}}}`,
		fmt.Sprintf(`{"data":[{"id":"3","updated_at":%d}],"pages":{"next":{"starting_after":"c"}}}`, now),
		`{"data":[{"id":"4","updated_at":5}]}`)
	var sizes []int
	for page, err := range client.Contacts.UpdatedSince(t.Context(), time.Unix(now-60, 0)).Pages() {
		require.NoError(t, err)
		sizes = append(sizes, len(page.Items))
		assert.Equal(t, -1, page.Total)
	}
	assert.Equal(t, []int{1, 0}, sizes, "the last page comes, so that its end is known")
}

// Conversations are compared to the second. What was updated in the second before
// is left out, whether or not the comparison includes the moment itself.
func TestConversationsUpdatedSince(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/conversations/search", 200,
		`{"conversations":[{"id":"0","updated_at":1699999999},{"id":"1","updated_at":1700000000}],"pages":{"next":{"starting_after":"a"}}}`,
		`{"conversations":[{"id":"1","updated_at":1700000009},{"id":"2"}]}`)
	list, err := client.Conversations.UpdatedSince(t.Context(), time.Unix(1700000000, 5e8), intercom.ConversationSearchOptions{Monitors: true}).Collect()
	require.NoError(t, err)
	require.Len(t, list, 3)
	assert.Equal(t, []intercom.ID{"1", "1", "2"}, []intercom.ID{list[0].ID, list[1].ID, list[2].ID}, "what was updated meanwhile comes again")
	api.wants("POST", "/conversations/search", "include_monitors=true", "2.16",
		`{"query":{"field":"updated_at","operator":">","value":1699999999},"sort":{"field":"updated_at","order":"ascending"},"pagination":{"starting_after":"a","per_page":150}}`)
}
