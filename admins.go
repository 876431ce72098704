package intercom

import (
	"context"
	"encoding/json"
	"strconv"
	"time"
)

// AdminsService reads admins and what they did, and sets them away.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins
type AdminsService service

// Admin is a teammate: somebody with a seat in the workspace.
//
//intercom:schema admin admin_with_app
type Admin struct {
	Object

	Type               string            `json:"type,omitzero"` // "admin", or "team" and "bot" where those can stand as well
	ID                 ID                `json:"id,omitzero"`
	Name               string            `json:"name,omitzero"`
	Email              string            `json:"email,omitzero"`
	EmailVerified      bool              `json:"email_verified,omitzero"` // only in the response to Me
	JobTitle           string            `json:"job_title,omitzero"`
	AwayModeEnabled    bool              `json:"away_mode_enabled,omitzero"`
	AwayModeReassign   bool              `json:"away_mode_reassign,omitzero"` // new replies go to the default inbox
	AwayStatusReasonID ID                `json:"away_status_reason_id,omitzero"`
	AwayStatusReason   string            `json:"away_status_reason,omitzero"` // its label, in place of the id; only in webhooks
	HasInboxSeat       bool              `json:"has_inbox_seat,omitzero"`
	TeamIDs            []ID              `json:"team_ids,omitzero"`
	Avatar             Avatar            `json:"avatar,omitzero"` // in lists only with AdminListOptions
	TeamPriorityLevel  TeamPriorityLevel `json:"team_priority_level,omitzero"`
	Role               AdminRole         `json:"role,omitzero"`
	App                App               `json:"app,omitzero"` // only in the response to Me
}

func (*Admin) load(ref Reference) *request {
	if ref.Type != "admin" {
		return nil
	}
	return op("GET /admins/{admin_id}", ref.ID)
}

// TeamPriorityLevel lists which teams an admin helps first and second.
//
//intercom:schema team_priority_level
type TeamPriorityLevel struct {
	PrimaryTeamIDs   []ID `json:"primary_team_ids,omitzero"`
	SecondaryTeamIDs []ID `json:"secondary_team_ids,omitzero"`
}

