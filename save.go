package intercom

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"strings"

	"github.com/go-intercom/intercom/internal/wire"
)

// save writes what changed in v since it was read. The request is made by
// saving from what v was; nil means that nothing changed. Afterwards v is what
// Intercom answers.
func save[T any](ctx context.Context, c *Client, v *T, saving func(was *T) *request, opts []Option) error {
	if v == nil {
		return &argumentError{"Save", reflect.TypeFor[T]().Name(), "is nil"}
	}
	was := new(T)
	if o, ok := any(v).(interface{ text() string }); ok && o.text() != "" {
		if _, err := reader.Decode(o.text(), was); err != nil {
			return err
		}
	}
	r := saving(was)
	if r == nil {
		return nil
	}
	answer, err := do[T](ctx, c, r, opts)
	if err != nil {
		return err
	}
	*v = *answer
	return nil
}

// changed says how to write a field: not at all, with its new value, or null
// if it was emptied.
func changed[T comparable](was, is T) Opt[T] {
	var zero T
	switch is {
	case was:
		return Opt[T]{}
	case zero:
		return Null[T]()
	}
	return Set(is)
}

// changedBool is changed for a flag, which is false rather than null.
func changedBool(was, is bool) Opt[bool] {
	if was == is {
		return Opt[bool]{}
	}
	return Set(is)
}

// changedAttributes has the attributes that changed, and nil for those that
// are gone.
func changedAttributes(was, is Attributes) Attributes {
	var diff Attributes
	for name, value := range is {
		if old, ok := was[name]; !ok || !sameJSON(old, value) {
			diff.Set(name, value)
		}
	}
	for name := range was {
		if _, ok := is[name]; !ok {
			diff.Set(name, nil)
		}
	}
	return diff
}

// changedCompanies has the companies that were added or changed, and those
// that are gone with Remove.
func changedCompanies(was, is []UserCompany) []UserCompany {
	old := map[string]UserCompany{}
	for _, c := range was {
		old[c.CompanyID] = c
	}
	var diff []UserCompany
	for _, c := range is {
		if before, ok := old[c.CompanyID]; !ok || !reflect.DeepEqual(before, c) {
			diff = append(diff, c)
		}
		delete(old, c.CompanyID)
	}
	for _, c := range was {
		if _, gone := old[c.CompanyID]; gone {
			diff = append(diff, UserCompany{CompanyID: c.CompanyID, Remove: true})
		}
	}
	return diff
}

// sameJSON compares values that may be of different Go types, such as an int
// and a json.Number.
func sameJSON(a, b any) bool {
	if x, ok := number(a); ok {
		y, ok := number(b)
		return ok && x.Cmp(y) == 0
	}
	if reflect.DeepEqual(a, b) {
		return true
	}
	x, err1 := json.Marshal(Attributes{"": a})
	y, err2 := json.Marshal(Attributes{"": b})
	return err1 == nil && err2 == nil && string(x) == string(y)
}

// findOne reads an answer that has either the object or a list of those that
// match, and returns the only one there is.
func findOne[T any](ctx context.Context, c *Client, r *request, opts []Option) (*T, error) {
	v := new(T)
	if err := c.call(ctx, r, c.prepare(r, opts), v, readOne); err != nil {
		return nil, err
	}
	return v, nil
}

func readOne(ctx context.Context, x *exchange, a *answer, v any) error {
	if kind, _ := wire.Lookup(a.body, "type"); !strings.HasSuffix(kind, `list"`) {
		return x.decode(ctx, a, v)
	}
	var page rawPage
	target := reflect.ValueOf(v).Elem()
	if err := decodePage(a.body, x.request, target.Type(), &page); err != nil {
		return x.decodeError(a, err)
	}
	switch len(page.items) {
	case 1:
		target.Set(reflect.ValueOf(page.items[0]).Elem())
		return nil
	case 0:
		return x.request.matchError(a, "not_found", "nothing matches").typed()
	}
	several := &MultipleMatchingUsersError{ConflictError: &ConflictError{APIError: x.request.matchError(a, "conflict", "several match")}}
	for _, item := range page.items {
		if id := reflect.ValueOf(item).Elem().FieldByName("ID"); id.IsValid() {
			several.IDs = append(several.IDs, ID(id.String()))
		}
	}
	return several
}

func (r *request) matchError(a *answer, code, message string) *APIError {
	return &APIError{
		Operation: r.op, StatusCode: a.status, Code: code, Message: message, RequestID: a.requestID(),
		Header: maps.Clone(a.header), Body: []byte(a.body), Attempts: 1, RateLimit: a.rate,
	}
}
