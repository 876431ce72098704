package intercomotel_test

import (
	"context"
	"fmt"
	"log"

	"go.opentelemetry.io/otel/attribute"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomotel"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleOptions() {
	ctx := context.Background()
	opts, err := intercomotel.Options() // reports to the providers that the program gave to package otel
	if err != nil {
		log.Fatal(err)
	}
	client := intercomtest.NewServer().Client(opts...) // or intercom.NewClient(append(opts, intercom.WithToken(token))...)
	tag, err := client.Tags.Create(ctx, "gold")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(tag.Name)
	// Output: gold
}

func ExampleWithTracerProvider() {
	tracers := noop.NewTracerProvider() // or sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter))
	opts, err := intercomotel.Options(intercomotel.WithTracerProvider(tracers))
	if err != nil {
		log.Fatal(err)
	}
	client, err := intercom.NewClient(append(opts, intercom.WithToken("dG9rOjEyMzQ1Njc4"))...)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(client)
	// Output: intercom.Client(api.intercom.io)
}

func ExampleWithMeterProvider() {
	meters := metricnoop.NewMeterProvider() // or sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))
	opts, err := intercomotel.Options(intercomotel.WithMeterProvider(meters))
	if err != nil {
		log.Fatal(err)
	}
	client, err := intercom.NewClient(append(opts, intercom.WithToken("dG9rOjEyMzQ1Njc4"))...)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(client)
	// Output: intercom.Client(api.intercom.io)
}

// Each workspace has a client of its own, and they share connections.
func ExampleWithAttributes() {
	tokens := map[string]string{"acme": "dG9rOjEyMzQ1Njc4", "umbrella": "dG9rOjg3NjU0MzIx"}
	base, err := intercom.NewClient(intercom.WithToken("none"))
	if err != nil {
		log.Fatal(err)
	}
	clients := map[string]*intercom.Client{}
	for workspace, token := range tokens {
		opts, err := intercomotel.Options(intercomotel.WithAttributes(attribute.String("workspace", workspace)))
		if err != nil {
			log.Fatal(err)
		}
		clients[workspace] = base.With(append(opts, intercom.WithToken(token))...)
	}
	fmt.Println(len(clients), "workspaces")
	// Output: 2 workspaces
}

func ExampleWithPropagation() {
	ctx := trace.ContextWithSpanContext(context.Background(), trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{15: 1}, SpanID: trace.SpanID{7: 2}, // in a program: the span that the call is made in
	}))
	opts, err := intercomotel.Options(intercomotel.WithTracerProvider(noop.NewTracerProvider()), intercomotel.WithPropagation())
	if err != nil {
		log.Fatal(err)
	}
	gateway := intercomtest.NewServer()
	if _, err := gateway.Client(opts...).Tags.Create(ctx, "gold"); err != nil {
		log.Fatal(err)
	}
	fmt.Println(gateway.Requests("POST /tags")[0].Header.Get("Traceparent"))
	// Output: 00-00000000000000000000000000000001-0000000000000002-00
}
