package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// The key is in the response to Create alone, and printed nowhere.
func ExampleIdentitySecretsService_Create() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	secret, err := client.IdentitySecrets.Create(ctx, intercom.IdentitySecretCreate{Name: "Web", SupportsWeb: true})
	if err != nil {
		log.Fatal(err)
	}
	key := string(secret.Secret) // to be stored now
	fmt.Println(secret.Secret, len(key))
	// Output: [redacted] 43
}
