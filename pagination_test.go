package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// pagesOf responds to GET /tags page by page: page n has the ids of its index and
// points to the next one.
func pagesOf(latency time.Duration, pages ...string) (http.RoundTripper, *atomic.Int64) {
	sent := new(atomic.Int64)
	return roundTrip(func(req *http.Request) (*http.Response, error) {
		sent.Add(1)
		if err := pause(req.Context(), latency); err != nil {
			return nil, err
		}
		at, _ := strconv.Atoi(req.URL.Query().Get("starting_after"))
		if pages[at] == "500" {
			return reply(500, ""), nil
		}
		items, next, _ := strings.Cut(pages[at], " ")
		var b strings.Builder
		for i, id := range strings.Split(items, ",") {
			if id != "" {
				fmt.Fprintf(&b, `%s{"type":"tag","id":%q}`, strings.Repeat(",", min(i, 1)), id)
			}
		}
		switch {
		case next != "":
		case at+1 < len(pages):
			next = fmt.Sprintf(`{"starting_after":"%d"}`, at+1)
		default:
			next = "null"
		}
		return reply(200, `{"type":"list","total_count":77,"data":[`+b.String()+`],"pages":{"next":`+next+`}}`), nil
	}), sent
}

func ids(tags []*intercom.Tag) string {
	var all []string
	for _, tag := range tags {
		all = append(all, string(tag.ID))
	}
	return strings.Join(all, ",")
}

func TestPagerWalks(t *testing.T) {
	t.Parallel()
	transport, sent := pagesOf(0, "a,b", "", "c,a", "d")
	client := over(t, transport)
	list := client.Tags.List(t.Context())
	assert.Zero(t, sent.Load(), "a list is lazy")
	for range 2 { // and can be read again
		sent.Store(0)
		tags, err := list.Collect()
		require.NoError(t, err)
		assert.Equal(t, "a,b,c,d", ids(tags), "an empty page does not end a list, an item that moved is yielded once")
		assert.Equal(t, int64(4), sent.Load())
	}
	tags, err := list.KeepRepeats().Collect()
	require.NoError(t, err)
	assert.Equal(t, "a,b,c,a,d", ids(tags))
	tags, err = list.Collect()
	require.NoError(t, err)
	assert.Equal(t, "a,b,c,d", ids(tags), "setters return copies")

	n, err := list.Count()
	require.NoError(t, err)
	assert.Equal(t, 77, n)

	// a break sends nothing more
	for _, pager := range []*intercom.Pager[*intercom.Tag]{list, list.PerPage(2)} {
		sent.Store(0)
		for tag, err := range pager.All() {
			require.NoError(t, err)
			if tag.ID == "b" {
				break
			}
		}
		assert.Equal(t, int64(1), sent.Load())
	}
}

func TestPagerResumes(t *testing.T) {
	t.Parallel()
	transport, _ := pagesOf(0, "a,b", "c", "d,e")
	client := over(t, transport)
	var stored intercom.Cursor
	for page, err := range client.Tags.List(t.Context()).Pages() {
		require.NoError(t, err)
		assert.Equal(t, 77, page.Total)
		if stored = page.Next; ids(page.Items) == "c" {
			break
		}
	}
	rest, err := over(t, transport).Tags.List(t.Context()).From(intercom.Cursor(string(stored))).Collect()
	require.NoError(t, err)
	assert.Equal(t, "d,e", ids(rest))
	page, err := client.Tags.List(t.Context()).From(stored).Page()
	require.NoError(t, err)
	assert.Empty(t, page.Next)
	first, err := client.Tags.List(t.Context()).From("").Page()
	require.NoError(t, err)
	assert.Equal(t, "a,b", ids(first.Items))
}

