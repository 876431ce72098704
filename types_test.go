package intercom_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]intercom.ID{
		`"5f00"`: "5f00", `7`: "7", `"7"`: "7", `9007199254740993`: "9007199254740993", `123456789012345678901234567890`: "123456789012345678901234567890",
		`null`: "", `""`: "", `"a\"\u00e9/b"`: `a"é/b`, `-1`: "-1", ` "x" `: "x",
	} {
		var id intercom.ID
		require.NoError(t, json.Unmarshal([]byte(text), &id), text)
		assert.Equal(t, want, id, text)
		assert.Equal(t, want, decode[struct {
			ID intercom.ID `json:"id"`
		}](t, `{"id":`+text+`}`).ID, text)
		var number intercom.NumberID
		require.NoError(t, json.Unmarshal([]byte(text), &number))
		assert.Equal(t, string(want), string(number))
	}
	for _, text := range []string{`true`, `{}`, `[]`, `[1]`} {
		id := intercom.ID("before")
		assert.Error(t, json.Unmarshal([]byte(text), &id), text)
	}
	for id, want := range map[intercom.ID]string{"7": `"7"`, "5f00": `"5f00"`, "": `""`} {
		b, err := json.Marshal(id)
		require.NoError(t, err)
		assert.Equal(t, want, string(b))
	}
	for id, want := range map[intercom.ID]string{"7": `7`, "0": `0`, "007": `"007"`, "5f00": `"5f00"`, "": `""`, "-7": `"-7"`, "123456789012345678901": `123456789012345678901`, `"`: `"\""`} {
		b, err := json.Marshal(intercom.NumberID(id))
		require.NoError(t, err)
		assert.Equal(t, want, string(b))
	}
}

func TestTimeForms(t *testing.T) {
	t.Parallel()
	const want = 1609459200
	for _, text := range []string{
		`1609459200`, `"1609459200"`, `1609459200.75`, `"1609459200.0"`, `1.6094592e9`, `1609459200000`, `"2021-01-01T00:00:00Z"`, `"2021-01-01T01:00:00+01:00"`,
		`"2021-01-01T00:00:00.000Z"`, `"2021-01-01"`, `"2021-01-01 00:00:00"`, `"2021-01-01 00:00:00 UTC"`, `"2021-01-01T00:00:00"`, `" 1609459200 "`,
		`"2021-01-01T00:00:00+0000"`, `"2021-01-01T01:00:00.250+0100"`, `"2021-01-01T02:00:00+02"`, `"2021-01-01T00:00Z"`, `"2021-01-01T00:00"`, `"2021-01-01t00:00:00Z"`,
		`"2021-01-01 00:00:00 +0000"`, `"2021-01-01 02:00:00 +02:00"`, `"2020-12-31 19:00:00.5-05:00"`, `"2021-01-01 00:00:00 GMT"`, `"2021-01-01 00:00:00Z"`,
		`"Fri, 01 Jan 2021 00:00:00 GMT"`, `"Thu, 31 Dec 2020 16:00:00 -0800"`, `"Fri, 1 Jan 2021 00:00:00 UTC"`,
	} {
		var at intercom.Time
		require.NoError(t, json.Unmarshal([]byte(text), &at), text)
		assert.Equal(t, int64(want), at.Unix(), text)
		assert.Equal(t, time.UTC, at.Location(), text)
		b, err := json.Marshal(at)
		require.NoError(t, err)
		assert.Equal(t, "1609459200", string(b))
	}
	for _, text := range []string{`null`, `0`, `""`, `"0"`, `0.5`, `" "`} {
		at := intercom.At(time.Now())
		require.NoError(t, json.Unmarshal([]byte(text), &at), text)
		assert.True(t, at.IsZero(), text)
		b, err := json.Marshal(at)
		require.NoError(t, err)
		assert.Equal(t, "null", string(b))
	}
	for _, text := range []string{`true`, `false`, `{}`, `[]`, `"yesterday"`, `"NaN"`, `"Inf"`, `1e400`, `1e20`, `-1e20`, `9223372036854775808`, `"2021-13-01"`, `"2021-01-01 00:00:00 PST"`, `"Fri, 01 Jan 2021 00:00:00 PST"`, `"2021-01-01T00:00:00 +"`, `"2021-01-01T"`, `"Fri,  "`, `"1234-"`} {
		at := intercom.At(time.Now())
		assert.Error(t, json.Unmarshal([]byte(text), &at), text)
		assert.True(t, at.IsZero(), text)
	}
	var before intercom.Time
	require.NoError(t, json.Unmarshal([]byte(`-86400`), &before))
	assert.Equal(t, 1969, before.Year())
}

func TestTimeIsReadWithoutAllocations(t *testing.T) {
	for _, text := range []string{`1609459200`, `"1609459200"`, `"2021-01-01T00:00:00Z"`, `"2021-01-01 00:00:00"`} {
		var into struct{ At intercom.Time }
		data := []byte(`{"At":` + text + `}`)
		least := testing.AllocsPerRun(100, func() { _ = intercom.Decode([]byte(`{"At":null}          `), &into) })
		assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = intercom.Decode(data, &into) }), least+1, text)
	}
}

