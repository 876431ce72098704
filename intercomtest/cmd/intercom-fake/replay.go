package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// replay serves the responses of a recording until the context ends.
func (p *program) replay(ctx context.Context, args []string) error {
	var addr, key string
	var quiet bool
	flags := newFlags("replay")
	flags.StringVar(&addr, "addr", defaultAddr, "")
	flags.StringVar(&key, "key", "", "")
	flags.BoolVar(&quiet, "quiet", false, "")
	files, err := parse(flags, args, 1)
	switch {
	case err != nil:
		return err
	case len(files) == 0:
		return usagef("replay needs the file of a recording; %s", seeHelp)
	}
	recorded, err := readRecording(files[0])
	if err != nil {
		return fmt.Errorf("cannot replay: %w", err)
	}
	pl := &player{name: files[0]}
	if key != "" {
		pl.redact = newRedactor(key)
	}
	for _, each := range recorded {
		pl.takes = append(pl.takes, &take{interaction: each})
	}
	port, err := listen(addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "The %s of %s are at %s\n\n", counted(len(recorded), "response"), files[0], baseURL(port))
	handler := &front{next: pl, hosts: []string{intercomHost}, address: addressAsIs}
	if !quiet {
		handler.log = p.stderr
	}
	return serveOn(ctx, port, handler)
}

func counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + one + "s"
}

// player responds to requests with what was recorded.
type player struct {
	name   string
	redact *redactor // of the key of the recording; nil if it is not known

	mu    sync.Mutex
	takes []*take
}

// take is an interaction, and how often it was played.
type take struct {
	*interaction
	played int
}

// ServeHTTP plays the response to the request that is most alike.
func (pl *player) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := readAll(r.Body)
	if err != nil {
		writeError(w, http.StatusBadRequest, "request_unreadable", "The body of the request cannot be read to its end")
		return
	}
	asked := recordedRequest{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query().Encode(), Version: r.Header.Get("Intercom-Version")}
	if json.Valid(body) {
		asked.Body = body
	} else {
		asked.Text = string(body)
	}
	found := pl.find(asked)
	if found == nil && pl.redact != nil {
		found = pl.find(pl.redact.request(r.Method, r.URL, r.Header, body))
	}
	if found == nil {
		writeError(w, http.StatusNotImplemented, "not_recorded", pl.missing(asked))
		return
	}
	found.write(w)
}

// find finds what was recorded of a request: the method, the path, the query and
// the form of the body are the same. If it was sent several times, the responses
// come in their order, and the last one stays.
func (pl *player) find(asked recordedRequest) *interaction {
	pl.mu.Lock()
	defer pl.mu.Unlock()
	var best *take
	bestRank := -1
	form, exact := formOf(asked), canonical(asked)
	for _, each := range pl.takes {
		if !each.Request.isFor(asked) || formOf(each.Request) != form {
			continue
		}
		rank := 0
		if canonical(each.Request) == exact {
			rank += 4
		}
		if each.Request.Version == asked.Version {
			rank += 2
		}
		if each.played == 0 {
			rank++
		}
		if rank > bestRank || rank == bestRank && each.played > 0 { // the first that was not played, or the last that was
			best, bestRank = each, rank
		}
	}
	if best == nil {
		return nil
	}
	best.played++
	return best.interaction
}

// isFor reports whether two requests have the same method, path and query.
func (q recordedRequest) isFor(other recordedRequest) bool {
	return q.Method == other.Method && q.Path == other.Path && q.Query == other.Query
}

// missing explains why there is no response.
func (pl *player) missing(asked recordedRequest) string {
	var queries, others []string
	for _, each := range pl.takes {
		q := each.Request
		switch {
		case q.isFor(asked):
			return fmt.Sprintf("%s has %s %s only with a body of another form: %s", pl.name, q.Method, q.Path, formOf(q))
		case q.Method == asked.Method && q.Path == asked.Path:
			queries = append(queries, cmp.Or(q.Query, "none"))
		default:
			others = append(others, q.Method+" "+q.Path)
		}
	}
	if len(queries) > 0 {
		return fmt.Sprintf("%s has %s %s only with other queries: %s", pl.name, asked.Method, asked.Path, some(queries))
	}
	if len(others) == 0 {
		return pl.name + " has no requests"
	}
	return fmt.Sprintf("%s does not have %s %s; it has %s. The values in it are made up: what replaces yours is found by the -key of the recording",
		pl.name, asked.Method, asked.Path, some(others))
}

// some lists the first of several texts.
func some(all []string) string {
	const most = 5
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > most {
		return strings.Join(all[:most], ", ") + fmt.Sprintf(" and %d more", len(all)-most)
	}
	return strings.Join(all, ", ")
}

// canonical is the body of a request without what does not matter.
func canonical(q recordedRequest) string {
	v, ok := readJSON(q.Body)
	if !ok {
		return q.Text
	}
	text, err := json.Marshal(v)
	if err != nil {
		return q.Text
	}
	return string(text)
}

func readJSON(text []byte) (v any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return v, d.Decode(&v) == nil
}

// formOf is what a body has, without the values: {email:string,role:string}.
func formOf(q recordedRequest) string {
	if v, ok := readJSON(q.Body); ok {
		return formOfValue(v)
	}
	if q.Text != "" {
		return "text"
	}
	return "nothing"
}

func formOfValue(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case string:
		return "string"
	case json.Number:
		return "number"
	case []any:
		forms := make([]string, len(v))
		for i, each := range v {
			forms[i] = formOfValue(each)
		}
		slices.Sort(forms)
		return "[" + strings.Join(slices.Compact(forms), ",") + "]"
	case map[string]any:
		forms := make([]string, 0, len(v))
		for _, key := range sortedKeys(v) {
			forms = append(forms, key+":"+formOfValue(v[key]))
		}
		return "{" + strings.Join(forms, ",") + "}"
	}
	return fmt.Sprintf("%T", v)
}

// write responds as was recorded.
func (each *interaction) write(w http.ResponseWriter) {
	body := []byte(each.Response.Text)
	if each.Response.Body != nil {
		body = each.Response.Body
	}
	for name, value := range each.Response.Header {
		w.Header().Set(name, value)
	}
	if len(body) > 0 {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(each.Response.Status)
	io.Copy(w, bytes.NewReader(body)) //nolint:errcheck // the client may be gone
}
