package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleMacrosService_List() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client := fake.Client() // or intercom.NewClient()
	fake.AddMacro("Greeting", "Hi {{user.name | fallback: 'there'}}")

	for macro, err := range client.Macros.List(ctx, intercom.MacroListOptions{}).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(macro.Name, macro.Body)
	}
	// Output: Greeting <p>Hi <attribute key="user.name" default="there"/></p>
}
