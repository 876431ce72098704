package intercomtest

import (
	"net/http"

	"github.com/go-intercom/intercom/internal/requests"
)

// validate refuses what the description of the API forbids. It describes the
// newest version only, whose rules are not those of any other.
func (w *workspace) validate(x *exchange) error {
	if x.version != requests.Version() {
		return nil
	}
	v := requests.Check(x.route.operation, x.query, map[string]any(x.body))
	switch {
	case v == nil && x.route.operation == "POST /messages":
		return w.validateRecipients(x)
	case v == nil:
		return nil
	case v.Missing:
		e := failure(http.StatusBadRequest, "parameter_not_found", "%s", v.Message)
		e.field = v.Field
		return e
	}
	return invalid(v.Field, "%s", v.Message)
}

// validateRecipients finds nobody if a lead is addressed as a user, or the other
// way round.
func (w *workspace) validateRecipients(x *exchange) error {
	for _, key := range []string{"to", "cc", "bcc"} {
		recipients, ok := x.body[key].([]any)
		if !ok {
			recipients = []any{x.body[key]}
		}
		for _, r := range recipients {
			recipient, _ := r.(map[string]any)
			kind := object(recipient).text("type")
			if p := w.addressee(recipient); p != nil && kind != "" && kind != p.role() {
				return userNotFound()
			}
		}
	}
	return nil
}
