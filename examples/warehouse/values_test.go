package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// What PostgreSQL does not take is replaced, and nothing else.
var unfit = map[string]string{
	`{"a":"b"}`:                      `{"a":"b"}`,
	`{"a":"x\u0000y"}`:               `{"a":"x\ufffdy"}`,
	`{"a":"x\\u0000y"}`:              `{"a":"x\\u0000y"}`,
	`{"a":"\\\u0000"}`:               `{"a":"\\\ufffd"}`,
	`{"\u0000":1}`:                   `{"\ufffd":1}`,
	`{"a":"\ud83d\ude00"}`:           `{"a":"\ud83d\ude00"}`,
	`{"a":"\ud83d"}`:                 `{"a":"\ufffd"}`,
	`{"a":"\ud83d\u0041"}`:           `{"a":"\ufffd\u0041"}`,
	`{"a":"\ude00\ud83d"}`:           `{"a":"\ufffd\ufffd"}`,
	`{"a":"\"\n\u00e9"}`:             `{"a":"\"\n\u00e9"}`,
	"{\"a\":\"\xff\"}":               "{\"a\":\"\ufffd\"}",
	`{"n":123456789012345678901.50}`: `{"n":123456789012345678901.50}`,
}

func TestJSONB(t *testing.T) {
	t.Parallel()
	for in, want := range unfit {
		assert.Equal(t, want, jsonb(json.RawMessage(in)), in)
	}
	assert.Nil(t, jsonb(nil))
	w := newWarehouse(t, 0)
	for in := range unfit {
		_, err := w.store.conn.Exec(t.Context(), "SELECT $1::jsonb", jsonb(json.RawMessage(in)))
		assert.NoError(t, err, in)
	}
}

// A contact that PostgreSQL does not take as it is does not hold up the mirror.
func TestUnfitContact(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t, 0)
	var c intercom.Contact
	require.NoError(t, intercom.Decode([]byte(`{"type":"contact","id":"a\u0000b","name":"W\u0000sh \ud83d","created_at":99999999999999,
		"custom_attributes":{"x":"\u0000"},"tags":{"data":[{"id":"t\u0000"}]}}`), &c))
	for range 2 {
		require.NoError(t, w.store.write(t.Context(), nil, "", func(p *page) error { return w.writeContacts(p, []*intercom.Contact{&c}) }))
	}
	assert.Equal(t, []string{"W\ufffdsh \ufffd t\ufffd"}, w.column(t, "SELECT name || ' ' || tag_id FROM contacts JOIN contact_tags ON id = contact_id"))
}

func FuzzJSONB(f *testing.F) {
	for in := range unfit {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		raw := json.RawMessage(in)
		out := jsonb(raw).(string)
		assert.True(t, utf8.ValidString(out))
		if !json.Valid(raw) {
			return
		}
		require.True(t, json.Valid([]byte(out)), "%q became %q", in, out)
		if utf8.ValidString(in) {
			assert.Equal(t, tokens(t, in), tokens(t, out), "%q became %q", in, out)
		}
		without(raw, "a")
	})
}

func TestValues(t *testing.T) {
	t.Parallel()
	assert.Nil(t, text(""))
	assert.Equal(t, "a\ufffd", text("a\x00"))
	assert.Equal(t, "\ufffd", text(intercom.ID("\xff")))
	assert.Nil(t, moment(intercom.Time{}))
	assert.Nil(t, moment(intercom.At(time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC))))
	assert.Equal(t, time.Unix(1700000000, 0).UTC(), moment(intercom.At(time.Unix(1700000000, 0).UTC())))
	assert.Nil(t, number(0))
	assert.Equal(t, 5, number(5))
	assert.NotNil(t, texts(nil), "which would be NULL")
	assert.JSONEq(t, `{"a":1}`, string(without(json.RawMessage(`{"a":1,"parts":[2]}`), "parts")))
	assert.Equal(t, `[1]`, string(without(json.RawMessage(`[1]`), "parts")))
}

// tokens are what JSON is made of, with strings as PostgreSQL takes them.
func tokens(t *testing.T, raw string) (all []json.Token) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(raw))
	d.UseNumber()
	for {
		token, err := d.Token()
		if err != nil {
			return all
		}
		if s, ok := token.(string); ok {
			token = clean(s)
		}
		all = append(all, token)
	}
}
