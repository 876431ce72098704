package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is replaced keeps its form, and equal things stay equal.
func TestReplace(t *testing.T) {
	t.Parallel()
	r := newRedactor("a key")
	for s, form := range map[string]string{
		"":                                     `^$`,
		" \n":                                  `^ \n$`,
		"mira@harbor.test":                     `^[a-z0-9]{10}@example\.com$`,
		"Mira Holm":                            `^[A-Z][a-z]+ [A-Z][a-z]+$`,
		"Mira":                                 `^[A-Z][a-z]{7,9}$`,
		"+49 (40) 123-4567":                    `^\+\d\d \(\d\d\) \d{3}-\d{4}$`,
		"991267004":                            `^[1-9]\d{8}$`,
		"007":                                  `^00[1-9]$`,
		"123456789012345678901234567890":       `^[1-9]\d{29}$`,
		"000":                                  `^000$`,
		"6b07c03e1bb69f9f00000002":             `^[0-9a-f]{24}$`,
		"d290f1ee-6c54-4b01-90e6-d701748f0851": `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`,
		"dG9rOmY3ZjVhYzlhXzA2Yjk=":             `^[A-Za-z0-9]{23}=$`,
		"eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJS9": `^[A-Za-z0-9]{12}\.[A-Za-z0-9]{12}\.[A-Za-z0-9]{10}$`,
		"a1":                                   `^[a-z][0-9][a-z]{6}$`,
		"qz81kf0p":                             `^[a-z]{2}[0-9]{2}[a-z]{2}[0-9][a-z]$`,
		"81.2.69.142":                          `^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$`,
		"2a02:8109::1":                         `^2001:db8:[0-9a-f]+:[0-9a-f]+::[0-9a-f]+$`,
		"https://harbor.test/mira?a=b#c":       `^https://[a-z]{8}\.example\.com/[a-z]{8}\?[a-z]{8}$`,
		"http://u:p@harbor.test":               `^http://[a-z]{8}\.example\.com$`,
		"//harbor.test/x":                      `^https://[a-z]{8}\.example\.com/[a-z]{8}$`,
		"/contacts/6b07c03e1bb69f9f00000002":   `^/contacts/[0-9a-f]{24}$`,
		"1987-06-05":                           `^\d{4}-\d\d-\d\d$`,
		"1987-06-05T07:08:09Z":                 `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`,
		"<p class=\"x\">Hi <B>you</B>, there</p>": `^<p>[A-Z][a-z]+ <b>[a-z]+</b>[a-z]+ [a-z]+</p>$`,
		"<script>alert</script>":                  `^[a-z]+$`,
		"Łucja Öztürk 北京":                         `^[A-Z][a-z]+ [A-Z][a-z]+ [a-z]+$`,
		"https://api.intercom.io/contacts?email=mira%40harbor.test&page=2&per_page=50": `^https://api\.intercom\.io/contacts\?email=[a-z0-9]{10}%40example\.com&page=2&per_page=50$`,
		"https://api.eu.intercom.io/tags/12345":                                        `^https://api\.eu\.intercom\.io/tags/\d{5}$`,
	} {
		made := r.replace(s)
		assert.Regexp(t, form, made, s)
		assert.Equal(t, made, r.replace(s))
		if len(s) > 3 {
			assert.NotEqual(t, s, made)
			assert.NotEqual(t, made, newRedactor("another key").replace(s))
			assert.NotEqual(t, made, newRedactor("").replace(s))
		}
	}
	long := r.prose(strings.Repeat("word ", 10*longestMade))
	assert.Len(t, strings.Fields(long), longestMade)
}

// Ids stay distinct, and the same wherever they are.
func TestIDsStayReferences(t *testing.T) {
	t.Parallel()
	r := newRedactor("")
	for _, size := range []uint64{1, 2, 9, 90, 900, 5000} {
		seen := map[uint64]bool{}
		for value := range size {
			made := r.permute(value, size)
			assert.Less(t, made, size)
			seen[made] = true
		}
		assert.Len(t, seen, int(size))
	}
	made, ok := r.json([]byte(`{"id": "991267004", "contact_id": 991267004, "ids": [991267004], "url": "/contacts/991267004/tags"}`))
	require.True(t, ok)
	id := r.replace("991267004")
	assert.JSONEq(t, fmt.Sprintf(`{"id": %q, "contact_id": %s, "ids": [%s], "url": "/contacts/%s/tags"}`, id, id, id, id), string(made))
	assert.Equal(t, "/contacts/"+id, r.path("/contacts/991267004"))
	assert.Equal(t, "contact_id="+id, r.query("contact_id=991267004"))
	assert.Equal(t, r.replace("+4940123"), "+"+r.replace("4940123"))
}

