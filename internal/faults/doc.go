// Package faults has servers that fail in every way that HTTP/1.1 and HTTP/2
// have, and a test that makes calls of the SDK against each of them and counts
// what arrives. The result is docs/faults.md.
//
// It is a module of its own because it writes HTTP/2 frames by
// golang.org/x/net, which the SDK does not need.
package faults
