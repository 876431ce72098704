package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// writers are the transactions that wrote the rows there are.
const writers = `SELECT coalesce(string_agg(x, ' ' ORDER BY x), '') FROM (
	SELECT DISTINCT 'contacts ' || xmin::text AS x FROM contacts UNION SELECT DISTINCT 'companies ' || xmin::text FROM companies
	UNION SELECT DISTINCT 'tags ' || xmin::text FROM tags UNION SELECT DISTINCT 'tickets ' || xmin::text FROM tickets
	UNION SELECT DISTINCT 'conversations ' || xmin::text FROM conversations
	UNION SELECT DISTINCT 'parts ' || xmin::text FROM conversation_parts UNION SELECT DISTINCT 'parts ' || xmin::text FROM ticket_parts
	UNION SELECT DISTINCT 'pairs ' || xmin::text FROM contact_tags UNION SELECT DISTINCT 'pairs ' || xmin::text FROM contact_companies
	UNION SELECT DISTINCT 'pairs ' || xmin::text FROM conversation_contacts) AS all_rows`

func TestFirstRun(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 400)
	assert.Positive(t, w.sync(t, false))
	w.same(t)
	assert.Equal(t, []string{"crew-7@example.com user Sailor 7 crew-7 team"}, w.column(t,
		"SELECT email || ' ' || role || ' ' || name || ' ' || external_id || ' ' || (custom_attributes->>'plan') FROM contacts WHERE external_id = 'crew-7'")[:1],
		"typed columns")
	assert.Equal(t, []string{"400"}, w.column(t, "SELECT count(*) FROM contacts WHERE created_at < updated_at AND updated_at < now() - interval '9 days'"))
	assert.Equal(t, []string{"40 true"}, w.column(t, "SELECT count(*), bool_and(body LIKE '%sails%') FROM conversations WHERE state = 'open' AND NOT parts_truncated"))
	assert.Equal(t, []string{"Repair Submitted Mast 3"}, w.column(t,
		"SELECT ticket_type || ' ' || state || ' ' || title FROM tickets WHERE title = 'Mast 3'"))
	assert.Equal(t, []string{"Ship 1 team"}, w.column(t, "SELECT name || ' ' || plan FROM companies WHERE company_id = 'ship-1'"))
}

// The query of the README is one.
func TestReadmeQuery(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(document), "```sql\n")
	require.True(t, ok)
	query, _, _ := strings.Cut(rest, "```")
	w := newWarehouse(t, 40)
	w.sync(t, false)
	assert.ElementsMatch(t, []string{"Ship 0 1", "Ship 1 1"}, w.column(t, query))
}

// Where nothing has changed, no row is written: neither by increments, nor when
// everything is read again.
func TestNothingChanged(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 200)
	w.sync(t, false)
	before := w.column(t, writers)
	assert.Zero(t, w.sync(t, false))
	assert.Equal(t, before, w.column(t, writers))
	asked := len(w.fake.Requests("GET /conversations/{conversation_id}"))
	assert.Zero(t, w.sync(t, true))
	assert.Equal(t, before, w.column(t, writers))
	assert.Len(t, w.fake.Requests("GET /conversations/{conversation_id}"), asked, "their entries in the list are the same")
	assert.Equal(t, []string{"0"}, w.column(t, "SELECT count(*) FROM seen"))
	assert.Equal(t, []string{"0"}, w.column(t, "SELECT count(*) FROM gone"))
	w.same(t)
}

