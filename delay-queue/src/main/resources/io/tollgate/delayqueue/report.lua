-- KEYS: the four of each shard. ARGV: hint channel, hint horizon in ms, then for each shard its number,
-- how many reports, how many words in all follow the ids, the ids, and for each report what it says, the
-- lease entry it was claimed under, and for
--   done    nothing more; the task had no body
--   drop    nothing more; the task had one
--   bury    nothing more; the body stays, so that the task can be revived
--   extend  the delay in ms
--   again   the delay in ms, the lease entry from now on or '' for none
-- Answers for each report 1 where the entry still stood, else 0, or what went wrong on its shard.
local channel, horizon = ARGV[1], ARGV[2]
local words = { done = 2, drop = 2, bury = 2, extend = 3, again = 4 }

-- Who drops a task and leaves its lease has dropped it all the same: no report brings it back.
local function took(due, id, at)
  if at then
    return redis.call('ZSCORE', due, id) and redis.call('ZADD', due, at, id)
  end
  return redis.call('ZREM', due, id) == 1
end

local function serve(n, shard, first, count, base)
  local due, lease, body, dead = keys(n, 0)
  local entries = redis.call('HMGET', lease, unpack(ARGV, first, first + count - 1))
  local word, freed, moved = first + count, {}, nil
  local nearest, soonest
  for i = 1, count do
    local id, what = ARGV[first + i - 1], ARGV[word]
    local at = words[what] > 2 and now + tonumber(ARGV[word + 2]) or nil
    -- A task that another report here has moved is no longer held.
    if entries[i] == ARGV[word + 1] and not (moved and moved[id]) and took(due, id, at) then
      reply[base + i] = 1
      if what == 'again' then
        moved = moved or {}
        moved[id] = true
        if ARGV[word + 3] == '' then
          freed[#freed + 1] = id
        else
          redis.call('HSET', lease, id, ARGV[word + 3])
        end
        if not soonest or at < soonest then
          nearest, soonest = id, at
        end
      elseif not at then
        freed[#freed + 1] = id
        if what == 'drop' then
          redis.call('HDEL', body, id)
        elseif what == 'bury' then
          redis.call('ZADD', dead, now, id)
        end
      end
    else
      reply[base + i] = 0
    end
    word = word + words[what]
  end
  if #freed > 0 then
    redis.call('HDEL', lease, unpack(freed))
  end
  if nearest then
    hint(due, nearest, soonest, channel, shard, horizon)
  end
end

local next = 3
for n = 0, #KEYS / 4 - 1 do
  local count, base = tonumber(ARGV[next + 1]), #reply
  local failure = trouble(serve, n, ARGV[next], next + 3, count, base)
  for i = 1, failure and count or 0 do
    reply[base + i] = failure
  end
  next = next + 3 + count + tonumber(ARGV[next + 2])
end
return reply
