-- Sends prepared requests, one after the other, from a file of lengths (8 digits) and requests.
-- At the end it prints one line of JSON.
local file

function init(arguments)
  file = assert(io.open(arguments[1], 'rb'))
end

function request()
  local length = file:read(8)
  if not length then
    io.stderr:write('the prepared requests are used up\n')
    os.exit(3)
  end
  return file:read(tonumber(length))
end

function done(summary, latency, _)
  io.write(string.format(
    '{"requests":%d,"micros":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d,"max":%d}\n',
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