// Increments follow updates, deletions and merges, and read no more than they must.
func TestIncrements(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 400)
	w.sync(t, false)
	people := w.column(t, "SELECT id FROM contacts WHERE id NOT IN (SELECT contact_id FROM conversation_contacts) ORDER BY created_at DESC")
	threads := w.column(t, "SELECT id FROM conversations ORDER BY id")
	tickets := w.column(t, "SELECT id FROM tickets ORDER BY id")
	id := func(list []string, n int) intercom.ID { return intercom.ID(list[n]) }
	var lead *intercom.Contact
	var asked intercom.ID
	w.seeded(t, func(c *intercom.Client) (err error) {
		lead, err = c.Contacts.Create(t.Context(), intercom.ContactCreate{Role: intercom.ContactRoleLead, Email: "guest@example.com"})
		require.NoError(t, err)
		begun, err := c.Conversations.Create(t.Context(), intercom.ConversationCreate{From: intercom.ByID(lead.ID), Body: "Is there room?"})
		require.NoError(t, err)
		asked = begun.ConversationID
		return err
	})
	old := time.Now().Add(-48 * time.Hour)
	w.fake.SetTimes(string(lead.ID), old, old)
	w.fake.SetTimes(string(asked), old, old)
	w.sync(t, true)
	w.same(t)
	me := w.column(t, "SELECT DISTINCT author_id FROM conversation_parts WHERE author_type = 'admin'")[0]

	w.seeded(t, func(c *intercom.Client) error {
		ctx := t.Context()
		_, err := c.Contacts.Update(ctx, id(people, 0), intercom.ContactUpdate{Name: intercom.Set("Captain")})
		require.NoError(t, err)
		require.NoError(t, c.Contacts.Delete(ctx, id(people, 1)))
		_, err = c.Contacts.Merge(ctx, intercom.ContactMerge{From: lead.ID, Into: id(people, 2), SkipDuplicateValidation: true})
		require.NoError(t, err)
		_, err = c.Contacts.Create(ctx, intercom.ContactCreate{ExternalID: "new", Email: "new@example.com"})
		require.NoError(t, err)
		_, err = c.Conversations.Reply(ctx, id(threads, 0), intercom.AdminReply{AdminID: intercom.ID(me), Body: "Done."})
		require.NoError(t, err)
		require.NoError(t, c.Conversations.Delete(ctx, id(threads, 1)))
		_, err = c.Tickets.Update(ctx, id(tickets, 0), intercom.TicketUpdate{Open: intercom.Set(false)})
		require.NoError(t, err)
		tags, err := c.Tags.List(ctx).Collect()
		require.NoError(t, err)
		require.NoError(t, c.Tags.Delete(ctx, tags[0].ID))
		_, err = c.Tags.Rename(ctx, tags[1].ID, "Bridge")
		require.NoError(t, err)
		return nil
	})
	w.sync(t, false)
	assert.Equal(t, []string{"Captain"}, w.column(t, "SELECT name FROM contacts WHERE id = $1", people[0]))
	assert.Empty(t, w.column(t, "SELECT id FROM contacts WHERE id = ANY($1)", []string{people[1], string(lead.ID)}))
	assert.ElementsMatch(t, []string{
		"contacts " + people[1] + " deleted <nil>", "contacts " + string(lead.ID) + " merged " + people[2], "conversations " + threads[1] + " deleted <nil>",
	}, w.column(t, "SELECT kind, id, reason, merged_into FROM gone"))
	assert.Equal(t, []string{people[2]}, w.column(t, "SELECT contact_id FROM conversation_contacts WHERE conversation_id = $1", string(asked)),
		"the conversation of the lead is read again")
	assert.Empty(t, w.column(t, "SELECT id FROM conversation_parts WHERE conversation_id = $1", threads[1]))
	assert.Equal(t, []string{"New ones are on their way, part 0.", "Done."}, w.column(t,
		"SELECT regexp_replace(body, '<.*?>', '', 'g') FROM conversation_parts WHERE conversation_id = $1 ORDER BY id", threads[0]))
	assert.Equal(t, []string{"false"}, w.column(t, "SELECT open FROM tickets WHERE id = $1", tickets[0]))
	assert.Equal(t, []string{"Bridge"}, w.column(t, "SELECT name FROM tags WHERE name = 'Bridge'"))
	assert.Equal(t, []string{"11"}, w.column(t, "SELECT count(*) FROM tags"))
	assert.Empty(t, w.column(t, "SELECT * FROM contact_tags WHERE tag_id NOT IN (SELECT id FROM tags)"))
	w.sync(t, true) // the JSON of those who had the tag
	w.same(t)
}

