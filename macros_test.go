package intercom_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestMacrosGet(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/macros/123", 200, `{"type":"macro","id":123,"name":"Ready","body":"<p>Hi <attribute key=\"user.name\" default=\"there\"/></p>","body_text":"Hi {{user.name|fallback:\"there\"}}",
		"created_at":"2025-07-17T11:18:08.000Z","updated_at":"2025-07-17T15:30:24.000Z","visible_to":"specific_teams","visible_to_team_ids":["789",101],"available_on":["inbox","messenger"]}`)
	macro, err := client.Macros.Get(t.Context(), "123")
	require.NoError(t, err)
	api.wants("GET", "/macros/123", "", "2.16", "")
	require.NoError(t, macro.Mismatch())
	assert.Empty(t, macro.Extra())
	assert.Equal(t, intercom.ID("123"), macro.ID)
	assert.Equal(t, []intercom.ID{"789", "101"}, macro.VisibleToTeamIDs)
	assert.Equal(t, intercom.MacroVisibilitySpecificTeams, macro.VisibleTo)
	assert.Equal(t, []intercom.MacroPlace{intercom.MacroPlaceInbox, intercom.MacroPlaceMessenger}, macro.AvailableOn)
	assert.Equal(t, time.Date(2025, 7, 17, 15, 30, 24, 0, time.UTC), macro.UpdatedAt.Time)
}

func TestMacrosList(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/macros", 200,
		`{"type":"list","data":[{"type":"macro","id":"1","body":null,"body_text":null}],"pages":{"type":"pages","per_page":1,"next":{"starting_after":"WzE3LjAsICIxIl0="}}}`,
		`{"type":"list","data":[{"type":"macro","id":"2"}],"pages":{"type":"pages","per_page":1,"next":null}}`)
	macros, err := client.Macros.List(t.Context()).PerPage(1).Collect()
	require.NoError(t, err)
	require.Len(t, macros, 2)
	require.NoError(t, macros[0].Mismatch())
	api.wants("GET", "/macros", "starting_after=WzE3LjAsICIxIl0%3D&per_page=1", "2.16", "")
	_, err = client.Macros.List(t.Context()).PerPage(151).Page()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	_, err = client.Macros.Get(t.Context(), "")
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Equal(t, 2, api.count())
}

func TestMacrosStory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer()
		client, ctx := fake.Client(), t.Context()
		greeting := fake.AddMacro("Greeting", `Hi {{user.name | fallback: 'there'}} & {{company.name}}`)
		others := fake.AddTeam("Others")
		hidden := fake.AddMacro("Hidden", "Psst", others)
		macro, err := client.Macros.Get(ctx, intercom.ID(greeting))
		require.NoError(t, err)
		assert.Equal(t, `<p>Hi <attribute key="user.name" default="there"/> &amp; <attribute key="company.name"/></p>`, macro.Body)
		assert.Equal(t, `Hi {{user.name|fallback:"there"}} & {{company.name}}`, macro.BodyText)
		_, err = client.Macros.Get(ctx, intercom.ID(hidden))
		require.ErrorIs(t, err, intercom.ErrNotFound)

		time.Sleep(time.Hour)
		later := time.Now()
		time.Sleep(time.Hour)
		fake.AddMacro("Farewell", "")
		names := func(o ...intercom.Option) (names []string) {
			for macro, err := range client.Macros.List(ctx, o...).PerPage(1).All() {
				require.NoError(t, err)
				names = append(names, macro.Name)
			}
			return names
		}
		assert.Equal(t, []string{"Farewell", "Greeting"}, names())
		assert.Equal(t, []string{"Farewell"}, names(intercom.MacroListOptions{UpdatedSince: intercom.At(later)}))
	})
}
