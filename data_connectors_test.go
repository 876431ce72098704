package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const (
	dataConnector = `{"type":"data_connector","id":125,"name":"Tides","description":null,"state":"draft","url":"https://tides.test/{{port}}","body":"{}",
		"headers":[{"name":"Authorization","value":"****"}],"http_method":"get","direct_fin_usage":true,"audiences":["users","leads"],"execution_type":"server_side",
		"configuration_response_type":"mock_response_type","data_transformation_type":"redacted_access","client_function_name":null,"client_function_timeout_ms":30000,
		"data_inputs":[{"name":"port","type":"string","description":"Which port","required":true,"default_value":""}],
		"response_fields":[{"path":"height","type":"decimal","example_value":1.50,"redacted":false},{"path":"x","type":"unknown","example_value":null,"redacted":true}],
		"object_mappings":[{"response_object_path":"tide","intercom_object_type":"conversation",
			"attribute_mappings":[{"response_attribute_path":"height","intercom_attribute_identifier":"tide","mapping_type":"primitive_mapping"}],
			"reference_mappings":[{"intercom_object_type":"user","intercom_attribute_identifier":"boats"}]}],
		"token_ids":["7"],"customer_authentication":true,"bypass_authentication":false,"validate_missing_attributes":true,
		"created_by_admin_id":"128","updated_by_admin_id":null,"created_at":"2026-03-19T11:27:36Z","updated_at":"2026-03-19T11:27:37.250Z",
		"execution_results_url":"/data_connectors/125/execution_results"}`
	connectorExecution = `{"type":"data_connector.execution","id":"99000","data_connector_id":"125","success":false,"http_status":null,"http_method":"post",
		"error_type":"3rd_party_error","error_message":"Connection refused","execution_time_ms":150,"source_type":"workflow","source_id":"5001","conversation_id":8001,
		"created_at":"2026-02-10T18:15:32Z","request_url":"https://tides.test","request_body":"{\"a\":1}","response_body":null,"raw_response_body":"{}"}`
)

func TestDataConnectorsRequests(t *testing.T) {
	t.Parallel()
	testRows(t, []row{
		{"list", func(ctx context.Context, c *intercom.Client) error { return all(c.DataConnectors.List(ctx)) },
			"GET /data_connectors", "2.16", "", `{"type":"list","data":[` + dataConnector + `],"pages":{"type":"pages","per_page":20,"next":null}}`},
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.DataConnectors.Get(ctx, "125")) },
			"GET /data_connectors/125", "2.16", "", dataConnector},
		{"create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataConnectors.Create(ctx, intercom.DataConnectorCreate{Name: "Tides"}))
		}, "POST /data_connectors", "2.16", `{"name":"Tides"}`, dataConnector},
		{"create all", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataConnectors.Create(ctx, intercom.DataConnectorCreate{
				Name: "Tides", Description: "When", HTTPMethod: intercom.DataConnectorHTTPMethodPost, URL: "https://tides.test/{{port}}", Body: "{}", DirectFinUsage: true,
				Audiences:  []intercom.DataConnectorAudience{intercom.DataConnectorAudienceLeads, intercom.DataConnectorAudienceVisitors},
				Headers:    []intercom.DataConnectorHeader{{Name: "Authorization", Value: "secret"}},
				DataInputs: []intercom.DataConnectorInput{{Name: "port", Type: intercom.DataConnectorInputTypeString, Description: "Which port", Required: true, DefaultValue: "Quay"}},
				TokenIDs:   []intercom.ID{"7"}, CustomerAuthentication: true, BypassAuthentication: true, ValidateMissingAttributes: intercom.Set(false),
				MockResponse: intercom.Attributes{"tide": map[string]any{"height": 1.5}},
			}))
		}, "POST /data_connectors", "2.16", `{"name":"Tides","description":"When","http_method":"post","url":"https://tides.test/{{port}}","body":"{}","direct_fin_usage":true,
			"audiences":["leads","visitors"],"headers":[{"name":"Authorization","value":"secret"}],
			"data_inputs":[{"name":"port","type":"string","description":"Which port","required":true,"default_value":"Quay"}],"token_ids":["7"],
			"customer_authentication":true,"bypass_authentication":true,"validate_missing_attributes":false,"mock_response":{"tide":{"height":1.5}}}`, dataConnector},
		{"update", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataConnectors.Update(ctx, "125", intercom.DataConnectorUpdate{State: intercom.Set(intercom.DataConnectorStateLive)}))
		}, "PATCH /data_connectors/125", "2.16", `{"state":"live"}`, dataConnector},
		{"update all", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataConnectors.Update(ctx, "125", intercom.DataConnectorUpdate{
				Name: intercom.Set("Tides"), Description: intercom.Null[string](), HTTPMethod: intercom.Set(intercom.DataConnectorHTTPMethodPut),
				URL: intercom.Set("https://tides.test"), Body: intercom.Set(""), DirectFinUsage: intercom.Set(false),
				Audiences: intercom.Set([]intercom.DataConnectorAudience{}), Headers: intercom.Set([]intercom.DataConnectorHeader{{Name: "A", Value: "b"}}),
				DataInputs: intercom.Set([]intercom.DataConnectorInput{{Name: "port", Description: "Which port"}}), CustomerAuthentication: intercom.Set(false),
				BypassAuthentication: intercom.Set(false), ValidateMissingAttributes: intercom.Set(true), TokenIDs: intercom.Set([]intercom.ID{}),
				MockResponse: intercom.Attributes{"a": 1},
			}))
		}, "PATCH /data_connectors/125", "2.16", `{"name":"Tides","description":null,"http_method":"put","url":"https://tides.test","body":"","direct_fin_usage":false,
			"audiences":[],"headers":[{"name":"A","value":"b"}],"data_inputs":[{"name":"port","description":"Which port","required":false}],"customer_authentication":false,"bypass_authentication":false,
			"validate_missing_attributes":true,"token_ids":[],"mock_response":{"a":1}}`, dataConnector},
		{"delete", func(ctx context.Context, c *intercom.Client) error { return c.DataConnectors.Delete(ctx, "125") },
			"DELETE /data_connectors/125", "2.16", "", `{"id":"125","object":"data_connector","deleted":true}`},
		{"list executions", func(ctx context.Context, c *intercom.Client) error {
			return all(c.DataConnectors.ListExecutions(ctx, "125"))
		},
			"GET /data_connectors/125/execution_results", "2.16", "", `{"type":"list","data":[` + connectorExecution + `],"pages":{"type":"pages","per_page":10,"next":null}}`},
		{"get execution", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataConnectors.GetExecution(ctx, "125", "99000"))
		}, "GET /data_connectors/125/execution_results/99000", "2.16", "", connectorExecution},
	})
}

