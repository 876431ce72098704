package intercomtest

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOfficeHoursCheckTheirMinutes(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	const all = "POST /office_hours_schedules"
	for body, message := range map[string]string{
		`{"time_zone_name":"UTC","time_intervals":[]}`:                                                 "name is required",
		`{"name":"x","time_intervals":[]}`:                                                             "time_zone_name is not a valid time zone",
		`{"name":"x","time_zone_name":"Europe/Atlantis","time_intervals":[]}`:                          "time_zone_name is not a valid time zone",
		`{"name":"x","time_zone_name":"UTC"}`:                                                          "time_intervals is required",
		`{"name":"x","time_zone_name":"UTC","time_intervals":[{"start_minute":10,"end_minute":30}]}`:   "time_intervals must be on a 15-minute boundary",
		`{"name":"x","time_zone_name":"UTC","time_intervals":[{"start_minute":30}]}`:                   "start_minute and end_minute are required",
		`{"name":"x","time_zone_name":"UTC","time_intervals":[{"start_minute":0,"end_minute":10095}]}`: "time_intervals must be within 0 and 10080, and end after they start",
		`{"name":"x","time_zone_name":"UTC","time_intervals":[{"start_minute":30,"end_minute":30}]}`:   "time_intervals must be within 0 and 10080, and end after they start",
	} {
		assert.Equal(t, message, a.fails(all, body, 422, "parameter_invalid"), body)
	}
	res, b := a.send(all, `{"name":"x","time_zone_name":"UTC","time_intervals":[{"start_minute":0,"end_minute":10080}]}`)
	assert.Equal(t, http.StatusCreated, res.StatusCode)
	created := parse(t, b)
	assert.Equal(t, true, created["twenty_four_seven"])
	assert.Equal(t, "office_hours_schedule.list", a.ok("GET /office_hours_schedules", "")["type"])
	changed := a.ok("PUT /office_hours_schedules/"+created.text("id"), `{"time_intervals":[]}`)
	assert.Equal(t, []any{"x", false, []any{}}, []any{changed["name"], changed["twenty_four_seven"], changed["time_intervals"]})
	gone := a.ok("DELETE /office_hours_schedules/"+created.text("id"), "")
	assert.Equal(t, object{"id": created["id"], "object": "office_hours_schedule", "deleted": true}, gone)
}

func TestOfficeHoursExceptions(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	_, b := a.send("POST /office_hours_schedules", `{"name":"x","time_zone_name":"UTC","time_intervals":[]}`)
	schedule := parse(t, b).text("id")
	path := " /office_hours_schedules/" + schedule + "/office_hours_exceptions"
	for body, message := range map[string]string{
		`{"exception_type":"closed"}`:                                                                                                "exception_date must be a date in the form YYYY-MM-DD",
		`{"exception_date":"25/12/2026","exception_type":"closed"}`:                                                                  "exception_date must be a date in the form YYYY-MM-DD",
		`{"exception_date":"2026-12-25","exception_type":"short"}`:                                                                   "exception_type must be closed or custom_hours",
		`{"exception_date":"2026-12-25","exception_type":"custom_hours"}`:                                                            "time_intervals are required when exception_type is custom_hours",
		`{"exception_date":"2026-12-25","exception_type":"closed","time_intervals":[{"start_minute":0,"end_minute":60}]}`:            "time_intervals must be omitted when exception_type is closed",
		`{"exception_date":"2026-12-25","exception_type":"custom_hours","time_intervals":[{"start_minute":1380,"end_minute":1500}]}`: "time_intervals must be within 0 and 1440, and end after they start",
	} {
		assert.Equal(t, message, a.fails("POST"+path, body, 422, "parameter_invalid"), body)
	}
	res, b := a.send("POST"+path, `{"exception_date":"2026-12-24","exception_type":"custom_hours","time_intervals":[{"start_minute":540,"end_minute":780}]}`)
	assert.Equal(t, http.StatusCreated, res.StatusCode)
	day := parse(t, b)
	intervals, err := day.objects("time_intervals")
	assert.NoError(t, err)
	assert.Equal(t, 3, intervals[0].at("day_of_week"), "it is a Thursday")
	closed := a.ok("PUT"+path+"/"+day.text("id"), `{"exception_type":"closed","time_intervals":null}`)
	assert.Equal(t, []any{nil, "2026-12-24"}, []any{closed["time_intervals"], closed["exception_date"]})
	assert.Equal(t, []string{day.text("id")}, a.ok("GET"+path, "").list("data", "id"))

	_, b = a.send("POST /office_hours_schedules", `{"name":"y","time_zone_name":"UTC","time_intervals":[]}`)
	other := " /office_hours_schedules/" + parse(t, b).text("id") + "/office_hours_exceptions"
	assert.Empty(t, a.ok("GET"+other, "")["data"])
	a.fails("GET"+other+"/"+day.text("id"), "", 404, "not_found")
	a.ok("DELETE"+path+"/"+day.text("id"), "")
	a.ok("DELETE /office_hours_schedules/"+schedule, "")
	a.fails("GET"+path, "", 404, "not_found")
}
