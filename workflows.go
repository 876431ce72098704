package intercom

import (
	"context"
	"encoding/json"
)

// WorkflowsService exports workflows.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/workflows
type WorkflowsService service

// Export returns a workflow with its steps and rules. A workspace without the
// right to it gets a PermissionDeniedError that is ErrPlanRestricted.
func (s *WorkflowsService) Export(ctx context.Context, id ID, opts ...Option) (*WorkflowExport, error) {
	return do[*WorkflowExport](ctx, s.client, op("GET /export/workflows/{id}", id), opts)
}

// WorkflowExport is a workflow as it was at one moment.
//
//intercom:schema workflow_export
type WorkflowExport struct {
	Object

	ExportVersion string           `json:"export_version,omitzero"` // of the form, such as "1.0"
	ExportedAt    Time             `json:"exported_at,omitzero"`
	AppID         ID               `json:"app_id,omitzero"` // of the workspace, as a number
	Workflow      ExportedWorkflow `json:"workflow,omitzero"`
}

// ExportedWorkflow is a workflow. Intercom does not describe what its steps and
// rules look like, so they are JSON.
type ExportedWorkflow struct {
	ID               ID              `json:"id,omitzero"`
	Title            string          `json:"title,omitzero"`
	Description      string          `json:"description,omitzero"`
	TriggerType      string          `json:"trigger_type,omitzero"` // such as "inbound_conversation"
	State            WorkflowState   `json:"state,omitzero"`
	TargetChannels   []string        `json:"target_channels,omitzero"`   // such as "chat"
	PreferredDevices []string        `json:"preferred_devices,omitzero"` // such as "desktop"
	Targeting        json.RawMessage `json:"targeting,omitzero"`         // whom it is for
	Snapshot         json.RawMessage `json:"snapshot,omitzero"`          // its steps
	Attributes       json.RawMessage `json:"attributes,omitzero"`        // an array of those that it defines
	EmbeddedRules    json.RawMessage `json:"embedded_rules,omitzero"`    // an array of those within the steps
	CreatedAt        Time            `json:"created_at,omitzero"`
	UpdatedAt        Time            `json:"updated_at,omitzero"`
}

// WorkflowState is whether a workflow runs.
type WorkflowState string

// The states of workflows.
const (
	WorkflowStateLive   WorkflowState = "live"
	WorkflowStateDraft  WorkflowState = "draft"
	WorkflowStatePaused WorkflowState = "paused"
)
