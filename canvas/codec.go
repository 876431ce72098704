package canvas

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-intercom/intercom/internal/wire"
)

const redacted = "[redacted]"

// private is embedded in what can hold customer data: fmt and slog print none of
// it. encoding/json does.
type private struct{}

// Format writes "[redacted]" for every verb.
func (private) Format(f fmt.State, verb rune) { format(f, verb, redacted) }

// LogValue gives slog "[redacted]".
func (private) LogValue() slog.Value { return slog.StringValue(redacted) }

// format writes the same text for every verb, quoted for %q.
func format(f fmt.State, verb rune, text string) {
	if verb == 'q' {
		text = strconv.Quote(text)
	}
	_, _ = io.WriteString(f, text)
}

// kept is embedded in all that a canvas is made of. What was read keeps its JSON,
// so that members which this package does not know are not lost on the way back.
type kept struct {
	private
	source string // empty for what was built in Go
}

// reader reads canvases. A resource in a request is read by package intercom.
var reader = wire.New()

// decode reads an object into the struct that fields points to. Unlike a resource
// it has to fit as a whole: what does not is passed on as it came.
func decode(data []byte, kind string, fields any, k *kept) error {
	text := string(data)
	mismatches, err := reader.Decode(text, fields)
	if err == nil && len(mismatches) > 0 {
		err = mismatches[0]
	}
	if other := kindOf(text); err == nil && other != kind && other != "" {
		err = errKind
	}
	if err != nil {
		return fmt.Errorf("canvas: %s: %w", kind, err)
	}
	k.source = text
	return nil
}

var errKind = errors.New("the type is another one")

// checked is what can say whether it can be sent.
type checked interface{ check() *problem }

// encode writes an object: its type, the fields of the struct that it is made of,
// and what it came with besides.
func encode(c checked, kind string, fields any, k kept) ([]byte, error) {
	if p := c.check(); p != nil {
		return nil, p.err()
	}
	members, err := marshal(fields)
	if err != nil {
		return nil, err
	}
	object := make([]byte, 0, len(members)+len(`"type":"",`)+len(kind))
	object = append(object, `{"type":"`...)
	object = append(object, kind...)
	object = append(object, '"')
	if len(members) > len("{}") {
		object = append(object, ',')
		object = append(object, members[1:len(members)-1]...)
	}
	if k.source == "" {
		return append(object, '}'), nil
	}
	known := slices.Collect(reader.Known(reflect.TypeOf(fields)))
	for name, value := range wire.Keys(k.source) {
		if name == "type" || slices.Contains(known, name) {
			continue
		}
		key, err := marshal(name)
		if err != nil {
			return nil, err
		}
		object = append(append(append(object, ','), key...), ':')
		object = append(object, value...)
	}
	return append(object, '}'), nil
}

// marshal is json.Marshal without escapes for HTML, which would make a canvas
// larger than what Intercom counts.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// kindOf returns the type that an object has, or "".
func kindOf(text string) string {
	if rest, ok := strings.CutPrefix(text, `{"type":"`); ok { // as Intercom mostly writes it
		if end := strings.IndexAny(rest, `"\\`); end >= 0 && rest[end] == '"' {
			return rest[:end]
		}
	}
	for key, value := range wire.Keys(text) {
		if key == "type" {
			return strings.Trim(value, `"`)
		}
	}
	return ""
}
