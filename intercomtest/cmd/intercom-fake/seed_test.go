package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/intercomtest"
)

func TestPrintSeed(t *testing.T) {
	t.Parallel()
	status, stdout, _ := ended(t, "-print-seed")
	assert.Equal(t, exitOK, status)
	written, err := seed(t.Context(), intercomtest.NewServer(), []byte(stdout))
	require.NoError(t, err)
	assert.Contains(t, written, "2 contacts")
}

// The example has every key that there is but those that exclude what it has.
func TestExampleShowsSections(t *testing.T) {
	t.Parallel()
	sections, err := readSeed(exampleSeed)
	require.NoError(t, err)
	for _, name := range sectionNames() {
		assert.NotEmpty(t, sections[name], name)
	}
}

// What the example has is in the workspace.
func TestSeeded(t *testing.T) {
	t.Parallel()
	p := start(t, "-seed", "example-seed.json")
	get := func(path string) string {
		t.Helper()
		res := p.send("GET", path, "")
		require.Equal(t, 200, res.status, res.body)
		return res.body
	}
	var contacts struct {
		Data []struct {
			ID, Name, Role string
			CreatedAt      int64 `json:"created_at"`
		}
	}
	require.NoError(t, json.Unmarshal([]byte(get("/contacts")), &contacts))
	require.Len(t, contacts.Data, 2)
	for _, c := range contacts.Data {
		if c.Role == "lead" {
			assert.Equal(t, "A guest", c.Name)
			continue
		}
		assert.Equal(t, int64(1768467600), c.CreatedAt)
		for path, want := range map[string]string{"tags": `"VIP"`, "companies": `"Harbor Ltd"`, "notes": "Met at the fair."} {
			assert.Contains(t, get("/contacts/"+c.ID+"/"+path), want)
		}
		detail := get("/contacts/" + c.ID)
		assert.Contains(t, detail, `"plan_tier":"pro"`)
		assert.Contains(t, detail, `"signed_up_at":1768467600`)
	}
	assert.Contains(t, get("/events?type=user&user_id=25"), `"order-placed"`)
	conversations := get("/conversations")
	for _, want := range []string{`"title":"Invoice"`, `"state":"closed"`, `"Beta"`} {
		assert.Contains(t, conversations, want)
	}
	var list struct{ Conversations []struct{ ID, Title string } }
	require.NoError(t, json.Unmarshal([]byte(conversations), &list))
	for _, conv := range list.Conversations {
		if conv.Title == "Invoice" {
			detail := get("/conversations/" + conv.ID)
			for _, want := range []string{"I look for it.", "She pays by transfer.", `"part_type":"note"`, "Thank you!", `"part_type":"assignment"`} {
				assert.Contains(t, detail, want)
			}
		}
	}
	assert.Contains(t, get("/segments"), "Important")
	assert.Contains(t, get("/teams"), "Support")
	assert.Contains(t, get("/articles"), "Where invoices are")
	assert.Contains(t, get("/ticket_types"), `"Steps"`)
	found := p.send("POST", "/tickets/search", `{"query": {"field": "created_at", "operator": ">", "value": 1}}`)
	assert.Contains(t, found.body, `"total_count":1`)
	assert.Contains(t, found.body, "Open it.")
}

