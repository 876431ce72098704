package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestPhoneSwitchesCreate(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/phone_call_redirects", 200, `{"url":"http://via.intercom.io/msgr/1add3dd1","type":"phone_call_redirect"}`)
	created, err := client.PhoneSwitches.Create(t.Context(), intercom.PhoneSwitchCreate{
		Phone: "+353832345678", CustomAttributes: intercom.Attributes{"issue_type": "Billing"},
	})
	require.NoError(t, err)
	api.wants("POST", "/phone_call_redirects", "", "2.16", `{"phone":"+353832345678","custom_attributes":{"issue_type":"Billing"}}`)
	require.NoError(t, created.Mismatch())
	assert.Empty(t, created.Extra())
	assert.Equal(t, "http://via.intercom.io/msgr/1add3dd1", created.URL)

	_, err = client.PhoneSwitches.Create(t.Context(), intercom.PhoneSwitchCreate{})
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.ErrorContains(t, err, ": Phone ")
	assert.Equal(t, 1, api.count())
}

// Nobody gets the SMS twice.
func TestPhoneSwitchesAreNotRepeated(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/phone_call_redirects", 500, `{}`)
	_, err := client.PhoneSwitches.Create(t.Context(), intercom.PhoneSwitchCreate{Phone: "+353832345678"})
	require.ErrorIs(t, err, intercom.ErrServer)
	assert.Equal(t, 1, api.count())
}

func TestPhoneSwitchesStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "mira@quay.test", Phone: "+353832345678"})
	require.NoError(t, err)
	created, err := client.PhoneSwitches.Create(ctx, intercom.PhoneSwitchCreate{Phone: "+353 832345678", CustomAttributes: intercom.Attributes{"issue": "Billing"}})
	require.NoError(t, err)
	assert.Equal(t, "+353832345678", created.Phone)
	assert.NotEmpty(t, created.URL)
	contact, err = client.Contacts.Get(ctx, contact.ID)
	require.NoError(t, err)
	assert.Equal(t, "Billing", contact.CustomAttributes["issue"])

	_, err = client.PhoneSwitches.Create(ctx, intercom.PhoneSwitchCreate{Phone: "0800 QUAY"})
	require.ErrorIs(t, err, intercom.ErrBadRequest)
	var refused *intercom.BadRequestError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "invalid_phone_number", refused.Code)
	assert.Equal(t, "Invalid phone number", refused.Message)
	assert.NotContains(t, err.Error(), "0800")
}
