package intercomtest

import (
	"net/http"

	"github.com/go-intercom/intercom/internal/requests"
)

// validate refuses what the description of the API forbids. It describes the newest version only, whose rules are not those of any
// other.
func (s *Server) validate(c *call) error {
	if c.version != requests.Version() {
		return nil
	}
	v := requests.Check(c.route.operation, c.query, map[string]any(c.body))
	switch {
	case v == nil && c.route.operation == "POST /messages":
		return s.validateRecipients(c)
	case v == nil:
		return nil
	case v.Missing:
		e := failure(http.StatusBadRequest, "parameter_not_found", "%s", v.Message)
		e.field = v.Field
		return e
	}
	return invalid(v.Field, "%s", v.Message)
}

// validateRecipients finds nobody if a lead is addressed as a user, or the other way round.
func (s *Server) validateRecipients(c *call) error {
	for _, key := range []string{"to", "cc", "bcc"} {
		recipients, ok := c.body[key].([]any)
		if !ok {
			recipients = []any{c.body[key]}
		}
		for _, r := range recipients {
			recipient, _ := r.(map[string]any)
			kind := object(recipient).text("type")
			if p := s.addressee(recipient); p != nil && kind != "" && kind != p.role() {
				return userNotFound()
			}
		}
	}
	return nil
}
