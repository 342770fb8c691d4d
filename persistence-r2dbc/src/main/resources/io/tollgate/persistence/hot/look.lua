-- Reads a payment and the place in the change stream that the reading belongs to, as one moment.
-- KEYS: 1 payment (hash), 2 log (stream). Answers {snapshot or '', id of the last entry or '0-0'}.
-- A stream that is empty or gone reads from its beginning: all that comes later is news.
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
return { redis.call('HGET', KEYS[1], 's') or '', last[1] and last[1][1] or '0-0' }
