package intercom

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/go-intercom/intercom/internal/wire"
)

// Cursor is a place in a list. It is plain text that can be stored and given
// to Pager.From later, in another process. The zero Cursor is the beginning.
type Cursor string

// Page is one page of a list.
type Page[T any] struct {
	Items []*T
	Total int    // of the whole list; 0 if Intercom does not tell
	Next  Cursor // where the next page begins; empty on the last page
	Since Cursor // where items begin that came after this page; only of events
}

// Pager reads a list page by page. It is immutable and lazy: nothing is sent
// before it is ranged over, each range starts anew, and the methods that change
// something return a copy. The context of the List call bounds every page.
//
//	for user, err := range client.Users.List(ctx).All() {
//		if err != nil {
//			return err
//		}
//		fmt.Println(user.Email)
//	}
type Pager[T any] struct {
	ctx      context.Context
	client   *Client
	req      request
	cfg      *config
	decode   func(body string, r *request) (*Page[T], error)
	perPage  int
	from     Cursor
	prefetch bool
	repeats  bool
	restarts int
	drop     func(*T) bool // what Intercom sends without being asked for
}

// list prepares the reading of a list.
func list[T any](ctx context.Context, c *Client, r *request, opts []Option) *Pager[T] {
	cfg := c.prepare(r, opts)
	return &Pager[T]{ctx: ctx, client: c, req: *r, cfg: cfg, decode: decodePage[T]}
}

// listAs prepares the reading of a list whose items have the form W.
func listAs[W, T any, P wireForm[W, T]](ctx context.Context, c *Client, r *request, opts []Option) *Pager[T] {
	p := list[T](ctx, c, r, opts)
	p.decode = func(body string, r *request) (*Page[T], error) {
		from, err := decodePage[W](body, r)
		if err != nil {
			return nil, err
		}
		page := &Page[T]{Total: from.Total, Next: from.Next, Since: from.Since}
		for _, item := range from.Items {
			page.Items = append(page.Items, P(item).value())
		}
		return page, nil
	}
	return p
}

// Format writes the operation for every verb, as what is asked for can name
// customers.
func (p Pager[T]) Format(f fmt.State, verb rune) {
	formatError(f, verb, "intercom.Pager("+p.req.op+")")
}

// The largest pages of the modern API and of API 1.x.
const (
	maxPerPage       = 150
	maxPerPageLegacy = 60
)

// PerPage asks for n items at a time: at most 150, and 60 in API 1.x. Without
// it Intercom's default for the list applies.
func (p Pager[T]) PerPage(n int) *Pager[T] {
	most := maxPerPage
	if p.req.version == LegacyAPIVersion {
		most = maxPerPageLegacy
	}
	switch {
	case n < 1:
		p.req.invalid("PerPage", "is less than 1")
	case n > most:
		p.req.invalid("PerPage", "is more than "+strconv.Itoa(most))
	case p.req.paging == pagingScroll:
		p.req.invalid("PerPage", "does not apply to a scroll, which has pages of 100")
	}
	p.perPage = n
	return &p
}

// From starts at a cursor that was read before, from Page.Next.
func (p Pager[T]) From(c Cursor) *Pager[T] {
	kind, _, err := c.parse()
	_, search := p.req.payload.(searchBody)
	switch {
	case err != nil:
		p.req.invalid("From", err.Error())
	case kind != "" && (kind == cursorScroll) != (p.req.paging == pagingScroll), search && kind != "" && kind != cursorAfter:
		p.req.invalid("From", "is the cursor of another kind of list")
	}
	p.from = c
	return &p
}

// Prefetch fetches the next page while the items of the last one are worked
// on. It costs a goroutine, which ends with the range, and a request for a page
// that a break leaves unread. It cannot be used together with WithResponse.
func (p Pager[T]) Prefetch() *Pager[T] {
	if p.cfg.capture != nil {
		p.req.invalid("Prefetch", "cannot be used together with WithResponse")
	}
	p.prefetch = true
	return &p
}

// KeepRepeats makes All and Collect yield items again that moved to a later
// page while the list was read. Without it each id is yielded once.
func (p Pager[T]) KeepRepeats() *Pager[T] {
	p.repeats = true
	return &p
}

// Restart lets a scroll begin anew, up to the given number of times, after it
// expired or broke: a scroll cannot be resumed. All and Collect skip what they
// yielded before. It also waits up to 70 seconds for another scroll of the
// workspace to end, where without it ErrScrollInUse is returned at once.
func (p Pager[T]) Restart(times int) *Pager[T] {
	if p.req.paging != pagingScroll {
		p.req.invalid("Restart", "is for scrolls")
	}
	if times < 0 {
		p.req.invalid("Restart", "is negative")
	}
	p.restarts = times
	return &p
}

