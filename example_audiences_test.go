package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleAudiencesService_Create() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	audience, err := client.Audiences.Create(ctx, intercom.AudienceCreate{
		Name: "Users at Acme",
		Predicates: []intercom.AudiencePredicate{
			{Attribute: "company.name", Type: "string", Comparison: "contains", Value: "Acme"},
		},
		RolePredicates: []intercom.AudiencePredicate{
			{Attribute: "role", Type: "role", Comparison: "eq", Value: "user"},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(audience.Name, audience.Predicates[0].Value)
	// Output: Users at Acme Acme
}
