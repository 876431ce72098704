package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestReferencesOfPeople(t *testing.T) {
	t.Parallel()
	for want, got := range map[intercom.Reference]intercom.Reference{
		{Type: "user", ID: "1"}:    intercom.Contact{ID: "1", Role: intercom.ContactRoleUser}.Reference(),
		{Type: "lead", ID: "2"}:    intercom.Contact{ID: "2", Role: intercom.ContactRoleLead}.Reference(),
		{Type: "contact", ID: "3"}: intercom.Contact{ID: "3"}.Reference(),
		{Type: "user", ID: "4"}:    intercom.User{ID: "4"}.Reference(),
		{Type: "lead", ID: "5"}:    intercom.User{ID: "5", Anonymous: true}.Reference(),
		{Type: "lead", ID: "6"}:    intercom.Lead{ID: "6"}.Reference(),
	} {
		assert.Equal(t, want, got)
	}
}

// The reference of a person fits wherever one is taken.
func TestReferencesAreTaken(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	admin := intercom.ID(fake.AddAdmin("Ada", "ada@qz.test"))
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "mira@harbor.test"})
	require.NoError(t, err)
	user, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "17"})
	require.NoError(t, err)
	lead, err := client.Leads.Create(ctx, intercom.LeadCreate{Name: "Jo"})
	require.NoError(t, err)

	for _, ref := range []intercom.Reference{contact.Reference(), user.Reference(), lead.Reference()} {
		_, err := client.Messages.Create(ctx, intercom.InAppMessage{AdminID: admin, To: []intercom.Reference{ref}, Body: "Hello"})
		require.NoError(t, err, ref.Type)
		_, err = client.Messages.Create(ctx, intercom.ContactMessage{From: ref, Body: "Hello"})
		require.NoError(t, err, ref.Type)
		_, err = client.Conversations.Create(ctx, intercom.ConversationCreate{From: ref, Body: "Hello"})
		require.NoError(t, err, ref.Type)
		read, err := intercom.Load[intercom.Contact](ctx, client, ref)
		require.NoError(t, err, ref.Type)
		assert.Equal(t, ref.ID, read.ID)
	}
	again, err := intercom.Load[intercom.Lead](ctx, client, lead.Reference())
	require.NoError(t, err)
	assert.Equal(t, lead.ID, again.ID)
}

// An e-mail address where an id belongs is refused, and is not in the error.
func TestAddressesAreNoIDs(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, address := t.Context(), intercom.ID("mira@harbor.test")
	for parameter, call := range map[string]func() error{
		"contact_id": func() error { return got(client.Contacts.Get(ctx, address)) },
		"tag_id":     func() error { return got(client.Tags.Get(ctx, address)) },
		"company_id": func() error { return all(client.Contacts.ListForCompany(ctx, address)) },
		"id":         func() error { return got(client.Users.Find(ctx, intercom.ByID(address))) },
	} {
		err := call()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		assert.ErrorContains(t, err, ": "+parameter+" is an e-mail address rather than an id")
		assert.ErrorContains(t, err, "ByEmail")
		assert.NotContains(t, err.Error(), "mira")
	}
	assert.Zero(t, api.count())

	api.on("GET", "/contacts/find_by_external_id/mira@harbor.test", 200, `{"type":"contact","id":"5f00"}`)
	_, err := client.Contacts.Find(ctx, intercom.ByExternalID(address))
	require.NoError(t, err, "an external id can be an address")
}

// A relation is listed by the service of what it returns.
func TestListForCompany(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	company, err := client.Companies.Create(ctx, intercom.CompanyCreate{CompanyID: "hb-9", Name: "Harbor"})
	require.NoError(t, err)
	user, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "17", Companies: []intercom.UserCompany{{CompanyID: "hb-9"}}})
	require.NoError(t, err)

	contacts, err := client.Contacts.ListForCompany(ctx, company.ID).Collect()
	require.NoError(t, err)
	require.Len(t, contacts, 1)
	assert.Equal(t, user.ID, contacts[0].ID)
	for _, ref := range []intercom.CompanyRef{intercom.ByID(company.ID), intercom.ByCompanyID("hb-9")} {
		users, err := client.Users.ListForCompany(ctx, ref).Collect()
		require.NoError(t, err)
		require.Len(t, users, 1)
		assert.Equal(t, user.ID, users[0].ID)
	}
	segments, err := client.Segments.ListForCompany(ctx, company.ID).Collect()
	require.NoError(t, err)
	assert.Empty(t, segments)
}
