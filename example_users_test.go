package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// Create updates a user who exists already.
func ExampleUsersService_Create() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	for _, name := range []string{"Bob", "Bob Smith"} {
		user, err := client.Users.Create(ctx, intercom.UserCreate{
			UserID:           "42",
			Email:            "bob@example.com",
			Name:             name,
			CustomAttributes: intercom.Attributes{"plan": "fleet"},
			Companies:        []intercom.UserCompany{{CompanyID: "44", Name: "Blue Sun"}},
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(user.Name, "of", user.Companies.Items[0].Name)
	}
	// Output:
	// Bob of Blue Sun
	// Bob Smith of Blue Sun
}

func ExampleUsersService_Save() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	if _, err := client.Users.Create(ctx, intercom.UserCreate{
		Email: "bob@example.com", CustomAttributes: intercom.Attributes{"karma": 4},
	}); err != nil {
		log.Fatal(err)
	}

	user, err := client.Users.Find(ctx, intercom.ByEmail("bob@example.com"))
	if err != nil {
		log.Fatal(err)
	}
	user.Name = "Bob Smith"
	if err := user.CustomAttributes.Increment("karma", 1); err != nil {
		log.Fatal(err)
	}
	if err := client.Users.Save(ctx, user); err != nil { // sends these two
		log.Fatal(err)
	}
	karma, _ := user.CustomAttributes.Int("karma")
	fmt.Println(user.Name, karma)
	// Output: Bob Smith 5
}

func ExampleUsersService_Find() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	user, err := client.Users.Find(ctx, intercom.ByUserID("42"))
	if errors.Is(err, intercom.ErrNotFound) {
		user, err = client.Users.Create(ctx, intercom.UserCreate{UserID: "42", Name: "Bob"})
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Name)
	// Output: Bob
}

func ExampleUsersService_List() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	for _, name := range []string{"Ada", "Bob", "Cleo"} {
		if _, err := client.Users.Create(ctx, intercom.UserCreate{UserID: name, Name: name}); err != nil {
			log.Fatal(err)
		}
	}

	// The list is read page by page, and no further than it is ranged over.
	for user, err := range client.Users.List(ctx).PerPage(2).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(user.Name)
		if user.Name == "Bob" {
			break
		}
	}
	// Output:
	// Cleo
	// Bob
}
