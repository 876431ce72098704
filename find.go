package intercom

import (
	"context"
	"reflect"
	"strings"

	"github.com/go-intercom/intercom/internal/wire"
)

// findOne reads a response that has either the object or a list of those that
// match, and returns the only one there is.
func findOne[T any](ctx context.Context, c *Client, r *request, opts []Option) (none T, err error) {
	v := newOf[T]()
	if err := c.call(ctx, r, c.prepare(r, opts), v, readOne); err != nil {
		return none, err
	}
	return v, nil
}

func readOne(ctx context.Context, x *exchange, a *response, v any) error {
	if kind, _ := wire.Lookup(a.body, "type"); !strings.HasSuffix(kind, `list"`) {
		return readValue(ctx, x, a, v)
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
		return x.matchError(a, CodeNotFound, "nothing matches").typed()
	}
	several := &MultipleMatchingUsersError{ConflictError: &ConflictError{APIError: x.matchError(a, CodeConflict, "several match")}}
	for _, item := range page.items {
		if id := idOf(item); id != nil {
			several.IDs = append(several.IDs, *id)
		}
	}
	return several
}

// matchError makes the error of a list that has not exactly one item.
func (x *exchange) matchError(a *response, code, message string) *APIError {
	e := x.newAPIError(a)
	e.Code, e.Message = code, message
	e.hide(x.hide)
	return e
}
