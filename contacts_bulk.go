package intercom

import (
	"context"
	"encoding/json"
	"fmt"
)

// BulkCreate creates up to 100 contacts with one job, which Intercom works off
// after its response: see WaitBulkJob and RunBulkCreate. A contact that exists
// already, even archived, is rejected; which ones were is not reported.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) BulkCreate(ctx context.Context, params ContactBulkCreate, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, params.request(), opts)
}

// RunBulkCreate creates any number of contacts: it submits them 100 at a time,
// to one job as far as possible, and waits for it. Nothing is sent if one of
// them is invalid. After an error the report says how far it came.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) RunBulkCreate(ctx context.Context, params ContactBulkCreate, opts ...Option) (*BulkReport, error) {
	return runBulk(ctx, s.client, params, contactBulkJob, opts)
}

// ContactBulkCreate are contacts to create with one job.
//
//intercom:schema bulk_create_contacts_request
type ContactBulkCreate struct {
	private

	Contacts []ContactBulkItem `json:"contacts"`     // required
	Job      Reference         `json:"job,omitzero"` // to which they are added; without one it is a new job
}

// ContactBulkItem is a contact to create, with its tags and companies.
type ContactBulkItem struct {
	ContactCreate

	Tags      ContactBulkTags      `json:"tags,omitzero"`
	Companies []ContactBulkCompany `json:"companies,omitzero"`
}

// ContactBulkTags are tags to put on a contact and to take off it. A tag that
// does not exist is skipped.
type ContactBulkTags struct {
	private

	Add    []Reference `json:"add,omitzero"`    // each with its ID
	Remove []Reference `json:"remove,omitzero"` // each with its ID; not for a new contact
}

// ContactBulkCompany is a company that a contact belongs to.
type ContactBulkCompany struct {
	private

	CompanyID string `json:"company_id"`      // required: your own id of the company
	Name      string `json:"name,omitzero"`   // of a company that does not exist yet
	Remove    bool   `json:"remove,omitzero"` // take the contact out of it; not for a new contact
}

func (p ContactBulkCreate) request() *request {
	r := preview("POST /contacts/bulk").bulk("Contacts", len(p.Contacts)).body(p)
	for i, c := range p.Contacts {
		where := fmt.Sprintf("Contacts[%d].", i)
		if c.Email == "" && c.ExternalID == "" && c.Role == "" {
			r.invalid(where+"Email, ExternalID or Role", "is required")
		}
		r.companies(where, c.Companies)
	}
	return r
}

func (p ContactBulkCreate) all() (n int, job Reference) { return len(p.Contacts), p.Job }

func (p ContactBulkCreate) piece(from, to int, job Reference) *request {
	p.Contacts, p.Job = p.Contacts[from:to], job
	return p.request()
}

// BulkUpdate changes up to 100 contacts by their ids, with one job, which
// Intercom works off after its response: see WaitBulkJob and RunBulkUpdate.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) BulkUpdate(ctx context.Context, params ContactBulkUpdate, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, params.request(), opts)
}

// RunBulkUpdate changes any number of contacts, as RunBulkCreate creates them.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) RunBulkUpdate(ctx context.Context, params ContactBulkUpdate, opts ...Option) (*BulkReport, error) {
	return runBulk(ctx, s.client, params, contactBulkJob, opts)
}

// ContactBulkUpdate are changes of contacts to make with one job.
//
//intercom:schema bulk_update_contacts_request
type ContactBulkUpdate struct {
	private

	Contacts []ContactBulkChange `json:"contacts"`     // required
	Job      Reference           `json:"job,omitzero"` // to which they are added; without one it is a new job
}

// ContactBulkChange is a change of a contact; fields that are not set stay as
// they are.
type ContactBulkChange struct {
	private

	ID                     ID                   `json:"id"` // required
	ExternalID             Opt[string]          `json:"external_id,omitzero"`
	Email                  Opt[string]          `json:"email,omitzero"`
	Phone                  Opt[string]          `json:"phone,omitzero"`
	Name                   Opt[string]          `json:"name,omitzero"`
	Avatar                 Opt[string]          `json:"avatar,omitzero"`   // URL of a picture
	OwnerID                Opt[ID]              `json:"owner_id,omitzero"` // of an admin
	UnsubscribedFromEmails Opt[bool]            `json:"unsubscribed_from_emails,omitzero"`
	LanguageOverride       Opt[string]          `json:"language_override,omitzero"`
	CustomAttributes       Attributes           `json:"custom_attributes,omitzero"`
	Tags                   ContactBulkTags      `json:"tags,omitzero"`
	Companies              []ContactBulkCompany `json:"companies,omitzero"`
}

