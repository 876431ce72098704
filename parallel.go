package intercom

import (
	"context"
	"iter"
	"sync"
)

// Parallel ranges over what get makes of the items of a list, in the order of
// the list. Up to n calls of get run at a time, ahead of the range; a break ends
// them. It ends at the first error, which it yields with a nil value.
//
// It is for lists that leave something out, such as the parts of conversations:
//
//	list := client.Conversations.Search(ctx, query)
//	get := func(ctx context.Context, c *intercom.Conversation) (*intercom.Conversation, error) {
//		return client.Conversations.Get(ctx, c.ID)
//	}
//	for conversation, err := range intercom.Parallel(list, 5, get) {
func Parallel[T, R any](list *Pager[T], n int, get func(ctx context.Context, item *T) (*R, error)) iter.Seq2[*R, error] {
	type answer struct {
		value *R
		err   error
	}
	return func(yield func(*R, error) bool) {
		from := *list
		if n < 1 {
			from.req.invalid("n", "is less than 1")
		}
		var group sync.WaitGroup
		defer group.Wait()
		stop := make(chan struct{})
		defer close(stop)
		if from.ctx != nil { // without one the list fails
			ctx, cancel := context.WithCancel(from.ctx)
			defer cancel()
			from.ctx = ctx
		}
		running := make(chan struct{}, max(n, 1))
		answers := make(chan chan answer, max(n, 1)) // in the order of the list
		group.Go(func() {
			defer close(answers)
			for item, err := range from.All() {
				running <- struct{}{}
				next := make(chan answer, 1)
				group.Go(func() {
					defer func() { <-running }()
					if err != nil {
						next <- answer{nil, err}
						return
					}
					value, err := get(from.ctx, item)
					next <- answer{value, err}
				})
				select {
				case answers <- next:
				case <-stop:
					return
				}
			}
		})
		for next := range answers {
			a := <-next
			if a.err != nil {
				a.value = nil
			}
			if !yield(a.value, a.err) || a.err != nil {
				return
			}
		}
	}
}
