-- Reads a payment. KEYS: 1 payment (hash), 2 seen (fingerprint of an expired payment).
-- Answers {'', run, entry id, snapshot or '', fingerprint or ''}: the entry id is the latest that the payment's
-- own can be; without a snapshot it is in the table, or nowhere.
local kept = redis.call('HMGET', KEYS[1], 's', 'f')
if not kept[1] then
  return { '', RUN, '', '', redis.call('GET', KEYS[2]) or '' }
end
local time = redis.call('TIME')
return { '', RUN, string.format('%.0f-0', time[1] * 1000 + math.floor(time[2] / 1000) + 1), kept[1], kept[2] }
