package intercom_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestAttributesRead(t *testing.T) {
	t.Parallel()
	user := decode[intercom.User](t, `{"custom_attributes":{"s":"x","i":9007199254740993,"huge":12345678901234567890,"f":155.50,"e":1e3,"b":true,"n":null,"t":1609459200,"d":"2021-01-01T00:00:00Z",
		"refs":{"type":"order.list","instances":[{"id":"1","type":"order"},{"id":2}]},"list":[{"id":"3"}],"o":{"a":1}}}`)
	a := user.CustomAttributes
	s, ok := a.String("s")
	assert.True(t, ok && s == "x")
	i, ok := a.Int("i")
	assert.True(t, ok)
	assert.Equal(t, int64(9007199254740993), i)
	i, ok = a.Int("e")
	assert.True(t, ok && i == 1000)
	_, ok = a.Int("huge")
	assert.False(t, ok, "it does not fit")
	_, ok = a.Int("f")
	assert.False(t, ok)
	f, ok := a.Float("f")
	assert.True(t, ok && f == 155.5)
	b, ok := a.Bool("b")
	assert.True(t, ok && b)
	for _, name := range []string{"t", "d"} {
		at, ok := a.Time(name)
		assert.True(t, ok, name)
		assert.Equal(t, time.Unix(1609459200, 0).UTC(), at)
	}
	refs, ok := a.Refs("refs")
	require.True(t, ok)
	assert.Equal(t, []intercom.Reference{{Type: "order", ID: "1"}, {ID: "2"}}, refs)
	refs, ok = a.Refs("list")
	assert.True(t, ok && refs[0].ID == "3")
	for _, name := range []string{"missing", "n", "o", "b"} {
		_, ok1 := a.String(name)
		_, ok2 := a.Int(name)
		_, ok3 := a.Float(name)
		_, ok4 := a.Time(name)
		assert.False(t, ok1 || ok2 || ok3 || ok4, name)
	}
	_, ok = a.Refs("s")
	assert.False(t, ok)
	_, ok = a.Bool("s")
	assert.False(t, ok)
	out, err := json.Marshal(a)
	require.NoError(t, err)
	for _, digits := range []string{"9007199254740993", "12345678901234567890", "155.50", "1e3"} {
		assert.Contains(t, string(out), digits, "every digit is kept")
	}
	var none intercom.Attributes
	_, ok = none.String("x")
	assert.False(t, ok)
	var plain intercom.Attributes
	require.NoError(t, json.Unmarshal([]byte(`{"i":9007199254740993}`), &plain))
	assert.Equal(t, json.Number("9007199254740993"), plain["i"])
}

