package intercomtest

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRecordings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		id := a.fake.AddCall(PhoneCall{Recording: []byte("ID3"), Transcript: []string{"one", "two"}})
		quiet := a.fake.AddCall(PhoneCall{})
		res, _ := a.send("GET /calls/"+id+"/recording", "")
		assert.Equal(t, http.StatusFound, res.StatusCode)
		address := res.Header.Get("Location")
		assert.Contains(t, address, recordingHost+"/recordings/")

		get := func(address string) int { // without a token
			res, err := a.client.Get(address)
			require.NoError(t, err)
			return res.StatusCode
		}
		assert.Equal(t, http.StatusOK, get(address))
		assert.Equal(t, http.StatusForbidden, get(address+"x"))
		time.Sleep(recordingLife)
		assert.Equal(t, http.StatusForbidden, get(address), "it is signed for some minutes")

		a.fails("GET /calls/"+quiet+"/recording", "", 404, "not_found")
		a.fails("GET /calls/none", "", 404, "not_found")
		res, b := a.send("GET /calls/"+id+"/transcript", "")
		assert.Equal(t, "one\ntwo", string(b))
		assert.Contains(t, res.Header.Get("Content-Type"), "text/plain")
		_, b = a.send("GET /calls/"+quiet+"/transcript", "")
		assert.Equal(t, "[{}]", string(b))
	})
}

// By the port of the server recordings are there too.
func TestRecordingByPort(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	a.base, a.client = a.fake.URL(), http.DefaultClient
	id := a.fake.AddCall(PhoneCall{Recording: []byte("ID3")})
	_, b := a.send("GET /calls/"+id+"/recording", "")
	assert.Equal(t, "ID3", string(b))
}

func TestCallSearch(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	id := a.fake.AddCall(PhoneCall{ConversationID: "7", Transcript: []string{"one"}})
	a.fake.AddCall(PhoneCall{ConversationID: "8"})
	found := a.ok("POST /calls/search", `{"conversation_ids":["7","9"]}`)
	assert.Equal(t, []string{id}, found.list("data", "id"))
	assert.Equal(t, []string{"completed"}, found.list("data", "transcript_status"))
	a.fails("POST /calls/search", `{"conversation_ids":[]}`, 400, "conversation_id_limit_exceeded")
}

func TestFinVoice(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	const call = `{"phone_number":"+1555","call_id":"a/1"}`
	id := a.ok("POST /fin_voice/register", call).text("id")
	a.fails("POST /fin_voice/register", call, 409, "conflict")
	a.fails("GET /fin_voice/collect/"+id, "", 404, "not_found")
	assert.Panics(t, func() { a.fake.MatchFinVoiceCall("b", "64") })
	a.fake.MatchFinVoiceCall("a/1", "64")
	for _, path := range []string{"collect/" + id, "external_id/a%2F1", "phone_number/%2B1555", "phone_number/+1555"} {
		got := a.ok("GET /fin_voice/"+path, "")
		assert.Equal(t, []any{id, "64", "in-progress"}, []any{got.text("id"), got["intercom_conversation_id"], got["status"]}, path)
	}
	_, b := a.send("GET /fin_voice/conversation/65", "")
	assert.Equal(t, "[]", string(b))
}
