package intercomtest

import (
	"bytes"
	"embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/go-intercom/intercom"
)

//go:embed items/*.json
var itemFiles embed.FS

// Item returns what a notification of a topic is about, in the form in which
// Intercom sends it: a made one, with what is surprising about it. It is {} for
// a topic whose form is not known, and nil for one that only subscriptions have, such
// as intercom.TopicAll, or that this package does not know.
func Item(topic intercom.Topic) json.RawMessage {
	name, ok := itemNames[topic]
	if !ok {
		return nil
	}
	content := itemFile(name)
	if name == "content_stat" { // of which the topic is the type
		kind := strings.TrimPrefix(string(topic), "content_stat.")
		content = bytes.Replace(content, []byte(`"content_stat.email"`), []byte(`"`+string(topic)+`"`), 1)
		content = bytes.Replace(content, []byte(`"content_type": "email"`), []byte(`"content_type": "`+kind+`"`), 1)
	}
	return content
}

// LegacyItem is Item for an app on a version of the API before 2.5. Conversations then
// have the people and the first message where API 1.4 has them; what only one of the
// generations has a topic for is the same.
func LegacyItem(topic intercom.Topic) json.RawMessage {
	switch name := itemNames[topic]; {
	case name == "conversation_assigned":
		return itemFile("legacy_conversation_assigned")
	case name == "conversation", strings.HasPrefix(name, "conversation_") && name != "conversation_deleted" && name != "conversation_contact":
		return itemFile("legacy_conversation")
	}
	return Item(topic)
}

// Topics returns the topics that [Item] has something for, in their order.
func Topics() []intercom.Topic { return slices.Sorted(maps.Keys(itemNames)) }

func itemFile(name string) []byte {
	content, err := itemFiles.ReadFile("items/" + name + ".json")
	if err != nil {
		panic("intercomtest: " + err.Error()) // a test reads all of them
	}
	return content
}

