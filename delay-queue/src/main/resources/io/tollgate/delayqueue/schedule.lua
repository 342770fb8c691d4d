-- ARGV: id, delay in ms, body, hint channel, shard, hint horizon in ms.
-- Answers 1 for a new task, 0 for one that was moved. Clearing the lease makes a running claim stale.
local id, at = ARGV[1], now + tonumber(ARGV[2])
local added = redis.call('ZADD', due, at, id)
redis.call('HDEL', lease, id)
redis.call('ZREM', dead, id)
if ARGV[3] == '' then
  redis.call('HDEL', body, id)
else
  redis.call('HSET', body, id, ARGV[3])
end
hint(id, at, ARGV[4], ARGV[5], ARGV[6])
return added
