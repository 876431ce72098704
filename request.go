package intercom

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// request is one call: an operation of Intercom's API with its arguments. A
// method of a service builds it and hands it to do, exec, list or open, which
// call send, which makes as many attempts as it takes.
type request struct {
	op      string // "GET /tags/{tag_id}", which also names it everywhere
	method  string
	path    string // with its braces filled, not escaped
	escaped string // the same, escaped; empty if there is no difference
	params  url.Values
	payload any
	class   class
	version string   // that the operation belongs to; empty: the client's
	accept  string   // what the response should be; empty: JSON
	stream  bool     // the body of the response is handed on unread
	items   []string // where a response has the items of a list
	within  string   // where an object that is no list has the items
	other   *request // for a list that is not found; it may be nil
	paging  paging
	largest int   // page that can be asked for; 0: Intercom sends the list at once
	err     error // a mistake in the arguments

	location bool // the response is a redirect, which is not followed
	orEmpty  bool // the response is empty if there is no such thing
	detached bool // the response is a redirect to a file that needs nothing of what is for Intercom
	patient  bool // the timeout bounds each wait for the server, and not how long the stream is read

	// signed is where the call goes instead of the API: to a stream that lasts as
	// long as it likes. Nothing that is for Intercom's API alone is sent there.
	signed *url.URL

	// credentials are in the address or in the body of the call, which needs no
	// token because of them. Texts hide them.
	credentials []string

	divisible bool // after a timeout a smaller page is asked for, not the same again

	settle []func(version string) // what depends on the API version of the call

	undocumented bool // it has no method
}

// paging is how an operation moves through its list.
type paging uint8

const (
	pagingFollow   paging = iota // where pages.next points
	pagingNumbered               // page after page, up to total_pages
	pagingScroll                 // by scroll_param, until an empty page
	pagingLinked                 // where pages.next points, with nothing but its query
)

// op starts a call of the named operation of the modern API. The arguments
// fill the braces of the path in their order.
func op(name string, args ...ID) *request {
	method, path, _ := strings.Cut(name, " ")
	r := &request{op: name, method: method, path: path}
	if method == http.MethodPost || method == http.MethodPatch {
		r.class = classWrite
	}
	if strings.IndexByte(path, '{') >= 0 || len(args) > 0 {
		r.fill(args)
	}
	return r
}

// legacy starts a call of an operation of API 1.4.
func legacy(name string, args ...ID) *request {
	r := op(name, args...)
	r.version = LegacyAPIVersion
	return r
}

// preview starts a call of an operation that only API Preview has.
func preview(name string, args ...ID) *request {
	r := op(name, args...)
	r.version = previewVersion
	return r
}

// removed starts a call of an operation that the given version was the last
// one to have.
func removed(version, name string, args ...ID) *request {
	r := op(name, args...)
	r.version = version
	return r
}

// fill puts the arguments in place of the braces.
func (r *request) fill(args []ID) {
	template, rest, special := r.path, r.path, false
	for _, arg := range args {
		_, after, opened := strings.Cut(rest, "{")
		name, after, closed := strings.Cut(after, "}")
		if !opened || !closed {
			r.invalid("path", "has fewer parameters than arguments")
			return
		}
		switch {
		case arg == "":
			r.invalid(name, "is empty")
		case arg == "." || arg == "..":
			r.invalid(name, `must not be "." or ".."`)
		case isEmail(string(arg)) && (name == "id" || strings.HasSuffix(name, "_id") && name != "external_id"):
			r.invalid(name, "is an e-mail address rather than an id: see the methods that take ByEmail, such as Find")
		}
		special = special || pathEscape(string(arg)) != string(arg)
		rest = after
	}
	if strings.Contains(rest, "{") {
		r.invalid("path", "has more parameters than arguments")
		return
	}
	r.path = filled(template, args, func(arg string) string { return arg })
	if special {
		r.escaped = filled(template, args, pathEscape)
	}
}

// pathEscape escapes a segment of a path, and a plus too: there are servers that
// read it as a space.
func pathEscape(segment string) string {
	return strings.ReplaceAll(url.PathEscape(segment), "+", "%2B")
}

