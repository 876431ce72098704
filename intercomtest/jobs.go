package intercomtest

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

func (s *Server) jobRoutes() routes {
	return routes{
		legacy: {
			"POST /bulk/users":     s.submit("user", "/users"),
			"POST /bulk/contacts":  s.submit("contact", "/contacts"),
			"POST /bulk/events":    s.submit("event", "/events"),
			"GET /jobs":            s.listBulkJobs,
			"GET /jobs/{id}":       s.getBulkJob,
			"POST /jobs/{id}":      s.updateBulkJob,
			"GET /jobs/{id}/error": s.bulkFailures,
		},
		modern: {
			"GET /jobs/status/{job_id}": s.getJob,
		},
	}
}

// job is something that Intercom makes after it has answered.
type job struct {
	id       string
	kind     string
	resource string // its id; empty if it cannot be made
	done     time.Time
}

// AddJob adds a job that makes the resource of a kind, such as a "ticket", and
// takes a while for it. A job without a resourceID fails. It returns the job's
// id.
func (s *Server) AddJob(kind, resourceID string, takes time.Duration) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	j := &job{id: s.number(), kind: kind, resource: resourceID, done: time.Now().Add(takes)}
	return s.jobs.add(j.id, j).id
}

func (s *Server) getJob(c *call) (any, error) {
	j, ok := s.jobs.get(c.param("job_id"))
	if !ok {
		return nil, failure(http.StatusNotFound, "job_not_found", "Job Not Found")
	}
	o := object{
		"type":          "job",
		"id":            j.id,
		"url":           apiHost + "/jobs/status/" + j.id,
		"status":        "pending",
		"resource_type": j.kind,
		"resource_id":   nil,
		"resource_url":  nil,
	}
	switch {
	case time.Now().Before(j.done):
	case j.resource == "":
		o["status"] = "failed"
	default:
		o["status"] = "success"
		o["resource_id"] = j.resource
		o["resource_url"] = apiHost + "/" + j.kind + "s/" + j.resource
	}
	return o, nil
}

// bulkJob is a job of 1.x, which goes through its tasks one after the other.
type bulkJob struct {
	id        string
	name      string
	createdAt int64
	updatedAt int64
	closingAt int64
	tasks     []*bulkTask
	failures  []object
}

// bulkTask is what one call brought.
type bulkTask struct {
	id        string
	path      string // of the operation for a single item
	items     []object
	createdAt int64
	started   time.Time // half of the lag later
	done      time.Time
	ran       bool
}

const (
	bulkLife = 15 * 60 // seconds in which a job takes items
	bulkSize = 100
)

// submit answers with the job, before it does anything of it.
func (s *Server) submit(kind, path string) handler {
	return func(c *call) (any, error) {
		items, err := c.body.objects("items")
		if err != nil {
			return nil, err
		}
		if len(items) == 0 || len(items) > bulkSize {
			return nil, failure(http.StatusUnprocessableEntity, "unprocessable_entity", "a call has 1 to %d items, not %d", bulkSize, len(items))
		}
		for _, item := range items {
			method := item.text("method")
			if item.text("data_type") != kind || item.object("data") == nil || method != "post" && (method != "delete" || kind == "event") {
				return nil, failure(http.StatusUnprocessableEntity, "unprocessable_entity", "an item is malformed")
			}
		}
		j, err := s.bulkJobFor(c)
		if err != nil {
			return nil, err
		}
		now := time.Now()
		j.updatedAt = c.now
		j.tasks = append(j.tasks, &bulkTask{
			id: "task_" + s.number(), path: path, items: items,
			createdAt: c.now, started: now.Add(s.lag / 2), done: now.Add(s.lag),
		})
		return bulkJobJSON(j), nil
	}
}

// bulkJobFor finds the job that a call adds to, or starts one.
func (s *Server) bulkJobFor(c *call) (*bulkJob, error) {
	if id := c.body.object("job").text("id"); id != "" {
		j, ok := s.bulkJobs.get(id)
		switch {
		case !ok:
			return nil, notFound("Job Not Found")
		case c.now >= j.closingAt:
			return nil, failure(http.StatusUnprocessableEntity, "job_closed", "job is closed")
		}
		return j, nil
	}
	j := &bulkJob{id: "job_" + s.number(), name: "api_bulk_job", createdAt: c.now, closingAt: c.now + bulkLife}
	return s.bulkJobs.add(j.id, j), nil
}

