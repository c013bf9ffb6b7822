-- One commit: everything is checked before the first write, so that a refused one leaves nothing.
--
-- KEYS: the shard's clock, its events, its counters; then those that the operations name by position.
-- ARGV: how many events are kept, the channel, the shard's number, this commit's mark, how many
-- events it has, whether the permissions are to be checked; then operations, the expectations first:
--   a KEY        expects no record          p KEY BYTES             writes a record
--   v KEY SEQ    expects this version       d KEY                   removes a record
--   b KEY BYTES  expects these bytes        i INDEX ENTRY VALUE     writes an index entry
--   c NAME DELTA changes a counter          x INDEX ENTRY           removes an index entry
--   e SUBJECT BODY appends an event         r INDEX PREFIX          removes entries by prefix
-- Answers: {1, sequence, milliseconds}, or {0, which expectation, version, milliseconds, mark}.
--
-- A record is one string: "created_seq created_ms written_seq written_ms mark\n" and its bytes. An
-- entry of an index is one member of a sorted set of equal scores: "entry\0seq value".
local clock, events, counts = KEYS[1], KEYS[2], KEYS[3]
local retained, channel, shard, mark = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
local appended = tonumber(ARGV[5])

local refused = ARGV[6] == '1' and missing(clock, channel)
if refused then return refused end

local HEADER = '^(%d+) (%d+) (%d+) (%d+) (%S*)\n()'

-- When each record that was looked at was created; '' for those that aren't there.
local created = {}

local position = 7
local expectation = 0
while true do
  local operation = ARGV[position]
  if operation ~= 'a' and operation ~= 'v' and operation ~= 'b' then break end
  local key = KEYS[tonumber(ARGV[position + 1])]
  local record
  if operation == 'b' then
    record = redis.call('GET', key) or ''
  else
    record = redis.call('GETRANGE', key, 0, 99)
  end
  local since, since_ms, version, at, by, value = string.match(record, HEADER)
  created[key] = since and since .. ' ' .. since_ms or ''
  local holds
  if operation == 'a' then
    holds = record == ''
    position = position + 2
  elseif operation == 'v' then
    holds = version == ARGV[position + 2]
    position = position + 3
  else
    holds = value and string.sub(record, value) == ARGV[position + 2]
    position = position + 3
  end
  if not holds then return {0, expectation, tonumber(version) or 0, tonumber(at) or 0, by or ''} end
  expectation = expectation + 1
end

-- The sequence is a clock in microseconds that never goes back: it doesn't repeat even where the
-- server has lost its last moments.
local time = redis.call('TIME')
local last = redis.call('HMGET', clock, 'seq', 'at')
local micros = time[1] * 1000000 + time[2]
local sequence = math.max((tonumber(last[1]) or 0) + math.max(appended, 1), micros)
local at = math.max(tonumber(last[2]) or 0, math.floor(micros / 1000))
local version, at_ms = string.format('%.0f', sequence), string.format('%.0f', at)
local stamp = version .. ' ' .. at_ms

-- First a write that a full server refuses: what frees memory would be let through.
redis.call('HSET', clock, 'seq', version, 'at', at_ms)

-- No index may be empty between two steps: then it is no key any more, and in a slot that is on its way to
-- another server the next step would be refused, in the middle of the commit.
local function remove(index, entry, but)
  local members = redis.call('ZRANGEBYLEX', index, '[' .. entry .. '\0', '(' .. entry .. '\1')
  for _, member in ipairs(members) do
    if member ~= but then redis.call('ZREM', index, member) end
  end
end

local next_event = sequence - appended + 1
while true do
  local operation = ARGV[position]
  if not operation then break end
  local first, second, third = ARGV[position + 1], ARGV[position + 2], ARGV[position + 3]
  if operation == 'p' then
    local key = KEYS[tonumber(first)]
    local since = created[key] or string.match(redis.call('GETRANGE', key, 0, 99), '^%d+ %d+') or ''
    if since == '' then since = stamp end
    redis.call('SET', key, since .. ' ' .. stamp .. ' ' .. mark .. '\n' .. second)
    position = position + 3
  elseif operation == 'd' then
    redis.call('DEL', KEYS[tonumber(first)])
    position = position + 2
  elseif operation == 'i' then
    local index = KEYS[tonumber(first)]
    local member = second .. '\0' .. version .. ' ' .. third
    redis.call('ZADD', index, 0, member)
    remove(index, second, member)
    position = position + 4
  elseif operation == 'x' then
    remove(KEYS[tonumber(first)], second)
    position = position + 3
  elseif operation == 'r' then
    redis.call('ZREMRANGEBYLEX', KEYS[tonumber(first)], '[' .. second, '(' .. second .. '\255')
    position = position + 3
  elseif operation == 'c' then
    if redis.call('HINCRBY', counts, first, second) <= 0 then redis.call('HDEL', counts, first) end
    position = position + 3
  else
    redis.call('XADD', events, string.format('%.0f-0', next_event), 'm', at_ms, 's', first, 'b', second)
    next_event = next_event + 1
    position = position + 3
  end
end

if appended > 0 then
  -- Not one by one: finding the newest that goes reads all that go.
  local excess = redis.call('XLEN', events) - retained
  if excess >= 64 then
    local old = redis.call('XRANGE', events, '-', '+', 'COUNT', excess)
    local floor = string.match(old[#old][1], '^%d+')
    redis.call('XTRIM', events, 'MINID', floor .. '-1')
    redis.call('HSET', clock, 'floor', floor)
  end
  redis.call('PUBLISH', channel, shard)
end
return {1, sequence, at}
