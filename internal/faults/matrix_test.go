package faults

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/calls"
)

var update = flag.Bool("update", false, "write docs/faults.md")

// repeatable are the operations that are sent by POST or PATCH and can be sent
// again: they only read, or their repetition changes nothing more.
var repeatable = map[string]bool{
	"PATCH /data_connectors/{id}":                        true,
	"POST /admins/activity_logs/search":                  true,
	"POST /ai/external_pages":                            true,
	"POST /articles/{article_id}/tags":                   true,
	"POST /calls/search":                                 true,
	"POST /content_snippets/{content_snippet_id}/tags":   true,
	"POST /internal_articles/{internal_article_id}/tags": true,
	"POST /companies":                                    true,
	"POST /companies/bulk":                               true,
	"POST /companies/list":                               true,
	"POST /companies/search":                             true,
	"POST /contacts/merge/preview":                       true,
	"POST /contacts/search":                              true,
	"POST /contacts/{contact_id}/archive":                true,
	"POST /contacts/{contact_id}/block":                  true,
	"POST /contacts/{contact_id}/companies":              true,
	"POST /contacts/{contact_id}/subscriptions":          true,
	"POST /contacts/{contact_id}/tags":                   true,
	"POST /contacts/{contact_id}/unarchive":              true,
	"POST /contacts/{id}/banners/{view_id}/dismiss":      true,
	"POST /conversations/redact":                         true,
	"POST /conversations/search":                         true,
	"POST /conversations/{conversation_id}/tags":         true,
	"POST /ecommerce/connectors/{id}/catalog":            true,
	"POST /events":                                       true,
	"POST /export/cancel/{job_identifier}":               true,
	"POST /fin/capabilities":                             true,
	"POST /fin/csat":                                     true,
	"POST /jobs/{id}":                                    true,
	"POST /subscriptions/{id}":                           true,
	"POST /tags":                                         true,
	"POST /tickets/search":                               true,
	"POST /tickets/{ticket_id}/tags":                     true,
	"POST /user_delete_requests":                         true,
	"POST /users":                                        true,
}

// An operation is a method that sends one request.
type operation struct {
	name   string
	method calls.Method
	args   calls.Arguments
	safe   bool // to repeat
}

// operations returns all operations that are not safe to repeat, all that are
// although they are sent by POST, and some of the others.
func operations(t *testing.T) []operation {
	t.Helper()
	var all []operation
	synctest.Test(t, func(t *testing.T) { // as some methods wait
		known, others := map[string]bool{}, map[string]int{}
		for _, m := range calls.Methods() {
			sets, err := m.Arguments(t.Context())
			require.NoError(t, err)
			o := m.Call(t.Context(), sets[0], func(req *http.Request) *http.Response { return calls.Answer(req, 200, success) })
			if _, stream := o.Value.([]byte); len(o.Sent) != 1 || o.Err != nil || stream || known[o.Sent[0].Operation] {
				continue
			}
			name := o.Sent[0].Operation
			known[name] = true
			verb, _, _ := strings.Cut(name, " ")
			write := verb == "POST" || verb == "PATCH"
			if others[verb]++; write || others[verb] <= 6 {
				all = append(all, operation{name, m, sets[0], !write || repeatable[name]})
			}
		}
	})
	return all
}

// target is a server with one fault.
type target struct {
	row
	base string
	tls  *tls.Config // of the client; nil: HTTP/1.1
	seen *arrivals
}

// call makes a call of an operation on a connection of its own, and returns
// its result.
func (g target) call(ctx context.Context, op operation, number int) (outcome, error) {
	transport := &http.Transport{TLSClientConfig: g.tls, ForceAttemptHTTP2: g.tls != nil}
	defer transport.CloseIdleConnections()
	var attempts atomic.Int64
	options := []intercom.Option{
		intercom.WithToken("token"), intercom.WithBaseURL(g.base), intercom.WithHTTPClient(&http.Client{Transport: transport}),
		intercom.WithoutPacing(), intercom.WithLogger(nil), intercom.WithMaxRetries(2),
		intercom.WithTimeout(cmp.Or(g.wait, 30*time.Second)),
		intercom.WithQuery(key, strconv.Itoa(number)),
		intercom.WithHook(func(context.Context, intercom.Attempt) { attempts.Add(1) }),
		// What is decided stays, without the wait.
		intercom.WithRetryPolicy(func(a intercom.Attempt) (time.Duration, bool) { return time.Millisecond, a.Retry }),
	}
	if g.warm {
		client, err := intercom.NewClient(options...)
		if err != nil {
			return outcome{}, err
		}
		if err := client.Do(ctx, "GET "+warmUp, nil); err != nil {
			return outcome{}, fmt.Errorf("warm up: %w", err)
		}
		attempts.Store(0)
	}
	err := op.method.Call(ctx, op.args, nil, options...).Err
	return outcome{int(attempts.Load()), g.seen.of(strconv.Itoa(number)), result(err)}, err
}

