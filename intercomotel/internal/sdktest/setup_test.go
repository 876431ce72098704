package sdktest

import (
	"context"

	"go.opentelemetry.io/otel/sdk/trace"
)

// dropped is a processor that keeps no span.
type dropped struct{ trace.SpanProcessor }

func (dropped) OnStart(context.Context, trace.ReadWriteSpan) {}
func (dropped) OnEnd(trace.ReadOnlySpan)                     {}
func (dropped) Shutdown(context.Context) error               { return nil }
func (dropped) ForceFlush(context.Context) error             { return nil }
