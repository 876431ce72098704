package intercomtest

import "net/http"

// ticket knows so far only what can be tagged.
type ticket struct {
	id string
	tagged
}

// AddTicket adds an empty ticket and returns its id.
func (s *Server) AddTicket() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &ticket{id: s.number()}
	return s.tickets.add(t.id, t).id
}

// ticket finds the ticket of the path.
func (s *Server) ticket(c *call) (*ticket, error) {
	t, ok := s.tickets.get(c.param("ticket_id"))
	if !ok {
		return nil, failure(http.StatusNotFound, "ticket_not_found", "Ticket not found")
	}
	return t, nil
}
