package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleJobsService_Wait() {
	fake := intercomtest.NewServer()
	id := intercom.ID(fake.AddJob("ticket", "20", 0))
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()

	job, err := fake.Client().Jobs.Wait(ctx, id)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(job.Status, job.ResourceType, job.ResourceID)
	// Output: success ticket 20
}

func ExampleJobsService_RunUsers() {
	client := intercomtest.NewServer().Client()

	report, err := client.Jobs.RunUsers(context.Background(), intercom.BulkUsers{
		Create: []intercom.UserCreate{
			{UserID: "crew-17", Email: "mira@harbor.test"},
			{UserID: "crew-18", Email: "not-an-address"},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, failure := range report.Failures {
		var user intercom.User
		if err := intercom.Decode(failure.Data, &user); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(user.UserID+":", failure.Error.Message)
	}
	fmt.Println(len(report.Failures), "of", report.Submitted, "failed")
	// Output:
	// crew-18: email is malformed
	// 1 of 2 failed
}

func ExampleBatch() {
	ctx, client := context.Background(), intercomtest.NewServer().Client()
	names := []string{"red", "green", "blue"}

	errs := intercom.Batch(ctx, names, 10, func(ctx context.Context, name string) error {
		_, err := client.Tags.Create(ctx, name)
		return err
	})
	fmt.Println(errors.Join(errs...))
	// Output: <nil>
}
