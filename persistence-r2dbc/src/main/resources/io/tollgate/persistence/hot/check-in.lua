-- Moves the status check of a payment that is watched.
-- KEYS: 1 due (zset), 2 its leases (hash). ARGV: 1 watch's task id, 2 delay in ms.
-- Answers 1, or 0 where it is not watched. Sent twice it moves it twice, by a reconnect's time at most.
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return 1
