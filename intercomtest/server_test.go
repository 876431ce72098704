package intercomtest

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestAuthentication(t *testing.T) {
	t.Parallel()
	basic := func(user, password string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
	}
	for _, test := range []struct {
		authorization string
		status        int
		code          string
	}{
		{"Bearer secret", 200, ""},
		{"bearer secret", 200, ""},
		{basic("secret", ""), 200, ""},
		{basic("secret", "x"), 401, "unauthorized"},
		{basic("other", ""), 401, "unauthorized"},
		{"Basic !", 401, "unauthorized"},
		{"Bearer other", 401, "unauthorized"},
		{"secret", 401, "unauthorized"},
		{"", 401, "missing_authorization"},
	} {
		a := newTester(t, WithToken("secret"))
		r := a.request("GET /me", "")
		r.Header.Set("Authorization", test.authorization)
		res, err := a.client.Do(r)
		require.NoError(t, err)
		b, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		assert.Equal(t, test.status, res.StatusCode, test.authorization)
		assert.Equal(t, test.status == 200, res.Header.Get("X-Ratelimit-Limit") != "", test.authorization)
		if test.code != "" {
			assert.Contains(t, string(b), test.code, test.authorization)
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	res, _ := a.send("GET /tags/7", "")
	assert.Regexp(t, regexp.MustCompile(`^[0-9a-v]{20}$`), res.Header.Get("X-Request-Id"))
	assert.Equal(t, "application/json; charset=utf-8", res.Header.Get("Content-Type"))
	assert.Equal(t, "1666", res.Header.Get("X-Ratelimit-Limit"))
	assert.Equal(t, "1665", res.Header.Get("X-Ratelimit-Remaining"))
	assert.NotEmpty(t, res.Header.Get("X-Runtime"))
	_, err := http.ParseTime(res.Header.Get("Date"))
	assert.NoError(t, err)
}

func TestVersions(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	for _, test := range []struct {
		version, op string
		status      int
		code        string
	}{
		{"", "GET /contacts", 200, ""},
		{"2.16", "GET /contacts", 200, ""},
		{"2.7", "GET /contacts", 200, ""},
		{"Preview", "GET /contacts", 200, ""},
		{"Unstable", "GET /contacts", 200, ""},
		{"1.4", "GET /users", 200, ""},
		{"1.4", "GET /users/", 200, ""},
		{"2.16", "GET /users", 400, "intercom_version_invalid"},
		{"", "GET /users", 400, "intercom_version_invalid"},
		{"1.0", "POST /companies/list", 405, "client_error"}, // there it is a company called list
		{"1.0", "GET /tickets/7/tags", 400, "intercom_version_invalid"},
		{"1.5", "GET /users", 400, "intercom_version_invalid"},
		{"3.0", "GET /contacts", 400, "intercom_version_invalid"},
		{"2.16", "GET /nothing", 404, "not_found"},
		{"2.16", "PATCH /tags", 404, "not_found"},
		{"1.4", "PATCH /tags", 405, "client_error"},
	} {
		b := a.as(test.version)
		if test.code == "" {
			b.ok(test.op, "")
			continue
		}
		b.fails(test.op, "", test.status, test.code)
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	for _, body := range []string{`{`, `[]`, `"x"`, `{} {}`, `{"name":`} {
		a.fails("POST /tags", body, 400, "parameter_invalid")
	}
	r := a.request("POST /tags", `{"name":"vip"}`)
	r.Header.Del("Content-Type")
	res, err := a.client.Do(r)
	require.NoError(t, err)
	res.Body.Close()
	assert.Equal(t, 400, res.StatusCode)
	a.fails("POST /tags", `null`, 400, "parameter_invalid")
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t, WithRateLimit(2, 10*time.Second))
		time.Sleep(4 * time.Second)
		start := time.Now()
		for want := 1; want >= 0; want-- {
			res, _ := a.send("GET /me", "")
			assert.Equal(t, strconv.Itoa(want), res.Header.Get("X-Ratelimit-Remaining"))
		}
		message := a.fails("GET /me", "", 429, "rate_limit_exceeded")
		assert.Equal(t, "Exceeded rate limit of 2 in 10_seconds", message)
		res, _ := a.send("GET /me", "")
		assert.Equal(t, "0", res.Header.Get("X-Ratelimit-Remaining"))
		reset, err := strconv.ParseInt(res.Header.Get("X-Ratelimit-Reset"), 10, 64)
		require.NoError(t, err)
		assert.Equal(t, start.Add(6*time.Second).Unix(), reset)

		time.Sleep(time.Until(time.Unix(reset, 0)))
		a.ok("GET /me", "")
	})
}

