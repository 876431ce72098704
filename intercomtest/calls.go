package intercomtest

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// recordingFile is the operation of a recording, which has a signature in its
// address and needs no token. It is not a part of the API.
const recordingFile = "GET /recordings/{recording_id}"

const (
	recordingHost = "https://recordings.intercom.test"
	recordingLife = 10 * time.Minute // of an address
)

func (w *workspace) callRoutes() routes {
	calls := plain(w, &w.calls, rules[phoneCall]{
		read: phoneCallJSON,
		list: listing{paging: byPage, size: 25, most: 25, total: true},
		none: notFound("Not Found"),
	})
	return routes{modern: {
		"GET /calls":                      calls.all,
		"GET /calls/{call_id}":            calls.get,
		"GET /calls/{call_id}/recording":  calls.about(w.showRecording),
		"GET /calls/{call_id}/transcript": calls.about(showTranscript),
		"POST /calls/search":              w.searchCalls,
		recordingFile:                     w.readRecording,

		"POST /fin_voice/register":                      w.registerFinVoice,
		"GET /fin_voice/collect/{id}":                   w.oneFinVoice(func(c *finVoiceCall) string { return c.id }),
		"GET /fin_voice/external_id/{external_id}":      w.oneFinVoice(func(c *finVoiceCall) string { return c.externalID }),
		"GET /fin_voice/phone_number/{phone_number}":    w.oneFinVoice(func(c *finVoiceCall) string { return c.phone }),
		"GET /fin_voice/conversation/{conversation_id}": w.listFinVoice,
	}}
}

// PhoneCall is a call that [Server.AddCall] adds.
type PhoneCall struct {
	ConversationID string
	AdminID        string
	ContactID      string
	Phone          string
	Direction      string        // "outbound" unless it is set
	Duration       time.Duration // it ends now
	Recording      []byte        // nil: there is none
	Transcript     []string      // lines such as `[00:00:03] User: "Hello"`; nil: there is none
}

// phoneCall is a call with what belongs to it.
type phoneCall struct {
	entry
	PhoneCall
	address string // of the recording
	signed  int64  // when it was last handed out
}

// AddCall adds a phone call, which the API has no way to make, and returns its
// id.
func (s *Server) AddCall(call PhoneCall) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	if call.Direction == "" {
		call.Direction = "outbound"
	}
	c := &phoneCall{entry: w.newEntry(), PhoneCall: call, address: uuid()}
	w.calls.add(c.id, c)
	w.callEnded(c)
	return c.id
}

func phoneCallJSON(x *exchange, c *phoneCall) object {
	began := c.createdAt - int64(c.Duration/time.Second)
	o := object{
		"type": "call", "id": c.id, "conversation_id": nullable(c.ConversationID), "admin_id": nullable(c.AdminID), "contact_id": nullable(c.ContactID),
		"state": "completed", "initiated_at": began, "answered_at": began, "ended_at": c.createdAt, "created_at": began, "updated_at": c.updatedAt,
		"recording_url": nil, "transcription_url": nil, "call_type": "phone", "direction": c.Direction, "ended_reason": "answered",
		"phone": nullable(c.Phone), "fin_recording_url": nil, "fin_transcription_url": nil,
	}
	if c.Recording != nil {
		o["recording_url"] = apiHost + "/calls/" + c.id + "/recording"
	}
	if c.Transcript != nil {
		o["transcription_url"] = apiHost + "/calls/" + c.id + "/transcript"
	}
	if x.atLeast("Preview") {
		o["duration"], o["talk_time"], o["queue_time"], o["hold_time"] = int64(c.Duration/time.Second), int64(c.Duration/time.Second), 0, 0
	}
	return o
}

// showRecording redirects to an address at another host, or at the port of the
// server if the request came by that.
func (w *workspace) showRecording(x *exchange, c *phoneCall) (any, error) {
	if c.Recording == nil {
		return nil, notFound("Recording Not Found")
	}
	host := recordingHost
	if at := x.request.Host; !strings.HasSuffix(apiHost, "://"+at) {
		host = "http://" + at
	}
	c.signed = x.now
	return redirect(host + "/recordings/" + c.id + "?signature=" + c.address), nil
}

