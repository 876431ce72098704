package intercom_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

const (
	streamToken = "eyJhbGciOiJIUzI1NiJ9.eyJjb252IjoxfQ.c2lnbmF0dXJl"
	streamURL   = "https://sse.intercom.test:8443/event-stream?channels=fin_agent_api:app123:ext-1&accessToken=" + streamToken + "&rewind=2m"
)

func eventStream(body io.Reader) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: -1, Request: req,
			Header: http.Header{"Content-Type": {"text/event-stream; charset=utf-8"}}, Body: io.NopCloser(body),
		}, nil
	}
}

// names reads a stream to its end: the names of the events, or their text.
func names(t *testing.T, client *intercom.Client, opts ...intercom.Option) (all []string, failed error) {
	t.Helper()
	for event, err := range client.Fin.Events(t.Context(), streamURL, opts...) {
		require.NoError(t, failed, "an error is the last thing")
		if err != nil {
			assert.Nil(t, event)
			failed = err
			continue
		}
		switch e := event.(type) {
		case *intercom.FinReplyChunk:
			all = append(all, e.ChunkText)
		case *intercom.UnknownFinEvent:
			all = append(all, "unknown "+e.EventName)
		default:
			all = append(all, fmt.Sprintf("%T", e))
		}
	}
	return all, failed
}

func chunk(text string) string { return `{"event_name":"fin_reply_chunk","chunk_text":"` + text + `"}` }

func TestFinEventsParse(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body string
		want []string
	}{
		"one":                      {"data: " + chunk("a") + "\n\n", []string{"a"}},
		"no space":                 {"data:" + chunk("a") + "\n\n", []string{"a"}},
		"CRLF":                     {"data: " + chunk("a") + "\r\n\r\ndata: " + chunk("b") + "\r\n\r\n", []string{"a", "b"}},
		"CR":                       {"data: " + chunk("a") + "\r\rdata: " + chunk("b") + "\r\r", []string{"a", "b"}},
		"mixed":                    {"data: " + chunk("a") + "\r\n\ndata: " + chunk("b") + "\n\r\ndata: " + chunk("c") + "\r\n\r", []string{"a", "b", "c"}},
		"byte order mark":          {"\ufeffdata: " + chunk("a") + "\n\n", []string{"a"}},
		"only the first mark":      {"data: " + chunk("a") + "\n\n\ufeffdata: " + chunk("b") + "\n\n", []string{"a"}},
		"several lines":            {"data: {\"event_name\":\ndata: \"fin_reply_chunk\",\ndata:\"chunk_text\":\"a\"}\n\n", []string{"a"}},
		"comments":                 {": hello\n:\n\ndata: " + chunk("a") + "\n: in between\n\n", []string{"a"}},
		"long comment":             {":" + strings.Repeat("x", 3<<20) + "\ndata: " + chunk("a") + "\n\n", []string{"a"}},
		"other fields":             {"id: 7\nretry: 10\nevent: message\ndataset: x\nnothing\ndata: " + chunk("a") + "\n\n", []string{"a"}},
		"empty":                    {"event: x\n\nid: 1\n\ndata\n\ndata:\ndata:\n\n\n\n", nil},
		"cut off":                  {"data: " + chunk("a") + "\n\ndata: " + chunk("b") + "\n", []string{"a"}},
		"unknown":                  {`data: {"event_name":"fin_sang","song":1}` + "\n\n", []string{"unknown fin_sang"}},
		"type of an error":         {"event: error\ndata: {\"message\":\"Token expired\",\"code\":40142}\n\n", []string{"unknown error"}},
		"type of the one before":   {"event: error\n\ndata: {\"code\":1}\n\n", []string{"unknown "}},
		"heartbeats of any form":   {"event: heartbeat\ndata: ok\n\ndata: " + chunk("a") + "\n\n", []string{"a"}},
		"in an envelope":           {`data: {"id":"x","name":"m","data":` + chunk("a") + "}\n\n", []string{"a"}},
		"as text in an envelope":   {`data: {"id":"x","encoding":"json","data":` + quote(chunk("a")) + "}\n\n", []string{"a"}},
		"something else as data":   {`data: {"data":"x"}` + "\n\n" + `data: {"data":{"x":1}}` + "\n\n", []string{"unknown ", "unknown "}},
		"text that is no UTF-8":    {"data: " + chunk("a\xff") + "\n\n", []string{"a\ufffd"}},
		"all that Fin does":        {finTurn, []string{"*intercom.FinReplied", "*intercom.FinStatusUpdated", "*intercom.FinCSATRequested"}},
		"an empty text of a chunk": {"data: " + chunk("") + "\n\n", []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, body := range []io.Reader{strings.NewReader(tt.body), iotest.OneByteReader(strings.NewReader(tt.body)), iotest.DataErrReader(strings.NewReader(tt.body))} {
				got, err := names(t, over(t, scripted(eventStream(body))))
				require.NoError(t, err)
				assert.Equal(t, tt.want, got)
			}
		})
	}
}

