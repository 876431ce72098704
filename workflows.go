package intercom

// WorkflowsService exports workflows.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/workflows
type WorkflowsService service
