package signed_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/signed"
)

func TestVectors(t *testing.T) {
	t.Parallel()
	ping := `{"type":"notification_event","topic":"ping","id":null}`
	for _, v := range []struct {
		scheme            signed.Scheme
		key, text, result string
	}{
		{signed.Webhook, "Jefe", "what do ya want for nothing?", "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"}, // RFC 2202
		{signed.Webhook, "hub-secret-for-tests", ping, "sha1=6ce22c404008ce2fed8e659924a8ee7a3e0d181d"},
		{signed.Webhook, "client-secret-for-tests", ping, "sha1=439049384e3eea9decf0f353210a3ce5bf1cf9a1"},
		{signed.Canvas, "client-secret-for-tests", `{"workspace_id":"qz81kf0p","component_id":"go"}`,
			"00a4887971360f9a695c8f337b654a381a9537003cbccb5bbf1ba45966304c16"},
		{signed.Fin, "fin-secret-for-tests", `{"event_name":"fin_replied","conversation_id":"c1"}`,
			"sha256=06be6817e87d71256afab98f21f77e16e85b0720941a438cfc6e0aa41f651781"},
	} {
		assert.Equal(t, v.result, v.scheme.Sign([]byte(v.text), v.key))
		assert.True(t, v.scheme.Verify([]byte(v.text), v.result, []string{"another", v.key}))
		assert.True(t, v.scheme.Verify([]byte(v.text), v.result, []string{v.key, "another"}))
		prefix, digits := "", v.result
		if i := strings.Index(v.result, "="); i >= 0 {
			prefix, digits = v.result[:i+1], v.result[i+1:]
		}
		assert.True(t, v.scheme.Verify([]byte(v.text), prefix+strings.ToUpper(digits), []string{v.key}), "digits in capitals")
		for _, wrong := range []string{
			"", prefix, digits[1:], v.result + "0", v.result[:len(v.result)-1], " " + v.result, v.result + " ", "md5=" + digits,
			prefix + strings.Repeat("g", len(digits)), prefix + strings.Repeat("0", len(digits)), "SHA1=" + digits, "x" + v.result,
		} {
			assert.False(t, v.scheme.Verify([]byte(v.text), wrong, []string{v.key}), wrong)
		}
		assert.False(t, v.scheme.Verify([]byte(v.text+" "), v.result, []string{v.key}))
		assert.False(t, v.scheme.Verify([]byte(v.text), v.result, nil))
	}
}

func TestABlankSecretSignsNothing(t *testing.T) {
	t.Parallel()
	for _, blank := range []string{"", " ", "\t\n"} {
		assert.False(t, signed.Webhook.Verify([]byte("x"), signed.Webhook.Sign([]byte("x"), blank), []string{blank}))
		assert.False(t, signed.Usable([]string{blank}))
		assert.True(t, signed.Usable([]string{blank, "secret"}))
	}
	assert.False(t, signed.Usable(nil))
}

// untouched fails the test if it is read.
type untouched struct{ t *testing.T }

func (u untouched) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

func statusOf(err error) int {
	var e *signed.Error
	if errors.As(err, &e) {
		return e.StatusCode
	}
	return 0
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	const secret = "client-secret-for-tests"
	read := func(r *http.Request, most int64) error {
		_, _, err := signed.Read(r, most, []string{secret}, signed.Webhook)
		return err
	}

	r := httptest.NewRequest(http.MethodGet, "/", untouched{t})
	assert.Equal(t, http.StatusMethodNotAllowed, statusOf(read(r, 10)))

	for _, header := range []string{"", "sha1=", "sha1=00", "sha256=" + strings.Repeat("0", 64), " sha1=" + strings.Repeat("0", 40)} {
		r = httptest.NewRequest(http.MethodPost, "/", untouched{t})
		r.Header.Set(signed.Webhook.Header, header)
		assert.ErrorIs(t, read(r, 10), signed.ErrSignature, header)
	}
	r = httptest.NewRequest(http.MethodPost, "/", untouched{t})
	valid := signed.Webhook.Sign([]byte("{}"), secret)
	r.Header.Add(signed.Webhook.Header, valid)
	r.Header.Add(signed.Webhook.Header, valid)
	assert.ErrorIs(t, read(r, 10), signed.ErrSignature, "two signatures")

	r = httptest.NewRequest(http.MethodPost, "/", untouched{t})
	r.Header.Set(signed.Webhook.Header, valid)
	r.ContentLength = 11
	assert.Equal(t, http.StatusRequestEntityTooLarge, statusOf(read(r, 10)), "by its length")

	r = httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader(strings.Repeat("x", 11))))
	r.Header.Set(signed.Webhook.Header, valid)
	require.EqualValues(t, -1, r.ContentLength)
	assert.Equal(t, http.StatusRequestEntityTooLarge, statusOf(read(r, 10)), "by what came")

	r = httptest.NewRequest(http.MethodPost, "/", iotest.ErrReader(errors.New("the connection of 10.0.0.7 broke")))
	r.Header.Set(signed.Webhook.Header, valid)
	err := read(r, 10)
	assert.Equal(t, http.StatusBadRequest, statusOf(err))
	assert.Equal(t, "body could not be read", err.Error())
}

func TestReadBodies(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 4700, 8 << 10, 8<<10 + 1, 100_000} {
		body := bytes.Repeat([]byte("x"), size)
		for _, known := range []bool{true, false} {
			r := httptest.NewRequest(http.MethodPost, "/", iotest.HalfReader(bytes.NewReader(body)))
			r.ContentLength = -1
			if known {
				r.ContentLength = int64(size)
			}
			r.Header.Set(signed.Fin.Header, signed.Fin.Sign(body, "s"))
			got, scheme, err := signed.Read(r, int64(size), []string{"s"}, signed.Webhook, signed.Fin)
			require.NoError(t, err)
			assert.Equal(t, signed.Fin.Header, scheme.Header)
			assert.True(t, bytes.Equal(body, got))
		}
	}
}

// What a request announces costs no memory.
func TestAnAnnouncedBodyCostsNothing(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("{}"))
	r.ContentLength = 5 << 20
	body, err := signed.ReadBody(r, 5<<20)
	require.NoError(t, err)
	assert.LessOrEqual(t, cap(body), 8<<10)
}

func TestARequestWithoutABody(t *testing.T) {
	t.Parallel()
	r := &http.Request{Method: http.MethodPost, Header: http.Header{}}
	r.Header.Set(signed.Canvas.Header, signed.Canvas.Sign(nil, "s"))
	body, _, err := signed.Read(r, 10, []string{"s"}, signed.Canvas)
	require.NoError(t, err)
	assert.Empty(t, body)
}
