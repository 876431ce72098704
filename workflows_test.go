package intercom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestWorkflowsExport(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/export/workflows/67890", 200, `{"export_version":"1.0","exported_at":"2026-01-26T12:00:00Z","app_id":12345,"workflow":{"id":67890,"title":"Greeting","description":null,
		"trigger_type":"inbound_conversation","state":"paused","target_channels":["chat"],"preferred_devices":["desktop","mobile"],"created_at":"2025-06-15T10:30:00Z","updated_at":"2026-01-20T14:45:00Z",
		"targeting":{"rules":[{"a":1}]},"snapshot":null,"attributes":[{"name":"x"}],"embedded_rules":[]}}`)
	export, err := client.Workflows.Export(t.Context(), "67890")
	require.NoError(t, err)
	api.wants("GET", "/export/workflows/67890", "", "2.16", "")
	require.NoError(t, export.Mismatch())
	assert.Empty(t, export.Extra())
	assert.Equal(t, []any{"1.0", intercom.ID("12345"), int64(1769428800)}, []any{export.ExportVersion, export.AppID, export.ExportedAt.Unix()})
	workflow := export.Workflow
	assert.Equal(t, []any{intercom.ID("67890"), "Greeting", "", intercom.WorkflowStatePaused}, []any{workflow.ID, workflow.Title, workflow.Description, workflow.State})
	assert.Equal(t, []string{"desktop", "mobile"}, workflow.PreferredDevices)
	assert.Equal(t, int64(1749983400), workflow.CreatedAt.Unix())
	assert.JSONEq(t, `{"rules":[{"a":1}]}`, string(workflow.Targeting))
	assert.JSONEq(t, `[{"name":"x"}]`, string(workflow.Attributes))
	assert.JSONEq(t, `[]`, string(workflow.EmbeddedRules))

	_, err = client.Workflows.Export(t.Context(), "")
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	api.on("GET", "/export/workflows/1", 403, `{"type":"error.list","errors":[{"code":"api_plan_restricted","message":"Workflow export is not available for this app"}]}`)
	_, err = client.Workflows.Export(t.Context(), "1")
	require.ErrorIs(t, err, intercom.ErrPlanRestricted)
}

func TestWorkflowsStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	export, err := client.Workflows.Export(ctx, intercom.ID(fake.AddWorkflow("Greeting")))
	require.NoError(t, err)
	assert.Equal(t, []any{"Greeting", intercom.WorkflowStateLive}, []any{export.Workflow.Title, export.Workflow.State})
	_, err = client.Workflows.Export(ctx, "1")
	require.ErrorIs(t, err, intercom.ErrNotFound)
}
