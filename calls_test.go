package intercom_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestCallsRequests(t *testing.T) {
	t.Parallel()
	const call = `{"type":"call","id":123}`
	testRows(t, []row{
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.Calls.Get(ctx, "123")) },
			"GET /calls/123", "2.16", "", call},
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.Calls.List(ctx)) },
			"GET /calls?per_page=25", "2.16", "", `{"type":"list","data":[` + call + `],"total_count":1,"pages":{"type":"pages","page":1,"per_page":25,"total_pages":1}}`},
		{"list with transcripts", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Calls.ListWithTranscripts(ctx, []intercom.ID{"64619700005694", "64619700005695"}))
		}, "POST /calls/search", "2.16", `{"conversation_ids":["64619700005694","64619700005695"]}`, `{"type":"list","data":[` + call + `]}`},
		{"transcript", func(ctx context.Context, c *intercom.Client) error { return got(c.Calls.OpenTranscript(ctx, "123")) },
			"GET /calls/123/transcript", "2.16", "", "[00:00:03] User: \"Hello\""},
	})
}

func TestFinVoiceRequests(t *testing.T) {
	t.Parallel()
	const call = `{"id":12345,"status":"registered"}`
	testRows(t, []row{
		{"register", func(ctx context.Context, c *intercom.Client) error {
			return got(c.FinVoice.Register(ctx, intercom.FinVoiceRegister{PhoneNumber: "+1234567890", CallID: "call-123-abc"}))
		}, "POST /fin_voice/register", "2.16", `{"phone_number":"+1234567890","call_id":"call-123-abc"}`, call},
		{"register with all", func(ctx context.Context, c *intercom.Client) error {
			return got(c.FinVoice.Register(ctx, intercom.FinVoiceRegister{
				PhoneNumber: "+1234567890", CallID: "call-123-abc", Source: intercom.FinVoiceSourceFive9, Data: intercom.Attributes{"queue": "harbor"},
			}))
		}, "POST /fin_voice/register", "2.16", `{"phone_number":"+1234567890","call_id":"call-123-abc","source":"five9","data":{"queue":"harbor"}}`, call},
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.FinVoice.Get(ctx, "12345")) },
			"GET /fin_voice/collect/12345", "2.16", "", call},
		{"external id", func(ctx context.Context, c *intercom.Client) error {
			return got(c.FinVoice.GetByExternalID(ctx, "call/123@five9"))
		}, "GET /fin_voice/external_id/call%2F123@five9", "2.16", "", call},
		{"phone number", func(ctx context.Context, c *intercom.Client) error {
			return got(c.FinVoice.GetByPhoneNumber(ctx, "+1234567890"))
		}, "GET /fin_voice/phone_number/%2B1234567890", "2.16", "", call},
		{"conversation", func(ctx context.Context, c *intercom.Client) error {
			return all(c.FinVoice.ListForConversation(ctx, "5678"))
		}, "GET /fin_voice/conversation/5678", "2.16", "", `[` + call + `]`},
	})
}