// All ranges over the items. It ends at the first error, which it yields with
// a nil item. Items that Intercom sends twice, because the list changed while
// it was read, are yielded once.
func (p *Pager[T]) All() iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		isNew := p.newcomers()
		for page, err := range p.Pages() {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, item := range page.Items {
				if isNew(item) && !yield(item, nil) {
					return
				}
			}
		}
	}
}

// newcomers returns a function that reports whether it sees an item for the
// first time. It remembers hashes of ids, a few bytes for each item.
func (p *Pager[T]) newcomers() func(*T) bool {
	id, ok := reflect.TypeFor[T](), false
	var field reflect.StructField
	if id.Kind() == reflect.Struct {
		field, ok = id.FieldByName("ID")
	}
	if p.repeats || !ok || field.Type != reflect.TypeFor[ID]() {
		return func(*T) bool { return true }
	}
	seed, seen := maphash.MakeSeed(), map[uint64]struct{}{}
	return func(item *T) bool {
		id := reflect.ValueOf(item).Elem().FieldByIndex(field.Index).String()
		if id == "" {
			return true
		}
		hash := maphash.String(seed, id)
		_, known := seen[hash]
		seen[hash] = struct{}{}
		return !known
	}
}

// Collect reads the whole list into memory. After an error it returns what it
// had until then.
func (p *Pager[T]) Collect() ([]*T, error) {
	var all []*T
	for item, err := range p.All() {
		if err != nil {
			return all, err
		}
		all = append(all, item)
	}
	return all, nil
}

// Page reads the first page, or the one at From.
func (p *Pager[T]) Page() (*Page[T], error) {
	for page, err := range p.Pages() {
		return page, err
	}
	return &Page[T]{}, nil
}

// Count returns how many items the whole list has, by a request for one item.
// It is 0 for lists of which Intercom does not tell.
func (p *Pager[T]) Count() (int, error) {
	page, err := p.PerPage(1).Page()
	if err != nil {
		return 0, err
	}
	return page.Total, nil
}

// Pages ranges over the pages. Page.Next can be stored to go on from there.
// It ends at the first error, which it yields with a nil page.
func (p *Pager[T]) Pages() iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		w := walk[T]{Pager: p, ctx: p.ctx, seen: map[Cursor]bool{p.from: true}, restarts: p.restarts}
		defer w.end()
		if err := w.begin(); err != nil {
			yield(nil, err)
			return
		}
		for at := p.from; ; {
			page, err := w.page(at)
			if err != nil {
				yield(nil, err)
				return
			}
			loop := w.checkLoop(page)
			if loop == nil {
				w.ahead(page.Next)
			}
			if !yield(page, nil) || page.Next == "" {
				return
			}
			if loop != nil {
				yield(nil, loop)
				return
			}
			at = page.Next
		}
	}
}

// walk is one reading of a list.
type walk[T any] struct {
	*Pager[T]
	ctx      context.Context
	seen     map[Cursor]bool
	scrolled uint64 // hash of the last page of a scroll
	restarts int
	pending  chan result[T] // the page that is being prefetched
	cancel   context.CancelFunc
	lock     chan struct{} // that of the scroll
}

type result[T any] struct {
	page *Page[T]
	err  error
}

func (w *walk[T]) begin() error {
	switch {
	case w.ctx == nil:
		return &argumentError{w.req.op, "ctx", "is nil"}
	case w.req.err != nil:
		return w.req.err
	}
	if w.prefetch {
		w.ctx, w.cancel = context.WithCancel(w.ctx)
	}
	if w.req.paging == pagingScroll {
		return w.lockScroll()
	}
	return nil
}

func (w *walk[T]) end() {
	if w.cancel != nil {
		w.cancel()
	}
	if w.pending != nil {
		<-w.pending
	}
	if w.lock != nil {
		<-w.lock
	}
}

// ahead starts fetching the next page, if that is wanted.
func (w *walk[T]) ahead(next Cursor) {
	w.pending = nil
	if !w.prefetch || next == "" {
		return
	}
	pending := make(chan result[T], 1)
	go func() {
		page, err := w.fetchOrRestart(next)
		pending <- result[T]{page, err}
	}()
	w.pending = pending
}