// isEmail reports whether text can only be meant as an e-mail address.
func isEmail(text string) bool {
	_, domain, found := strings.Cut(text, "@")
	return found && strings.Contains(domain, ".") && !strings.ContainsAny(text, " /")
}

func filled(template string, args []ID, form func(string) string) string {
	var b strings.Builder
	for _, arg := range args {
		before, after, _ := strings.Cut(template, "{")
		_, template, _ = strings.Cut(after, "}")
		b.WriteString(before)
		b.WriteString(form(string(arg)))
	}
	b.WriteString(template)
	return b.String()
}

// invalid notes a mistake in an argument; the first one is returned by the
// call, which then sends nothing.
//
//go:noinline // into the methods of every service
func (r *request) invalid(parameter, problem string) *request {
	if r.err == nil {
		r.err = &ArgumentError{Operation: r.op, Parameter: parameter, Problem: problem}
	}
	return r
}

// check notes err, if any, as a mistake in a parameter.
func (r *request) check(parameter string, err error) *request {
	if err != nil && r.err == nil {
		r.err = unfit(r.op, parameter, err)
	}
	return r
}

// unfit is the mistake of an argument that cannot be sent, for a cause whose
// text may be the caller's.
func unfit(op, parameter string, cause error) error {
	return &ArgumentError{Operation: op, Parameter: parameter, Problem: "is invalid: " + scrub(cause.Error()), cause: cause}
}

// require refuses an empty value of a parameter that must be given.
func (r *request) require(parameter, value string) *request {
	if strings.TrimSpace(value) == "" {
		return r.invalid(parameter, "is empty")
	}
	return r
}

// requireSecret refuses a secret that is blank, or that has white space around it,
// as the content of a file often does.
func (r *request) requireSecret(parameter, secret string) *request {
	if r.require(parameter, secret); strings.TrimSpace(secret) != secret {
		r.invalid(parameter, "has white space around it")
	}
	return r
}

// either refuses two parameters of which only one can be set.
func (r *request) either(one string, hasOne bool, other string, hasOther bool) *request {
	if hasOne && hasOther {
		return r.invalid(other, "is set together with "+one)
	}
	return r
}

// requireMoment refuses the zero time for a parameter that must be given.
func (r *request) requireMoment(parameter string, t Time) *request {
	if t.IsZero() {
		return r.invalid(parameter, "is zero")
	}
	return r
}

// body sets what is sent as JSON.
//
//go:noinline // into the methods of every service
func (r *request) body(v any) *request {
	r.payload = v
	return r
}

// encoded is a body that is no JSON.
type encoded struct {
	contentType string
	content     []byte
}

// query adds a query parameter, unless it is empty.
//
//go:noinline // into the methods of every service
func (r *request) query(key, value string) *request {
	if value != "" {
		if r.params == nil {
			r.params = url.Values{}
		}
		r.params.Set(key, value)
	}
	return r
}

// selected adds the key and value of a selector to the query.
func (r *request) selected(key, value string) *request {
	return r.require(key, value).query(key, value)
}

// ofUser adds the user whose things are listed to the query.
func (r *request) ofUser(ref UserRef) *request { return r.query(userKey(r, ref)) }

// readOnly marks a POST that only reads.
func (r *request) readOnly() *request {
	r.class = classRepeatable
	return r
}

// upsert marks a POST whose repetition changes nothing more.
func (r *request) upsert() *request {
	r.class = classRepeatable
	return r
}

// flag adds a query parameter that is true, or none.
func (r *request) flag(key string, set bool) *request {
	if set {
		r.query(key, "true")
	}
	return r
}

// joined adds a query parameter that is a list, joined by commas, unless it is
// empty.
func (r *request) joined(key string, values []string) *request {
	return r.query(key, strings.Join(values, ","))
}

// choice adds a query parameter that is true or false, unless it is not set.
func (r *request) choice(key string, o Opt[bool]) *request {
	if yes, ok := o.Get(); ok {
		r.query(key, strconv.FormatBool(yes))
	}
	return r
}

