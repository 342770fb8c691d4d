-- Claims an idempotency key.
-- KEYS: 1 key (hash of f, the fingerprint, t, the claim's token, and the answer: st, ct, b).
-- ARGV: 1 fingerprint, 2 token, 3 how long a claim lasts in ms,
-- unless renewed.
-- Answers {'granted'}, {'answered', status, content type, body}, {'running'} or {'mismatch'}.
-- Sent twice it answers 'granted' twice: the token is drawn anew for every call.
local kept = redis.call('HMGET', KEYS[1], 'f', 't', 'st', 'ct', 'b')
if not kept[1] then
  redis.call('HSET', KEYS[1], 'f', ARGV[1], 't', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return { 'granted' }
end
if kept[1] ~= ARGV[1] then
  return { 'mismatch' }
end
if kept[3] then
  return { 'answered', kept[3], kept[4], kept[5] }
end
return kept[2] == ARGV[2] and { 'granted' } or { 'running' }
