package intercom

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-intercom/intercom/internal/wire"
)

// FinEvent is something that Fin does in a conversation: a *FinStatusUpdated,
// *FinReplied, *FinReplyChunk or *FinCSATRequested, or an *UnknownFinEvent.
//
// Events can come twice, over webhooks and over Fin.Events, and only those that
// are a FinReplied have an id, that of the message.
type FinEvent interface{ finEvent() }

// FinStatusUpdated reports that Fin is further in a conversation. FinStatusAwaitingUserReply
// is the end of a reply, FinStatusComplete that of the conversation, after which
// only a FinCSATRequested may follow.
//
//intercom:schema fin_agent_status_updated_event
type FinStatusUpdated struct {
	Object

	EventName      string    `json:"event_name,omitzero"`      // "fin_status_updated"
	ConversationID string    `json:"conversation_id,omitzero"` // yours
	UserID         string    `json:"user_id,omitzero"`         // yours
	Status         FinStatus `json:"status,omitzero"`
	Reason         string    `json:"reason,omitzero"` // of FinStatusEscalated, for people
	CreatedAt      DateTime  `json:"created_at_ms,omitzero"`
}

// FinReplied has a reply of Fin's, or a part of one.
//
//intercom:schema fin_agent_replied_event
type FinReplied struct {
	Object

	EventName      string            `json:"event_name,omitzero"`      // "fin_replied"
	ConversationID string            `json:"conversation_id,omitzero"` // yours
	UserID         string            `json:"user_id,omitzero"`         // yours
	Message        FinRepliedMessage `json:"message,omitzero"`
	Status         FinStatus         `json:"status,omitzero"`    // FinStatusReplying; until API 2.15 FinStatusAwaitingUserReply
	StreamID       string            `json:"stream_id,omitzero"` // of the FinReplyChunk events that this one replaces, if there were any
	CreatedAt      DateTime          `json:"created_at_ms,omitzero"`
}

// FinRepliedMessage is what Fin said.
type FinRepliedMessage struct {
	ID        ID        `json:"id,omitzero"` // the same in a webhook and in a stream
	Author    FinAuthor `json:"author,omitzero"`
	Body      string    `json:"body,omitzero"` // HTML
	Timestamp DateTime  `json:"timestamp_ms,omitzero"`
}

// FinReplyChunk is a reply as far as Fin has written it. It only comes over
// Fin.Events.
//
//intercom:schema fin_agent_reply_chunk_event
type FinReplyChunk struct {
	Object

	EventName      string    `json:"event_name,omitzero"`      // "fin_reply_chunk"
	ConversationID string    `json:"conversation_id,omitzero"` // yours
	StreamID       string    `json:"stream_id,omitzero"`       // that of the FinReplied to come
	ChunkIndex     int       `json:"chunk_index,omitzero"`     // from 0 on, without gaps
	ChunkText      string    `json:"chunk_text,omitzero"`      // plain text: all of the reply so far, not what is new in it
	Status         FinStatus `json:"status,omitzero"`
	CreatedAt      DateTime  `json:"created_at_ms,omitzero"`
}

// FinCSATRequested asks to have the user rate the conversation; see Fin.Rate.
//
//intercom:schema fin_agent_csat_requested_event
type FinCSATRequested struct {
	Object

	EventName      string   `json:"event_name,omitzero"`      // "csat_requested"
	ConversationID string   `json:"conversation_id,omitzero"` // yours
	UserID         string   `json:"user_id,omitzero"`         // yours
	CSAT           FinCSAT  `json:"csat,omitzero"`
	CreatedAt      DateTime `json:"created_at_ms,omitzero"`
}

// FinCSAT is what a user can choose from.
type FinCSAT struct {
	Options []FinCSATOption `json:"options,omitzero"` // in the order to show them in
}

// FinCSATOption is a rating with what to show for it.
type FinCSATOption struct {
	Key   FinRating `json:"key,omitzero"` // what Fin.Rate takes
	Emoji string    `json:"emoji,omitzero"`
	Label string    `json:"label,omitzero"` // in the language of the conversation
}

