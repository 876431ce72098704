//go:build unix

package intercomredis

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomredis/internal/server"
)

// slack is what a busy machine may add to the time that Redis has.
const slack = 600 * time.Millisecond

// errorLog keeps what the hook is given.
type errorLog struct {
	mu  sync.Mutex
	all []error
}

func (e *errorLog) add(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, err)
}

// first waits for the first error.
func (e *errorLog) first(t *testing.T) error {
	t.Helper()
	var err error
	require.Eventually(t, func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		if len(e.all) > 0 {
			err = e.all[0]
		}
		return err != nil
	}, 5*seconds, time.Millisecond)
	return err
}

func (e *errorLog) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.all)
}

// unavailable asserts that a crowd of callers is sent away within the time that
// Redis has, and the ones after it at once.
func unavailable(t *testing.T, l *Limiter) {
	t.Helper()
	begun := time.Now()
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() { assert.ErrorIs(t, l.Wait(t.Context()), intercom.ErrLimiterUnavailable) })
	}
	wg.Wait()
	assert.Less(t, time.Since(begun), patience+slack)
	begun = time.Now()
	for range 64 {
		require.ErrorIs(t, l.Wait(t.Context()), intercom.ErrLimiterUnavailable)
	}
	assert.Less(t, time.Since(begun), patience, "Redis is left alone")
}

// recovers asserts that Redis is used again soon, and that nobody waits for it.
func recovers(t *testing.T, l *Limiter) {
	t.Helper()
	begun := time.Now()
	for {
		asked := time.Now()
		err := l.Wait(t.Context())
		if err == nil {
			break
		}
		require.ErrorIs(t, err, intercom.ErrLimiterUnavailable)
		assert.Less(t, time.Since(asked), patience, "nobody waits while Redis is away")
		require.Less(t, time.Since(begun), leftAlone+2*seconds)
		time.Sleep(10 * time.Millisecond)
	}
}

func TestRedisRefuses(t *testing.T) {
	t.Parallel()
	rdb := redis.NewClient(&redis.Options{Network: "unix", Addr: filepath.Join(t.TempDir(), "none")})
	defer func() { _ = rdb.Close() }()
	var errs errorLog
	l := newLimiter(t, rdb, 10*seconds, WithErrorHook(errs.add))
	unavailable(t, l)
	assert.EqualError(t, errs.first(t), "intercomredis: no response within 250ms", "go-redis goes on dialing")
	assert.Equal(t, 1, errs.count(), "64 callers are one error")
}

func TestRedisClientIsClosed(t *testing.T) {
	t.Parallel()
	rdb := connect(t)
	l := newLimiter(t, rdb, 10*seconds)
	known(t, l, 500, 500, 9*seconds)
	require.NoError(t, rdb.Close())
	unavailable(t, l)
}

// A Redis that hangs holds nobody up, with and without the option that makes
// go-redis heed contexts. Nothing is left behind when it goes on.
func TestRedisHangs(t *testing.T) {
	t.Parallel()
	for name, heeding := range map[string]bool{"defaults": false, "with contexts": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startServer(t)
			rdb := redis.NewClient(&redis.Options{Network: "unix", Addr: s.Socket(), ContextTimeoutEnabled: heeding})
			defer func() { _ = rdb.Close() }()
			var errs errorLog
			l := newLimiter(t, rdb, 10*seconds, WithErrorHook(errs.add))
			known(t, l, 500, 500, 9*seconds)
			require.NoError(t, l.Wait(t.Context()))

			require.NoError(t, s.Process.Signal(syscall.SIGSTOP))
			unavailable(t, l)
			require.Error(t, errs.first(t))
			time.Sleep(leftAlone)
			require.ErrorIs(t, l.Wait(t.Context()), intercom.ErrLimiterUnavailable, "it still hangs")
			require.NoError(t, s.Process.Signal(syscall.SIGCONT))
			recovers(t, l)
			idle(t, l)
			require.Eventually(t, func() bool { return l.hung.Load() == 0 }, 5*seconds, time.Millisecond)
		})
	}
}

// A call whose deadline is before Redis was given up is not failed by it.
func TestRedisHangsAndDeadline(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	rdb := s.Client()
	defer func() { _ = rdb.Close() }()
	l := newLimiter(t, rdb, 10*seconds)
	known(t, l, 500, 500, 9*seconds)
	require.NoError(t, s.Process.Signal(syscall.SIGSTOP))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, l.Wait(ctx), intercom.ErrLimiterUnavailable)
	require.NoError(t, s.Process.Signal(syscall.SIGCONT))
}

