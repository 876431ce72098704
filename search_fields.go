package intercom

import "time"

// A field that is searched by: a name, whose type decides what it can be
// compared with. There is a constant for each that Intercom documents, and any
// other name converts to the type that fits: TimeField("custom_attributes.due").
type (
	StringField   string
	IDField       string
	NumberIDField string // an id that Intercom compares as a number
	NumberField   string
	TimeField     string
	BoolField     string
	AnyField      string // takes every operator, and values of any type
)

// Field names a field for which there is no constant.
func Field(name string) AnyField { return AnyField(name) }

// CustomAttribute names a custom attribute of contacts or conversations.
func CustomAttribute(name string) AnyField { return AnyField("custom_attributes." + name) }

// TicketAttribute names an attribute of tickets by the id that its ticket type
// gives it, which is made of digits.
func TicketAttribute(id ID) AnyField { return AnyField(ticketAttributes + string(id)) }

const ticketAttributes = "ticket_attribute."

// Is matches v itself.
func (f StringField) Is(v string) Query { return filter{string(f), "=", v} }

// IsNot matches everything but v.
func (f StringField) IsNot(v string) Query { return filter{string(f), "!=", v} }

// In matches any of the values.
func (f StringField) In(v ...string) Query { return filter{string(f), "IN", v} }

// NotIn matches everything but the values.
func (f StringField) NotIn(v ...string) Query { return filter{string(f), "NIN", v} }

// Contains matches text with part in it.
func (f StringField) Contains(part string) Query { return filter{string(f), "~", part} }

// NotContains matches text without part in it.
func (f StringField) NotContains(part string) Query { return filter{string(f), "!~", part} }

// StartsWith matches text that begins with part.
func (f StringField) StartsWith(part string) Query { return filter{string(f), "^", part} }

// EndsWith matches text that ends with part.
func (f StringField) EndsWith(part string) Query { return filter{string(f), "$", part} }

// IsNull matches what has no value.
func (f StringField) IsNull() Query { return filter{string(f), "=", nil} }

// IsNotNull matches what has a value.
func (f StringField) IsNotNull() Query { return filter{string(f), "!=", nil} }

// EnumField is a field with a known set of values, which have constants:
//
//	intercom.ConversationFieldState.Is(intercom.ConversationStateOpen)
//
// A value for which there is no constant yet can be given as text.
type EnumField[T ~string] string

// Is matches v.
func (f EnumField[T]) Is(v T) Query { return filter{string(f), "=", v} }

// IsNot matches everything but v.
func (f EnumField[T]) IsNot(v T) Query { return filter{string(f), "!=", v} }

// In matches any of the values.
func (f EnumField[T]) In(v ...T) Query { return filter{string(f), "IN", v} }

// NotIn matches everything but the values.
func (f EnumField[T]) NotIn(v ...T) Query { return filter{string(f), "NIN", v} }

// IsNull matches what has no value.
func (f EnumField[T]) IsNull() Query { return filter{string(f), "=", nil} }

// IsNotNull matches what has a value.
func (f EnumField[T]) IsNotNull() Query { return filter{string(f), "!=", nil} }

// Is matches id.
func (f IDField) Is(id ID) Query { return filter{string(f), "=", id} }

// IsNot matches everything but id.
func (f IDField) IsNot(id ID) Query { return filter{string(f), "!=", id} }

// In matches any of the ids.
func (f IDField) In(ids ...ID) Query { return filter{string(f), "IN", ids} }

// NotIn matches everything but the ids.
func (f IDField) NotIn(ids ...ID) Query { return filter{string(f), "NIN", ids} }

// IsNull matches what has no value.
func (f IDField) IsNull() Query { return filter{string(f), "=", nil} }

// IsNotNull matches what has a value.
func (f IDField) IsNotNull() Query { return filter{string(f), "!=", nil} }

// Is matches id.
func (f NumberIDField) Is(id ID) Query { return filter{string(f), "=", NumberID(id)} }

