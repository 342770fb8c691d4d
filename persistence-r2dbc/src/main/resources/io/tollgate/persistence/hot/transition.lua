-- Saves the next version of a payment if the stored one is the version before it.
-- KEYS: 1 payment (hash), 2 log (stream), 3 due (zset), 4 its leases (hash), 5 its bodies (hash).
-- ARGV: 1 payment id, 2 next version, 3 status, 4 snapshot, 5 delay of the next check in ms or empty
-- for none, 6 watch's task id.
-- Answers {'saved', run, entry id, fingerprint}, {'stale', run, entry id, stored snapshot, fingerprint} or
-- {'lost'} where no such payment is stored. Where nothing was written, the entry id is the latest that the
-- payment's own can be.
-- Sent twice it answers 'saved' twice, unless somebody saved a later version in between: then 'stale',
-- which every caller can reconcile.
local stored = redis.call('HMGET', KEYS[1], 'v', 's', 'f')
if not stored[1] then
  return { 'lost' }
end

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function latest()
  return string.format('%.0f-0', now() + 1)
end

local version, next = tonumber(stored[1]), tonumber(ARGV[2])
if version == next and stored[2] == ARGV[4] then
  return { 'saved', RUN, latest(), stored[3] }
end
if version ~= next - 1 then
  return { 'stale', RUN, latest(), stored[2], stored[3] }
end

redis.call('HSET', KEYS[1], 'v', ARGV[2], 'st', ARGV[3], 's', ARGV[4])
-- A final payment that gets another version after all must not go before the database has that too.
redis.call('PERSIST', KEYS[1])
local entry = redis.call('XADD', KEYS[2], '*', 'id', ARGV[1], 'v', ARGV[2], 's', ARGV[4], 'f', stored[3])

-- The delay queue's contract: a move voids the lease, so that a claim under way cannot undo it.
redis.call('HDEL', KEYS[4], ARGV[6])
if ARGV[5] == '' then
  redis.call('ZREM', KEYS[3], ARGV[6])
  redis.call('HDEL', KEYS[5], ARGV[6])
else
  redis.call('ZADD', KEYS[3], now() + tonumber(ARGV[5]), ARGV[6])
end
return { 'saved', RUN, entry, stored[3] }
