package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// shared is the PostgreSQL of all tests that need one. Each has a schema in it.
var shared struct {
	once sync.Once
	*server
	err error
}

// runAsProgram makes the test binary the program.
const runAsProgram = "WAREHOUSE_RUN_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(runAsProgram) != "" {
		main()
	}
	os.Unsetenv("DATABASE_URL") //nolint:errcheck // it is there or not
	code := m.Run()
	if shared.server != nil {
		shared.Stop()
	}
	os.Exit(code)
}

// needPostgres skips a test where there is no PostgreSQL, unless
// INTERCOM_REQUIRE_POSTGRES is set.
func needPostgres(t *testing.T) {
	t.Helper()
	if _, err := findPostgres(); err != nil && os.Getenv("INTERCOM_REQUIRE_POSTGRES") == "" {
		t.Skip("there is no PostgreSQL: apt-get install postgresql; with INTERCOM_REQUIRE_POSTGRES=1 this fails")
	}
}

func database(t *testing.T) string {
	t.Helper()
	needPostgres(t)
	shared.once.Do(func() { shared.server, shared.err = startPostgres(context.Background(), "") })
	require.NoError(t, shared.err)
	return shared.URL
}

var schemas atomic.Int64

// newSchema returns the name of a schema that no other test uses.
func newSchema() string { return fmt.Sprintf("test %d", schemas.Add(1)) }

// warehouse is a mirror of a fake workspace.
type warehouse struct {
	*mirror
	fake   *intercomtest.Server
	schema string
	out    *bytes.Buffer
}

func newWarehouse(t *testing.T, count int, opts ...intercom.Option) *warehouse {
	t.Helper()
	url := database(t)
	fake := intercomtest.NewServer(intercomtest.WithRateLimit(1_000_000, time.Second))
	if count > 0 {
		require.NoError(t, seed(t.Context(), fake, count))
	}
	w := &warehouse{fake: fake, schema: newSchema(), out: &bytes.Buffer{}}
	s, err := openStore(t.Context(), url, w.schema)
	require.NoError(t, err)
	t.Cleanup(s.close)
	w.mirror = &mirror{client: fake.Client(opts...), store: s, workers: 8, fullEvery: time.Hour, progress: newProgress(w.out)}
	return w
}

// sync runs the mirror once and returns how many rows it wrote.
func (w *warehouse) sync(t *testing.T, full bool) int {
	t.Helper()
	w.full, w.progress.total = full, counts{}
	require.NoError(t, w.run(t.Context()))
	return w.progress.total.written
}

// seeded changes the workspace.
func (w *warehouse) seeded(t *testing.T, change func(c *intercom.Client) error) {
	t.Helper()
	require.NoError(t, w.fake.Seed(change))
}

// column returns the texts of a query.
func (w *warehouse) column(t *testing.T, sql string, args ...any) []string {
	t.Helper()
	return column(t, w.store, sql, args...)
}

