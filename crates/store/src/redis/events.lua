-- The events of a shard after a cursor, with the shard's head and floor of the same moment.
-- KEYS: the shard's clock, its events. ARGV: the cursor, the most events.
local clock = redis.call('HMGET', KEYS[1], 'seq', 'floor')
local found = redis.call('XRANGE', KEYS[2], '(' .. ARGV[1] .. '-0', '+', 'COUNT', ARGV[2])
return {clock[1] or '0', clock[2] or '0', found}
