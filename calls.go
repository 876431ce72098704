package intercom

import (
	"context"
	"fmt"
	"io"
)

// CallsService reads phone calls, their recordings and transcripts.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls
type CallsService service

// PhoneCall is a phone call.
//
//intercom:schema call
type PhoneCall struct {
	Object

	ID                  ID           `json:"id,omitzero"`
	ConversationID      ID           `json:"conversation_id,omitzero"`
	AdminID             ID           `json:"admin_id,omitzero"`
	ContactID           ID           `json:"contact_id,omitzero"`
	State               string       `json:"state,omitzero"`     // such as "completed"
	CallType            string       `json:"call_type,omitzero"` // such as "phone"
	Direction           string       `json:"direction,omitzero"` // such as "outbound"
	EndedReason         string       `json:"ended_reason,omitzero"`
	Phone               string       `json:"phone,omitzero"` // in the form of E.164
	InitiatedAt         Time         `json:"initiated_at,omitzero"`
	AnsweredAt          Time         `json:"answered_at,omitzero"`
	EndedAt             Time         `json:"ended_at,omitzero"`
	CreatedAt           Time         `json:"created_at,omitzero"`
	UpdatedAt           Time         `json:"updated_at,omitzero"`
	Duration            int          `json:"duration,omitzero"`              // seconds; API Preview has it
	TalkTime            int          `json:"talk_time,omitzero"`             // seconds; API Preview has it
	QueueTime           int          `json:"queue_time,omitzero"`            // seconds; API Preview has it
	HoldTime            int          `json:"hold_time,omitzero"`             // seconds; API Preview has it
	RecordingURL        string       `json:"recording_url,omitzero"`         // of the API; OpenRecording opens it
	TranscriptionURL    string       `json:"transcription_url,omitzero"`     // of the API; OpenTranscript opens it
	FinRecordingURL     string       `json:"fin_recording_url,omitzero"`     // of the API, for the part that Fin took
	FinTranscriptionURL string       `json:"fin_transcription_url,omitzero"` // of the API, for the part that Fin took
	Transcript          []Attributes `json:"transcript,omitzero"`            // only ListWithTranscripts has it
	TranscriptStatus    string       `json:"transcript_status,omitzero"`     // only ListWithTranscripts has it
}

// Get returns the call with the given id.
func (s *CallsService) Get(ctx context.Context, id ID, opts ...Option) (*PhoneCall, error) {
	return do[*PhoneCall](ctx, s.client, op("GET /calls/{call_id}", id), opts)
}

// List lists the calls, 25 to a page at most.
func (s *CallsService) List(ctx context.Context, opts ...Option) *Pager[*PhoneCall] {
	return list[*PhoneCall](ctx, s.client, op("GET /calls").numbered().paged(25), opts)
}

// ListWithTranscripts lists the calls of 1 to 20 conversations with what was
// said in them. A Transcript is empty until there is one.
func (s *CallsService) ListWithTranscripts(ctx context.Context, conversations []ID, opts ...Option) *Pager[*PhoneCall] {
	return list[*PhoneCall](ctx, s.client, callSearch{conversations}.request(), opts)
}

// callSearch is the body of ListWithTranscripts.
type callSearch struct {
	ConversationIDs []ID `json:"conversation_ids"`
}

// maxCallConversations is how many conversations a search for calls can name.
const maxCallConversations = 20

func (p callSearch) request() *request {
	r := op("POST /calls/search").readOnly()
	if n := len(p.ConversationIDs); n == 0 || n > maxCallConversations {
		r.invalid("conversations", fmt.Sprintf("are %d, want 1 to %d", n, maxCallConversations))
	}
	for i, id := range p.ConversationIDs {
		r.require(fmt.Sprintf("conversations[%d]", i), string(id))
	}
	return r.body(p)
}

// RecordingURL returns the address of the recording of a call. It is signed:
// for a short time whoever has it can read it, without a token. Without a
// recording it is a NotFoundError.
func (s *CallsService) RecordingURL(ctx context.Context, id ID, opts ...Option) (string, error) {
	return locate(ctx, s.client, op("GET /calls/{call_id}/recording", id), opts)
}

// OpenRecording opens the recording of a call, which the caller must close. The
// timeout covers reading: see WithTimeout for a long one.
//
// The recording is at a host that is not Intercom's API, and neither the token
// nor WithHeader is sent there. Where that host refuses, the error is that of
// its status, such as a PermissionDeniedError. An address that begins with
// http:// is an ErrInsecureRedirect.
func (s *CallsService) OpenRecording(ctx context.Context, id ID, opts ...Option) (io.ReadCloser, error) {
	return open(ctx, s.client, op("GET /calls/{call_id}/recording", id).accepting("*/*").detach(), opts)
}

