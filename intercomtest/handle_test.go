package intercomtest

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHandleServesWhatIsUnknown(t *testing.T) {
	t.Parallel()
	overBoth(t, func(t *testing.T, a *tester) {
		a.fake.Handle("PUT /docks/{dock_id}/berths/{id}", func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			assert.NoError(t, err)
			a.fake.AddAdmin("Handler", "h@qz.test") // the server can be used
			w.Header().Set("X-Dock", r.PathValue("dock_id")+"/"+r.PathValue("id")+"?"+r.URL.Query().Get("q"))
			w.WriteHeader(http.StatusAccepted)
			w.WriteHeader(http.StatusTeapot) // only the first counts
			w.Write(body)                    //nolint:errcheck // it is kept in memory
		})
		for _, version := range []string{"1.4", "2.7", "2.16", "Preview"} {
			res, b := a.as(version).send("PUT /docks/a%2Fb/berths/7?q=x", `{"depth":4}`)
			assert.Equal(t, http.StatusAccepted, res.StatusCode)
			assert.Equal(t, "a/b/7?x", res.Header.Get("X-Dock"))
			assert.Equal(t, `{"depth":4}`, string(b))
			assert.Equal(t, "application/json; charset=utf-8", res.Header.Get("Content-Type"))
			assert.NotEmpty(t, res.Header.Get("X-Request-Id"))
			assert.NotEmpty(t, res.Header.Get("X-Ratelimit-Remaining"))
		}
		sent := a.fake.Requests("PUT /docks/{dock_id}/berths/{id}")
		require.Len(t, sent, 4)
		assert.Equal(t, http.StatusAccepted, sent[0].Status)

		a.fake.Fail("PUT /docks/{dock_id}/berths/{id}", Status(500, "server_error", "boom"), Cut())
		a.fails("PUT /docks/a/berths/7", `{}`, 500, "server_error")
		res, err := a.client.Do(a.request("PUT /docks/a/berths/7", `{"depth":4}`))
		require.NoError(t, err)
		_, err = io.ReadAll(res.Body)
		res.Body.Close()
		assert.ErrorIs(t, err, io.ErrUnexpectedEOF)

		a.fake.Handle("PUT /docks/{dock_id}/berths/{id}", nil)
		a.fails("PUT /docks/a/berths/7", `{}`, 404, "not_found")
		assert.Panics(t, func() { a.fake.Fail("PUT /docks/{dock_id}/berths/{id}", Cut()) })
	})
}

func TestHandleReplaces(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	empty := func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"mine":true}`) } //nolint:errcheck // it is kept in memory
	mine := func(version, op string) bool { return a.as(version).ok(op, "")["mine"] == true }

	a.fake.Handle("GET /admins/{admin_id}", empty) // has another name in 1.x
	me := a.fake.workspace.me().id
	assert.True(t, mine("2.16", "GET /admins/"+me))
	assert.False(t, mine("1.4", "GET /admins/"+me))
	assert.False(t, mine("2.16", "GET /admins/activity_log_event_types"), "a literal is closer than a parameter")

	a.fake.Handle("GET /tags", empty)
	assert.True(t, mine("2.16", "GET /tags") && mine("1.4", "GET /tags"))
	a.fake.Handle("GET /tags", nil)
	assert.False(t, mine("2.16", "GET /tags") || mine("1.4", "GET /tags"))

	assert.Len(t, a.fake.Requests("GET /admins/{admin_id}"), 1)
	r := a.request("GET /admins/"+me, "")
	r.Header.Set("Authorization", "Bearer other")
	res, err := a.client.Do(r)
	require.NoError(t, err)
	res.Body.Close()
	assert.Equal(t, http.StatusUnauthorized, res.StatusCode)
}

func TestHandleRefuses(t *testing.T) {
	t.Parallel()
	fake := NewServer()
	nop := func(http.ResponseWriter, *http.Request) {}
	for _, operation := range []string{"", "GET", "/tags", "GET tags", "get /tags", " /tags"} {
		assert.Panics(t, func() { fake.Handle(operation, nop) }, operation)
	}
	assert.PanicsWithValue(t, "intercomtest: GET /tags/{id} is known as GET /tags/{tag_id}", func() { fake.Handle("GET /tags/{id}", nop) })
}
