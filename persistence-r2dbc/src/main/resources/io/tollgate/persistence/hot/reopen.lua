-- Opens a shard on a run, after Redis has all that the database has.
-- KEYS: 1 fence. ARGV: 1 run, 2 the time in ms from which on the database was read back, 3 for how long
-- from now, in ms, payments that Redis does not know must be looked up in the database.
-- Answers 1, or 0 where another run answers by now. Opened twice it stays as it was opened first.
if string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') ~= ARGV[1] then
  return 0
end
local fence = redis.call('GET', KEYS[1])
if fence and string.sub(fence, 1, #ARGV[1]) == ARGV[1] then
  return 1
end
local time = redis.call('TIME')
local doubtful = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[3])
local before = tonumber(string.match(fence or '0', '(%d+)$'))
redis.call('SET', KEYS[1], string.format('%s %s %.0f', ARGV[1], ARGV[2], math.max(doubtful, before)))
return 1
