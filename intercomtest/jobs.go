package intercomtest

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

func (w *workspace) jobRoutes() routes {
	bulk := plain(w, &w.bulkJobs, rules[bulkJob]{
		read:  w.bulkJobJSON,
		write: writeBulkJob,
		list:  listing{kind: "job.list", key: "jobs"},
		none:  notFound("Job Not Found"),
	})
	return routes{
		legacy: {
			"POST /bulk/users":     w.submit("user", w.saveUser, w.archiveUser),
			"POST /bulk/contacts":  w.submit("contact", w.saveLead, w.archiveLead),
			"POST /bulk/events":    w.submit("event", w.createEvent, nil),
			"GET /jobs":            bulk.all,
			"GET /jobs/{id}":       bulk.get,
			"POST /jobs/{id}":      bulk.update,
			"GET /jobs/{id}/error": bulk.about(bulkFailures),
		},
		modern: {
			"GET /jobs/status/{job_id}": w.getJob,
		},
	}
}

// job is something that Intercom makes after it has responded.
type job struct {
	id       string
	kind     string
	resource string // its id; empty if it cannot be made
	done     time.Time
	reported bool
	make     func() string // makes the resource and returns its id; nil once it did
}

// AddJob adds a job that makes the resource of a kind, such as a "ticket", and
// takes a while for it. A job without a resourceID fails. It returns the job's
// id.
func (s *Server) AddJob(kind, resourceID string, takes time.Duration) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	j := &job{id: w.number(), kind: kind, resource: resourceID, done: w.now().Add(takes)}
	return w.jobs.add(j.id, j).id
}

func (w *workspace) getJob(x *exchange) (any, error) {
	j, ok := w.jobs.get(x.param("job_id"))
	if !ok {
		return nil, failure(http.StatusNotFound, "job_not_found", "Job Not Found")
	}
	return w.jobJSON(j), nil
}

// runJobs does what is due of the jobs.
func (w *workspace) runJobs() {
	for j := range w.jobs.all() {
		if j.reported || w.now().Before(j.done) {
			continue
		}
		if j.make != nil {
			j.resource, j.make = j.make(), nil
		}
		j.reported = true
		w.jobCompleted(j)
	}
}

func (w *workspace) jobJSON(j *job) object {
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
	case j.make != nil || w.now().Before(j.done):
	case j.resource == "":
		o["status"] = "failed"
	default:
		o["status"] = "success"
		o["resource_id"] = j.resource
		o["resource_url"] = apiHost + "/" + j.kind + "s/" + j.resource
	}
	return o
}

// bulkJob is a job of 1.x or Preview, which goes through its tasks one after the other.
type bulkJob struct {
	entry
	kind      string // of a job of Preview: contacts or companies
	name      string
	closingAt int64
	tasks     []*bulkTask
	failures  []object
}

