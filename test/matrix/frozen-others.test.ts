import { describe, it } from 'vitest';
import { readyToFinalize, readyToUpgrade } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { aFleet } from '../support/fleet.js';
import { aFrozenStory, type FrozenStory, freezer } from '../support/frozen-story.js';
import { approve } from '../support/insisting.js';
import { doubledLines } from '../support/once.js';
import { makePoints } from '../support/points.js';
import { cast } from '../support/story.js';
import { expectToldRight } from '../support/told.js';

const finalizing = { cluster: { finalizeMs: Number.POSITIVE_INFINITY }, before: readyToFinalize };

describe('a process that is frozen in the middle of a call that the cluster holds', () => {
  it.concurrent.for([
    ['before it acts', 'before'],
    ['after it acted', 'after'],
  ] as const)('%s leads to one call, whose effect is told', async ([, when], context) => {
    const { expect } = context;
    const story = await aFrozenStory(finalizing, context);
    const held = story.cluster.faults.hold({ verb: 'approve' }, when);
    context.onTestFinished(() => held.release());
    await story.freezeAt('product POST approve, sent', async () => {
      const approved = approve(story);
      await held.reached;
      // The other process has the job by then, and looks.
      await eventually('a look of the other', () => story.lines().length > 0);
      held.release();
      await approved;
    });
    await expectToldRight(story, expect);
    expect(story.posts()).toEqual(['approve']);
    expect(story.count(/approve: done/)).toBe(1);
  });
});

describe('a process that is frozen while it ends a request whose time is over', () => {
  it.concurrent.for(['append expired, before', 'append expired, after', 'add job publish for expired, before'])(
    'at "%s" ends it once',
    async (point, context) => {
      const { expect } = context;
      const config = { approval: { required: 1, expires: '3s' } };
      const story = await aFrozenStory({ ...finalizing, config }, context);
      await story.freezeAt(point, async () => {
        await story.slack.people.as(cast.alice).command('approve confluence', { channel: cast.channel });
        await story.line(/expired/, 30_000);
      });
      await expectToldRight(story, expect);
      expect(story.count(/expired/)).toBe(1);
      expect(story.posts()).toEqual([]);
    },
  );
});

describe('a web process that is frozen with a press of Approve', () => {
  it.concurrent.for(['ack, before', 'append approved, before', 'append approved, after'])(
    'at "%s" leaves the decision to another press, or to nobody else: there is one',
    async (point, context) => {
      const { expect } = context;
      const points = makePoints();
      context.onTestFinished(() => points.remove());
      const roles = ['web', 'web', 'worker'] as const;
      const fleet = await aFleet({ ...finalizing, mode: 'http', roles, env: points.env }, context);
      await fleet.type(cast.alice, 'approve confluence');
      const request = await fleet.openRequest();
      const press = (who: string) => fleet.slack.people.as(who).click(request, { buttonText: 'Approve' });
      await freezer(points)(point, async () => {
        const first = press(cast.bob);
        await eventually('the freeze', () => points.struck().length === 1);
        // Requests are passed on in turn: one of these goes to the process that is not frozen.
        await Promise.all([first, press(cast.carol), press(cast.carol)]);
        await fleet.line(/^RUNNING_UPGRADE_TASKS:/);
      });
      await expectToldRight(fleet, expect);
      expect(fleet.posts()).toEqual(['approve']);
      expect(fleet.count(/approved by/)).toBe(1);
    },
  );
});

/** By then (ms) another process has surely posted what a frozen one had announced. */
const POSTED_MS = 16_000;

/** What stands in the channel and its threads; messages that were taken back do not. */
function standing(story: FrozenStory) {
  const messages = story.slack.everything(cast.channel).filter(({ user, deleted }) => user !== cast.alice && !deleted);
  const lines = messages.filter(({ thread_ts, broadcast }) => thread_ts !== undefined && !broadcast);
  return {
    roots: messages.filter(({ thread_ts }) => thread_ts === undefined),
    requests: messages.filter(({ broadcast }) => broadcast),
    lines: lines.flatMap((message) => story.read(message).split('\n')),
  };
}

describe('a process that is frozen at the very instant between its last look at the clock and the first byte', () => {
  const settled = async (story: FrozenStory): Promise<void> => {
    await eventually('nothing to be owed', async () => (await story.kept.owing()).length === 0, 40_000);
    const isOnce = () => {
      const { roots, lines } = standing(story);
      return roots.length === 1 && doubledLines(lines).length === 0;
    };
    await eventually('what is there twice to be taken back', isOnce);
    await story.quiet(2_500);
  };

  it.concurrent.for(['lines', 'request'])('of a message (%s) takes back what is there twice', async (kind, context) => {
    const { expect } = context;
    const story = await aFrozenStory(finalizing, context);
    await story.freezeAt(`slack chat.postMessage of ${kind}, before`, () => approve(story), { forMs: POSTED_MS });
    await settled(story);
    const { roots, requests, lines } = standing(story);
    const asked = (await story.kept.timelines()).flat().filter(({ type }) => type === 'asked');
    expect(roots).toHaveLength(1);
    // A call that was too late is asked for once more.
    expect(requests).toHaveLength(asked.length);
    expect(doubledLines(lines)).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/^RUNNING_UPGRADE_TASKS:/));
    expect(story.posts()).toEqual(['approve']);
  });

  it.concurrent('of a call sends it once, when it goes on, and what it leads to is told', async (context) => {
    const { expect } = context;
    const story = await aFrozenStory(finalizing, context);
    await story.freezeAt('product POST approve, before', async () => {
      await story.type(cast.alice, 'approve confluence');
      const request = await story.openRequest();
      await story.slack.people.as(cast.bob).click(request, { buttonText: 'Approve' });
      await story.line(/^RUNNING_UPGRADE_TASKS:/, 40_000);
    });
    await settled(story);
    expect(story.posts()).toEqual(['approve']);
    expect(story.roots()).toHaveLength(1);
    expect(story.count(/approve: (done|not done)/)).toBe(1);
  });

  it.concurrent('of a card takes it back, and the upgrade goes on in one thread', async (context) => {
    const { expect } = context;
    const story = await aFrozenStory({}, context);
    const noticed = async (): Promise<void> => {
      readyToUpgrade(story);
      await story.line(/^READY_TO_UPGRADE:/, 30_000);
    };
    await story.freezeAt('slack chat.postMessage of card, before', noticed, { forMs: POSTED_MS });
    await settled(story);
    const { roots, lines } = standing(story);
    expect(roots).toHaveLength(1);
    expect(doubledLines(lines)).toEqual([]);
    expect(story.roots().length).toBeLessThanOrEqual(2);
  });
});
