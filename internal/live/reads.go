package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/calls"
)

const (
	perPage    = 2       // so that small workspaces have a second page too
	pages      = 2       // of each list
	candidates = 3       // how many ids are tried until one has something to read
	streamed   = 1 << 20 // bytes of a file
)

// A plan is how a method that reads is called.
type plan struct {
	method    calls.Method
	name      string // such as Tags.Get
	operation string
	version   string
	args      calls.Arguments
	slots     []slot // the arguments that ids are put into
	why       string // why it cannot be called, if it cannot
}

// A slot is an argument that is an id, or is made of one.
type slot struct {
	arg  int
	kind string // of the object, such as "ticket_type"
	put  func(id intercom.ID) reflect.Value
}

// reads calls every method that reads. Those that need ids come after the lists that have them.
func (r *run) reads() {
	waiting := plans(r.ctx)
	defer r.findByExternalID()
	for progress := true; progress && r.ctx.Err() == nil; {
		progress = false
		var later []plan
		for _, p := range waiting {
			ids := r.pool.choose(p.slots)
			switch {
			case p.why != "":
				r.report.skip(p.name, p.operation, p.why)
			case ids == nil:
				later = append(later, p)
			default:
				r.read(p, ids)
				progress = true
			}
		}
		waiting = later
	}
	for _, p := range waiting {
		names := make([]string, len(p.slots))
		for i, s := range p.slots {
			names[i] = s.kind
		}
		r.report.skip(p.name, p.operation, "no list has an id of: "+strings.Join(names, ", "))
	}
}

// findByExternalID calls the one operation that finds a contact by the id of its owner's, with that of a contact that was read.
func (r *run) findByExternalID() {
	const name, operation = "Contacts.Find", "GET /contacts/find_by_external_id/{external_id}"
	if r.externalID == "" {
		r.report.skip(name, operation, "no contact that was read has one")
		return
	}
	r.add(r.row(name, func() (any, error) { return r.client.Contacts.Find(r.ctx, intercom.ByExternalID(r.externalID)) }))
}

// noteExternalID keeps the id that a contact's owner gave it.
func (r *run) noteExternalID(value any) {
	if contact, ok := value.(*intercom.Contact); ok && contact != nil && contact.ExternalID != "" {
		r.externalID = contact.ExternalID
	}
}

// read calls a method with one id after the other, until there is something to read.
func (r *run) read(p plan, ids [][]intercom.ID) {
	var row *Row
	for _, each := range ids {
		args := slices.Clone(p.args)
		for i, s := range p.slots {
			args[s.arg] = s.put(each[i])
		}
		row = r.row(p.name, func() (any, error) {
			in := append([]reflect.Value{reflect.ValueOf(r.ctx)}, args...)
			value, err := take(p.method.On(r.client).Call(in))
			r.pool.add(p.operation, p.version, each, value)
			r.noteExternalID(value)
			return value, err
		})
		if row.Objects > 0 {
			break
		}
	}
	if row.Operation == "" {
		row.Operation, row.Version = p.operation, p.version
	}
	if _, isList := p.method.Result(); !isList {
		row.Forms = nil
	}
	r.add(row)
}

// take reads what a method returned: of a list two pages, of a file its beginning.
func take(out []reflect.Value) (any, error) {
	if err, _ := out[len(out)-1].Interface().(error); err != nil {
		return nil, err
	}
	if out[0].MethodByName("Collect").IsValid() {
		small := out[0].MethodByName("PerPage").Call([]reflect.Value{reflect.ValueOf(perPage)})
		items, err := takePages(small[0])
		if errors.Is(err, intercom.ErrInvalidArgument) { // a list whose pages have no size
			items, err = takePages(out[0])
		}
		return items, err
	}
	if stream, ok := out[0].Interface().(io.ReadCloser); ok {
		_, err := io.CopyN(io.Discard, stream, streamed)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return nil, errors.Join(err, stream.Close())
	}
	return out[0].Interface(), nil
}

func takePages(pager reflect.Value) (items []any, err error) {
	n := 0
	for page, failure := range pager.MethodByName("Pages").Call(nil)[0].Seq2() {
		if err, _ := failure.Interface().(error); err != nil {
			return items, err
		}
		all := page.Elem().FieldByName("Items")
		for i := range all.Len() {
			items = append(items, all.Index(i).Interface())
		}
		if n++; n == pages {
			break
		}
	}
	return items, nil
}

// plans lists the methods that read, in the order of their services. A method that only repeats others, as those that wait and
// those that mirror do, has no operation of its own.
func plans(ctx context.Context) []plan {
	var all []plan
	for _, m := range calls.Methods() {
		if m.Type.Out(0).Kind() == reflect.Func || writesOrWaits(m.Name) {
			continue
		}
		if p, ok := planOf(ctx, m); ok {
			all = append(all, p)
		}
	}
	return all
}

