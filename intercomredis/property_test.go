package intercomredis

import (
	"container/heap"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// world is an Intercom, a Redis and some processes, whose time is simulated.
// Only the script is real.
type world struct {
	t      *testing.T
	rdb    *redis.Client
	script *redis.Script
	key    string
	rand   *rand.Rand
	now    time.Duration // since noon
	events events

	limit     int
	offset    time.Duration // of Intercom's windows
	window    time.Duration // which one, by its end
	counted   int           // in it
	refused   int
	delivered int
	ledger    ledger
}

// ledger checks the promise of the script: in each of its windows the permits
// are no more than the limit less what Intercom counted beyond them.
type ledger struct {
	granted int
	foreign int // the most that a report had, beyond what was granted until then
}

// process is one of those that share the allowance.
type process struct {
	*world
	heard  heard
	probes int
	over   int
	skew   time.Duration // of its clock
}

type event struct {
	at time.Duration
	do func()
}

type events []event

func (e events) Len() int           { return len(e) }
func (e events) Less(i, j int) bool { return e[i].at < e[j].at }
func (e events) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)        { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

func (w *world) after(d time.Duration, do func()) { heap.Push(&w.events, event{w.now + d, do}) }

// between is a random duration.
func (w *world) between(low, high time.Duration) time.Duration {
	return low + time.Duration(w.rand.Int64N(int64(high-low)+1))
}

// count is what Intercom does with a request, whoever it is from.
func (w *world) count() intercom.RateLimit {
	end := (w.now-w.offset)/windowLength*windowLength + windowLength + w.offset
	if end != w.window {
		w.window, w.counted = end, 0
	}
	r := intercom.RateLimit{Limit: w.limit, Reset: time.UnixMilli(noon).Add(end)}
	if w.counted++; w.counted > w.limit {
		r.Exceeded = true
		return r
	}
	r.Remaining = w.limit - w.counted
	return r
}

// run lets the script run at the simulated time, and checks what it did.
func (w *world) run(q question) reply {
	before := readState(w.t, w.rdb, w.key)
	at := w.now.Milliseconds()
	args := append(q.args(), noon/1000+at/1000, at%1000*1000)
	n, err := w.script.Run(w.t.Context(), w.rdb, []string{w.key}, args...).Int64Slice()
	require.NoError(w.t, err)
	state := readState(w.t, w.rdb, w.key)
	given := int(n[0])
	w.keep(before, state, q, given)
	return reply{given, time.Duration(n[1]) * time.Millisecond, time.Duration(n[2]) * time.Millisecond, n[3] == 1}
}

// keep writes the ledger.
func (w *world) keep(before, state state, q question, given int) {
	at := w.now.Milliseconds()
	if before["ends"] <= at || state["ends"]-before["ends"] > windowLength.Milliseconds()/2 && state["granted"] < before["granted"] {
		w.ledger = ledger{}
	}
	l := &w.ledger
	ends := at + milliseconds(q.ends)
	if half := windowLength.Milliseconds() / 2; q.limit > 0 && ends > at && state["ends"]-half < ends && ends < state["ends"]+half {
		l.foreign = max(l.foreign, q.limit-q.remaining-l.granted)
	}
	l.granted += given
	if state["limit"] > 0 && given > 0 {
		assert.LessOrEqual(w.t, l.granted, w.limit-l.foreign, "granted more than there is")
	}
}

// ask takes permits for so many calls, which are sent at once.
func (p *process) ask(calls int) {
	if calls == 0 {
		return
	}
	q := question{want: min(calls, mostAtOnce), over: p.over, length: windowLength}
	p.heard.report(&q, p.clock())
	p.over = 0
	r := p.run(q)
	if !r.known {
		p.probes += r.given
	}
	for range r.given {
		p.after(p.between(0, 90*time.Millisecond), p.send)
	}
	p.after(max(r.wait, time.Millisecond), func() { p.ask(calls - r.given) })
}

// clock is the time that the process takes it to be.
func (p *process) clock() time.Time { return time.UnixMilli(noon).Add(p.now + p.skew) }

// send sends a request; its response takes some time.
func (p *process) send() {
	r := p.count()
	if r.Exceeded {
		p.refused++
	}
	r.Reset = r.Reset.Add(p.skew) // the client brings it to its own clock
	p.after(p.between(time.Millisecond, 400*time.Millisecond), func() {
		p.delivered++
		p.heard.add(r, p.clock(), windowLength)
		if p.probes > 0 {
			p.probes--
			p.over++
		}
		if r.Exceeded || p.over > 0 {
			q := question{over: p.over, length: windowLength}
			p.over = 0
			p.heard.report(&q, p.clock())
			p.run(q)
		}
	})
}

// simulate lets processes make calls for so long, and others use the token.
func simulate(t *testing.T, seed uint64, others bool) *world {
	t.Helper()
	w := &world{t: t, rdb: connect(t), script: atTime(t, "{ARGV[8], ARGV[9]}"), key: t.Name(), rand: rand.New(rand.NewPCG(seed, 1))}
	w.limit = 20 + w.rand.IntN(180)
	w.offset = w.between(0, windowLength)
	const lasts = 65 * time.Second
	for range 2 + w.rand.IntN(4) {
		p := &process{world: w, skew: w.between(-time.Hour, time.Hour)}
		for at := time.Duration(0); at < lasts; at += w.between(10*time.Millisecond, 8*time.Second) {
			calls := 1 + w.rand.IntN(w.limit)
			w.after(at, func() { p.ask(calls) })
		}
	}
	if others {
		for at := time.Duration(0); at < lasts; at += w.between(time.Millisecond, 2*time.Second) {
			w.after(at, func() { w.count() })
		}
	}
	for len(w.events) > 0 {
		e := heap.Pop(&w.events).(event)
		if w.now = e.at; w.now > 2*lasts {
			break
		}
		e.do()
	}
	return w
}

// Over random schedules the permits of a window never exceed the limit less what
// Intercom counted beyond them. Where nobody else uses the token, there is no 429,
// and where others do, few.
func TestNeverMoreThanThereIs(t *testing.T) {
	t.Parallel()
	for name, others := range map[string]bool{"alone": false, "beside others": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls, refused := 0, 0
			for range 8 {
				seed := rand.Uint64()
				w := simulate(t, seed, others)
				require.NoError(t, w.rdb.Del(t.Context(), w.key).Err())
				if calls, refused = calls+w.delivered, refused+w.refused; t.Failed() || !others && w.refused > 0 {
					t.Errorf("seed %d: %d of %d requests were refused", seed, w.refused, w.delivered)
					return
				}
			}
			t.Logf("%d requests, %d refused", calls, refused)
			assert.Less(t, float64(refused), 0.03*float64(calls))
		})
	}
}
