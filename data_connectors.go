package intercom

import (
	"context"
	"encoding/json"
	"fmt"
)

// DataConnectorsService reads and writes connections to other systems, and
// the results of using them.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-connectors
type DataConnectorsService service

// DataConnector is a request to another system that workflows and AI agents
// make.
//
//intercom:schema data_connector data_connector_detail
type DataConnector struct {
	Object

	ID                  ID                      `json:"id,omitzero"`
	Name                string                  `json:"name,omitzero"`
	Description         string                  `json:"description,omitzero"`
	State               DataConnectorState      `json:"state,omitzero"`
	HTTPMethod          DataConnectorHTTPMethod `json:"http_method,omitzero"`
	DirectFinUsage      bool                    `json:"direct_fin_usage,omitzero"` // Fin uses it, not only workflows
	CreatedByAdminID    ID                      `json:"created_by_admin_id,omitzero"`
	UpdatedByAdminID    ID                      `json:"updated_by_admin_id,omitzero"`
	CreatedAt           Time                    `json:"created_at,omitzero"`
	UpdatedAt           Time                    `json:"updated_at,omitzero"`
	ExecutionResultsURL string                  `json:"execution_results_url,omitzero"` // a path; see ListExecutions

	// Lists have none of the following.

	URL                       string                       `json:"url,omitzero"`     // with placeholders, such as {{order_id}}
	Body                      string                       `json:"body,omitzero"`    // with placeholders
	Headers                   []DataConnectorHeader        `json:"headers,omitzero"` // their values are hidden
	Audiences                 []DataConnectorAudience      `json:"audiences,omitzero"`
	DataInputs                []DataConnectorInput         `json:"data_inputs,omitzero"`
	ResponseFields            []DataConnectorResponseField `json:"response_fields,omitzero"`
	ObjectMappings            []DataConnectorObjectMapping `json:"object_mappings,omitzero"`
	ExecutionType             DataConnectorExecutionType   `json:"execution_type,omitzero"`
	ClientFunctionName        string                       `json:"client_function_name,omitzero"`       // of one that runs on the client side
	ClientFunctionTimeoutMS   int                          `json:"client_function_timeout_ms,omitzero"` // milliseconds
	ConfigurationResponseType DataConnectorResponseType    `json:"configuration_response_type,omitzero"`
	DataTransformationType    DataConnectorTransformation  `json:"data_transformation_type,omitzero"`
	TokenIDs                  []ID                         `json:"token_ids,omitzero"`                   // that it authenticates with
	CustomerAuthentication    bool                         `json:"customer_authentication,omitzero"`     // customers must enter a one-time password
	BypassAuthentication      bool                         `json:"bypass_authentication,omitzero"`       // it needs no authentication
	ValidateMissingAttributes bool                         `json:"validate_missing_attributes,omitzero"` // it needs all inputs that are Required
}

// DataConnectorState is whether a connector is in use.
type DataConnectorState string

// The states of connectors, and the versions of one.
const (
	DataConnectorStateDraft DataConnectorState = "draft"
	DataConnectorStateLive  DataConnectorState = "live"
)

// DataConnectorHTTPMethod is the method of a request to another system.
type DataConnectorHTTPMethod string

// The methods of requests. Intercom has them in lower case.
const (
	DataConnectorHTTPMethodGet    DataConnectorHTTPMethod = "get"
	DataConnectorHTTPMethodPost   DataConnectorHTTPMethod = "post"
	DataConnectorHTTPMethodPut    DataConnectorHTTPMethod = "put"
	DataConnectorHTTPMethodDelete DataConnectorHTTPMethod = "delete"
	DataConnectorHTTPMethodPatch  DataConnectorHTTPMethod = "patch"
)

// DataConnectorAudience is a kind of people that a connector is for.
type DataConnectorAudience string

// The kinds of people that connectors are for.
const (
	DataConnectorAudienceUsers    DataConnectorAudience = "users"
	DataConnectorAudienceLeads    DataConnectorAudience = "leads"
	DataConnectorAudienceVisitors DataConnectorAudience = "visitors"
)

// DataConnectorExecutionType is where a connector runs.
type DataConnectorExecutionType string

