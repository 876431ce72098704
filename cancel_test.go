package intercom_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// Wherever a call waits, it ends with its context, at once in virtual time.
func TestCancelInEveryPlace(t *testing.T) {
	t.Parallel()
	get := func(ctx context.Context, client *intercom.Client) error {
		_, err := client.Tags.Get(ctx, "7")
		return err
	}
	exhausted := func() []string {
		return []string{"X-RateLimit-Limit", "1", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", strconv.FormatInt(time.Now().Add(20*time.Second).Unix(), 10)}
	}
	for name, tt := range map[string]struct {
		prepare func(t *testing.T) *intercom.Client
		call    func(context.Context, *intercom.Client) error
	}{
		"window used up": {func(t *testing.T) *intercom.Client {
			client := over(t, scripted(responds(200, `{"id":"7"}`, exhausted()...)))
			require.NoError(t, get(t.Context(), client))
			return client
		}, get},
		"line of the limiter": {func(t *testing.T) *intercom.Client {
			client := over(t, scripted(responds(200, `{"id":"7"}`, exhausted()...)))
			require.NoError(t, get(t.Context(), client))
			for range 20 {
				go get(t.Context(), client) //nolint:errcheck // they stand in line
			}
			synctest.Wait()
			return client
		}, get},
		"closed by a 429": {func(t *testing.T) *intercom.Client {
			client := over(t, scripted(responds(429, "", exhausted()...)), intercom.WithMaxRetries(0))
			require.Error(t, get(t.Context(), client))
			return client
		}, get},
		"before the limit is known": {func(t *testing.T) *intercom.Client {
			client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
				return delayed(req, 20*time.Second, reply(200, `{"id":"7"}`))
			}))
			for range 20 {
				go get(t.Context(), client) //nolint:errcheck // they wait for the first response
			}
			synctest.Wait()
			return client
		}, get},
		"back-off": {func(t *testing.T) *intercom.Client {
			return over(t, scripted(breaks(lostConnection)), intercom.WithMaxRetries(100), intercom.WithRetryPolicy(func(intercom.Attempt) (time.Duration, bool) { return time.Minute, true }))
		}, get},
		"after a 503": {func(t *testing.T) *intercom.Client {
			return over(t, scripted(responds(503, "", "Retry-After", "30")))
		}, get},
		"headers": {func(t *testing.T) *intercom.Client { return over(t, scripted(hangs)) }, get},
		"body": {func(t *testing.T) *intercom.Client {
			return over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
				res := reply(200, "")
				res.Body = hangingBody{req.Context(), strings.NewReader(`{"id":"7`)}
				return res, nil
			}))
		}, get},
		"body of an error": {func(t *testing.T) *intercom.Client {
			return over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
				res := reply(500, "")
				res.Body = hangingBody{req.Context(), strings.NewReader(`{"errors`)}
				return res, nil
			}))
		}, get},
		"limiter of the user": {func(t *testing.T) *intercom.Client {
			return over(t, scripted(responds(200, `{"id":"7"}`)), intercom.WithLimiter(stuckLimiter{}))
		}, get},
		"token source": {func(t *testing.T) *intercom.Client {
			return over(t, scripted(responds(200, `{"id":"7"}`)), intercom.WithTokenSource(func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "", ctx.Err()
			}))
		}, get},
		"list": {func(t *testing.T) *intercom.Client { return over(t, scripted(hangs)) }, func(ctx context.Context, client *intercom.Client) error {
			return last(client.Tags.List(ctx).Collect())
		}},
		"prefetch": {func(t *testing.T) *intercom.Client {
			return over(t, scripted(responds(200, `{"data":[{"id":"1"}],"pages":{"next":{"starting_after":"x"}}}`), hangs))
		}, func(ctx context.Context, client *intercom.Client) error {
			return last(client.Tags.List(ctx).Prefetch().Collect())
		}},
		"scroll of another process": {func(t *testing.T) *intercom.Client {
			srv := intercomtest.NewServer()
			client := srv.Client()
			people(t, client, 150)
			_, err := client.Users.Scroll(t.Context()).Page()
			require.NoError(t, err)
			return client
		}, func(ctx context.Context, client *intercom.Client) error {
			return last(client.Users.Scroll(ctx).Restart(1).Collect())
		}},
		"scroll of this process": {func(t *testing.T) *intercom.Client {
			srv := intercomtest.NewServer()
			client := srv.Client()
			people(t, client, 150)
			go func() {
				for range client.Users.Scroll(t.Context()).Pages() {
					_ = pause(t.Context(), 20*time.Second)
				}
			}()
			synctest.Wait()
			return client
		}, func(ctx context.Context, client *intercom.Client) error {
			return last(client.Users.Scroll(ctx).Restart(1).Collect())
		}},
		"stream": {func(t *testing.T) *intercom.Client {
			return over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
				res := reply(200, "")
				res.Body = hangingBody{req.Context(), strings.NewReader("first")}
				return res, nil
			}))
		}, func(ctx context.Context, client *intercom.Client) error {
			s, err := client.Open(ctx, "GET /x")
			if err != nil {
				return err
			}
			defer s.Close()
			_, err = io.ReadAll(s)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := tt.prepare(t)
				ctx, cancel := context.WithCancel(t.Context())
				done := make(chan error, 1)
				go func() { done <- tt.call(ctx, client) }()
				time.Sleep(7 * time.Second)
				select {
				case err := <-done:
					t.Fatalf("it did not wait: %v", err)
				default:
				}
				start := time.Now()
				cancel()
				err := <-done
				assert.Zero(t, time.Since(start))
				require.ErrorIs(t, err, context.Canceled)
				assert.True(t, is[*intercom.ConnectionError](err), "%T", err)

				before := time.Now()
				require.ErrorIs(t, tt.call(ctx, client), context.Canceled, "a context that has ended")
				assert.Zero(t, time.Since(before))
			})
		})
	}
}

type stuckLimiter struct{}

func (stuckLimiter) Wait(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
func (stuckLimiter) Observe(intercom.RateLimit)     {}

func TestCancelForReal(t *testing.T) {
	t.Parallel()
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/body" {
			_, _ = w.Write([]byte(`{"id":`))
			_ = http.NewResponseController(w).Flush()
		}
		<-r.Context().Done()
	})
	dialing := http.DefaultTransport.(*http.Transport).Clone()
	dialing.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	for name, call := range map[string]func(context.Context) error{
		"dial":    func(ctx context.Context) error { return over(t, dialing).Do(ctx, "POST /x", nil) },
		"headers": func(ctx context.Context) error { return client.Do(ctx, "GET /headers", nil) },
		"body":    func(ctx context.Context) error { return client.Do(ctx, "GET /body", nil) },
	} {
		least := time.Hour
		for range 5 { // the machine can be busy
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- call(ctx) }()
			time.Sleep(40 * time.Millisecond)
			start := time.Now()
			cancel()
			require.ErrorIs(t, <-done, context.Canceled, name)
			if least = min(least, time.Since(start)); least < 50*time.Millisecond {
				break
			}
		}
		assert.Less(t, least, 50*time.Millisecond, name)
	}
}
