package intercomredis

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/go-intercom/intercom"
)

const (
	// prefix begins the key of every allowance.
	prefix = "intercom:limit:"

	// windowLength is Intercom's.
	windowLength = 10 * time.Second

	// mostAtOnce is how many permits a process takes in one round trip, so
	// that it does not take them all.
	mostAtOnce = 32

	// leftAlone is for how long Redis is not asked after it failed.
	leftAlone = time.Second
)

// Limiter is an intercom.Limiter that shares one allowance of Intercom's with
// every process that uses the same key of the same Redis. It is safe for
// concurrent use. There is nothing to close: none of its goroutines outlives the
// calls that wait. Its texts and log values have the key and nothing of the connection.
type Limiter struct {
	rdb     redis.Scripter
	script  *redis.Script
	key     string
	length  time.Duration // of a window
	onError func(error)
	hung    atomic.Int32 // round trips without a response

	mu       sync.Mutex
	queue    list.List // of *waiter, in the order in which they came
	spare    int       // permits that nobody waits for any more
	spareEnd time.Time // when they end
	opens    time.Time // there are no permits before it
	heard    heard
	known    bool          // Redis knows the limit
	probes   int           // permits given while it did not, and not yet observed
	over     int           // probes observed, which Redis has not heard
	urgent   bool          // what was heard must not wait for the next caller
	down     bool          // Redis failed
	retry    time.Time     // it is not asked before that
	working  bool          // work runs
	wake     chan struct{} // ends its pause
}

// waiter is a call that waits for its permit.
type waiter struct {
	ctx   context.Context
	place *list.Element // nil: not in the queue any more
	done  chan error    // has the result when it is not
}

// An Option changes how a Limiter works.
type Option func(*Limiter)

// WithErrorHook calls hook each time that Redis fails, which is once a second at
// most, for a log or a metric: the calls themselves go on, paced by the client.
// The error says what Redis or the connection said; it has no customer data.
func WithErrorHook(hook func(err error)) Option {
	return func(l *Limiter) { l.onError = hook }
}

// New returns a Limiter for [intercom.WithLimiter]. Processes with the same key
// share one allowance. Intercom grants an allowance to each app in a workspace,
// that is, to each access token: the key should name both, as in
// "my-workspace:my-app", and must not be the token, as everybody who can look
// into Redis sees it. A client that serves many workspaces needs a Limiter for
// each: client.With(intercom.WithToken(token), intercom.WithLimiter(limiter)).
//
// Without a connection or a key the error is an [intercom.ArgumentError]. Redis
// is not asked before the first call, and whether it is there makes no
// difference to New.
//
// Intercom describes its rate limits in
// https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting.
func New(rdb redis.UniversalClient, key string, opts ...Option) (*Limiter, error) {
	if v := reflect.ValueOf(rdb); rdb == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, &intercom.ArgumentError{Operation: "intercomredis.New", Parameter: "rdb", Problem: "is nil"}
	}
	if strings.TrimSpace(key) == "" {
		return nil, &intercom.ArgumentError{Operation: "intercomredis.New", Parameter: "key", Problem: "is empty"}
	}
	l := &Limiter{rdb: rdb, script: redis.NewScript(source), key: prefix + key, length: windowLength, wake: make(chan struct{}, 1)}
	for _, opt := range opts {
		if opt != nil {
			opt(l)
		}
	}
	return l, nil
}

// Wait returns nil once the allowance has room for a request. If Redis does not
// respond within 250 milliseconds, or did not within the last second, it returns
// [intercom.ErrLimiterUnavailable], and the client paces the call by itself. If
// the window is used up and ctx ends before the next one begins, it returns an
// [intercom.WindowClosedError] at once.
func (l *Limiter) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w, err := l.enter(ctx)
	if w == nil {
		return err
	}
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		return l.leave(w)
	}
}

// enter takes a spare permit, or a place in the queue.
func (l *Limiter) enter(ctx context.Context) (*waiter, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if l.down {
		if !now.Before(l.retry) {
			l.start()
		}
		return nil, intercom.ErrLimiterUnavailable
	}
	if l.queue.Len() == 0 && l.spare > 0 && now.Before(l.spareEnd) {
		l.spare--
		return nil, nil
	}
	if err := l.hopeless(ctx, now); err != nil {
		return nil, err
	}
	w := &waiter{ctx: ctx, done: make(chan error, 1)}
	w.place = l.queue.PushBack(w)
	l.start()
	return w, nil
}

// hopeless reports that the window does not open before ctx ends.
func (l *Limiter) hopeless(ctx context.Context, now time.Time) error {
	deadline, bounded := ctx.Deadline()
	if !bounded || !l.opens.After(now) || !deadline.Before(l.opens) {
		return nil
	}
	return &intercom.WindowClosedError{Wait: l.opens.Sub(now)}
}