// Where connectors run.
const (
	DataConnectorExecutionTypeServerSide DataConnectorExecutionType = "server_side"
	DataConnectorExecutionTypeClientSide DataConnectorExecutionType = "client_side"
)

// DataConnectorResponseType is where Intercom knows the form of responses from.
type DataConnectorResponseType string

// Where the form of responses is known from.
const (
	DataConnectorResponseTypeTest DataConnectorResponseType = "test_response_type" // a request
	DataConnectorResponseTypeMock DataConnectorResponseType = "mock_response_type" // the MockResponse
)

// DataConnectorTransformation is what happens to a response before it is used.
type DataConnectorTransformation string

// What happens to responses.
const (
	DataConnectorTransformationFullAccess     DataConnectorTransformation = "full_access"               // nothing
	DataConnectorTransformationRedactedAccess DataConnectorTransformation = "redacted_access"           // fields are left out
	DataConnectorTransformationCodeBlock      DataConnectorTransformation = "code_block_transformation" // code changes it
)

// DataConnectorHeader is a header of a request.
type DataConnectorHeader struct {
	private

	Name  string `json:"name,omitzero"`
	Value string `json:"value,omitzero"` // with placeholders; responses have "****" in place of it, which requests cannot have
}

// hiddenValue is what responses have in place of the value of a header.
const hiddenValue = "****"

// DataConnectorInput is what a connector is called with, and what its
// placeholders stand for.
type DataConnectorInput struct {
	private

	Name         string                 `json:"name,omitzero"` // required
	Type         DataConnectorInputType `json:"type,omitzero"`
	Description  string                 `json:"description,omitzero"` // required
	Required     bool                   `json:"required"`
	DefaultValue string                 `json:"default_value,omitzero"`
}

// DataConnectorInputType is a kind of inputs.
type DataConnectorInputType string

// The kinds of inputs.
const (
	DataConnectorInputTypeString  DataConnectorInputType = "string"
	DataConnectorInputTypeInteger DataConnectorInputType = "integer"
	DataConnectorInputTypeDecimal DataConnectorInputType = "decimal"
	DataConnectorInputTypeBoolean DataConnectorInputType = "boolean"
)

// DataConnectorResponseField is a field of what the other system responds with.
type DataConnectorResponseField struct {
	Path         string                         `json:"path,omitzero"` // such as "order.status"
	Type         DataConnectorResponseFieldType `json:"type,omitzero"`
	ExampleValue json.RawMessage                `json:"example_value,omitzero"`
	Redacted     bool                           `json:"redacted,omitzero"` // logs do not have it
}

// DataConnectorResponseFieldType is a kind of fields.
type DataConnectorResponseFieldType string

// The kinds of fields.
const (
	DataConnectorResponseFieldTypeUnknown  DataConnectorResponseFieldType = "unknown"
	DataConnectorResponseFieldTypeString   DataConnectorResponseFieldType = "string"
	DataConnectorResponseFieldTypeInteger  DataConnectorResponseFieldType = "integer"
	DataConnectorResponseFieldTypeDecimal  DataConnectorResponseFieldType = "decimal"
	DataConnectorResponseFieldTypeDatetime DataConnectorResponseFieldType = "datetime"
	DataConnectorResponseFieldTypeBoolean  DataConnectorResponseFieldType = "boolean"
)

// DataConnectorObjectMapping names what of Intercom an object of a response
// is written to.
type DataConnectorObjectMapping struct {
	ResponseObjectPath string                          `json:"response_object_path,omitzero"`
	IntercomObjectType DataConnectorObjectType         `json:"intercom_object_type,omitzero"`
	AttributeMappings  []DataConnectorAttributeMapping `json:"attribute_mappings,omitzero"`
	ReferenceMappings  []DataConnectorReferenceMapping `json:"reference_mappings,omitzero"`
}

// DataConnectorAttributeMapping names the attribute that a value of a response
// is written to.
type DataConnectorAttributeMapping struct {
	ResponseAttributePath       string                   `json:"response_attribute_path,omitzero"`
	IntercomAttributeIdentifier string                   `json:"intercom_attribute_identifier,omitzero"`
	MappingType                 DataConnectorMappingType `json:"mapping_type,omitzero"`
}