// What belongs to the API is kept: a client reads a replay as it reads Intercom.
func TestKept(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"type":"list","total_count":12,"pages":{"type":"pages","page":1,"per_page":50,"total_pages":3,"next":null},"data":[]}`,
		`{"type":"contact","role":"lead","created_at":1768467600,"updated_at":"2026-01-15T09:00:00.000Z","has_hard_bounced":false,"owner_id":null}`,
		`{"type":"conversation","state":"snoozed","open":true,"priority":"not_priority","waiting_since":1768467600,"statistics":{"count_reopens":2,"time_to_assignment":310}}`,
		`{"errors":[{"code":"some_new_code"}],"type":"error.list"}`,
		`{"query":{"operator":"AND","value":[{"field":"custom_attributes.plan_tier","operator":"!="}]},"sort":{"field":"created_at","order":"descending"}}`,
		`{"topic":"conversation.user.replied","created_at":1768467600123,"locale":"en","default_locale":"pt-BR"}`,
	} {
		made, ok := newRedactor("").json([]byte(body))
		require.True(t, ok)
		assert.JSONEq(t, body, string(made))
	}
	assert.Equal(t, "order=desc&page=2&per_page=50&since=1768467600", newRedactor("").query("since=1768467600&page=2&per_page=50&order=desc"))
	assert.Equal(t, "/contacts/find_by_external_id/", newRedactor("").path("/contacts/find_by_external_id/"))
}

// What is not known to be harmless is replaced.
func TestReplaced(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"name":"open"}`, `{"title":"contact"}`, `{"errors":[{"message":"open"}]}`, `{"custom_attributes":{"plan_tier":"pro"}}`,
		`{"custom_attributes":{"age":41}}`, `{"metadata":{"total_count":12345}}`, `{"phone":4940123456}`, `{"unknown":12345}`, `{"x":1.25e10}`, `{"x":-17}`,
		`{"code":"abcdef"}`, `{"created_at":"yesterday"}`, `{"birth_date":"1987-06-05"}`, `{"date":"1987-06-05T00:00:00Z"}`, `{"created_at":4915123456789}`, `{"type":"mira"}`, `{"state":"Mira Holm"}`,
		`{"Mira Holm":true}`, `{"mira@harbor.test":1}`, `{"x":{"k12345":null}}`, `"Mira"`, `["Mira"]`, `12345`,
	} {
		made, ok := newRedactor("").json([]byte(body))
		require.True(t, ok)
		var was, is any
		require.NoError(t, json.Unmarshal([]byte(body), &was))
		require.NoError(t, json.Unmarshal(made, &is))
		assert.NotEqual(t, was, is)
	}
	for _, broken := range []string{"", "{", "{} {}", "nonsense"} {
		_, ok := newRedactor("").json([]byte(broken))
		assert.False(t, ok, broken)
	}
}

// person makes up what must not be in a recording.
func person(rnd *rand.Rand) (personal []string) {
	letters := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(lowerLetters[rnd.IntN(26)])
		}
		return b.String()
	}
	digits := func(n int) string {
		b := []byte{byte('1' + rnd.IntN(9))}
		for range n - 1 {
			b = append(b, byte('0'+rnd.IntN(10)))
		}
		return string(b)
	}
	title := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	first, last := title(letters(8)), title(letters(9))
	token := []byte(letters(20) + strings.ToUpper(letters(20)) + digits(8))
	return []string{
		first + " " + last, first + " O'" + last + " <" + letters(7) + ">", "Ünal-" + last + "\u2028" + letters(8),
		letters(8) + "@" + letters(9) + ".test", title(letters(8)) + "+" + letters(6) + "@" + letters(9) + ".example",
		"+" + digits(12), "0" + digits(5) + "-" + digits(7), "(" + digits(3) + ") " + digits(8), digits(13) + "7",
		"dG9rO" + base64.StdEncoding.EncodeToString(token), "eyJ" + letters(12) + "." + base64.RawURLEncoding.EncodeToString(token) + "." + letters(20),
		hex.EncodeToString(token), "tok_" + letters(10) + digits(6), digits(10) + letters(12),
		fmt.Sprintf("%d.%d.%d.%d", 11+rnd.IntN(80), 100+rnd.IntN(90), 100+rnd.IntN(90), 100+rnd.IntN(90)), "2a02:" + digits(4) + "::" + digits(4),
		"https://" + letters(9) + ".test/" + letters(8) + "?email=" + letters(8) + "%40" + letters(8) + ".test", "/reset/" + letters(12) + "?token=" + letters(16),
		"<p>Dear " + first + ",<br>call <a href=\"https://" + letters(9) + ".test\">" + last + "</a>\n\"" + letters(8) + "\"</p>",
		`{"email": "` + letters(8) + "@" + letters(8) + `.test"}`, "street " + letters(9) + " " + digits(6), "\\" + letters(9) + "\\ \t" + letters(9),
	}
}

