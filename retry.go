package intercom

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	defaultRetries = 2
	firstBackoff   = 500 * time.Millisecond
	maxBackoff     = 8 * time.Second

	quickest, slowest = 25 * time.Millisecond, 100 * time.Millisecond // after a connection broke for the first time
)

// class is what sending an operation again can do.
type class uint8

const (
	classRepeatable class = iota // reads, and writes whose repetition changes nothing
	classWrite                   // may only be sent again if it was certainly not processed
)

// outcome is what the decision about a further attempt depends on.
type outcome struct {
	response *response
	err      error // why there is no response
	unsent   bool  // the request certainly never left, or the server says that it did not process it
	stale    bool  // the connection had been kept, and the server may have given it up before the request came
}

// timedOut reports whether the server took longer than it should, by its own
// account or by ours.
func (o outcome) timedOut() bool {
	if o.response != nil {
		return slowStatus(o.response.status)
	}
	t, ok := errors.AsType[net.Error](o.err)
	return ok && t.Timeout()
}

// timedOut is the same for the error of a call.
func timedOut(err error) bool {
	if e, ok := errors.AsType[*APIError](err); ok {
		return slowStatus(e.StatusCode)
	}
	return errors.Is(err, ErrTimeout)
}

func slowStatus(status int) bool {
	return status == http.StatusGatewayTimeout || status == http.StatusRequestTimeout
}

func (o outcome) succeeded() bool { return o.err == nil && o.response.success }

// retry decides whether to try again after the given attempt, and how long to
// wait before it, where a 429 refuses for so long. It is the default policy and
// depends on nothing else.
func (o outcome) retry(cls class, attempt int, now time.Time, closed time.Duration) decision {
	again := cls == classRepeatable
	if o.err != nil {
		return decision{!permanent(o.err) && (again || o.unsent), o.pause(attempt)}
	}
	switch o.response.status {
	case http.StatusTooManyRequests: // refused before it was looked at
		if o.response.jobPending() {
			return decision{}
		}
		return decision{true, closed + rand.N(250*time.Millisecond)}
	case http.StatusServiceUnavailable:
		if wait, err := retryAfter(o.response.header, now); err == nil {
			return decision{true, wait + rand.N(250*time.Millisecond)}
		}
		return decision{again, backoff(attempt)}
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
		return decision{again, backoff(attempt)}
	}
	return decision{}
}

// lost reports whether there was a connection that broke.
func (o outcome) lost() bool {
	if o.err == nil || neverSent(o.err) || permanent(o.err) {
		return false
	}
	t, ok := errors.AsType[net.Error](o.err)
	return !ok || !t.Timeout()
}

// doubtful reports whether Intercom may have done what was asked for, although
// the attempt failed.
func (o outcome) doubtful() bool {
	if o.err != nil {
		return !o.unsent && !neverSent(o.err) && !badTLS(o.err)
	}
	switch o.response.status {
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// pause is how long to wait after an attempt without a response. A connection
// that broke says little about the server, and a new one mostly works at once:
// the first time there is nothing to back off from.
func (o outcome) pause(attempt int) time.Duration {
	switch {
	case !o.lost():
		return backoff(attempt)
	case attempt == 1:
		return quickest + rand.N(slowest-quickest)
	}
	return backoff(attempt - 1)
}

// backoff doubles with each attempt; half of it is random.
func backoff(attempt int) time.Duration {
	d := min(firstBackoff<<min(attempt-1, 10), maxBackoff)
	return d/2 + rand.N(d/2)
}

var errNoRetryAfter = errors.New("no Retry-After")

// retryAfter reads seconds or an HTTP date.
func retryAfter(h http.Header, now time.Time) (time.Duration, error) {
	s := strings.TrimSpace(h.Get("Retry-After"))
	if s == "" {
		return 0, errNoRetryAfter
	}
	if sec, err := strconv.ParseFloat(s, 64); err == nil {
		if !(sec >= 0) {
			return 0, errNoRetryAfter
		}
		return time.Duration(min(sec, maxDelay.Seconds()) * float64(time.Second)), nil
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0, err
	}
	return until(at, h, now), nil
}

// maxDelay is a wait that nobody waits for, and that can be added to.
const maxDelay = 1e9 * time.Second

// until is how long it is until a time on the server's clock.
func until(at time.Time, h http.Header, now time.Time) time.Duration {
	return min(max(0, at.Sub(now.Add(clockAhead(h, now)))), maxDelay)
}

// clockSlack is a difference between clocks that rounding and travel explain.
const clockSlack = 3 * time.Second

// clockAhead is how much the server's clock is ahead of ours. The Date header
// has whole seconds: a difference that rounding and travel explain is none.
func clockAhead(h http.Header, now time.Time) time.Duration {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0
	}
	if d := date.Sub(now); d > clockSlack || d < -clockSlack {
		return d
	}
	return 0
}

// permanent reports failures that no repetition cures.
func permanent(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, ErrInsecureRedirect) || errors.Is(err, errRedirectScheme) {
		return true
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return e.IsNotFound
	}
	return badTLS(err)
}

// badTLS reports failures to agree on a secure connection.
func badTLS(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return true
	}
	_, ok := errors.AsType[tls.RecordHeaderError](err) // no TLS at that port
	return ok
}

// budget keeps a client from multiplying the load on a server in trouble: each
// retry costs, each success earns. A healthy server never comes near it.
type budget struct{ spent atomic.Int64 }

const (
	budgetSize  = 500
	costRetry   = 5
	costTimeout = 10
)

// spend takes what a retry costs, if there is that much.
func (b *budget) spend(o outcome) bool {
	if o.response != nil && o.response.status == http.StatusTooManyRequests {
		return true // the window is the limit
	}
	if o.stale && o.lost() {
		return true // nothing is wrong with the server, and the next connection is a new one
	}
	cost := int64(costRetry)
	if o.response == nil && o.timedOut() {
		cost = costTimeout
	}
	if b.spent.Add(cost) > budgetSize {
		b.spent.Add(-cost)
		return false
	}
	return true
}

// earn gives back a little.
func (b *budget) earn() {
	if b.spent.Load() > 0 {
		b.spent.Add(-1)
	}
}
