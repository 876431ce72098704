package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/spec"
)

// operation has the examples of an operation.
type operation struct {
	id        string
	name      string    // "GET /tags/{tag_id}"
	requests  []example // but not those that stand for a failure
	responses []example // of successes
}

// example is a JSON text from the description.
type example struct {
	name string // what it stands for
	json string
}

// slug is the name as requests and responses both have it.
func (e example) slug() string {
	words := strings.FieldsFunc(strings.ToLower(e.name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "_")
}

// descriptions is where Intercom's descriptions are.
func descriptions() string {
	if dir := os.Getenv("INTERCOM_OPENAPI_DIR"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared", "openapi")
}

// operations reads the description of the version that the SDK speaks, and that of
// Preview for what only it has. It skips the test where there is none.
func operations(t *testing.T) []operation {
	t.Helper()
	all := operationsOf(t, intercom.APIVersion)
	for _, o := range operationsOf(t, "preview") {
		if _, ok := spec.Preview().Operation(o.name); ok {
			all = append(all, o)
		}
	}
	return all
}

// operationsOf reads the description of a version.
func operationsOf(t *testing.T, version string) []operation {
	t.Helper()
	path := filepath.Join(descriptions(), version+".yaml")
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		t.Skipf("skipped, as there is no %s: set INTERCOM_OPENAPI_DIR to where Intercom's descriptions are", path)
	}
	require.NoError(t, err)
	var description struct {
		Paths      map[string]map[string]node
		Components map[string]any
	}
	require.NoError(t, yaml.Unmarshal(text, &description))

	var all []operation
	for _, path := range slices.Sorted(maps.Keys(description.Paths)) {
		for method, n := range description.Paths[path] {
			if n.ID == "" { // parameters and the like
				continue
			}
			o := operation{id: n.ID, name: strings.ToUpper(method) + " " + path}
			failures := map[string]bool{}
			for _, status := range slices.Sorted(maps.Keys(n.Responses)) {
				examples := n.Responses[status].examples()
				if strings.HasPrefix(status, "2") {
					o.responses = append(o.responses, examples...)
					continue
				}
				for _, ex := range examples {
					failures[ex.slug()] = true
				}
			}
			for _, ex := range n.Request.examples() {
				succeeds := slices.ContainsFunc(o.responses, func(other example) bool { return other.slug() == ex.slug() })
				if succeeds || !failures[ex.slug()] {
					o.requests = append(o.requests, ex)
				}
			}
			all = append(all, o)
		}
	}
	return all
}

// node is an operation in the description.
type node struct {
	ID        string          `yaml:"operationId"`
	Request   body            `yaml:"requestBody"`
	Responses map[string]body `yaml:"responses"`
}

// UnmarshalYAML skips what is no operation.
func (n *node) UnmarshalYAML(value *yaml.Node) error {
	if value.Kind != yaml.MappingNode {
		return nil
	}
	type plain node
	return value.Decode((*plain)(n))
}

type body struct {
	Content map[string]struct {
		Example  any `yaml:"example"`
		Examples map[string]struct {
			Value any `yaml:"value"`
		} `yaml:"examples"`
	} `yaml:"content"`
}

func (b body) examples() []example {
	content, ok := b.Content["application/json"]
	if !ok {
		return nil
	}
	var all []example
	if content.Example != nil {
		all = append(all, example{"example", encode(content.Example)})
	}
	for _, name := range slices.Sorted(maps.Keys(content.Examples)) {
		if value := content.Examples[name].Value; value != nil {
			all = append(all, example{name, encode(value)})
		}
	}
	return all
}

// encode writes what YAML read as JSON.
func encode(v any) string {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(keyed(v)); err != nil {
		panic(err)
	}
	return strings.TrimSpace(buf.String())
}

// keyed makes every key a string.
func keyed(v any) any {
	switch x := v.(type) {
	case map[any]any:
		out := map[string]any{}
		for key, value := range x {
			out[fmt.Sprint(key)] = keyed(value)
		}
		return out
	case map[string]any:
		for key, value := range x {
			x[key] = keyed(value)
		}
	case []any:
		for i, value := range x {
			x[i] = keyed(value)
		}
	}
	return v
}
