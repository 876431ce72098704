package intercom_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// A ticket that is enqueued takes a moment. EnqueueAndWait returns it.
func ExampleTicketsService_EnqueueAndWait() {
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	kind, err := client.TicketTypes.Create(ctx, intercom.TicketTypeCreate{Name: "Repair", Category: intercom.TicketCategoryCustomer})
	if err != nil {
		log.Fatal(err)
	}

	ticket, err := client.Tickets.EnqueueAndWait(ctx, intercom.TicketCreate{
		TicketTypeID: kind.ID,
		Contact:      intercom.ByEmail("mira@example.com"), // creates the contact if there is none
		Attributes: intercom.Attributes{
			intercom.TicketAttributeNameTitle:       "Leak at jetty 4",
			intercom.TicketAttributeNameDescription: "Water in the cabin since Monday.",
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	title, _ := ticket.Attributes.String(intercom.TicketAttributeNameTitle)
	fmt.Println(title, "is", ticket.State.Category)
	// Output: Leak at jetty 4 is submitted
}

// A note is for teammates, a comment for the contact. Both can have files.
func ExampleTicketsService_Reply() {
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), context.Background() // or intercom.NewClient()
	me, err := client.Admins.Me(ctx)
	if err != nil {
		log.Fatal(err)
	}
	ticket := intercom.ID(fake.AddTicket())

	for _, reply := range []intercom.Reply{
		intercom.AdminReply{AdminID: me.ID, Note: true, Body: "Needs a diver"},
		intercom.AdminReply{AdminID: me.ID, Body: "We will come on Friday", AttachmentURLs: []string{"https://example.com/quote.pdf"}},
	} {
		part, err := client.Tickets.Reply(ctx, ticket, reply)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(part.PartType, part.Body, len(part.Attachments))
	}
	// Output:
	// note <p>Needs a diver</p> 0
	// comment <p>We will come on Friday</p> 1
}

// A conversation becomes a ticket, which a tracker gathers with others of the
// same cause.
func ExampleTicketsService_LinkConversation() {
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), context.Background() // or intercom.NewClient()
	repair, flood := intercom.ID(fake.AddTicketType("Repair", "Customer")), intercom.ID(fake.AddTicketType("Flood", "Tracker"))
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "mira@example.com"})
	if err != nil {
		log.Fatal(err)
	}
	message, err := client.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.ByID(contact.ID), Body: "My cabin is wet"})
	if err != nil {
		log.Fatal(err)
	}

	ticket, err := client.Conversations.ConvertToTicket(ctx, message.ConversationID, intercom.ConversationConvertToTicket{
		TicketTypeID: repair,
		Attributes:   intercom.Attributes{intercom.TicketAttributeNameTitle: "Wet cabin"},
	})
	if err != nil {
		log.Fatal(err)
	}
	tracker, err := client.Tickets.Create(ctx, intercom.TicketCreate{TicketTypeID: flood, Contact: intercom.ByID(contact.ID)})
	if err != nil {
		log.Fatal(err)
	}
	conversation, err := client.Tickets.LinkConversation(ctx, tracker.ID, ticket.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(conversation.LinkedObjects.Total, conversation.LinkedObjects.Items[0].Category)
	// Output: 1 Tracker
}

// The state is one of the ticket's type, whose labels a workspace makes itself.
func ExampleTicketsService_Update() {
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), context.Background() // or intercom.NewClient()
	ticket, err := client.Tickets.Get(ctx, intercom.ID(fake.AddTicket()))
	if err != nil {
		log.Fatal(err)
	}
	kind, err := client.TicketTypes.Get(ctx, ticket.Type.ID)
	if err != nil {
		log.Fatal(err)
	}

	for _, state := range kind.States.Items {
		if state.Category != intercom.TicketStateCategoryResolved {
			continue
		}
		ticket, err = client.Tickets.Update(ctx, ticket.ID, intercom.TicketUpdate{TicketStateID: intercom.Set(state.ID)})
		if err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(ticket.State.InternalLabel)
	// Output: Resolved
}

// In a search categories have other names, and attributes go by their ids.
func ExampleTicketsService_Search() {
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), context.Background() // or intercom.NewClient()
	fake.AddTicket()

	query := intercom.And(
		intercom.TicketFieldCategory.Is(intercom.TicketSearchCategoryRequest),
		intercom.TicketFieldOpen.Is(true),
	)
	for ticket, err := range client.Tickets.Search(ctx, query).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(ticket.TicketID, ticket.Category)
	}
	// Output: 1 Customer
}
