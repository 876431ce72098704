package intercomtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Whoever lists banners shows them.
func TestBannersCountWhenListed(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	contact := a.ok("POST /contacts", `{"email":"mira@quay.test"}`).text("id")
	id := a.fake.AddBanner("", "Storm ahead")
	first := a.ok("GET /contacts/"+contact+"/banners", "")
	again := a.ok("GET /contacts/"+contact+"/banners", "")
	assert.Equal(t, first, again)
	assert.Equal(t, 2, a.fake.BannerImpressions(id))
	view := first.list("data", "view_id")[0]
	a.ok("POST /contacts/"+contact+"/banners/"+view+"/dismiss", "")
	assert.Empty(t, a.ok("GET /contacts/"+contact+"/banners", "")["data"])
	assert.Equal(t, 2, a.fake.BannerImpressions(id))
	assert.Equal(t, "Resource Not Found", a.fails("POST /contacts/"+contact+"/banners/"+id+"/dismiss", "", 404, "not_found"), "it is no id of a view")
	assert.Equal(t, "User Not Found", a.fails("GET /contacts/x/banners", "", 404, "not_found"))
	a.fails("POST /contacts/x/banners/"+view+"/dismiss", "", 404, "not_found")
	assert.Panics(t, func() { a.fake.BannerImpressions("x") })
}
