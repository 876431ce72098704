package intercom_test

import (
	"context"
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// Minutes are counted from Monday, 00:00.
func ExampleOfficeHoursService_Create() {
	ctx := context.Background()
	client := intercomtest.NewServer().Client() // or intercom.NewClient()

	var week []intercom.OfficeHoursInterval
	for day := range 5 { // 09:00 to 17:00
		midnight := day * 24 * 60
		week = append(week, intercom.OfficeHoursInterval{StartMinute: midnight + 9*60, EndMinute: midnight + 17*60})
	}
	hours, err := client.OfficeHours.Create(ctx, intercom.OfficeHoursCreate{
		Name: "Weekdays", TimeZoneName: "Europe/Lisbon", TimeIntervals: week,
	})
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.OfficeHours.CreateException(ctx, hours.ID, intercom.OfficeHoursCreateException{
		ExceptionDate: "2026-12-25", ExceptionType: intercom.OfficeHoursExceptionTypeClosed, RecurringAnnually: true,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(hours.Name, len(hours.TimeIntervals), hours.TimeIntervals[4].DayOfWeek)
	// Output: Weekdays 5 4
}
