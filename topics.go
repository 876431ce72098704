package intercom

// Topic is a kind of happening. Intercom adds further ones at times. A constant
// has the words of its topic.
type Topic string

// The topics of API 1.x, with what their notifications are about.
const (
	TopicAll  Topic = "all"  // everything; only for subscriptions
	TopicPing Topic = "ping" // sent by Ping; needs no subscription

	TopicConversation                   Topic = "conversation" // all that begin with it; only for subscriptions
	TopicConversationUserCreated        Topic = "conversation.user.created"
	TopicConversationUserReplied        Topic = "conversation.user.replied"
	TopicConversationAdminSingleCreated Topic = "conversation.admin.single.created"
	TopicConversationAdminReplied       Topic = "conversation.admin.replied"
	TopicConversationAdminAssigned      Topic = "conversation.admin.assigned"
	TopicConversationAdminNoted         Topic = "conversation.admin.noted"
	TopicConversationAdminOpened        Topic = "conversation.admin.opened"
	TopicConversationAdminClosed        Topic = "conversation.admin.closed"
	TopicConversationAdminSnoozed       Topic = "conversation.admin.snoozed"
	TopicConversationAdminUnsnoozed     Topic = "conversation.admin.unsnoozed"
	TopicConversationDeleted            Topic = "conversation.deleted" // a conversation with little but an id
	TopicConversationRatingAdded        Topic = "conversation.rating.added"
	TopicConversationPartRedacted       Topic = "conversation_part.redacted"    // a conversation part
	TopicConversationPartTagCreated     Topic = "conversation_part.tag.created" // a tag and its part

	TopicUser                    Topic = "user" // all that begin with it; only for subscriptions
	TopicUserCreated             Topic = "user.created"
	TopicUserDeleted             Topic = "user.deleted"
	TopicUserUnsubscribed        Topic = "user.unsubscribed"
	TopicUserUnsubscribedFromSMS Topic = "user.unsubscribed_from_sms"
	TopicUserEmailUpdated        Topic = "user.email.updated"
	TopicUserTagCreated          Topic = "user.tag.created" // a tag and its user
	TopicUserTagDeleted          Topic = "user.tag.deleted"

	TopicContact           Topic = "contact" // all that begin with it; only for subscriptions
	TopicContactCreated    Topic = "contact.created"
	TopicContactSignedUp   Topic = "contact.signed_up"
	TopicContactAddedEmail Topic = "contact.added_email"
	TopicContactTagCreated Topic = "contact.tag.created" // a tag and its lead
	TopicContactTagDeleted Topic = "contact.tag.deleted"

	TopicVisitorSignedUp Topic = "visitor.signed_up"
	TopicCompany         Topic = "company" // all that begin with it; only for subscriptions
	TopicCompanyCreated  Topic = "company.created"
	TopicEventCreated    Topic = "event.created" // only events that Metadata names under event_names
)

