package main

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// A link is what a document leads to.
type link struct {
	target string
	line   int
}

// isExternal reports whether a link leads to an address. Links of other kinds, such as mailto, are not looked at.
func (l link) isExternal() bool { return strings.Contains(l.target, ":") }

var (
	heading   = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	inline    = regexp.MustCompile(`\]\(\s*<?([^\s)>]+)>?[^)]*\)`)
	reference = regexp.MustCompile(`^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s.*)?$`)
	attribute = regexp.MustCompile(`\b(?:href|src|srcset)="([^"\s]+)[^"]*"`)
	code      = regexp.MustCompile("`[^`]*`")
	linkText  = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
)

// parse finds the links and headings of a Markdown text. What is in code is neither.
func parse(name, text string) document {
	d := document{name: name}
	seen := map[string]int{}
	fence := ""
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if mark := fenceOf(trimmed); mark != "" && (fence == "" || strings.HasPrefix(mark, fence)) {
			if fence == "" {
				fence = mark
			} else {
				fence = ""
			}
			continue
		}
		if fence != "" || strings.HasPrefix(line, "    ") && !strings.HasPrefix(trimmed, "[") {
			continue
		}
		if m := heading.FindStringSubmatch(line); m != nil {
			slug := slugOf(m[1])
			if n := seen[slug]; n > 0 {
				d.anchors = append(d.anchors, fmt.Sprintf("%s-%d", slug, n))
			} else {
				d.anchors = append(d.anchors, slug)
			}
			seen[slug]++
		}
		plain := code.ReplaceAllString(line, "``")
		for _, pattern := range []*regexp.Regexp{inline, reference, attribute} {
			for _, m := range pattern.FindAllStringSubmatch(plain, -1) {
				d.links = append(d.links, link{m[1], i + 1})
			}
		}
	}
	return d
}

// fenceOf returns the characters that begin or end a block of code.
func fenceOf(line string) string {
	for _, c := range []string{"`", "~"} {
		if n := len(line) - len(strings.TrimLeft(line, c)); n >= 3 {
			return strings.Repeat(c, n)
		}
	}
	return ""
}

// slugOf is the anchor that GitHub gives a heading.
func slugOf(text string) string {
	text = linkText.ReplaceAllString(text, "$1")
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			b.WriteRune(r)
		case r == ' ':
			b.WriteByte('-')
		}
	}
	return b.String()
}
