package intercom

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strconv"

	"github.com/go-intercom/intercom/internal/wire"
)

// Cursor is a place in a list. It is plain text that can be stored and given
// to Pager.From later, in another process. The zero Cursor is the beginning.
type Cursor string

// Page is one page of a list. T is a pointer, as it is for a Pager.
type Page[T any] struct {
	Items []T
	Total int    // of the whole list; -1 if Intercom does not report it
	Next  Cursor // where the next page begins; empty on the last page
	Since Cursor // where items begin that came after this page; only of events
}

// Pager reads a list page by page. It is immutable and lazy: nothing is sent
// before it is ranged over, each range starts anew, and the methods that change
// something return a copy. The context of the List call bounds every page. T is
// a pointer to what is listed: Users.List returns a *Pager[*User].
//
//	for user, err := range client.Users.List(ctx).All() {
//		if err != nil {
//			return err
//		}
//		fmt.Println(user.Email)
//	}
//
// An error comes with a nil item. A range without the second variable compiles,
// and fails at that item.
type Pager[T any] struct{ listing *listing }

// list prepares the reading of a list.
func list[T any](ctx context.Context, c *Client, r *request, opts []Option) *Pager[T] {
	item := reflect.TypeFor[T]().Elem()
	return &Pager[T]{newListing(ctx, c, r, opts, itemKind{item, item, nil})}
}

// listAs prepares the reading of a list whose items have the form W.
func listAs[W wireForm[T], T any](ctx context.Context, c *Client, r *request, opts []Option) *Pager[T] {
	value := func(item any) any { return item.(W).value() }
	return &Pager[T]{newListing(ctx, c, r, opts, itemKind{reflect.TypeFor[W]().Elem(), reflect.TypeFor[T]().Elem(), value})}
}

// Format writes the operation for every verb, as what is asked for can name
// customers.
func (p Pager[T]) Format(f fmt.State, verb rune) { p.listing.format(f, verb) }

// PerPage asks for n items at a time: at most 150, and 60 in API 1.x. Without
// it Intercom's default for the list applies.
func (p *Pager[T]) PerPage(n int) *Pager[T] { return &Pager[T]{p.listing.withPerPage(n)} }

// From starts at a cursor that was read before, from Page.Next.
func (p *Pager[T]) From(c Cursor) *Pager[T] { return &Pager[T]{p.listing.startingAt(c)} }

// Prefetch fetches the next page while the items of the last one are worked
// on. It costs a goroutine, which ends with the range, and a request for a page
// that a break leaves unread. It cannot be used together with WithResponse.
func (p *Pager[T]) Prefetch() *Pager[T] { return &Pager[T]{p.listing.prefetching()} }

// KeepRepeats makes All and Collect yield items again that moved to a later
// page while the list was read. Without it each id is yielded once.
func (p *Pager[T]) KeepRepeats() *Pager[T] { return &Pager[T]{p.listing.withRepeats()} }

// Restart lets a scroll begin anew, up to the given number of times, after it
// expired or broke: a scroll cannot be resumed. All and Collect skip what they
// yielded before. It also waits up to 70 seconds for another scroll of the
// workspace to end, where without it ErrScrollInUse is returned at once.
func (p *Pager[T]) Restart(times int) *Pager[T] { return &Pager[T]{p.listing.restarting(times)} }

// All ranges over the items, and yields an item of an earlier page once only,
// by its id: it moved because the list changed while it was read. All ends at
// the first error, which it yields with a nil item.
//
//go:noinline // into the methods of every type
func (p *Pager[T]) All() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		p.listing.all(func(item any, err error) bool {
			v, _ := item.(T)
			return yield(v, err)
		})
	}
}

// Collect reads the whole list into memory. After an error it returns the
// items before it.
//
//go:noinline // into the methods of every type
func (p *Pager[T]) Collect() (items []T, err error) {
	p.listing.all(func(item any, failure error) bool {
		if err = failure; err == nil {
			items = append(items, item.(T))
		}
		return err == nil
	})
	return items, err
}

// Pages ranges over the pages. Page.Next can be stored to go on from there.
// It ends at the first error, which it yields with a nil page.
//
//go:noinline // into the methods of every type
func (p *Pager[T]) Pages() iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		p.listing.pages(func(page *rawPage, err error) bool { return yield(pageOf[T](page), err) })
	}
}

