package intercom_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// What Fin replies comes as events, here over the stream that Start names.
func ExampleFinService_Events() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	fake.SetFinTurns(
		intercomtest.FinTurn{Replies: []string{"<p>Which order?</p>"}},
		intercomtest.FinTurn{Replies: []string{"<p>It arrives <b>today</b>.</p>"}, Status: "resolved"},
	)
	client := fake.Client() // or intercom.NewClient(intercom.WithToken(key)), with the key of the Fin Agent API

	listen := func(conversation *intercom.FinConversation) {
		for event, err := range client.Fin.Events(ctx, conversation.SSESubscriptionURL) {
			if err != nil {
				log.Fatal(err)
			}
			switch e := event.(type) {
			case *intercom.FinReplyChunk: // what to show in the meantime: all of the reply so far
				fmt.Println("...", e.ChunkText)
			case *intercom.FinReplied:
				fmt.Println(e.Message.Body)
			case *intercom.FinStatusUpdated:
				fmt.Println("Fin:", e.Status)
			}
		}
	}
	says := func(text string) intercom.FinMessage {
		return intercom.FinMessage{Author: intercom.FinAuthorUser, Body: text, Timestamp: intercom.AtDate(time.Now())}
	}
	user := intercom.FinUser{ID: "42", Email: "bob@example.com"}

	conversation, err := client.Fin.Start(ctx, intercom.FinStart{ConversationID: "chat-1", Message: says("Where is my order?"), User: user})
	if err != nil {
		log.Fatal(err)
	}
	listen(conversation)
	conversation, err = client.Fin.Reply(ctx, intercom.FinReply{ConversationID: "chat-1", Message: says("Number 7, of Monday"), User: user})
	if err != nil {
		log.Fatal(err)
	}
	listen(conversation)
	// Output:
	// ... Which
	// ... Which order?
	// <p>Which order?</p>
	// Fin: awaiting_user_reply
	// ... It
	// ... It arrives
	// ... It arrives today.
	// <p>It arrives <b>today</b>.</p>
	// Fin: resolved
	// Fin: complete
}

// A webhook of Fin's has the event as its body.
func ExampleParseFinEvent() {
	event, err := intercom.ParseFinEvent([]byte(`{"event_name":"fin_status_updated","conversation_id":"chat-1","status":"escalated","reason":"Routed to team"}`))
	if err != nil {
		log.Fatal(err)
	}
	if e, ok := event.(*intercom.FinStatusUpdated); ok {
		fmt.Println(e.ConversationID, e.Status, e.Reason)
	}
	// Output: chat-1 escalated Routed to team
}

// A procedure waits for a human to decide, and a webhook names the step.
func ExampleProceduresService_CollectAgentInput() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client := fake.Client() // or intercom.NewClient()
	conversation := fake.AddConversation()
	step := fake.AddAgentInputRequest(conversation, "refund_approved")

	err := client.Procedures.CollectAgentInput(ctx, intercom.ID(conversation), intercom.ProcedureCollectAgentInput{
		StepID: step,
		Values: []intercom.AgentInputValue{{Identifier: "refund_approved", Value: true}},
	})
	fmt.Println(err)
	// Output: <nil>
}
