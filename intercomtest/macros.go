package intercomtest

import (
	"cmp"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (w *workspace) macroRoutes() routes {
	return routes{modern: {
		"GET /macros":      w.listMacros,
		"GET /macros/{id}": w.getMacro,
	}}
}

// macro is a saved reply.
type macro struct {
	entry
	name  string
	body  string   // as text
	teams []string // that see it; everyone does if there are none
}

// AddMacro adds a macro and returns its id; the API itself has no way to. The
// body is text, in which {{user.name | fallback: 'there'}} is a placeholder; it
// can be empty. With teams the macro is for them alone: the API then shows it
// only if the owner of the token is in one of them.
func (s *Server) AddMacro(name, body string, teamIDs ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	m := &macro{entry: w.newEntry(), name: name, body: body, teams: teamIDs}
	return w.macros.add(m.id, m).id
}

func macroJSON(m *macro) object {
	o := object{
		"type":                "macro",
		"id":                  m.id,
		"name":                m.name,
		"body":                nil,
		"body_text":           nil,
		"created_at":          isoTime(m.createdAt),
		"updated_at":          isoTime(m.updatedAt),
		"visible_to":          "everyone",
		"visible_to_team_ids": m.teams,
		"available_on":        []string{"inbox", "messenger"},
	}
	if len(m.teams) > 0 {
		o["visible_to"] = "specific_teams"
	}
	if m.body != "" {
		o["body"], o["body_text"] = m.html(), m.text()
	}
	return o
}

// isoTime is a moment as it is shown by the few resources without Unix seconds.
func isoTime(unix int64) string { return milliseconds(time.Unix(unix, 0)) }

var placeholder = regexp.MustCompile(`\{\{\s*([\w.]+)\s*(?:\|\s*fallback:\s*(?:'([^']*)'|"([^"]*)")\s*)?\}\}`)

// html has elements in place of the placeholders.
func (m *macro) html() string {
	body := m.fill(html.EscapeString, func(key, fallback string) string {
		if fallback == "" {
			return `<attribute key="` + key + `"/>`
		}
		return `<attribute key="` + key + `" default="` + html.EscapeString(fallback) + `"/>`
	})
	return "<p>" + strings.ReplaceAll(body, "\n\n", "</p><p>") + "</p>"
}

// text has the placeholders in one spelling.
func (m *macro) text() string {
	return m.fill(func(text string) string { return text }, func(key, fallback string) string {
		if fallback == "" {
			return "{{" + key + "}}"
		}
		return "{{" + key + "|fallback:" + strconv.Quote(fallback) + "}}"
	})
}

// fill writes the body with its text and its placeholders in other forms.
func (m *macro) fill(text func(string) string, value func(key, fallback string) string) string {
	var b strings.Builder
	rest := m.body
	for _, found := range placeholder.FindAllStringSubmatch(m.body, -1) {
		before, after, _ := strings.Cut(rest, found[0])
		b.WriteString(text(before))
		b.WriteString(value(found[1], found[2]+found[3]))
		rest = after
	}
	b.WriteString(text(rest))
	return b.String()
}

// isVisible reports whether the owner of the token can see a macro.
func (w *workspace) isVisible(m *macro) bool {
	return len(m.teams) == 0 || slices.ContainsFunc(w.me().teams, func(t *team) bool { return slices.Contains(m.teams, t.id) })
}

func (w *workspace) getMacro(x *exchange) (any, error) {
	m, ok := w.macros.get(x.param("id"))
	if !ok || !w.isVisible(m) {
		return nil, notFound("Macro not found")
	}
	return macroJSON(m), nil
}

// listMacros lists what the owner of the token can see, the latest change first.
// Its pages have a cursor and nothing else.
func (w *workspace) listMacros(x *exchange) (any, error) {
	since, err := x.number("updated_since", 1)
	if err != nil {
		return nil, err
	}
	macros := w.macros.where(func(m *macro) bool { return w.isVisible(m) && m.updatedAt >= int64(since) })
	slices.Reverse(macros)
	slices.SortStableFunc(macros, func(a, b *macro) int { return cmp.Compare(b.updatedAt, a.updatedAt) })
	page, pages, err := cut(x, listing{paging: byCursor}, macros, func(m *macro) string { return m.id })
	if err != nil {
		return nil, err
	}
	short := object{"type": "pages", "per_page": pages["per_page"], "next": nil}
	if next, ok := pages["next"].(object); ok {
		short["next"] = object{"starting_after": next["starting_after"]}
	}
	return object{"type": "list", "data": render(page, macroJSON), "pages": short}, nil
}
