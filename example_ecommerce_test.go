package intercom_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleEcommerceConnectorsService_UploadCatalog() {
	fake := intercomtest.NewServer()
	client, connector := fake.Client(), intercom.ID(fake.AddEcommerceConnector())

	catalog, err := json.Marshal([]intercom.EcommerceProduct{
		{ID: "rope", Title: "Rope, 10 m", URL: "https://shop.example.com/rope", PriceMin: intercom.Set(19.9)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	upload, err := client.EcommerceConnectors.UploadCatalog(context.Background(), connector, bytes.NewReader(catalog))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(upload.Status, len(fake.Catalog(string(connector))))
	// Output: processing 1
}
