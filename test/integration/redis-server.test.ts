import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { type RedisServer, startRedis } from '../../src/sandbox/redis.js';
import { findRedisBinary } from '../../src/sandbox/redis-binary.js';
import { createServerDir, noteServer, reapLeftovers } from '../../src/sandbox/redis-leftovers.js';
import { randomPrefix } from '../support/random-prefix.js';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function privateServer(appendOnly = false): Promise<RedisServer> {
  const server = await startRedis({ url: null, appendOnly });
  open.push(() => server.stop());
  return server;
}

async function ask(url: string, ...command: [string, ...string[]]): Promise<unknown> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  // A refused connection rejects the call below; the event says the same again.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.call(...command);
  } finally {
    client.disconnect();
  }
}

async function serverDir(url: string): Promise<string> {
  const answer = await ask(url, 'CONFIG', 'GET', 'dir');
  return Array.isArray(answer) ? String(answer[1]) : '';
}

/** Another process needs the helper as JavaScript. */
function compiledHelper(): string {
  const dir = mkdtempSync(join(tmpdir(), 'redis-helper-'));
  open.push(async () => rmSync(dir, { recursive: true }));
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--ignoreConfig', '--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  const target = ['--target', 'es2023', '--module', 'nodenext', '--skipLibCheck', '--outDir', dir];
  const result = spawnSync(process.execPath, [tsc, ...options, ...target, join(root, 'src/sandbox/redis.ts')]);
  expect(result.stdout.toString()).toBe('');
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
  return join(dir, 'redis.js');
}

describe('a private Redis', () => {
  it('answers, never evicts and removes its directory when it is stopped', async () => {
    const server = await startRedis({ url: null });
    const dir = await serverDir(server.url);

    const policy = await ask(server.url, 'CONFIG', 'GET', 'maxmemory-policy');
    const before = existsSync(dir);
    await server.stop();

    expect(policy).toEqual(['maxmemory-policy', 'noeviction']);
    expect(before).toBe(true);
    expect(existsSync(dir)).toBe(false);
    await expect(ask(server.url, 'PING')).rejects.toThrow();
  });

  it('comes back at the same address with its data after a kill when it is append-only', async () => {
    const server = await privateServer(true);
    await ask(server.url, 'SET', 'kept', 'yes');

    await server.kill('SIGKILL');
    await expect(ask(server.url, 'PING')).rejects.toThrow();
    await server.restart();

    expect(await ask(server.url, 'GET', 'kept')).toBe('yes');
  });

  it('comes back empty when it is not append-only', async () => {
    const server = await privateServer();
    await ask(server.url, 'SET', 'lost', 'yes');

    await server.restart();

    expect(await ask(server.url, 'GET', 'lost')).toBeNull();
  });

  it('does not outlive the process that started it, even when that one is killed', async () => {
    const script = `import { startRedis } from ${JSON.stringify(compiledHelper())};
      console.log((await startRedis({ url: null })).url);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    open.push(async () => owner.kill('SIGKILL'));
    const [chunk] = (await once(owner.stdout, 'data')) as [Buffer];
    const url = chunk.toString().trim();
    const dir = await serverDir(url);

    owner.kill('SIGKILL');

    await expect.poll(() => existsSync(dir), { timeout: 10_000 }).toBe(false);
    await expect(ask(url, 'PING')).rejects.toThrow();
  });

  it('leaves a Redis alone that was running already', async () => {
    const server = await startRedis({ url: inject('redisUrl') });

    await server.stop();

    expect(server.isPrivate).toBe(false);
    expect(await ask(server.url, 'SET', randomPrefix(), 'x', 'PX', '1000')).toBe('OK');
  });
});

describe('leftovers of a run that died with its watchdog', () => {
  it('are removed, and those of a process that lives are not', () => {
    const root = mkdtempSync(join(tmpdir(), 'redis-leftovers-'));
    open.push(async () => rmSync(root, { recursive: true }));
    const ours = createServerDir(root);
    const dead = createServerDir(root);
    writeFileSync(join(dead, 'owner.pid'), '999999 1');
    const server = spawn('sleep', ['60'], { stdio: 'ignore' });
    open.push(async () => server.kill('SIGKILL'));
    noteServer(dead, server.pid ?? 0);

    reapLeftovers(root);

    expect(existsSync(ours)).toBe(true);
    expect(existsSync(dead)).toBe(false);
    return expect.poll(() => server.signalCode).toBe('SIGKILL');
  });
});

describe('the search for a Redis server', () => {
  it('passes over a server that is too old and takes one that is new enough', () => {
    const dir = mkdtempSync(join(tmpdir(), 'redis-binaries-'));
    open.push(async () => rmSync(dir, { recursive: true }));
    const program = (name: string, version: string) =>
      writeFileSync(join(dir, name), `#!/bin/sh\necho 'Server v=${version} sha=0'\n`, { mode: 0o755 });
    program('redis-server', '6.0.16');

    const tooOld = findRedisBinary(dir, []);
    program('valkey-server', '8.0.1');
    const newer = findRedisBinary(dir, []);

    expect(tooOld).toBeUndefined();
    expect(newer).toBe(join(dir, 'valkey-server'));
  });
});
