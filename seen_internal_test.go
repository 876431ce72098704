package intercom

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
)

// A hashSet has what was added, and nothing else.
func TestHashSet(t *testing.T) {
	t.Parallel()
	var set hashSet
	has := map[uint64]bool{}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 100_000 {
		hash := random.Uint64()
		if i%3 == 0 {
			hash &= 0xff_00ff_0000_000f // many that are the same or nearly so, and zero
		}
		kept := hash &^ (0xff << 48) // all but a byte
		if kept<<16 == 0 {
			kept |= 1
		}
		if has[kept] != set.has(hash) {
			t.Fatalf("%x: %v", hash, has[kept])
		}
		if set.add(hash) == has[kept] {
			t.Fatalf("added %x", hash)
		}
		has[kept] = true
		if !set.has(hash) {
			t.Fatalf("%x is gone", hash)
		}
	}
	for kept := range has {
		if !set.has(kept) {
			t.Fatalf("%x is gone", kept)
		}
	}
	assert.False(t, new(hashSet).has(0))
}

func TestHashSetIsSmall(t *testing.T) {
	t.Parallel()
	var set hashSet
	const n = 200_000
	for i := range n {
		set.add(hashOf(strconv.Itoa(i)))
	}
	size := 0
	for _, shard := range set.shards {
		size += len(shard.slots) * int(unsafe.Sizeof(hashSlot{}))
		assert.Greater(t, len(shard.slots), shard.used)
	}
	assert.Less(t, size, 9*n, "bytes")
}
