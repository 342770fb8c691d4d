-- KEYS[1]: live workers (zset: worker by time of its last beat in ms). ARGV: worker, time to live in ms.
-- Answers all live workers.
local workers = KEYS[1]
redis.call('ZADD', workers, now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', workers, '-inf', now - tonumber(ARGV[2]))
redis.call('PEXPIRE', workers, ARGV[2])
return redis.call('ZRANGE', workers, 0, -1)
