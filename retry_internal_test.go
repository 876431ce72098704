package intercom

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

func TestRetryTable(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	status := func(code int, pairs ...string) outcome {
		return outcome{response: &response{status: code, header: header(pairs...)}}
	}
	lost := func(err error) outcome { return outcome{err: &url.Error{Op: "Get", URL: "https://x", Err: err}} }
	unsent := func(err error) outcome { return outcome{err: err, unsent: neverSent(err)} }
	const (
		backingOff = time.Duration(-1)
		quick      = time.Duration(-2)
		refused    = 7 * time.Second // by the rate limit
	)
	for _, tt := range []struct {
		name        string
		o           outcome
		read, write bool
		wait        time.Duration // and up to a quarter of a second more
	}{
		{"408", status(408), true, false, backingOff},
		{"500", status(500), true, false, backingOff},
		{"502", status(502), true, false, backingOff},
		{"503", status(503), true, false, backingOff},
		{"503 Retry-After", status(503, "Retry-After", "3"), true, true, 3 * time.Second},
		{"503 bad Retry-After", status(503, "Retry-After", "soon"), true, false, backingOff},
		{"504", status(504), true, false, backingOff},
		{"429", status(429), true, true, refused},
		{"400", status(400), false, false, 0},
		{"401", status(401), false, false, 0},
		{"403", status(403), false, false, 0},
		{"404", status(404), false, false, 0},
		{"405", status(405), false, false, 0},
		{"409", status(409), false, false, 0},
		{"410", status(410), false, false, 0},
		{"422", status(422), false, false, 0},
		{"302", status(302), false, false, 0},
		{"501", status(501), false, false, 0},
		{"reset", lost(&net.OpError{Op: "read", Err: syscall.ECONNRESET}), true, false, quick},
		{"end of file", lost(io.EOF), true, false, quick},
		{"body cut off", lost(io.ErrUnexpectedEOF), true, false, quick},
		{"attempt timed out", lost(context.DeadlineExceeded), true, false, backingOff},
		{"stream refused", outcome{err: errors.New("stream error: stream ID 3; REFUSED_STREAM; received from peer"), unsent: true}, true, true, quick},
		{"refused", unsent(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), true, true, backingOff},
		{"proxy", unsent(&net.OpError{Op: "proxyconnect", Err: syscall.ECONNREFUSED}), true, true, backingOff},
		{"DNS is down", unsent(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), true, true, backingOff},
		{"no such host", unsent(&net.DNSError{Err: "no such host", IsNotFound: true}), false, false, backingOff},
		{"cancelled", lost(context.Canceled), false, false, backingOff},
		{"certificate", lost(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), false, false, backingOff},
		{"unknown authority", lost(x509.UnknownAuthorityError{}), false, false, backingOff},
		{"wrong host", lost(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}), false, false, backingOff},
		{"no TLS there", lost(tls.RecordHeaderError{Msg: "first record"}), false, false, backingOff},
	} {
		for class, want := range map[class]bool{classRepeatable: tt.read, classWrite: tt.write} {
			d := tt.o.retry(class, 1, now, refused)
			wait, again := d.wait, d.again
			assert.Equal(t, want, again, "%s, class %d", tt.name, class)
			switch {
			case tt.wait == backingOff:
				assert.GreaterOrEqual(t, wait, firstBackoff/2, tt.name)
				assert.Less(t, wait, firstBackoff, tt.name)
			case tt.wait == quick:
				assert.GreaterOrEqual(t, wait, quickest, tt.name)
				assert.Less(t, wait, slowest, tt.name)
				again := tt.o.retry(class, 2, now, refused)
				assert.GreaterOrEqual(t, again.wait, firstBackoff/2, "%s, for the second time", tt.name)
				assert.Less(t, again.wait, firstBackoff, "%s, for the second time", tt.name)
			case again:
				assert.GreaterOrEqual(t, wait, tt.wait, tt.name)
				assert.LessOrEqual(t, wait, tt.wait+250*time.Millisecond, tt.name)
			}
		}
	}
	pending := status(429, "Retry-After", "1")
	pending.response.body = `{"errors":[{"code":"rate_limit_exceeded","message":"Exceeded rate limit of 1 pending message data export jobs"}]}`
	assert.False(t, pending.retry(classRepeatable, 1, now, 0).again)
}

