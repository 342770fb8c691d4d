-- Reads a payment. KEYS: 1 payment (hash), 2 seen (fingerprint of an expired payment).
-- Answers {fingerprint or '', snapshot or ''}: without a snapshot it is in the table, or nowhere.
local kept = redis.call('HMGET', KEYS[1], 'f', 's')
if kept[2] then
  return kept
end
return { redis.call('GET', KEYS[2]) or '', '' }
