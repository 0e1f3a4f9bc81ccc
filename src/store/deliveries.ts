import type { Keys } from './keys.js';
import { guarded, type RedisClient } from './redis.js';

/** Longer than any redelivery by Slack (the last of three comes after about an hour at most). */
const REMEMBER_SECONDS = 7_200;

/**
 * True for the first delivery of a key, false for each further one, over all processes. What stands before a key's
 * first hyphen, its kind, is kept for good: it shows that such things arrive.
 * Throws AppError kind `store-down` when Redis does not answer.
 */
export function deliveries(redis: RedisClient, keys: Keys): (key: string) => Promise<boolean> {
  const noted = new Set<string>();
  return (key) =>
    guarded(async () => {
      const first = (await redis.set(keys.delivery(key), '1', 'EX', REMEMBER_SECONDS, 'NX')) === 'OK';
      const kind = key.split('-', 1).join('');
      if (first && !noted.has(kind)) {
        await redis.sadd(keys.arrivals, kind);
        noted.add(kind);
      }
      return first;
    });
}