// All that a seed file can say beyond the example.
func TestSeedDetails(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	written, err := seed(t.Context(), fake, []byte(`{
		"tags": [{"name": "one"}],
		"contacts": [
			{"external_id": 7, "name": "Blocked", "blocked": true, "created_at": 1600000000, "updated_at": 1700000000},
			{"key": "gone", "email": "gone@harbor.test", "archived": true, "created_at": "2020-01-01T00:00:00+02:00"},
			{"key": "a", "email": "a@harbor.test", "created_at": 1600000000, "owner": "Ole Brandt"}
		],
		"events": [{"contact": "a", "event_name": "seen"}],
		"conversations": [{"from": "a", "body": "x", "state": "snoozed", "snoozed_until": "2036-01-01T00:00:00Z", "assignee": "ole@qz.test", "created_at": 1600000001,
			"replies": [{"from": "a", "body": "y", "created_at": 1600000002}], "custom_attributes": null}, {"from": "7", "body": "z", "state": "open"}],
		"ticket_types": [{"name": "T"}],
		"tickets": [{"type": "T", "contact": "a", "tags": ["two"], "replies": [{"from": "ole@qz.test", "body": "n", "note": true}]}],
		"collections": ["Upper", {"name": "Lower", "parent": "Upper"}],
		"companies": [{"company_id": "c", "notes": ["n"], "created_at": 1600000000}],
		"articles": []
	}`))
	require.NoError(t, err)
	assert.Equal(t, "1 tag, 1 company, 3 contacts, 1 event, 2 conversations, 1 ticket type, 1 ticket, 2 collections", written)
	written, err = seed(t.Context(), intercomtest.NewServer(), []byte("{}"))
	require.NoError(t, err)
	assert.Equal(t, "nothing", written)
}

