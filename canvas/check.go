package canvas

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-intercom/intercom"
)

// problem is why something cannot be sent, and where: what is wrong follows the
// place in a sentence. Neither holds a value.
type problem struct{ where, what string }

// err returns the problem as an error.
func (p *problem) err() error {
	return &intercom.ArgumentError{Operation: "canvas", Parameter: p.where, Problem: p.what}
}

// in returns the problem as one of a larger thing, which has it at step.
func (p *problem) in(step string) *problem {
	switch {
	case p == nil:
		return nil
	case p.where == "":
		return &problem{step, p.what}
	}
	return &problem{step + "." + p.where, p.what}
}

// first returns the first problem, or nil.
func first(problems ...*problem) *problem {
	for _, p := range problems {
		if p != nil {
			return p
		}
	}
	return nil
}

func require(name, value string) *problem {
	if strings.TrimSpace(value) == "" {
		return &problem{name, "is empty"}
	}
	return nil
}

// requireLink wants a URL that Intercom, or a browser in its Messenger, fetches.
func requireLink(name, value string) *problem {
	if p := require(name, value); p != nil {
		return p
	}
	link, err := url.Parse(value)
	if err != nil || link.Scheme != "https" && link.Scheme != "http" || link.Host == "" {
		return &problem{name, "must be a URL that begins with https:// or http://"}
	}
	return nil
}

// requireSecureLink wants the URL of a page that a page over https:// has in a frame.
func requireSecureLink(name, value string) *problem {
	p := requireLink(name, value)
	if p == nil && !strings.HasPrefix(strings.ToLower(value), "https:") {
		p = &problem{name, "must be a URL that begins with https://"}
	}
	return p
}

func requirePixels(name string, n int) *problem {
	if n <= 0 {
		return &problem{name, "must be a number of pixels above 0"}
	}
	return nil
}

// oneOf wants an enumeration to be one of those that are known. What Intercom sent
// can be newer than this package.
func oneOf[T ~string](k kept, name string, value T, known ...T) *problem {
	if value == "" || k.source != "" || slices.Contains(known, value) {
		return nil
	}
	// A clone, as what fmt gets is on the heap, also where there is no problem.
	return &problem{name, fmt.Sprintf("must be one of %q", slices.Clone(known))}
}

// isNil reports whether an interface holds nothing, or a pointer to nothing.
func isNil(v any) bool {
	value := reflect.ValueOf(v)
	return v == nil || value.Kind() == reflect.Pointer && value.IsNil()
}

// checkAction checks an action that can be left out.
func checkAction(a Action) *problem {
	switch {
	case a == nil:
		return nil
	case isNil(a):
		return &problem{"Action", "is a nil pointer"}
	}
	return a.check().in("Action")
}

func requireAction(a Action) *problem {
	if a == nil {
		return &problem{"Action", "is empty"}
	}
	return checkAction(a)
}

// checkOptions checks options and which of them are chosen.
func checkOptions(options []Option, least, most int, chosen ...string) *problem {
	if len(options) < least || len(options) > most {
		want := strconv.Itoa(least) + " to " + strconv.Itoa(most)
		if most == unlimited {
			want = "at least " + strconv.Itoa(least)
		}
		return &problem{"Options", "has " + strconv.Itoa(len(options)) + " options, want " + want}
	}
	ids := make([]string, len(options))
	for i, o := range options {
		if p := o.check(); p != nil {
			return p.in(index("Options", i))
		}
		ids[i] = o.ID
	}
	if i := repeated(ids); i >= 0 {
		return &problem{index("Options", i) + ".ID", "is that of another option"}
	}
	for _, id := range chosen {
		if id != "" && !slices.Contains(ids, id) {
			return &problem{"Value", "is the id of no option"}
		}
	}
	return nil
}

const unlimited = 1 << 30

// index returns where an element of a list is.
func index(name string, i int) string { return name + "[" + strconv.Itoa(i) + "]" }

// repeated returns the index of the first id that came before, or -1.
func repeated(ids []string) int {
	seen := make(map[string]bool, len(ids))
	for i, id := range ids {
		if seen[id] {
			return i
		}
		seen[id] = id != ""
	}
	return -1
}

// checkJSON checks what is passed on as it came.
func checkJSON(text json.RawMessage) *problem {
	if !json.Valid(text) {
		return &problem{"JSON", "is not valid JSON"}
	}
	return nil
}

// maxPart is how large each part of a canvas may be.
const maxPart = 64 << 10

// checkSize refuses what Intercom would refuse.
func checkSize(name string, size int) *problem {
	if size > maxPart {
		return &problem{name, fmt.Sprintf("has %d bytes, Intercom takes at most %d", size, maxPart)}
	}
	return nil
}
