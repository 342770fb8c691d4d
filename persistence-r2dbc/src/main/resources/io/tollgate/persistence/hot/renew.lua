-- Makes an unanswered claim last longer. KEYS: 1 key. ARGV: 1 the claim's token, 2 how long from now in ms.
-- Answers 1, or 0 where there is no such claim: answered, lapsed and perhaps claimed anew, or gone.
local kept = redis.call('HMGET', KEYS[1], 't', 'st')
if kept[2] or kept[1] ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
