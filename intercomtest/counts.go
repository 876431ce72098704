package intercomtest

import (
	"net/http"
	"slices"
)

func (s *Server) countRoutes() routes {
	return routes{legacy: {"GET /counts": s.count}}
}

// count counts the state as it is. Tags and segments have archived people, too.
func (s *Server) count(c *call) (any, error) {
	of, by := c.query.Get("type"), c.query.Get("count")
	people := slices.Collect(s.people.all())
	companies := slices.Collect(s.companies.all())
	switch of + "/" + by {
	case "/":
		return s.countAll(), nil
	case "conversation/":
		open := s.conversationsWhere(func(conv *conversation) bool { return conv.state == "open" })
		assigned := number(open, func(conv *conversation) bool { return conv.adminID != "" || conv.teamID != "" })
		closed := s.conversationsWhere(func(conv *conversation) bool { return conv.state == "closed" })
		return object{"type": "count", of: object{
			"assigned": assigned, "closed": len(closed), "open": len(open), "unassigned": len(open) - assigned,
		}}, nil
	case "conversation/admin":
		return counted(c, slices.Collect(s.admins.all()), func(a *admin) object {
			own := s.conversationsWhere(func(conv *conversation) bool { return conv.adminID == a.id })
			in := func(state string) int {
				return number(own, func(conv *conversation) bool { return conv.state == state })
			}
			return object{"id": a.id, "name": a.name, "open": in("open"), "closed": in("closed")}
		})
	case "user/tag":
		return counted(c, slices.Collect(s.tags.all()), func(t *tag) object {
			return object{t.name: number(people, func(p *person) bool { return p.has(t.id) })}
		})
	case "company/tag":
		return counted(c, slices.Collect(s.tags.all()), func(t *tag) object {
			return object{t.name: number(companies, func(co *company) bool { return co.has(t.id) })}
		})
	case "user/segment":
		return counted(c, slices.Collect(s.segments.all()), func(seg *segment) object {
			return object{seg.name: number(people, func(p *person) bool { return seg.contains(p.id, p.tagged) })}
		})
	case "company/segment":
		return counted(c, slices.Collect(s.segments.all()), func(seg *segment) object {
			return object{seg.name: number(companies, func(co *company) bool { return seg.contains(co.id, co.tagged) })}
		})
	case "company/user":
		return counted(c, companies, func(co *company) object {
			return object{co.name: len(usersIn(co)), "remote_company_id": co.companyID}
		})
	}
	return nil, failure(http.StatusBadRequest, "parameter_invalid", "cannot count %s by %s", of, by)
}

func (s *Server) countAll() object {
	total := func(n int) object { return object{"count": n} }
	everyone := func(*person) bool { return true }
	users, all := len(s.users(everyone)), len(s.peopleWhere(everyone))
	return object{
		"type":    "count.hash",
		"company": total(len(s.companies.ids)),
		"segment": total(len(s.segments.ids)),
		"tag":     total(len(s.tags.ids)),
		"user":    total(users),
		"lead":    total(all - users),
	}
}

// counted answers with a page of counts, whose pages are nested once more than
// elsewhere.
func counted[T any](c *call, things []T, as func(T) object) (any, error) {
	page, pages, err := paged(c, things, 50, 60)
	if err != nil {
		return nil, err
	}
	return object{
		"type":              "count",
		c.query.Get("type"): object{c.query.Get("count"): render(page, as)},
		"pages":             object{"pages": pages},
	}, nil
}

func number[T any](things []T, match func(T) bool) int {
	n := 0
	for _, v := range things {
		if match(v) {
			n++
		}
	}
	return n
}
