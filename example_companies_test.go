package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleCompaniesService_Find() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	if _, err := client.Companies.Create(ctx, intercom.CompanyCreate{
		CompanyID: "44", Name: "Blue Sun", Plan: "fleet", Size: intercom.Set(12),
	}); err != nil {
		log.Fatal(err)
	}

	company, err := client.Companies.Find(ctx, intercom.ByName("Blue Sun"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(company.CompanyID, company.Plan.Name, company.Size)
	// Output: 44 fleet 12
}

func ExampleCompaniesService_ListContacts() {
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

	for contact, err := range client.Companies.ListContacts(ctx, company.ID).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(contact.Name)
	}
	// Output: Bob
}