// IsNot matches everything but id.
func (f NumberIDField) IsNot(id ID) Query { return filter{string(f), "!=", NumberID(id)} }

// In matches any of the ids.
func (f NumberIDField) In(ids ...ID) Query { return filter{string(f), "IN", numberIDs(ids)} }

// NotIn matches everything but the ids.
func (f NumberIDField) NotIn(ids ...ID) Query { return filter{string(f), "NIN", numberIDs(ids)} }

// IsNull matches what has no value.
func (f NumberIDField) IsNull() Query { return filter{string(f), "=", nil} }

// IsNotNull matches what has a value.
func (f NumberIDField) IsNotNull() Query { return filter{string(f), "!=", nil} }

// Is matches n.
func (f NumberField) Is(n int64) Query { return filter{string(f), "=", n} }

// IsNot matches everything but n.
func (f NumberField) IsNot(n int64) Query { return filter{string(f), "!=", n} }

// In matches any of the numbers.
func (f NumberField) In(n ...int64) Query { return filter{string(f), "IN", n} }

// NotIn matches everything but the numbers.
func (f NumberField) NotIn(n ...int64) Query { return filter{string(f), "NIN", n} }

// Greater matches what is greater than n. Of conversations and tickets it
// matches n, too.
func (f NumberField) Greater(n int64) Query { return filter{string(f), ">", n} }

// Less matches what is less than n. Of conversations and tickets it matches n,
// too.
func (f NumberField) Less(n int64) Query { return filter{string(f), "<", n} }

// AtLeast matches n and what is greater.
func (f NumberField) AtLeast(n int64) Query { return filter{string(f), ">=", n} }

// AtMost matches n and what is less.
func (f NumberField) AtMost(n int64) Query { return filter{string(f), "<=", n} }

// IsNull matches what has no value.
func (f NumberField) IsNull() Query { return filter{string(f), "=", nil} }

// IsNotNull matches what has a value.
func (f NumberField) IsNotNull() Query { return filter{string(f), "!=", nil} }

// On matches the second of t. Of contacts it matches the whole day.
func (f TimeField) On(t time.Time) Query { return filter{string(f), "=", At(t)} }

// NotOn matches everything but the second of t. It is not for contacts.
func (f TimeField) NotOn(t time.Time) Query { return filter{string(f), "!=", At(t)} }

// After matches what is later than t. Of contacts it matches what is later
// than the day of t.
func (f TimeField) After(t time.Time) Query { return filter{string(f), ">", At(t)} }

// Before matches what is earlier than t. Of contacts it matches what is
// earlier than the day of t.
func (f TimeField) Before(t time.Time) Query { return filter{string(f), "<", At(t)} }

// AtOrAfter matches the second of t and what is later. It is not for contacts.
func (f TimeField) AtOrAfter(t time.Time) Query { return filter{string(f), ">=", At(t)} }

// AtOrBefore matches the second of t and what is earlier. It is not for
// contacts.
func (f TimeField) AtOrBefore(t time.Time) Query { return filter{string(f), "<=", At(t)} }

// IsNull matches what has no value.
func (f TimeField) IsNull() Query { return filter{string(f), "=", nil} }

// IsNotNull matches what has a value. It is not for contacts.
func (f TimeField) IsNotNull() Query { return filter{string(f), "!=", nil} }

// Is matches v.
func (f BoolField) Is(v bool) Query { return filter{string(f), "=", v} }

// IsNot matches the opposite of v, and what has no value.
func (f BoolField) IsNot(v bool) Query { return filter{string(f), "!=", v} }

// Is matches v. A value, here and below, is a string, a number, a bool, a time
// or nil, and of a type that fits the field, or else the search fails.
func (f AnyField) Is(v any) Query { return filter{string(f), "=", plain(v)} }

// IsNot matches everything but v.
func (f AnyField) IsNot(v any) Query { return filter{string(f), "!=", plain(v)} }

// In matches any of the values.
func (f AnyField) In(v ...any) Query { return filter{string(f), "IN", plains(v)} }