// traces are the forms in which a text could show.
func traces(s string) []string {
	escaped, _ := json.Marshal(s)
	all := []string{
		s, url.QueryEscape(s), url.PathEscape(s), html.EscapeString(s), strings.Trim(string(escaped), `"`), strconv.QuoteToASCII(s),
		base64.StdEncoding.EncodeToString([]byte(s)), base64.RawURLEncoding.EncodeToString([]byte(s)), hex.EncodeToString([]byte(s)),
	}
	for word := range strings.FieldsFuncSeq(s, func(c rune) bool { return !strings.ContainsRune(lowerLetters+upperLetters+"0123456789", c) }) {
		if strings.Trim(word, "0123456789") == "" && len(word) < 8 {
			continue // made-up numbers have it by chance
		}
		if len(word) >= 6 && word != "street" && word != "example" && word != "script" {
			all = append(all, word)
		}
	}
	return all
}

// assertNoTraces looks for what must not be in a text, in any encoding of it.
func assertNoTraces(t *testing.T, text string, personal []string) {
	t.Helper()
	lower := strings.ToLower(text)
	unescaped, _ := url.QueryUnescape(lower)
	for _, each := range personal {
		for _, trace := range traces(each) {
			if strings.Contains(lower, strings.ToLower(trace)) || strings.Contains(unescaped, strings.ToLower(trace)) {
				t.Errorf("%q is in the recording, of %q", trace, each)
			}
		}
	}
}

// keysOfBodies are keys under which the personal is put: those of the API, those
// whose values are kept if they are harmless, and unknown ones.
var keysOfBodies = []string{
	"type", "id", "ids", "name", "email", "phone", "body", "custom_attributes", "metadata", "errors", "message", "code", "field", "operator", "value",
	"query", "sort", "order", "total_count", "page", "per_page", "pages", "next", "starting_after", "created_at", "updated_at", "timestamp", "state",
	"role", "status", "url", "links", "avatar", "location", "unknown", "data", "items", "topic", "locale", "app_id", "external_id", "count", "seconds", "date",
}

// document makes JSON with the personal in it, at any depth.
func document(rnd *rand.Rand, personal []string, depth int) any {
	pick := func() string { return personal[rnd.IntN(len(personal))] }
	switch n := rnd.IntN(10); {
	case depth > 0 && n < 4:
		o := map[string]any{}
		for range 1 + rnd.IntN(6) {
			key := keysOfBodies[rnd.IntN(len(keysOfBodies))]
			if rnd.IntN(8) == 0 {
				key = pick()
			}
			o[key] = document(rnd, personal, depth-1)
		}
		return o
	case depth > 0 && n < 6:
		list := make([]any, 1+rnd.IntN(4))
		for i := range list {
			list[i] = document(rnd, personal, depth-1)
		}
		return list
	case n == 6:
		for range 20 {
			if number := strings.TrimLeft(pick(), "+0"); strings.Trim(number, "0123456789") == "" {
				return json.Number(number)
			}
		}
		return nil
	case n == 7:
		inner, _ := json.Marshal(document(rnd, personal, 0))
		return string(inner)
	case n == 8:
		return pick() + " " + pick()
	}
	return pick()
}

// inJSON writes JSON with every character escaped, or not.
func inJSON(rnd *rand.Rand, v any) []byte {
	text, _ := json.Marshal(v)
	if rnd.IntN(2) == 0 {
		return text
	}
	var b strings.Builder
	inString, escape := false, false
	for _, c := range string(text) {
		switch {
		case escape:
			escape = false
			b.WriteRune(c)
			continue
		case c == '\\' && inString:
			escape = true
		case c == '"':
			inString = !inString
		case inString && c >= 'a' && c <= 'z' && rnd.IntN(2) == 0:
			fmt.Fprintf(&b, `\u%04X`, c)
			continue
		}
		b.WriteRune(c)
	}
	return []byte(b.String())
}

