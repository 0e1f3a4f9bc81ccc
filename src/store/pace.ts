import type { Pace } from '../core/publishing.js';
import type { Keys } from './keys.js';
import { guarded, type RedisClient } from './redis.js';

/**
 * Generic cell rate algorithm (https://brandur.org/rate-limiting), by Redis' clock. KEYS the theoretical arrival time of
 * the next turn, and the hold. ARGV ms between turns, burst.
 */
const take = `
local held = redis.call('PTTL', KEYS[2])
if held > 0 then return held end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local every, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local wait = due - now - every * (burst - 1)
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], due + every, 'PX', math.ceil(due + every - now + 1000))
return 0
`;

/** KEYS hold. ARGV ms. A shorter hold does not end a longer one. */
const hold = `
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 1
`;

/** Turns shared by all processes through Redis. Throws AppError kind `store-down` when Redis does not answer. */
export function redisPace(redis: RedisClient, keys: Keys): Pace {
  return {
    take: (name, everyMs, burst) =>
      guarded(async () => Number(await redis.eval(take, 2, keys.pace(name), keys.hold(name), everyMs, burst))),
    hold: (name, ms) =>
      guarded(async () => {
        await redis.eval(hold, 1, keys.hold(name), Math.max(1, Math.ceil(ms)));
      }),
  };
}
