//go:build unix

package sdktest

import (
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomotel"
)

// BenchmarkCall is what a call costs against a fixed transport: without telemetry,
// with telemetry where there is no SDK, and with every span and metric recorded. The
// last row is how much more CPU time the third takes than the first, in turn, so that
// the noise of a busy machine hits both alike.
func BenchmarkCall(b *testing.B) {
	get := func(b *testing.B, client *intercom.Client) {
		b.Helper()
		if _, err := client.Tags.Get(b.Context(), "7"); err != nil {
			b.Fatal(err)
		}
	}
	run := func(b *testing.B, opts ...intercom.Option) {
		b.Helper()
		client := fixedClient(b, opts...)
		b.ReportAllocs()
		begun := cpu()
		for b.Loop() {
			get(b, client)
		}
		b.ReportMetric(float64(cpu()-begun)/float64(b.N), "cpu-ns/op")
	}
	b.Run("none", func(b *testing.B) { run(b) })
	b.Run("no SDK", func(b *testing.B) {
		opts, err := intercomotel.Options()
		require.NoError(b, err)
		run(b, opts...)
	})
	b.Run("recorded", func(b *testing.B) { run(b, recorded(b)...) })
	b.Run("above none", func(b *testing.B) {
		without, with := fixedClient(b), fixedClient(b, recorded(b)...)
		var took [2]time.Duration
		const calls = 100
		for b.Loop() {
			for i, client := range []*intercom.Client{without, with} {
				begun := cpu()
				for range calls {
					get(b, client)
				}
				took[i] += cpu() - begun
			}
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(took[1]-took[0])/float64(calls*b.N), "cpu-ns/call")
	})
}

// cpu is the CPU time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