// DataConnectorMappingType is a way to write a value of a response to an
// attribute.
type DataConnectorMappingType string

// The ways to write values to attributes.
const (
	DataConnectorMappingTypePrimitive DataConnectorMappingType = "primitive_mapping"
	DataConnectorMappingTypeContext   DataConnectorMappingType = "context_mapping"
)

// DataConnectorReferenceMapping names the attribute that refers to an object.
type DataConnectorReferenceMapping struct {
	IntercomObjectType          DataConnectorObjectType `json:"intercom_object_type,omitzero"`
	IntercomAttributeIdentifier string                  `json:"intercom_attribute_identifier,omitzero"`
}

// DataConnectorObjectType is a kind of objects that responses are written to.
type DataConnectorObjectType string

// The kinds of objects that responses are written to.
const (
	DataConnectorObjectTypeConversation DataConnectorObjectType = "conversation"
	DataConnectorObjectTypeUser         DataConnectorObjectType = "user"
)

// List lists the connectors of the workspace in short, those that were updated
// last first.
func (s *DataConnectorsService) List(ctx context.Context, opts ...Option) *Pager[*DataConnector] {
	return list[*DataConnector](ctx, s.client, op("GET /data_connectors").paged(50), opts)
}

// Get returns the connector with the given id in full, or a NotFoundError with
// the code data_connector_not_found.
func (s *DataConnectorsService) Get(ctx context.Context, id ID, opts ...Option) (*DataConnector, error) {
	return do[*DataConnector](ctx, s.client, op("GET /data_connectors/{id}", id), opts)
}

// DataConnectorGetOptions are the optional parameters of DataConnectors.Get.
type DataConnectorGetOptions struct {
	private

	StateVersion DataConnectorState // which version to return; default DataConnectorStateLive
}

func (o DataConnectorGetOptions) apply(c *config) { c.optional("GET /data_connectors/{id}", o) }

func (o DataConnectorGetOptions) set(r *request) { r.query("state_version", string(o.StateVersion)) }

// Create creates a connector as a draft. Update takes it into use.
func (s *DataConnectorsService) Create(ctx context.Context, params DataConnectorCreate, opts ...Option) (*DataConnector, error) {
	return do[*DataConnector](ctx, s.client, params.request(), opts)
}

// DataConnectorCreate describes a connector.
//
//intercom:schema create_data_connector_request
type DataConnectorCreate struct {
	private

	Name                      string                  `json:"name"` // required
	Description               string                  `json:"description,omitzero"`
	HTTPMethod                DataConnectorHTTPMethod `json:"http_method,omitzero"`
	URL                       string                  `json:"url,omitzero"`              // with placeholders, such as {{order_id}}
	Body                      string                  `json:"body,omitzero"`             // with placeholders
	DirectFinUsage            bool                    `json:"direct_fin_usage,omitzero"` // Fin uses it, not only workflows
	Audiences                 []DataConnectorAudience `json:"audiences,omitzero"`
	Headers                   []DataConnectorHeader   `json:"headers,omitzero"`
	DataInputs                []DataConnectorInput    `json:"data_inputs,omitzero"`
	CustomerAuthentication    bool                    `json:"customer_authentication,omitzero"`     // customers must enter a one-time password
	BypassAuthentication      bool                    `json:"bypass_authentication,omitzero"`       // it needs no authentication
	ValidateMissingAttributes Opt[bool]               `json:"validate_missing_attributes,omitzero"` // it needs all inputs that are Required
	MockResponse              Attributes              `json:"mock_response,omitzero"`               // an example, of which the ResponseFields are made
	TokenIDs                  []ID                    `json:"token_ids,omitzero"`                   // that it authenticates with
}

func (p DataConnectorCreate) request() *request {
	r := op("POST /data_connectors").require("Name", p.Name)
	checkDataConnector(r, p.Headers, p.DataInputs)
	return r.body(p)
}

