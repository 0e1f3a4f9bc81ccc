import { describe, expect, it } from 'vitest';
import { aStory, cast, type Story } from '../support/story.js';

interface Loss {
  readonly name: string;
  readonly arm: (story: Story) => unknown;
  /** What the thread says became of the call. */
  readonly says: RegExp;
  readonly state: 'STABLE' | 'READY_TO_UPGRADE';
}

const losses: readonly Loss[] = [
  {
    name: 'the connection is cut after the cluster acted',
    arm: ({ cluster }) => cluster.faults.loseReply('start', { times: 1 }),
    says: /start: done/,
    state: 'READY_TO_UPGRADE',
  },
  {
    name: 'a balancer answers 502 in HTML after the cluster acted',
    arm: ({ cluster }) => cluster.faults.loseReply('start', { times: 1, how: '502' }),
    says: /start: done/,
    state: 'READY_TO_UPGRADE',
  },
  {
    name: 'the cluster acts and never answers',
    arm: ({ cluster }) => cluster.faults.loseReply('start', { times: 1, how: 'silence' }),
    says: /start: done/,
    state: 'READY_TO_UPGRADE',
  },
  {
    name: 'the connection is cut before the cluster acts',
    arm: ({ cluster }) => cluster.faults.dropRequest({ verb: 'start', times: 1 }),
    says: /start: not (done|sent)/,
    state: 'STABLE',
  },
  {
    name: 'a balancer answers 502 in HTML instead of the cluster',
    arm: ({ cluster }) => cluster.faults.html({ verb: 'start', times: 1 }),
    says: /start: not (done|sent)/,
    state: 'STABLE',
  },
  {
    name: 'the cluster answers 500',
    arm: ({ cluster }) => cluster.faults.status(500, { message: 'boom' }, { verb: 'start', times: 1 }),
    says: /start: (not done|failed)/,
    state: 'STABLE',
  },
  {
    name: 'the cluster answers 409',
    arm: ({ cluster }) => cluster.faults.status(409, { message: 'Cannot start now' }, { verb: 'start', times: 1 }),
    says: /start: (not done|failed)/,
    state: 'STABLE',
  },
  {
    name: 'the cluster answers 401',
    arm: ({ cluster }) => cluster.faults.unauthorized({ verb: 'start', times: 1 }),
    says: /start: (not done|not sent|failed)/,
    state: 'STABLE',
  },
  {
    name: 'the cluster sends the call to a login page',
    arm: ({ cluster }) => cluster.faults.redirect({ verb: 'start', times: 1 }),
    says: /start: (not done|not sent|failed)/,
    state: 'STABLE',
  },
];

describe('a call to the cluster', () => {
  it.concurrent.for(losses)('is not repeated when $name, and the thread says so', async (loss, context) => {
    const { arm, says, state } = loss;
    const { expect } = context;
    const story = await aStory({}, context);
    arm(story);
    await story.type(cast.alice, 'start confluence');

    await story.line(says, 25_000);
    await story.quiet(2_500);

    const outcomes = story.lines().filter((line) => /start: (done|not done|not sent|failed|unknown)/.test(line));
    expect(outcomes).toHaveLength(1);
    expect(story.posts()).toEqual(['start']);
    expect(story.cluster.cluster.state()).toBe(state);
    if (state === 'STABLE') expect(outcomes[0]).toContain('/upgrade start confluence');
  });

  it('may be asked for again by a person after it was not done', async () => {
    const story = await aStory();
    story.cluster.faults.dropRequest({ verb: 'start', times: 1 });
    await story.type(cast.alice, 'start confluence');
    await story.line(/start: not (done|sent)/);
    expect(await story.type(cast.alice, 'start confluence once more')).toContain('Accepted');
    await story.line(/^READY_TO_UPGRADE:/);
    expect(story.posts()).toEqual(['start', 'start']);
  });

  it('is settled by looking when the cluster cannot be read for a while after the answer was lost', async () => {
    const story = await aStory();
    const held = story.cluster.faults.hold({ verb: 'start' }, 'after');
    await story.type(cast.alice, 'start confluence');
    await held.reached;
    await story.cluster.faults.down();
    held.release();
    await story.line(/not reachable/, 20_000);
    await story.cluster.faults.up();
    await story.line(/start: done/, 25_000);
    await story.line(/^READY_TO_UPGRADE:/);
    expect(story.posts()).toEqual(['start']);
  });
});

describe('an approval whose answer is lost', () => {
  it('is found done, and the upgrade goes on to its end', async () => {
    const story = await aStory({ cluster: { finalizeMs: 500 } });
    story.cluster.cluster.setUpgradeMode(true);
    for (const { id } of story.cluster.cluster.nodes()) story.cluster.cluster.setNode(id, { version: '9.2.21' });
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    story.cluster.faults.loseReply('approve', { times: 1 });
    await story.type(cast.alice, 'approve confluence');
    await story.press(cast.bob, await story.openRequest(), 'Approve');
    await story.line(/approve: done.*No plain yes came back/);
    await story.line(/Upgrade finished/);
    expect(story.posts()).toEqual(['approve']);
  });
});
