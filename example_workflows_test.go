package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleWorkflowsService_Export() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client := fake.Client() // or intercom.NewClient()
	id := intercom.ID(fake.AddWorkflow("Greeting"))

	export, err := client.Workflows.Export(ctx, id)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(export.Workflow.Title, export.Workflow.State, string(export.Workflow.Snapshot))
	// Output: Greeting live {"steps":[]}
}
