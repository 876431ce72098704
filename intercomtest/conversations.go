package intercomtest

// conversation knows so far only what can be tagged.
type conversation struct {
	id string
	tagged
}

// AddConversation adds an empty conversation and returns its id.
func (s *Server) AddConversation() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	conv := &conversation{id: s.number()}
	return s.conversations.add(conv.id, conv).id
}

// conversation finds the conversation of the path.
func (s *Server) conversation(c *call) (*conversation, error) {
	conv, ok := s.conversations.get(c.param("conversation_id"))
	if !ok {
		return nil, notFound("Conversation not found")
	}
	return conv, nil
}
