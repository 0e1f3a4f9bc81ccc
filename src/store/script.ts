import { createHash } from 'node:crypto';
import type { RedisClient } from './redis.js';

/** Runs a Lua script with its keys and arguments. */
export type Script = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

type Command = (...all: (string | number)[]) => Promise<unknown>;

/**
 * A Lua script as a command of this connection. ioredis sends its hash only, and the whole text again where Redis does
 * not know it yet, for example after a restart.
 */
export function scriptOn(redis: RedisClient, lua: string, numberOfKeys: number): Script {
  const name = `script_${createHash('sha1').update(lua).digest('hex')}`;
  if (!(name in redis)) redis.defineCommand(name, { lua, numberOfKeys });
  const command = Reflect.get(redis, name) as Command;
  return (keys, args) => command.call(redis, ...keys, ...args);
}
