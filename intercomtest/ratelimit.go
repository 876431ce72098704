package intercomtest

import (
	"net/http"
	"strconv"
	"time"
)

// window counts the requests of the current window.
type window struct {
	limit  int
	length time.Duration
	index  int64 // which window since the Unix epoch
	used   int
}

// allowance is what the limit says to one request.
type allowance struct {
	limit     int
	remaining int
	reset     time.Time
	length    time.Duration
	exceeded  bool
}

// spend takes one request out of the window that now is in.
func (w *window) spend(now time.Time) allowance {
	if index := now.UnixNano() / int64(w.length); index != w.index {
		w.index, w.used = index, 0
	}
	w.used++
	return allowance{
		limit:     w.limit,
		remaining: max(0, w.limit-w.used),
		reset:     time.Unix(0, (w.index+1)*int64(w.length)),
		length:    w.length,
		exceeded:  w.used > w.limit,
	}
}

func (a allowance) writeTo(h http.Header) {
	if a.reset.IsZero() {
		return
	}
	h.Set("X-RateLimit-Limit", strconv.Itoa(a.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(a.remaining))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(ceil(a.reset), 10))
}

func (a allowance) err() error {
	return failure(http.StatusTooManyRequests, "rate_limit_exceeded",
		"Exceeded rate limit of %d in %.3g_seconds", a.limit, a.length.Seconds())
}

// ceil rounds up to seconds: a client that waits until then is never early.
func ceil(t time.Time) int64 {
	return t.Add(time.Second - 1).Unix()
}
