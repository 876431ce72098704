package intercomtest

import (
	"html"
	"regexp"
	"strconv"
	"strings"
)

// Knowledge is written as HTML or as Markdown, and read as both. The fake knows
// headings, paragraphs and bold text.

var (
	heading     = regexp.MustCompile(`^(#{1,6}) +(.*)$`)
	bold        = regexp.MustCompile(`\*\*(.+?)\*\*`)
	headingTag  = regexp.MustCompile(`<h([1-6])[^>]*>`)
	endOfBlock  = regexp.MustCompile(`</(p|div|h[1-6]|ul|ol)>`)
	endOfLine   = regexp.MustCompile(`<br */?>|</li>`)
	boldTag     = regexp.MustCompile(`</?(b|strong)>`)
	manyNewline = regexp.MustCompile(`\n{3,}`)
)

// writeBody reads a body in either form. It is kept as HTML.
func writeBody(f *fields, to *string) {
	if f.object.text("body") != "" && f.object.text("body_markdown") != "" {
		f.fail(invalid("body_markdown", "body and body_markdown are mutually exclusive"))
	}
	if f.has("body") {
		f.text("body", to)
		*to = strings.ReplaceAll(markup(*to), "<p>", `<p class="no-margin">`)
	}
	if f.has("body_markdown") {
		f.text("body_markdown", to)
		*to = htmlOf(*to)
	}
}

// htmlOf turns Markdown into HTML.
func htmlOf(markdown string) string {
	var b strings.Builder
	for _, block := range blocksOf(markdown) {
		text := bold.ReplaceAllString(html.EscapeString(block), "<b>$1</b>")
		if h := heading.FindStringSubmatch(text); h != nil {
			level := strconv.Itoa(len(h[1]))
			b.WriteString("<h" + level + ">" + h[2] + "</h" + level + ">")
		} else {
			b.WriteString(`<p class="no-margin">` + text + "</p>")
		}
	}
	return b.String()
}

// blocksOf are the paragraphs and headings of Markdown.
func blocksOf(markdown string) []string {
	var all []string
	for block := range strings.SplitSeq(strings.ReplaceAll(markdown, "\r\n", "\n"), "\n\n") {
		if block = strings.TrimSpace(block); block != "" {
			all = append(all, block)
		}
	}
	return all
}

// markdownOf turns HTML into Markdown.
func markdownOf(body string) string {
	text := headingTag.ReplaceAllStringFunc(body, func(tag string) string {
		return strings.Repeat("#", int(tag[2]-'0')) + " "
	})
	text = endOfBlock.ReplaceAllString(text, "\n\n")
	text = endOfLine.ReplaceAllString(text, "\n")
	text = boldTag.ReplaceAllString(text, "**")
	text = html.UnescapeString(markupTag.ReplaceAllString(text, ""))
	if text = strings.TrimSpace(manyNewline.ReplaceAllString(text, "\n\n")); text != "" {
		text += "\n"
	}
	return text
}
