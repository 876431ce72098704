package intercomtest

import (
	"net/http"
	"slices"
)

func (w *workspace) countRoutes() routes {
	return routes{legacy: {"GET /counts": w.count}}
}

// count counts the state as it is. Tags and segments have archived people, too.
func (w *workspace) count(x *exchange) (any, error) {
	of, by := x.query.Get("type"), x.query.Get("count")
	people := slices.Collect(w.people.all())
	companies := slices.Collect(w.companies.all())
	switch of + "/" + by {
	case "/":
		return w.countAll(), nil
	case "conversation/":
		open := w.conversationsWhere(func(conv *conversation) bool { return conv.state == "open" })
		assigned := countIf(open, func(conv *conversation) bool { return conv.adminID != "" || conv.teamID != "" })
		closed := w.conversationsWhere(func(conv *conversation) bool { return conv.state == "closed" })
		return object{"type": "count", of: object{
			"assigned": assigned, "closed": len(closed), "open": len(open), "unassigned": len(open) - assigned,
		}}, nil
	case "conversation/admin":
		return counted(x, slices.Collect(w.admins.all()), func(a *admin) object {
			own := w.conversationsWhere(func(conv *conversation) bool { return conv.adminID == a.id })
			in := func(state string) int {
				return countIf(own, func(conv *conversation) bool { return conv.state == state })
			}
			return object{"id": a.id, "name": a.name, "open": in("open"), "closed": in("closed")}
		})
	case "user/tag":
		return counted(x, slices.Collect(w.tags.all()), func(t *tag) object {
			return object{t.name: countIf(people, func(p *person) bool { return p.has(t.id) })}
		})
	case "company/tag":
		return counted(x, slices.Collect(w.tags.all()), func(t *tag) object {
			return object{t.name: countIf(companies, func(co *company) bool { return co.has(t.id) })}
		})
	case "user/segment":
		return counted(x, slices.Collect(w.segments.all()), func(seg *segment) object {
			return object{seg.name: countIf(people, func(p *person) bool { return seg.contains(p.id, p.tagged) })}
		})
	case "company/segment":
		return counted(x, slices.Collect(w.segments.all()), func(seg *segment) object {
			return object{seg.name: countIf(companies, func(co *company) bool { return seg.contains(co.id, co.tagged) })}
		})
	case "company/user":
		return counted(x, companies, func(co *company) object {
			return object{co.name: len(usersIn(co)), "remote_company_id": co.companyID}
		})
	}
	return nil, failure(http.StatusBadRequest, "parameter_invalid", "cannot count %s by %s", of, by)
}

func (w *workspace) countAll() object {
	total := func(n int) object { return object{"count": n} }
	everyone := func(*person) bool { return true }
	users, all := len(w.users(everyone)), len(w.peopleWhere(everyone))
	return object{
		"type":    "count.hash",
		"company": total(len(w.companies.ids)),
		"segment": total(len(w.segments.ids)),
		"tag":     total(len(w.tags.ids)),
		"user":    total(users),
		"lead":    total(all - users),
	}
}

// counted returns a page of counts, whose pages are nested once more than
// elsewhere.
func counted[T any](x *exchange, things []T, as func(T) object) (any, error) {
	page, pages, err := paged(x, things, 50, 60)
	if err != nil {
		return nil, err
	}
	return object{
		"type":              "count",
		x.query.Get("type"): object{x.query.Get("count"): render(page, as)},
		"pages":             object{"pages": pages},
	}, nil
}

func countIf[T any](things []T, match func(T) bool) int {
	n := 0
	for _, v := range things {
		if match(v) {
			n++
		}
	}
	return n
}
