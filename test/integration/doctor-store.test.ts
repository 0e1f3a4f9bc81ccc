import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startRedis } from '../../src/sandbox/redis.js';
import { examined } from '../support/examined.js';

/** A Redis of this test's own, set up well, with `commands` done to it. */
async function ownRedis(...commands: [string, ...string[]][]): Promise<string> {
  const server = await startRedis({ url: null, appendOnly: true });
  onTestFinished(() => server.stop());
  const redis = new Redis(server.url);
  for (const command of commands) await redis.call(...command);
  redis.disconnect();
  return server.url;
}

describe('examining the store', () => {
  it('finds nothing wrong with a Redis that is set up well', async () => {
    const { look } = await examined({ redisUrl: await ownRedis() });

    const store = (await look())[1];

    expect(store?.checks.map(({ name, result }) => [name, result])).toEqual(
      ['connection', 'version', 'append-only file', 'eviction', 'writing to disk', 'memory', 'clock'].map((name) => [
        name,
        'ok',
      ]),
    );
  });

  it.each<[string, [string, ...string[]], object]>([
    [
      'writes no append-only file',
      ['CONFIG', 'SET', 'appendonly', 'no'],
      { name: 'append-only file', result: 'warning', remedy: 'Set appendonly to yes in Redis.' },
    ],
    [
      'drops what it likes when it is full',
      ['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru'],
      { name: 'eviction', result: 'failed', detail: expect.stringMatching(/^allkeys-lru: /) },
    ],
    [
      'is nearly full',
      ['CONFIG', 'SET', 'maxmemory', '900000'],
      { name: 'memory', result: 'warning', remedy: expect.stringContaining('Raise maxmemory') },
    ],
  ])('finds a Redis that %s', async (_what, command, problem) => {
    const { problems } = await examined({ redisUrl: await ownRedis(command) });

    expect(await problems('store')).toMatchObject([problem]);
  });

  it('finds a Redis that cannot write its snapshot', async () => {
    const url = await ownRedis(['SET', 'key', 'value']);
    const redis = new Redis(url);
    onTestFinished(() => redis.disconnect());
    const { dir = '' } = Object.fromEntries([await redis.config('GET', 'dir')]);
    // A folder where the file has to go.
    mkdirSync(join(dir, 'dump.rdb'));
    await redis.bgsave();
    await expect.poll(() => redis.info('persistence')).toContain('rdb_last_bgsave_status:err');
    const { problems } = await examined({ redisUrl: url });

    expect(await problems('store')).toMatchObject([
      { name: 'writing to disk', result: 'failed', detail: 'the last snapshot failed' },
    ]);
  });

  it('does not know what a Redis does not tell', async () => {
    const url = await ownRedis(['ACL', 'SETUSER', 'bot', 'on', '>secret', '~*', '+@all', '-info', '-config']);
    const { problems } = await examined({ redisUrl: url.replace('//', '//bot:secret@') });

    const found = await problems('store');

    expect(found.map(({ name }) => name)).toEqual([
      'version',
      'append-only file',
      'eviction',
      'writing to disk',
      'memory',
    ]);
    expect(found.every(({ result }) => result === 'unknown')).toBe(true);
  });

  it('names a Redis that is gone, and the rest is looked at all the same', async () => {
    const server = await startRedis({ url: null });
    const { look } = await examined({ redisUrl: server.url, patience: 'fast' });
    await server.stop();

    const [slack, store, target] = await look();

    expect(store?.checks).toMatchObject([{ name: 'connection', result: 'failed' }]);
    expect(slack?.checks.map(({ result }) => result)).not.toContain('failed');
    expect(target?.checks.every(({ result }) => result === 'ok')).toBe(true);
  });
});
