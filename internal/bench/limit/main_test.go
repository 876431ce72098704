package main

import (
	"bytes"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The server allows as many requests in a window as it reports, and refuses more until the next one.
func TestServerCounts(t *testing.T) {
	t.Parallel()
	s := &server{}
	begins := time.Unix(1_700_000_000, 0)
	for i := range allowed {
		remaining, reset, refused := s.count(begins.Add(9 * time.Second))
		require.False(t, refused)
		require.Equal(t, allowed-1-i, remaining)
		require.Equal(t, begins.Add(window).Unix(), reset.Unix())
	}
	remaining, _, refused := s.count(begins.Add(9 * time.Second))
	assert.True(t, refused)
	assert.Zero(t, remaining)
	remaining, reset, refused := s.count(begins.Add(window))
	assert.False(t, refused)
	assert.Equal(t, allowed-1, remaining)
	assert.Equal(t, begins.Add(2*window).Unix(), reset.Unix())
}

func TestServerResponds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &server{begun: time.Now()}
		for range allowed {
			s.count(time.Now())
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", "/tags/7", nil))
		assert.Equal(t, 429, w.Code)
		assert.Equal(t, "500", w.Header().Get("X-RateLimit-Limit"))
		assert.Equal(t, "0", w.Header().Get("X-RateLimit-Remaining"))
		time.Sleep(window)
		w = httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", "/tags/7", nil))
		assert.Equal(t, 200, w.Code)
		assert.JSONEq(t, `{"type":"tag","id":"7"}`, w.Body.String())
	})
}

func TestRows(t *testing.T) {
	t.Parallel()
	s := &server{seen: []arrival{{0, false}, {interval, true}, {interval + 1, false}, {2*interval + 10*time.Millisecond, false}}}
	var out bytes.Buffer
	s.print(&out, 4)
	assert.Equal(t, "4,0.00,1,0\n4,0.25,1,1\n4,0.50,2,1\n4,0.51,3,1\n", out.String())
	out.Reset()
	(&server{}).print(&out, 1)
	assert.Empty(t, out.String())
}
