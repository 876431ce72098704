package intercom_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// Every operator of every type of field, as it is sent.
func TestQueries(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 9, 30, 15, 999, time.FixedZone("", 3600))
	const (
		text    = intercom.ContactFieldName
		id      = intercom.ContactFieldOwnerID
		number  = intercom.ConversationFieldStatisticsCountReopens
		moment  = intercom.ConversationFieldCreatedAt
		flag    = intercom.ContactFieldHasHardBounced
		teamID  = intercom.ConversationFieldTeamAssigneeID
		seconds = "1772353815"
	)
	anything := intercom.CustomAttribute("plan")
	for want, query := range map[string]intercom.Query{
		`{"field":"name","operator":"=","value":"a"}`:        text.Is("a"),
		`{"field":"name","operator":"!=","value":"a"}`:       text.IsNot("a"),
		`{"field":"name","operator":"IN","value":["a","b"]}`: text.In("a", "b"),
		`{"field":"name","operator":"NIN","value":["a"]}`:    text.NotIn("a"),
		`{"field":"name","operator":"~","value":"a"}`:        text.Contains("a"),
		`{"field":"name","operator":"!~","value":"a"}`:       text.NotContains("a"),
		`{"field":"name","operator":"^","value":"a"}`:        text.StartsWith("a"),
		`{"field":"name","operator":"$","value":"a"}`:        text.EndsWith("a"),
		`{"field":"name","operator":"=","value":null}`:       text.IsNull(),
		`{"field":"name","operator":"!=","value":null}`:      text.IsNotNull(),

		`{"field":"owner_id","operator":"=","value":"7"}`:        id.Is("7"),
		`{"field":"owner_id","operator":"!=","value":"7"}`:       id.IsNot("7"),
		`{"field":"owner_id","operator":"IN","value":["7","8"]}`: id.In("7", "8"),
		`{"field":"owner_id","operator":"NIN","value":["7"]}`:    id.NotIn("7"),
		`{"field":"owner_id","operator":"=","value":null}`:       id.IsNull(),
		`{"field":"owner_id","operator":"!=","value":null}`:      id.IsNotNull(),

		`{"field":"team_assignee_id","operator":"=","value":7}`:      teamID.Is("7"),
		`{"field":"team_assignee_id","operator":"!=","value":0}`:     teamID.IsNot("0"),
		`{"field":"team_assignee_id","operator":"IN","value":[7,8]}`: teamID.In("7", "8"),
		`{"field":"team_assignee_id","operator":"NIN","value":[7]}`:  teamID.NotIn("7"),
		`{"field":"team_assignee_id","operator":"=","value":null}`:   teamID.IsNull(),
		`{"field":"team_assignee_id","operator":"!=","value":null}`:  teamID.IsNotNull(),

		`{"field":"statistics.count_reopens","operator":"=","value":1}`:      number.Is(1),
		`{"field":"statistics.count_reopens","operator":"!=","value":1}`:     number.IsNot(1),
		`{"field":"statistics.count_reopens","operator":"IN","value":[1,2]}`: number.In(1, 2),
		`{"field":"statistics.count_reopens","operator":"NIN","value":[1]}`:  number.NotIn(1),
		`{"field":"statistics.count_reopens","operator":">","value":1}`:      number.Greater(1),
		`{"field":"statistics.count_reopens","operator":"<","value":1}`:      number.Less(1),
		`{"field":"statistics.count_reopens","operator":">=","value":1}`:     number.AtLeast(1),
		`{"field":"statistics.count_reopens","operator":"<=","value":1}`:     number.AtMost(1),
		`{"field":"statistics.count_reopens","operator":"=","value":null}`:   number.IsNull(),
		`{"field":"statistics.count_reopens","operator":"!=","value":null}`:  number.IsNotNull(),

		`{"field":"created_at","operator":"=","value":` + seconds + `}`:  moment.On(at),
		`{"field":"created_at","operator":"!=","value":` + seconds + `}`: moment.NotOn(at),
		`{"field":"created_at","operator":">","value":` + seconds + `}`:  moment.After(at),
		`{"field":"created_at","operator":"<","value":` + seconds + `}`:  moment.Before(at),
		`{"field":"created_at","operator":">=","value":` + seconds + `}`: moment.AtOrAfter(at),
		`{"field":"created_at","operator":"<=","value":` + seconds + `}`: moment.AtOrBefore(at),
		`{"field":"created_at","operator":"=","value":null}`:             moment.IsNull(),
		`{"field":"created_at","operator":"!=","value":null}`:            moment.IsNotNull(),

		`{"field":"has_hard_bounced","operator":"=","value":false}`: flag.Is(false),
		`{"field":"has_hard_bounced","operator":"!=","value":true}`: flag.IsNot(true),

		`{"field":"custom_attributes.plan","operator":"=","value":155.5}`:                  anything.Is(155.5),
		`{"field":"custom_attributes.plan","operator":"!=","value":null}`:                  anything.IsNot(nil),
		`{"field":"custom_attributes.plan","operator":"IN","value":["pro",2,true]}`:        anything.In("pro", 2, true),
		`{"field":"custom_attributes.plan","operator":"NIN","value":["user"]}`:             anything.NotIn(intercom.ContactRoleUser),
		`{"field":"custom_attributes.plan","operator":">","value":` + seconds + `}`:        anything.Greater(at),
		`{"field":"custom_attributes.plan","operator":"<","value":` + seconds + `}`:        anything.Less(intercom.At(at)),
		`{"field":"custom_attributes.plan","operator":">=","value":9007199254740993}`:      anything.AtLeast(9007199254740993),
		`{"field":"custom_attributes.plan","operator":"<=","value":3}`:                     anything.AtMost(uint8(3)),
		`{"field":"custom_attributes.plan","operator":"~","value":"a"}`:                    anything.Contains("a"),
		`{"field":"custom_attributes.plan","operator":"!~","value":"a"}`:                   anything.NotContains("a"),
		`{"field":"custom_attributes.plan","operator":"^","value":"a"}`:                    anything.StartsWith("a"),
		`{"field":"custom_attributes.plan","operator":"$","value":"a"}`:                    anything.EndsWith("a"),
		`{"field":"custom_attributes.due","operator":"=","value":` + seconds + `}`:         intercom.TimeField("custom_attributes.due").On(at),
		`{"field":"ticket_attribute.12","operator":"=","value":"a"}`:                       intercom.TicketAttribute("12").Is("a"),
		`{"field":"new","operator":"=","value":1}`:                                         intercom.Field("new").Is(1),
		`{"operator":"AND","value":[{"field":"role","operator":"=","value":"user"}]}`:      intercom.And(intercom.ContactFieldRole.Is("user")),
		`{"operator":"OR","value":[{"field":"created_at","operator":">","value":"1306"}]}`: intercom.Or(intercom.Field("created_at").Greater("1306")),
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on("POST", "/contacts/search", 200, `{"type":"list","data":[],"total_count":0}`)
			// Preview, as 2.16 refuses some operators on the times of contacts.
			_, err := client.Contacts.Search(t.Context(), query, intercom.WithVersion("Preview")).Page()
			require.NoError(t, err)
			api.wants("POST", "/contacts/search", "", "Preview", `{"query":`+want+`}`)
		})
	}
}

