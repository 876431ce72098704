package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestBatch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var running, most atomic.Int32
		odd := errors.New("odd")
		items := make([]int, 50)
		for i := range items {
			items[i] = i
		}
		errs := intercom.Batch(t.Context(), items, 7, func(_ context.Context, i int) error {
			n := running.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			time.Sleep(time.Second)
			running.Add(-1)
			if i%2 == 1 {
				return fmt.Errorf("%d: %w", i, odd)
			}
			return nil
		})
		require.Len(t, errs, 50)
		assert.Equal(t, int32(7), most.Load())
		for i, err := range errs {
			assert.Equal(t, i%2 == 1, errors.Is(err, odd))
		}
		require.NoError(t, errors.Join(intercom.Batch(t.Context(), items, 0, func(context.Context, int) error { return nil })...))
		assert.Empty(t, intercom.Batch(t.Context(), nil, 3, func(context.Context, int) error { return odd }))
	})
}

func TestBatchEndsWithContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	errs := intercom.Batch(ctx, []int{1, 2, 3}, 1, func(context.Context, int) error {
		calls++
		cancel()
		return nil
	})
	assert.Equal(t, 1, calls)
	assert.Equal(t, []error{nil, context.Canceled, context.Canceled}, errs)
}

// Ten times what a window allows costs ten windows, not one 429 after another.
func TestBatchKeepsToTheRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer(intercomtest.WithRateLimit(20, 10*time.Second))
		client := fake.Client()
		names := make([]string, 200)
		for i := range names {
			names[i] = fmt.Sprint("tag ", i)
		}
		errs := intercom.Batch(t.Context(), names, 8, func(ctx context.Context, name string) error {
			_, err := client.Tags.Create(ctx, name)
			return err
		})
		require.NoError(t, errors.Join(errs...))
		refused := 0
		for _, r := range fake.Requests("POST /tags") {
			if r.Status == 429 {
				refused++
			}
		}
		assert.LessOrEqual(t, refused, 8)
		tags, err := client.Tags.List(t.Context()).Collect()
		require.NoError(t, err)
		assert.Len(t, tags, 200)
	})
}
