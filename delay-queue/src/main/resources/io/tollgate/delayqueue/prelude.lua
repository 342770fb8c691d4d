-- Stands before every script of the delay queue. Each shard brings four keys of one slot:
-- due (zset: id by due time in ms), lease (hash: id to '<attempts>:<token>'),
-- body (hash: id to payload), dead (zset: id by time of death in ms).
-- Scripts over several shards are sent only where slots do not matter.

-- Redis' own clock: callers' clocks differ, and nothing may come before its time.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- The keys of the n-th shard, counted from 0, that stand behind the first few others.
local function keys(n, others)
  local at = others + 4 * n
  return KEYS[at + 1], KEYS[at + 2], KEYS[at + 3], KEYS[at + 4]
end

-- Tells listening workers of a new head that is due before they would look again. Only a hint:
-- nothing depends on its arrival.
local function hint(due, id, at, channel, shard, horizon)
  if at - now <= tonumber(horizon) and redis.call('ZRANGE', due, 0, 0)[1] == id then
    redis.call('PUBLISH', channel, shard)
  end
end

-- What went wrong on one shard must not keep the others from their turn. Answers nil or the error's text.
local function trouble(step, ...)
  local fine, failure = pcall(step, ...)
  if fine then
    return nil
  end
  return type(failure) == 'table' and failure.err or tostring(failure)
end

-- Replies are flat, because Redis sends every nested list in a write of its own.
local reply = {}

-- Whether any shard has one of these keys, named by their places; mostly none has, which spares
-- asking each.
local function any(others, places)
  local names = {}
  for n = 0, (#KEYS - others) / 4 - 1 do
    for _, place in ipairs(places) do
      names[#names + 1] = KEYS[others + 4 * n + place]
    end
  end
  return redis.call('EXISTS', unpack(names)) > 0
end

