package bench

import (
	"fmt"
	"io"
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

// inProcess is a client of a server in this process with pages of 150 users.
func inProcess(t *testing.T, pages int, latency time.Duration) *intercom.Client {
	t.Helper()
	const number = "-number-" // of the page, which makes ids differ
	template := strings.NewReplacer(`"total_pages":667`, fmt.Sprintf(`"total_pages":%d`, pages), `"total_count":100000`, fmt.Sprintf(`"total_count":%d`, 150*pages)).Replace(pageJSON(0, 150, true))
	template = strings.ReplaceAll(template, `"id":"5f2a90be91d2a7e5`, `"id":"`+number+`5f2a90be`)
	template = strings.Replace(template, "?page=2&", "?page="+number+"&", 1)
	return sdk(t, intercom.WithBaseURL("https://api.intercom.test"), intercom.WithHTTPClient(&http.Client{
		Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
			time.Sleep(latency)
			page := 1
			if n, err := strconv.Atoi(req.URL.Query().Get("page")); err == nil {
				page = n
			}
			body := strings.ReplaceAll(template, number, strconv.Itoa(page+1))
			if page == pages {
				body = strings.Replace(body, `"next":"`, `"last":"`, 1)
			}
			return &http.Response{
				StatusCode: http.StatusOK, Header: http.Header{}, Request: req,
				Body: io.NopCloser(strings.NewReader(body)),
			}, nil
		}),
	}))
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// live is the size of the heap that is in use.
func live() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

const mib = 1 << 20

func TestIterationKeepsNothing(t *testing.T) {
	if raced {
		t.Skip("the race detector is on")
	}
	const pages = 667 // 100,050 users
	client := inProcess(t, pages, 0)
	before, most, n := live(), 0, 0
	for _, err := range client.Users.List(t.Context()).All() {
		require.NoError(t, err)
		if n++; n%15_000 == 0 {
			most = max(most, live())
		}
	}
	assert.Equal(t, 150*pages, n)
	assert.Less(t, most-before, 8*mib)
	t.Logf("%d users, at most %.1f MiB", n, float64(most-before)/mib)
}

// A kept item must not keep the page that it came in.
func TestItemKeepsItself(t *testing.T) {
	if raced {
		t.Skip("the race detector is on")
	}
	const pages = 200
	client := inProcess(t, pages, 0)
	var kept []*intercom.User
	before := live()
	for page, err := range client.Users.List(t.Context()).Pages() {
		require.NoError(t, err)
		kept = append(kept, page.Items[len(page.Items)/2])
	}
	each := (live() - before) / len(kept)
	require.Len(t, kept, pages)
	size := len(kept[0].Raw())
	assert.Less(t, each, 4*size, "an item of %d bytes", size) // text, struct, lists and attributes
	t.Logf("an item of %d bytes keeps %d", size, each)
	runtime.KeepAlive(kept)
}

// While one page is worked on the next one is fetched.
func TestPrefetchSavesTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const latency = 20 * time.Millisecond
		client := inProcess(t, 20, latency)
		walk := func(list *intercom.Pager[*intercom.User]) time.Duration {
			begun := time.Now()
			for _, err := range list.Pages() {
				require.NoError(t, err)
				time.Sleep(latency) // the same time for the work
			}
			return time.Since(begun)
		}
		without := walk(client.Users.List(t.Context()))
		with := walk(client.Users.List(t.Context()).Prefetch())
		assert.LessOrEqual(t, with.Seconds()/without.Seconds(), 0.6)
		t.Logf("%v without, %v with", without, with)
	})
}
