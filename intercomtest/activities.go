package intercomtest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// activity is an entry of the activity logs.
type activity struct {
	id          string
	kind        string
	description string
	at          int64
	by          *admin
	metadata    object
}

func activityJSON(a *activity) object {
	metadata := a.metadata
	if metadata == nil {
		metadata = object{}
	}
	return object{
		"id":                   a.id,
		"performed_by":         object{"type": "admin", "id": a.by.id, "email": a.by.email, "ip": "198.51.100.7"},
		"metadata":             metadata,
		"created_at":           a.at,
		"activity_type":        a.kind,
		"activity_description": a.description,
	}
}

// log notes what an admin did, and reports it.
func (w *workspace) log(by *admin, kind, description string, metadata object) *activity {
	a := w.note(by, kind, description, metadata)
	w.activityLogged(a)
	return a
}

// note notes what an admin did.
func (w *workspace) note(by *admin, kind, description string, metadata object) *activity {
	a := &activity{id: uuid(), kind: kind, description: description, at: w.unix(), by: by, metadata: metadata}
	return w.activities.add(a.id, a)
}

// logThing notes that the owner of the token did something to a thing, such as
// "tag_deletion". Intercom logs nothing of that, so nobody is notified.
func (w *workspace) logThing(kind, id, name string) {
	w.note(w.me(), kind, fmt.Sprintf("%s: %s %q by %s.", kind, id, name, w.me().name), object{"id": id, "name": name})
}

// logged logs what a handler did to the thing that it responds with.
func (w *workspace) logged(kind string, handle handler) handler {
	return func(x *exchange) (any, error) {
		v, err := handle(x)
		if o, ok := v.(object); ok && err == nil {
			w.logThing(kind, fmt.Sprint(o["id"]), fmt.Sprint(o["name"]))
		}
		return v, err
	}
}

// AddActivity adds an entry to the activity logs, by the owner of the token,
// and returns its id. It is for what the fake has no way to do, such as a
// login that failed. Metadata must be fit for JSON.
//
// The fake itself logs away modes, admins and teams as Intercom does. It also
// logs, which Intercom does not, what is created and deleted: tag_creation,
// tag_deletion, company_creation, company_deletion, data_attribute_creation
// and data_attribute_update.
func (s *Server) AddActivity(activityType, description string, metadata map[string]any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	return w.log(w.me(), activityType, description, metadata).id
}

func (w *workspace) listActivityTypes(*exchange) (any, error) {
	return object{"type": "activity_log_event_type.list", "event_types": activityTypes}, nil
}

// listActivities takes its span of time, and its place in it, from the query.
func (w *workspace) listActivities(x *exchange) (any, error) {
	return w.activitiesBetween(x, x.query.Get("created_at_after"), x.query.Get("created_at_before"), nil)
}

// searchActivities takes them from the body.
func (w *workspace) searchActivities(x *exchange) (any, error) {
	var types []string
	list, ok := x.body["event_types"].([]any)
	if x.body["event_types"] != nil && !ok {
		return nil, invalid("event_types", "event_types must be an array")
	}
	for _, v := range list {
		name, _ := v.(string)
		types = append(types, name)
	}
	x.query = url.Values{}
	for _, key := range []string{"page", "per_page"} {
		if x.body.has(key) {
			x.query.Set(key, x.body.text(key))
		}
	}
	return w.activitiesBetween(x, x.body.text("created_at_after"), x.body.text("created_at_before"), types)
}

func (w *workspace) activitiesBetween(x *exchange, after, before string, types []string) (any, error) {
	if after == "" {
		return nil, failure(http.StatusNotFound, "parameter_not_found", "created_at_after not specified")
	}
	from, err := secondsOf("created_at_after", after)
	if err != nil {
		return nil, err
	}
	to := x.now
	if before != "" {
		if to, err = secondsOf("created_at_before", before); err != nil {
			return nil, err
		}
	}
	found := w.activities.where(func(a *activity) bool {
		return a.at >= from && a.at <= to && (len(types) == 0 || slices.Contains(types, a.kind))
	})
	slices.Reverse(found)
	page, pages, err := paged(x, found, 20, 250)
	if err != nil {
		return nil, err
	}
	return object{"type": "activity_log.list", "pages": pages, "activity_logs": render(page, activityJSON)}, nil
}

