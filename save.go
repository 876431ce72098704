package intercom

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/go-intercom/intercom/internal/wire"
)

// save writes what changed in v since it was read. The request is made by
// saving from what v was; nil means that nothing changed. Afterwards v is what
// Intercom responds.
func save[T any](ctx context.Context, c *Client, v T, saving func(was T) *request, opts []Option) error {
	resource := reflect.TypeFor[T]().Elem().Name()
	if reflect.ValueOf(v).IsNil() {
		return &ArgumentError{Operation: "Save", Parameter: resource, Problem: "is nil"}
	}
	was := newOf[T]()
	text := any(v).(interface{ kept() *wire.Record }).kept().JSON
	if text != "" {
		if _, err := reader.Decode(text, was); err != nil {
			return err
		}
	}
	r := saving(was)
	if text != "" {
		field := unsaved(reflect.ValueOf(v).Elem(), reflect.ValueOf(was).Elem(), r, func() *request { return saving(was) })
		if field != "" {
			return notSaved(r, resource, field)
		}
	}
	if r == nil {
		return nil
	}
	saved := newOf[T]()
	if err := c.call(ctx, r, c.prepare(r, opts), saved, readObject); err != nil {
		return err
	}
	reflect.ValueOf(v).Elem().Set(reflect.ValueOf(saved).Elem())
	return nil
}

// unsaved returns the name of a field that was changed and that the request
// does not write: without its change the request would be the same.
func unsaved(is, was reflect.Value, r *request, saving func() *request) string {
	for i := range is.NumField() {
		f := is.Type().Field(i)
		if f.Anonymous || reflect.DeepEqual(is.Field(i).Interface(), was.Field(i).Interface()) {
			continue
		}
		before := reflect.ValueOf(was.Field(i).Interface())
		was.Field(i).Set(is.Field(i))
		same := sameRequest(r, saving())
		was.Field(i).Set(before)
		if same {
			return f.Name
		}
	}
	return ""
}

func sameRequest(a, b *request) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.op == b.op && a.path == b.path && reflect.DeepEqual(a.payload, b.payload)
}

// savers are the methods that write what Save does not.
var savers = map[string]string{
	"Contact.Companies":                 "Companies.AddToContact",
	"Contact.Notes":                     "Notes.CreateForContact",
	"Contact.OptedInSubscriptionTypes":  "SubscriptionTypes.AddToContact",
	"Contact.OptedOutSubscriptionTypes": "SubscriptionTypes.AddToContact",
	"Contact.Tags":                      "Tags.AddToContact",
	"User.Tags":                         "Tags.TagUsers",
	"Lead.Tags":                         "Tags.TagUsers",
	"Company.Notes":                     "Notes.CreateForCompany",
	"Company.Tags":                      "Tags.TagCompanies",
}

func notSaved(r *request, resource, field string) error {
	problem := "was changed in a way that Save does not write"
	if method := savers[resource+"."+field]; method != "" {
		problem += ", see " + method
	}
	op := "Save"
	if r != nil {
		op = r.op
	}
	return &ArgumentError{Operation: op, Parameter: field, Problem: problem}
}

// changed is how to write a field: not at all, with its new value, or null
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