// NotIn matches everything but the values.
func (f AnyField) NotIn(v ...any) Query { return filter{string(f), "NIN", plains(v)} }

// Greater matches what is greater, or later, than v.
func (f AnyField) Greater(v any) Query { return filter{string(f), ">", plain(v)} }

// Less matches what is less, or earlier, than v.
func (f AnyField) Less(v any) Query { return filter{string(f), "<", plain(v)} }

// AtLeast matches v and what is greater.
func (f AnyField) AtLeast(v any) Query { return filter{string(f), ">=", plain(v)} }

// AtMost matches v and what is less.
func (f AnyField) AtMost(v any) Query { return filter{string(f), "<=", plain(v)} }

// Contains matches text with part in it.
func (f AnyField) Contains(part string) Query { return filter{string(f), "~", part} }

// NotContains matches text without part in it.
func (f AnyField) NotContains(part string) Query { return filter{string(f), "!~", part} }

// StartsWith matches text that begins with part.
func (f AnyField) StartsWith(part string) Query { return filter{string(f), "^", part} }

// EndsWith matches text that ends with part.
func (f AnyField) EndsWith(part string) Query { return filter{string(f), "$", part} }

// What contacts can be searched by, besides custom attributes. Up to API 2.16
// times are compared by the day, in the time zone of the workspace: see
// ContactsService.Search.
const (
	ContactFieldID                     IDField                = "id"
	ContactFieldRole                   EnumField[ContactRole] = "role"
	ContactFieldName                   StringField            = "name"
	ContactFieldAvatar                 StringField            = "avatar"
	ContactFieldOwnerID                IDField                = "owner_id"
	ContactFieldEmail                  StringField            = "email"
	ContactFieldEmailDomain            StringField            = "email_domain"
	ContactFieldPhone                  StringField            = "phone"
	ContactFieldFormattedPhone         StringField            = "formatted_phone"
	ContactFieldExternalID             StringField            = "external_id"
	ContactFieldCreatedAt              TimeField              = "created_at"
	ContactFieldSignedUpAt             TimeField              = "signed_up_at"
	ContactFieldUpdatedAt              TimeField              = "updated_at"
	ContactFieldLastSeenAt             TimeField              = "last_seen_at"
	ContactFieldLastContactedAt        TimeField              = "last_contacted_at"
	ContactFieldLastRepliedAt          TimeField              = "last_replied_at"
	ContactFieldLastEmailOpenedAt      TimeField              = "last_email_opened_at"
	ContactFieldLastEmailClickedAt     TimeField              = "last_email_clicked_at"
	ContactFieldLanguageOverride       StringField            = "language_override"
	ContactFieldBrowser                StringField            = "browser"
	ContactFieldBrowserLanguage        StringField            = "browser_language"
	ContactFieldOS                     StringField            = "os"
	ContactFieldLocationCountry        StringField            = "location.country"
	ContactFieldLocationRegion         StringField            = "location.region"
	ContactFieldLocationCity           StringField            = "location.city"
	ContactFieldUnsubscribedFromEmails BoolField              = "unsubscribed_from_emails"
	ContactFieldMarkedEmailAsSpam      BoolField              = "marked_email_as_spam"
	ContactFieldHasHardBounced         BoolField              = "has_hard_bounced"
	ContactFieldIOSLastSeenAt          TimeField              = "ios_last_seen_at"
	ContactFieldIOSAppVersion          StringField            = "ios_app_version"
	ContactFieldIOSDevice              StringField            = "ios_device"
	ContactFieldIOSAppDevice           StringField            = "ios_app_device"
	ContactFieldIOSOSVersion           StringField            = "ios_os_version"
	ContactFieldIOSAppName             StringField            = "ios_app_name"
	ContactFieldIOSSDKVersion          StringField            = "ios_sdk_version"
	ContactFieldAndroidLastSeenAt      TimeField              = "android_last_seen_at"
	ContactFieldAndroidAppVersion      StringField            = "android_app_version"
	ContactFieldAndroidDevice          StringField            = "android_device"
	ContactFieldAndroidAppName         StringField            = "android_app_name"
	ContactFieldAndroidSDKVersion      StringField            = "andoid_sdk_version" // spelt so by Intercom
	ContactFieldSegmentID              IDField                = "segment_id"
	ContactFieldTagID                  IDField                = "tag_id" // knows Is and IsNot only
)

