import type { Pace } from '../core/publishing.js';
import type { Keys } from './keys.js';
import { guarded, type RedisClient } from './redis.js';
import { scriptOn } from './script.js';

/**
 * Generic cell rate algorithm (https://brandur.org/rate-limiting), by Redis' clock; whoever has to wait is given the
 * next free turn and keeps it, so that those who wait longest go first. KEYS the theoretical arrival time of the next
 * turn, the hold, the turns given. ARGV who, ms between turns, burst.
 */
const take = `
local held = redis.call('PTTL', KEYS[2])
if held > 0 then return held end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local given = redis.call('HGET', KEYS[3], ARGV[1])
if given then
  if tonumber(given) > now then return tonumber(given) - now end
  redis.call('HDEL', KEYS[3], ARGV[1])
  return 0
end
local every, burst = tonumber(ARGV[2]), tonumber(ARGV[3])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
redis.call('SET', KEYS[1], due + every, 'PX', math.ceil(due + every - now + 1000))
local wait = math.ceil(due - now - every * (burst - 1))
if wait <= 0 then return 0 end
redis.call('HSET', KEYS[3], ARGV[1], now + wait)
redis.call('PEXPIRE', KEYS[3], wait + 60000)
return wait
`;

/** KEYS hold. ARGV ms. A shorter hold does not end a longer one. */
const hold = `
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 1
`;

/** Turns shared by all processes through Redis. Throws AppError kind `store-down` when Redis does not answer. */
export function redisPace(redis: RedisClient, keys: Keys): Pace {
  const taking = scriptOn(redis, take, 3);
  const holding = scriptOn(redis, hold, 1);
  return {
    take: (name, who, everyMs, burst) =>
      guarded(async () => {
        const names = [keys.pace(name), keys.hold(name), keys.turns(name)];
        return Number(await taking(names, [who, everyMs, burst]));
      }),
    hold: (name, ms) =>
      guarded(async () => {
        await holding([keys.hold(name)], [Math.max(1, Math.ceil(ms))]);
      }),
  };
}
