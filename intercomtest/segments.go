package intercomtest

import (
	"slices"
)

func (w *workspace) segmentRoutes() routes {
	of := func(with object) resource[segment, *segment] {
		return plain(w, &w.segments, rules[segment]{
			read: w.countedSegment,
			list: listing{kind: "segment.list", key: "segments", with: with},
		})
	}
	modernSegments, legacySegments := of(nil), of(object{"pages": object{}})
	return routes{
		legacy: {
			"GET /segments":      legacySegments.all,
			"GET /segments/{id}": legacySegments.get,
		},
		modern: {
			"GET /segments":                       modernSegments.all,
			"GET /segments/{segment_id}":          modernSegments.get,
			"GET /contacts/{contact_id}/segments": w.segmentsOfContact,
		},
	}
}

type segment struct {
	entry
	name  string
	tags  []string // of its rule
	added []string // by AddToSegment
}

// contains reports whether a person or company is in the segment.
func (seg *segment) contains(id string, t tagged) bool {
	return slices.Contains(seg.added, id) || slices.ContainsFunc(seg.tags, t.has)
}

func segmentJSON(seg *segment) object {
	return object{
		"type":        "segment",
		"id":          seg.id,
		"name":        seg.name,
		"person_type": "user",
		"created_at":  seg.createdAt,
		"updated_at":  seg.updatedAt,
	}
}

// AddSegment adds a segment and returns its id; the API itself has no way to.
// Everyone with one of the tags is in it, and whoever [Server.AddToSegment]
// puts there. A tag cannot be deleted while a segment names it.
func (s *Server) AddSegment(name string, tagIDs ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	seg := &segment{entry: w.newEntry(), name: name, tags: tagIDs}
	seg.id = w.objectID()
	return w.segments.add(seg.id, seg).id
}

// AddToSegment puts a person or a company into a segment, by Intercom's ids.
// It panics if there is no such segment.
func (s *Server) AddToSegment(segmentID, memberID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seg, ok := s.workspace.segments.get(segmentID)
	if !ok {
		panic("intercomtest: no segment " + segmentID)
	}
	seg.added = append(seg.added, memberID)
}

// members returns the test for being in a segment; nobody is in an unknown one.
func (w *workspace) members(segmentID string) func(id string, t tagged) bool {
	if seg, ok := w.segments.get(segmentID); ok {
		return seg.contains
	}
	return func(string, tagged) bool { return false }
}

func (w *workspace) segmentsOf(id string, t tagged) []*segment {
	return w.segments.where(func(seg *segment) bool { return seg.contains(id, t) })
}

// segmentList is what stands inside people and companies.
func (w *workspace) segmentList(id string, t tagged) object {
	return object{
		"type": "segment.list",
		"segments": render(w.segmentsOf(id, t), func(seg *segment) object {
			return object{"type": "segment", "id": seg.id}
		}),
	}
}

// countedSegment adds the number of members if the query asks for it.
func (w *workspace) countedSegment(x *exchange, seg *segment) object {
	o := segmentJSON(seg)
	if x.query.Get("include_count") == "true" {
		o["count"] = len(w.peopleWhere(func(p *person) bool { return seg.contains(p.id, p.tagged) }))
	}
	return o
}

func (w *workspace) segmentsOfContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "data": render(w.segmentsOf(p.id, p.tagged), segmentJSON)}, nil
}

func (w *workspace) segmentsOfCompany(x *exchange) (any, error) {
	co, err := w.company(x)
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "data": render(w.segmentsOf(co.id, co.tagged), segmentJSON)}, nil
}
