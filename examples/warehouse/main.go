// Warehouse mirrors a workspace into PostgreSQL: contacts, companies, tags,
// conversations with their parts, and tickets. The first run reads everything,
// later ones what was updated, deleted or merged since.
//
//	go run .                                    # a fake workspace, a PostgreSQL of its own
//	DATABASE_URL=postgres://... INTERCOM_ACCESS_TOKEN=... go run . -once
//
// It goes on where it was stopped, also by kill -9. The README has the tables, and
// what it does about deletions.
//
// It ends with 0 when it is done, or was stopped between runs; 1 if something
// failed that the next run may not meet; 2 if somebody has to see to it, such as a
// flag, the token or the database; 3 if it was stopped in the middle of a run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	err := run(ctx, os.Stdout, os.Args[1:])
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(exitCode(err))
}

var (
	// errUsage is a mistake that the next run would meet as well.
	errUsage   = errors.New("cannot run like this")
	errStopped = errors.New("stopped in the middle: the next run goes on from here")
)

// The exit codes, besides 0.
const (
	exitFailed  = 1
	exitUsage   = 2
	exitStopped = 3
)

func exitCode(err error) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errStopped):
		return exitStopped
	case isPermanent(err):
		return exitUsage
	}
	return exitFailed
}

// settings are the flags.
type settings struct {
	once      bool
	every     time.Duration
	full      bool
	fullEvery time.Duration
	fake      int
	schema    string
	data      string
	workers   int
}

func parse(out io.Writer, args []string) (*settings, error) {
	s := &settings{}
	flags := flag.NewFlagSet("warehouse", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.BoolVar(&s.once, "once", false, "end after one run")
	flags.DurationVar(&s.every, "every", 5*time.Minute, "`time` from the beginning of a run to that of the next one")
	flags.BoolVar(&s.full, "full", false, "read everything anew in the first run, and look for what is missing")
	flags.DurationVar(&s.fullEvery, "full-every", 24*time.Hour, "`time` after which a run does what -full does")
	flags.IntVar(&s.fake, "fake", 0, "mirror a fake workspace in this process with so many `contacts`, even if there is a token;\n"+
		"it has a tenth as many conversations, and a twentieth as many tickets and companies")
	flags.StringVar(&s.schema, "schema", "intercom", "`name` of the schema for the tables, which is created")
	flags.StringVar(&s.data, "data", "", "without DATABASE_URL: `folder` for the files of PostgreSQL, which stays (default a temporary one)")
	flags.IntVar(&s.workers, "workers", 20, "`number` of requests for single conversations that are under way at a time")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil, err
	}
	switch {
	case err != nil:
	case flags.NArg() > 0:
		err = errors.New("there are arguments that are no flags")
	case s.every <= 0 || s.fullEvery <= 0:
		err = errors.New("-every and -full-every want a time above zero")
	case s.fake < 0:
		err = errors.New("-fake wants a number above zero")
	case s.workers < 1:
		err = errors.New("-workers wants a number above zero")
	case s.schema == "" || len(s.schema) > 63:
		err = errors.New("-schema wants a name of at most 63 bytes")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errUsage, err)
	}
	return s, nil
}

// fakeContacts are in the fake unless -fake says how many.
const fakeContacts = 500

func run(ctx context.Context, out io.Writer, args []string) (err error) {
	defer func() {
		if err != nil && ctx.Err() != nil {
			err = errStopped
		}
	}()
	s, err := parse(out, args)
	if err != nil {
		return err
	}
	client, workspace, err := connect(ctx, out, s)
	if err != nil {
		return err
	}
	database, stop, err := openDatabase(ctx, out, s)
	if err != nil {
		return err
	}
	defer stop()
	return s.repeat(ctx, out, func() error { return s.mirrorOnce(ctx, out, client, database, workspace) })
}

// repeat calls a function again and again. What fails is tried again at the next
// time, unless it must fail again.
func (s *settings) repeat(ctx context.Context, out io.Writer, once func() error) error {
	for {
		begun := time.Now()
		err := once()
		if s.once || ctx.Err() != nil || err != nil && isPermanent(err) {
			return err
		}
		wait := max(s.every-time.Since(begun), 0).Round(time.Second)
		if err != nil {
			fmt.Fprintf(out, "%v\n", err)
		}
		fmt.Fprintf(out, "The next run is in %s.\n", wait)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

func (s *settings) mirrorOnce(ctx context.Context, out io.Writer, client *intercom.Client, database, workspace string) error {
	store, err := openStore(ctx, database, s.schema)
	if err != nil {
		return err
	}
	defer store.close()
	if err := store.belongsTo(ctx, workspace); err != nil {
		return err
	}
	m := &mirror{client: client, store: store, workers: s.workers, full: s.full, fullEvery: s.fullEvery, progress: newProgress(out)}
	begun := time.Now()
	if err := m.run(ctx); err != nil {
		return err
	}
	s.full = false
	fmt.Fprintf(out, "done: %d things read, %d rows written in %.1f s\n", m.progress.total.read, m.progress.total.written, time.Since(begun).Seconds())
	return nil
}

// connect returns a client, and the code of its workspace.
func connect(ctx context.Context, out io.Writer, s *settings) (*intercom.Client, string, error) {
	if s.fake > 0 || demo.Faked() {
		if s.fake == 0 {
			s.fake = fakeContacts
		}
		fmt.Fprintf(out, "Talking to a fake Intercom in this process with %d contacts.\n", s.fake)
		fake, err := newFake(ctx, s.fake)
		if err != nil {
			return nil, "", err
		}
		s.full = true // every fake is a new one: what the last one had is gone
		return fake.Client(), "fake", nil
	}
	client, err := demo.Connect(ctx, out, 0)
	if err != nil {
		return nil, "", err
	}
	me, err := client.Admins.Me(ctx)
	if err != nil {
		return nil, "", err
	}
	return client, string(me.App.IDCode), nil
}

// openDatabase returns where the database is, and what to call at the end.
func openDatabase(ctx context.Context, out io.Writer, s *settings) (url string, stop func(), err error) {
	if url = os.Getenv("DATABASE_URL"); url != "" {
		config, err := pgx.ParseConfig(url)
		if err != nil {
			return "", nil, fmt.Errorf("%w: DATABASE_URL: %w", errUsage, err)
		}
		fmt.Fprintf(out, "Writing to the schema %q of the database %q of DATABASE_URL.\n", s.schema, config.Database)
		return url, func() {}, nil
	}
	server, err := startPostgres(ctx, s.data)
	if err != nil {
		return "", nil, err
	}
	fmt.Fprintf(out, "Writing to the schema %q of a PostgreSQL of this program, as DATABASE_URL is not set. To look into it meanwhile:\n\n"+
		"\tPGOPTIONS='-c search_path=%s' psql '%s'\n\n", s.schema, s.schema, server.URL)
	return server.URL, server.Stop, nil
}
