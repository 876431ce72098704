package intercom_test

import (
	"context"
	"fmt"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleCountsService() {
	ctx, client := context.Background(), intercomtest.NewServer().Client()
	if _, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "crew-17"}); err != nil {
		fmt.Println(err)
		return
	}
	if _, err := client.Tags.TagUsers(ctx, "vip", []intercom.UserRef{intercom.ByUserID("crew-17")}); err != nil {
		fmt.Println(err)
		return
	}
	counts, err := client.Counts.ForApp(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(counts.User.Count, "user")
	for tag, err := range client.Counts.ListUsersByTag(ctx).All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(tag.Name, tag.Count)
	}
	// Output:
	// 1 user
	// vip 1
}

func ExampleCountsService_ForType() {
	fake := intercomtest.NewServer()
	fake.AddSegment("Active")

	counts, err := fake.Client().Counts.ForType(context.Background(), intercom.CountTypeUser, intercom.CountBySegment)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(counts.User.Segment[0].Name, counts.User.Segment[0].Count)
	// Output: Active 0
}
