package intercom

import (
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strconv"
	"strings"
)

const redacted = "[redacted]"

// private is embedded in what holds customer data and keeps no JSON, such as
// the params of a call: fmt and slog print none of it. encoding/json does.
type private struct{}

// Format writes "[redacted]" for every verb.
//
//go:noinline // into the methods of every type
func (private) Format(f fmt.State, verb rune) { formatError(f, verb, redacted) }

// LogValue gives slog "[redacted]".
//
//go:noinline // into the methods of every type
func (private) LogValue() slog.Value { return slog.StringValue(redacted) }

// Format writes the type and how many items there are, for every verb: a cursor
// can have what the list was asked for.
func (p Page[T]) Format(f fmt.State, verb rune) {
	formatError(f, verb, describePage(reflect.TypeFor[T](), len(p.Items), p.Total))
}

// LogValue gives slog the text of Format.
func (p Page[T]) LogValue() slog.Value {
	return slog.StringValue(describePage(reflect.TypeFor[T](), len(p.Items), p.Total))
}

//go:noinline // into the methods of every type
func describePage(item reflect.Type, items, total int) string {
	text := "intercom.Page[" + item.String() + "](" + strconv.Itoa(items)
	if total >= 0 {
		text += " of " + strconv.Itoa(total)
	}
	return text + ")"
}

// Format writes the status and the id of the request, for every verb.
func (res Response) Format(f fmt.State, verb rune) {
	text := "intercom.Response(" + strconv.Itoa(res.StatusCode)
	if res.RequestID != "" {
		text += ", request " + scrub(res.RequestID)
	}
	formatError(f, verb, text+")")
}

// LogValue gives slog the facts without customer data.
func (res Response) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Int("status", res.StatusCode),
		slog.String("request_id", scrub(res.RequestID)),
		slog.Int("attempts", res.Attempts),
		slog.Duration("duration", res.Duration),
	)
}

// formatError writes the same text for every verb, quoted for %q.
//
//go:noinline // into the methods of every type
func formatError(f fmt.State, verb rune, text string) {
	if verb == 'q' {
		text = strconv.Quote(text)
	}
	_, _ = io.WriteString(f, text)
}

const (
	shortestToken      = 16 // a shorter one is a word of a test, which texts have for other reasons
	shortestSecret     = 8  // a part of a token that gives it away
	shortestCredential = 4  // a shorter one is in every text
)

// hideToken takes the token out of text that a server sent back, in whatever
// encoding: those of JSON, URLs and HTML keep letters and digits. The word
// around it goes as well.
func hideToken(text, token string) string {
	if len(token) < shortestToken || len(text) < shortestSecret {
		return text
	}
	return hideSecret(text, token)
}

// hideSecret is hideToken for what can be short.
func hideSecret(text, secret string) string {
	for part := range strings.FieldsFuncSeq(secret, func(r rune) bool { return !isLetterOrDigit(r) }) {
		if len(part) >= shortestSecret {
			text = hideWord(text, part)
		}
	}
	if len(secret) < shortestCredential {
		return text
	}
	return strings.ReplaceAll(text, secret, redacted)
}

// hideWord replaces the words that have secret in them, in capitals or not.
func hideWord(text, secret string) string {
	var b strings.Builder
	done := 0 // what is before it has been written
	for i := 0; i+len(secret) <= len(text); {
		if !strings.EqualFold(text[i:i+len(secret)], secret) {
			i++
			continue
		}
		b.WriteString(strings.TrimRightFunc(text[done:i], inToken))
		b.WriteString(redacted)
		i = len(text) - len(strings.TrimLeftFunc(text[i+len(secret):], inToken))
		done = i
	}
	if done == 0 {
		return text
	}
	b.WriteString(text[done:])
	return b.String()
}

func isLetterOrDigit(r rune) bool { return isWord(r) && r != '_' }