func (p ContactBulkUpdate) request() *request {
	r := preview("PUT /contacts/bulk").bulk("Contacts", len(p.Contacts)).body(p)
	for i, c := range p.Contacts {
		where := fmt.Sprintf("Contacts[%d].", i)
		r.require(where+"ID", string(c.ID)).companies(where, c.Companies)
	}
	return r
}

func (p ContactBulkUpdate) all() (n int, job Reference) { return len(p.Contacts), p.Job }

func (p ContactBulkUpdate) piece(from, to int, job Reference) *request {
	p.Contacts, p.Job = p.Contacts[from:to], job
	return p.request()
}

// BulkDelete deletes up to 100 contacts for good, with one job, which Intercom
// works off after its response: see WaitBulkJob and RunBulkDelete.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) BulkDelete(ctx context.Context, params ContactBulkDelete, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, params.request(), opts)
}

// RunBulkDelete deletes any number of contacts for good, as RunBulkCreate
// creates them.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) RunBulkDelete(ctx context.Context, params ContactBulkDelete, opts ...Option) (*BulkReport, error) {
	return runBulk(ctx, s.client, params, contactBulkJob, opts)
}

// ContactBulkDelete are contacts to delete with one job.
//
//intercom:schema bulk_delete_contacts_request
type ContactBulkDelete struct {
	private

	Contacts []Reference `json:"contacts"`     // required, each with its ID
	Job      Reference   `json:"job,omitzero"` // to which they are added; without one it is a new job
}

func (p ContactBulkDelete) request() *request {
	return preview("POST /contacts/bulk/delete").bulk("Contacts", len(p.Contacts)).references("Contacts", p.Contacts).body(p)
}

func (p ContactBulkDelete) all() (n int, job Reference) { return len(p.Contacts), p.Job }

func (p ContactBulkDelete) piece(from, to int, job Reference) *request {
	p.Contacts, p.Job = p.Contacts[from:to], job
	return p.request()
}

// GetBulkJob returns a job of BulkCreate, BulkUpdate or BulkDelete as it stands.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) GetBulkJob(ctx context.Context, job ID, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, contactBulkJob(job), opts)
}

// WaitBulkJob waits until a job of BulkCreate, BulkUpdate or BulkDelete has
// ended, asking less and less often, and returns it. Its state is
// BulkJobStateCompletedWithErrors if there were items that could not be written;
// Intercom does not report which. When ctx ends first, the job comes as it
// stood, with the context's error.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) WaitBulkJob(ctx context.Context, job ID, opts ...Option) (*BulkJob, error) {
	return await[*BulkJob](ctx, s.client, contactBulkJob(job), opts)
}

// ListActivities lists what happened to contacts as such, the oldest first: who
// was created, deleted, merged, or changed its role. Page.Next or Pager.Cursor,
// kept until the next run, goes on where this one ended.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) ListActivities(ctx context.Context, opts ...Option) *Pager[*ContactActivity] {
	return list[*ContactActivity](ctx, s.client, preview("GET /contacts/activities").paged(150), opts)
}

// ContactActivity is something that happened to a contact.
//
//intercom:schema contact_activity
type ContactActivity struct {
	Object

	ID            ID                  `json:"id,omitzero"`
	EventType     ContactActivityType `json:"event_type,omitzero"`
	ContactID     ID                  `json:"contact_id,omitzero"`
	ExternalID    string              `json:"external_id,omitzero"` // your own id of the contact
	Role          ContactRole         `json:"role,omitzero"`
	MergeSourceID ID                  `json:"merge_source_id,omitzero"` // the contact that is gone by a merge
	MergeTargetID ID                  `json:"merge_target_id,omitzero"` // the contact that it became a part of
	FailureReason string              `json:"failure_reason,omitzero"`  // of a merge that failed
	CreatedAt     Time                `json:"created_at,omitzero"`
}

// ContactActivityType is a kind of ContactActivity.
type ContactActivityType string

