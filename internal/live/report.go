package live

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
)

// A Report is what a workspace responded. It names operations, statuses, paths of fields and numbers, and nothing of a customer's.
type Report struct {
	Server  string // "US", "EU", "AU", or "another address"
	Rows    []*Row
	Skipped []Skip
	Left    []string // what was created and could not be removed

	limits []string
	clock  string
}

// A Row is one method.
type Row struct {
	Method     string
	Operation  string
	Version    string
	Status     int
	Problem    string // the code or the kind of an error
	Objects    int    // that were read
	Mismatches []string
	Unknown    []string // fields that the package does not have
	Forms      []string // of pages
	Took       time.Duration
}

// A Skip is a method that was not called.
type Skip struct{ Method, Operation, Why string }

func newReport() *Report { return &Report{Server: "another address"} }

// host notes where the workspace is, if it is one of Intercom's.
func (r *Report) host(name string) {
	for region, is := range map[string]intercom.Region{"US": intercom.US, "EU": intercom.EU, "AU": intercom.AU} {
		if u, err := url.Parse(string(is)); err == nil && u.Host == name {
			r.Server = region
		}
	}
}

func (r *Report) skip(method, operation, why string) {
	r.Skipped = append(r.Skipped, Skip{method, operation, why})
}

// finish sums up what all responses had.
func (r *Report) finish(all []exchange) {
	r.limits, r.clock = nil, "no response has a date"
	counts := map[int]int{}
	var longest time.Duration
	var ahead []time.Duration
	for _, each := range all {
		counts[each.limit]++
		if each.limit > 0 {
			longest = max(longest, each.reset)
		}
		if each.dated {
			ahead = append(ahead, each.ahead)
		}
	}
	for _, limit := range slices.Sorted(maps.Keys(counts)) {
		text := fmt.Sprintf("%d requests a window in %d responses", limit, counts[limit])
		if limit == 0 {
			text = fmt.Sprintf("none in %d responses", counts[limit])
		}
		r.limits = append(r.limits, text)
	}
	if longest > 0 {
		r.limits = append(r.limits, fmt.Sprintf("windows end in %d s at most", int(longest.Round(time.Second)/time.Second)))
	}
	if len(ahead) > 0 {
		slices.Sort(ahead)
		r.clock = fmt.Sprintf("Intercom's is %+d s from this machine's", int(ahead[len(ahead)/2].Round(time.Second)/time.Second))
	}
}

// Failed counts the methods that failed or found something that the package does not know.
func (r *Report) Failed() (n int) {
	for _, row := range r.Rows {
		if row.Problem != "" || len(row.Mismatches) > 0 || len(row.Unknown) > 0 {
			n++
		}
	}
	return n
}

// String returns the report as Markdown.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Report of the live suite\n\n")
	fmt.Fprintf(&b, "- package %s, API %s and %s, %s %s/%s\n", intercom.Version, intercom.APIVersion, intercom.LegacyAPIVersion,
		runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(&b, "- workspace: %s\n- rate limit: %s\n- clock: %s\n", r.Server, strings.Join(r.limits, ", "), r.clock)
	fmt.Fprintf(&b, "- %d methods called, %d of them with something to look at, %d not called\n", len(r.Rows), r.Failed(), len(r.Skipped))
	for _, left := range r.Left {
		fmt.Fprintf(&b, "- **left behind**: %s\n", left)
	}
	b.WriteString("\n| method | operation | version | status | problem | objects | mismatches | unknown fields | pages |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|---|\n")
	for _, row := range r.Rows {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s | %d | %s | %s | %s |\n", row.Method, row.Operation, row.Version, row.status(),
			row.Problem, row.Objects, strings.Join(row.Mismatches, ", "), strings.Join(row.Unknown, ", "), strings.Join(row.Forms, "; "))
	}
	if len(r.Skipped) > 0 {
		b.WriteString("\n| not called | operation | why |\n|---|---|---|\n")
	}
	for _, skip := range r.Skipped {
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", skip.Method, skip.Operation, skip.Why)
	}
	return b.String()
}

func (row *Row) status() string {
	if row.Status == 0 {
		return "none"
	}
	return fmt.Sprint(row.Status)
}

// line is what progress shows of a row.
func (row *Row) line() string {
	return fmt.Sprintf("%s %s %s %s", row.status(), row.Took.Round(time.Millisecond), row.Method, cmp.Or(row.Problem, "ok"))
}
