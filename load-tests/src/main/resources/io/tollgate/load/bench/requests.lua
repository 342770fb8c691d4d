-- Sends prepared requests, one after the other, from a file of lengths (8 digits) and requests.
-- Arguments: a port of the loopback address and a file for each thread. At the end it prints one line
-- of JSON. Where the environment's PAUSE_MILLIS is above 0, a connection waits for so long on average, at
-- random and without memory, before each request.
local file
local threads = 0
local pause = tonumber(os.getenv('PAUSE_MILLIS'))

if pause > 0 then
  function delay()
    return math.floor(-pause * math.log(1 - math.random()) + 0.5)
  end
end

function setup(thread)
  thread:set('number', threads)
  threads = threads + 1
end

function init(arguments)
  local port, path = arguments[2 * number + 1], arguments[2 * number + 2]
  wrk.thread.addr = wrk.lookup('127.0.0.1', port)[1]
  file = assert(io.open(path, 'rb'))
  math.randomseed(os.time() + number)
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
