-- The database has these entries: acknowledges them and lets final payments go that it has whole.
-- KEYS: 1 log (stream), then of each payment its hash and what is left of it (fingerprint) later.
-- ARGV: 1 reader group, 2 retention in ms, 3 of the fingerprint, then of each payment the version that
-- the database has and 1 where that is final, else 0; then the entries' ids.
-- Answers the numbers (from 1) of the payments that Redis has older than the database, or lost: it was
-- restarted, emptied or replaced after these entries were read. Sent twice it does the same twice.
-- The acknowledgement comes first: a server out of memory lets a script that has begun to write go on,
-- and without acknowledgements nothing would ever be trimmed.
local payments = (#KEYS - 1) / 2
redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 4 + 2 * payments))

local behind = {}
for i = 1, payments do
  local key, written, final = KEYS[2 * i], tonumber(ARGV[2 + 2 * i]), ARGV[3 + 2 * i]
  local stored = redis.call('HMGET', key, 'v', 'dbv', 'f')
  local version = tonumber(stored[1] or 0)
  if version >= written then
    if written > tonumber(stored[2] or 0) then
      redis.call('HSET', key, 'dbv', written)
    end
    if final == '1' and written == version then
      redis.call('PEXPIRE', key, ARGV[2])
      -- The reference stays known for longer, so that a late retry is no second payment.
      redis.call('SET', KEYS[2 * i + 1], stored[3], 'PX', ARGV[3])
    end
  -- What has expired is not lost.
  elseif version > 0 or redis.call('EXISTS', KEYS[2 * i + 1]) == 0 then
    behind[#behind + 1] = i
  end
end
return behind