func (w *workspace) readRecording(x *exchange) (any, error) {
	c, ok := w.calls.get(x.param("recording_id"))
	if !ok || x.query.Get("signature") != c.address || x.now-c.signed >= int64(recordingLife/time.Second) {
		return nil, failure(http.StatusForbidden, "access_denied", "Request has expired")
	}
	return file{"audio/mpeg", c.Recording}, nil
}

func showTranscript(_ *exchange, c *phoneCall) (any, error) {
	if c.Transcript == nil {
		return []object{{}}, nil
	}
	return file{"text/plain; charset=utf-8", []byte(strings.Join(c.Transcript, "\n"))}, nil
}

func (w *workspace) searchCalls(x *exchange) (any, error) {
	ids, _ := x.body["conversation_ids"].([]any)
	if len(ids) < 1 || len(ids) > 20 {
		return nil, failure(http.StatusBadRequest, "conversation_id_limit_exceeded", "A list of up to 20 conversation IDs is required")
	}
	found := w.calls.where(func(c *phoneCall) bool { return slices.Contains(ids, any(c.ConversationID)) })
	return listed(x, listing{}, found, nil, func(c *phoneCall) object {
		o := phoneCallJSON(x, c)
		o["transcript"] = render(c.Transcript, func(line string) object { return object{"text": line} })
		o["transcript_status"] = nil
		if c.Transcript != nil {
			o["transcript_status"] = "completed"
		}
		return o
	})
}

// finVoiceCall is a call that was registered.
type finVoiceCall struct {
	entry
	phone        string
	externalID   string
	call         string // of Intercom's, once it is matched
	conversation string
}

// MatchFinVoiceCall matches a registered call, by the id that it has at its
// provider, with a call of Intercom's in a conversation, as Intercom does once
// the call reaches Fin. Until then it is not found.
func (s *Server) MatchFinVoiceCall(externalID, conversationID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	for c := range w.finVoice.all() {
		if c.externalID == externalID {
			c.call, c.conversation = w.number(), conversationID
			return
		}
	}
	panic("intercomtest: no call " + externalID + " was registered")
}

func (w *workspace) registerFinVoice(x *exchange) (any, error) {
	f := &fields{object: x.body}
	f.need("phone_number", "call_id")
	if f.err != nil {
		return nil, f.err
	}
	c := &finVoiceCall{entry: w.newEntry(), phone: x.body.text("phone_number"), externalID: x.body.text("call_id")}
	if len(w.finVoice.where(func(other *finVoiceCall) bool { return other.externalID == c.externalID })) > 0 {
		return nil, failure(http.StatusConflict, "conflict", "Call is already registered")
	}
	return finVoiceJSON(w.finVoice.add(c.id, c)), nil
}

func finVoiceJSON(c *finVoiceCall) object {
	o := object{
		"id": numberOf(c.id), "app_id": 12345, "user_phone_number": c.phone, "status": "registered", "intercom_call_id": nullable(c.call),
		"external_call_id": c.externalID, "intercom_conversation_id": nullable(c.conversation),
		"call_transcript": []object{}, "call_summary": "", "intent": []object{},
	}
	if c.call != "" {
		o["status"] = "in-progress"
	}
	return o
}

// oneFinVoice finds the newest call that was matched by what the path says.
func (w *workspace) oneFinVoice(key func(*finVoiceCall) string) handler {
	return func(x *exchange) (any, error) {
		found := w.finVoice.where(func(c *finVoiceCall) bool { return c.call != "" && key(c) == x.lastParam() })
		if len(found) == 0 {
			return nil, notFound("Call not found or not matched")
		}
		return finVoiceJSON(found[len(found)-1]), nil
	}
}

func (w *workspace) listFinVoice(x *exchange) (any, error) {
	return render(w.finVoice.where(func(c *finVoiceCall) bool { return c.conversation == x.param("conversation_id") }), finVoiceJSON), nil
}
