// Package calls finds every method of the SDK's services by reflection and
// calls it with arguments that it makes up, so that a test can go through all
// of them without a list that somebody must keep up to date.
//
// Only tests and the live suite import it.
package calls

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
)

// A Method is an exported method of a service.
type Method struct {
	Service string // such as TagsService
	Name    string
	Type    reflect.Type // without the receiver

	field int
}

// String names the method as its documentation does.
func (m Method) String() string { return m.Service + "." + m.Name }

// Methods returns the methods of all services, in the order of the services.
func Methods() []Method {
	var all []Method
	client := reflect.TypeFor[intercom.Client]()
	for i := range client.NumField() {
		f := client.Field(i)
		if !f.IsExported() || f.Type.Kind() != reflect.Pointer || !strings.HasSuffix(f.Type.Elem().Name(), "Service") {
			continue
		}
		service := reflect.New(f.Type.Elem())
		for j := range service.NumMethod() {
			all = append(all, Method{f.Type.Elem().Name(), service.Type().Method(j).Name, service.Method(j).Type(), i})
		}
	}
	return all
}

// Result is the type of what a method returns besides an error: a resource, or
// that of a list's items. It is nil for a method that returns nothing else.
func (m Method) Result() (result reflect.Type, isList bool) {
	if m.Type.NumOut() == 0 || m.Type.Out(0) == reflect.TypeFor[error]() {
		return nil, false
	}
	out := m.Type.Out(0)
	if out.Kind() == reflect.Func { // a helper that ranges over lists
		return nil, false
	}
	if page, ok := out.MethodByName("Collect"); ok { // a *Pager
		return page.Type.Out(0).Elem().Elem(), true // []*T
	}
	for out.Kind() == reflect.Pointer || out.Kind() == reflect.Slice {
		isList = isList || out.Kind() == reflect.Slice
		out = out.Elem()
	}
	return out, isList
}

// Sent is a request that a method made.
type Sent struct {
	Operation string // such as "GET /tags/{tag_id}"
	Version   string // of the API
	Path      string
	Query     url.Values
	Header    http.Header
	Body      string
}

// An Outcome is the result of calling a method.
type Outcome struct {
	Sent  []Sent
	Value any // what the method returned, the first page of a list, or the bytes of a stream
	Err   error
}

// Arguments are the values for the parameters between the context and the options.
type Arguments []reflect.Value

// String shows the arguments in messages.
func (a Arguments) String() string {
	texts := make([]string, len(a))
	for i, v := range a {
		texts[i] = fmt.Sprintf("%+v", v.Interface())
		if b, err := json.Marshal(v.Interface()); err == nil { // fmt redacts most of them
			texts[i] = v.Type().String() + string(b)
		}
	}
	return strings.Join(texts, ", ")
}

// What ends methods that poll or walk on their own. Tests that go through all
// methods run in the virtual time of package synctest, as some of these wait.
const (
	enough  = 5
	patient = time.Minute
)

var errEnough = errors.New("that is enough")

// Call calls the method on a client of its own whose server responds to
// every request with respond.
func (m Method) Call(ctx context.Context, args Arguments, respond func(*http.Request) *http.Response, opts ...intercom.Option) Outcome {
	ctx, cancel := context.WithTimeout(ctx, patient)
	defer cancel()
	return Record(func(client *intercom.Client) (any, error) {
		args := args.clone()
		return finish(m.On(client).Call(append([]reflect.Value{reflect.ValueOf(ctx)}, args...)), args)
	}, respond, opts...)
}

// On returns the method of a client's service.
func (m Method) On(client *intercom.Client) reflect.Value {
	return reflect.ValueOf(client).Elem().Field(m.field).MethodByName(m.Name)
}

