package intercomtest

import (
	"slices"
	"time"
)

func (s *Server) segmentRoutes() routes {
	return routes{
		legacy: {
			"GET /segments":      s.listSegments,
			"GET /segments/{id}": s.getSegment,
		},
		modern: {
			"GET /segments":                       s.listSegments,
			"GET /segments/{segment_id}":          s.getSegment,
			"GET /contacts/{contact_id}/segments": s.segmentsOfContact,
		},
	}
}

type segment struct {
	id        string
	name      string
	createdAt int64
	tags      []string // of its rule
	added     []string // by AddToSegment
}

// contains tells whether a person or company is in the segment.
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
		"updated_at":  seg.createdAt,
	}
}

// AddSegment adds a segment and returns its id; the API itself has no way to.
// Everyone with one of the tags is in it, and whoever [Server.AddToSegment]
// puts there. A tag cannot be deleted while a segment names it.
func (s *Server) AddSegment(name string, tagIDs ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	seg := &segment{id: s.objectID(), name: name, createdAt: time.Now().Unix(), tags: tagIDs}
	return s.segments.add(seg.id, seg).id
}

// AddToSegment puts a person or a company into a segment, by Intercom's ids.
// It panics if there is no such segment.
func (s *Server) AddToSegment(segmentID, memberID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seg, ok := s.segments.get(segmentID)
	if !ok {
		panic("intercomtest: no segment " + segmentID)
	}
	seg.added = append(seg.added, memberID)
}

// members returns the test for being in a segment; nobody is in an unknown one.
func (s *Server) members(segmentID string) func(id string, t tagged) bool {
	if seg, ok := s.segments.get(segmentID); ok {
		return seg.contains
	}
	return func(string, tagged) bool { return false }
}

func (s *Server) segmentsOf(id string, t tagged) []*segment {
	return s.segments.where(func(seg *segment) bool { return seg.contains(id, t) })
}

// segmentList is what stands inside people and companies.
func (s *Server) segmentList(id string, t tagged) object {
	return object{
		"type": "segment.list",
		"segments": render(s.segmentsOf(id, t), func(seg *segment) object {
			return object{"type": "segment", "id": seg.id}
		}),
	}
}

func (s *Server) listSegments(c *call) (any, error) {
	segments := s.segments.where(func(*segment) bool { return true })
	list := object{
		"type":     "segment.list",
		"segments": render(segments, func(seg *segment) object { return s.countedSegment(c, seg) }),
	}
	if c.generation == legacy {
		list["pages"] = object{}
	}
	return list, nil
}

func (s *Server) getSegment(c *call) (any, error) {
	seg, ok := s.segments.get(c.param("segment_id", "id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	return s.countedSegment(c, seg), nil
}

// countedSegment adds the number of members if the query asks for it.
func (s *Server) countedSegment(c *call, seg *segment) object {
	o := segmentJSON(seg)
	if c.query.Get("include_count") == "true" {
		o["count"] = len(s.peopleWhere(func(p *person) bool { return seg.contains(p.id, p.tagged) }))
	}
	return o
}

func (s *Server) segmentsOfContact(c *call) (any, error) {
	p, err := s.contact(c)
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "data": render(s.segmentsOf(p.id, p.tagged), segmentJSON)}, nil
}

func (s *Server) segmentsOfCompany(c *call) (any, error) {
	co, err := s.company(c)
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "data": render(s.segmentsOf(co.id, co.tagged), segmentJSON)}, nil
}
