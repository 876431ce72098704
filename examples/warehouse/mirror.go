package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/go-intercom/intercom"
)

// What is mirrored, each under the name of its table.
const (
	tags          = "tags"
	companies     = "companies"
	contacts      = "contacts"
	conversations = "conversations"
	tickets       = "tickets"
)

// mirror brings a database up to date with a workspace.
type mirror struct {
	client    *intercom.Client
	store     *store
	workers   int           // requests under way at a time
	full      bool          // read everything anew, to find what no list of updates has
	fullEvery time.Duration // do so if the last time is that long ago
	progress  *progress
}

// run goes through all kinds, one after the other. What fails does not keep the
// next kind from being read, unless that must fail as well.
func (m *mirror) run(ctx context.Context) error {
	var errs []error
	for _, step := range []struct {
		kind string
		read func(context.Context) error
	}{
		{tags, m.readTags},
		{companies, m.readCompanies},
		{contacts, m.readContacts},
		{conversations, m.readConversations},
		{tickets, m.readTickets},
	} {
		err := step.read(ctx)
		if err == nil {
			continue
		}
		errs = append(errs, fmt.Errorf("%s: %w", step.kind, err))
		if ctx.Err() != nil || m.store.conn.IsClosed() || isPermanent(err) || errors.Is(err, errMoved) {
			break
		}
	}
	return errors.Join(errs...)
}

// readTags compares the tags with those in the database: there is one list, and
// it has all of them.
func (m *mirror) readTags(ctx context.Context) error {
	defer m.progress.begin(tags)()
	all, err := m.client.Tags.List(ctx).Collect()
	if err != nil {
		return err
	}
	return m.write(ctx, nil, "", len(all), func(p *page) error {
		ids := idsOf(all, func(tag *intercom.Tag) intercom.ID { return tag.ID })
		for _, tag := range all {
			p.upsertTag(tag)
		}
		p.present(tags, ids)
		p.forgetOtherTags(ids)
		return nil
	})
}

func (m *mirror) readCompanies(ctx context.Context) error {
	if err := follow(ctx, m, companies, true, m.client.Companies.Sync, m.writeCompanies); err != nil {
		return err
	}
	return check(ctx, m, companies, m.client.Companies.Get, m.writeCompanies)
}

func (m *mirror) readContacts(ctx context.Context) error {
	if err := follow(ctx, m, contacts, true, m.client.Contacts.Sync, m.writeContacts); err != nil {
		return err
	}
	if err := follow(ctx, m, "contact activities", false, m.client.Contacts.SyncActivities, m.writeActivities); err != nil {
		return err
	}
	return check(ctx, m, contacts, m.client.Contacts.Get, m.writeContacts)
}

func (m *mirror) readConversations(ctx context.Context) error {
	if err := follow(ctx, m, conversations, true, m.client.Conversations.Sync, m.writeListed); err != nil {
		return err
	}
	if err := follow(ctx, m, "deleted conversations", false, m.client.Conversations.SyncDeleted, m.writeDeleted); err != nil {
		return err
	}
	if err := reread(ctx, m, conversations, m.client.Conversations.Get, m.writeConversations); err != nil {
		return err
	}
	return check(ctx, m, conversations, m.client.Conversations.Get, m.writeConversations)
}

func (m *mirror) readTickets(ctx context.Context) error {
	if err := follow(ctx, m, tickets, true, m.client.Tickets.Sync, m.writeTickets); err != nil {
		return err
	}
	if err := reread(ctx, m, tickets, m.client.Tickets.Get, m.writeTickets); err != nil {
		return err
	}
	return check(ctx, m, tickets, m.client.Tickets.Get, m.writeTickets)
}

// write commits a page of what Intercom sent, and reports it.
func (m *mirror) write(ctx context.Context, at *stream, next intercom.SyncCursor, read int, fill func(p *page) error) error {
	written := 0
	err := m.store.write(ctx, at, next, func(p *page) error {
		if err := fill(p); err != nil {
			return err
		}
		err := p.flush()
		written = p.written
		return err
	})
	if err == nil {
		m.progress.add(read, written)
	}
	return err
}

// syncer is a Sync method of the SDK.
type syncer[T any] func(context.Context, intercom.SyncCursor, ...intercom.Option) iter.Seq2[*intercom.SyncPage[T], error]

