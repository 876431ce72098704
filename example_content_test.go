package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// Publish takes the locales of articles, which a search finds with them.
func ExampleContentService_Publish() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	me, err := client.Admins.Me(ctx)
	if err != nil {
		log.Fatal(err)
	}
	article := intercom.ArticleCreate{Title: "How to get a refund", AuthorID: intercom.NumberID(me.ID)}
	if _, err := client.Articles.Create(ctx, article); err != nil {
		log.Fatal(err)
	}

	drafts := intercom.ContentSearchOptions{
		Types:  []intercom.ContentType{intercom.ContentTypeArticle},
		States: []intercom.ContentState{intercom.ContentStateDraft},
	}
	var items []intercom.ContentItemRef
	for article, err := range client.Content.Search(ctx, "refund", drafts).All() {
		if err != nil {
			log.Fatal(err)
		}
		for _, content := range article.Contents {
			items = append(items, intercom.ContentItemRef{Type: content.Type, ID: content.ID})
		}
	}
	action, err := client.Content.Publish(ctx, items)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(items), action.Status)
	// Output: 1 queued
}