// What conversations can be searched by, besides custom attributes. Times are
// compared to the second; After and Before include the moment itself.
const (
	ConversationFieldID                                   IDField                         = "id"
	ConversationFieldCreatedAt                            TimeField                       = "created_at"
	ConversationFieldUpdatedAt                            TimeField                       = "updated_at"
	ConversationFieldSourceType                           StringField                     = "source.type" // such as "email"
	ConversationFieldSourceID                             IDField                         = "source.id"
	ConversationFieldSourceDeliveredAs                    StringField                     = "source.delivered_as"
	ConversationFieldSourceSubject                        StringField                     = "source.subject"
	ConversationFieldSourceBody                           StringField                     = "source.body" // Is matches any single word of it
	ConversationFieldSourceAuthorID                       IDField                         = "source.author.id"
	ConversationFieldSourceAuthorType                     StringField                     = "source.author.type"
	ConversationFieldSourceAuthorName                     StringField                     = "source.author.name"
	ConversationFieldSourceAuthorEmail                    StringField                     = "source.author.email"
	ConversationFieldSourceURL                            StringField                     = "source.url"
	ConversationFieldContactIDs                           IDField                         = "contact_ids"
	ConversationFieldTeammateIDs                          IDField                         = "teammate_ids"
	ConversationFieldAdminAssigneeID                      NumberIDField                   = "admin_assignee_id" // "0": nobody
	ConversationFieldTeamAssigneeID                       NumberIDField                   = "team_assignee_id"  // "0": no team
	ConversationFieldChannelInitiated                     StringField                     = "channel_initiated"
	ConversationFieldOpen                                 BoolField                       = "open"
	ConversationFieldRead                                 BoolField                       = "read"
	ConversationFieldState                                EnumField[ConversationState]    = "state"
	ConversationFieldWaitingSince                         TimeField                       = "waiting_since"
	ConversationFieldSnoozedUntil                         TimeField                       = "snoozed_until"
	ConversationFieldTagIDs                               IDField                         = "tag_ids"
	ConversationFieldPriority                             EnumField[ConversationPriority] = "priority"
	ConversationFieldStatisticsTimeToAssignment           NumberField                     = "statistics.time_to_assignment"   // seconds
	ConversationFieldStatisticsTimeToAdminReply           NumberField                     = "statistics.time_to_admin_reply"  // seconds
	ConversationFieldStatisticsTimeToFirstClose           NumberField                     = "statistics.time_to_first_close"  // seconds
	ConversationFieldStatisticsTimeToLastClose            NumberField                     = "statistics.time_to_last_close"   // seconds
	ConversationFieldStatisticsMedianTimeToReply          NumberField                     = "statistics.median_time_to_reply" // seconds
	ConversationFieldStatisticsFirstContactReplyAt        TimeField                       = "statistics.first_contact_reply_at"
	ConversationFieldStatisticsFirstAssignmentAt          TimeField                       = "statistics.first_assignment_at"
	ConversationFieldStatisticsFirstAdminReplyAt          TimeField                       = "statistics.first_admin_reply_at"
	ConversationFieldStatisticsFirstCloseAt               TimeField                       = "statistics.first_close_at"
	ConversationFieldStatisticsLastAssignmentAt           TimeField                       = "statistics.last_assignment_at"
	ConversationFieldStatisticsLastAssignmentAdminReplyAt TimeField                       = "statistics.last_assignment_admin_reply_at"
	ConversationFieldStatisticsLastContactReplyAt         TimeField                       = "statistics.last_contact_reply_at"
	ConversationFieldStatisticsLastAdminReplyAt           TimeField                       = "statistics.last_admin_reply_at"
	ConversationFieldStatisticsLastCloseAt                TimeField                       = "statistics.last_close_at"
	ConversationFieldStatisticsLastClosedByID             IDField                         = "statistics.last_closed_by_id"
	ConversationFieldStatisticsCountReopens               NumberField                     = "statistics.count_reopens"
	ConversationFieldStatisticsCountAssignments           NumberField                     = "statistics.count_assignments"
	ConversationFieldStatisticsCountConversationParts     NumberField                     = "statistics.count_conversation_parts"
	ConversationFieldRatingRequestedAt                    TimeField                       = "conversation_rating.requested_at"
	ConversationFieldRatingRepliedAt                      TimeField                       = "conversation_rating.replied_at"
	ConversationFieldRatingScore                          NumberField                     = "conversation_rating.score" // 1 to 5
	ConversationFieldRatingRemark                         StringField                     = "conversation_rating.remark"
	ConversationFieldRatingContactID                      IDField                         = "conversation_rating.contact_id"
	ConversationFieldRatingAdminID                        IDField                         = "conversation_rating.admin_d" // spelt so by Intercom
	ConversationFieldAIAgentParticipated                  BoolField                       = "ai_agent_participated"
	ConversationFieldAIAgentResolutionState               StringField                     = "ai_agent.resolution_state"
	ConversationFieldAIAgentLastAnswerType                StringField                     = "ai_agent.last_answer_type"
	ConversationFieldAIAgentRating                        NumberField                     = "ai_agent.rating"
	ConversationFieldAIAgentRatingRemark                  StringField                     = "ai_agent.rating_remark"
	ConversationFieldAIAgentSourceType                    StringField                     = "ai_agent.source_type"
	ConversationFieldAIAgentSourceTitle                   StringField                     = "ai_agent.source_title"
)

