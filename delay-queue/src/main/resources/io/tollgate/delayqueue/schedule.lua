-- KEYS: the four of each shard. ARGV: hint channel, hint horizon in ms, then for each shard its number
-- and how many tasks, and for each of these id, delay in ms and body ('' for none).
-- Answers for each task 1 when it is new, 0 when it was moved, or what went wrong on its shard.
local channel, horizon = ARGV[1], ARGV[2]

local function serve(n, shard, from, count, base, known)
  local due, lease, body, dead = keys(n, 0)
  local ids = {}
  local nearest, soonest = nil, math.huge
  for i = 1, count do
    local id, at, payload = ARGV[from], now + tonumber(ARGV[from + 1]), ARGV[from + 2]
    reply[base + i], ids[i] = redis.call('ZADD', due, at, id), id
    if payload ~= '' then
      redis.call('HSET', body, id, payload)
    elseif known then
      redis.call('HDEL', body, id)
    end
    if at < soonest then
      nearest, soonest = id, at
    end
    from = from + 3
  end
  if known then
    -- Makes a claim under way stale.
    redis.call('HDEL', lease, unpack(ids))
    redis.call('ZREM', dead, unpack(ids))
  end
  hint(due, nearest, soonest, channel, shard, horizon)
end

local known = any(0, { 2, 3, 4 })
local from = 3
for n = 0, #KEYS / 4 - 1 do
  local count, base = tonumber(ARGV[from + 1]), #reply
  local failure = trouble(serve, n, ARGV[from], from + 2, count, base, known)
  for i = 1, failure and count or 0 do
    reply[base + i] = failure
  end
  from = from + 2 + 3 * count
end
return reply
