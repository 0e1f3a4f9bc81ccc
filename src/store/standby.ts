import { Cluster } from 'ioredis';
import { AppError } from '../core/errors.js';
import type { Keys } from './keys.js';
import type { RedisClient } from './redis.js';
import { scriptOn } from './script.js';

/** A replica that keeps up confirms within this time (ms). The connection does nothing else meanwhile. */
const CONFIRM_MS = 250;

/**
 * How long (ms) nothing is begun after the last replica has fallen silent. While Sentinel changes masters as planned, the
 * old one has lost its replica but takes writes for up to two seconds, and they are lost
 * (https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-and-redis-as-a-distributed-system).
 * In a Cluster the two agree on where the one ends and the other begins.
 */
const CHANGE_OVER_MS = { sentinel: 5_000, cluster: 0 } as const;

/** How often (ms) a replica is looked for while there is none, and by whoever is idle. */
const PROBE_EVERY_MS = 5_000;

type Values = readonly (string | number)[];

/**
 * Replication is asynchronous: what a master has confirmed is lost when a replica takes over that does not have it yet.
 * What must not be forgotten once it is out in the world is therefore written through here, where Redis has replicas.
 */
export interface Standby {
  /**
   * Whether something may be begun: a replica keeps up, or there has been none for so long that no change of masters can
   * be under way. Always true for a single server.
   */
  ready(target: string): Promise<boolean>;
  /**
   * Runs a script; `kept` tells whether a replica has confirmed it, or there is none to wait for.
   * @throws AppError kind `store-down`, with nothing written, when nothing may be begun.
   */
  keep(
    target: string,
    lua: string,
    names: readonly string[],
    args: Values,
  ): Promise<{ answer: unknown; kept: boolean }>;
}

/** What is known of the replicas of one master. Times in ms of `performance.now()`. */
interface Replicas {
  silentSince: number | undefined;
  probedAt: number;
}

const known = new WeakMap<RedisClient, Standby>();

/** One for all who write over a connection. */
export function standbyOf(redis: RedisClient, keys: Keys): Standby {
  const made = known.get(redis) ?? (hasReplicas(redis) ? withReplicas(redis, keys) : single(redis));
  known.set(redis, made);
  return made;
}

const hasReplicas = (redis: RedisClient): boolean =>
  redis instanceof Cluster || (redis.options.sentinels ?? []).length > 0;

function single(redis: RedisClient): Standby {
  return {
    ready: () => Promise.resolve(true),
    keep: async (_target, lua, names, args) => ({
      answer: await scriptOn(redis, lua, names.length)(names, args),
      kept: true,
    }),
  };
}

function withReplicas(redis: RedisClient, keys: Keys): Standby {
  const inCluster = redis instanceof Cluster;
  const changeOverMs = CHANGE_OVER_MS[inCluster ? 'cluster' : 'sentinel'];
  const shards = new Map<string, Replicas>();
  const replicasFor = (target: string): Replicas => {
    const shard = inCluster ? target : '';
    const replicas = shards.get(shard) ?? { silentSince: undefined, probedAt: Number.NEGATIVE_INFINITY };
    shards.set(shard, replicas);
    return replicas;
  };

  /** There has been no replica for so long that waiting for one makes no sense. */
  const isAlone = ({ silentSince }: Replicas): boolean =>
    silentSince !== undefined && performance.now() - silentSince >= changeOverMs;

  /** Runs a script with a WAIT behind it, on the same connection to the same server whatever happens in between. */
  async function confirmed(replicas: Replicas, lua: string, names: readonly string[], args: Values) {
    const pipeline = redis.pipeline().eval(lua, names.length, ...names, ...args);
    const [ran, waited] = (await pipeline.wait(1, CONFIRM_MS).exec()) ?? [];
    if (ran === undefined || waited === undefined) throw new Error('the store gave no answer');
    const failure = ran[0] ?? waited[0];
    if (failure !== null) throw failure;
    const now = performance.now();
    const kept = Number(waited[1]) > 0;
    replicas.probedAt = now;
    replicas.silentSince = kept ? undefined : (replicas.silentSince ?? now);
    return { answer: ran[1], kept: kept || isAlone(replicas) };
  }

  async function ready(target: string): Promise<boolean> {
    const replicas = replicasFor(target);
    if (isAlone(replicas) && performance.now() - replicas.probedAt < PROBE_EVERY_MS) return true;
    return (await confirmed(replicas, mark, [keys.mark(target)], [])).kept;
  }

  if (!inCluster) keepKnowing(redis, () => ready(''));

  return {
    ready,
    async keep(target, lua, names, args) {
      if (!(await ready(target))) throw changingOver();
      const replicas = replicasFor(target);
      if (!isAlone(replicas)) return await confirmed(replicas, lua, names, args);
      return { answer: await scriptOn(redis, lua, names.length)(names, args), kept: true };
    },
  };
}

/** So that the first who asks after a long time does not have to wait until it is certain that there is no replica. */
function keepKnowing(redis: RedisClient, probe: () => Promise<boolean>): void {
  let probing = false;
  const look = async (): Promise<void> => {
    if (probing) return;
    probing = true;
    try {
      await probe();
    } catch {
      // The store is away; whoever needs it is told so.
    }
    probing = false;
  };
  const timer = setInterval(() => void look(), PROBE_EVERY_MS).unref();
  redis.once('end', () => clearInterval(timer));
}

/** KEYS mark. A write, since WAIT looks at the writes of its connection. */
const mark = `return redis.call('SET', KEYS[1], '1', 'PX', 60000)`;

/** Nothing was written. */
export const changingOver = (): AppError =>
  new AppError('store-down', 'no replica of Redis confirms what is written: its master may be changing');
