// Bulk-import creates or updates users from CSV, a hundred with each call, and
// reports those that Intercom did not take.
//
//	go run ./examples/bulk-import -f users.csv
//	go run ./examples/bulk-import -f - < users.csv
//
// The first line names the columns. Those called user_id, email, name and
// phone are the user's own, all others are custom attributes; numbers and
// true and false are sent as such. A line needs a user_id or an email.
//
// A line that was sent twice changes nothing more, so the file can be sent
// again once the lines that failed are mended.
package main

import (
	"context"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdin, os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// sample is imported into the fake if there is no file.
//
//go:embed sample.csv
var sample string

func run(ctx context.Context, in io.Reader, out io.Writer, args []string) error {
	flags := flag.NewFlagSet("bulk-import", flag.ContinueOnError)
	flags.SetOutput(out)
	path := flags.String("f", "", "CSV file, - for standard input")
	if err := flags.Parse(args); err != nil {
		return err
	}
	file, err := open(*path, in)
	if err != nil {
		return err
	}
	defer file.Close()
	users, err := read(file)
	if err != nil {
		return err
	}
	client, err := demo.Connect(ctx, out, 0)
	if err != nil {
		return err
	}
	return load(ctx, client, users, out)
}

func open(path string, in io.Reader) (io.ReadCloser, error) {
	switch {
	case path == "-":
		return io.NopCloser(in), nil
	case path != "":
		return os.Open(path)
	case demo.Faked():
		return io.NopCloser(strings.NewReader(sample)), nil
	}
	return nil, errors.New("-f is missing: the sample is for the fake")
}

// line is a user, and where in the file it is.
type line struct {
	number int
	user   intercom.UserCreate
}

func read(in io.Reader) ([]line, error) {
	r := csv.NewReader(in)
	columns, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("the line of the columns: %w", err)
	}
	var lines []line
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, err
		}
		number, _ := r.FieldPos(0)
		lines = append(lines, line{number, userOf(columns, record)})
	}
}

// userOf leaves out what is empty, so that nothing is cleared.
func userOf(columns, record []string) intercom.UserCreate {
	var user intercom.UserCreate
	for i, value := range record {
		switch column := columns[i]; {
		case value == "":
		case column == "user_id":
			user.UserID = value
		case column == "email":
			user.Email = value
		case column == "name":
			user.Name = value
		case column == "phone":
			user.Phone = value
		default:
			user.CustomAttributes.Set(column, typed(value))
		}
	}
	return user
}

// typed makes what looks like a number or a boolean one. A number keeps the
// digits that it was written with; 007 is none.
func typed(value string) any {
	if b, err := strconv.ParseBool(value); err == nil && len(value) > 1 {
		return b
	}
	var n json.Number
	if err := json.Unmarshal([]byte(value), &n); err == nil && !strings.HasPrefix(value, `"`) && n != "" {
		return n
	}
	return value
}

// load sends the users and writes the report.
func load(ctx context.Context, client *intercom.Client, lines []line, out io.Writer) error {
	numbers := map[string]int{} // of the lines, by what identifies a user
	var params intercom.BulkUsers
	failed := 0
	for _, l := range lines {
		if key(l.user.UserID, l.user.Email) == "" {
			failed++
			fmt.Fprintf(out, "- line %d: has no user_id and no email\n", l.number)
			continue
		}
		numbers[key(l.user.UserID, l.user.Email)] = l.number
		params.Create = append(params.Create, l.user)
	}
	if len(params.Create) == 0 {
		return errors.New("there is nobody to import")
	}

	// RunUsers sends a hundred at a time, waits until Intercom has done them
	// all, and collects what it did not take. If it fails in between, the
	// report has how far it got.
	report, err := client.Jobs.RunUsers(ctx, params)
	for _, failure := range report.Failures {
		var user intercom.User
		if err := intercom.Decode(failure.Data, &user); err != nil {
			return err
		}
		failed++
		fmt.Fprintf(out, "- line %d: %s: %s\n", numbers[key(user.UserID, user.Email)], failure.Error.Code, failure.Error.Message)
	}
	if err != nil {
		return fmt.Errorf("after %d users: %w", report.Submitted, err)
	}
	fmt.Fprintf(out, "imported %d of %d users\n", len(lines)-failed, len(lines))
	return nil
}

// key identifies a user as Intercom does: by the user_id, or else by the e-mail
// address.
func key(userID, email string) string {
	if userID != "" {
		return "user_id " + userID
	}
	if email != "" {
		return "email " + strings.ToLower(email)
	}
	return ""
}
