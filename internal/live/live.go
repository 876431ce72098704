// Package live calls a real workspace: every method that reads, and on demand every write that it can undo. It returns a
// report without personal data, so that the run of whoever has a workspace becomes a bug report that needs no secrets.
//
//	INTERCOM_ACCESS_TOKEN=... go run -tags live ./internal/live/report > report.md
//	INTERCOM_ACCESS_TOKEN=... go run -tags live ./internal/live/report -write > report.md
//
// The program has the build tag live, so that nothing calls a workspace by accident. The suite has none: its test runs against the
// fake of package intercomtest.
package live

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/go-intercom/intercom"
)

// A run is one pass over a workspace.
type run struct {
	ctx      context.Context
	client   *intercom.Client
	watch    *watch
	pool     pool
	report   *Report
	progress io.Writer

	externalID string // of a contact
}

// Run calls a workspace and reports what came back. It writes nothing unless write is true. Progress gets a line for each method.
// An error means that there is no report: the client could not be made, or the token is not accepted.
func Run(ctx context.Context, write bool, progress io.Writer, opts ...intercom.Option) (*Report, error) {
	w := &watch{}
	client, err := intercom.NewClient(append([]intercom.Option{
		intercom.WithLogger(nil),
		intercom.WithPriority(intercom.PriorityLow), // whoever else uses the token goes first
	}, append(opts, intercom.WithTransport(w.wrap))...)...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	r := &run{ctx: ctx, client: client, watch: w, pool: pool{}, report: newReport(), progress: progress}
	me, err := client.Admins.Me(ctx)
	if err != nil {
		return nil, fmt.Errorf("the owner of the token cannot be read: %w", err)
	}
	r.report.host(w.last().host)
	r.reads()
	if write {
		r.writes(me.ID)
	}
	r.report.finish(w.all())
	return r.report, ctx.Err()
}

// row does something with the workspace and adds what came back to the report.
func (r *run) row(method string, do func() (any, error)) *Row {
	before := r.watch.count()
	begun := time.Now()
	value, err := do()
	row := &Row{Method: method, Took: time.Since(begun)}
	if sent := r.watch.since(before); len(sent) > 0 {
		last := sent[len(sent)-1]
		row.Operation, row.Version, row.Status = last.operation, last.version, last.status
		for _, each := range sent {
			row.Forms = addNew(row.Forms, each.form)
		}
	}
	row.Problem = problemOf(err)
	for _, each := range objectsIn(value) {
		row.Objects++
		row.inspect(each)
	}
	return row
}

// add puts a row into the report.
func (r *run) add(row *Row) {
	r.report.Rows = append(r.report.Rows, row)
	fmt.Fprintln(r.progress, row.line())
}
