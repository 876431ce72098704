package intercomtest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/go-intercom/intercom"
)

const (
	deliveryTimeout  = 5 * time.Second
	redelivery       = time.Minute   // until a notification is sent once more
	shortestThrottle = time.Minute   // after the first 429
	longestThrottle  = 2 * time.Hour // and how late a notification can be
)

// deliveries is how notifications get to URLs. What is to be sent is in the
// outbox of each subscription.
type deliveries struct {
	transport http.RoundTripper // nil: the network, as far as this machine
	client    *http.Client
	running   sync.WaitGroup
	ctx       context.Context
	stop      context.CancelFunc

	idle   *sync.Cond // of Server.mu, which guards what follows: an outbox has nothing more to send
	closed bool
}

// outbox is what is to be sent to a URL, and what was. The mutex of the server
// guards it.
type outbox struct {
	pending   []*delivery
	posted    int // so far
	sending   bool
	timer     *time.Timer
	throttle  time.Duration // the last one
	throttled time.Time     // until then
	sent      []*delivery
	failed    []*delivery
}

// delivery is a notification on its way.
type delivery struct {
	id       string // empty: a ping
	topic    string
	item     any
	number   int       // in its outbox
	at       time.Time // when it happened
	due      time.Time
	attempts int
	failures int
	first    time.Time // when it was sent first
	done     time.Time // when it was taken
	exchange object    // of the last failure
}

// json is the notification as it is sent, and as the feeds of 1.x have it.
func (d *delivery) json() object {
	o := notificationJSON(d.topic, d.id, d.item, d.at)
	o["delivery_attempts"] = d.attempts
	if !d.first.IsZero() {
		o["first_sent_at"] = d.first.Unix()
	}
	switch {
	case !d.done.IsZero():
		o["delivery_status"], o["delivered_at"] = "delivered", d.done.Unix()
	case d.exchange != nil:
		o["delivery_status"], o["http_request"] = "retry", d.exchange
	}
	return o
}

// body is the notification as it is sent.
func (d *delivery) body() []byte {
	o := d.json()
	delete(o, "http_request")
	return mustJSON(o)
}

func notificationJSON(topic, id string, item any, at time.Time) object {
	o := object{
		"type": "notification_event", "id": nullable(id), "topic": topic, "app_id": workspaceID,
		"data":            object{"type": "notification_event_data", "item": item},
		"delivery_status": "pending", "delivery_attempts": 1, "delivered_at": 0, "first_sent_at": at.Unix(), "created_at": at.Unix(),
		"links": object{}, "self": nil,
	}
	if id == "" {
		o["delivery_status"] = nil
	} else {
		o["self"] = apiHost + "/notifications/" + id
	}
	return o
}

func newNotificationID() string { return "notif_" + uuid() }

// happened has all notified who subscribed to a topic of a generation. The item
// is only made if somebody did.
func (w *workspace) happened(g generation, topic string, item func() object) {
	if !w.isHeard() {
		return
	}
	var d *delivery
	for _, sub := range w.subscribers() {
		if sub.generation != g || !sub.active || !sub.has(topic) {
			continue
		}
		if d == nil {
			d = &delivery{id: newNotificationID(), topic: topic, item: withLists(item())} // as it is now
		}
		if made, _ := d.item.(object); sub.wants(topic, made) {
			own := *d
			w.post(sub, &own)
		}
	}
}

// isHeard reports whether anybody can be notified.
func (w *workspace) isHeard() bool { return !w.silent && len(w.subscribers()) > 0 }

func (w *workspace) subscribers() []*subscription {
	return append(slices.Collect(w.subscriptions.all()), w.webhooks...)
}

// post puts a notification into the outbox of a subscription. If its URL is out of
// reach, then nothing but the feed shows it.
func (w *workspace) post(sub *subscription, d *delivery) {
	sub.posted++
	d.number, d.at = sub.posted, w.now()
	d.due = d.at
	if !w.reaches(sub.url) {
		d.begin(d.at)
		sub.settle(d, sub.ownResult(), d.at)
		sub.pending = nil
		return
	}
	sub.pending = append(sub.pending, d)
	w.send(sub)
}

// resend has the notifications sent that have become due.
func (w *workspace) resend() {
	for _, sub := range w.subscribers() {
		if d, due := sub.next(); d != nil && !due.After(w.now()) {
			w.send(sub)
		}
	}
}

// next is the notification to be sent next, or nil, and when it is due.
func (sub *subscription) next() (*delivery, time.Time) {
	if !sub.active {
		sub.pending = nil
	}
	if len(sub.pending) == 0 {
		return nil, time.Time{}
	}
	due := func(d *delivery) time.Time {
		if d.due.Before(sub.throttled) {
			return sub.throttled
		}
		return d.due
	}
	d := slices.MinFunc(sub.pending, func(a, b *delivery) int { return cmp.Or(due(a).Compare(due(b)), a.number-b.number) })
	return d, due(d)
}

// result is the response to a notification.
type result struct {
	status int // 0: there was none
	header http.Header
	body   string
	err    error
}

// ownResult is the result for a subscription whose URL is not asked.
func (sub *subscription) ownResult() result {
	if sub.failing == 0 {
		return result{status: http.StatusOK}
	}
	return result{status: sub.failing, header: http.Header{"Content-Type": {"text/plain"}}, body: http.StatusText(sub.failing)}
}

func (d *delivery) begin(now time.Time) {
	d.attempts++
	if d.first.IsZero() {
		d.first = now
	}
}

