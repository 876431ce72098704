package intercom

import "context"

// doAs is do for an answer of API 1.x, a W, that becomes a T of the modern API.
func doAs[W, T any](ctx context.Context, c *Client, r *request, opts []Option, modern func(*W) *T) (*T, error) {
	old, err := do[W](ctx, c, r, opts)
	if err != nil {
		return nil, err
	}
	return modern(old), nil
}

// listAs is list for items of API 1.x.
func listAs[W, T any](ctx context.Context, c *Client, r *request, opts []Option, modern func(*W) *T) *Pager[T] {
	p := list[T](ctx, c, r, opts)
	p.decode = func(body string, r *request) (*Page[T], error) {
		old, err := decodePage[W](body, r)
		if err != nil {
			return nil, err
		}
		page := &Page[T]{Total: old.Total, Next: old.Next}
		for _, item := range old.Items {
			page.Items = append(page.Items, modern(item))
		}
		return page, nil
	}
	return p
}
