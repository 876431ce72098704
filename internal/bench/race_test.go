//go:build race

package bench

// raced reports that the race detector is on, which keeps memory of its own.
const raced = true