func TestPagerErrors(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*intercom.Pager[*intercom.Tag]) *intercom.Pager[*intercom.Tag]{
		"plain":    func(p *intercom.Pager[*intercom.Tag]) *intercom.Pager[*intercom.Tag] { return p },
		"prefetch": func(p *intercom.Pager[*intercom.Tag]) *intercom.Pager[*intercom.Tag] { return p.Prefetch() },
	} {
		synctest.Test(t, func(t *testing.T) {
			transport, sent := pagesOf(0, "a,b", "500", "c")
			list := change(over(t, transport, intercom.WithMaxRetries(0)).Tags.List(t.Context()))
			var got []string
			failures := 0
			for tag, err := range list.All() {
				if err != nil {
					assert.Nil(t, tag)
					assert.ErrorIs(t, err, intercom.ErrServer)
					failures++
					continue
				}
				got = append(got, string(tag.ID))
			}
			assert.Equal(t, []string{"a", "b"}, got, name)
			assert.Equal(t, 1, failures, "an error is yielded once and ends the list")
			assert.Equal(t, int64(2), sent.Load())
			tags, err := list.Collect()
			assert.ErrorIs(t, err, intercom.ErrServer)
			assert.Equal(t, "a,b", ids(tags))

			// a cursor that repeats: nothing that was read is lost, and there is an end
			for _, pages := range [][]string{{"a", `b {"starting_after":"1"}`}, {"a", "b", `c {"starting_after":"1"}`}} {
				transport, sent := pagesOf(0, pages...)
				tags, err := change(over(t, transport).Tags.List(t.Context())).Collect()
				assert.ErrorIs(t, err, intercom.ErrCursorLoop)
				assert.Equal(t, "a,b,c"[:2*len(pages)-1], ids(tags))
				assert.Equal(t, int64(len(pages)), sent.Load())
			}
			transport, sent = pagesOf(0, "a", `b {"starting_after":"1"}`)
			tags, err = change(over(t, transport).Tags.List(t.Context()).From("starting_after:1")).Collect()
			assert.ErrorIs(t, err, intercom.ErrCursorLoop)
			assert.Equal(t, "b", ids(tags))
			assert.Equal(t, int64(1), sent.Load())

			transport, _ = pagesOf(0, "a", "b 17")
			tags, err = change(over(t, transport).Tags.List(t.Context())).Collect()
			assert.ErrorIs(t, err, intercom.ErrDecode, "what is of unknown form does not just end the list")
			assert.Equal(t, "a,b", ids(tags), "and loses no page")
		})
	}
}

func TestPagerRefusesNonsense(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	var res intercom.Response
	for parameter, err := range map[string]error{
		"PerPage 0":   last(client.Tags.List(ctx).PerPage(0).Collect()),
		"PerPage -1":  last(client.Tags.List(ctx).PerPage(-1).Page()),
		"PerPage 151": last(client.Tags.List(ctx).PerPage(151).Collect()),
		"PerPage 61":  last(client.Users.List(ctx).PerPage(61).Collect()),
		"PerPage s":   last(client.Users.Scroll(ctx).PerPage(50).Collect()),
		"From":        last(client.Tags.List(ctx).From("https://evil.test/?page=2").Collect()),
		"From scroll": last(client.Tags.List(ctx).From("scroll_param:x").Collect()),
		"From page":   last(client.Tags.List(ctx).From("page:-1").Collect()),
		"Restart":     last(client.Tags.List(ctx).Restart(1).Collect()),
		"Restart -1":  last(client.Users.Scroll(ctx).Restart(-1).Collect()),
		"Prefetch":    last(client.Tags.List(ctx, intercom.WithResponse(&res)).Prefetch().Collect()),
	} {
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		name, _, _ := strings.Cut(parameter, " ")
		assert.Contains(t, err.Error(), ": "+name+" ")
	}
	assert.Zero(t, api.count())
	api.on("GET", "/users", 200, `{"users":[]}`)
	_, err := client.Users.List(ctx).PerPage(60).Collect()
	require.NoError(t, err)
	api.wants("GET", "/users", "per_page=60", "1.4", "")
}