// secondsOf reads a moment as text: Unix seconds, or ISO 8601.
func secondsOf(key, text string) (int64, error) {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return seconds, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.Unix(), nil
	}
	return 0, invalid(key, "%s must be a Unix timestamp or a time in ISO 8601", key)
}

// activityTypes are those that can be searched for.
var activityTypes = []string{
	"admin_avatar_change", "admin_away_mode_change", "admin_conversation_assignment_limit_change", "admin_deletion",
	"admin_deprovisioned", "admin_impersonation_consent_approved", "admin_impersonation_consent_revoked",
	"admin_impersonation_end", "admin_impersonation_start", "admin_invite_change", "admin_invite_creation",
	"admin_invite_deletion", "admin_login_failure", "admin_login_success", "admin_logout",
	"admin_occupancy_setting_change", "admin_occupancy_state_change", "admin_password_reset_request",
	"admin_password_reset_success", "admin_permission_change", "admin_provisioned",
	"admin_ticket_assignment_limit_change", "admin_two_factor_auth_change", "admin_unauthorized_sign_in_method",
	"allowed_attachment_filetypes_setting_change", "app_admin_join", "app_authentication_method_change",
	"app_data_deletion", "app_data_export", "app_google_sso_domain_change", "app_identity_verification_change",
	"app_name_change", "app_outbound_address_change", "app_package_installation", "app_package_token_regeneration",
	"app_package_uninstallation", "app_team_creation", "app_team_deletion", "app_team_membership_modification",
	"app_timezone_change", "app_webhook_creation", "app_webhook_deletion", "articles_in_messenger_enabled_change",
	"attach_uploads_inline_setting_change", "automatic_away_mode_setting_change", "bulk_delete", "bulk_export",
	"campaign_deletion", "campaign_state_change", "content_redaction_rule_creation", "content_redaction_rule_deletion",
	"content_redaction_rule_update", "conversation_deletion_schedule_creation",
	"conversation_deletion_schedule_deletion", "conversation_deletion_schedule_state_change",
	"conversation_deletion_schedule_update", "conversation_part_deletion", "conversation_pdf_export",
	"conversation_topic_change", "conversation_topic_creation", "conversation_topic_deletion", "csv_import_completion",
	"csv_import_creation", "custom_authentication_token_creation", "help_center_settings_change",
	"hide_csat_from_agents_setting_change", "inbound_conversations_change", "inbox_access_change", "macro_creation",
	"macro_deletion", "macro_update", "macro_usage_export", "malicious_domains_setting_change", "message_deletion",
	"message_state_change", "messenger_api_secret_creation", "messenger_api_secret_deletion",
	"messenger_look_and_feel_change", "messenger_search_required_change", "messenger_spaces_change",
	"oauth_token_revocation", "office_hours_change", "role_change", "role_creation", "role_deletion",
	"ruleset_activation_title_preview", "ruleset_creation", "ruleset_deletion", "search_browse_enabled_change",
	"search_browse_required_change", "seat_change", "seat_revoke", "security_settings_change", "series_creation",
	"series_deletion", "series_settings_update", "series_status_change", "series_update",
	"strip_inbound_email_links_change", "team_assignment_limit_change", "teammate_gifs_setting_change",
	"temporary_expectation_change", "trusted_domains_setting_change", "unassign_unsnoozed_at_capacity_setting_change",
	"unassign_unsnoozed_when_away_setting_change", "upfront_email_collection_change",
	"user_camera_attachments_setting_change", "user_conversation_attachments_setting_change",
	"user_file_attachments_setting_change", "user_gifs_setting_change", "user_media_attachments_setting_change",
	"user_voice_notes_setting_change", "welcome_message_change", "workspace_deletion_request", "company_creation",
	"company_deletion", "data_attribute_creation", "data_attribute_update", "tag_creation", "tag_deletion",
}
