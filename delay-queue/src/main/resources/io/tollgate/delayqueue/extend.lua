-- ARGV: id, token, lease in ms. Answers 1 when the token still held.
if not held(ARGV[1], ARGV[2]) then
  return 0
end
redis.call('ZADD', due, now + tonumber(ARGV[3]), ARGV[1])
return 1
