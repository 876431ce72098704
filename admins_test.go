package intercom_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestAdminsGet(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/admins/40117", 200, `{
		"type": "admin", "id": 40117, "name": "Ole Brandt", "email": "ole@qz.test", "job_title": "Harbour master",
		"away_mode_enabled": true, "away_mode_reassign": false, "away_status_reason_id": "12", "has_inbox_seat": true,
		"team_ids": [40190], "avatar": null, "role": {"type": "role", "id": "3", "name": "Support"},
		"team_priority_level": {"primary_team_ids": [40190], "secondary_team_ids": null}
	}`)
	admin, err := client.Admins.Get(t.Context(), "40117")
	require.NoError(t, err)
	api.wants("GET", "/admins/40117", "", "2.16", "")
	require.NoError(t, admin.Mismatch())
	assert.Empty(t, admin.Extra())
	assert.Equal(t, intercom.ID("40117"), admin.ID)
	assert.Equal(t, intercom.ID("12"), admin.AwayStatusReasonID)
	assert.Equal(t, []intercom.ID{"40190"}, admin.TeamIDs)
	assert.Equal(t, []intercom.ID{"40190"}, admin.TeamPriorityLevel.PrimaryTeamIDs)
	assert.Empty(t, admin.TeamPriorityLevel.SecondaryTeamIDs)
	assert.Equal(t, "Support", admin.Role.Name)
	assert.True(t, admin.IsNull("avatar"))
}

func TestAdminsMe(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/me", 200, `{
		"type": "admin", "id": "40117", "name": "Ole Brandt", "email": "ole@qz.test", "email_verified": true, "has_inbox_seat": true,
		"avatar": {"type": "avatar", "image_url": "https://harbor.test/ole.png"},
		"app": {"type": "app", "id_code": "qz81kf0p", "name": "Quay Street", "created_at": 1561000300, "region": "EU",
			"secure": false, "identity_verification": true, "timezone": "Europe/Berlin"}
	}`)
	me, err := client.Admins.Me(t.Context())
	require.NoError(t, err)
	api.wants("GET", "/me", "", "2.16", "")
	require.NoError(t, me.Mismatch())
	assert.Empty(t, me.Extra())
	assert.True(t, me.EmailVerified)
	assert.Equal(t, "https://harbor.test/ole.png", me.Avatar.ImageURL)
	assert.Equal(t, intercom.App{
		Type: "app", IDCode: "qz81kf0p", Name: "Quay Street", Region: "EU", Timezone: "Europe/Berlin",
		CreatedAt: intercom.At(time.Unix(1561000300, 0).UTC()), IdentityVerification: true,
	}, me.App)
}

func TestAdminsList(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/admins", 200, `{"type":"admin.list","admins":[
		{"type":"admin","id":"40117","name":"Ole Brandt"},{"type":"team","id":40190,"name":"Quay","email":null,"admin_ids":[40117]}]}`)
	admins, err := client.Admins.List(t.Context()).Collect()
	require.NoError(t, err)
	api.wants("GET", "/admins", "", "2.16", "")
	require.Len(t, admins, 2)
	assert.Equal(t, "team", admins[1].Type, "old lists have teams as well")

	_, err = client.Admins.List(t.Context(), intercom.AdminListOptions{Avatars: true}).Collect()
	require.NoError(t, err)
	api.wants("GET", "/admins", "display_avatar=true", "2.16", "")
}

func TestAdminsSetAway(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		params intercom.AdminSetAway
		body   string
	}{
		{"back", intercom.AdminSetAway{}, `{"away_mode_enabled":false,"away_mode_reassign":false}`},
		{"away", intercom.AdminSetAway{AwayModeEnabled: true, AwayModeReassign: true, AwayStatusReasonID: "12"},
			`{"away_mode_enabled":true,"away_mode_reassign":true,"away_status_reason_id":12}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on("PUT", "/admins/40117/away", 200, `{"type":"admin","id":"40117","away_mode_enabled":true}`)
			admin, err := client.Admins.SetAway(t.Context(), "40117", tt.params)
			require.NoError(t, err)
			api.wants("PUT", "/admins/40117/away", "", "2.16", tt.body)
			assert.True(t, admin.AwayModeEnabled)
		})
	}
}

