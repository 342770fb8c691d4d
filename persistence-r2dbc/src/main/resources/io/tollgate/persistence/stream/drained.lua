-- The database has these entries: acknowledges them and lets final payments go that it has whole.
-- KEYS: 1 log (stream), then of each payment its hash and what is left of it (fingerprint) later.
-- ARGV: 1 reader group, 2 retention in ms, 3 of the fingerprint, then of each payment the version that
-- the database has and 1 where that is final, else 0; then the entries' ids.
-- Answers how many payments are now to expire. Sent twice it does the same twice.
-- The acknowledgement comes first: a server out of memory lets a script that has begun to write go on,
-- and without acknowledgements nothing would ever be trimmed.
local payments = (#KEYS - 1) / 2
redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 4 + 2 * payments))

local expiring = 0
for i = 1, payments do
  local key, written, final = KEYS[2 * i], tonumber(ARGV[2 + 2 * i]), ARGV[3 + 2 * i]
  local stored = redis.call('HMGET', key, 'v', 'dbv', 'f')
  -- A payment that expired, or was lost, is not brought back as a stump.
  if stored[1] then
    if written > tonumber(stored[2] or 0) then
      redis.call('HSET', key, 'dbv', written)
    end
    if final == '1' and written == tonumber(stored[1]) then
      redis.call('PEXPIRE', key, ARGV[2])
      -- The reference stays known for longer, so that a late retry is no second payment.
      redis.call('SET', KEYS[2 * i + 1], stored[3], 'PX', ARGV[3])
      expiring = expiring + 1
    end
  end
end
return expiring
