package intercom

import (
	lists "container/list" // list is one of the verbs here
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

const (
	// probes is how many requests go at once before the first response has
	// the limit; after them one goes in each probePause.
	probes     = 8
	probePause = time.Second

	// burst is the time over which the first requests of a new window are
	// spread: enough to keep waiters from arriving in one herd, and short
	// against a window.
	burst = 500 * time.Millisecond

	// margin keeps requests from arriving before a window that begins on
	// the server's clock.
	margin = 100 * time.Millisecond

	// windowLength is Intercom's.
	windowLength = 10 * time.Second

	// farWindow is an end of a window that cannot be: clocks differ.
	farWindow = 2 * windowLength

	// maxWait is the longest wait that a call takes upon itself.
	maxWait = time.Minute

	// minClosed is for how long a 429 keeps the gate shut at least: if its
	// window is over by our clock, the clocks differ.
	minClosed = clockSlack / 2

	// highMemory is for how long a call of PriorityHigh makes the normal ones
	// leave something free.
	highMemory = time.Minute
)

// gate is the Limiter of a client. What it lets through is bound by what the
// last responses said is left, less the requests that are still in flight: that
// is never more than what is really left, in whatever order responses arrive.
type gate struct {
	mu        sync.Mutex
	last      RateLimit     // what was last said, for Client.RateLimit
	limit     int           // 0: not known
	guessed   bool          // the limit is what came through before a 429 without a limit
	remaining int           // the lowest that was said of the current window
	reset     time.Time     // the end of the current window, on our clock
	told      time.Time     // the latest end of a window that a response named, on the server's clock
	toldEnd   time.Time     // the same on ours
	closed    time.Time     // a 429 keeps the gate shut until then
	refusals  int           // 429s in a row that did not say for how long
	passed    int           // responses other than 429s since
	since     time.Time     // the beginning of a window that no response has named
	inFlight  int           // let through and not yet observed
	silent    bool          // proper responses come without a limit: nothing to obey
	congested bool          // a 429 was drawn: spread the next window evenly
	next      time.Time     // not before this one, when releases are spread
	spacing   time.Duration // between releases while the window is fresh
	probe     time.Time     // not before this one, while the limit is not known
	high      time.Time     // when the last call of PriorityHigh came
	dates     clock         // of the Date headers
	resets    clock         // of the ends of windows

	queue    queue
	watching bool          // one of the waiters sleeps and asks, for all of them
	changed  chan struct{} // wakes the one that watches
}

func newGate() *gate { return &gate{changed: make(chan struct{}, 1)} }

// wait takes a place in the queue. One of the waiters watches the gate for all,
// so that the end of a window wakes one goroutine. It gives up at once if asked
// to, or if ctx ends before its turn can come.
func (g *gate) wait(ctx context.Context, p Priority, failFast bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w, err := g.enqueue(ctx, p, failFast)
	if w == nil {
		return err
	}
	for {
		select {
		case <-w.granted:
			return nil
		case <-w.watch:
			w.serving = true
			if err := g.serve(ctx, w, failFast); err != nil {
				return g.leave(w, err)
			}
			return nil
		case <-ctx.Done():
			return g.leave(w, ctx.Err())
		}
	}
}

// enqueue returns the place of a call that has to wait, or nil.
func (g *gate) enqueue(ctx context.Context, p Priority, failFast bool) (*waiter, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if p == PriorityHigh {
		g.high = now
	}
	ahead := g.queue.ahead(p)
	if ahead == 0 && g.take(now, p) == 0 {
		return nil, nil
	}
	if err := g.hopeless(ctx, now, ahead, failFast); err != nil {
		return nil, err
	}
	w := g.queue.add(p)
	if g.watching {
		g.wake() // it may have to let this one through first
	} else {
		g.watching = true
		w.watch <- struct{}{}
	}
	return w, nil
}

// serve watches the gate and lets the waiters through in their order, until it
// is the turn of w.
func (g *gate) serve(ctx context.Context, w *waiter, failFast bool) error {
	for {
		wait, err := g.grant(ctx, w, failFast)
		if wait == 0 {
			return err
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-g.changed:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// grant lets through whom it can, up to w, who then hands over the watch. It
// returns how long to wait before the next one, 0 if w is through or gives up.
func (g *gate) grant(ctx context.Context, w *waiter, failFast bool) (wait time.Duration, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for {
		first, now := g.queue.first(), time.Now()
		if wait = g.take(now, first.priority); wait > 0 {
			if err := g.hopeless(ctx, now, 0, failFast); err != nil {
				return 0, err
			}
			return wait, nil
		}
		g.queue.remove(first)
		close(first.granted)
		if first == w {
			g.handOver()
			return 0, nil
		}
	}
}

// leave takes w out of the queue, unless it was let through in this moment. A
// deadline that passed is a window that did not open in time.
func (g *gate) leave(w *waiter, err error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if w.place == nil {
		return nil // the call finds out by itself that its context ended
	}
	g.queue.remove(w)
	select {
	case <-w.watch:
		g.handOver()
	default:
		if w.serving {
			g.handOver()
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &WindowClosedError{g.untilOpen(time.Now())}
	}
	return err
}

// handOver lets the first in the queue watch the gate.
func (g *gate) handOver() {
	if first := g.queue.first(); first != nil {
		first.watch <- struct{}{}
		return
	}
	g.watching = false
}

func (g *gate) wake() {
	select {
	case g.changed <- struct{}{}:
	default:
	}
}

// hopeless reports that a call behind so many others comes too late. What is in
// flight may be counted in what remains already: its responses will say.
func (g *gate) hopeless(ctx context.Context, now time.Time, ahead int, failFast bool) error {
	wait := max(g.closed.Sub(now), 0)
	if g.limit > 0 && now.Before(g.reset) && g.remaining <= 0 {
		wait = max(wait, g.reset.Sub(now))
	}
	if wait > 0 && (failFast || wait > maxWait) {
		return &WindowClosedError{wait}
	}
	if g.limit > 0 {
		free, end := g.limit, now.Add(windowLength)
		if now.Before(g.reset) {
			free, end = max(g.remaining, 0), g.reset
		}
		if behind := ahead - free; behind >= 0 {
			wait = max(wait, end.Sub(now)+time.Duration(behind/g.limit)*windowLength)
		}
	}
	if deadline, bounded := ctx.Deadline(); wait > 0 && bounded && deadline.Before(now.Add(wait)) {
		return &WindowClosedError{wait}
	}
	return nil
}

// take lets one request through and returns 0, or returns how long to wait
// before asking again.
func (g *gate) take(now time.Time, p Priority) time.Duration {
	if wait := g.closed.Sub(now); wait > 0 {
		return wait
	}
	if g.limit > 0 && !now.Before(g.reset) {
		g.open(now)
	}
	switch {
	case g.limit == 0 && !g.silent && g.inFlight >= probes:
		if wait := g.probe.Sub(now); wait > 0 {
			return wait // or until the first response
		}
	case g.limit > 0 && g.remaining <= g.inFlight:
		return g.reset.Sub(now) // or until a response has more
	case g.limit > 0 && g.remaining-g.inFlight <= g.kept(now, p):
		return min(g.reset.Sub(now), windowLength/time.Duration(g.limit/20+2))
	}
	if wait := g.next.Sub(now); wait > 0 {
		return wait
	}
	g.next = g.next.Add(g.spacing)
	g.probe = now.Add(probePause)
	g.inFlight++
	return 0
}

// kept is how much of the window a call leaves to those of higher priority:
// less and less, so that the window is used up in its end.
func (g *gate) kept(now time.Time, p Priority) int {
	share := 0
	switch {
	case p == PriorityLow:
		share = 10
	case p == PriorityNormal && now.Sub(g.high) < highMemory:
		share = 20
	default:
		return 0
	}
	left := min(max(g.reset.Sub(now), 0), windowLength)
	most := (g.limit + share - 1) / share
	return min(int((time.Duration(most)*left+windowLength-1)/windowLength), g.limit-1)
}

// open begins a window that no response has named yet. If nobody had to wait
// for it there is no herd to spread.
func (g *gate) open(now time.Time) {
	for !g.reset.After(now) { // windows follow each other without a gap
		g.reset = g.reset.Add(windowLength)
	}
	if g.guessed {
		g.limit += max(g.limit/10, 1)
		g.passed, g.since = 0, now
	}
	g.remaining, g.next, g.spacing = g.limit, now, 0
	switch {
	case g.congested:
		g.spacing = windowLength / time.Duration(g.limit)
	case g.queue.length > 0:
		g.spacing = burst / time.Duration(g.limit)
	}
	g.congested = false
}

// enter counts a request that does not wait.
func (g *gate) enter() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inFlight++
}

// heard is what an attempt has to say about the rate limit. The zero value
// stands for an attempt without a response.
type heard struct {
	rate           RateLimit
	sent, received time.Time
	date           string
	proper         bool          // a response of Intercom's, not of a gateway in trouble
	refused        bool          // a 429
	retryAfter     time.Duration // that Retry-After asks for; below 0: it does not
}

// observe takes over what an attempt says. It returns the end of the window on
// our clock, if that is known, and for how long a 429 shuts the gate.
func (g *gate) observe(h heard) (reset time.Time, closed time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inFlight = max(g.inFlight-1, 0)
	g.dates.read(h)
	if h.rate.Limit > 0 {
		reset = g.learn(h)
	} else {
		g.remaining = max(g.remaining-1, 0) // it may have been counted all the same
		g.silent = g.silent || h.proper && !h.refused
	}
	switch {
	case h.refused:
		closed = g.refuse(h, reset)
	case h.proper:
		g.pass(h.received)
	}
	g.wake()
	return reset, closed
}

// pass counts a response that was no refusal.
func (g *gate) pass(now time.Time) {
	g.refusals = 0
	if now.Sub(g.since) >= windowLength && !g.guessed {
		g.passed, g.since = 0, now
	}
	g.passed++
}

// refuse shuts the gate after a 429 and returns for how long. A 429 that does
// not say when to come back shuts it for the rest of the window, and each
// further one in a row for twice as long.
func (g *gate) refuse(h heard, reset time.Time) time.Duration {
	g.congested = true
	switch {
	case h.received.After(g.closed.Add(windowLength)):
		g.refusals = 1
	case h.received.After(g.closed): // not one of those that were in flight together
		g.refusals++
	}
	var wait time.Duration
	switch {
	case h.retryAfter >= 0:
		wait = h.retryAfter
	case !reset.IsZero():
		if wait = max(reset.Add(margin).Sub(h.received), minClosed); g.refusals > 1 {
			wait = max(wait, windowLength) // its ends of windows cannot be relied on
		}
	default:
		if wait = g.reset.Sub(h.received); g.limit == 0 || wait <= 0 {
			wait = windowLength
		}
		wait = min(max(wait, minClosed)<<min(max(g.refusals-1, 0), 2), maxWait)
		if g.limit == 0 || g.guessed {
			g.guess(h.received.Add(wait))
		}
	}
	if until := h.received.Add(wait); h.retryAfter >= 0 || until.After(g.closed) {
		g.closed = until
	}
	return max(g.closed.Sub(h.received), 0)
}

// guess takes what came through in a window as its limit, where no header has
// it.
func (g *gate) guess(reset time.Time) {
	if g.passed == 0 && !g.guessed {
		return // others used up the window
	}
	g.limit = max(g.passed, 1)
	g.guessed, g.remaining, g.reset = true, 0, reset
}

// learn takes over what is newer. Responses arrive out of order: within one
// window the lowest count stands, and an earlier window counts no more.
func (g *gate) learn(h heard) (reset time.Time) {
	r := h.rate
	if !r.Reset.Before(g.last.Reset) {
		g.last = r
	}
	g.limit, g.guessed = r.Limit, false
	reset = g.onOurClock(h)
	end := reset.Add(margin)
	const rounding = time.Second
	switch {
	case g.told.IsZero() || r.Reset.After(g.told.Add(rounding)):
		g.told, g.toldEnd, g.reset, g.remaining = r.Reset, end, end, r.Remaining
	case r.Reset.Before(g.told.Add(-rounding)): // of an earlier window
	case g.reset.Equal(g.toldEnd):
		g.toldEnd, g.reset, g.remaining = end, end, min(g.remaining, r.Remaining)
	case h.refused && h.sent.After(g.toldEnd): // we took a window to be over that was not
		g.toldEnd, g.reset, g.remaining = end, end, r.Remaining
	}
	return reset
}

// wildClock is a difference between clocks that is none: the time is nonsense.
const wildClock = 1000 * 24 * time.Hour

// onOurClock is when a window ends. An end that cannot be is distrusted: then a
// window is taken to last as long as it can.
func (g *gate) onOurClock(h heard) time.Time {
	reset, now := h.rate.Reset, h.received
	if d := reset.Sub(now); d > wildClock || d < -wildClock {
		return now.Add(windowLength)
	}
	g.resets.learn(reset.Add(-windowLength-time.Second).Sub(now), reset.Sub(h.sent))
	at := reset.Add(-g.resets.ahead())
	if byDate := reset.Add(-g.dates.ahead()); g.dates.known && byDate.After(now.Add(-clockSlack)) && byDate.Before(now.Add(farWindow)) {
		at = byDate
	}
	if soonest := reset.Add(-g.resets.high); at.Before(soonest) {
		return soonest
	}
	return at
}

func (g *gate) rateLimit() RateLimit {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.last
}

// untilReset is how long the current window lasts, as far as that is known.
func (g *gate) untilReset() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.untilOpen(time.Now())
}

func (g *gate) untilOpen(now time.Time) time.Duration {
	wait := g.closed.Sub(now)
	if g.limit > 0 {
		wait = max(wait, g.reset.Sub(now))
	}
	if wait <= 0 {
		return windowLength
	}
	return wait
}

// idle reports whether the gate holds nothing that would be missed.
func (g *gate) idle(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.inFlight == 0 && g.queue.length == 0 && !now.Before(g.reset) && !now.Before(g.closed)
}

// queue holds the waiters of each priority in the order in which they came.
type queue struct {
	waiters [3]lists.List
	length  int
}

// waiter is a call that waits for its turn.
type waiter struct {
	priority Priority
	place    *lists.Element // nil: not in the queue any more
	serving  bool           // it watches the gate
	granted  chan struct{}  // closed when it is let through
	watch    chan struct{}  // makes it watch the gate
}

func (q *queue) of(p Priority) *lists.List { return &q.waiters[p-PriorityLow] }

func (q *queue) add(p Priority) *waiter {
	w := &waiter{priority: p, granted: make(chan struct{}), watch: make(chan struct{}, 1)}
	w.place = q.of(p).PushBack(w)
	q.length++
	return w
}

func (q *queue) remove(w *waiter) {
	q.of(w.priority).Remove(w.place)
	w.place = nil
	q.length--
}

// first is whose turn it is, or nil.
func (q *queue) first() *waiter {
	for p := PriorityHigh; p >= PriorityLow; p-- {
		if e := q.of(p).Front(); e != nil {
			return e.Value.(*waiter)
		}
	}
	return nil
}

// ahead is how many wait that a newcomer of the priority does not pass.
func (q *queue) ahead(p Priority) (n int) {
	for ; p <= PriorityHigh; p++ {
		n += q.of(p).Len()
	}
	return n
}

// clock is what is known of another clock: by how much it is ahead of ours, as
// an interval that each response narrows.
type clock struct {
	known     bool
	low, high time.Duration
	text      string    // of the last Date header
	date      time.Time // that it says
}

// learn narrows the interval, or begins anew if a clock was set.
func (c *clock) learn(low, high time.Duration) {
	if l, h := max(low, c.low), min(high, c.high); c.known && l <= h {
		low, high = l, h
	}
	c.known, c.low, c.high = true, low, high
}

// ahead is none if that is possible, and else what makes times of the other
// clock the latest on ours.
func (c *clock) ahead() time.Duration {
	if c.low <= 0 && 0 <= c.high {
		return 0
	}
	return c.low
}

// read learns from a Date header, which has whole seconds.
func (c *clock) read(h heard) {
	if h.date != c.text {
		c.text = h.date
		c.date, _ = http.ParseTime(h.date)
	}
	if !c.date.IsZero() && h.date != "" {
		c.learn(c.date.Sub(h.received), c.date.Add(time.Second).Sub(h.sent))
	}
}
