package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/go-intercom/intercom"
)

//go:embed schema.sql
var schemaSQL string

// store is the mirror's side of the database. It has one connection, and no use
// for a second: a page is written while Intercom is not asked for another.
type store struct{ conn *pgx.Conn }

// openStore connects, and creates what is missing of the schema.
func openStore(ctx context.Context, url, schema string) (*store, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("the database: %w", err)
	}
	s := &store{conn}
	if err := s.prepare(ctx, pgx.Identifier{schema}.Sanitize()); err != nil {
		s.close()
		return nil, fmt.Errorf("the schema %q: %w", schema, err)
	}
	return s, nil
}

func (s *store) prepare(ctx context.Context, schema string) error {
	return pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error {
		// Two that create a table at the same time would fail.
		_, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext('intercom warehouse'))")
		for _, sql := range []string{
			"SET client_min_messages TO warning", "CREATE SCHEMA IF NOT EXISTS " + schema, "SET search_path TO " + schema, schemaSQL,
		} {
			if err == nil {
				_, err = tx.Exec(ctx, sql)
			}
		}
		return err
	})
}

func (s *store) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	s.conn.Close(ctx) //nolint:errcheck // what was to be kept is committed
}

var errOtherWorkspace = errors.New("the schema mirrors another workspace: choose one with -schema")

// belongsTo makes the schema that of a workspace, unless it is another's.
func (s *store) belongsTo(ctx context.Context, workspace string) error {
	if _, err := s.conn.Exec(ctx, "INSERT INTO workspace (id) VALUES ($1) ON CONFLICT DO NOTHING", workspace); err != nil {
		return err
	}
	var owner string
	if err := s.conn.QueryRow(ctx, "SELECT id FROM workspace").Scan(&owner); err != nil {
		return err
	}
	if owner != workspace {
		return errOtherWorkspace
	}
	return nil
}

// stream is how far one stream of changes was read.
type stream struct {
	name     string
	cursor   intercom.SyncCursor
	checking bool      // everything is read anew, to find what is missing
	fullAt   time.Time // when everything was last begun to be read
}

// stream returns where a stream stands. The row is locked for it, so that a
// commit that a killed process has just sent is waited for.
func (s *store) stream(ctx context.Context, name string) (*stream, error) {
	at := &stream{name: name}
	return at, pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO streams (name) VALUES ($1) ON CONFLICT DO NOTHING", name); err != nil {
			return err
		}
		return tx.QueryRow(ctx, "SELECT cursor, checking, full_at FROM streams WHERE name = $1 FOR UPDATE", name).
			Scan(&at.cursor, &at.checking, &at.fullAt)
	})
}

// restart lets a stream be read from its beginning. If it checks, what is in the
// database and not in the stream is looked for then.
func (s *store) restart(ctx context.Context, at *stream, checks bool) error {
	err := s.write(ctx, at, "", func(p *page) error {
		p.note("UPDATE streams SET checking = $2, full_at = now() WHERE name = $1", at.name, checks)
		p.note("DELETE FROM seen WHERE kind = $1", at.name)
		return nil
	})
	if err == nil {
		at.checking = checks
	}
	return err
}

// checked ends the check that restart began.
func (s *store) checked(ctx context.Context, kind string) error {
	return s.write(ctx, nil, "", func(p *page) error {
		p.note("UPDATE streams SET checking = false WHERE name = $1", kind)
		p.note("DELETE FROM seen WHERE kind = $1", kind)
		return nil
	})
}

// unseen returns some ids of a kind that the list of all did not have.
func (s *store) unseen(ctx context.Context, kind string) ([]intercom.ID, error) {
	return s.ids(ctx, "SELECT id FROM "+kind+` AS t WHERE EXISTS (SELECT FROM streams WHERE name = $1 AND checking)
		AND NOT EXISTS (SELECT FROM seen WHERE kind = $1 AND id = t.id) LIMIT 100`, kind)
}

// toRead returns some ids of a kind that are to be read again.
func (s *store) toRead(ctx context.Context, kind string) ([]intercom.ID, error) {
	return s.ids(ctx, "SELECT id FROM to_read WHERE kind = $1 LIMIT 100", kind)
}

func (s *store) ids(ctx context.Context, sql string, args ...any) ([]intercom.ID, error) {
	rows, err := s.conn.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[intercom.ID])
}

var errMoved = errors.New("the mirror was moved on by another process: only one should run")

// write fills a page and commits it together with the cursor that follows it. A
// stream that is nil has none.
//
// The cursor is compared with the one that the page was read from, before
// anything else: of two processes one fails here, before it writes what is older.
func (s *store) write(ctx context.Context, at *stream, next intercom.SyncCursor, fill func(p *page) error) error {
	err := pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error {
		if at != nil {
			moved, err := tx.Exec(ctx, "UPDATE streams SET cursor = $3 WHERE name = $1 AND cursor = $2", at.name, string(at.cursor), string(next))
			if err != nil {
				return err
			}
			if moved.RowsAffected() == 0 {
				return errMoved
			}
		}
		p := &page{ctx: ctx, tx: tx}
		if err := fill(p); err != nil {
			return err
		}
		return p.flush()
	})
	if err == nil && at != nil {
		at.cursor = next
	}
	return err
}

// page is what is written in one transaction.
type page struct {
	ctx     context.Context
	tx      pgx.Tx
	batch   pgx.Batch // sent at once
	err     error     // the first one
	written int       // rows that were inserted, changed or deleted
}

// batchSize is how many statements are sent at once. A page of conversations can
// have 75,000 parts: they are not kept in memory until its end.
const batchSize = 500

