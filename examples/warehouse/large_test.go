package main

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// What CI runs, as it takes some 20 seconds: the figures are in the README.
func TestLarge(t *testing.T) {
	if os.Getenv("INTERCOM_LARGE") == "" {
		t.Skip("INTERCOM_LARGE=1 mirrors 20,000 contacts and 2,000 conversations")
	}
	w := newWarehouse(t, 20_000)
	w.workers = 20
	begun := time.Now()
	w.sync(t, false)
	t.Logf("%s\n%d things in %s", w.out, w.progress.total.read, time.Since(begun))
	begun = time.Now()
	assert.Zero(t, w.sync(t, false))
	t.Logf("nothing changed: %s", time.Since(begun))
	begun = time.Now()
	assert.Zero(t, w.sync(t, true))
	t.Logf("everything anew: %s", time.Since(begun))
	w.same(t)
}
