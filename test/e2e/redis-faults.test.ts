import { describe, it } from 'vitest';
import { readyToFinalize, readyToUpgrade } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory, cast, type Story } from '../support/story.js';

const durable = { redis: { url: null, appendOnly: true } };
const forgetful = { redis: { url: null } };
/** Slack's own patience with a command (ms). */
const SLACK_WAITS_MS = 3_000;

/** The answers to something done while the store is down, with the time they took. */
async function timed(act: () => Promise<string>): Promise<{ answer: string; ms: number }> {
  const begun = performance.now();
  const answer = await act();
  return { answer, ms: performance.now() - begun };
}

async function untilReady({ bot }: Story): Promise<void> {
  await eventually('the bot to be ready', async () => (await fetch(`${bot.opsUrl}/readyz`)).ok, 20_000);
}

describe('Redis', () => {
  it.concurrent('restarts in the middle of an upgrade, and the thread has neither gap nor double', async (context) => {
    const { expect } = context;
    const story = await aStory(durable, context);
    const { cluster } = story.cluster;
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);
    for (const { name } of cluster.nodes()) {
      cluster.setNode(name, { state: 'OFFLINE' });
      await story.redis.restart();
      await story.line(new RegExp(`^${name}: OFFLINE`), 20_000);
      cluster.setNode(name, { state: 'ACTIVE', version: '9.2.21' });
      await story.line(new RegExp(`^${name}: ACTIVE, now on 9\\.2\\.21`), 20_000);
    }
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    await story.redis.restart();
    await untilReady(story);
    await story.press(cast.bob, request, 'Approve');
    await story.line(/Upgrade finished/, 20_000);
    await eventually('the finished card', () => story.card().includes('Upgrade finished'));
    await story.quiet();

    expect(story.posts()).toEqual(['start', 'approve']);
    expect(doubledLines(story.lines())).toEqual([]);
    expect(story.roots()).toHaveLength(1);
  });

  it.concurrent('restarts while a POST is under way: nothing is sent twice', async (context) => {
    const { expect, onTestFinished } = context;
    const story = await aStory({ ...durable, before: readyToFinalize }, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    const held = story.cluster.faults.hold({ verb: 'approve' });
    onTestFinished(() => held.release());
    await story.press(cast.bob, request, 'Approve');
    await held.reached;
    await story.redis.kill('SIGKILL');
    held.release();
    await eventually('the cluster to act', () => story.cluster.cluster.state() === 'STABLE');
    await story.redis.restart();

    await story.line(/approve: done/, 45_000);
    await story.line(/Upgrade finished/);
    await story.quiet();

    expect(story.posts()).toEqual(['approve']);
    expect(doubledLines(story.lines())).toEqual([]);
  });

  it.concurrent.for(['SIGKILL', 'SIGSTOP'] as const)(
    'is down (%s): commands and clicks are answered honestly within 3 s, and nothing is done',
    async (signal, context) => {
      const { expect, onTestFinished } = context;
      const story = await aStory({ ...durable, before: readyToFinalize }, context);
      await story.type(cast.alice, 'approve confluence');
      const request = await story.openRequest();
      await story.redis.kill(signal);
      onTestFinished(() => story.redis.kill('SIGCONT'));

      const typed = await timed(() => story.type(cast.alice, 'cancel confluence'));
      const read = await timed(() => story.type(cast.mallory, 'status confluence'));
      const pressed = await timed(() => story.press(cast.bob, request, 'Approve'));

      for (const { answer, ms } of [typed, read, pressed]) {
        expect(answer).toMatch(/cannot reach its store.*Nothing was done/);
        expect(ms).toBeLessThan(SLACK_WAITS_MS);
      }
      if (signal === 'SIGSTOP') await story.redis.kill('SIGCONT');
      else await story.redis.restart();
      await untilReady(story);
      await story.quiet(2_500);
      expect(story.posts()).toEqual([]);
      expect(story.count(/approved|cancel/)).toBe(0);
      await story.press(cast.bob, request, 'Approve');
      await story.line(/approve: done/);
      expect(story.posts()).toEqual(['approve']);
    },
  );

  it.concurrent('is down when a process starts: it waits, is not ready, and goes on when Redis comes', async (context) => {
    const { expect } = context;
    const story = await aStory({ ...durable, roles: [], before: readyToUpgrade }, context);
    await story.redis.kill('SIGKILL');
    const bot = await story.startBot('all');
    await eventually('an answer that it is not ready', async () => {
      const response = await fetch(`${bot.opsUrl}/readyz`);
      return response.status === 503 && (await response.text()).includes('redis');
    });
    expect((await fetch(`${bot.opsUrl}/healthz`)).status).toBe(200);
    await story.redis.restart();
    await story.line(/^READY_TO_UPGRADE:/, 20_000);
  });

  it.concurrent('has lost its data: the running upgrade is noticed again, and its new card says so', async (context) => {
    const { expect } = context;
    const story = await aStory(forgetful, context);
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);
    await story.redis.restart();

    await eventually('a second card', () => story.roots().length === 2, 30_000);
    const card = await eventually(
      'what the card says',
      () => /earlier record.*gone/.test(story.card()) && story.card(),
    );
    await story.quiet();

    expect(card).toContain('READY_TO_UPGRADE');
    expect(card).toContain('outside this bot');
    expect(story.roots()).toHaveLength(2);
    expect(story.posts()).toEqual(['start']);
  });
});
