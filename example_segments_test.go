package intercom_test

import (
	"context"
	"fmt"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleSegmentsService_List() {
	fake := intercomtest.NewServer()
	fake.AddSegment("Active")
	client := fake.Client()

	for segment, err := range client.Segments.List(context.Background(), intercom.SegmentListOptions{Count: true}).All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(segment.Name, segment.Count)
	}
	// Output: Active 0
}
