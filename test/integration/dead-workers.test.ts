import { afterEach, describe, expect, it } from 'vitest';
import type { Handler } from '../../src/jobs/handlers.js';
import { type RedisServer, startRedis } from '../../src/sandbox/redis.js';
import { type Crew, makeCrew } from '../support/crew.js';
import { openStore } from '../support/store.js';
import { startProxy } from '../support/tcp-proxy.js';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const hanging: Handler = () => new Promise<never>(() => undefined);

/** A crew that can lose its Redis, whose jobs of the queue `watch` do this. */
async function mortalCrew(prefix: string, watch: Handler): Promise<{ crew: Crew; kill: () => Promise<void> }> {
  const store = openStore();
  store.close();
  const proxy = await startProxy(store.url);
  const crew = makeCrew({ prefix, url: proxy.url, work: { watch } });
  ends.push(() => proxy.stop());
  ends.push(() => crew.disconnect());
  return { crew, kill: () => proxy.stop() };
}

describe("a killed worker's watch", () => {
  it('is taken over by another process within 15 s, time after time', async () => {
    const { prefix, close } = openStore();
    close();
    const taken: string[] = [];
    const mortal = async (name: string) =>
      await mortalCrew(prefix, (data, signal) => {
        taken.push(name);
        return hanging(data, signal);
      });
    const first = await mortal('first');
    const second = await mortal('second');
    const third = await mortal('third');
    first.crew.start();
    await first.crew.ensureWatches(['confluence']);
    await expect.poll(() => taken).toEqual(['first']);

    second.crew.start();
    await first.kill();
    await expect.poll(() => taken, { timeout: 15_000 }).toEqual(['first', 'second']);
    third.crew.start();
    await second.kill();
    await expect.poll(() => taken, { timeout: 15_000 }).toEqual(['first', 'second', 'third']);

    expect(third.crew.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  }, 60_000);
});

describe('while Redis is away', () => {
  async function privateRedis(): Promise<RedisServer> {
    const server = await startRedis({ url: null, appendOnly: true });
    ends.push(() => server.stop());
    return server;
  }

  it.each(['SIGKILL', 'SIGSTOP'] as const)('stopping keeps to its deadline: %s', async (signal) => {
    const server = await privateRedis();
    let begun = false;
    const watch: Handler = (data, stop) => {
      begun = true;
      return hanging(data, stop);
    };
    const crew = makeCrew({ prefix: 'away', url: server.url, work: { watch } });
    ends.push(() => crew.disconnect());
    crew.start();
    await crew.ensureWatches(['confluence']);
    await expect.poll(() => begun).toBe(true);

    await server.kill(signal);
    const asked = Date.now();
    await crew.stop(700);

    expect(Date.now() - asked).toBeLessThan(1_200);
    if (signal === 'SIGSTOP') await server.kill('SIGCONT');
  });

  it('watches rest, and go on by themselves when it is back', async () => {
    const server = await privateRedis();
    let looks = 0;
    const watch: Handler = async () => {
      looks += 1;
      return Date.now() + 50;
    };
    const crew = makeCrew({ prefix: 'away', url: server.url, work: { watch } });
    ends.push(async () => {
      await crew.stop(1_000);
      crew.disconnect();
    });
    crew.start();
    await crew.ensureWatches(['confluence']);
    await expect.poll(() => looks).toBeGreaterThan(3);

    await server.kill('SIGKILL');
    await server.restart();
    const then = looks;

    await expect.poll(() => looks, { timeout: 15_000 }).toBeGreaterThan(then + 3);
  });
});
