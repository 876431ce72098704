package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleVisitorsService_ConvertToUser() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	fake.AddVisitor("cookie-of-the-messenger")
	client := fake.Client() // or intercom.NewClient()

	contact, err := client.Visitors.ConvertToUser(ctx,
		intercom.ByUserID("cookie-of-the-messenger"),
		intercom.VisitorConvertToUser{Email: "ada@example.com"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(contact.Role, contact.Email)
	// Output: user ada@example.com
}
