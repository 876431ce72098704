package intercom_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleNewClient() {
	client, err := intercom.NewClient(
		intercom.WithToken("dG9rOjEyMzQ1Njc4"), // or INTERCOM_ACCESS_TOKEN
		intercom.WithRegion(intercom.EU),
		intercom.WithTimeout(20*time.Second),
	)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(client)
	// Output: intercom.Client(api.eu.intercom.io)
}

func ExampleClient_With() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	// Bulk work lets other calls pass, and is patient.
	bulk := client.With(intercom.WithPriority(intercom.PriorityLow), intercom.WithMaxRetries(8))
	if _, err := bulk.Tags.Create(ctx, "imported"); err != nil {
		log.Fatal(err)
	}
	total, err := client.Tags.List(ctx).Count() // with the options of the first client
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(total, "tag")
	// Output: 1 tag
}

func ExampleClient_Do() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	fake.Handle("GET /new_things/{id}", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"id":"42","name":"Lantern"}`)
	}))
	client := fake.Client() // or intercom.NewClient()

	var thing struct {
		ID   intercom.ID
		Name string
	}
	err := client.Do(ctx, "GET /new_things/{id}", &thing,
		intercom.WithPath("42"), intercom.WithVersion("Preview"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(thing.ID, thing.Name)
	// Output: 42 Lantern
}

func ExamplePager_Pages() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	for _, name := range []string{"Ada", "Bob", "Cleo"} {
		_, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: strings.ToLower(name) + "@example.com", Name: name})
		if err != nil {
			log.Fatal(err)
		}
	}

	for page, err := range client.Contacts.List(ctx).PerPage(2).Pages() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(page.Items), "of", page.Total)
	}
	// Output:
	// 2 of 3
	// 1 of 3
}

func ExamplePager_From() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	for _, name := range []string{"ada", "bob", "cleo"} {
		if _, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: name + "@example.com"}); err != nil {
			log.Fatal(err)
		}
	}

	page, err := client.Contacts.List(ctx).PerPage(2).Page()
	if err != nil {
		log.Fatal(err)
	}
	stored := string(page.Next) // in a file or a database

	rest, err := client.Contacts.List(ctx).PerPage(2).From(intercom.Cursor(stored)).Collect()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(page.Items), "and", len(rest))
	// Output: 2 and 1
}

func ExampleWithCallHook() {
	ctx := context.Background()
	hook := func(ctx context.Context, c intercom.Call) (context.Context, func(intercom.CallResult)) {
		return ctx, func(r intercom.CallResult) {
			fmt.Println(c.Operation, r.StatusCode, r.Attempts, r.Err)
		}
	}
	client := intercomtest.NewServer().Client(intercom.WithCallHook(hook)) // or intercom.NewClient(...)

	if _, err := client.Tags.Create(ctx, "vip"); err != nil {
		log.Fatal(err)
	}
	// Output: POST /tags 200 1 <nil>
}

func ExampleWithHook() {
	ctx := context.Background()
	hook := func(_ context.Context, a intercom.Attempt) {
		fmt.Println(a.Operation, a.Number, a.StatusCode, a.Retry)
	}
	fake := intercomtest.NewServer()
	fake.Fail("GET /tags", intercomtest.HTML(502))
	client := fake.Client(intercom.WithHook(hook)) // or intercom.NewClient(...)

	if _, err := client.Tags.List(ctx).Collect(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// GET /tags 1 502 true
	// GET /tags 2 200 false
}

// counter counts the requests of each operation.
type counter struct {
	next http.RoundTripper
	seen map[string]int
}

func (c counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.seen[intercom.Operation(r.Context())]++
	return c.next.RoundTrip(r)
}

func ExampleWithTransport() {
	ctx := context.Background()
	seen := map[string]int{}
	wrap := func(next http.RoundTripper) http.RoundTripper { return counter{next, seen} }
	client := intercomtest.NewServer().Client(intercom.WithTransport(wrap)) // or intercom.NewClient(...)

	if _, err := client.Tags.Create(ctx, "vip"); err != nil {
		log.Fatal(err)
	}
	fmt.Println(seen)
	// Output: map[POST /tags:1]
}

func ExampleWithResponse() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	var res intercom.Response
	if _, err := client.Tags.Create(ctx, "vip", intercom.WithResponse(&res)); err != nil {
		log.Fatal(err)
	}
	fmt.Println(res.StatusCode, res.Attempts, res.Header.Get("Content-Type"))
	// Output: 200 1 application/json; charset=utf-8
}

func ExampleContactsService_Save() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "ada@example.com", Name: "Ada"})
	if err != nil {
		log.Fatal(err)
	}

	contact.Name = "Ada Lovelace"
	if err := contact.CustomAttributes.Increment("logins", 1); err != nil {
		log.Fatal(err)
	}
	if err := client.Contacts.Save(ctx, contact); err != nil { // sends the name and the logins
		log.Fatal(err)
	}
	logins, _ := contact.CustomAttributes.Int("logins")
	fmt.Println(contact.Name, logins)
	// Output: Ada Lovelace 1
}

func ExampleAttachFile() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	me, err := client.Admins.Me(ctx)
	if err != nil {
		log.Fatal(err)
	}
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "ada@example.com"})
	if err != nil {
		log.Fatal(err)
	}
	message, err := client.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.ByID(contact.ID), Body: "Where is my invoice?"})
	if err != nil {
		log.Fatal(err)
	}

	file, err := intercom.AttachFile("invoice.pdf", "", strings.NewReader("%PDF-1.7")) // or an *os.File
	if err != nil {
		log.Fatal(err)
	}
	conversation, err := client.Conversations.Reply(ctx, message.ConversationID, intercom.AdminReply{
		AdminID:         me.ID,
		Body:            "Here it is.",
		AttachmentFiles: []intercom.AttachmentFile{file},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, part := range conversation.Parts.Items {
		for _, attachment := range part.Attachments {
			fmt.Println(attachment.Name, attachment.ContentType)
		}
	}
	// Output: invoice.pdf application/pdf
}
