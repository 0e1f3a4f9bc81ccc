import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataServer } from '../../src/sandbox/redis.js';
import { ensureRedisBinary } from '../../src/sandbox/redis-binary.js';
import { type RedisProcess, startRedisProcess } from '../../src/sandbox/redis-process.js';
import { eventually } from '../support/eventually.js';
import { randomPrefix } from '../support/random-prefix.js';
import { askRedis, redisInfo } from '../support/redis-ask.js';
import { askFor, makeService, press } from '../support/service.js';
import { smallCluster } from '../support/small-cluster.js';

const urlOf = ({ port }: RedisProcess): string => `redis://127.0.0.1:${port}`;

describe('a replica that takes over from its master', () => {
  let servers: RedisProcess[];
  beforeAll(async () => {
    const binary = ensureRedisBinary(() => undefined);
    servers = await Promise.all(
      [1, 2].map(() =>
        startRedisProcess(binary, (port, dir) => [...dataServer(port, dir, true), '--repl-diskless-sync-delay', '0']),
      ),
    );
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  /** A request that was granted before a replica took over, seen by a process on either server. */
  async function granted() {
    const [master, replica] = servers;
    if (master === undefined || replica === undefined) throw new Error('two servers are needed');
    await askRedis(master.port, 'REPLICAOF', 'NO', 'ONE');
    await askRedis(replica.port, 'REPLICAOF', '127.0.0.1', master.port);
    await eventually('a replica in step', async () => (await redisInfo(replica.port, 'master_link_status')) === 'up');
    const cluster = smallCluster();
    const prefix = randomPrefix();
    let aheadMs = 0;
    const clock = { now: () => Date.now() + aheadMs, wait: (ms: number) => delay(ms) };
    const on = (server: RedisProcess) =>
      makeService(cluster, { prefix, clock, redis: { url: urlOf(server), patience: 'patient' } });
    const before = on(master);
    const request = await askFor(before, 'approve');
    await press(before, request, 'U0BOB');
    await askRedis(master.port, 'WAIT', 1, 5_000);
    await eventually('the grant at the replica', async () => {
      const { view } = await on(replica).store.timeline.record('confluence');
      return view?.requests.some(({ status }) => status === 'granted');
    });
    await askRedis(replica.port, 'REPLICAOF', 'NO', 'ONE');
    const laterBy = (ms: number) => {
      aheadMs += ms;
    };
    return { cluster, request, before, after: on(replica), laterBy };
  }

  it('does not know of a call that was begun: it is not sent again, and the target tells what became of it', async () => {
    const { cluster, request, before, after } = await granted();
    cluster.fate = 'request lost';

    await before.act(1, request);
    await after.act(1, request);
    cluster.fate = 'answered';
    await after.act(1, request);

    expect(cluster.sent).toEqual(['approve']);
    const { view } = await after.store.timeline.record('confluence');
    expect(view?.requests[0]?.status).toBe('begun');
  });

  it('carries out nothing that was granted before: it waits for a person', async () => {
    const { cluster, request, after } = await granted();

    await after.act(1, request);

    expect(cluster.sent).toEqual([]);
    expect((await after.events()).map(({ type }) => type)).toContain('begun');
  });

  it('carries out what is granted after it took over', async () => {
    const { cluster, request, after, laterBy } = await granted();
    await after.act(1, request);
    laterBy(60_000);
    await after.act(1, request);

    const again = await askFor(after, 'approve');
    await press(after, again, 'U0BOB');
    await after.act(1, again);

    expect(cluster.sent).toEqual(['approve']);
  });
});

describe('a call whose record no replica has confirmed in time', () => {
  it('is not sent: that is said, and it waits for a person', async () => {
    const cluster = smallCluster();
    const service = makeService(cluster, {
      record: (record) => async (entry) => {
        const recorded = await record(entry);
        return recorded.ok && entry.guard?.kept === true ? { ...recorded, kept: false } : recorded;
      },
    });
    const request = await askFor(service, 'approve');
    await press(service, request, 'U0BOB');

    await service.act(1, request);
    await service.act(1, request);

    expect(cluster.sent).toEqual([]);
    expect((await service.events()).at(-1)).toMatchObject({ type: 'outcome', result: 'not-sent', lostAnswer: false });
  });
});
