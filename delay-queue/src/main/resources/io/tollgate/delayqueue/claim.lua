-- KEYS: 1 what this claimant was given last, then the four of each shard. ARGV: count, lease in ms, token,
-- attempt limit (0: none).
-- Answers for each shard, in order and as far as the count goes: what went wrong there, or ms to the
-- next head or -1, how many died, id and attempts of each, how many are claimed, id, body, attempt and
-- lateness in ms of each.
--
-- A claim sent twice under one token (the client resends when a connection broke before the reply)
-- answers with the tasks of the first time: otherwise they would lie leased to nobody, an attempt spent.
local left, leaseMillis, token, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])

-- The same for all, and formatted once.
local ends = string.format('%.0f', now + leaseMillis)

-- {shard, {id, attempts, ...} that died, {id, attempt, lateness, ...} that were claimed, the next shard ...}
-- and how many shards were looked at.
local function recall()
  local memory = redis.call('GET', KEYS[1])
  if not memory or string.sub(memory, 1, #token + 1) ~= token .. ' ' then
    return nil
  end
  local flat, given = cmsgpack.unpack(string.sub(memory, #token + 2)), {}
  for i = 2, #flat, 3 do
    given[flat[i]] = { flat[i + 1], flat[i + 2] }
  end
  return given, flat[1]
end

-- The due ones with their scores, and when the head behind them is due if that is known by now.
local function look(due)
  local found = redis.call('ZRANGE', due, 0, 1, 'WITHSCORES')
  local first, second = tonumber(found[2]) or math.huge, tonumber(found[4]) or math.huge
  if first > now then
    return {}, first
  elseif second > now or left == 1 then
    found[3], found[4] = nil, nil
    return found, second
  end
  return redis.call('ZRANGE', due, '-inf', now, 'BYSCORE', 'LIMIT', 0, left, 'WITHSCORES')
end

local function choose(due, lease, dead)
  local found, following = look(due)
  local chosen, died, ids = {}, {}, {}
  for i = 1, #found, 2 do
    ids[#ids + 1] = found[i]
  end
  local entries = #ids > 0 and redis.call('HMGET', lease, unpack(ids)) or {}
  for i, entry in ipairs(entries) do
    local attempts = entry and tonumber(string.match(entry, '^%d+')) or 0
    if limit > 0 and attempts >= limit then
      -- Its last claimant fell silent: a task that kills its workers must not go on for ever.
      redis.call('ZREM', due, ids[i])
      redis.call('HDEL', lease, ids[i])
      redis.call('ZADD', dead, now, ids[i])
      died[#died + 1], died[#died + 2] = ids[i], attempts
    else
      local n = #chosen
      chosen[n + 1], chosen[n + 2], chosen[n + 3] = ids[i], attempts + 1, now - found[2 * i]
    end
  end
  return chosen, died, following
end

-- What of the first time is still held.
local function remembered(chosen, due, lease)
  local kept = {}
  for i = 1, #chosen, 3 do
    local id, attempt = chosen[i], chosen[i + 1]
    if redis.call('HGET', lease, id) == attempt .. ':' .. token and redis.call('ZSCORE', due, id) then
      local n = #kept
      kept[n + 1], kept[n + 2], kept[n + 3] = id, attempt, chosen[i + 2]
    end
  end
  return kept
end

local function hold(chosen, due, lease, body, dead, more)
  local ids, scores, entries = {}, {}, {}
  for i = 1, #chosen, 3 do
    local id, n = chosen[i], #scores
    ids[#ids + 1] = id
    scores[n + 1], scores[n + 2] = ends, id
    entries[n + 1], entries[n + 2] = id, chosen[i + 1] .. ':' .. token
  end
  redis.call('ZADD', due, unpack(scores))
  redis.call('HSET', lease, unpack(entries))
  if not more then
    return {}
  end
  -- Another module's script may have created a task anew that had died before.
  redis.call('ZREM', dead, unpack(ids))
  return redis.call('HMGET', body, unpack(ids))
end

local function untilNext(due, following)
  if not following then
    following = tonumber(redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')[2]) or math.huge
  end
  return following == math.huge and -1 or math.max(0, math.ceil(following - now))
end

local before, lookedAt = recall()
local given = { 0 }

local function serve(n, more)
  local due, lease, body, dead = keys(n, 1)
  local chosen, died, following
  if before then
    local part = before[n] or { {}, {} }
    died, chosen = part[1], remembered(part[2], due, lease)
  else
    chosen, died, following = choose(due, lease, dead)
    if #chosen + #died > 0 then
      local at = #given
      given[at + 1], given[at + 2], given[at + 3] = n, died, chosen
    end
  end
  left = left - #chosen / 3
  local bodies = #chosen > 0 and hold(chosen, due, lease, body, dead, more) or {}
  -- Nothing fails from here on, so that the reply holds all of a shard or nothing.
  local wait = untilNext(due, following)
  local at = #reply + 1
  reply[at], reply[at + 1] = wait, #died / 2
  at = at + 2
  for i = 1, #died do
    reply[at] = died[i]
    at = at + 1
  end
  reply[at] = #chosen / 3
  for i = 1, #chosen, 3 do
    reply[at + 1], reply[at + 2] = chosen[i], bodies[(i + 2) / 3] or ''
    reply[at + 3], reply[at + 4] = chosen[i + 1], chosen[i + 2]
    at = at + 4
  end
end

local more = any(1, { 3, 4 })
for n = 0, (#KEYS - 1) / 4 - 1 do
  if lookedAt and n == lookedAt or not lookedAt and left == 0 then
    break
  end
  given[1] = n + 1
  local failure = trouble(serve, n, more)
  if failure then
    reply[#reply + 1] = failure
  end
end
if #given > 1 then
  redis.call('SET', KEYS[1], token .. ' ' .. cmsgpack.pack(given), 'PX', leaseMillis)
end
return reply
