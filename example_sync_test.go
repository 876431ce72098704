package intercom_test

import (
	"context"
	"fmt"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleContactsService_Sync() {
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), context.Background()
	for _, name := range []string{"Mira", "Ole"} {
		if _, err := client.Contacts.Create(ctx, intercom.ContactCreate{ExternalID: name, Name: name}); err != nil {
			fmt.Println(err)
			return
		}
	}

	var stored intercom.SyncCursor // empty before the first run
	for page, err := range client.Contacts.Sync(ctx, stored) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, contact := range page.Items {
			fmt.Println(contact.Name)
		}
		stored = page.Cursor // in the same transaction as the contacts
	}
	fmt.Println(stored != "")
	// Unordered output:
	// Mira
	// Ole
	// true
}

func ExampleContactsService_RunBulkCreate() {
	client := intercomtest.NewServer().Client()

	report, err := client.Contacts.RunBulkCreate(context.Background(), intercom.ContactBulkCreate{
		Contacts: []intercom.ContactBulkItem{
			{ContactCreate: intercom.ContactCreate{Email: "mira@example.com"}},
			{ContactCreate: intercom.ContactCreate{Email: "ole@example.com"}, Companies: []intercom.ContactBulkCompany{{CompanyID: "harbor", Name: "Harbor"}}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Submitted, report.Jobs[0].State)
	// Output: 2 completed
}