// bulkTask is what one call brought.
type bulkTask struct {
	id        string
	modern    string  // of a job of Preview: the method of the operation
	post      handler // of the operation for a single item
	delete    handler // nil if there is none
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

// submit responds with the job, before it does anything of it.
func (w *workspace) submit(kind string, post, remove handler) handler {
	return func(x *exchange) (any, error) {
		items, err := x.body.objects("items")
		if err != nil {
			return nil, err
		}
		if len(items) == 0 || len(items) > bulkSize {
			return nil, failure(http.StatusUnprocessableEntity, "unprocessable_entity", "a call has 1 to %d items, not %d", bulkSize, len(items))
		}
		for _, item := range items {
			method := item.text("method")
			if item.text("data_type") != kind || item.object("data") == nil || method != "post" && (method != "delete" || remove == nil) {
				return nil, failure(http.StatusUnprocessableEntity, "unprocessable_entity", "an item is malformed")
			}
		}
		j, err := w.bulkJobFor(x)
		if err != nil {
			return nil, err
		}
		now := w.now()
		j.updatedAt = x.now
		j.tasks = append(j.tasks, &bulkTask{
			id: "task_" + w.number(), post: post, delete: remove, items: items,
			createdAt: x.now, started: now.Add(w.lag / 2), done: now.Add(w.lag),
		})
		return w.bulkJobJSON(x, j), nil
	}
}

// bulkJobFor finds the job that a call adds to, or starts one.
func (w *workspace) bulkJobFor(x *exchange) (*bulkJob, error) {
	if id := x.body.object("job").text("id"); id != "" {
		j, ok := w.bulkJobs.get(id)
		switch {
		case !ok || j.kind != "":
			return nil, notFound("Job Not Found")
		case x.now >= j.closingAt:
			return nil, failure(http.StatusUnprocessableEntity, "job_closed", "job is closed")
		}
		return j, nil
	}
	j := &bulkJob{entry: entry{id: "job_" + w.number(), createdAt: x.now}, name: "api_bulk_job", closingAt: x.now + bulkLife}
	return w.bulkJobs.add(j.id, j), nil
}

// runBulk does what is due of the bulk jobs.
func (w *workspace) runBulk() {
	for j := range w.bulkJobs.all() {
		for _, t := range j.tasks {
			if t.ran || t.done.After(w.now()) {
				continue
			}
			t.ran = true
			j.updatedAt = t.done.Unix()
			for _, item := range t.items {
				if err := w.runItem(t, item); err != nil {
					j.failures = append(j.failures, w.failureJSON(t, item, err))
				}
			}
		}
	}
}

// runItem does what a request for a single thing would.
func (w *workspace) runItem(t *bulkTask, item object) error {
	if t.modern != "" {
		_, err := t.post(t.previewItem(item))
		return err
	}
	data := item.object("data")
	x := &exchange{generation: legacy, version: "1.4", method: http.MethodPost, query: url.Values{}, body: data, at: t.done, now: t.done.Unix()}
	handle := t.post
	if item.text("method") == "delete" {
		x.method, handle = http.MethodDelete, t.delete
		x.params = map[string]string{"id": data.text("id")}
		for _, key := range []string{"user_id", "email"} {
			x.query.Set(key, data.text(key))
		}
	}
	_, err := handle(x)
	return err
}

func (w *workspace) failureJSON(t *bulkTask, item object, err error) object {
	o := object{
		"type": "job_item", "id": "ji_" + w.number(), "method": item["method"], "data_type": item["data_type"], "data": item["data"],
		"updated_at": t.done.Unix(), "error": object{"code": "server_error", "message": err.Error()},
	}
	if e, ok := err.(*apiError); ok { //nolint:errorlint // handlers return it as it is
		o["error"] = object{"code": e.code, "message": e.message}
	}
	return o
}

func (t *bulkTask) state(now time.Time) string {
	switch {
	case t.ran:
		return "completed"
	case now.Before(t.started) || !t.done.After(t.started):
		return "pending"
	}
	return "running"
}

// state is that of the task that is behind the others.
func (j *bulkJob) state(now time.Time) string {
	states := render(j.tasks, func(t *bulkTask) string { return t.state(now) })
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

func (w *workspace) bulkJobJSON(_ *exchange, j *bulkJob) object {
	now := w.now()
	o := object{
		"id": j.id, "app_id": workspaceID, "name": j.name, "state": j.state(now), "created_at": j.createdAt, "updated_at": j.updatedAt,
		"completed_at": nil, "closing_at": j.closingAt,
		"links": object{"self": apiHost + "/jobs/" + j.id, "error": apiHost + "/jobs/" + j.id + "/error"},
	}
	if state := j.state(now); state != "running" && state != "pending" {
		o["completed_at"] = j.updatedAt
	}
	o["tasks"] = render(j.tasks, func(t *bulkTask) object {
		task := object{"id": t.id, "item_count": len(t.items), "created_at": t.createdAt, "started_at": nil, "completed_at": nil, "state": t.state(now)}
		if t.state(now) != "pending" {
			task["started_at"] = t.started.Unix()
		}
		if t.ran {
			task["completed_at"] = t.done.Unix()
		}
		return task
	})
	return o
}

func writeBulkJob(_ *exchange, f *fields, j *bulkJob) {
	f.text("name", &j.name)
	f.moment("closing_at", &j.closingAt)
}

func bulkFailures(x *exchange, j *bulkJob) (any, error) {
	form := listing{kind: "job_item.list", key: "items", paging: byPage, most: 60, with: object{"app_id": workspaceID, "job_id": j.id}}
	return listed(x, form, j.failures, nil, func(o object) object { return o })
}