// Page reads the first page, or the one at From. A page that does not say where
// the next one begins comes together with an error.
func (p *Pager[T]) Page() (*Page[T], error) {
	page, err := p.listing.page()
	return pageOf[T](page), err
}

// Count returns how many items the whole list has, by one request. If Intercom
// does not report the total of the list, a list of one page is counted by its
// items, and any other is ErrNoTotal.
func (p *Pager[T]) Count() (int, error) { return p.listing.count() }

// pageOf is a page of items that are all T.
func pageOf[T any](raw *rawPage) *Page[T] {
	if raw == nil {
		return nil
	}
	page := &Page[T]{Total: raw.total, Next: raw.next, Since: raw.since}
	if len(raw.items) > 0 {
		page.Items = make([]T, len(raw.items))
	}
	for i, item := range raw.items {
		page.Items[i] = item.(T)
	}
	return page
}

// listing is a Pager without the type of its items, so that the code that reads
// lists is compiled once and not for each type.
type listing struct {
	ctx      context.Context
	client   *Client
	cfg      *config
	req      request
	kind     itemKind
	perPage  int
	from     Cursor
	prefetch bool
	repeats  bool
	restarts int
	single   bool                // one page is read, of Intercom's size
	drop     func(item any) bool // what Intercom sends without being asked for

	join func(body string, items []any) // adds to items what a page has beside them
}

// itemKind is how the items of a list are read.
type itemKind struct {
	sent  reflect.Type       // what their JSON is decoded into
	item  reflect.Type       // what they are
	value func(sent any) any // makes the item of what was sent; nil: it is the item
}

// rawPage is a Page whose items are pointers to values of their type.
type rawPage struct {
	items []any
	total int // -1: Intercom does not report it
	next  Cursor
	since Cursor

	read int   // items before any were dropped
	cut  bool  // it says that there are further pages, and not where
	lost error // why it does not say where the next page begins
}

//go:noinline // into the methods of every type
func newListing(ctx context.Context, c *Client, r *request, opts []Option, kind itemKind) *listing {
	cfg := c.prepare(r, opts)
	return &listing{ctx: ctx, client: c, cfg: cfg, req: *r, kind: kind}
}

// clone returns a copy to change. The zero Pager has no listing.
//
//go:noinline // into the methods of every type
func (l *listing) clone() *listing {
	if l == nil {
		l = &listing{req: request{err: &ArgumentError{Operation: "Pager", Parameter: "Pager", Problem: "is zero, want one that a List method returned"}}}
	}
	c := *l
	return &c
}

func (l *listing) format(f fmt.State, verb rune) {
	formatError(f, verb, "intercom.Pager("+l.clone().req.op+")")
}

// The largest pages of the modern API and of API 1.x.
const (
	maxPerPage       = 150
	maxPerPageLegacy = 60
)

func (l *listing) withPerPage(n int) *listing {
	l = l.clone()
	most := l.req.largest
	switch {
	case most > 0:
	case l.req.version == LegacyAPIVersion:
		most = maxPerPageLegacy
	default:
		most = maxPerPage
	}
	switch {
	case n < 1:
		l.req.invalid("PerPage", "is less than 1")
	case n > most:
		l.req.invalid("PerPage", "is more than "+strconv.Itoa(most))
	case l.req.paging == pagingScroll:
		l.req.invalid("PerPage", "does not apply to a scroll, which has pages of 100")
	}
	l.perPage = n
	return l
}

func (l *listing) startingAt(c Cursor) *listing {
	l = l.clone()
	at, err := l.req.fit(c)
	if err != nil {
		l.req.invalid("From", err.Error())
	}
	l.from = at
	return l
}

func (l *listing) prefetching() *listing {
	l = l.clone()
	if l.cfg != nil && l.cfg.capture != nil {
		l.req.invalid("Prefetch", "cannot be used together with WithResponse")
	}
	l.prefetch = true
	return l
}

func (l *listing) withRepeats() *listing {
	l = l.clone()
	l.repeats = true
	return l
}

func (l *listing) restarting(times int) *listing {
	l = l.clone()
	if l.req.paging != pagingScroll {
		l.req.invalid("Restart", "is for scrolls")
	}
	if times < 0 {
		l.req.invalid("Restart", "is negative")
	}
	l.restarts = times
	return l
}

