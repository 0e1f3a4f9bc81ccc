import { z } from 'zod';
import type { Trouble, TroubleBook } from '../core/trouble.js';
import type { Keys } from './keys.js';
import { guarded, type RedisClient } from './redis.js';
import { scriptOn } from './script.js';

/** What is not noted again within this time (ms) is no longer so; whoever drains a thread notes it every 15 s. */
const CURRENT_MS = 120_000;
/** A problem that comes back after this long (ms) is a new one, of which people are told. */
const REMEMBER_MS = 86_400_000;
/** Telling people takes less than this (ms). */
const TELLING_MS = 120_000;

const clock = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
`;

/** KEYS troubles. ARGV channel, problem, target, ms a telling may take, ms after which a problem is a new one. */
const note = `${clock}
local was = redis.call('HGET', KEYS[1], ARGV[1])
local entry = was and cjson.decode(was) or {}
if entry.at and entry.at + tonumber(ARGV[5]) < now then entry = {} end
local tell = entry.told ~= ARGV[2] and not (entry.problem == ARGV[2] and entry.telling and entry.telling + tonumber(ARGV[4]) > now)
if tell then entry.telling = now end
entry.problem, entry.target, entry.at = ARGV[2], ARGV[3], now
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(entry))
return tell and 1 or 0
`;

/** KEYS troubles. ARGV channel, problem. */
const told = `
local was = redis.call('HGET', KEYS[1], ARGV[1])
if not was then return 0 end
local entry = cjson.decode(was)
entry.told = ARGV[2]
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(entry))
return 1
`;

/** KEYS troubles. ARGV channel. */
const over = `
local was = redis.call('HGET', KEYS[1], ARGV[1])
if not was then return 0 end
redis.call('HDEL', KEYS[1], ARGV[1])
return cjson.decode(was).told and 1 or 0
`;

/** KEYS troubles. */
const read = `${clock}
return { tostring(now), redis.call('HGETALL', KEYS[1]) }
`;

const entry = z.object({ problem: z.string(), target: z.string(), at: z.number() });

/** The book of channels that refuse messages, in Redis. Throws AppError kind `store-down` when Redis does not answer. */
export function troubleBook(redis: RedisClient, keys: Keys): TroubleBook {
  const noting = scriptOn(redis, note, 1);
  const telling = scriptOn(redis, told, 1);
  const ending = scriptOn(redis, over, 1);
  const reading = scriptOn(redis, read, 1);
  const names = [keys.troubles];
  return {
    note: async ({ channel, problem, target }) =>
      (await guarded(() => noting(names, [channel, problem, target, TELLING_MS, REMEMBER_MS]))) === 1,
    told: async (channel, problem) => {
      await guarded(() => telling(names, [channel, problem]));
    },
    over: async (channel) => (await guarded(() => ending(names, [channel]))) === 1,
    all: async () => {
      const [now, flat] = (await guarded(() => reading(names, []))) as [string, string[]];
      return current(flat, Number(now));
    },
  };
}

function current(flat: readonly string[], now: number): Trouble[] {
  const troubles: Trouble[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const [channel = '', json = '{}'] = flat.slice(index, index + 2);
    const { problem, target, at } = entry.parse(JSON.parse(json));
    if (at + CURRENT_MS > now) troubles.push({ channel, problem, target });
  }
  return troubles.sort((one, other) => one.channel.localeCompare(other.channel));
}
