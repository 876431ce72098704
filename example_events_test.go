package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleEventsService_Create() {
	ctx, client := context.Background(), intercomtest.NewServer().Client()
	user, err := client.Users.Create(ctx, intercom.UserCreate{Email: "bob@example.com"})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = client.Events.Create(ctx, intercom.EventCreate{
		Name:      "placed-order",
		User:      intercom.ByID(user.ID),
		CreatedAt: intercom.At(time.Now().Add(-time.Hour)), // without it: now
		Metadata: intercom.EventMetadata{
			"order_date":           intercom.At(time.Now()), // moments end in _date
			"order_number":         intercom.RichLink{URL: "https://example.com/orders/3434", Text: "3434"},
			"price":                intercom.Amount{Cents: 2999, Currency: "usd"},
			intercom.StripeInvoice: "inv_3434343434",
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for event, err := range client.Events.ListForUser(ctx, intercom.ByEmail("bob@example.com")).All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		price, _ := event.Metadata.Amount("price")
		fmt.Println(event.Name, price.Cents, price.Currency)
	}
	// Output: placed-order 2999 usd
}

func ExampleEventsService_Create_nobody() {
	client := intercomtest.NewServer().Client()
	err := client.Events.Create(context.Background(), intercom.EventCreate{
		Name: "placed-order",
		User: intercom.ByUserID("nobody"),
	})
	fmt.Println(errors.Is(err, intercom.ErrNotFound))
	// Output: true
}

func ExampleEventsService_ListSummariesForUser() {
	ctx, client := context.Background(), intercomtest.NewServer().Client()
	if _, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "crew-17"}); err != nil {
		fmt.Println(err)
		return
	}
	for day := range 3 {
		err := client.Events.Create(ctx, intercom.EventCreate{
			Name:      "booked-berth",
			User:      intercom.ByUserID("crew-17"),
			CreatedAt: intercom.At(time.Now().AddDate(0, 0, -day)),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	for summary, err := range client.Events.ListSummariesForUser(ctx, intercom.ByUserID("crew-17")).All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(summary.Name, summary.Count)
	}
	// Output: booked-berth 3
}
