package intercom

import (
	"context"
	"errors"
	"iter"
	"sync"
)

// Batch calls fn for each of items, in up to workers goroutines at a time, and
// returns their errors in the order of items: nil for what succeeded. Joined
// with errors.Join they are nil if all did. An item that ctx leaves no time for
// has the context's error. Fewer workers than one count as one.
//
// It is for writes, where every item is tried and has an outcome of its own;
// Parallel is for reads. The calls of a client share its rate limit, so that
// Batch needs no pace of its own: workers only says how many wait at the same
// time.
//
//	errs := intercom.Batch(ctx, contacts, 20, func(ctx context.Context, id intercom.ID) error {
//		_, err := client.Tags.AddToContact(ctx, id, tag.ID)
//		return err
//	})
func Batch[T any](ctx context.Context, items []T, workers int, fn func(ctx context.Context, item T) error) []error {
	errs := make([]error, len(items))
	room := make(chan struct{}, max(workers, 1))
	var running sync.WaitGroup
	for i, item := range items {
		room <- struct{}{}
		running.Go(func() {
			defer func() { <-room }()
			if errs[i] = ctx.Err(); errs[i] == nil {
				errs[i] = errGoexit // unless fn returns
				errs[i] = fn(ctx, item)
			}
		})
	}
	running.Wait()
	return errs
}

// Parallel ranges over what get makes of the items of a list, in the order of
// the list. Up to workers calls of get run at a time, ahead of the range. It
// ends at the first error, which it yields with a nil value. However the range
// ends, the context that get was given is canceled and no call is left running.
//
// An item for which get returns nil and no error is left out. IfFound makes
// that of an item that was deleted since the list was read.
//
// It is for lists that leave something out, such as the parts of conversations:
//
//	list := client.Conversations.Search(ctx, query)
//	get := func(ctx context.Context, c *intercom.Conversation) (*intercom.Conversation, error) {
//		return intercom.IfFound(client.Conversations.Get(ctx, c.ID))
//	}
//	for conversation, err := range intercom.Parallel(list, 5, get) {
//
// A panic in get ends the program, as in any goroutine.
func Parallel[T, R any](list *Pager[T], workers int, get func(ctx context.Context, item T) (*R, error)) iter.Seq2[*R, error] {
	return func(yield func(*R, error) bool) {
		from := list.listing.clone()
		if from.ctx == nil {
			from.ctx = context.Background()
			from.req.invalid("ctx", "is nil")
		}
		if workers < 1 {
			from.req.invalid("workers", "is less than 1")
		}
		items := func(ctx context.Context, yield func(T, error) bool) {
			from.ctx = ctx
			from.all(func(item any, err error) bool {
				v, _ := item.(T)
				return yield(v, err)
			})
		}
		parallel(from.ctx, items, workers, get, yield)
	}
}

// ParallelItems is Parallel for the items of a page, so that its Page.Next can
// be stored once all of them are dealt with.
//
//	for page, err := range client.Conversations.Search(ctx, query).Pages() {
//		if err != nil {
//			return err
//		}
//		for conversation, err := range intercom.ParallelItems(ctx, page.Items, 5, get) {
//			...
//		}
//		store(page.Next)
//	}
func ParallelItems[T, R any](ctx context.Context, items []T, workers int, get func(ctx context.Context, item T) (*R, error)) iter.Seq2[*R, error] {
	return func(yield func(*R, error) bool) {
		switch {
		case ctx == nil:
			yield(nil, &ArgumentError{Operation: "ParallelItems", Parameter: "ctx", Problem: "is nil"})
			return
		case workers < 1:
			yield(nil, &ArgumentError{Operation: "ParallelItems", Parameter: "workers", Problem: "is less than 1"})
			return
		}
		each := func(_ context.Context, yield func(T, error) bool) {
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
		}
		parallel(ctx, each, workers, get, yield)
	}
}

// IfFound makes nil of what Intercom does not find or has merged into something
// else, and passes on everything else:
//
//	return intercom.IfFound(client.Conversations.Get(ctx, id))
func IfFound[T any](v *T, err error) (*T, error) {
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrGone) {
		return nil, nil //nolint:nilnil // that is what it is for
	}
	return v, err
}

// parallel yields what get makes of items, in their order.
func parallel[T, R any](
	ctx context.Context, items func(context.Context, func(T, error) bool), workers int,
	get func(context.Context, T) (*R, error), yield func(*R, error) bool,
) {
	ctx, cancel := context.WithCancel(ctx)
	stop := make(chan struct{}) // closed when nobody ranges any more, whether ctx is done or not
	var running sync.WaitGroup
	defer running.Wait()
	defer close(stop)
	defer cancel()

	type result struct {
		value *R
		err   error
	}
	results := make(chan chan result, max(workers, 1)-1) // in the order of the items; the one that is waited for is no longer in it
	place := func() (next chan result, wanted bool) {
		next = make(chan result, 1)
		select {
		case results <- next:
			return next, true
		case <-stop:
			return nil, false
		}
	}
	running.Go(func() {
		finished := false
		defer close(results)
		defer func() {
			if finished {
				return
			}
			if next, wanted := place(); wanted {
				next <- result{nil, errGoexit}
			}
		}()
		items(ctx, func(item T, err error) bool {
			next, wanted := place()
			if !wanted {
				return false
			}
			if err != nil {
				next <- result{nil, err}
				return false
			}
			running.Go(func() {
				r := result{err: errGoexit}
				defer func() { next <- r }() // also if get ends the goroutine
				r.value, r.err = get(ctx, item)
			})
			return true
		})
		finished = true
	})
	for next := range results {
		switch r := <-next; {
		case r.err != nil:
			yield(nil, r.err)
			return
		case r.value != nil && !yield(r.value, nil):
			return
		}
	}
}
