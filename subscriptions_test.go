package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestSubscriptionsRequests(t *testing.T) {
	t.Parallel()
	const (
		sub  = `{"type":"notification_subscription","id":"nsub_123456789"}`
		feed = `{"type":"notification.list","notifications":[],"pages":{}}`
	)
	testRows(t, []row{
		{"create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Subscriptions.Create(ctx, intercom.SubscriptionCreate{URL: "http://example.com", Topics: []intercom.Topic{intercom.TopicUserCreated}}))
		}, "POST /subscriptions", "1.4", `{"url":"http://example.com","topics":["user.created"]}`, sub},
		{"create with all", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Subscriptions.Create(ctx, intercom.SubscriptionCreate{
				URL: "http://example.com", Topics: []intercom.Topic{intercom.TopicEventCreated}, ServiceType: "web", HubSecret: "s",
				Active: intercom.Set(false), Metadata: intercom.Attributes{"event_names": []string{"placed-order"}},
			}))
		}, "POST /subscriptions", "1.4", `{"url":"http://example.com","topics":["event.created"],"service_type":"web","hub_secret":"s","active":false,"metadata":{"event_names":["placed-order"]}}`, sub},
		{"get", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Subscriptions.Get(ctx, "nsub_123456789"))
		},
			"GET /subscriptions/nsub_123456789", "1.4", "", sub},
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.Subscriptions.List(ctx)) },
			"GET /subscriptions", "1.4", "", `{"type":"list","items":[` + sub + `],"pages":{}}`},
		{"update", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Subscriptions.Update(ctx, "nsub_1", intercom.SubscriptionUpdate{
				Topics: intercom.Set([]intercom.Topic{intercom.TopicCompany}), HubSecret: intercom.Null[string](), Metadata: intercom.Set(intercom.Attributes{}),
			}))
		}, "POST /subscriptions/nsub_1", "1.4", `{"topics":["company"],"hub_secret":null,"metadata":{}}`, sub},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.Subscriptions.Delete(ctx, "nsub_1") },
			"DELETE /subscriptions/nsub_1", "1.4", "", ""},
		{"ping", func(ctx context.Context, c *intercom.Client) error { return c.Subscriptions.Ping(ctx, "nsub_1") },
			"POST /subscriptions/nsub_1/ping", "1.4", "", ""},
		{"sent", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Subscriptions.ListSent(ctx, "nsub_1"))
		},
			"GET /subscriptions/nsub_1/sent", "1.4", "", feed},
		{"failed", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Subscriptions.ListFailed(ctx, "nsub_1"))
		},
			"GET /subscriptions/nsub_1/error", "1.4", "", feed},
	})
	testRefusals(t, []refusal{
		{"URL", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Subscriptions.Create(ctx, intercom.SubscriptionCreate{Topics: []intercom.Topic{intercom.TopicAll}}))
		}},
		{"Topics", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Subscriptions.Create(ctx, intercom.SubscriptionCreate{URL: "http://example.com"}))
		}},
		{"id", func(ctx context.Context, c *intercom.Client) error { return c.Subscriptions.Delete(ctx, "") }},
		{"id", func(ctx context.Context, c *intercom.Client) error { return c.Subscriptions.Ping(ctx, ".") }},
	})
}

func TestSubscriptionsList(t *testing.T) {
	t.Parallel()
	const sub = `{"type":"notification_subscription","id":"nsub_91be20","created_at":1562100000,"updated_at":1562100000,"service_type":"web",
		"app_id":"qz81kf0p","url":"https://hooks.harbor.test/intercom","self":"https://api.intercom.io/subscriptions/nsub_91be20",
		"topics":["user.created","moon.rose"],"active":true,"metadata":{},"hub_secret":null,"mode":"point",
		"links":{"sent":"https://a.test/sent","retry":"https://a.test/retry","errors":"https://a.test/errors"},"notes":[]}`
	for _, key := range []string{"items", "subscriptions", "data"} {
		client, api := setup(t)
		api.on("GET", "/subscriptions", 200, `{"type":"list","`+key+`":[`+sub+`],"pages":{}}`)
		subs, err := client.Subscriptions.List(t.Context()).Collect()
		require.NoError(t, err)
		require.Len(t, subs, 1, key)
		s := subs[0]
		require.NoError(t, s.Mismatch())
		assert.Equal(t, []intercom.Topic{intercom.TopicUserCreated, "moon.rose"}, s.Topics)
		assert.Equal(t, "https://a.test/errors", s.Links.Errors)
		assert.True(t, s.Active)
		assert.True(t, s.IsNull("hub_secret"))
		assert.Equal(t, int64(1562100000), s.CreatedAt.Unix())
	}
}

