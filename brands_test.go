package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestBrandsRequests(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	const brand = `{"type":"brand","id":"3","name":"Premium","is_default":false,"created_at":1686387300,"updated_at":1709229600,"help_center_id":10,"default_address_settings_id":"15"}`
	api.on("GET", "/brands/3", 200, brand)
	api.on("GET", "/brands", 200, `{"type":"list","data":[`+brand+`]}`)
	one, err := client.Brands.Get(t.Context(), "3")
	require.NoError(t, err)
	api.wants("GET", "/brands/3", "", "2.16", "")
	all, err := client.Brands.List(t.Context()).Collect()
	require.NoError(t, err)
	api.wants("GET", "/brands", "", "2.16", "")
	require.Len(t, all, 1)
	for _, got := range []*intercom.Brand{one, all[0]} {
		require.NoError(t, got.Mismatch())
		assert.Empty(t, got.Extra())
		assert.Equal(t, []any{intercom.ID("3"), "Premium", false, intercom.ID("10"), intercom.ID("15"), int64(1686387300)},
			[]any{got.ID, got.Name, got.IsDefault, got.HelpCenterID, got.DefaultAddressSettingsID, got.CreatedAt.Unix()})
	}
	_, err = client.Brands.Get(t.Context(), "")
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Equal(t, 2, api.count())
}

func TestBrandsStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	mole := fake.AddBrand("Mole")
	brands, err := client.Brands.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, brands, 2)
	assert.True(t, brands[0].IsDefault)
	me, err := client.Admins.Me(ctx)
	require.NoError(t, err)
	assert.Equal(t, me.App.IDCode, string(brands[0].ID), "the default brand has the id of the workspace")

	sender := fake.AddEmail("hello@mole.test", mole)
	brand, err := client.Brands.Get(ctx, intercom.ID(mole))
	require.NoError(t, err)
	assert.Equal(t, intercom.ID(sender), brand.DefaultAddressSettingsID)
	_, err = client.Brands.Get(ctx, "none")
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
