-- Stands before every script of the delay queue. All keys belong to one shard, so to one slot:
-- 1 due (zset: id by due time in ms), 2 lease (hash: id to '<attempts>:<token>'),
-- 3 body (hash: id to payload), 4 dead (zset: id by time of death in ms).
local due, lease, body, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

-- Redis' own clock: callers' clocks differ, and nothing may come before its time.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- The token is empty while nobody holds the task. A missing entry is a task never claimed, or one
-- that was moved: it starts counting anew.
local function read(entry)
  local attempts, token = string.match(entry or '', '^(%d+):(.*)$')
  return tonumber(attempts or 0), token or ''
end

-- The attempts of a task that is still held under this token, else nil.
local function held(id, token)
  local attempts, holder = read(redis.call('HGET', lease, id))
  if token == '' or holder ~= token or not redis.call('ZSCORE', due, id) then
    return nil
  end
  return attempts
end

-- The body stays, so that the task can be revived.
local function bury(id)
  redis.call('ZREM', due, id)
  redis.call('HDEL', lease, id)
  redis.call('ZADD', dead, now, id)
end

-- Tells listening workers of a new head that is due before they would look again. Only a hint:
-- nothing depends on its arrival.
local function hint(id, at, channel, shard, horizon)
  if at - now <= tonumber(horizon) and redis.call('ZRANGE', due, 0, 0)[1] == id then
    redis.call('PUBLISH', channel, shard)
  end
end

