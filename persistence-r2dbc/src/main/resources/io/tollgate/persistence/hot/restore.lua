-- Brings a payment back as the database has it, unless Redis has it as new or newer.
-- KEYS: 1 payment (hash), 2 log (stream), 3 due (zset), 4 its leases (hash), 5 its bodies (hash).
-- ARGV: 1 payment id, 2 version, 3 status, 4 snapshot, 5 fingerprint, 6 delay of the next check in ms or
-- empty for none, 7 watch's task id.
-- Answers 1, or 0 where Redis has it; so sent twice it restores once.
-- What is restored is written to the log again, and so is a final payment that Redis has: whether its
-- readers had read it, and what they had put off until later, is lost with the rest.
local stored = redis.call('HGET', KEYS[1], 'v')
local version = tonumber(ARGV[2])
local has = stored and tonumber(stored) or 0
if has > version or (has == version and ARGV[6] ~= '') then
  return 0
end
if has == version then
  redis.call('XADD', KEYS[2], '*', 'id', ARGV[1], 'v', ARGV[2], 's', ARGV[4], 'f', ARGV[5])
  return 0
end

redis.call('HSET', KEYS[1], 'v', ARGV[2], 'dbv', ARGV[2], 'st', ARGV[3], 's', ARGV[4], 'f', ARGV[5], 'a', '')
redis.call('PERSIST', KEYS[1])
redis.call('XADD', KEYS[2], '*', 'id', ARGV[1], 'v', ARGV[2], 's', ARGV[4], 'f', ARGV[5])

redis.call('HDEL', KEYS[4], ARGV[7])
if ARGV[6] == '' then
  redis.call('ZREM', KEYS[3], ARGV[7])
  redis.call('HDEL', KEYS[5], ARGV[7])
else
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('ZADD', KEYS[3], now + tonumber(ARGV[6]), ARGV[7])
end
return 1
