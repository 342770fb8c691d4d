-- ARGV: id, token. Answers 1 when the token still held.
if not held(ARGV[1], ARGV[2]) then
  return 0
end
bury(ARGV[1])
return 1