// runBulk does what is due of the bulk jobs.
func (s *Server) runBulk() {
	for j := range s.bulkJobs.all() {
		for _, t := range j.tasks {
			if t.ran || t.done.After(time.Now()) {
				continue
			}
			t.ran = true
			j.updatedAt = t.done.Unix()
			for _, item := range t.items {
				if err := s.runItem(t, item); err != nil {
					j.failures = append(j.failures, s.failureJSON(t, item, err))
				}
			}
		}
	}
}

// runItem does what a call for a single thing would.
func (s *Server) runItem(t *bulkTask, item object) error {
	data := item.object("data")
	c := &call{generation: legacy, version: "1.4", method: http.MethodPost, path: t.path, query: url.Values{}, body: data, now: t.done.Unix()}
	if item.text("method") == "delete" {
		c.method = http.MethodDelete
		for _, key := range []string{"user_id", "email"} {
			c.query.Set(key, data.text(key))
		}
		if id := data.text("id"); id != "" {
			c.path += "/" + url.PathEscape(id)
		}
	}
	c.route, c.params = s.tables[legacy].match(c.method, c.path)
	if c.route.handle == nil {
		return s.unrouted(c)
	}
	_, err := c.route.handle(c)
	return err
}

func (s *Server) failureJSON(t *bulkTask, item object, err error) object {
	o := object{
		"type": "job_item", "id": "ji_" + s.number(), "method": item["method"], "data_type": item["data_type"], "data": item["data"],
		"updated_at": t.done.Unix(), "error": object{"code": "server_error", "message": err.Error()},
	}
	if e, ok := err.(*apiError); ok { //nolint:errorlint // handlers return it as it is
		o["error"] = object{"code": e.code, "message": e.message}
	}
	return o
}

func (t *bulkTask) state() string {
	switch {
	case t.ran:
		return "completed"
	case time.Now().Before(t.started) || !t.done.After(t.started):
		return "pending"
	}
	return "running"
}

// state is that of the task that is behind the others.
func (j *bulkJob) state() string {
	states := render(j.tasks, (*bulkTask).state)
	switch {
	case slices.Contains(states, "running"), slices.Contains(states, "pending") && slices.Contains(states, "completed"):
		return "running"
	case slices.Contains(states, "pending"):
		return "pending"
	case len(j.failures) > 0:
		return "completed_with_errors"
	}
	return "completed"
}

func bulkJobJSON(j *bulkJob) object {
	o := object{
		"id": j.id, "app_id": workspaceID, "name": j.name, "state": j.state(), "created_at": j.createdAt, "updated_at": j.updatedAt,
		"completed_at": nil, "closing_at": j.closingAt,
		"links": object{"self": apiHost + "/jobs/" + j.id, "error": apiHost + "/jobs/" + j.id + "/error"},
	}
	if state := j.state(); state != "running" && state != "pending" {
		o["completed_at"] = j.updatedAt
	}
	o["tasks"] = render(j.tasks, func(t *bulkTask) object {
		task := object{"id": t.id, "item_count": len(t.items), "created_at": t.createdAt, "started_at": nil, "completed_at": nil, "state": t.state()}
		if t.state() != "pending" {
			task["started_at"] = t.started.Unix()
		}
		if t.ran {
			task["completed_at"] = t.done.Unix()
		}
		return task
	})
	return o
}

func (s *Server) bulkJob(c *call) (*bulkJob, error) {
	j, ok := s.bulkJobs.get(c.param("id"))
	if !ok {
		return nil, notFound("Job Not Found")
	}
	return j, nil
}

func (s *Server) getBulkJob(c *call) (any, error) {
	j, err := s.bulkJob(c)
	if err != nil {
		return nil, err
	}
	return bulkJobJSON(j), nil
}

func (s *Server) listBulkJobs(*call) (any, error) {
	return object{"type": "job.list", "jobs": render(slices.Collect(s.bulkJobs.all()), bulkJobJSON)}, nil
}

func (s *Server) updateBulkJob(c *call) (any, error) {
	j, err := s.bulkJob(c)
	if err != nil {
		return nil, err
	}
	draft := *j
	f := &fields{object: c.body}
	f.text("name", &draft.name)
	f.integer("closing_at", &draft.closingAt)
	if f.err != nil {
		return nil, f.err
	}
	draft.updatedAt = c.now
	*j = draft
	return bulkJobJSON(j), nil
}

func (s *Server) bulkFailures(c *call) (any, error) {
	j, err := s.bulkJob(c)
	if err != nil {
		return nil, err
	}
	page, pages, err := paged(c, j.failures, 50, 60)
	if err != nil {
		return nil, err
	}
	items := render(page, func(o object) object { return o })
	return object{"type": "job_item.list", "app_id": workspaceID, "job_id": j.id, "items": items, "pages": pages}, nil
}
