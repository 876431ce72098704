package faults

import (
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// idleTime is after how long the server gives up an idle connection.
const idleTime = 2 * time.Millisecond

// hasty is a server that gives up an idle connection about when the next request
// comes.
func hasty(end func(net.Conn)) fault1 {
	return func(c *conn1) bool {
		if c.was {
			_ = c.SetReadDeadline(time.Now().Add(idleTime))
			if _, err := c.r.Peek(1); err != nil {
				end(c.Conn)
				return false
			}
			_ = c.SetReadDeadline(time.Time{})
		}
		c.was = true
		return c.request() != nil && c.answer(http.StatusOK, success)
	}
}

// A server that closes kept connections races with the client. Whoever wins, a
// write arrives once at most, and hardly a read fails. Plain net/http is measured
// beside it: it sends again what was not
// written at all, and must not lose fewer writes by that.
func TestKeepAliveRace(t *testing.T) {
	const n, workers = 1500, 8
	for name, end := range map[string]func(net.Conn){"FIN": func(c net.Conn) { _ = c.Close() }, "RST": reset} {
		seen := &arrivals{}
		base := "http://" + listen(t, serve1(seen, hasty(end), false))
		client, err := intercom.NewClient(intercom.WithToken("token"), intercom.WithBaseURL(base), intercom.WithoutPacing(), intercom.WithLogger(nil))
		require.NoError(t, err)
		var resent atomic.Int64
		failures := func(call func(id string) error) (failed int64) {
			var count, errs atomic.Int64
			var wg sync.WaitGroup
			for range workers {
				wg.Go(func() {
					for i := count.Add(1); i <= n; i = count.Add(1) {
						if call(strconv.FormatInt(i, 10)) != nil {
							errs.Add(1)
						}
						time.Sleep(rand.N(2 * idleTime))
					}
				})
			}
			wg.Wait()
			return errs.Load()
		}
		writes := failures(func(id string) error {
			var res intercom.Response
			err := client.Do(t.Context(), "POST /messages", nil, intercom.WithQuery(key, "w"+id), intercom.WithBody(map[string]any{"a": 1}), intercom.WithResponse(&res))
			assert.LessOrEqual(t, seen.of("w"+id), 1, "%s: %v", name, err)
			if res.Attempts > 1 {
				resent.Add(1)
			}
			return err
		})
		reads := failures(func(id string) error {
			return client.Do(t.Context(), "GET /tags", nil, intercom.WithQuery(key, "r"+id))
		})
		transport := &http.Transport{MaxIdleConnsPerHost: 512}
		plain := failures(func(id string) error {
			res, err := (&http.Client{Transport: transport}).Post(base+"/messages?"+key+"=p"+id, "application/json", strings.NewReader(`{"a":1}`))
			if err == nil {
				_, _ = io.Copy(io.Discard, res.Body)
				_ = res.Body.Close()
			}
			return err
		})
		transport.CloseIdleConnections()
		client.Close()
		t.Logf("%s: of %d, %d writes failed and %d were sent again as nothing of them had left; %d reads failed; %d plain POSTs failed", name, n, writes, resent.Load(), reads, plain)
		assert.LessOrEqual(t, reads, int64(n/500), name)
		assert.Less(t, writes, 2*plain+n/20, name)
	}
}
