package intercomtest

import (
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// berth is a resource that is merely stored.
type berth struct {
	entry
	name    string
	depth   int64
	retired bool
}

func berthJSON(_ *exchange, b *berth) object {
	return object{"type": "berth", "id": b.id, "name": b.name, "depth": b.depth, "created_at": b.createdAt, "updated_at": b.updatedAt}
}

func writeBerth(_ *exchange, f *fields, b *berth) {
	if b.id == "" {
		f.need("name")
	}
	f.text("name", &b.name)
	f.integer("depth", &b.depth)
}

// withBerths returns a tester of a fake that also serves routes of berths.
func withBerths(t *testing.T, build func(w *workspace, berths *store[*berth]) map[string]handler) *tester {
	a := newTester(t)
	var berths store[*berth]
	own := routes{modern: build(a.fake.workspace, &berths)}
	a.fake.tables = tables(append(a.fake.workspace.routes(), own))
	return a
}

func TestPlain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := withBerths(t, func(w *workspace, berths *store[*berth]) map[string]handler {
			return plain(w, berths, rules[berth]{
				read:  berthJSON,
				write: writeBerth,
				none:  failure(http.StatusNotFound, "berth_not_found", "Berth not found"),
			}).routes("/berths", "/berths/{berth_id}")
		})
		assert.Equal(t, object{"type": "list", "data": []any{}}, a.ok("GET /berths", ""))
		assert.Equal(t, "name not specified", a.fails("POST /berths", `{"depth":3}`, 400, "parameter_not_found"))
		assert.Equal(t, "name not specified", a.fails("POST /berths", `{"name":""}`, 400, "parameter_not_found"))
		a.fails("POST /berths", `{"name":["x"]}`, 400, "parameter_invalid")
		north := a.ok("POST /berths", `{"name":"North","depth":3}`)
		assert.Regexp(t, `^\d+$`, north["id"])
		assert.Equal(t, []any{"North", 3, north["created_at"]}, []any{north["name"], north.at("depth"), north["updated_at"]})
		one := "/berths/" + north.text("id")
		assert.Equal(t, north, a.ok("GET "+one, ""))

		time.Sleep(time.Minute)
		a.fails("PUT "+one, `{"name":"Deep","depth":"x"}`, 400, "parameter_invalid")
		assert.Equal(t, north, a.ok("GET "+one, ""), "a write that fails changes nothing")
		changed := a.ok("PUT "+one, `{"depth":4}`)
		assert.Equal(t, []any{"North", 4, north["created_at"]}, []any{changed["name"], changed.at("depth"), changed["created_at"]})
		assert.NotEqual(t, north["updated_at"], changed["updated_at"])
		a.ok("POST /berths", `{"name":"South"}`)
		assert.Equal(t, []string{"North", "South"}, a.ok("GET /berths", "").list("data", "name"))

		assert.Equal(t, changed, a.ok("DELETE "+one, ""))
		for _, method := range []string{"GET ", "PUT ", "DELETE "} {
			assert.Equal(t, "Berth not found", a.fails(method+one, "", 404, "berth_not_found"))
		}
		assert.Equal(t, []string{"South"}, a.ok("GET /berths", "").list("data", "name"))
	})
}

func TestPlainLists(t *testing.T) {
	t.Parallel()
	a := withBerths(t, func(w *workspace, berths *store[*berth]) map[string]handler {
		form := func(l listing) handler { return plain(w, berths, rules[berth]{read: berthJSON, list: l}).all }
		deep := plain(w, berths, rules[berth]{read: berthJSON, match: func(x *exchange, b *berth) bool { return b.depth > 5 }})
		return map[string]handler{
			"POST /berths":   plain(w, berths, rules[berth]{read: berthJSON, write: writeBerth}).create,
			"GET /by_page":   form(listing{kind: "berth.list", key: "berths", paging: byPage, size: 3, most: 4, total: true}),
			"GET /by_cursor": form(listing{paging: byCursor, size: 3, newest: true, with: object{"harbor": "Quay"}}),
			"GET /deep":      deep.all,
		}
	})
	for i := range 8 {
		a.ok("POST /berths", `{"name":"B`+strconv.Itoa(i)+`","depth":`+strconv.Itoa(i)+`}`)
	}
	page := a.ok("GET /by_page?page=2&per_page=100", "")
	assert.Equal(t, []any{"berth.list", 8, 2, 4}, []any{page["type"], page.at("total_count"), page.at("pages.page"), page.at("pages.per_page")})
	assert.Equal(t, []string{"B4", "B5", "B6", "B7"}, page.list("berths", "name"))
	assert.Nil(t, page.at("pages.next"))
	assert.Equal(t, []string{"B0", "B1", "B2"}, a.ok("GET /by_page", "").list("berths", "name"))
	a.fails("GET /by_page?page=0", "", 400, "parameter_invalid")

	page = a.ok("GET /by_cursor", "")
	assert.Equal(t, []string{"B7", "B6", "B5"}, page.list("data", "name"))
	assert.Equal(t, "Quay", page["harbor"])
	assert.NotContains(t, page, "total_count")
	next := page.at("pages.next.starting_after").(string)
	assert.Equal(t, []string{"B4", "B3"}, a.ok("GET /by_cursor?per_page=2&starting_after="+next, "").list("data", "name"))
	a.fails("GET /by_cursor?starting_after=x", "", 400, "client_error")
	a.fails("GET /by_cursor?per_page=x", "", 400, "parameter_invalid")

	assert.Equal(t, []string{"B6", "B7"}, a.ok("GET /deep", "").list("data", "name"))
}