func TestRequests(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	a.ok("POST /tags", `{"name":"vip"}`)
	a.as("1.4").ok("POST /tags", `{"name":"old"}`)
	a.fails("GET /tags/a%2Fb?x=1", "", 404, "not_found")
	a.fails("GET /nothing", "", 404, "not_found")

	posted := a.fake.Requests("POST /tags")
	require.Len(t, posted, 2)
	var body struct{ Name string }
	require.NoError(t, posted[1].JSON(&body))
	assert.Equal(t, "old", body.Name)
	assert.Equal(t, []string{"2.16", "1.4"}, []string{posted[0].Version, posted[1].Version})
	assert.Equal(t, "application/json", posted[0].Header.Get("Content-Type"))

	got := a.fake.Requests("GET /tags/{tag_id}")
	require.Len(t, got, 1)
	assert.Equal(t, "/tags/a%2Fb", got[0].Path)
	assert.Equal(t, "1", got[0].Query.Get("x"))
	assert.Equal(t, 404, got[0].Status)
	assert.Error(t, got[0].JSON(&body))

	assert.Len(t, a.fake.Requests(""), 4)
	assert.Panics(t, func() { a.fake.Requests("GET /tag") })
	assert.Panics(t, func() { a.fake.Fail("GET /tags/{id}/nothing", Reset()) })
}

// overBoth runs a test in memory and on a port.
func overBoth(t *testing.T, test func(t *testing.T, a *tester)) {
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		test(t, newTester(t))
	})
	t.Run("tcp", func(t *testing.T) {
		t.Parallel()
		a := newTester(t)
		a.base = a.fake.URL()
		a.client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		test(t, a)
	})
}

func TestFaults(t *testing.T) {
	t.Parallel()
	overBoth(t, func(t *testing.T, a *tester) {
		a.fake.Fail("", Empty(503))
		a.fake.Fail("GET /me", Status(500, "server_error", "Server Error"), HTML(502), RateLimited(90*time.Second), Empty(500), Delay(10*time.Millisecond))

		assert.Equal(t, "Server Error", a.fails("GET /me", "", 500, "server_error"))

		res, b := a.send("GET /me", "")
		assert.Equal(t, 502, res.StatusCode)
		assert.Contains(t, string(b), "502 Bad Gateway")
		assert.Equal(t, "text/html", res.Header.Get("Content-Type"))
		assert.Empty(t, res.Header.Get("X-Request-Id"))

		res, _ = a.send("GET /me", "")
		assert.Equal(t, 429, res.StatusCode)
		reset, err := strconv.ParseInt(res.Header.Get("X-Ratelimit-Reset"), 10, 64)
		require.NoError(t, err)
		assert.InDelta(t, time.Now().Add(90*time.Second).Unix(), reset, 2)
		assert.Equal(t, "0", res.Header.Get("X-Ratelimit-Remaining"))

		res, b = a.send("GET /me", "")
		assert.Equal(t, 500, res.StatusCode)
		assert.Empty(t, b)

		start := time.Now()
		a.ok("GET /me", "")
		assert.GreaterOrEqual(t, time.Since(start), 10*time.Millisecond)

		res, _ = a.send("GET /me", "") // its own faults are used up
		assert.Equal(t, 503, res.StatusCode)
		a.ok("GET /me", "")
	})
}

func TestLostConnections(t *testing.T) {
	t.Parallel()
	overBoth(t, func(t *testing.T, a *tester) {
		a.fake.Fail("POST /tags", Reset(), Cut())

		_, err := a.client.Do(a.request("POST /tags", `{"name":"lost"}`))
		assert.ErrorIs(t, err, syscall.ECONNRESET)
		assert.Empty(t, a.ok("GET /tags", "").list("data", "name"), "not processed")

		res, err := a.client.Do(a.request("POST /tags", `{"name":"cut"}`))
		require.NoError(t, err)
		b, err := io.ReadAll(res.Body)
		res.Body.Close()
		assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.Less(t, int64(len(b)), res.ContentLength)
		assert.Equal(t, []string{"cut"}, a.ok("GET /tags", "").list("data", "name"), "processed")

		assert.Equal(t, []int{0, 200}, []int{a.fake.Requests("POST /tags")[0].Status, a.fake.Requests("POST /tags")[1].Status})

		id := a.ok("GET /tags", "").list("data", "id")[0]
		a.fake.Fail("DELETE /tags/{tag_id}", Cut())
		_, err = a.client.Do(a.request("DELETE /tags/"+id, "")) // an empty body leaves nothing to cut
		assert.Error(t, err)
	})
}

