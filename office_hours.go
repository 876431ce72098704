package intercom

import "context"

// OfficeHoursService reads and writes the schedules of when the team works, and exceptions
// from them.
//
// A workspace whose plan has no such schedules gets a PermissionDeniedError that is
// ErrPlanRestricted.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/office-hours
type OfficeHoursService service

// OfficeHours is a schedule of the hours of a week.
//
//intercom:schema office_hours_schedule
type OfficeHours struct {
	Object

	ID              ID                    `json:"id,omitzero"`
	Name            string                `json:"name,omitzero"`
	TimeZoneName    string                `json:"time_zone_name,omitzero"` // such as "America/New_York"
	TimeIntervals   []OfficeHoursInterval `json:"time_intervals,omitzero"` // in minutes since Monday, 00:00
	TwentyFourSeven bool                  `json:"twenty_four_seven,omitzero"`
	CreatedAt       Time                  `json:"created_at,omitzero"`
	UpdatedAt       Time                  `json:"updated_at,omitzero"`
}

// OfficeHoursInterval is a time in which the team works. A schedule counts the
// minutes from Monday, 00:00, up to 10080; an exception counts them from the
// midnight that its day begins with, up to 1440. In a request they are multiples of 15.
//
//intercom:schema office_hours_time_interval
type OfficeHoursInterval struct {
	StartMinute int `json:"start_minute"`         // required
	EndMinute   int `json:"end_minute"`           // required
	DayOfWeek   int `json:"day_of_week,omitzero"` // of the start, from 0 for Monday to 6; it is never sent
}

// sentIntervals returns the intervals without what follows from the minutes.
func sentIntervals(intervals []OfficeHoursInterval) []OfficeHoursInterval {
	sent := make([]OfficeHoursInterval, len(intervals))
	for i, v := range intervals {
		sent[i] = OfficeHoursInterval{StartMinute: v.StartMinute, EndMinute: v.EndMinute}
	}
	return sent
}

// Get returns the schedule with the given id.
func (s *OfficeHoursService) Get(ctx context.Context, id ID, opts ...Option) (*OfficeHours, error) {
	return do[*OfficeHours](ctx, s.client, op("GET /office_hours_schedules/{id}", id), opts)
}

// List lists the schedules.
func (s *OfficeHoursService) List(ctx context.Context, opts ...Option) *Pager[*OfficeHours] {
	return list[*OfficeHours](ctx, s.client, op("GET /office_hours_schedules"), opts)
}

// Create creates a schedule.
func (s *OfficeHoursService) Create(ctx context.Context, params OfficeHoursCreate, opts ...Option) (*OfficeHours, error) {
	return do[*OfficeHours](ctx, s.client, params.request(), opts)
}

// OfficeHoursCreate describes a schedule.
//
//intercom:schema create_office_hours_schedule_request
type OfficeHoursCreate struct {
	private

	Name          string                `json:"name"`           // required
	TimeZoneName  string                `json:"time_zone_name"` // required: of the IANA, such as "America/New_York"
	TimeIntervals []OfficeHoursInterval `json:"time_intervals"` // required: in minutes since Monday, 00:00
}

func (p OfficeHoursCreate) request() *request {
	r := op("POST /office_hours_schedules").require("Name", p.Name).require("TimeZoneName", p.TimeZoneName)
	if p.TimeIntervals == nil {
		r.invalid("TimeIntervals", "is nil: for a schedule without hours it must be empty")
	}
	p.TimeIntervals = sentIntervals(p.TimeIntervals)
	return r.body(p)
}

// Update changes a schedule; fields that are not set stay as they are.
func (s *OfficeHoursService) Update(ctx context.Context, id ID, params OfficeHoursUpdate, opts ...Option) (*OfficeHours, error) {
	return do[*OfficeHours](ctx, s.client, params.request(id), opts)
}

// OfficeHoursUpdate is a change of a schedule.
//
//intercom:schema update_office_hours_schedule_request
type OfficeHoursUpdate struct {
	private

	Name          Opt[string]                `json:"name,omitzero"`
	TimeZoneName  Opt[string]                `json:"time_zone_name,omitzero"`
	TimeIntervals Opt[[]OfficeHoursInterval] `json:"time_intervals,omitzero"` // in place of all there are
}

func (p OfficeHoursUpdate) request(id ID) *request {
	if intervals, ok := p.TimeIntervals.Get(); ok {
		p.TimeIntervals = Set(sentIntervals(intervals))
	}
	return op("PUT /office_hours_schedules/{id}", id).body(p)
}

// Delete deletes a schedule with its exceptions.
func (s *OfficeHoursService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /office_hours_schedules/{id}", id), opts)
}

// OfficeHoursException is a day on which a schedule does not hold.
//
//intercom:schema office_hours_exception
type OfficeHoursException struct {
	Object

	ID                    ID                       `json:"id,omitzero"`
	OfficeHoursScheduleID ID                       `json:"office_hours_schedule_id,omitzero"`
	ExceptionDate         string                   `json:"exception_date,omitzero"` // such as "2026-12-25", in the time zone of the schedule
	ExceptionType         OfficeHoursExceptionType `json:"exception_type,omitzero"`
	Name                  string                   `json:"name,omitzero"`
	TimeIntervals         []OfficeHoursInterval    `json:"time_intervals,omitzero"` // of custom hours, in minutes since midnight
	RecurringAnnually     bool                     `json:"recurring_annually,omitzero"`
	CreatedAt             Time                     `json:"created_at,omitzero"`
	UpdatedAt             Time                     `json:"updated_at,omitzero"`
}

