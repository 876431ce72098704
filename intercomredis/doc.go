// Package intercomredis keeps any number of processes within one allowance of
// Intercom's, by way of a Redis that they share.
//
//	rdb := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
//	limiter, err := intercomredis.New(rdb, "my-workspace:my-app")
//	if err != nil {
//		return err
//	}
//	client, err := intercom.NewClient(intercom.WithLimiter(limiter))
//
// Without it each client of package intercom paces its own calls, and learns of
// the others by what Intercom reports to be left. That is correct, but some
// requests draw a 429 and are repeated. With it they do not.
//
// # How it works
//
// Redis counts the permits of the current window. A process takes as many as it
// has calls that wait, 32 at most, in one round trip. The limit, what is left of
// it and when the window ends come from the headers of Intercom's responses: what
// Intercom counted beyond the permits is the share of others who use the same
// token, and is left to them. Until the first response, 8 requests are in flight
// over all processes. Times travel as durations, so no clock has to agree with
// another one.
//
// A window is used up exactly; the one after it begins a tenth of a second late,
// so that no request comes too early. No process is promised a share of its own:
// who asks first is served first.
//
// # When Redis is away
//
// A call never fails because of Redis. If Redis refuses, hangs, dies or has
// something else under the key, calls that wait go on within 250 milliseconds,
// paced by their client alone; Redis is left alone for a second, and asked again
// beside the calls. If it comes back empty, the next responses teach it. Package
// go-redis logs connections that fail by itself; [WithErrorHook] is for metrics.
//
// # What it needs
//
// Redis 5 or Valkey, with the commands EVAL, EVALSHA, TIME, HMGET, HSET and
// PEXPIRE. There is one hash for each allowance, under "intercom:limit:" and the
// key that New is given, which expires one hour after its last use. As each
// script has a single key, a Redis Cluster and a Ring of go-redis do as well. A
// replica that takes over may have missed the last permits, and then some
// requests draw a 429.
package intercomredis
