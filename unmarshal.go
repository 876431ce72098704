package intercom

// encoding/json reads resources as [Decode] does. A method of Object could not
// do it, as it does not know what it is embedded in, so each has its own.

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *APIRequest) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ActivityLog) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Admin) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *AdminConversationCounts) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *AppCounts) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Article) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ArticleMatch) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ArticleVersion) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Audience) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *AudienceMember) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *AwayStatusReason) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Banner) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *BannerDismissal) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Brand) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *BulkFailure) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *BulkJob) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Collection) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Company) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *CompanyContact) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Contact) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ContactActivity) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ContactMergePreview) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ContactStatus) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ContactSubscription) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ContactTag) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ContentBulkAction) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ContentImportSource) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ContentItem) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ContentSnippet) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ContentStat) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Conversation) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ConversationAttribute) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ConversationContact) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ConversationCounts) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ConversationPart) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *CustomChannelResult) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *CustomObject) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *DataAttribute) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *DataConnector) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *DataConnectorExecution) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *DataConnectorExecutionCompleted) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *DataExport) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Deleted) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *DeletedConversation) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *EcommerceCatalogUpload) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *EmailSetting) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Event) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *EventSummary) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ExternalPage) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *FinCSATRequested) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *FinCapabilities) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *FinConversation) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *FinEscalation) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *FinRated) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *FinReplied) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *FinReplyChunk) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *FinStatusUpdated) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *FinVoiceCall) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Folder) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *HandlingEvent) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *HelpCenter) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *HelpCenterRedirect) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *IPAllowlist) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *IdentitySecret) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *InternalArticle) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Job) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Lead) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *LeadTag) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Macro) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *MergeHistoryItem) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Message) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *MessageStatus) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *NewsItem) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Newsfeed) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Note) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Notification) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *OfficeHours) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *OfficeHoursException) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *PhoneCall) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *PhoneSwitch) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Ping) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ProcedureQuestion) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ReportingDataset) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *ReportingExport) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Section) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Segment) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *SideConversation) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Subscription) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *SubscriptionType) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Tag) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Team) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *TeamMetric) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Ticket) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *TicketContact) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *TicketDigest) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *TicketEvent) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *TicketPart) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *TicketState) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *TicketType) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *TicketTypeAttribute) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *TypeCount) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *TypeCounts) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *UnknownFinEvent) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *User) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *UserDeletion) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *UserTag) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *Visitor) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *WhatsAppStatus) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }

// UnmarshalJSON reads what Decode reads, with what does not fit in Mismatch.
func (v *WorkflowExport) UnmarshalJSON(b []byte) error { return unmarshalObject(b, v) }
