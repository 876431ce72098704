package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleOAuth_AuthorizeURL() {
	app := intercom.OAuth{ClientID: "a1b2c3", ClientSecret: "secret", RedirectURI: "https://harbor.example/back", Region: intercom.EU}

	const state = "QPFXK5CBYW3IV5LLXAJBFPQRQU" // of rand.Text, and kept in a cookie
	address, err := app.AuthorizeURL(state)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(address) // where to send the browser
	// Output: https://app.eu.intercom.com/oauth?client_id=a1b2c3&redirect_uri=https%3A%2F%2Fharbor.example%2Fback&state=QPFXK5CBYW3IV5LLXAJBFPQRQU
}

func ExampleOAuth_Exchange() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	app := fake.OAuth()         // or intercom.OAuth{ClientID: id, ClientSecret: secret}
	code := fake.AddOAuthCode() // or r.FormValue("code"), after the state was compared

	token, err := app.Exchange(ctx, code)
	if err != nil {
		log.Fatal(err)
	}
	client := fake.Client(intercom.WithToken(token)) // or intercom.NewClient(...)
	me, err := client.Admins.Me(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("installed by", me.Name)

	_, err = app.Exchange(ctx, code) // a code can be used once
	fmt.Println(errors.Is(err, intercom.ErrUnauthorized))
	// Output:
	// installed by Ole Brandt
	// true
}
