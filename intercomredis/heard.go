package intercomredis

import (
	"time"

	"github.com/go-intercom/intercom"
)

// margin keeps requests from arriving before a window that begins on
// Intercom's clock.
const margin = 100 * time.Millisecond

// longest is an end of a window that can be. The script has the same bound.
const longest = time.Minute

// heard is what the responses of this process said about the current window,
// until Redis has heard it too.
type heard struct {
	limit     int // 0: nothing yet
	remaining int // the lowest that was said
	reset     time.Time
	closed    time.Time // a 429 refuses until then
	fresh     bool      // Redis has not heard it
}

// add takes over what a response says. Responses arrive out of order: within
// one window the lowest count stands, and an earlier window counts no more.
func (h *heard) add(r intercom.RateLimit, now time.Time, length time.Duration) {
	if r.Exceeded {
		h.fresh = true
		end := r.Reset
		if end.IsZero() {
			end = now.Add(length)
		}
		if end.After(h.closed) {
			h.closed = end
		}
	}
	if r.Limit <= 0 {
		return
	}
	r.Remaining = min(max(r.Remaining, 0), r.Limit)
	if r.Reset.Sub(now) > longest {
		r.Reset = now.Add(length)
	}
	apart := r.Reset.Sub(h.reset)
	switch {
	case h.limit == 0 || apart > length/2:
		h.remaining, h.reset = r.Remaining, r.Reset
	case apart < -length/2:
		return
	default:
		h.remaining = min(h.remaining, r.Remaining)
		if apart > 0 {
			h.reset = r.Reset
		}
	}
	h.limit, h.fresh = r.Limit, true
}

// report puts what Redis has not heard into a question.
func (h *heard) report(q *question, now time.Time) {
	if !h.fresh {
		return
	}
	h.fresh = false
	q.limit, q.remaining = h.limit, h.remaining
	q.ends = h.reset.Add(margin).Sub(now)
	if wait := h.closed.Sub(now); wait > 0 {
		q.refused = min(wait, longest) + margin
	}
}
