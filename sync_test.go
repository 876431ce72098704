package intercom_test

import (
	"fmt"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// drain reads a stream to its end, or until most pages were read, and returns
// what id makes of its items, and the last cursor.
func drain[T any](t *testing.T, pages iter.Seq2[*intercom.SyncPage[T], error], most int, id func(T) string) (ids []string, last intercom.SyncCursor) {
	t.Helper()
	n := 0
	for page, err := range pages {
		require.NoError(t, err)
		for _, item := range page.Items {
			ids = append(ids, id(item))
		}
		last = page.Cursor
		if n++; n == most {
			break
		}
	}
	return ids, last
}

func TestSyncContacts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer()
		client, ctx := fake.Client(), t.Context()
		external := func(c *intercom.Contact) string { return c.ExternalID }
		var first *intercom.Contact
		for i := range 400 {
			c, err := client.Contacts.Create(ctx, intercom.ContactCreate{ExternalID: fmt.Sprint(i)})
			require.NoError(t, err)
			if i == 0 {
				first = c
			}
			time.Sleep(5 * time.Second)
		}

		got, cursor := drain(t, client.Contacts.Sync(ctx, ""), 2, external)
		require.Len(t, got, 300)
		rest, cursor := drain(t, client.Contacts.Sync(ctx, cursor), 0, external) // after a crash
		require.Len(t, rest, 100)
		assert.Equal(t, "0", got[0])
		assert.Equal(t, "399", rest[99])

		time.Sleep(time.Hour)
		_, err := client.Contacts.Update(ctx, first.ID, intercom.ContactUpdate{Name: intercom.Set("Mira")})
		require.NoError(t, err)
		changed, cursor := drain(t, client.Contacts.Sync(ctx, cursor), 0, external)
		assert.Equal(t, "0", changed[len(changed)-1])
		assert.Less(t, len(changed), 400)

		time.Sleep(time.Hour)
		again, cursor := drain(t, client.Contacts.Sync(ctx, cursor), 0, external)
		assert.Equal(t, []string{"0"}, again, "it was updated less than the overlap before the last run")
		none, _ := drain(t, client.Contacts.Sync(ctx, cursor), 0, external)
		assert.Empty(t, none)
	})
}

func TestSyncAppended(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer()
		client, ctx := fake.Client(), t.Context()
		create := func(n int) (last intercom.ID) {
			for range n {
				c, err := client.Contacts.Create(ctx, intercom.ContactCreate{Role: intercom.ContactRoleLead})
				require.NoError(t, err)
				last = c.ID
			}
			return last
		}
		event := func(a *intercom.ContactActivity) string { return string(a.EventType) }
		last := create(151)
		got, cursor := drain(t, client.Contacts.SyncActivities(ctx, ""), 0, event)
		assert.Len(t, got, 151)
		got, same := drain(t, client.Contacts.SyncActivities(ctx, cursor), 0, event)
		assert.Empty(t, got)
		assert.Empty(t, same, "there is nothing to store")

		err := client.Contacts.Delete(ctx, last)
		require.NoError(t, err)
		got, cursor = drain(t, client.Contacts.SyncActivities(ctx, cursor), 0, event)
		assert.Equal(t, []string{"contact.deleted"}, got)
		create(200)
		got, _ = drain(t, client.Contacts.SyncActivities(ctx, cursor), 0, event)
		assert.Len(t, got, 200)
	})
}

func TestSyncTheOthers(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{ExternalID: "c"})
	require.NoError(t, err)
	company, err := client.Companies.Create(ctx, intercom.CompanyCreate{CompanyID: "co", Name: "Harbor"})
	require.NoError(t, err)
	_, err = client.Companies.AddToContact(ctx, contact.ID, company.ID)
	require.NoError(t, err)
	message, err := client.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.ByID(contact.ID), Body: "Hi"})
	require.NoError(t, err)
	ticket := fake.AddTicket()

	companies, _ := drain(t, client.Companies.Sync(ctx, ""), 0, func(c *intercom.Company) string { return c.CompanyID })
	assert.Equal(t, []string{"co"}, companies)
	conversations, _ := drain(t, client.Conversations.Sync(ctx, ""), 0, func(c *intercom.Conversation) string { return string(c.ID) })
	assert.Equal(t, []string{string(message.ConversationID)}, conversations)
	tickets, _ := drain(t, client.Tickets.Sync(ctx, ""), 0, func(v *intercom.Ticket) string { return string(v.ID) })
	assert.Equal(t, []string{ticket}, tickets)

	require.NoError(t, client.Conversations.Delete(ctx, message.ConversationID))
	deleted, cursor := drain(t, client.Conversations.SyncDeleted(ctx, ""), 0, func(c *intercom.DeletedConversation) string { return string(c.ID) })
	assert.Equal(t, conversations, deleted)
	deleted, _ = drain(t, client.Conversations.SyncDeleted(ctx, cursor), 0, func(c *intercom.DeletedConversation) string { return string(c.ID) })
	assert.Empty(t, deleted)
}

func TestSyncRefusesOtherCursors(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	for _, cursor := range []intercom.SyncCursor{"x", "updated:1", "updated:a:1:", "appended:0:", "updated:-1:1:"} {
		for _, err := range client.Contacts.Sync(t.Context(), cursor) {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument, string(cursor))
		}
	}
	for _, err := range client.Conversations.SyncDeleted(t.Context(), "updated:1:1:") {
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	}
	assert.Zero(t, api.count())
}