func (w *walk[T]) page(at Cursor) (*Page[T], error) {
	if w.pending == nil {
		return w.fetchOrRestart(at)
	}
	r := <-w.pending
	w.pending = nil
	return r.page, r.err
}

// fetchOrRestart reads the page at a cursor, or the first one again if the
// scroll is lost and may be restarted.
func (w *walk[T]) fetchOrRestart(at Cursor) (*Page[T], error) {
	page, err := w.fetch(at)
	for ; err != nil && at != "" && w.scrollLost(err) && w.restarts > 0; w.restarts-- {
		page, err = w.start()
	}
	if at == "" && errors.Is(err, ErrScrollInUse) && w.Pager.restarts > 0 {
		page, err = w.start()
	}
	return page, err
}

// scrollLost tells errors after which a scroll can only begin anew: pages are
// handed out once, so that one whose answer was lost is lost.
func (w *walk[T]) scrollLost(err error) bool {
	if w.req.paging != pagingScroll || w.ctx.Err() != nil {
		return false
	}
	return errors.Is(err, ErrScrollExpired) || errors.Is(err, ErrServer) || errors.Is(err, ErrConnection)
}

const (
	scrollLife = 70 * time.Second // an idle scroll ends after a minute
	scrollPoll = 5 * time.Second
)

// start begins a scroll, waiting for one that is open to end.
func (w *walk[T]) start() (*Page[T], error) {
	for limit := time.Now().Add(scrollLife); ; {
		page, err := w.fetch("")
		if !errors.Is(err, ErrScrollInUse) || time.Now().After(limit) {
			return page, err
		}
		if cause := sleep(w.ctx, scrollPoll); cause != nil {
			cause = fmt.Errorf("%w while waiting for another scroll to end: %w", cause, err)
			return nil, newConnectionError(w.req.op, 1, cause, "")
		}
	}
}

// lockScroll keeps two scrolls of one client from getting into each other's
// way: a workspace has one at a time.
func (w *walk[T]) lockScroll() error {
	token, err := w.cfg.currentToken(w.ctx)
	if err != nil {
		return newConnectionError(w.req.op, 0, err, "")
	}
	lock := w.client.shared.state(token).scroll
	select {
	case lock <- struct{}{}:
		w.lock = lock
		return nil
	default:
	}
	inUse := fmt.Errorf("intercom: %s: %w, in this process", w.req.op, ErrScrollInUse)
	if w.restarts == 0 {
		return inUse
	}
	timer := time.NewTimer(scrollLife)
	defer timer.Stop()
	select {
	case lock <- struct{}{}:
		w.lock = lock
		return nil
	case <-w.ctx.Done():
		return newConnectionError(w.req.op, 0, w.ctx.Err(), "")
	case <-timer.C:
		return inUse
	}
}

var scrollSeed = maphash.MakeSeed()

// checkLoop ends a list that would go on for ever. A scroll repeats its
// parameter by design: there fetch looks for a page that is the last one again.
func (w *walk[T]) checkLoop(page *Page[T]) error {
	if page.Next == "" || w.req.paging == pagingScroll {
		return nil
	}
	if w.seen[page.Next] {
		return fmt.Errorf("intercom: %s: %w", w.req.op, ErrCursorLoop)
	}
	w.seen[page.Next] = true
	return nil
}

func (w *walk[T]) fetch(at Cursor) (*Page[T], error) {
	r := w.req
	if err := r.moveTo(at, w.perPage); err != nil {
		return nil, err
	}
	if r.paging == pagingScroll && at != "" {
		r.class = classWrite // a page is handed out once: a repetition would skip it
	}
	var page *Page[T]
	err := w.client.call(w.ctx, &r, w.cfg, nil, func(ctx context.Context, x *exchange, a *answer, _ any) (err error) {
		if page, err = w.decode(a.body, &r); err != nil {
			return x.decodeError(a, err)
		}
		if r.paging == pagingScroll {
			hash := maphash.String(scrollSeed, a.body)
			if at != "" && page.Next != "" && hash == w.scrolled {
				return fmt.Errorf("intercom: %s: %w", r.op, ErrCursorLoop)
			}
			w.scrolled = hash
		}
		for _, item := range page.Items {
			if o, ok := any(item).(interface{ mismatches() []wire.Mismatch }); ok {
				x.cfg.warn(ctx, r.op, o.mismatches())
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if w.drop != nil {
		page.Items, page.Total = slices.DeleteFunc(page.Items, w.drop), 0
	}
	return page, nil
}
