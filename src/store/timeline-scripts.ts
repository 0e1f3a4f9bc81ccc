/** KEYS head. Takes the next epoch and returns the head with the store's clock. ARGV: 1 to take it, 0 to only read. */
export const readHead = `
local t = redis.call('TIME')
local now = tostring(t[1] * 1000 + math.floor(t[2] / 1000))
if ARGV[1] == '1' then
  redis.call('HINCRBY', KEYS[1], 'epoch', 1)
  redis.call('HSET', KEYS[1], 'lookedAt', now)
end
return { redis.call('HGETALL', KEYS[1]), now }
`;

/** KEYS head. ARGV the epoch of the reading. */
export const succeed = `
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'known', '1')
redis.call('HDEL', KEYS[1], 'failures', 'failingSince', 'failure')
return 1
`;

/**
 * KEYS head, timeline, owing, history.
 * ARGV token, upgrade, first seq, epoch, notAfter, notBefore ('' each for none), fold version, view, history ('' for
 * none), 'grant', 'begin' or '', then the events as JSON.
 * A command sent again after a lost connection finds its own token and reports success.
 * What is granted is begun only in the same history of the data, which has an id of its own that a replica changes when
 * it takes over (https://redis.io/docs/latest/operate/oss_and_stack/management/replication/#replication-id-explained).
 * A server that starts again has a new id too, but nothing to tell that it was a replica.
 */
export const append = `
local head = redis.call('HMGET', KEYS[1], 'token', 'open', 'last', 'seq', 'epoch', 'history')
if head[1] == ARGV[1] then return 'ok' end
local history = ''
if ARGV[10] ~= '' then
  local told = redis.pcall('INFO', 'replication')
  local info = type(told) == 'string' and told or ''
  history = string.match(info, 'master_replid:(%w+)') or ''
  local tookOver = string.match(info, 'second_repl_offset:%d') ~= nil
  if ARGV[10] == 'begin' and tookOver and history ~= (head[6] or history) then return 'strayed' end
end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if ARGV[5] ~= '' and now > tonumber(ARGV[5]) then return 'late' end
if ARGV[6] ~= '' and now < tonumber(ARGV[6]) then return 'early' end
local upgrade, first = tonumber(ARGV[2]), tonumber(ARGV[3])
local open, last, seq = tonumber(head[2] or '0'), tonumber(head[3] or '0'), tonumber(head[4] or '0')
if first == 1 then
  if open ~= 0 or upgrade ~= last + 1 then return 'moved' end
elseif open ~= upgrade or seq ~= first - 1 then
  return 'moved'
end
if ARGV[4] ~= '' and ARGV[4] ~= head[5] then return 'fenced' end
local count = #ARGV - 10
for i = 1, count do
  redis.call('XADD', KEYS[2], (first + i - 1) .. '-0', 'e', ARGV[10 + i])
end
redis.call('SADD', KEYS[3], upgrade)
if ARGV[9] ~= '' then
  redis.call('LPUSH', KEYS[4], ARGV[9])
  redis.call('LTRIM', KEYS[4], 0, 9999)
  open = 0
else
  open = upgrade
end
redis.call('HSET', KEYS[1], 'token', ARGV[1], 'open', open, 'last', upgrade, 'seq', first + count - 1,
  'fold', ARGV[7], 'view', ARGV[8])
if ARGV[10] == 'grant' then redis.call('HSET', KEYS[1], 'history', history) end
return 'ok'
`;
