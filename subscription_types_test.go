package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestSubscriptionTypesRequests(t *testing.T) {
	t.Parallel()
	const (
		kind = `{"type":"subscription","id":"106","state":"live","consent_type":"opt_in"}`
		list = `{"type":"list","data":[` + kind + `]}`
	)
	testRows(t, []row{
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.SubscriptionTypes.List(ctx)) },
			"GET /subscription_types", "2.16", "", list},
		{"list for contact", func(ctx context.Context, c *intercom.Client) error {
			return all(c.SubscriptionTypes.ListForContact(ctx, "5f00"))
		}, "GET /contacts/5f00/subscriptions", "2.16", "", list},
		{"add", func(ctx context.Context, c *intercom.Client) error {
			return got(c.SubscriptionTypes.AddToContact(ctx, "5f00", "106", intercom.ConsentOptIn))
		}, "POST /contacts/5f00/subscriptions", "2.16", `{"id":"106","consent_type":"opt_in"}`, kind},
		{"remove", func(ctx context.Context, c *intercom.Client) error {
			return got(c.SubscriptionTypes.RemoveFromContact(ctx, "5f00", "106"))
		}, "DELETE /contacts/5f00/subscriptions/106", "2.16", "", kind},
	})
	testRefusals(t, []refusal{
		{"id", func(ctx context.Context, c *intercom.Client) error {
			return got(c.SubscriptionTypes.AddToContact(ctx, "5f00", "", intercom.ConsentOptIn))
		}},
		{"consent", func(ctx context.Context, c *intercom.Client) error {
			return got(c.SubscriptionTypes.AddToContact(ctx, "5f00", "1", ""))
		}},
		{"subscription_id", func(ctx context.Context, c *intercom.Client) error {
			return got(c.SubscriptionTypes.RemoveFromContact(ctx, "5f00", ""))
		}},
	})
}

func TestSubscriptionTypesFlow(t *testing.T) {
	t.Parallel()
	ctx, fake := t.Context(), intercomtest.NewServer()
	client := fake.Client()
	news := intercom.ID(fake.AddSubscriptionType("News", "opt_out"))
	offers := intercom.ID(fake.AddSubscriptionType("Offers", "opt_in"))
	user, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "1"})
	require.NoError(t, err)

	types, err := client.SubscriptionTypes.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, types, 2)
	assert.Equal(t, intercom.ConsentOptOut, types[0].ConsentType)
	assert.Equal(t, intercom.SubscriptionTypeStateLive, types[0].State)
	assert.Equal(t, []intercom.SubscriptionTypeContent{intercom.SubscriptionTypeContentEmail}, types[0].ContentTypes)
	assert.Equal(t, "News", types[0].DefaultTranslation.Name)

	_, err = client.SubscriptionTypes.AddToContact(ctx, user.ID, news, intercom.ConsentOptOut)
	require.NoError(t, err)
	chosen, err := client.SubscriptionTypes.AddToContact(ctx, user.ID, offers, intercom.ConsentOptIn)
	require.NoError(t, err)
	assert.Equal(t, offers, chosen.ID)
	types, err = client.SubscriptionTypes.ListForContact(ctx, user.ID).Collect()
	require.NoError(t, err)
	assert.Len(t, types, 2)
	_, err = client.SubscriptionTypes.RemoveFromContact(ctx, user.ID, news)
	require.NoError(t, err)
	types, err = client.SubscriptionTypes.ListForContact(ctx, user.ID).Collect()
	require.NoError(t, err)
	require.Len(t, types, 1)
	assert.Equal(t, offers, types[0].ID)
	_, err = client.SubscriptionTypes.RemoveFromContact(ctx, user.ID, news)
	require.ErrorIs(t, err, intercom.ErrNotFound)
	_, err = client.SubscriptionTypes.AddToContact(ctx, user.ID, "1", intercom.ConsentOptIn)
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
