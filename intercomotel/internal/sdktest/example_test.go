package sdktest

import (
	"context"
	"fmt"
	"log"
	"net/http/httptest"
	"strings"

	client_golang "github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/sdk/metric"

	"github.com/go-intercom/intercom/intercomotel"
	"github.com/go-intercom/intercom/intercomtest"
)

// The metrics of a client, as Prometheus reads them.
func Example_prometheus() {
	ctx := context.Background()
	registry := client_golang.NewRegistry()
	exporter, err := prometheus.New(prometheus.WithRegisterer(registry), prometheus.WithoutScopeInfo(), prometheus.WithoutTargetInfo())
	if err != nil {
		log.Fatal(err)
	}
	meters := metric.NewMeterProvider(metric.WithReader(exporter))
	defer func() { _ = meters.Shutdown(ctx) }()

	opts, err := intercomotel.Options(
		intercomotel.WithMeterProvider(meters),
		intercomotel.WithAttributes(attribute.String("workspace", "acme")),
	)
	if err != nil {
		log.Fatal(err)
	}
	client := intercomtest.NewServer().Client(opts...) // or intercom.NewClient(append(opts, intercom.WithToken(token))...)
	if _, err := client.Tags.Create(ctx, "gold"); err != nil {
		log.Fatal(err)
	}

	handler := promhttp.HandlerFor(registry, promhttp.HandlerOpts{}) // http.Handle("/metrics", handler)
	page := httptest.NewRecorder()
	handler.ServeHTTP(page, httptest.NewRequest("GET", "/metrics", nil))
	for line := range strings.Lines(page.Body.String()) {
		if strings.Contains(line, "_count{") || strings.HasPrefix(line, "intercom_client_rate_limit_remaining{") {
			name, rest, _ := strings.Cut(line, "{")
			labels, value, _ := strings.Cut(rest, "} ")
			fmt.Print(name, "\n  ", strings.ReplaceAll(labels, ",", "\n  "), "\n  = ", value)
		}
	}
	// Output:
	// http_client_request_duration_seconds_count
	//   http_request_method="POST"
	//   http_response_status_code="200"
	//   server_address="api.intercom.io"
	//   server_port="443"
	//   url_template="/tags"
	//   workspace="acme"
	//   = 1
	// intercom_client_call_duration_seconds_count
	//   http_request_method="POST"
	//   http_response_status_code="200"
	//   server_address="api.intercom.io"
	//   server_port="443"
	//   url_template="/tags"
	//   workspace="acme"
	//   = 1
	// intercom_client_rate_limit_remaining
	//   server_address="api.intercom.io"
	//   server_port="443"
	//   workspace="acme"
	//   = 1665
	// intercom_client_rate_limit_wait_seconds_count
	//   server_address="api.intercom.io"
	//   server_port="443"
	//   workspace="acme"
	//   = 1
}
