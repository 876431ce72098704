package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// The list is replaced as a whole, and has to have the caller in it.
func ExampleIPAllowlistService_Replace() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()
	list, err := client.IPAllowlist.Get(ctx)
	if err != nil {
		log.Fatal(err)
	}

	list, err = client.IPAllowlist.Replace(ctx, intercom.IPAllowlistReplace{
		Enabled: true,
		IPs:     append(list.IPs, "192.0.2.0/24", "127.0.0.1"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(list.Enabled, list.IPs)
	// Output: true [192.0.2.0/24 127.0.0.1]
}