// all yields the items of all pages.
func (l *listing) all(yield func(item any, err error) bool) {
	seen := l.newSeen()
	l.pages(func(page *rawPage, err error) bool {
		if err != nil {
			return yield(nil, err)
		}
		for _, item := range page.items {
			if seen.isNew(item) && !yield(item, nil) {
				return false
			}
		}
		seen.endPage()
		return true
	})
}

func (l *listing) page() (first *rawPage, err error) {
	one := l.clone()
	one.single = true
	one.pages(func(page *rawPage, failure error) bool {
		if page != nil {
			first = page
		}
		err = failure
		return page != nil && page.lost != nil // the error follows
	})
	return first, err
}

// ErrNoTotal is returned by Pager.Count for a list of several pages of which
// Intercom does not report the total.
var ErrNoTotal = errors.New("the total of this list is not reported")

func (l *listing) count() (int, error) {
	one := l.clone()
	if one.req.largest > 0 {
		one = one.withPerPage(1)
	}
	page, err := one.page()
	switch {
	case page != nil && page.total >= 0:
		return page.total, nil
	case err != nil:
		return 0, err
	case page.next == "":
		return len(page.items), nil
	}
	return 0, fmt.Errorf("intercom: %s: %w", one.req.op, ErrNoTotal)
}

// pages yields the pages, up to and with the first error.
func (l *listing) pages(yield func(*rawPage, error) bool) {
	if l == nil {
		l = l.clone()
	}
	w := walk{list: l, ctx: l.ctx, cursors: map[uint64]bool{hashOf(string(l.from)): true}, expected: -1}
	w.perPage = l.perPage
	if w.perPage == 0 && !l.single {
		w.perPage = l.req.largest
	}
	defer w.end()
	if err := w.begin(); err != nil {
		yield(nil, err)
		return
	}
	for at := l.from; ; {
		page, err := w.page(at)
		if err != nil {
			yield(nil, err)
			return
		}
		trouble := w.check(page)
		if trouble == nil {
			w.ahead(page.next)
		}
		dropped := page.read > 0 && len(page.items) == 0 && page.next != ""
		if !dropped && !yield(page, nil) {
			return
		}
		if trouble != nil {
			yield(nil, trouble)
			return
		}
		if page.next == "" {
			return
		}
		at = page.next
	}
}

// walk is one reading of a list.
type walk struct {
	list    *listing
	ctx     context.Context
	cancel  context.CancelFunc
	cursors map[uint64]bool // hashes of those of the pages that were read
	scroll  *scroll         // nil: the list is none
	pending chan fetched    // the page that is being prefetched

	perPage  int // to ask for; 0: Intercom's default
	good     int // pages since it was made smaller
	read     int // items so far
	empty    int // pages without any, in a row
	expected int // the least total that a page with items reported; -1: none did
}

type fetched struct {
	page *rawPage
	err  error
}

func (w *walk) begin() error {
	switch {
	case w.list.req.err != nil:
		return w.list.req.err
	case w.ctx == nil:
		return &ArgumentError{Operation: w.list.req.op, Parameter: "ctx", Problem: "is nil"}
	}
	if w.list.prefetch {
		w.ctx, w.cancel = context.WithCancel(w.ctx)
	}
	if w.list.req.paging != pagingScroll {
		return nil
	}
	w.scroll = &scroll{op: w.list.req.op, cfg: w.list.cfg, restarts: w.list.restarts}
	return w.scroll.lock(w.ctx, w.list.client.shared)
}

func (w *walk) end() {
	if w.cancel != nil {
		w.cancel()
	}
	if w.pending != nil {
		<-w.pending
	}
	if w.scroll != nil {
		w.scroll.unlock()
	}
}

// ahead starts fetching the next page, if that is wanted.
func (w *walk) ahead(next Cursor) {
	w.pending = nil
	if !w.list.prefetch || next == "" {
		return
	}
	pending := make(chan fetched, 1)
	go func() {
		f := fetched{err: errGoexit}
		defer func() { pending <- f }() // also if a hook ends the goroutine
		f.page, f.err = w.fetch(next)
	}()
	w.pending = pending
}

// errGoexit is the error of work whose goroutine was ended from within, as
// t.FailNow does in a test.
var errGoexit = errors.New("intercom: the goroutine was ended by runtime.Goexit")

func (w *walk) page(at Cursor) (*rawPage, error) {
	if w.pending == nil {
		return w.fetch(at)
	}
	f := <-w.pending
	w.pending = nil
	return f.page, f.err
}

