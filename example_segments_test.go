package intercom_test

import (
	"context"
	"fmt"

	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleSegmentsService_ListWithCounts() {
	fake := intercomtest.NewServer()
	fake.AddSegment("Active")
	client := fake.Client()

	for segment, err := range client.Segments.ListWithCounts(context.Background()).All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(segment.Name, segment.Count)
	}
	// Output: Active 0
}
