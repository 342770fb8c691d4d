-- ARGV: id, token. Answers 1 when the token still held.
local id = ARGV[1]
if not held(id, ARGV[2]) then
  return 0
end
redis.call('ZREM', due, id)
redis.call('HDEL', lease, id)
redis.call('HDEL', body, id)
return 1
