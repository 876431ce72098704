package intercom

import "context"

// SegmentsService reads segments. They are made in Intercom itself; the
// ListBySegment methods of other services list who is in one.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/segments
type SegmentsService service

// Segment is a set of people or companies that match some filters.
//
//intercom:schema segment
type Segment struct {
	Object

	ID         ID     `json:"id,omitzero" wire:"scalar"`
	Name       string `json:"name,omitzero"`
	CreatedAt  Time   `json:"created_at,omitzero"`
	UpdatedAt  Time   `json:"updated_at,omitzero"`
	PersonType string `json:"person_type,omitzero"` // "user", or "contact" for leads
	Count      int    `json:"count,omitzero"`       // of its people or companies; see SegmentGetOptions and SegmentListOptions
}

// Get returns the segment with the given id.
func (s *SegmentsService) Get(ctx context.Context, id ID, opts ...Option) (*Segment, error) {
	return do[*Segment](ctx, s.client, op("GET /segments/{segment_id}", id), opts)
}

// SegmentGetOptions are the optional parameters of Segments.Get.
type SegmentGetOptions struct {
	private

	Count bool // fill in Segment.Count
}

func (o SegmentGetOptions) apply(c *config) { c.optional("GET /segments/{segment_id}", o) }

func (o SegmentGetOptions) set(r *request) { r.flag("include_count", o.Count) }

// List lists the segments of the workspace.
func (s *SegmentsService) List(ctx context.Context, opts ...Option) *Pager[*Segment] {
	return list[*Segment](ctx, s.client, op("GET /segments").in("segments"), opts)
}

// SegmentListOptions are the optional parameters of Segments.List.
type SegmentListOptions struct {
	private

	Count bool // fill in Segment.Count of each
}

func (o SegmentListOptions) apply(c *config) { c.optional("GET /segments", o) }

func (o SegmentListOptions) set(r *request) { r.flag("include_count", o.Count) }

// ListForContact lists the segments that a contact is in.
func (s *SegmentsService) ListForContact(ctx context.Context, contact ID, opts ...Option) *Pager[*Segment] {
	return list[*Segment](ctx, s.client, op("GET /contacts/{contact_id}/segments", contact).in("segments"), opts)
}

// ListForCompany lists the segments that a company is in.
func (s *SegmentsService) ListForCompany(ctx context.Context, company ID, opts ...Option) *Pager[*Segment] {
	return list[*Segment](ctx, s.client, op("GET /companies/{company_id}/segments", company).in("segments"), opts)
}
