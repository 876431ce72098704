package intercom_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// finDelivery is a signed request of Fin's.
func finDelivery(body string) *http.Request {
	mac := hmac.New(sha256.New, []byte(finSecret))
	mac.Write([]byte(body))
	r := httptest.NewRequest(http.MethodPost, "/fin", strings.NewReader(body))
	r.Header.Set("X-Fin-Agent-API-Webhook-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	return r
}

func finReply(id string) string {
	return `{"event_name":"fin_replied","conversation_id":"c1","message":{"id":"` + id + `","author":"fin","body":"<p>Hello</p>"}}`
}

func TestFinWebhook(t *testing.T) {
	t.Parallel()
	var got []string
	var failure error
	hook, err := intercom.NewFinWebhook(func(_ context.Context, event intercom.FinEvent) error {
		switch e := event.(type) {
		case *intercom.FinReplied:
			got = append(got, string(e.Message.ID))
		case *intercom.FinStatusUpdated:
			got = append(got, string(e.Status))
		}
		return failure
	}, finSecret, hookSecret)
	require.NoError(t, err)
	var problems []string
	hook.OnError = func(_ context.Context, event intercom.FinEvent, err error) {
		about := "no event: "
		if event != nil {
			about = "event: "
		}
		problems = append(problems, about+err.Error())
	}

	assert.Equal(t, 200, statusOf(hook, httptest.NewRequest(http.MethodHead, "/", nil)))
	for range 2 {
		assert.Equal(t, 200, statusOf(hook, finDelivery(finReply("m1"))))
		assert.Equal(t, 200, statusOf(hook, finDelivery(`{"event_name":"fin_status_updated","status":"complete"}`)))
	}
	assert.Equal(t, []string{"m1", "complete", "complete"}, got, "a reply once, what has no id each time")
	assert.Equal(t, 200, statusOf(hook, delivery(`{"type":"ping"}`)), "how Intercom tries the URL")
	assert.Empty(t, problems)

	failure = errors.New("the chat is away")
	assert.Equal(t, 500, statusOf(hook, finDelivery(finReply("m2"))))
	failure = nil
	assert.Equal(t, 200, statusOf(hook, finDelivery(finReply("m2"))))
	assert.Equal(t, []string{"m1", "complete", "complete", "m2", "m2"}, got)

	wrong := finDelivery(finReply("m3"))
	wrong.Header.Set("X-Fin-Agent-API-Webhook-Signature", "sha256="+strings.Repeat("0", 64))
	assert.Equal(t, 401, statusOf(hook, wrong))
	assert.Equal(t, 401, statusOf(hook, httptest.NewRequest(http.MethodPost, "/", untouchedBody{t})))
	assert.Equal(t, 405, statusOf(hook, httptest.NewRequest(http.MethodGet, "/", untouchedBody{t})))
	assert.Equal(t, 400, statusOf(hook, finDelivery("[]")))
	hook.MaxBytes = 5
	assert.Equal(t, 413, statusOf(hook, finDelivery(finReply("m4"))))
	require.Len(t, problems, 6)
	assert.Equal(t, []string{
		"event: the chat is away",
		"no event: intercom: webhook: 401 Unauthorized: signature does not fit",
	}, problems[:2])
}

func TestParseFinWebhook(t *testing.T) {
	t.Parallel()
	event, err := intercom.ParseFinWebhook(finDelivery(finReply("m1")), finSecret)
	require.NoError(t, err)
	reply, ok := event.(*intercom.FinReplied)
	require.True(t, ok)
	assert.Equal(t, "<p>Hello</p>", reply.Message.Body)

	event, err = intercom.ParseFinWebhook(delivery("{}"), finSecret, hookSecret)
	require.NoError(t, err)
	assert.Nil(t, event)

	_, err = intercom.ParseFinWebhook(delivery("{}"), finSecret)
	require.ErrorIs(t, err, intercom.ErrSignature)

	// The vector of another implementation.
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"event_name":"fin_replied","conversation_id":"c1"}`))
	r.Header.Set("X-Fin-Agent-API-Webhook-Signature", "sha256=06be6817e87d71256afab98f21f77e16e85b0720941a438cfc6e0aa41f651781")
	_, err = intercom.ParseFinWebhook(r, finSecret)
	assert.NoError(t, err)

	_, err = intercom.NewFinWebhook(nil, finSecret)
	assert.ErrorIs(t, err, intercom.ErrInvalidArgument)
}

// FuzzFinWebhook reads any event: nothing panics, and what is not signed is
// never believed.
func FuzzFinWebhook(f *testing.F) {
	for _, body := range []string{finReply("m"), `{"event_name":7}`, "", "{", `{"event_name":"csat_requested","csat":[]}`} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		forged := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		_, err := intercom.ParseFinWebhook(forged, finSecret)
		require.ErrorIs(t, err, intercom.ErrSignature)
		if event, err := intercom.ParseFinWebhook(finDelivery(body), finSecret); err == nil {
			require.NotNil(t, event)
		}
	})
}
