package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleBrandsService_List() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client := fake.Client() // or intercom.NewClient()
	fake.AddEmail("support@example.com", "")

	for brand, err := range client.Brands.List(ctx).All() {
		if err != nil {
			log.Fatal(err)
		}
		sender, err := client.Emails.Get(ctx, brand.DefaultAddressSettingsID)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(brand.Name, brand.IsDefault, sender.Email)
	}
	// Output: Quay Street true support@example.com
}
