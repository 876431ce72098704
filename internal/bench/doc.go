// Package bench measures what the SDK costs beside net/http: see docs/performance.md
// and the command report, which prints the table in it.
//
// Each benchmark comes in several forms: "sdk" is this package; "bare" is what
// one writes without it, net/http and encoding/json into plain structs; "same"
// is the same into the structs of the SDK; "floor" is net/http alone, the body
// unread. The server is a process of its own, so that cpu-ns/op is the CPU time
// of the client's side only.
package bench
