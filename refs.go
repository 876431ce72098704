package intercom

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

func (r ByID) userRef() (key, value string)     { return "id", string(r) }
func (r ByUserID) userRef() (key, value string) { return "user_id", string(r) }
func (r ByEmail) userRef() (key, value string)  { return "email", string(r) }

func (r ByID) companyRef() (key, value string)        { return "id", string(r) }
func (r ByCompanyID) companyRef() (key, value string) { return "company_id", string(r) }

func (r ByID) companySelector() (key, value string)        { return "id", string(r) }
func (r ByCompanyID) companySelector() (key, value string) { return "company_id", string(r) }
func (r ByName) companySelector() (key, value string)      { return "name", string(r) }
