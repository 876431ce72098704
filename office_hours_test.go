package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestOfficeHoursRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.OfficeHoursService
	type H = *intercom.OfficeHours
	ctx := t.Context()
	intervals := []intercom.OfficeHoursInterval{{StartMinute: 0, EndMinute: 1020}, {StartMinute: 1980, EndMinute: 2460, DayOfWeek: 1}}
	const sent = `"time_intervals":[{"start_minute":0,"end_minute":1020},{"start_minute":1980,"end_minute":2460}]`
	for _, tt := range []struct {
		name               string
		call               func(s S) (H, error)
		method, path, body string
	}{
		{"get", func(s S) (H, error) { return s.Get(ctx, "123") }, "GET", "/office_hours_schedules/123", ""},
		{"create", func(s S) (H, error) {
			return s.Create(ctx, intercom.OfficeHoursCreate{Name: "Standard", TimeZoneName: "America/New_York", TimeIntervals: intervals})
		}, "POST", "/office_hours_schedules", `{"name":"Standard","time_zone_name":"America/New_York",` + sent + `}`},
		{"create without hours", func(s S) (H, error) {
			return s.Create(ctx, intercom.OfficeHoursCreate{Name: "Never", TimeZoneName: "UTC", TimeIntervals: []intercom.OfficeHoursInterval{}})
		}, "POST", "/office_hours_schedules", `{"name":"Never","time_zone_name":"UTC","time_intervals":[]}`},
		{"update", func(s S) (H, error) {
			return s.Update(ctx, "123", intercom.OfficeHoursUpdate{Name: intercom.Set("Extended"), TimeZoneName: intercom.Set("UTC")})
		}, "PUT", "/office_hours_schedules/123", `{"name":"Extended","time_zone_name":"UTC"}`},
		{"update hours", func(s S) (H, error) {
			return s.Update(ctx, "123", intercom.OfficeHoursUpdate{TimeIntervals: intercom.Set(intervals)})
		}, "PUT", "/office_hours_schedules/123", `{` + sent + `}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, `{"type":"office_hours_schedule","id":123,"name":"Standard","time_zone_name":"America/New_York","twenty_four_seven":true,
				"time_intervals":[{"start_minute":540,"end_minute":1020,"day_of_week":0},{"start_minute":1980,"end_minute":2460,"day_of_week":1}],"created_at":1717200000,"updated_at":"1717203600"}`)
			got, err := tt.call(client.OfficeHours)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, "", "2.16", tt.body)
			require.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
			assert.Equal(t, []any{intercom.ID("123"), "Standard", "America/New_York", true, int64(1717200000), int64(1717203600)},
				[]any{got.ID, got.Name, got.TimeZoneName, got.TwentyFourSeven, got.CreatedAt.Unix(), got.UpdatedAt.Unix()})
			assert.Equal(t, []intercom.OfficeHoursInterval{{540, 1020, 0}, {1980, 2460, 1}}, got.TimeIntervals)
		})
	}
	assert.Equal(t, 1, intervals[1].DayOfWeek, "the caller's intervals stay as they are")
}

func TestOfficeHoursExceptionsRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.OfficeHoursService
	type E = *intercom.OfficeHoursException
	ctx := t.Context()
	const all, one = "/office_hours_schedules/123/office_hours_exceptions", "/office_hours_schedules/123/office_hours_exceptions/456"
	for _, tt := range []struct {
		name               string
		call               func(s S) (E, error)
		method, path, body string
	}{
		{"get", func(s S) (E, error) { return s.GetException(ctx, "123", "456") }, "GET", one, ""},
		{"create closed", func(s S) (E, error) {
			return s.CreateException(ctx, "123", intercom.OfficeHoursCreateException{
				ExceptionDate: "2026-12-25", ExceptionType: intercom.OfficeHoursExceptionTypeClosed, Name: "Christmas", RecurringAnnually: true,
			})
		}, "POST", all, `{"exception_date":"2026-12-25","exception_type":"closed","name":"Christmas","recurring_annually":true}`},
		{"create hours", func(s S) (E, error) {
			return s.CreateException(ctx, "123", intercom.OfficeHoursCreateException{
				ExceptionDate: "2026-12-24", ExceptionType: intercom.OfficeHoursExceptionTypeCustomHours, TimeIntervals: []intercom.OfficeHoursInterval{{0, 780, 3}},
			})
		}, "POST", all, `{"exception_date":"2026-12-24","exception_type":"custom_hours","time_intervals":[{"start_minute":0,"end_minute":780}]}`},
		{"update", func(s S) (E, error) {
			return s.UpdateException(ctx, "123", "456", intercom.OfficeHoursUpdateException{
				ExceptionType: intercom.Set(intercom.OfficeHoursExceptionTypeClosed), TimeIntervals: intercom.Null[[]intercom.OfficeHoursInterval](), RecurringAnnually: intercom.Set(false),
			})
		}, "PUT", one, `{"exception_type":"closed","time_intervals":null,"recurring_annually":false}`},
		{"close a day", func(s S) (E, error) {
			return s.UpdateException(ctx, "123", "456", intercom.OfficeHoursUpdateException{ExceptionType: intercom.Set(intercom.OfficeHoursExceptionTypeClosed)})
		}, "PUT", one, `{"exception_type":"closed"}`},
		{"update hours", func(s S) (E, error) {
			return s.UpdateException(ctx, "123", "456", intercom.OfficeHoursUpdateException{
				ExceptionDate: intercom.Set("2026-12-24"), Name: intercom.Set(""), TimeIntervals: intercom.Set([]intercom.OfficeHoursInterval{{540, 780, 3}}),
			})
		}, "PUT", one, `{"exception_date":"2026-12-24","name":"","time_intervals":[{"start_minute":540,"end_minute":780}]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, `{"type":"office_hours_exception","id":456,"office_hours_schedule_id":123,"exception_date":"2026-12-25","exception_type":"closed","name":null,
				"time_intervals":null,"recurring_annually":true,"created_at":1717200000,"updated_at":1717203600}`)
			got, err := tt.call(client.OfficeHours)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, "", "2.16", tt.body)
			require.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
			assert.Equal(t, []any{intercom.ID("456"), intercom.ID("123"), "2026-12-25", intercom.OfficeHoursExceptionTypeClosed, true, int64(1717200000)},
				[]any{got.ID, got.OfficeHoursScheduleID, got.ExceptionDate, got.ExceptionType, got.RecurringAnnually, got.CreatedAt.Unix()})
			assert.Nil(t, got.TimeIntervals)
		})
	}
}

