package intercom

import "context"

// SegmentsService reads segments. They are made in Intercom itself; who is in
// one is told by the ListBySegment methods of other services.
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
	Count      int    `json:"count,omitzero"`       // only if it was asked for
}

// Get returns the segment with the given id, without its Count.
func (s *SegmentsService) Get(ctx context.Context, id ID, opts ...Option) (*Segment, error) {
	return do[Segment](ctx, s.client, op("GET /segments/{segment_id}", id), opts)
}

// GetWithCount returns the segment with the given id and counts who is in it.
func (s *SegmentsService) GetWithCount(ctx context.Context, id ID, opts ...Option) (*Segment, error) {
	return do[Segment](ctx, s.client, op("GET /segments/{segment_id}", id).query("include_count", "true"), opts)
}

// List lists the segments of the workspace, without their Count.
func (s *SegmentsService) List(ctx context.Context, opts ...Option) *Pager[Segment] {
	return list[Segment](ctx, s.client, op("GET /segments").in("segments"), opts)
}

// ListWithCounts lists the segments of the workspace and counts who is in each.
func (s *SegmentsService) ListWithCounts(ctx context.Context, opts ...Option) *Pager[Segment] {
	return list[Segment](ctx, s.client, op("GET /segments").in("segments").query("include_count", "true"), opts)
}

// ListForContact lists the segments that a contact is in.
func (s *SegmentsService) ListForContact(ctx context.Context, contact ID, opts ...Option) *Pager[Segment] {
	return list[Segment](ctx, s.client, op("GET /contacts/{contact_id}/segments", contact).in("segments"), opts)
}