// The topics of webhooks, which are set up in the Developer Hub. Apps on a version
// of the API before 2.5 receive those of API 1.x. Topics of both, such as
// TopicConversationUserReplied, are above.
const (
	TopicAdminAddedToWorkspace        Topic = "admin.added_to_workspace"
	TopicAdminRemovedFromWorkspace    Topic = "admin.removed_from_workspace"
	TopicAdminAwayModeUpdated         Topic = "admin.away_mode_updated"
	TopicAdminLoggedIn                Topic = "admin.logged_in"
	TopicAdminLoggedOut               Topic = "admin.logged_out"
	TopicAdminActivityLogEventCreated Topic = "admin.activity_log_event.created"

	TopicAPIRequestCompleted Topic = "api.request.completed"

	TopicArticleCreated     Topic = "article.created"
	TopicArticleUpdated     Topic = "article.updated"
	TopicArticlePublished   Topic = "article.published"
	TopicArticleUnpublished Topic = "article.unpublished"
	TopicArticleDeleted     Topic = "article.deleted"

	TopicAudienceCreated       Topic = "audience.created"
	TopicAudienceUpdated       Topic = "audience.updated"
	TopicAudienceDeleted       Topic = "audience.deleted"
	TopicAudienceMemberAdded   Topic = "audience.member_added"
	TopicAudienceMemberRemoved Topic = "audience.member_removed"

	TopicCallStarted                Topic = "call.started"
	TopicCallEnded                  Topic = "call.ended"
	TopicCallTranscriptionAvailable Topic = "call.transcription_available"
	TopicCallRecordingAvailable     Topic = "call.recording_available"

	TopicCompanyUpdated         Topic = "company.updated"
	TopicCompanyDeleted         Topic = "company.deleted"
	TopicCompanyContactAttached Topic = "company.contact.attached"
	TopicCompanyContactDetached Topic = "company.contact.detached"

	TopicContactUserCreated         Topic = "contact.user.created"
	TopicContactUserUpdated         Topic = "contact.user.updated"
	TopicContactLeadCreated         Topic = "contact.lead.created"
	TopicContactLeadUpdated         Topic = "contact.lead.updated"
	TopicContactLeadAddedEmail      Topic = "contact.lead.added_email"
	TopicContactLeadSignedUp        Topic = "contact.lead.signed_up"
	TopicContactEmailUpdated        Topic = "contact.email.updated"
	TopicContactUnarchived          Topic = "contact.unarchived"
	TopicContactUnarchive           Topic = "contact.unarchive" // as some texts of Intercom spell TopicContactUnarchived
	TopicContactMerged              Topic = "contact.merged"
	TopicContactArchived            Topic = "contact.archived"
	TopicContactArchive             Topic = "contact.archive" // what API 2.5 has for TopicContactArchived
	TopicContactDeleted             Topic = "contact.deleted"
	TopicContactUserTagCreated      Topic = "contact.user.tag.created"
	TopicContactUserTagDeleted      Topic = "contact.user.tag.deleted"
	TopicContactLeadTagCreated      Topic = "contact.lead.tag.created"
	TopicContactLeadTagDeleted      Topic = "contact.lead.tag.deleted"
	TopicContactSubscribed          Topic = "contact.subscribed"
	TopicContactUnsubscribed        Topic = "contact.unsubscribed"
	TopicContactUnsubscribedFromSMS Topic = "contact.unsubscribed_from_sms"

	TopicGranularSubscribe   Topic = "granular.subscribe"
	TopicGranularUnsubscribe Topic = "granular.unsubscribe"

	TopicContentImportSourceCreated Topic = "content_import_source.created"
	TopicContentImportSourceUpdated Topic = "content_import_source.updated"
	TopicContentImportSourceDeleted Topic = "content_import_source.deleted"

	TopicContentSnippetCreated Topic = "content_snippet.created"
	TopicContentSnippetUpdated Topic = "content_snippet.updated"
	TopicContentSnippetDeleted Topic = "content_snippet.deleted"

	TopicContentStatBanner        Topic = "content_stat.banner"
	TopicContentStatCarousel      Topic = "content_stat.carousel"
	TopicContentStatChat          Topic = "content_stat.chat"
	TopicContentStatChecklist     Topic = "content_stat.checklist"
	TopicContentStatCustomBot     Topic = "content_stat.custom_bot"
	TopicContentStatEmail         Topic = "content_stat.email"
	TopicContentStatNewsItem      Topic = "content_stat.news_item"
	TopicContentStatPost          Topic = "content_stat.post"
	TopicContentStatPush          Topic = "content_stat.push"
	TopicContentStatSeries        Topic = "content_stat.series"
	TopicContentStatSeriesWebhook Topic = "content_stat.series.webhook"
	TopicContentStatSMS           Topic = "content_stat.sms"
	TopicContentStatSurvey        Topic = "content_stat.survey"
	TopicContentStatTooltipGroup  Topic = "content_stat.tooltip_group"
	TopicContentStatTour          Topic = "content_stat.tour"

	TopicConversationAdminOpenAssigned      Topic = "conversation.admin.open.assigned"
	TopicConversationAdminRepliedTranslated Topic = "conversation.admin.replied.translated"
	TopicConversationOperatorReplied        Topic = "conversation.operator.replied"
	TopicConversationPriorityUpdated        Topic = "conversation.priority.updated"
	TopicConversationRead                   Topic = "conversation.read"
	TopicConversationCompanyUpdated         Topic = "conversation.company.updated"
	TopicConversationContactAttached        Topic = "conversation.contact.attached"
	TopicConversationContactDetached        Topic = "conversation.contact.detached"

	TopicDataConnectorExecutionCompleted Topic = "data_connector.execution.completed"

	TopicJobCompleted Topic = "job.completed"

	TopicMessengerDeploymentCompletedEventCreated Topic = "messenger.deployment_completed.event.created"

	TopicProcedureHITLNotificationCreated Topic = "procedure.hitl_notification.created"

	TopicTicketCreated                Topic = "ticket.created"
	TopicTicketStateUpdated           Topic = "ticket.state.updated"
	TopicTicketResolved               Topic = "ticket.resolved"
	TopicTicketRatingProvided         Topic = "ticket.rating.provided"
	TopicTicketClosed                 Topic = "ticket.closed"
	TopicTicketAdminAssigned          Topic = "ticket.admin.assigned"
	TopicTicketTeamAssigned           Topic = "ticket.team.assigned"
	TopicTicketAdminReplied           Topic = "ticket.admin.replied"
	TopicTicketAdminRepliedTranslated Topic = "ticket.admin.replied.translated"
	TopicTicketAdminSnoozed           Topic = "ticket.admin.snoozed"
	TopicTicketAdminUnsnoozed         Topic = "ticket.admin.unsnoozed"
	TopicTicketContactReplied         Topic = "ticket.contact.replied"
	TopicTicketNoteCreated            Topic = "ticket.note.created"
	TopicTicketAttributeUpdated       Topic = "ticket.attribute.updated"
	TopicTicketContactAttached        Topic = "ticket.contact.attached"
	TopicTicketContactDetached        Topic = "ticket.contact.detached"
)
