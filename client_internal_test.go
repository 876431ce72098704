package intercom

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDefaultTransport(t *testing.T) {
	t.Parallel()
	transport, ok := newTransport().(*http.Transport)
	require.True(t, ok)
	assert.Equal(t, reflect.ValueOf(http.ProxyFromEnvironment).Pointer(), reflect.ValueOf(transport.Proxy).Pointer())
	assert.GreaterOrEqual(t, transport.MaxIdleConnsPerHost, 256)
	assert.Zero(t, transport.MaxIdleConns)
	assert.NotSame(t, http.DefaultTransport, transport)

	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, strconv.Quote(r.Proto)) }))
	srv.EnableHTTP2 = true
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	client, err := NewClient(WithToken("tok"), WithBaseURL(srv.URL), WithHTTPClient(&http.Client{Transport: transport}))
	require.NoError(t, err)
	defer client.Close()
	var proto string
	require.NoError(t, client.Do(t.Context(), "GET /", &proto))
	assert.Equal(t, "HTTP/2.0", proto)
}

// States of tokens that are used no more do not pile up.
func TestStatesAreDropped(t *testing.T) {
	t.Parallel()
	s := shared{states: map[string]*tokenState{}}
	busy := s.state("busy")
	busy.gate.enter()
	for i := range 3 * manyTokens {
		s.state(strconv.Itoa(i))
	}
	assert.LessOrEqual(t, len(s.states), manyTokens+1)
	assert.Same(t, busy, s.state("busy"))
}

func FuzzPath(f *testing.F) {
	for _, s := range []string{"7", "a/b c?d@e", "ünï", "..", ".", "", "%2e%2e", "{x}", "\xff\x00"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		r := op("GET /things/{a}/parts/{b}", ID(first), ID(second))
		bad := func(s string) bool { return s == "" || s == "." || s == ".." }
		if bad(first) || bad(second) {
			require.ErrorIs(t, r.err, ErrInvalidArgument)
			return
		}
		require.NoError(t, r.err)
		base, err := parseBaseURL("https://api.test/p%2Fq")
		require.NoError(t, err)
		x := exchange{cfg: &config{base: base}, request: r}
		req, err := x.newRequest(t.Context())
		require.NoError(t, err)
		back, err := url.Parse(req.URL.String())
		require.NoError(t, err)
		require.Equal(t, "api.test", back.Host)
		require.Empty(t, back.RawQuery+back.Fragment)
		parts := strings.Split(back.EscapedPath(), "/")
		require.Len(t, parts, 6, "%s", back)
		for i, want := range []string{"", "p/q", "things", first, "parts", second} {
			got, err := url.PathUnescape(parts[i])
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	})
}
