package intercomtest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
)

// entry is what every thing has that plain stores. Its type embeds it.
type entry struct {
	id        string // empty until the thing is stored
	createdAt int64
	updatedAt int64
}

func (e *entry) stored() *entry { return e }

// newEntry is for things that come into being without a request.
func (w *workspace) newEntry() entry {
	now := w.unix()
	return entry{id: w.number(), createdAt: now, updatedAt: now}
}

// entryOf is a pointer to a type that embeds entry.
type entryOf[T any] interface {
	*T
	stored() *entry
}

// rules say what is particular to a resource that is merely stored. All can be
// left out but read, and write if something is created or updated.
type rules[T any] struct {
	read  func(x *exchange, v *T) object      // v as JSON
	write func(x *exchange, f *fields, v *T)  // reads a request into v, a copy; v.id is empty if v is new
	newID func() string                       // decimal digits unless it is set
	param string                              // the name of the id in paths; the last parameter unless it is set
	under func(*exchange) (*store[*T], error) // finds the store, if things belong to others in the path
	list  listing                             // how all of them are listed
	match func(x *exchange, v *T) bool        // whether a list has v
	gone  func(x *exchange, shown object) any // the response to a deletion; asShown unless it is set
	hide  func(v *T)                          // what a deletion does in place of removing v
	none  error                               // if there is no such thing; a plain 404 unless it is set

	happened func(was, is *T) // reports what was created, changed or deleted; nil is what was not, or is no more
}

// resource has the handlers of a resource that is merely stored.
type resource[T any, P entryOf[T]] struct {
	workspace *workspace
	in        *store[*T]
	rules[T]
}

// plain makes the handlers of a resource that is merely stored: what one request
// writes, the next one reads. A resource with all five operations is
//
//	plain(w, &w.brands, rules[brand]{read: brandJSON, write: writeBrand}).routes("/brands", "/brands/{brand_id}")
//
// and one that has fewer of them, or other methods, names its handlers one by
// one in its routes.
func plain[T any, P entryOf[T]](w *workspace, in *store[*T], rules rules[T]) resource[T, P] {
	return resource[T, P]{w, in, rules}
}

// routes are the five operations, at the path of all things and at that of one.
func (r resource[T, P]) routes(all, one string) map[string]handler {
	return map[string]handler{
		"GET " + all:    r.all,
		"POST " + all:   r.create,
		"GET " + one:    r.get,
		"PUT " + one:    r.update,
		"DELETE " + one: r.remove,
	}
}

// store returns where the things are that a request is about.
func (r resource[T, P]) store(x *exchange) (*store[*T], error) {
	if r.under == nil {
		return r.in, nil
	}
	return r.under(x)
}

// one finds the thing of the path: the last parameter in it is its id.
func (r resource[T, P]) one(x *exchange) (*T, error) {
	in, err := r.store(x)
	if err != nil {
		return nil, err
	}
	id := x.lastParam()
	if r.param != "" {
		id = x.param(r.param)
	}
	v, ok := in.get(id)
	if !ok {
		return nil, cmp.Or(r.none, error(notFound("Resource Not Found")))
	}
	return v, nil
}

func (r resource[T, P]) all(x *exchange) (any, error) {
	in, err := r.store(x)
	if err != nil {
		return nil, err
	}
	things := in.where(func(v *T) bool { return r.match == nil || r.match(x, v) })
	return listed(x, r.list, things, func(v *T) string { return P(v).stored().id }, func(v *T) object { return r.read(x, v) })
}

func (r resource[T, P]) get(x *exchange) (any, error) {
	v, err := r.one(x)
	return r.show(x, v, err)
}

func (r resource[T, P]) create(x *exchange) (any, error) {
	v, err := r.make(x)
	return r.show(x, v, err)
}

func (r resource[T, P]) update(x *exchange) (any, error) {
	v, err := r.one(x)
	if err == nil {
		err = r.save(x, v)
	}
	return r.show(x, v, err)
}

func (r resource[T, P]) remove(x *exchange) (any, error) {
	in, err := r.store(x)
	if err != nil {
		return nil, err
	}
	v, err := r.one(x)
	if err != nil {
		return nil, err
	}
	if r.hide != nil {
		r.hide(v)
		P(v).stored().updatedAt = x.now
	} else {
		in.remove(P(v).stored().id)
	}
	r.report(v, nil)
	gone := r.gone
	if gone == nil {
		gone = asShown
	}
	return gone(x, r.read(x, v)), nil
}

