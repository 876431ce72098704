package intercomtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSenders(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	brand := a.fake.AddBrand("Mole")
	assert.Nil(t, a.ok("GET /brands/"+brand, "")["default_address_settings_id"])
	id := a.fake.AddEmail("pier@mole.test", brand)
	a.fake.AddEmail("second@mole.test", brand)
	assert.Equal(t, id, a.ok("GET /brands/"+brand, "")["default_address_settings_id"])
	sender := a.ok("GET /emails/"+id, "")
	assert.Equal(t, []any{brand, "mole.test"}, []any{sender["brand_id"], sender["domain"]})
	assert.IsType(t, "", sender["created_at"])
	assert.Equal(t, "Brand not found", a.fails("GET /brands/x", "", 404, "not_found"))
	assert.Equal(t, "Email setting not found", a.fails("GET /emails/x", "", 404, "not_found"))
	assert.Panics(t, func() { a.fake.AddEmail("x@y.test", "none") })
}