// inToken reports whether r can be part of a token, or of its encoding.
func inToken(r rune) bool { return isLetterOrDigit(r) || strings.ContainsRune(`_-+/=.~%&#;\`, r) }

// scrub makes text from elsewhere fit for an error: on one line, short, and
// without e-mail addresses or the queries of URLs.
func scrub(s string) string {
	const most = 500
	cut := len(s) > 2*most
	if cut { // where an address may be cut in two, its part goes too
		s = s[:2*most]
		s = s[:strings.LastIndexFunc(s, func(r rune) bool { return !inAddress(r) })+1]
	}
	s = hideAddresses(hideQueries(strings.ToValidUTF8(s, "")))
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
	if cut || len(s) > most {
		s = strings.ToValidUTF8(s[:min(len(s), most)], "") + "..."
	}
	return s
}

// hideWire replaces what net/http quotes of a response that it cannot read: a
// broken status line or header can be anything, such as a piece of a body.
func hideWire(s string) string {
	const line = "malformed MIME header"
	if before, _, found := strings.Cut(s, line); found {
		s = before + line
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, `"`)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(redacted)
		s = rest[quotedLen(rest):]
	}
}

// quotedLen returns the length of quoted text with its closing mark, or that of
// s if there is none.
func quotedLen(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}

// hideQueries replaces the queries of URLs, up to a space or quotation mark.
func hideQueries(s string) string {
	if !strings.Contains(s, "://") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "://")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("://")
		end := strings.IndexAny(rest, "? \t\n\f\r\"")
		if end < 0 {
			end = len(rest)
		}
		b.WriteString(rest[:end])
		if s = rest[end:]; strings.HasPrefix(s, "?") {
			b.WriteString("?" + redacted)
			if end = strings.IndexAny(s, " \t\n\f\r\""); end < 0 {
				end = len(s)
			}
			s = s[end:]
		}
	}
}

// hideAddresses replaces e-mail addresses, also in the encodings of JSON and
// of URLs.
func hideAddresses(s string) string {
	var b strings.Builder
	done := 0 // what is before it has been written
	for i := 0; i < len(s); {
		n := atSign(s[i:])
		if n == 0 {
			i++
			continue
		}
		from, to := i-localPart(s[done:i]), i+n+domain(s[i+n:])
		if i += n; from == i-n || to == i {
			continue // such as "@name"
		}
		b.WriteString(s[done:from])
		b.WriteString(redacted)
		done, i = to, to
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// atSign returns how long the at sign is that s begins with, or 0: "@", "%40",
// "%2540" and so on, or "\u0040" after any number of backslashes.
func atSign(s string) int {
	if strings.HasPrefix(s, "@") {
		return 1
	}
	rest, end := s, ""
	switch {
	case strings.HasPrefix(s, "%"):
		for rest = s[1:]; strings.HasPrefix(rest, "25"); {
			rest = rest[2:]
		}
		end = "40"
	case strings.HasPrefix(s, `\`):
		rest, end = strings.TrimLeft(s, `\`), "u0040"
	default:
		return 0
	}
	if !strings.HasPrefix(rest, end) {
		return 0
	}
	return len(s) - len(rest) + len(end)
}

// inAddress reports whether r can be part of an address that is not quoted.
func inAddress(r rune) bool { return !strings.ContainsRune(" \t\n\f\r\"'<>=,;:/?&\\()[]{}", r) }

// localPart returns the length of the local part that s ends with, or 0.
func localPart(s string) int {
	if inner, isQuoted := strings.CutSuffix(s, `"`); isQuoted {
		return len(s) - openingQuote(inner)
	}
	return len(s) - 1 - strings.LastIndexFunc(s, func(r rune) bool { return !inAddress(r) })
}

// openingQuote returns where the quoted text begins that s ends with, with the
// backslashes before its quotation mark, or len(s)+1 if there is none. No
// letter stands before a mark that opens.
func openingQuote(s string) int {
	const most = 2 * 64 // of a local part, with escapes
	open := strings.LastIndexByte(s, '"')
	if open < 0 || len(s)-open > most {
		return len(s) + 1
	}
	before := strings.TrimRight(s[:open], `\`)
	if before != "" && inAddress(rune(before[len(before)-1])) {
		return len(s) + 1
	}
	return len(before)
}

// domain returns the length of the domain that s begins with, or 0.
func domain(s string) int {
	if end := strings.IndexFunc(s, func(r rune) bool { return !inAddress(r) }); end >= 0 {
		return end
	}
	return len(s)
}
