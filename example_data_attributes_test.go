package intercom_test

import (
	"context"
	"fmt"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleDataAttributesService_Create() {
	client := intercomtest.NewServer().Client()

	attribute, err := client.DataAttributes.Create(context.Background(), intercom.DataAttributeCreate{
		Name:     "fleet_size",
		Model:    intercom.DataAttributeModelCompany,
		DataType: intercom.DataAttributeTypeOptions,
		Options:  intercom.DataAttributeValues{"1-10", "11-50", "51+"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(attribute.FullName, attribute.Options)
	// Output: custom_attributes.fleet_size [1-10 11-50 51+]
}