func TestMistakesInSeeds(t *testing.T) {
	t.Parallel()
	contact := `"contacts": [{"key": "a", "email": "a@x.test"}]`
	for content, want := range map[string]string{
		"":                                    ":1: the file is no JSON: unexpected end of JSON input",
		"{\n\"tags\": [,]}":                   ":2: the file is no JSON: invalid character ','",
		"[]":                                  ":1: a seed file is an object of sections",
		"null":                                ":1: a seed file is an object of sections",
		"{\n\n\"contact\": []}":               `:3: "contact" is no section: there are admins, teams, tags,`,
		`{"tags": {}}`:                        ":1: tags: the section must be an array",
		"{\"tags\": [],\n\"tags\": []}":       ":2: tags: the section is there twice",
		"{\"tags\": [\"a\",\n 7]}":            ":2: tags[1]: must be an object",
		`{"tags": [null]}`:                    ":1: tags[0]: must be an object",
		`{"tags": [{}]}`:                      `:1: tags[0]: "name" is missing`,
		`{"contacts": ["a"]}`:                 ":1: contacts[0]: must be an object",
		"{\"contacts\": [\n{\n\"emial\":7}]}": `:2: contacts[0]: "emial" is no key: there are key, role, external_id, email,`,
		`{"contacts": [{"email": "x"}]}`:      ":1: contacts[0]: POST /contacts responds with 400 parameter_invalid: email",
		`{"contacts": [{"email": 7}]}`:        ":1: contacts[0]: POST /contacts responds with 400 parameter_invalid: email is malformed",
		`{"contacts": [{"role": "lead", "key": []}]}`:                                                                             `:1: contacts[0]: "key" must be a string`,
		`{"contacts": [{"role": "lead", "tags": "x"}]}`:                                                                           `"tags" must be an array of strings`,
		`{"contacts": [{"role": "lead", "blocked": "x"}]}`:                                                                        `"blocked" must be true or false`,
		`{"contacts": [{"role": "lead", "created_at": "x"}]}`:                                                                     `"created_at" must be a time such as "2026-05-04T08:00:00Z", or Unix seconds`,
		`{"contacts": [{"role": "lead", "updated_at": []}]}`:                                                                      `"updated_at" must be a time`,
		`{"contacts": [{"role": "lead", "signed_up_at": "x"}]}`:                                                                   `"signed_up_at" must be a time`,
		`{"contacts": [{"role": "lead", "owner": "x"}]}`:                                                                          `there is no admin "x" before it`,
		`{"contacts": [{"role": "lead", "companies": ["x"]}]}`:                                                                    `there is no company "x" before it`,
		`{"teams": [{"name": "x", "admins": ["y"]}]}`:                                                                             `teams[0]: there is no admin "y" before it`,
		`{"companies": [{"company_id": "c", "tags": [""]}]}`:                                                                      `companies[0]: POST /tags responds with 400`,
		`{"events": [{"contact": "x", "event_name": "y"}]}`:                                                                       `events[0]: there is no contact "x" before it`,
		`{"data_attributes": [{"name": "x", "data_type": "y"}]}`:                                                                  `data_attributes[0]: POST /data_attributes responds with 400`,
		`{` + contact + `, "conversations": [{"from": "a", "body": ""}]}`:                                                         `conversations[0]: POST /conversations responds with 400`,
		`{` + contact + `, "conversations": [{"from": "b", "body": "x"}]}`:                                                        `conversations[0]: there is no contact "b" before it`,
		`{` + contact + `, "conversations": [{"from": "a", "body": "x", "state": "y"}]}`:                                          `"y" is no state: there are open, closed and snoozed`,
		`{` + contact + `, "conversations": [{"from": "a", "body": "x", "assignee": "y"}]}`:                                       `there is no admin or team "y" before it`,
		`{` + contact + `, "conversations": [{"from": "a", "body": "x", "replies": [7]}]}`:                                        `conversations[0].replies[0]: must be an object`,
		`{` + contact + `, "conversations": [{"from": "a", "body": "x", "replies": {}}]}`:                                         `conversations[0]: "replies" must be an array of objects`,
		`{` + contact + `, "conversations": [{"from": "a", "body": "x", "replies": [{}]}]}`:                                       `conversations[0].replies[0]: "from" is missing`,
		`{` + contact + `, "conversations": [{"from": "a", "body": "x", "state": "snoozed"}]}`:                                    `"snoozed_until" belongs to the state "snoozed"`,
		`{` + contact + `, "conversations": [{"from": "a", "body": "x", "replies": [{"from": "z", "body": "y"}]}]}`:               `conversations[0].replies[0]: there is no contact or admin "z" before it`,
		`{` + contact + `, "conversations": [{"from": "a", "body": "x", "replies": [{"from": "a", "body": "y", "note": true}]}]}`: `"a" is a contact, and notes are of admins`,
		`{"ticket_types": [{"name": "x", "attributes": [{"name": "y", "data_type": "z"}]}]}`:                                      `ticket_types[0].attributes[0]: POST /ticket_types/{ticket_type_id}/attributes responds with 400`,
		`{` + contact + `, "tickets": [{"type": "x", "contact": "a"}]}`:                                                           `tickets[0]: there is no ticket type "x" before it`,
		`{"ticket_types": ["T"], ` + contact + `, "tickets": [{"type": "T", "contact": "a", "attributes": 7}]}`:                   `"attributes" must be an object`,
		`{"collections": [{"name": "x", "parent": "y"}]}`:                                                                         `there is no collection "y" before it`,
		`{"articles": [{"title": "x", "author": "y"}]}`:                                                                           `there is no admin "y" before it`,
		`{"articles": [{"title": "x", "collection": "y"}]}`:                                                                       `there is no collection "y" before it`,
		`{"articles": [{"title": "x", "state": "y"}]}`:                                                                            `articles[0]: POST /articles responds with 400`,
	} {
		file := write(t, content)
		status, stdout, stderr := ended(t, "-addr", "127.0.0.1:0", "-seed", file)
		assert.Equal(t, exitFailed, status, content)
		assert.Empty(t, stdout)
		assert.Contains(t, stderr, want, content)
		assert.Equal(t, 1, strings.Count(stderr, "\n"), stderr)
		assert.True(t, strings.HasPrefix(stderr, "intercom-fake: "+file+":"), stderr)
	}
}

// No seed file is a panic: it is written, or refused with the place of the mistake.
func FuzzSeed(f *testing.F) {
	f.Add(exampleSeed)
	for _, wrong := range []string{`null`, `""`, `-1`, `1e300`, `true`, `[null]`, `{}`} {
		for _, was := range []string{`"mira@harbor.test"`, `"2026-01-15T09:00:00Z"`, `["VIP"]`, `"Support"`, `"Bug"`, `"string"`, `490`} {
			f.Add(bytes.Replace(exampleSeed, []byte(was), []byte(wrong), 1))
		}
	}
	place := regexp.MustCompile(`^:\d+: `)
	f.Fuzz(func(t *testing.T, content []byte) {
		_, err := seed(t.Context(), intercomtest.NewServer(), content)
		if err != nil {
			assert.Regexp(t, place, err.Error())
		}
	})
}
