package intercomtest

import (
	"maps"
	"net/http"
)

func (w *workspace) audienceRoutes() routes {
	audiences := plain(w, &w.audiences, rules[audience]{
		read:  audienceJSON,
		write: writeAudience,
		list:  listing{paging: byPage, most: 50, total: true},
		gone:  noContent,

		happened: stored(w, "audience", audienceJSON),
	})
	operations := audiences.routes("/audiences", "/audiences/{id}")
	operations["GET /audiences"] = flat(audiences.all)
	operations["POST /audiences"] = func(x *exchange) (any, error) {
		x.status = http.StatusCreated
		return audiences.create(x)
	}
	return routes{modern: operations}
}

// audience is a group of people that content is for.
type audience struct {
	entry
	name           string
	predicates     []any
	rolePredicates []any
}

func audienceJSON(_ *exchange, a *audience) object {
	return object{
		"type":            "audience",
		"id":              a.id,
		"name":            a.name,
		"predicates":      a.predicates,
		"role_predicates": a.rolePredicates,
		"created_at":      a.createdAt,
		"updated_at":      a.updatedAt,
	}
}

func writeAudience(_ *exchange, f *fields, a *audience) {
	f.text("name", &a.name)
	f.list("predicates", &a.predicates)
	f.list("role_predicates", &a.rolePredicates)
	switch {
	case a.name == "" && a.id == "":
		f.fail(failure(http.StatusUnprocessableEntity, "validation_error", "Name is required"))
	case a.name == "":
		f.fail(failure(http.StatusUnprocessableEntity, "validation_error", "Name must not be blank"))
	}
}

// flat lists with the numbers of the pages beside the items, and without links.
func flat(all handler) handler {
	return func(x *exchange) (any, error) {
		v, err := all(x)
		list, ok := v.(object)
		if err != nil || !ok {
			return v, err
		}
		pages, _ := list["pages"].(object)
		delete(list, "pages")
		maps.Copy(list, object{"page": pages["page"], "per_page": pages["per_page"], "total_pages": pages["total_pages"]})
		return list, nil
	}
}