// settle takes the result of sending a notification: what has to be sent once more
// is put back.
func (sub *subscription) settle(d *delivery, r result, now time.Time) {
	sub.failed = slices.DeleteFunc(sub.failed, func(other *delivery) bool { return other == d })
	if r.status/100 == 2 {
		d.done, sub.throttle = now, 0
		sub.sent = append(sub.sent, d)
		return
	}
	d.exchange = object{
		"request_method": http.MethodPost, "request_uri": sub.url, "request_headers": object{"Content-Type": "application/json"},
		"request_entity": string(d.body()), "response_status_code": r.status,
		"response_headers": headersJSON(r.header), "response_entity": r.body,
	}
	sub.failed = append(sub.failed, d)
	switch r.status {
	case http.StatusGone:
		sub.active, sub.pending = false, nil
	case http.StatusTooManyRequests:
		sub.throttle = min(max(2*sub.throttle, shortestThrottle), longestThrottle)
		sub.throttled = now.Add(sub.throttle)
		sub.pending = append(sub.pending, d)
	default:
		if d.failures++; d.failures == 1 {
			d.due = now.Add(redelivery)
			sub.pending = append(sub.pending, d)
		}
	}
}

func headersJSON(h http.Header) object {
	o := object{}
	for name := range h {
		o[name] = h.Get(name)
	}
	return o
}

func (s *Server) startDeliveries() {
	ds := &s.deliveries
	ds.idle = sync.NewCond(&s.mu)
	ds.ctx, ds.stop = context.WithCancel(context.Background())
	ds.client = &http.Client{
		Transport:     ds.transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if ds.transport == nil {
		ds.client.Transport = &http.Transport{DisableKeepAlives: true} // no connection outlives its delivery
	}
	s.workspace.send, s.workspace.reaches = s.send, s.reaches
}

// stopDeliveries ends what is being delivered, and what waits for it.
func (s *Server) stopDeliveries() {
	s.mu.Lock()
	s.deliveries.closed = true
	for _, sub := range s.workspace.subscribers() {
		sub.pending = nil
		if sub.timer != nil {
			sub.timer.Stop()
		}
	}
	s.mu.Unlock()
	s.deliveries.stop()
	s.deliveries.running.Wait()
}

// reaches reports whether notifications get to a URL: without a transport of its
// own nothing that a test sends leaves the machine.
func (s *Server) reaches(address string) bool {
	if s.deliveries.closed {
		return false
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return false
	}
	return s.deliveries.transport != nil || u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()
}

// send has the notifications of a subscription sent that are due, by a goroutine
// of its own that ends when there are no more.
func (s *Server) send(sub *subscription) {
	if sub.sending || s.deliveries.closed {
		return
	}
	sub.sending = true
	s.deliveries.running.Go(func() { s.sendAll(sub) })
}

func (s *Server) sendAll(sub *subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for d := s.take(sub); d != nil; d = s.take(sub) {
		d.begin(s.workspace.now())
		r := sub.ownResult()
		if sub.failing == 0 {
			address, secret, body := sub.url, sub.hubSecret, d.body()
			s.mu.Unlock()
			r = s.request(http.MethodPost, address, secret, body)
			s.mu.Lock()
		}
		if !s.deliveries.closed {
			sub.settle(d, r, s.workspace.now())
		}
	}
	sub.sending = false
	s.deliveries.idle.Broadcast()
}

// take takes the next notification out of an outbox. If there is none that is due,
// sending goes on when there is.
func (s *Server) take(sub *subscription) *delivery {
	now := s.workspace.now()
	for d, due := sub.next(); d != nil && !s.deliveries.closed; d, due = sub.next() {
		if wait := due.Sub(now); wait > 0 {
			if sub.timer != nil {
				sub.timer.Stop()
			}
			sub.timer = time.AfterFunc(wait, func() {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.send(sub)
			})
			return nil
		}
		i := slices.Index(sub.pending, d)
		sub.pending = slices.Delete(sub.pending, i, i+1)
		if now.Sub(d.at) <= longestThrottle {
			return d
		}
	}
	return nil
}

// errLost is what a handler leaves behind that did not return.
var errLost = errors.New("intercomtest: the handler panicked")

// request sends a request to a URL. It takes no longer than Intercom waits, even
// if a handler without a network does.
func (s *Server) request(method, address, secret string, body []byte) result {
	ctx, cancel := context.WithTimeout(s.deliveries.ctx, deliveryTimeout)
	defer cancel()
	done := make(chan result, 1)
	s.start(func() {
		r := result{err: errLost}
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler { //nolint:errorlint // as net/http compares it
				log.Printf("intercomtest: panic serving %s: %v\n%s", address, p, debug.Stack())
			}
			done <- r
		}()
		r = s.exchange(ctx, method, address, secret, body)
	})
	select {
	case r := <-done:
		return r
	case <-ctx.Done():
		return result{err: context.Cause(ctx)}
	}
}

// start starts a goroutine that Close waits for, unless it has been called.
func (s *Server) start(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.deliveries.closed {
		s.deliveries.running.Go(do)
	}
}

func (s *Server) exchange(ctx context.Context, method, address, secret string, body []byte) result {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return result{err: err}
	}
	req.Header.Set("User-Agent", "intercom-parrot-service-client/1.0")
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
		if secret != "" {
			req.Header.Set("X-Hub-Signature", intercom.SignWebhook(body, secret))
		}
	}
	res, err := s.deliveries.client.Do(req)
	if err != nil {
		return result{err: err}
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 1<<16))
	return result{status: res.StatusCode, header: res.Header, body: string(text), err: err}
}
