package intercom

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// scroll is one reading of a list by a scroll. A workspace has one scroll at a
// time, which hands out each page once: what is lost can only be had by
// beginning anew.
type scroll struct {
	op       string
	cfg      *config
	restarts int           // how often it may still begin anew
	held     chan struct{} // the lock of the workspace's one scroll
	last     uint64        // hash of the last page
}

const (
	scrollLife = 70 * time.Second // an idle scroll ends after a minute
	scrollPoll = 5 * time.Second
)

// lock keeps two scrolls of one client from getting into each other's way. A
// scroll that may restart waits for the other one to end.
func (s *scroll) lock(ctx context.Context, clients *shared) error {
	token, err := s.cfg.currentToken(ctx)
	if err != nil {
		return newConnectionError(s.op, 0, err, asItIs)
	}
	lock := clients.state(token).scroll
	select {
	case lock <- struct{}{}:
		s.held = lock
		return nil
	default:
	}
	inUse := fmt.Errorf("intercom: %s: %w, in this process", s.op, ErrScrollInUse)
	if s.restarts == 0 {
		return inUse
	}
	s.cfg.logWait(ctx, s.op, "waiting for another scroll of this process to end", scrollLife)
	timer := time.NewTimer(scrollLife)
	defer timer.Stop()
	select {
	case lock <- struct{}{}:
		s.held = lock
		return nil
	case <-ctx.Done():
		return newConnectionError(s.op, 0, ctx.Err(), asItIs)
	case <-timer.C:
		return inUse
	}
}

func (s *scroll) unlock() {
	if s.held != nil {
		<-s.held
	}
}

// fetch reads the page at a cursor, or the first one again if the scroll is
// lost and may begin anew.
func (s *scroll) fetch(ctx context.Context, at Cursor, fetchPage func(Cursor) (*rawPage, error)) (*rawPage, error) {
	page, err := fetchPage(at)
	if at == "" && errors.Is(err, ErrScrollInUse) && s.restarts > 0 {
		return s.start(ctx, fetchPage)
	}
	for ; err != nil && at != "" && s.restarts > 0 && ctx.Err() == nil && scrollLost(err); s.restarts-- {
		page, err = s.start(ctx, fetchPage)
	}
	return page, err
}

// scrollLost reports errors after which a scroll can only begin anew.
func scrollLost(err error) bool {
	return errors.Is(err, ErrScrollExpired) || errors.Is(err, ErrServer) || errors.Is(err, ErrConnection)
}

// start begins a scroll, waiting for one that is open to end.
func (s *scroll) start(ctx context.Context, fetchPage func(Cursor) (*rawPage, error)) (*rawPage, error) {
	for limit := time.Now().Add(scrollLife); ; {
		page, err := fetchPage("")
		if !errors.Is(err, ErrScrollInUse) || time.Now().After(limit) {
			return page, err
		}
		s.cfg.logWait(ctx, s.op, "waiting for another scroll to end", scrollPoll)
		if cause := sleep(ctx, scrollPoll); cause != nil {
			cause = fmt.Errorf("%w while waiting for another scroll to end: %w", cause, err)
			return nil, newConnectionError(s.op, 1, cause, asItIs)
		}
	}
}

// checkLoop ends a scroll that has the same page again: its cursor is always
// the same.
func (s *scroll) checkLoop(body string, page *rawPage) error {
	hash := hashOf(body)
	if page.next != "" && hash == s.last {
		return fmt.Errorf("intercom: %s: %w", s.op, ErrCursorLoop)
	}
	s.last = hash
	return nil
}