// What no list of updates has is found when everything is read again.
func TestFullRun(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 200)
	w.sync(t, false)
	people := w.column(t, "SELECT contact_id FROM contact_tags GROUP BY contact_id ORDER BY contact_id")
	tickets := w.column(t, "SELECT id FROM tickets ORDER BY id")
	firms := w.column(t, "SELECT id FROM companies ORDER BY id")
	archived, untagged := intercom.ID(people[0]), intercom.ID(people[1])
	w.seeded(t, func(c *intercom.Client) error {
		ctx := t.Context()
		_, err := c.Contacts.Archive(ctx, archived)
		require.NoError(t, err)
		tags, err := c.Tags.ListForContact(ctx, untagged).Collect()
		require.NoError(t, err)
		_, err = c.Tags.RemoveFromContact(ctx, untagged, tags[0].ID)
		require.NoError(t, err)
		require.NoError(t, c.Tickets.Delete(ctx, intercom.ID(tickets[0])))
		return c.Companies.Delete(ctx, intercom.ID(firms[0]))
	})
	w.sync(t, false)
	assert.Len(t, w.column(t, "SELECT id FROM contacts WHERE id = $1", people[0]), 1, "nothing has said that it was archived")
	w.sync(t, true)
	w.same(t)
	gone := []string{"companies " + firms[0] + " missing", "contacts " + people[0] + " missing", "tickets " + tickets[0] + " missing"}
	assert.Equal(t, gone, w.column(t, "SELECT kind, id, reason FROM gone ORDER BY kind"))

	w.seeded(t, func(c *intercom.Client) error {
		_, err := c.Contacts.Unarchive(t.Context(), archived)
		return err
	})
	w.sync(t, false)
	w.same(t)
	assert.Len(t, w.column(t, "SELECT id FROM gone"), 2, "it came back")

	// It is also due after a time.
	w.seeded(t, func(c *intercom.Client) error {
		_, err := c.Contacts.Archive(t.Context(), archived)
		return err
	})
	w.fullEvery = time.Nanosecond
	w.sync(t, false)
	w.same(t)
}

// A company that nobody belongs to is in no list, but it is there.
func TestUnlisted(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 40)
	w.sync(t, false)
	firm := w.column(t, "SELECT id FROM companies ORDER BY id")[0]
	w.seeded(t, func(c *intercom.Client) error {
		for contact, err := range c.Contacts.ListForCompany(t.Context(), intercom.ID(firm)).All() {
			require.NoError(t, err)
			_, err = c.Companies.RemoveFromContact(t.Context(), contact.ID, intercom.ID(firm))
			require.NoError(t, err)
		}
		return nil
	})
	w.sync(t, true)
	assert.Equal(t, []string{"0"}, w.column(t, "SELECT user_count FROM companies WHERE id = $1", firm))
	assert.Empty(t, w.column(t, "SELECT id FROM gone"))
}

// Searches find a contact for some minutes after it was deleted. Its row does not
// come back.
func TestLateSearch(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 20)
	w.sync(t, false)
	var late []*intercom.Contact
	w.seeded(t, func(c *intercom.Client) (err error) {
		late, err = c.Contacts.List(t.Context()).Collect()
		require.NoError(t, err)
		return c.Contacts.Delete(t.Context(), late[0].ID)
	})
	w.sync(t, false)
	require.NoError(t, w.store.write(t.Context(), nil, "", func(p *page) error { return w.writeContacts(p, late) }))
	assert.Empty(t, w.column(t, "SELECT id FROM contacts WHERE id = $1", string(late[0].ID)))
	w.same(t)
}

