package intercom

import (
	"context"
	"encoding/json"
	"strconv"
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
	EmailVerified      bool              `json:"email_verified,omitzero"` // only in the answer of Me
	JobTitle           string            `json:"job_title,omitzero"`
	AwayModeEnabled    bool              `json:"away_mode_enabled,omitzero"`
	AwayModeReassign   bool              `json:"away_mode_reassign,omitzero"` // new replies go to the default inbox
	AwayStatusReasonID ID                `json:"away_status_reason_id,omitzero"`
	HasInboxSeat       bool              `json:"has_inbox_seat,omitzero"`
	TeamIDs            []ID              `json:"team_ids,omitzero"`
	Avatar             Avatar            `json:"avatar,omitzero"` // of lists, only in that of ListWithAvatars
	TeamPriorityLevel  TeamPriorityLevel `json:"team_priority_level,omitzero"`
	Role               AdminRole         `json:"role,omitzero"`
	App                App               `json:"app,omitzero"` // only in the answer of Me
}

// TeamPriorityLevel says which teams an admin helps first and second.
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
	IDCode               string `json:"id_code,omitzero"` // what other answers call app_id and workspace_id
	Name                 string `json:"name,omitzero"`
	Region               string `json:"region,omitzero"`   // "US", "EU" or "AU"; see WithRegion
	Timezone             string `json:"timezone,omitzero"` // IANA name; dates of searches are days in it
	CreatedAt            Time   `json:"created_at,omitzero"`
	IdentityVerification bool   `json:"identity_verification,omitzero"`
	Secure               bool   `json:"secure,omitzero"` // older name of IdentityVerification
}

// Get returns the admin with the given id.
func (s *AdminsService) Get(ctx context.Context, id ID, opts ...Option) (*Admin, error) {
	return do[Admin](ctx, s.client, op("GET /admins/{admin_id}", id), opts)
}

// Me returns the admin who owns the token, with the workspace in App. Whoever
// uses it for a login must not accept an admin without EmailVerified.
func (s *AdminsService) Me(ctx context.Context, opts ...Option) (*Admin, error) {
	return do[Admin](ctx, s.client, op("GET /me"), opts)
}

// List lists the admins of the workspace. Intercom sends them all at once.
func (s *AdminsService) List(ctx context.Context, opts ...Option) *Pager[Admin] {
	return list[Admin](ctx, s.client, op("GET /admins").in("admins"), opts)
}

// ListWithAvatars is List with the pictures of the admins.
func (s *AdminsService) ListWithAvatars(ctx context.Context, opts ...Option) *Pager[Admin] {
	return list[Admin](ctx, s.client, op("GET /admins").in("admins").query("display_avatar", "true"), opts)
}

// SetAway sets whether the admin is away, and returns the admin. Workspaces can
// demand a reason: without one they answer with a BadRequestError, code
// away_status_reason_mandatory.
func (s *AdminsService) SetAway(ctx context.Context, admin ID, params AdminAway, opts ...Option) (*Admin, error) {
	return do[Admin](ctx, s.client, op("PUT /admins/{admin_id}/away", admin).body(params), opts)
}

// AdminAway says whether an admin is away. Both flags are always sent.
type AdminAway struct {
	AwayModeEnabled    bool     `json:"away_mode_enabled"`              // required
	AwayModeReassign   bool     `json:"away_mode_reassign"`             // required: new replies go to the default inbox
	AwayStatusReasonID NumberID `json:"away_status_reason_id,omitzero"` // one of AwayStatusReasonsService.List
}

// ListActivityLogs lists what admins did, the latest first. It needs a plan
// that has activity logs, else it fails with ErrPlanRestricted.
func (s *AdminsService) ListActivityLogs(ctx context.Context, filter ActivityLogFilter, opts ...Option) *Pager[ActivityLog] {
	return list[ActivityLog](ctx, s.client, filter.apply(op("GET /admins/activity_logs").in("activity_logs").numbered()), opts)
}

// ActivityLogFilter selects activities by their time.
type ActivityLogFilter struct {
	CreatedAtAfter  Time // required
	CreatedAtBefore Time // default now
}