func column(t *testing.T, s *store, sql string, args ...any) []string {
	t.Helper()
	rows, err := s.conn.Query(t.Context(), sql, args...)
	require.NoError(t, err)
	all := []string{}
	for rows.Next() {
		values, err := rows.Values()
		require.NoError(t, err)
		all = append(all, strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
	}
	require.NoError(t, rows.Err())
	return all
}

// same compares all that is in the database with what the workspace has.
func (w *warehouse) same(t *testing.T) {
	t.Helper()
	requireSame(t, w.fake, w.store)
}

func requireSame(t *testing.T, fake *intercomtest.Server, s *store) {
	t.Helper()
	is := map[string]map[string]string{}
	for table, sql := range map[string]string{
		"tags":                  "SELECT id, raw::text FROM tags",
		"companies":             "SELECT id, raw::text FROM companies",
		"contacts":              "SELECT id, (raw - 'enabled_push_messaging')::text FROM contacts", // only single reads have it
		"conversations":         "SELECT id, raw::text FROM conversations",
		"tickets":               "SELECT id, raw::text FROM tickets",
		"conversation_parts":    "SELECT conversation_id || ' ' || id, raw::text FROM conversation_parts",
		"ticket_parts":          "SELECT ticket_id || ' ' || id, raw::text FROM ticket_parts",
		"company_tags":          "SELECT company_id || ' ' || tag_id, 'true' FROM company_tags",
		"contact_tags":          "SELECT contact_id || ' ' || tag_id, 'true' FROM contact_tags",
		"contact_companies":     "SELECT contact_id || ' ' || company_id, 'true' FROM contact_companies",
		"conversation_tags":     "SELECT conversation_id || ' ' || tag_id, 'true' FROM conversation_tags",
		"conversation_contacts": "SELECT conversation_id || ' ' || contact_id, 'true' FROM conversation_contacts",
		"ticket_contacts":       "SELECT ticket_id || ' ' || contact_id, 'true' FROM ticket_contacts",
	} {
		rows, err := s.conn.Query(t.Context(), sql)
		require.NoError(t, err)
		is[table] = map[string]string{}
		for rows.Next() {
			var id, raw string
			require.NoError(t, rows.Scan(&id, &raw))
			is[table][id] = canonical(t, []byte(raw))
		}
		require.NoError(t, rows.Err())
	}
	var want map[string]map[string]string
	require.NoError(t, fake.Seed(func(c *intercom.Client) (err error) {
		want, err = state(t, c)
		return err
	}))
	for table, rows := range want {
		for id, raw := range rows {
			if is[table][id] != raw {
				t.Errorf("%s %s: is\n%s\nwant\n%s", table, id, is[table][id], raw)
			}
		}
		for id := range is[table] {
			if _, ok := rows[id]; !ok && !isUnlisted(t, fake, table, id) {
				t.Errorf("%s %s is in the database alone", table, id)
			}
		}
		if t.Failed() {
			t.FailNow()
		}
	}
}

// isUnlisted reports whether something is a company that nobody belongs to.
func isUnlisted(t *testing.T, fake *intercomtest.Server, table, id string) bool {
	return table == companies && fake.Seed(func(c *intercom.Client) error {
		_, err := c.Companies.Get(t.Context(), intercom.ID(id))
		return err
	}) == nil
}

// canonical is JSON with its keys in order.
func canonical(t *testing.T, raw []byte) string {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal(raw, &v))
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

// state reads a whole workspace by other methods than the mirror's.
func state(t *testing.T, c *intercom.Client) (map[string]map[string]string, error) {
	ctx := t.Context()
	all := map[string]map[string]string{}
	put := func(table, id string, raw []byte) {
		if all[table] == nil {
			all[table] = map[string]string{}
		}
		if id != "" {
			all[table][id] = canonical(t, raw)
		}
	}
	for _, table := range []string{
		"tags", "companies", "contacts", "conversations", "tickets", "conversation_parts", "ticket_parts", "company_tags", "contact_tags",
		"contact_companies", "conversation_tags", "conversation_contacts", "ticket_contacts",
	} {
		put(table, "", nil)
	}
	pair := func(table string, left, right intercom.ID) {
		put(table, string(left)+" "+string(right), []byte("true"))
	}
	for tag, err := range c.Tags.List(ctx).All() {
		if err != nil {
			return nil, err
		}
		put("tags", string(tag.ID), tag.Raw())
	}
	for company, err := range c.Companies.List(ctx).All() {
		if err != nil {
			return nil, err
		}
		put("companies", string(company.ID), company.Raw())
		for _, tag := range company.Tags.Items {
			pair("company_tags", company.ID, tag.ID)
		}
	}
	for contact, err := range c.Contacts.List(ctx).PerPage(150).All() {
		if err != nil {
			return nil, err
		}
		put("contacts", string(contact.ID), contact.Raw())
		tags, err := c.Tags.ListForContact(ctx, contact.ID).Collect()
		if err != nil {
			return nil, err
		}
		for _, tag := range tags {
			pair("contact_tags", contact.ID, tag.ID)
		}
		for company, err := range c.Companies.ListForContact(ctx, contact.ID).All() {
			if err != nil {
				return nil, err
			}
			pair("contact_companies", contact.ID, company.ID)
		}
	}
	for listed, err := range c.Conversations.List(ctx).PerPage(150).All() {
		if err != nil {
			return nil, err
		}
		conversation, err := c.Conversations.Get(ctx, listed.ID)
		if err != nil {
			return nil, err
		}
		put("conversations", string(listed.ID), without(conversation.Raw(), "conversation_parts"))
		for _, part := range conversation.Parts.Items {
			put("conversation_parts", string(listed.ID+" "+part.ID), part.Raw())
		}
		for _, contact := range conversation.Contacts.Items {
			pair("conversation_contacts", listed.ID, contact.ID)
		}
		for _, tag := range conversation.Tags.Items {
			pair("conversation_tags", listed.ID, tag.ID)
		}
	}
	for ticket, err := range c.Tickets.Search(ctx, intercom.TicketFieldCreatedAt.After(time.Unix(1, 0))).All() {
		if err != nil {
			return nil, err
		}
		put("tickets", string(ticket.ID), without(ticket.Raw(), "ticket_parts"))
		for _, part := range ticket.Parts.Items {
			put("ticket_parts", string(ticket.ID+" "+part.ID), part.Raw())
		}
		for _, contact := range ticket.Contacts.Items {
			pair("ticket_contacts", ticket.ID, contact.ID)
		}
	}
	return all, nil
}

// The program runs with nothing but PostgreSQL on the machine.
func TestRunAlone(t *testing.T) {
	needPostgres(t)
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, []string{"-once", "-fake", "40"}))
	assert.Contains(t, out.String(), "Talking to a fake Intercom in this process with 40 contacts.\n")
	assert.Contains(t, out.String(), `Writing to the schema "intercom" of a PostgreSQL of this program, as DATABASE_URL is not set.`)
	assert.Regexp(t, `(?m)^contacts +40 read, +\d+ rows written, .*/s$`, out.String())
	assert.Regexp(t, `(?m)^done: \d+ things read, \d+ rows written in \d+\.\d s$`, out.String())
	assert.NotContains(t, out.String(), "\r", "it is no terminal")
}

