package intercomotel

import (
	"net/http"

	"go.opentelemetry.io/otel/propagation"

	"github.com/go-intercom/intercom"
)

// transport starts the spans of attempts, so that what other transports report
// belongs to them. The hook ends them, as a response is read after that.
type transport struct {
	telemetry *telemetry
	next      http.RoundTripper
}

func (t *telemetry) transport(next http.RoundTripper) http.RoundTripper { return &transport{t, next} }

// RoundTrip sends a request within the span of its attempt. A redirect leads
// here again.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	x := t.telemetry.callOf(ctx)
	if x == nil {
		return t.next.RoundTrip(req)
	}
	req = req.WithContext(x.start(ctx, intercom.AttemptNumber(ctx)))
	if p := t.telemetry.propagator; p != nil && req.Header.Get("Authorization") != "" {
		req.Header = req.Header.Clone()
		p.Inject(req.Context(), propagation.HeaderCarrier(req.Header))
	}
	return t.next.RoundTrip(req)
}
