package intercom_test

import (
	"context"
	"fmt"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleAdminsService_Me() {
	client := intercomtest.NewServer().Client()

	me, err := client.Admins.Me(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(me.Name, "of", me.App.Name, "in", me.App.Region)
	// Output: Ole Brandt of Quay Street in US
}

func ExampleAdminsService_SearchActivityLogs() {
	client, ctx := intercomtest.NewServer().Client(), context.Background()
	me, err := client.Admins.Me(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := client.Admins.SetAway(ctx, me.ID, intercom.AdminSetAway{AwayModeEnabled: true}); err != nil {
		fmt.Println(err)
		return
	}

	search := intercom.AdminSearchActivityLogs{
		CreatedAtAfter: intercom.At(time.Now().Add(-24 * time.Hour)),
		EventTypes:     []intercom.ActivityType{intercom.ActivityTypeAdminAwayModeChange},
	}
	for log, err := range client.Admins.SearchActivityLogs(ctx, search).All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(log.ActivityDescription, log.Metadata.AwayMode)
	}
	// Output: Ole Brandt changed the away mode. true
}

func ExampleTeamsService_List() {
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), context.Background()
	fake.AddTeam("Support", fake.AddAdmin("Ida Berg", "ida@example.com"))

	for team, err := range client.Teams.List(ctx).All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(team.Name, len(team.AdminIDs))
	}
	// Output: Support 1
}

func ExampleAwayStatusReasonsService_List() {
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), context.Background()
	fake.AddAwayStatusReason("☕", "On a break")

	reasons, err := client.AwayStatusReasons.List(ctx).Collect()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(reasons[0].Emoji, reasons[0].Label)
	// Output: ☕ On a break
}
