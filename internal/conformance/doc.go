// Package conformance has tests that hold the SDK against the examples in
// Intercom's OpenAPI description. They are apart because they read YAML, which
// the module of the SDK has no package for.
package conformance
