-- Remembers a nonce and counts in every counter, or counts in none of them.
-- KEYS: counters (hashes of w, the window's number, and c, the count), then the nonce if one was sent.
-- ARGV: 1 how long a nonce is remembered in ms, 2 this call's token, then window in ms and limit of
-- each counter.
-- Answers {'within'}, {'exceeded', number of the counter} or {'reused'}.
-- The nonce keeps the token and the verdict, so that a call sent twice gets its verdict again instead
-- of being called a replay. It is remembered for a refused call too: a retry is a new signature.
-- Without a nonce a call sent twice counts twice, which errs on the side of caution.
local counters = (#ARGV - 2) / 2
local nonce = KEYS[counters + 1]

if nonce then
  local seen = redis.call('GET', nonce)
  if seen then
    local token, broken = string.match(seen, '^([^:]*):(.*)$')
    if token ~= ARGV[2] then
      return { 'reused' }
    end
    return broken == '' and { 'within' } or { 'exceeded', broken }
  end
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local counts, broken = {}, ''
for i = 1, counters do
  local window, limit = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
  local number = string.format('%.0f', math.floor(now / window))
  local kept = redis.call('HMGET', KEYS[i], 'w', 'c')
  local count = kept[1] == number and tonumber(kept[2]) or 0
  if count + 1 > limit then
    broken = tostring(i)
    break
  end
  counts[i] = { number, count + 1, window }
end

if nonce then
  redis.call('SET', nonce, ARGV[2] .. ':' .. broken, 'PX', ARGV[1])
end
if broken ~= '' then
  return { 'exceeded', broken }
end
for i, count in ipairs(counts) do
  redis.call('HSET', KEYS[i], 'w', count[1], 'c', count[2])
  redis.call('PEXPIRE', KEYS[i], count[3])
end
return { 'within' }
