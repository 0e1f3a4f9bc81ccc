import { DelayedError, type Job, Queue, Worker } from 'bullmq';
import { describe, it, type TestContext } from 'vitest';
import { connectRedis } from '../../src/store/redis.js';
import { readyToFinalize, stepNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { randomPrefix } from '../support/random-prefix.js';
import { type RedisCluster, startRedisCluster } from '../support/redis-cluster.js';
import { aStoryOn, pressUntilTaken, told, typeUntilTaken, untilReady } from '../support/redis-story.js';
import { cast, type Story } from '../support/story.js';

/** A namespace whose records of the target and whose jobs are kept by different masters. */
async function apart(servers: RedisCluster): Promise<{ prefix: string; records: string; jobs: string }> {
  for (;;) {
    const prefix = randomPrefix();
    const [records, jobs] = [`{${prefix}:confluence}:head`, `{${prefix}}:watch`];
    if ((await servers.masterOf(records)) !== (await servers.masterOf(jobs))) return { prefix, records, jobs };
  }
}

async function lose(servers: RedisCluster, key: string): Promise<void> {
  const master = await servers.masterOf(key);
  await master.kill('SIGKILL');
  await servers.untilMasterIsNot(key, master);
}

async function finish(story: Story): Promise<void> {
  await story.line(/Upgrade finished/, 30_000);
  await eventually('the finished card', () => story.card().includes('Upgrade finished'));
  await story.quiet();
}

/** Jobs that come back to themselves, each in a queue of its own, and when each ran last (ms of `performance.now()`). */
async function ticking(servers: RedisCluster, context: TestContext): Promise<ReadonlyMap<string, number>> {
  const nodes = servers.servers.map(({ port }) => ({ host: '127.0.0.1', port }));
  const connect = () => connectRedis({ kind: 'cluster', nodes, tls: false }, 'patient', () => undefined);
  const [connection, blocking] = [connect(), connect()];
  const ran = new Map<string, number>();
  for (let index = 0; index < QUEUES; index += 1) {
    const name = `ticks-${index}`;
    const tick = async (job: Job, token?: string): Promise<never> => {
      ran.set(name, performance.now());
      await job.moveToDelayed(Date.now() + 200 + index * 200, token);
      throw new DelayedError();
    };
    const queue = new Queue(name, { connection, prefix: JOBS });
    const worker = new Worker(name, tick, {
      connection: blocking,
      prefix: JOBS,
      // As the bot's own workers: a job may be found stalled any number of times.
      maxStalledCount: 1_000_000,
      lockDuration: 5_000,
      stalledInterval: 2_000,
    });
    // What Redis answers while it changes masters; whether the jobs go on is what counts.
    queue.on('error', () => undefined);
    worker.on('error', () => undefined);
    context.onTestFinished(() => worker.close(true));
    await queue.add('tick', {});
  }
  context.onTestFinished(() => {
    for (const client of [connection, blocking]) client.disconnect();
  });
  await eventually('every job to run', () => ran.size === QUEUES);
  return ran;
}

const QUEUES = 12;
const JOBS = '{ticks}';

describe('Redis Cluster', () => {
  it.concurrent('has a master killed, and every worker goes on', async (context) => {
    const servers = await startRedisCluster();
    const ran = await ticking(servers, context);
    context.onTestFinished(() => servers.stop());
    await lose(servers, `${JOBS}:ticks-0`);
    const back = performance.now();

    await eventually('every worker to go on', () => [...ran.values()].every((at) => at > back), 15_000);
    await eventually(
      'every worker to go on for a while',
      () => [...ran.values()].every((at) => at > back + 5_000),
      15_000,
    );
  });

  it.concurrent('plays a whole upgrade, though the master of the records and that of the jobs are killed', async (context) => {
    const { expect } = context;
    const servers = await startRedisCluster();
    const { prefix, records, jobs } = await apart(servers);
    const story = await aStoryOn({ ...servers, config: { ...servers.config, prefix } }, {}, context);
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);
    let steps = 0;
    await stepNodes(story.cluster, async () => {
      steps += 1;
      if (steps === 3) await lose(servers, records);
      if (steps === 7) await lose(servers, jobs);
      await story.looks();
    });
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/, 30_000);
    await untilReady(story);
    await typeUntilTaken(story, cast.alice, 'approve confluence');
    await pressUntilTaken(story, cast.bob, await story.openRequest(), 'Approve');
    await finish(story);

    expect(told(story)).toEqual({ posts: ['start', 'approve'], roots: 1, doubled: [] });
  });

  it.concurrent('sends an approved call once when the master of its record is killed meanwhile', async (context) => {
    const { expect, onTestFinished } = context;
    const servers = await startRedisCluster();
    const { prefix, records } = await apart(servers);
    const options = { roles: ['all', 'worker'], before: readyToFinalize } as const;
    const story = await aStoryOn({ ...servers, config: { ...servers.config, prefix } }, options, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    const held = story.cluster.faults.hold({ verb: 'approve' });
    onTestFinished(() => held.release());
    await story.press(cast.bob, request, 'Approve');
    await held.reached;
    await lose(servers, records);
    await untilReady(story);
    held.release();
    await story.line(/approve: done/, 60_000);
    await finish(story);

    expect(told(story)).toEqual({ posts: ['approve'], roots: 1, doubled: [] });
  });
});