// Record does something with a client whose server responds to every request with respond.
func Record(do func(*intercom.Client) (any, error), respond func(*http.Request) *http.Response, opts ...intercom.Option) Outcome {
	var o Outcome
	client, err := intercom.NewClient(append([]intercom.Option{
		intercom.WithToken("token"),
		intercom.WithBaseURL("https://api.intercom.test"),
		intercom.WithMaxRetries(0),
		intercom.WithHTTPClient(&http.Client{Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
			sent, err := read(req)
			if err != nil {
				return nil, err
			}
			o.Sent = append(o.Sent, sent)
			if len(o.Sent) > enough {
				return nil, errEnough
			}
			return respond(req), nil
		})}),
	}, opts...)...)
	if err != nil {
		return Outcome{Err: err}
	}
	o.Value, o.Err = do(client)
	return o
}

// finish takes what a method returned, and reads lists and streams.
func finish(out []reflect.Value, args Arguments) (any, error) {
	err, _ := out[len(out)-1].Interface().(error)
	if err != nil {
		return nil, err
	}
	if out[0].Type() == reflect.TypeFor[error]() { // what a Save reads is in its argument
		for _, arg := range args {
			if arg.Kind() == reflect.Pointer {
				return arg.Interface(), nil
			}
		}
		return nil, nil
	}
	if page := out[0].MethodByName("Page"); page.IsValid() && out[0].MethodByName("Collect").IsValid() {
		return finish(page.Call(nil), nil)
	}
	if out[0].Kind() == reflect.Func && out[0].Type().CanSeq2() {
		for _, failed := range out[0].Seq2() {
			if err, ok := failed.Interface().(error); ok {
				return nil, err
			}
		}
		return nil, nil
	}
	if stream, ok := out[0].Interface().(io.ReadCloser); ok {
		b, err := io.ReadAll(stream)
		return b, errors.Join(err, stream.Close())
	}
	return out[0].Interface(), nil
}

func read(req *http.Request) (Sent, error) {
	s := Sent{
		Operation: intercom.Operation(req.Context()),
		Version:   req.Header.Get("Intercom-Version"),
		Path:      req.URL.EscapedPath(),
		Query:     req.URL.Query(),
		Header:    req.Header,
	}
	if req.Body == nil {
		return s, nil
	}
	b, err := io.ReadAll(req.Body)
	s.Body = string(b)
	return s, errors.Join(err, req.Body.Close())
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// Answer makes a response with a JSON body.
func Answer(req *http.Request, status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(body)),
		Request:    req,
	}
}

// OK responds with 200 and an empty object.
func OK(req *http.Request) *http.Response { return Answer(req, http.StatusOK, "{}") }

// Arguments makes up sets of arguments with which the method sends something:
// one set at least, and one for each kind of selector or union variant that it takes.
func (m Method) Arguments(ctx context.Context) ([]Arguments, error) {
	if n := m.Type.NumIn(); n < 2 || m.Type.In(0) != reflect.TypeFor[context.Context]() || m.Type.In(n-1) != reflect.TypeFor[[]intercom.Option]() {
		return nil, fmt.Errorf("%s: want a context first and options last", m)
	}
	var sets []Arguments
	var failed error
	for v := range m.variants() {
		args, err := m.arguments(ctx, v)
		if err != nil {
			failed = err
			continue
		}
		sets = append(sets, args)
	}
	if sets == nil {
		return nil, fmt.Errorf("%s: no arguments are good enough, add some to samples: %w", m, failed)
	}
	return sets, nil
}

// variants is how many sets of arguments it takes to have each kind of selector
// and union variant.
func (m Method) variants() int {
	n := 1
	for i := 1; i < m.Type.NumIn()-1; i++ {
		n = max(n, alternatives(m.Type.In(i)))
	}
	return n
}

// Full makes up sets of arguments with every field of theirs set, of which those
// remain that the method takes.
func (m Method) Full(ctx context.Context) []Arguments {
	var sets []Arguments
	for v := range m.variants() {
		args := make(Arguments, m.Type.NumIn()-2)
		for i := range args {
			args[i] = makeUp(m.Type.In(i+1), v, fillAll)
		}
		if o := m.Call(ctx, args, OK); len(o.Sent) > 0 {
			sets = append(sets, args)
		}
	}
	return sets
}