func quote(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}

const finTurn = `data: {"event_name":"fin_replied"}

data: {"event_name":"fin_status_updated"}

data: {"event_name":"csat_requested"}

`

func TestParseFinEvent(t *testing.T) {
	t.Parallel()
	at := intercom.AtDate(time.Date(2025, 1, 24, 10, 0, 0, 123e6, time.UTC))
	parse := func(body string) intercom.FinEvent {
		event, err := intercom.ParseFinEvent([]byte(body))
		require.NoError(t, err)
		b, err := json.Marshal(event)
		require.NoError(t, err)
		again, err := intercom.ParseFinEvent(b) // what was stored can be read
		require.NoError(t, err)
		assert.IsType(t, event, again)
		assert.JSONEq(t, body, string(b))
		return event
	}
	const common = `"conversation_id":"123456","user_id":"7891","created_at_ms":"2025-01-24T10:00:00.123Z"`

	status := parse(`{"event_name":"fin_status_updated",` + common + `,"status":"escalated","reason":"Routed to team"}`).(*intercom.FinStatusUpdated)
	assert.Equal(t, []any{"7891", intercom.FinStatusEscalated, "Routed to team", at},
		[]any{status.UserID, status.Status, status.Reason, status.CreatedAt})

	replied := parse(`{"event_name":"fin_replied",` + common + `,"status":"replying","stream_id":"a1","message":{"id":"98765","author":"fin","body":"<p>Yes</p>",
		"timestamp_ms":"2025-01-24T10:00:00.123Z"}}`).(*intercom.FinReplied)
	assert.Equal(t, intercom.FinRepliedMessage{ID: "98765", Author: intercom.FinAuthorFin, Body: "<p>Yes</p>", Timestamp: at}, replied.Message)
	assert.Equal(t, []any{"a1", intercom.FinStatusReplying}, []any{replied.StreamID, replied.Status})
	require.NoError(t, replied.Mismatch())
	assert.Empty(t, replied.Extra())

	part := parse(`{"event_name":"fin_reply_chunk",` + strings.Replace(common, `"user_id":"7891",`, "", 1) + `,"stream_id":"a1","chunk_index":3,"chunk_text":"You can","status":"replying"}`).(*intercom.FinReplyChunk)
	assert.Equal(t, []any{"a1", 3, "You can"}, []any{part.StreamID, part.ChunkIndex, part.ChunkText})

	asked := parse(`{"event_name":"csat_requested",` + common + `,"csat":{"options":[{"key":"good","emoji":"😃","label":"Great"}]}}`).(*intercom.FinCSATRequested)
	assert.Equal(t, []intercom.FinCSATOption{{Key: intercom.FinRatingGood, Emoji: "😃", Label: "Great"}}, asked.CSAT.Options)

	unknown := parse(` {"event_name":"fin_sang","song":[1,2]}`).(*intercom.UnknownFinEvent)
	song, ok := unknown.Lookup("song")
	assert.True(t, ok)
	assert.Equal(t, "[1,2]", string(song))
	assert.JSONEq(t, `{"event_name":"fin_sang","song":[1,2]}`, marshaled(t, unknown))
	assert.JSONEq(t, `{"event_name":"x"}`, marshaled(t, intercom.UnknownFinEvent{EventName: "x"}))

	for _, body := range []string{"", "null", "[]", `"` + secretBody + `"`, `{"event_name":`} {
		event, err := intercom.ParseFinEvent([]byte(body))
		assert.Nil(t, event)
		require.ErrorContains(t, err, "intercom: ParseFinEvent: ")
		assert.NotContains(t, err.Error(), secretBody)
	}
}

