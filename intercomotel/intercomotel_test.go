package intercomotel_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomotel"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestInvalidOptions(t *testing.T) {
	t.Parallel()
	var tracers *noop.TracerProvider
	var meters *metricnoop.MeterProvider
	for want, opt := range map[string]intercomotel.Option{
		"WithTracerProvider is given nil":                             intercomotel.WithTracerProvider(nil),
		"WithMeterProvider is given nil":                              intercomotel.WithMeterProvider(nil),
		"WithAttributes is given an attribute without a key or value": intercomotel.WithAttributes(attribute.String("", "secret-value")),
		"WithAttributes is given url.template, which Options sets":    intercomotel.WithAttributes(attribute.String("url.template", "secret-value")),
		"WithAttributes is given intercom.attempts, which Options sets": intercomotel.WithAttributes(
			attribute.String("a", "b"), attribute.Int("intercom.attempts", 2)),
	} {
		opts, err := intercomotel.Options(intercomotel.WithPropagation(), opt, intercomotel.WithMeterProvider(nil))
		assert.Empty(t, opts)
		assert.ErrorIs(t, err, intercom.ErrInvalidArgument)
		assert.EqualError(t, err, "intercom: intercomotel.Options: invalid argument: "+want)
	}
	_, err := intercomotel.Options(intercomotel.WithTracerProvider(tracers))
	assert.ErrorIs(t, err, intercom.ErrInvalidArgument, "a nil pointer is nil too")
	_, err = intercomotel.Options(intercomotel.WithMeterProvider(meters))
	assert.ErrorIs(t, err, intercom.ErrInvalidArgument)
	_, err = intercomotel.Options(nil, intercomotel.WithAttributes())
	assert.NoError(t, err)
}

// stubborn is a meter provider that makes so many instruments and refuses the next.
type stubborn struct {
	metricnoop.MeterProvider
	most int
}

type stubbornMeter struct {
	metricnoop.Meter
	left int
}

var errRefused = errors.New("refused")

func (p stubborn) Meter(string, ...metric.MeterOption) metric.Meter {
	return &stubbornMeter{left: p.most}
}

func (m *stubbornMeter) next() error {
	if m.left--; m.left < 0 {
		return errRefused
	}
	return nil
}

func (m *stubbornMeter) Float64Histogram(string, ...metric.Float64HistogramOption) (metric.Float64Histogram, error) {
	return metricnoop.Float64Histogram{}, m.next()
}

func (m *stubbornMeter) Int64Counter(string, ...metric.Int64CounterOption) (metric.Int64Counter, error) {
	return metricnoop.Int64Counter{}, m.next()
}

func (m *stubbornMeter) Int64Gauge(string, ...metric.Int64GaugeOption) (metric.Int64Gauge, error) {
	return metricnoop.Int64Gauge{}, m.next()
}

func TestInstrumentsThatAreRefused(t *testing.T) {
	t.Parallel()
	const instruments = 5
	for n := range instruments {
		opts, err := intercomotel.Options(intercomotel.WithMeterProvider(stubborn{most: n}))
		assert.ErrorIs(t, err, errRefused)
		assert.EqualError(t, err, "intercomotel.Options: meter provider: refused")
		assert.Empty(t, opts)
	}
	_, err := intercomotel.Options(intercomotel.WithMeterProvider(stubborn{most: instruments}))
	assert.NoError(t, err)
}

// Without an SDK calls are what they are without telemetry.
func TestWithoutSDK(t *testing.T) {
	t.Parallel()
	opts, err := intercomotel.Options()
	require.NoError(t, err)
	server := intercomtest.NewServer()
	client := server.Client(opts...)
	admin, err := client.Admins.Me(t.Context())
	require.NoError(t, err)
	assert.NotEmpty(t, admin.ID)
	_, err = client.Tags.Get(context.Background(), "7")
	assert.ErrorIs(t, err, intercom.ErrNotFound)
	for _, r := range server.Requests("") {
		assert.NotContains(t, r.Header, "Traceparent")
	}
}

// The requirement is the version that is released together with this module.
func TestRequiredVersion(t *testing.T) {
	t.Parallel()
	mod, err := os.ReadFile("go.mod")
	require.NoError(t, err)
	assert.Contains(t, string(mod), "\tgithub.com/go-intercom/intercom v"+intercom.Version+"\n")
}