// arguments begins with empty structs and fills what the method complains
// about until it sends something.
func (m Method) arguments(ctx context.Context, variant int) (Arguments, error) {
	args := make(Arguments, m.Type.NumIn()-2) // without the context and the options
	for i := range args {
		args[i] = makeUp(m.Type.In(i+1), variant, fillTop)
	}
	var last error
	for range 20 {
		o := m.Call(ctx, args, OK)
		if len(o.Sent) > 0 {
			return args, nil
		}
		if !errors.Is(o.Err, intercom.ErrInvalidArgument) {
			return nil, errors.Join(errors.New("nothing was sent"), o.Err)
		}
		last = o.Err
		if !args.mend(o.Err, variant) {
			break
		}
	}
	for _, f := range []fill{fillStrings, fillAll} {
		for i := range args {
			args[i] = makeUp(m.Type.In(i+1), variant, f)
		}
		if o := m.Call(ctx, args, OK); len(o.Sent) > 0 {
			return args, nil
		}
	}
	return nil, last
}

// clone copies what a call changes or uses up.
func (a Arguments) clone() Arguments {
	a = slices.Clone(a)
	for i, v := range a {
		switch {
		case v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct:
			a[i] = reflect.New(v.Type().Elem())
			a[i].Elem().Set(v.Elem())
		case v.Type() == reflect.TypeFor[io.Reader]():
			a[i] = makeUp(v.Type(), 0, fillTop)
		}
	}
	return a
}

// fill is how much of a struct is filled.
type fill uint8

const (
	fillTop     fill = iota // nothing
	fillStrings             // strings, slices and unions
	fillAll
)

// mend fills the first empty field of a struct among the arguments that the
// error names.
func (a Arguments) mend(err error, variant int) bool {
	bad, ok := errors.AsType[*intercom.ArgumentError](err)
	if !ok {
		return false
	}
	for i, arg := range a {
		if bad.Parameter == "url" && arg.Kind() == reflect.String && !strings.Contains(arg.String(), "://") {
			a[i] = reflect.ValueOf("https://stream.intercom.test/event-stream?accessToken=1")
			return true
		}
	}
	for _, name := range fieldNames(bad.Parameter) {
		for i, arg := range a {
			settable := reflect.New(arg.Type()).Elem()
			settable.Set(arg)
			if mendField(settable, name, variant) {
				a[i] = settable
				return true
			}
		}
	}
	return false
}

// fieldNames are the fields in a parameter such as "Companies[2].CompanyID" or
// "Email, ExternalID or Role", those that hold others last.
func fieldNames(parameter string) []string {
	var names []string
	for _, path := range strings.FieldsFunc(parameter, func(r rune) bool { return r == ' ' || r == ',' }) {
		steps := strings.Split(path, ".")
		slices.Reverse(steps)
		for _, step := range steps {
			name, _, _ := strings.Cut(step, "[")
			names = append(names, name)
		}
	}
	return names
}

func mendField(v reflect.Value, name string, variant int) bool {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	switch {
	case v.Kind() == reflect.Slice && v.Len() > 0:
		return mendField(v.Index(0), name, variant)
	case v.Kind() != reflect.Struct:
		return false
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		if strings.EqualFold(f.Name, name) && v.Field(i).IsZero() {
			v.Field(i).Set(makeUp(f.Type, variant, fillStrings))
			return !v.Field(i).IsZero()
		}
	}
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() && v.Field(i).CanSet() && mendField(v.Field(i), name, variant) {
			return true
		}
	}
	return false
}

// alternatives is how many samples there are of a type, or of an interface.
func alternatives(t reflect.Type) int {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return identities
	case reflect.Interface:
		return max(1, len(implementing(t)))
	}
	return max(1, len(samplesOf(t)))
}

// samplesOf are the samples of a type that is no interface. Strings have none:
// those of their types are for interfaces.
func samplesOf(t reflect.Type) []reflect.Value {
	var fit []reflect.Value
	for _, s := range samples {
		if v := reflect.ValueOf(s); v.Type() == t && t.Kind() != reflect.String {
			fit = append(fit, v)
		}
	}
	return fit
}