// make stores what a request describes.
func (r resource[T, P]) make(x *exchange) (*T, error) {
	in, err := r.store(x)
	if err != nil {
		return nil, err
	}
	v := new(T)
	P(v).stored().createdAt = x.now
	if err := r.save(x, v); err != nil {
		return nil, err
	}
	newID := r.newID
	if newID == nil {
		newID = r.workspace.number
	}
	id := newID()
	P(v).stored().id = id
	in.add(id, v)
	r.report(nil, v)
	return v, nil
}

// save takes what a request writes.
func (r resource[T, P]) save(x *exchange, v *T) error {
	return r.change(x, v, func(draft *T) error {
		f := &fields{object: x.body}
		r.write(x, f, draft)
		return f.err
	})
}

// change changes a thing, or leaves it as it is and says why.
func (r resource[T, P]) change(x *exchange, v *T, do func(draft *T) error) error {
	draft, was := *v, *v
	if err := do(&draft); err != nil {
		return err
	}
	P(&draft).stored().updatedAt = x.now
	*v = draft
	if P(v).stored().id != "" {
		r.report(&was, v)
	}
	return nil
}

func (r resource[T, P]) report(was, is *T) {
	if r.happened != nil {
		r.happened(was, is)
	}
}

// about does something with the thing of the path.
func (r resource[T, P]) about(do func(x *exchange, v *T) (any, error)) handler {
	return func(x *exchange) (any, error) {
		v, err := r.one(x)
		if err != nil {
			return nil, err
		}
		return do(x, v)
	}
}

// on changes the thing of the path, of which it gets a copy, and responds with
// the thing.
func (r resource[T, P]) on(do func(x *exchange, draft *T) error) handler {
	return r.about(func(x *exchange, v *T) (any, error) {
		err := r.change(x, v, func(draft *T) error { return do(x, draft) })
		return r.show(x, v, err)
	})
}

func (r resource[T, P]) show(x *exchange, v *T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return r.read(x, v), nil
}

// asShown responds to a deletion with what was deleted.
func asShown(_ *exchange, shown object) any { return shown }

// noContent responds to a deletion with 204.
func noContent(x *exchange, _ object) any {
	x.status = http.StatusNoContent
	return nil
}

// marked responds to a deletion with the id of what was deleted.
func marked(kind string) func(*exchange, object) any {
	return func(_ *exchange, shown object) any {
		return object{"id": shown["id"], "object": kind, "deleted": true}
	}
}

// listing is the form of a list.
type listing struct {
	kind   string // its type; "list" unless it is set
	key    string // of the items; "data" unless it is set
	paging paging
	size   int    // of a page, unless the request sets one; 50 unless it is set
	most   int    // of a page; 150 unless it is set
	total  bool   // has total_count
	newest bool   // newest first
	with   object // other fields
}

type paging int

const (
	unpaged  paging = iota
	byPage          // with page, and links to the next one
	byCursor        // with starting_after
)

// listed is a list, or the page of it that a request asks for.
func listed[T any](x *exchange, l listing, things []T, id func(T) string, as func(T) object) (any, error) {
	if l.newest {
		things = slices.Clone(things)
		slices.Reverse(things)
	}
	list := object{"type": cmp.Or(l.kind, "list")}
	maps.Copy(list, l.with)
	if l.total {
		list["total_count"] = len(things)
	}
	page, pages, err := cut(x, l, things, id)
	if err != nil {
		return nil, err
	}
	if pages != nil {
		list["pages"] = pages
	}
	list[cmp.Or(l.key, "data")] = render(page, as)
	return list, nil
}

// cut cuts the page out of a list that a request asks for.
func cut[T any](x *exchange, l listing, things []T, id func(T) string) (page []T, pages object, err error) {
	size, most := cmp.Or(l.size, 50), cmp.Or(l.most, 150)
	switch l.paging {
	case byPage:
		return paged(x, things, size, most)
	case byCursor:
		if size, err = x.number("per_page", size); err != nil {
			return nil, nil, err
		}
		return after(things, id, x.query.Get("starting_after"), min(size, most))
	}
	return things, nil, nil
}
