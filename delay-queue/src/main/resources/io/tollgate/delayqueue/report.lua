-- KEYS: the four of each shard. ARGV: hint channel, hint horizon in ms, then for each shard its number
-- and how many reports, and for each of these what it says, the id, the lease entry it was claimed
-- under, and for
--   done    nothing more
--   bury    nothing more; the body stays, so that the task can be revived
--   extend  the delay in ms
--   again   the delay in ms, the lease entry from now on or '' for none
-- Answers for each report 1 where the entry still stood, else 0, or what went wrong on its shard.
local channel, horizon = ARGV[1], ARGV[2]
local read = 2

local function take()
  read = read + 1
  return ARGV[read]
end

local function parsed()
  local reports, ids = {}, {}
  for i = 1, tonumber(take()) do
    local report = { what = take(), id = take(), entry = take() }
    if report.what == 'extend' or report.what == 'again' then
      report.at = now + tonumber(take())
    end
    if report.what == 'again' then
      report.after = take()
    end
    reports[i], ids[i] = report, report.id
  end
  return reports, ids
end

-- Who drops a task and leaves its lease has dropped it all the same: no report brings it back.
local function took(due, report)
  if report.at then
    return redis.call('ZSCORE', due, report.id) and redis.call('ZADD', due, report.at, report.id)
  end
  return redis.call('ZREM', due, report.id) == 1
end

local function serve(n, shard, reports, ids, answers, bodies)
  local due, lease, body, dead = keys(n, 0)
  local entries = redis.call('HMGET', lease, unpack(ids))
  local used, freed, finished = {}, {}, {}
  local nearest
  for i, report in ipairs(reports) do
    local what, id = report.what, report.id
    -- The same report may be here twice; then the first has used it up.
    if used[id] or entries[i] ~= report.entry or not took(due, report) then
      answers[i] = 0
    else
      answers[i] = 1
      used[id] = what ~= 'extend'
      if what == 'done' then
        freed[#freed + 1], finished[#finished + 1] = id, id
      elseif what == 'bury' then
        freed[#freed + 1] = id
        redis.call('ZADD', dead, now, id)
      elseif what == 'again' then
        if report.after == '' then
          freed[#freed + 1] = id
        else
          redis.call('HSET', lease, id, report.after)
        end
        if not nearest or report.at < nearest.at then
          nearest = report
        end
      end
    end
  end
  if #freed > 0 then
    redis.call('HDEL', lease, unpack(freed))
  end
  if bodies and #finished > 0 then
    redis.call('HDEL', body, unpack(finished))
  end
  if nearest then
    hint(due, nearest.id, nearest.at, channel, shard, horizon)
  end
end

local bodies = any(0, { 3 })
for n = 0, #KEYS / 4 - 1 do
  local shard = take()
  local reports, ids = parsed()
  local answers = {}
  local failure = trouble(serve, n, shard, reports, ids, answers, bodies)
  for i = 1, #reports do
    say(failure or answers[i])
  end
end
return reply
