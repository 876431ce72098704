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
	case v == nil:
		return nil
	case v.Missing:
		e := failure(http.StatusBadRequest, "parameter_not_found", "%s", v.Message)
		e.field = v.Field
		return e
	}
	return invalid(v.Field, "%s", v.Message)
}
