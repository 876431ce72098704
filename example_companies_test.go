package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleCompaniesService_Find() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	if _, err := client.Companies.Create(ctx, intercom.CompanyCreate{
		CompanyID: "44", Name: "Blue Sun", Plan: "fleet", Size: intercom.Set(12),
	}); err != nil {
		log.Fatal(err)
	}

	company, err := client.Companies.Find(ctx, intercom.ByName("Blue Sun"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(company.CompanyID, company.Plan.Name, company.Size)
	// Output: 44 fleet 12
}
