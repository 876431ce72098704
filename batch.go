package intercom

import (
	"context"
	"sync"
)

// Batch calls fn for each of items, in up to workers goroutines at a time, and
// returns their errors in the order of items: nil for what succeeded. Joined
// with errors.Join they are nil if all did. An item that ctx leaves no time for
// has the context's error.
//
// The calls of a client share its rate limit, so that Batch needs no pace of
// its own: workers only says how many wait at the same time.
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
