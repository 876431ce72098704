package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleInternalArticlesService_Create() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	me, err := client.Admins.Me(ctx)
	if err != nil {
		log.Fatal(err)
	}

	article, err := client.InternalArticles.Create(ctx, intercom.InternalArticleCreate{
		Title:                 "Where the keys are",
		BodyMarkdown:          "In the **second** drawer.",
		AuthorID:              intercom.NumberID(me.ID),
		OwnerID:               intercom.NumberID(me.ID),
		AICopilotAvailability: true,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(article.Title, article.Locale, article.AICopilotAvailability)
	// Output: Where the keys are en true
}