// itemNames are the files with the items of each topic.
var itemNames = map[intercom.Topic]string{
	intercom.TopicPing: "ping",

	// API 1.x.
	intercom.TopicUserCreated:             "user",
	intercom.TopicUserDeleted:             "user",
	intercom.TopicUserUnsubscribed:        "user",
	intercom.TopicUserUnsubscribedFromSMS: "user",
	intercom.TopicUserEmailUpdated:        "user",
	intercom.TopicUserTagCreated:          "user_tag",
	intercom.TopicUserTagDeleted:          "user_tag",
	intercom.TopicContactCreated:          "lead",
	intercom.TopicContactSignedUp:         "user",
	intercom.TopicContactAddedEmail:       "lead",
	intercom.TopicContactTagCreated:       "lead_tag",
	intercom.TopicContactTagDeleted:       "lead_tag",
	intercom.TopicVisitorSignedUp:         "visitor_signed_up",

	intercom.TopicAdminAddedToWorkspace:        "admin",
	intercom.TopicAdminRemovedFromWorkspace:    "admin",
	intercom.TopicAdminAwayModeUpdated:         "admin",
	intercom.TopicAdminLoggedIn:                "admin",
	intercom.TopicAdminLoggedOut:               "admin",
	intercom.TopicAdminActivityLogEventCreated: "activity_log",

	intercom.TopicAPIRequestCompleted: "api_request",

	intercom.TopicArticleCreated:     "article",
	intercom.TopicArticleUpdated:     "article",
	intercom.TopicArticlePublished:   "article",
	intercom.TopicArticleUnpublished: "article",
	intercom.TopicArticleDeleted:     "article_deleted",

	intercom.TopicAudienceCreated:       "audience",
	intercom.TopicAudienceUpdated:       "audience",
	intercom.TopicAudienceDeleted:       "audience_deleted",
	intercom.TopicAudienceMemberAdded:   "audience_membership",
	intercom.TopicAudienceMemberRemoved: "audience_membership",

	intercom.TopicCallStarted:                "call",
	intercom.TopicCallEnded:                  "call",
	intercom.TopicCallTranscriptionAvailable: "call",
	intercom.TopicCallRecordingAvailable:     "call",

	intercom.TopicCompanyCreated:         "company",
	intercom.TopicCompanyUpdated:         "company",
	intercom.TopicCompanyDeleted:         "company_deleted",
	intercom.TopicCompanyContactAttached: "company_contact",
	intercom.TopicCompanyContactDetached: "company_contact",

	intercom.TopicContactUserCreated:         "contact",
	intercom.TopicContactUserUpdated:         "contact",
	intercom.TopicContactLeadCreated:         "contact_lead",
	intercom.TopicContactLeadUpdated:         "contact_lead",
	intercom.TopicContactLeadAddedEmail:      "contact_lead",
	intercom.TopicContactLeadSignedUp:        "contact",
	intercom.TopicContactEmailUpdated:        "contact",
	intercom.TopicContactUnarchived:          "contact",
	intercom.TopicContactUnarchive:           "contact",
	intercom.TopicContactMerged:              "contact_merged",
	intercom.TopicContactArchived:            "contact_archived",
	intercom.TopicContactArchive:             "contact_archived",
	intercom.TopicContactDeleted:             "contact_deleted",
	intercom.TopicContactUserTagCreated:      "contact_tag",
	intercom.TopicContactUserTagDeleted:      "contact_tag",
	intercom.TopicContactLeadTagCreated:      "contact_tag_lead",
	intercom.TopicContactLeadTagDeleted:      "contact_tag_lead",
	intercom.TopicContactSubscribed:          "contact_subscribe",
	intercom.TopicContactUnsubscribed:        "contact_unsubscribe",
	intercom.TopicContactUnsubscribedFromSMS: "unknown",
	intercom.TopicGranularSubscribe:          "granular_subscribe",
	intercom.TopicGranularUnsubscribe:        "granular_unsubscribe",

	intercom.TopicContentImportSourceCreated: "content_import_source",
	intercom.TopicContentImportSourceUpdated: "content_import_source",
	intercom.TopicContentImportSourceDeleted: "content_import_source_deleted",

	intercom.TopicContentSnippetCreated: "content_snippet",
	intercom.TopicContentSnippetUpdated: "content_snippet",
	intercom.TopicContentSnippetDeleted: "content_snippet_deleted",

	intercom.TopicContentStatBanner:        "content_stat",
	intercom.TopicContentStatCarousel:      "content_stat",
	intercom.TopicContentStatChat:          "content_stat",
	intercom.TopicContentStatChecklist:     "content_stat",
	intercom.TopicContentStatCustomBot:     "content_stat",
	intercom.TopicContentStatEmail:         "content_stat",
	intercom.TopicContentStatNewsItem:      "content_stat",
	intercom.TopicContentStatPost:          "content_stat",
	intercom.TopicContentStatPush:          "content_stat",
	intercom.TopicContentStatSeries:        "content_stat",
	intercom.TopicContentStatSeriesWebhook: "content_stat",
	intercom.TopicContentStatSMS:           "content_stat",
	intercom.TopicContentStatSurvey:        "content_stat_survey",
	intercom.TopicContentStatTooltipGroup:  "content_stat",
	intercom.TopicContentStatTour:          "content_stat",

	intercom.TopicConversationUserCreated:            "conversation_created",
	intercom.TopicConversationUserReplied:            "conversation",
	intercom.TopicConversationAdminSingleCreated:     "conversation_created_by_admin",
	intercom.TopicConversationAdminReplied:           "conversation_replied",
	intercom.TopicConversationAdminRepliedTranslated: "conversation_replied",
	intercom.TopicConversationAdminAssigned:          "conversation_assigned",
	intercom.TopicConversationAdminOpenAssigned:      "conversation_assigned",
	intercom.TopicConversationAdminNoted:             "conversation_noted",
	intercom.TopicConversationAdminOpened:            "conversation_opened",
	intercom.TopicConversationAdminClosed:            "conversation_closed",
	intercom.TopicConversationAdminSnoozed:           "conversation_snoozed",
	intercom.TopicConversationAdminUnsnoozed:         "conversation_unsnoozed",
	intercom.TopicConversationOperatorReplied:        "conversation_replied_by_operator",
	intercom.TopicConversationPriorityUpdated:        "conversation_priority",
	intercom.TopicConversationRead:                   "conversation_read",
	intercom.TopicConversationRatingAdded:            "conversation_rated",
	intercom.TopicConversationCompanyUpdated:         "conversation_company",
	intercom.TopicConversationDeleted:                "conversation_deleted",
	intercom.TopicConversationContactAttached:        "conversation_contact",
	intercom.TopicConversationContactDetached:        "conversation_contact",
	intercom.TopicConversationPartRedacted:           "conversation_part_redacted",
	intercom.TopicConversationPartTagCreated:         "conversation_part_tag",

	intercom.TopicDataConnectorExecutionCompleted: "data_connector_execution",

	intercom.TopicEventCreated: "event",
	intercom.TopicJobCompleted: "job",

	intercom.TopicMessengerDeploymentCompletedEventCreated: "unknown",

	intercom.TopicProcedureHITLNotificationCreated: "procedure_question",

	intercom.TopicTicketCreated:                "ticket_created",
	intercom.TopicTicketStateUpdated:           "ticket",
	intercom.TopicTicketResolved:               "ticket_resolved",
	intercom.TopicTicketRatingProvided:         "ticket_resolved",
	intercom.TopicTicketClosed:                 "ticket_closed",
	intercom.TopicTicketAdminAssigned:          "ticket_assigned",
	intercom.TopicTicketTeamAssigned:           "ticket_team_assigned",
	intercom.TopicTicketAdminReplied:           "ticket_replied",
	intercom.TopicTicketAdminRepliedTranslated: "ticket_replied",
	intercom.TopicTicketAdminSnoozed:           "ticket_snoozed",
	intercom.TopicTicketAdminUnsnoozed:         "ticket",
	intercom.TopicTicketContactReplied:         "ticket_contact_replied",
	intercom.TopicTicketNoteCreated:            "ticket_noted",
	intercom.TopicTicketAttributeUpdated:       "ticket_attribute",
	intercom.TopicTicketContactAttached:        "ticket_contact",
	intercom.TopicTicketContactDetached:        "ticket_contact",
}
