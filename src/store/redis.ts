import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { AppError } from '../core/errors.js';
import { settlingCluster } from './settling-cluster.js';

interface Access {
  readonly username?: string;
  readonly password?: string;
  readonly tls: boolean;
}

interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Where Redis is, as configured. */
export type RedisPlace =
  | { readonly kind: 'url'; readonly url: string }
  | (Access & { readonly kind: 'sentinel'; readonly sentinels: readonly HostPort[]; readonly name: string })
  | (Access & { readonly kind: 'cluster'; readonly nodes: readonly HostPort[] });

/**
 * - `patient`: for background work; waits for Redis however long it is away.
 * - `fast`: for everything a person waits for; fails within two seconds.
 */
export type Patience = 'patient' | 'fast';

export type RedisClient = Redis | Cluster;

/** Back within two seconds after an outage however long; the libraries' own strategies take up to 20 s. */
const retryStrategy = (attempt: number): number => Math.min(100 * 2 ** Math.min(attempt, 5), 2_000);

/** A server that stays read-only is not asked more often than this. */
const RECONNECTS_A_SECOND = 5;

/**
 * After a failover the old master answers READONLY: reconnect and send the command again (2). Beyond the limit, which all
 * connections with these options share, the command fails: whoever sent it knows better how long to wait.
 */
function reconnectAfterFailover(): (error: Error) => false | 2 {
  let [since, count] = [0, 0];
  return (error) => {
    if (!error.message.includes('READONLY')) return false;
    const now = performance.now();
    if (now - since > 1_000) [since, count] = [now, 0];
    count += 1;
    return count <= RECONNECTS_A_SECOND ? 2 : false;
  };
}

function optionsFor(patience: Patience) {
  const shared = {
    retryStrategy,
    connectTimeout: 5_000,
    reconnectOnError: reconnectAfterFailover(),
    connectionName: 'upgrade-bot',
  } satisfies RedisOptions;
  const patient = { ...shared, maxRetriesPerRequest: null } satisfies RedisOptions;
  const fast = { ...shared, maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 2_000 };
  return patience === 'patient' ? patient : (fast satisfies RedisOptions);
}

/** Connects to Redis. The caller gets every connection error through `onError`; nothing is thrown for an absent server. */
export function connectRedis(place: RedisPlace, patience: Patience, onError: (error: Error) => void): RedisClient {
  const client = open(place, optionsFor(patience));
  client.on('error', onError);
  return client;
}

/** While a cluster changes masters, a patient client asks ten times a second; by default it gives up after 1.6 s. */
const ASK_AGAIN = { maxRedirections: 100_000, retryDelayOnMoved: 100 } as const;

function open(place: RedisPlace, options: ReturnType<typeof optionsFor>): RedisClient {
  switch (place.kind) {
    case 'url':
      return new Redis(place.url, { ...options });
    case 'sentinel':
      return new Redis({
        ...options,
        sentinels: [...place.sentinels],
        name: place.name,
        failoverDetector: true,
        sentinelRetryStrategy: retryStrategy,
        ...accessOf(place),
      });
    case 'cluster': {
      const { retryStrategy: _ignored, ...redisOptions } = options;
      const isPatient = options.maxRetriesPerRequest === null;
      const client = new Cluster([...place.nodes], {
        redisOptions: { ...redisOptions, ...accessOf(place) },
        clusterRetryStrategy: retryStrategy,
        enableOfflineQueue: isPatient,
        ...(isPatient ? ASK_AGAIN : {}),
      });
      return settlingCluster(client);
    }
    default:
      return place satisfies never;
  }
}

function accessOf({ username, password, tls }: Access) {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
  };
}

/** Runs Redis commands; whatever goes wrong between us and Redis becomes AppError kind `store-down`. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw asStoreFailure(cause);
  }
}

function asStoreFailure(cause: unknown): AppError {
  return cause instanceof AppError ? cause : new AppError('store-down', 'the store did not answer', { cause });
}
