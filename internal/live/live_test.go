package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
	"github.com/go-intercom/intercom/internal/calls"
)

// runOn runs the suite against a fake.
func runOn(t *testing.T, fake *intercomtest.Server, write bool, opts ...intercom.Option) (*Report, string) {
	t.Helper()
	var progress bytes.Buffer
	report, err := Run(t.Context(), write, &progress, append([]intercom.Option{
		intercom.WithToken(fake.Token()), intercom.WithBaseURL("http://intercom.test"), intercom.WithHTTPClient(&http.Client{Transport: fake.Transport()}),
	}, opts...)...)
	require.NoError(t, err)
	return report, report.String() + progress.String()
}

func requireClean(t *testing.T, text string) {
	t.Helper()
	for _, secret := range planted {
		assert.NotContains(t, text, secret)
	}
	assert.NotContains(t, text, "@")
}

func requireRow(t *testing.T, report *Report, method string) *Row {
	t.Helper()
	i := slices.IndexFunc(report.Rows, func(row *Row) bool { return row.Method == method })
	require.GreaterOrEqual(t, i, 0, "%s was not called", method)
	return report.Rows[i]
}

// Without -write every method that reads is called, nothing is written, and the report has nothing of a customer's.
func TestReads(t *testing.T) {
	t.Parallel()
	fake := newWorkspace(t)
	before := len(fake.Requests(""))
	report, text := runOn(t, fake, false)
	requireClean(t, text)
	assert.Empty(t, report.Left)

	for _, r := range fake.Requests("")[before:] {
		assert.True(t, isRead(r.Operation, r.Method), "%s was written", r.Operation)
	}
	for _, row := range report.Rows {
		assert.Empty(t, row.Mismatches, row.Method)
		if row.Method != "Articles.GetDraft" { // that of an article without one
			assert.Empty(t, row.Problem, row.Method)
		}
	}
	list := requireRow(t, report, "Contacts.List")
	assert.Equal(t, "GET /contacts", list.Operation)
	assert.Equal(t, "2.16", list.Version)
	assert.Equal(t, 200, list.Status)
	assert.Equal(t, 3, list.Objects, "two pages of two")
	assert.Equal(t, []string{
		"data[2] pages{next{page starting_after} page per_page total_pages type} total_count",
		"data[1] pages{page per_page total_pages type} total_count",
	}, list.Forms)
	assert.Equal(t, 1, requireRow(t, report, "Articles.GetVersion").Objects, "an id below that of another object")
	assert.Equal(t, "1.4", requireRow(t, report, "Users.Find").Version)
	assert.Empty(t, requireRow(t, report, "Users.Find").Forms)

	assert.Contains(t, text, "- package "+intercom.Version+", API 2.16 and 1.4, go")
	assert.Contains(t, text, "- workspace: another address\n- rate limit: ")
	assert.Contains(t, text, "requests a window in ")
	assert.Contains(t, text, "- clock: Intercom's is +0 s from this machine's\n")
	assert.Contains(t, text, "| Tags.Get | `GET /tags/{tag_id}` | 2.16 | 200 |  | 1 |")
	assert.Contains(t, text, "\n200 ")
}

// notRead are the operations that read, and that a workspace's lists have no ids for.
var notRead = []string{
	"GET /companies/bulk/{id}", "GET /contacts/bulk/{id}", "GET /custom_object_instances/{custom_object_type_identifier}",
	"GET /custom_object_instances/{custom_object_type_identifier}/{custom_object_instance_id}", "GET /download/content/data/{job_identifier}",
	"GET /download/reporting_data/{job_identifier}", "GET /export/content/data/{job_identifier}", "GET /export/reporting_data/{job_identifier}",
	"GET /export/workflows/{id}", "GET /fin_voice/collect/{id}", "GET /fin_voice/external_id/{external_id}", "GET /fin_voice/phone_number/{phone_number}",
	"GET /help_center/help_centers/{help_center_id}/redirects/{id}", "GET /jobs/status/{job_id}", "GET /messages/status", "GET /messages/whatsapp/status",
	"GET /visitors/{id}", "GET /visitors", "GET /event-stream",
}

// operations lists the operations of all methods, by whether they read.
func operations(t *testing.T) (reads, writes []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { // some methods wait
		for _, m := range calls.Methods() {
			sets, err := m.Arguments(t.Context())
			require.NoError(t, err)
			for _, args := range sets {
				for _, sent := range m.Call(t.Context(), args, calls.OK).Sent {
					if method, _, _ := strings.Cut(sent.Operation, " "); isRead(sent.Operation, method) {
						reads = addNew(reads, sent.Operation)
					} else {
						writes = addNew(writes, sent.Operation)
					}
				}
			}
		}
	})
	return reads, writes
}

