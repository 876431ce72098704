package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleFoldersService_List() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	product, err := client.Folders.Create(ctx, intercom.FolderCreate{Name: "Product", Emoji: "📚"})
	if err != nil {
		log.Fatal(err)
	}
	params := intercom.FolderCreate{Name: "Billing", ParentFolderID: intercom.NumberID(product.ID)}
	if _, err := client.Folders.Create(ctx, params); err != nil {
		log.Fatal(err)
	}

	for folder, err := range client.Folders.List(ctx, intercom.FolderListOptions{ParentFolderID: product.ID}).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(folder.Name)
	}
	// Output: Billing
}