func TestAttributesWrite(t *testing.T) {
	t.Parallel()
	var a intercom.Attributes
	a.Set("at", time.Unix(5, 0))
	a.Set("at2", intercom.At(time.Unix(6, 0)))
	a.Set("id", intercom.ID("7"))
	a.Set("gone", nil)
	b, err := json.Marshal(a)
	require.NoError(t, err)
	assert.JSONEq(t, `{"at":5,"at2":6,"id":"7","gone":null}`, string(b))
	assert.IsType(t, time.Time{}, a["at"], "writing changes nothing")
	b, err = json.Marshal(struct {
		A intercom.Attributes `json:"a,omitzero"`
	}{})
	require.NoError(t, err)
	assert.Equal(t, `{}`, string(b))
	b, err = json.Marshal(intercom.Attributes(nil))
	require.NoError(t, err)
	assert.Equal(t, `null`, string(b))
	_, err = json.Marshal(intercom.Attributes{"ms": time.Unix(1609459200000, 0)})
	assert.Error(t, err)

	client, api := setup(t)
	api.on("POST", "/users", 200, `{}`)
	type plan string
	_, err = client.Users.Create(t.Context(), intercom.UserCreate{UserID: "1", CustomAttributes: intercom.Attributes{
		"id": intercom.ID("7"), "plan": plan("pro"), "n": 5, "f": 0.1, "big": json.Number("12345678901234567890"), "none": nil, "b": false, "at": time.Unix(5, 0)}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"user_id":"1","custom_attributes":{"id":"7","plan":"pro","n":5,"f":0.1,"big":12345678901234567890,"none":null,"b":false,"at":5}}`, api.last().Body)
	n := api.count()
	for _, bad := range []intercom.Attributes{{"a.b": 1}, {"$a": 1}, {"": 1}, {"a": []int{1}}, {"a": map[string]any{}}, {"a": math.NaN()}, {"a": struct{}{}}, {"a": json.Number("0x10")}} {
		_, err := client.Users.Create(t.Context(), intercom.UserCreate{UserID: "1", CustomAttributes: bad})
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, "%v", bad)
	}
	assert.Equal(t, n, api.count())
}

func TestIncrement(t *testing.T) {
	t.Parallel()
	a := *decode[intercom.Attributes](t, `{"null":null,"int":41,"float":1.5,"small":0.000000000000000000001,"exp":1e3,"big":9007199254740993,"huge":123456789012345678901234567890,"neg":-1,"text":"41","bool":true,"list":[1]}`)
	for name, want := range map[string]string{
		"missing": "1", "null": "1", "int": "42", "float": "2.5", "small": "1.000000000000000000001", "exp": "1001", "big": "9007199254740994",
		"huge": "123456789012345678901234567891", "neg": "0",
	} {
		require.NoError(t, a.Increment(name, 1), name)
		b, err := json.Marshal(a[name])
		require.NoError(t, err)
		assert.Equal(t, want, string(b), name)
	}
	for _, name := range []string{"text", "bool", "list"} {
		before := a[name]
		assert.ErrorContains(t, a.Increment(name, 1), name)
		assert.Equal(t, before, a[name])
	}
	a = intercom.Attributes{"go": 7, "gof": 0.1, "u": uint8(250), "bad": json.Number("1p999999999"), "bad2": json.Number("1e999999999"), "nan": math.NaN()}
	require.NoError(t, a.Increment("go", -10))
	require.NoError(t, a.Increment("gof", 1))
	require.NoError(t, a.Increment("u", 10))
	n, ok := a.Int("go")
	assert.True(t, ok && n == -3)
	f, ok := a.Float("gof")
	assert.True(t, ok && f == 1.1)
	n, ok = a.Int("u")
	assert.True(t, ok && n == 260)
	for _, name := range []string{"bad", "bad2", "nan"} {
		assert.Error(t, a.Increment(name, 1), name)
	}
	var none intercom.Attributes
	require.NoError(t, none.Increment("karma", 5))
	require.NoError(t, none.Increment("karma", math.MaxInt64))
	assert.Equal(t, json.Number("9223372036854775812"), none["karma"])
}

func FuzzAttributes(f *testing.F) {
	for _, s := range []string{`{"a":1}`, `{"a":1e400}`, `{"a":"2021-01-01","b":[{"id":1}]}`, `null`, `{"a":12345678901234567890.10}`, `{"a":-0}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var a intercom.Attributes
		if json.Unmarshal([]byte(text), &a) != nil {
			return
		}
		b, err := json.Marshal(a)
		require.NoError(t, err)
		var again intercom.Attributes
		require.NoError(t, json.Unmarshal(b, &again))
		require.Equal(t, a, again)
		for name := range a {
			_, _ = a.String(name)
			_, _ = a.Bool(name)
			_, _ = a.Time(name)
			_, _ = a.Refs(name)
			n, isInt := a.Int(name)
			if _, isNumber := a.Float(name); isInt && !isNumber {
				t.Fatal("an integer that is no number")
			}
			if a.Increment(name, 1) == nil && isInt && n < math.MaxInt64 {
				sum, ok := a.Int(name)
				require.True(t, ok)
				require.Equal(t, n+1, sum)
			}
			_, err := json.Marshal(a[name])
			require.NoError(t, err)
		}
	})
}

func FuzzErrorBody(f *testing.F) {
	for _, s := range []string{
		`{"type":"error.list","errors":[{"code":"not_found","message":"x id=5"}]}`, `{"errors":[]}`, `{"errors":{"a":"b"}}`, `{"error":[null,5]}`, `<html>`, "", `{"errors":[[[]]]}`,
	} {
		f.Add(s, uint16(409), "</contacts/1>; rel=canonical")
	}
	f.Fuzz(func(t *testing.T, body string, status uint16, link string) {
		status = 400 + status%200
		err := failing(t, int(status), body, "Link", link, "X-Request-Id", link)
		e := apiError(t, err)
		require.Equal(t, int(status), e.StatusCode)
		require.LessOrEqual(t, len(e.Excerpt()), 512)
		require.Less(t, len(err.Error()), 3000)
		require.NotContains(t, err.Error(), "\n")
		if len(e.Errors) > 0 {
			require.Equal(t, e.Errors[0].Code, e.Code)
		}
		_, jsonErr := json.Marshal(e)
		require.NoError(t, jsonErr)
	})
}