// Every operation is called, or there is a reason why not.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	report, _ := runOn(t, newWorkspace(t), true)
	var called []string
	for _, row := range report.Rows {
		called = addNew(called, row.Operation)
	}
	reads, writes := operations(t)
	for _, operation := range reads {
		assert.NotEqual(t, slices.Contains(notRead, operation), slices.Contains(called, operation), "%s: called, and among those that are not, or neither", operation)
	}
	for _, operation := range writes {
		_, hasReason := left[operation]
		assert.NotEqual(t, hasReason, slices.Contains(called, operation), "%s: called, and left out with a reason, or neither", operation)
	}
	for operation, reason := range left {
		assert.Contains(t, writes, operation, "%s is no operation", operation)
		assert.NotEmpty(t, reason, operation)
	}
}

// What reads by POST is what the package repeats as a read: after a failure of the server, which no other POST is.
func TestReadPostsAreRepeated(t *testing.T) {
	t.Parallel()
	for _, operation := range readPosts {
		assert.True(t, isRead(operation, http.MethodPost))
	}
	broken := func(req *http.Request) *http.Response { return calls.Answer(req, http.StatusBadGateway, "{}") }
	found := map[string]bool{}
	synctest.Test(t, func(t *testing.T) {
		for _, p := range plans(t.Context()) {
			if strings.HasPrefix(p.operation, "POST ") {
				found[p.operation] = true
				assert.Len(t, p.method.Call(t.Context(), p.args, broken, intercom.WithMaxRetries(1)).Sent, 2, p.operation)
			}
		}
	})
	for _, operation := range readPosts {
		assert.True(t, found[operation], "%s is of no method", operation)
	}
}

// ids has the ids of every list of a workspace that something can be left behind in.
func ids(t *testing.T, client *intercom.Client) map[string][]intercom.ID {
	t.Helper()
	all := map[string][]intercom.ID{}
	for _, p := range plans(t.Context()) {
		logs := strings.Contains(p.operation, "activit") || strings.Contains(p.operation, "deleted")
		if _, isList := p.method.Result(); !isList || len(p.slots) > 0 || p.why != "" || logs {
			continue
		}
		out := p.method.On(client).Call(append([]reflect.Value{reflect.ValueOf(t.Context())}, p.args...))
		collect := out[0].MethodByName("Collect")
		if !collect.IsValid() {
			continue
		}
		items, err := collect.Call(nil)[0], error(nil)
		require.NoError(t, err)
		var list []any
		for i := range items.Len() {
			list = append(list, items.Index(i).Interface())
		}
		all[p.name] = idsIn(list)
		slices.Sort(all[p.name])
	}
	return all
}

// With -write everything that is written is undone: the lists are as before, and no write was about anything else.
func TestWrites(t *testing.T) {
	t.Parallel()
	fake := newWorkspace(t)
	before := ids(t, fake.Client())
	sent := len(fake.Requests(""))
	report, text := runOn(t, fake, true)
	requireClean(t, text)
	assert.Empty(t, report.Left)
	for _, row := range report.Rows {
		if row.Method != "Articles.GetDraft" {
			assert.Empty(t, row.Problem, row.Method)
		}
		assert.Empty(t, row.Mismatches, row.Method)
	}
	require.NotEmpty(t, before["Contacts.List"])
	assert.Equal(t, before, ids(t, fake.Client()))
	writes := 0
	for _, r := range fake.Requests("")[sent:] {
		if !isRead(r.Operation, r.Method) {
			writes++
		}
	}
	assert.Greater(t, writes, 70)
}

