package intercom

import (
	"context"
	"reflect"
	"strconv"
)

// A selector says which person or company is meant. The conversion reads like
// a call, and a key that an operation does not know does not compile:
//
//	client.Users.Find(ctx, intercom.ByEmail("bob@example.com"))
type (
	ByID         string // Intercom's id
	ByEmail      string // e-mail address, which several people can share
	ByExternalID string // your own id of a contact
	ByUserID     string // your own id of a person in API 1.x
	ByCompanyID  string // your own id of a company
	ByName       string // name of a company
)

// ContactRef says which contact is meant: ByID, ByExternalID or ByEmail.
type ContactRef interface{ contactRef() (key, value string) }

// LeadRef says which lead is meant: ByID or ByUserID. An e-mail address does
// not tell leads apart.
type LeadRef interface{ leadRef() (key, value string) }

// VisitorRef says which visitor is meant: ByID or ByUserID.
type VisitorRef interface{ visitorRef() (key, value string) }

// UserRef says which user is meant: ByID, ByUserID or ByEmail.
type UserRef interface{ userRef() (key, value string) }

// CompanyRef says which company is meant: ByID or ByCompanyID.
type CompanyRef interface{ companyRef() (key, value string) }

// CompanySelector says which company to find: ByID, ByCompanyID or ByName.
type CompanySelector interface{ companySelector() (key, value string) }

// ParticipantRef says which person is meant in a conversation, be it a user or
// a lead: ByID, ByExternalID, ByUserID or ByEmail.
type ParticipantRef interface{ participantRef() (key, value string) }

func (r ByID) contactRef() (key, value string)         { return "id", string(r) }
func (r ByExternalID) contactRef() (key, value string) { return "external_id", string(r) }
func (r ByEmail) contactRef() (key, value string)      { return "email", string(r) }

func (r ByID) leadRef() (key, value string)     { return "id", string(r) }
func (r ByUserID) leadRef() (key, value string) { return "user_id", string(r) }

func (r ByID) visitorRef() (key, value string)     { return "id", string(r) }
func (r ByUserID) visitorRef() (key, value string) { return "user_id", string(r) }

func (r ByID) userRef() (key, value string)     { return "id", string(r) }
func (r ByUserID) userRef() (key, value string) { return "user_id", string(r) }
func (r ByEmail) userRef() (key, value string)  { return "email", string(r) }

func (r ByID) participantRef() (key, value string)         { return "intercom_user_id", string(r) }
func (r ByExternalID) participantRef() (key, value string) { return "user_id", string(r) }
func (r ByUserID) participantRef() (key, value string)     { return "user_id", string(r) }
func (r ByEmail) participantRef() (key, value string)      { return "email", string(r) }

func (r ByID) companyRef() (key, value string)        { return "id", string(r) }
func (r ByCompanyID) companyRef() (key, value string) { return "company_id", string(r) }

func (r ByID) companySelector() (key, value string)        { return "id", string(r) }
func (r ByCompanyID) companySelector() (key, value string) { return "company_id", string(r) }
func (r ByName) companySelector() (key, value string)      { return "name", string(r) }

// byRef picks the form of an operation of API 1.4 that has one path for
// Intercom's id and another for other keys.
func byRef[R any](withID, withQuery, what string, ref R, take func(R) (key, value string)) *request {
	r := legacy(withQuery)
	key, value := keyOf(r, what, ref, take)
	if key == "id" && r.err == nil {
		return legacy(withID, ID(value))
	}
	return r.query(key, value)
}

// keyOf takes a selector apart, and notes if it is nil or empty.
func keyOf[R any](r *request, what string, ref R, take func(R) (key, value string)) (key, value string) {
	if any(ref) == nil {
		r.invalid(what, "is nil")
		return "", ""
	}
	key, value = take(ref)
	r.require(key, value)
	return key, value
}

// Loadable is a pointer to a type that Load reads.
type Loadable[T any] interface {
	*T
	// load makes the request that reads what ref names, or nil for a type of
	// reference that is no T. It does not use its receiver.
	load(ref Reference) *request
}

// Load reads in full what ref names, such as the author of a message:
//
//	author, err := intercom.Load[intercom.Contact](ctx, client, conversation.Source.Author.Reference())
//
// T is Admin, Company, Contact, Conversation, Lead, Tag, Ticket or User. People
// can be read as a Contact, or as a User or Lead of API 1.4. A reference to
// something else than a T is refused.
func Load[T any, P Loadable[T]](ctx context.Context, client *Client, ref Reference, opts ...Option) (*T, error) {
	r := P(nil).load(ref)
	if r == nil {
		r = (&request{op: "Load"}).invalid("ref", "of type "+strconv.Quote(ref.Type)+" is no "+reflect.TypeFor[T]().Name())
	}
	return do[T](ctx, client, r, opts)
}
