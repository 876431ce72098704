package intercomtest

import (
	"regexp"
	"slices"
	"strings"
)

// searchArticles finds the articles that have a phrase in their text, in any
// language and case. An unknown help center has none.
func (w *workspace) searchArticles(x *exchange) (any, error) {
	text := strings.TrimSpace(x.query.Get("phrase"))
	phrase := regexp.MustCompile(`(?i)` + regexp.QuoteMeta(text))
	state := x.query.Get("state")
	if state != "" && !slices.Contains([]string{"published", "draft", "all"}, state) {
		return nil, invalid("state", "state must be published, draft or all")
	}
	_, known := w.helpCenters.get(x.query.Get("help_center_id"))
	found := slices.DeleteFunc(w.newestArticles(), func(a *article) bool {
		if x.query.Has("help_center_id") && !known {
			return true
		}
		if published := a.contents[defaultLocale].published; state == "published" && !published || state == "draft" && published {
			return true
		}
		for _, c := range a.contents {
			if phrase.MatchString(c.title) || slices.ContainsFunc(c.passages(), phrase.MatchString) {
				return false
			}
		}
		return true
	})
	page, pages, err := cut(x, listing{paging: byPage, size: 10}, found, articleID)
	if err != nil {
		return nil, err
	}
	highlights := []object{}
	if text != "" && x.query.Get("highlight") == "true" {
		highlights = render(page, func(a *article) object { return highlightsOf(a, phrase) })
	}
	return object{
		"type":        "list",
		"total_count": len(found),
		"data": object{
			"articles":   render(page, func(a *article) object { return w.articleJSON(x, a) }),
			"highlights": highlights,
		},
		"pages": pages,
	}, nil
}

// passages are the description and the paragraphs of a text.
func (t articleText) passages() []string {
	return append([]string{t.description}, strings.Split(strings.TrimSpace(markdownOf(t.body)), "\n\n")...)
}

func highlightsOf(a *article, phrase *regexp.Regexp) object {
	text := a.contents[defaultLocale].articleText
	summary := [][]object{}
	for _, passage := range text.passages() {
		if phrase.MatchString(passage) {
			summary = append(summary, pieces(passage, phrase))
		}
	}
	return object{"article_id": a.id, "highlighted_title": pieces(text.title, phrase), "highlighted_summary": summary}
}

// pieces cuts a text where the phrase is.
func pieces(text string, phrase *regexp.Regexp) []object {
	all := []object{}
	add := func(kind, piece string) {
		if piece != "" {
			all = append(all, object{"type": kind, "text": piece})
		}
	}
	end := 0
	for _, at := range phrase.FindAllStringIndex(text, -1) {
		add("plain", text[end:at[0]])
		add("highlight", text[at[0]:at[1]])
		end = at[1]
	}
	add("plain", text[end:])
	return all
}
