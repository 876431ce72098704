package calls

import "github.com/go-intercom/intercom"

// samples are values for parameters that cannot be made up from their type
// alone: one of each kind of selector and of each variant of a union that
// requests have, and structs whose fields must fit each other.
var samples = []any{
	intercom.ByID("1"),
	intercom.ByEmail("somebody@example.com"),
	intercom.ByUserID("1"),
	intercom.ByCompanyID("1"),
	intercom.ByName("Some name"),
}
