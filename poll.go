package intercom

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// job is what reports how far it is.
type job interface{ progress() (ended, failed bool) }

// await reads a job until it has ended, and returns it as it was read last.
func await[T job](ctx context.Context, c *Client, r *request, opts []Option) (last T, err error) {
	cfg := c.prepare(r, opts)
	err = poll(ctx, r.op, maxJobPoll, func() (done bool, err error) {
		now := newOf[T]()
		if err := c.call(ctx, r, cfg, now, readValue); err != nil {
			return false, err
		}
		last = now
		ended, failed := now.progress()
		if failed {
			return true, fmt.Errorf("intercom: %s: %w", r.op, ErrJobFailed)
		}
		return ended, nil
	})
	return last, err
}

// ofJob notes in an error which job it is about, so that it can be gone on with.
func ofJob(kind string, id ID, err error) error {
	return fmt.Errorf("%w (%s %s)", err, kind, scrub(string(id)))
}

const (
	firstPoll     = time.Second
	maxJobPoll    = 30 * time.Second
	maxSearchPoll = 15 * time.Second
)

// poll asks until it is done, less and less often. Half of each wait is
// random.
func poll(ctx context.Context, op string, longest time.Duration, ask func() (done bool, err error)) error {
	for wait := firstPoll; ; wait = min(2*wait, longest) {
		if done, err := ask(); done || err != nil {
			return err
		}
		if err := sleep(ctx, wait/2+rand.N(wait/2)); err != nil {
			return fmt.Errorf("intercom: %s: waiting: %w", op, err)
		}
	}
}