// UnknownFinEvent is an event of a kind that this package does not know. Raw
// and Lookup have what is in it.
type UnknownFinEvent struct {
	Object

	EventName string `json:"event_name,omitzero"` // in a stream without one the type of the server-sent event
}

// MarshalJSON writes the event as it came.
func (e UnknownFinEvent) MarshalJSON() ([]byte, error) {
	if raw := e.Raw(); raw != nil {
		return raw, nil
	}
	type plain struct {
		EventName string `json:"event_name,omitzero"`
	}
	return json.Marshal(plain{e.EventName})
}

func (*FinStatusUpdated) finEvent() {}
func (*FinReplied) finEvent()       {}
func (*FinReplyChunk) finEvent()    {}
func (*FinCSATRequested) finEvent() {}
func (*UnknownFinEvent) finEvent()  {}

// ParseFinEvent reads an event, such as the body of a webhook of Fin's. It does
// not check who sent it. What does not fit is left out, as everywhere; the error
// is that of a text that is no JSON object.
func ParseFinEvent(body []byte) (FinEvent, error) {
	event, err := parseFinEvent(string(body))
	if err != nil {
		return nil, fmt.Errorf("intercom: ParseFinEvent: %w", err)
	}
	return event, nil
}

func parseFinEvent(body string) (FinEvent, error) {
	if !isObject(body) {
		return nil, errNoObject
	}
	var named struct {
		EventName string `json:"event_name"`
	}
	if _, err := reader.Decode(body, &named); err != nil {
		return nil, err
	}
	var event FinEvent
	switch named.EventName {
	case "fin_status_updated":
		event = new(FinStatusUpdated)
	case "fin_replied":
		event = new(FinReplied)
	case "fin_reply_chunk":
		event = new(FinReplyChunk)
	case "csat_requested":
		event = new(FinCSATRequested)
	default:
		event = new(UnknownFinEvent)
	}
	_, err := reader.Decode(body, event) // Object.Mismatch has what did not fit
	return event, err
}

// Events reads what Fin does, as it happens, from the SSESubscriptionURL of a
// FinConversation or FinEscalation. An empty url means that the workspace did
// not enable it, and is an ErrInvalidArgument.
//
//	for event, err := range client.Fin.Events(ctx, conversation.SSESubscriptionURL) {
//		if err != nil {
//			return err
//		}
//		switch e := event.(type) {
//		case *intercom.FinReplyChunk: // what to show until the reply is there
//		case *intercom.FinReplied: // e.Message.Body
//		case *intercom.FinStatusUpdated: // e.Status
//		}
//	}
//
// The loop ends when Intercom closes the stream, which it does once Fin waits for
// the user or is done, when it breaks, when ctx ends, or with an error: that is
// the last thing it yields. If Fin asks for a rating, the FinCSATRequested comes
// after FinStatusComplete: who breaks there never sees it. A stream that is lost
// is not opened again. With a url from Reply there is only what happens from then
// on, with any other the last two minutes come first; the token in it is valid
// for 3 minutes.
//
// The token of the client is not sent, nor are WithHeader and WithQuery. Opening
// the stream is retried as other reads are and does not count against the rate
// limit. WithTimeout bounds how long it takes, and does not bound the stream.
func (s *FinService) Events(ctx context.Context, url string, opts ...Option) iter.Seq2[FinEvent, error] {
	return s.client.finEvents(ctx, url, opts)
}

func (c *Client) finEvents(ctx context.Context, address string, opts []Option) iter.Seq2[FinEvent, error] {
	return func(yield func(FinEvent, error) bool) {
		r := op("GET /event-stream").accepting(eventStreamType).signedBy("url", address)
		cfg := *c.prepare(r, opts)
		if r.signed != nil {
			cfg.base, cfg.unpaced = &url.URL{Scheme: r.signed.Scheme, Host: r.signed.Host}, true
		}
		var body *stream
		if err := c.call(ctx, r, &cfg, &body, readEventStream); err != nil {
			yield(nil, err)
			return
		}
		defer body.Close()
		events := newEventReader(body)
		for {
			kind, data, err := events.next()
			switch {
			case ctx.Err() != nil: // also if there is more in the buffer
				yield(nil, body.x.connectionError(ctx.Err()))
				return
			case err == io.EOF:
				return
			case errors.Is(err, ErrResponseTooLarge):
				err = &DecodeError{Operation: r.op, Err: err}
			}
			var event FinEvent
			if err == nil {
				event, err = streamedFinEvent(r.op, kind, data)
			}
			if event == nil && err == nil {
				continue
			}
			if !yield(event, err) || err != nil {
				return
			}
		}
	}
}

