import { describe, it } from 'vitest';
import { readyToUpgrade } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { actsOn } from '../support/struck-acts.js';
import { aStruckStory, type StruckStory } from '../support/struck-story.js';
import { expectToldRight } from '../support/told.js';
import { inGroups, kindsOf, STORY_MS, startingPoints, watchPoints } from './points.js';

/** As long as a busy machine takes to load a process, and a process to find out which jobs died with another (ms). */
const STARTS_WITHIN_MS = 60_000;

describe('kill -9 while the watch sees something, and a restart', () => {
  // A card that is posted shows what was noticed: nothing edits it.
  const shown = kindsOf('opened + state').filter((point) => point !== 'slack chat.update, sent');
  const noticing = [...watchPoints, ...shown, 'book intent of card, after', 'note thread, after'];
  const ending = kindsOf('state + finished');

  it.concurrent.for(inGroups(noticing, 9))(
    'open one upgrade for a run that is noticed: %s',
    { timeout: STORY_MS },
    async ([, points], context) => {
      const { expect } = context;
      const story = await aStruckStory({}, context);
      const { newestLine } = actsOn(story);
      const { setUpgradeMode } = story.cluster.cluster;
      for (const [index, point] of points.entries()) {
        await story.killAt(point, () => Promise.resolve(setUpgradeMode(true)));
        await eventually('the card', () => story.roots().length === index + 1);
        await newestLine(/^READY_TO_UPGRADE:/);
        setUpgradeMode(false);
        await newestLine(/Upgrade cancelled/);
      }

      expect(await expectToldRight(story, expect)).toEqual(points.map(() => ['READY_TO_UPGRADE', 'STABLE']));
      expect(story.points.struck().map(({ name }) => name)).toEqual(points);
    },
  );

  it.concurrent('end an upgrade once', { timeout: STORY_MS }, async (context) => {
    const { expect } = context;
    const story = await aStruckStory({}, context);
    const { newestLine } = actsOn(story);
    const { setUpgradeMode } = story.cluster.cluster;
    for (const [index, point] of ending.entries()) {
      setUpgradeMode(true);
      await eventually('the card', () => story.roots().length === index + 1);
      await newestLine(/^READY_TO_UPGRADE:/);
      await story.killAt(point, () => Promise.resolve(setUpgradeMode(false)));
      await newestLine(/Upgrade cancelled/);
    }

    expect(await expectToldRight(story, expect)).toEqual(ending.map(() => ['READY_TO_UPGRADE', 'STABLE']));
    expect(story.points.struck().map(({ name }) => name)).toEqual(ending);
  });

  it.concurrent('tell each change of a node once', { timeout: STORY_MS }, async (context) => {
    const { expect } = context;
    const points = kindsOf('node');
    const story = await aStruckStory({ before: readyToUpgrade }, context);
    const { newestLine } = actsOn(story);
    await newestLine(/^READY_TO_UPGRADE:/);
    for (const [index, point] of points.entries()) {
      const state = index % 2 === 0 ? 'STARTING' : 'ACTIVE';
      const change = () => Promise.resolve(story.cluster.cluster.setNode('confluence-1', { state }));
      await story.killAt(point, change);
      await newestLine(new RegExp(`^confluence-1: ${state}`), Math.floor(index / 2) + 1);
    }

    await expectToldRight(story, expect);
    expect(story.newest().filter((line) => line.startsWith('confluence-1: '))).toHaveLength(points.length);
    expect(story.points.struck().map(({ name }) => name)).toEqual(points);
  });

  it.concurrent('raise and clear a warning once', { timeout: STORY_MS }, async (context) => {
    const { expect } = context;
    const raised = kindsOf('node + state + warned');
    const story = await aStruckStory({ before: readyToUpgrade }, context);
    const { newestLine } = actsOn(story);
    const { failNode, recoverNode } = story.cluster.cluster;
    await newestLine(/^READY_TO_UPGRADE:/);
    for (const [index, point] of raised.entries()) {
      await story.killAt(point, () => Promise.resolve(failNode('confluence-2')));
      await newestLine(/Warning: .*confluence-2/, index + 1);
      recoverNode('confluence-2');
      await newestLine(/Over: /, index + 1);
    }

    await expectToldRight(story, expect);
    expect(story.newest().filter((line) => line.includes('Warning: '))).toHaveLength(raised.length);
    expect(story.newest().filter((line) => line.includes('Over: '))).toHaveLength(raised.length);
    expect(story.points.struck().map(({ name }) => name)).toEqual(raised);
  });
});

/** Has the bot killed right after a change of a node is on record: its line is owed to the thread. */
async function oweLine(story: StruckStory, state: string): Promise<void> {
  const before = story.points.struck().length;
  story.points.arm('append node, after');
  story.cluster.cluster.setNode('confluence-0', { state });
  await eventually('a kill with a line owed', () => story.points.struck().length > before);
}

/** Starts a process that is killed at the point; false when it paid what was owed without coming there. */
async function startAndKill(story: StruckStory, point: string): Promise<boolean> {
  const { points, kept } = story;
  const [struck, reached] = [points.struck().length, points.reached().length];
  points.arm(point);
  await story.startBot();
  const watches = () =>
    points
      .reached()
      .slice(reached)
      .some(({ name }) => name === 'put job back watch, after');
  const end = await eventually(
    `a kill at "${point}"`,
    async () => {
      if (points.struck().length > struck) return 'killed';
      return watches() && (await kept.owing()).length === 0 ? 'idle' : undefined;
    },
    STARTS_WITHIN_MS,
  );
  return end === 'killed';
}

describe('kill -9 while a process starts', () => {
  it('leaves what is owed to the next, as often as it happens', { timeout: STORY_MS }, async (context) => {
    const { expect } = context;
    const story = await aStruckStory({ before: readyToUpgrade }, context);
    const { run, newestLine } = actsOn(story);
    const states = ['STARTING', 'ACTIVE'];
    const owe = () => oweLine(story, states[changes++ % 2] ?? '');
    let changes = 0;
    await newestLine(/^READY_TO_UPGRADE:/);
    await owe();
    for (const point of startingPoints) {
      // A process before may have paid already: then there is no way to the point without a new debt.
      while (!(await startAndKill(story, point))) await owe();
    }
    await story.startReady();
    await run('cancel', /Upgrade cancelled/);

    expect(await expectToldRight(story, expect)).toEqual([['READY_TO_UPGRADE', 'STABLE']]);
    expect(story.newest().filter((line) => line.startsWith('confluence-0: '))).toHaveLength(changes);
    expect(story.points.struck()).toHaveLength(startingPoints.length + changes);
    expect(story.posts()).toEqual(['cancel']);
  });
});
