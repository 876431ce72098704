// Export-csv writes all contacts as CSV.
//
//	go run ./examples/export-csv -attributes plan,seats > contacts.csv
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
	"strconv"
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
	header := []string{"id", "external_id", "role", "email", "name", "signed_up_at", "last_seen_at", "owner_id"}
	if err := w.Write(append(header, names...)); err != nil {
		return err
	}
	contacts := 0
	// With Prefetch the next page is on its way while this one is written.
	for contact, err := range client.Contacts.List(ctx).Prefetch().All() {
		if err != nil {
			return err
		}
		if err := w.Write(record(contact, names)); err != nil {
			return err
		}
		contacts++
	}
	w.Flush()
	fmt.Fprintf(messages, "exported %d contacts\n", contacts)
	return w.Error()
}

func record(contact *intercom.Contact, attributes []string) []string {
	fields := []string{
		string(contact.ID), contact.ExternalID, string(contact.Role), contact.Email, contact.Name,
		moment(contact.SignedUpAt), moment(contact.LastSeenAt), string(contact.OwnerID),
	}
	for _, name := range attributes {
		value := ""
		if v := contact.CustomAttributes[name]; v != nil {
			value = fmt.Sprint(v)
		}
		fields = append(fields, value)
	}
	for i, field := range fields {
		fields[i] = harmless(field)
	}
	return fields
}

// harmless keeps a spreadsheet from taking a text for a formula: people choose
// their own names.
func harmless(text string) string {
	if strings.IndexAny(text, "=+-@\t\r") == 0 && !isNumber(text) {
		return "'" + text
	}
	return text
}

func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}

// moment is empty for a time that Intercom does not know.
func moment(t intercom.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
