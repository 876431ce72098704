// Package intercomotel reports what an [intercom.Client] does to OpenTelemetry:
// spans of calls and of their attempts, and metrics of durations, retries and
// the rate limit.
//
//	opts, err := intercomotel.Options()
//	if err != nil {
//		return err
//	}
//	client, err := intercom.NewClient(append(opts, intercom.WithToken(token))...)
//
// It needs the API of OpenTelemetry only. Which SDK and which exporter there are
// is up to the program; without any it costs little and reports nothing.
//
// # Spans
//
// A call is an internal span that is named after its operation, such as
// "GET /contacts/{contact_id}", and lasts as long as the method. It has
// intercom.attempts if there was more than one, intercom.rate_limit.wait in
// seconds if the call waited for the rate limit, and error.type if it failed. A
// list is a call for each page. A call that opens a stream ends when the stream
// can be read.
//
// Each attempt is a client span of the same name within that of the call. It has
// http.request.method, server.address, server.port, url.template,
// http.request.resend_count from the second attempt on, http.response.status_code,
// error.type, intercom.request_id and intercom.version. What the transport of
// [intercom.WithHTTPClient] reports belongs to it, such as the spans of otelhttptrace.
//
// # Metrics
//
//	http.client.request.duration            histogram  s          of each attempt
//	intercom.client.call.duration           histogram  s          of each call, with all waits
//	intercom.client.rate_limit.wait         histogram  s          what each attempt waited for the rate limit
//	intercom.client.retries                 counter    {retry}    further attempts, with the error.type of the one before
//	intercom.client.rate_limit.remaining    gauge      {request}  requests left in the window, by the last response
//
// The durations and the retries have http.request.method, server.address,
// server.port, url.template and error.type, the durations also
// http.response.status_code; the others have server.address and server.port.
// The names with "http", "server" and "url" are those of the semantic conventions:
// https://opentelemetry.io/docs/specs/semconv/http/
//
// The error.type is the status for 400 and above, "timeout", "canceled",
// "connection", or "_OTHER". A call that was not sent because the window of the
// rate limit is used up has 429.
//
// # Privacy
//
// No URL, id, e-mail address, token or text of an error gets into a span or a
// metric, and span events and descriptions are not used. That is why there is no
// url.full, which the conventions ask for: paths and queries name customers.
//
// The operation that [intercom.Client.Do] is given is a template, whose ids belong
// to [intercom.WithPath]. If it has some all the same, "{id}" stands for each segment
// that has other characters than lower-case letters, "_" and "-".
//
// Intercom learns nothing about your traces either, unless [WithPropagation] is
// given.
package intercomotel
