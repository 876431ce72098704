package intercomtest

import "slices"

func (w *workspace) subscriptionTypeRoutes() routes {
	types := plain(w, &w.subscriptionTypes, rules[subscriptionType]{read: subscriptionTypeJSON})
	return routes{
		modern: {
			"GET /subscription_types":                                       types.all,
			"GET /contacts/{contact_id}/subscriptions":                      w.choicesOfContact,
			"POST /contacts/{contact_id}/subscriptions":                     w.choose,
			"DELETE /contacts/{contact_id}/subscriptions/{subscription_id}": w.unchoose,
		},
	}
}

type subscriptionType struct {
	entry
	name    string
	consent string // opt_in or opt_out
}

// AddSubscriptionType adds a live subscription type for e-mail and returns its
// id; the API itself has no way to. Consent is "opt_in" or "opt_out".
func (s *Server) AddSubscriptionType(name, consent string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	t := &subscriptionType{entry: w.newEntry(), name: name, consent: consent}
	return w.subscriptionTypes.add(t.id, t).id
}

func subscriptionTypeJSON(_ *exchange, t *subscriptionType) object {
	translation := object{"name": t.name, "description": t.name + " from Quay Street", "locale": "en"}
	return object{
		"type":                "subscription",
		"id":                  t.id,
		"state":               "live",
		"consent_type":        t.consent,
		"default_translation": translation,
		"translations":        []object{translation},
		"content_types":       []string{"email"},
	}
}

func (w *workspace) choicesOfContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	return listed(x, listing{}, p.choices, nil, func(t *subscriptionType) object { return subscriptionTypeJSON(x, t) })
}

// choose records that a contact opted in or out, whichever the type is for.
func (w *workspace) choose(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	t, ok := w.subscriptionTypes.get(x.body.text("id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	if consent := x.body.text("consent_type"); consent != "opt_in" && consent != "opt_out" {
		return nil, invalid("consent_type", "consent_type must be opt_in or opt_out, not %q", consent)
	}
	if !slices.Contains(p.choices, t) {
		p.choices = append(p.choices, t)
		w.choiceHappened(p, t, true)
	}
	return subscriptionTypeJSON(x, t), nil
}

func (w *workspace) unchoose(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	for i, t := range p.choices {
		if t.id == x.param("subscription_id") {
			p.choices = slices.Delete(p.choices, i, i+1)
			w.choiceHappened(p, t, false)
			return subscriptionTypeJSON(x, t), nil
		}
	}
	return nil, notFound("Resource Not Found")
}

// chosen are the ids of the types of one consent that a contact chose.
func (p *person) chosen(consent string) []string {
	var ids []string
	for _, t := range p.choices {
		if t.consent == consent {
			ids = append(ids, t.id)
		}
	}
	return ids
}
