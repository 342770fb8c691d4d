-- Moves an entry that a reader group cannot work on into the parking.
-- KEYS: 1 log (stream), 2 parking (stream). ARGV: 1 reader group, 2 entry id, 3 reason.
-- Answers 1, or 0 where the group does not have it in hand (any more): so sent twice it parks once.
if #redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1) == 0 then
  return 0
end
local parked = { 'group', ARGV[1], 'entry', ARGV[2], 'reason', ARGV[3] }
local entry = redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])[1]
if entry then
  for i = 1, #entry[2], 2 do
    parked[#parked + 1] = 'f:' .. entry[2][i]
    parked[#parked + 1] = entry[2][i + 1]
  end
end
redis.call('XADD', KEYS[2], '*', unpack(parked))
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
return 1