func marshaled(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

// Nothing that is for Intercom's API goes to the host of the stream.
func TestFinEventsRequest(t *testing.T) {
	t.Parallel()
	var sent *http.Request
	var calls []intercom.Call
	var attempts []intercom.Attempt
	client := over(t, scripted(func(req *http.Request) (*http.Response, error) {
		sent = req
		return eventStream(strings.NewReader("data: " + chunk("a") + "\n\n"))(req)
	}), intercom.WithHeader("X-Secret", token), intercom.WithQuery("key", token),
		intercom.WithHook(func(_ context.Context, a intercom.Attempt) { attempts = append(attempts, a) }),
		intercom.WithCallHook(func(ctx context.Context, c intercom.Call) (context.Context, func(intercom.CallResult)) {
			calls = append(calls, c)
			return ctx, nil
		}))
	var res intercom.Response
	got, err := names(t, client, intercom.WithResponse(&res))
	require.NoError(t, err)
	assert.Equal(t, []string{"a"}, got)
	assert.Equal(t, []string{http.MethodGet, streamURL, "sse.intercom.test:8443"}, []string{sent.Method, sent.URL.String(), sent.Host})
	assert.Equal(t, []string{"text/event-stream"}, sent.Header["Accept"])
	assert.Contains(t, sent.Header.Get("User-Agent"), "intercom-go/")
	assert.Len(t, sent.Header, 2)
	assert.Equal(t, 200, res.StatusCode)
	assert.Equal(t, []string{"GET /event-stream", "sse.intercom.test:8443"}, []string{calls[0].Operation, calls[0].Host})
	assert.Equal(t, "GET /event-stream", attempts[0].Operation)
	assert.Zero(t, client.RateLimit())
}

func TestFinEventsFail(t *testing.T) {
	t.Parallel()
	broken := io.MultiReader(strings.NewReader("data: "+chunk("a")+"\n\n"), iotest.ErrReader(errors.New("connection reset, said "+streamToken)))
	for name, tt := range map[string]struct {
		steps []func(*http.Request) (*http.Response, error)
		want  []string
		check func(err error) bool
		sent  int
	}{
		"token expired": {[]func(*http.Request) (*http.Response, error){responds(401, `{"error":{"message":"Token expired: `+streamToken+`","code":40142}}`)},
			nil, is[*intercom.AuthenticationError], 1},
		"another form": {[]func(*http.Request) (*http.Response, error){responds(200, "<html>", "Content-Type", "text/html")}, nil, is[*intercom.DecodeError], 1},
		"JSON":         {[]func(*http.Request) (*http.Response, error){responds(200, `{"x":1}`)}, nil, is[*intercom.DecodeError], 1},
		"error list":   {[]func(*http.Request) (*http.Response, error){responds(200, `{"type":"error.list","errors":[{"code":"not_found"}]}`)}, nil, is[*intercom.NotFoundError], 1},
		"no JSON":      {[]func(*http.Request) (*http.Response, error){eventStream(strings.NewReader("data: " + chunk("a") + "\n\ndata: x\n\n"))}, []string{"a"}, is[*intercom.DecodeError], 1},
		"lost, and not opened again": {[]func(*http.Request) (*http.Response, error){eventStream(broken)},
			[]string{"a"}, is[*intercom.ConnectionError], 1},
		"too large": {[]func(*http.Request) (*http.Response, error){eventStream(strings.NewReader("data: " + strings.Repeat("x", 2<<20)))},
			nil, func(err error) bool {
				return errors.Is(err, intercom.ErrResponseTooLarge) && is[*intercom.DecodeError](err)
			}, 1},
		"too many lines": {[]func(*http.Request) (*http.Response, error){eventStream(strings.NewReader(strings.Repeat("data: 12345678901234567890\n", 1<<17)))},
			nil, func(err error) bool { return errors.Is(err, intercom.ErrResponseTooLarge) }, 1},
		"nobody there": {[]func(*http.Request) (*http.Response, error){breaks(errors.New("refused " + streamURL))}, nil, is[*intercom.ConnectionError], 3},
		"opened at last": {[]func(*http.Request) (*http.Response, error){responds(503, ""), eventStream(strings.NewReader("data: " + chunk("a") + "\n\n"))},
			[]string{"a"}, func(err error) bool { return err == nil }, 2},
		"nothing to come": {[]func(*http.Request) (*http.Response, error){responds(204, "")}, nil, func(err error) bool { return err == nil }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := scripted(tt.steps...)
				got, err := names(t, over(t, server))
				assert.Equal(t, tt.want, got)
				assert.True(t, tt.check(err), "%T: %v", err, err)
				assert.Equal(t, tt.sent, server.count())
				for secret := range strings.SplitSeq(streamToken, ".") {
					assert.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), secret)
				}
			})
		})
	}
}

func TestFinEventsRefuseBadAddresses(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	for _, url := range []string{"", "x", "/event-stream", "https://", "ftp://x.test/", "https://u:p@x.test/", "https://x.test/%zz?accessToken=" + streamToken} {
		n := 0
		for _, err := range client.Fin.Events(t.Context(), url) {
			n++
			var bad *intercom.ArgumentError
			require.ErrorAs(t, err, &bad, url)
			assert.Equal(t, "url", bad.Parameter)
			assert.NotContains(t, err.Error(), streamToken)
		}
		assert.Equal(t, 1, n)
	}
	var none context.Context
	for _, err := range client.Fin.Events(none, streamURL) {
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	}
	assert.Zero(t, api.count())
}