const eventStreamType = "text/event-stream"

var errNoEvents = errors.New("want " + eventStreamType)

func readEventStream(_ context.Context, x *exchange, a *response, v any) error {
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	body, ok := a.stream.(*stream)
	if ok && (kind == eventStreamType || a.status == http.StatusNoContent) {
		*v.(**stream) = body
		return nil
	}
	if ok {
		body.Close()
	}
	return x.decodeError(a, errNoEvents)
}

// streamedFinEvent reads an event of a stream. It is nil for one without
// content, and for one of the server's own that is no JSON.
func streamedFinEvent(operation, kind, data string) (FinEvent, error) {
	if strings.TrimSpace(data) == "" {
		return nil, nil
	}
	event, err := parseFinEvent(unwrapEvent(data))
	switch unknown, ok := event.(*UnknownFinEvent); {
	case err != nil && kind != "" && kind != "message":
		return nil, nil
	case err != nil:
		return nil, &DecodeError{Operation: operation, Err: err}
	case ok && unknown.EventName == "":
		unknown.EventName = kind
	}
	return event, nil
}

// unwrapEvent takes an event out of the envelope that the service which Intercom
// streams through has for messages: there it is the value of data, as text or
// as an object.
func unwrapEvent(data string) string {
	inner, ok := wire.Lookup(data, "data")
	if !ok {
		return data
	}
	if _, ok := wire.Lookup(data, "event_name"); ok {
		return data
	}
	var text string
	if json.Unmarshal([]byte(inner), &text) == nil {
		inner = text
	}
	if _, ok := wire.Lookup(inner, "event_name"); ok {
		return inner
	}
	return data
}

// maxEvent is how large a server-sent event can be: a hundred times what a long
// reply has.
const maxEvent = 1 << 20

// eventReader reads server-sent events, as the HTML standard describes them in
// section 9.2.6. The fields id and retry are for those who connect again, so
// they are passed over, as fields are that the standard does not know.
type eventReader struct {
	src     *bufio.Reader
	line    []byte
	started bool
	cr      bool // the last line ended in CR, of which LF is a part
}

func newEventReader(src io.Reader) *eventReader { return &eventReader{src: bufio.NewReader(src)} }

// next returns the type of the next event, which may be empty, and its data. An
// event that is cut off at the end is none.
func (r *eventReader) next() (kind, data string, err error) {
	var lines []byte
	for {
		line, err := r.readLine(maxEvent - len(lines))
		if err != nil {
			return "", "", err
		}
		if line == "" {
			if len(lines) > 0 {
				return kind, strings.ToValidUTF8(string(lines[:len(lines)-1]), "\ufffd"), nil
			}
			kind = ""
			continue
		}
		field, value, _ := strings.Cut(line, ":") // of a comment the field is empty
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "event":
			kind = value
		case "data":
			lines = append(append(lines, value...), '\n')
		}
	}
}

// readLine returns a line without its end: CR, LF, or both. It returns as soon
// as the line is there, so it does not wait for what follows a CR.
func (r *eventReader) readLine(most int) (string, error) {
	r.line = r.line[:0]
	for {
		c, err := r.src.ReadByte()
		if err != nil {
			return "", err
		}
		if c == '\n' && r.cr {
			r.cr = false
			continue
		}
		r.cr = c == '\r'
		switch {
		case c == '\r' || c == '\n':
			line := string(r.line)
			if !r.started {
				r.started, line = true, strings.TrimPrefix(line, "\ufeff")
			}
			return line, nil
		case len(r.line) > 0 && r.line[0] == ':': // a comment, which is not kept
		case len(r.line) >= most:
			return "", fmt.Errorf("%w: an event has more than %d bytes", ErrResponseTooLarge, maxEvent)
		default:
			r.line = append(r.line, c)
		}
	}
}
