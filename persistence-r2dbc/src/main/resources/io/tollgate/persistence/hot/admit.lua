-- Admits a payment: the payment, its change stream entry and its first status check, or nothing.
-- KEYS: 1 payment (hash), 2 log (stream), 3 due (zset), 4 seen (fingerprint of an expired payment).
-- ARGV: 1 payment id, 2 status, 3 snapshot, 4 fingerprint, 5 admission, 6 delay in ms, 7 watch's task id,
-- 8 '1' where the table was asked and does not have it, 9 how many changes may wait in the log.
-- Answers {'opened', run, entry id}, {'same', run, entry id, snapshot}, {'archived'} (the same, in the table
-- only), {'different'}, {'doubtful'}: Redis was emptied not long ago, so the table has to be asked first, or
-- {'full'}: the readers of the log do not keep up, the database is away perhaps.
-- Where nothing was written, the entry id is the latest that the payment's own can be.
-- Sent twice by a client whose connection broke before the reply, it answers 'opened' twice: the
-- admission is drawn anew for every call. Once somebody has taken the payment further, the repetition
-- is told 'same', so that only one of the two goes on to the channel.
-- Redis' own clock: the callers' clocks differ.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local known = redis.call('HMGET', KEYS[1], 'f', 'v', 'a', 's')
if known[2] then
  if known[1] ~= ARGV[4] then
    return { 'different' }
  end
  local latest = string.format('%.0f-0', now + 1)
  if known[3] == ARGV[5] and known[2] == '1' then
    return { 'opened', RUN, latest }
  end
  return { 'same', RUN, latest, known[4] }
end
local seen = redis.call('GET', KEYS[4])
if seen then
  return { seen == ARGV[4] and 'archived' or 'different' }
end

if ARGV[8] ~= '1' and now < tonumber(string.match(fence, '(%d+)$')) then
  return { 'doubtful' }
end

if redis.call('XLEN', KEYS[2]) >= tonumber(ARGV[9]) then
  return { 'full' }
end
redis.call('HSET', KEYS[1], 'v', 1, 'dbv', 0, 'st', ARGV[2], 's', ARGV[3], 'f', ARGV[4], 'a', ARGV[5])
local entry = redis.call('XADD', KEYS[2], '*', 'id', ARGV[1], 'v', 1, 's', ARGV[3], 'f', ARGV[4])
redis.call('ZADD', KEYS[3], now + tonumber(ARGV[6]), ARGV[7])
return { 'opened', RUN, entry }