const activityLogs = `{"type":"activity_log.list","pages":{"type":"pages","next":null,"page":%d,"per_page":20,"total_pages":2},
	"activity_logs":[{"id":"f%d","activity_type":"app_name_change","created_at":1734537253,
	"activity_description":"Ole Brandt renamed the workspace.",
	"performed_by":{"type":"admin","id":"40117","email":"ole@qz.test","ip":"198.51.100.7"},
	"metadata":{"before":"Quay","after":{"name":"Quay Street"},"message":{"id":123,"title":"Hello"},"auto_changed":false,
		"changes":{"window":{"before":15,"after":null}},"team":{"id":40190,"name":"Quay"},"expired_at":"2025-12-04T09:31:57.000Z"}}]}`

func TestAdminsListActivityLogs(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/admins/activity_logs", 200, fmt.Sprintf(activityLogs, 1, 1), fmt.Sprintf(activityLogs, 2, 2))
	before := intercom.AdminListActivityLogsOptions{CreatedAtBefore: intercom.At(time.Unix(1677861493, 0))}
	logs, err := client.Admins.ListActivityLogs(t.Context(), time.Unix(1677253093, 0), before).PerPage(20).Collect()
	require.NoError(t, err)
	api.wants("GET", "/admins/activity_logs", "created_at_after=1677253093&created_at_before=1677861493&per_page=20&page=2", "2.16", "")
	require.Len(t, logs, 2)

	log := logs[0]
	require.NoError(t, log.Mismatch())
	assert.Empty(t, log.Extra())
	assert.Equal(t, intercom.ActivityTypeAppNameChange, log.ActivityType)
	assert.Equal(t, "198.51.100.7", log.PerformedBy.IP)
	assert.Equal(t, json.RawMessage(`"Quay"`), log.Metadata.Before)
	assert.JSONEq(t, `{"name":"Quay Street"}`, string(log.Metadata.After))
	assert.Equal(t, "false", log.Metadata.AutoChanged)
	assert.Equal(t, intercom.ActivityMessage{ID: "123", Title: "Hello"}, log.Metadata.Message)
	assert.Equal(t, intercom.ActivityTeam{ID: "40190", Name: "Quay"}, log.Metadata.Team)
	assert.Equal(t, json.RawMessage("15"), log.Metadata.Changes["window"].Before)
	assert.Equal(t, 2025, log.Metadata.ExpiredAt.Year())
}

func TestAdminsSearchActivityLogs(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/admins/activity_logs/search", 200, fmt.Sprintf(activityLogs, 1, 1), fmt.Sprintf(activityLogs, 2, 2))
	search := intercom.AdminSearchActivityLogs{
		CreatedAtAfter: intercom.At(time.Unix(1677253093, 0)),
		EventTypes:     []intercom.ActivityType{intercom.ActivityTypeAppNameChange, "something_new"},
	}
	pager := client.Admins.SearchActivityLogs(t.Context(), search)
	_, err := pager.Page()
	require.NoError(t, err)
	api.wants("POST", "/admins/activity_logs/search", "", "2.16",
		`{"created_at_after":1677253093,"event_types":["app_name_change","something_new"]}`)

	logs, err := pager.From("page:2").PerPage(50).Collect()
	require.NoError(t, err)
	assert.Len(t, logs, 1)
	api.wants("POST", "/admins/activity_logs/search", "", "2.16",
		`{"created_at_after":1677253093,"event_types":["app_name_change","something_new"],"page":2,"per_page":50}`)
}

func TestAdminsSearchOfActivityLogsIsRepeated(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	fake.Fail("POST /admins/activity_logs/search", intercomtest.Reset())
	search := intercom.AdminSearchActivityLogs{CreatedAtAfter: intercom.At(time.Now().Add(-time.Hour))}
	_, err := fake.Client().Admins.SearchActivityLogs(t.Context(), search).Collect()
	require.NoError(t, err)
	assert.Len(t, fake.Requests("POST /admins/activity_logs/search"), 2)
}

