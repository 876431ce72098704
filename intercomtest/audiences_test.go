package intercomtest

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAudiences(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	res, b := a.send("POST /audiences", `{"name":"Captains"}`)
	assert.Equal(t, http.StatusCreated, res.StatusCode)
	one := "/audiences/" + parse(t, b).text("id")
	assert.Equal(t, "Name is required", a.fails("POST /audiences", `{}`, http.StatusUnprocessableEntity, "validation_error"))
	assert.Equal(t, "Name must not be blank", a.fails("PUT "+one, `{"name":""}`, http.StatusUnprocessableEntity, "validation_error"))
	list := a.ok("GET /audiences?per_page=200", "")
	assert.Equal(t, []any{1, 1, 50, 1}, []any{list.at("total_count"), list.at("page"), list.at("per_page"), list.at("total_pages")})
	assert.NotContains(t, list, "pages")
	a.fails("GET /audiences?page=0", "", http.StatusBadRequest, "parameter_invalid")
	res, _ = a.send("DELETE "+one, "")
	assert.Equal(t, http.StatusNoContent, res.StatusCode)
}
