// Package sdktest has the tests of intercomotel with the SDK of OpenTelemetry and
// its exporter for Prometheus, and its benchmark.
//
// It is a module of its own because whoever uses intercomotel should not get
// either with it: the SDK and the exporter are theirs to choose.
package sdktest