// Groups are sent as either filters or groups, as the description has them.
func TestQueryGroups(t *testing.T) {
	t.Parallel()
	filter := func(n int) intercom.Query { return intercom.Field(fmt.Sprint("f", n)).Is(n) }
	wire := func(n int) string { return fmt.Sprintf(`{"field":"f%d","operator":"=","value":%d}`, n, n) }
	for name, tt := range map[string]struct {
		query intercom.Query
		want  string
	}{
		"single": {filter(1), wire(1)},
		"groups": {
			intercom.And(intercom.Or(filter(1), filter(2)), intercom.Or(filter(3), filter(4))),
			`{"operator":"AND","value":[{"operator":"OR","value":[` + wire(1) + `,` + wire(2) + `]},{"operator":"OR","value":[` + wire(3) + `,` + wire(4) + `]}]}`,
		},
		"mixed": {
			intercom.Or(filter(1), intercom.And(filter(2), filter(3)), filter(4)),
			`{"operator":"OR","value":[{"operator":"OR","value":[` + wire(1) + `,` + wire(4) + `]},{"operator":"AND","value":[` + wire(2) + `,` + wire(3) + `]}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on("POST", "/contacts/search", 200, `{"type":"list","data":[]}`)
			for range 2 { // a query can be used again
				_, err := client.Contacts.Search(t.Context(), tt.query).PerPage(5).Page()
				require.NoError(t, err)
				api.wants("POST", "/contacts/search", "", "2.16", `{"query":`+tt.want+`,"pagination":{"per_page":5}}`)
			}
		})
	}
}

func TestQueriesAreChecked(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	many := func(n int) []intercom.Query {
		return slices.Repeat([]intercom.Query{intercom.ContactFieldName.Is("a")}, n)
	}
	deep := intercom.And(intercom.Or(intercom.And(many(1)...)))
	now, millis := time.Now(), time.Unix(time.Now().UnixMilli(), 0)
	for problem, query := range map[string]intercom.Query{
		"is nil":                          nil,
		"has nil in a group":              intercom.And(intercom.ContactFieldName.Is("a"), nil),
		"AND group with nothing in it":    intercom.And(),
		"OR group with nothing in it":     intercom.And(intercom.Or()),
		"AND group of 16, the limit is":   intercom.And(many(16)...),
		"OR group of 16, the limit is 15": intercom.Or(append(many(16), intercom.And(many(1)...))...),
		"on more than 2 levels":           deep,
		"without a field":                 intercom.Field(" ").Is(1),
		"has a filter without a field":    intercom.CustomAttribute("").Is(1),
		"no values to compare name with":  intercom.ContactFieldName.In(),
		"the zero time":                   intercom.ContactFieldCreatedAt.After(time.Time{}),
		"with milliseconds":               intercom.ContactFieldCreatedAt.After(millis),
		"milliseconds, want seconds":      intercom.Field("created_at").Greater(now.UnixMilli()),
		"with a []string":                 intercom.Field("f").In([]string{"a"}),
		"with a map[string]int":           intercom.Field("f").Is(map[string]int{}),
		"created_at by !=":                intercom.ContactFieldCreatedAt.NotOn(now),
		"created_at by IN":                intercom.Field("created_at").In(now, now),
		"created_at by NIN":               intercom.Field("created_at").NotIn(1700000000),
		"updated_at by >=":                intercom.ContactFieldUpdatedAt.AtOrAfter(now),
		"updated_at by <=":                intercom.ContactFieldUpdatedAt.AtOrBefore(now),
		"signed_up_at by !=":              intercom.ContactFieldSignedUpAt.IsNotNull(),
		"custom_attributes.due by >=":     intercom.And(intercom.Or(intercom.CustomAttribute("due").AtLeast(now))),
		"tag_id by IN":                    intercom.ContactFieldTagID.In("1", "2"),
	} {
		_, err := client.Contacts.Search(t.Context(), query).Page()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, problem)
		assert.ErrorContains(t, err, problem)
		assert.NotContains(t, err.Error(), "17", "no values in errors")
	}
	for _, sort := range []intercom.SearchSort{{Order: intercom.Ascending}, {Field: "name", Order: "ascending"}} {
		_, err := client.Contacts.Search(t.Context(), intercom.ContactFieldName.Is("a"), intercom.ContactSearchOptions{Sort: sort}).Page()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		assert.ErrorContains(t, err, ": Sort.")
	}
	assert.Zero(t, api.count())
}

// Later versions compare the times of contacts to the second, and take all
// operators.
func TestTimesOfContactsByVersion(t *testing.T) {
	t.Parallel()
	query := intercom.ContactFieldCreatedAt.AtOrAfter(time.Unix(1700000000, 0))
	for version, refused := range map[string]bool{"2.7": true, "2.16": true, "2.17": false, "3.0": false, "Preview": false, "Unstable": false} {
		client, api := setup(t, intercom.WithVersion(version))
		api.on("POST", "/contacts/search", 200, `{"type":"list","data":[]}`)
		for range 2 {
			_, err := client.Contacts.Search(t.Context(), query).Page()
			assert.Equal(t, refused, err != nil, version)
		}
		_, err := client.Contacts.Search(t.Context(), query, intercom.WithVersion("2.17")).Page()
		assert.NoError(t, err, "that of the call counts")
	}
}

func TestSearchSort(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/contacts/search", 200, `{"type":"list","data":[]}`)
	query := intercom.ContactFieldRole.Is("lead")
	for want, sort := range map[string]intercom.SearchSort{
		`,"sort":{"field":"created_at","order":"ascending"}`:  {Field: "created_at", Order: intercom.Ascending},
		`,"sort":{"field":"created_at","order":"descending"}`: {Field: string(intercom.ContactFieldCreatedAt), Order: intercom.Descending},
		`,"sort":{"field":"name","order":"descending"}`:       {Field: "name"},
		``: {},
	} {
		_, err := client.Contacts.Search(t.Context(), query, intercom.ContactSearchOptions{Sort: sort}).Page()
		require.NoError(t, err)
		api.wants("POST", "/contacts/search", "", "2.16", `{"query":{"field":"role","operator":"=","value":"lead"}`+want+`}`)
	}
}
