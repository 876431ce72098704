package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// program runs this test binary as the program against a fake, in a process of
// its own.
type program struct {
	*exec.Cmd
	output bytes.Buffer
	ended  chan error
}

func start(t *testing.T, fake *intercomtest.Server, database string, args ...string) *program {
	t.Helper()
	p := &program{Cmd: exec.Command(os.Args[0], args...), ended: make(chan error, 1)}
	p.Env = append(os.Environ(), runAsProgram+"=1", "DATABASE_URL="+database,
		"INTERCOM_BASE_URL="+fake.URL(), "INTERCOM_ACCESS_TOKEN="+fake.Token())
	p.Stdout, p.Stderr = &p.output, &p.output
	require.NoError(t, p.Start())
	go func() { p.ended <- p.Wait() }()
	t.Cleanup(func() { p.Process.Kill() }) //nolint:errcheck // it may have ended
	return p
}

// killAfter kills the program, unless it ends before, and reports whether it had
// to.
func (p *program) killAfter(t *testing.T, d time.Duration) bool {
	t.Helper()
	select {
	case err := <-p.ended:
		require.NoError(t, err, p.output.String())
		return false
	case <-time.After(d):
		require.NoError(t, p.Process.Kill()) // kill -9
		<-p.ended
		return true
	}
}

func (p *program) finish(t *testing.T) {
	t.Helper()
	require.NoError(t, <-p.ended, p.output.String())
}

// Killed twenty times, at any moment of the first run and of later ones, the
// program ends up with what the workspace has: nothing more, nothing less.
func TestKilled(t *testing.T) {
	url := database(t)
	fake := intercomtest.NewServer(intercomtest.WithRateLimit(1_000_000, time.Second), intercomtest.WithLatency(3*time.Millisecond))
	t.Cleanup(fake.Close)
	require.NoError(t, seed(t.Context(), fake, 1500))
	schema := newSchema()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	wait := func() time.Duration { return time.Duration(30+random.IntN(500)) * time.Millisecond }
	s, err := openStore(t.Context(), url, schema)
	require.NoError(t, err)
	defer s.close()

	// Of a workspace that stays as it is, all is there after the run that ends.
	kills := 0
	for kills < 8 {
		if start(t, fake, url, "-once", "-schema", schema).killAfter(t, wait()) {
			kills++
			continue
		}
		requireSame(t, fake, s)
		_, err := s.conn.Exec(t.Context(), "DELETE FROM streams") // from the beginning, over what is there
		require.NoError(t, err)
	}
	start(t, fake, url, "-once", "-schema", schema).finish(t)
	requireSame(t, fake, s)

	// Changes come at any moment. What the fake has no list of updates for is found
	// by reading everything again.
	for n := 0; kills < 20; n++ {
		change(t, fake, random, n)
		args := []string{"-once", "-schema", schema}
		if n%2 == 0 {
			args = append(args, "-full")
		}
		if start(t, fake, url, args...).killAfter(t, wait()) {
			kills++
		}
	}
	start(t, fake, url, "-once", "-schema", schema).finish(t)
	start(t, fake, url, "-once", "-schema", schema, "-full").finish(t)
	requireSame(t, fake, s)
	reasons := column(t, s, "SELECT DISTINCT reason FROM gone ORDER BY reason")
	assert.Equal(t, []string{deleted, merged, missing}, reasons)
}

