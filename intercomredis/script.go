package intercomredis

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed script.lua
var source string

// question is what one round trip asks of Redis and reports to it.
type question struct {
	want   int           // permits
	over   int           // probes that are over
	length time.Duration // of a window

	limit, remaining int           // that a response named; limit 0: nothing to report
	ends             time.Duration // until the window of that response ends
	refused          time.Duration // for how long a 429 refuses
}

func (q question) args() []any {
	return []any{q.want, q.over, q.length.Milliseconds(), q.limit, q.remaining, milliseconds(q.ends), milliseconds(q.refused)}
}

// milliseconds rounds up: a window must not end too early.
func milliseconds(d time.Duration) int64 {
	const most = time.Hour // the script takes a minute at most
	return (min(max(d, -most), most) + time.Millisecond - 1).Milliseconds()
}

// reply is what the script returns.
type reply struct {
	given int
	wait  time.Duration // before more can be asked for, 0: at once
	ends  time.Duration // until the permits end
	known bool          // the limit is known
}

var errReply = errors.New("the script returned something else")

// run asks Redis, for as long as it takes.
func (q question) run(ctx context.Context, rdb redis.Scripter, script *redis.Script, key string) (reply, error) {
	n, err := script.Run(ctx, rdb, []string{key}, q.args()...).Int64Slice()
	if err != nil {
		return reply{}, err
	}
	if len(n) != 4 || n[0] < 0 || n[0] > int64(q.want) || n[1] < 0 || n[2] < 0 {
		return reply{}, errReply
	}
	return reply{int(n[0]), time.Duration(n[1]) * time.Millisecond, time.Duration(n[2]) * time.Millisecond, n[3] == 1}, nil
}

// patience is how long Redis has to respond.
const patience = 250 * time.Millisecond

// mostHung is how many round trips may be left behind that did not respond.
const mostHung = 4

var (
	errSlow = fmt.Errorf("no response within %v", patience)
	errHung = errors.New("earlier requests still have no response")
)

// ask makes one round trip and gives up when its time is over. It does not rely
// on a context for that: by default go-redis heeds none while it reads.
func (l *Limiter) ask(q question) (reply, error) {
	if l.hung.Add(1) > mostHung {
		l.hung.Add(-1)
		return reply{}, errHung
	}
	type outcome struct {
		reply reply
		err   error
	}
	done := make(chan outcome, 1)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel() // go-redis does not repeat what was given up
	go func() {
		defer l.hung.Add(-1)
		r, err := q.run(ctx, l.rdb, l.script, l.key)
		done <- outcome{r, err}
	}()
	select {
	case o := <-done:
		if errors.Is(o.err, context.DeadlineExceeded) {
			return reply{}, errSlow
		}
		return o.reply, o.err
	case <-ctx.Done():
		return reply{}, errSlow
	}
}
