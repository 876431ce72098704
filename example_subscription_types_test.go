package intercom_test

import (
	"context"
	"fmt"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleSubscriptionTypesService_AddToContact() {
	fake := intercomtest.NewServer()
	news := intercom.ID(fake.AddSubscriptionType("Newsletter", "opt_out"))
	ctx, client := context.Background(), fake.Client()
	user, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "crew-17"})
	if err != nil {
		fmt.Println(err)
		return
	}
	// Everyone gets the newsletter; this contact no longer wants it.
	chosen, err := client.SubscriptionTypes.AddToContact(ctx, user.ID, news, intercom.ConsentOptOut)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(chosen.DefaultTranslation.Name, chosen.ConsentType)
	// Output: Newsletter opt_out
}