// OfficeHoursExceptionType is what holds on a day instead of the schedule.
type OfficeHoursExceptionType string

// What can hold instead of a schedule.
const (
	OfficeHoursExceptionTypeClosed      OfficeHoursExceptionType = "closed"
	OfficeHoursExceptionTypeCustomHours OfficeHoursExceptionType = "custom_hours" // TimeIntervals
)

// GetException returns an exception of a schedule.
func (s *OfficeHoursService) GetException(
	ctx context.Context, officeHoursSchedule, id ID, opts ...Option,
) (*OfficeHoursException, error) {
	return do[*OfficeHoursException](ctx, s.client,
		op("GET /office_hours_schedules/{office_hours_schedule_id}/office_hours_exceptions/{id}", officeHoursSchedule, id), opts)
}

// ListExceptions lists the exceptions of a schedule. It has all fields of each:
// Intercom has been seen not to find by GetException what it had just listed.
func (s *OfficeHoursService) ListExceptions(ctx context.Context, officeHoursSchedule ID, opts ...Option) *Pager[*OfficeHoursException] {
	return list[*OfficeHoursException](ctx, s.client,
		op("GET /office_hours_schedules/{office_hours_schedule_id}/office_hours_exceptions", officeHoursSchedule), opts)
}

// CreateException adds an exception to a schedule.
func (s *OfficeHoursService) CreateException(
	ctx context.Context, officeHoursSchedule ID, params OfficeHoursCreateException, opts ...Option,
) (*OfficeHoursException, error) {
	return do[*OfficeHoursException](ctx, s.client, params.request(officeHoursSchedule), opts)
}

// OfficeHoursCreateException describes an exception.
//
//intercom:schema create_office_hours_exception_request
type OfficeHoursCreateException struct {
	private

	ExceptionDate     string                   `json:"exception_date"` // required, such as "2026-12-25"
	ExceptionType     OfficeHoursExceptionType `json:"exception_type"` // required
	Name              string                   `json:"name,omitzero"`
	TimeIntervals     []OfficeHoursInterval    `json:"time_intervals,omitzero"` // of custom hours, which need them; nil of a closed day
	RecurringAnnually bool                     `json:"recurring_annually,omitzero"`
}

func (p OfficeHoursCreateException) request(officeHoursSchedule ID) *request {
	r := op("POST /office_hours_schedules/{office_hours_schedule_id}/office_hours_exceptions", officeHoursSchedule).
		require("ExceptionDate", p.ExceptionDate).require("ExceptionType", string(p.ExceptionType))
	switch {
	case p.ExceptionType == OfficeHoursExceptionTypeClosed && p.TimeIntervals != nil:
		r.invalid("TimeIntervals", hoursOfClosedDay)
	case p.ExceptionType == OfficeHoursExceptionTypeCustomHours && len(p.TimeIntervals) == 0:
		r.invalid("TimeIntervals", noCustomHours)
	case p.TimeIntervals != nil:
		p.TimeIntervals = sentIntervals(p.TimeIntervals)
	}
	return r.body(p)
}

// What can be wrong with the intervals of an exception.
const (
	hoursOfClosedDay = "is set, and a closed day has no hours"
	noCustomHours    = "is empty, and custom hours need one"
)

// UpdateException changes an exception; fields that are not set stay as they are.
func (s *OfficeHoursService) UpdateException(
	ctx context.Context, officeHoursSchedule, id ID, params OfficeHoursUpdateException, opts ...Option,
) (*OfficeHoursException, error) {
	return do[*OfficeHoursException](ctx, s.client, params.request(officeHoursSchedule, id), opts)
}

// OfficeHoursUpdateException is a change of an exception.
//
//intercom:schema update_office_hours_exception_request
type OfficeHoursUpdateException struct {
	private

	ExceptionDate     Opt[string]                   `json:"exception_date,omitzero"`
	ExceptionType     Opt[OfficeHoursExceptionType] `json:"exception_type,omitzero"`
	Name              Opt[string]                   `json:"name,omitzero"`
	TimeIntervals     Opt[[]OfficeHoursInterval]    `json:"time_intervals,omitzero"` // for custom hours; leave it out if the day becomes closed
	RecurringAnnually Opt[bool]                     `json:"recurring_annually,omitzero"`
}

func (p OfficeHoursUpdateException) request(officeHoursSchedule, id ID) *request {
	r := op("PUT /office_hours_schedules/{office_hours_schedule_id}/office_hours_exceptions/{id}", officeHoursSchedule, id)
	kind, _ := p.ExceptionType.Get()
	intervals, ok := p.TimeIntervals.Get()
	switch {
	case !ok:
	case kind == OfficeHoursExceptionTypeClosed:
		r.invalid("TimeIntervals", hoursOfClosedDay)
	case len(intervals) == 0:
		r.invalid("TimeIntervals", noCustomHours)
	default:
		p.TimeIntervals = Set(sentIntervals(intervals))
	}
	return r.body(p)
}

// DeleteException deletes an exception of a schedule.
func (s *OfficeHoursService) DeleteException(ctx context.Context, officeHoursSchedule, id ID, opts ...Option) error {
	return exec(ctx, s.client,
		op("DELETE /office_hours_schedules/{office_hours_schedule_id}/office_hours_exceptions/{id}", officeHoursSchedule, id), opts)
}
