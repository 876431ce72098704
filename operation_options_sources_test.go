package intercom_test

import (
	"context"
	"time"

	"github.com/go-intercom/intercom"
)

func sourcesOptions() []optionsRow {
	return []optionsRow{
		{intercom.DataConnectorGetOptions{StateVersion: intercom.DataConnectorStateDraft}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return got(c.DataConnectors.Get(ctx, "125", o...))
		}, "GET /data_connectors/125?state_version=draft", "2.16", ""},
		{intercom.DataConnectorListExecutionsOptions{
			Success: intercom.Set(false), ErrorType: intercom.DataConnectorErrorTypeThirdParty, IncludeBodies: true,
			Start: intercom.At(time.Unix(1700000000, 0)), End: intercom.At(time.Unix(1700000009, 0)),
		}, func(ctx context.Context, c *intercom.Client, o ...intercom.Option) error {
			return all(c.DataConnectors.ListExecutions(ctx, "125", o...))
		}, "GET /data_connectors/125/execution_results?success=false&error_type=3rd_party_error&include_bodies=true&start_ts=1700000000&end_ts=1700000009",
			"2.16", ""},
	}
}