// checkDataConnector refuses hidden headers and incomplete inputs.
func checkDataConnector(r *request, headers []DataConnectorHeader, inputs []DataConnectorInput) {
	for i, header := range headers {
		if header.Value == hiddenValue {
			r.invalid(fmt.Sprintf("Headers[%d].Value", i), "is what responses have in place of the value")
		}
	}
	for i, input := range inputs {
		where := fmt.Sprintf("DataInputs[%d].", i)
		r.require(where+"Name", input.Name).require(where+"Description", input.Description)
	}
}

// Update changes a connector; fields that are not set stay as they are. State
// takes it into use and out of it again; the latter is a ConflictError with the
// code data_connector_in_use as long as a workflow or AI agent uses it.
func (s *DataConnectorsService) Update(ctx context.Context, id ID, params DataConnectorUpdate, opts ...Option) (*DataConnector, error) {
	return do[*DataConnector](ctx, s.client, params.request(id), opts)
}

// DataConnectorUpdate is a change of a connector.
//
//intercom:schema update_data_connector_request
type DataConnectorUpdate struct {
	private

	Name                      Opt[string]                  `json:"name,omitzero"`
	Description               Opt[string]                  `json:"description,omitzero"`
	State                     Opt[DataConnectorState]      `json:"state,omitzero"`
	HTTPMethod                Opt[DataConnectorHTTPMethod] `json:"http_method,omitzero"`
	URL                       Opt[string]                  `json:"url,omitzero"`  // with placeholders, such as {{order_id}}
	Body                      Opt[string]                  `json:"body,omitzero"` // with placeholders
	DirectFinUsage            Opt[bool]                    `json:"direct_fin_usage,omitzero"`
	Audiences                 Opt[[]DataConnectorAudience] `json:"audiences,omitzero"`
	Headers                   Opt[[]DataConnectorHeader]   `json:"headers,omitzero"`
	DataInputs                Opt[[]DataConnectorInput]    `json:"data_inputs,omitzero"` // in place of all that there are
	CustomerAuthentication    Opt[bool]                    `json:"customer_authentication,omitzero"`
	BypassAuthentication      Opt[bool]                    `json:"bypass_authentication,omitzero"`
	ValidateMissingAttributes Opt[bool]                    `json:"validate_missing_attributes,omitzero"`
	MockResponse              Attributes                   `json:"mock_response,omitzero"` // an example, of which the ResponseFields are made
	TokenIDs                  Opt[[]ID]                    `json:"token_ids,omitzero"`     // in place of all that there are
}

func (p DataConnectorUpdate) request(id ID) *request {
	r := op("PATCH /data_connectors/{id}", id).upsert()
	headers, _ := p.Headers.Get()
	inputs, _ := p.DataInputs.Get()
	checkDataConnector(r, headers, inputs)
	return r.body(p)
}

// Delete deletes a connector. One that is not a draft is a ConflictError, as is
// one that a workflow or AI agent uses, with the code data_connector_in_use.
func (s *DataConnectorsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /data_connectors/{id}", id), opts)
}

// DataConnectorExecution is the result of using a connector.
//
//intercom:schema data_connector_execution_result
type DataConnectorExecution struct {
	Object

	ID              ID                      `json:"id,omitzero"`
	DataConnectorID ID                      `json:"data_connector_id,omitzero"`
	Success         bool                    `json:"success,omitzero"`
	HTTPMethod      DataConnectorHTTPMethod `json:"http_method,omitzero"`
	HTTPStatus      int                     `json:"http_status,omitzero"` // 0: there was no response
	ErrorType       DataConnectorErrorType  `json:"error_type,omitzero"`
	ErrorMessage    string                  `json:"error_message,omitzero"`
	ExecutionTimeMS int                     `json:"execution_time_ms,omitzero"` // milliseconds
	SourceType      DataConnectorSourceType `json:"source_type,omitzero"`       // what used it
	SourceID        ID                      `json:"source_id,omitzero"`
	ConversationID  ID                      `json:"conversation_id,omitzero"`
	CreatedAt       Time                    `json:"created_at,omitzero"`
	RequestURL      string                  `json:"request_url,omitzero"` // without its query
	RequestBody     string                  `json:"request_body,omitzero"`
	ResponseBody    string                  `json:"response_body,omitzero"`
	RawResponseBody string                  `json:"raw_response_body,omitzero"` // as it was before its fields were mapped
}

