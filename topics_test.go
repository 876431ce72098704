package intercom_test

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The name of a constant has the words of its topic, in their order.
func TestTopicsAreNamedAfterTheirWords(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(gotoken.NewFileSet(), "topics.go", nil, 0)
	require.NoError(t, err)
	initialisms := map[string]string{"api": "API", "hitl": "HITL", "sms": "SMS"}
	topics := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		require.Len(t, v.Values, 1)
		topic, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		require.NoError(t, err)
		want := "Topic"
		for word := range strings.FieldsFuncSeq(topic, func(r rune) bool { return r == '.' || r == '_' }) {
			if short, ok := initialisms[word]; ok {
				want += short
				continue
			}
			want += strings.ToUpper(word[:1]) + word[1:]
		}
		assert.Equal(t, want, v.Names[0].Name, topic)
		assert.False(t, topics[topic], "%s has two constants", topic)
		topics[topic] = true
		return true
	})
	assert.Greater(t, len(topics), 130)
}
