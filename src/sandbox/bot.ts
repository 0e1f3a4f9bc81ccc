import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The built bot, beside the built sandbox, or another packing of it. */
const builtMain = (): string =>
  process.env.UPGRADE_BOT_MAIN ?? fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface BotOptions {
  /** The bot's environment; nothing of this process's environment is handed on but `PATH`. */
  readonly env: Readonly<Record<string, string>>;
  readonly role?: 'web' | 'worker' | 'all';
}

/** One process of the built bot. */
export interface Bot {
  /** Base address of `/healthz`, `/readyz` and `/metrics`. */
  readonly opsUrl: string;
  /** Everything the process has written so far. */
  output(): string;
  /** Resolves when `/readyz` answers 200. @throws Error with the output when the process ends or 30 s pass first. */
  ready(): Promise<void>;
  /** Sends a signal; for signals that end the process, resolves with its exit code (null when killed). */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
  readonly exited: Promise<number | null>;
}

const READY_WITHIN_MS = 30_000;

/** Starts the built bot as a child process on a free ops port. It ends with this process. */
export async function startBot({ env, role = 'all' }: BotOptions): Promise<Bot> {
  const opsPort = await freePort();
  const child = spawn(process.execPath, [builtMain(), role], {
    env: { PATH: process.env.PATH ?? '', OPS_PORT: String(opsPort), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  endWithUs(child);
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const output = (): string => Buffer.concat(chunks).toString();
  const opsUrl = `http://127.0.0.1:${opsPort}`;
  return {
    opsUrl,
    output,
    exited,
    ready: () => waitUntilReady(child, opsUrl, output),
    signal: (signal) => void child.kill(signal),
    async end(signal = 'SIGTERM') {
      // A stopped process takes no signal but SIGKILL until it goes on.
      child.kill(signal);
      return await exited;
    },
  };
}

const running = new Set<ChildProcess>();

/** One listener for all: there may be dozens of processes. */
function endWithUs(child: ChildProcess): void {
  if (running.size === 0) process.once('exit', killRunning);
  running.add(child);
  child.once('exit', () => {
    running.delete(child);
    if (running.size === 0) process.off('exit', killRunning);
  });
}

function killRunning(): void {
  for (const child of running) child.kill('SIGKILL');
}

async function waitUntilReady(child: ChildProcess, opsUrl: string, output: () => string): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`the bot ended with ${child.exitCode}:\n${output()}`);
    if (await isReady(opsUrl)) return;
    await delay(50);
  }
  throw new Error(`the bot is not ready after ${READY_WITHIN_MS} ms:\n${output()}`);
}

async function isReady(opsUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${opsUrl}/readyz`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

/** Ports that no system hands out by itself: one from its own range may be an outgoing connection's a moment later. */
const PORTS = { first: 10_000, each: 100, shares: 200 };

/**
 * Each process takes its ports in turn from a share of its own: until a bot listens, its port is free for whoever else
 * looks for one.
 */
const ports = { share: PORTS.first + (process.pid % PORTS.shares) * PORTS.each, taken: 0 };

/** A port of the loopback interface that was free a moment ago. @throws Error when none of this process' share was. */
export async function freePort(): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = ports.share + (ports.taken % PORTS.each);
    ports.taken += 1;
    try {
      return await probe(port);
    } catch (error) {
      if (attempt === PORTS.each) throw error;
    }
  }
}

function probe(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
