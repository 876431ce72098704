package intercomtest

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestMacrosHaveShortPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		for _, name := range []string{"A", "B", "C"} {
			a.fake.AddMacro(name, "")
			time.Sleep(time.Second)
		}
		page := a.ok("GET /macros?per_page=2", "")
		assert.Equal(t, []string{"C", "B"}, page.list("data", "name"))
		assert.NotContains(t, page["pages"], "total_pages")
		assert.NotContains(t, page, "total_count")
		page = a.ok("GET /macros?per_page=2&starting_after="+page.at("pages.next.starting_after").(string), "")
		assert.Equal(t, []string{"A"}, page.list("data", "name"))
		assert.Nil(t, page.at("pages.next"))
		a.fails("GET /macros?updated_since=x", "", 400, "parameter_invalid")
	})
}

func TestMacrosOfTeams(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	mine, others := a.fake.AddTeam("Mine", a.ok("GET /me", "").text("id")), a.fake.AddTeam("Others")
	seen, hidden := a.fake.AddMacro("Seen", "x", mine), a.fake.AddMacro("Hidden", "x", others)
	assert.Equal(t, []string{"Seen"}, a.ok("GET /macros", "").list("data", "name"))
	assert.Equal(t, "specific_teams", a.ok("GET /macros/"+seen, "")["visible_to"])
	a.fails("GET /macros/"+hidden, "", 404, "not_found")
}

func TestMacroPlaceholders(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	macro := a.ok("GET /macros/"+a.fake.AddMacro("Tricky", `{{user.name|fallback:"<you>"}} > {{a.b}}, {{no one}}`+"\n\n{{ a.b }}"), "")
	assert.Equal(t, `<p><attribute key="user.name" default="&lt;you&gt;"/> &gt; <attribute key="a.b"/>, {{no one}}</p><p><attribute key="a.b"/></p>`, macro["body"])
	assert.Equal(t, `{{user.name|fallback:"<you>"}} > {{a.b}}, {{no one}}`+"\n\n{{a.b}}", macro["body_text"])
	assert.Contains(t, a.ok("GET /macros", ""), "data")
	assert.Nil(t, a.ok("GET /macros/"+a.fake.AddMacro("Empty", ""), "")["body"])
}