// number adds a query parameter that is a number, unless it is 0.
func (r *request) number(key string, n int) *request {
	if n != 0 {
		r.query(key, strconv.Itoa(n))
	}
	return r
}

// moment adds a query parameter that is a time in Unix seconds, unless it is
// the zero time.
func (r *request) moment(key string, t Time) *request {
	if t.IsZero() {
		return r
	}
	text, err := t.MarshalJSON()
	return r.check(key, err).query(key, string(text))
}

// duration adds a query parameter that is a number of seconds, unless it is 0.
func (r *request) duration(key string, d time.Duration) *request {
	return r.number(key, int(d/time.Second))
}

// participant adds the key and value of a selector to the query.
func (r *request) participant(what string, ref ParticipantRef) *request {
	return r.query(participant(r, what, ref))
}

// reply sets what is said in a conversation.
func (r *request) reply(reply Reply) *request {
	if isNil(reply) {
		return r.invalid("reply", "is nil")
	}
	return reply.reply(r)
}

// message sets the message to send.
func (r *request) message(message MessageCreate) *request {
	if isNil(message) {
		return r.invalid("message", "is nil")
	}
	return message.message(r)
}

// attachments refuses attachments that are too many or incomplete.
func (r *request) attachments(urls []string, files []AttachmentFile, limit int) *request {
	if n := len(urls); n > limit {
		r.invalid("AttachmentURLs", fmt.Sprintf("are %d, more than %d", n, limit))
	}
	if n := len(files); n > limit {
		r.invalid("AttachmentFiles", fmt.Sprintf("are %d, more than %d", n, limit))
	}
	for i, file := range files {
		where := "AttachmentFiles[" + strconv.Itoa(i) + "]."
		r.require(where+"Name", file.Name).require(where+"ContentType", file.ContentType).require(where+"Data", file.Data)
	}
	return r
}

// maxBulkItems is how many items a call of a bulk operation can have.
const maxBulkItems = 100

// bulk refuses a call of a bulk operation that has no items, or too many.
func (r *request) bulk(parameter string, items int) *request {
	switch {
	case items == 0:
		r.invalid(parameter, "is empty")
	case items > maxBulkItems:
		r.invalid(parameter, fmt.Sprintf("has more than %d items", maxBulkItems))
	}
	return r
}

// The codes of errors about a job that takes no more items: that of API 1.4, and
// that of Preview.
const (
	codeJobClosed = "job_closed"
	codeForbidden = "forbidden"
)

// foundClosed reports whether a call of a bulk operation failed because its job
// takes no more items.
func (r *request) foundClosed(err error) bool {
	e, ok := errors.AsType[*APIError](err)
	return ok && (e.Code == codeJobClosed || r.version == previewVersion && e.Code == codeForbidden)
}

// references refuses references without an id.
func (r *request) references(parameter string, refs []Reference) *request {
	for i, ref := range refs {
		r.require(fmt.Sprintf("%s[%d].ID", parameter, i), string(ref.ID))
	}
	return r
}

// companies checks the companies of one contact.
func (r *request) companies(where string, companies []ContactBulkCompany) {
	for i, company := range companies {
		r.require(fmt.Sprintf("%sCompanies[%d].CompanyID", where, i), company.CompanyID)
	}
}

// search makes r a search. What a resource cannot be searched by in a version of
// the API is up to refuse, which may be nil.
func (r *request) search(q Query, refuse func(version string, f filter) string) *request {
	r.whenSettled(func(version string) {
		checked, problem := checkQuery(q, 1, func(f filter) string {
			if refuse == nil {
				return ""
			}
			return refuse(version, f)
		})
		if problem != "" {
			r.invalid("query", problem)
		}
		body := r.payload.(searchBody)
		body.Query = checked
		r.payload = body
	})
	return r.readOnly().paged(maxPerPage).body(searchBody{Query: q})
}

// whenSettled adds what is done once the API version of the call is known.
func (r *request) whenSettled(f func(version string)) *request {
	r.settle = append(r.settle, f)
	return r
}