// A link contributes its query and nothing else: the token goes nowhere else.
func TestLinksAreFollowedOnTheBase(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/users", 200,
		`{"type":"user.list","users":[{"id":"1"}],"pages":{"next":"https://elsewhere.test/other?page=2&per_page=7&email=a%2Bb%40c.d"}}`,
		`{"type":"user.list","users":[{"id":"2"}],"pages":{"next":null}}`)
	users, err := client.Users.List(t.Context(), intercom.UserListOptions{Email: "x@y.z", Phone: "5"}).PerPage(9).Collect()
	require.NoError(t, err)
	assert.Len(t, users, 2)
	api.wants("GET", "/users", "page=2&per_page=7&email=a%2Bb%40c.d&phone=5", "1.4", "")
}

func TestNumberedListsCount(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/companies/list", 200,
		`{"type":"list","data":[{"id":"1"}],"pages":{"page":1,"total_pages":2,"next":"https://api.intercom.io/companies/list?page=7"}}`,
		`{"type":"list","data":[{"id":"2"}],"pages":{"page":2,"total_pages":2,"next":"https://api.intercom.io/companies/list?page=8"}}`)
	companies, err := client.Companies.List(t.Context()).PerPage(1).Collect()
	require.NoError(t, err)
	assert.Len(t, companies, 2)
	api.wants("POST", "/companies/list", "page=2&per_page=1", "2.16", "")
}

// Reading ahead hides the latency behind the work, and leaves nothing behind:
// synctest fails if a goroutine is left.
func TestPrefetch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pages := make([]string, 50)
		for i := range pages {
			pages[i] = strconv.Itoa(i)
		}
		transport, sent := pagesOf(20*time.Millisecond, pages...)
		client := over(t, transport)
		read := func(list *intercom.Pager[*intercom.Tag]) time.Duration {
			start, n := time.Now(), 0
			for _, err := range list.All() {
				require.NoError(t, err)
				time.Sleep(20 * time.Millisecond)
				n++
			}
			assert.Equal(t, 50, n)
			return time.Since(start)
		}
		plain := read(client.Tags.List(t.Context()))
		ahead := read(client.Tags.List(t.Context()).Prefetch())
		t.Logf("%v without, %v with Prefetch (%.2f)", plain, ahead, float64(ahead)/float64(plain))
		assert.LessOrEqual(t, float64(ahead)/float64(plain), 0.6)

		sent.Store(0)
		for tag, err := range client.Tags.List(t.Context()).Prefetch().All() {
			require.NoError(t, err)
			if tag.ID == "2" {
				break
			}
		}
		assert.LessOrEqual(t, sent.Load(), int64(4), "one page more at most")

		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n := 0
		for _, err := range client.Tags.List(ctx).Prefetch().All() {
			if n++; n == 3 {
				cancel()
			}
			if err != nil {
				assert.ErrorIs(t, err, context.Canceled)
			}
		}
		assert.LessOrEqual(t, n, 5)

		assert.Panics(t, func() {
			for range client.Tags.List(t.Context()).Prefetch().All() {
				panic("in the consumer")
			}
		})
	})
}

// people fills a fake workspace.
func people(t testing.TB, client *intercom.Client, n int) {
	t.Helper()
	for i := range n {
		_, err := client.Users.Create(t.Context(), intercom.UserCreate{UserID: strconv.Itoa(i)})
		require.NoError(t, err)
	}
}