// DataConnectorErrorType is why an execution failed.
type DataConnectorErrorType string

// Why executions fail.
const (
	DataConnectorErrorTypeRequestConfiguration           DataConnectorErrorType = "request_configuration_error"
	DataConnectorErrorTypeFaraday                        DataConnectorErrorType = "faraday_error" // of the connection; Faraday is Intercom's HTTP client
	DataConnectorErrorTypeThirdParty                     DataConnectorErrorType = "3rd_party_error"
	DataConnectorErrorTypeResponseMapping                DataConnectorErrorType = "response_mapping_error"
	DataConnectorErrorTypeTokenRefresh                   DataConnectorErrorType = "token_refresh_error"
	DataConnectorErrorTypeFinResponseFormatting          DataConnectorErrorType = "fin_action_response_formatting_error"
	DataConnectorErrorTypeFinIdentityVerification        DataConnectorErrorType = "fin_action_identity_verification_error"
	DataConnectorErrorTypeEmailVerification              DataConnectorErrorType = "email_verification_error"
	DataConnectorErrorTypeStandaloneIdentityVerification DataConnectorErrorType = "non_fin_standalone_action_identity_verification_error"
	DataConnectorErrorTypeRequestValidation              DataConnectorErrorType = "request_validation_error"
	DataConnectorErrorTypeClientSideAction               DataConnectorErrorType = "client_side_action_error"
)

// DataConnectorSourceType is a kind of what uses connectors.
type DataConnectorSourceType string

// What uses connectors.
const (
	DataConnectorSourceTypeCustomBot            DataConnectorSourceType = "custom_bot"
	DataConnectorSourceTypeInboundCustomBot     DataConnectorSourceType = "inbound_custom_bot"
	DataConnectorSourceTypeButtonCustomBot      DataConnectorSourceType = "button_custom_bot"
	DataConnectorSourceTypeAnswer               DataConnectorSourceType = "answer"
	DataConnectorSourceTypeWorkflow             DataConnectorSourceType = "workflow"
	DataConnectorSourceTypeSavedReply           DataConnectorSourceType = "saved_reply" // a macro
	DataConnectorSourceTypeTriggerableCustomBot DataConnectorSourceType = "triggerable_custom_bot"
	DataConnectorSourceTypeInbox                DataConnectorSourceType = "inbox"
	DataConnectorSourceTypeFin                  DataConnectorSourceType = "fin"
)

// ListExecutions lists the executions of a connector in the last hour, without
// the bodies of their requests and responses.
func (s *DataConnectorsService) ListExecutions(ctx context.Context, id ID, opts ...Option) *Pager[*DataConnectorExecution] {
	return list[*DataConnectorExecution](ctx, s.client, op("GET /data_connectors/{data_connector_id}/execution_results", id).paged(30), opts)
}

// DataConnectorListExecutionsOptions are the optional parameters of
// DataConnectors.ListExecutions.
type DataConnectorListExecutionsOptions struct {
	private

	Success       Opt[bool]              // those that succeeded, or those that failed
	ErrorType     DataConnectorErrorType // those that failed so
	Start         Time                   // default an hour ago
	End           Time                   // default now
	IncludeBodies bool                   // of requests and responses
}

func (o DataConnectorListExecutionsOptions) apply(c *config) {
	c.optional("GET /data_connectors/{data_connector_id}/execution_results", o)
}

func (o DataConnectorListExecutionsOptions) set(r *request) {
	r.choice("success", o.Success).query("error_type", string(o.ErrorType)).
		moment("start_ts", o.Start).moment("end_ts", o.End).flag("include_bodies", o.IncludeBodies)
}

// GetExecution returns an execution of a connector, with the bodies of its
// request and response. One that does not exist is a NotFoundError with the code
// execution_result_not_found.
func (s *DataConnectorsService) GetExecution(ctx context.Context, id, executionResult ID, opts ...Option) (*DataConnectorExecution, error) {
	return do[*DataConnectorExecution](ctx, s.client,
		op("GET /data_connectors/{data_connector_id}/execution_results/{id}", id, executionResult), opts)
}