func result(err error) string {
	if err == nil {
		return succeeds
	}
	if e, ok := errors.AsType[*intercom.APIError](err); ok {
		return strconv.Itoa(e.StatusCode)
	}
	if e, ok := errors.AsType[*intercom.ConnectionError](err); ok && e.Timeout() {
		return timedOut
	} else if ok {
		return lost
	}
	return err.Error()
}

// Every operation against every fault: how often it is sent, how often it
// arrives, and how it ends.
func TestMatrix(t *testing.T) {
	ops := operations(t)
	var safe, writes []string
	for _, op := range ops {
		if op.safe {
			safe = append(safe, op.name)
		} else {
			writes = append(writes, op.name)
		}
	}
	t.Logf("%d operations safe to repeat, %d writes", len(safe), len(writes))
	require.GreaterOrEqual(t, len(writes), 20)
	rows := map[string][]row{"HTTP/1.1": rows1(), "HTTP/2": rows2()}
	server, roots := certificate(t)
	gate := make(chan struct{}, 64)
	var wg sync.WaitGroup
	var number atomic.Int64
	for protocol, list := range rows {
		for _, r := range list {
			g := target{row: r, seen: &arrivals{}}
			if protocol == "HTTP/2" {
				g.tls = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS13}
				g.base = "https://" + listen(t, serve2(server, g.seen, r.h2))
			} else {
				g.base = "http://" + listen(t, serve1(g.seen, r.h1, r.warm))
			}
			for _, op := range ops {
				gate <- struct{}{}
				wg.Go(func() {
					defer func() { <-gate }()
					g.check(t, protocol, op, &number)
				})
			}
		}
	}
	wg.Wait()
	t.Logf("%d calls", number.Load())
	compare(t, document(ops, rows))
}

func (g target) check(t *testing.T, protocol string, op operation, number *atomic.Int64) {
	want := g.write
	if op.safe {
		want = g.safe
	}
	begun := time.Now()
	got, err := g.call(t.Context(), op, int(number.Add(1)))
	if got != want && g.wait > 0 { // on a busy machine time can run out before anything is sent
		g.wait *= 4
		got, err = g.call(t.Context(), op, int(number.Add(1)))
	}
	if g.name == nothing && strings.HasPrefix(op.name, "GET ") && errors.Is(err, intercom.ErrDecode) {
		got.result = succeeds
	}
	assert.Equal(t, want, got, "%s, %s, %s: %v", protocol, g.name, op.name, err)
	assert.Less(t, time.Since(begun), 25*time.Second, "%s, %s, %s", protocol, g.name, op.name)
	if e, ok := errors.AsType[*intercom.ConnectionError](err); ok {
		assert.Equal(t, !g.clean, e.MaybeProcessed, "%s, %s, %s: %v", protocol, g.name, op.name, err)
	}
}

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard) // net/http logs what servers say that they should not
	os.Exit(m.Run())
}

// A call to a port where nobody listens is sent again, whatever it is.
func TestNobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	want := outcome{3, 0, lost}
	r := row{name: "no connection", safe: want, write: want, clean: true}
	var number atomic.Int64
	for _, op := range operations(t) {
		target{row: r, base: "http://" + l.Addr().String(), seen: &arrivals{}}.check(t, "TCP", op, &number)
	}
}

func document(ops []operation, rows map[string][]row) string {
	var b strings.Builder
	b.WriteString("# Faults\n\nThe result of a call when a server or a network fails. The test of internal/faults makes " +
		"calls against servers that fail so, compares each with this table and writes it with `-update`.\n\n" +
		"A cell has the attempts of the call (as `WithHook` sees them), the requests that arrived with their whole header, " +
		"and the result, with `WithMaxRetries(2)`. \"No\" in the last column means that `ConnectionError.MaybeProcessed` is not set.\n")
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2"} {
		fmt.Fprintf(&b, "\n## %s\n\n| Fault | Safe to repeat | Other writes | May have been processed |\n|---|---|---|---|\n", protocol)
		for _, r := range rows[protocol] {
			may := ""
			if r.write.result == lost || r.write.result == timedOut {
				may = map[bool]string{true: "no", false: "yes"}[r.clean]
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.name, r.safe, r.write, may)
		}
	}
	for _, safe := range []bool{true, false} {
		var names []string
		for _, op := range ops {
			if op.safe == safe {
				names = append(names, "`"+op.name+"`")
			}
		}
		slices.Sort(names)
		b.WriteString(map[bool]string{true: "\n## Operations safe to repeat that were called\n\n", false: "\n## Other writes, all of them\n\n"}[safe])
		b.WriteString(strings.Join(names, ",\n") + ".\n")
	}
	return b.String()
}

func (o outcome) String() string {
	return fmt.Sprintf("%d / %d / %s", o.attempts, o.arrivals, o.result)
}

func compare(t *testing.T, text string) {
	t.Helper()
	const file = "../../docs/faults.md"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, text, string(got), "stale: run go test -run TestMatrix -update")
}