func TestNotifications(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/subscriptions/nsub_1/error", 200, `{"type":"notification.list","notifications":[
		{"type":"notification_event","id":"notif_1","topic":"user.created","app_id":"qz81kf0p","data":{"type":"notification_event_data","item":
			{"type":"user","id":"5f00","user_id":"crew-17","created_at":"2019-06-25T22:40:00.000+00:00","updated_at":"1561500001","last_request_at":1561500002}},
		 "delivery_status":"retry","delivery_attempts":2,"delivered_at":0,"first_sent_at":1561500001,"created_at":1561500000,"links":{},"self":null,
		 "http_request":{"request_method":"POST","request_uri":"https://hooks.harbor.test","request_headers":{"User-Agent":"x"},"request_entity":"{}",
			"response_status_code":500,"response_headers":{},"response_entity":"oops"}},
		{"type":"notification_event","id":null,"topic":"ping","data":{"type":"notification_event_data","item":{"type":"ping","message":"hi"}}},
		{"type":"notification_event","id":null,"topic":"ping","data":{}}]}`)
	notifications, err := client.Subscriptions.ListFailed(t.Context(), "nsub_1").Collect()
	require.NoError(t, err)
	require.Len(t, notifications, 3, "pings have no id, and are not taken for one")
	n := notifications[0]
	require.NoError(t, n.Mismatch())
	assert.Equal(t, intercom.TopicUserCreated, n.Topic)
	assert.True(t, n.DeliveredAt.IsZero())
	assert.Equal(t, 500, n.HTTPRequest.StatusCode)
	assert.Equal(t, "oops", n.HTTPRequest.ResponseBody)
	assert.Equal(t, "user", n.ItemType())
	var user intercom.User
	require.NoError(t, n.DecodeItem(&user))
	require.NoError(t, user.Mismatch())
	assert.Equal(t, intercom.ID("5f00"), user.ID)
	assert.Equal(t, []int64{1561502400, 1561500001, 1561500002},
		[]int64{user.CreatedAt.Unix(), user.UpdatedAt.Unix(), user.LastRequestAt.Unix()})

	ping := notifications[1]
	assert.Empty(t, ping.ID)
	assert.Equal(t, "ping", ping.ItemType())
	assert.Empty(t, notifications[2].ItemType())
	before := user
	require.NoError(t, notifications[2].DecodeItem(&user), "there is no item")
	assert.Equal(t, before, user)
	var null intercom.Notification
	require.NoError(t, intercom.Decode([]byte(`{"topic":"ping","data":{"item":null}}`), &null))
	require.NoError(t, null.DecodeItem(&user))
	assert.Equal(t, before, user)
	broken := intercom.Notification{Data: intercom.NotificationData{Item: []byte("{")}}
	require.Error(t, broken.DecodeItem(&user))
}

func TestSubscriptionsFlow(t *testing.T) {
	t.Parallel()
	ctx, fake := t.Context(), intercomtest.NewServer()
	client := fake.Client()
	sub, err := client.Subscriptions.Create(ctx, intercom.SubscriptionCreate{
		URL: "https://hooks.harbor.test", Topics: []intercom.Topic{intercom.TopicUser, intercom.TopicEventCreated},
		Metadata: intercom.Attributes{"event_names": []string{"booked-berth"}},
	})
	require.NoError(t, err)
	assert.True(t, sub.Active)

	fake.Notify("user.email.updated", map[string]any{"type": "user", "id": "5f00"})
	fake.Notify("company.created", map[string]any{"type": "company", "id": "5f01"})
	user, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "1"})
	require.NoError(t, err)
	for _, name := range []string{"booked-berth", "left"} {
		require.NoError(t, client.Events.Create(ctx, intercom.EventCreate{Name: name, User: intercom.ByID(user.ID)}))
	}
	require.NoError(t, client.Subscriptions.Ping(ctx, sub.ID))
	sent, err := client.Subscriptions.ListSent(ctx, sub.ID).PerPage(1).Collect()
	require.NoError(t, err)
	require.Len(t, sent, 4)
	assert.Equal(t, []intercom.Topic{intercom.TopicPing, intercom.TopicEventCreated, intercom.TopicUserCreated, intercom.TopicUserEmailUpdated},
		[]intercom.Topic{sent[0].Topic, sent[1].Topic, sent[2].Topic, sent[3].Topic})
	var event intercom.Event
	require.NoError(t, sent[1].DecodeItem(&event))
	assert.Equal(t, "booked-berth", event.Name)

	fake.FailNotifications(string(sub.ID), 503)
	fake.Notify("user.deleted", map[string]any{"type": "user", "id": "5f00"})
	failed, err := client.Subscriptions.ListFailed(ctx, sub.ID).Collect()
	require.NoError(t, err)
	require.Len(t, failed, 1)
	assert.Equal(t, 503, failed[0].HTTPRequest.StatusCode)

	sub, err = client.Subscriptions.Update(ctx, sub.ID, intercom.SubscriptionUpdate{Active: intercom.Set(false)})
	require.NoError(t, err)
	assert.False(t, sub.Active)
	assert.Len(t, sub.Topics, 2)
	again, err := client.Subscriptions.Get(ctx, sub.ID)
	require.NoError(t, err)
	intercomtest.Equal(t, sub, again)
	require.NoError(t, client.Subscriptions.Delete(ctx, sub.ID))
	subs, err := client.Subscriptions.List(ctx).Collect()
	require.NoError(t, err)
	assert.Empty(t, subs)
	_, err = client.Subscriptions.Get(ctx, sub.ID)
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
