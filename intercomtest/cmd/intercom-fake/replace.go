package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

var (
	uuidForm     = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	hexForm      = regexp.MustCompile(`^[0-9a-f]{16,}$`)
	digitsForm   = regexp.MustCompile(`^[0-9]+$`)
	emailForm    = regexp.MustCompile(`^[^\s@<>/:]+@[^\s@<>]+$`)
	phoneForm    = regexp.MustCompile(`^[+(]?[0-9][0-9()\-. /]{5,}$`)
	linkForm     = regexp.MustCompile(`^([a-z][a-z0-9+.-]*:)?//[^\s<>]+$|^/[^\s<>]+$`)
	tokenForm    = regexp.MustCompile(`^[A-Za-z0-9_\-.:=+/~|%]*[0-9_\-.:=+/~|%][A-Za-z0-9_\-.:=+/~|%]*$`)
	intercomForm = regexp.MustCompile(`^https://api(\.(eu|au))?\.intercom\.io$`)
	numberForm   = regexp.MustCompile(`^(-?)([0-9]+)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
	tagForm      = regexp.MustCompile(`(?i)</?(p|br|b|i|u|strong|em|a|div|span|ul|ol|li|h[1-6]|img|code|pre|blockquote|table|tr|td|th|tbody)\b[^<>]*>`)
)

// replace makes something up that has the form of a string.
func (r *redactor) replace(s string) string {
	switch {
	case strings.TrimSpace(s) == "":
		return s
	case uuidForm.MatchString(s):
		h := hex.EncodeToString(r.sum("uuid", strings.ToLower(s))[:16])
		return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
	case digitsForm.MatchString(s):
		return r.digits(s)
	case hexForm.MatchString(s):
		return r.stream("hex", s).text(len(s), "0123456789abcdef")
	case emailForm.MatchString(s):
		return r.stream("email", strings.ToLower(s)).text(10, lowerLetters+"0123456789") + "@example.com"
	case isTime(s):
		return r.time(s)
	case isAddress(s):
		return r.ip(s)
	case phoneForm.MatchString(s):
		return r.phone(s)
	case linkForm.MatchString(s):
		return r.link(s)
	case tokenForm.MatchString(s):
		return r.token(s)
	}
	return r.prose(s)
}

// sum is a hash that only the key can make.
func (r *redactor) sum(kind, s string) []byte {
	h := hmac.New(sha256.New, r.key)
	fmt.Fprintf(h, "%s %d %s", kind, len(s), s)
	return h.Sum(nil)
}

// stream is as much of made-up text as is needed in place of a string.
type stream struct {
	seed   []byte
	block  []byte
	blocks uint64
}

func (r *redactor) stream(kind, s string) *stream { return &stream{seed: r.sum(kind, s)} }

// below is a number from 0 to n-1, n being at most 256.
func (st *stream) below(n int) int {
	if len(st.block) == 0 {
		h := sha256.Sum256(binary.BigEndian.AppendUint64(st.seed[:len(st.seed):len(st.seed)], st.blocks))
		st.block, st.blocks = h[:], st.blocks+1
	}
	b := st.block[0]
	st.block = st.block[1:]
	return int(b) * n >> 8
}

func (st *stream) of(letters string) byte { return letters[st.below(len(letters))] }

func (st *stream) text(n int, letters string) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = st.of(letters)
	}
	return string(b)
}

const (
	lowerLetters = "abcdefghijklmnopqrstuvwxyz"
	upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	consonants   = "bdfghklmnprstvwz"
	vowels       = "aeiou"
	shortestMade = 8   // of tokens and words that stand alone, so that no two are the same
	longestMade  = 400 // words of a text
)

// token keeps the kinds of letters, and punctuation: cursors and ids look as they did.
func (r *redactor) token(s string) string {
	st := r.stream("token", s)
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			b.WriteByte(st.of(lowerLetters))
		case c >= 'A' && c <= 'Z':
			b.WriteByte(st.of(upperLetters))
		case c >= '0' && c <= '9':
			b.WriteByte(st.of("0123456789"))
		default:
			b.WriteByte(c)
		}
	}
	for b.Len() < shortestMade {
		b.WriteByte(st.of(lowerLetters))
	}
	return b.String()
}

// word makes up one word in place of a text.
func (r *redactor) word(s string) string { return r.stream("word", s).word(shortestMade) }

func (st *stream) word(length int) string {
	b := make([]byte, length)
	for i := range b {
		b[i] = st.of(consonants)
		if i%2 == 1 {
			b[i] = st.of(vowels)
		}
	}
	return string(b)
}

// prose makes up words in place of those of a text. Spaces and the names of HTML
// elements stay.
func (r *redactor) prose(s string) string {
	st := r.stream("prose", s)
	alone := len(strings.Fields(s)) == 1
	var b strings.Builder
	count, done := 0, 0
	for _, tag := range append(tagForm.FindAllStringIndex(s, -1), []int{len(s), len(s)}) {
		count = st.words(&b, s[done:tag[0]], alone, count)
		if name := tagForm.FindStringSubmatch(s[tag[0]:tag[1]]); name != nil {
			slash := ""
			if strings.HasPrefix(name[0], "</") {
				slash = "/"
			}
			b.WriteString("<" + slash + strings.ToLower(name[1]) + ">")
		}
		done = tag[1]
	}
	return b.String()
}

// words makes up words in place of those of a text that has no elements.
func (st *stream) words(b *strings.Builder, text string, alone bool, count int) int {
	inWord := false
	for _, c := range text {
		if unicode.IsSpace(c) {
			b.WriteRune(c)
			inWord = false
			continue
		}
		if inWord {
			continue
		}
		inWord = true
		if count++; count > longestMade {
			continue
		}
		length := 2 + st.below(7)
		if alone {
			length = shortestMade + st.below(3)
		}
		word := st.word(length)
		if unicode.IsUpper(c) {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		b.WriteString(word)
	}
	return count
}

// link makes up a URL, or a path. Those of the API stay recognizable.
func (r *redactor) link(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return r.prose(s)
	}
	query := ""
	if u.RawQuery != "" {
		query = "?" + r.query(u.RawQuery)
	}
	switch base := u.Scheme + "://" + u.Host; {
	case u.Host == "" && u.Scheme == "":
		return r.path(u.EscapedPath()) + query
	case intercomForm.MatchString(base):
		return base + r.path(u.EscapedPath()) + query
	}
	scheme := u.Scheme
	if scheme != "http" && scheme != "https" {
		scheme = "https"
	}
	made := scheme + "://" + r.word(strings.ToLower(u.Host)) + ".example.com"
	if strings.Trim(u.Path, "/") != "" {
		made += "/" + r.word(u.Path)
	}
	if u.RawQuery != "" {
		made += "?" + r.word("?"+u.RawQuery)
	}
	return made
}

func isAddress(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil
}

// ip makes up an address out of those that are for documentation.
func (r *redactor) ip(s string) string {
	h := r.sum("ip", s)
	if addr, err := netip.ParseAddr(s); err == nil && addr.Is4() {
		return []string{"192.0.2.", "198.51.100.", "203.0.113."}[h[0]%3] + strconv.Itoa(int(h[1]))
	}
	return fmt.Sprintf("2001:db8:%x:%x::%x", h[:2], h[2:4], h[4:6])
}

// phone makes up the digits of a number, and keeps what is between them.
func (r *redactor) phone(s string) string {
	digits := strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
	made := r.digits(digits)
	i := -1
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return c
		}
		i++
		return rune(made[i])
	}, s)
}

var timeLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05", "2006-01-02"}

// layoutOf is the layout of a time; empty if a string is none.
func layoutOf(s string) string {
	if len(s) < len("2006-01-02") || len(s) > len("2006-01-02T15:04:05.999999999+00:00") {
		return ""
	}
	for _, layout := range timeLayouts {
		if _, err := time.Parse(layout, s); err == nil {
			return layout
		}
	}
	return ""
}

func isTime(s string) bool { return layoutOf(s) != "" }

// time makes up a day between 1950 and 2000.
func (r *redactor) time(s string) string {
	seconds := binary.BigEndian.Uint32(r.sum("time", s)) % (50 * 365 * 86400)
	at := time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(seconds) * time.Second)
	if made := at.Format(layoutOf(s)); made != s {
		return made
	}
	return at.AddDate(0, 0, 1).Format(layoutOf(s))
}

// isUnix reports whether digits can be a time of our days, in seconds or
// milliseconds since 1970.
func isUnix(s string) bool {
	switch len(s) {
	case 10:
		return s[0] == '1'
	case 13:
		return s[0] == '1'
	}
	return s == "0"
}

// decimal makes up a number of the same form.
func (r *redactor) decimal(s string) string {
	form := numberForm.FindStringSubmatch(s)
	if form == nil {
		return "0"
	}
	made := form[1] + r.digits(form[2])
	if form[3] != "" {
		made += "." + r.stream("fraction", s).text(len(form[3])-1, "123456789")
	}
	if form[4] != "" {
		made += "e1"
	}
	return made
}

// digits makes up a number of as many digits: for each another one, so that ids
// stay as distinct as they are. Zeros at the front stay.
func (r *redactor) digits(s string) string {
	rest := strings.TrimLeft(s, "0")
	zeros := s[:len(s)-len(rest)]
	switch n := len(rest); {
	case n == 0:
		return s
	case n > 18:
		st := r.stream("digits", rest)
		return zeros + st.text(1, "123456789") + st.text(n-1, "0123456789")
	default:
		value, _ := strconv.ParseUint(rest, 10, 64) // 18 digits always fit
		first := uint64(1)
		for range n - 1 {
			first *= 10
		}
		return zeros + strconv.FormatUint(first+r.permute(value-first, 9*first), 10)
	}
}

// permute maps the numbers below size onto one another, by a Feistel network that
// is applied until the result is below size.
func (r *redactor) permute(value, size uint64) uint64 {
	half := max(1, (bits.Len64(size-1)+1)/2)
	mask := uint64(1)<<half - 1
	for {
		left, right := value>>half, value&mask
		for round := range 6 {
			h := binary.BigEndian.Uint64(r.sum("permute", fmt.Sprint(size, round, right)))
			left, right = right, left^h&mask
		}
		if value = left<<half | right; value < size {
			return value
		}
	}
}
