-- The fence: the first part of every script that touches payments. It lets the script pass on the run of
-- Redis (the life of one server process) and on the shard for which the gateway has compared Redis with
-- the table, and on no other. Java fills in RUN and SHARD.
-- A server that was started anew, or another that took over, does not know the text (NOSCRIPT), because
-- it names the run; a shard that was emptied has no fence. So nobody reads or writes a shard that may
-- have lost its last writes before it was seeded anew.
-- KEYS: the last is the fence: the run, the time in ms from which on the table was read back, and until
-- when (ms) payments that Redis does not know must be looked up in the table.
-- ARGV: the last is 'load' where the text is only to be known by its name from now on. Sent twice by a
-- client whose connection broke, it may reach the next run: then it shuts the fence there.
-- Fails with FENCED. The rest of the script sees KEYS and ARGV without these two.
local RUN, SHARD = '%RUN%', '%SHARD%'
local fence_key = table.remove(KEYS)
if table.remove(ARGV) == 'load' then
  if string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') ~= RUN then
    redis.call('DEL', fence_key)
  end
  return {}
end
local fence = redis.call('GET', fence_key)
if not fence or string.sub(fence, 1, #RUN) ~= RUN then
  return redis.error_reply('FENCED shard ' .. SHARD .. ' is not open on this run')
end

