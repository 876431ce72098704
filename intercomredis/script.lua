-- One allowance of Intercom's that processes share. Times are milliseconds on
-- the clock of Redis; what comes and goes are durations, so that no other clock
-- has to agree with it.
--
-- KEYS[1]  the hash of the allowance
-- ARGV[1]  how many permits are asked for
-- ARGV[2]  how many probes are over: permits given while the limit was unknown
-- ARGV[3]  the length of a window
-- ARGV[4]  the limit that a response named, 0 if there is nothing to report
-- ARGV[5]  what the response said is left of its window
-- ARGV[6]  in how long that window ends
-- ARGV[7]  for how long a 429 refuses, 0 if there was none
--
-- Returns how many permits are given, how long to wait before the others can be
-- asked for, in how long the permits end, and 1 if the limit is known.

local most_probes = 8     -- in flight over all processes while the limit is unknown
local poll = 50           -- how soon to ask again while the limit is unknown
local longest = 60000     -- no wait and no window is longer
local edge = 200          -- requests sent so close to the end may arrive in the next window
local rounding = 1000     -- ends of windows come in whole seconds
local kept = 3600000      -- the key expires an hour after its last use

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local want, over, length = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local counted = math.max(tonumber(ARGV[4]) - tonumber(ARGV[5]), 0)
local named = {limit = tonumber(ARGV[4]), ends = now + math.min(tonumber(ARGV[6]), longest)}
local refused = math.min(tonumber(ARGV[7]), longest)

-- limit    requests in a window, 0: unknown
-- ends     when the window ends; the one of an unknown limit is a guess
-- told     the end that a response named for this window, or for an earlier one
-- granted  permits given in this window
-- late     those of them that may be counted in the next one
-- foreign  requests that Intercom counted in this window and that nobody was given
-- probes   permits in flight while the limit is unknown
-- closed   until when a 429 refuses
local names = {'limit', 'ends', 'told', 'granted', 'late', 'foreign', 'probes', 'closed'}
local stored = redis.call('HMGET', KEYS[1], unpack(names))
local s = {}
for i, name in ipairs(names) do
	local n = tonumber(stored[i] or 0)
	if n and n >= 0 and n < 1e15 then
		s[name] = math.floor(n)
	else
		s[name] = 0
	end
end

-- The clock of Redis was set back, another server took over, or somebody else
-- wrote into the hash: what it says cannot be relied on.
if s.ends > now + longest + length or s.closed > now + longest or s.told > s.ends then
	for _, name in ipairs(names) do
		s[name] = 0
	end
end

-- Windows follow each other without a gap, until a response says otherwise.
if s.ends <= now then
	if s.limit > 0 then
		s.ends = s.ends + (math.floor((now - s.ends) / length) + 1) * length
	else
		s.ends = now + length
	end
	s.granted, s.late, s.foreign, s.probes = s.late, 0, 0, 0
end
s.probes = math.max(s.probes - over, 0)

if named.limit > 0 and named.ends > now then
	local share = math.max(counted - s.granted, 0)
	if s.limit == 0 then
		-- Probes given before the window began may have been counted in another one.
		if named.ends > s.ends then
			share = counted
		end
		if named.ends - now <= edge then
			s.late = s.granted
		end
		s.foreign, s.ends, s.told = share, named.ends, named.ends
	elseif s.told < s.ends - length / 2 then -- no response has named this window yet
		if named.ends > s.ends - length / 2 then
			s.foreign, s.ends, s.told = math.max(s.foreign, share), named.ends, named.ends
		end
	elseif named.ends > s.told + length / 2 then -- a later one has begun already
		s.granted, s.late, s.foreign = s.late, 0, counted
		s.ends, s.told = named.ends, named.ends
	elseif named.ends > s.told - length / 2 then
		s.foreign = math.max(s.foreign, share)
		s.ends = math.max(s.ends, math.min(named.ends, s.told + rounding))
	end
	s.limit, s.probes = named.limit, 0
end
if refused > 0 then
	s.closed = math.max(s.closed, now + refused)
end

local free, wait = s.limit - s.granted - s.foreign, s.ends - now
if s.limit == 0 then
	free, wait = most_probes - s.probes, poll
end
if s.closed > now then
	free, wait = 0, s.closed - now
end
local given = math.max(math.min(want, free), 0)
if given == want then
	wait = 0
end
s.granted = s.granted + given
if s.limit == 0 then
	s.probes = s.probes + given
end
if s.ends - now <= edge then
	s.late = s.late + given
end

local fields = {}
for _, name in ipairs(names) do
	fields[#fields + 1] = name
	fields[#fields + 1] = string.format('%.0f', s[name])
end
redis.call('HSET', KEYS[1], unpack(fields))
redis.call('PEXPIRE', KEYS[1], kept)

return {given, wait, s.ends - now, s.limit > 0 and 1 or 0}
