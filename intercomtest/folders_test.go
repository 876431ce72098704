package intercomtest

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFolders(t *testing.T) {
	t.Parallel()
	a := newTester(t).as("Preview")
	create := func(body string) string { return a.ok("POST /folders", `{"folder":`+body+`}`).text("id") }
	harbor := create(`{"name":"Harbor","emoji":"⚓"}`)
	berths := create(`{"name":"Berths","parent_folder_id":` + harbor + `}`)
	assert.Equal(t, []string{berths}, a.ok("GET /folders?parent_folder_id="+harbor, "").list("data", "id"))
	a.fails("PUT /folders/"+harbor, `{"folder":{"parent_folder_id":`+berths+`}}`, http.StatusBadRequest, "parameter_invalid")
	a.fails("PUT /folders/"+harbor, `{"folder":{"parent_folder_id":7}}`, http.StatusBadRequest, "parameter_invalid")
	a.fails("POST /folders", `{"name":"Harbor"}`, http.StatusBadRequest, "parameter_not_found")
	a.fails("POST /folders", `{"folder":{}}`, http.StatusBadRequest, "parameter_not_found")
	a.fails("DELETE /folders/"+harbor, "", http.StatusUnprocessableEntity, "parameter_invalid")
	me := a.ok("GET /me", "").text("id")
	guide := "/internal_articles/" + a.ok("POST /internal_articles", `{"title":"Guide","author_id":`+me+`,"owner_id":`+me+`,"folder_id":`+berths+`}`).text("id")
	a.fails("DELETE /folders/"+berths, "", http.StatusUnprocessableEntity, "parameter_invalid")
	assert.Equal(t, 1, a.ok("GET /folders/"+berths, "").at("content_count"))
	a.ok("PUT "+guide, `{"folder_id":null}`)
	assert.Equal(t, object{"id": a.ok("GET /folders/"+berths, "")["id"], "object": "folder", "deleted": true}, a.ok("DELETE /folders/"+berths, ""))
	a.as("2.16").fails("GET /folders", "", http.StatusBadRequest, "intercom_version_invalid")
}
