package intercom_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-intercom/intercom"
)

// Contacts is what the code under test needs of client.Contacts: an interface
// of its own, which a fake implements.
type Contacts interface {
	Find(ctx context.Context, ref intercom.ContactRef, opts ...intercom.Option) (*intercom.Contact, error)
}

// nobody is a fake that knows no contact.
type nobody struct{}

func (nobody) Find(context.Context, intercom.ContactRef, ...intercom.Option) (*intercom.Contact, error) {
	return nil, &intercom.NotFoundError{APIError: &intercom.APIError{Operation: "GET /contacts", StatusCode: 404}}
}

// greeting is the code under test.
func greeting(ctx context.Context, contacts Contacts, email string) (string, error) {
	contact, err := contacts.Find(ctx, intercom.ByEmail(email))
	switch {
	case errors.Is(err, intercom.ErrNotFound):
		return "Hello!", nil
	case err != nil:
		return "", err
	}
	return "Hello, " + contact.Name + "!", nil
}

// A fake returns the errors of this package. They need no more fields than the
// code under test reads: &intercom.NotFoundError{} is an ErrNotFound too.
func ExampleNotFoundError() {
	text, err := greeting(context.Background(), nobody{}, "bob@example.com")
	fmt.Println(text, err)
	// Output: Hello! <nil>
}

// A mistake in an argument is found before anything is sent.
func ExampleArgumentError() {
	client, err := intercom.NewClient(intercom.WithToken("dG9rOjFhMmIzYw=="))
	if err != nil {
		panic(err)
	}
	_, err = client.Tags.Create(context.Background(), "")
	if bad, ok := errors.AsType[*intercom.ArgumentError](err); ok {
		fmt.Println(bad.Operation, bad.Parameter, bad.Problem)
	}
	fmt.Println(err)
	// Output:
	// POST /tags name is empty
	// intercom: POST /tags: invalid argument: name is empty
}
