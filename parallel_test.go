package intercom_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
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

func TestParallel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer()
		quick := fake.Client()
		var want []intercom.ID
		for i := range 25 {
			id, _ := begin(t, quick, fmt.Sprintf("u%d@harbor.test", i))
			want = append([]intercom.ID{id}, want...)
		}
		var running, most atomic.Int32
		client := quick.With(intercom.WithTransport(func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				if strings.HasPrefix(req.URL.Path, "/conversations/") {
					n := running.Add(1)
					defer running.Add(-1)
					for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
					}
					time.Sleep(time.Second)
				}
				return next.RoundTrip(req)
			})
		}))
		get := func(ctx context.Context, c *intercom.Conversation) (*intercom.Conversation, error) {
			return client.Conversations.Get(ctx, c.ID)
		}
		list := client.Conversations.List(t.Context())

		begun := time.Now()
		var got []intercom.ID
		for c, err := range intercom.Parallel(list, 5, get) {
			require.NoError(t, err)
			assert.True(t, c.Has("conversation_parts"))
			got = append(got, c.ID)
		}
		assert.Equal(t, want, got)
		assert.Equal(t, int32(5), most.Load())
		assert.Equal(t, 5*time.Second, time.Since(begun))

		n := 0
		for _, err := range intercom.Parallel(list, 3, get) {
			require.NoError(t, err)
			if n++; n == 2 {
				break
			}
		}
		assert.Zero(t, running.Load(), "nothing is left running")

		fake.Fail("GET /conversations/{conversation_id}", intercomtest.Status(404, "not_found", "Resource Not Found"))
		assert.ErrorIs(t, only(t, intercom.Parallel(list, 1, get)), intercom.ErrNotFound)
		fake.Fail("GET /conversations", intercomtest.Status(403, "forbidden", "No"))
		assert.ErrorIs(t, only(t, intercom.Parallel(list, 1, get)), intercom.ErrForbidden)
		assert.ErrorIs(t, only(t, intercom.Parallel(list, 0, get)), intercom.ErrInvalidArgument)
		var none context.Context
		assert.ErrorIs(t, only(t, intercom.Parallel(client.Conversations.List(none), 1, get)), intercom.ErrInvalidArgument)

		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var last error
		for _, err := range intercom.Parallel(client.Conversations.List(ctx), 2, get) {
			cancel()
			last = err
		}
		assert.ErrorIs(t, last, context.Canceled, "a list that was not read to its end says so")
	})
}

// only returns the error of a range that yields nothing else.
func only(t *testing.T, all iter.Seq2[*intercom.Conversation, error]) error {
	t.Helper()
	var first error
	n := 0
	for c, err := range all {
		assert.Nil(t, c)
		first, n = err, n+1
	}
	assert.Equal(t, 1, n)
	return first
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