func TestBackoffBounds(t *testing.T) {
	t.Parallel()
	spread := map[time.Duration]bool{}
	for attempt := 1; attempt < 100; attempt++ {
		full := time.Duration(min(float64(firstBackoff)*math.Pow(2, float64(attempt-1)), float64(maxBackoff)))
		for range 20 {
			d := backoff(attempt)
			assert.GreaterOrEqual(t, d, full/2)
			assert.Less(t, d, full)
			spread[d] = true
		}
	}
	assert.Greater(t, len(spread), 1000)
}

func TestRetryAfterForms(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"5": 5 * time.Second, " 5 ": 5 * time.Second, "0": 0, "1.5": 1500 * time.Millisecond, "1e3": 1000 * time.Second,
		"Sun, 01 Mar 2026 12:00:30 GMT": 30 * time.Second, "Sun, 01 Mar 2026 11:00:00 GMT": 0,
		"99999999999999": 1e9 * time.Second, "Inf": 1e9 * time.Second,
	} {
		got, err := retryAfter(header("Retry-After", text), now)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "-1", "soon", "NaN", "5s", "5, 6", "-Inf"} {
		_, err := retryAfter(header("Retry-After", text), now)
		assert.Error(t, err, text)
	}
	got, err := retryAfter(header("Retry-After", "Sun, 01 Mar 2026 13:00:30 GMT", "Date", "Sun, 01 Mar 2026 13:00:00 GMT"), now)
	require.NoError(t, err)
	assert.Equal(t, 30*time.Second, got, "by the clock of the server")
}

func TestBudget(t *testing.T) {
	t.Parallel()
	var b budget
	failed := outcome{response: &response{status: 503}}
	n := 0
	for b.spend(failed) {
		n++
	}
	assert.Equal(t, budgetSize/costRetry, n)
	assert.False(t, b.spend(failed))
	assert.True(t, b.spend(outcome{response: &response{status: 429}}), "the window is the limit")
	for range costRetry {
		b.earn()
	}
	assert.True(t, b.spend(failed))
	assert.False(t, b.spend(failed))
	for range 10 * budgetSize {
		b.earn()
	}
	assert.GreaterOrEqual(t, b.spent.Load(), int64(0))
	timeout := outcome{err: context.DeadlineExceeded}
	for n = 0; b.spend(timeout); n++ {
	}
	assert.Equal(t, budgetSize/costTimeout, n)
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"", "5", "-1", "1e400", "Sun, 01 Mar 2026 12:00:30 GMT", "NaN", "0x1p-2"} {
		f.Add(s, s, s)
	}
	f.Add("Sun, 01 May 7000 00:00:00 GMT", "", "")
	f.Add("", "", "99999999999")
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text, date, reset string) {
		h := http.Header{
			"Retry-After": {text}, "Date": {date},
			"X-Ratelimit-Limit": {"5"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {reset},
		}
		wait, err := retryAfter(h, now)
		if err == nil && (wait < 0 || strings.TrimSpace(text) == "") {
			t.Fatalf("%q gave %v", text, wait)
		}
		g := newGate()
		heard := heard{sent: now, received: now, date: date, refused: true, proper: true, retryAfter: -1}
		if err == nil {
			heard.retryAfter = wait
		}
		heard.rate, _ = rateLimitOf(h)
		if _, closed := g.observe(heard); closed < 0 || closed > maxDelay {
			t.Fatalf("429 with %v: %v", h, closed)
		}
		if r, ok := rateLimitOf(h); ok && (r.Limit < 1 || r.Remaining < 0 || r.Reset.Year() > 6000) {
			t.Fatalf("%v", r)
		}
	})
}

func TestPermanentThroughWrapping(t *testing.T) {
	t.Parallel()
	assert.True(t, permanent(errors.Join(io.EOF, context.Canceled)))
	assert.False(t, permanent(io.EOF))
	assert.False(t, permanent(context.DeadlineExceeded))
}
