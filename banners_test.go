package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestBannersListForContact(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/contacts/5f00/banners", 200, `{"type":"list","data":[
		{"type":"banner","id":"486517","view_id":645719311,"title":null,"body":"<p>Hi</p>","style":"inline","position":"top","show_dismiss_button":true,"action":null,"client_targeting":null,"created_at":1780580493},
		{"type":"banner","id":"2","view_id":"3","action":{"type":"reaction","reaction_set":[{"index":0,"unicode_emoticon":"👍"},{"index":1,"unicode_emoticon":"👎"}]}},
		{"type":"banner","id":"4","view_id":"5","action":{"type":"url","label":"More","target":"https://quay.test","tour_id":null,"tour_url":null}}]}`)
	banners, err := client.Banners.ListForContact(t.Context(), "5f00").Collect()
	require.NoError(t, err)
	api.wants("GET", "/contacts/5f00/banners", "", "2.16", "")
	require.Len(t, banners, 3)
	for _, banner := range banners {
		require.NoError(t, banner.Mismatch())
		assert.Empty(t, banner.Extra())
	}
	assert.Equal(t, intercom.ID("645719311"), banners[0].ViewID)
	assert.Zero(t, banners[0].Action)
	assert.Equal(t, int64(1780580493), banners[0].CreatedAt.Unix())
	assert.Equal(t, intercom.BannerActionTypeReaction, banners[1].Action.Type)
	assert.Equal(t, intercom.BannerReaction{Index: 1, UnicodeEmoticon: "👎"}, banners[1].Action.ReactionSet[1])
	assert.Equal(t, "https://quay.test", banners[2].Action.Target)
}

func TestBannersDismiss(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/contacts/5f00/banners/7/dismiss", 200, `{"type":"banner_dismiss","view_id":"7","dismissed":true}`)
	dismissal, err := client.Banners.Dismiss(t.Context(), "5f00", "7")
	require.NoError(t, err)
	api.wants("POST", "/contacts/5f00/banners/7/dismiss", "", "2.16", "")
	assert.Equal(t, []any{intercom.ID("7"), true}, []any{dismissal.ViewID, dismissal.Dismissed})

	for parameter, err := range map[string]error{
		"id":      all(client.Banners.ListForContact(t.Context(), "")),
		"view_id": got(client.Banners.Dismiss(t.Context(), "5f00", "..")),
	} {
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		assert.ErrorContains(t, err, ": "+parameter+" ")
	}
	assert.Equal(t, 1, api.count())
}

func TestBannersStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	mira, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "mira@quay.test"})
	require.NoError(t, err)
	ole, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "ole@quay.test"})
	require.NoError(t, err)
	storm, own := fake.AddBanner("Storm", "Stay ashore"), fake.AddBanner("Welcome", "", string(mira.ID))

	views := map[intercom.ID][]*intercom.Banner{}
	for _, contact := range []intercom.ID{mira.ID, ole.ID} {
		views[contact], err = client.Banners.ListForContact(ctx, contact).Collect()
		require.NoError(t, err)
	}
	require.Len(t, views[mira.ID], 2)
	require.Len(t, views[ole.ID], 1)
	assert.Equal(t, views[mira.ID][0].ID, views[ole.ID][0].ID)
	assert.NotEqual(t, views[mira.ID][0].ViewID, views[ole.ID][0].ViewID)
	assert.Equal(t, []int{2, 1}, []int{fake.BannerImpressions(storm), fake.BannerImpressions(own)})

	for range 2 {
		dismissal, err := client.Banners.Dismiss(ctx, mira.ID, views[mira.ID][0].ViewID)
		require.NoError(t, err)
		assert.True(t, dismissal.Dismissed)
	}
	left, err := client.Banners.ListForContact(ctx, mira.ID).Collect()
	require.NoError(t, err)
	require.Len(t, left, 1)
	assert.Equal(t, "Welcome", left[0].Title)
	_, err = client.Banners.Dismiss(ctx, ole.ID, left[0].ViewID)
	require.ErrorIs(t, err, intercom.ErrNotFound, "it is the view of another contact")
	_, err = client.Banners.ListForContact(ctx, "nobody").Collect()
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