// pipe is a stream that lasts until its request ends, or somebody closes it.
type pipe struct {
	*io.PipeReader
	closed chan struct{}
}

func (p pipe) Close() error {
	close(p.closed)
	return p.PipeReader.Close()
}

// openPipe serves one event, and nothing more.
func openPipe(closed chan struct{}) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		r, w := io.Pipe()
		go func() {
			_, _ = io.WriteString(w, "data: "+chunk("a")+"\n\ndata: "+chunk("b")+"\n\n")
			<-req.Context().Done()
			_ = w.CloseWithError(context.Cause(req.Context()))
		}()
		res, err := eventStream(nil)(req)
		res.Body = pipe{r, closed}
		return res, err
	}
}

func TestFinEventsEnd(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	for name, tt := range map[string]struct {
		cancel func(cancel context.CancelCauseFunc) bool // after an event; whether to go on
		want   int
		err    error
	}{
		"by break":        {func(context.CancelCauseFunc) bool { return false }, 1, nil},
		"by the context":  {func(cancel context.CancelCauseFunc) bool { cancel(stop); return true }, 1, context.Canceled},
		"by its deadline": {func(context.CancelCauseFunc) bool { return true }, 2, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { // which fails if a goroutine is left
				closed := make(chan struct{})
				client := over(t, scripted(openPipe(closed)))
				ctx, done := context.WithTimeout(t.Context(), time.Hour)
				defer done()
				ctx, cancel := context.WithCancelCause(ctx)
				defer cancel(nil)
				began, n := time.Now(), 0
				var failed error
				for _, err := range client.Fin.Events(ctx, streamURL) {
					if err != nil {
						failed = err
						continue
					}
					if n++; !tt.cancel(cancel) {
						break
					}
				}
				assert.Equal(t, tt.want, n)
				require.ErrorIs(t, failed, tt.err)
				if tt.err != nil {
					assert.True(t, is[*intercom.ConnectionError](failed))
				}
				if tt.err != context.DeadlineExceeded {
					assert.Zero(t, time.Since(began))
				} else {
					assert.Equal(t, time.Hour, time.Since(began)) // WithTimeout, of a minute, is for the beginning
				}
				<-closed
			})
		})
	}
}

func TestFinEventsTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := names(t, over(t, scripted(hangs)), intercom.WithTimeout(10*time.Second), intercom.WithMaxRetries(0))
		var lost *intercom.ConnectionError
		require.ErrorAs(t, err, &lost)
		assert.True(t, lost.Timeout())
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.ErrorContains(t, err, "WithTimeout 10s")
		assert.Equal(t, 10*time.Second, time.Since(began))
	})
}

// A slow stream over a network, whose client is gone in the middle of it.
func TestFinEventsOverNetwork(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{})
	client, server := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Empty(t, r.Header.Get("Authorization"))
		w.Header().Set("Content-Type", "text/event-stream")
		for i := range 3 {
			fmt.Fprintf(w, "data: %s\r\n\r", chunk(fmt.Sprint(i))) // the event is there before its LF is
			_ = http.NewResponseController(w).Flush()
		}
		<-r.Context().Done()
		close(gone)
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var failed error
	for _, err := range client.Fin.Events(ctx, server.URL+"/event-stream?accessToken=x") {
		if failed = err; err == nil {
			n++
		}
		if n == 3 {
			cancel()
		}
	}
	assert.Equal(t, 3, n)
	require.ErrorIs(t, failed, context.Canceled)
	<-gone
}

// FuzzFinEvents reads any stream: nothing panics, and what comes out does not
// depend on how the stream is cut into pieces.
func FuzzFinEvents(f *testing.F) {
	for _, stream := range []string{
		"data: " + chunk("a") + "\n\n", "event: message\r\ndata: {\r\ndata: }\r\n\r\n", ":\n\n", "\ufeffdata:{}\r\r", "data: {", "event: x\ndata: nothing\n\n",
		`data: {"data":"{\"event_name\":\"fin_replied\"}"}` + "\n\n",
	} {
		f.Add(stream)
	}
	f.Fuzz(func(t *testing.T, stream string) {
		read := func(body io.Reader) (all []string) {
			client := over(t, scripted(eventStream(body)), intercom.WithMaxRetries(0))
			for event, err := range client.Fin.Events(t.Context(), streamURL) {
				if err != nil {
					return append(all, err.Error())
				}
				require.NotNil(t, event)
				all = append(all, fmt.Sprintf("%T", event))
			}
			return all
		}
		whole := read(strings.NewReader(stream))
		assert.Equal(t, whole, read(iotest.OneByteReader(strings.NewReader(stream))))
	})
}
