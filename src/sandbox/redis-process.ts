import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createServerDir, forgetServer, noteServer, reapLeftovers, startWatchdog } from './redis-leftovers.js';

/** A server of ours, with a folder of its own. */
export interface RedisProcess {
  readonly port: number;
  isUp(): boolean;
  /** Ends the server and removes its directory. */
  stop(): Promise<void>;
  /** Sends the server a signal; resolves when it has ended, for `SIGSTOP` and `SIGCONT` at once. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port, after ending it if need be. */
  restart(): Promise<void>;
}

/** The arguments of a server that listens on this port and keeps its files in this folder. */
export type ServerArguments = (port: number, dir: string) => readonly string[];

/**
 * Starts a Redis server on a free port of the loopback interface, with a temporary directory. It ends with this process,
 * even when this process is killed.
 * @throws Error when it does not start.
 */
export async function startRedisProcess(binary: string, argumentsOf: ServerArguments): Promise<RedisProcess> {
  reapLeftovers();
  const dir = createServerDir();
  const watchdog = startWatchdog(dir);
  const launch = (port: number) => launchServer(binary, dir, port, argumentsOf(port, dir));
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
    port,
    isUp: () => isRunning(current),
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

async function launchServer(binary: string, dir: string, port: number, args: readonly string[]): Promise<ChildProcess> {
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

/** The bus of a Redis Cluster uses the port 10,000 above the one for clients. */
const HIGHEST_PORT = 65_535 - 10_000;

async function freePort(): Promise<number> {
  for (;;) {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    const closed = once(probe, 'close');
    probe.close();
    await closed;
    if (address === null || typeof address === 'string') throw new Error('No free port on the loopback interface.');
    if (address.port <= HIGHEST_PORT) return address.port;
  }
}
