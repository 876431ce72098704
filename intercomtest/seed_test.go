package intercomtest

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestSeed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t, WithRateLimit(2, 10*time.Second), WithLatency(time.Second))
		a.fake.Fail("", Reset())
		start := time.Now()
		require.NoError(t, a.fake.Seed(func(client *intercom.Client) error {
			for i := range 100 {
				if _, err := client.Contacts.Create(t.Context(), intercom.ContactCreate{ExternalID: fmt.Sprint(i)}); err != nil {
					return err
				}
			}
			return nil
		}))
		assert.Zero(t, time.Since(start))
		assert.Empty(t, a.fake.Requests(""))

		_, err := a.client.Do(a.request("GET /contacts", ""))
		assert.Error(t, err, "the fault is still there")
		assert.Equal(t, 100, a.ok("GET /contacts", "").at("total_count"))
		a.fails("GET /contacts", "", 429, "rate_limit_exceeded")
		assert.Len(t, a.fake.Requests(""), 3)
	})
}

func TestSeedReturnsItsError(t *testing.T) {
	t.Parallel()
	fake := NewServer()
	enough := errors.New("enough")
	assert.ErrorIs(t, fake.Seed(func(*intercom.Client) error { return enough }), enough)
	assert.ErrorIs(t, fake.Seed(func(client *intercom.Client) error {
		_, err := client.Tags.Get(t.Context(), "1")
		return err
	}), intercom.ErrNotFound)
}

func TestClock(t *testing.T) {
	t.Parallel()
	var at atomic.Int64
	at.Store(1_000_000_000)
	a := newTester(t, WithClock(func() time.Time { return time.Unix(at.Load(), 0) }), WithRateLimit(3, 10*time.Second), WithLag(time.Minute))
	first := a.ok("POST /contacts", `{"external_id":"1"}`)
	assert.Equal(t, 1_000_000_000, first.at("created_at"))
	found := `{"query":{"field":"external_id","operator":"=","value":"1"}}`
	assert.Equal(t, 0, a.ok("POST /contacts/search", found).at("total_count"))
	res, _ := a.send("GET /me", "")
	assert.Equal(t, "Sun, 09 Sep 2001 01:46:40 GMT", res.Header.Get("Date"))
	assert.Equal(t, "1000000010", res.Header.Get("X-Ratelimit-Reset"))
	a.fails("GET /me", "", 429, "rate_limit_exceeded")
	assert.Equal(t, int64(1_000_000_000), a.fake.Requests("GET /me")[0].Time.Unix())

	at.Add(60)
	assert.Equal(t, 1, a.ok("POST /contacts/search", found).at("total_count"))
	a.fake.Fail("GET /me", RateLimited(5*time.Second))
	res, _ = a.send("GET /me", "")
	assert.Equal(t, "1000000065", res.Header.Get("X-Ratelimit-Reset"))
	assert.Equal(t, 1_000_000_060, a.ok("PUT /contacts/"+first.text("id"), `{"name":"M"}`).at("updated_at"))
}

func TestSetTimes(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	world := newWorld(a)
	reply := a.ok("POST /conversations/"+world["conv"]+"/reply", `{"message_type":"comment","type":"admin","admin_id":"`+world["admin"]+`","body":"Hi"}`)
	world["part"] = reply.list("conversation_parts.conversation_parts", "id")[0]
	created, updated := time.Unix(1_500_000_000, 0), time.Unix(1_600_000_000, 0)
	for _, test := range []struct{ thing, version, op, created, updated string }{
		{"contact", "2.16", "GET /contacts/$contact", "created_at", "updated_at"},
		{"user", "1.4", "GET /users/$user", "created_at", "updated_at"},
		{"oldlead", "1.4", "GET /contacts/$oldlead", "created_at", "updated_at"},
		{"oldv", "1.4", "GET /visitors/$oldv", "created_at", "updated_at"},
		{"company", "2.16", "GET /companies/$company", "created_at", "updated_at"},
		{"conv", "2.16", "GET /conversations/$conv", "created_at", "updated_at"},
		{"note", "2.16", "GET /notes/$note", "created_at", ""},
		{"segment", "2.16", "GET /segments/$segment", "created_at", "updated_at"},
	} {
		a.fake.SetTimes(world[test.thing], created, updated)
		o := serve(t, a, world, test.version+" "+test.op).body.(map[string]any)
		assert.EqualValues(t, created.Unix(), o[test.created], test.op)
		if test.updated != "" {
			assert.EqualValues(t, updated.Unix(), o[test.updated], test.op)
		}
		a.fake.SetTimes(world[test.thing], time.Time{}, time.Time{})
		assert.Equal(t, o, serve(t, a, world, test.version+" "+test.op).body, "zero times change nothing")
	}
	a.fake.SetTimes(world["part"], created, updated)
	part := a.ok("GET /conversations/"+world["conv"], "")["conversation_parts"].(map[string]any)["conversation_parts"].([]any)[0].(map[string]any)
	assert.Equal(t, []any{"1500000000", "1600000000"}, []any{object(part).text("created_at"), object(part).text("updated_at")})
	a.fake.SetTimes(world["ticket"], created, updated)
	assert.Panics(t, func() { a.fake.SetTimes("1", created, updated) })

	// What is written afterwards is dated again.
	assert.Greater(t, a.ok("PUT /contacts/"+world["contact"], `{"name":"M"}`).at("updated_at"), 1_700_000_000)
}

// Conversations from elsewhere are brought along with their times.
func TestConversationsInThePast(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	world := newWorld(a)
	begun := a.ok("POST /conversations", `{"from":{"type":"user","id":"`+world["contact"]+`"},"body":"Hi","created_at":1500000000}`)
	assert.Equal(t, 1500000000, begun.at("created_at"))
	path := "/conversations/" + begun.text("conversation_id")
	conv := a.ok("GET "+path, "")
	assert.Equal(t, []any{1500000000, 1500000000, 1500000000}, []any{conv.at("created_at"), conv.at("updated_at"), conv.at("waiting_since")})

	reply := `{"message_type":"comment","type":"admin","admin_id":"` + world["admin"] + `","body":"Hi","created_at":`
	conv = a.ok("POST "+path+"/reply", reply+`1500000100}`)
	assert.Equal(t, []string{"1500000100"}, conv.list("conversation_parts.conversation_parts", "created_at"))
	assert.Equal(t, []any{1500000100, 100}, []any{conv.at("updated_at"), conv.at("statistics.time_to_admin_reply")})
	conv = a.ok("POST "+path+"/reply", reply+`1500000050}`)
	assert.Equal(t, 1500000100, conv.at("updated_at"), "an older part does not make the conversation older")
	conv = a.ok("POST "+path+"/reply", reply+`null}`)
	assert.Greater(t, conv.at("updated_at"), 1_700_000_000)
	a.fails("POST "+path+"/reply", reply+`"soon"}`, 400, "parameter_invalid")
	a.fails("POST /conversations", `{"from":{"type":"user","id":"`+world["contact"]+`"},"body":"Hi","created_at":"soon"}`, 400, "parameter_invalid")
}
