package intercom_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// A workspace with one open conversation, for the examples.
func harbor() (client *intercom.Client, admin, conversation, user intercom.ID) {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client = fake.Client()
	u, err := client.Users.Create(ctx, intercom.UserCreate{Email: "mira@harbor.test", Name: "Mira"})
	if err != nil {
		log.Fatal(err)
	}
	message, err := client.Conversations.Create(ctx, intercom.ConversationCreate{
		From: intercom.Reference{Type: "user", ID: u.ID},
		Body: "Is pier C4 free?",
	})
	if err != nil {
		log.Fatal(err)
	}
	return client, intercom.ID(fake.AddAdmin("Ole", "ole@qz.test")), message.ConversationID, u.ID
}

func ExampleConversationsService_Reply() {
	ctx := context.Background()
	client, admin, conversation, user := harbor()

	file, err := intercom.AttachFile("pier.txt", "text/plain", strings.NewReader("C4: free until Monday"))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.Conversations.Reply(ctx, conversation, intercom.AdminReply{
		AdminID:         admin,
		Body:            "It is, see the plan.",
		AttachmentFiles: []intercom.AttachmentFile{file},
	}); err != nil {
		log.Fatal(err)
	}
	c, err := client.Conversations.Reply(ctx, conversation, intercom.ContactReply{
		From: intercom.ByID(user),
		Body: "Thank you!",
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, part := range c.Parts.Items {
		fmt.Println(part.PartType, part.Author.Type, part.Body, len(part.Attachments))
	}
	// Output:
	// comment admin <p>It is, see the plan.</p> 1
	// comment user <p>Thank you!</p> 0
}

// A note is for teammates only.
func ExampleConversationsService_Reply_note() {
	client, admin, conversation, _ := harbor()
	c, err := client.Conversations.Reply(context.Background(), conversation, intercom.AdminReply{
		AdminID: admin,
		Note:    true,
		Body:    "Asks every week.",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Parts.Items[0].PartType)
	// Output: note
}

func ExampleConversationsService_ListForAdmin() {
	ctx := context.Background()
	client, admin, conversation, _ := harbor()
	if _, err := client.Conversations.Assign(ctx, conversation, intercom.AsAdmin(admin), intercom.ConversationAssign{ToAdmin: admin}); err != nil {
		log.Fatal(err)
	}

	open := intercom.ConversationListForAdminOptions{
		Open:  intercom.Set(true),
		Sort:  intercom.ConversationSortWaitingSince,
		Order: intercom.Ascending,
	}
	for c, err := range client.Conversations.ListForAdmin(ctx, admin, open).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Source.Author.Email, c.Source.Body)
	}
	// Output: mira@harbor.test <p>Is pier C4 free?</p>
}

// Searches and lists leave out the parts of conversations. This gets the
// conversations in full, five at a time.
func ExampleParallel() {
	ctx := context.Background()
	client, admin, conversation, _ := harbor()
	if _, err := client.Conversations.Close(ctx, conversation, intercom.AsAdmin(admin), intercom.ConversationClose{Body: "Solved."}); err != nil {
		log.Fatal(err)
	}

	closed := client.Conversations.Search(ctx, intercom.ConversationFieldState.Is("closed"))
	get := func(ctx context.Context, c *intercom.Conversation) (*intercom.Conversation, error) {
		return client.Conversations.Get(ctx, c.ID)
	}
	for c, err := range intercom.Parallel(closed, 5, get) {
		if err != nil {
			log.Fatal(err)
		}
		if c.PartsTruncated() {
			fmt.Println("has more than 500 parts")
		}
		fmt.Println(c.Parts.Items[0].Body)
	}
	// Output: <p>Solved.</p>
}

func ExampleLoad() {
	ctx := context.Background()
	client, _, conversation, _ := harbor()
	c, err := client.Conversations.Get(ctx, conversation)
	if err != nil {
		log.Fatal(err)
	}
	author, err := intercom.Load[intercom.Contact](ctx, client, c.Source.Author.Reference())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(author.Name)
	// Output: Mira
}

func ExampleMessagesService_SendToUser() {
	client, admin, _, _ := harbor()
	message, err := client.Messages.SendToUser(context.Background(), intercom.ByEmail("mira@harbor.test"), intercom.AdminMessage{
		AdminID:  admin,
		Subject:  "Your berth",
		Body:     "C4 is yours.",
		Template: intercom.MessageTemplatePersonal,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(message.MessageType, message.Owner.Name)
	// Output: email Ole
}

func ExampleConversationAttributesService_Create() {
	client, _, _, _ := harbor()
	attribute, err := client.ConversationAttributes.Create(context.Background(), intercom.ConversationAttributeCreate{
		Name:     "pier",
		DataType: intercom.ConversationAttributeTypeList,
		Options:  []intercom.AttributeOptionCreate{{Label: "C4"}, {Label: "C5"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, option := range attribute.Options {
		fmt.Println(option.Label)
	}
	// Output:
	// C4
	// C5
}
