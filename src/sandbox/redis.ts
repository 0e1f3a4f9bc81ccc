import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureRedisBinary, type Say } from './redis-binary.js';
import { createServerDir, forgetServer, noteServer, reapLeftovers, startWatchdog } from './redis-leftovers.js';

export interface RedisOptions {
  /** A Redis that runs already; default `REDIS_URL`. Pass `null` for a private one whatever the environment says. */
  readonly url?: string | null | undefined;
  /** Keep data over `restart()`: append-only file, written at every command. */
  readonly appendOnly?: boolean;
  /** Told when something is installed. */
  readonly say?: Say;
}

export interface RedisServer {
  /** `redis://` address. */
  readonly url: string;
  /** False for one that was running already: that one is neither stopped nor killed. */
  readonly isPrivate: boolean;
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
  return { url, isPrivate: false, stop: () => Promise.resolve(), kill: refuse, restart: refuse };
}

async function startPrivate({ appendOnly = false, say = () => undefined }: RedisOptions): Promise<RedisServer> {
  reapLeftovers();
  const binary = ensureRedisBinary(say);
  const dir = createServerDir();
  const watchdog = startWatchdog(dir);
  const launch = (port: number) => launchServer(binary, dir, port, appendOnly);
  let [port, server] = [0, undefined as ChildProcess | undefined];
  // Between choosing a free port and using it another process may take it.
  for (let attempt = 1; server === undefined; attempt++) {
    port = await freePort();
    server = await launch(port).catch((error: unknown) => {
      if (attempt < 5) return undefined;
      watchdog.stdin?.end();
      throw error;
    });
  }
  let current = server;
  const end = async (signal: NodeJS.Signals) => {
    await signalServer(current, signal);
    if (!isRunning(current)) forgetServer(dir);
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    isPrivate: true,
    kill: end,
    restart: async () => {
      await end('SIGKILL');
      current = await launch(port);
    },
    stop: async () => {
      await end('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
      watchdog.stdin?.end();
    },
  };
}

const isRunning = (server: ChildProcess): boolean => server.exitCode === null && server.signalCode === null;

async function signalServer(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(server)) return;
  const ended = once(server, 'exit');
  // Otherwise this process may end before the server has.
  server.ref();
  server.kill(signal);
  if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await ended;
  server.unref();
}

async function launchServer(binary: string, dir: string, port: number, appendOnly: boolean): Promise<ChildProcess> {
  const durable = appendOnly ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
  const network = ['--bind', '127.0.0.1', '--port', String(port)];
  const args = [...network, '--dir', dir, '--save', '', '--maxmemory-policy', 'noeviction', ...durable];
  // A session of its own: Ctrl-C ends the sandbox, which then ends the server.
  const server = spawn(binary, args, { detached: true, stdio: 'ignore' });
  await once(server, 'spawn');
  server.unref();
  if (server.pid !== undefined) noteServer(dir, server.pid);
  const deadline = Date.now() + 15_000;
  while (isRunning(server) && Date.now() < deadline) {
    if (await answers(port, server.pid)) return server;
    await delay(15);
  }
  if (isRunning(server)) await signalServer(server, 'SIGKILL');
  forgetServer(dir);
  throw new Error(`The Redis server ${binary} did not start on port ${port}.`);
}

/** Whether the server that answers on the port is the one that was started, and has loaded its data. */
function answers(port: number, pid: number | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').setTimeout(1_000, () => socket.destroy());
    socket.on('connect', () => socket.write('INFO server\r\nPING\r\n'));
    // Refused while the server starts: the caller asks again.
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('PONG') || text.includes('LOADING')) socket.destroy();
    });
    socket.on('close', () => resolve(text.includes('PONG') && text.includes(`process_id:${pid}\r`)));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  const closed = once(probe, 'close');
  probe.close();
  await closed;
  if (address === null || typeof address === 'string') throw new Error('No free port on the loopback interface.');
  return address.port;
}