// change does what a busy workspace does in a minute.
func change(t *testing.T, fake *intercomtest.Server, random *rand.Rand, n int) {
	t.Helper()
	require.NoError(t, fake.Seed(func(c *intercom.Client) error {
		ctx := t.Context()
		me, err := c.Admins.Me(ctx)
		require.NoError(t, err)
		people, err := c.Contacts.List(ctx).PerPage(150).Collect()
		require.NoError(t, err)
		threads, err := c.Conversations.List(ctx).PerPage(150).Collect()
		require.NoError(t, err)
		tickets, err := c.Tickets.Search(ctx, intercom.TicketFieldCreatedAt.After(time.Unix(1, 0))).Collect()
		require.NoError(t, err)
		random.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		random.Shuffle(len(threads), func(i, j int) { threads[i], threads[j] = threads[j], threads[i] })
		random.Shuffle(len(tickets), func(i, j int) { tickets[i], tickets[j] = tickets[j], tickets[i] })

		lead, err := c.Contacts.Create(ctx, intercom.ContactCreate{Role: intercom.ContactRoleLead, Email: fmt.Sprintf("guest-%d@example.com", n)})
		require.NoError(t, err)
		_, err = c.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.ByID(lead.ID), Body: "Is there room?"})
		require.NoError(t, err)
		var lonely []*intercom.Contact
		for _, one := range people {
			switch {
			case one.Role == intercom.ContactRoleLead:
				_, err = c.Contacts.Merge(ctx, intercom.ContactMerge{From: one.ID, Into: people[0].ID, SkipDuplicateValidation: true})
			case len(lonely) < 20:
				lonely = append(lonely, one)
			}
			if err != nil && !errors.Is(err, intercom.ErrBadRequest) {
				require.NoError(t, err)
			}
		}
		for _, one := range lonely[1:5] {
			_, err = c.Contacts.Update(ctx, one.ID, intercom.ContactUpdate{Name: intercom.Set(fmt.Sprintf("Captain %d", n))})
			require.NoError(t, err)
		}
		require.NoError(t, c.Contacts.Delete(ctx, lonely[5].ID))
		_, err = c.Contacts.Archive(ctx, lonely[6].ID)
		require.NoError(t, err)
		for _, tag := range lonely[7].Tags.Items {
			_, err = c.Tags.RemoveFromContact(ctx, lonely[7].ID, tag.ID)
			require.NoError(t, err)
		}
		tag, err := c.Tags.Create(ctx, fmt.Sprintf("Watch %d", n))
		require.NoError(t, err)
		_, err = c.Tags.AddToConversation(ctx, threads[0].ID, tag.ID, intercom.AsAdmin(me.ID))
		require.NoError(t, err)
		_, err = c.Tags.AddToContact(ctx, lonely[8].ID, tag.ID)
		require.NoError(t, err)
		if n%3 == 2 {
			require.NoError(t, c.Tags.Delete(ctx, tag.ID))
		}
		for _, thread := range threads[:3] {
			_, err = c.Conversations.Reply(ctx, thread.ID, intercom.AdminReply{AdminID: me.ID, Body: "Ahoy."})
			require.NoError(t, err)
		}
		require.NoError(t, c.Conversations.Delete(ctx, threads[4].ID))
		_, err = c.Tickets.Update(ctx, tickets[0].ID, intercom.TicketUpdate{Open: intercom.Set(false)})
		require.NoError(t, err)
		return c.Tickets.Delete(ctx, tickets[1].ID)
	}))
}

// A Ctrl-C in the middle of a run is not the end of it: the exit code says so, and
// the next run goes on.
func TestInterrupted(t *testing.T) {
	url := database(t)
	fake := intercomtest.NewServer(intercomtest.WithLatency(50 * time.Millisecond))
	t.Cleanup(fake.Close)
	require.NoError(t, seed(t.Context(), fake, 1000))
	schema := newSchema()
	p := start(t, fake, url, "-once", "-schema", schema)
	s, err := openStore(t.Context(), url, schema)
	require.NoError(t, err)
	defer s.close()
	require.Eventually(t, func() bool { return column(t, s, "SELECT count(*) FROM contacts")[0] >= "150" }, 20*time.Second, 5*time.Millisecond)
	require.NoError(t, p.Process.Signal(syscall.SIGTERM))
	exit, ok := errors.AsType[*exec.ExitError](<-p.ended)
	require.True(t, ok, p.output.String())
	assert.Equal(t, exitStopped, exit.ExitCode(), p.output.String())
	start(t, fake, url, "-once", "-schema", schema).finish(t)
	requireSame(t, fake, s)
}
