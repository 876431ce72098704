package intercom_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestTeamsGet(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/teams/40190", 200, `{"type":"team","id":"40190","name":"Quay","admin_ids":[40117],"assignment_limit":10,
		"distribution_method":"round_robin","admin_priority_level":{"primary_admin_ids":[40117],"secondary_admin_ids":null}}`)
	team, err := client.Teams.Get(t.Context(), "40190")
	require.NoError(t, err)
	api.wants("GET", "/teams/40190", "", "2.16", "")
	require.NoError(t, team.Mismatch())
	assert.Empty(t, team.Extra())
	assert.Equal(t, []intercom.ID{"40117"}, team.AdminIDs)
	assert.Equal(t, []intercom.ID{"40117"}, team.AdminPriorityLevel.PrimaryAdminIDs)
	assert.Equal(t, 10, team.AssignmentLimit)
	assert.Equal(t, "round_robin", team.DistributionMethod)
}

func TestTeamsList(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/teams", 200, `{"type":"team.list","teams":[{"type":"team","id":"40190","name":"Quay"}]}`)
	teams, err := client.Teams.List(t.Context()).Collect()
	require.NoError(t, err)
	api.wants("GET", "/teams", "", "2.16", "")
	require.Len(t, teams, 1)
	assert.Equal(t, "Quay", teams[0].Name)
}

func TestTeamsListMetrics(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/teams/40190/metrics", 200,
		`{"type":"team_metric.list","data":[{"type":"team_metric","admin_id":"40117","open":5,"idle":2,"snoozed":1}]}`)
	for query, options := range map[string]intercom.TeamListMetricsOptions{
		"":                   {},
		"idle_threshold=300": {IdleThreshold: 5 * time.Minute},
	} {
		metrics, err := client.Teams.ListMetrics(t.Context(), "40190", options).Collect()
		require.NoError(t, err)
		api.wants("GET", "/teams/40190/metrics", query, "2.16", "")
		require.Len(t, metrics, 1)
		assert.Equal(t, intercom.ID("40117"), metrics[0].AdminID)
		assert.Equal(t, []int{5, 2, 1}, []int{metrics[0].Open, metrics[0].Idle, metrics[0].Snoozed})
	}
}

func TestTeamsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	_, err := client.Teams.Get(t.Context(), "")
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	for _, threshold := range []time.Duration{-time.Second, time.Millisecond, 25 * time.Hour} {
		_, err = client.Teams.ListMetrics(t.Context(), "1", intercom.TeamListMetricsOptions{IdleThreshold: threshold}).Page()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		assert.ErrorContains(t, err, "IdleThreshold")
	}
	assert.Zero(t, api.count())
}

func TestTeamsStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	ida := intercom.ID(fake.AddAdmin("Ida Berg", "ida@qz.test"))
	id := intercom.ID(fake.AddTeam("Quay", string(ida)))

	teams, err := client.Teams.List(ctx).Collect()
	require.NoError(t, err)
	require.Len(t, teams, 1)
	assert.Equal(t, id, teams[0].ID)
	team, err := client.Teams.Get(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, []intercom.ID{ida}, team.AdminIDs)
	metrics, err := client.Teams.ListMetrics(ctx, id).Collect()
	require.NoError(t, err)
	require.Len(t, metrics, 1)
	assert.Equal(t, ida, metrics[0].AdminID)

	_, err = client.Teams.Get(ctx, "1")
	require.ErrorIs(t, err, intercom.ErrNotFound)
}

func TestAwayStatusReasonsList(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/away_status_reasons", 200, `{"type":"list","data":[{"type":"away_status_reason","id":"12","label":"On a break",
		"emoji":"☕","order":1,"deleted":true,"created_at":1734537243,"updated_at":1734537243}]}`)
	reasons, err := client.AwayStatusReasons.List(t.Context()).Collect()
	require.NoError(t, err)
	api.wants("GET", "/away_status_reasons", "", "2.16", "")
	require.Len(t, reasons, 1)
	require.NoError(t, reasons[0].Mismatch())
	assert.Empty(t, reasons[0].Extra())
	assert.Equal(t, "On a break", reasons[0].Label)
	assert.True(t, reasons[0].Deleted)
}