// follow reads a stream from where the last run left it to its end. A stream that
// lists what there is, as opposed to what happened, is read from its beginning
// from time to time, to find what is missing: check does the rest.
func follow[T any](ctx context.Context, m *mirror, name string, lists bool, sync syncer[T], fill func(*page, []T) error) error {
	defer m.progress.begin(name)()
	at, err := m.store.stream(ctx, name)
	if err != nil {
		return err
	}
	isDue := m.full || time.Since(at.fullAt) > m.fullEvery
	if lists && isDue && !at.checking && at.cursor != "" {
		if err := m.store.restart(ctx, at, true); err != nil {
			return err
		}
	}
	err = pages(ctx, m, at, sync, fill)
	if at.cursor == "" || !errors.Is(err, intercom.ErrBadRequest) && !errors.Is(err, intercom.ErrInvalidArgument) {
		return err
	}
	// The place that the cursor names is no longer known.
	if err := m.store.restart(ctx, at, lists); err != nil {
		return err
	}
	return pages(ctx, m, at, sync, fill)
}

// pages reads the pages of a stream. Each goes into the database with its cursor
// in one transaction, so that a process which is killed leaves both or neither.
func pages[T any](ctx context.Context, m *mirror, at *stream, sync syncer[T], fill func(*page, []T) error) error {
	for read, err := range sync(ctx, at.cursor) {
		if err != nil {
			return err
		}
		err := m.write(ctx, at, read.Cursor, len(read.Items), func(p *page) error { return fill(p, read.Items) })
		if err != nil {
			return err
		}
	}
	return nil
}

// getter is a Get method of the SDK.
type getter[T any] func(context.Context, intercom.ID, ...intercom.Option) (*T, error)

// check looks for what a list of everything did not have, each by its id: what
// Intercom does not find either is gone. So neither a list that was cut short nor
// what was added to the end meanwhile deletes anything.
func check[T any](ctx context.Context, m *mirror, kind string, get getter[T], fill func(*page, []*T) error) error {
	defer m.progress.begin("missing " + kind)()
	if err := examine(ctx, m, kind, m.store.unseen, get, fill); err != nil {
		return err
	}
	return m.store.checked(ctx, kind)
}

// reread reads again what has lost a contact.
func reread[T any](ctx context.Context, m *mirror, kind string, get getter[T], fill func(*page, []*T) error) error {
	defer m.progress.begin(kind + " again")()
	return examine(ctx, m, kind, m.store.toRead, get, fill)
}

// examine gets things by their ids, and writes or forgets them, until next returns
// no more.
func examine[T any](
	ctx context.Context, m *mirror, kind string, next func(context.Context, string) ([]intercom.ID, error), get getter[T], fill func(*page, []*T) error,
) error {
	for {
		ids, err := next(ctx, kind)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = m.write(ctx, nil, "", len(ids), func(p *page) error {
			var found []*T
			for one, err := range intercom.ParallelItems(ctx, ids, m.workers, lookUp(get)) {
				switch {
				case err != nil:
					return err
				case one.thing != nil:
					found = append(found, one.thing)
				case one.into != "":
					p.forget(kind, one.id, merged, one.into)
				default:
					p.forget(kind, one.id, missing, "")
				}
			}
			p.examined(kind, texts(ids))
			return fill(p, found)
		})
		if err != nil {
			return err
		}
	}
}

// looked is the result of looking something up.
type looked[T any] struct {
	id    intercom.ID
	thing *T          // nil: it is not there
	into  intercom.ID // of a contact: what it was merged into
}

func lookUp[T any](get getter[T]) func(context.Context, intercom.ID) (*looked[T], error) {
	return func(ctx context.Context, id intercom.ID) (*looked[T], error) {
		thing, err := get(ctx, id)
		if gone, ok := errors.AsType[*intercom.GoneError](err); ok {
			return &looked[T]{id: id, into: gone.CanonicalID}, nil
		}
		thing, err = intercom.IfFound(thing, err)
		return &looked[T]{id: id, thing: thing}, err
	}
}

// isPermanent reports whether an error remains until somebody sees to it.
func isPermanent(err error) bool {
	for _, target := range []error{
		intercom.ErrUnauthorized, intercom.ErrForbidden, intercom.ErrSuspended, intercom.ErrInvalidArgument, errOtherWorkspace, errUsage,
	} {
		if errors.Is(err, target) {
			return true
		}
	}
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && slices.Contains([]string{"28000", "28P01", "3D000", "42501"}, refused.Code)
}