// OpenTranscript opens the transcript of a call as text, which the caller must
// close: a line with the time and the speaker for each thing that was said.
// Where there is none yet, Intercom may send the JSON [{}] in place of text.
func (s *CallsService) OpenTranscript(ctx context.Context, id ID, opts ...Option) (io.ReadCloser, error) {
	return open(ctx, s.client, op("GET /calls/{call_id}/transcript", id).accepting("text/plain"), opts)
}

// FinVoiceService registers phone calls that Fin takes, and reads them.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls
type FinVoiceService service

// FinVoiceCall is a phone call at a telephony provider that Fin takes.
//
//intercom:schema ai_call_response
type FinVoiceCall struct {
	Object

	ID                     ID           `json:"id,omitzero"`     // of the registration
	AppID                  ID           `json:"app_id,omitzero"` // of the workspace, as a number
	UserPhoneNumber        string       `json:"user_phone_number,omitzero"`
	Status                 string       `json:"status,omitzero"`           // "registered", "in-progress", or how it was resolved
	ExternalCallID         string       `json:"external_call_id,omitzero"` // the provider's
	IntercomCallID         ID           `json:"intercom_call_id,omitzero"` // empty until the call was matched
	IntercomConversationID ID           `json:"intercom_conversation_id,omitzero"`
	CallTranscript         []Attributes `json:"call_transcript,omitzero"`
	CallSummary            string       `json:"call_summary,omitzero"` // at most 256 characters
	Intent                 []Attributes `json:"intent,omitzero"`
}

// Register links a call at a telephony provider to Intercom. A call that is
// registered already is a ConflictError.
func (s *FinVoiceService) Register(ctx context.Context, params FinVoiceRegister, opts ...Option) (*FinVoiceCall, error) {
	return do[*FinVoiceCall](ctx, s.client, params.request(), opts)
}

// FinVoiceRegister describes a call at a telephony provider.
//
//intercom:schema register_fin_voice_call_request
type FinVoiceRegister struct {
	private

	PhoneNumber string         `json:"phone_number"`    // required; in the form of E.164
	CallID      string         `json:"call_id"`         // required; the provider's
	Source      FinVoiceSource `json:"source,omitzero"` // FinVoiceSourceAWSConnect unless it is set
	Data        Attributes     `json:"data,omitzero"`   // anything else to keep with the call
}

// FinVoiceSource is a telephony provider.
type FinVoiceSource string

// The providers that calls come from.
const (
	FinVoiceSourceAWSConnect FinVoiceSource = "aws_connect"
	FinVoiceSourceFive9      FinVoiceSource = "five9"
	FinVoiceSourceZoomPhone  FinVoiceSource = "zoom_phone"
)

func (p FinVoiceRegister) request() *request {
	return op("POST /fin_voice/register").require("PhoneNumber", p.PhoneNumber).require("CallID", p.CallID).body(p)
}

// Get returns the call with the given id, which Register returned. Until the
// call was matched with one of Intercom's it is a NotFoundError.
func (s *FinVoiceService) Get(ctx context.Context, id ID, opts ...Option) (*FinVoiceCall, error) {
	return do[*FinVoiceCall](ctx, s.client, op("GET /fin_voice/collect/{id}", id), opts)
}

// GetByExternalID returns the call that has the given id at its provider.
func (s *FinVoiceService) GetByExternalID(ctx context.Context, externalID string, opts ...Option) (*FinVoiceCall, error) {
	return do[*FinVoiceCall](ctx, s.client, op("GET /fin_voice/external_id/{external_id}", ID(externalID)), opts)
}

// GetByPhoneNumber returns the newest call of a number, which has the form of
// E.164: +15551234567.
func (s *FinVoiceService) GetByPhoneNumber(ctx context.Context, phoneNumber string, opts ...Option) (*FinVoiceCall, error) {
	return do[*FinVoiceCall](ctx, s.client, op("GET /fin_voice/phone_number/{phone_number}", ID(phoneNumber)), opts)
}

// ListForConversation lists the calls of a conversation that were matched.
func (s *FinVoiceService) ListForConversation(ctx context.Context, conversation ID, opts ...Option) *Pager[*FinVoiceCall] {
	return list[*FinVoiceCall](ctx, s.client, op("GET /fin_voice/conversation/{conversation_id}", conversation), opts)
}
