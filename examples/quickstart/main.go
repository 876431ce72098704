// Quickstart creates three contacts, puts them into a company, tags them, lists
// them, and finds one of them again. At the end it removes all of it.
//
//	go run ./examples/quickstart
//
// It talks to the workspace whose token is in INTERCOM_ACCESS_TOKEN, or without
// one to a fake workspace in the process.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const tagName = "intercom-go quickstart"

var crew = []intercom.ContactCreate{
	{ExternalID: "quickstart-1", Email: "mira@example.com", Name: "Mira Holt"},
	{ExternalID: "quickstart-2", Email: "jon@example.com", Name: "Jon Abreu"},
	{ExternalID: "quickstart-3", Email: "edda@example.com", Name: "Edda Falk"},
}

func run(ctx context.Context, out io.Writer) error {
	client, err := demo.Connect(ctx, out, 0)
	if err != nil {
		return err
	}

	// Upsert updates a contact that exists already, so this can run twice.
	var contacts []*intercom.Contact
	for _, params := range crew {
		contact, err := client.Contacts.Upsert(ctx, params)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "created", contact.Name)
		contacts = append(contacts, contact)
	}

	company, err := client.Companies.Create(ctx, intercom.CompanyCreate{CompanyID: "quickstart", Name: "Quickstart Shipping"})
	if err != nil {
		return err
	}
	tag, err := client.Tags.Create(ctx, tagName)
	if err != nil {
		return err
	}
	for _, contact := range contacts {
		if _, err := client.Companies.AddToContact(ctx, contact.ID, company.ID); err != nil {
			return err
		}
		if _, err := client.Tags.AddToContact(ctx, contact.ID, tag.ID); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "put them into %s, tagged %s\n", company.Name, tag.Name)

	// A list is read page by page while it is ranged over.
	for contact, err := range client.Contacts.ListForCompany(ctx, company.ID).All() {
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "-", contact.Name, contact.Email)
	}

	mira, err := client.Contacts.Find(ctx, intercom.ByExternalID("quickstart-1"))
	if err != nil {
		return err
	}
	for company, err := range client.Companies.ListForContact(ctx, mira.ID).All() {
		if err != nil {
			return err
		}
		fmt.Fprintln(out, mira.Name, "belongs to", company.Name)
	}

	return cleanUp(ctx, client, out, contacts, company, tag)
}

func cleanUp(
	ctx context.Context, client *intercom.Client, out io.Writer, contacts []*intercom.Contact, company *intercom.Company, tag *intercom.Tag,
) error {
	for _, contact := range contacts {
		if err := client.Contacts.Delete(ctx, contact.ID); err != nil {
			return err
		}
	}
	if err := client.Companies.Delete(ctx, company.ID); err != nil {
		return err
	}
	if err := client.Tags.Delete(ctx, tag.ID); err != nil {
		return err
	}
	fmt.Fprintln(out, "removed it all again")
	return nil
}
