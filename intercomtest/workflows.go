package intercomtest

func (w *workspace) workflowRoutes() routes {
	workflows := plain(w, &w.workflows, rules[workflow]{read: w.workflowExport, none: notFound("Workflow not found")})
	return routes{modern: {"GET /export/workflows/{id}": workflows.get}}
}

// workflow is one without any steps.
type workflow struct {
	entry
	title string
}

// AddWorkflow adds a live workflow without steps, and returns its id; the API
// itself has no way to.
func (s *Server) AddWorkflow(title string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	flow := &workflow{entry: w.newEntry(), title: title}
	return w.workflows.add(flow.id, flow).id
}

func (w *workspace) workflowExport(x *exchange, flow *workflow) object {
	return object{
		"export_version": "1.0",
		"exported_at":    isoTime(x.now),
		"app_id":         12345,
		"workflow": object{
			"id":                flow.id,
			"title":             flow.title,
			"description":       nil,
			"trigger_type":      "inbound_conversation",
			"state":             "live",
			"target_channels":   []string{"chat"},
			"preferred_devices": []string{"desktop", "mobile"},
			"created_at":        isoTime(flow.createdAt),
			"updated_at":        isoTime(flow.updatedAt),
			"targeting":         object{},
			"snapshot":          object{"steps": []object{}},
			"attributes":        []object{},
			"embedded_rules":    []object{},
		},
	}
}
