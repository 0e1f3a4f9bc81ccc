import { describe, it } from 'vitest';
import { readyToFinalize, stepNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { type Sentinels, startSentinels } from '../support/redis-sentinels.js';
import { aStoryOn, pressUntilTaken, told, typeUntilTaken, untilReady } from '../support/redis-story.js';
import { cast, type Story } from '../support/story.js';

/** The two ways to lose a master. */
const ways = {
  'is killed': async (servers: Sentinels) => {
    const old = await servers.master();
    await old.kill('SIGKILL');
    await servers.untilMasterIsNot(old);
  },
  'hands over as planned': (servers: Sentinels) => servers.failOver(),
} as const;
const wayNames = Object.keys(ways) as (keyof typeof ways)[];

async function finish(story: Story): Promise<void> {
  await story.line(/Upgrade finished/, 30_000);
  await eventually('the finished card', () => story.card().includes('Upgrade finished'));
  await story.quiet();
}

describe('Redis behind Sentinel', () => {
  it.concurrent.for(wayNames)('plays a whole upgrade whose master %s while nodes roll', async (way, context) => {
    const { expect } = context;
    const servers = await startSentinels();
    const story = await aStoryOn(servers, {}, context);
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);
    let steps = 0;
    await stepNodes(story.cluster, async () => {
      steps += 1;
      if (steps === 3) await ways[way](servers);
      await story.looks();
    });
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/, 30_000);
    await untilReady(story);
    await typeUntilTaken(story, cast.alice, 'approve confluence');
    await pressUntilTaken(story, cast.bob, await story.openRequest(), 'Approve');
    await finish(story);

    expect(told(story)).toEqual({ posts: ['start', 'approve'], roots: 1, doubled: [] });
  });

  it.concurrent.for(wayNames)(
    'sends an approved call once when the master %s before its outcome is known',
    async (way, context) => {
      const { expect, onTestFinished } = context;
      const servers = await startSentinels();
      const story = await aStoryOn(servers, { roles: ['all', 'worker'], before: readyToFinalize }, context);
      await story.type(cast.alice, 'approve confluence');
      const request = await story.openRequest();
      const held = story.cluster.faults.hold({ verb: 'approve' });
      onTestFinished(() => held.release());
      await story.press(cast.bob, request, 'Approve');
      await held.reached;
      await ways[way](servers);
      await untilReady(story);
      held.release();
      await story.line(/approve: done/, 60_000);
      await finish(story);

      expect(told(story)).toEqual({ posts: ['approve'], roots: 1, doubled: [] });
    },
  );

  it.concurrent('sends nothing while its replica is silent, says so, and goes on without one', async (context) => {
    const { expect, onTestFinished } = context;
    const servers = await startSentinels();
    const story = await aStoryOn(servers, { before: readyToFinalize }, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    const replica = await servers.replica();
    await replica.kill('SIGSTOP');
    onTestFinished(() => replica.kill('SIGCONT'));

    const refused = await story.press(cast.bob, request, 'Approve');
    expect(refused).toMatch(/cannot reach its store.*Nothing was done/);
    expect(story.posts()).toEqual([]);
    await pressUntilTaken(story, cast.bob, request, 'Approve');
    await finish(story);

    expect(told(story)).toEqual({ posts: ['approve'], roots: 1, doubled: [] });
  });
});
