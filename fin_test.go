package intercom_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

var (
	finAt   = intercom.AtDate(time.Date(2025, 1, 24, 10, 1, 20, 123e6, time.UTC))
	finSaid = intercom.FinMessage{Author: intercom.FinAuthorUser, Body: "Hi", Timestamp: finAt}
	finWho  = intercom.FinUser{ID: "u-1"}
)

const finSaidJSON = `{"author":"user","body":"Hi","timestamp":"2025-01-24T10:01:20.123Z"}`

func TestFinRequests(t *testing.T) {
	t.Parallel()
	type conversation = *intercom.FinConversation
	attachments := []intercom.FinAttachment{
		intercom.FinAttachmentURL{URL: "https://files.test/a.pdf"},
		intercom.FinAttachmentFile(intercom.AttachmentFile{Name: "a.txt", ContentType: "text/plain", Data: "aGk="}),
	}
	const attached = `[{"type":"url","url":"https://files.test/a.pdf"},{"type":"file","name":"a.txt","content_type":"text/plain","data":"aGk="}]`
	metadata := intercom.FinMetadata{
		History:    []intercom.FinMessage{{Author: intercom.FinAuthorAgent, Body: "Yes?", Timestamp: finAt}},
		Attributes: intercom.Attributes{"order": "7"},
	}
	history := strings.NewReplacer("user", "agent", "Hi", "Yes?").Replace(finSaidJSON)
	settings := intercom.FinSettings{FollowUpQuestions: intercom.Set(false), Email: intercom.Set(true)}
	preview := intercom.WithVersion("Preview")
	for _, tt := range []struct {
		name                string
		call                func(ctx context.Context, s *intercom.FinService) (conversation, error)
		path, version, body string
	}{
		{"start", func(ctx context.Context, s *intercom.FinService) (conversation, error) {
			return s.Start(ctx, intercom.FinStart{ConversationID: "ext-1", Message: finSaid, User: finWho})
		}, "/fin/start", "2.16", `{"conversation_id":"ext-1","message":` + finSaidJSON + `,"user":{"id":"u-1"}}`},
		{"start with everything", func(ctx context.Context, s *intercom.FinService) (conversation, error) {
			return s.Start(ctx, intercom.FinStart{
				ConversationID: "ext-1", Message: finSaid, Attachments: attachments, Metadata: metadata, Settings: settings,
				User: intercom.FinUser{ID: "u-1", Name: "Mira", Email: "mira@quay.test", Attributes: intercom.Attributes{"plan": "gold"}},
			}, preview)
		}, "/fin/start", "Preview", `{"conversation_id":"ext-1","message":` + finSaidJSON + `,"attachments":` + attached + `,
			"user":{"id":"u-1","name":"Mira","email":"mira@quay.test","attributes":{"plan":"gold"}},
			"conversation_metadata":{"history":[` + history + `],"attributes":{"order":"7"}},"settings":{"follow_up_questions":false,"email":true}}`},
		{"reply", func(ctx context.Context, s *intercom.FinService) (conversation, error) {
			return s.Reply(ctx, intercom.FinReply{ConversationID: "ext-1", Message: finSaid, User: finWho, Attachments: attachments[:1]})
		}, "/fin/reply", "2.16", `{"conversation_id":"ext-1","message":` + finSaidJSON + `,"user":{"id":"u-1"},
			"attachments":[{"type":"url","url":"https://files.test/a.pdf"}]}`},
		{"start without timestamps", func(ctx context.Context, s *intercom.FinService) (conversation, error) {
			undated := intercom.FinMessage{Author: intercom.FinAuthorUser, Body: "Hi"}
			return s.Start(ctx, intercom.FinStart{
				ConversationID: "ext-1", Message: undated, User: finWho, Metadata: intercom.FinMetadata{History: []intercom.FinMessage{undated}},
			}, preview)
		}, "/fin/start", "Preview", `{"conversation_id":"ext-1","message":{"author":"user","body":"Hi"},"user":{"id":"u-1"},
			"conversation_metadata":{"history":[{"author":"user","body":"Hi"}]}}`},
		{"reply without a timestamp", func(ctx context.Context, s *intercom.FinService) (conversation, error) {
			return s.Reply(ctx, intercom.FinReply{ConversationID: "ext-1", Message: intercom.FinMessage{Author: intercom.FinAuthorUser, Body: "Hi"}, User: finWho}, preview)
		}, "/fin/reply", "Preview", `{"conversation_id":"ext-1","message":{"author":"user","body":"Hi"},"user":{"id":"u-1"}}`},
		{"reply with settings", func(ctx context.Context, s *intercom.FinService) (conversation, error) {
			return s.Reply(ctx, intercom.FinReply{ConversationID: "ext-1", Message: finSaid, User: finWho, Settings: settings}, preview)
		}, "/fin/reply", "Preview", `{"conversation_id":"ext-1","message":` + finSaidJSON + `,"user":{"id":"u-1"},"settings":{"follow_up_questions":false,"email":true}}`},
		{"ask", func(ctx context.Context, s *intercom.FinService) (conversation, error) {
			return s.Ask(ctx, intercom.FinAsk{
				ConversationID: "ext-1", Message: intercom.FinMessage{Author: intercom.FinAuthorUser, Body: "Hi"}, User: finWho,
				Attachments: attachments, Metadata: intercom.FinMetadata{Attributes: intercom.Attributes{"order": "7"}},
			})
		}, "/fin/ask", "Preview", `{"conversation_id":"ext-1","message":{"author":"user","body":"Hi"},"user":{"id":"u-1"},"attachments":` + attached + `,
			"conversation_metadata":{"attributes":{"order":"7"}}}`},
		{"run a procedure", func(ctx context.Context, s *intercom.FinService) (conversation, error) {
			return s.RunProcedure(ctx, "12/3", intercom.FinRunProcedure{ConversationID: "ext-1", User: finWho})
		}, "/fin/procedures/12%2F3/run", "Preview", `{"conversation_id":"ext-1","user":{"id":"u-1"}}`},
		{"run a procedure with everything", func(ctx context.Context, s *intercom.FinService) (conversation, error) {
			return s.RunProcedure(ctx, "12", intercom.FinRunProcedure{
				ConversationID: "ext-1", User: finWho, Message: finSaid, Settings: intercom.FinSettings{Email: intercom.Set(true)},
				Metadata: intercom.FinMetadata{Attributes: intercom.Attributes{"order": "7"}},
			})
		}, "/fin/procedures/12/run", "Preview", `{"conversation_id":"ext-1","user":{"id":"u-1"},"message":` + finSaidJSON + `,
			"conversation_metadata":{"attributes":{"order":"7"}},"settings":{"email":true}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on("POST", tt.path, 200, `{"conversation_id":"ext-1","user_id":"u-1","procedure_id":12,"status":"thinking","created_at_ms":"2025-01-24T10:00:00.123Z",
				"sse_subscription_url":"https://sse.test/event-stream?accessToken=x",
				"errors":{"user":{"attributes":{"plan":"User attribute 'plan' does not exist"}},"conversation":{"attributes":{"order":"no"}}}}`)
			got, err := tt.call(t.Context(), client.Fin)
			require.NoError(t, err)
			api.wants("POST", tt.path, "", tt.version, tt.body)
			require.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
			assert.Equal(t, []any{"ext-1", "u-1", intercom.ID("12"), intercom.FinStatusThinking}, []any{got.ConversationID, got.UserID, got.ProcedureID, got.Status})
			assert.Equal(t, time.Date(2025, 1, 24, 10, 0, 0, 123e6, time.UTC), got.CreatedAt.Time)
			assert.Equal(t, "User attribute 'plan' does not exist", got.Errors.User.Attributes["plan"])
			assert.Equal(t, map[string]string{"order": "no"}, got.Errors.Conversation.Attributes)
			assert.Equal(t, "https://sse.test/event-stream?accessToken=x", got.SSESubscriptionURL)
		})
	}
}

func TestFinOtherRequests(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	api.on("POST", "/fin/csat", 200, `{"conversation_id":"ext-1","rating":"amazing","status":"rated"}`)
	rated, err := client.Fin.Rate(ctx, intercom.FinRate{ConversationID: "ext-1", Rating: intercom.FinRatingAmazing, Remark: "Quick"})
	require.NoError(t, err)
	api.wants("POST", "/fin/csat", "", "2.16", `{"conversation_id":"ext-1","rating":"amazing","remark":"Quick"}`)
	assert.Equal(t, []any{"ext-1", intercom.FinRatingAmazing, "rated"}, []any{rated.ConversationID, rated.Rating, rated.Status})

	api.on("POST", "/fin/capabilities", 200, `{"version":"Preview","capabilities":[{"type":"procedure","id":12345,"name":"Reset","description":"Resets.",
		"endpoint":"/fin/procedures/12345/run","method":"POST"},{"type":"ask","endpoint":"/fin/ask","method":"POST"}]}`)
	can, err := client.Fin.Capabilities(ctx, intercom.FinUser{ID: "u-1", Email: "mira@quay.test"})
	require.NoError(t, err)
	api.wants("POST", "/fin/capabilities", "", "Preview", `{"user":{"id":"u-1","email":"mira@quay.test"}}`)
	require.Len(t, can.Capabilities, 2)
	assert.Equal(t, intercom.FinCapability{
		Type: intercom.FinCapabilityTypeProcedure, ID: "12345", Name: "Reset", Description: "Resets.", Endpoint: "/fin/procedures/12345/run", Method: "POST",
	}, can.Capabilities[0])
	assert.Equal(t, intercom.FinCapabilityTypeAsk, can.Capabilities[1].Type)

	api.on("POST", "/fin/escalate", 200, `{"conversation_id":"ext-1","intercom_conversation_id":987,"status":"escalated","sse_subscription_url":"https://sse.test/e"}`)
	escalated, err := client.Fin.Escalate(ctx, intercom.FinEscalate{ConversationID: "ext-1", Context: "Angry"})
	require.NoError(t, err)
	api.wants("POST", "/fin/escalate", "", "Preview", `{"conversation_id":"ext-1","context":"Angry"}`)
	assert.Equal(t, []any{"ext-1", intercom.ID("987"), intercom.FinStatusEscalated, "https://sse.test/e"},
		[]any{escalated.ConversationID, escalated.IntercomConversationID, escalated.Status, escalated.SSESubscriptionURL})
	_, err = client.Fin.EscalateFor(ctx, intercom.FinEscalateFor{User: finWho, Message: "Help", Context: "VIP"})
	require.NoError(t, err)
	api.wants("POST", "/fin/escalate", "", "Preview", `{"user":{"id":"u-1"},"message":"Help","context":"VIP"}`)

	api.on("POST", "/procedures/215/collect_agent_input", 200, `{}`)
	require.NoError(t, client.Procedures.CollectAgentInput(ctx, "215", intercom.ProcedureCollectAgentInput{
		StepID: "d5b8", Values: []intercom.AgentInputValue{{Identifier: "a", Value: false}, {Identifier: "b", Value: "85f0"}},
	}))
	api.wants("POST", "/procedures/215/collect_agent_input", "", "Preview",
		`{"step_id":"d5b8","attribute_values":[{"identifier":"a","value":false},{"identifier":"b","value":"85f0"}]}`)
}

func TestFinRefusesBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	start := intercom.FinStart{ConversationID: "ext-1", Message: finSaid, User: finWho}
	started := func(change func(p *intercom.FinStart)) func() error {
		p := start
		change(&p)
		return func() error { return got(client.Fin.Start(ctx, p)) }
	}
	eleven := intercom.Attributes{}
	for _, name := range "abcdefghijk" {
		eleven[string(name)] = "x"
	}
	run := func(p intercom.FinRunProcedure) func() error {
		p.ConversationID, p.User = "ext-1", finWho
		return func() error { return got(client.Fin.RunProcedure(ctx, "12", p)) }
	}
	collect := func(values ...intercom.AgentInputValue) func() error {
		return func() error {
			return client.Procedures.CollectAgentInput(ctx, "1", intercom.ProcedureCollectAgentInput{StepID: "s", Values: values})
		}
	}
	for _, tt := range []struct {
		parameter string
		call      func() error
	}{
		{"ConversationID", started(func(p *intercom.FinStart) { p.ConversationID = " " })},
		{"Message.Author", started(func(p *intercom.FinStart) { p.Message.Author = "" })},
		{"Message.Body", started(func(p *intercom.FinStart) { p.Message.Body = "" })},
		{"Message.Timestamp", started(func(p *intercom.FinStart) { p.Message.Timestamp = intercom.DateTime{} })},
		{"User.ID", started(func(p *intercom.FinStart) { p.User.ID = "" })},
		{"User.Attributes", started(func(p *intercom.FinStart) { p.User.Attributes = eleven })},
		{"Metadata.Attributes", started(func(p *intercom.FinStart) { p.Metadata.Attributes = eleven })},
		{"Metadata.History", started(func(p *intercom.FinStart) { p.Metadata.History = make([]intercom.FinMessage, 11) })},
		{"Metadata.History[0].Author", started(func(p *intercom.FinStart) { p.Metadata.History = make([]intercom.FinMessage, 1) })},
		{"Metadata.History[1].Timestamp", started(func(p *intercom.FinStart) {
			p.Metadata.History = []intercom.FinMessage{finSaid, {Author: intercom.FinAuthorAgent, Body: "Yes?"}}
			p.Settings.Email = intercom.Set(true)
		})},
		{"Message.Timestamp", func() error {
			return got(client.Fin.Reply(ctx, intercom.FinReply{ConversationID: "1", User: finWho, Message: intercom.FinMessage{Author: "user", Body: "Hi"}}))
		}},
		{"Attachments", started(func(p *intercom.FinStart) { p.Attachments = make([]intercom.FinAttachment, 11) })},
		{"Attachments[0]", started(func(p *intercom.FinStart) { p.Attachments = make([]intercom.FinAttachment, 1) })},
		{"Attachments[0].URL", started(func(p *intercom.FinStart) { p.Attachments = []intercom.FinAttachment{intercom.FinAttachmentURL{}} })},
		{"Attachments[0].Name", started(func(p *intercom.FinStart) { p.Attachments = []intercom.FinAttachment{intercom.FinAttachmentFile{}} })},
		{"Settings", started(func(p *intercom.FinStart) { p.Settings.Email = intercom.Set(false) })},
		{"ConversationID", func() error { return got(client.Fin.Reply(ctx, intercom.FinReply{Message: finSaid, User: finWho})) }},
		{"Rating", func() error { return got(client.Fin.Rate(ctx, intercom.FinRate{ConversationID: "ext-1"})) }},
		{"Message.Body", func() error {
			return got(client.Fin.Ask(ctx, intercom.FinAsk{ConversationID: "1", User: finWho, Message: intercom.FinMessage{Author: "user"}}))
		}},
		{"ID", func() error { return got(client.Fin.Capabilities(ctx, intercom.FinUser{})) }},
		{"Attributes", func() error { return got(client.Fin.Capabilities(ctx, intercom.FinUser{ID: "1", Attributes: eleven})) }},
		{"ConversationID", func() error { return got(client.Fin.Escalate(ctx, intercom.FinEscalate{})) }},
		{"User.ID", func() error { return got(client.Fin.EscalateFor(ctx, intercom.FinEscalateFor{})) }},
		{"procedure_id", func() error {
			return got(client.Fin.RunProcedure(ctx, "", intercom.FinRunProcedure{ConversationID: "1", User: finWho}))
		}},
		{"Message.Body", run(intercom.FinRunProcedure{Message: intercom.FinMessage{Author: "agent"}})},
		{"Metadata.History", run(intercom.FinRunProcedure{Metadata: intercom.FinMetadata{History: []intercom.FinMessage{finSaid}}})},
		{"Settings.FollowUpQuestions", run(intercom.FinRunProcedure{Settings: intercom.FinSettings{FollowUpQuestions: intercom.Set(true)}})},
		{"Values", collect()},
		{"Values[0].Identifier", collect(intercom.AgentInputValue{Value: 1})},
		{"Values[0].Value", collect(intercom.AgentInputValue{Identifier: "a"})},
	} {
		err := tt.call()
		var bad *intercom.ArgumentError
		require.ErrorAs(t, err, &bad, tt.parameter)
		assert.Equal(t, tt.parameter, bad.Parameter)
	}
	assert.Zero(t, api.count())
}

// Some errors of Fin are an object of messages rather than a list.
func TestFinRateErrors(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/fin/csat", 422, `{"errors":{"base":"The rating window for this conversation has closed"}}`)
	_, err := client.Fin.Rate(t.Context(), intercom.FinRate{ConversationID: "ext-1", Rating: intercom.FinRatingOK})
	var bad *intercom.UnprocessableEntityError
	require.ErrorAs(t, err, &bad)
	assert.Equal(t, []intercom.ErrorDetail{{Field: "base", Message: "The rating window for this conversation has closed"}}, bad.Errors)
}

func TestFinAttachmentsOfFiles(t *testing.T) {
	t.Parallel()
	file, err := intercom.AttachFile("a.txt", "", strings.NewReader("hi"))
	require.NoError(t, err)
	b, err := json.Marshal(intercom.FinAttachmentFile(file))
	require.NoError(t, err)
	assert.JSONEq(t, `{"type":"file","name":"a.txt","content_type":"text/plain; charset=utf-8","data":"aGk="}`, string(b))
}

func TestFinStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	fake.SetFinTurns(
		intercomtest.FinTurn{Replies: []string{"<p>Which order?</p>"}},
		intercomtest.FinTurn{Replies: []string{"<p>It is on its way.</p>", "<p>Bye.</p>"}, Status: "resolved", CSAT: true},
	)
	who := intercom.FinUser{ID: "u-1", Email: "mira@quay.test", Attributes: intercom.Attributes{"plan": "gold"}}
	conv, err := client.Fin.Start(ctx, intercom.FinStart{ConversationID: "ext-1", Message: finSaid, User: who})
	require.NoError(t, err)
	assert.Equal(t, intercom.FinStatusThinking, conv.Status)
	assert.Equal(t, map[string]string{"plan": "User attribute 'plan' does not exist"}, conv.Errors.User.Attributes)
	said, status, chunks := listen(t, client, conv.SSESubscriptionURL)
	assert.Equal(t, []string{"<p>Which order?</p>"}, said)
	assert.Equal(t, []string{"Which", "Which order?"}, chunks)
	assert.Equal(t, []intercom.FinStatus{intercom.FinStatusAwaitingUserReply}, status)
	user, err := client.Contacts.Find(ctx, intercom.ByExternalID("u-1"))
	require.NoError(t, err)
	assert.Equal(t, "mira@quay.test", user.Email)

	_, err = client.Fin.Start(ctx, intercom.FinStart{ConversationID: "ext-1", Message: finSaid, User: who})
	require.ErrorIs(t, err, intercom.ErrBadRequest)
	_, err = client.Fin.Rate(ctx, intercom.FinRate{ConversationID: "ext-1", Rating: intercom.FinRatingGood})
	var early *intercom.UnprocessableEntityError
	require.ErrorAs(t, err, &early)
	assert.Equal(t, "base", early.Errors[0].Field)

	next := finSaid
	next.Body, next.Timestamp = "Order 7", intercom.AtDate(finAt.Add(time.Second))
	conv, err = client.Fin.Reply(ctx, intercom.FinReply{ConversationID: "ext-1", Message: next, User: who})
	require.NoError(t, err)
	said, status, _ = listen(t, client, conv.SSESubscriptionURL)
	assert.Equal(t, []string{"<p>It is on its way.</p>", "<p>Bye.</p>"}, said)
	assert.Equal(t, []intercom.FinStatus{intercom.FinStatusResolved, intercom.FinStatusComplete}, status)

	rate := func(rating intercom.FinRating, remark string) error {
		return got(client.Fin.Rate(ctx, intercom.FinRate{ConversationID: "ext-1", Rating: rating, Remark: remark}))
	}
	require.NoError(t, rate(intercom.FinRatingOK, ""))
	require.NoError(t, rate(intercom.FinRatingGood, "Quick"))
	require.NoError(t, rate(intercom.FinRatingGood, ""))
	require.ErrorAs(t, rate(intercom.FinRatingBad, ""), &early)
	require.ErrorAs(t, rate("great", ""), &early)
	assert.Equal(t, "rating", early.Errors[0].Field)
}

// listen reads a stream to its end.
func listen(t *testing.T, client *intercom.Client, url string) (said []string, status []intercom.FinStatus, chunks []string) {
	t.Helper()
	for event, err := range client.Fin.Events(t.Context(), url) {
		require.NoError(t, err)
		switch e := event.(type) {
		case *intercom.FinReplied:
			require.NoError(t, e.Mismatch())
			said = append(said, e.Message.Body)
		case *intercom.FinReplyChunk:
			chunks = append(chunks, e.ChunkText)
		case *intercom.FinStatusUpdated:
			status = append(status, e.Status)
		}
	}
	return said, status, chunks
}

func TestFinPreviewStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	procedure := fake.AddFinProcedure("Reset password", "Walks the user through it.")
	can, err := client.Fin.Capabilities(ctx, finWho)
	require.NoError(t, err)
	assert.Equal(t, intercom.ID(procedure), can.Capabilities[0].ID)

	conv, err := client.Fin.RunProcedure(ctx, can.Capabilities[0].ID, intercom.FinRunProcedure{ConversationID: "ext-1", User: finWho})
	require.NoError(t, err)
	assert.Equal(t, intercom.ID(procedure), conv.ProcedureID)
	_, err = client.Fin.RunProcedure(ctx, "1", intercom.FinRunProcedure{ConversationID: "ext-2", User: finWho})
	require.ErrorIs(t, err, intercom.ErrBadRequest)

	asked, err := client.Fin.Ask(ctx, intercom.FinAsk{ConversationID: "ext-3", Message: finSaid, User: finWho})
	require.NoError(t, err)
	_, status, _ := listen(t, client, asked.SSESubscriptionURL)
	assert.Equal(t, []intercom.FinStatus{intercom.FinStatusComplete}, status)

	escalated, err := client.Fin.Escalate(ctx, intercom.FinEscalate{ConversationID: "ext-3", Context: "Angry"})
	require.NoError(t, err)
	_, status, _ = listen(t, client, escalated.SSESubscriptionURL)
	assert.Equal(t, intercom.FinStatusEscalated, status[len(status)-2])
	opened, err := client.Fin.EscalateFor(ctx, intercom.FinEscalateFor{User: finWho, Message: "Help"})
	require.NoError(t, err)
	help, err := client.Conversations.Get(ctx, opened.IntercomConversationID)
	require.NoError(t, err)
	assert.Equal(t, "<p>Help</p>", help.Source.Body)

	step := fake.AddAgentInputRequest(string(help.ID), "approved")
	collect := func(identifier string) error {
		return client.Procedures.CollectAgentInput(ctx, help.ID, intercom.ProcedureCollectAgentInput{
			StepID: step, Values: []intercom.AgentInputValue{{Identifier: identifier, Value: true}},
		})
	}
	require.ErrorIs(t, collect("other"), intercom.ErrBadRequest)
	require.NoError(t, collect("approved"))
	require.ErrorIs(t, collect("approved"), intercom.ErrConflict)
	step = fake.AddAgentInputRequest(string(help.ID), "approved")
	fake.ExpireAgentInputRequest(step)
	require.ErrorIs(t, collect("approved"), intercom.ErrNotFound)
}

func TestFinStreamsOfTheFakeEnd(t *testing.T) {
	t.Parallel()
	now := time.Now()
	fake := intercomtest.NewServer(intercomtest.WithClock(func() time.Time { return now }))
	defer fake.Close()
	client := fake.Client(intercom.WithMaxRetries(0))
	conv, err := client.Fin.Start(t.Context(), intercom.FinStart{ConversationID: "ext-1", Message: finSaid, User: finWho})
	require.NoError(t, err)
	said, _, _ := listen(t, client, conv.SSESubscriptionURL)
	assert.Len(t, said, 1)
	refused := func(url string) {
		for event, err := range client.Fin.Events(t.Context(), url) {
			assert.Nil(t, event)
			var denied *intercom.AuthenticationError
			require.ErrorAs(t, err, &denied)
			assert.NotContains(t, err.Error(), strings.Split(url, "accessToken=")[1][:20])
		}
	}
	refused(conv.SSESubscriptionURL) // which was read

	next := finSaid
	next.Timestamp = intercom.AtDate(finAt.Add(time.Second))
	conv, err = client.Fin.Reply(t.Context(), intercom.FinReply{ConversationID: "ext-1", Message: next, User: finWho})
	require.NoError(t, err)
	now = now.Add(4 * time.Minute)
	refused(conv.SSESubscriptionURL)

	// Over a port too.
	over, err := intercom.NewClient(intercom.WithToken(fake.Token()), intercom.WithBaseURL(fake.URL()), intercom.WithLogger(nil))
	require.NoError(t, err)
	conv, err = over.Fin.Start(t.Context(), intercom.FinStart{ConversationID: "ext-2", Message: finSaid, User: finWho})
	require.NoError(t, err)
	said, _, _ = listen(t, over, conv.SSESubscriptionURL)
	assert.Len(t, said, 1)
	sent := fake.Requests("GET /event-stream")
	assert.Equal(t, []any{"", ""}, []any{sent[0].Header.Get("Authorization"), sent[0].Header.Get("Intercom-Version")})
}
