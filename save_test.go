package intercom_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

const savedContact = `{"type":"contact","id":"c1","role":"user","email":"a@b.test","name":"A","avatar":{"type":"avatar","image_url":"https://x.test/a.png"},` +
	`"tags":{"type":"list","data":[{"type":"tag","id":"1"}]},"custom_attributes":{"plan":"pro","n":5}}`

func readContact(t *testing.T, client *intercom.Client, api *fakeAPI) *intercom.Contact {
	t.Helper()
	api.on("GET", "/contacts/c1", 200, savedContact)
	contact, err := client.Contacts.Get(t.Context(), "c1")
	require.NoError(t, err)
	return contact
}

// Whatever comes back, what the caller has is not wiped, and the next Save does
// not create somebody else.
func TestSaveKeepsWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", "null", "[]", `"ok"`, "<html>", `{"type":"list","data":[{"id":"c2"}]}`, `{"id":`} {
		client, api := setup(t)
		contact := readContact(t, client, api)
		contact.Name = "R"
		api.on("PUT", "/contacts/c1", 200, body, savedContact)
		err := client.Contacts.Save(t.Context(), contact)
		require.ErrorIs(t, err, intercom.ErrDecode, body)
		assert.Equal(t, intercom.ID("c1"), contact.ID)
		assert.Equal(t, "R", contact.Name)
		assert.Equal(t, "a@b.test", contact.Email)

		contact.Email = "new@b.test"
		require.NoError(t, client.Contacts.Save(t.Context(), contact))
		api.wants("PUT", "/contacts/c1", "", "2.16", `{"name":"R","email":"new@b.test"}`)
	}
}

func TestSaveRefusesWhatItDoesNotWrite(t *testing.T) {
	t.Parallel()
	for field, change := range map[string]func(*intercom.Contact){
		"Tags was changed in a way that Save does not write, see Tags.AddToContact":           func(c *intercom.Contact) { c.Tags.Items = append(c.Tags.Items, intercom.ContactLink{ID: "2"}) },
		"Companies was changed in a way that Save does not write, see Companies.AddToContact": func(c *intercom.Contact) { c.Companies.Items = []intercom.ContactLink{{ID: "2"}} },
		"Location was changed in a way that Save does not write":                              func(c *intercom.Contact) { c.Location.City = "Bremen" },
		"UpdatedAt was changed in a way that Save does not write":                             func(c *intercom.Contact) { c.UpdatedAt = intercom.At(time.Unix(1e9, 0)) },
		"ID was changed in a way that Save does not write":                                    func(c *intercom.Contact) { c.ID = "c2" },
	} {
		for _, alsoName := range []bool{false, true} {
			client, api := setup(t)
			contact := readContact(t, client, api)
			change(contact)
			if alsoName {
				contact.Name = "R"
			}
			err := client.Contacts.Save(t.Context(), contact)
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
			assert.True(t, strings.HasSuffix(err.Error(), field), "%v", err)
			assert.Equal(t, 1, api.count(), "nothing is sent")
		}
	}
	client, api := setup(t)
	contact := readContact(t, client, api)
	contact.ID = ""
	require.ErrorIs(t, client.Contacts.Save(t.Context(), contact), intercom.ErrInvalidArgument, "a contact that was read is not created again")
}

// What is emptied is written as null, and what stays is not written.
func TestSaveOfWhatWasEmptied(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	contact := readContact(t, client, api)
	api.on("PUT", "/contacts/c1", 200, savedContact)
	contact.Avatar.ImageURL = ""
	delete(contact.CustomAttributes, "plan")
	require.NoError(t, client.Contacts.Save(t.Context(), contact))
	api.wants("PUT", "/contacts/c1", "", "2.16", `{"avatar":null,"custom_attributes":{"plan":null}}`)

	api.on("GET", "/users/u1", 200, `{"type":"user","id":"u1","email":"a@b.test","avatar":{"type":"avatar","image_url":"https://x.test/a.png"},"phone":"1"}`)
	user, err := client.Users.Find(t.Context(), intercom.ByID("u1"))
	require.NoError(t, err)
	user.Phone, user.Avatar.ImageURL = "", ""
	err = client.Users.Save(t.Context(), user)
	require.ErrorIs(t, err, intercom.ErrInvalidArgument, "API 1.4 has no way to take a picture away")
	assert.ErrorContains(t, err, "Avatar was changed in a way that Save does not write")
}

// Every method that an error of Save names exists.
func TestSaversExist(t *testing.T) {
	t.Parallel()
	client, _ := setup(t)
	services := reflect.ValueOf(*client)
	for field, method := range intercom.Savers() {
		service, name, _ := strings.Cut(method, ".")
		v := services.FieldByName(service)
		require.True(t, v.IsValid(), "%s: %s", field, method)
		assert.True(t, v.MethodByName(name).IsValid(), "%s: %s", field, method)
	}
}
