package intercomredis

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomredis/internal/server"
)

// common is the server of the tests that do it no harm.
var common = sync.OnceValues(server.Start)

func TestMain(m *testing.M) {
	code := m.Run()
	if s, err := common(); err == nil {
		s.Close()
	}
	os.Exit(code)
}

// needed skips a test where there is no Redis, unless INTERCOM_REQUIRE_REDIS is set.
func needed(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, server.ErrNotInstalled) && os.Getenv("INTERCOM_REQUIRE_REDIS") == "" {
		t.Skipf("%v: apt-get install redis-server; with INTERCOM_REQUIRE_REDIS=1 this fails", err)
	}
	require.NoError(t, err)
}

// startServer starts a server that the test can do harm to.
func startServer(t testing.TB) *server.Server {
	t.Helper()
	s, err := server.Start()
	needed(t, err)
	t.Cleanup(s.Close)
	return s
}

// connect returns a client of the common server.
func connect(t testing.TB) *redis.Client {
	t.Helper()
	s, err := common()
	needed(t, err)
	rdb := s.Client()
	t.Cleanup(func() { _ = rdb.Close() })
	return rdb
}

// newLimiter returns a Limiter with short windows.
func newLimiter(t testing.TB, rdb redis.UniversalClient, length time.Duration, opts ...Option) *Limiter {
	t.Helper()
	l, err := New(rdb, strings.ReplaceAll(t.Name(), "/", ":"), opts...)
	require.NoError(t, err)
	l.length = length
	return l
}

// said is a response that names the limit.
func said(limit, remaining int, ends time.Duration) intercom.RateLimit {
	return intercom.RateLimit{Limit: limit, Remaining: remaining, Reset: time.Now().Add(ends)}
}

// idle waits until the limiter does nothing any more.
func idle(t testing.TB, l *Limiter) {
	t.Helper()
	require.Eventually(t, func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return !l.working
	}, 5*time.Second, time.Millisecond)
}

// known makes the limit known, with so much left of a window that ends so soon.
func known(t testing.TB, l *Limiter, limit, remaining int, ends time.Duration) {
	t.Helper()
	l.Observe(said(limit, remaining, ends))
	idle(t, l)
	l.mu.Lock()
	defer l.mu.Unlock()
	require.True(t, l.known)
}

// tripCounter counts round trips.
type tripCounter struct{ n atomic.Int64 }

func (c *tripCounter) DialHook(next redis.DialHook) redis.DialHook { return next }

func (c *tripCounter) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if strings.HasPrefix(cmd.Name(), "eval") {
			c.n.Add(1)
		}
		return next(ctx, cmd)
	}
}

func (c *tripCounter) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

var _ redis.Hook = (*tripCounter)(nil)

// nowhere is a client of a server that is not there.
func nowhere(t testing.TB) *redis.Client {
	t.Helper()
	rdb := redis.NewClient(&redis.Options{Dialer: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("connection refused")
	}})
	t.Cleanup(func() { _ = rdb.Close() })
	return rdb
}
