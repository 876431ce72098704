package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleNewsItemsService_Create() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client := fake.Client() // or intercom.NewClient()
	feed := intercom.ID(fake.AddNewsfeed("Everyone"))
	me, err := client.Admins.Me(ctx)
	if err != nil {
		log.Fatal(err)
	}

	_, err = client.NewsItems.Create(ctx, intercom.NewsItemCreate{
		Title:               "New berths",
		Body:                "<p>There is room for ten more boats.</p>",
		SenderID:            intercom.NumberID(me.ID),
		State:               intercom.NewsItemStateLive,
		NewsfeedAssignments: []intercom.NewsfeedAssignment{{NewsfeedID: intercom.NumberID(feed)}},
	})
	if err != nil {
		log.Fatal(err)
	}
	for item, err := range client.NewsItems.ListForNewsfeed(ctx, feed).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(item.Title, item.State)
	}
	// Output: New berths live
}

func ExampleNewsfeedsService_List() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client := fake.Client() // or intercom.NewClient()
	fake.AddNewsfeed("Everyone")

	feeds, err := client.Newsfeeds.List(ctx).Collect()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(feeds), feeds[0].Name)
	// Output: 1 Everyone
}