// leave takes w, whose context ended, out of the queue. If the deadline passed
// while a window was closed, that is the reason; else Redis did not respond in
// time, which must not be what the call fails of.
func (l *Limiter) leave(w *waiter) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if w.place == nil {
		return <-w.done // the call finds out by itself that its context ended
	}
	l.queue.Remove(w.place)
	if l.queue.Len() == 0 {
		l.signal()
	}
	err := w.ctx.Err()
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if wait := time.Until(l.opens); wait > 0 {
		return &intercom.WindowClosedError{Wait: wait}
	}
	return intercom.ErrLimiterUnavailable
}

// Observe takes over what a response says about the allowance, for all
// processes. Redis hears of it with the next permits that are asked for; of a
// 429, and of a limit that it does not know, at once.
func (l *Limiter) Observe(r intercom.RateLimit) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard.add(r, time.Now(), l.length)
	urgent := r.Exceeded || r.Limit > 0 && !l.known
	if l.probes > 0 {
		l.probes--
		l.over++
		urgent = true
	}
	if urgent && !l.down {
		l.urgent = true
		l.signal()
		l.start()
	}
}

// start makes sure that work runs. l.mu is held.
func (l *Limiter) start() {
	if !l.working {
		l.working = true
		go l.work()
	}
}

// signal ends the pause of work, or its next one.
func (l *Limiter) signal() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// work makes round trips for all that wait, as long as there are any. So one
// goroutine sleeps until a window opens, and no caller's context ends the round
// trip of another one.
func (l *Limiter) work() {
	for {
		q, asked, more := l.next()
		if !more {
			return
		}
		r, err := l.ask(q)
		if err != nil {
			l.fail()
			if l.onError != nil {
				l.onError(fmt.Errorf("intercomredis: %w", err))
			}
			return
		}
		if pause := l.settle(r, asked); pause > 0 {
			l.sleep(pause)
		}
	}
}

// sleep waits until more permits can be asked for, or there is something new.
func (l *Limiter) sleep(pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.wake:
	}
}

// next returns what to ask, and when; no more, if nobody waits. After a failure
// it asks for nothing, so that no permit is lost in another one.
func (l *Limiter) next() (q question, now time.Time, more bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.queue.Len() == 0 && !l.urgent && !l.down {
		l.working = false
		return q, now, false
	}
	now = time.Now()
	q = question{want: min(l.queue.Len(), mostAtOnce), over: l.over, length: l.length}
	l.heard.report(&q, now)
	l.over, l.urgent = 0, false
	return q, now, true
}

// fail sends all that wait to the client's own gate, and leaves Redis alone.
func (l *Limiter) fail() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down, l.retry, l.working = true, time.Now().Add(leftAlone), false
	l.known, l.spare, l.probes, l.opens = false, 0, 0, time.Time{}
	l.heard.fresh = true // it may not have been heard
	for l.queue.Len() > 0 {
		l.resolve(intercom.ErrLimiterUnavailable)
	}
}

// settle hands out permits, and returns how long to wait before the next round
// trip.
func (l *Limiter) settle(r reply, asked time.Time) (pause time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.down, l.known, l.opens = false, r.known, time.Time{}
	if l.probes += r.given; r.known {
		l.probes = 0
	}
	if !now.Before(l.spareEnd) {
		l.spare = 0
	}
	l.spare, l.spareEnd = l.spare+r.given, asked.Add(r.ends-margin)
	for l.spare > 0 && l.queue.Len() > 0 {
		l.spare--
		l.resolve(nil)
	}
	if r.known && r.wait > 0 {
		l.opens = now.Add(r.wait)
		l.dismiss(now)
	}
	return r.wait
}

// dismiss sends away who cannot wait until the window opens. l.mu is held.
func (l *Limiter) dismiss(now time.Time) {
	var after *list.Element
	for e := l.queue.Front(); e != nil; e = after {
		after = e.Next()
		if err := l.hopeless(e.Value.(*waiter).ctx, now); err != nil {
			l.queue.MoveToFront(e)
			l.resolve(err)
		}
	}
}

// resolve ends the wait of the first in the queue. l.mu is held.
func (l *Limiter) resolve(err error) {
	w := l.queue.Remove(l.queue.Front()).(*waiter)
	w.place = nil
	w.done <- err
}

// String returns the name of the type and the key.
func (l *Limiter) String() string { return "intercomredis.Limiter(" + l.key + ")" }

// Format writes the text of String for every verb, quoted for %q.
func (l *Limiter) Format(f fmt.State, verb rune) {
	text := l.String()
	if verb == 'q' {
		text = strconv.Quote(text)
	}
	_, _ = io.WriteString(f, text)
}

// LogValue gives slog the text of String.
func (l *Limiter) LogValue() slog.Value { return slog.StringValue(l.String()) }
