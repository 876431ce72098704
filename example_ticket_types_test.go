package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// The value of a list is the id of one of its items, which ItemID finds.
func ExampleTicketTypesService_CreateAttribute() {
	client, ctx := intercomtest.NewServer().Client(), context.Background() // or intercom.NewClient()
	kind, err := client.TicketTypes.Create(ctx, intercom.TicketTypeCreate{Name: "Repair", Category: intercom.TicketCategoryCustomer})
	if err != nil {
		log.Fatal(err)
	}
	deck, err := client.TicketTypes.CreateAttribute(ctx, kind.ID, intercom.TicketTypeCreateAttribute{
		Name: "Deck", Description: "Where it is", DataType: intercom.TicketAttributeTypeList, ListItems: []string{"Upper", "Lower"},
	})
	if err != nil {
		log.Fatal(err)
	}

	lower, ok := deck.ItemID("Lower")
	if !ok {
		log.Fatal("there is no lower deck")
	}
	ticket, err := client.Tickets.Create(ctx, intercom.TicketCreate{
		TicketTypeID: kind.ID, Contact: intercom.ByEmail("mira@example.com"), Attributes: intercom.Attributes{"Deck": lower},
	})
	if err != nil {
		log.Fatal(err)
	}
	value, _ := ticket.Attributes.String("Deck")
	fmt.Println(value == string(lower))
	// Output: true
}

func ExampleTicketStatesService_List() {
	client, ctx := intercomtest.NewServer().Client(), context.Background() // or intercom.NewClient()
	for state, err := range client.TicketStates.List(ctx).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(state.Category, "is for contacts:", state.ExternalLabel)
	}
	// Output:
	// submitted is for contacts: Submitted
	// in_progress is for contacts: In progress
	// waiting_on_customer is for contacts: Waiting on you
	// resolved is for contacts: Resolved
}
