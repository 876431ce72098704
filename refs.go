package intercom

import (
	"context"
	"reflect"
	"strconv"
)

// A selector names the person or company that is meant. The conversion reads like
// a call, and a key that an operation does not know does not compile:
//
//	client.Contacts.Find(ctx, intercom.ByEmail("bob@example.com"))
//
// Which of them goes where:
//
//	ContactRef       ByID, ByExternalID, ByEmail                     Contacts
//	UserRef          ByID, ByExternalID, ByUserID, ByEmail           Users, Events, and what else users have
//	LeadRef          ByID, ByExternalID, ByUserID                    Leads, and messages to and from them
//	VisitorRef       ByID, ByExternalID, ByUserID                    Visitors
//	ParticipantRef   ByID, ByExternalID, ByUserID, ByEmail           who replies in a conversation, or is added to it
//	ActorRef         ByID, ByExternalID, ByUserID, ByEmail, AsAdmin  who adds somebody to a conversation
//	SenderRef        ByID, Reference                                 who starts a conversation
//	CompanyRef       ByID, ByCompanyID                               users of a company
//	CompanySelector  ByID, ByCompanyID, ByName                       Companies
//
// Messages need the role of a contact as well as the id, so they take a
// Reference: Contact, User and Lead have a method of that name.
type (
	ByID         string // Intercom's id
	ByEmail      string // e-mail address, which several people can share
	ByExternalID string // your own id of a person, or of a custom object
	ByUserID     string // the same in API 1.x, which calls it user_id
	ByCompanyID  string // your own id of a company
	ByName       string // name of a company
)

// ContactRef names a contact: ByID, ByExternalID or ByEmail.
type ContactRef interface{ contactRef() (key, value string) }

// LeadRef names a lead: ByID, ByExternalID or ByUserID. An e-mail address can
// belong to several leads.
type LeadRef interface{ leadRef() (key, value string) }

// VisitorRef names a visitor: ByID, ByExternalID or ByUserID.
type VisitorRef interface{ visitorRef() (key, value string) }

// UserRef names a user: ByID, ByExternalID, ByUserID or ByEmail.
type UserRef interface{ userRef() (key, value string) }

// CompanyRef names a company: ByID or ByCompanyID.
type CompanyRef interface{ companyRef() (key, value string) }

// CompanySelector names a company to find: ByID, ByCompanyID or ByName.
type CompanySelector interface{ companySelector() (key, value string) }

// ParticipantRef names a person in a conversation, a user or a lead: ByID,
// ByExternalID, ByUserID or ByEmail.
type ParticipantRef interface{ participantRef() (key, value string) }

// ActorRef names who acts in a conversation: AsAdmin, or one of those who take
// part in it, ByID, ByExternalID, ByUserID or ByEmail.
type ActorRef interface{ actorRef() (key, value string) }

// SenderRef names who starts a conversation: a contact ByID, or a Reference of
// type "user", "lead" or "contact".
type SenderRef interface{ senderRef() Reference }

func (r ByID) contactRef() (key, value string)         { return "id", string(r) }
func (r ByExternalID) contactRef() (key, value string) { return "external_id", string(r) }
func (r ByEmail) contactRef() (key, value string)      { return "email", string(r) }

func (r ByID) leadRef() (key, value string)         { return "id", string(r) }
func (r ByExternalID) leadRef() (key, value string) { return "user_id", string(r) }
func (r ByUserID) leadRef() (key, value string)     { return "user_id", string(r) }

func (r ByID) visitorRef() (key, value string)         { return "id", string(r) }
func (r ByExternalID) visitorRef() (key, value string) { return "user_id", string(r) }
func (r ByUserID) visitorRef() (key, value string)     { return "user_id", string(r) }

func (r ByID) userRef() (key, value string)         { return "id", string(r) }
func (r ByExternalID) userRef() (key, value string) { return "user_id", string(r) }
func (r ByUserID) userRef() (key, value string)     { return "user_id", string(r) }
func (r ByEmail) userRef() (key, value string)      { return "email", string(r) }

