package intercom_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleReportingExportsService_Run() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	fake.AddReportingRow("conversation", map[string]string{"conversation_id": "64", "channel": "email"})
	client := fake.Client() // or intercom.NewClient()

	me, err := client.Admins.Me(ctx)
	if err != nil {
		log.Fatal(err)
	}
	owner := intercom.ReportingExportOwner{AppID: intercom.ID(me.App.IDCode), ClientID: "your-client-id"}
	rows := client.ReportingExports.Run(ctx, owner, intercom.ReportingExportCreate{
		DatasetID: "conversation", AttributeIDs: []intercom.ID{"conversation.conversation_id", "conversation.channel"},
		Start: intercom.At(time.Now().AddDate(0, 0, -7)), End: intercom.At(time.Now()),
	})
	for row, err := range rows {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(row.Values["conversation_id"], row.Values["channel"])
	}
	// Output: 64 email
}
