// Package demo connects the examples to a workspace.
package demo

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// Connect returns a client of the workspace whose token is in
// INTERCOM_ACCESS_TOKEN. Without a token it returns one of a fake workspace in
// this process, with the given number of contacts in it. The first line that goes
// to out says which.
func Connect(ctx context.Context, out io.Writer, contacts int) (*intercom.Client, error) {
	if Faked() {
		fmt.Fprintln(out, "Talking to a fake Intercom in this process, as INTERCOM_ACCESS_TOKEN is not set.")
		client := intercomtest.NewServer().Client()
		return client, Seed(ctx, client, contacts)
	}
	client, err := intercom.NewClient(intercom.WithAppInfo("intercom-go-examples", intercom.Version))
	if err != nil {
		return nil, err
	}
	me, err := client.Admins.Me(ctx)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "Talking to the workspace %q at Intercom as %s.\n", me.App.Name, me.Name)
	return client, nil
}

// Faked reports whether Connect connects to a fake, where nothing can be broken.
func Faked() bool { return os.Getenv("INTERCOM_ACCESS_TOKEN") == "" }

// Seed puts contacts into a workspace.
func Seed(ctx context.Context, client *intercom.Client, contacts int) error {
	plans := []string{"free", "team", "fleet"}
	for n := range contacts {
		_, err := client.Contacts.Create(ctx, intercom.ContactCreate{
			ExternalID:       fmt.Sprintf("crew-%d", n),
			Email:            fmt.Sprintf("crew-%d@example.com", n),
			Name:             fmt.Sprintf("Sailor %d", n),
			SignedUpAt:       intercom.At(time.Date(2024, time.May, 1, n, 0, 0, 0, time.UTC)),
			CustomAttributes: intercom.Attributes{"plan": plans[n%len(plans)], "seats": n},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
