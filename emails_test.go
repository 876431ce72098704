package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestEmailsRequests(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/emails/10", 200, `{"type":"email_setting","id":"10","email":"support@quay.test","verified":true,"domain":"quay.test","brand_id":15,
		"forwarding_enabled":true,"forwarded_email_last_received_at":1710498600,"created_at":1692530400,"updated_at":1710498600}`)
	api.on("GET", "/emails", 200, `{"type":"list","data":[{"type":"email_setting","id":"10","email":"support@quay.test","verified":true,"domain":"quay.test","brand_id":"15",
		"forwarding_enabled":true,"forwarded_email_last_received_at":null,"created_at":"2023-08-20T11:20:00.000Z","updated_at":"2024-03-15T10:30:00.000Z"}]}`)
	one, err := client.Emails.Get(t.Context(), "10")
	require.NoError(t, err)
	api.wants("GET", "/emails/10", "", "2.16", "")
	all, err := client.Emails.List(t.Context()).Collect()
	require.NoError(t, err)
	api.wants("GET", "/emails", "", "2.16", "")
	require.Len(t, all, 1)
	for _, got := range []*intercom.EmailSetting{one, all[0]} {
		require.NoError(t, got.Mismatch())
		assert.Empty(t, got.Extra())
		assert.Equal(t, []any{intercom.ID("10"), "support@quay.test", "quay.test", true, true, intercom.ID("15"), int64(1692530400), int64(1710498600)},
			[]any{got.ID, got.Email, got.Domain, got.Verified, got.ForwardingEnabled, got.BrandID, got.CreatedAt.Unix(), got.UpdatedAt.Unix()})
	}
	assert.Equal(t, int64(1710498600), one.ForwardedEmailLastReceivedAt.Unix())
	assert.True(t, all[0].ForwardedEmailLastReceivedAt.IsZero())
	_, err = client.Emails.Get(t.Context(), "support@quay.test")
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.NotContains(t, err.Error(), "support@")
	assert.Equal(t, 2, api.count())
}

func TestEmailsStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	id := fake.AddEmail("hello@quay.test", "")
	settings, err := client.Emails.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, settings, 1)
	setting, err := client.Emails.Get(ctx, intercom.ID(id))
	require.NoError(t, err)
	assert.Equal(t, settings[0].Raw(), setting.Raw())
	assert.Equal(t, "quay.test", setting.Domain)
	assert.False(t, setting.CreatedAt.IsZero())
	brand, err := client.Brands.Get(ctx, setting.BrandID)
	require.NoError(t, err)
	assert.True(t, brand.IsDefault)
	_, err = client.Emails.Get(ctx, "1")
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
