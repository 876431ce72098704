package intercom

import (
	"hash/maphash"
	"reflect"
)

// seen remembers the ids of pages that were read, by their hashes.
type seen struct {
	field []int    // of the id; nil: items have none, or repeats are wanted
	ids   hashSet  // of earlier pages
	page  []uint64 // of the page that is being read
}

func (l *listing) newSeen() *seen {
	s := &seen{}
	if l != nil && l.kind.item != nil && !l.repeats {
		s.field = idField(l.kind.item)
	}
	return s
}

// isNew reports whether no earlier page had the item. One without an id always
// is.
func (s *seen) isNew(item any) bool {
	if s.field == nil {
		return true
	}
	id := reflect.ValueOf(item).Elem().FieldByIndex(s.field).String()
	if id == "" {
		return true
	}
	hash := hashOf(id)
	if s.ids.has(hash) {
		return false
	}
	s.page = append(s.page, hash)
	return true
}

// endPage makes the page an earlier one.
func (s *seen) endPage() {
	for _, hash := range s.page {
		s.ids.add(hash)
	}
	s.page = s.page[:0]
}

var hashSeed = maphash.MakeSeed()

func hashOf(text string) uint64 { return maphash.String(hashSeed, text) }

// hashSet is a set of hashes that takes about 8 bytes for each, where a map
// takes 20, and twice that while it grows: a million ids are in it. Of a hash it
// keeps 56 bits. That two of a million are the same has a chance of 1 in 140,000.
type hashSet struct{ shards []hashShard }

// hashShard has the hashes with the same first byte. So that the set grows a
// little at a time, each shard grows by itself.
type hashShard struct {
	slots []hashSlot // with linear probing
	used  int
}

// hashSlot is 48 bits of a hash; the zero slot is free.
type hashSlot [3]uint16

// place returns the shard of a hash, and what is stored of it there.
func (s *hashSet) place(hash uint64) (*hashShard, hashSlot) {
	slot := hashSlot{uint16(hash >> 32), uint16(hash >> 16), uint16(hash)}
	if slot == (hashSlot{}) {
		slot[2] = 1
	}
	return &s.shards[hash>>56], slot
}

func (s *hashSet) has(hash uint64) bool {
	if s.shards == nil {
		return false
	}
	shard, slot := s.place(hash)
	if len(shard.slots) == 0 {
		return false
	}
	return shard.slots[shard.find(slot)] == slot
}

// add reports whether the hash is new.
func (s *hashSet) add(hash uint64) bool {
	if s.shards == nil {
		s.shards = make([]hashShard, 1<<8)
	}
	shard, slot := s.place(hash)
	if 8*(shard.used+1) > 7*len(shard.slots) {
		shard.grow()
	}
	i := shard.find(slot)
	if shard.slots[i] == slot {
		return false
	}
	shard.slots[i] = slot
	shard.used++
	return true
}

// find returns where slot is, or where it belongs. There is a free place.
func (s *hashShard) find(slot hashSlot) int {
	high := uint64(slot[0])<<16 | uint64(slot[1])
	i := int(high * uint64(len(s.slots)) >> 32)
	for s.slots[i] != slot && s.slots[i] != (hashSlot{}) {
		if i++; i == len(s.slots) {
			i = 0
		}
	}
	return i
}

func (s *hashShard) grow() {
	old := s.slots
	s.slots = make([]hashSlot, len(old)+len(old)/4+4)
	for _, slot := range old {
		if slot != (hashSlot{}) {
			s.slots[s.find(slot)] = slot
		}
	}
}