func writesOrWaits(name string) bool {
	return slices.ContainsFunc([]string{"Wait", "Run", "Enqueue", "Submit", "Bulk"}, func(s string) bool { return strings.HasPrefix(name, s) })
}

// unavailable are the methods whose arguments nobody can make up, and no list has.
var unavailable = map[string]string{
	"CustomObjectsService.Find":                "needs a type of custom objects, which no list has",
	"CustomObjectsService.Get":                 "needs a type of custom objects, which no list has",
	"CustomObjectsService.List":                "needs a type of custom objects, which no list has",
	"CustomObjectsService.ListForContact":      "needs a type of custom objects, which no list has",
	"CustomObjectsService.ListForConversation": "needs a type of custom objects, which no list has",
	"FinVoiceService.GetByExternalID":          "needs the id of a call at the telephony provider",
	"FinVoiceService.GetByPhoneNumber":         "needs a phone number",
}

// word is what searches look for.
const word = "the"

// planOf finds out by a call that goes nowhere which operation a method has, and where its ids go.
func planOf(ctx context.Context, m calls.Method) (plan, bool) {
	p := plan{method: m, name: strings.Replace(m.String(), "Service.", ".", 1), why: unavailable[m.String()]}
	sets, err := m.Arguments(ctx)
	if err != nil {
		return p, false
	}
	p.args = slices.Clone(sets[0])
	var markers []string
	for i := range p.args {
		t := m.Type.In(i + 1)
		switch t {
		case reflect.TypeFor[time.Time]():
			p.args[i] = reflect.ValueOf(time.Now().AddDate(0, 0, -7))
		case reflect.TypeFor[string]():
			p.args[i] = reflect.ValueOf(word)
		case reflect.TypeFor[intercom.CountType]():
			p.args[i] = reflect.ValueOf(intercom.CountTypeUser)
		case reflect.TypeFor[intercom.CountBy]():
			p.args[i] = reflect.ValueOf(intercom.CountByTag)
		}
		for _, put := range puts(t) {
			marker := fmt.Sprintf("70070%d", len(p.slots))
			p.slots = append(p.slots, slot{i, referred(t), put})
			markers = append(markers, marker)
			p.args[i] = put(intercom.ID(marker))
		}
	}
	o := m.Call(ctx, p.args, calls.OK)
	if len(o.Sent) == 0 {
		return p, false
	}
	sent := o.Sent[0]
	p.operation, p.version = sent.Operation, sent.Version
	method, _, _ := strings.Cut(sent.Operation, " ")
	if !isRead(sent.Operation, method) {
		return p, false
	}
	for i := range p.slots {
		if p.slots[i].kind == "" {
			p.slots[i].kind = kindAt(sent, markers[i])
		}
	}
	return p, true
}

// puts returns how an id becomes an argument of a type, if it does.
func puts(t reflect.Type) []func(intercom.ID) reflect.Value {
	as := func(make func(id intercom.ID) any) []func(intercom.ID) reflect.Value {
		return []func(intercom.ID) reflect.Value{func(id intercom.ID) reflect.Value { return reflect.ValueOf(make(id)) }}
	}
	switch {
	case t == reflect.TypeFor[intercom.ID]():
		return as(func(id intercom.ID) any { return id })
	case t == reflect.TypeFor[[]intercom.ID]():
		return as(func(id intercom.ID) any { return []intercom.ID{id} })
	case t == reflect.TypeFor[intercom.ContactMerge](): // the same twice: whatever comes of it, it is only a preview
		return as(func(id intercom.ID) any { return intercom.ContactMerge{From: id, Into: id} })
	case t.Kind() == reflect.Interface && t.NumMethod() > 0 && reflect.TypeFor[intercom.ByID]().Implements(t):
		return as(func(id intercom.ID) any { return intercom.ByID(id) })
	}
	return nil
}

// referred is the kind of what a type refers to. It is empty for an id, whose place shows it.
func referred(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[intercom.ContactRef](), reflect.TypeFor[intercom.ContactMerge]():
		return "contact"
	case reflect.TypeFor[intercom.UserRef](), reflect.TypeFor[intercom.ParticipantRef]():
		return "user"
	case reflect.TypeFor[intercom.LeadRef]():
		return "lead"
	case reflect.TypeFor[intercom.VisitorRef]():
		return "visitor"
	case reflect.TypeFor[intercom.CompanyRef](), reflect.TypeFor[intercom.CompanySelector]():
		return "company"
	}
	return ""
}
