-- The permissions that a commit needs, checked before its first write: a script that is refused in
-- its middle would leave half a commit. The caller asks for the check once a second and shard: it costs
-- as much as a small commit. Redis 6.2 can't be asked; there a missing permission shows
-- when it is first needed.
local function missing(key, channel)
  local may = redis.acl_check_cmd
  if not may then return nil end
  local lacks = not may('SET', key, '') and 'SET' or not may('DEL', key) and 'DEL'
    or not may('GETRANGE', key, 0, 0) and 'GETRANGE' or not may('GET', key) and 'GET' or not may('TIME') and 'TIME'
    or not may('HMGET', key, '') and 'HMGET' or not may('HSET', key, '', '') and 'HSET'
    or not may('HDEL', key, '') and 'HDEL' or not may('HINCRBY', key, '', 1) and 'HINCRBY'
    or not may('ZADD', key, 0, '') and 'ZADD' or not may('ZREM', key, '') and 'ZREM'
    or not may('ZRANGEBYLEX', key, '-', '+') and 'ZRANGEBYLEX'
    or not may('ZREMRANGEBYLEX', key, '-', '+') and 'ZREMRANGEBYLEX'
    or not may('XADD', key, '*', '', '') and 'XADD' or not may('XLEN', key) and 'XLEN'
    or not may('XRANGE', key, '-', '+') and 'XRANGE' or not may('XTRIM', key, 'MAXLEN', 0) and 'XTRIM'
  if lacks then return redis.error_reply('NOPERM this user may not run ' .. lacks .. ' on ' .. key) end
  if not may('PUBLISH', channel, '') then
    return redis.error_reply('NOPERM this user may not run PUBLISH on ' .. channel)
  end
end
