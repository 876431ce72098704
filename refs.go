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
	ByID        string // Intercom's id
	ByEmail     string // e-mail address, which several people can share
	ByUserID    string // your own id of a person in API 1.x
	ByCompanyID string // your own id of a company
	ByName      string // name of a company
)

// UserRef says which user is meant: ByID, ByUserID or ByEmail.
type UserRef interface{ userRef() (key, value string) }

// CompanyRef says which company is meant: ByID or ByCompanyID.
type CompanyRef interface{ companyRef() (key, value string) }

// CompanySelector says which company to find: ByID, ByCompanyID or ByName.
type CompanySelector interface{ companySelector() (key, value string) }

// ParticipantRef says which person is meant in a conversation, be it a user or
// a lead: ByID, ByUserID or ByEmail.
type ParticipantRef interface{ participantRef() (key, value string) }

func (r ByID) userRef() (key, value string)     { return "id", string(r) }
func (r ByUserID) userRef() (key, value string) { return "user_id", string(r) }
func (r ByEmail) userRef() (key, value string)  { return "email", string(r) }

func (r ByID) participantRef() (key, value string)     { return "intercom_user_id", string(r) }
func (r ByUserID) participantRef() (key, value string) { return "user_id", string(r) }
func (r ByEmail) participantRef() (key, value string)  { return "email", string(r) }

func (r ByID) companyRef() (key, value string)        { return "id", string(r) }
func (r ByCompanyID) companyRef() (key, value string) { return "company_id", string(r) }

func (r ByID) companySelector() (key, value string)        { return "id", string(r) }
func (r ByCompanyID) companySelector() (key, value string) { return "company_id", string(r) }
func (r ByName) companySelector() (key, value string)      { return "name", string(r) }

// Loadable are the types that Load reads.
type Loadable interface {
	Admin | Company | Contact | Conversation | Tag | Ticket | User
}

// Load reads in full what ref names, such as the author of a message:
//
//	author, err := intercom.Load[intercom.Contact](ctx, client, conversation.Source.Author.Reference())
//
// People can be read as a Contact, or as a User of API 1.4. A type that is not
// the one of the reference is refused.
func Load[T Loadable](ctx context.Context, client *Client, ref Reference, opts ...Option) (*T, error) {
	return do[T](ctx, client, loading[T](ref), opts)
}

func loading[T Loadable](ref Reference) *request {
	want := reflect.TypeFor[T]().Name()
	switch want + " of " + ref.Type {
	case "Admin of admin":
		return op("GET /admins/{admin_id}", ref.ID)
	case "Company of company":
		return op("GET /companies/{company_id}", ref.ID)
	case "Contact of contact", "Contact of user", "Contact of lead":
		return op("GET /contacts/{contact_id}", ref.ID)
	case "Conversation of conversation":
		return op("GET /conversations/{conversation_id}", ref.ID)
	case "Tag of tag":
		return op("GET /tags/{tag_id}", ref.ID)
	case "Ticket of ticket":
		return op("GET /tickets/{ticket_id}", ref.ID)
	case "User of user":
		return legacy("GET /users/{id}", ref.ID)
	case "User of lead", "User of contact":
		return legacy("GET /contacts/{id}", ref.ID)
	}
	return (&request{op: "Load"}).invalid("ref", "of type "+strconv.Quote(ref.Type)+" is no "+want)
}
