package intercom

// Contact is a person: a user of your application, or a lead.
//
//intercom:schema contact
type Contact struct {
	Object

	ID                        ID                     `json:"id,omitzero"`
	ExternalID                string                 `json:"external_id,omitzero"` // your own id of the person
	WorkspaceID               ID                     `json:"workspace_id,omitzero"`
	Role                      string                 `json:"role,omitzero"` // "user" or "lead"
	Email                     string                 `json:"email,omitzero"`
	EmailDomain               string                 `json:"email_domain,omitzero"`
	Phone                     string                 `json:"phone,omitzero"`
	FormattedPhone            string                 `json:"formatted_phone,omitzero"` // not in every answer
	Name                      string                 `json:"name,omitzero"`
	OwnerID                   ID                     `json:"owner_id,omitzero"` // the admin who owns the contact
	HasHardBounced            bool                   `json:"has_hard_bounced,omitzero"`
	MarkedEmailAsSpam         bool                   `json:"marked_email_as_spam,omitzero"`
	UnsubscribedFromEmails    bool                   `json:"unsubscribed_from_emails,omitzero"`
	UnsubscribedFromSMS       bool                   `json:"unsubscribed_from_sms,omitzero"` // not in every answer
	SMSConsent                bool                   `json:"sms_consent,omitzero"`           // not in every answer
	EnabledPushMessaging      bool                   `json:"enabled_push_messaging,omitzero"`
	CreatedAt                 Time                   `json:"created_at,omitzero"`
	UpdatedAt                 Time                   `json:"updated_at,omitzero"`
	SignedUpAt                Time                   `json:"signed_up_at,omitzero"`
	LastSeenAt                Time                   `json:"last_seen_at,omitzero"`
	LastRepliedAt             Time                   `json:"last_replied_at,omitzero"`
	LastContactedAt           Time                   `json:"last_contacted_at,omitzero"`
	LastEmailOpenedAt         Time                   `json:"last_email_opened_at,omitzero"`
	LastEmailClickedAt        Time                   `json:"last_email_clicked_at,omitzero"`
	LanguageOverride          string                 `json:"language_override,omitzero"`
	Browser                   string                 `json:"browser,omitzero"`
	BrowserVersion            string                 `json:"browser_version,omitzero"`
	BrowserLanguage           string                 `json:"browser_language,omitzero"`
	OS                        string                 `json:"os,omitzero"`
	AndroidAppName            string                 `json:"android_app_name,omitzero"`
	AndroidAppVersion         string                 `json:"android_app_version,omitzero"`
	AndroidDevice             string                 `json:"android_device,omitzero"`
	AndroidOSVersion          string                 `json:"android_os_version,omitzero"`
	AndroidSDKVersion         string                 `json:"android_sdk_version,omitzero"`
	AndroidLastSeenAt         Time                   `json:"android_last_seen_at,omitzero"`
	IOSAppName                string                 `json:"ios_app_name,omitzero"`
	IOSAppVersion             string                 `json:"ios_app_version,omitzero"`
	IOSDevice                 string                 `json:"ios_device,omitzero"`
	IOSOSVersion              string                 `json:"ios_os_version,omitzero"`
	IOSSDKVersion             string                 `json:"ios_sdk_version,omitzero"`
	IOSLastSeenAt             Time                   `json:"ios_last_seen_at,omitzero"`
	CustomAttributes          Attributes             `json:"custom_attributes,omitzero"`
	Avatar                    Avatar                 `json:"avatar,omitzero"`
	Tags                      Sublist[ContactLink]   `json:"tags,omitzero"`      // at most ten: Tags.ListForContact has all
	Notes                     Sublist[ContactLink]   `json:"notes,omitzero"`     // at most ten
	Companies                 Sublist[ContactLink]   `json:"companies,omitzero"` // at most ten: Companies.ListForContact has all
	OptedInSubscriptionTypes  Sublist[ContactLink]   `json:"opted_in_subscription_types,omitzero"`
	OptedOutSubscriptionTypes Sublist[ContactLink]   `json:"opted_out_subscription_types,omitzero"`
	Location                  ContactLocation        `json:"location,omitzero"`
	SocialProfiles            Sublist[SocialProfile] `json:"social_profiles,omitzero"`
	MergeHistory              []MergeHistoryItem     `json:"merge_history,omitzero"` // only if it was asked for
	Referrer                  string                 `json:"referrer,omitzero"`
	UTMCampaign               string                 `json:"utm_campaign,omitzero"`
	UTMContent                string                 `json:"utm_content,omitzero"`
	UTMMedium                 string                 `json:"utm_medium,omitzero"`
	UTMSource                 string                 `json:"utm_source,omitzero"`
	UTMTerm                   string                 `json:"utm_term,omitzero"`
}

// ContactLink is something that a contact has, without its contents.
//
//intercom:schema addressable_list company_data
type ContactLink struct {
	Type string `json:"type,omitzero"`
	ID   ID     `json:"id,omitzero"`
	URL  string `json:"url,omitzero"` // a path
}

// ContactLocation is where a contact was last seen.
//
//intercom:schema contact_location
type ContactLocation struct {
	Type          string `json:"type,omitzero"`
	Country       string `json:"country,omitzero"`
	CountryCode   string `json:"country_code,omitzero"`
	ContinentCode string `json:"continent_code,omitzero"`
	Region        string `json:"region,omitzero"`
	City          string `json:"city,omitzero"`
}

// MergeHistoryItem is a contact that was merged into another one.
//
//intercom:schema merge_history_item
type MergeHistoryItem struct {
	Type              string `json:"type,omitzero"`
	SourceContactID   ID     `json:"source_contact_id,omitzero"`
	SourceContactRole string `json:"source_contact_role,omitzero"` // "lead" or "user"
	MergedAt          Time   `json:"merged_at,omitzero"`
}
