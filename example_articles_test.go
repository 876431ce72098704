package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// A help center with one published article, for the examples.
func library(locales ...string) (client *intercom.Client, article *intercom.Article) {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	for _, locale := range locales {
		fake.AddLocale(locale)
	}
	client = fake.Client()
	me, err := client.Admins.Me(ctx)
	if err != nil {
		log.Fatal(err)
	}
	article, err = client.Articles.Create(ctx, intercom.ArticleCreate{
		Title:        "Mooring fees",
		AuthorID:     intercom.NumberID(me.ID),
		BodyMarkdown: "A day costs 5.\n\nMooring at night is free.",
		State:        intercom.ArticleStatePublished,
	})
	if err != nil {
		log.Fatal(err)
	}
	return client, article
}

// Readers see the draft once it is published, and not before.
func ExampleArticlesService_PublishDraft() {
	ctx := context.Background()
	client, article := library()

	draft, err := client.Articles.UpdateDraft(ctx, article.ID, intercom.ArticleUpdateDraft{Title: intercom.Set("Mooring prices")})
	if err != nil {
		log.Fatal(err)
	}
	live, err := client.Articles.Get(ctx, article.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s, to become %s\n", live.Title, draft.Title)

	live, err = client.Articles.PublishDraft(ctx, article.ID, intercom.ArticlePublishDraft{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(live.Title)
	for version, err := range client.Articles.ListVersions(ctx, article.ID).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("version:", version.Title, version.State)
	}

	_, err = client.Articles.GetDraft(ctx, article.ID)
	fmt.Println("nothing is staged:", errors.Is(err, intercom.ErrNotFound))
	// Output:
	// Mooring fees, to become Mooring prices
	// Mooring prices
	// version: Mooring prices published
	// version: Mooring fees draft
	// nothing is staged: true
}

// Highlights mark what was searched for.
func ExampleArticlesService_Search() {
	ctx := context.Background()
	client, _ := library()

	options := intercom.ArticleSearchOptions{State: intercom.ArticleStatePublished, Highlight: true}
	for match, err := range client.Articles.Search(ctx, "mooring", options).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(match.Title)
		for _, passage := range match.Highlights.Summary {
			for _, piece := range passage {
				if piece.Type == intercom.HighlightedTextTypeHighlight {
					fmt.Print("[" + piece.Text + "]")
				} else {
					fmt.Print(piece.Text)
				}
			}
			fmt.Println()
		}
	}
	// Output:
	// Mooring fees
	// [Mooring] at night is free.
}

// A help center with several languages has each article in any of them, by the
// locale.
func ExampleArticlesService_Update_translations() {
	ctx := context.Background()
	client, article := library("fr", "pt-BR")

	article, err := client.Articles.Update(ctx, article.ID, intercom.ArticleUpdate{
		Translations: map[string]intercom.ArticleContentUpdate{
			"fr": {
				Title: intercom.Set("Tarifs d'amarrage"),
				Body:  intercom.Set("<p>Une journée coûte 5.</p>"),
				State: intercom.Set(intercom.ArticleStatePublished),
			},
			"pt-BR": {Title: intercom.Set("Tarifas de atracação")},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, locale := range []string{article.DefaultLocale, "fr", "pt-BR"} {
		fmt.Println(locale, article.Translations[locale].Title, article.Translations[locale].State)
	}
	// Output:
	// en Mooring fees published
	// fr Tarifs d'amarrage published
	// pt-BR Tarifas de atracação draft
}
