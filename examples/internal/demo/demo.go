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
// this process, with the given number of users in it. The first line that goes
// to out says which.
func Connect(ctx context.Context, out io.Writer, users int) (*intercom.Client, error) {
	if Faked() {
		fmt.Fprintln(out, "Talking to a fake Intercom in this process, as INTERCOM_ACCESS_TOKEN is not set.")
		client := intercomtest.NewServer().Client()
		return client, Seed(ctx, client, users)
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

// Faked tells whether Connect connects to a fake, where nothing can be broken.
func Faked() bool { return os.Getenv("INTERCOM_ACCESS_TOKEN") == "" }

// Seed puts users into a workspace.
func Seed(ctx context.Context, client *intercom.Client, users int) error {
	plans := []string{"free", "team", "fleet"}
	for n := range users {
		_, err := client.Users.Create(ctx, intercom.UserCreate{
			UserID:     fmt.Sprintf("crew-%d", n),
			Email:      fmt.Sprintf("crew-%d@example.com", n),
			Name:       fmt.Sprintf("Sailor %d", n),
			SignedUpAt: intercom.At(time.Date(2024, time.May, 1, n, 0, 0, 0, time.UTC)),
			CustomAttributes: intercom.Attributes{
				"plan":  plans[n%len(plans)],
				"seats": n,
			},
			Companies: []intercom.UserCompany{{CompanyID: fmt.Sprintf("ship-%d", n/10), Name: fmt.Sprintf("Ship %d", n/10)}},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
