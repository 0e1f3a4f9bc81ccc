import type { Keys } from './keys.js';
import { guarded, type RedisClient } from './redis.js';

/** Longer than any redelivery by Slack (the last of three comes after about an hour at most). */
const REMEMBER_SECONDS = 7_200;

/**
 * True for the first delivery of a key, false for each further one, over all processes.
 * Throws AppError kind `store-down` when Redis does not answer.
 */
export function deliveries(redis: RedisClient, keys: Keys): (key: string) => Promise<boolean> {
  return (key) =>
    guarded(async () => (await redis.set(keys.delivery(key), '1', 'EX', REMEMBER_SECONDS, 'NX')) === 'OK');
}