// Every fake is a new workspace: a database that had another one is brought up to
// date with it.
func TestRunAgainstDatabase(t *testing.T) {
	t.Setenv("DATABASE_URL", database(t))
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	schema := newSchema()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, []string{"-once", "-fake", "40", "-schema", schema}))
	require.NoError(t, run(t.Context(), &out, []string{"-once", "-fake", "20", "-schema", schema}))
	assert.Contains(t, out.String(), `of the database "postgres" of DATABASE_URL.`)
	s, err := openStore(t.Context(), os.Getenv("DATABASE_URL"), schema)
	require.NoError(t, err)
	defer s.close()
	assert.Equal(t, []string{"20"}, column(t, s, "SELECT count(*) FROM contacts"))
}

func TestFlags(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"-unknown"}, {"word"}, {"-every", "0s"}, {"-full-every", "-1h"}, {"-fake", "-1"}, {"-workers", "0"}, {"-schema", ""},
		{"-schema", strings.Repeat("x", 64)},
	} {
		err := run(t.Context(), &strings.Builder{}, args)
		require.ErrorIs(t, err, errUsage, args)
		assert.Equal(t, exitUsage, exitCode(err))
	}
	assert.Equal(t, 0, exitCode(run(t.Context(), &strings.Builder{}, []string{"-help"})))
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	for code, errs := range map[int][]error{
		0:           {nil},
		exitFailed:  {errors.New("x"), intercom.ErrServer, intercom.ErrConnection, errMoved},
		exitUsage:   {errUsage, intercom.ErrUnauthorized, intercom.ErrForbidden, errOtherWorkspace, errors.Join(intercom.ErrServer, errUsage)},
		exitStopped: {errStopped},
	} {
		for _, err := range errs {
			assert.Equal(t, code, exitCode(err), "%v", err)
		}
	}
}

func TestBadDatabase(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	for _, url := range []string{"postgres://wash:hidden-password@127.0.0.1:1/none?connect_timeout=1", "postgres://wash:hidden-password@[::1/none"} {
		t.Setenv("DATABASE_URL", url)
		var out strings.Builder
		err := run(t.Context(), &out, []string{"-once", "-fake", "1"})
		require.Error(t, err)
		assert.NotContains(t, err.Error()+out.String(), "hidden-password")
	}
}

func TestRefusedToken(t *testing.T) {
	fake := intercomtest.NewServer()
	defer fake.Close()
	t.Setenv("INTERCOM_ACCESS_TOKEN", "wrong-token")
	t.Setenv("INTERCOM_BASE_URL", fake.URL())
	err := run(t.Context(), &strings.Builder{}, []string{"-once"})
	require.ErrorIs(t, err, intercom.ErrUnauthorized)
	assert.Equal(t, exitUsage, exitCode(err))
}

// What fails is tried again at the next time, what must fail again is not. A stop
// between runs is no failure.
func TestRepeat(t *testing.T) {
	t.Parallel()
	s := &settings{every: time.Nanosecond}
	var out strings.Builder
	runs := 0
	err := s.repeat(t.Context(), &out, func() error {
		if runs++; runs < 3 {
			return intercom.ErrServer
		}
		return intercom.ErrUnauthorized
	})
	require.ErrorIs(t, err, intercom.ErrUnauthorized)
	assert.Equal(t, 3, runs)
	assert.Equal(t, 2, strings.Count(out.String(), "server error\nThe next run is in 0s.\n"), out.String())

	ctx, cancel := context.WithCancel(t.Context())
	s.every = time.Hour
	time.AfterFunc(20*time.Millisecond, cancel)
	require.NoError(t, s.repeat(ctx, &out, func() error { return nil }))
	require.ErrorIs(t, s.repeat(ctx, &out, ctx.Err), context.Canceled)

	s.once = true
	require.ErrorIs(t, s.repeat(t.Context(), &out, func() error { return intercom.ErrServer }), intercom.ErrServer)
}

// Whatever it was about, what is stopped says so.
func TestStopped(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", "")
	t.Setenv("DATABASE_URL", database(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, run(ctx, &strings.Builder{}, []string{"-once", "-fake", "5"}), errStopped)
}

func TestProgress(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	now := time.Unix(0, 0)
	p := newProgress(&out)
	p.live, p.now = true, func() time.Time { return now }
	end := p.begin("contacts")
	for range 3 {
		now = now.Add(60 * time.Millisecond)
		p.add(150, 10)
	}
	now = now.Add(820 * time.Millisecond)
	end()
	want := "\rcontacts                   150 read,       10 rows written,    0.1 s,   2500/s" +
		"\rcontacts                   450 read,       30 rows written,    0.2 s,   2500/s" +
		"\rcontacts                   450 read,       30 rows written,    1.0 s,    450/s\n"
	assert.Equal(t, want, out.String())
	assert.Equal(t, counts{450, 30}, p.total)

	out.Reset()
	p.live = false
	p.begin("tickets")()
	assert.Empty(t, out.String(), "nothing was read")
}