func TestCallsAreRead(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/calls/123", 200, `{"type":"call","id":123,"conversation_id":456,"admin_id":null,"contact_id":"6762f0dd1bb69f9f2193bb83","state":"completed",
		"initiated_at":1734537437,"answered_at":null,"ended_at":"2024-12-18T15:58:50Z","created_at":"1734537437","updated_at":1734537531,
		"recording_url":"https://api.intercom.io/calls/123/recording","transcription_url":null,"call_type":"phone","direction":"outbound","ended_reason":"answered",
		"phone":"+15551234567","fin_recording_url":null,"fin_transcription_url":null,"duration":90,"talk_time":80,"queue_time":"7","hold_time":null}`)
	call, err := client.Calls.Get(t.Context(), "123", intercom.WithVersion("Preview"))
	require.NoError(t, err)
	require.NoError(t, call.Mismatch())
	assert.Empty(t, call.Extra())
	assert.Equal(t, []intercom.ID{"123", "456", ""}, []intercom.ID{call.ID, call.ConversationID, call.AdminID})
	assert.Equal(t, time.Unix(1734537530, 0).UTC(), call.EndedAt.Time)
	assert.Equal(t, call.InitiatedAt, call.CreatedAt)
	assert.True(t, call.AnsweredAt.IsZero())
	assert.Equal(t, []int{90, 80, 7, 0}, []int{call.Duration, call.TalkTime, call.QueueTime, call.HoldTime})

	api.on("POST", "/calls/search", 200, `{"type":"list","data":[{"type":"call","id":"123","transcript":[{"text":"Hello","at":3}],"transcript_status":null},{"id":"124"}]}`)
	calls, err := client.Calls.ListWithTranscripts(t.Context(), []intercom.ID{"456"}).Collect()
	require.NoError(t, err)
	require.Len(t, calls, 2)
	said, _ := calls[0].Transcript[0].String("text")
	assert.Equal(t, "Hello", said)
	assert.Empty(t, calls[0].Extra())

	api.on("GET", "/fin_voice/collect/1", 200, `{"id":12345,"app_id":12345,"user_phone_number":"+1234567890","status":"in-progress","intercom_call_id":1234,
		"external_call_id":"call-123-abc","intercom_conversation_id":null,"call_transcript":[{"speaker":"user"}],"call_summary":"","intent":[]}`)
	voice, err := client.FinVoice.Get(t.Context(), "1")
	require.NoError(t, err)
	require.NoError(t, voice.Mismatch())
	assert.Empty(t, voice.Extra())
	assert.Equal(t, []intercom.ID{"12345", "1234", ""}, []intercom.ID{voice.ID, voice.IntercomCallID, voice.IntercomConversationID})
	assert.Len(t, voice.CallTranscript, 1)
}

func TestCallsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	testRefusals(t, []refusal{
		{"call_id", func(ctx context.Context, c *intercom.Client) error { return got(c.Calls.Get(ctx, "")) }},
		{"call_id", func(ctx context.Context, c *intercom.Client) error { return got(c.Calls.OpenRecording(ctx, "..")) }},
		{"call_id", func(ctx context.Context, c *intercom.Client) error { return got(c.Calls.RecordingURL(ctx, "")) }},
		{"call_id", func(ctx context.Context, c *intercom.Client) error { return got(c.Calls.OpenTranscript(ctx, "")) }},
		{"PerPage", func(ctx context.Context, c *intercom.Client) error { return all(c.Calls.List(ctx).PerPage(26)) }},
		{"conversations", func(ctx context.Context, c *intercom.Client) error { return all(c.Calls.ListWithTranscripts(ctx, nil)) }},
		{"conversations", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Calls.ListWithTranscripts(ctx, make([]intercom.ID, 21)))
		}},
		{"conversations[1]", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Calls.ListWithTranscripts(ctx, []intercom.ID{"1", ""}))
		}},
		{"PhoneNumber", func(ctx context.Context, c *intercom.Client) error {
			return got(c.FinVoice.Register(ctx, intercom.FinVoiceRegister{CallID: "1"}))
		}},
		{"CallID", func(ctx context.Context, c *intercom.Client) error {
			return got(c.FinVoice.Register(ctx, intercom.FinVoiceRegister{PhoneNumber: "+1"}))
		}},
		{"phone_number", func(ctx context.Context, c *intercom.Client) error { return got(c.FinVoice.GetByPhoneNumber(ctx, "")) }},
		{"external_id", func(ctx context.Context, c *intercom.Client) error { return got(c.FinVoice.GetByExternalID(ctx, "")) }},
		{"conversation_id", func(ctx context.Context, c *intercom.Client) error {
			return all(c.FinVoice.ListForConversation(ctx, ""))
		}},
		{"id", func(ctx context.Context, c *intercom.Client) error { return got(c.FinVoice.Get(ctx, "")) }},
	})
}

func TestRecordingURL(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]string{
		"https://files.test/a?signature=b": "https://files.test/a?signature=b",
		"/a?b=c":                           host + "/a?b=c",
		"":                                 "",
		"ftp://files.test/a":               "",
		"https:///a":                       "",
		"https://files.test/%zz":           "",
	} {
		client := over(t, scripted(responds(302, "", "Location", location)))
		address, err := client.Calls.RecordingURL(t.Context(), "123")
		assert.Equal(t, want, address)
		if want == "" {
			require.Error(t, err, location)
			assert.NotContains(t, err.Error(), "files.test")
		} else {
			require.NoError(t, err, location)
		}
	}
	_, err := over(t, scripted(responds(200, `{}`))).Calls.RecordingURL(t.Context(), "123")
	require.ErrorIs(t, err, intercom.ErrDecode)
	_, err = over(t, scripted(responds(404, `{"type":"error.list","errors":[{"code":"not_found"}]}`))).Calls.RecordingURL(t.Context(), "123")
	require.ErrorIs(t, err, intercom.ErrNotFound)
}

// storage is where recordings are. It has the headers of the requests that came.
func storage(t *testing.T, serve http.HandlerFunc) (url string, came *[]http.Header) {
	t.Helper()
	came = &[]http.Header{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*came = append(*came, r.Header)
		serve(w, r)
	}))
	t.Cleanup(srv.Close)
	return srv.URL, came
}

// Nothing that is for Intercom goes to where the recording is, be that another
// host or the same.
func TestOpenRecordingSendsNoToken(t *testing.T) {
	t.Parallel()
	serve := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ID3") }
	elsewhere, came := storage(t, serve)
	var own []http.Header
	var tokens []string
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/file" {
			own = append(own, r.Header)
			serve(w, r)
			return
		}
		tokens = append(tokens, r.Header.Get("Authorization"))
		address := elsewhere + "/file?signature=s3cr3t"
		if r.URL.Path == "/calls/2/recording" {
			address = "/file?signature=s3cr3t"
		}
		http.Redirect(w, r, address, http.StatusFound)
	}, intercom.WithHeader("X-Mine", "7"))
	jarred := client.With(intercom.WithHTTPClient(&http.Client{Timeout: time.Minute}))
	for _, c := range []*intercom.Client{client, jarred} {
		for _, id := range []intercom.ID{"1", "2"} {
			recording, err := c.Calls.OpenRecording(t.Context(), id)
			require.NoError(t, err)
			b, err := io.ReadAll(recording)
			require.NoError(t, err)
			require.NoError(t, recording.Close())
			assert.Equal(t, "ID3", string(b))
		}
	}
	assert.Equal(t, []string{"Bearer " + token, "Bearer " + token, "Bearer " + token, "Bearer " + token}, tokens)
	require.Len(t, *came, 2)
	require.Len(t, own, 2)
	for _, h := range append(own, *came...) {
		for _, name := range []string{"Authorization", "Intercom-Version", "X-Mine", "Referer", "Content-Type", "Cookie"} {
			assert.Empty(t, h.Values(name), name)
		}
		assert.Equal(t, "*/*", h.Get("Accept"))
	}
}

func TestOpenRecordingFails(t *testing.T) {
	t.Parallel()
	elsewhere, came := storage(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			_, _ = io.WriteString(w, "ID3")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return
		}
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, `<Error><Code>AccessDenied</Code></Error>`)
	})
	locations := map[string]string{
		"/calls/1/recording": elsewhere + "/expired?signature=s3cr3t", "/calls/2/recording": elsewhere + "/slow", "/calls/3/recording": "ftp://127.0.0.1/a",
	}
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, locations[r.URL.Path], http.StatusFound)
	})

	_, err := client.Calls.OpenRecording(t.Context(), "1")
	denied, ok := errors.AsType[*intercom.PermissionDeniedError](err)
	require.True(t, ok, "%v", err)
	assert.Contains(t, denied.Excerpt(), "AccessDenied")
	assert.Contains(t, err.Error(), "GET /calls/{call_id}/recording: 403")
	assert.NotContains(t, err.Error(), "s3cr3t")
	assert.Len(t, *came, 1, "it is not retried")

	slow, err := client.Calls.OpenRecording(t.Context(), "2", intercom.WithTimeout(200*time.Millisecond))
	require.NoError(t, err)
	_, err = io.ReadAll(slow)
	require.ErrorIs(t, err, intercom.ErrTimeout, "the timeout covers the body")
	require.NoError(t, slow.Close())
	ctx, cancel := context.WithCancel(t.Context())
	slow, err = client.Calls.OpenRecording(ctx, "2")
	require.NoError(t, err)
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err = io.ReadAll(slow)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, slow.Close())

	_, err = client.Calls.OpenRecording(t.Context(), "3")
	require.ErrorIs(t, err, intercom.ErrConnection)
	assert.Contains(t, err.Error(), "something else than http or https")

	secure := over(t, scripted(responds(302, "", "Location", elsewhere+"/expired")))
	_, err = secure.Calls.OpenRecording(t.Context(), "1")
	require.ErrorIs(t, err, intercom.ErrInsecureRedirect)
}

// After a failure the recording is asked for by a new address.
func TestOpenRecordingRetries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := scripted(responds(302, "", "Location", "https://files.test/1"), responds(503, ""),
			responds(302, "", "Location", "https://files.test/2"), func(req *http.Request) (*http.Response, error) { return reply(200, req.URL.Path), nil })
		recording, err := over(t, transport).Calls.OpenRecording(t.Context(), "1")
		require.NoError(t, err)
		b, err := io.ReadAll(recording)
		require.NoError(t, err)
		require.NoError(t, recording.Close())
		assert.Equal(t, "/2", string(b))
		assert.Equal(t, 4, transport.count())
	})
}

func TestOpenTranscriptAsksForText(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/calls/1/transcript", 200, "[00:00:03] User: \"Hello\"")
	transcript, err := client.Calls.OpenTranscript(t.Context(), "1")
	require.NoError(t, err)
	require.NoError(t, transcript.Close())
	assert.Equal(t, "text/plain", api.last().Header.Get("Accept"))
	assert.Empty(t, api.last().Header.Get("Accept-Encoding"))
}

func TestCallsAgainstTheFake(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	fake := intercomtest.NewServer()
	client := fake.Client()
	for range 30 {
		fake.AddCall(intercomtest.PhoneCall{})
	}
	id := intercom.ID(fake.AddCall(intercomtest.PhoneCall{
		ConversationID: "64", Phone: "+15551234567", Duration: 90 * time.Second, Recording: []byte("ID3"), Transcript: []string{`[00:00:03] User: "Hello"`},
	}))
	calls, err := client.Calls.List(ctx).Collect()
	require.NoError(t, err)
	assert.Len(t, calls, 31)
	assert.Len(t, fake.Requests("GET /calls"), 2)

	call, err := client.Calls.Get(ctx, id, intercom.WithVersion("Preview"))
	require.NoError(t, err)
	assert.Equal(t, 90*time.Second, call.EndedAt.Sub(call.InitiatedAt.Time))
	assert.Equal(t, 90, call.Duration)

	address, err := client.Calls.RecordingURL(ctx, id)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(address, "https://recordings.intercom.test/"), address)
	recording, err := client.Calls.OpenRecording(ctx, id)
	require.NoError(t, err)
	b, err := io.ReadAll(recording)
	require.NoError(t, errors.Join(err, recording.Close()))
	assert.Equal(t, "ID3", string(b))

	found, err := client.Calls.ListWithTranscripts(ctx, []intercom.ID{"64"}).Collect()
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Equal(t, "completed", found[0].TranscriptStatus)
	_, err = client.Calls.RecordingURL(ctx, calls[0].ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)

	voice, err := client.FinVoice.Register(ctx, intercom.FinVoiceRegister{PhoneNumber: "+15551234567", CallID: "v-1", Source: intercom.FinVoiceSourceZoomPhone})
	require.NoError(t, err)
	_, err = client.FinVoice.Register(ctx, intercom.FinVoiceRegister{PhoneNumber: "+15551234567", CallID: "v-1"})
	require.ErrorIs(t, err, intercom.ErrConflict)
	_, err = client.FinVoice.Get(ctx, voice.ID)
	require.ErrorIs(t, err, intercom.ErrNotFound, "it is not matched")
	fake.MatchFinVoiceCall("v-1", "64")
	voice, err = client.FinVoice.GetByPhoneNumber(ctx, "+15551234567")
	require.NoError(t, err)
	assert.Equal(t, "v-1", voice.ExternalCallID)
	voices, err := client.FinVoice.ListForConversation(ctx, "64").Collect()
	require.NoError(t, err)
	assert.Len(t, voices, 1)
}
