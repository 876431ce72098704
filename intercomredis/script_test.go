package intercomredis

import (
	"maps"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// atTime is the script with another clock: the tests give it the time.
func atTime(t testing.TB, now string) *redis.Script {
	t.Helper()
	const clock = "redis.call('TIME')"
	require.Equal(t, 1, strings.Count(source, clock))
	return redis.NewScript(strings.Replace(source, clock, now, 1))
}

// noon is the time at which the rows of the table ask, in milliseconds.
const noon = 1_700_000_000_000

// state is the hash of an allowance, without what is zero. Times are from noon on.
type state map[string]int64

var timesOfState = []string{"ends", "told", "closed"}

func (s state) write(t testing.TB, rdb redis.UniversalClient, key string) {
	t.Helper()
	require.NoError(t, rdb.Del(t.Context(), key).Err())
	s = maps.Clone(s)
	for _, name := range timesOfState {
		if at, ok := s[name]; ok {
			s[name] = at + noon
		}
	}
	fields := []any{"limit", s["limit"]}
	for name, n := range s {
		fields = append(fields, name, n)
	}
	require.NoError(t, rdb.HSet(t.Context(), key, fields...).Err())
}

func readState(t testing.TB, rdb redis.UniversalClient, key string) state {
	t.Helper()
	fields, err := rdb.HGetAll(t.Context(), key).Result()
	require.NoError(t, err)
	s := state{}
	for name, text := range fields {
		n, err := strconv.ParseInt(text, 10, 64)
		require.NoError(t, err)
		if n != 0 {
			s[name] = n
		}
	}
	for _, name := range timesOfState {
		if at, ok := s[name]; ok {
			s[name] = at - noon
		}
	}
	return s
}

const seconds = time.Second

func TestScript(t *testing.T) {
	t.Parallel()
	rdb := connect(t)
	script := atTime(t, "{'1700000000', '0'}")
	for name, tt := range map[string]struct {
		state state
		ask   question
		reply reply
		after state
	}{
		"nothing is known: probes": {
			state{}, question{want: 3},
			reply{3, 0, 10 * seconds, false},
			state{"ends": 10_000, "granted": 3, "probes": 3},
		},
		"eight probes at most": {
			state{}, question{want: 32},
			reply{8, 50 * time.Millisecond, 10 * seconds, false},
			state{"ends": 10_000, "granted": 8, "probes": 8},
		},
		"eight probes in flight": {
			state{"ends": 4_000, "granted": 8, "probes": 8}, question{want: 1},
			reply{0, 50 * time.Millisecond, 4 * seconds, false},
			state{"ends": 4_000, "granted": 8, "probes": 8},
		},
		"two probes are over": {
			state{"ends": 4_000, "granted": 8, "probes": 8}, question{want: 5, over: 2},
			reply{2, 50 * time.Millisecond, 4 * seconds, false},
			state{"ends": 4_000, "granted": 10, "probes": 8},
		},
		"more probes are over than there were": {
			state{"ends": 4_000, "granted": 1, "probes": 1}, question{over: 5},
			reply{0, 0, 4 * seconds, false},
			state{"ends": 4_000, "granted": 1},
		},
		"probes that were lost come back with the next window": {
			state{"ends": 0, "granted": 8, "probes": 8}, question{want: 9},
			reply{8, 50 * time.Millisecond, 10 * seconds, false},
			state{"ends": 10_000, "granted": 8, "probes": 8},
		},
		"the limit is learned, the probes are part of what was counted": {
			state{"ends": 9_000, "granted": 8, "probes": 8}, question{want: 32, limit: 500, remaining: 490, ends: 8 * seconds},
			reply{32, 0, 8 * seconds, true},
			state{"limit": 500, "ends": 8_000, "told": 8_000, "granted": 40, "foreign": 2},
		},
		"the limit is learned, and not all probes were counted yet": {
			state{"ends": 9_000, "granted": 8, "probes": 8}, question{limit: 500, remaining: 499, ends: 8 * seconds},
			reply{0, 0, 8 * seconds, true},
			state{"limit": 500, "ends": 8_000, "told": 8_000, "granted": 8},
		},
		"the limit is learned in a window that began after the probes": {
			state{"ends": 5_000, "granted": 8, "probes": 8}, question{limit: 500, remaining: 490, ends: 8 * seconds},
			reply{0, 0, 8 * seconds, true},
			state{"limit": 500, "ends": 8_000, "told": 8_000, "granted": 8, "foreign": 10},
		},
		"the limit is learned with the first question": {
			state{}, question{want: 2, limit: 500, remaining: 100, ends: 3 * seconds},
			reply{2, 0, 3 * seconds, true},
			state{"limit": 500, "ends": 3_000, "told": 3_000, "granted": 2, "foreign": 400},
		},
		"a limit of a window that is over teaches nothing": {
			state{}, question{limit: 500, remaining: 100, ends: 0},
			reply{0, 0, 10 * seconds, false},
			state{"ends": 10_000},
		},
		"permits": {
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 100, "foreign": 50}, question{want: 32},
			reply{32, 0, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 132, "foreign": 50},
		},
		"the last permits": {
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 440, "foreign": 50}, question{want: 32},
			reply{10, 6 * seconds, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 450, "foreign": 50},
		},
		"no permits": {
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 500}, question{want: 1},
			reply{0, 6 * seconds, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 500},
		},
		"more was given than there is": {
			state{"limit": 100, "ends": 6_000, "told": 6_000, "granted": 500}, question{want: 1},
			reply{0, 6 * seconds, 6 * seconds, true},
			state{"limit": 100, "ends": 6_000, "told": 6_000, "granted": 500},
		},
		"the next window": {
			state{"limit": 500, "ends": 0, "told": 0, "granted": 500, "foreign": 7}, question{want: 32},
			reply{32, 0, 10 * seconds, true},
			state{"limit": 500, "ends": 10_000, "granted": 32},
		},
		"a window after many in which nothing happened": {
			state{"limit": 500, "ends": -34_000, "told": -34_000, "granted": 500, "foreign": 7}, question{want: 1},
			reply{1, 0, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": -34_000, "granted": 1},
		},
		"what is sent at the very end may be counted in the next window": {
			state{"limit": 500, "ends": 200, "told": 200, "granted": 100, "late": 3}, question{want: 32},
			reply{32, 0, 200 * time.Millisecond, true},
			state{"limit": 500, "ends": 200, "told": 200, "granted": 132, "late": 35},
		},
		"what was sent at the very end": {
			state{"limit": 500, "ends": 0, "told": 0, "granted": 132, "late": 35}, question{want: 32},
			reply{32, 0, 10 * seconds, true},
			state{"limit": 500, "ends": 10_000, "granted": 67},
		},
		"a window is named that began later than it was taken to": {
			state{"limit": 500, "ends": 6_000, "told": -34_000, "granted": 10}, question{limit: 500, remaining: 480, ends: 9500 * time.Millisecond},
			reply{0, 0, 9500 * time.Millisecond, true},
			state{"limit": 500, "ends": 9_500, "told": 9_500, "granted": 10, "foreign": 10},
		},
		"a window is named that ends earlier than it was taken to": {
			state{"limit": 500, "ends": 6_000, "told": -34_000, "granted": 10}, question{limit: 500, remaining: 495, ends: 4 * seconds},
			reply{0, 0, 4 * seconds, true},
			state{"limit": 500, "ends": 4_000, "told": 4_000, "granted": 10},
		},
		"the response is of the window before the one that no response has named": {
			state{"limit": 500, "ends": 10_100, "told": 100, "granted": 10}, question{limit: 500, remaining: 0, ends: 100 * time.Millisecond},
			reply{0, 0, 10_100 * time.Millisecond, true},
			state{"limit": 500, "ends": 10_100, "told": 100, "granted": 10},
		},
		"the response is of the window before, and came with the first question of the next": {
			state{"limit": 500, "ends": 10_000, "told": -10_000, "granted": 3}, question{want: 2, limit: 500, remaining: 2, ends: time.Millisecond},
			reply{2, 0, 10 * seconds, true},
			state{"limit": 500, "ends": 10_000, "told": -10_000, "granted": 5},
		},
		"the limit is learned at the end of a window: the probes may be counted in the next one": {
			state{"ends": 9_000, "granted": 8, "probes": 8}, question{limit: 500, remaining: 499, ends: 150 * time.Millisecond},
			reply{0, 0, 150 * time.Millisecond, true},
			state{"limit": 500, "ends": 150, "told": 150, "granted": 8, "late": 8},
		},
		"others use the token": {
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 100, "foreign": 50}, question{want: 5, limit: 500, remaining: 300, ends: 6 * seconds},
			reply{5, 0, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 105, "foreign": 100},
		},
		"their share never shrinks within a window": {
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 100, "foreign": 50}, question{limit: 500, remaining: 390, ends: 6 * seconds},
			reply{0, 0, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 100, "foreign": 50},
		},
		"ends of one window differ by the rounding of headers": {
			state{"limit": 500, "ends": 6_000, "told": 6_000}, question{limit: 500, remaining: 500, ends: 6800 * time.Millisecond},
			reply{0, 0, 6800 * time.Millisecond, true},
			state{"limit": 500, "ends": 6_800, "told": 6_000},
		},
		"and by no more than that": {
			state{"limit": 500, "ends": 6_800, "told": 6_000}, question{limit: 500, remaining: 500, ends: 9 * seconds},
			reply{0, 0, 7 * seconds, true},
			state{"limit": 500, "ends": 7_000, "told": 6_000},
		},
		"a window does not end earlier than was said before": {
			state{"limit": 500, "ends": 6_800, "told": 6_000}, question{limit: 500, remaining: 500, ends: 5 * seconds},
			reply{0, 0, 6800 * time.Millisecond, true},
			state{"limit": 500, "ends": 6_800, "told": 6_000},
		},
		"a later window has begun already": {
			state{"limit": 500, "ends": 1_000, "told": 1_000, "granted": 500, "late": 4, "foreign": 3},
			question{want: 9, limit: 500, remaining: 480, ends: 9900 * time.Millisecond},
			reply{9, 0, 9900 * time.Millisecond, true},
			state{"limit": 500, "ends": 9_900, "told": 9_900, "granted": 13, "foreign": 20},
		},
		"a response of an earlier window": {
			state{"limit": 500, "ends": 9_000, "told": 9_000, "granted": 10}, question{limit: 500, remaining: 0, ends: 50 * time.Millisecond},
			reply{0, 0, 9 * seconds, true},
			state{"limit": 500, "ends": 9_000, "told": 9_000, "granted": 10},
		},
		"another limit": {
			state{"limit": 500, "ends": 9_000, "told": 9_000, "granted": 10}, question{want: 90, limit: 83, remaining: 73, ends: 9 * seconds},
			reply{73, 9 * seconds, 9 * seconds, true},
			state{"limit": 83, "ends": 9_000, "told": 9_000, "granted": 83},
		},
		"a window of a minute": {
			state{}, question{limit: 5, remaining: 4, ends: 59 * seconds},
			reply{0, 0, 59 * seconds, true},
			state{"limit": 5, "ends": 59_000, "told": 59_000, "foreign": 1},
		},
		"no window is longer": {
			state{}, question{limit: 5, remaining: 4, ends: time.Hour},
			reply{0, 0, 60 * seconds, true},
			state{"limit": 5, "ends": 60_000, "told": 60_000, "foreign": 1},
		},
		"more is left than the limit": {
			state{}, question{limit: 5, remaining: 9, ends: seconds},
			reply{0, 0, seconds, true},
			state{"limit": 5, "ends": 1_000, "told": 1_000},
		},
		"a 429": {
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 100},
			question{want: 1, limit: 500, remaining: 0, ends: 6 * seconds, refused: 6 * seconds},
			reply{0, 6 * seconds, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 100, "foreign": 400, "closed": 6_000},
		},
		"a 429 keeps all away": {
			state{"limit": 500, "ends": 6_000, "told": 6_000, "closed": 7_000}, question{want: 1},
			reply{0, 7 * seconds, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": 6_000, "closed": 7_000},
		},
		"until it is over": {
			state{"limit": 500, "ends": 6_000, "told": 6_000, "closed": 0}, question{want: 1},
			reply{1, 0, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": 6_000, "granted": 1},
		},
		"the longest 429 counts": {
			state{"limit": 500, "ends": 6_000, "told": 6_000, "closed": 7_000}, question{want: 1, refused: seconds},
			reply{0, 7 * seconds, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": 6_000, "closed": 7_000},
		},
		"a 429 refuses for a minute at most": {
			state{"limit": 500, "ends": 6_000, "told": 6_000}, question{want: 1, refused: time.Hour},
			reply{0, 60 * seconds, 6 * seconds, true},
			state{"limit": 500, "ends": 6_000, "told": 6_000, "closed": 60_000},
		},
		"a 429 before the limit is known": {
			state{}, question{want: 1, refused: 2 * seconds},
			reply{0, 2 * seconds, 10 * seconds, false},
			state{"ends": 10_000, "closed": 2_000},
		},
		"the clock of Redis was set back": {
			state{"limit": 500, "ends": 3_600_000, "told": 3_600_000, "granted": 500}, question{want: 1},
			reply{1, 0, 10 * seconds, false},
			state{"ends": 10_000, "granted": 1, "probes": 1},
		},
		"the clock of Redis was set back, after a 429": {
			state{"limit": 500, "ends": 1_000, "told": 1_000, "closed": 61_000}, question{want: 1},
			reply{1, 0, 10 * seconds, false},
			state{"ends": 10_000, "granted": 1, "probes": 1},
		},
		"an end that was named for no window": {
			state{"limit": 500, "ends": 1_000, "told": 2_000}, question{},
			reply{0, 0, 10 * seconds, false},
			state{"ends": 10_000},
		},
		"numbers that are none": {
			state{"limit": -5, "ends": -2e12, "granted": 2e15, "probes": -1}, question{want: 1},
			reply{1, 0, 10 * seconds, false},
			state{"ends": 10_000, "granted": 1, "probes": 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.state.write(t, rdb, t.Name())
			tt.ask.length = windowLength
			got, err := tt.ask.run(t.Context(), rdb, script, t.Name())
			require.NoError(t, err)
			assert.Equal(t, tt.reply, got)
			after := readState(t, rdb, t.Name())
			for _, at := range []string{"told", "closed"} { // what was never set is not from noon on
				if after[at] == -noon || after[at] == 0 {
					delete(after, at)
				}
			}
			assert.Equal(t, tt.after, after)
			left, err := rdb.TTL(t.Context(), t.Name()).Result()
			require.NoError(t, err)
			assert.InDelta(t, time.Hour.Seconds(), left.Seconds(), 5, "the key expires")
		})
	}
}

// Fields that are no numbers are taken to be zero.
func TestScriptReadsAnything(t *testing.T) {
	t.Parallel()
	rdb := connect(t)
	for _, text := range []string{"", "x", "nan", "-nan", "inf", "-inf", "1e400", "0x7fffffffffffffff", "-1", "1.5", strings.Repeat("9", 400)} {
		fields := []any{}
		for _, name := range []string{"limit", "ends", "told", "granted", "late", "foreign", "probes", "closed"} {
			fields = append(fields, name, text)
		}
		require.NoError(t, rdb.HSet(t.Context(), t.Name(), fields...).Err())
		got, err := question{want: 2, length: windowLength}.run(t.Context(), rdb, redis.NewScript(source), t.Name())
		require.NoError(t, err, text)
		assert.LessOrEqual(t, got.given, 2, text)
		assert.LessOrEqual(t, got.wait, longest, text)
	}
}

// A key that holds something else is an error, and stays as it is.
func TestScriptWithAnotherType(t *testing.T) {
	t.Parallel()
	rdb := connect(t)
	require.NoError(t, rdb.Set(t.Context(), t.Name(), "mine", 0).Err())
	_, err := question{want: 1, length: windowLength}.run(t.Context(), rdb, redis.NewScript(source), t.Name())
	require.ErrorContains(t, err, "WRONGTYPE")
	assert.Equal(t, "mine", rdb.Get(t.Context(), t.Name()).Val())
}

// A script that something on the way replaced is found out.
func TestReplyOfAnotherScript(t *testing.T) {
	t.Parallel()
	rdb := connect(t)
	for _, text := range []string{"{}", "{1, 0, 0}", "{-1, 0, 0, 0}", "{2, 0, 0, 0}", "{1, -1, 0, 0}", "{1, 0, -1, 0}", "1", "'x'", "false"} {
		_, err := question{want: 1, length: windowLength}.run(t.Context(), rdb, redis.NewScript("return "+text), t.Name())
		assert.Error(t, err, text)
	}
}

// Whatever the state and the question: no more than was asked for, no more than
// there is, and no wait without an end.
func FuzzScript(f *testing.F) {
	rdb := connect(f)
	script := atTime(f, "{'1700000000', '0'}")
	f.Add(int64(500), int64(6_000), int64(6_000), int64(10), int64(3), int64(0), int64(0), int64(0), 32, 500, 480, int64(6_000), int64(0))
	f.Add(int64(0), int64(0), int64(0), int64(8), int64(0), int64(0), int64(8), int64(0), 1, 0, 0, int64(0), int64(0))
	f.Add(int64(500), int64(-34_000), int64(-34_000), int64(500), int64(0), int64(7), int64(0), int64(1_000), 9, 500, 499, int64(9_900), int64(2_000))
	f.Fuzz(func(t *testing.T, limit, ends, told, granted, late, foreign, probes, closed int64, want, saidLimit, remaining int, in, refused int64) {
		before := state{
			"limit": limit, "ends": ends, "told": told, "granted": granted, "late": late, "foreign": foreign, "probes": probes, "closed": closed,
		}
		before.write(t, rdb, "fuzz")
		q := question{
			want: max(want, 0), length: windowLength, limit: max(saidLimit, 0), remaining: remaining,
			ends: time.Duration(in) * time.Millisecond, refused: max(time.Duration(refused)*time.Millisecond, 0),
		}
		r, err := q.run(t.Context(), rdb, script, "fuzz")
		require.NoError(t, err)
		after := readState(t, rdb, "fuzz")
		assert.LessOrEqual(t, r.wait, longest+windowLength)
		assert.True(t, r.given == q.want || r.wait > 0, "asks again at once for what is not there")
		if r.given > 0 && r.known {
			assert.LessOrEqual(t, after["granted"]+after["foreign"], after["limit"])
		}
		if r.given > 0 && !r.known {
			assert.LessOrEqual(t, after["probes"], int64(8))
		}
	})
}
