package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestRun(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, nil))
	assert.Equal(t, `Talking to a fake Intercom in this process, as INTERCOM_ACCESS_TOKEN is not set.
- "My anchor is stuck." is for a person
- "What are your opening hours?": The harbor office is open from 8 to 18 o'clock, Monday to Saturday.
- "Where do I find my invoice?": You find your invoices under Settings, Billing.
answered 2 of 3 open conversations
`, out.String())
	require.Error(t, run(t.Context(), &out, []string{"-unknown"}))
}

// asked is a fake with three questions, and the bot for it.
func asked(t *testing.T) (*intercomtest.Server, *bot, *strings.Builder) {
	t.Helper()
	fake := intercomtest.NewServer()
	client := fake.Client()
	require.NoError(t, demo.Seed(t.Context(), client, 3))
	require.NoError(t, ask(t.Context(), client))
	me, err := client.Admins.Me(t.Context())
	require.NoError(t, err)
	out := &strings.Builder{}
	return fake, &bot{client: client, admin: me.ID, send: true, out: out}, out
}

func TestAnswersOnce(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	fake, b, out := asked(t)
	require.NoError(t, b.answerAll(ctx))
	closed, err := b.client.Conversations.Search(ctx, intercom.ConversationFieldState.Is("closed")).Collect()
	require.NoError(t, err)
	require.Len(t, closed, 2)

	// The customer is not content: it is for a person now.
	_, err = b.client.Conversations.Open(ctx, closed[0].ID, intercom.AsAdmin(b.admin))
	require.NoError(t, err)
	out.Reset()
	require.NoError(t, b.answerAll(ctx))
	assert.Equal(t, "- \"My anchor is stuck.\" is for a person\nanswered 0 of 2 open conversations\n", out.String())

	conversation, err := b.client.Conversations.Get(ctx, closed[0].ID)
	require.NoError(t, err)
	var kinds []intercom.PartType
	for _, part := range conversation.Parts.Items {
		kinds = append(kinds, part.PartType)
	}
	assert.Equal(t, []intercom.PartType{intercom.PartTypeNote, intercom.PartTypeClose, intercom.PartTypeOpen}, kinds)
	assert.Len(t, fake.Requests("POST /conversations/{conversation_id}/parts"), 3)
}

func TestGoesOnAfterAFailure(t *testing.T) {
	t.Parallel()
	fake, b, out := asked(t)
	fake.Fail("POST /conversations/{conversation_id}/parts", intercomtest.Status(403, "forbidden", "No."))
	require.ErrorIs(t, b.answerAll(t.Context()), intercom.ErrForbidden)
	out.Reset()
	require.NoError(t, b.answerAll(t.Context()))
	assert.Contains(t, out.String(), "answered 2 of 3")
}

func TestOnlyTells(t *testing.T) {
	t.Parallel()
	fake, b, out := asked(t)
	b.send = false
	require.NoError(t, b.answerAll(t.Context()))
	assert.Contains(t, out.String(), "answered 0 of 3")
	assert.Empty(t, fake.Requests("POST /conversations/{conversation_id}/reply"))
}
