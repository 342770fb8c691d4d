-- Keeps the answer to a claimed request.
-- KEYS: 1 key. ARGV: 1 fingerprint, 2 status, 3 content type, 4 body, 5 how long it is kept in ms.
-- Answers {'kept'}, {'answered', status, content type, body} where the key has an answer already (the
-- first stays, so that every retry is told the same), or {'mismatch'} where it meanwhile belongs to
-- another request. A claim that lapsed is completed none the less.
local kept = redis.call('HMGET', KEYS[1], 'f', 'st', 'ct', 'b')
if kept[1] and kept[1] ~= ARGV[1] then
  return { 'mismatch' }
end
if kept[2] then
  return { 'answered', kept[2], kept[3], kept[4] }
end
redis.call('HSET', KEYS[1], 'f', ARGV[1], 'st', ARGV[2], 'ct', ARGV[3], 'b', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return { 'kept' }
