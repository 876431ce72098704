package calls

import (
	"encoding/json"
	"time"

	"github.com/go-intercom/intercom"
)

// samples are values for parameters that cannot be made up from their type
// alone: one of each kind of selector and of each variant of a union that
// requests have, and structs whose fields must fit each other.
var samples = []any{
	intercom.ByID("1"),
	intercom.ByEmail("somebody@example.com"),
	intercom.ByExternalID("1"),
	intercom.ByUserID("1"),
	intercom.ByCompanyID("1"),
	intercom.ByName("Some name"),
	intercom.And(intercom.Field("created_at").Greater("1306054154")),
	intercom.ContactFieldEmail.Is("somebody@example.com"),
	intercom.SearchSort{Field: "created_at", Order: intercom.Ascending},
	intercom.ConversationFieldID.Is("1"),
	intercom.AdminReply{AdminID: "1", Body: "text"},
	intercom.AdminReply{AdminID: "1", QuickReplies: []intercom.QuickReply{{Text: "text", UUID: "1"}}},
	intercom.ContactReply{From: intercom.ByID("1"), Body: "text"},
	intercom.ConversationAssign{ToAdmin: "1"},
	intercom.AsAdmin("1"),
	intercom.ConversationAddContact{Contact: intercom.ByID("1")},
	intercom.FinAttachmentURL{URL: "https://example.com/document.pdf"},
	intercom.FinAttachmentFile{Name: "a.txt", ContentType: "text/plain", Data: "aGk="},
	intercom.ConversationAttributeReference{Type: "many", ObjectTypeID: "1"},
	intercom.Reference{Type: "contact", ID: "1"},
	intercom.InAppMessage{AdminID: "1", To: []intercom.Reference{{Type: "user", ID: "1"}}, Body: "text"},
	intercom.EmailMessage{
		AdminID: "1", To: []intercom.Reference{{Type: "user", ID: "1"}}, Subject: "text", Body: "text", Template: intercom.MessageTemplatePlain,
	},
	intercom.WhatsAppMessage{AdminID: "1", Phone: "1", Template: "text"},
	intercom.ContentItemRef{Type: intercom.ContentTypeArticleContent, ID: "1"},
	intercom.ContentItemRef{Type: intercom.ContentTypeSnippet, ID: "1"},
	intercom.ContactMessage{From: intercom.Reference{Type: "user", ID: "1"}, Body: "text"},
	intercom.ArticleCreate{
		Title: "text", AuthorID: "1", Description: "text", Body: "text", State: intercom.ArticleStatePublished, ParentID: "1",
		Translations: map[string]intercom.ArticleContentCreate{"fr": {
			Title: "text", Description: "text", BodyMarkdown: "text", AuthorID: "1", State: intercom.ArticleStateDraft, AudienceIDs: []intercom.NumberID{"1"},
			AIChatbotAvailability: intercom.Set(true), AICopilotAvailability: intercom.Set(true), AISalesAgentAvailability: intercom.Set(true),
		}},
		AudienceIDs: []intercom.NumberID{"1"}, AIChatbotAvailability: intercom.Set(true), AICopilotAvailability: intercom.Set(true),
		AISalesAgentAvailability: intercom.Set(true), ScheduledPublishAt: intercom.Set(intercom.AtDate(time.Unix(1_700_000_000, 0))),
	},
	intercom.ArticleUpdate{
		Title: intercom.Set("text"), Description: intercom.Set("text"), BodyMarkdown: intercom.Set("text"), AuthorID: intercom.Set(intercom.NumberID("1")),
		State: intercom.Set(intercom.ArticleStatePublished), ParentID: intercom.Set(intercom.ID("1")),
		Translations: map[string]intercom.ArticleContentUpdate{"fr": {
			Title: intercom.Set("text"), Description: intercom.Set("text"), Body: intercom.Set("text"), AuthorID: intercom.Set(intercom.NumberID("1")),
			State: intercom.Set(intercom.ArticleStateDraft), AudienceIDs: intercom.Set([]intercom.NumberID{"1"}), AIChatbotAvailability: intercom.Set(true),
			AICopilotAvailability: intercom.Set(true), AISalesAgentAvailability: intercom.Set(true),
		}},
		AudienceIDs: intercom.Set([]intercom.NumberID{"1"}), AIChatbotAvailability: intercom.Set(true), AICopilotAvailability: intercom.Set(true),
		AISalesAgentAvailability: intercom.Set(true), ScheduledPublishAt: intercom.Null[intercom.DateTime](),
		ScheduledUnpublishAt: intercom.Set(intercom.AtDate(time.Unix(1_700_000_000, 0))),
	},
	intercom.ArticleUpdateDraft{
		Title: intercom.Set("text"), Description: intercom.Set("text"), BodyMarkdown: intercom.Set("text"), AuthorID: intercom.Set(intercom.NumberID("1")),
		Translations: map[string]intercom.ArticleContentUpdateDraft{"fr": {
			Title: intercom.Set("text"), Description: intercom.Set("text"), Body: intercom.Set("text"), AuthorID: intercom.Set(intercom.NumberID("1")),
		}},
	},
	intercom.InternalArticleCreate{
		Title: "text", AuthorID: "1", OwnerID: "1", BodyMarkdown: "text", Locale: "en", AudienceIDs: []intercom.NumberID{"1"},
		AIChatbotAvailability: true, AICopilotAvailability: true, AISalesAgentAvailability: true,
	},
	intercom.InternalArticleUpdate{
		Title: intercom.Set("text"), Body: intercom.Set("text"),
		AuthorID: intercom.Set(intercom.NumberID("1")), OwnerID: intercom.Set(intercom.NumberID("1")),
		AudienceIDs: intercom.Set([]intercom.NumberID{"1"}), AIChatbotAvailability: intercom.Set(true), AICopilotAvailability: intercom.Set(true),
		AISalesAgentAvailability: intercom.Set(true),
	},
	intercom.ContentSnippetCreate{
		Title: "text", JSONBlocks: json.RawMessage(`[{"type":"paragraph","text":"text"}]`), Locale: "en", AudienceIDs: []intercom.NumberID{"1"},
		AIChatbotAvailability: true, AICopilotAvailability: true, AISalesAgentAvailability: true,
	},
	intercom.ContentSnippetUpdate{
		Title: intercom.Set("text"), JSONBlocks: intercom.Set(json.RawMessage(`[{"type":"paragraph","text":"text"}]`)), Locale: intercom.Set("en"),
		AudienceIDs: intercom.Set([]intercom.NumberID{"1"}), AIChatbotAvailability: intercom.Set(true), AICopilotAvailability: intercom.Set(true),
		AISalesAgentAvailability: intercom.Set(true),
	},
	intercom.IdentitySecretCreate{Name: "text", SupportsAndroid: true, SupportsIOS: true, SupportsWeb: true},
	intercom.OfficeHoursCreateException{
		ExceptionDate: "2026-12-24", ExceptionType: intercom.OfficeHoursExceptionTypeCustomHours, Name: "text",
		TimeIntervals: []intercom.OfficeHoursInterval{{StartMinute: 540, EndMinute: 780}}, RecurringAnnually: true,
	},
	intercom.OfficeHoursUpdateException{
		ExceptionDate: intercom.Set("2026-12-24"), ExceptionType: intercom.Set(intercom.OfficeHoursExceptionTypeCustomHours), Name: intercom.Set("text"),
		TimeIntervals: intercom.Set([]intercom.OfficeHoursInterval{{StartMinute: 540, EndMinute: 780}}), RecurringAnnually: intercom.Set(true),
	},
}

// words are values of the types that have constants for what they can be.
var words = []any{
	intercom.ContactRoleUser,
	intercom.ContentImportSourceStatusActive,
	intercom.ConversationAttributeTypeString,
	intercom.DataAttributeModelContact,
	intercom.DataAttributeTypeOptions,
	intercom.DataConnectorAudienceUsers,
	intercom.DataConnectorErrorTypeThirdParty,
	intercom.DataConnectorHTTPMethodPost,
	intercom.DataConnectorInputTypeString,
	intercom.DataConnectorStateLive,
	intercom.FinAuthorUser,
	intercom.FinRatingGood,
	intercom.FinVoiceSourceFive9,
	intercom.RedirectTargetArticle,
	intercom.TicketAttributeTypeString,
	intercom.TicketCategoryCustomer,
	intercom.NewsItemStateLive,
	intercom.SyncBehaviorAutomatic,
	intercom.SyncCursor(""),
}
