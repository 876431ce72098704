package intercom_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleDataExportsService_Run() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	fake.AddExportRow(map[string]string{"email": "mira@harbor.test", "content_title": "Berths", "first_open": "1734519800"})
	fake.AddExportRow(map[string]string{"email": "ole@harbor.test", "content_title": "Berths"})
	client := fake.Client() // or intercom.NewClient()

	day := time.Date(2024, 12, 18, 0, 0, 0, 0, time.UTC)
	rows := client.DataExports.Run(ctx, intercom.DataExportCreate{CreatedAfter: intercom.At(day), CreatedBefore: intercom.At(day)})
	for row, err := range rows {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(row.ContentTitle, row.Email, "opened:", !row.FirstOpen.IsZero())
	}
	// Output:
	// Berths mira@harbor.test opened: true
	// Berths ole@harbor.test opened: false
}

// The id of the job is all that it takes to go on.
func ExampleDataExportsService_Rows() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	fake.AddExportRow(map[string]string{"email": "mira@harbor.test"})
	client := fake.Client() // or intercom.NewClient()

	day := intercom.At(time.Date(2024, 12, 18, 0, 0, 0, 0, time.UTC))
	job, err := client.DataExports.Create(ctx, intercom.DataExportCreate{CreatedAfter: day, CreatedBefore: day})
	if err != nil {
		log.Fatal(err)
	}
	id := job.ID // to be kept

	for row, err := range client.DataExports.Rows(ctx, id) { // in another process, perhaps
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(row.Email)
	}
	// Output: mira@harbor.test
}
