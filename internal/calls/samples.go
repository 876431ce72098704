package calls

import "github.com/go-intercom/intercom"

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
	intercom.ContactMessage{From: intercom.Reference{Type: "user", ID: "1"}, Body: "text"},
	intercom.IdentitySecretCreate{Name: "text", SupportsWeb: true},
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
	intercom.SyncBehaviorAutomatic,
}
