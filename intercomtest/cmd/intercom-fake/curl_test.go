package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// curl does what curl would do with a command, as far as the documents use it:
// tests cannot rely on curl itself. The token is the one of the command.
func (p *running) curl(command string) response {
	p.t.Helper()
	words := shellWords(command)
	require.Equal(p.t, "curl", words[0])
	method, address, body := "", "", ""
	headers := []string{"Authorization", "", "Content-Type", ""}
	for i := 1; i < len(words); i++ {
		switch word := words[i]; {
		case word == "-H":
			i++
			name, value, ok := strings.Cut(words[i], ": ")
			require.True(p.t, ok, words[i])
			headers = append(headers, name, value)
		case word == "-X":
			i++
			method = words[i]
		case word == "-d":
			i++
			body = words[i]
			headers[3] = "application/x-www-form-urlencoded"
			if method == "" {
				method = "POST"
			}
		case strings.HasPrefix(word, "-"):
			require.Fail(p.t, "unknown flag of curl", word)
		default:
			require.Empty(p.t, address)
			address = word
		}
	}
	if method == "" {
		method = "GET"
	}
	return p.send(method, address, body, headers...)
}

// shellWords splits a command as a shell does.
func shellWords(command string) (words []string) {
	var word strings.Builder
	inWord, quote := false, rune(0)
	escaped := false
	for _, c := range command {
		switch {
		case escaped:
			escaped = false
			if c != '\n' {
				word.WriteRune(c)
				inWord = true
			}
		case quote != 0 && c == quote:
			quote = 0
		case c == '\\' && quote != '\'':
			escaped = true
		case quote != 0:
			word.WriteRune(c)
		case c == '\'' || c == '"':
			quote, inWord = c, true
		case c == ' ' || c == '\n':
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		default:
			word.WriteRune(c)
			inWord = true
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words
}

func TestShellWords(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"curl", "-H", "a: b", "it's", "", "x y"}, shellWords(`curl -H 'a: b' it\'s ''`+" \\\n"+`"x y"`))
	for _, word := range []string{"plain", "it's", `a"b`, "$x `y`", "", `\`, "a: b"} {
		assert.Equal(t, []string{"curl", word}, shellWords(curl(word)))
	}
}