// Of round trips without an end only a few are under way.
func TestRedisHangsForEver(t *testing.T) {
	t.Parallel()
	l := newLimiter(t, nowhere(t), 10*seconds)
	release := make(chan struct{})
	l.rdb = hanging{l.rdb, release}
	for range mostHung {
		_, err := l.ask(question{})
		require.ErrorIs(t, err, errSlow)
	}
	begun := time.Now()
	_, err := l.ask(question{})
	require.ErrorIs(t, err, errHung)
	assert.Less(t, time.Since(begun), patience)
	close(release)
	require.Eventually(t, func() bool { return l.hung.Load() == 0 }, 5*seconds, time.Millisecond)
}

// hanging is a Redis that heeds no context.
type hanging struct {
	redis.Scripter
	release chan struct{}
}

func (h hanging) EvalSha(ctx context.Context, _ string, _ []string, _ ...any) *redis.Cmd {
	<-h.release
	cmd := redis.NewCmd(ctx)
	cmd.SetErr(errors.New("released"))
	return cmd
}

// Killed while callers wait, and started again with nothing in it.
func TestRedisDies(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	rdb := s.Client()
	defer func() { _ = rdb.Close() }()
	l := newLimiter(t, rdb, 10*seconds)
	known(t, l, 500, 500, 9*seconds)
	require.NoError(t, l.Wait(t.Context()))
	s.Kill()
	unavailable(t, l)
	require.NoError(t, s.Restart())
	l.Observe(said(500, 100, 9*seconds)) // meanwhile the client goes on by itself
	recovers(t, l)
	idle(t, l)
	assert.Equal(t, "400", rdb.HGet(t.Context(), l.key, "foreign").Val(), "what was heard meanwhile is not lost")
}

// The window is learned anew where the key is gone while nobody looks.
func TestRedisForgets(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	rdb := s.Client()
	defer func() { _ = rdb.Close() }()
	l := newLimiter(t, rdb, 10*seconds)
	known(t, l, 500, 400, 9*seconds)
	require.NoError(t, rdb.FlushAll(t.Context()).Err())
	require.NoError(t, rdb.ScriptFlush(t.Context()).Err())
	for range 8 {
		require.NoError(t, l.Wait(t.Context()))
	}
	l.Observe(said(500, 392, 9*seconds))
	require.NoError(t, l.Wait(t.Context()))
	idle(t, l)
	assert.Equal(t, "100", rdb.HGet(t.Context(), l.key, "foreign").Val())
}

func TestKeyHoldsSomethingElse(t *testing.T) {
	t.Parallel()
	rdb := connect(t)
	var errs errorLog
	l := newLimiter(t, rdb, 10*seconds, WithErrorHook(errs.add))
	require.NoError(t, rdb.LPush(t.Context(), l.key, "mine").Err())
	unavailable(t, l)
	require.ErrorContains(t, errs.first(t), "WRONGTYPE")
	require.NoError(t, rdb.Del(t.Context(), l.key).Err())
	recovers(t, l)
}

// Calls never fail because of Redis, whatever happens to it.
func TestCallsGoOn(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]func(s *server.Server) error{
		"killed": func(s *server.Server) error {
			s.Kill()
			return nil
		},
		"stopped": func(s *server.Server) error { return s.Process.Signal(syscall.SIGSTOP) },
		"flushed": func(s *server.Server) error {
			rdb := s.Client()
			defer func() { _ = rdb.Close() }()
			return rdb.FlushAll(context.Background()).Err()
		},
		"overwritten": func(s *server.Server) error {
			rdb := s.Client()
			defer func() { _ = rdb.Close() }()
			return rdb.Set(context.Background(), prefix+"TestCallsGoOn:overwritten", "x", 0).Err()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startServer(t)
			rdb := s.Client()
			defer func() { _ = rdb.Close() }()
			l := newLimiter(t, rdb, 10*seconds)
			api := newAPI(t, 1000)
			client := api.client(t, intercom.WithLimiter(l))
			var wg sync.WaitGroup
			for worker := range 8 {
				wg.Go(func() {
					for i := range 20 {
						_, err := client.Tags.Get(t.Context(), "7")
						assert.NoError(t, err, fmt.Sprint(worker, " ", i))
						if worker == 0 && i == 5 {
							assert.NoError(t, harm(s))
						}
					}
				})
			}
			begun := time.Now()
			wg.Wait()
			assert.Less(t, time.Since(begun), 3*seconds)
			assert.Zero(t, api.refused.Load())
		})
	}
}

// A call that wants to fail fast is not failed by a Redis that hangs.
func TestFailFastWhileRedisHangs(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	rdb := s.Client()
	defer func() { _ = rdb.Close() }()
	l := newLimiter(t, rdb, 10*seconds)
	client := newAPI(t, 1000).client(t, intercom.WithLimiter(l), intercom.WithFailFast())
	_, err := client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	require.NoError(t, s.Process.Signal(syscall.SIGSTOP))
	_, err = client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
}
