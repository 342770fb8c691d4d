-- ARGV: limit. Answers {{id, body, time of death in ms}...}, the longest dead first.
local due, lease, body, dead = keys(0, 0)
local found = redis.call('ZRANGE', dead, 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')
local tasks = {}
for i = 1, #found, 2 do
  tasks[#tasks + 1] = { found[i], redis.call('HGET', body, found[i]) or '', tonumber(found[i + 1]) }
end
return tasks