func (f ActivityLogFilter) apply(r *request) *request {
	return r.since(f.CreatedAtAfter).moment("created_at_after", f.CreatedAtAfter).moment("created_at_before", f.CreatedAtBefore)
}

// SearchActivityLogs lists what admins did of the given types, the latest
// first.
func (s *AdminsService) SearchActivityLogs(ctx context.Context, search ActivityLogSearch, opts ...Option) *Pager[ActivityLog] {
	return list[ActivityLog](ctx, s.client, op("POST /admins/activity_logs/search").readOnly().in("activity_logs").numbered().since(search.CreatedAtAfter).body(activityLogBody{ActivityLogSearch: search}), opts)
}

// ActivityLogSearch selects activities by their time and type.
type ActivityLogSearch struct {
	CreatedAtAfter  Time           `json:"created_at_after"`           // required
	CreatedAtBefore Time           `json:"created_at_before,omitzero"` // default now
	EventTypes      []ActivityType `json:"event_types,omitzero"`       // default all
}

// ListActivityTypes lists the types that SearchActivityLogs knows.
func (s *AdminsService) ListActivityTypes(ctx context.Context, opts ...Option) *Pager[ActivityType] {
	return list[ActivityType](ctx, s.client, op("GET /admins/activity_log_event_types").in("event_types"), opts)
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
	ActivityLogSearch
	Page    int `json:"page,omitzero"`
	PerPage int `json:"per_page,omitzero"`
}

func (b activityLogBody) at(_, value string, perPage int) any {
	b.Page, _ = strconv.Atoi(value)
	b.PerPage = perPage
	return b
}

// since requires the beginning of a span of time.
func (r *request) since(t Time) *request {
	if t.IsZero() {
		r.invalid("CreatedAtAfter", "is required")
	}
	return r
}

// ActivityType is a kind of activity. Workspaces know others as well: see
// ListActivityTypes.
type ActivityType string

