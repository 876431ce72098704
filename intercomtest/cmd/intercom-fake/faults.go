package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-intercom/intercom/intercomtest"
)

// mostRepeats is how many requests one flag can make fail.
const mostRepeats = 100_000

// faultFlags are the faults of all flags -fault, in their order.
type faultFlags []plannedFault

// plannedFault is what one flag asks for.
type plannedFault struct {
	text      string
	operation string // empty: any
	fault     intercomtest.Fault
	times     int
}

// String is what the flag has without a value.
func (f *faultFlags) String() string { return "" }

// Set reads one more fault.
func (f *faultFlags) Set(text string) error {
	planned, err := parseFault(text)
	if err != nil {
		return err
	}
	*f = append(*f, planned)
	return nil
}

// addTo has the faults happen to the next requests of their operations.
func (f *faultFlags) addTo(fake *intercomtest.Server) error {
	all := fake.Operations()
	for _, each := range *f {
		operations := []string{""}
		if each.operation != "" {
			operations = matching(all, each.operation)
		}
		if len(operations) == 0 {
			return usagef("-fault %q: the fake does not know the operation; is it %q? intercom-fake operations lists all",
				each.text, nearest(all, each.operation))
		}
		for _, operation := range operations {
			fake.Fail(operation, slices.Repeat([]intercomtest.Fault{each.fault}, each.times)...)
		}
	}
	return nil
}

// parseFault reads a fault such as "GET /contacts/{contact_id} 503 x2 Retry-After=5".
func parseFault(text string) (plannedFault, error) {
	p := plannedFault{text: text, times: 1}
	rest := strings.TrimSpace(text)
	if method, after := cutWord(rest); isMethod(method) {
		path, kind := cutWord(after)
		if !strings.HasPrefix(path, "/") {
			return p, fmt.Errorf("%s is followed by the path of an operation, such as /contacts/{contact_id}", method)
		}
		p.operation, rest = method+" "+path, kind
	}
	kind, rest := cutWord(rest)
	if kind == "" {
		return p, errors.New("what goes wrong is missing, such as 503, reset or delay:3s")
	}
	details, err := readDetails(rest)
	if err != nil {
		return p, err
	}
	p.times = details.times
	p.fault, err = makeFault(kind, details.own)
	for name, value := range details.headers {
		p.fault = p.fault.WithHeader(name, value)
	}
	return p, err
}

// faultDetails are what follows the kind of a fault.
type faultDetails struct {
	times   int
	headers map[string]string
	own     string // what only this kind has
}

var headerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

func readDetails(rest string) (faultDetails, error) {
	d := faultDetails{times: 1, headers: map[string]string{}}
	for rest != "" {
		if strings.ContainsAny(rest[:1], "{[\"") { // a body goes to the end
			d.own = strings.TrimSpace(d.own + " " + rest)
			break
		}
		var word string
		word, rest = cutWord(rest)
		name, value, isHeader := strings.Cut(word, "=")
		number, isTimes := strings.CutPrefix(word, "x")
		switch n, err := strconv.Atoi(number); {
		case isTimes && err == nil && (n < 1 || n > mostRepeats):
			return d, fmt.Errorf("%s is no number of times from x1 to x%d", word, mostRepeats)
		case isTimes && err == nil:
			d.times = n
		case isHeader && headerName.MatchString(name):
			d.headers[name] = value
		default:
			d.own = strings.TrimSpace(d.own + " " + word)
		}
	}
	return d, nil
}

