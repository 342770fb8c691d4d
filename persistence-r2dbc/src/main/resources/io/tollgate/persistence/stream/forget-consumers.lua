-- Deletes consumers of a reader group that have nothing in hand and were silent for long. Deleting one
-- that has something would lose it, hence one step.
-- KEYS: 1 log (stream). ARGV: 1 reader group, 2 a consumer to keep, 3 silence in ms.
-- Answers how many were deleted.
local deleted = 0
for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #info, 2 do
    consumer[info[i]] = info[i + 1]
  end
  if consumer['name'] ~= ARGV[2] and consumer['pending'] == 0 and consumer['idle'] > tonumber(ARGV[3]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer['name'])
    deleted = deleted + 1
  end
end
return deleted
