package live

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
)

// undoing is how long removing what was created may take, also after the run was canceled.
const undoing = time.Minute

// label begins the name of everything that the suite creates.
const label = "intercom-go live suite "

// A writer makes the writes of one kind of object, and undoes them.
type writer struct {
	*run
	me   intercom.ID // the admin who owns the token
	name string      // of what is created
	key  string      // the owner's id of it

	undo []func()
}

// writes makes every write that can be undone. What a scenario created is removed when it ends, however it ends.
func (r *run) writes(me intercom.ID) {
	for _, scenario := range []func(*writer){
		(*writer).people, (*writer).companies, (*writer).legacy, (*writer).articles, (*writer).internalArticles, (*writer).snippets, (*writer).helpCenter,
		(*writer).sources, (*writer).news, (*writer).officeHours, (*writer).audiences, (*writer).connectors,
	} {
		if r.ctx.Err() != nil {
			return
		}
		key := strings.ToLower(rand.Text())
		w := &writer{run: r, me: me, name: label + key, key: "intercom-go-live-" + key}
		func() {
			defer w.clean()
			scenario(w)
		}()
	}
}

// clean undoes in the opposite order.
func (w *writer) clean() {
	w.watch.creating("")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(w.ctx), undoing)
	defer cancel()
	was := w.ctx
	w.ctx = ctx
	for i := len(w.undo) - 1; i >= 0; i-- {
		w.undo[i]()
	}
	w.ctx = was
}

// do makes a write on what was created. It reports whether it succeeded.
func do[T any](w *writer, method string, write func() (T, error)) (T, bool) {
	var value T
	var failed error
	row := w.row(method, func() (any, error) {
		value, failed = write()
		return any(value), failed
	})
	row.Forms = nil
	w.add(row)
	return value, failed == nil
}

// exec is do for a write that returns nothing.
func (w *writer) exec(method string, write func() error) {
	do(w, method, func() (any, error) { return nil, write() })
}

// create makes something, which remove then removes. The operation is the only one that may create.
func create[T any](w *writer, method, operation string, write func() (T, error), id func(T) intercom.ID, remove removal) (T, bool) {
	w.watch.creating(operation)
	value, ok := do(w, method, write)
	w.watch.creating("")
	if !ok || id(value) == "" {
		return value, false
	}
	one := id(value)
	for _, collection := range remove.collections {
		w.watch.own(collection, one)
	}
	w.undo = append(w.undo, func() { w.remove(remove, one) })
	return value, true
}

// A removal is how an object is removed, and the collections that paths have its id below.
type removal struct {
	method      string
	collections []string
	by          func(id intercom.ID) error
}

// remove removes an object. One that is gone was removed by the scenario.
func (w *writer) remove(r removal, id intercom.ID) {
	var failed error
	row := w.row(r.method, func() (any, error) {
		failed = r.by(id)
		return nil, failed
	})
	w.add(row)
	if failed != nil && !errors.Is(failed, intercom.ErrNotFound) && !errors.Is(failed, intercom.ErrGone) {
		w.report.Left = append(w.report.Left, r.collections[0]+" "+string(id)+", whose name begins with \""+strings.TrimSpace(label)+"\"")
	}
}

func (w *writer) contact() (*intercom.Contact, bool) {
	return create(w, "Contacts.Create", "POST /contacts", func() (*intercom.Contact, error) {
		return w.client.Contacts.Create(w.ctx, intercom.ContactCreate{Role: intercom.ContactRoleUser, ExternalID: w.key, Name: w.name})
	}, func(c *intercom.Contact) intercom.ID { return c.ID }, w.removingContact("contacts"))
}

func (w *writer) removingContact(collections ...string) removal {
	return removal{"Contacts.Delete", append(collections, "contacts"), func(id intercom.ID) error {
		return w.client.Contacts.Delete(w.ctx, id)
	}}
}

func (w *writer) tag() (*intercom.Tag, bool) {
	return create(w, "Tags.Create", "POST /tags", func() (*intercom.Tag, error) { return w.client.Tags.Create(w.ctx, w.name) },
		func(t *intercom.Tag) intercom.ID { return t.ID },
		removal{"Tags.Delete", []string{"tags"}, func(id intercom.ID) error { return w.client.Tags.Delete(w.ctx, id) }})
}

func (w *writer) company() (*intercom.Company, bool) {
	return create(w, "Companies.Create", "POST /companies", func() (*intercom.Company, error) {
		return w.client.Companies.Create(w.ctx, intercom.CompanyCreate{CompanyID: w.key, Name: w.name})
	}, func(c *intercom.Company) intercom.ID { return c.ID },
		removal{"Companies.Delete", []string{"companies"}, func(id intercom.ID) error { return w.client.Companies.Delete(w.ctx, id) }})
}