// The second of two merges has what the first one had.
func TestMergedTwice(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 40)
	var lead *intercom.Contact
	w.seeded(t, func(c *intercom.Client) (err error) {
		lead, err = c.Contacts.Create(t.Context(), intercom.ContactCreate{Role: intercom.ContactRoleLead, Email: "guest@example.com"})
		return err
	})
	w.sync(t, false)
	people := w.column(t, "SELECT id FROM contacts WHERE role = 'user' ORDER BY id")
	w.seeded(t, func(c *intercom.Client) error {
		_, err := c.Contacts.Merge(t.Context(), intercom.ContactMerge{From: lead.ID, Into: intercom.ID(people[0]), SkipDuplicateValidation: true})
		require.NoError(t, err)
		return c.Contacts.Delete(t.Context(), intercom.ID(people[0]))
	})
	w.sync(t, false)
	w.same(t)
	assert.Len(t, w.column(t, "SELECT id FROM gone"), 2)

	// Found by a full run alone, the row of a merged contact names the other one.
	var second *intercom.Contact
	w.seeded(t, func(c *intercom.Client) (err error) {
		second, err = c.Contacts.Create(t.Context(), intercom.ContactCreate{Role: intercom.ContactRoleLead, Email: "again@example.com"})
		return err
	})
	w.sync(t, false)
	w.seeded(t, func(c *intercom.Client) error {
		_, err := c.Contacts.Merge(t.Context(), intercom.ContactMerge{From: second.ID, Into: intercom.ID(people[1]), SkipDuplicateValidation: true})
		return err
	})
	require.NoError(t, w.store.restart(t.Context(), must(w.store.stream(t.Context(), contacts)), true))
	require.NoError(t, check(t.Context(), w.mirror, contacts, w.client.Contacts.Get, w.writeContacts))
	assert.Equal(t, []string{people[1]}, w.column(t, "SELECT merged_into FROM gone WHERE id = $1", string(second.ID)))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// A contact comes with ten of its tags and companies. The table has all.
func TestManyLinks(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 20)
	w.seeded(t, func(c *intercom.Client) error {
		person, err := c.Contacts.Create(t.Context(), intercom.ContactCreate{ExternalID: "many"})
		require.NoError(t, err)
		for n := range 13 {
			tag, err := c.Tags.Create(t.Context(), fmt.Sprintf("Many %d", n))
			require.NoError(t, err)
			_, err = c.Tags.AddToContact(t.Context(), person.ID, tag.ID)
			require.NoError(t, err)
			firm, err := c.Companies.Create(t.Context(), intercom.CompanyCreate{CompanyID: fmt.Sprintf("many-%d", n)})
			require.NoError(t, err)
			_, err = c.Companies.AddToContact(t.Context(), person.ID, firm.ID)
			require.NoError(t, err)
		}
		return nil
	})
	w.sync(t, false)
	w.same(t)
	assert.Equal(t, []string{"13"}, w.column(t, "SELECT count(*) FROM contact_companies JOIN contacts ON id = contact_id WHERE external_id = 'many'"))
}

// Of a conversation with more parts than Intercom sends, those stay that were
// there before.
func TestTruncatedParts(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 20)
	w.sync(t, false)
	thread := w.column(t, "SELECT id FROM conversations ORDER BY id")[0]
	reply := func(count int) {
		w.seeded(t, func(c *intercom.Client) error {
			me, err := c.Admins.Me(t.Context())
			for n := 0; n < count && err == nil; n++ {
				_, err = c.Conversations.Reply(t.Context(), intercom.ID(thread), intercom.AdminReply{AdminID: me.ID, Body: "Ahoy."})
			}
			return err
		})
	}
	count := "SELECT count(*), bool_and(parts_truncated) FROM conversation_parts JOIN conversations ON conversations.id = conversation_id WHERE conversation_id = $1"
	reply(300)
	w.sync(t, false)
	reply(300)
	w.sync(t, false)
	assert.Equal(t, []string{"601 true"}, w.column(t, count, thread))
}