func TestFaultsSpareRefusedRequests(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	a.fake.Fail("GET /me", Status(500, "server_error", "boom"))
	r := a.request("GET /me", "")
	r.Header.Set("Authorization", "Bearer other")
	res, err := a.client.Do(r)
	require.NoError(t, err)
	res.Body.Close()
	assert.Equal(t, 401, res.StatusCode)
	a.fails("GET /me", "", 500, "server_error")
}

func TestCancellation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t, WithLatency(time.Second))
		a.fake.Fail("GET /tags", Delay(time.Hour))

		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		_, err := a.client.Do(a.request("GET /tags", "").WithContext(ctx))
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 3*time.Second, time.Since(start))

		ctx, cancel = context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_, err = a.client.Do(a.request("POST /tags", `{"name":"late"}`).WithContext(ctx))
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Empty(t, a.ok("GET /tags", "").list("data", "name"))

		ctx, stop := context.WithCancelCause(t.Context())
		res, err := a.client.Do(a.request("GET /me", "").WithContext(ctx))
		require.NoError(t, err)
		stop(errors.New("enough"))
		_, err = io.ReadAll(res.Body)
		assert.ErrorContains(t, err, "enough")

		_, err = a.client.Do(a.request("GET /me", "").WithContext(ctx))
		assert.ErrorContains(t, err, "enough")
	})
}

func TestClose(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	a.fake.Close()
	url := a.fake.URL()
	assert.Equal(t, url, a.fake.URL())
	a.fake.Close()
	a.base = url
	_, err := http.DefaultClient.Do(a.request("GET /me", ""))
	assert.Error(t, err)
	a.ok("GET /me", "") // in memory it goes on
}

func TestConcurrency(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			n := strconv.Itoa(i)
			a.as("1.4").send("POST /users", `{"email":"same@quay.test","companies":[{"company_id":"c`+n+`"}]}`)
			a.send("POST /contacts", `{"email":"same@quay.test"}`)
			a.send("POST /tags", `{"name":"vip"}`)
			a.send("GET /companies/scroll", "")
			a.send("POST /companies/list", "")
			a.fake.Requests("")
			a.fake.SetTimes(a.fake.AddConversation(), time.Now(), time.Now())
			a.fake.Handle("GET /docks/"+n, func(w http.ResponseWriter, _ *http.Request) { a.fake.AddAdmin("A"+n, "a@qz.test") })
			a.send("GET /docks/"+n, "")
			a.fake.Fail("GET /docks/"+n, Delay(0))
			assert.NoError(t, a.fake.Seed(func(client *intercom.Client) error { return client.Do(t.Context(), "GET /docks/"+n, nil) }))
		})
	}
	wg.Wait()
	assert.Len(t, a.ok("GET /contacts", "").list("data", "id"), 1)
	assert.Len(t, a.ok("GET /tags", "").list("data", "id"), 1)
	assert.Equal(t, 50, a.as("1.4").ok("GET /companies", "").at("total_count"))
}

func TestLastRequests(t *testing.T) {
	t.Parallel()
	fake := NewServer(WithLastRequests(2))
	for range 3 {
		_, err := fake.Client().Admins.Me(t.Context())
		require.NoError(t, err)
	}
	_, err := fake.Client().Tags.List(t.Context()).Collect()
	require.NoError(t, err)
	assert.Len(t, fake.Requests(""), 2)
	assert.Len(t, fake.Requests("GET /tags"), 1)
	assert.Panics(t, func() { WithLastRequests(0) })
}

func TestOperationsAreListed(t *testing.T) {
	t.Parallel()
	fake := NewServer()
	fake.Handle("GET /new_things/{id}", func(http.ResponseWriter, *http.Request) {})
	all := fake.Operations()
	for _, operation := range []string{"GET /me", "GET /contacts/{contact_id}", "DELETE /tags/{tag_id}", "GET /users/scroll", "GET /new_things/{id}"} {
		assert.Contains(t, all, operation)
		assert.NotPanics(t, func() { fake.Requests(operation) })
	}
	assert.Less(t, slices.Index(all, "GET /contacts"), slices.Index(all, "POST /contacts"))
	assert.Equal(t, all, slices.Compact(slices.Clone(all)))
}
