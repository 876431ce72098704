package intercom

import (
	"context"
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
	next := make(chan int)
	var running sync.WaitGroup
	for range min(max(workers, 1), len(items)) {
		running.Go(func() {
			for i := range next {
				if errs[i] = ctx.Err(); errs[i] == nil {
					errs[i] = fn(ctx, items[i])
				}
			}
		})
	}
	for i := range items {
		next <- i
	}
	close(next)
	running.Wait()
	return errs
}

// Parallel ranges over what get makes of the items of a list, in the order of
// the list. Up to workers calls of get run at a time, ahead of the range. It
// ends at the first error, which it yields with a nil value. However the range
// ends, the context that get was given is canceled and no call is left running.
//
// It is for lists that leave something out, such as the parts of conversations:
//
//	list := client.Conversations.Search(ctx, query)
//	get := func(ctx context.Context, c *intercom.Conversation) (*intercom.Conversation, error) {
//		return client.Conversations.Get(ctx, c.ID)
//	}
//	for conversation, err := range intercom.Parallel(list, 5, get) {
func Parallel[T, R any](list *Pager[T], workers int, get func(ctx context.Context, item *T) (*R, error)) iter.Seq2[*R, error] {
	return func(yield func(*R, error) bool) {
		from := *list
		switch {
		case from.ctx == nil:
			from.ctx = context.Background()
			from.req.invalid("ctx", "is nil")
		case workers < 1:
			from.req.invalid("workers", "is less than 1")
		}
		ctx, cancel := context.WithCancel(from.ctx)
		from.ctx = ctx
		stop := make(chan struct{}) // nobody ranges any more, be ctx done or not
		var running sync.WaitGroup
		defer running.Wait()
		defer close(stop)
		defer cancel()

		type answer struct {
			value *R
			err   error
		}
		answers := make(chan chan answer, max(workers, 1)-1) // in the order of the list; the one that is waited for is no longer in it
		running.Go(func() {
			defer close(answers)
			for item, err := range from.All() {
				next := make(chan answer, 1)
				select {
				case answers <- next:
				case <-stop:
					return
				}
				if err != nil {
					next <- answer{nil, err}
					return
				}
				running.Go(func() {
					value, err := get(ctx, item)
					next <- answer{value, err}
				})
			}
		})
		for next := range answers {
			a := <-next
			if a.err != nil {
				yield(nil, a.err)
				return
			}
			if !yield(a.value, nil) {
				return
			}
		}
	}
}
