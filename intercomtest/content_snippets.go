package intercomtest

import (
	"cmp"
	"net/http"
	"regexp"
	"strings"
)

func (w *workspace) contentSnippetRoutes() routes {
	const all, one = "/content_snippets", "/content_snippets/{id}"
	snippets := plain(w, &w.contentSnippets, rules[contentSnippet]{
		read:  contentSnippetJSON,
		write: w.writeContentSnippet,
		gone:  noContent,
		none:  notFound("Content snippet not found"),

		happened: w.snippetHappened(),
	})
	tags := w.taggers(func(x *exchange) (*tagged, error) {
		c, ok := w.contentSnippets.get(x.param("content_snippet_id"))
		if !ok {
			return nil, failure(http.StatusNotFound, "content_snippet_not_found", "Content snippet not found")
		}
		return &c.tagged, nil
	})
	operations := snippets.routes(all, one)
	operations["GET "+all] = w.listContentSnippets
	operations["POST "+all] = func(x *exchange) (any, error) {
		x.status = http.StatusCreated
		return snippets.create(x)
	}
	operations["POST /content_snippets/{content_snippet_id}/tags"] = tags.put
	operations["DELETE /content_snippets/{content_snippet_id}/tags/{id}"] = tags.take
	return routes{modern: operations}
}

// contentSnippet is a short piece of knowledge.
type contentSnippet struct {
	entry
	tagged
	title     string
	locale    string
	blocks    []any
	audiences []any
	chatbot   bool
	copilot   bool
	sales     bool
}

func contentSnippetJSON(_ *exchange, c *contentSnippet) object {
	return object{
		"type":                        "content_snippet",
		"id":                          c.id,
		"title":                       c.title,
		"locale":                      c.locale,
		"json_blocks":                 c.blocks,
		"body_markdown":               markdownOfBlocks(c.blocks),
		"chatbot_availability":        oneOrZero(c.chatbot),
		"copilot_availability":        oneOrZero(c.copilot),
		"ai_chatbot_availability":     c.chatbot,
		"ai_copilot_availability":     c.copilot,
		"ai_sales_agent_availability": c.sales,
		"created_at":                  c.createdAt,
		"updated_at":                  c.updatedAt,
		"audience_ids":                c.audiences,
	}
}

func oneOrZero(b bool) int {
	if b {
		return 1
	}
	return 0
}

var finLocale = regexp.MustCompile(`^[a-z]{2}(-[A-Z]{2})?$`)

func (w *workspace) writeContentSnippet(_ *exchange, f *fields, c *contentSnippet) {
	if c.id == "" {
		f.need("title")
		c.locale = defaultLocale
	}
	f.text("title", &c.title)
	f.text("locale", &c.locale)
	f.flag("ai_chatbot_availability", &c.chatbot)
	f.flag("ai_copilot_availability", &c.copilot)
	f.flag("ai_sales_agent_availability", &c.sales)
	w.writeAudiences(f, &c.audiences)
	markdown := ""
	if f.text("body_markdown", &markdown); markdown != "" {
		if f.object["json_blocks"] != nil {
			f.fail(invalidSnippet("json_blocks and body_markdown are mutually exclusive"))
		}
		c.blocks = render(blocksOf(markdown), blockOf)
	}
	if f.object["json_blocks"] != nil {
		f.list("json_blocks", &c.blocks)
	}
	switch {
	case len([]rune(c.title)) > 255:
		f.fail(invalidSnippet("Title is too long (maximum is 255 characters)"))
	case len(c.blocks) == 0:
		f.fail(invalidSnippet("json_blocks or body_markdown must be provided"))
	case !finLocale.MatchString(c.locale):
		f.fail(invalidSnippet("The language is not currently supported for Fin"))
	}
}

func invalidSnippet(message string) error {
	return failure(http.StatusUnprocessableEntity, "validation_error", "%s", message)
}

// blockOf is a paragraph or heading of Markdown as a block.
func blockOf(markdown string) any {
	if h := heading.FindStringSubmatch(markdown); h != nil {
		return map[string]any{"type": "heading", "text": h[2]}
	}
	return map[string]any{"type": "paragraph", "text": markdown}
}

func markdownOfBlocks(blocks []any) string {
	var b strings.Builder
	for _, block := range blocks {
		m, _ := block.(map[string]any)
		text := object(m).text("text")
		if text != "" && object(m).text("type") == "heading" {
			text = "# " + text
		}
		if text != "" {
			b.WriteString(strings.TrimSpace(text) + "\n\n")
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return strings.TrimSpace(b.String()) + "\n"
}

// listContentSnippets has the fields of its pages beside the items.
func (w *workspace) listContentSnippets(x *exchange) (any, error) {
	all := w.contentSnippets.where(func(*contentSnippet) bool { return true })
	page, pages, err := cut(x, listing{paging: byPage, size: 50, most: 50}, all, func(c *contentSnippet) string { return c.id })
	if err != nil {
		return nil, err
	}
	total, _ := pages["total_pages"].(int)
	return object{
		"type":        "list",
		"data":        render(page, func(c *contentSnippet) object { return contentSnippetJSON(x, c) }),
		"total_count": len(all),
		"page":        pages["page"],
		"per_page":    pages["per_page"],
		"total_pages": cmp.Or(total, 1),
	}, nil
}
