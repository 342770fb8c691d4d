-- What has to be known before a shard is opened on this run. KEYS: 1 fence, 2 log (stream).
-- Answers {run of this server, the fence}. The fence of a shard that is not open on this run is
-- 'shut', the id of the last entry that the log had ('0-0' for none), and until when payments that
-- Redis does not know must be looked up in the database. It is written down before anything is seeded,
-- because seeding adds entries: whoever takes over from one who died in the midst sees the same.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local fence = redis.call('GET', KEYS[1]) or '0'
if string.sub(fence, 1, #run) == run or string.sub(fence, 1, 4) == 'shut' then
  return { run, fence }
end

local last = '0-0'
if redis.call('EXISTS', KEYS[2]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[2])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then
      last = info[i + 1]
    end
  end
end
fence = 'shut ' .. last .. ' ' .. string.match(fence, '(%d+)$')
redis.call('SET', KEYS[1], fence)
return { run, fence }
