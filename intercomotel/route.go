package intercomotel

import (
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/go-intercom/intercom"
)

// route is what all calls of an operation to a server have in common. It is kept,
// as most of the cost of telemetry would be to put attributes together.
type route struct {
	name    string                  // of spans
	call    []trace.SpanStartOption // for the spans of calls
	attempt []trace.SpanStartOption // for those of attempts
	server  series                  // of metrics that no operation matters for
	facts   []attribute.KeyValue    // of the other metrics

	mu       sync.Mutex
	outcomes map[outcome]series
}

// outcome is what distinguishes the metrics of a route.
type outcome struct {
	status    int    // 0 if there was no response, or if it does not matter
	errorType string // empty after a success
}

// series are the attributes of a metric, in the forms that record and add take.
type series struct {
	record []metric.RecordOption
	add    []metric.AddOption
}

func newSeries(kv []attribute.KeyValue, more ...attribute.KeyValue) series {
	all := append(append(make([]attribute.KeyValue, 0, len(kv)+len(more)), kv...), more...) // as NewSet sorts what it is given
	set := metric.WithAttributeSet(attribute.NewSet(all...))
	return series{[]metric.RecordOption{set}, []metric.AddOption{set}}
}

func newRoute(c intercom.Call, own []attribute.KeyValue) *route {
	name, method, template := parse(c.Operation)
	address, port := split(c.Scheme, c.Host)
	server := append(append([]attribute.KeyValue{}, own...), semconv.ServerAddress(address), semconv.ServerPort(port))
	facts := append(append([]attribute.KeyValue{}, server...), method)
	if template != "" {
		facts = append(facts, semconv.URLTemplate(template))
	}
	return &route{
		name:     name,
		call:     []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindInternal), trace.WithAttributes(own...)},
		attempt:  []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(append(facts, versionKey.String(c.Version))...)},
		server:   newSeries(server),
		facts:    facts,
		outcomes: map[outcome]series{},
	}
}

// series returns the attributes of the metrics of an outcome.
func (r *route) series(status int, errorType string) series {
	r.mu.Lock()
	defer r.mu.Unlock()
	o := outcome{status, errorType}
	s, ok := r.outcomes[o]
	if !ok {
		s = newSeries(r.facts, o.attributes()...)
		r.outcomes[o] = s
	}
	return s
}

func (o outcome) attributes() (kv []attribute.KeyValue) {
	if o.status != 0 {
		kv = append(kv, semconv.HTTPResponseStatusCode(o.status))
	}
	if o.errorType != "" {
		kv = append(kv, semconv.ErrorTypeKey.String(o.errorType))
	}
	return kv
}

// manyRoutes is how many routes are kept. There are some hundred operations;
// those that Client.Do is given with ids in them have no end.
const manyRoutes = 2048

// routes are those of a client.
type routes struct {
	mu  sync.RWMutex
	all map[intercom.Call]*route
}

// of returns the route of a call.
func (rs *routes) of(c intercom.Call, own []attribute.KeyValue) *route {
	rs.mu.RLock()
	r := rs.all[c]
	rs.mu.RUnlock()
	if r != nil {
		return r
	}
	r = newRoute(c, own)
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if len(rs.all) < manyRoutes {
		rs.all[c] = r
	}
	return r
}
