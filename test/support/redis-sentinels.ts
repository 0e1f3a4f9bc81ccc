import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataServer } from '../../src/sandbox/redis.js';
import { ensureRedisBinary } from '../../src/sandbox/redis-binary.js';
import { type RedisProcess, startRedisProcess } from '../../src/sandbox/redis-process.js';
import { eventually } from './eventually.js';
import { askRedis, redisInfo } from './redis-ask.js';

const NAME = 'mymaster';

/** A master, a replica and three sentinels that watch them. */
export interface Sentinels {
  /** The `redis` part of the bot's configuration, without the prefix. */
  readonly config: { readonly sentinels: readonly string[]; readonly name: string };
  /** The server that the sentinels take for the master now. */
  master(): Promise<RedisProcess>;
  /** The other one. */
  replica(): Promise<RedisProcess>;
  /** Waits until the replica has everything. */
  inSync(): Promise<void>;
  /** Orders a failover and waits until the sentinels name the other server. */
  failOver(): Promise<void>;
  /** Waits until the sentinels name another server than this one. */
  untilMasterIsNot(old: RedisProcess): Promise<void>;
  stop(): Promise<void>;
}

/** How long (ms) a master must be silent before the sentinels act. */
const DOWN_AFTER_MS = 1_000;

/** Starts real servers, each with its own directory; whoever starts them stops them. */
export async function startSentinels(): Promise<Sentinels> {
  const binary = ensureRedisBinary(() => undefined);
  const first = await startRedisProcess(binary, (port, dir) => dataServer(port, dir, true));
  const follow = ['--replicaof', '127.0.0.1', String(first.port), '--repl-diskless-sync-delay', '0'];
  const second = await startRedisProcess(binary, (port, dir) => [...dataServer(port, dir, true), ...follow]);
  const sentinels = await Promise.all([1, 2, 3].map(() => startSentinel(binary, first.port)));
  const data = [first, second];
  const told = async () => {
    const [, port] = (await askRedis(portOf(sentinels), 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)) as string[];
    return Number(port);
  };
  const pick = async (isWanted: (port: number, master: number) => boolean) => {
    const master = await told();
    const server = data.find(({ port }) => isWanted(port, master));
    if (server === undefined) throw new Error(`the sentinels name a master that nobody started: ${master}`);
    return server;
  };
  const master = () => pick((port, at) => port === at);
  const untilMasterIsNot = async (old: RedisProcess) => {
    await eventually('another master', async () => (await told()) !== old.port, 30_000);
  };
  const group: Sentinels = {
    config: { sentinels: sentinels.map(({ port }) => `127.0.0.1:${port}`), name: NAME },
    master,
    replica: () => pick((port, at) => port !== at),
    async inSync() {
      await eventually('a replica that has everything', async () => {
        const state = await redisInfo((await master()).port, 'slave0');
        return state?.includes('state=online');
      });
    },
    async failOver() {
      const old = await master();
      await eventually('a failover', () => askRedis(portOf(sentinels), 'SENTINEL', 'FAILOVER', NAME));
      await untilMasterIsNot(old);
    },
    untilMasterIsNot,
    async stop() {
      await Promise.all([...sentinels, ...data].map((server) => server.stop()));
    },
  };
  await group.inSync();
  await eventually('sentinels that know each other and the replica', () => allKnown(sentinels));
  return group;
}

function portOf([sentinel]: readonly RedisProcess[]): number {
  if (sentinel === undefined) throw new Error('no sentinel was started');
  return sentinel.port;
}

function startSentinel(binary: string, master: number): Promise<RedisProcess> {
  return startRedisProcess(binary, (port, dir) => {
    const file = join(dir, 'sentinel.conf');
    // The sentinel keeps in its file what it has learned.
    if (!existsSync(file)) writeFileSync(file, settingsOf(port, dir, master).join('\n'));
    return [file, '--sentinel'];
  });
}

const settingsOf = (port: number, dir: string, master: number): string[] => [
  'bind 127.0.0.1',
  `port ${port}`,
  `dir ${dir}`,
  `sentinel monitor ${NAME} 127.0.0.1 ${master} 2`,
  `sentinel down-after-milliseconds ${NAME} ${DOWN_AFTER_MS}`,
  `sentinel failover-timeout ${NAME} 5000`,
  '',
];

async function allKnown(sentinels: readonly RedisProcess[]): Promise<boolean> {
  const seen = await Promise.all(sentinels.map(({ port }) => redisInfo(port, 'master0')));
  return seen.every((line) => line?.includes('slaves=1,sentinels=3'));
}