func TestScroll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := intercomtest.NewServer()
		client := srv.Client()
		people(t, client, 250)
		users, err := client.Users.Scroll(t.Context()).Collect()
		require.NoError(t, err)
		assert.Len(t, users, 250)
		assert.Len(t, srv.Requests("GET /users/scroll"), 4, "an empty page ends it")

		// a slow consumer
		n := 0
		for _, err = range client.Users.Scroll(t.Context()).All() {
			if n++; n == 100 {
				time.Sleep(61 * time.Second)
			}
		}
		require.ErrorIs(t, err, intercom.ErrScrollExpired)
		assert.Equal(t, 101, n)

		seen, n := map[intercom.ID]bool{}, 0
		for user, err := range client.Users.Scroll(t.Context()).Restart(1).All() {
			require.NoError(t, err)
			assert.False(t, seen[user.ID], "what was yielded is not yielded again")
			seen[user.ID] = true
			if n++; n == 100 {
				time.Sleep(61 * time.Second)
			}
		}
		assert.Len(t, seen, 250)

		// it never goes on for ever
		requests := len(srv.Requests("GET /users/scroll"))
		n = 0
		for _, err = range client.Users.Scroll(t.Context()).Restart(3).KeepRepeats().All() {
			if n++; n%100 == 0 {
				time.Sleep(61 * time.Second)
			}
		}
		require.ErrorIs(t, err, intercom.ErrScrollExpired)
		assert.Less(t, len(srv.Requests("GET /users/scroll"))-requests, 12)
	})
}

func TestOneScrollAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := intercomtest.NewServer()
		client := srv.Client()
		people(t, client, 150)
		for _, err := range client.Users.Scroll(t.Context()).Pages() {
			require.NoError(t, err)
			requests := len(srv.Requests(""))
			_, err = client.With(intercom.WithTimeout(time.Second)).Companies.Scroll(t.Context()).Page()
			require.ErrorIs(t, err, intercom.ErrScrollInUse, "in this process")
			assert.Len(t, srv.Requests(""), requests, "nobody was asked")

			_, err = srv.Client().Users.Scroll(t.Context()).Page()
			require.ErrorIs(t, err, intercom.ErrScrollInUse, "from another process")
			assert.True(t, is[*intercom.BadRequestError](err))
			break
		}
		start := time.Now()
		users, err := client.Users.Scroll(t.Context()).Restart(1).Collect()
		require.NoError(t, err, "it waits for the one that was left to end")
		assert.Len(t, users, 150)
		assert.LessOrEqual(t, time.Since(start), 70*time.Second)
		assert.GreaterOrEqual(t, time.Since(start), 55*time.Second)

		// within one client one scroll waits for the other
		done := make(chan error)
		go func() {
			n := 0
			for _, err := range client.Users.Scroll(t.Context()).All() {
				if err != nil {
					done <- err
					return
				}
				if n++; n%100 == 0 {
					time.Sleep(20 * time.Second)
				}
			}
			done <- nil
		}()
		time.Sleep(time.Second)
		users, err = client.Users.Scroll(t.Context()).Restart(1).Collect()
		require.NoError(t, err)
		assert.Len(t, users, 150)
		require.NoError(t, <-done)

		// another workspace is not concerned
		for range client.Users.Scroll(t.Context()).Pages() {
			other := intercomtest.NewServer(intercomtest.WithToken("other"))
			people(t, other.Client(), 1)
			switched := client.With(intercom.WithHTTPClient(&http.Client{Transport: other.Transport()}))
			_, err := switched.Users.Scroll(t.Context(), intercom.WithToken("other")).Collect()
			require.NoError(t, err)
			break
		}
	})
}

