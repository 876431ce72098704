package intercom_test

import (
	"context"

	"github.com/go-intercom/intercom"
)

func ticketsOptions() []optionsRow {
	return []optionsRow{
		{intercom.TicketSearchOptions{
			Sort: intercom.SearchSort{Field: "created_at", Order: intercom.Ascending},
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Tickets.Search(ctx, intercom.TicketFieldOpen.Is(true), o...))
		}, "POST /tickets/search", "2.16",
			`{"query":{"field":"open","operator":"=","value":true},"sort":{"field":"created_at","order":"ascending"}}`},
	}
}