// A place in a list that is no longer known is no end: everything is read again.
func TestLostPlace(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 400)
	ctx := t.Context()
	at := must(w.store.stream(ctx, contacts))
	for read, err := range w.client.Contacts.Sync(ctx, "") {
		require.NoError(t, err)
		require.NoError(t, w.store.write(ctx, at, read.Cursor, func(p *page) error { return w.writeContacts(p, read.Items) }))
		w.seeded(t, func(c *intercom.Client) error { return c.Contacts.Delete(ctx, read.Items[len(read.Items)-1].ID) })
		break
	}
	w.sync(t, false)
	w.same(t)

	// Nor is one that the SDK does not know, which another version of it has written.
	must(w.store.conn.Exec(ctx, "UPDATE streams SET cursor = 'another form'"))
	must(w.store.conn.Exec(ctx, "DELETE FROM contacts WHERE email LIKE 'crew-1%'"))
	w.sync(t, false)
	w.same(t)
	assert.Equal(t, []string{"0"}, w.column(t, "SELECT count(*) FROM streams WHERE checking OR cursor = 'another form'"))
}

// One kind that fails does not keep the others from being read, and the next run
// goes on with it.
func TestOneFails(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 200, intercom.WithMaxRetries(0))
	w.fake.Fail("POST /contacts/search", intercomtest.Delay(0), intercomtest.Reset())
	w.fake.Fail("GET /conversations/{conversation_id}", intercomtest.Status(500, "server_error", "x"))
	err := w.run(t.Context())
	require.ErrorIs(t, err, intercom.ErrServer)
	require.ErrorIs(t, err, intercom.ErrConnection)
	assert.ErrorContains(t, err, "contacts: intercom: POST /contacts/search")
	assert.ErrorContains(t, err, "conversations: intercom: GET /conversations/{conversation_id}")
	assert.Equal(t, exitFailed, exitCode(err))
	assert.Equal(t, []string{"150 0 10"}, w.column(t,
		"SELECT (SELECT count(*) FROM contacts), (SELECT count(*) FROM conversations), (SELECT count(*) FROM tickets)"))
	w.sync(t, false)
	w.same(t)

	w.fake.Fail("GET /tags", intercomtest.Status(401, "unauthorized", "x"))
	err = w.run(t.Context())
	assert.Equal(t, exitUsage, exitCode(err))
	assert.NotContains(t, err.Error(), "contacts", "it would fail as well")
}

// The place of a page is that of the page before, or nothing is written.
func TestTwoMirrors(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 200)
	ctx := t.Context()
	slow := must(w.store.stream(ctx, contacts))
	w.sync(t, false)
	before := w.column(t, "SELECT cursor FROM streams WHERE name = 'contacts'")
	err := w.store.write(ctx, slow, "older", func(p *page) error {
		p.change("DELETE FROM contacts")
		return nil
	})
	require.ErrorIs(t, err, errMoved)
	assert.Equal(t, before, w.column(t, "SELECT cursor FROM streams WHERE name = 'contacts'"))
	w.same(t)
	assert.Empty(t, slow.cursor)
}

func TestOtherWorkspace(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 0)
	require.NoError(t, w.store.belongsTo(t.Context(), "a"))
	require.NoError(t, w.store.belongsTo(t.Context(), "a"))
	require.ErrorIs(t, w.store.belongsTo(t.Context(), "b"), errOtherWorkspace)
}

// A conversation that became a ticket takes it along when it is deleted.
func TestConvertedConversation(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 40)
	var thread intercom.ID
	w.seeded(t, func(c *intercom.Client) error {
		threads, err := c.Conversations.List(t.Context()).Collect()
		require.NoError(t, err)
		kinds, err := c.TicketTypes.List(t.Context()).Collect()
		require.NoError(t, err)
		thread = threads[0].ID
		_, err = c.Conversations.ConvertToTicket(t.Context(), thread, intercom.ConversationConvertToTicket{TicketTypeID: kinds[0].ID})
		return err
	})
	w.sync(t, false)
	w.same(t)
	w.seeded(t, func(c *intercom.Client) error { return c.Conversations.Delete(t.Context(), thread) })
	w.sync(t, false)
	w.same(t)
	assert.Equal(t, []string{"conversations deleted", "tickets missing"}, w.column(t, "SELECT kind, reason FROM gone ORDER BY kind"))
}

func TestEmptyWorkspace(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 0)
	assert.Zero(t, w.sync(t, false))
	assert.Zero(t, w.sync(t, true))
	w.same(t)
}