// A page of a scroll whose response was lost is gone. That must never go
// unnoticed.
func TestLostPageOfScroll(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]intercomtest.Fault{"cut": intercomtest.Cut(), "reset": intercomtest.Reset(), "500": intercomtest.Status(500, "server_error", "x")} {
		synctest.Test(t, func(t *testing.T) {
			srv := intercomtest.NewServer()
			client := srv.Client()
			people(t, client, 220)
			read := func(list *intercom.Pager[*intercom.User], latency time.Duration) (n int, err error) {
				at := 0
				seen := map[intercom.ID]bool{}
				var page *intercom.Page[*intercom.User]
				for page, err = range list.Pages() {
					if err != nil {
						break
					}
					if at++; at == 1 {
						srv.Fail("GET /users/scroll", fault)
					}
					for _, user := range page.Items {
						seen[user.ID] = true
					}
				}
				return len(seen), err
			}
			requests := len(srv.Requests("GET /users/scroll"))
			n, err := read(client.Users.Scroll(t.Context()), 0)
			require.Error(t, err, name)
			assert.Equal(t, 100, n, name)
			assert.Len(t, srv.Requests("GET /users/scroll"), requests+2, "%s: asked once and not again", name)
			time.Sleep(time.Minute)

			n, err = read(client.Users.Scroll(t.Context()).Restart(1), 0)
			require.NoError(t, err, name)
			assert.Equal(t, 220, n, name)
			time.Sleep(time.Minute)
			srv.Fail("GET /users/scroll") // nothing: what follows works
			users, err := client.Users.Scroll(t.Context()).Restart(1).Prefetch().Collect()
			require.NoError(t, err)
			assert.Len(t, users, 220)
		})
	}
	lost := scripted(responds(200, `{"users":[{"id":"1"}],"scroll_param":"s"}`), breaks(lostConnection))
	_, err := over(t, lost, intercom.WithReplay()).Users.Scroll(t.Context()).Collect()
	require.ErrorIs(t, err, intercom.ErrConnection)
	assert.Equal(t, 2, lost.count(), "WithReplay changes nothing about it")
	t.Run("provably not processed", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			transport := scripted(
				responds(200, `{"users":[{"id":"1"}],"scroll_param":"s"}`),
				responds(429, ""), breaks(noConnection),
				responds(200, `{"users":[{"id":"2"}],"scroll_param":"s"}`),
				responds(200, `{"users":[],"scroll_param":"s"}`))
			users, err := over(t, transport).Users.Scroll(t.Context()).Collect()
			require.NoError(t, err)
			assert.Len(t, users, 2)
		})
	})
}

// One item that cannot be read loses no other.
func TestDriftWithinAPage(t *testing.T) {
	t.Parallel()
	client := over(t, scripted(responds(200, `{"data":[{"id":"1","name":{"odd":1}},7,null,{"id":"2","name":"blue"}]}`)))
	tags, err := client.Tags.List(t.Context()).Collect()
	require.NoError(t, err)
	require.Len(t, tags, 3)
	assert.Equal(t, "1,,2", ids(tags))
	assert.ErrorContains(t, tags[0].Mismatch(), "name")
	assert.Equal(t, "blue", tags[2].Name)
}

func TestPageLimit(t *testing.T) {
	t.Parallel()
	client := over(t, scripted(
		responds(200, `{"users":[{"id":"1"}],"pages":{"next":"https://x/users?page=201"}}`),
		responds(400, `{"type":"error.list","errors":[{"code":"bad_request","message":"page limit reached, please use scroll API"}]}`)))
	users, err := client.Users.List(t.Context()).Collect()
	require.ErrorIs(t, err, intercom.ErrPageLimit)
	assert.Len(t, users, 1)
	assert.False(t, errors.Is(err, intercom.ErrScrollInUse))
}

func TestScrollOfOnePageForEver(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/users/scroll", 200, `{"type":"user.list","users":[{"id":"1"}],"scroll_param":"s"}`)
	users, err := client.Users.Scroll(t.Context()).Collect()
	require.ErrorIs(t, err, intercom.ErrCursorLoop)
	assert.Len(t, users, 1)
	assert.Equal(t, 2, api.count())
}

func TestOptionsOfDoAreRefusedElsewhere(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	for _, opt := range []intercom.Option{intercom.WithBody(1), intercom.WithPath("1")} {
		_, err := client.Tags.Get(t.Context(), "7", opt)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	}
	assert.Zero(t, api.count())
}

func TestPanickingTransportLeavesNoTrace(t *testing.T) {
	t.Parallel()
	client, _ := setup(t, intercom.WithTransport(func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(req *http.Request) (*http.Response, error) { panic("transport") })
	}))
	for range 20 { // more than may be in flight before the first response
		assert.Panics(t, func() { _, _ = client.Tags.Get(t.Context(), "7") })
	}
}
