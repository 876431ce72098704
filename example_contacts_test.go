package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleContactsService_Upsert() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	for _, name := range []string{"Ada", "Ada Lovelace"} {
		contact, err := client.Contacts.Upsert(ctx, intercom.ContactCreate{
			ExternalID: "user-1815",
			Email:      "ada@example.com",
			Name:       name,
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(contact.Name)
	}
	total, err := client.Contacts.List(ctx).Count()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(total, "contact")
	// Output:
	// Ada
	// Ada Lovelace
	// 1 contact
}

func ExampleContactsService_Find() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	_, err := client.Contacts.Find(ctx, intercom.ByEmail("nobody@example.com"))
	several, isSeveral := errors.AsType[*intercom.MultipleMatchingUsersError](err)
	switch {
	case errors.Is(err, intercom.ErrNotFound):
		fmt.Println("nobody has the address")
	case isSeveral:
		fmt.Println("it is one of", several.IDs)
	case err != nil:
		log.Fatal(err)
	}
	// Output: nobody has the address
}

func ExampleContactsService_Search() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	for plan, name := range map[string]string{"free": "Ada", "pro": "Bob", "team": "Cleo"} {
		if _, err := client.Contacts.Create(ctx, intercom.ContactCreate{
			ExternalID: name, Name: name, CustomAttributes: intercom.Attributes{"plan": plan},
		}); err != nil {
			log.Fatal(err)
		}
	}

	query := intercom.And(
		intercom.ContactFieldRole.Is("user"),
		intercom.ContactFieldCreatedAt.After(time.Now().AddDate(0, 0, -7)),
		intercom.CustomAttribute("plan").In("pro", "team"),
	)
	byName := intercom.SearchSort{Field: "name", Order: intercom.Ascending}
	for contact, err := range client.Contacts.Search(ctx, query, intercom.ContactSearchOptions{Sort: byName}).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(contact.Name)
	}
	// Output:
	// Bob
	// Cleo
}

func ExampleContactsService_Update() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "ada@example.com", Name: "Ada", Phone: "+4930123456"})
	if err != nil {
		log.Fatal(err)
	}

	contact, err = client.Contacts.Update(ctx, contact.ID, intercom.ContactUpdate{
		Name:  intercom.Set("Ada Lovelace"),
		Phone: intercom.Null[string](), // cleared; what is left out stays
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s %q %s\n", contact.Name, contact.Phone, contact.Email)
	// Output: Ada Lovelace "" ada@example.com
}

func ExampleContactsService_UpdatedSince() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	lastRun := time.Now().Add(-time.Hour)
	if _, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "ada@example.com"}); err != nil {
		log.Fatal(err)
	}

	const overlap = 15 * time.Minute // searches lag behind
	for contact, err := range client.Contacts.UpdatedSince(ctx, lastRun.Add(-overlap)).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(contact.Email)
	}
	// Output: ada@example.com
}

func ExampleContactsService_ListForCompany() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	company, err := client.Companies.Create(ctx, intercom.CompanyCreate{CompanyID: "44", Name: "Blue Sun"})
	if err != nil {
		log.Fatal(err)
	}
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "bob@example.com", Name: "Bob"})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.Companies.AddToContact(ctx, contact.ID, company.ID); err != nil {
		log.Fatal(err)
	}

	for contact, err := range client.Contacts.ListForCompany(ctx, company.ID).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(contact.Name)
	}
	// Output: Bob
}
