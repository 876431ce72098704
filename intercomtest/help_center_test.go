package intercomtest

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestHelpCenters(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	assert.Nil(t, a.ok("POST /help_center/collections", `{"name":"Nowhere"}`)["help_center_id"])
	one, two := a.fake.AddHelpCenter("Harbor Help"), a.fake.AddHelpCenter("Harbor Help")
	list := a.ok("GET /help_center/help_centers", "")
	assert.Equal(t, []string{one, two}, list.list("data", "id"))
	assert.Equal(t, []string{"harbor-help", "harbor-help-" + two}, list.list("data", "identifier"))
	assert.Equal(t, one, a.ok("POST /help_center/collections", `{"name":"Berths"}`).text("help_center_id"))
	assert.Equal(t, two, a.ok("POST /help_center/collections", `{"name":"Ropes","help_center_id":`+two+`}`).text("help_center_id"))
	a.fails("POST /help_center/collections", `{"name":"x","help_center_id":7}`, http.StatusBadRequest, "parameter_invalid")
	a.fails("GET /help_center/help_centers/7", "", http.StatusNotFound, "not_found")
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	id, other := a.fake.AddHelpCenter("Harbor"), a.fake.AddHelpCenter("Pier")
	all := "/help_center/help_centers/" + id + "/redirects"
	article := a.ok("POST /articles", `{"title":"Moorings","author_id":`+a.ok("GET /me", "").text("id")+`}`).text("id")
	old := `{"from_url":"https://intercom.help/harbor/old","locale":"en","target_type":"article","target_id":"` + article + `"}`
	redirect := a.ok("POST "+all, old).text("id")
	assert.Equal(t, "A redirect with that URL already exists", a.fails("POST "+all, old, http.StatusConflict, "resource_conflict"))
	a.fails("POST "+all, `{"from_url":"https://intercom.help/harborside","locale":"en","target_type":"article","target_id":"7"}`, http.StatusUnprocessableEntity, "data_invalid")
	a.fails("POST "+all, `{"from_url":"https://intercom.help/harbor/x","locale":"en","target_type":"collection","target_id":"7"}`, http.StatusUnprocessableEntity, "data_invalid")
	a.fails("POST "+all, `{"from_url":"https://intercom.help/harbor/x","locale":"en","target_type":"article","target_id":"7"}`, http.StatusUnprocessableEntity, "data_invalid")
	a.fails("POST "+all, `{"locale":"en","target_type":"article","target_id":"7"}`, http.StatusBadRequest, "parameter_not_found")
	a.fails("POST "+all, `{"from_url":"https://intercom.help/harbor/x","locale":"en","target_type":"news","target_id":"7"}`, http.StatusBadRequest, "parameter_invalid")
	a.fails("GET /help_center/help_centers/"+other+"/redirects/"+redirect, "", http.StatusNotFound, "not_found")
	a.fails("GET /help_center/help_centers/7/redirects", "", http.StatusNotFound, "not_found")
	a.fails("POST /help_center/help_centers/7/redirects", old, http.StatusNotFound, "not_found")
	assert.Equal(t, object{"id": redirect, "object": "help_center_redirect", "deleted": true}, a.ok("DELETE "+all+"/"+redirect, ""))

	a.ok("POST "+all, old)
	a.ok("DELETE /articles/"+article, "")
	assert.Empty(t, a.ok("GET "+all, "")["data"], "the redirects to an article go with it")
}

func TestCollections(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t)
		create := func(body string) string {
			time.Sleep(time.Second)
			return a.ok("POST /help_center/collections", body).text("id")
		}
		harbor := create(`{"name":"Harbor"}`)
		berths := create(`{"name":"Berths","parent_id":"` + harbor + `"}`)
		assert.Equal(t, []string{berths, harbor}, a.ok("GET /help_center/collections", "").list("data", "id"))
		time.Sleep(time.Second)
		a.ok("PUT /help_center/collections/"+harbor, `{"name":"Port"}`)
		assert.Equal(t, []string{harbor, berths}, a.ok("GET /help_center/collections", "").list("data", "id"), "the latest change first")

		a.fails("PUT /help_center/collections/"+harbor, `{"parent_id":"`+berths+`"}`, http.StatusBadRequest, "parameter_invalid")
		a.fails("PUT /help_center/collections/"+harbor, `{"parent_id":"7"}`, http.StatusBadRequest, "parameter_invalid")
		a.fails("POST /help_center/collections", `{}`, http.StatusBadRequest, "parameter_not_found")

		one := a.ok("PUT /help_center/collections/"+berths, `{"translated_content":{"de":{"name":"Stege"}}}`)
		assert.NotContains(t, one, "translated_content", "there is one language")
		a.fake.AddLocale("de")
		a.fake.AddLocale("fr")
		both := a.ok("PUT /help_center/collections/"+berths, `{"translated_content":{"type":"group_translated_content","en":{"name":"Piers","description":"d"},"de":{"name":"Stege"}}}`)
		assert.Equal(t, []any{"Piers", "d", "Stege", "en"}, []any{both["name"], both["description"], both.at("translated_content.de.name"), both["default_locale"]})
		assert.Contains(t, both["translated_content"], "fr")
		assert.Nil(t, both.at("translated_content.fr"))

		old := a.as("2.9")
		top := old.ok("GET /help_center/collections", "")
		assert.Equal(t, []string{harbor}, top.list("data", "id"), "sections are no collections there")
		assert.Equal(t, []string{"collection"}, top.list("data", "type"))
		assert.Equal(t, []string{berths}, old.ok("GET /help_center/sections", "").list("data", "id"))
		old.fails("POST /help_center/sections", `{"name":"x"}`, http.StatusBadRequest, "parameter_not_found")
		a.as("2.10").fails("GET /help_center/sections", "", http.StatusBadRequest, "intercom_version_invalid")
		a.fails("GET /help_center/sections/"+berths, "", http.StatusBadRequest, "intercom_version_invalid")
	})
}
