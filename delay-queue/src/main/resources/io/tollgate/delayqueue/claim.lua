-- KEYS[5]: what this claimant was given last. ARGV: count, lease in ms, token, attempt limit (0: none).
-- Answers {{id, body, attempt, lateness ms}...}, {{id, attempts}...} that died, ms to the next head or -1.
--
-- A claim sent twice under one token (the client resends when a connection broke before the reply)
-- answers with the tasks of the first time: otherwise they would lie leased to nobody, an attempt spent.
local count, leaseMillis, token, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local claimed, died = {}, {}

local function recall()
  local memory = redis.call('GET', KEYS[5])
  local last = memory and cmsgpack.unpack(memory)
  if not last or last[1] ~= token then
    return false
  end
  for _, task in ipairs(last[2]) do
    if held(task[1], token) then
      claimed[#claimed + 1] = task
    end
  end
  died = last[3]
  return true
end

local function choose()
  local found = redis.call('ZRANGE', due, '-inf', now, 'BYSCORE', 'LIMIT', 0, count, 'WITHSCORES')
  local ids = {}
  for i = 1, #found, 2 do
    ids[#ids + 1] = found[i]
  end
  if #ids == 0 then
    return
  end
  local entries = redis.call('HMGET', lease, unpack(ids))
  for i, id in ipairs(ids) do
    local attempts = read(entries[i])
    if limit > 0 and attempts >= limit then
      -- Its last claimant fell silent: a task that kills its workers must not go on for ever.
      bury(id)
      died[#died + 1] = { id, attempts }
    else
      claimed[#claimed + 1] = { id, attempts + 1, math.floor(now - found[2 * i]) }
    end
  end
end

local replayed = recall()
if not replayed then
  choose()
end

local tasks = {}
if #claimed > 0 then
  local ids, scores, entries = {}, {}, {}
  for i, task in ipairs(claimed) do
    ids[i] = task[1]
    scores[2 * i - 1], scores[2 * i] = now + leaseMillis, task[1]
    entries[2 * i - 1], entries[2 * i] = task[1], task[2] .. ':' .. token
  end
  redis.call('ZADD', due, unpack(scores))
  redis.call('HSET', lease, unpack(entries))
  -- Another module's script may have created a task anew that had died before.
  if redis.call('EXISTS', dead) == 1 then
    redis.call('ZREM', dead, unpack(ids))
  end
  local bodies = redis.call('HMGET', body, unpack(ids))
  for i, task in ipairs(claimed) do
    tasks[i] = { task[1], bodies[i] or '', task[2], task[3] }
  end
end
if not replayed and #claimed + #died > 0 then
  redis.call('SET', KEYS[5], cmsgpack.pack({ token, claimed, died }), 'PX', leaseMillis)
end

local head = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
local untilNext = head[2] and math.max(0, math.ceil(head[2] - now)) or -1
return { tasks, died, untilNext }
