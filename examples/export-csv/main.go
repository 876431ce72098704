// Export-csv writes all users as CSV.
//
//	go run ./examples/export-csv -attributes plan,seats > users.csv
//
// What it has to say goes to standard error, so that nothing but CSV is in the
// output.
package main

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, os.Stderr, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out, messages io.Writer, args []string) error {
	flags := flag.NewFlagSet("export-csv", flag.ContinueOnError)
	flags.SetOutput(messages)
	attributes := flags.String("attributes", "", "custom attributes to export, with commas between them")
	if err := flags.Parse(args); err != nil {
		return err
	}
	client, err := demo.Connect(ctx, messages, 250)
	if err != nil {
		return err
	}
	var names []string
	if *attributes != "" {
		names = strings.Split(*attributes, ",")
	}

	w := csv.NewWriter(out)
	header := []string{"id", "user_id", "email", "name", "signed_up_at", "last_request_at", "companies", "tags"}
	if err := w.Write(append(header, names...)); err != nil {
		return err
	}
	users := 0
	// A scroll has no limit, and the next page is on its way while this one
	// is written. If the connection breaks it begins anew, and skips whom it
	// had before.
	for user, err := range client.Users.Scroll(ctx).Restart(3).Prefetch().All() {
		if err != nil {
			return err
		}
		if err := w.Write(record(user, names)); err != nil {
			return err
		}
		users++
	}
	w.Flush()
	fmt.Fprintf(messages, "exported %d users\n", users)
	return w.Error()
}

func record(user *intercom.User, attributes []string) []string {
	var companies, tags []string
	for _, company := range user.Companies.Items {
		companies = append(companies, company.Name)
	}
	for _, tag := range user.Tags.Items {
		tags = append(tags, tag.Name)
	}
	fields := []string{
		string(user.ID), user.UserID, user.Email, user.Name, moment(user.SignedUpAt), moment(user.LastRequestAt),
		strings.Join(companies, "; "), strings.Join(tags, "; "),
	}
	for _, name := range attributes {
		value := ""
		if v := user.CustomAttributes[name]; v != nil {
			value = fmt.Sprint(v)
		}
		fields = append(fields, value)
	}
	return fields
}

// moment is empty for a time that Intercom does not know.
func moment(t intercom.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
