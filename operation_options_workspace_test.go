package intercom_test

import (
	"context"
	"time"

	"github.com/go-intercom/intercom"
)

func workspaceOptions() []optionsRow {
	return []optionsRow{
		{intercom.MacroListOptions{UpdatedSince: intercom.At(time.Unix(1700000000, 0))}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Macros.List(ctx, o...))
		}, "GET /macros?updated_since=1700000000", "2.16", ""},
	}
}