// Variants lists the types that there are samples of for an interface.
func Variants(t reflect.Type) []reflect.Type {
	var all []reflect.Type
	for _, v := range implementing(t) {
		if !slices.Contains(all, v.Type()) {
			all = append(all, v.Type())
		}
	}
	return all
}

func implementing(t reflect.Type) []reflect.Value {
	var fit []reflect.Value
	for _, s := range samples {
		if v := reflect.ValueOf(s); v.Type().Implements(t) && t.NumMethod() > 0 {
			fit = append(fit, v)
		}
	}
	return fit
}

// makeUp makes up a value of a type.
func makeUp(t reflect.Type, variant int, f fill) reflect.Value {
	if fit := samplesOf(t); len(fit) > 0 {
		return fit[variant%len(fit)]
	}
	v := reflect.New(t).Elem()
	switch t {
	case reflect.TypeFor[intercom.Time]():
		v.Set(reflect.ValueOf(intercom.At(time.Unix(1_700_000_000, 0).UTC())))
		return v
	case reflect.TypeFor[intercom.DateTime]():
		v.Set(reflect.ValueOf(intercom.AtDate(time.Unix(1_700_000_000, 0))))
		return v
	case reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Unix(1_700_000_000, 0).UTC()))
		return v
	case reflect.TypeFor[time.Duration]():
		v.SetInt(int64(time.Millisecond))
		return v
	case reflect.TypeFor[io.Reader]():
		v.Set(reflect.ValueOf(bytes.NewReader([]byte("[]"))))
		return v
	}
	switch t.Kind() {
	case reflect.Bool:
		v.SetBool(f == fillAll)
	case reflect.String:
		v.SetString("1")
		for _, word := range words {
			if reflect.TypeOf(word) == t {
				v.Set(reflect.ValueOf(word))
			}
		}
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Slice:
		v.Set(reflect.Append(v, makeUp(t.Elem(), variant, max(f, fillStrings))))
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		identify(v.Elem(), variant)
	case reflect.Interface:
		if fit := implementing(t); len(fit) > 0 {
			v.Set(fit[variant%len(fit)])
		} else if t.NumMethod() == 0 {
			v.Set(reflect.ValueOf("1"))
		}
	case reflect.Func:
		v.Set(reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value {
			out := make([]reflect.Value, t.NumOut())
			for i := range out {
				out[i] = reflect.Zero(t.Out(i))
			}
			return out
		}))
	case reflect.Struct:
		if f != fillTop {
			makeStruct(v, variant, f)
		}
	}
	return v
}

// identities is how many forms of a resource there are to save.
const identities = 3

// identify makes a resource look like one that was not read: with an ID, with
// keys of its owner's, or with both.
func identify(v reflect.Value, variant int) {
	if v.Kind() != reflect.Struct {
		return
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		isID := f.Name == "ID"
		if f.IsExported() && f.Type.Kind() == reflect.String && (variant == 2 || isID == (variant == 0)) {
			v.Field(i).SetString("1")
		}
	}
}

func makeStruct(v reflect.Value, variant int, f fill) {
	if get := v.Addr().MethodByName("UnmarshalJSON"); get.IsValid() && strings.HasPrefix(v.Type().Name(), "Opt[") {
		if f == fillAll {
			inner, _ := v.Type().MethodByName("Get")
			text, err := json.Marshal(makeUp(inner.Type.Out(0), variant, f).Interface())
			if err != nil {
				panic(err) // no type of a field is beyond JSON
			}
			get.Call([]reflect.Value{reflect.ValueOf(text)})
		}
		return
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() || field.Anonymous && field.Type == reflect.TypeFor[intercom.Object]() {
			continue
		}
		kind := field.Type.Kind()
		if f == fillAll || slices.Contains([]reflect.Kind{reflect.String, reflect.Slice, reflect.Interface, reflect.Struct}, kind) {
			v.Field(i).Set(makeUp(field.Type, variant, f))
		}
	}
}