func TestMillisecondsAreRefused(t *testing.T) {
	t.Parallel()
	for _, at := range []time.Time{time.Unix(1609459200000, 0), time.Unix(100_000_000_000, 0), time.Unix(math.MaxInt64/2, 0)} {
		_, err := json.Marshal(intercom.At(at))
		assert.ErrorContains(t, err, "milliseconds")
	}
	b, err := json.Marshal(intercom.At(time.Unix(99_999_999_999, 5)))
	require.NoError(t, err)
	assert.Equal(t, "99999999999", string(b))
	client, api := setup(t)
	_, err = client.Users.Create(t.Context(), intercom.UserCreate{Email: "a@b.c", SignedUpAt: intercom.At(time.Unix(1609459200000, 0))})
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Contains(t, err.Error(), "POST /users")
	assert.Zero(t, api.count())
}

func TestOpt(t *testing.T) {
	t.Parallel()
	type update struct {
		Name  intercom.Opt[string]        `json:"name,omitzero"`
		Owner intercom.Opt[intercom.ID]   `json:"owner,omitzero"`
		At    intercom.Opt[intercom.Time] `json:"at,omitzero"`
		Open  intercom.Opt[bool]          `json:"open,omitzero"`
		N     intercom.Opt[int]           `json:"n,omitzero"`
	}
	for want, u := range map[string]update{
		`{}`:                                   {},
		`{"name":""}`:                          {Name: intercom.Set("")},
		`{"name":null,"owner":null,"at":null}`: {Name: intercom.Null[string](), Owner: intercom.Null[intercom.ID](), At: intercom.Null[intercom.Time]()},
		`{"name":"x","owner":"7","at":5,"open":false,"n":0}`: {intercom.Set("x"), intercom.Set(intercom.ID("7")), intercom.Set(intercom.At(time.Unix(5, 0))), intercom.Set(false), intercom.Set(0)},
	} {
		b, err := json.Marshal(u)
		require.NoError(t, err)
		assert.JSONEq(t, want, string(b))
		var plain update
		require.NoError(t, json.Unmarshal(b, &plain))
		again, err := json.Marshal(plain)
		require.NoError(t, err)
		assert.JSONEq(t, want, string(again))
		again, err = json.Marshal(decode[update](t, want))
		require.NoError(t, err)
		assert.JSONEq(t, want, string(again))
	}
	var o intercom.Opt[int]
	_, ok := o.Get()
	assert.False(t, ok || o.IsNull())
	assert.True(t, o.IsZero())
	n, ok := intercom.Set(5).Get()
	assert.True(t, ok && n == 5)
	_, ok = intercom.Null[int]().Get()
	assert.False(t, ok)
	assert.True(t, intercom.Null[int]().IsNull())
	assert.False(t, intercom.Null[int]().IsZero() || intercom.Set(0).IsZero())
}

func TestSublist(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]intercom.Sublist[intercom.Reference]{
		`{"type":"list","data":[{"type":"tag","id":"1"},{"id":2}],"total_count":12,"has_more":true,"url":"/x"}`: {Items: []intercom.Reference{{Type: "tag", ID: "1"}, {ID: "2"}}, Total: 12, HasMore: true, URL: "/x"},
		`{"type":"tag.list","tags":[{"id":"1"}]}`: {Items: []intercom.Reference{{ID: "1"}}},
		`[{"id":"1"}]`:                {Items: []intercom.Reference{{ID: "1"}}},
		`null`:                        {},
		`{}`:                          {},
		`{"type":"list","data":null}`: {},
	} {
		var list intercom.Sublist[intercom.Reference]
		require.NoError(t, json.Unmarshal([]byte(text), &list), text)
		assert.Equal(t, want, list, text)
		assert.Equal(t, want, *decode[intercom.Sublist[intercom.Reference]](t, text), text)
	}
}

func FuzzID(f *testing.F) {
	for _, s := range []string{`"5f00"`, `7`, `null`, `true`, `{}`, `1e5`, `"\ud800"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var id intercom.ID
		if json.Unmarshal([]byte(text), &id) != nil {
			return
		}
		b, err := json.Marshal(id)
		require.NoError(t, err)
		var again intercom.ID
		require.NoError(t, json.Unmarshal(b, &again))
		require.Equal(t, id, again)
		n, err := json.Marshal(intercom.NumberID(id))
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(n, &again))
		require.Equal(t, id, again)
		if s := strings.TrimSpace(text); s != "" && s[0] >= '0' && s[0] <= '9' {
			require.Equal(t, s, string(id), "every digit of a number is kept")
		}
	})
}

func FuzzTime(f *testing.F) {
	for _, s := range []string{`1609459200`, `"2021-01-01"`, `null`, `1e400`, `"NaN"`, `1609459200000`, `-5`, `"9999-12-31T23:59:59Z"`, `true`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var at intercom.Time
		err := json.Unmarshal([]byte(text), &at)
		if err != nil {
			if !at.IsZero() {
				t.Fatalf("%s left %v", text, at)
			}
			return
		}
		b, err := json.Marshal(at)
		if err != nil { // beyond the year 5138
			require.GreaterOrEqual(t, at.Unix(), int64(100_000_000_000))
			return
		}
		var again intercom.Time
		require.NoError(t, json.Unmarshal(b, &again))
		if at.Unix() != 0 {
			require.Equal(t, at.Unix(), again.Unix())
		}
	})
}
