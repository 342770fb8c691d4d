-- ARGV: id. Answers 1 when there was such a task, waiting, claimed or dead.
local due, lease, body, dead = keys(0, 0)
local id = ARGV[1]
local removed = redis.call('ZREM', due, id) + redis.call('ZREM', dead, id)
redis.call('HDEL', lease, id)
redis.call('HDEL', body, id)
return removed > 0 and 1 or 0