func TestAdminsListActivityTypes(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/admins/activity_log_event_types", 200,
		`{"type":"activity_log_event_type.list","event_types":["admin_away_mode_change","something_new"]}`)
	types, err := client.Admins.ListActivityTypes(t.Context()).Collect()
	require.NoError(t, err)
	require.Len(t, types, 2)
	assert.Equal(t, intercom.ActivityTypeAdminAwayModeChange, *types[0])
	assert.Equal(t, intercom.ActivityType("something_new"), *types[1])
}

func TestAdminsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.Admins
	milliseconds := intercom.At(time.Unix(1677253093000, 0))
	for parameter, call := range map[string]func() error{
		"admin_id":  func() error { _, err := s.Get(ctx, ""); return err },
		"admin_id ": func() error { _, err := s.SetAway(ctx, ".", intercom.AdminSetAway{}); return err },
		"since":     func() error { _, err := s.ListActivityLogs(ctx, time.Time{}).Page(); return err },
		"CreatedAtAfter": func() error {
			_, err := s.SearchActivityLogs(ctx, intercom.AdminSearchActivityLogs{}).Page()
			return err
		},
		"milliseconds": func() error {
			_, err := s.ListActivityLogs(ctx, milliseconds.Time).Page()
			return err
		},
		"milliseconds ": func() error {
			_, err := s.SearchActivityLogs(ctx, intercom.AdminSearchActivityLogs{CreatedAtAfter: milliseconds}).Page()
			return err
		},
	} {
		err := call()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		assert.ErrorContains(t, err, " "+parameter)
	}
	assert.Zero(t, api.count())
}

// What admins do is found in the activity logs.
func TestAdminsStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	ida := intercom.ID(fake.AddAdmin("Ida Berg", "ida@qz.test"))
	team := intercom.ID(fake.AddTeam("Quay", string(ida)))
	reason := intercom.ID(fake.AddAwayStatusReason("☕", "On a break"))
	before := time.Now().Add(-time.Minute)

	me, err := client.Admins.Me(ctx)
	require.NoError(t, err)
	assert.Equal(t, "US", me.App.Region)

	away := intercom.AdminSetAway{AwayModeEnabled: true, AwayModeReassign: true, AwayStatusReasonID: intercom.NumberID(reason)}
	admin, err := client.Admins.SetAway(ctx, ida, away)
	require.NoError(t, err)
	assert.True(t, admin.AwayModeReassign)
	assert.Equal(t, reason, admin.AwayStatusReasonID)
	admin, err = client.Admins.Get(ctx, ida)
	require.NoError(t, err)
	assert.True(t, admin.AwayModeEnabled)
	assert.Equal(t, []intercom.ID{team}, admin.TeamIDs)

	tag, err := client.Tags.Create(ctx, "vip")
	require.NoError(t, err)
	require.NoError(t, client.Tags.Delete(ctx, tag.ID))

	logs, err := client.Admins.ListActivityLogs(ctx, before).PerPage(1).Collect()
	require.NoError(t, err)
	var types []intercom.ActivityType
	for _, log := range logs {
		types = append(types, log.ActivityType)
		require.NoError(t, log.Mismatch())
		assert.Empty(t, log.Extra())
	}
	assert.Equal(t, []intercom.ActivityType{
		"tag_deletion", "tag_creation", intercom.ActivityTypeAdminAwayModeChange, intercom.ActivityTypeAppTeamCreation, intercom.ActivityTypeAppAdminJoin,
	}, types[:5])

	found, err := client.Admins.SearchActivityLogs(ctx, intercom.AdminSearchActivityLogs{
		CreatedAtAfter: intercom.At(before), EventTypes: []intercom.ActivityType{intercom.ActivityTypeAdminAwayModeChange},
	}).Collect()
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.True(t, found[0].Metadata.AwayMode)
	assert.Equal(t, "☕ On a break", found[0].Metadata.AwayStatusReason)
	assert.Equal(t, ida, found[0].PerformedBy.ID)
}