func TestDataConnectorsAreRead(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/data_connectors/125", 200, dataConnector)
	c, err := client.DataConnectors.Get(t.Context(), "125")
	require.NoError(t, err)
	require.NoError(t, c.Mismatch())
	assert.Empty(t, c.Extra())
	assert.Equal(t, []any{intercom.ID("125"), "", intercom.DataConnectorStateDraft, intercom.DataConnectorHTTPMethodGet, 30000},
		[]any{c.ID, c.Description, c.State, c.HTTPMethod, c.ClientFunctionTimeoutMS})
	assert.Equal(t, intercom.At(time.Date(2026, 3, 19, 11, 27, 36, 0, time.UTC)), c.CreatedAt)
	assert.Equal(t, []any{intercom.DataConnectorExecutionTypeServerSide, intercom.DataConnectorResponseTypeMock, intercom.DataConnectorTransformationRedactedAccess},
		[]any{c.ExecutionType, c.ConfigurationResponseType, c.DataTransformationType})
	assert.Equal(t, []intercom.DataConnectorInput{{Name: "port", Type: intercom.DataConnectorInputTypeString, Description: "Which port", Required: true}}, c.DataInputs)
	assert.Equal(t, "1.50", string(c.ResponseFields[0].ExampleValue))
	assert.Equal(t, intercom.DataConnectorResponseFieldTypeUnknown, c.ResponseFields[1].Type)
	assert.Equal(t, []intercom.DataConnectorObjectMapping{{
		ResponseObjectPath: "tide", IntercomObjectType: intercom.DataConnectorObjectTypeConversation,
		AttributeMappings: []intercom.DataConnectorAttributeMapping{{
			ResponseAttributePath: "height", IntercomAttributeIdentifier: "tide", MappingType: intercom.DataConnectorMappingTypePrimitive,
		}},
		ReferenceMappings: []intercom.DataConnectorReferenceMapping{{IntercomObjectType: intercom.DataConnectorObjectTypeUser, IntercomAttributeIdentifier: "boats"}},
	}}, c.ObjectMappings)

	api.on("GET", "/data_connectors/125/execution_results/99000", 200, connectorExecution)
	e, err := client.DataConnectors.GetExecution(t.Context(), "125", "99000")
	require.NoError(t, err)
	require.NoError(t, e.Mismatch())
	assert.Empty(t, e.Extra())
	assert.Equal(t, []any{intercom.ID("125"), 0, intercom.DataConnectorErrorTypeThirdParty, intercom.DataConnectorSourceTypeWorkflow, 150, intercom.ID("8001")},
		[]any{e.DataConnectorID, e.HTTPStatus, e.ErrorType, e.SourceType, e.ExecutionTimeMS, e.ConversationID})
	assert.Equal(t, []string{`{"a":1}`, "", "{}"}, []string{e.RequestBody, e.ResponseBody, e.RawResponseBody})
}

func TestDataConnectorsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	create := func(p intercom.DataConnectorCreate) func(ctx context.Context, c *intercom.Client) error {
		p.Name = "Tides"
		return func(ctx context.Context, c *intercom.Client) error { return got(c.DataConnectors.Create(ctx, p)) }
	}
	update := func(p intercom.DataConnectorUpdate) func(ctx context.Context, c *intercom.Client) error {
		return func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataConnectors.Update(ctx, "125", p))
		}
	}
	headers := []intercom.DataConnectorHeader{{Name: "Accept", Value: "text/plain"}, {Name: "Authorization", Value: "****"}}
	inputs := []intercom.DataConnectorInput{{Name: "port", Description: "Which port"}, {Name: "berth"}}
	testRefusals(t, []refusal{
		{"Headers[1].Value", create(intercom.DataConnectorCreate{Headers: headers})},
		{"Headers[1].Value", update(intercom.DataConnectorUpdate{Headers: intercom.Set(headers)})},
		{"DataInputs[1].Description", create(intercom.DataConnectorCreate{DataInputs: inputs})},
		{"DataInputs[1].Description", update(intercom.DataConnectorUpdate{DataInputs: intercom.Set(inputs)})},
		{"DataInputs[0].Name", update(intercom.DataConnectorUpdate{DataInputs: intercom.Set([]intercom.DataConnectorInput{{Description: "Which port"}})})},
		{"Name", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataConnectors.Create(ctx, intercom.DataConnectorCreate{}))
		}},
		{"id", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataConnectors.Update(ctx, "", intercom.DataConnectorUpdate{}))
		}},
		{"id", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataConnectors.GetExecution(ctx, "125", ""))
		}},
		{"data_connector_id", func(ctx context.Context, c *intercom.Client) error {
			return all(c.DataConnectors.ListExecutions(ctx, ""))
		}},
		{"PerPage", func(ctx context.Context, c *intercom.Client) error {
			return all(c.DataConnectors.ListExecutions(ctx, "125").PerPage(31))
		}},
	})
}

// The value of a header is a secret more often than not.
func TestDataConnectorHeadersAreNotPrinted(t *testing.T) {
	t.Parallel()
	header := intercom.DataConnectorHeader{Name: "Authorization", Value: "Bearer secret"}
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v %s", header, header, header, header), "secret")
	assert.NotContains(t, fmt.Sprintf("%+v", []intercom.DataConnectorHeader{header}), "secret")
}

func TestDataConnectorsStory(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	fake := intercomtest.NewServer(intercomtest.WithClock(func() time.Time { return now }))
	client, ctx := fake.Client(), t.Context()
	connector, err := client.DataConnectors.Create(ctx, intercom.DataConnectorCreate{Name: "Tides", URL: "https://tides.test"})
	require.NoError(t, err)
	assert.Equal(t, intercom.DataConnectorStateDraft, connector.State)
	_, err = client.DataConnectors.Update(ctx, connector.ID, intercom.DataConnectorUpdate{State: intercom.Set(intercom.DataConnectorStateLive)})
	require.NoError(t, err)
	_, err = client.DataConnectors.Update(ctx, connector.ID, intercom.DataConnectorUpdate{Name: intercom.Set("High tides")})
	require.NoError(t, err)
	live, err := client.DataConnectors.Get(ctx, connector.ID)
	require.NoError(t, err)
	draft, err := client.DataConnectors.Get(ctx, connector.ID, intercom.DataConnectorGetOptions{StateVersion: intercom.DataConnectorStateDraft})
	require.NoError(t, err)
	assert.Equal(t, []string{"Tides", "High tides"}, []string{live.Name, draft.Name})

	for range 12 { // more than a page that was not asked to be longer
		fake.AddDataConnectorExecution(string(connector.ID), 500, string(intercom.DataConnectorErrorTypeThirdParty))
	}
	now = now.Add(2 * time.Hour)
	fake.AddDataConnectorExecution(string(connector.ID), 200, "")
	executions, err := client.DataConnectors.ListExecutions(ctx, connector.ID).Collect()
	require.NoError(t, err)
	require.Len(t, executions, 1)
	assert.Empty(t, executions[0].ResponseBody)
	execution, err := client.DataConnectors.GetExecution(ctx, connector.ID, executions[0].ID)
	require.NoError(t, err)
	assert.NotEmpty(t, execution.ResponseBody)
	failed, err := client.DataConnectors.ListExecutions(ctx, connector.ID, intercom.DataConnectorListExecutionsOptions{
		Success: intercom.Set(false), Start: intercom.At(now.Add(-3 * time.Hour)),
	}).PerPage(5).Collect()
	require.NoError(t, err)
	assert.Len(t, failed, 12)

	fake.UseDataConnector(string(connector.ID))
	err = client.DataConnectors.Delete(ctx, connector.ID)
	require.ErrorIs(t, err, intercom.ErrConflict)
	var problem *intercom.APIError
	require.True(t, errors.As(err, &problem))
	assert.Equal(t, "data_connector_in_use", problem.Code)
	_, err = client.DataConnectors.Get(ctx, "0")
	require.ErrorIs(t, err, intercom.ErrNotFound)
	all, err := client.DataConnectors.List(ctx).Collect()
	require.NoError(t, err)
	assert.Len(t, all, 1)
}
