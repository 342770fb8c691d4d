-- Whether Redis has a payment as new as this or newer. KEYS: 1 payment (hash), 2 seen (fingerprint of an
-- expired payment). ARGV: 1 version. Answers 1 or 0; what has expired is in the table as it should be.
local version = redis.call('HGET', KEYS[1], 'v')
if version then
  return tonumber(version) >= tonumber(ARGV[1]) and 1 or 0
end
return redis.call('EXISTS', KEYS[2])
