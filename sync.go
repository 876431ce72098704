package intercom

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

// SyncCursor is where a mirror of one stream of changes stands: text to store
// together with what was read, in one transaction. The empty one is the
// beginning. A cursor is for the method that it came from.
type SyncCursor string

// SyncPage is some of what changed, and where the mirror stands with it.
type SyncPage[T any] struct {
	Items  []T
	Cursor SyncCursor
}

// syncOverlap is by how much a run goes back behind the beginning of the last
// one: searches find an update some minutes later.
const syncOverlap = 15 * time.Minute

// Sync reads the contacts that were updated since the cursor was stored, in the
// order of their updates; with the empty cursor it reads all contacts. It ends
// with the last one there is, and the next run goes on with the last cursor:
//
//	for page, err := range client.Contacts.Sync(ctx, cursor) {
//		if err != nil {
//			return err
//		}
//		// Store page.Items and page.Cursor in one transaction.
//	}
//
// No update is missed, and many come twice, as a run begins a quarter of an hour
// before the last one did: write what you read by its ID. Who was deleted or
// merged is in SyncActivities.
func (s *ContactsService) Sync(ctx context.Context, from SyncCursor, opts ...Option) iter.Seq2[*SyncPage[*Contact], error] {
	return syncUpdated("Contacts.Sync", from, func(t time.Time) *Pager[*Contact] { return s.UpdatedSince(ctx, t, opts...) })
}

// SyncActivities reads what happened to contacts as such since the cursor was
// stored, the oldest first and each once: who was created, deleted or merged.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) SyncActivities(
	ctx context.Context, from SyncCursor, opts ...Option,
) iter.Seq2[*SyncPage[*ContactActivity], error] {
	return syncAppended("Contacts.SyncActivities", from, s.ListActivities(ctx, opts...))
}

// Sync reads the conversations that were updated since the cursor was stored,
// without their parts, as Contacts.Sync does contacts. Those that were deleted
// are in SyncDeleted.
func (s *ConversationsService) Sync(ctx context.Context, from SyncCursor, opts ...Option) iter.Seq2[*SyncPage[*Conversation], error] {
	return syncUpdated("Conversations.Sync", from, func(t time.Time) *Pager[*Conversation] { return s.UpdatedSince(ctx, t, opts...) })
}

// SyncDeleted reads which conversations were deleted since the cursor was
// stored, the oldest first and each once.
func (s *ConversationsService) SyncDeleted(
	ctx context.Context, from SyncCursor, opts ...Option,
) iter.Seq2[*SyncPage[*DeletedConversation], error] {
	return syncAppended("Conversations.SyncDeleted", from,
		s.ListDeleted(ctx, append([]Option{ConversationListDeletedOptions{Order: Ascending}}, opts...)...))
}

// Sync reads the tickets that were updated since the cursor was stored, as
// Contacts.Sync does contacts.
func (s *TicketsService) Sync(ctx context.Context, from SyncCursor, opts ...Option) iter.Seq2[*SyncPage[*Ticket], error] {
	return syncUpdated("Tickets.Sync", from, func(t time.Time) *Pager[*Ticket] { return s.UpdatedSince(ctx, t, opts...) })
}

// Sync reads the companies that were updated since the cursor was stored, as
// Contacts.Sync does contacts. Companies that nobody belongs to are not found;
// Scroll neither has them.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *CompaniesService) Sync(ctx context.Context, from SyncCursor, opts ...Option) iter.Seq2[*SyncPage[*Company], error] {
	return syncUpdated("Companies.Sync", from, func(t time.Time) *Pager[*Company] { return s.UpdatedSince(ctx, t, opts...) })
}

// updatedPlace is where a mirror stands in a list by the time of updates.
type updatedPlace struct {
	since int64  // what the list begins with, in Unix seconds; 0: everything
	begun int64  // when the run began; the next one reads from there
	next  Cursor // of the page to read next; empty: the run has ended
}

const updatedKind = "updated"

func (p updatedPlace) cursor() SyncCursor {
	return SyncCursor(fmt.Sprintf("%s:%d:%d:%s", updatedKind, p.since, p.begun, p.next))
}

// place reads the parts of a cursor of a kind: numbers, and the cursor of a page.
func (c SyncCursor) place(name, kind string, numbers ...*int64) (Cursor, error) {
	if c == "" {
		return "", nil
	}
	parts := strings.SplitN(string(c), ":", len(numbers)+2)
	valid := len(parts) == len(numbers)+2 && parts[0] == kind
	for i := 0; valid && i < len(numbers); i++ {
		n, err := strconv.ParseInt(parts[i+1], 10, 64)
		*numbers[i], valid = n, err == nil && n >= 0
	}
	if !valid {
		return "", &ArgumentError{Operation: name, Parameter: "from", Problem: "is not a cursor of this method"}
	}
	return Cursor(parts[len(parts)-1]), nil
}

// syncUpdated reads a list that begins with a time.
func syncUpdated[T any](name string, from SyncCursor, since func(time.Time) *Pager[T]) iter.Seq2[*SyncPage[T], error] {
	return func(yield func(*SyncPage[T], error) bool) {
		var at updatedPlace
		var err error
		if at.next, err = from.place(name, updatedKind, &at.since, &at.begun); err != nil {
			yield(nil, err)
			return
		}
		if at.next == "" {
			at.begun = time.Now().Unix()
		}
		start := time.Unix(1, 0)
		if at.since > 0 {
			start = time.Unix(at.since, 0).Add(-syncOverlap)
		}
		for page, err := range since(start).From(at.next).Pages() {
			if err != nil {
				yield(nil, err)
				return
			}
			if at.next = page.Next; at.next == "" {
				at.since = at.begun
			}
			if !yield(&SyncPage[T]{page.Items, at.cursor()}, nil) {
				return
			}
		}
	}
}

const appendedKind = "appended"

// syncAppended reads a list to which things are added at its end. Its place is
// a page, and how many items of that were read.
func syncAppended[T any](name string, from SyncCursor, list *Pager[T]) iter.Seq2[*SyncPage[T], error] {
	return func(yield func(*SyncPage[T], error) bool) {
		var read int64
		start, err := from.place(name, appendedKind, &read)
		if err != nil {
			yield(nil, err)
			return
		}
		for page, err := range list.KeepRepeats().From(start).Pages() {
			if err != nil {
				yield(nil, err)
				return
			}
			items := page.Items[min(int(read), len(page.Items)):]
			if read = int64(len(page.Items)); page.Next != "" {
				start, read = page.Next, 0
			}
			if len(items) == 0 {
				continue
			}
			if !yield(&SyncPage[T]{items, SyncCursor(fmt.Sprintf("%s:%d:%s", appendedKind, read, start))}, nil) {
				return
			}
		}
	}
}