// What companies can be searched by in API Preview, besides CustomAttribute.
const (
	CompanyFieldCompanyID       StringField = "company_id"
	CompanyFieldName            StringField = "name"
	CompanyFieldCreatedAt       TimeField   = "created_at"
	CompanyFieldUpdatedAt       TimeField   = "updated_at"
	CompanyFieldRemoteCreatedAt TimeField   = "remote_created_at"
	CompanyFieldLastRequestAt   TimeField   = "last_request_at"
	CompanyFieldMonthlySpend    NumberField = "monthly_spend"
	CompanyFieldSessionCount    NumberField = "session_count"
	CompanyFieldUserCount       NumberField = "user_count"
	CompanyFieldTagID           IDField     = "tag_id" // Is and IsNot only
)

// TicketSearchCategory is whom tickets are for, in a search. Everywhere else it
// is a TicketCategory.
type TicketSearchCategory string

// The categories that tickets can be searched by.
const (
	TicketSearchCategoryRequest TicketSearchCategory = "request" // TicketCategoryCustomer
	TicketSearchCategoryTask    TicketSearchCategory = "task"    // TicketCategoryBackOffice
	TicketSearchCategoryTracker TicketSearchCategory = "tracker" // TicketCategoryTracker
)

// What tickets can be searched by, besides TicketAttribute.
const (
	TicketFieldID              IDField                         = "id"
	TicketFieldCreatedAt       TimeField                       = "created_at"
	TicketFieldUpdatedAt       TimeField                       = "updated_at"
	TicketFieldTitle           StringField                     = "title"
	TicketFieldDescription     StringField                     = "description"
	TicketFieldCategory        EnumField[TicketSearchCategory] = "category"
	TicketFieldTicketTypeID    IDField                         = "ticket_type_id"
	TicketFieldContactIDs      IDField                         = "contact_ids"
	TicketFieldTeammateIDs     IDField                         = "teammate_ids"
	TicketFieldAdminAssigneeID IDField                         = "admin_assignee_id"
	TicketFieldTeamAssigneeID  IDField                         = "team_assignee_id"
	TicketFieldOpen            BoolField                       = "open"
	TicketFieldState           StringField                     = "state"
	TicketFieldSnoozedUntil    TimeField                       = "snoozed_until"
)