func (w *walk) fetch(at Cursor) (*rawPage, error) {
	if w.scroll != nil {
		return w.scroll.fetch(w.ctx, at, w.fetchPage)
	}
	return w.fetchPage(at)
}

// maxEmptyPages is how many pages in a row can be without an item.
const maxEmptyPages = 100

// check returns why the list cannot go on after a page, or why it should not
// have ended with it.
func (w *walk) check(page *rawPage) error {
	op := w.list.req.op
	w.read += page.read
	switch {
	case page.read > 0:
		w.empty = 0
		if page.total >= 0 && (w.expected < 0 || page.total < w.expected) {
			w.expected = page.total
		}
	default:
		w.empty++
	}
	switch {
	case page.lost != nil:
		return &DecodeError{Operation: op, Field: "pages.next", Err: page.lost}
	case page.next == "":
		if w.list.from == "" && w.scroll == nil && w.read < w.expected && (page.cut || page.read == 0) {
			return fmt.Errorf("intercom: %s: the list ended after %d of %d items: %w", op, w.read, w.expected, ErrPageLimit)
		}
		return nil
	case w.empty >= maxEmptyPages:
		return fmt.Errorf("intercom: %s: %d empty pages in a row: %w", op, w.empty, ErrCursorLoop)
	case w.scroll != nil: // it has one cursor for all pages
		return nil
	case w.cursors[hashOf(string(page.next))]:
		return fmt.Errorf("intercom: %s: %w", op, ErrCursorLoop)
	}
	w.cursors[hashOf(string(page.next))] = true
	return nil
}

const (
	// smallestPage is not made smaller any more.
	smallestPage = 10

	// goodPages are after how many a page is made larger again.
	goodPages = 5
)

// fetchPage reads the page at a cursor. If time runs out, or the server fails,
// it asks for pages of half the size, and for larger ones again after some that
// went well.
func (w *walk) fetchPage(at Cursor) (*rawPage, error) {
	for halved := 0; ; halved++ {
		divisible := w.perPage > smallestPage && w.scroll == nil && (at == "" || at.after())
		page, err := w.fetchOnce(at, divisible)
		if err == nil {
			w.grow(page.next)
			return page, nil
		}
		if !divisible || w.ctx.Err() != nil || !timedOut(err) && (halved > 0 || !errors.Is(err, ErrServer)) {
			return nil, err
		}
		w.perPage, w.good = max(w.perPage/2, smallestPage), 0
	}
}

// grow makes the pages larger again after some that went well. Only behind such
// a cursor can a page of another size begin.
func (w *walk) grow(next Cursor) {
	most := w.list.perPage
	if most == 0 {
		most = w.list.req.largest
	}
	if w.good++; w.good > goodPages && 0 < w.perPage && w.perPage < most && next.after() {
		w.perPage, w.good = min(2*w.perPage, most), 0
	}
}

func (w *walk) fetchOnce(at Cursor, divisible bool) (*rawPage, error) {
	r := w.list.req
	if err := r.moveTo(at, w.perPage); err != nil {
		return nil, err
	}
	r.divisible = divisible
	page := &rawPage{}
	err := w.list.client.call(w.ctx, &r, w.list.cfg, page, w.decode)
	if r.other != nil && at == "" && errors.Is(err, ErrNotFound) {
		err = w.list.client.call(w.ctx, r.other, w.list.cfg, page, w.decode)
	}
	if err != nil {
		return nil, err
	}
	page.read = len(page.items)
	if w.list.drop != nil {
		page.items, page.total = slices.DeleteFunc(page.items, w.list.drop), -1
	}
	return page, nil
}

func (w *walk) decode(ctx context.Context, x *exchange, a *response, v any) error {
	page := v.(*rawPage)
	if err := decodePage(a.body, x.request, w.list.kind.sent, page); err != nil {
		return x.decodeError(a, err)
	}
	if w.scroll != nil {
		if err := w.scroll.checkLoop(a.body, page); err != nil {
			return err
		}
	}
	for _, item := range page.items {
		if o, ok := item.(interface{ kept() *wire.Record }); ok {
			x.cfg.warn(ctx, x.request.op, o.kept().Mismatches)
		}
	}
	if w.list.join != nil {
		w.list.join(a.text(), page.items)
	}
	if value := w.list.kind.value; value != nil {
		for i, item := range page.items {
			page.items[i] = value(item)
		}
	}
	return nil
}