// What admins can do.
const (
	ActivityAdminAvatarChange                        ActivityType = "admin_avatar_change"
	ActivityAdminAwayModeChange                      ActivityType = "admin_away_mode_change"
	ActivityAdminConversationAssignmentLimitChange   ActivityType = "admin_conversation_assignment_limit_change"
	ActivityAdminDeletion                            ActivityType = "admin_deletion"
	ActivityAdminDeprovisioned                       ActivityType = "admin_deprovisioned"
	ActivityAdminImpersonationConsentApproved        ActivityType = "admin_impersonation_consent_approved"
	ActivityAdminImpersonationConsentRevoked         ActivityType = "admin_impersonation_consent_revoked"
	ActivityAdminImpersonationEnd                    ActivityType = "admin_impersonation_end"
	ActivityAdminImpersonationStart                  ActivityType = "admin_impersonation_start"
	ActivityAdminInviteChange                        ActivityType = "admin_invite_change"
	ActivityAdminInviteCreation                      ActivityType = "admin_invite_creation"
	ActivityAdminInviteDeletion                      ActivityType = "admin_invite_deletion"
	ActivityAdminLoginFailure                        ActivityType = "admin_login_failure"
	ActivityAdminLoginSuccess                        ActivityType = "admin_login_success"
	ActivityAdminLogout                              ActivityType = "admin_logout"
	ActivityAdminOccupancySettingChange              ActivityType = "admin_occupancy_setting_change"
	ActivityAdminOccupancyStateChange                ActivityType = "admin_occupancy_state_change"
	ActivityAdminPasswordResetRequest                ActivityType = "admin_password_reset_request"
	ActivityAdminPasswordResetSuccess                ActivityType = "admin_password_reset_success"
	ActivityAdminPermissionChange                    ActivityType = "admin_permission_change"
	ActivityAdminProvisioned                         ActivityType = "admin_provisioned"
	ActivityAdminTicketAssignmentLimitChange         ActivityType = "admin_ticket_assignment_limit_change"
	ActivityAdminTwoFactorAuthChange                 ActivityType = "admin_two_factor_auth_change"
	ActivityAdminUnauthorizedSignInMethod            ActivityType = "admin_unauthorized_sign_in_method"
	ActivityAllowedAttachmentFiletypesSettingChange  ActivityType = "allowed_attachment_filetypes_setting_change"
	ActivityAppAdminJoin                             ActivityType = "app_admin_join"
	ActivityAppAuthenticationMethodChange            ActivityType = "app_authentication_method_change"
	ActivityAppDataDeletion                          ActivityType = "app_data_deletion"
	ActivityAppDataExport                            ActivityType = "app_data_export"
	ActivityAppGoogleSSODomainChange                 ActivityType = "app_google_sso_domain_change"
	ActivityAppIdentityVerificationChange            ActivityType = "app_identity_verification_change"
	ActivityAppNameChange                            ActivityType = "app_name_change"
	ActivityAppOutboundAddressChange                 ActivityType = "app_outbound_address_change"
	ActivityAppPackageInstallation                   ActivityType = "app_package_installation"
	ActivityAppPackageTokenRegeneration              ActivityType = "app_package_token_regeneration"
	ActivityAppPackageUninstallation                 ActivityType = "app_package_uninstallation"
	ActivityAppTeamCreation                          ActivityType = "app_team_creation"
	ActivityAppTeamDeletion                          ActivityType = "app_team_deletion"
	ActivityAppTeamMembershipModification            ActivityType = "app_team_membership_modification"
	ActivityAppTimezoneChange                        ActivityType = "app_timezone_change"
	ActivityAppWebhookCreation                       ActivityType = "app_webhook_creation"
	ActivityAppWebhookDeletion                       ActivityType = "app_webhook_deletion"
	ActivityArticlesInMessengerEnabledChange         ActivityType = "articles_in_messenger_enabled_change"
	ActivityAttachUploadsInlineSettingChange         ActivityType = "attach_uploads_inline_setting_change"
	ActivityAutomaticAwayModeSettingChange           ActivityType = "automatic_away_mode_setting_change"
	ActivityBulkDelete                               ActivityType = "bulk_delete"
	ActivityBulkExport                               ActivityType = "bulk_export"
	ActivityCampaignDeletion                         ActivityType = "campaign_deletion"
	ActivityCampaignStateChange                      ActivityType = "campaign_state_change"
	ActivityContentRedactionRuleCreation             ActivityType = "content_redaction_rule_creation"
	ActivityContentRedactionRuleDeletion             ActivityType = "content_redaction_rule_deletion"
	ActivityContentRedactionRuleUpdate               ActivityType = "content_redaction_rule_update"
	ActivityConversationDeletionScheduleCreation     ActivityType = "conversation_deletion_schedule_creation"
	ActivityConversationDeletionScheduleDeletion     ActivityType = "conversation_deletion_schedule_deletion"
	ActivityConversationDeletionScheduleStateChange  ActivityType = "conversation_deletion_schedule_state_change"
	ActivityConversationDeletionScheduleUpdate       ActivityType = "conversation_deletion_schedule_update"
	ActivityConversationPartDeletion                 ActivityType = "conversation_part_deletion"
	ActivityConversationPDFExport                    ActivityType = "conversation_pdf_export"
	ActivityConversationTopicChange                  ActivityType = "conversation_topic_change"
	ActivityConversationTopicCreation                ActivityType = "conversation_topic_creation"
	ActivityConversationTopicDeletion                ActivityType = "conversation_topic_deletion"
	ActivityCSVImportCompletion                      ActivityType = "csv_import_completion"
	ActivityCSVImportCreation                        ActivityType = "csv_import_creation"
	ActivityCustomAuthenticationTokenCreation        ActivityType = "custom_authentication_token_creation"
	ActivityHelpCenterSettingsChange                 ActivityType = "help_center_settings_change"
	ActivityHideCSATFromAgentsSettingChange          ActivityType = "hide_csat_from_agents_setting_change"
	ActivityInboundConversationsChange               ActivityType = "inbound_conversations_change"
	ActivityInboxAccessChange                        ActivityType = "inbox_access_change"
	ActivityMacroCreation                            ActivityType = "macro_creation"
	ActivityMacroDeletion                            ActivityType = "macro_deletion"
	ActivityMacroUpdate                              ActivityType = "macro_update"
	ActivityMacroUsageExport                         ActivityType = "macro_usage_export"
	ActivityMaliciousDomainsSettingChange            ActivityType = "malicious_domains_setting_change"
	ActivityMessageDeletion                          ActivityType = "message_deletion"
	ActivityMessageStateChange                       ActivityType = "message_state_change"
	ActivityMessengerAPISecretCreation               ActivityType = "messenger_api_secret_creation"
	ActivityMessengerAPISecretDeletion               ActivityType = "messenger_api_secret_deletion"
	ActivityMessengerLookAndFeelChange               ActivityType = "messenger_look_and_feel_change"
	ActivityMessengerSearchRequiredChange            ActivityType = "messenger_search_required_change"
	ActivityMessengerSpacesChange                    ActivityType = "messenger_spaces_change"
	ActivityOAuthTokenRevocation                     ActivityType = "oauth_token_revocation"
	ActivityOfficeHoursChange                        ActivityType = "office_hours_change"
	ActivityRoleChange                               ActivityType = "role_change"
	ActivityRoleCreation                             ActivityType = "role_creation"
	ActivityRoleDeletion                             ActivityType = "role_deletion"
	ActivityRulesetActivationTitlePreview            ActivityType = "ruleset_activation_title_preview"
	ActivityRulesetCreation                          ActivityType = "ruleset_creation"
	ActivityRulesetDeletion                          ActivityType = "ruleset_deletion"
	ActivitySearchBrowseEnabledChange                ActivityType = "search_browse_enabled_change"
	ActivitySearchBrowseRequiredChange               ActivityType = "search_browse_required_change"
	ActivitySeatChange                               ActivityType = "seat_change"
	ActivitySeatRevoke                               ActivityType = "seat_revoke"
	ActivitySecuritySettingsChange                   ActivityType = "security_settings_change"
	ActivitySeriesCreation                           ActivityType = "series_creation"
	ActivitySeriesDeletion                           ActivityType = "series_deletion"
	ActivitySeriesSettingsUpdate                     ActivityType = "series_settings_update"
	ActivitySeriesStatusChange                       ActivityType = "series_status_change"
	ActivitySeriesUpdate                             ActivityType = "series_update"
	ActivityStripInboundEmailLinksChange             ActivityType = "strip_inbound_email_links_change"
	ActivityTeamAssignmentLimitChange                ActivityType = "team_assignment_limit_change"
	ActivityTeammateGIFsSettingChange                ActivityType = "teammate_gifs_setting_change"
	ActivityTemporaryExpectationChange               ActivityType = "temporary_expectation_change"
	ActivityTrustedDomainsSettingChange              ActivityType = "trusted_domains_setting_change"
	ActivityUnassignUnsnoozedAtCapacitySettingChange ActivityType = "unassign_unsnoozed_at_capacity_setting_change"
	ActivityUnassignUnsnoozedWhenAwaySettingChange   ActivityType = "unassign_unsnoozed_when_away_setting_change"
	ActivityUpfrontEmailCollectionChange             ActivityType = "upfront_email_collection_change"
	ActivityUserCameraAttachmentsSettingChange       ActivityType = "user_camera_attachments_setting_change"
	ActivityUserConversationAttachmentsSettingChange ActivityType = "user_conversation_attachments_setting_change"
	ActivityUserFileAttachmentsSettingChange         ActivityType = "user_file_attachments_setting_change"
	ActivityUserGIFsSettingChange                    ActivityType = "user_gifs_setting_change"
	ActivityUserMediaAttachmentsSettingChange        ActivityType = "user_media_attachments_setting_change"
	ActivityUserVoiceNotesSettingChange              ActivityType = "user_voice_notes_setting_change"
	ActivityWelcomeMessageChange                     ActivityType = "welcome_message_change"
	ActivityWorkspaceDeletionRequest                 ActivityType = "workspace_deletion_request"
)
