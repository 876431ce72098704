package intercom_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const (
	customObject = `{"id":25,"type":"wishlist","custom_attributes":{"number":"ORDER-12345","total":99.99,"paid":true,"note":null},"external_id":"123",
		"external_created_at":1392036272,"external_updated_at":null,"created_at":1734537750,"updated_at":1734537751}`
	customObjects = `{"type":"list","data":[` + customObject + `],"total_count":1,"pages":{"type":"pages","page":1,"per_page":20,"total_pages":1}}`
)

func TestCustomObjectsRequests(t *testing.T) {
	t.Parallel()
	testRows(t, []row{
		{"get", func(ctx context.Context, c *intercom.Client) error {
			return got(c.CustomObjects.Get(ctx, "wishlist", "25"))
		}, "GET /custom_object_instances/wishlist/25", "2.16", "", customObject},
		{"find", func(ctx context.Context, c *intercom.Client) error {
			return got(c.CustomObjects.Find(ctx, "wishlist", intercom.ByExternalID("1/3")))
		}, "GET /custom_object_instances/wishlist?external_id=1/3", "2.16", "", customObject},
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.CustomObjects.List(ctx, "My boat")) },
			"GET /custom_object_instances/My%20boat", "2.16", "", customObjects},
		{"list for contact", func(ctx context.Context, c *intercom.Client) error {
			return all(c.CustomObjects.ListForContact(ctx, "wishlist", "5f00"))
		}, "GET /custom_object_instances/wishlist?references_contact_id=5f00", "2.16", "", customObjects},
		{"list for conversation", func(ctx context.Context, c *intercom.Client) error {
			return all(c.CustomObjects.ListForConversation(ctx, "wishlist", "64"))
		}, "GET /custom_object_instances/wishlist?references_conversation_id=64", "2.16", "", customObjects},
		{"upsert", func(ctx context.Context, c *intercom.Client) error {
			return got(c.CustomObjects.Upsert(ctx, "wishlist", intercom.CustomObjectUpsert{
				ExternalID: "123", CustomAttributes: intercom.Attributes{"total": 99.99, "at": time.Unix(1700000000, 0)},
				ExternalCreatedAt: intercom.Set(intercom.At(time.Unix(1392036272, 0))), ExternalUpdatedAt: intercom.Null[intercom.Time](),
			}))
		}, "POST /custom_object_instances/wishlist", "2.16",
			`{"external_id":"123","custom_attributes":{"total":99.99,"at":1700000000},"external_created_at":1392036272,"external_updated_at":null}`, customObject},
		{"upsert without an id", func(ctx context.Context, c *intercom.Client) error {
			return got(c.CustomObjects.Upsert(ctx, "wishlist", intercom.CustomObjectUpsert{}))
		}, "POST /custom_object_instances/wishlist", "2.16", `{}`, customObject},
		{"delete", func(ctx context.Context, c *intercom.Client) error {
			return c.CustomObjects.Delete(ctx, "wishlist", "25")
		},
			"DELETE /custom_object_instances/wishlist/25", "2.16", "", `{"id":"25","object":"wishlist","deleted":true}`},
		{"delete by external id", func(ctx context.Context, c *intercom.Client) error {
			return c.CustomObjects.DeleteByExternalID(ctx, "wishlist", "123")
		}, "DELETE /custom_object_instances/wishlist?external_id=123", "2.16", "", `{"id":"25","object":"wishlist","deleted":true}`},
	})
}

// The type of an object can end as the types of lists do.
func TestCustomObjectsAreRead(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/custom_object_instances/wishlist", 200, customObject)
	object, err := client.CustomObjects.Find(t.Context(), "wishlist", "123")
	require.NoError(t, err)
	require.NoError(t, object.Mismatch())
	assert.Empty(t, object.Extra())
	assert.Equal(t, []any{"wishlist", intercom.ID("25"), "123"}, []any{object.Type, object.ID, object.ExternalID})
	assert.Equal(t, []any{int64(1392036272), true}, []any{object.ExternalCreatedAt.Unix(), object.ExternalUpdatedAt.IsZero()})
	assert.Equal(t, []int64{1734537750, 1734537751}, []int64{object.CreatedAt.Unix(), object.UpdatedAt.Unix()})
	total, ok := object.CustomAttributes.Float("total")
	assert.True(t, ok)
	assert.InDelta(t, 99.99, total, 0)
	paid, _ := object.CustomAttributes.Bool("paid")
	assert.True(t, paid)

	api.on("GET", "/custom_object_instances/wishlist", 200, `{"type":"list","data":[`+customObject+`],"total_count":2,"pages":{"type":"pages","page":1,"per_page":1,"total_pages":2}}`,
		`{"type":"list","data":[{"id":"26","type":"wishlist"}],"total_count":2,"pages":{"type":"pages","page":2,"per_page":1,"total_pages":2}}`)
	objects, err := client.CustomObjects.List(t.Context(), "wishlist").Collect()
	require.NoError(t, err)
	assert.Len(t, objects, 2)
	api.wants("GET", "/custom_object_instances/wishlist", "page=2", "2.16", "")
}

func TestCustomObjectsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	testRefusals(t, []refusal{
		{"custom_object_type_identifier", func(ctx context.Context, c *intercom.Client) error { return got(c.CustomObjects.Get(ctx, "", "25")) }},
		{"custom_object_instance_id", func(ctx context.Context, c *intercom.Client) error { return got(c.CustomObjects.Get(ctx, "Boat", "")) }},
		{"external_id", func(ctx context.Context, c *intercom.Client) error { return got(c.CustomObjects.Find(ctx, "Boat", "")) }},
		{"references_contact_id", func(ctx context.Context, c *intercom.Client) error {
			return all(c.CustomObjects.ListForContact(ctx, "Boat", ""))
		}},
		{"references_conversation_id", func(ctx context.Context, c *intercom.Client) error {
			return all(c.CustomObjects.ListForConversation(ctx, "Boat", ""))
		}},
		{"custom_object_type_identifier", func(ctx context.Context, c *intercom.Client) error {
			return got(c.CustomObjects.Upsert(ctx, "..", intercom.CustomObjectUpsert{ExternalID: "1"}))
		}},
		{"custom_object_instance_id", func(ctx context.Context, c *intercom.Client) error { return c.CustomObjects.Delete(ctx, "Boat", "") }},
		{"external_id", func(ctx context.Context, c *intercom.Client) error {
			return c.CustomObjects.DeleteByExternalID(ctx, "Boat", "")
		}},
	})
}

// Only what has an external id can be written twice.
func TestCustomObjectsAreRetried(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	const upsert = "POST /custom_object_instances/{custom_object_type_identifier}"
	fake.Fail(upsert, intercomtest.Cut())
	_, err := client.CustomObjects.Upsert(ctx, "Boat", intercom.CustomObjectUpsert{ExternalID: "b-1"})
	require.NoError(t, err)
	fake.Fail(upsert, intercomtest.Cut())
	_, err = client.CustomObjects.Upsert(ctx, "Boat", intercom.CustomObjectUpsert{})
	require.Error(t, err)
	assert.Len(t, fake.Requests(upsert), 3)
}

func TestCustomObjectsStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "mira@harbor.test"})
	require.NoError(t, err)
	begun, err := client.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.ByID(contact.ID), Body: "Where is my boat?"})
	require.NoError(t, err)
	boat, err := client.CustomObjects.Upsert(ctx, "Boat", intercom.CustomObjectUpsert{ExternalID: "b-1", CustomAttributes: intercom.Attributes{"name": "Elsa"}})
	require.NoError(t, err)
	same, err := client.CustomObjects.Upsert(ctx, "Boat", intercom.CustomObjectUpsert{ExternalID: "b-1", CustomAttributes: intercom.Attributes{"name": "Else"}})
	require.NoError(t, err)
	assert.Equal(t, boat.ID, same.ID)

	attached := intercom.Attributes{"boats": []intercom.ID{boat.ID}}
	contact, err = client.Contacts.Update(ctx, contact.ID, intercom.ContactUpdate{CustomAttributes: attached})
	require.NoError(t, err)
	refs, ok := contact.CustomAttributes.Refs("boats")
	assert.True(t, ok)
	assert.Equal(t, []intercom.Reference{{Type: "Boat", ID: boat.ID}}, refs)
	_, err = client.Conversations.Update(ctx, begun.ConversationID, intercom.ConversationUpdate{CustomAttributes: attached})
	require.NoError(t, err)
	for _, pager := range []*intercom.Pager[*intercom.CustomObject]{
		client.CustomObjects.List(ctx, "Boat"), client.CustomObjects.ListForContact(ctx, "Boat", contact.ID),
		client.CustomObjects.ListForConversation(ctx, "Boat", begun.ConversationID),
	} {
		boats, err := pager.Collect()
		require.NoError(t, err)
		require.Len(t, boats, 1)
		name, _ := boats[0].CustomAttributes.String("name")
		assert.Equal(t, "Else", name)
	}

	_, err = client.Contacts.Update(ctx, contact.ID, intercom.ContactUpdate{CustomAttributes: intercom.Attributes{"boats": []intercom.ID{}}})
	require.NoError(t, err)
	boats, err := client.CustomObjects.ListForContact(ctx, "Boat", contact.ID).Collect()
	require.NoError(t, err)
	assert.Empty(t, boats)
	require.NoError(t, client.CustomObjects.DeleteByExternalID(ctx, "Boat", "b-1"))
	_, err = client.CustomObjects.Find(ctx, "Boat", "b-1")
	require.ErrorIs(t, err, intercom.ErrNotFound)
	require.ErrorIs(t, client.CustomObjects.Delete(ctx, "Boat", boat.ID), intercom.ErrNotFound)
}
