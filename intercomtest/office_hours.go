package intercomtest

import (
	"net/http"
	"time"
)

func (w *workspace) officeHoursRoutes() routes {
	const all, one = "/office_hours_schedules", "/office_hours_schedules/{id}"
	const exceptions = "/office_hours_schedules/{office_hours_schedule_id}/office_hours_exceptions"
	schedules := plain(w, &w.schedules, rules[schedule]{
		read:  scheduleJSON,
		write: writeSchedule,
		list:  listing{kind: "office_hours_schedule.list"},
		gone:  marked("office_hours_schedule"),
	})
	operations := schedules.routes(all, one)
	for operation, handle := range plain(w, nil, rules[scheduleException]{
		read:  scheduleExceptionJSON,
		write: writeScheduleException,
		under: w.exceptionsOf,
		list:  listing{kind: "office_hours_exception.list"},
		gone:  marked("office_hours_exception"),
	}).routes(exceptions, exceptions+"/{id}") {
		operations[operation] = handle
	}
	return routes{modern: operations}
}

// schedule is the office hours of a week.
type schedule struct {
	entry
	name       string
	zone       string
	intervals  []interval
	exceptions store[*scheduleException]
}

// interval is in minutes of a week, or of the day of an exception.
type interval struct{ start, end int64 }

const (
	minutesOfDay  = 24 * 60
	minutesOfWeek = 7 * minutesOfDay
)

func scheduleJSON(_ *exchange, s *schedule) object {
	return object{
		"type":              "office_hours_schedule",
		"id":                s.id,
		"name":              s.name,
		"time_zone_name":    s.zone,
		"time_intervals":    render(s.intervals, func(v interval) object { return v.json(v.start / minutesOfDay) }),
		"twenty_four_seven": len(s.intervals) == 1 && s.intervals[0] == interval{0, minutesOfWeek},
		"created_at":        s.createdAt,
		"updated_at":        s.updatedAt,
	}
}

// json shows an interval with its day of the week: 0 is Monday.
func (v interval) json(day int64) object {
	return object{"start_minute": v.start, "end_minute": v.end, "day_of_week": day}
}

func writeSchedule(x *exchange, f *fields, s *schedule) {
	if s.id == "" {
		x.status = http.StatusCreated
	}
	f.text("name", &s.name)
	f.text("time_zone_name", &s.zone)
	readIntervals(f, minutesOfWeek, &s.intervals)
	_, err := time.LoadLocation(s.zone)
	switch {
	case s.name == "":
		f.fail(unprocessable("name is required"))
	case s.zone == "" || s.zone == "Local" || err != nil:
		f.fail(unprocessable("time_zone_name is not a valid time zone"))
	case s.id == "" && x.body["time_intervals"] == nil:
		f.fail(unprocessable("time_intervals is required"))
	}
}

// readIntervals takes the intervals of a request, which end on quarters of an
// hour.
func readIntervals(f *fields, most int64, to *[]interval) {
	if !f.has("time_intervals") {
		return
	}
	sent, err := f.objects("time_intervals")
	f.fail(err)
	intervals := make([]interval, len(sent))
	for i, o := range sent {
		minutes := &fields{object: o}
		minutes.need("start_minute", "end_minute")
		minutes.integer("start_minute", &intervals[i].start)
		minutes.integer("end_minute", &intervals[i].end)
		v := intervals[i]
		switch {
		case minutes.err != nil:
			f.fail(unprocessable("start_minute and end_minute are required"))
		case v.start%15 != 0 || v.end%15 != 0:
			f.fail(unprocessable("time_intervals must be on a 15-minute boundary"))
		case v.start < 0 || v.end > most || v.start >= v.end:
			f.fail(unprocessable("time_intervals must be within 0 and %d, and end after they start", most))
		}
	}
	*to = intervals
}

// scheduleException is a day on which a schedule does not hold.
type scheduleException struct {
	entry
	schedule  string
	date      string
	kind      string // closed or custom_hours
	name      string
	intervals []interval
	annually  bool
}

// exceptionsOf finds the exceptions of the schedule of the path.
func (w *workspace) exceptionsOf(x *exchange) (*store[*scheduleException], error) {
	s, ok := w.schedules.get(x.param("office_hours_schedule_id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	return &s.exceptions, nil
}

func scheduleExceptionJSON(_ *exchange, e *scheduleException) object {
	o := object{
		"type":                     "office_hours_exception",
		"id":                       e.id,
		"office_hours_schedule_id": e.schedule,
		"exception_date":           e.date,
		"exception_type":           e.kind,
		"name":                     nullable(e.name),
		"time_intervals":           nil,
		"recurring_annually":       e.annually,
		"created_at":               e.createdAt,
		"updated_at":               e.updatedAt,
	}
	if e.kind == "custom_hours" {
		date, _ := time.Parse(time.DateOnly, e.date)
		weekday := (int64(date.Weekday()) + 6) % 7
		o["time_intervals"] = render(e.intervals, func(v interval) object { return v.json(weekday) })
	}
	return o
}

func writeScheduleException(x *exchange, f *fields, e *scheduleException) {
	if e.id == "" {
		x.status = http.StatusCreated
		e.schedule = x.param("office_hours_schedule_id")
	}
	f.text("exception_date", &e.date)
	f.text("exception_type", &e.kind)
	f.text("name", &e.name)
	f.flag("recurring_annually", &e.annually)
	readIntervals(f, minutesOfDay, &e.intervals)
	_, err := time.Parse(time.DateOnly, e.date)
	switch {
	case err != nil:
		f.fail(unprocessable("exception_date must be a date in the form YYYY-MM-DD"))
	case e.kind != "closed" && e.kind != "custom_hours":
		f.fail(unprocessable("exception_type must be closed or custom_hours"))
	case e.kind == "closed" && x.body["time_intervals"] != nil:
		f.fail(unprocessable("time_intervals must be omitted when exception_type is closed"))
	case e.kind == "closed":
		e.intervals = nil
	case len(e.intervals) == 0:
		f.fail(unprocessable("time_intervals are required when exception_type is custom_hours"))
	}
}