func TestPlainDeletions(t *testing.T) {
	t.Parallel()
	a := withBerths(t, func(w *workspace, berths *store[*berth]) map[string]handler {
		with := rules[berth]{
			read: berthJSON, write: writeBerth, newID: uuid,
			match: func(_ *exchange, b *berth) bool { return !b.retired },
		}
		operations := plain(w, berths, with).routes("/berths", "/berths/{id}")
		with.gone = noContent
		operations["DELETE /silent/{id}"] = plain(w, berths, with).remove
		with.gone = marked("berth")
		operations["DELETE /marked/{id}"] = plain(w, berths, with).remove
		with.hide = func(b *berth) { b.retired = true }
		operations["DELETE /hidden/{id}"] = plain(w, berths, with).remove
		return operations
	})
	add := func() string { return a.ok("POST /berths", `{"name":"B"}`).text("id") }

	id := add()
	res, body := a.send("DELETE /silent/"+id, "")
	assert.Equal(t, http.StatusNoContent, res.StatusCode)
	assert.Empty(t, body)
	a.fails("GET /berths/"+id, "", 404, "not_found")

	id = add()
	assert.Len(t, id, 36)
	assert.Equal(t, object{"id": id, "object": "berth", "deleted": true}, a.ok("DELETE /marked/"+id, ""))
	assert.Empty(t, a.ok("GET /berths", "").list("data", "id"))

	id = add()
	assert.Equal(t, true, a.ok("DELETE /hidden/"+id, "")["deleted"])
	assert.Empty(t, a.ok("GET /berths", "").list("data", "id"))
	assert.Equal(t, id, a.ok("GET /berths/"+id, "")["id"], "it is still there")
}

// Things can belong to something else in the path, and have operations of their
// own.
func TestPlainBelowOthers(t *testing.T) {
	t.Parallel()
	harbors := map[string]*store[*berth]{"a": {}, "b": {}}
	a := withBerths(t, func(w *workspace, _ *store[*berth]) map[string]handler {
		berths := plain(w, nil, rules[berth]{
			read: berthJSON, write: writeBerth, param: "berth_id",
			under: func(x *exchange) (*store[*berth], error) {
				if in, ok := harbors[x.param("harbor_id")]; ok {
					return in, nil
				}
				return nil, notFound("Harbor Not Found")
			},
		})
		operations := berths.routes("/harbors/{harbor_id}/berths", "/harbors/{harbor_id}/berths/{berth_id}")
		operations["POST /harbors/{harbor_id}/berths/{berth_id}/dredge/{meters}"] = berths.on(func(x *exchange, b *berth) error {
			if b.depth += int64(integer(x.param("meters"))); b.depth > 9 {
				return invalid("meters", "too deep")
			}
			return nil
		})
		return operations
	})
	id := a.ok("POST /harbors/a/berths", `{"name":"B"}`).text("id")
	assert.Len(t, a.ok("GET /harbors/a/berths", "").list("data", "id"), 1)
	assert.Empty(t, a.ok("GET /harbors/b/berths", "").list("data", "id"))
	a.fails("GET /harbors/b/berths/"+id, "", 404, "not_found")
	for _, op := range []string{"GET /harbors/c/berths", "POST /harbors/c/berths", "DELETE /harbors/c/berths/" + id} {
		assert.Equal(t, "Harbor Not Found", a.fails(op, `{"name":"B"}`, 404, "not_found"))
	}
	assert.Equal(t, 4, a.ok("POST /harbors/a/berths/"+id+"/dredge/4", "").at("depth"))
	assert.Equal(t, 5, a.ok("POST /harbors/a/berths/"+id+"/dredge/1", "").at("depth"))
	a.fails("POST /harbors/a/berths/"+id+"/dredge/9", "", 400, "parameter_invalid")
	assert.Equal(t, 5, a.ok("GET /harbors/a/berths/"+id, "").at("depth"), "what fails changes nothing")
	a.fails("POST /harbors/a/berths/1/dredge/9", "", 404, "not_found")
}
