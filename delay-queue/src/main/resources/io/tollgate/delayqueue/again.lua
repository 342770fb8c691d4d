-- ARGV: id, token, delay in ms, 1 to spend the attempt or 0, attempt limit (0: none), hint channel,
-- shard, hint horizon in ms. Answers 0 when the token was stale, 1 when put off, 2 when that was the
-- last attempt and the task died.
local id, at, spends, limit = ARGV[1], now + tonumber(ARGV[3]), ARGV[4] == '1', tonumber(ARGV[5])
local attempts = held(id, ARGV[2])
if not attempts then
  return 0
end
if not spends then
  attempts = attempts - 1
elseif limit > 0 and attempts >= limit then
  bury(id)
  return 2
end
if attempts > 0 then
  redis.call('HSET', lease, id, attempts .. ':')
else
  redis.call('HDEL', lease, id)
end
redis.call('ZADD', due, at, id)
hint(id, at, ARGV[6], ARGV[7], ARGV[8])
return 1
