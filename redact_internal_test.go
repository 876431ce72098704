package intercom

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestScrub(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                             "",
		"nothing to hide":              "nothing to hide",
		"jo@example.com":               "[redacted]",
		"of jo@example.com, not yours": "of [redacted], not yours",
		"<jo@example.com>;ann@b.c":     "<[redacted]>;[redacted]",
		"a@b@c d":                      "[redacted] d",
		"mailto:jo.o+x@example.com":    "mailto:[redacted]",
		"email=jo%40example.com&x=1":   "email=[redacted]&x=1",
		"jo%2540example.com":           "[redacted]",
		"jo%252540example.com":         "[redacted]",
		"100%2540":                     "100%2540",
		`"jo\u0040example.com"`:        `"[redacted]"`,
		`jo\\u0040example.com`:         "[redacted]",
		`"jo doe"@example.com`:         "[redacted]",
		`of "jo doe"@example.com: no`:  "of [redacted]: no",
		`{"email":"\"jo doe\"@x.com"}`: `{"email":"[redacted]"}`,
		`{\"email\":\"jo@x.com\"}`:     `{\"email\":\"[redacted]\"}`,
		`["@ann", "@bob"]`:             `["@ann", "@bob"]`,
		`he said "hello"@`:             `he said "hello"@`,
		"@name and name@ and @":        "@name and name@ and @",
		"jörg@example.com":             "[redacted]",
		"jo\x01@example.com":           "[redacted]",
		"a\x00b\nc\u2028d\xffe":        "a b c de",

		"see https://x.test/users?email=a&b=c now": "see https://x.test/users?[redacted] now",
		`"https://x.test/?a" "http://y.test?b"`:    `"https://x.test/?[redacted]" "http://y.test?[redacted]"`,
		"https://x.test/a b?c":                     "https://x.test/a b?c",
		"://?":                                     "://?[redacted]",
		"what? no":                                 "what? no",
		"https://jo:word@x.test/y?z":               "https://jo:[redacted]/y?[redacted]",
		strings.Repeat("x", 500):                   strings.Repeat("x", 500),
		strings.Repeat("x ", 251):                  strings.Repeat("x ", 250) + "...",
		strings.Repeat("é", 300):                   strings.Repeat("é", 250) + "...",
		"https://x.test/?" + strings.Repeat("x", 979) + " person@example.com": "https://x.test/?[redacted] ...",
	} {
		assert.Equal(t, want, scrub(text), text)
	}
}

var plainAddress = regexp.MustCompile(`[\pL\pN._+-]+@[\pL\pN-]+`)

// Whatever comes, scrub hides each plain address, and what it returns is short
// and on one line.
func FuzzScrub(f *testing.F) {
	for _, seed := range []string{
		"jo@example.com", `"jo doe"@example.com`, "jo%2540example.com", `jo\u0040example.com`, "https://x.test/?a=jo@x.com", `\"\\\"@a@"@b`,
		"\xff@\xffa@b", "a@[b@c]", `"@"@"@b`, "%25%40@", strings.Repeat(`"a`, 300) + "@b.c", "a://b://c?d@e",
	} {
		f.Add(seed, "jo", "example.com")
	}
	f.Fuzz(func(t *testing.T, text, name, domain string) {
		for _, s := range []string{text, text + " " + name + "@" + domain + " " + text, text + name + "@" + domain} {
			got := scrub(s)
			if plainAddress.MatchString(got) {
				t.Errorf("scrub(%q) shows an address: %q", s, got)
			}
			if !utf8.ValidString(got) || len(got) > 503 || strings.ContainsAny(got, "\n\r\t\u2028") {
				t.Errorf("scrub(%q) is %q", s, got)
			}
		}
	})
}

func TestReadsOfErrors(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]ID{
		"exists with id=5f7f_a-B, see there": "5f7f_a-B",
		"id=1":                               "1",
		"grid=1 and id=2":                    "2",
		"id= and (id=3)":                     "3",
		"id=":                                "",
		"no number":                          "",
	} {
		assert.Equal(t, want, existingID(message), message)
	}
	for kind, want := range map[string]bool{"list": true, "tag.list": true, "event.summary": true, "count": true, "user": false, "counts": false, "count.hash": false} {
		assert.Equal(t, want, isListType(kind), kind)
	}
	for link, want := range map[string]bool{"http://x": true, "https://x.test/y": true, "https://": false, "ftp://x": false, "http:/x": false, "x": false, "see http://x": false} {
		assert.Equal(t, want, isWebLink(link), link)
	}
	for code, want := range map[string]bool{"usd": true, "USD": false, "us": false, "euro": false, "": false, "üa": false} {
		assert.Equal(t, want, isCurrency(code), code)
	}
}

// A token goes in every encoding; a word that is too short to be one stays.
func TestHideToken(t *testing.T) {
	t.Parallel()
	const token = "dG9rOjFhMmIzYzRkX2U1ZjY6MTow=="
	for text, want := range map[string]string{
		"":                         "",
		"nothing":                  "nothing",
		token:                      redacted,
		"bad token " + token + ".": "bad token " + redacted,
		"Bearer " + token + ", x":  "Bearer " + redacted + ", x",
		`{"t":"dG9rOjFhMmIzYzRkX2U1ZjY6MTow\u003d\u003d","u":1}`: `{"t":"` + redacted + `","u":1}`,
		"?t=dG9rOjFhMmIzYzRkX2U1ZjY6MTow%3D%3D y":                "?" + redacted + " y",
		"dG9rOjFhMmIzYzRkX2U1ZjY6MTow&#61; y":                    redacted + " y",
		strings.ToUpper(token):                                   redacted,
		"é" + token + "é":                                        "é" + redacted + "é",
		token + " " + token:                                      redacted + " " + redacted,
		"dG9rOjFhMmIz":                                           "dG9rOjFhMmIz", // a part that nobody can use
	} {
		assert.Equal(t, want, hideToken(text, token), text)
	}
	for _, word := range []string{"", "t", "id", "token", "test-token-123"} {
		assert.Equal(t, "token id=66f test-token-123", hideToken("token id=66f test-token-123", word))
	}
	assert.Equal(t, "x "+redacted, hideToken("x a-b-c-d-e-f-g-h-i", "a-b-c-d-e-f-g-h-i"))
	assert.NotContains(t, hideToken("jwt aaaaaaaaaaaa.bbbbbbbbbbbb.cc here", "aaaaaaaaaaaa.bbbbbbbbbbbb.cc"), "cc")
}

// A credential of a call goes even if it is short.
func TestHideSecret(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "bad "+redacted+" id", hideSecret("bad a-1b id", "a-1b"))
	assert.Equal(t, redacted, hideSecret("a-1b", "a-1b"))
	assert.Equal(t, "bad id", hideSecret("bad id", "id"), "what is in every text")
	assert.Equal(t, "bad id", hideSecret("bad id", ""))
}
