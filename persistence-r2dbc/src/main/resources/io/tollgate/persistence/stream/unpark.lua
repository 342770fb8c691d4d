-- Puts a parked entry at the end of its log again. KEYS: 1 parking, 2 log. ARGV: 1 its id in the parking.
-- Answers 1, or 0 where it is parked no more or held nothing. Sent twice it is put back once.
local parked = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
local fields = {}
for i = 1, parked and #parked[2] or 0, 2 do
  local name = string.match(parked[2][i], '^f:(.*)$')
  if name then
    fields[#fields + 1] = name
    fields[#fields + 1] = parked[2][i + 1]
  end
end
if #fields == 0 then
  return 0
end
redis.call('XADD', KEYS[2], '*', unpack(fields))
redis.call('XDEL', KEYS[1], ARGV[1])
return 1
