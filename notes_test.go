package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestNotesRequests(t *testing.T) {
	t.Parallel()
	const (
		note = `{"type":"note","id":"1603","body":"<p>Hi</p>"}`
		list = `{"type":"list","data":[` + note + `],"total_count":1,"pages":{"type":"pages","next":null,"page":1,"per_page":50,"total_pages":1}}`
		old  = `{"type":"note.list","notes":[` + note + `],"pages":{}}`
	)
	hi := intercom.NoteCreate{Body: "Hi", AdminID: "991"}
	testRows(t, []row{
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.Notes.Get(ctx, "1603")) },
			"GET /notes/1603", "2.16", "", note},
		{"list for contact", func(ctx context.Context, c *intercom.Client) error { return all(c.Notes.ListForContact(ctx, "5f00")) },
			"GET /contacts/5f00/notes", "2.16", "", list},
		{"list for company", func(ctx context.Context, c *intercom.Client) error { return all(c.Notes.ListForCompany(ctx, "5f01")) },
			"GET /companies/5f01/notes", "2.16", "", list},
		{"list for user by email", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Notes.ListForUser(ctx, intercom.ByEmail("joe@example.com")))
		}, "GET /notes?email=joe%40example.com", "1.4", "", old},
		{"list for user by user id", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Notes.ListForUser(ctx, intercom.ByUserID("123")))
		}, "GET /notes?user_id=123", "1.4", "", old},
		{"list for user by id", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Notes.ListForUser(ctx, intercom.ByID("5f00")))
		}, "GET /notes?id=5f00", "1.4", "", old},
		{"create for contact", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Notes.CreateForContact(ctx, "5f00", hi))
		}, "POST /contacts/5f00/notes", "2.16", `{"body":"Hi","admin_id":"991"}`, note},
		{"create for company", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Notes.CreateForCompany(ctx, "5f01", intercom.NoteCreate{Body: "Hi"}))
		}, "POST /companies/5f01/notes", "2.16", `{"body":"Hi"}`, note},
		{"create for user by email", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Notes.CreateForUser(ctx, intercom.ByEmail("joe@example.com"), intercom.NoteCreate{Body: "<p>Text for the note</p>"}))
		}, "POST /notes", "1.4", `{"body":"<p>Text for the note</p>","user":{"email":"joe@example.com"}}`, note},
		{"create for user by id", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Notes.CreateForUser(ctx, intercom.ByID("5f00"), hi))
		}, "POST /notes", "1.4", `{"body":"Hi","admin_id":"991","user":{"id":"5f00"}}`, note},
	})
}

func TestNotesRefuseBadArguments(t *testing.T) {
	t.Parallel()
	testRefusals(t, []refusal{
		{"note_id", func(ctx context.Context, c *intercom.Client) error { return got(c.Notes.Get(ctx, "")) }},
		{"contact_id", func(ctx context.Context, c *intercom.Client) error { return all(c.Notes.ListForContact(ctx, "..")) }},
		{"Body", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Notes.CreateForContact(ctx, "1", intercom.NoteCreate{AdminID: "1"}))
		}},
		{"Body", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Notes.CreateForUser(ctx, intercom.ByEmail("a@example.com"), intercom.NoteCreate{}))
		}},
		{"user", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Notes.CreateForUser(ctx, nil, intercom.NoteCreate{Body: "Hi"}))
		}},
		{"email", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Notes.ListForUser(ctx, intercom.ByEmail(" ")))
		}},
	})
}

// A note of API 1.4 is about a user, which is the contact of the modern note.
func TestNotesOfUsersAreModern(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	const first = `{"type":"note","id":1603,"created_at":1561200000,"body":"<p>a</p>","author":{"type":"admin","id":"40117","name":"Ole","companies":[]},"user":{"type":"user","id":"5f00"}}`
	api.on("GET", "/notes", 200,
		`{"type":"note.list","notes":[`+first+`],"pages":{"next":"https://api.intercom.io/notes?id=5f00&page=2","page":1,"total_pages":2}}`,
		`{"type":"note.list","notes":[{"type":"note","id":"1604","author":null}],"pages":{}}`)
	notes, err := client.Notes.ListForUser(t.Context(), intercom.ByEmail("a@example.com")).Collect()
	require.NoError(t, err)
	require.Len(t, notes, 2)
	assert.Equal(t, intercom.ID("1603"), notes[0].ID)
	assert.Equal(t, intercom.Reference{Type: "contact", ID: "5f00"}, notes[0].Contact)
	assert.Equal(t, "Ole", notes[0].Author.Name)
	assert.JSONEq(t, first, string(notes[0].Raw()))
	assert.NoError(t, notes[0].Mismatch())
	assert.Zero(t, notes[1].Author.ID)
	assert.Zero(t, notes[1].Contact)
	assert.True(t, notes[1].IsNull("author"))
}

func TestNotesFlow(t *testing.T) {
	t.Parallel()
	ctx, fake := t.Context(), intercomtest.NewServer()
	client := fake.Client()
	user, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "crew-17", Email: "mira@harbor.test"})
	require.NoError(t, err)
	company, err := client.Companies.Create(ctx, intercom.CompanyCreate{CompanyID: "hb-9", Name: "Harbor"})
	require.NoError(t, err)
	admin := intercom.ID(fake.AddAdmin("Ada", "ada@qz.test"))

	old, err := client.Notes.CreateForUser(ctx, intercom.ByEmail("mira@harbor.test"), intercom.NoteCreate{Body: "Calls after nine"})
	require.NoError(t, err)
	assert.Equal(t, "<p>Calls after nine</p>", old.Body)
	assert.Zero(t, old.Author.ID)
	written, err := client.Notes.CreateForContact(ctx, user.ID, intercom.NoteCreate{Body: "<b>VIP</b>", AdminID: admin})
	require.NoError(t, err)
	assert.Equal(t, "Ada", written.Author.Name)
	assert.Equal(t, user.ID, written.Contact.ID)
	_, err = client.Notes.CreateForCompany(ctx, company.ID, intercom.NoteCreate{Body: "Pays late"})
	require.NoError(t, err)

	for _, ref := range []intercom.UserRef{intercom.ByID(user.ID), intercom.ByUserID("crew-17"), intercom.ByEmail("mira@harbor.test")} {
		notes, err := client.Notes.ListForUser(ctx, ref).PerPage(1).Collect()
		require.NoError(t, err)
		require.Len(t, notes, 2)
		assert.Equal(t, written.ID, notes[0].ID)
		assert.Equal(t, user.ID, notes[0].Contact.ID)
	}
	notes, err := client.Notes.ListForContact(ctx, user.ID).PerPage(1).Collect()
	require.NoError(t, err)
	assert.Len(t, notes, 2)
	notes, err = client.Notes.ListForCompany(ctx, company.ID).Collect()
	require.NoError(t, err)
	require.Len(t, notes, 1)
	assert.Equal(t, company.ID, notes[0].Company.ID)
	assert.NotZero(t, notes[0].Author.ID)

	again, err := client.Notes.Get(ctx, old.ID)
	require.NoError(t, err)
	assert.Equal(t, old.Contact, again.Contact)

	_, err = client.Notes.Get(ctx, "1")
	require.ErrorIs(t, err, intercom.ErrNotFound)
	_, err = client.Notes.CreateForUser(ctx, intercom.ByUserID("nobody"), intercom.NoteCreate{Body: "x"})
	require.ErrorIs(t, err, intercom.ErrNotFound)
	_, err = client.Notes.CreateForContact(ctx, user.ID, intercom.NoteCreate{Body: "x", AdminID: "1"})
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
