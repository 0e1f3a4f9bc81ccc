import { Cluster, type Redis } from 'ioredis';
import type { ArrivalKind, ClockReading, ExamineStore, StoreServer } from '../core/checkup.js';
import type { Keys } from './keys.js';
import { guarded, type RedisClient } from './redis.js';

/** Reads how Redis is set up, from what its servers say of themselves (https://redis.io/docs/latest/commands/info/). */
export function examineStore(redis: RedisClient, keys: Keys): ExamineStore {
  return {
    servers: () => guarded(() => Promise.all(serversOf(redis).map(({ server, address }) => factsOf(server, address)))),
    clock: () => guarded(() => clockOf(redis)),
    arrived: () => guarded(async () => new Set((await redis.smembers(keys.arrivals)) as ArrivalKind[])),
  };
}

interface Server {
  readonly server: Redis;
  readonly address: string | undefined;
}

function serversOf(redis: RedisClient): readonly Server[] {
  if (!(redis instanceof Cluster)) return [{ server: redis, address: undefined }];
  return redis.nodes('master').map((server) => ({ server, address: `${server.options.host}:${server.options.port}` }));
}

async function factsOf(server: Redis, address: string | undefined): Promise<StoreServer> {
  const named = address === undefined ? {} : { address };
  const info = await server.info().catch((error: unknown) => {
    // The account may not ask, or the service has no such command: then nothing is known, which is an answer.
    if (error instanceof Error && /^(?:NOPERM|ERR unknown command)/.test(error.message)) return '';
    throw error;
  });
  return { ...named, ...factsIn(info) };
}

/** The fields of an `INFO` answer that matter here; what it does not have is left out. */
export function factsIn(info: string): StoreServer {
  const fields = new Map([...info.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]));
  const version = fields.get('redis_version');
  const appendOnly = fields.get('aof_enabled');
  const evictionPolicy = fields.get('maxmemory_policy');
  const troubles = troublesIn(fields);
  const usedBytes = Number(fields.get('used_memory') ?? Number.NaN);
  const maxBytes = Number(fields.get('maxmemory') ?? 0);
  return {
    ...(version === undefined ? {} : { version }),
    ...(appendOnly === undefined ? {} : { appendOnly: appendOnly === '1' }),
    ...(evictionPolicy === undefined ? {} : { evictionPolicy }),
    ...(troubles === undefined ? {} : { diskTroubles: troubles }),
    ...(Number.isNaN(usedBytes) ? {} : { usedBytes }),
    // 0 stands for no limit.
    ...(maxBytes > 0 ? { maxBytes } : {}),
  };
}

/** Outcomes of the latest writes to disk, with words for one that is not `ok`. */
const outcomes = [
  ['rdb_last_bgsave_status', 'the last snapshot failed'],
  ['aof_last_write_status', 'the last write to the append-only file failed'],
  ['aof_last_bgrewrite_status', 'the last rewrite of the append-only file failed'],
] as const;

function troublesIn(fields: ReadonlyMap<string, string>): string[] | undefined {
  const told = outcomes.filter(([field]) => fields.has(field));
  if (told.length === 0) return undefined;
  return told.filter(([field]) => fields.get(field) !== 'ok').map(([, words]) => words);
}

async function clockOf(redis: RedisClient): Promise<ClockReading> {
  const sentAt = Date.now();
  const [seconds, micros] = await redis.time();
  return { sentAt, receivedAt: Date.now(), theirs: Number(seconds) * 1000 + Number(micros) / 1000, stepMs: 1 };
}