func TestOfficeHoursListsAndDeletions(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	const exceptions = "/office_hours_schedules/123/office_hours_exceptions"
	api.on("GET", "/office_hours_schedules", 200, `{"type":"office_hours_schedule.list","data":[{"type":"office_hours_schedule","id":"123"}]}`)
	api.on("GET", exceptions, 200, `{"type":"office_hours_exception.list","data":[{"type":"office_hours_exception","id":"456","time_intervals":[{"start_minute":540,"end_minute":780,"day_of_week":3}]}]}`)
	api.on("DELETE", "/office_hours_schedules/123", 200, `{"id":"123","object":"office_hours_schedule","deleted":true}`)
	api.on("DELETE", exceptions+"/456", 200, `{"id":"456","object":"office_hours_exception","deleted":true}`)

	schedules, err := client.OfficeHours.List(t.Context()).Collect()
	require.NoError(t, err)
	assert.Len(t, schedules, 1)
	api.wants("GET", "/office_hours_schedules", "", "2.16", "")
	days, err := client.OfficeHours.ListExceptions(t.Context(), "123").Collect()
	require.NoError(t, err)
	require.Len(t, days, 1)
	assert.Equal(t, []intercom.OfficeHoursInterval{{540, 780, 3}}, days[0].TimeIntervals)
	api.wants("GET", exceptions, "", "2.16", "")
	require.NoError(t, client.OfficeHours.DeleteException(t.Context(), "123", "456"))
	api.wants("DELETE", exceptions+"/456", "", "2.16", "")
	require.NoError(t, client.OfficeHours.Delete(t.Context(), "123"))
	api.wants("DELETE", "/office_hours_schedules/123", "", "2.16", "")
}

func TestOfficeHoursRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.OfficeHours
	none := []intercom.OfficeHoursInterval{}
	for _, tt := range []struct {
		parameter string
		err       error
	}{
		{"Name", got(s.Create(ctx, intercom.OfficeHoursCreate{TimeZoneName: "UTC", TimeIntervals: none}))},
		{"TimeZoneName", got(s.Create(ctx, intercom.OfficeHoursCreate{Name: "x", TimeIntervals: none}))},
		{"TimeIntervals", got(s.Create(ctx, intercom.OfficeHoursCreate{Name: "x", TimeZoneName: "UTC"}))},
		{"id", got(s.Update(ctx, "", intercom.OfficeHoursUpdate{}))},
		{"id", s.Delete(ctx, "")},
		{"ExceptionDate", got(s.CreateException(ctx, "1", intercom.OfficeHoursCreateException{ExceptionType: "closed"}))},
		{"TimeIntervals", got(s.CreateException(ctx, "1", intercom.OfficeHoursCreateException{ExceptionDate: "2026-12-25", ExceptionType: "closed", TimeIntervals: none}))},
		{"TimeIntervals", got(s.CreateException(ctx, "1", intercom.OfficeHoursCreateException{ExceptionDate: "2026-12-25", ExceptionType: "custom_hours"}))},
		{"TimeIntervals", got(s.UpdateException(ctx, "1", "2", intercom.OfficeHoursUpdateException{
			ExceptionType: intercom.Set(intercom.OfficeHoursExceptionTypeClosed), TimeIntervals: intercom.Set(make([]intercom.OfficeHoursInterval, 1)),
		}))},
		{"TimeIntervals", got(s.UpdateException(ctx, "1", "2", intercom.OfficeHoursUpdateException{TimeIntervals: intercom.Set(none)}))},
		{"ExceptionType", got(s.CreateException(ctx, "1", intercom.OfficeHoursCreateException{ExceptionDate: "2026-12-25"}))},
		{"office_hours_schedule_id", all(s.ListExceptions(ctx, ""))},
		{"office_hours_schedule_id", got(s.GetException(ctx, "", "1"))},
		{"id", s.DeleteException(ctx, "1", "..")},
	} {
		require.ErrorIs(t, tt.err, intercom.ErrInvalidArgument)
		assert.ErrorContains(t, tt.err, ": "+tt.parameter+" ")
	}
	assert.Zero(t, api.count())
}

func TestOfficeHoursStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	hours, err := client.OfficeHours.Create(ctx, intercom.OfficeHoursCreate{
		Name: "Harbor", TimeZoneName: "Europe/Lisbon", TimeIntervals: []intercom.OfficeHoursInterval{{StartMinute: 540, EndMinute: 1020}, {StartMinute: 1980, EndMinute: 2460}},
	})
	require.NoError(t, err)
	assert.Equal(t, 1, hours.TimeIntervals[1].DayOfWeek)
	assert.False(t, hours.TwentyFourSeven)

	always := []intercom.OfficeHoursInterval{{StartMinute: 0, EndMinute: 7 * 24 * 60}}
	hours, err = client.OfficeHours.Update(ctx, hours.ID, intercom.OfficeHoursUpdate{TimeIntervals: intercom.Set(always)})
	require.NoError(t, err)
	assert.True(t, hours.TwentyFourSeven)
	assert.Equal(t, "Harbor", hours.Name)
	for _, wrong := range []intercom.OfficeHoursInterval{{StartMinute: 0, EndMinute: 100}, {StartMinute: 60, EndMinute: 60}, {StartMinute: 0, EndMinute: 10095}} {
		_, err = client.OfficeHours.Update(ctx, hours.ID, intercom.OfficeHoursUpdate{TimeIntervals: intercom.Set([]intercom.OfficeHoursInterval{wrong})})
		require.ErrorIs(t, err, intercom.ErrUnprocessable)
	}

	day, err := client.OfficeHours.CreateException(ctx, hours.ID, intercom.OfficeHoursCreateException{
		ExceptionDate: "2026-12-25", ExceptionType: intercom.OfficeHoursExceptionTypeClosed, Name: "Christmas", RecurringAnnually: true,
	})
	require.NoError(t, err)
	assert.True(t, day.IsNull("time_intervals"))
	assert.Equal(t, hours.ID, day.OfficeHoursScheduleID)
	day, err = client.OfficeHours.UpdateException(ctx, hours.ID, day.ID, intercom.OfficeHoursUpdateException{
		ExceptionType: intercom.Set(intercom.OfficeHoursExceptionTypeCustomHours), TimeIntervals: intercom.Set([]intercom.OfficeHoursInterval{{StartMinute: 540, EndMinute: 780}}),
	})
	require.NoError(t, err)
	assert.Equal(t, []intercom.OfficeHoursInterval{{540, 780, 4}}, day.TimeIntervals, "it is a Friday")
	assert.Equal(t, "Christmas", day.Name)
	got, err := client.OfficeHours.GetException(ctx, hours.ID, day.ID)
	require.NoError(t, err)
	assert.Equal(t, day.Raw(), got.Raw())

	require.NoError(t, client.OfficeHours.DeleteException(ctx, hours.ID, day.ID))
	days, err := client.OfficeHours.ListExceptions(ctx, hours.ID).Collect()
	require.NoError(t, err)
	assert.Empty(t, days)
	require.NoError(t, client.OfficeHours.Delete(ctx, hours.ID))
	_, err = client.OfficeHours.ListExceptions(ctx, hours.ID).Collect()
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