// preview refuses a parameter that is set, unless the version is Preview.
func (r *request) preview(parameter string, set bool) *request {
	if set {
		r.whenSettled(func(version string) {
			if version != previewVersion {
				r.invalid(parameter, `is for API Preview: see WithVersion("Preview")`)
			}
		})
	}
	return r
}

// takes refuses optional parameters that are for another method with the same
// operation, which differs by its query.
func (r *request) takes(o operationOptions, fit bool) *request {
	if !fit {
		return r.invalid(nameOf(o), "is for another method that sends "+r.op)
	}
	return r
}

// sorted sets the order of a search, if there is one.
func (r *request) sorted(sort SearchSort) *request {
	if sort == (SearchSort{}) {
		return r
	}
	r.require("Sort.Field", sort.Field)
	order, ok := searchOrders[sort.Order]
	if !ok {
		r.invalid("Sort.Order", "must be Ascending or Descending")
	}
	if body, ok := r.payload.(searchBody); ok {
		body.Sort = &searchSort{Field: sort.Field, Order: order}
		r.payload = body
	}
	return r
}

// in names the keys under which a response has the items of a list, besides "data".
func (r *request) in(keys ...string) *request {
	r.items = keys
	return r
}

// inside names the key under which an object of another kind has the items,
// where they can be missing.
func (r *request) inside(key string) *request {
	r.within = key
	return r
}

// orElse names where a list is if the first operation does not find it.
func (r *request) orElse(other *request) *request {
	r.other = other
	return r
}

// accepting names what a stream should be in place of a file.
func (r *request) accepting(mediaType string) *request {
	r.accept = mediaType
	return r
}

// signedBy makes r a call of the stream at an address that has its own token.
func (r *request) signedBy(parameter, address string) *request {
	if address == "" {
		return r.invalid(parameter, "is empty")
	}
	u := r.address(parameter, address)
	if u == nil {
		return r
	}
	r.signed, r.stream = u, true
	return r.provenBy(u.Query().Get("accessToken"))
}

// address reads a parameter that is an address of the web. It is nil if it has
// another form.
func (r *request) address(parameter, text string) *url.URL {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		r.invalid(parameter, "is no address that begins with https://") // what is wrong could show a token
		return nil
	}
	return u
}

// provenBy makes r a call that has credentials of its own in place of a token,
// and with them no rate limit that others share.
func (r *request) provenBy(credentials ...string) *request {
	r.credentials = credentials
	return r
}

// detach marks an operation that responds with a redirect to a file elsewhere,
// which gets no more headers than it takes to ask for it, whatever host it is at.
func (r *request) detach() *request {
	r.detached = true
	return r
}

// patiently marks a stream whose reader may take its time: what the timeout
// bounds is each wait for the server.
func (r *request) patiently() *request {
	r.patient = true
	return r
}

// locating marks an operation that responds with a redirect, of which the
// address is asked for.
func (r *request) locating() *request {
	r.location = true
	return r
}

// emptyIfNone marks a read whose response is empty if there is no such thing.
func (r *request) emptyIfNone() *request {
	r.orEmpty = true
	return r
}

// paged sets how many items a page of the list can have.
func (r *request) paged(most int) *request {
	r.largest = most
	return r
}

// numbered marks a list that is paged by number rather than by link.
func (r *request) numbered() *request {
	r.paging = pagingNumbered
	return r
}

// scrolled marks a list that is read by a scroll.
func (r *request) scrolled() *request {
	r.paging = pagingScroll
	return r
}

// linked marks a list whose links name what is listed in a way of their own.
func (r *request) linked() *request {
	r.paging = pagingLinked
	return r
}

// placedBody is a body that says where in the list the response begins. It
// knows one kind of cursor; the method at returns it for another place.
type placedBody interface {
	cursor() (kind string)
	at(value string, perPage int) any
}

var errCursorKind = errors.New("is the cursor of another kind of list")