// What can happen to contacts.
const (
	ContactActivityTypeCreated     ContactActivityType = "contact.created"
	ContactActivityTypeRoleUpdated ContactActivityType = "contact.role_updated"
	ContactActivityTypeDeleted     ContactActivityType = "contact.deleted"
	ContactActivityTypeMerged      ContactActivityType = "contact.merged"
	ContactActivityTypeMergeFailed ContactActivityType = "contact.merge_failed"
)

// PreviewMerge returns what Merge would do, and does not do it.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ContactsService) PreviewMerge(ctx context.Context, params ContactMerge, opts ...Option) (*ContactMergePreview, error) {
	return do[*ContactMergePreview](ctx, s.client, params.between(preview("POST /contacts/merge/preview").readOnly()), opts)
}

// ContactMergePreview is what a merge would do, or why it would be refused.
//
//intercom:schema merge_preview_allowed merge_preview_blocked
type ContactMergePreview struct {
	Object

	Allowed bool                 `json:"allowed,omitzero"`
	Summary ContactMergeSummary  `json:"summary,omitzero"` // of a merge that is allowed
	Reasons []ContactMergeReason `json:"reasons,omitzero"` // why it is not
}

// ContactMergeSummary is what a merge would change.
//
//intercom:schema merge_preview_summary
type ContactMergeSummary struct {
	AttributeChanges ContactMergeChanges       `json:"attribute_changes,omitzero"`
	Reassignments    ContactMergeReassignments `json:"reassignments,omitzero"`
}

// ContactMergeChanges are the attributes that a merge would look at. The list
// can be cut.
//
//intercom:schema merge_preview_attribute_changes
type ContactMergeChanges struct {
	Attributes []ContactMergeChange `json:"attributes,omitzero"`
	TotalCount int                  `json:"total_count,omitzero"`
}

// ContactMergeChange is an attribute before and after a merge. The values are JSON of any
// kind, null for none.
//
//intercom:schema merge_preview_attribute_change
type ContactMergeChange struct {
	Field        string              `json:"field,omitzero"`
	Outcome      ContactMergeOutcome `json:"outcome,omitzero"`
	FromValue    json.RawMessage     `json:"from_value,omitzero"`
	IntoValue    json.RawMessage     `json:"into_value,omitzero"`
	NewIntoValue json.RawMessage     `json:"new_into_value,omitzero"`
}

// ContactMergeOutcome is which value of an attribute a merge keeps.
type ContactMergeOutcome string

// The values that a merge can keep.
const (
	ContactMergeOutcomeAdopted   ContactMergeOutcome = "adopted"   // the one of the lead
	ContactMergeOutcomeDiscarded ContactMergeOutcome = "discarded" // the one of the user
	ContactMergeOutcomeMerged    ContactMergeOutcome = "merged"    // both
)

// ContactMergeReassignments are how many things both contacts have, which are
// all of the user's after the merge.
//
//intercom:schema merge_preview_reassignments
type ContactMergeReassignments struct {
	Conversations ContactMergeCount `json:"conversations,omitzero"`
	Tickets       ContactMergeCount `json:"tickets,omitzero"`
	PhoneCalls    ContactMergeCount `json:"phone_calls,omitzero"`
	Tags          ContactMergeCount `json:"tags,omitzero"`
	Notes         ContactMergeCount `json:"notes,omitzero"`
}

// ContactMergeCount is how many things of a kind both contacts have.
type ContactMergeCount struct {
	From int `json:"from,omitzero"`
	Into int `json:"into,omitzero"`
}

// ContactMergeReason is why a merge would be refused.
//
//intercom:schema merge_preview_reason
type ContactMergeReason struct {
	Code    ContactMergeReasonCode `json:"code,omitzero"`
	Message string                 `json:"message,omitzero"`
}

// ContactMergeReasonCode is a kind of reason why a merge is refused.
type ContactMergeReasonCode string

// Why a merge can be refused.
const (
	ContactMergeReasonCodeInvalidRolePair     ContactMergeReasonCode = "invalid_merge_role_pair"
	ContactMergeReasonCodeNoSharedIdentifier  ContactMergeReasonCode = "no_shared_identifier" // see ContactMerge.SkipDuplicateValidation
	ContactMergeReasonCodeFacebookUser        ContactMergeReasonCode = "facebook_user"
	ContactMergeReasonCodeExternalLeadChannel ContactMergeReasonCode = "external_lead_channel_not_allowed"
	ContactMergeReasonCodeMailingList         ContactMergeReasonCode = "mailing_list"
)
