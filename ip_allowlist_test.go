package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestIPAllowlistRequests(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	const list = `{"type":"ip_allowlist","enabled":true,"ip_allowlist":["192.168.1.0/24","10.0.0.1"]}`
	api.on("GET", "/ip_allowlist", 200, list)
	api.on("PUT", "/ip_allowlist", 200, list)
	allowlist, err := client.IPAllowlist.Get(t.Context())
	require.NoError(t, err)
	api.wants("GET", "/ip_allowlist", "", "2.16", "")
	require.NoError(t, allowlist.Mismatch())
	assert.Empty(t, allowlist.Extra())
	assert.True(t, allowlist.Enabled)
	assert.Equal(t, []string{"192.168.1.0/24", "10.0.0.1"}, allowlist.IPs)

	allowlist, err = client.IPAllowlist.Replace(t.Context(), intercom.IPAllowlistReplace{Enabled: true, IPs: allowlist.IPs})
	require.NoError(t, err)
	api.wants("PUT", "/ip_allowlist", "", "2.16", `{"enabled":true,"ip_allowlist":["192.168.1.0/24","10.0.0.1"]}`)
	assert.Len(t, allowlist.IPs, 2)
	_, err = client.IPAllowlist.Replace(t.Context(), intercom.IPAllowlistReplace{IPs: []string{}})
	require.NoError(t, err)
	api.wants("PUT", "/ip_allowlist", "", "2.16", `{"enabled":false,"ip_allowlist":[]}`)

	_, err = client.IPAllowlist.Replace(t.Context(), intercom.IPAllowlistReplace{Enabled: true})
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.ErrorContains(t, err, ": IPs is nil")
	assert.Equal(t, 3, api.count())
}

func TestIPAllowlistStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	list, err := client.IPAllowlist.Get(ctx)
	require.NoError(t, err)
	assert.False(t, list.Enabled)
	assert.Empty(t, list.IPs)

	_, err = client.IPAllowlist.Replace(ctx, intercom.IPAllowlistReplace{Enabled: true, IPs: []string{"192.0.2.0/24"}})
	require.ErrorIs(t, err, intercom.ErrUnprocessable)
	assert.ErrorContains(t, err, "lock you out")
	list, err = client.IPAllowlist.Get(ctx)
	require.NoError(t, err)
	assert.False(t, list.Enabled, "what was refused changes nothing")

	_, err = client.IPAllowlist.Replace(ctx, intercom.IPAllowlistReplace{Enabled: true, IPs: []string{"192.0.2.0/24", "127.0.0.0/8"}})
	require.NoError(t, err)
	list, err = client.IPAllowlist.Get(ctx)
	require.NoError(t, err)
	assert.True(t, list.Enabled)
	_, err = client.IPAllowlist.Get(ctx, intercom.WithVersion("Preview"))
	require.ErrorIs(t, err, intercom.ErrVersion)
}