// mangle changes what a fake responds to some operations.
func mangle(change map[string]func(body map[string]any)) intercom.Option {
	return intercom.WithTransport(func(next http.RoundTripper) http.RoundTripper {
		return transport(func(req *http.Request) (*http.Response, error) {
			res, err := next.RoundTrip(req)
			do := change[intercom.Operation(req.Context())]
			if err != nil || do == nil {
				return res, err
			}
			var body map[string]any
			if err := errors.Join(json.NewDecoder(res.Body).Decode(&body), res.Body.Close()); err != nil {
				return nil, err
			}
			do(body)
			b, err := json.Marshal(body)
			res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(b)), int64(len(b))
			res.Header.Del("Content-Length")
			return res, err
		})
	})
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// What is new or of another form is named by its path. Keys that customers choose, and all values, are not in the report.
func TestFindings(t *testing.T) {
	t.Parallel()
	fake := newWorkspace(t)
	report, text := runOn(t, fake, false, mangle(map[string]func(map[string]any){
		"GET /tags/{tag_id}": func(body map[string]any) {
			body["color"] = "Mira Planted"
			body["mira.planted@quay.test"] = 1
			body["Mira Planted"] = 1
		},
		"GET /contacts/{contact_id}": func(body map[string]any) {
			body["name"] = map[string]any{"planted body": "planted body"}
			body["custom_attributes"] = map[string]any{"mira.planted@quay.test": "planted body"}
			body["location"] = map[string]any{"type": "location", "planet": "Mira Planted"}
		},
		"GET /articles/{article_id}": func(body map[string]any) {
			body["translated_content"] = map[string]any{"mira_planted": map[string]any{"type": "article_content", "title": []any{"planted body"}, "mood": "planted body"}}
		},
	}))
	requireClean(t, text)
	assert.NotContains(t, text, "mira_planted")
	assert.Equal(t, []string{"*", "*.*.*", "color"}, requireRow(t, report, "Tags.Get").Unknown)
	contact := requireRow(t, report, "Contacts.Get")
	assert.Equal(t, []string{"location.planet"}, contact.Unknown)
	assert.Equal(t, []string{"name (object for string)"}, contact.Mismatches)
	article := requireRow(t, report, "Articles.Get")
	assert.Equal(t, []string{"translated_content.*.mood"}, article.Unknown)
	assert.Equal(t, []string{"translated_content.*.title (array for string)"}, article.Mismatches)
	assert.Contains(t, text, "| name (object for string) | location.planet |")
}

// Failures are named by their code or kind. Their texts, which Intercom writes, are not in the report.
func TestFailures(t *testing.T) {
	t.Parallel()
	fake := newWorkspace(t)
	fake.Fail("GET /tags", intercomtest.Status(403, "api_plan_restricted", "planted body"))
	fake.Fail("GET /segments", intercomtest.Status(400, "Mira Planted", "planted body"))
	fake.Fail("GET /teams", intercomtest.HTML(200))
	fake.Fail("GET /brands", intercomtest.Reset(), intercomtest.Reset(), intercomtest.Reset())
	report, text := runOn(t, fake, false)
	requireClean(t, text)
	assert.Equal(t, "api_plan_restricted", requireRow(t, report, "Tags.List").Problem)
	assert.Equal(t, 403, requireRow(t, report, "Tags.List").Status)
	assert.Equal(t, "no code", requireRow(t, report, "Segments.List").Problem)
	assert.Equal(t, "not the JSON that it should be", requireRow(t, report, "Teams.List").Problem)
	lost := requireRow(t, report, "Brands.List")
	assert.Equal(t, "connection failed", lost.Problem)
	assert.Zero(t, lost.Status)
	assert.Equal(t, "GET /brands", lost.Operation)
	assert.GreaterOrEqual(t, report.Failed(), 4)
	i := slices.IndexFunc(report.Skipped, func(s Skip) bool { return s.Method == "Brands.Get" })
	require.GreaterOrEqual(t, i, 0)
	assert.Equal(t, "no list has an id of: brand", report.Skipped[i].Why)
}

// What cannot be removed is named by its id, so that its owner can.
func TestLeftBehind(t *testing.T) {
	t.Parallel()
	fake := newWorkspace(t)
	fake.Fail("DELETE /audiences/{id}", intercomtest.Status(403, "forbidden", "planted body"))
	report, text := runOn(t, fake, true)
	requireClean(t, text)
	require.Len(t, report.Left, 1)
	assert.Regexp(t, `^audiences \d+, whose name begins with "intercom-go live suite"$`, report.Left[0])
	assert.Contains(t, text, "- **left behind**: audiences ")
}

