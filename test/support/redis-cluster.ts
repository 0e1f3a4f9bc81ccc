import { dataServer } from '../../src/sandbox/redis.js';
import { ensureRedisBinary } from '../../src/sandbox/redis-binary.js';
import { type RedisProcess, startRedisProcess } from '../../src/sandbox/redis-process.js';
import { eventually } from './eventually.js';
import { askRedis } from './redis-ask.js';

/** Three masters with a replica each. */
export interface RedisCluster {
  /** The `redis` part of the bot's configuration, without the prefix. */
  readonly config: { readonly cluster: readonly string[] };
  readonly servers: readonly RedisProcess[];
  /** The server that is master of a key's slot, as a server that runs tells. */
  masterOf(key: string): Promise<RedisProcess>;
  /** Waits until the cluster serves every slot and another server than this one is master of the key's slot. */
  untilMasterIsNot(key: string, old: RedisProcess): Promise<void>;
  stop(): Promise<void>;
}

const SLOTS = 16_384;
const MASTERS = 3;
/** How long (ms) a master must be silent before its replica takes over. */
const NODE_TIMEOUT_MS = 1_500;

/** Starts real servers, each with its own directory; whoever starts them stops them. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const binary = ensureRedisBinary(() => undefined);
  const clustered = ['--cluster-enabled', 'yes', '--cluster-node-timeout', String(NODE_TIMEOUT_MS)];
  const quick = ['--repl-diskless-sync-delay', '0'];
  const start = () =>
    startRedisProcess(binary, (port, dir) => [...dataServer(port, dir, true), ...clustered, ...quick]);
  const servers = await Promise.all(Array.from({ length: 2 * MASTERS }, start));
  await join(servers);
  const down = new Set<RedisProcess>();
  const anyPort = () => servers.find((server) => !down.has(server))?.port ?? 0;
  const masterOf = async (key: string) => {
    const slot = Number(await askRedis(anyPort(), 'CLUSTER', 'KEYSLOT', key));
    const ranges = (await askRedis(anyPort(), 'CLUSTER', 'SLOTS')) as [number, number, [string, number]][];
    const [, , [, port] = ['', 0]] = ranges.find(([from, to]) => from <= slot && slot <= to) ?? [];
    const server = servers.find((one) => one.port === port);
    if (server === undefined) throw new Error(`nobody serves the slot of ${key}`);
    return server;
  };
  return {
    config: { cluster: servers.slice(0, MASTERS).map(({ port }) => `127.0.0.1:${port}`) },
    servers,
    masterOf,
    async untilMasterIsNot(key, old) {
      down.add(old);
      const taken = async () => (await masterOf(key)) !== old && (await isWhole(anyPort()));
      await eventually('a replica that has taken over', taken, 30_000);
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

/** What `redis-cli --cluster create` does, without needing it (https://redis.io/docs/latest/commands/?group=cluster). */
async function join(servers: readonly RedisProcess[]): Promise<void> {
  const [first] = servers;
  if (first === undefined) return;
  await Promise.all(
    servers.map(async ({ port }, index) => {
      await askRedis(port, 'CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      if (index < MASTERS) await askRedis(port, 'CLUSTER', 'ADDSLOTS', ...slotsOf(index));
      await askRedis(port, 'CLUSTER', 'MEET', '127.0.0.1', first.port);
    }),
  );
  const everybody = async ({ port }: RedisProcess) =>
    String(await askRedis(port, 'CLUSTER', 'NODES'))
      .trim()
      .split('\n')
      .filter((line) => line.includes(' connected')).length === servers.length;
  await eventually('servers that know each other', async () =>
    (await Promise.all(servers.map(everybody))).every(Boolean),
  );
  await Promise.all(
    servers.slice(MASTERS).map(async ({ port }, index) => {
      const id = String(await askRedis(servers[index]?.port ?? 0, 'CLUSTER', 'MYID'));
      await askRedis(port, 'CLUSTER', 'REPLICATE', id);
    }),
  );
  await eventually('a cluster that serves every slot', async () =>
    (await Promise.all(servers.map(isReady))).every(Boolean),
  );
}

const slotsOf = (index: number): number[] =>
  Array.from({ length: SLOTS }, (_, slot) => slot).filter((slot) => Math.floor((slot * MASTERS) / SLOTS) === index);

async function isWhole(port: number): Promise<boolean> {
  return String(await askRedis(port, 'CLUSTER', 'INFO')).includes('cluster_state:ok');
}

async function isReady({ port }: RedisProcess): Promise<boolean> {
  const [role, , link] = (await askRedis(port, 'ROLE')) as [string, unknown, unknown, string?];
  const copies = role === 'master' ? Array.isArray(link) && link.length > 0 : true;
  return copies && (await isWhole(port));
}
