package intercomtest

import (
	"strings"
	"time"

	"github.com/stretchr/testify/require"
)

// addCalls adds to the world what callsRequests name.
func addCalls(a *tester, world map[string]string) {
	world["call"] = a.fake.AddCall(PhoneCall{
		ConversationID: world["conv"], ContactID: world["contact"], AdminID: world["admin"], Phone: "+15551234567", Duration: time.Minute,
		Recording: []byte("ID3"), Transcript: []string{`[00:00:03] User: "Hello"`},
	})
	res, _ := a.send("GET /calls/"+world["call"]+"/recording", "")
	_, address, ok := strings.Cut(res.Header.Get("Location"), recordingHost)
	require.True(a.t, ok)
	world["recording"] = address
	world["finvoice"] = a.ok("POST /fin_voice/register", `{"phone_number":"+15557654321","call_id":"v-1"}`).text("id")
	a.fake.MatchFinVoiceCall("v-1", world["conv"])
	a.fake.AddExportRow(map[string]string{"user_id": "1", "received_at": "1734519800"})
	world["export"] = a.ok("POST /export/content/data", `{"created_at_after":1734519776,"created_at_before":1734537776}`).text("job_identifier")
	a.fake.AddReportingRow("conversation", map[string]string{"conversation_id": "7", "conversation_started_at": "1717490001"})
	world["report"] = a.ok("POST /export/reporting_data/enqueue",
		`{"dataset_id":"conversation","attribute_ids":["conversation.conversation_id"],"start_time":1717490000,"end_time":1717510000}`).text("job_identifier")
}

const callsRequests = `
2.16 GET /calls
2.16 GET /calls/$call
2.16 GET /calls/$call/recording
2.16 GET $recording
2.16 GET /calls/$call/transcript
2.16 POST /calls/search {"conversation_ids":["$conv"]}
2.16 POST /fin_voice/register {"phone_number":"+15557654321","call_id":"v-2"}
2.16 GET /fin_voice/collect/$finvoice
2.16 GET /fin_voice/external_id/v-1
2.16 GET /fin_voice/phone_number/%2B15557654321
2.16 GET /fin_voice/conversation/$conv
2.16 POST /export/content/data {"created_at_after":1734519776,"created_at_before":1734537776}
2.16 GET /export/content/data/$export
Preview GET /export/content/data/$export
2.16 GET /download/content/data/$export
2.16 POST /export/cancel/$export
2.16 GET /export/reporting_data/get_datasets
2.16 POST /export/reporting_data/enqueue {"dataset_id":"conversation","attribute_ids":["conversation_id"],"start_time":1717490000,"end_time":1717510000}
2.16 GET /export/reporting_data/$report?app_id=qz81kf0p&client_id=c-1
2.16 GET /download/reporting_data/$report?app_id=qz81kf0p
`