// AdminRole is what an admin may do.
type AdminRole struct {
	Type string `json:"type,omitzero"`
	ID   ID     `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
}

// App is the workspace of a token.
//
//intercom:schema app
type App struct {
	Type                 string `json:"type,omitzero"`
	IDCode               string `json:"id_code,omitzero"` // what other responses call app_id and workspace_id
	Name                 string `json:"name,omitzero"`
	Region               string `json:"region,omitzero"`   // "US", "EU" or "AU"; see WithRegion
	Timezone             string `json:"timezone,omitzero"` // IANA name; dates of searches are days in it
	CreatedAt            Time   `json:"created_at,omitzero"`
	IdentityVerification bool   `json:"identity_verification,omitzero"`
	Secure               bool   `json:"secure,omitzero"` // older name of IdentityVerification
}

// Get returns the admin with the given id.
func (s *AdminsService) Get(ctx context.Context, id ID, opts ...Option) (*Admin, error) {
	return do[*Admin](ctx, s.client, op("GET /admins/{admin_id}", id), opts)
}

// Me returns the admin who owns the token, with the workspace in App. Whoever
// uses it for a login must not accept an admin without EmailVerified.
func (s *AdminsService) Me(ctx context.Context, opts ...Option) (*Admin, error) {
	return do[*Admin](ctx, s.client, op("GET /me"), opts)
}

// List lists the admins of the workspace. Intercom sends them all at once.
func (s *AdminsService) List(ctx context.Context, opts ...Option) *Pager[*Admin] {
	return list[*Admin](ctx, s.client, op("GET /admins").in("admins"), opts)
}

// AdminListOptions are the optional parameters of Admins.List.
type AdminListOptions struct {
	private

	Avatars bool // fill in Admin.Avatar
}

func (o AdminListOptions) apply(c *config) { c.optional("GET /admins", o) }

func (o AdminListOptions) set(r *request) { r.flag("display_avatar", o.Avatars) }

// SetAway sets whether the admin is away, and returns the admin. Workspaces can
// demand a reason: without one the call fails with a BadRequestError, code
// away_status_reason_mandatory.
func (s *AdminsService) SetAway(ctx context.Context, id ID, params AdminSetAway, opts ...Option) (*Admin, error) {
	return do[*Admin](ctx, s.client, op("PUT /admins/{admin_id}/away", id).body(params), opts)
}

// AdminSetAway sets whether an admin is away. Both flags are always sent.
type AdminSetAway struct {
	private

	AwayModeEnabled    bool     `json:"away_mode_enabled"`              // required
	AwayModeReassign   bool     `json:"away_mode_reassign"`             // required: new replies go to the default inbox
	AwayStatusReasonID NumberID `json:"away_status_reason_id,omitzero"` // one of AwayStatusReasonsService.List
}

// ListActivityLogs lists what admins did since the given moment, the latest
// first. It needs a plan that has activity logs, otherwise it fails with
// ErrPlanRestricted.
func (s *AdminsService) ListActivityLogs(ctx context.Context, since time.Time, opts ...Option) *Pager[*ActivityLog] {
	return list[*ActivityLog](ctx, s.client, op("GET /admins/activity_logs").paged(60).in("activity_logs").numbered().
		requireMoment("since", At(since)).moment("created_at_after", At(since)), opts)
}

// AdminListActivityLogsOptions are the optional parameters of
// Admins.ListActivityLogs.
type AdminListActivityLogsOptions struct {
	private

	CreatedAtBefore Time // default now
}

func (o AdminListActivityLogsOptions) apply(c *config) { c.optional("GET /admins/activity_logs", o) }

func (o AdminListActivityLogsOptions) set(r *request) {
	r.moment("created_at_before", o.CreatedAtBefore)
}

// SearchActivityLogs lists what admins did of the given types, the latest
// first.
func (s *AdminsService) SearchActivityLogs(ctx context.Context, params AdminSearchActivityLogs, opts ...Option) *Pager[*ActivityLog] {
	return list[*ActivityLog](ctx, s.client, params.request(), opts)
}

// AdminSearchActivityLogs selects activities by their time and type.
type AdminSearchActivityLogs struct {
	private

	CreatedAtAfter  Time           `json:"created_at_after"`           // required
	CreatedAtBefore Time           `json:"created_at_before,omitzero"` // default now
	EventTypes      []ActivityType `json:"event_types,omitzero"`       // default all
}

func (p AdminSearchActivityLogs) request() *request {
	return op("POST /admins/activity_logs/search").paged(60).readOnly().in("activity_logs").numbered().
		requireMoment("CreatedAtAfter", p.CreatedAtAfter).body(activityLogBody{AdminSearchActivityLogs: p})
}

// ListActivityTypes lists the types that SearchActivityLogs knows.
func (s *AdminsService) ListActivityTypes(ctx context.Context, opts ...Option) *Pager[*ActivityType] {
	return list[*ActivityType](ctx, s.client, op("GET /admins/activity_log_event_types").in("event_types"), opts)
}

// ActivityLog is something that an admin did in Intercom.
//
//intercom:schema activity_log
type ActivityLog struct {
	Object

	ID                  ID                  `json:"id,omitzero"`
	PerformedBy         ActivityPerformer   `json:"performed_by,omitzero"`
	Metadata            ActivityLogMetadata `json:"metadata,omitzero"`
	CreatedAt           Time                `json:"created_at,omitzero"`
	ActivityType        ActivityType        `json:"activity_type,omitzero"`
	ActivityDescription string              `json:"activity_description,omitzero"` // a sentence in English
}

// ActivityPerformer is the admin who did something, and from where.
type ActivityPerformer struct {
	Type  string `json:"type,omitzero"`
	ID    ID     `json:"id,omitzero"`
	Email string `json:"email,omitzero"`
	IP    string `json:"ip,omitzero"`
}

// ActivityLogMetadata is what belongs to an activity; each type of activity has
// some of the fields. What has no field here is found by ActivityLog.Lookup.
//
//intercom:schema activity_log_metadata
type ActivityLogMetadata struct {
	SignInMethod                string                    `json:"sign_in_method,omitzero"`
	ExternalID                  string                    `json:"external_id,omitzero"` // your own id of a contact
	AwayMode                    bool                      `json:"away_mode,omitzero"`
	AwayStatusReason            string                    `json:"away_status_reason,omitzero"` // emoji and label
	ReassignConversations       bool                      `json:"reassign_conversations,omitzero"`
	Source                      string                    `json:"source,omitzero"`       // of a change of the away mode
	AutoChanged                 string                    `json:"auto_changed,omitzero"` // "true" if nobody changed it by hand
	UpdateBy                    ID                        `json:"update_by,omitzero"`    // the admin who changed it
	UpdateByName                string                    `json:"update_by_name,omitzero"`
	PreviousState               string                    `json:"previous_state,omitzero"` // "idle", "occupied", or empty
	NewState                    string                    `json:"new_state,omitzero"`      // "idle" or "occupied"
	ThresholdMinutes            int                       `json:"threshold_minutes,omitzero"`
	LastActivityAt              Time                      `json:"last_activity_at,omitzero"`
	Auto                        bool                      `json:"auto,omitzero"`         // the state was not set by an admin
	SettingType                 string                    `json:"setting_type,omitzero"` // which settings Changes is about
	Changes                     map[string]ActivityChange `json:"changes,omitzero"`      // by name of the setting
	ConversationAssignmentLimit int                       `json:"conversation_assignment_limit,omitzero"`
	TicketAssignmentLimit       int                       `json:"ticket_assignment_limit,omitzero"`
	Team                        ActivityTeam              `json:"team,omitzero"`
	TeamAssignmentLimit         int                       `json:"team_assignment_limit,omitzero"` // 0 if it was taken away
	Enabled                     bool                      `json:"enabled,omitzero"`
	Mode                        string                    `json:"mode,omitzero"`
	ConsentID                   ID                        `json:"consent_id,omitzero"` // of the permission to impersonate
	ExpiredAt                   Time                      `json:"expired_at,omitzero"` // of that permission
	Before                      json.RawMessage           `json:"before,omitzero"`     // a string for some types, an object for others
	After                       json.RawMessage           `json:"after,omitzero"`
	Message                     ActivityMessage           `json:"message,omitzero"`
	Admin                       ActivityAdmin             `json:"admin,omitzero"`
}

// ActivityChange is what a setting was and is.
type ActivityChange struct {
	Before json.RawMessage `json:"before,omitzero"`
	After  json.RawMessage `json:"after,omitzero"`
}

// ActivityTeam is the team that an activity was about.
type ActivityTeam struct {
	ID          ID     `json:"id,omitzero"`
	Name        string `json:"name,omitzero"`
	MemberCount int    `json:"member_count,omitzero"`
}

// ActivityAdmin is the admin that an activity was about.
type ActivityAdmin struct {
	ID        ID     `json:"id,omitzero"`
	FirstName string `json:"first_name,omitzero"`
	LastName  string `json:"last_name,omitzero"`
}

// ActivityMessage is the message that an activity was about.
type ActivityMessage struct {
	ID    ID     `json:"id,omitzero"`
	Title string `json:"title,omitzero"`
}

// activityLogBody is the body of a search. Its place in the list is in it.
type activityLogBody struct {
	AdminSearchActivityLogs
	Page    int `json:"page,omitzero"`
	PerPage int `json:"per_page,omitzero"`
}

func (b activityLogBody) cursor() string { return cursorPage }

func (b activityLogBody) at(value string, perPage int) any {
	b.Page, _ = strconv.Atoi(value)
	b.PerPage = perPage
	return b
}

// ActivityType is a kind of activity. Workspaces know others as well: see
// ListActivityTypes.
type ActivityType string

// What admins can do.
const (
	ActivityTypeAdminAvatarChange                        ActivityType = "admin_avatar_change"
	ActivityTypeAdminAwayModeChange                      ActivityType = "admin_away_mode_change"
	ActivityTypeAdminConversationAssignmentLimitChange   ActivityType = "admin_conversation_assignment_limit_change"
	ActivityTypeAdminDeletion                            ActivityType = "admin_deletion"
	ActivityTypeAdminDeprovisioned                       ActivityType = "admin_deprovisioned"
	ActivityTypeAdminImpersonationConsentApproved        ActivityType = "admin_impersonation_consent_approved"
	ActivityTypeAdminImpersonationConsentRevoked         ActivityType = "admin_impersonation_consent_revoked"
	ActivityTypeAdminImpersonationEnd                    ActivityType = "admin_impersonation_end"
	ActivityTypeAdminImpersonationStart                  ActivityType = "admin_impersonation_start"
	ActivityTypeAdminInviteChange                        ActivityType = "admin_invite_change"
	ActivityTypeAdminInviteCreation                      ActivityType = "admin_invite_creation"
	ActivityTypeAdminInviteDeletion                      ActivityType = "admin_invite_deletion"
	ActivityTypeAdminLoginFailure                        ActivityType = "admin_login_failure"
	ActivityTypeAdminLoginSuccess                        ActivityType = "admin_login_success"
	ActivityTypeAdminLogout                              ActivityType = "admin_logout"
	ActivityTypeAdminOccupancySettingChange              ActivityType = "admin_occupancy_setting_change"
	ActivityTypeAdminOccupancyStateChange                ActivityType = "admin_occupancy_state_change"
	ActivityTypeAdminPasswordResetRequest                ActivityType = "admin_password_reset_request"
	ActivityTypeAdminPasswordResetSuccess                ActivityType = "admin_password_reset_success"
	ActivityTypeAdminPermissionChange                    ActivityType = "admin_permission_change"
	ActivityTypeAdminProvisioned                         ActivityType = "admin_provisioned"
	ActivityTypeAdminTicketAssignmentLimitChange         ActivityType = "admin_ticket_assignment_limit_change"
	ActivityTypeAdminTwoFactorAuthChange                 ActivityType = "admin_two_factor_auth_change"
	ActivityTypeAdminUnauthorizedSignInMethod            ActivityType = "admin_unauthorized_sign_in_method"
	ActivityTypeAllowedAttachmentFiletypesSettingChange  ActivityType = "allowed_attachment_filetypes_setting_change"
	ActivityTypeAppAdminJoin                             ActivityType = "app_admin_join"
	ActivityTypeAppAuthenticationMethodChange            ActivityType = "app_authentication_method_change"
	ActivityTypeAppDataDeletion                          ActivityType = "app_data_deletion"
	ActivityTypeAppDataExport                            ActivityType = "app_data_export"
	ActivityTypeAppGoogleSSODomainChange                 ActivityType = "app_google_sso_domain_change"
	ActivityTypeAppIdentityVerificationChange            ActivityType = "app_identity_verification_change"
	ActivityTypeAppNameChange                            ActivityType = "app_name_change"
	ActivityTypeAppOutboundAddressChange                 ActivityType = "app_outbound_address_change"
	ActivityTypeAppPackageInstallation                   ActivityType = "app_package_installation"
	ActivityTypeAppPackageTokenRegeneration              ActivityType = "app_package_token_regeneration"
	ActivityTypeAppPackageUninstallation                 ActivityType = "app_package_uninstallation"
	ActivityTypeAppTeamCreation                          ActivityType = "app_team_creation"
	ActivityTypeAppTeamDeletion                          ActivityType = "app_team_deletion"
	ActivityTypeAppTeamMembershipModification            ActivityType = "app_team_membership_modification"
	ActivityTypeAppTimezoneChange                        ActivityType = "app_timezone_change"
	ActivityTypeAppWebhookCreation                       ActivityType = "app_webhook_creation"
	ActivityTypeAppWebhookDeletion                       ActivityType = "app_webhook_deletion"
	ActivityTypeArticlesInMessengerEnabledChange         ActivityType = "articles_in_messenger_enabled_change"
	ActivityTypeAttachUploadsInlineSettingChange         ActivityType = "attach_uploads_inline_setting_change"
	ActivityTypeAutomaticAwayModeSettingChange           ActivityType = "automatic_away_mode_setting_change"
	ActivityTypeBulkDelete                               ActivityType = "bulk_delete"
	ActivityTypeBulkExport                               ActivityType = "bulk_export"
	ActivityTypeCampaignDeletion                         ActivityType = "campaign_deletion"
	ActivityTypeCampaignStateChange                      ActivityType = "campaign_state_change"
	ActivityTypeContentRedactionRuleCreation             ActivityType = "content_redaction_rule_creation"
	ActivityTypeContentRedactionRuleDeletion             ActivityType = "content_redaction_rule_deletion"
	ActivityTypeContentRedactionRuleUpdate               ActivityType = "content_redaction_rule_update"
	ActivityTypeConversationDeletionScheduleCreation     ActivityType = "conversation_deletion_schedule_creation"
	ActivityTypeConversationDeletionScheduleDeletion     ActivityType = "conversation_deletion_schedule_deletion"
	ActivityTypeConversationDeletionScheduleStateChange  ActivityType = "conversation_deletion_schedule_state_change"
	ActivityTypeConversationDeletionScheduleUpdate       ActivityType = "conversation_deletion_schedule_update"
	ActivityTypeConversationPartDeletion                 ActivityType = "conversation_part_deletion"
	ActivityTypeConversationPDFExport                    ActivityType = "conversation_pdf_export"
	ActivityTypeConversationTopicChange                  ActivityType = "conversation_topic_change"
	ActivityTypeConversationTopicCreation                ActivityType = "conversation_topic_creation"
	ActivityTypeConversationTopicDeletion                ActivityType = "conversation_topic_deletion"
	ActivityTypeCSVImportCompletion                      ActivityType = "csv_import_completion"
	ActivityTypeCSVImportCreation                        ActivityType = "csv_import_creation"
	ActivityTypeCustomAuthenticationTokenCreation        ActivityType = "custom_authentication_token_creation"
	ActivityTypeHelpCenterSettingsChange                 ActivityType = "help_center_settings_change"
	ActivityTypeHideCSATFromAgentsSettingChange          ActivityType = "hide_csat_from_agents_setting_change"
	ActivityTypeInboundConversationsChange               ActivityType = "inbound_conversations_change"
	ActivityTypeInboxAccessChange                        ActivityType = "inbox_access_change"
	ActivityTypeMacroCreation                            ActivityType = "macro_creation"
	ActivityTypeMacroDeletion                            ActivityType = "macro_deletion"
	ActivityTypeMacroUpdate                              ActivityType = "macro_update"
	ActivityTypeMacroUsageExport                         ActivityType = "macro_usage_export"
	ActivityTypeMaliciousDomainsSettingChange            ActivityType = "malicious_domains_setting_change"
	ActivityTypeMessageDeletion                          ActivityType = "message_deletion"
	ActivityTypeMessageStateChange                       ActivityType = "message_state_change"
	ActivityTypeMessengerAPISecretCreation               ActivityType = "messenger_api_secret_creation"
	ActivityTypeMessengerAPISecretDeletion               ActivityType = "messenger_api_secret_deletion"
	ActivityTypeMessengerLookAndFeelChange               ActivityType = "messenger_look_and_feel_change"
	ActivityTypeMessengerSearchRequiredChange            ActivityType = "messenger_search_required_change"
	ActivityTypeMessengerSpacesChange                    ActivityType = "messenger_spaces_change"
	ActivityTypeOAuthTokenRevocation                     ActivityType = "oauth_token_revocation"
	ActivityTypeOfficeHoursChange                        ActivityType = "office_hours_change"
	ActivityTypeRoleChange                               ActivityType = "role_change"
	ActivityTypeRoleCreation                             ActivityType = "role_creation"
	ActivityTypeRoleDeletion                             ActivityType = "role_deletion"
	ActivityTypeRulesetActivationTitlePreview            ActivityType = "ruleset_activation_title_preview"
	ActivityTypeRulesetCreation                          ActivityType = "ruleset_creation"
	ActivityTypeRulesetDeletion                          ActivityType = "ruleset_deletion"
	ActivityTypeSearchBrowseEnabledChange                ActivityType = "search_browse_enabled_change"
	ActivityTypeSearchBrowseRequiredChange               ActivityType = "search_browse_required_change"
	ActivityTypeSeatChange                               ActivityType = "seat_change"
	ActivityTypeSeatRevoke                               ActivityType = "seat_revoke"
	ActivityTypeSecuritySettingsChange                   ActivityType = "security_settings_change"
	ActivityTypeSeriesCreation                           ActivityType = "series_creation"
	ActivityTypeSeriesDeletion                           ActivityType = "series_deletion"
	ActivityTypeSeriesSettingsUpdate                     ActivityType = "series_settings_update"
	ActivityTypeSeriesStatusChange                       ActivityType = "series_status_change"
	ActivityTypeSeriesUpdate                             ActivityType = "series_update"
	ActivityTypeStripInboundEmailLinksChange             ActivityType = "strip_inbound_email_links_change"
	ActivityTypeTeamAssignmentLimitChange                ActivityType = "team_assignment_limit_change"
	ActivityTypeTeammateGIFsSettingChange                ActivityType = "teammate_gifs_setting_change"
	ActivityTypeTemporaryExpectationChange               ActivityType = "temporary_expectation_change"
	ActivityTypeTrustedDomainsSettingChange              ActivityType = "trusted_domains_setting_change"
	ActivityTypeUnassignUnsnoozedAtCapacitySettingChange ActivityType = "unassign_unsnoozed_at_capacity_setting_change"
	ActivityTypeUnassignUnsnoozedWhenAwaySettingChange   ActivityType = "unassign_unsnoozed_when_away_setting_change"
	ActivityTypeUpfrontEmailCollectionChange             ActivityType = "upfront_email_collection_change"
	ActivityTypeUserCameraAttachmentsSettingChange       ActivityType = "user_camera_attachments_setting_change"
	ActivityTypeUserConversationAttachmentsSettingChange ActivityType = "user_conversation_attachments_setting_change"
	ActivityTypeUserFileAttachmentsSettingChange         ActivityType = "user_file_attachments_setting_change"
	ActivityTypeUserGIFsSettingChange                    ActivityType = "user_gifs_setting_change"
	ActivityTypeUserMediaAttachmentsSettingChange        ActivityType = "user_media_attachments_setting_change"
	ActivityTypeUserVoiceNotesSettingChange              ActivityType = "user_voice_notes_setting_change"
	ActivityTypeWelcomeMessageChange                     ActivityType = "welcome_message_change"
	ActivityTypeWorkspaceDeletionRequest                 ActivityType = "workspace_deletion_request"
)
