// Legacy is the quickstart with the users of API 1.4: it creates three users, puts them into a company, tags them, lists
// them, and reads one of them back. At the end it removes all of it.
//
//	go run ./examples/legacy
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

const tagName = "intercom-go legacy"

var crew = []intercom.UserCreate{
	{UserID: "legacy-1", Email: "mira@example.com", Name: "Mira Holt"},
	{UserID: "legacy-2", Email: "jon@example.com", Name: "Jon Abreu"},
	{UserID: "legacy-3", Email: "edda@example.com", Name: "Edda Falk"},
}

func run(ctx context.Context, out io.Writer) error {
	client, err := demo.Connect(ctx, out, 0)
	if err != nil {
		return err
	}

	// Create updates a user who exists already, so this can run twice.
	var refs []intercom.UserRef
	for _, params := range crew {
		user, err := client.Users.Create(ctx, params)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "created", user.Name)
		refs = append(refs, intercom.ByID(user.ID))
	}

	// A company comes into being with the first user in it.
	company := intercom.UserCompany{CompanyID: "legacy", Name: "Legacy Shipping"}
	for _, ref := range refs {
		if _, err := client.Users.AddToCompany(ctx, ref, company); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "put them into", company.Name)

	tag, err := client.Tags.TagUsers(ctx, tagName, refs)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "tagged them", tag.Name)

	// A list is read page by page while it is ranged over.
	for user, err := range client.Users.ListByTag(ctx, tag.ID).All() {
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "-", user.Name, user.Email)
	}

	user, err := client.Users.Find(ctx, intercom.ByUserID("legacy-1"))
	if err != nil {
		return err
	}
	for _, company := range user.Companies.Items {
		fmt.Fprintln(out, user.Name, "belongs to", company.Name)
	}

	return cleanUp(ctx, client, out, refs, tag)
}

func cleanUp(ctx context.Context, client *intercom.Client, out io.Writer, refs []intercom.UserRef, tag *intercom.Tag) error {
	for _, ref := range refs {
		if _, err := client.Users.Archive(ctx, ref); err != nil {
			return err
		}
	}
	company, err := client.Companies.Find(ctx, intercom.ByCompanyID("legacy"))
	if err != nil {
		return err
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
