import { ensureRedisBinary, type Say } from './redis-binary.js';
import { startRedisProcess } from './redis-process.js';

export interface RedisOptions {
  /** A Redis that runs already; default `REDIS_URL`. Pass `null` for a private one whatever the environment says. */
  readonly url?: string | null | undefined;
  /** Keep data over `restart()`: append-only file, written at every command. */
  readonly appendOnly?: boolean;
  /** Further arguments of a private server, such as `['--maxmemory', '10mb']`. */
  readonly args?: readonly string[];
  /** Told when something is installed. */
  readonly say?: Say;
}

export interface RedisServer {
  /** `redis://` address. */
  readonly url: string;
  /** False for one that was running already: that one is neither stopped nor killed. */
  readonly isPrivate: boolean;
  /** Whether its process runs; taken for granted of one that was running already. */
  isUp(): boolean;
  /** Ends the server and removes its directory. */
  stop(): Promise<void>;
  /** Sends the server a signal; resolves when it has ended, for `SIGSTOP` and `SIGCONT` at once. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again at the same address, after ending it if need be. Data stays only with `appendOnly`. */
  restart(): Promise<void>;
}

/**
 * A Redis for the sandbox and for tests: the one at `REDIS_URL`, else a private server on a free port of the loopback
 * interface with a temporary directory of its own. It ends with this process, even when this process is killed.
 * @throws Error with one sentence when there is no server and none can be installed, or when it does not start.
 */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const url = options.url === undefined ? process.env.REDIS_URL : options.url;
  return url ? external(url) : startPrivate(options);
}

function external(url: string): RedisServer {
  const refuse = () => Promise.reject(new Error('The Redis at REDIS_URL is not ours to end.'));
  return { url, isPrivate: false, isUp: () => true, stop: () => Promise.resolve(), kill: refuse, restart: refuse };
}

async function startPrivate(options: RedisOptions): Promise<RedisServer> {
  const { appendOnly = false, args = [], say = () => undefined } = options;
  const server = await startRedisProcess(ensureRedisBinary(say), (port, dir) => [
    ...dataServer(port, dir, appendOnly),
    ...args,
  ]);
  return { url: `redis://127.0.0.1:${server.port}`, isPrivate: true, ...server };
}

/** The arguments of a server that never drops anything for want of memory. */
export function dataServer(port: number, dir: string, appendOnly: boolean): string[] {
  const durable = appendOnly ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
  const network = ['--bind', '127.0.0.1', '--port', String(port)];
  return [...network, '--dir', dir, '--save', '', '--maxmemory-policy', 'noeviction', ...durable];
}
