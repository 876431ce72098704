package intercom

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// WebhookStore knows which notifications were handled, for several processes
// that receive the same ones. An id can be forgotten after some minutes: Intercom
// sends a notification again after one.
type WebhookStore interface {
	// Claim records that id is being handled, and reports whether it was not
	// recorded before. Of several callers at the same time one gets true.
	Claim(ctx context.Context, id ID) (fresh bool, err error)

	// Release forgets id, as handling it failed and it will come again. Its
	// context does not end with the request.
	Release(ctx context.Context, id ID) error
}

// once calls handle if id is claimed for the first time, and releases it if that
// fails or panics. A store that fails is reported, and handle is called: twice is
// better than never. So it is without an id.
func once(ctx context.Context, store WebhookStore, id ID, handle func() error, report func(error)) error {
	if id == "" {
		return handle()
	}
	fresh, err := store.Claim(ctx, id)
	if err != nil {
		report(fmt.Errorf("intercom: WebhookStore.Claim: %w", err))
		return handle()
	}
	if !fresh {
		return nil
	}
	handled := false
	defer func() {
		if handled {
			return
		}
		if err := store.Release(context.WithoutCancel(ctx), id); err != nil {
			report(fmt.Errorf("intercom: WebhookStore.Release: %w", err))
		}
	}()
	if err := handle(); err != nil {
		return err
	}
	handled = true
	return nil
}

// storeOf is the store of a webhook, or its memory if it has none.
func storeOf(store WebhookStore, memory *recentIDs) WebhookStore {
	if store != nil {
		return store
	}
	return memory
}

// recentIDs is a WebhookStore in memory. It has two generations of ids: when the
// newer one is full or old, the older one is forgotten and its place taken.
type recentIDs struct {
	lock         sync.Mutex
	newer, older map[ID]struct{}
	begun        time.Time // the newer one
}

const (
	maxRecentIDs = 32_768
	recentFor    = 5 * time.Minute
)

// Claim returns true for an id that it does not know.
func (s *recentIDs) Claim(_ context.Context, id ID) (bool, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if _, ok := s.older[id]; ok {
		return false, nil
	}
	if _, ok := s.newer[id]; ok {
		return false, nil
	}
	if s.newer == nil || len(s.newer) >= maxRecentIDs || time.Since(s.begun) >= recentFor {
		s.newer, s.older, s.begun = make(map[ID]struct{}), s.newer, time.Now()
	}
	s.newer[id] = struct{}{}
	return true, nil
}

// Release forgets an id.
func (s *recentIDs) Release(_ context.Context, id ID) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	delete(s.newer, id)
	delete(s.older, id)
	return nil
}
