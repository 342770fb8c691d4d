-- ARGV: first and last time of death in ms, limit, hint channel, shard, hint horizon in ms, and
-- optionally one id that is meant alone. Answers how many came back to life, due now.
local due, lease, body, dead = keys(0, 0)
local ids = { ARGV[7] }
if not ARGV[7] then
  ids = redis.call('ZRANGE', dead, ARGV[1], ARGV[2], 'BYSCORE', 'LIMIT', 0, tonumber(ARGV[3]))
end
local revived = 0
for _, id in ipairs(ids) do
  if redis.call('ZREM', dead, id) == 1 then
    redis.call('ZADD', due, 'NX', now, id)
    hint(due, id, now, ARGV[4], ARGV[5], ARGV[6])
    revived = revived + 1
  end
end
return revived
