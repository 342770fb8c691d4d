-- Cuts off the entries that every reader group has acknowledged. KEYS: 1 log (stream).
-- ARGV: the reader groups that must exist; while one does not, nothing is cut.
-- Answers the length that is left.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end

local missing = {}
for _, name in ipairs(ARGV) do
  missing[name] = true
end

local function parts(id)
  local millis, sequence = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(millis), tonumber(sequence)
end

-- The first entry that a group still needs: its oldest in hand, else the one behind the last it was given.
local function needed(group)
  if group['pending'] > 0 then
    return parts(redis.call('XPENDING', KEYS[1], group['name'])[2])
  end
  local millis, sequence = parts(group['last-delivered-id'])
  return millis, sequence + 1
end

local firstMillis, firstSequence
for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = {}
  for i = 1, #info, 2 do
    group[info[i]] = info[i + 1]
  end
  missing[group['name']] = nil
  local millis, sequence = needed(group)
  if not firstMillis or millis < firstMillis or (millis == firstMillis and sequence < firstSequence) then
    firstMillis, firstSequence = millis, sequence
  end
end

if firstMillis and next(missing) == nil then
  redis.call('XTRIM', KEYS[1], 'MINID', '=', string.format('%.0f-%.0f', firstMillis, firstSequence))
end
return redis.call('XLEN', KEYS[1])