// fit returns the cursor in a form that the list takes. A link is followed for
// its query alone, and a body takes out of it what it knows.
func (r *request) fit(c Cursor) (Cursor, error) {
	kind, value, err := c.parse()
	if err != nil || kind == "" {
		return c, err
	}
	if (kind == cursorScroll) != (r.paging == pagingScroll) {
		return "", errCursorKind
	}
	body, ok := r.payload.(placedBody)
	if !ok || kind == body.cursor() {
		return c, nil
	}
	if q, err := url.ParseQuery(value); err == nil && kind == cursorQuery && q.Get(body.cursor()) != "" {
		return cursorOf(body.cursor(), q.Get(body.cursor())), nil
	}
	return "", errCursorKind
}

// moveTo points r at a place in its list.
func (r *request) moveTo(at Cursor, perPage int) error {
	kind, value, err := at.parse()
	if err != nil {
		return &ArgumentError{Operation: r.op, Parameter: "cursor", Problem: err.Error()}
	}
	if r.paging == pagingScroll && at != "" {
		r.class = classWrite // a page is handed out once: a repetition would skip it
	}
	if body, ok := r.payload.(placedBody); ok {
		r.payload = body.at(value, perPage)
		return nil
	}
	r.params = maps.Clone(r.params)
	if r.params == nil {
		r.params = url.Values{}
	}
	if perPage > 0 {
		r.params.Set("per_page", strconv.Itoa(perPage))
	}
	switch kind {
	case "":
	case cursorQuery:
		q, _ := url.ParseQuery(value)
		if r.paging == pagingLinked {
			clear(r.params)
		}
		maps.Copy(r.params, q)
	default:
		r.params.Set(kind, value)
	}
	return nil
}

// prepare resolves the options of a call, and completes its request.
func (c *Client) prepare(r *request, opts []Option) *config {
	cfg := c.resolve(opts)
	r.complete(cfg)
	return cfg
}

// complete adds what the options of the call say: parameters of the operation,
// and the API version.
func (r *request) complete(cfg *config) {
	for _, p := range cfg.parameters {
		if slices.Contains(p.operations, r.op) && p.version == r.version {
			p.set.set(r)
		} else {
			r.invalid(nameOf(p.set), "is for "+strings.Join(p.operations, ", "))
		}
	}
	for _, f := range r.settle {
		f(cfg.versionFor(r))
	}
}

// encode writes the body, with the fields of WithBodyField.
func (r *request) encode(cfg *config) ([]byte, error) {
	if r.payload == nil && len(cfg.fields) == 0 {
		return nil, nil
	}
	if r.payload == nil && r.method == http.MethodGet {
		return nil, &ArgumentError{Operation: r.op, Parameter: "WithBodyField", Problem: "is for operations that have a body"}
	}
	if other, ok := r.payload.(encoded); ok {
		if len(cfg.fields) > 0 {
			return nil, &ArgumentError{Operation: r.op, Parameter: "WithBodyField", Problem: "is for operations whose body is an object"}
		}
		return other.content, nil
	}
	b, err := json.Marshal(r.payload)
	if err != nil {
		return nil, unfit(r.op, unwritable(r.payload), err)
	}
	if len(cfg.fields) == 0 {
		return b, nil
	}
	fields := map[string]any{}
	if ms, err := reader.Decode(string(b), &fields); err != nil || len(ms) > 0 {
		return nil, &ArgumentError{Operation: r.op, Parameter: "WithBodyField", Problem: "is for operations whose body is an object"}
	}
	if fields == nil {
		fields = map[string]any{}
	}
	for _, f := range cfg.fields {
		f.set(fields)
	}
	if b, err = json.Marshal(fields); err != nil {
		return nil, unfit(r.op, "WithBodyField", err)
	}
	return b, nil
}

// unwritable names the field of a body that JSON cannot hold.
func unwritable(body any) string {
	v := reflect.ValueOf(body)
	if v.Kind() != reflect.Struct {
		return "body"
	}
	for _, f := range reflect.VisibleFields(v.Type()) {
		if f.Anonymous || !f.IsExported() {
			continue
		}
		if _, err := json.Marshal(v.FieldByIndex(f.Index).Interface()); err != nil {
			return f.Name
		}
	}
	return "body"
}