// A run that is canceled in the middle of its writes still undoes them.
func TestCanceled(t *testing.T) {
	t.Parallel()
	fake := newWorkspace(t)
	before := ids(t, fake.Client())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	report, err := Run(ctx, true, io.Discard, intercom.WithToken(fake.Token()), intercom.WithBaseURL("http://intercom.test"),
		intercom.WithHTTPClient(&http.Client{Transport: fake.Transport()}),
		intercom.WithHook(func(_ context.Context, a intercom.Attempt) {
			if a.Operation == "POST /articles" {
				cancel()
			}
		}))
	require.ErrorIs(t, err, context.Canceled)
	require.NotNil(t, report)
	assert.Empty(t, report.Left)
	assert.Equal(t, "canceled", requireRow(t, report, "Articles.Update").Problem)
	assert.Equal(t, before, ids(t, fake.Client()))
}

// The transport sends no write but those that create something while they may, and those about what was created.
func TestWatch(t *testing.T) {
	t.Parallel()
	fake := newWorkspace(t)
	w := &watch{}
	client := fake.Client(intercom.WithTransport(w.wrap))
	_, err := client.Tags.Create(t.Context(), "a")
	require.ErrorIs(t, err, errForbidden)
	w.creating("POST /tags")
	tag, err := client.Tags.Create(t.Context(), "a")
	require.NoError(t, err)
	w.creating("")
	require.ErrorIs(t, client.Tags.Delete(t.Context(), tag.ID), errForbidden)
	w.own("tags", tag.ID)
	_, err = client.Contacts.Archive(t.Context(), tag.ID)
	require.ErrorIs(t, err, errForbidden, "the id of something else")
	require.ErrorIs(t, client.Tags.Delete(t.Context(), tag.ID+"0"), errForbidden)
	require.NoError(t, client.Tags.Delete(t.Context(), tag.ID))
	assert.Equal(t, "not sent: forbidden to the suite", problemOf(err))
}

func TestRefusedToken(t *testing.T) {
	t.Parallel()
	fake := newWorkspace(t)
	_, err := Run(t.Context(), false, io.Discard, intercom.WithToken("another-token"), intercom.WithBaseURL("http://intercom.test"),
		intercom.WithHTTPClient(&http.Client{Transport: fake.Transport()}))
	require.ErrorIs(t, err, intercom.ErrUnauthorized)
	_, err = Run(t.Context(), false, io.Discard, intercom.WithToken(""))
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
}

func TestFormOf(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`not JSON`:                           "",
		`{"id":"1"}`:                         "",
		`[{},{}]`:                            "[2]",
		`{"data":[]}`:                        "data[0]",
		`{"mira@quay.test":[1]}`:             "",
		`{"a":[],"b":[]}`:                    "",
		`{"data":[1],"pages":null}`:          "data[1] pages=null",
		`{"users":[],"scroll_param":"abc"}`:  "users[0] scroll_param",
		`{"data":[],"pages":{"next":"url"}}`: "data[0] pages{next}",
		`{"data":[],"pages":{"next":{"starting_after":"x","mira":1}},"total_count":3}`: "data[0] pages{next{starting_after}} total_count",
	} {
		assert.Equal(t, want, formOf([]byte(body)), body)
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	r := newReport()
	r.host("api.eu.intercom.io")
	r.finish([]exchange{
		{limit: 1666, reset: 9 * time.Second, ahead: 3 * time.Second, dated: true}, {limit: 1666, ahead: 4 * time.Second, dated: true}, {ahead: time.Hour, dated: true}, {},
	})
	text := r.String()
	assert.Contains(t, text, "- workspace: EU\n")
	assert.Contains(t, text, "- rate limit: none in 2 responses, 1666 requests a window in 2 responses, windows end in 9 s at most\n")
	assert.Contains(t, text, "- clock: Intercom's is +4 s from this machine's\n")
	r.finish(nil)
	assert.Contains(t, r.String(), "- clock: no response has a date\n")
	assert.Equal(t, "another address", newReport().Server)
}

func TestCleanPath(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		path    string
		unknown bool
		want    string
	}{
		{"name", false, "name"},
		{"companies.data[12].id", false, "companies.data[].id"},
		{"color", true, "color"},
		{"color", false, "*"},
		{"location.planet", true, "location.planet"},
		{"translated_content.mira.title", false, "translated_content.*.title"},
		{"translated_content.mira.mood", true, "translated_content.*.mood"},
		{"mira.planted@quay.test", true, "*.*.*"},
		{"mira@quay.test", true, "*.*"},
		{"mira@quay.name", true, "*.*"},
		{"custom_attributes.mira@quay.test", true, "custom_attributes.*.test"},
		{"Mira Planted[3]", true, "*[]"},
		{"", false, "*"},
	} {
		assert.Equal(t, tt.want, cleanPath(tt.path, tt.unknown), tt.path)
	}
}