// makeFault makes a fault of a kind such as "503", "delay:3s" or "html:502", and
// of what only faults of the kind have.
func makeFault(kind, own string) (fault intercomtest.Fault, err error) {
	name, argument, _ := strings.Cut(kind, ":")
	if own != "" && (name != "json" && strings.Trim(name, "0123456789") != "" || name == "429") {
		return fault, fmt.Errorf("%q is neither a number of times such as x2 nor a header such as Retry-After=5", own)
	}
	simple := map[string]func() intercomtest.Fault{
		"reset": intercomtest.Reset, "cut": intercomtest.Cut, "wrong-region": intercomtest.WrongRegion,
	}
	if made := simple[kind]; made != nil {
		return made(), nil
	}
	switch name {
	case "delay":
		d, err := durationOf(argument)
		return intercomtest.Delay(d), err
	case "429":
		d := 10 * time.Second
		if argument != "" {
			d, err = durationOf(argument)
		}
		return intercomtest.RateLimited(d), err
	case "html":
		status, err := statusOf(argument)
		return intercomtest.HTML(status), err
	case "empty":
		status, err := statusOf(argument)
		return intercomtest.Empty(status), err
	case "json":
		status, err := statusOf(argument)
		if err == nil && !json.Valid([]byte(own)) {
			err = fmt.Errorf("%q is no JSON", own)
		}
		return intercomtest.JSON(status, own), err
	}
	status, err := statusOf(kind)
	switch {
	case err != nil || status < http.StatusBadRequest:
		return fault, fmt.Errorf("%q is no kind of fault: there are a status from 400 on, 429:TIME, html:STATUS, empty:STATUS, "+
			"json:STATUS BODY, delay:TIME, reset, cut and wrong-region", kind)
	case strings.ContainsRune(own, ' '):
		return fault, fmt.Errorf("%q is no error code, which is one word", own)
	}
	return intercomtest.Status(status, cmp.Or(own, codeOf(status)), cmp.Or(http.StatusText(status), kind)), nil
}

func durationOf(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%q is no time such as 3s or 500ms", text)
	}
	return d, nil
}

func statusOf(text string) (int, error) {
	status, err := strconv.Atoi(text)
	if err != nil || status < 200 || status > 599 {
		return 0, fmt.Errorf("%q is no status from 200 to 599", text)
	}
	return status, nil
}

// codeOf is the error code that Intercom has for a status, as far as there is one.
func codeOf(status int) string {
	switch status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return "parameter_invalid"
	case http.StatusUnauthorized:
		return "unauthorized"
	case http.StatusForbidden:
		return "api_plan_restricted"
	case http.StatusNotFound:
		return "not_found"
	case http.StatusConflict:
		return "conflict"
	case http.StatusServiceUnavailable:
		return "service_unavailable"
	case http.StatusInternalServerError:
		return "server_error"
	}
	return "client_error"
}

// cutWord cuts the first word off.
func cutWord(text string) (word, rest string) {
	word, rest, _ = strings.Cut(strings.TrimSpace(text), " ")
	return word, strings.TrimSpace(rest)
}

func isMethod(word string) bool {
	return slices.Contains([]string{"GET", "POST", "PUT", "PATCH", "DELETE"}, word)
}

// matching are the operations that a pattern names. The names of parameters do not
// matter: those of the generations of the API differ.
func matching(operations []string, pattern string) []string {
	shape := shapeOf(pattern)
	return slices.DeleteFunc(slices.Clone(operations), func(each string) bool { return shapeOf(each) != shape })
}

var parameterName = regexp.MustCompile(`\{[^/}]*\}|/\*`)

func shapeOf(operation string) string {
	return parameterName.ReplaceAllStringFunc(operation, func(found string) string {
		if found == "/*" {
			return "/{}"
		}
		return "{}"
	})
}

// nearest is the operation that is written most alike.
func nearest(operations []string, pattern string) string {
	return slices.MinFunc(operations, func(a, b string) int {
		return cmp.Compare(edits(shapeOf(a), shapeOf(pattern)), edits(shapeOf(b), shapeOf(pattern)))
	})
}

// edits is how many letters have to be changed to make one text of another.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		above := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := above
			if a[i] != b[j] {
				cost++
			}
			above = row[j+1]
			row[j+1] = min(cost, row[j]+1, above+1)
		}
	}
	return row[len(b)]
}
