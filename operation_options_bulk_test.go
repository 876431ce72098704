package intercom_test

import (
	"context"

	"github.com/go-intercom/intercom"
)

func bulkOptions() []optionsRow {
	return []optionsRow{
		{intercom.CompanySearchOptions{
			Sort: intercom.SearchSort{Field: "name", Order: intercom.Ascending},
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.Companies.Search(ctx, intercom.CompanyFieldName.Is("a"), o...))
		}, "POST /companies/search", "Preview", `{"query":{"field":"name","operator":"=","value":"a"},"sort":{"field":"name","order":"ascending"}}`},
	}
}
