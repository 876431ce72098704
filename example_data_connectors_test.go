package intercom_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// A connector is created as a draft, and taken into use by an update.
func ExampleDataConnectorsService_Create() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	connector, err := client.DataConnectors.Create(ctx, intercom.DataConnectorCreate{
		Name:       "Order status",
		HTTPMethod: intercom.DataConnectorHTTPMethodGet,
		URL:        "https://shop.example.com/orders/{{order_id}}",
		DataInputs: []intercom.DataConnectorInput{{
			Name: "order_id", Type: intercom.DataConnectorInputTypeString, Description: "The number of the order", Required: true,
		}},
		MockResponse: intercom.Attributes{"status": "shipped"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(connector.State, connector.ResponseFields[0].Path)

	connector, err = client.DataConnectors.Update(ctx, connector.ID, intercom.DataConnectorUpdate{
		State: intercom.Set(intercom.DataConnectorStateLive),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(connector.State)
	// Output:
	// draft status
	// live
}

func ExampleDataConnectorsService_ListExecutions() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client := fake.Client() // or intercom.NewClient()
	connector, err := client.DataConnectors.Create(ctx, intercom.DataConnectorCreate{Name: "Order status"})
	if err != nil {
		log.Fatal(err)
	}
	fake.AddDataConnectorExecution(string(connector.ID), 502, "3rd_party_error") // Intercom does that

	failed := client.DataConnectors.ListExecutions(ctx, connector.ID, intercom.DataConnectorListExecutionsOptions{
		Success: intercom.Set(false),
		Start:   intercom.At(time.Now().Add(-24 * time.Hour)), // an hour ago if it is not set
	})
	for execution, err := range failed.All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(execution.HTTPStatus, execution.ErrorType)
	}
	// Output: 502 3rd_party_error
}
