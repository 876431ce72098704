package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExamplePhoneSwitchesService_Create() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	invitation, err := client.PhoneSwitches.Create(ctx, intercom.PhoneSwitchCreate{
		Phone:            "+353832345678",
		CustomAttributes: intercom.Attributes{"issue_type": "Billing"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(invitation.Phone, invitation.URL != "")
	// Output: +353832345678 true
}
