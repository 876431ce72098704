// Answer-bot answers open conversations whose first message asks something
// that it knows, each of them once: it leaves a note for the teammates, and
// closes the conversation with the answer. All others it leaves to people.
//
//	go run ./examples/answer-bot
//
// In a real workspace it only tells what it would do, unless it is given -send.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// answers are what the bot knows: a word of the question, and what to say.
var answers = []struct{ word, text string }{
	{"invoice", "You find your invoices under Settings, Billing."},
	{"opening hours", "The harbor office is open from 8 to 18 o'clock, Monday to Saturday."},
	{"password", "You can set a new password on the sign-in page."},
}

func run(ctx context.Context, out io.Writer, args []string) error {
	flags := flag.NewFlagSet("answer-bot", flag.ContinueOnError)
	flags.SetOutput(out)
	send := flags.Bool("send", false, "answer in a real workspace too")
	if err := flags.Parse(args); err != nil {
		return err
	}
	client, err := demo.Connect(ctx, out, 3)
	if err != nil {
		return err
	}
	if demo.Faked() {
		if err := ask(ctx, client); err != nil {
			return err
		}
	}
	me, err := client.Admins.Me(ctx) // the owner of the token, who speaks for the bot
	if err != nil {
		return err
	}
	b := bot{client: client, admin: me.ID, send: *send || demo.Faked(), out: out}
	return b.answerAll(ctx)
}

type bot struct {
	client *intercom.Client
	admin  intercom.ID
	send   bool
	out    io.Writer
}

// answerAll answers what is open.
func (b *bot) answerAll(ctx context.Context) error {
	// All of them at first, as a conversation that is closed moves the pages.
	open, err := b.client.Conversations.Search(ctx, intercom.ConversationFieldState.Is(string(intercom.ConversationStateOpen))).Collect()
	if err != nil {
		return err
	}
	closed := 0
	for _, found := range open {
		done, err := b.answer(ctx, found.ID)
		if err != nil {
			return fmt.Errorf("conversation %s: %w", found.ID, err)
		}
		if done {
			closed++
		}
	}
	fmt.Fprintf(b.out, "answered %d of %d open conversations\n", closed, len(open))
	return nil
}

// answer answers one conversation, and tells whether it did.
func (b *bot) answer(ctx context.Context, id intercom.ID) (bool, error) {
	// A search leaves out the parts, and what it found can have changed.
	conversation, err := b.client.Conversations.Get(ctx, id, intercom.ConversationGetOptions{DisplayAs: intercom.DisplayAsPlaintext})
	if err != nil {
		return false, err
	}
	question := conversation.Source.Body
	text := find(question)
	switch {
	case !conversation.Open || b.spokeIn(conversation):
		return false, nil
	case text == "":
		fmt.Fprintf(b.out, "- %q is for a person\n", question)
		return false, nil
	}
	fmt.Fprintf(b.out, "- %q: %s\n", question, text)
	if !b.send {
		return false, nil
	}

	// The answer comes last: if something fails before it, the next run can
	// begin anew, and the customer hears of it once.
	if _, err := b.client.Conversations.Reply(ctx, id, intercom.AdminReply{
		AdminID: b.admin,
		Note:    true,
		Body:    "The bot answers this. Reopen it if the answer is not good.",
	}); err != nil {
		return false, err
	}
	_, err = b.client.Conversations.Close(ctx, id, intercom.AsAdmin(b.admin), intercom.ConversationClose{Body: text})
	return err == nil, err
}

// spokeIn tells whether the bot has said something already.
func (b *bot) spokeIn(c *intercom.Conversation) bool {
	for _, part := range c.Parts.Items {
		if part.Author.ID == b.admin && part.Body != "" && part.PartType != intercom.PartTypeNote {
			return true
		}
	}
	return false
}

// find returns the answer to a question, or nothing.
func find(question string) string {
	question = strings.ToLower(question)
	for _, a := range answers {
		if strings.Contains(question, a.word) {
			return a.text
		}
	}
	return ""
}

// ask has the users of the fake ask something.
func ask(ctx context.Context, client *intercom.Client) error {
	questions := []string{"Where do I find my invoice?", "What are your opening hours?", "My anchor is stuck."}
	for n, question := range questions {
		user, err := client.Users.Find(ctx, intercom.ByUserID(fmt.Sprintf("crew-%d", n)))
		if err != nil {
			return err
		}
		if _, err := client.Messages.SendFromUser(ctx, intercom.ByID(user.ID), question); err != nil {
			return err
		}
	}
	return nil
}