// Nothing of what people are or write gets into a recording: not from bodies, URLs
// or headers, and in no encoding.
func TestNothingPersonalIsRecorded(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		rnd := rand.New(rand.NewPCG(seed, 9))
		personal := person(rnd)
		pick := func() string { return personal[rnd.IntN(len(personal))] }
		query := url.Values{}
		for _, key := range []string{"email", "page", "starting_after", "since", "order", "id", "type", pick()} {
			query.Add(key, pick())
		}
		address := &url.URL{Path: "/contacts/" + pick() + "/" + pick(), RawQuery: query.Encode()}
		if rnd.IntN(2) == 0 {
			address = &url.URL{Path: "/x", RawPath: "/" + pick(), RawQuery: pick() + "=" + pick() + "&" + pick()}
		}
		header := http.Header{}
		for _, name := range []string{
			"Authorization", "Content-Type", "Intercom-Version", "X-Request-Id", "Retry-After", "X-RateLimit-Reset", "Link", "Location", "Set-Cookie", "Date",
			"X-Anything",
		} {
			header.Set(name, pick())
		}
		switch rnd.IntN(5) {
		case 0:
			header.Set("Content-Type", "application/json; name="+pick())
		case 1:
			header.Set("Content-Type", "text/csv")
		case 2:
			header.Set("Content-Type", "application/x-www-form-urlencoded")
		case 3:
			header.Set("Link", "<"+pick()+">; rel=\"canonical\"")
			header.Set("Location", "https://api.intercom.io/contacts/"+url.PathEscape(pick())+"?x="+url.QueryEscape(pick()))
		}
		sent, got := inJSON(rnd, document(rnd, personal, 5)), inJSON(rnd, document(rnd, personal, 5))
		if rnd.IntN(3) == 0 {
			sent, got = []byte(query.Encode()), []byte(pick()+","+pick()+"\n"+string(got[:len(got)/2]))
		}
		r := newRedactor("")
		body, text := r.body(header, got)
		line, err := json.Marshal(interaction{
			Request:  r.request([]string{"GET", "POST", pick()}[rnd.IntN(3)], address, header, sent),
			Response: recordedResponse{Status: 200, Header: r.headers(header), Body: body, Text: text},
		})
		require.NoError(t, err)
		assertNoTraces(t, string(line), personal)
		if t.Failed() {
			t.Fatalf("seed %d: %s %s\n%s", seed, sent, got, line)
		}
	}
}

// The property test fails if something is left: a redactor that keeps everything is found out.
func TestTracesAreFound(t *testing.T) {
	t.Parallel()
	for _, personal := range person(rand.New(rand.NewPCG(1, 1))) {
		for _, trace := range traces(personal) {
			probe := new(testing.T)
			assertNoTraces(probe, `{"x":"`+trace+`"}`, []string{personal})
			assert.True(t, probe.Failed(), trace)
		}
	}
}

// Whatever a body is, it is recorded as JSON without the strings in it.
func FuzzRedact(f *testing.F) {
	for _, seed := range []string{`{"name":"Mira Holm","id":7}`, `[1,null,{"a":[]}]`, `"https://x.test/?a=b"`, "\x00\xff", `{"/%2F%2f":"//%zz"}`, "a=b&c", "<p>x</p>"} {
		f.Add([]byte(seed), "application/json")
		f.Add([]byte(seed), "text/html; charset=utf-8")
		f.Add([]byte(seed), "application/x-www-form-urlencoded")
	}
	f.Fuzz(func(t *testing.T, content []byte, kind string) {
		r := newRedactor("key")
		h := http.Header{"Content-Type": {kind}, "Link": {string(content)}, "Location": {string(content)}, "X-Request-Id": {string(content)}}
		body, text := r.body(h, content)
		line, err := json.Marshal(interaction{
			Request:  r.request(kind, &url.URL{Path: string(content), RawPath: kind, RawQuery: string(content)}, h, content),
			Response: recordedResponse{Header: r.headers(h), Body: body, Text: text},
		})
		require.NoError(t, err)
		var v any
		if json.Unmarshal(content, &v) == nil {
			for _, s := range stringsIn(v) {
				if len(s) > 12 && strings.ContainsAny(s, lowerLetters+upperLetters) && !words()[s] && !isSymbol(s) {
					assert.NotContains(t, string(line), s)
				}
			}
		}
	})
}

// stringsIn are the strings of JSON that are no keys.
func stringsIn(v any) (all []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, each := range v {
			all = append(all, stringsIn(each)...)
		}
	case map[string]any:
		for _, each := range v {
			all = append(all, stringsIn(each)...)
		}
	}
	return all
}

func recordingFile(t *testing.T) string { return filepath.Join(t.TempDir(), "recording.jsonl") }

func contentOf(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(content)
}