func (r ByID) participantRef() (key, value string)         { return "intercom_user_id", string(r) }
func (r ByExternalID) participantRef() (key, value string) { return "user_id", string(r) }
func (r ByUserID) participantRef() (key, value string)     { return "user_id", string(r) }
func (r ByEmail) participantRef() (key, value string)      { return "email", string(r) }

func (r AsAdmin) actorRef() (key, value string)      { return "admin_id", string(r) }
func (r ByID) actorRef() (key, value string)         { return r.participantRef() }
func (r ByExternalID) actorRef() (key, value string) { return r.participantRef() }
func (r ByUserID) actorRef() (key, value string)     { return r.participantRef() }
func (r ByEmail) actorRef() (key, value string)      { return r.participantRef() }

func (r ByID) senderRef() Reference      { return Reference{Type: "contact", ID: ID(r)} }
func (r Reference) senderRef() Reference { return r }

func (r ByID) companyRef() (key, value string)        { return "id", string(r) }
func (r ByCompanyID) companyRef() (key, value string) { return "company_id", string(r) }

func (r ByID) companySelector() (key, value string)        { return "id", string(r) }
func (r ByCompanyID) companySelector() (key, value string) { return "company_id", string(r) }
func (r ByName) companySelector() (key, value string)      { return "name", string(r) }

// AsAdmin is the admin who acts: AsAdmin(admin.ID). It is a type of its own so
// that it cannot stand where another id is meant.
type AsAdmin ID

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

// byContact picks the operation that finds a contact.
func byContact(ref ContactRef) *request {
	if isNil(ref) {
		return op("POST /contacts/search").invalid("contact", "is nil")
	}
	switch key, value := ref.contactRef(); key {
	case "external_id":
		return op("GET /contacts/find_by_external_id/{external_id}", ID(value))
	case "email":
		r := op("POST /contacts/search").search(ContactFieldEmail.Is(value), nil)
		_ = r.moveTo("", maxPerPage)
		return r.require(key, value)
	default:
		return op("GET /contacts/{contact_id}", ID(value))
	}
}

// byVisitor picks the operation that finds a visitor. The one by Intercom's id
// is of API 1.4.
func byVisitor(ref VisitorRef) *request {
	r := op("GET /visitors")
	key, value := keyOf(r, "visitor", ref, VisitorRef.visitorRef)
	if key == "id" && r.err == nil {
		return legacy("GET /visitors/{id}", ID(value))
	}
	return r.query(key, value)
}

// byCompany picks the operation that finds a company.
func byCompany(ref CompanySelector) *request {
	r := op("GET /companies").paged(60).in("companies")
	key, value := keyOf(r, "company", ref, CompanySelector.companySelector)
	if key == "id" && r.err == nil {
		return op("GET /companies/{company_id}", ID(value))
	}
	return r.query(key, value)
}

// contactBulkJob is the operation that reads a job of Preview.
func contactBulkJob(id ID) *request { return preview("GET /contacts/bulk/{id}", id) }

// companyBulkJob is the operation that reads a job of Preview.
func companyBulkJob(id ID) *request { return preview("GET /companies/bulk/{id}", id) }

// usersOf picks the operation of API 1.4 that lists the users of a company.
func usersOf(ref CompanyRef) *request {
	r := legacy("GET /companies").paged(60).query("type", "user")
	key, value := keyOf(r, "company", ref, CompanyRef.companyRef)
	if key == "id" && r.err == nil {
		return legacy("GET /companies/{id}/users", ID(value)).paged(60)
	}
	return r.query(key, value)
}

// keyOf takes a selector apart, and notes if it is nil or empty.
func keyOf[R any](r *request, what string, ref R, take func(R) (key, value string)) (key, value string) {
	if isNil(ref) {
		r.invalid(what, "is nil")
		return "", ""
	}
	key, value = take(ref)
	r.require(key, value)
	return key, value
}

// isNil reports whether a selector or variant of a union is missing. A pointer to
// one has its methods too.
func isNil(v any) bool {
	rv := reflect.ValueOf(v)
	return !rv.IsValid() || rv.Kind() == reflect.Pointer && rv.IsNil()
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
	return do[*T](ctx, client, r, opts)
}
