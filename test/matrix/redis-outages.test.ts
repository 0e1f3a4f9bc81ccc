import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { told, untilReady } from '../support/redis-story.js';
import { aStory, cast, type Story } from '../support/story.js';

/** The watch goes on within this time (ms) of Redis' return. */
const WATCHED_AGAIN_MS = 15_000;

const outages = [
  [1, 'SIGKILL'],
  [5, 'SIGKILL'],
  [15, 'SIGKILL'],
  [30, 'SIGKILL'],
  [60, 'SIGKILL'],
  [20, 'SIGSTOP'],
] as const;

/** Two nodes are upgraded while Redis is away, and nobody can take note. */
async function upgradeUnseen({ cluster }: Story, seconds: number): Promise<void> {
  const names = cluster.cluster.nodes().map(({ name }) => name);
  for (const name of names.slice(0, 2)) {
    cluster.cluster.setNode(name, { state: 'OFFLINE' });
    await delay((seconds * 1_000) / 4);
    cluster.cluster.setNode(name, { state: 'ACTIVE', version: cluster.targetVersion });
    await delay((seconds * 1_000) / 4);
  }
}

/** One node, step by step, each seen. */
async function upgradeSeen({ cluster, looks }: Story, name: string): Promise<void> {
  const steps = [{ state: 'TERMINATING' }, { state: 'OFFLINE' }, { state: 'STARTING', version: cluster.targetVersion }];
  for (const step of [...steps, { state: 'ACTIVE' }]) {
    cluster.cluster.setNode(name, step);
    await looks();
  }
}

describe('Redis', () => {
  it.concurrent.for(outages)(
    'is away for %i s (%s) while nodes are upgraded: nothing is lost or doubled, and the watch goes on',
    async ([seconds, signal], context) => {
      const { expect } = context;
      const story = await aStory({ redis: { url: null, appendOnly: true } }, context);
      await story.type(cast.alice, 'start confluence');
      await story.line(/^READY_TO_UPGRADE:/);
      await story.redis.kill(signal);
      await upgradeUnseen(story, seconds);
      if (signal === 'SIGSTOP') await story.redis.kill('SIGCONT');
      else await story.redis.restart();

      await story.line(/^confluence-0: ACTIVE, now on 9\.2\.21/, WATCHED_AGAIN_MS);
      await story.line(/^confluence-1: ACTIVE, now on 9\.2\.21/, WATCHED_AGAIN_MS);
      await story.line(/^MIXED:/, WATCHED_AGAIN_MS);
      await upgradeSeen(story, 'confluence-2');
      await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
      await untilReady(story);
      await story.type(cast.alice, 'approve confluence');
      await story.press(cast.bob, await story.openRequest(), 'Approve');
      await story.line(/Upgrade finished/);
      await eventually('the finished card', () => story.card().includes('Upgrade finished'));
      await story.quiet();

      expect(told(story)).toEqual({ posts: ['start', 'approve'], roots: 1, doubled: [] });
      expect(story.lines().filter((line) => /^confluence-2: (TERMINATING|OFFLINE|STARTING)/.test(line))).toHaveLength(
        3,
      );
    },
  );
});