// change queues a statement, and counts the rows that it changes.
func (p *page) change(sql string, args ...any) {
	p.batch.Queue(sql, args...).Exec(func(tag pgconn.CommandTag) error {
		p.written += int(tag.RowsAffected())
		return nil
	})
	p.flushIf(batchSize)
}

// note queues a statement of the mirror's own bookkeeping.
func (p *page) note(sql string, args ...any) {
	p.batch.Queue(sql, args...)
	p.flushIf(batchSize)
}

func (p *page) flushIf(size int) {
	if p.batch.Len() >= size && p.err == nil {
		p.err = p.tx.SendBatch(p.ctx, &p.batch).Close()
		p.batch = pgx.Batch{}
	}
}

// flush sends what is queued, and returns the first error.
func (p *page) flush() error {
	p.flushIf(1)
	return p.err
}

// lasting returns those of the ids that were deleted or merged. Searches find
// such things for some minutes more.
func (p *page) lasting(kind string, ids []string) (map[string]bool, error) {
	return lookup[bool](p, "SELECT id, true FROM gone WHERE kind = $1 AND id = ANY($2) AND reason <> 'missing'", kind, ids)
}

// mirrored returns those of the ids that the table has.
func (p *page) mirrored(kind string, ids []string) (map[string]bool, error) {
	return lookup[bool](p, "SELECT id, true FROM "+kind+" WHERE id = ANY($1)", ids)
}

// listed returns the hashes of what the list had of conversations.
func (p *page) listed(ids []string) (map[string]string, error) {
	return lookup[string](p, "SELECT id, listed FROM conversations WHERE id = ANY($1) AND listed IS NOT NULL", ids)
}

// lookup reads pairs, once everything that is queued is written.
func lookup[T any](p *page, sql string, args ...any) (map[string]T, error) {
	if err := p.flush(); err != nil {
		return nil, err
	}
	rows, err := p.tx.Query(p.ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	found := map[string]T{}
	var id string
	var value T
	_, err = pgx.ForEachRow(rows, []any{&id, &value}, func() error {
		found[id] = value
		return nil
	})
	return found, err
}

// present notes that things are in the workspace.
func (p *page) present(kind string, ids []string) {
	p.change("DELETE FROM gone WHERE kind = $1 AND id = ANY($2) AND reason = 'missing'", kind, ids)
	p.see(kind, ids)
}

// see notes what a check need not look for.
func (p *page) see(kind string, ids []string) {
	p.note(`INSERT INTO seen (kind, id) SELECT $1, unnest($2::text[]) WHERE EXISTS (SELECT FROM streams WHERE name = $1 AND checking)
		ON CONFLICT DO NOTHING`, kind, ids)
}

// examined notes that things were looked up, whatever the result.
func (p *page) examined(kind string, ids []string) {
	p.note("DELETE FROM to_read WHERE kind = $1 AND id = ANY($2)", kind, ids)
	p.see(kind, ids)
}

// The reasons in the table gone.
const (
	deleted = "deleted"
	merged  = "merged"
	missing = "missing" // and it may come back
)

// forget erases a thing with all that belongs to it. Conversations and tickets of
// a contact are read again, as Intercom shows them now.
func (p *page) forget(kind string, which intercom.ID, reason string, into intercom.ID) {
	id := clean(string(which))
	if kind == contacts {
		p.note(`INSERT INTO to_read (kind, id) SELECT 'conversations', conversation_id FROM conversation_contacts WHERE contact_id = $1
			UNION ALL SELECT 'tickets', ticket_id FROM ticket_contacts WHERE contact_id = $1 ON CONFLICT DO NOTHING`, id)
	}
	p.change("DELETE FROM "+kind+" WHERE id = $1", id)
	p.change(`INSERT INTO gone (kind, id, reason, merged_into) VALUES ($1, $2, $3, $4)
		ON CONFLICT (kind, id) DO UPDATE SET reason = EXCLUDED.reason, merged_into = EXCLUDED.merged_into
		WHERE gone.reason = 'missing' AND EXCLUDED.reason <> 'missing'`, kind, id, reason, text(into))
}

// upsert makes the statement that writes a row if anything in it is new.
func upsert(table, key, columns string) string {
	var places []string
	names := strings.Fields(key + " " + columns)
	for i := range names {
		places = append(places, fmt.Sprintf("$%d", i+1))
	}
	var sets, old, excluded []string
	for name := range strings.FieldsSeq(columns) {
		sets = append(sets, name+" = EXCLUDED."+name)
		old = append(old, "t."+name)
		excluded = append(excluded, "EXCLUDED."+name)
	}
	list := func(names []string) string { return strings.Join(names, ", ") }
	return fmt.Sprintf("INSERT INTO %s AS t (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s, synced_at = now() WHERE (%s) IS DISTINCT FROM (%s)",
		table, list(names), list(places), list(strings.Fields(key)), list(sets), list(old), list(excluded))
}

// links are the rows of a table of pairs that some things have.
type links struct {
	table, owner, other string
	owners              []string // all of them, also those without a pair
	left, right         []string
}

func (l *links) add(owner intercom.ID, others []string) {
	id := clean(string(owner))
	l.owners = append(l.owners, id)
	for _, other := range others {
		l.left, l.right = append(l.left, id), append(l.right, other)
	}
}

// link writes which pairs there are, and deletes what else the owners have.
func (p *page) link(l *links) {
	p.change(fmt.Sprintf("INSERT INTO %s (%s, %s) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING",
		l.table, l.owner, l.other), l.left, l.right)
	p.change(fmt.Sprintf("DELETE FROM %s WHERE %s = ANY($3) AND (%[2]s, %[3]s) NOT IN (SELECT * FROM unnest($1::text[], $2::text[]))",
		l.table, l.owner, l.other), l.left, l.right, l.owners)
}
